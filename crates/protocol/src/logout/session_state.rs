//! The state of the login, as a client's page can watch it (OpenID Connect Session Management 1.0, 2 and 3.2).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use url::Url;

/// `session_state` of an answer to `redirect_uri`, in a browser whose login is in that state. `salt` holds neither a
/// space nor a full stop. None where no page can watch: the answer goes to no web page.
///
/// The script of our frame computes the same of what its browser keeps: `templates/assets/check_session.js`.
#[must_use]
pub fn session_state(client_id: &str, redirect_uri: &str, browser_state: &str, salt: &str) -> Option<String> {
    let origin = Url::parse(redirect_uri).ok()?.origin();
    if !origin.is_tuple() {
        return None;
    }
    let origin = origin.ascii_serialization();
    let digest = Sha256::digest(format!("{client_id} {origin} {browser_state} {salt}"));
    Some(format!("{}.{salt}", URL_SAFE_NO_PAD.encode(digest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_differs_with_the_client_the_origin_the_login_and_the_salt() {
        let one = session_state("app", "https://app.example/cb", "state", "salt");
        assert_eq!(
            one,
            session_state("app", "https://app.example/other", "state", "salt")
        );
        for other in [
            session_state("other", "https://app.example/cb", "state", "salt"),
            session_state("app", "https://app.example:8443/cb", "state", "salt"),
            session_state("app", "https://app.example/cb", "changed", "salt"),
            session_state("app", "https://app.example/cb", "state", "pepper"),
        ] {
            assert!(other.is_some() && other != one, "{other:?}");
        }
    }

    #[test]
    fn an_app_without_web_page_has_nothing_to_watch() {
        assert_eq!(session_state("app", "com.example.app:/cb", "state", "salt"), None);
    }
}
