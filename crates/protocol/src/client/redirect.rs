//! Redirect URIs: which may be registered, and when one that was sent equals a registered one
//! (RFC 6749, 3.1.2; RFC 8252, 7; RFC 9700, 2.1).

use super::ApplicationType;
use url::{Host, Url};

/// Schemes that a browser gives a meaning of its own: nobody may be sent there.
const FORBIDDEN_SCHEMES: &[&str] = &[
    "javascript",
    "data",
    "vbscript",
    "file",
    "blob",
    "about",
    "mailto",
    "tel",
    "ftp",
    "ws",
    "wss",
];

/// Whether `uri` may be registered.
///
/// # Errors
/// A sentence that says what is wrong: not absolute, a fragment, plain http elsewhere than on the own machine,
/// a private-use scheme without a dot (RFC 8252, 7.1).
pub fn check_registrable(uri: &str, application_type: ApplicationType) -> Result<(), &'static str> {
    let url = Url::parse(uri).map_err(|_| "is not an absolute address")?;
    if !is_plain(uri) {
        return Err("must hold nothing but the characters of RFC 3986, 2: escape others");
    }
    if matches!(url.scheme(), "http" | "https") && !names_host(uri) {
        return Err("must name its host behind two slashes (RFC 3986, 3)");
    }
    if matches!(url.scheme(), "http" | "https") && !is_plain_host(&url) {
        return Err("must name its host by letters, digits, dots and hyphens");
    }
    if url.fragment().is_some() {
        return Err("must not have a fragment (RFC 6749, 3.1.2)");
    }
    if authority(uri).contains('@') {
        return Err("must not hold a user name or password");
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(&url) => Ok(()),
        "http" => Err("plain http is only for this machine (localhost, 127.0.0.1, [::1]): use https"),
        scheme if FORBIDDEN_SCHEMES.contains(&scheme) => Err("this scheme is not for redirects"),
        _ if application_type == ApplicationType::Web => {
            Err("a scheme of its own needs application_type = \"native\"")
        }
        scheme if !scheme.contains('.') => {
            Err("a scheme of its own is a domain name backwards, such as com.example.app (RFC 8252, 7.1)")
        }
        _ => Ok(()),
    }
}

/// Whether there is no character that one reader takes for another than the next one does: a backslash is a slash to
/// browsers, and part of a user's name to others.
pub(super) fn is_plain(uri: &str) -> bool {
    uri.bytes()
        .all(|byte| byte.is_ascii_graphic() && !br#"\"<>^`{|}"#.contains(&byte))
}

/// Whether the host of a web address stands where RFC 3986 has it: browsers find one behind any number of slashes.
pub(super) fn names_host(uri: &str) -> bool {
    !authority(uri).is_empty()
}

/// Whether the host consists of letters, digits, dots, hyphens and underscores, or is an IP address: URL parsers take more,
/// and a host stands in our own policies, where a `;` ends a rule.
pub(crate) fn is_plain_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte)),
        _ => true,
    }
}

/// Whether two addresses lead to the same server: its host and its port. That of `http` redirects to that of `https`, so
/// their own ports count as one.
pub(super) fn is_same_server(one: &str, other: &str) -> bool {
    let server = |uri: &str| {
        let url = Url::parse(uri).ok()?;
        // A dot behind a name changes nothing of where it leads, and this machine has several.
        let host = match is_loopback(&url) {
            true => "localhost".to_owned(),
            false => url.host_str()?.trim_end_matches('.').to_ascii_lowercase(),
        };
        Some((host, url.port()))
    };
    server(one).is_some_and(|one| server(other) == Some(one))
}

/// What stands between two slashes and the path (RFC 3986, 3.2), to the letter: readers of addresses pass over a user
/// without a name, and not all of them over one without a host.
fn authority(uri: &str) -> &str {
    let behind = uri.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//"));
    let parts = behind.map(|rest| rest.split(['/', '?', '#']));
    parts.and_then(|mut parts| parts.next()).unwrap_or_default()
}

