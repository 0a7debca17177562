//! The `claims` parameter.

use crate::told::assert_describable;
use voltkey_protocol::assurance::Acr;
use voltkey_protocol::claims::ClaimsRequest;

/// What is asked for is kept as it was asked, and an authentication class is told that was reached or is less.
pub fn hold(text: &str) {
    let asked = match ClaimsRequest::parse(text) {
        Ok(asked) => asked,
        Err(refusal) => return assert_describable(&refusal),
    };
    let kept = serde_json::to_string(&asked).expect("JSON");
    assert_eq!(
        serde_json::from_str::<ClaimsRequest>(&kept).ok().as_ref(),
        Some(&asked)
    );
    // As a request is kept while somebody signs in: read anew from what was written.
    assert_eq!(ClaimsRequest::parse(&kept).as_ref(), Ok(&asked));
    for name in asked.names() {
        assert!(text.contains(name) || text.contains('\\'), "{name:?}");
    }
    assert_eq!(asked.acr_to_tell(Acr::OneFactor), Acr::OneFactor);
    if asked.acr_to_tell(Acr::TwoFactor) == Acr::OneFactor {
        let essential = asked.essential_acr().unwrap_or_default();
        assert!(essential.iter().any(|acr| acr == Acr::OneFactor.as_str()));
    }
    let wishes = [&asked.id_token, &asked.userinfo].map(|wishes| wishes.get("sub"));
    let is_content = wishes
        .into_iter()
        .flatten()
        .all(|wish| wish.is_content_with(&"ada".into()));
    assert_eq!(asked.accepts_subject("ada"), is_content);
    assert_eq!(asked.filter(|_| false), ClaimsRequest::default());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    const WISHES: &[&str] = &[
        "null",
        "{}",
        "true",
        "{\"essential\":true}",
        "{\"essential\":1}",
        "{\"value\":\"ada\"}",
        "{\"essential\":true,\"value\":\"urn:voltkey:acr:1fa\"}",
        "{\"essential\":true,\"values\":[\"urn:voltkey:acr:2fa\",7]}",
        "{\"values\":\"x\"}",
        "{\"value\":null}",
        "{\"value\":1e400}",
        "{\"value\":{\"a\":1,\"a\":2}}",
    ];

    fn claims() -> impl Strategy<Value = String> {
        let name = select(
            &[
                "sub",
                "acr",
                "email",
                "auth_time",
                "name#de",
                "nickname",
                "",
                "\\u0073ub",
            ][..],
        );
        let wish = (name, select(WISHES)).prop_map(|(name, wish)| format!("\"{name}\":{wish}"));
        let place = (
            select(&["userinfo", "id_token", "other"][..]),
            prop::collection::vec(wish, 0..4),
        );
        let place = place.prop_map(|(place, wishes)| format!("\"{place}\":{{{}}}", wishes.join(",")));
        prop::collection::vec(place, 0..3).prop_map(|places| format!("{{{}}}", places.join(",")))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn of_what_looks_like_it(text in claims()) {
            super::hold(&text);
        }

        #[test]
        fn of_any_text(text in "[{}\\[\\]\",:a-z0-9]{0,40}") {
            super::hold(&text);
        }
    }
}
