//! What proptest makes up: requests that are nearly right, which is where mistakes are.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use url::form_urlencoded::Serializer;

const NAMES: &[&str] = &[
    "acr_values",
    "assertion",
    "claims",
    "claims_locales",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "display",
    "grant_type",
    "id_token_hint",
    "login_hint",
    "max_age",
    "nonce",
    "prompt",
    "redirect_uri",
    "refresh_token",
    "registration",
    "request",
    "request_uri",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "ui_locales",
    "unknown",
];

const VALUES: &[&str] = &[
    "",
    "-1",
    "0",
    "18446744073709551616",
    "S256",
    "authorization_code",
    "client_credentials",
    "code",
    "code id_token",
    "code id_token token",
    "consent",
    "create",
    "eyJhbGciOiJub25lIn0.e30.",
    "form_post",
    "fragment",
    "https://api.example",
    "id_token",
    "id_token token",
    "login",
    "native",
    "none",
    "openid",
    "openid email offline_access",
    "plain",
    "query",
    "read",
    "refresh_token",
    "select_account",
    "token",
    "urn:voltkey:acr:2fa",
    "web",
    "{\"id_token\":{\"email\":{\"essential\":true}}}",
    "{\"userinfo\":{\"email\":null,\"email\":{\"value\":1}}}",
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
];

const REGISTERED: &[&str] = &[
    "https://app.example/cb",
    "https://app.example/cb?x=1",
    "http://localhost:3000/cb",
    "http://127.0.0.1/cb",
    "http://[::1]:8/cb?x=1",
    "com.example.app:/cb",
];

/// What turns one address into another, or seems not to.
const SPLINTERS: &[&str] = &[
    "/",
    "//",
    "/..",
    "/.",
    "\\",
    "@",
    ":",
    ":80",
    ":443",
    ":99999",
    ":0",
    "?",
    "&",
    "#",
    "#f",
    "%2e",
    "%2f",
    "%40",
    "%00",
    "%",
    "\t",
    "\n",
    "\r\n",
    " ",
    "\0",
    "\u{7f}",
    "\u{202e}",
    "\u{ff0f}",
    "\u{3002}",
    "evil.example",
    ".evil.example",
    "user:pw@",
    "javascript:",
    "data:,",
    "//evil.example",
    "[::1]",
    "0x7f.1",
    "127.1",
    "APP",
    "HTTPS",
    "xn--",
    "ü",
    "\u{10ffff}",
];

/// A text that may stand anywhere.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(VALUES).prop_map(str::to_owned),
        1 => ".{0,20}",
        1 => "[ -~]{0,40}",
        1 => address(),
    ]
}

/// A registered address, whole, or with up to three splinters in it.
pub fn address() -> impl Strategy<Value = String> {
    (select(REGISTERED), harms()).prop_map(|(address, harms)| harmed(address, &harms))
}

/// Splinters, where each goes, and how many characters it covers there.
fn harms() -> impl Strategy<Value = Vec<(&'static str, Index, usize)>> {
    prop::collection::vec((select(SPLINTERS), any::<Index>(), 0..3_usize), 0..=3)
}

fn harmed(text: &str, harms: &[(&str, Index, usize)]) -> String {
    harms
        .iter()
        .fold(text.to_owned(), |text, (splinter, at, covered)| {
            let characters: Vec<char> = text.chars().collect();
            let at = at.index(characters.len() + 1);
            let rest = characters.iter().skip(at + covered);
            characters[..at]
                .iter()
                .copied()
                .chain(splinter.chars())
                .chain(rest.copied())
                .collect()
        })
}

/// The name of a parameter, or of a claim about a request object.
pub fn member_name() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => select(NAMES).prop_map(str::to_owned),
        2 => select(&["iss", "aud", "sub", "exp", "nbf", "iat", "jti"][..]).prop_map(str::to_owned),
        1 => "[ -~]{0,10}",
    ]
}

/// The parameters of a request to any endpoint.
pub fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    let known = (select(NAMES).prop_map(str::to_owned), text());
    let odd = ("[ -~]{0,10}", text());
    prop::collection::vec(prop_oneof![9 => known, 1 => odd], 0..12)
}

/// They, behind what nearly every authorization request has.
pub fn authorization() -> impl Strategy<Value = String> {
    let first = (
        select(&["web", "native"][..]),
        prop_oneof![1 => select(REGISTERED).prop_map(str::to_owned), 1 => address()],
    );
    (first, prop::option::of(Just("code")), pairs()).prop_map(
        |((client_id, redirect_uri), response_type, more)| {
            let mut query = Serializer::new(String::new());
            query
                .append_pair("client_id", client_id)
                .append_pair("redirect_uri", &redirect_uri);
            response_type.map(|value| query.append_pair("response_type", value));
            query.extend_pairs(more).finish()
        },
    )
}

/// A query with splinters in it.
pub fn query() -> impl Strategy<Value = String> {
    (pairs(), harms()).prop_map(|(pairs, harms)| {
        let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
        harmed(&query, &harms)
    })
}
