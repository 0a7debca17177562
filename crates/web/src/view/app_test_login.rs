//! A login at an app for a test: the request, the answer, and the ID token with every check that a client must do.

use super::View;
use super::form::{Field, Form};
use super::message::Message;
use super::refused::Received;
use super::rule::{self, RuleWords};
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::admin::operate::test_login::{Check, IdToken, Seen, SeenUserInfo, TestLogin};
use voltkey_protocol::error::Refusal;

/// The page with the form, and what came of the last one.
#[derive(Clone, Debug, Serialize)]
pub struct AppTestLogin {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The app's own pages.
    pub app_tabs: Vec<Tab>,
    /// The app's name.
    pub name: String,
    /// Begins one; takes `scope`.
    pub form: Form,
    /// The field's name: a parameter's.
    pub parameter: &'static str,
    /// What is asked for.
    pub scope: Field,
    /// What came of it; none: there was none yet.
    pub done: Option<Done>,
}

/// A login for a test.
#[derive(Clone, Debug, Serialize)]
pub struct Done {
    request: Vec<Explained>,
    refused: Option<RefusedLogin>,
    seen: Option<ShownLogin>,
}

/// A request that was refused.
#[derive(Clone, Debug, Serialize)]
struct RefusedLogin {
    words: RuleWords,
    answer: Vec<Received>,
}

/// What the app would see.
#[derive(Clone, Debug, Serialize)]
struct ShownLogin {
    response: Vec<Received>,
    id_token: Option<ShownIdToken>,
    userinfo: Option<Vec<Received>>,
    /// Why there is nothing to be seen of userinfo.
    no_userinfo: Option<Message>,
}

#[derive(Clone, Debug, Serialize)]
struct ShownIdToken {
    header: Vec<Received>,
    /// Empty: it is encrypted.
    claims: Vec<Explained>,
    checks: Vec<Checked>,
    all_hold: bool,
}

/// A check, and how it ended.
#[derive(Clone, Debug, Serialize)]
struct Checked {
    what: Message,
    holds: bool,
}

/// A parameter or a claim, with what it means.
#[derive(Clone, Debug, Serialize)]
struct Explained {
    name: String,
    value: String,
    meaning: Option<Message>,
}

impl Explained {
    fn new(name: &str, value: String) -> Self {
        Self {
            meaning: meaning(name).map(Message::new),
            name: name.to_owned(),
            value,
        }
    }
}

impl From<TestLogin> for Done {
    fn from(login: TestLogin) -> Self {
        let request = login.request.into_iter();
        let (seen, refused) = match login.outcome {
            Ok(seen) => (Some(seen.into()), None),
            Err(refusal) => (None, Some(refusal.into())),
        };
        Self {
            request: request
                .map(|(name, value)| Explained::new(&name, value))
                .collect(),
            refused,
            seen,
        }
    }
}

impl From<Refusal> for RefusedLogin {
    fn from(refusal: Refusal) -> Self {
        let row = |name, value: &str| Received::new(name, value, false);
        Self {
            words: rule::in_words(refusal.rule.as_str()),
            answer: vec![
                row("error", refusal.code.as_str()),
                row("error_description", &refusal.description),
            ],
        }
    }
}

impl From<Seen> for ShownLogin {
    fn from(seen: Seen) -> Self {
        let row = |(name, value): (&str, String)| Received::new(name, &value, false);
        Self {
            response: seen.response.into_iter().map(row).collect(),
            id_token: seen.id_token.map(Into::into),
            no_userinfo: match &seen.userinfo {
                SeenUserInfo::Claims(_) => None,
                SeenUserInfo::Encrypted => Some(Message::new("app-test-login-userinfo-encrypted")),
                SeenUserInfo::Refused => Some(Message::new("app-test-login-no-userinfo")),
                SeenUserInfo::NoToken => Some(Message::new("app-test-login-no-access-token")),
            },
            userinfo: match seen.userinfo {
                SeenUserInfo::Claims(told) => Some(
                    told.into_iter()
                        .map(|(name, value)| Received::new(name, &text(value), false))
                        .collect(),
                ),
                _ => None,
            },
        }
    }
}

impl From<IdToken> for ShownIdToken {
    fn from(token: IdToken) -> Self {
        let checks = token.checks.into_iter();
        let checks: Vec<_> = checks
            .map(|(check, holds)| Checked {
                what: in_words(check),
                holds,
            })
            .collect();
        Self {
            header: token
                .header
                .into_iter()
                .map(|(name, value)| Received::new(name, &text(value), false))
                .collect(),
            claims: token
                .claims
                .into_iter()
                .map(|(name, value)| Explained::new(&name, text(value)))
                .collect(),
            all_hold: checks.iter().all(|check| check.holds),
            checks,
        }
    }
}

