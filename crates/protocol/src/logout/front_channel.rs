//! Log-out through the browser: what it loads of a client (OpenID Connect Front-Channel Logout 1.0, 2).

use crate::address;
use crate::client::Client;
use crate::client::redirect::is_plain_host;
use url::Url;

/// A page of a client that ends the person's session there when the browser loads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontChannelPage {
    /// Its address: the registered one with `iss` and `sid`, which every client may have, required or not.
    pub address: String,
    /// Its origin: the only one that may be loaded for it.
    pub origin: String,
}

impl FrontChannelPage {
    /// The page of a client about the session `sid`; none where it has registered none.
    #[must_use]
    pub fn of(client: &Client, issuer: &str, sid: &str) -> Option<Self> {
        let registered = client.frontchannel_logout_uri.as_deref()?;
        let url = Url::parse(registered).ok().filter(is_plain_host)?;
        let origin = url.origin();
        Some(Self {
            address: address::with_parameters(registered, &[("iss", issuer), ("sid", sid)]),
            origin: origin.is_tuple().then(|| origin.ascii_serialization())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(uri: &str) -> Option<(String, String)> {
        let client = json!({ "id": "app", "frontchannel_logout_uri": uri });
        let client = serde_json::from_value(client).expect("metadata");
        let page = FrontChannelPage::of(&client, "https://op.example", "s 1")?;
        Some((page.address, page.origin))
    }

    #[test]
    fn the_query_of_the_address_stays() {
        let expected = "https://app.example:8443/bye?x=1&iss=https%3A%2F%2Fop.example&sid=s+1";
        let origin = "https://app.example:8443";
        assert_eq!(
            page("https://app.example:8443/bye?x=1"),
            Some((expected.to_owned(), origin.to_owned()))
        );
    }

    #[test]
    fn what_is_no_web_address_is_never_loaded() {
        assert_eq!(page("data:text/html,hello"), None);
        assert_eq!(page("/bye"), None);
    }
}
