//! `oidcc-rp-initiated-logout-certification-test-plan`.

use super::*;
use crate::harness::{Landed, Page, read_part};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::Url;
use voltkey_protocol::error::Rule;

/// Printable characters of every kind that RFC 6749 has for `state`, but the space.
const STATE: &str = "a1~!\"#$%&'()*,-./:;<=>?@[\\]^_`{|}+b";

/// A module behind its sign-in.
pub(super) struct SignedIn {
    pub(super) suite: Suite,
    pub(super) app: Registered,
    pub(super) id_token: String,
}

impl SignedIn {
    pub(super) async fn new() -> Self {
        Self::with(json!({})).await
    }

    /// With more metadata.
    pub(super) async fn with(more: Value) -> Self {
        let mut suite = Suite::new().await;
        let mut metadata = with(
            suite.with_secret(),
            "post_logout_redirect_uris",
            json!([at("post_logout_redirect")]),
        );
        for (name, value) in more.as_object().unwrap() {
            metadata[name] = value.clone();
        }
        let app = suite.register(metadata).await;
        let tokens = suite.flow(&app.client, &authorize(&app.client)).await;
        Self {
            suite,
            app,
            id_token: tokens.id,
        }
    }

    /// Goes to the end session endpoint with everything that the suite sends, or with what a module makes of it.
    pub(super) async fn log_out(&mut self, changes: &[(&str, Option<&str>)]) -> Landed {
        let address = at("post_logout_redirect");
        let hint = self.id_token.clone();
        let all = [
            ("id_token_hint", &*hint),
            ("post_logout_redirect_uri", &*address),
            ("state", STATE),
        ];
        let changed = |name: &str| changes.iter().find(|(own, _)| *own == name);
        let params: Vec<_> = all
            .into_iter()
            .filter_map(|(name, value)| match changed(name) {
                Some((_, value)) => value.map(|value| (name, value)),
                None => Some((name, value)),
            })
            .collect();
        log_out(&mut self.suite.browser, &params).await
    }

    /// Shows that the browser was sent back, with that state and nothing else.
    pub(super) fn assert_sent_back(&self, address: &Url, state: Option<&str>) {
        let mut to = address.clone();
        to.set_query(None);
        assert_eq!(to.as_str(), at("post_logout_redirect"));
        let told: Vec<_> = address.query_pairs().into_owned().collect();
        let expected = state.map(|state| ("state".to_owned(), state.to_owned()));
        assert_eq!(told, Vec::from_iter(expected));
    }

    /// The last step: a silent request says that somebody would have to sign in.
    pub(super) async fn assert_signed_out(&mut self) {
        let silent = authorize(&self.app.client).with("prompt", "none");
        let answer = self.suite.browser.open(&silent).await.answer();
        assert_eq!(answer.error(), "login_required");
        assert_eq!(answer.get("state"), Some(silent.get("state")));
        self.suite.unregister(&self.app).await;
    }

    /// Shows that a page says why nothing has happened.
    async fn assert_refused(&self, landed: Landed, rule: Rule) {
        let page = landed.page();
        assert_eq!(page.status, 400);
        assert_eq!(self.suite.world.rule(&page.reference()).await, rule);
    }

    /// Presses the button of the page that asks, and lands on the page that says that it is done.
    async fn confirm(&mut self, asked: Page) {
        assert_eq!(asked.text_of("h1").as_deref(), Some("Sign out?"));
        let done = asked.form().submit(&mut self.suite.browser).await.page();
        assert_eq!(done.text_of("h1").as_deref(), Some("You are signed out"));
    }
}

/// oidcc-rp-initiated-logout-discovery-endpoint-verification
#[tokio::test]
async fn discovery_endpoint_verification() {
    let document = Suite::new().await.discovery().await;
    assert_eq!(
        document["end_session_endpoint"],
        format!("{ISSUER}/oauth2/logout")
    );
    for (name, value) in document.as_object().unwrap() {
        if name.ends_with("_endpoint") {
            assert!(value.as_str().unwrap().starts_with("https://"), "{name}: {value}");
        }
    }
}