/// Whether `sent` is `registered`: the same characters; for a native app on a loopback address with any port
/// (RFC 8252, 7.3).
#[must_use]
pub fn matches(registered: &str, sent: &str, application_type: ApplicationType) -> bool {
    if registered == sent {
        return true;
    }
    if application_type != ApplicationType::Native {
        return false;
    }
    match (loopback_without_port(registered), loopback_without_port(sent)) {
        (Some(registered), Some(sent)) => registered == sent,
        _ => false,
    }
}

/// Whether any app on the device could receive what is sent there: a loopback or private-use address
/// (RFC 8252, 8.6).
#[must_use]
pub fn is_takeable(uri: &str) -> bool {
    match Url::parse(uri) {
        Ok(url) => url.scheme() != "https" && (url.scheme() != "http" || is_loopback(&url)),
        Err(_) => true,
    }
}

/// Whether it is an address of the own machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The text of a plain-http loopback address with its port cut out; none for any other address.
fn loopback_without_port(uri: &str) -> Option<String> {
    const HOSTS: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];
    let rest = uri.strip_prefix("http://")?;
    let host = HOSTS.into_iter().find(|host| rest.starts_with(host))?;
    let rest = &rest[host.len()..];
    let rest = match rest.strip_prefix(':') {
        Some(port_first) => {
            let digits = port_first.bytes().take_while(u8::is_ascii_digit).count();
            port_first[..digits].parse::<u16>().ok()?;
            &port_first[digits..]
        }
        None => rest,
    };
    // What follows must begin a path or query, so that "127.0.0.1.evil.example" and "localhost@…" are no loopback.
    (rest.is_empty() || rest.starts_with(['/', '?'])).then(|| format!("{host}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::ApplicationType::{Native, Web};
    use super::*;

    #[test]
    fn a_web_client_matches_to_the_letter() {
        let registered = "https://app.example/cb?x=1";
        assert!(matches(registered, registered, Web));
        for sent in [
            "https://app.example/cb",
            "https://app.example/cb?x=1&y",
            "https://APP.example/cb?x=1",
            "",
        ] {
            assert!(!matches(registered, sent, Web), "{sent}");
        }
        assert!(!matches("http://localhost/cb", "http://localhost:5000/cb", Web));
    }

    #[test]
    fn a_native_client_may_choose_the_port_of_a_loopback_address_and_nothing_else() {
        assert!(matches(
            "http://127.0.0.1/cb",
            "http://127.0.0.1:51004/cb",
            Native
        ));
        assert!(matches("http://[::1]:1/cb?a", "http://[::1]:2/cb?a", Native));
        assert!(matches("http://localhost/cb", "http://localhost:8/cb", Native));
        for sent in [
            "http://127.0.0.1:51004/other",
            "http://127.0.0.1.evil.example/cb",
            "http://127.0.0.1:80@evil.example/cb",
            "http://localhost:5000/cb",
            "http://127.0.0.1:99999/cb",
            "http://127.0.0.1:/cb",
            "https://127.0.0.1:5000/cb",
        ] {
            assert!(!matches("http://127.0.0.1/cb", sent, Native), "{sent}");
        }
    }

    #[test]
    fn registrable_addresses() {
        for uri in [
            "https://a.example/cb",
            "http://localhost:1/cb",
            "http://127.0.0.1/",
            "http://[::1]:8/x",
        ] {
            assert_eq!(check_registrable(uri, Web), Ok(()), "{uri}");
        }
        assert_eq!(check_registrable("com.example.app:/cb", Native), Ok(()));
        for uri in [
            "/cb",
            "http://a.example/cb",
            "https://a.example/#f",
            "javascript:alert(1)",
            "data:text/html,x",
            "com.example.app:/cb",
            "https://u:p@a.example/",
            "https://a.example/ x",
            "https://a.example/ü",
            r"https://a.example\@b.example/",
            "https:///a.example/",
            "https:a.example",
            "https:a.example?x=https://b.example",
            "https://@a.example/",
        ] {
            assert!(check_registrable(uri, Web).is_err(), "{uri}");
        }
        assert!(check_registrable("myapp:/cb", Native).is_err());
        // An address to some, until a query is put behind it.
        assert!(check_registrable("com.example.app://@", Native).is_err());
        assert_eq!(
            check_registrable("com.example.app:/cb?by=https://u@b.example", Native),
            Ok(())
        );
    }
}
