//! Finding the issuer of somebody's account (OpenID Connect Discovery 1.0, 2; RFC 7033).
//!
//! Every well-formed resource at our host has the same answer, so that it tells nothing about accounts.

use crate::error::{Refusal, Rule};
use crate::params::{Params, shorten};
use serde_json::{Value, json};
use url::Url;

/// The link relation that is asked for (OpenID Connect Discovery 1.0, 2).
pub const ISSUER_REL: &str = "http://openid.net/specs/connect/1.0/issuer";

/// The JSON resource descriptor (RFC 7033, 4.4) for the `resource` of a query; none where that is at another host.
/// Where the query names link relations (`rel`) without the issuer's, the descriptor holds no link (section 4.3).
///
/// # Errors
/// `invalid_request` when `resource` is missing, repeated or malformed (section 4.2).
pub fn answer(issuer: &str, params: &Params) -> Result<Option<Value>, Refusal> {
    let resource = params.require("resource")?;
    if params.count("resource") > 1 {
        let description = "the parameter resource stands more than once";
        return Err(Refusal::invalid_request(Rule::ParameterRepeated, description));
    }
    let Some(place) = place(resource) else {
        let description = format!("resource {} names no host", shorten(resource));
        return Err(
            Refusal::invalid_request(Rule::ParameterMalformed, description).with("parameter", "resource")
        );
    };
    if !is_here(issuer, &place) {
        return Ok(None);
    }
    let is_asked = params.count("rel") == 0 || params.all("rel").any(|rel| rel == ISSUER_REL);
    let links = match is_asked {
        true => json!([{ "rel": ISSUER_REL, "href": issuer }]),
        false => json!([]),
    };
    Ok(Some(json!({ "subject": resource, "links": links })))
}

/// Where a resource is, as an address: of `acct:` and of what looks like an e-mail address the host after the last at
/// sign; a text without a scheme counts as `https` (OpenID Connect Discovery 1.0, 2.1.2).
fn place(resource: &str) -> Option<Url> {
    let at_host = |host: &str| Url::parse(&format!("https://{host}")).ok();
    let account = |text: &str| {
        let (user, host) = text.rsplit_once('@')?;
        let is_host = !user.is_empty() && !host.contains(['/', '?', '#', '\\']);
        is_host.then(|| at_host(host)).flatten()
    };
    if let Some(text) = strip_scheme(resource, "acct:") {
        return account(text);
    }
    if resource.contains("://") || strip_scheme(resource, "mailto:").is_some() {
        return Url::parse(resource).ok();
    }
    match resource.contains('@') && !resource.contains('/') {
        true => account(resource),
        false => at_host(resource),
    }
    .filter(|url| url.has_host())
}

fn strip_scheme<'t>(text: &'t str, scheme: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// An account's host has no port of its own, so that one without a port counts wherever we listen.
fn is_here(issuer: &str, place: &Url) -> bool {
    let Ok(issuer) = Url::parse(issuer) else {
        return false;
    };
    let is_web = matches!(place.scheme(), "https" | "http");
    is_web
        && place.host_str() == issuer.host_str()
        && (place.port().is_none() || place.port_or_known_default() == issuer.port_or_known_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUER: &str = "https://op.example";

    fn ask(resource: &str) -> Result<Option<Value>, Refusal> {
        answer(ISSUER, &[("resource", resource)].into_iter().collect())
    }

    #[test]
    fn whatever_is_at_our_host_has_its_issuer_here() {
        for resource in [
            "acct:ada@op.example",
            "ACCT:ada@OP.example",
            "acct:ada%40sonnenfeld.example@op.example",
            "ada@op.example",
            "https://op.example",
            "https://op.example:443/ada?x#y",
            "http://op.example/",
            "op.example",
            "op.example/ada@home",
        ] {
            let found = ask(resource).unwrap().unwrap_or_else(|| panic!("{resource}"));
            assert_eq!(found["subject"], resource);
            assert_eq!(found["links"], json!([{ "rel": ISSUER_REL, "href": ISSUER }]));
        }
    }

    #[test]
    fn another_host_is_not_ours() {
        for resource in [
            "acct:ada@sonnenfeld.example",
            "acct:op.example@elsewhere.example",
            "https://op.example.elsewhere.example/",
            "https://op.example@elsewhere.example/",
            "https://op.example:8443/",
            "mailto:ada@op.example",
            "ftp://op.example/",
        ] {
            assert_eq!(ask(resource), Ok(None), "{resource}");
        }
    }

    #[test]
    fn without_a_host_it_is_malformed() {
        for resource in [
            "acct:",
            "acct:ada",
            "acct:@op.example",
            "acct:a@b/c",
            "@",
            "https://",
            "://",
            "#",
        ] {
            let refusal = ask(resource).expect_err(resource);
            assert_eq!(refusal.rule, Rule::ParameterMalformed, "{resource}");
        }
    }

    #[test]
    fn it_stands_once() {
        let nothing = answer(ISSUER, &Params::default()).unwrap_err();
        assert_eq!(nothing.rule, Rule::ParameterMissing);
        let twice = [("resource", "op.example"), ("resource", "op.example")];
        let refused = answer(ISSUER, &twice.into_iter().collect()).unwrap_err();
        assert_eq!(refused.rule, Rule::ParameterRepeated);
    }

    #[test]
    fn other_relations_have_no_link() {
        let links = |rels: &[&str]| {
            let params = [("resource", "op.example")].into_iter();
            let params = params.chain(rels.iter().map(|rel| ("rel", *rel))).collect();
            answer(ISSUER, &params).unwrap().unwrap()["links"].clone()
        };
        assert_eq!(links(&["avatar"]), json!([]));
        assert_eq!(links(&["avatar", ISSUER_REL]).as_array().map(Vec::len), Some(1));
    }
}
