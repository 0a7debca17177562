//! OpenID Connect Discovery 1.0, 2; RFC 7033.

use crate::harness::{ISSUER, Reply, World};
use serde_json::json;
use url::form_urlencoded::Serializer;
use voltkey_protocol::error::Rule;

const ISSUER_REL: &str = "http://openid.net/specs/connect/1.0/issuer";

async fn ask(world: &World, query: &[(&str, &str)]) -> Reply {
    let query = Serializer::new(String::new()).extend_pairs(query).finish();
    let path = format!("/.well-known/webfinger?{query}");
    world.stranger("anyone", None).get(&path).await
}

/// An account at our host.
fn account(user: &str) -> String {
    let host = ISSUER.trim_start_matches("https://");
    format!("acct:{user}@{host}")
}

#[tokio::test]
async fn a_resource_at_our_host_leads_to_the_issuer() {
    let world = World::new().await;
    for resource in [account("ada"), format!("{ISSUER}/ada")] {
        let reply = ask(&world, &[("resource", &resource), ("rel", ISSUER_REL)]).await;
        let descriptor = json!({
            "subject": resource,
            "links": [{ "rel": ISSUER_REL, "href": ISSUER }],
        });
        assert_eq!(reply.json(), descriptor);
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("content-type"), "application/jrd+json");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
    }
}

#[tokio::test]
async fn it_tells_nothing_about_accounts() {
    let world = World::new().await;
    let links = async |user| {
        let reply = ask(&world, &[("resource", &account(user))]).await;
        reply.ok()["links"].clone()
    };
    assert_eq!(links("ada%40sonnenfeld.example").await, links("nobody").await);
}

#[tokio::test]
async fn another_host_s_accounts_are_not_here() {
    let world = World::new().await;
    for resource in ["acct:ada@elsewhere.example", "https://elsewhere.example/ada"] {
        let reply = ask(&world, &[("resource", resource)]).await;
        assert_eq!(reply.status, 404, "{resource}");
    }
}

#[tokio::test]
async fn without_a_resource_it_is_refused() {
    let world = World::new().await;
    let twice = account("ada");
    for (query, rule) in [
        (vec![], Rule::ParameterMissing),
        (vec![("resource", "acct:ada")], Rule::ParameterMalformed),
        (
            vec![("resource", &*twice), ("resource", &*twice)],
            Rule::ParameterRepeated,
        ),
    ] {
        let reply = ask(&world, &query).await;
        assert_eq!(reply.status, 400, "{query:?}");
        let body = reply.json();
        assert_eq!(body["error"], "invalid_request");
        let reference = body["error_reference"].as_str().expect("a reference number");
        assert_eq!(world.rule(reference).await, rule);
    }
}
