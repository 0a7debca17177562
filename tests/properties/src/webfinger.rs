//! Whose account lies where: the `resource` of WebFinger.

use crate::told::assert_describable;
use serde_json::json;
use voltkey_protocol::params::Params;
use voltkey_protocol::webfinger::{ISSUER_REL, answer};

const ISSUER: &str = "https://id.example/";

/// There is one answer for whatever is at our host, and it names this issuer and nobody else.
pub fn holds(resource: &str) {
    let params = Params::from_iter([("resource", resource)]);
    let found = match answer(ISSUER, &params) {
        Ok(found) => found,
        Err(refusal) => return assert_describable(&refusal),
    };
    let Some(found) = found else {
        return;
    };
    let links = [json!({ "rel": ISSUER_REL, "href": ISSUER })];
    assert_eq!(found, json!({ "subject": resource, "links": links }));
    // What stands there to the letter is enough, where neither escapes nor Unicode can write it otherwise.
    if resource
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'%')
    {
        let host = resource.to_ascii_lowercase();
        assert!(host.contains("id.example"), "{resource:?}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    const PIECES: &[&str] = &[
        "acct:",
        "ACCT:",
        "ada",
        "@",
        "id.example",
        "ID.Example",
        ".id.example",
        "id.example.",
        "evil.example",
        "https://",
        "http://",
        "ftp://",
        "mailto:",
        "://",
        "/",
        "//",
        "\\",
        "?",
        "#",
        ":",
        ":443",
        ":80",
        "%40",
        "%2f",
        "id%2eexample",
        "[::1]",
        " ",
        "\t",
        "\u{ff0f}",
        "\u{3002}",
        "ü",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn of_what_looks_like_one(pieces in prop::collection::vec(select(PIECES), 0..8)) {
            super::holds(&pieces.concat());
        }

        #[test]
        fn of_any_text(resource in ".{0,40}") {
            super::holds(&resource);
        }
    }

    #[test]
    fn the_pieces_make_some_that_are_here() {
        let params = [("resource", "acct:ada@id.example")].into_iter().collect();
        let found = super::answer(super::ISSUER, &params).expect("well formed");
        assert!(found.is_some());
    }
}
