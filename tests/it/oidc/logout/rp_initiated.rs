//! RP-initiated log-out (OpenID Connect RP-Initiated Logout 1.0).

use super::{is_signed_in, log_out};
use crate::harness::{Browser, Tokens, World, days, minutes};
use axum::body::Body;
use http::Request;
use url::form_urlencoded::Serializer;
use voltkey_flows::keys;
use voltkey_protocol::error::Rule;
use voltkey_protocol::jose::KeyManagement;

const HOME: &str = "https://platform.example/";

/// Signs ada in at the platform.
async fn ada(world: &World) -> (Browser, Tokens) {
    let mut browser = world.browser();
    let platform = world.client("platform");
    let request = platform.authorize("openid offline_access");
    let tokens = world.tokens_by(&platform, &mut browser, "ada", &request).await;
    (browser, tokens)
}

async fn assert_refused(world: &World, browser: &mut Browser, params: &[(&str, &str)], rule: Rule) {
    let page = log_out(browser, params).await.page();
    assert_eq!(page.status, 400, "{rule}");
    assert_eq!(world.rule(&page.reference()).await, rule);
    assert!(is_signed_in(world, browser).await, "{rule}: nothing has happened");
}

#[tokio::test]
async fn a_hint_at_who_is_signed_in_ends_the_session_at_once() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let params = [
        ("id_token_hint", tokens.id.as_str()),
        ("post_logout_redirect_uri", HOME),
        ("state", "a&b"),
    ];
    let away = log_out(&mut browser, &params).await.away();
    assert_eq!(away.as_str(), "https://platform.example/?state=a%26b");
    assert!(
        browser.cookie("__Host-vk_session").is_none(),
        "the cookie is gone"
    );
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn without_a_state_none_comes_back_and_a_registered_query_stays() {
    let world = World::new().await;
    for (uri, state, expected) in [
        (HOME, "", HOME),
        (
            "https://platform.example/bye?from=op",
            "",
            "https://platform.example/bye?from=op",
        ),
        (
            "https://platform.example/bye?from=op",
            "7",
            "https://platform.example/bye?from=op&state=7",
        ),
    ] {
        let (mut browser, tokens) = ada(&world).await;
        let params = [
            ("id_token_hint", tokens.id.as_str()),
            ("post_logout_redirect_uri", uri),
            ("state", state),
        ];
        assert_eq!(log_out(&mut browser, &params).await.away().as_str(), expected);
    }
}

#[tokio::test]
async fn a_hint_alone_ends_on_a_page_with_the_way_to_the_app() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let page = log_out(&mut browser, &[("id_token_hint", &tokens.id)])
        .await
        .page();
    assert_eq!((page.status.as_u16(), page.header("clear-site-data")), (200, ""));
    assert!(page.has(&format!("a[href='{HOME}']")), "{page:?}");
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn an_expired_hint_is_good_enough() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    world.clock.advance(minutes(5 * 60));
    let params = [
        ("id_token_hint", tokens.id.as_str()),
        ("post_logout_redirect_uri", HOME),
    ];
    log_out(&mut browser, &params).await.away();
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn a_hint_outlives_the_publication_of_its_key() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid").await;
    world.clock.advance(days(2));
    keys::rotate(world.ctx(), None, false).await.expect("a rotation");
    world.clock.advance(days(2));
    world.worker_tick().await;
    assert!(
        platform.try_verify(&tokens.id).await.is_none(),
        "the key is not published any more"
    );
    let request = platform.authorize("openid").with("id_token_hint", &tokens.id);
    let mut browser = world.browser();
    world.sign_in(&mut browser, "ada", &request).await.answer().code();
    let params = [("id_token_hint", &*tokens.id), ("post_logout_redirect_uri", HOME)];
    let asked = log_out(&mut browser, &params).await.page();
    assert_eq!(
        asked.status, 200,
        "it is taken; its session was another: {asked:?}"
    );
    asked.form().submit(&mut browser).await.away();
}

#[tokio::test]
async fn a_hint_whose_key_was_withdrawn_proves_nothing() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    world.clock.advance(minutes(1));
    keys::rotate(world.ctx(), None, true).await.expect("a rotation");
    world.worker_tick().await;
    assert_refused(
        &world,
        &mut browser,
        &[("id_token_hint", &tokens.id)],
        Rule::IdTokenHint,
    )
    .await;
}

#[tokio::test]
async fn a_hint_at_another_session_of_the_person_asks() {
    let world = World::new().await;
    let (_, elsewhere) = ada(&world).await;
    let (mut browser, _) = ada(&world).await;
    let params = [
        ("id_token_hint", &*elsewhere.id),
        ("post_logout_redirect_uri", HOME),
    ];
    let page = log_out(&mut browser, &params).await.page();
    assert!(page.text().contains("ada@sonnenfeld.example"), "{page:?}");
    assert!(is_signed_in(&world, &mut browser).await, "not yet");
    assert_eq!(page.form().submit(&mut browser).await.away().as_str(), HOME);
}

