//! The cookies: which there are, how they are read, set and expired.
//!
//! With https they carry the `__Host-` prefix, which binds them to this host, to `/` and to TLS (RFC 6265bis,
//! 4.1.3.2). Plain http is for localhost only, where not every client takes that prefix.

use cookie::{Cookie, CookieBuilder, SameSite, time};
use http::HeaderMap;
use http::header::COOKIE;
use std::time::Duration;
use voltkey_flows::oidc::login_state;
use voltkey_flows::visitor::Token;

/// How long a browser is known: the most that browsers keep a cookie.
pub const BROWSER_LIFETIME: Duration = Duration::from_secs(400 * 24 * 60 * 60);

/// A cookie of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Binds pending requests and forms to the browser; without authority.
    Browser,
    /// The session of the person who signed in.
    Session,
    /// The sessions of further accounts that are signed in: tokens with a dot between them.
    OtherSessions,
    /// With this, a PIN alone begins a new session.
    PinLogin,
    /// The state of the login, for the frame in which apps watch it; without authority.
    LoginState,
}

/// Every name that was ever used, so that `/auth/logout` leaves none behind.
const EVER_USED: [&str; 10] = [
    "__Host-vk_browser",
    "__Host-vk_others",
    "__Host-vk_pin",
    "__Host-vk_session",
    "__Host-vk_state",
    "vk_browser",
    "vk_others",
    "vk_pin",
    "vk_session",
    "vk_state",
];

/// What stands between the tokens of a cookie that holds several: no character of theirs.
const SEPARATOR: char = '.';

/// The most tokens that are read from one cookie.
const MAX_TOKENS: usize = 8;

impl Kind {
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Browser, true) => "__Host-vk_browser",
            (Self::Browser, false) => "vk_browser",
            (Self::Session, true) => "__Host-vk_session",
            (Self::Session, false) => "vk_session",
            (Self::OtherSessions, true) => "__Host-vk_others",
            (Self::OtherSessions, false) => "vk_others",
            (Self::PinLogin, true) => "__Host-vk_pin",
            (Self::PinLogin, false) => "vk_pin",
            (Self::LoginState, true) => "__Host-vk_state",
            (Self::LoginState, false) => "vk_state",
        }
    }
}

/// The token in a cookie; none where the cookie is missing or holds something else.
pub fn read(headers: &HeaderMap, kind: Kind, secure: bool) -> Option<Token> {
    values(headers, kind, secure).find_map(|value| Token::parse(&value))
}

/// The tokens in a cookie that may hold several, as far as they can be read; at most [`MAX_TOKENS`].
pub fn read_all(headers: &HeaderMap, kind: Kind, secure: bool) -> Vec<Token> {
    let tokens = values(headers, kind, secure).flat_map(|value| {
        let tokens = value.split(SEPARATOR).take(MAX_TOKENS).map(Token::parse);
        tokens.flatten().collect::<Vec<_>>()
    });
    tokens.take(MAX_TOKENS).collect()
}

fn values(headers: &HeaderMap, kind: Kind, secure: bool) -> impl Iterator<Item = String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .filter(move |cookie| cookie.name() == kind.name(secure))
        .map(|cookie| cookie.value().to_owned())
}

/// The `Set-Cookie` value that gives a browser a token for so long.
pub fn set(kind: Kind, secure: bool, token: &Token, lifetime: Duration) -> String {
    set_value(kind, secure, token.as_str(), lifetime)
}

/// The `Set-Cookie` values that give a browser its session for so long, or take it away, and tell the apps' frame of it.
pub fn set_session(secure: bool, token: Option<&Token>, lifetime: Duration) -> [String; 2] {
    let Some(token) = token else {
        return [Kind::Session, Kind::LoginState].map(|kind| expired(kind.name(secure), secure));
    };
    let state = login_state::of(Some(token));
    [
        set(Kind::Session, secure, token, lifetime),
        set_value(Kind::LoginState, secure, &state, lifetime),
    ]
}

/// The `Set-Cookie` value that gives a browser these tokens for so long, or takes the cookie away where there are none.
pub fn set_all(kind: Kind, secure: bool, tokens: &[Token], lifetime: Duration) -> String {
    let values: Vec<_> = tokens.iter().map(Token::as_str).collect();
    match values.is_empty() {
        true => expired(kind.name(secure), secure),
        false => set_value(kind, secure, &values.join(&SEPARATOR.to_string()), lifetime),
    }
}

fn set_value(kind: Kind, secure: bool, value: &str, lifetime: Duration) -> String {
    let seconds = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
    build(kind, secure, value)
        .max_age(time::Duration::seconds(seconds))
        .build()
        .to_string()
}

/// The `Set-Cookie` values that remove what a login has left in the browser.
pub fn expire_login(secure: bool) -> [String; 4] {
    [
        Kind::Session,
        Kind::OtherSessions,
        Kind::PinLogin,
        Kind::LoginState,
    ]
    .map(|kind| expired(kind.name(secure), secure))
}

