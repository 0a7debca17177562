//! The sector of a client: who shares the names of people with it (OpenID Connect Core, 8.1).

use super::{Client, SubjectType};
use url::Url;

impl Client {
    /// The sector within which a person has one name; none where every client knows people by the same. It is the host
    /// of `sector_identifier_uri`, else the one host of all redirect URIs, as far as these are https: of no other can
    /// one client alone be sure. A client that has none is a sector of its own, which no host can be.
    #[must_use]
    pub fn sector(&self) -> Option<String> {
        if self.subject_type == SubjectType::Public {
            return None;
        }
        let named = self.sector_identifier_uri.as_deref().map(host);
        Some(
            named
                .unwrap_or_else(|| self.only_host())
                .unwrap_or_else(|| format!("client {}", self.id)),
        )
    }

    fn only_host(&self) -> Option<String> {
        let mut hosts = self.redirect_uris.iter().map(|uri| host(uri));
        let first = hosts.next()??;
        hosts.all(|other| other.as_ref() == Some(&first)).then_some(first)
    }
}

/// The host of an address that is reached by https.
pub(super) fn host(uri: &str) -> Option<String> {
    let url = Url::parse(uri).ok().filter(|url| url.scheme() == "https")?;
    url.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn sector(metadata: Value) -> Option<String> {
        serde_json::from_value::<Client>(metadata)
            .expect("metadata")
            .sector()
    }

    #[test]
    fn it_is_the_host_that_all_addresses_share() {
        let uris = ["https://a.example/cb", "https://a.example:8443/other"];
        let pairwise = json!({ "id": "app", "subject_type": "pairwise", "redirect_uris": uris });
        assert_eq!(sector(pairwise).as_deref(), Some("a.example"));
        assert_eq!(sector(json!({ "id": "app", "redirect_uris": uris })), None);
    }

    #[test]
    fn the_address_that_lists_them_names_it() {
        let uris = ["https://a.example/cb", "https://b.example/cb"];
        let named = json!({
            "id": "app", "subject_type": "pairwise", "redirect_uris": uris,
            "sector_identifier_uri": "https://sector.example/uris.json"
        });
        assert_eq!(sector(named).as_deref(), Some("sector.example"));
    }

    #[test]
    fn who_shares_no_host_is_alone() {
        for uris in [
            json!(["https://a.example/", "https://b.example/"]),
            json!(["com.example.app:/cb"]),
            json!(["com.example.app://a.example/cb"]),
            json!(["http://localhost/cb"]),
            json!([]),
        ] {
            let alone = json!({ "id": "app", "subject_type": "pairwise", "redirect_uris": uris });
            assert_eq!(sector(alone).as_deref(), Some("client app"), "{uris}");
        }
    }
}
