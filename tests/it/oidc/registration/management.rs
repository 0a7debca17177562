//! What a client does with its own registration (RFC 7592).

use super::*;
use crate::harness::minutes;

async fn manage(world: &World, method: Method, answer: &Value, body: Option<&Value>) -> Reply {
    let (path, token) = managed(answer);
    send(world, method, &path, Some(&token), body).await
}

#[tokio::test]
async fn it_is_read_as_it_was_answered_but_for_the_secret() {
    let world = open_world().await;
    let mut answer = registered(&world, app(json!({ "tos_uri": "https://new.example/tos" }))).await;
    let reply = manage(&world, Method::GET, &answer, None).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    let secret = answer.as_object_mut().unwrap().remove("client_secret");
    assert!(secret.is_some());
    assert_eq!(reply.ok(), answer);
}

#[tokio::test]
async fn a_replacement_is_in_force_and_what_it_leaves_out_has_its_default() {
    let world = open_world().await;
    let answer = registered(
        &world,
        app(json!({ "tos_uri": "https://new.example/tos", "scope": "openid" })),
    )
    .await;
    let client = client_of(&world, &answer);
    let body = json!({ "client_id": client.id, "client_secret": client.secret, "redirect_uris": ["https://new.example/2"],
        "registration_access_token": "ignored", "client_name": null });
    let replaced = manage(&world, Method::PUT, &answer, Some(&body)).await.ok();
    assert_eq!(replaced["redirect_uris"], json!(["https://new.example/2"]));
    for (absent, default) in [
        ("tos_uri", Value::Null),
        ("client_name", Value::Null),
        ("subject_type", json!("public")),
    ] {
        assert_eq!(replaced[absent], default, "{absent}");
    }
    assert_eq!(manage(&world, Method::GET, &replaced, None).await.ok(), replaced);
    world.worker_tick().await;
    assert_eq!(
        refused_on_page(&world, &client).await,
        Some(Rule::RedirectUriUnregistered)
    );
    let mut client = client;
    client.redirect_uri = "https://new.example/2".to_owned();
    assert!(
        !world.tokens(&client, "ada", "openid").await.id.is_empty(),
        "with the same secret"
    );
}

#[tokio::test]
async fn a_secret_comes_and_goes_with_the_way_of_authentication() {
    let world = open_world().await;
    let answer = registered(&world, app(json!({ "token_endpoint_auth_method": "none" }))).await;
    let id = answer["client_id"].clone();
    let confidential = app(json!({ "client_id": id }));
    let with_secret = manage(&world, Method::PUT, &answer, Some(&confidential))
        .await
        .ok();
    assert!(with_secret["client_secret"].is_string());
    let again = manage(&world, Method::PUT, &answer, Some(&confidential))
        .await
        .ok();
    assert!(
        again.get("client_secret").is_none(),
        "it stays, and nobody can read it again"
    );
    world.worker_tick().await;
    let client = client_of(&world, &with_secret);
    assert!(!world.tokens(&client, "ada", "openid").await.id.is_empty());
    let public = app(json!({ "client_id": id, "token_endpoint_auth_method": "none" }));
    let public = manage(&world, Method::PUT, &answer, Some(&public)).await.ok();
    assert!(public.get("client_secret_expires_at").is_none());
}

#[tokio::test]
async fn a_replacement_must_be_the_client_s_own() {
    let world = open_world().await;
    let answer = registered(&world, app(json!({}))).await;
    for (more, field) in [
        (json!({}), "client_id"),
        (json!({ "client_id": "platform" }), "client_id"),
        (
            json!({ "client_id": answer["client_id"], "client_secret": "guessed" }),
            "client_secret",
        ),
        (
            json!({ "client_id": answer["client_id"], "client_secret": 7 }),
            "client_secret",
        ),
        (
            json!({ "client_id": answer["client_id"], "redirect_uris": ["x"] }),
            "redirect_uris",
        ),
        (
            json!({ "client_id": answer["client_id"], "grant_types": ["client_credentials"] }),
            "grant_types",
        ),
    ] {
        let reply = manage(&world, Method::PUT, &answer, Some(&app(more.clone()))).await;
        assert_eq!(reply.status, 400, "{more}");
        let description = reply.json()["error_description"].as_str().unwrap().to_owned();
        assert!(description.starts_with(&format!("{field}: ")), "{description}");
        let refusal = world.refusal(&reply.reference()).await;
        assert_eq!(
            refusal.client_id.as_deref(),
            answer["client_id"].as_str(),
            "told to its app"
        );
    }
    let unchanged = manage(&world, Method::GET, &answer, None).await.ok();
    assert_eq!(unchanged["redirect_uris"], answer["redirect_uris"]);
}

