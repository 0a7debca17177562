//! The list behind `sector_identifier_uri` (OpenID Connect Dynamic Registration, 5).

use super::*;
use voltkey_flows::admin::apply::{ClientEntry, Mode, World as Described, apply};
use voltkey_flows::outbound::OutboundError;

const SECTOR: &str = "https://sector.example/uris.json";

fn pairwise() -> Value {
    json!({
        "redirect_uris": ["https://one.example/cb", "https://two.example/cb"],
        "subject_type": "pairwise",
        "sector_identifier_uri": SECTOR,
    })
}

#[tokio::test]
async fn a_list_that_holds_every_redirect_uri_will_do() {
    let world = open_world().await;
    let list = json!([
        "https://one.example/cb",
        "https://two.example/cb",
        "https://three.example/cb"
    ]);
    world.servers().serve_json(SECTOR, &list);
    let answer = registered(&world, pairwise()).await;
    assert_eq!(answer["sector_identifier_uri"], SECTOR);
    assert_eq!(world.servers().calls_of(SECTOR).len(), 1);
}

#[tokio::test]
async fn a_list_that_lacks_one_or_can_t_be_had_is_refused() {
    let world = open_world().await;
    let refused = async |more: &str| {
        let reply = post(&world, None, &pairwise()).await;
        assert_eq!(reply.refusal(), (400, "invalid_client_metadata".into()), "{more}");
        assert_eq!(world.rule(&reply.reference()).await, Rule::RegistrationSector);
        let description = reply.json()["error_description"].as_str().unwrap().to_owned();
        assert!(description.contains(more), "{description}");
    };
    refused("could not be fetched (refused)").await;
    world
        .servers()
        .serve_json(SECTOR, &json!(["https://one.example/cb"]));
    refused("lacks https://two.example/cb").await;
    for other in [json!({}), json!("https://one.example/cb"), json!([1])] {
        world.servers().serve_json(SECTOR, &other);
        refused("no JSON array").await;
    }
    world.servers().answer(SECTOR, 404, "text/html", "not here");
    refused("status 404").await;
    for inside in [OutboundError::Private, OutboundError::UnknownHost] {
        world.servers().fail(SECTOR, inside);
        refused("sector_identifier_uri: could not be fetched (not public)").await;
    }
    assert!(
        registration_tokens::registered(world.ctx())
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn what_an_operator_changes_while_the_list_is_fetched_is_not_undone() {
    let world = open_world().await;
    let answer = registered(&world, app(json!({}))).await;
    let (path, token) = managed(&answer);
    let mut olga = crate::people::acts::of_staff(&world, "olga").await;
    let page = format!("/operator/apps/app?app={}", answer["client_id"].as_str().unwrap());
    let server = world.servers().slow_down(SECTOR);
    world.servers().serve_json(SECTOR, &pairwise()["redirect_uris"]);
    let mut body = pairwise();
    body["client_id"] = answer["client_id"].clone();
    let put = send(&world, Method::PUT, &path, Some(&token), Some(&body));
    let meanwhile = async {
        server.is_called().await;
        let form = olga.get(&page).await.page().form_to("/operator/apps/app");
        form.tick("require_pkce").submit(&mut olga).await.page();
        server.answer();
    };
    let (reply, ()) = tokio::join!(put, meanwhile);
    assert_eq!(reply.ok()["redirect_uris"], pairwise()["redirect_uris"]);
    let page = olga.get(&page).await.page();
    assert!(page.has("#require_pkce[checked]"), "{page:?}");
    assert_eq!(world.servers().calls_of(SECTOR).len(), 1, "fetched once");
}

#[tokio::test]
async fn what_the_resolver_knows_of_the_inside_is_for_operators_alone() {
    let world = open_world().await;
    world.servers().fail(SECTOR, OutboundError::Private);
    let reply = post(&world, None, &pairwise()).await;
    assert!(!reply.body.contains("address"), "{}", reply.body);
    let kept = world.refusal(&reply.reference()).await;
    assert!(
        kept.details.contains("the server has no public address"),
        "{kept:?}"
    );
}

#[tokio::test]
async fn no_caller_has_lists_fetched_without_end() {
    let world = World::with(&format!("{OPEN}\nper_network = 2")).await;
    world.servers().serve_json(SECTOR, &pairwise()["redirect_uris"]);
    let token = token(&world, Wanted::default()).await;
    let answer = post(&world, Some(&token), &app(json!({}))).await.json();
    let (path, own) = managed(&answer);
    let mut body = pairwise();
    body["client_id"] = answer["client_id"].clone();
    // They share a network: none uses up what another has.
    for (method, path, secret, body) in [
        (Method::POST, "/oauth2/register", None, &pairwise()),
        (Method::POST, "/oauth2/register", Some(&token), &pairwise()),
        (Method::PUT, path.as_str(), Some(&own), &body),
    ] {
        let ask = async || {
            let secret = secret.map(String::as_str);
            send(&world, method.clone(), path, secret, Some(body)).await
        };
        for _ in 0..2 {
            let reply = ask().await;
            assert!(reply.status.is_success(), "{}", reply.body);
        }
        let reply = ask().await;
        assert_eq!(reply.refusal(), (429, "temporarily_unavailable".into()));
        assert_eq!(world.rule(&reply.reference()).await, Rule::Quota);
        assert_eq!(reply.header("retry-after"), "3600");
    }
    assert_eq!(world.servers().calls_of(SECTOR).len(), 6);
    assert_eq!(post(&world, Some(&token), &app(json!({}))).await.status, 201);
}

#[tokio::test]
async fn several_hosts_need_a_sector_and_it_is_https() {
    let world = open_world().await;
    for uri in [Value::Null, json!("http://sector.example/uris.json")] {
        let mut metadata = pairwise();
        metadata["sector_identifier_uri"] = uri;
        let reply = post(&world, None, &metadata).await;
        assert_eq!(reply.refusal(), (400, "invalid_client_metadata".into()));
        assert!(reply.body.contains("sector_identifier_uri: "), "{}", reply.body);
    }
    assert!(world.servers().calls().is_empty());
}

#[tokio::test]
async fn a_replacement_is_looked_up_too() {
    let world = open_world().await;
    let answer = registered(&world, app(json!({}))).await;
    let (path, token) = managed(&answer);
    let mut metadata = pairwise();
    metadata["client_id"] = answer["client_id"].clone();
    let reply = send(&world, Method::PUT, &path, Some(&token), Some(&metadata)).await;
    assert_eq!(reply.status, 400);
    world.servers().serve_json(SECTOR, &metadata["redirect_uris"]);
    let reply = send(&world, Method::PUT, &path, Some(&token), Some(&metadata)).await;
    assert_eq!(reply.ok()["subject_type"], "pairwise");
}

#[tokio::test]
async fn apply_warns_and_registers_all_the_same() {
    let world = World::new().await;
    let mut metadata = pairwise();
    metadata["id"] = json!("sectored");
    let described = Described {
        clients: vec![ClientEntry::new(serde_json::from_value(metadata).unwrap(), None)],
        ..Described::default()
    };
    let warned = async || {
        let report = apply(world.ctx(), &described, Mode::Apply).await.unwrap();
        report
            .warnings
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let told = warned().await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("sector_identifier_uri: the server cannot be reached"),
        "{told:?}"
    );
    world.servers().serve_json(SECTOR, &pairwise()["redirect_uris"]);
    assert!(warned().await.is_empty());
}