#[tokio::test]
async fn an_encrypted_hint_is_told_apart() {
    let world = World::new().await;
    let (mut browser, _) = ada(&world).await;
    let page = log_out(&mut browser, &[("id_token_hint", "a.b.c.d.e")])
        .await
        .page();
    assert!(page.text().contains("id_token_hint is encrypted"), "{page:?}");
}

#[tokio::test]
async fn a_hint_may_be_encrypted_to_the_provider() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let platform = world.client("platform");
    let hint = platform.encrypt(KeyManagement::EcdhEs, &tokens.id).await;
    let params = [("id_token_hint", &*hint), ("post_logout_redirect_uri", HOME)];
    assert_eq!(log_out(&mut browser, &params).await.away().as_str(), HOME);
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn a_hint_with_one_letter_changed_is_none() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let at = tokens.id.len() - 20;
    let letter = if tokens.id.as_bytes()[at] == b'A' {
        "B"
    } else {
        "A"
    };
    let mut changed = tokens.id.clone();
    changed.replace_range(at..=at, letter);
    let params = [("id_token_hint", &*changed), ("post_logout_redirect_uri", HOME)];
    assert_refused(&world, &mut browser, &params, Rule::IdTokenHint).await;
}

#[tokio::test]
async fn whoever_is_refused_an_address_can_sign_out_all_the_same() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let params = [
        ("id_token_hint", tokens.id.as_str()),
        ("post_logout_redirect_uri", "https://evil.example/"),
    ];
    let page = log_out(&mut browser, &params).await.page();
    assert_eq!(page.text_of("h1").as_deref(), Some("Signing out was stopped"));
    assert!(
        page.text().contains("https://evil.example/"),
        "what was sent is shown: {page:?}"
    );
    assert!(
        !page.html.contains("href=\"https://evil.example"),
        "and leads nowhere"
    );
    let done = page.form().submit(&mut browser).await.page();
    assert_eq!(
        (done.status.as_u16(), done.text_of("h1").as_deref()),
        (200, Some("You are signed out"))
    );
    assert!(!is_signed_in(&world, &mut browser).await);
    let page = log_out(&mut browser, &params).await.page();
    assert!(page.forms().is_empty(), "nobody is signed in any more");
}

#[tokio::test]
async fn a_state_alone_or_a_hint_in_words_asks_and_unknown_parameters_do_no_harm() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    for params in [
        &[("state", "7")][..],
        &[("logout_hint", "ada@sonnenfeld.example"), ("extra", "foobar")],
    ] {
        let page = log_out(&mut browser, params).await.page();
        assert_eq!((page.status.as_u16(), page.forms().len()), (200, 1));
        assert!(is_signed_in(&world, &mut browser).await, "not yet");
    }
    let params = [
        ("id_token_hint", &*tokens.id),
        ("post_logout_redirect_uri", HOME),
        ("extra", "foobar"),
    ];
    assert_eq!(log_out(&mut browser, &params).await.away().as_str(), HOME);
}

#[tokio::test]
async fn afterwards_a_silent_request_is_told_that_a_login_is_required() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    log_out(&mut browser, &[("id_token_hint", &tokens.id)])
        .await
        .page();
    let silent = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "none");
    assert_eq!(browser.open(&silent).await.answer().error(), "login_required");
}