#[tokio::test]
async fn deleted_it_is_gone_with_all_that_it_was_given() {
    let world = open_world().await;
    let more = json!({ "grant_types": ["authorization_code", "refresh_token"] });
    let answer = registered(&world, app(more)).await;
    let client = client_of(&world, &answer);
    let tokens = world.tokens(&client, "ada", "openid offline_access").await;
    assert_eq!(client.userinfo(&tokens.access).await.status, 200);
    let reply = manage(&world, Method::DELETE, &answer, None).await;
    assert_eq!((reply.status.as_u16(), reply.body.as_str()), (204, ""));
    world.worker_tick().await;
    assert_eq!(client.userinfo(&tokens.access).await.status, 401);
    assert_eq!(
        client.refresh(&tokens.refresh).await.refusal(),
        (401, "invalid_client".into())
    );
    assert_eq!(refused_on_page(&world, &client).await, Some(Rule::ClientUnknown));
    for method in [Method::GET, Method::DELETE] {
        let reply = manage(&world, method, &answer, None).await;
        assert_eq!(reply.refusal(), (401, "invalid_token".into()));
    }
    let mut browser = world.browser();
    let login = browser.get("/account/apps").await.page();
    let apps = world.log_in(&mut browser, login, "ada").await.page();
    assert!(!apps.text().contains("Newcomer"), "the consent is gone: {apps:?}");
}

#[tokio::test]
async fn nobody_opens_another_s_registration_nor_learns_of_it() {
    let world = open_world().await;
    let (one, other) = (
        registered(&world, app(json!({}))).await,
        registered(&world, app(json!({}))).await,
    );
    let (path, _) = managed(&one);
    let (_, foreign) = managed(&other);
    let tokens = world.tokens(&client_of(&world, &one), "ada", "openid").await;
    let initial = token(&world, Wanted::default()).await;
    let mut told = Vec::new();
    for (path, token) in [
        (path.as_str(), foreign.as_str()),
        (&path, "x"),
        (&path, &tokens.access),
        (&path, &initial),
        ("/oauth2/register/platform", &foreign),
        ("/oauth2/register/unknown", &foreign),
        ("/oauth2/register/%00%ff", &foreign),
    ] {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let body = (method == Method::PUT).then(|| app(json!({ "client_id": one["client_id"] })));
            let reply = send(&world, method, path, Some(token), body.as_ref()).await;
            if reply.status == 400 && path.contains("%ff") {
                continue;
            }
            assert_eq!(reply.refusal(), (401, "invalid_token".into()), "{path} {token}");
            assert_eq!(world.rule(&reply.reference()).await, Rule::RegistrationAccess);
            let mut body = reply.json();
            body["error_reference"].take();
            told.push((body.to_string(), reply.header("www-authenticate").to_owned()));
        }
    }
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
    let reply = send(&world, Method::GET, &path, None, None).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("www-authenticate")),
        (401, "Bearer realm=\"voltkey\"")
    );
    manage(&world, Method::GET, &one, None).await.ok();
}

#[tokio::test]
async fn a_client_replaces_its_registration_so_often_in_an_hour() {
    let world = open_world().await;
    let answer = registered(&world, app(json!({}))).await;
    let body = app(json!({ "client_id": answer["client_id"] }));
    for _ in 0..100 {
        manage(&world, Method::PUT, &answer, Some(&body)).await.ok();
    }
    let reply = manage(&world, Method::PUT, &answer, Some(&body)).await;
    assert_eq!(reply.refusal(), (429, "temporarily_unavailable".into()));
    assert_eq!(world.rule(&reply.reference()).await, Rule::Quota);
    manage(&world, Method::GET, &answer, None).await.ok();
    world.clock.advance(minutes(60));
    manage(&world, Method::PUT, &answer, Some(&body)).await.ok();
}

#[tokio::test]
async fn what_the_operator_has_decided_stays_but_trust_ends() {
    let world = open_world().await;
    let answer = registered(&world, app(json!({}))).await;
    let id = answer["client_id"].as_str().unwrap().to_owned();
    let mut browser = crate::people::acts::of_staff(&world, "olga").await;
    let address = format!("/operator/apps/app?app={id}");
    let page = browser.get(&address).await.page();
    let form = page
        .form_to("/operator/apps/app")
        .tick("trusted")
        .tick("require_pkce");
    form.submit(&mut browser).await.page();
    let body = app(json!({ "client_id": id }));
    manage(&world, Method::PUT, &answer, Some(&body)).await.ok();
    let page = browser.get(&address).await.page();
    assert!(page.has("#require_pkce[checked]"), "{page:?}");
    assert!(!page.has("#trusted[checked]"), "{page:?}");
}
