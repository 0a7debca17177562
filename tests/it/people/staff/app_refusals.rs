//! What was refused to an app, as its developer finds it: by the reference number that the answer showed.

use super::*;
use crate::harness::{Client, Reply, basic, minutes};
use voltkey_protocol::error::Rule;
use voltkey_store::refusals::{self, Refusal};

const PAGE: &str = "/operator/apps/app/refusals";

/// A refused request: its number, the client that it named, and the rule that refused it.
type Case = (String, &'static str, Rule);

/// The page of an app with the refusal of that number.
async fn found(browser: &mut Browser, app: &str, number: &str) -> Page {
    shown(browser, &format!("{PAGE}?app={app}&q={number}")).await
}

/// Refusals at the authorization endpoint: told to the client, and told on a page.
async fn at_authorize(world: &World) -> Vec<Case> {
    let mut browser = world.browser();
    let solar = world.client("solar-reports");
    let told = [
        (
            solar.authorize("openid").with("prompt", "none"),
            Rule::LoginRequired,
        ),
        (solar.authorize("openid").with("prompt", "dance"), Rule::Prompt),
        (
            solar.authorize("openid").with("max_age", "-1"),
            Rule::ParameterMalformed,
        ),
        (
            solar.authorize("openid").with("code_challenge_method", "plain"),
            Rule::PkceMethod,
        ),
    ];
    let mut cases = Vec::new();
    for (request, rule) in told {
        let answer = browser.open(&request).await.answer();
        cases.push((answer.reference(), "solar-reports", rule));
    }
    let wrong = solar
        .authorize("openid")
        .with("redirect_uri", "https://solar.example/");
    let page = browser.open(&wrong).await.page();
    cases.push((page.reference(), "solar-reports", Rule::RedirectUriUnregistered));
    let page = browser
        .get("/oauth2/logout?client_id=solar-reports&id_token_hint=nonsense")
        .await
        .page();
    cases.push((page.reference(), "solar-reports", Rule::IdTokenHint));
    cases
}

/// "Deny" on the consent page.
async fn denied(world: &World) -> Case {
    let mut browser = world.browser();
    let request = world.client("solar-reports").authorize("openid email");
    let login = browser.open(&request).await.page();
    let consent = world.log_in(&mut browser, login, "ada").await.page();
    let form = consent.form().press("deny");
    let answer = form.submit(&mut browser).await.answer();
    (answer.reference(), "solar-reports", Rule::ConsentDenied)
}

/// Refusals at the endpoints that clients call by themselves.
async fn at_other_endpoints(world: &World) -> Vec<Case> {
    let service = world.client("service");
    let wrong = service.clone().with_secret(Some("wrong"));
    let code = [("grant_type", "authorization_code"), ("code", "nonsense")];
    let header = basic("service", "x");
    let several = [("grant_type", "client_credentials"), ("client_secret", "x")];
    let refused: [(Reply, Rule); 6] = [
        (service.token(&code).await, Rule::GrantTypeNotRegistered),
        (
            service.token(&[("grant_type", "password")]).await,
            Rule::GrantTypeUnsupported,
        ),
        (
            wrong.token(&[("grant_type", "client_credentials")]).await,
            Rule::ClientAuthFailed,
        ),
        (
            service.post_as_is("/oauth2/token", Some(&header), &several).await,
            Rule::ClientAuthSeveral,
        ),
        (
            service.post("/oauth2/introspect", &[]).await,
            Rule::ParameterMissing,
        ),
        (service.post("/oauth2/revoke", &[]).await, Rule::ParameterMissing),
    ];
    let mut cases = Vec::new();
    for (reply, rule) in refused {
        cases.push((reply.reference(), "service", rule));
    }
    cases
}

/// A refusal at the userinfo endpoint.
async fn at_userinfo(world: &World, client: &Client, token: &str) -> Case {
    world.clock.advance(minutes(16));
    let reply = client.userinfo(token).await;
    (reply.reference(), "platform", Rule::BearerExpired)
}

#[tokio::test]
async fn each_refused_request_is_found_by_its_number_with_its_exact_reason() {
    let world = World::new().await;
    let platform = world.client("platform");
    let token = world.tokens(&platform, "ben", "openid").await.access;
    let mut cases = at_authorize(&world).await;
    cases.push(denied(&world).await);
    cases.extend(at_other_endpoints(&world).await);
    cases.push(at_userinfo(&world, &platform, &token).await);
    let mut browser = of_staff(&world, "olga").await;
    for (number, app, rule) in cases {
        let page = found(&mut browser, app, &number).await;
        assert!(page.text().contains(&number), "{rule}: {page:?}");
        tells(&page, rule);
        let other = found(&mut browser, "spa", &number).await;
        assert!(
            other.text().contains("Nothing was found"),
            "not another app's: {other:?}"
        );
    }
}

/// The page says which rule refused, why, and what to do.
fn tells(page: &Page, rule: Rule) {
    const WORDS: &str = include_str!("../../../../templates/locales/en/rule.ftl");
    let key = format!("rule-{}", rule.as_str().replace(['.', '_'], "-"));
    let text = page.text();
    assert!(text.contains(rule.as_str()), "{rule}: {page:?}");
    for key in [format!("{key} = "), format!("{key}-do = ")] {
        let said = WORDS.lines().find_map(|line| line.strip_prefix(&key));
        assert!(text.contains(said.expect("words")), "{rule}: {page:?}");
    }
}

#[tokio::test]
async fn each_rule_is_told_in_words() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    for (number, rule) in Rule::ALL.iter().enumerate() {
        let reference = format!("VK-ABCD-{number:04}");
        put(&world, &reference, rule.as_str()).await;
        let page = found(&mut browser, "platform", &reference).await;
        tells(&page, *rule);
    }
    put(&world, "VK-ABCD-9999", "of.tomorrow").await;
    let page = found(&mut browser, "platform", "VK-ABCD-9999").await;
    assert!(page.text().contains("of.tomorrow"), "{page:?}");
}

