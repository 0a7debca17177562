//! What would be answered to an authorization request of an app, and why: for its developer.

use super::View;
use super::app_test_login;
use super::form::{Field, Form};
use super::message::Message;
use super::refused::Received;
use super::rule::{self, RuleWords};
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::admin::operate::check_request::{
    CheckedRequest, Outlook, Parameter, ParameterState, Verdict,
};
use voltkey_protocol::authorize::Decision;
use voltkey_protocol::error::Refusal;

/// How much of a value is shown.
const SHOWN_CHARACTERS: usize = 300;

/// The page with the form, and what was found out about the last request.
#[derive(Clone, Debug, Serialize)]
pub struct AppRequest {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The app's own pages.
    pub app_tabs: Vec<Tab>,
    /// The app's name.
    pub name: String,
    /// Takes `address`.
    pub form: Form,
    /// The request: as it was pasted, or one that would do.
    pub address: Field,
    /// What was found out; none: nothing was asked yet.
    pub done: Option<Done>,
}

impl AppRequest {
    /// The page after nothing was pasted.
    #[must_use]
    pub fn empty(mut self) -> Self {
        self.address.error = Some(Message::new("app-request-empty"));
        self
    }
}

/// What was found out about a request.
#[derive(Clone, Debug, Serialize)]
pub struct Done {
    tone: &'static str,
    picture: &'static str,
    title: Message,
    text: Message,
    /// What is odd about it, though it refuses nothing.
    notes: Vec<Message>,
    refusals: Vec<ShownRefusal>,
    parameters: Vec<ShownParameter>,
    outlook: Option<ShownOutlook>,
}

/// A rule that refuses, and what the app or the page would say.
#[derive(Clone, Debug, Serialize)]
struct ShownRefusal {
    words: RuleWords,
    answer: Vec<Received>,
}

#[derive(Clone, Debug, Serialize)]
struct ShownParameter {
    name: String,
    value: String,
    /// Whether it is what refuses the request.
    is_wrong: bool,
    state: Message,
    chip: &'static str,
    meaning: Option<Message>,
}

/// What comes of a request that passes.
#[derive(Clone, Debug, Serialize)]
struct ShownOutlook {
    scope: String,
    signed_out: Message,
    signed_in: Message,
}

impl From<CheckedRequest> for Done {
    fn from(checked: CheckedRequest) -> Self {
        let (tone, picture, title, text) = match &checked.verdict {
            Verdict::OnPage => (
                "danger",
                "alert",
                Message::new("app-request-on-page"),
                Message::new("app-request-on-page-text"),
            ),
            Verdict::ToClient(address) => (
                "warning",
                "alert",
                Message::new("app-request-to-client"),
                Message::new("app-request-to-client-text").with("address", address.as_str()),
            ),
            Verdict::GoesOn(outlook) => (
                "success",
                "rule",
                Message::new("app-request-goes-on"),
                Message::new("app-request-goes-on-text").with("address", outlook.redirect_uri.as_str()),
            ),
        };
        let elsewhere = checked.elsewhere.map(|address| match address.is_empty() {
            true => Message::new("app-request-no-address"),
            false => Message::new("app-request-elsewhere").with("address", address.as_str()),
        });
        let other = checked
            .other_client
            .map(|id| Message::new("app-request-other-client").with("id", id.as_str()));
        Self {
            tone,
            picture,
            title,
            text,
            notes: elsewhere.into_iter().chain(other).collect(),
            refusals: checked.refusals.iter().map(ShownRefusal::from).collect(),
            parameters: checked.parameters.iter().map(ShownParameter::from).collect(),
            outlook: match checked.verdict {
                Verdict::GoesOn(outlook) => Some((*outlook).into()),
                Verdict::OnPage | Verdict::ToClient(_) => None,
            },
        }
    }
}