/// The `Set-Cookie` values that remove every cookie that this provider ever set.
pub fn expire_all() -> [String; EVER_USED.len()] {
    EVER_USED.map(|name| expired(name, name.starts_with("__Host-")))
}

fn expired(name: &'static str, secure: bool) -> String {
    Cookie::build((name, ""))
        .path("/")
        .secure(secure)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(time::Duration::ZERO)
        .build()
        .to_string()
}

/// `Lax`: a browser that comes back from an app by a link or a redirect is still recognised. The state of the login is
/// read by a script in a frame on apps' pages, which are other sites; on localhost they are none, and without TLS no
/// cookie goes there.
fn build(kind: Kind, secure: bool, value: &str) -> CookieBuilder<'_> {
    let is_state = kind == Kind::LoginState;
    let same_site = match is_state && secure {
        true => SameSite::None,
        false => SameSite::Lax,
    };
    Cookie::build((kind.name(secure), value))
        .path("/")
        .secure(secure)
        .http_only(!is_state)
        .same_site(same_site)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    fn token() -> Token {
        Token::parse(TOKEN).expect("32 bytes in base64url")
    }

    fn sent(cookies: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(cookies).expect("a header"))])
    }

    #[test]
    fn with_https_the_name_has_its_prefix_and_the_cookie_is_secure() {
        assert_eq!(
            set(Kind::Session, true, &token(), Duration::from_secs(60)),
            format!("__Host-vk_session={TOKEN}; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60")
        );
        assert_eq!(
            set(Kind::Browser, false, &token(), BROWSER_LIFETIME),
            format!("vk_browser={TOKEN}; HttpOnly; SameSite=Lax; Path=/; Max-Age=34560000")
        );
    }

    #[test]
    fn the_state_of_the_login_is_for_scripts_and_on_other_sites() {
        let [session, state] = set_session(true, Some(&token()), Duration::from_secs(60));
        assert!(
            session.contains("HttpOnly") && session.contains("SameSite=Lax"),
            "{session}"
        );
        assert!(state.starts_with("__Host-vk_state="), "{state}");
        assert!(
            !state.contains("HttpOnly") && state.contains("SameSite=None; Secure"),
            "{state}"
        );
        assert!(!state.contains(TOKEN), "it opens nothing");
        let [_, local] = set_session(false, Some(&token()), Duration::from_secs(60));
        assert!(
            local.contains("SameSite=Lax") && !local.contains("Secure"),
            "{local}"
        );
    }

    #[test]
    fn what_is_set_is_read_and_garbage_is_not() {
        let read =
            |cookies: &str| read(&sent(cookies), Kind::Session, true).map(|token| token.as_str().to_owned());
        assert_eq!(
            read(&format!("a=b; __Host-vk_session={TOKEN}")),
            Some(TOKEN.to_owned())
        );
        assert_eq!(
            read(&format!("__Host-vk_session=x; __Host-vk_session={TOKEN}")),
            Some(TOKEN.to_owned())
        );
        assert_eq!(read(&format!("vk_session={TOKEN}")), None);
        assert_eq!(read("__Host-vk_session=%ff; =; ;;"), None);
    }

    #[test]
    fn several_tokens_stand_in_one_cookie() {
        let other = Token::parse(&TOKEN.replacen('A', "B", 1)).expect("32 bytes in base64url");
        let cookie = set_all(
            Kind::OtherSessions,
            true,
            &[token(), other.clone()],
            Duration::from_secs(60),
        );
        let value = cookie.split(';').next().expect("a value");
        let read = read_all(&sent(value), Kind::OtherSessions, true);
        let read: Vec<_> = read.iter().map(Token::as_str).collect();
        assert_eq!(read, [TOKEN, other.as_str()]);
        let none = set_all(Kind::OtherSessions, true, &[], Duration::from_secs(60));
        assert!(none.contains("Max-Age=0"), "{none}");
    }

    #[test]
    fn of_several_tokens_garbage_is_left_out_and_a_flood_is_cut() {
        let read = |value: &str| {
            let cookies = format!("__Host-vk_others={value}");
            read_all(&sent(&cookies), Kind::OtherSessions, true).len()
        };
        assert_eq!(read(&format!("x.{TOKEN}..{TOKEN}x")), 1);
        assert_eq!(read(&[TOKEN; 50].join(".")), MAX_TOKENS);
        assert_eq!(read(""), 0);
    }

    #[test]
    fn every_name_is_among_those_that_are_expired() {
        for (kind, secure) in [
            (Kind::Browser, true),
            (Kind::Browser, false),
            (Kind::Session, true),
            (Kind::Session, false),
            (Kind::OtherSessions, true),
            (Kind::OtherSessions, false),
            (Kind::PinLogin, true),
            (Kind::PinLogin, false),
            (Kind::LoginState, true),
            (Kind::LoginState, false),
        ] {
            let own = expired(kind.name(secure), secure);
            assert!(expire_all().contains(&own), "{own}");
            assert!(own.contains("Max-Age=0"), "{own}");
        }
    }
}