#[tokio::test]
async fn without_a_hint_the_person_is_asked() {
    let world = World::new().await;
    let (mut browser, _) = ada(&world).await;
    let params = [
        ("client_id", "platform"),
        ("post_logout_redirect_uri", HOME),
        ("state", "7"),
    ];
    let page = log_out(&mut browser, &params).await.page();
    assert!(
        page.text().contains("Amperecloud Platform") && page.text().contains("ada@sonnenfeld.example"),
        "{page:?}"
    );
    assert!(is_signed_in(&world, &mut browser).await, "not yet");
    let away = page.form().submit(&mut browser).await.away();
    assert_eq!(away.as_str(), "https://platform.example/?state=7");
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn without_anything_the_person_is_asked_and_stays_here() {
    let world = World::new().await;
    let (mut browser, _) = ada(&world).await;
    let page = log_out(&mut browser, &[]).await.page();
    assert!(is_signed_in(&world, &mut browser).await, "not yet");
    let done = page.form().submit(&mut browser).await.page();
    assert_eq!(done.status, 200);
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn the_question_can_t_be_answered_by_another_site() {
    let world = World::new().await;
    let (mut browser, _) = ada(&world).await;
    let form = log_out(&mut browser, &[]).await.page().form();
    assert_eq!(form.without("csrf").submit(&mut browser).await.page().status, 403);
    let form = log_out(&mut browser, &[]).await.page().form();
    assert_eq!(
        browser
            .post_from_elsewhere(form.action.as_str(), &form.sent())
            .await
            .page()
            .status,
        403
    );
    assert!(is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn a_hint_at_somebody_else_asks_too() {
    let world = World::new().await;
    let (_, ada) = ada(&world).await;
    let mut browser = world.signed_in("ben").await;
    let page = log_out(&mut browser, &[("id_token_hint", &ada.id)]).await.page();
    assert!(page.text().contains("ben@sonnenfeld.example"), "{page:?}");
    assert!(is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn whoever_is_not_signed_in_goes_where_it_was_asked() {
    let world = World::new().await;
    let mut browser = world.browser();
    let params = [("client_id", "platform"), ("post_logout_redirect_uri", HOME)];
    assert_eq!(log_out(&mut browser, &params).await.away().as_str(), HOME);
    assert_eq!(log_out(&mut browser, &[]).await.page().status, 200);
}

#[tokio::test]
async fn an_address_that_is_not_registered_for_the_client_is_refused() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let rule = Rule::PostLogoutUnregistered;
    for uri in [
        "https://evil.example/",
        "https://platform.example",
        "https://platform.example/?x",
        "https://solar.example/",
    ] {
        let params = [
            ("id_token_hint", tokens.id.as_str()),
            ("post_logout_redirect_uri", uri),
        ];
        assert_refused(&world, &mut browser, &params, rule).await;
    }
    assert_refused(&world, &mut browser, &[("post_logout_redirect_uri", HOME)], rule).await;
    let unknown = [("client_id", "nobody"), ("post_logout_redirect_uri", HOME)];
    assert_refused(&world, &mut browser, &unknown, rule).await;
}

#[tokio::test]
async fn what_is_no_id_token_of_this_provider_is_no_hint() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    for hint in [
        "garbage",
        "a.b.c",
        &tokens.access,
        &tokens.id[..tokens.id.len() - 5],
    ] {
        assert_refused(
            &world,
            &mut browser,
            &[("id_token_hint", hint)],
            Rule::IdTokenHint,
        )
        .await;
    }
    let other_client = [
        ("id_token_hint", tokens.id.as_str()),
        ("client_id", "solar-reports"),
    ];
    assert_refused(&world, &mut browser, &other_client, Rule::IdTokenHint).await;
}

#[tokio::test]
async fn a_parameter_that_stands_twice_is_refused() {
    let world = World::new().await;
    let (mut browser, _) = ada(&world).await;
    assert_refused(
        &world,
        &mut browser,
        &[("state", "1"), ("state", "2")],
        Rule::ParameterRepeated,
    )
    .await;
}

#[tokio::test]
async fn a_request_by_post_counts_like_one_by_get() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let params = [
        ("id_token_hint", tokens.id.as_str()),
        ("post_logout_redirect_uri", HOME),
        ("state", "7"),
    ];
    let params = params.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let away = browser
        .post_from_elsewhere("/oauth2/logout", &params)
        .await
        .away();
    assert_eq!(away.as_str(), "https://platform.example/?state=7");
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn what_was_posted_stands_in_no_address_and_is_one_browser_s() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let body = Serializer::new(String::new())
        .append_pair("id_token_hint", &tokens.id)
        .append_pair("ui_locales", "de")
        .finish();
    let request = Request::post("/oauth2/logout")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body));
    let reply = browser.send(request.unwrap()).await;
    let resume = reply.header("location").to_owned();
    assert!(resume.starts_with("/oauth2/logout/resume?request=") && resume.ends_with("&ui_locales=de"));
    assert!(resume.len() < 100, "{resume}");
    let done = browser.arrive(&resume).await.page();
    assert_eq!(done.text_of("h1").as_deref(), Some("Sie sind abgemeldet"));
    let mut foreign = world.signed_in("ben").await;
    for of_nobody in [resume.as_str(), "/oauth2/logout/resume?request=nothing"] {
        let page = foreign.arrive(of_nobody).await.page();
        assert_eq!((page.status.as_u16(), page.forms().len()), (200, 1), "{page:?}");
        assert!(is_signed_in(&world, &mut foreign).await, "it only asks");
    }
}

#[tokio::test]
async fn refresh_tokens_live_on() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    log_out(&mut browser, &[("id_token_hint", &tokens.id)])
        .await
        .page();
    let platform = world.client("platform");
    let next = platform.refresh(&tokens.refresh).await.tokens();
    platform.userinfo(&next.access).await.ok();
}

#[tokio::test]
async fn the_session_of_another_browser_stays() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let mut other = world.signed_in("ada").await;
    log_out(&mut browser, &[("id_token_hint", &tokens.id)])
        .await
        .page();
    assert!(is_signed_in(&world, &mut other).await);
}

#[tokio::test]
async fn a_session_cookie_that_was_kept_is_worth_nothing() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let mut copy = browser.clone();
    log_out(&mut browser, &[("id_token_hint", &tokens.id)])
        .await
        .page();
    assert!(!is_signed_in(&world, &mut copy).await);
}

#[tokio::test]
async fn the_page_speaks_the_language_that_was_asked_for() {
    let world = World::new().await;
    let (mut browser, tokens) = ada(&world).await;
    let asked = log_out(&mut browser, &[("ui_locales", "es")]).await.page();
    let done = log_out(
        &mut browser,
        &[("id_token_hint", &tokens.id), ("ui_locales", "fr de")],
    )
    .await
    .page();
    assert_eq!(asked.attribute_of("html", "lang").as_deref(), Some("es"));
    assert_eq!(done.attribute_of("html", "lang").as_deref(), Some("de"));
}