impl From<&Refusal> for ShownRefusal {
    fn from(refusal: &Refusal) -> Self {
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

impl From<&Parameter> for ShownParameter {
    fn from(parameter: &Parameter) -> Self {
        let (state, chip) = match parameter.state {
            ParameterState::Taken => ("app-request-taken", "ok"),
            ParameterState::Ignored => ("app-request-ignored", "info"),
            ParameterState::Refused => ("app-request-refused", "danger"),
            ParameterState::Missing => ("app-request-missing", "danger"),
        };
        let mut value: String = parameter.value.chars().take(SHOWN_CHARACTERS).collect();
        if value.len() < parameter.value.len() {
            value.push('…');
        }
        Self {
            meaning: meaning(&parameter.name).map(Message::new),
            name: parameter.name.clone(),
            value,
            is_wrong: chip == "danger",
            state: Message::new(state),
            chip,
        }
    }
}

impl From<Outlook> for ShownOutlook {
    fn from(outlook: Outlook) -> Self {
        Self {
            scope: outlook.scope.to_string(),
            signed_out: next(&outlook.signed_out),
            signed_in: next(&outlook.signed_in),
        }
    }
}

fn next(step: &Result<Decision, Refusal>) -> Message {
    match step {
        Ok(decision) => Message::new(match decision {
            Decision::ShowRegistration => "app-request-shows-registration",
            Decision::ChooseAccount => "app-request-chooses-account",
            Decision::LogIn => "app-request-logs-in",
            Decision::StepUp => "app-request-steps-up",
            Decision::AskConsent => "app-request-asks-consent",
            Decision::Answer => "app-request-answers",
        }),
        Err(refusal) => Message::new("app-request-refuses").with("error", refusal.code.as_str()),
    }
}

fn meaning(name: &str) -> Option<&'static str> {
    Some(match name {
        "response_mode" => "app-request-response-mode",
        "prompt" => "app-request-prompt",
        "max_age" => "app-request-max-age",
        "login_hint" => "app-request-login-hint",
        "id_token_hint" => "app-request-id-token-hint",
        "ui_locales" => "app-request-ui-locales",
        "acr_values" => "app-request-acr-values",
        "claims" => "app-request-claims",
        "resource" => "app-request-resource",
        "request" | "request_uri" => "app-request-object",
        _ => return app_test_login::meaning_of_parameter(name),
    })
}

impl View for AppRequest {
    const TEMPLATE: &'static str = "admin/app_request.html";

    fn title(&self) -> Message {
        Message::new("app-request-title").with("name", self.name.as_str())
    }

    fn has_errors(&self) -> bool {
        self.address.error.is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::{AppTab, StaffTab};
        use voltkey_protocol::error::{ErrorCode, Rule};
        let page = |done: Option<Done>| Self {
            tabs: sample::staff_tabs(StaffTab::Apps),
            app_tabs: sample::app_tabs(AppTab::Request),
            name: "Solar Reports".to_owned(),
            form: sample::form("/operator/apps/app/request"),
            address: Field::holding(
                "https://id.example/oauth2/authorize?client_id=solar-reports&scope=openid",
            ),
            done,
        };
        let parameter = |name: &str, state| Parameter {
            name: name.to_owned(),
            value: "openid profile ".repeat(30),
            state,
        };
        let refusal = |rule| Refusal::invalid_request(rule, "the parameter nonce is missing");
        let checked = |verdict, refusals| CheckedRequest {
            elsewhere: Some("https://other.example/authorize".to_owned()),
            other_client: Some("platform".to_owned()),
            parameters: vec![
                parameter("response_type", ParameterState::Taken),
                parameter("display", ParameterState::Ignored),
                parameter("scope", ParameterState::Refused),
                parameter("nonce", ParameterState::Missing),
            ],
            refusals,
            verdict,
        };
        let goes_on = |signed_out: Result<Decision, Refusal>, signed_in| CheckedRequest {
            elsewhere: None,
            other_client: None,
            parameters: [
                "response_mode",
                "prompt",
                "max_age",
                "login_hint",
                "id_token_hint",
                "ui_locales",
                "acr_values",
                "claims",
                "resource",
                "request",
            ]
            .map(|name| parameter(name, ParameterState::Taken))
            .into(),
            refusals: Vec::new(),
            verdict: Verdict::GoesOn(Box::new(Outlook {
                redirect_uri: "https://reports.heliodata.example/oidc/callback".to_owned(),
                scope: "openid profile".parse().unwrap_or_default(),
                signed_out,
                signed_in: Ok(signed_in),
            })),
        };
        let silent = Refusal::new(ErrorCode::LoginRequired, Rule::LoginRequired, "prompt=none");
        vec![
            page(None),
            page(None).empty(),
            page(Some(
                checked(Verdict::OnPage, vec![refusal(Rule::RedirectUriUnregistered)]).into(),
            )),
            page(Some(
                CheckedRequest {
                    elsewhere: Some(String::new()),
                    ..checked(
                        Verdict::ToClient("https://reports.heliodata.example/oidc/callback".to_owned()),
                        vec![refusal(Rule::ParameterMissing), refusal(Rule::Prompt)],
                    )
                }
                .into(),
            )),
            page(Some(goes_on(Ok(Decision::LogIn), Decision::AskConsent).into())),
            page(Some(goes_on(Err(silent), Decision::Answer).into())),
            page(Some(
                goes_on(Ok(Decision::ShowRegistration), Decision::StepUp).into(),
            )),
            page(Some(
                goes_on(Ok(Decision::ChooseAccount), Decision::ChooseAccount).into(),
            )),
        ]
    }
}