/// A text as it is, everything else as JSON.
fn text(value: serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}

/// What a parameter of an authorization request is for.
pub(super) fn meaning_of_parameter(name: &str) -> Option<&'static str> {
    Some(match name {
        "client_id" => "app-test-login-client-id",
        "redirect_uri" => "app-test-login-redirect-uri",
        "response_type" => "app-test-login-response-type",
        "scope" => "app-test-login-scope-means",
        "state" => "app-test-login-state",
        "nonce" => "app-test-login-nonce",
        "code_challenge" => "app-test-login-code-challenge",
        "code_challenge_method" => "app-test-login-code-challenge-method",
        _ => return None,
    })
}

fn meaning(name: &str) -> Option<&'static str> {
    Some(match name {
        "iss" => "app-test-login-iss",
        "sub" => "app-test-login-sub",
        "aud" => "app-test-login-aud",
        "exp" => "app-test-login-exp",
        "iat" => "app-test-login-iat",
        "auth_time" => "app-test-login-auth-time",
        "acr" => "app-test-login-acr",
        "amr" => "app-test-login-amr",
        "sid" => "app-test-login-sid",
        "at_hash" => "app-test-login-at-hash",
        _ => return meaning_of_parameter(name),
    })
}

fn in_words(check: Check) -> Message {
    Message::new(match check {
        Check::Signature => "app-test-login-check-signature",
        Check::Algorithm => "app-test-login-check-algorithm",
        Check::Issuer => "app-test-login-check-issuer",
        Check::Audience => "app-test-login-check-audience",
        Check::Expiry => "app-test-login-check-expiry",
        Check::IssuedAt => "app-test-login-check-issued-at",
        Check::Nonce => "app-test-login-check-nonce",
        Check::AccessTokenHash => "app-test-login-check-at-hash",
        Check::Acr => "app-test-login-check-acr",
        Check::Subject => "app-test-login-check-subject",
    })
}

impl View for AppTestLogin {
    const TEMPLATE: &'static str = "admin/app_test_login.html";

    fn title(&self) -> Message {
        Message::new("app-test-login-title").with("name", self.name.as_str())
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::{AppTab, StaffTab};
        use serde_json::{Map, Value, json};
        use voltkey_protocol::error::Rule;
        let object = |value: Value| value.as_object().cloned().unwrap_or_default();
        let page = |outcome: Option<Result<Seen, Refusal>>| Self {
            tabs: sample::staff_tabs(StaffTab::Apps),
            app_tabs: sample::app_tabs(AppTab::TestLogin),
            name: "Solar Reports".to_owned(),
            form: sample::form("/operator/apps/app/test-login"),
            parameter: "scope",
            scope: Field {
                value: "openid profile".to_owned(),
                error: None,
            },
            done: outcome.map(|outcome| {
                let parameters = [("client_id", "solar-reports"), ("scope", "openid"), ("x", "y")];
                let owned = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
                TestLogin {
                    request: owned.into(),
                    outcome,
                }
                .into()
            }),
        };
        let seen = |claims: Map<String, Value>, checks: Vec<(Check, bool)>| Seen {
            response: vec![("token_type", "Bearer".to_owned())],
            id_token: Some(IdToken {
                header: object(json!({ "alg": "RS256" })),
                claims,
                checks,
            }),
            userinfo: SeenUserInfo::Claims(object(json!({ "sub": "5f1c", "email_verified": true }))),
        };
        let claims = || object(json!({ "iss": "https://id.example", "exp": 1_795_317_000, "own": [1] }));
        vec![
            page(None),
            page(Some(Ok(seen(claims(), vec![(Check::Signature, true)])))),
            page(Some(Ok(seen(
                claims(),
                vec![(Check::Signature, true), (Check::Nonce, false)],
            )))),
            page(Some(Ok(seen(Map::new(), Vec::new())))),
            page(Some(Ok(Seen {
                id_token: None,
                userinfo: SeenUserInfo::Refused,
                ..seen(Map::new(), Vec::new())
            }))),
            page(Some(Ok(Seen {
                userinfo: SeenUserInfo::Encrypted,
                ..seen(Map::new(), Vec::new())
            }))),
            page(Some(Ok(Seen {
                response: Vec::new(),
                userinfo: SeenUserInfo::NoToken,
                ..seen(claims(), vec![(Check::Signature, true)])
            }))),
            page(Some(Err(Refusal::invalid_request(Rule::ScopeMalformed, "scope")))),
        ]
    }
}