/// oidcc-rp-initiated-logout
#[tokio::test]
async fn rp_initiated_logout() {
    let mut module = SignedIn::new().await;
    let away = module.log_out(&[]).await.away();
    module.assert_sent_back(&away, Some(STATE));
    module.assert_signed_out().await;
}

/// oidcc-rp-initiated-logout-no-state
#[tokio::test]
async fn no_state() {
    let mut module = SignedIn::new().await;
    let away = module.log_out(&[("state", None)]).await.away();
    module.assert_sent_back(&away, None);
    module.assert_signed_out().await;
}

/// oidcc-rp-initiated-logout-bad-post-logout-redirect-uri
#[tokio::test]
async fn bad_post_logout_redirect_uri() {
    let mut module = SignedIn::new().await;
    let bad = at("bad_post_logout_redirect_uri");
    let landed = module.log_out(&[("post_logout_redirect_uri", Some(&bad))]).await;
    module.assert_refused(landed, Rule::PostLogoutUnregistered).await;
}

/// oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri
#[tokio::test]
async fn query_added_to_post_logout_redirect_uri() {
    let mut module = SignedIn::new().await;
    let added = at("post_logout_redirect?foo=bar");
    let landed = module
        .log_out(&[("post_logout_redirect_uri", Some(&added))])
        .await;
    module.assert_refused(landed, Rule::PostLogoutUnregistered).await;
}

/// oidcc-rp-initiated-logout-modified-id-token-hint: its header says that it needs no signature.
#[tokio::test]
async fn modified_id_token_hint() {
    let mut module = SignedIn::new().await;
    let payload = module.id_token.split('.').nth(1).expect("a payload");
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg": "none"}"#);
    let modified = format!("{header}.{payload}.");
    let landed = module.log_out(&[("id_token_hint", Some(&modified))]).await;
    module.assert_refused(landed, Rule::IdTokenHint).await;
}

/// oidcc-rp-initiated-logout-bad-id-token-hint: the suite has signed it.
#[tokio::test]
async fn bad_id_token_hint() {
    let mut module = SignedIn::new().await;
    let client_id = module.app.client.id.clone();
    let now = module.suite.world.now().as_seconds();
    let fake = json!({
        "iss": client_id, "sub": "SubjectID", "aud": ISSUER, "nonce": "flibble", "iat": now, "exp": now + 300,
    });
    let stolen = read_part(&module.id_token, 1);
    for claims in [fake, stolen] {
        let signed = module.suite.key.sign_with(&json!({ "alg": "RS256" }), &claims);
        let landed = module.log_out(&[("id_token_hint", Some(&signed))]).await;
        module.assert_refused(landed, Rule::IdTokenHint).await;
    }
}

/// oidcc-rp-initiated-logout-no-id-token-hint: nothing says who asks, so the address can't be theirs.
#[tokio::test]
async fn no_id_token_hint() {
    let mut module = SignedIn::new().await;
    let landed = module.log_out(&[("id_token_hint", None)]).await;
    module.assert_refused(landed, Rule::PostLogoutUnregistered).await;
}

/// oidcc-rp-initiated-logout-no-params
#[tokio::test]
async fn no_params() {
    let mut module = SignedIn::new().await;
    let nothing = [
        ("id_token_hint", None),
        ("post_logout_redirect_uri", None),
        ("state", None),
    ];
    let asked = module.log_out(&nothing).await.page();
    module.confirm(asked).await;
    module.assert_signed_out().await;
}

/// oidcc-rp-initiated-logout-only-state
#[tokio::test]
async fn only_state() {
    let mut module = SignedIn::new().await;
    let state_alone = [("id_token_hint", None), ("post_logout_redirect_uri", None)];
    let asked = module.log_out(&state_alone).await.page();
    module.confirm(asked).await;
    module.assert_signed_out().await;
}

/// oidcc-rp-initiated-logout-no-post-logout-redirect-uri
#[tokio::test]
async fn no_post_logout_redirect_uri() {
    let mut module = SignedIn::new().await;
    let done = module.log_out(&[("post_logout_redirect_uri", None)]).await.page();
    assert_eq!(done.text_of("h1").as_deref(), Some("You are signed out"));
    module.assert_signed_out().await;
}