#[tokio::test]
async fn the_refusals_of_an_app_are_paged() {
    let world = World::new().await;
    for number in 0..30 {
        put(&world, &format!("VK-ABCD-{number:04}"), "code.expired").await;
    }
    let mut browser = of_staff(&world, "olga").await;
    let first = shown(&mut browser, &format!("{PAGE}?app=platform")).await;
    assert_eq!(first.html.matches("class=\"list__way\"").count(), 25);
    let next = first.attribute_of(".pagination a[rel=next]", "href");
    let second = browser.follow(&next.expect("a next page")).await.page();
    assert_eq!(
        second.html.matches("class=\"list__way\"").count(),
        5,
        "{second:?}"
    );
    assert!(!second.has(".pagination"));
    let details = second.attribute_of(".list__way", "href").expect("a way");
    tells(&browser.follow(&details).await.page(), Rule::CodeExpired);
    for odd in ["before=nonsense", "q=%27", "q=VK-0000-0000"] {
        shown(&mut browser, &format!("{PAGE}?app=platform&{odd}")).await;
    }
    let none = shown(&mut browser, &format!("{PAGE}?app=spa")).await;
    assert!(none.text().contains("Nothing was refused lately"), "{none:?}");
    let unknown = browser.get(&format!("{PAGE}?app=nobody")).await.page();
    assert_eq!(unknown.status, 404);
}

/// A refusal to the platform on record.
async fn put(world: &World, reference: &str, rule: &str) {
    let refusal = Refusal {
        reference: reference.to_owned(),
        at: world.now(),
        client_id: Some("platform".to_owned()),
        person_id: None,
        code: "invalid_request".to_owned(),
        rule: rule.to_owned(),
        details: "{}".to_owned(),
        network: "192.0.2.1".to_owned(),
    };
    refusals::insert(world.store().await, &refusal)
        .await
        .expect("a write");
}
