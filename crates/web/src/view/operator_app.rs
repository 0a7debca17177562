//! An app's registration, each field explained, and its secrets.

use super::View;
use super::form::{Form, Summary, SummaryLink};
use super::message::Message;
use super::moment::Moment;
use super::refused::Received;
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::admin::operate::app_fields::{self, FIELDS, Kind, Texts};
use voltkey_flows::admin::operate::apps::FieldProblem;

/// The page with the form.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorApp {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The app's own pages; of a new one there are none.
    pub app_tabs: Vec<Tab>,
    /// Its name; empty: it is a new one.
    pub name: String,
    /// `client_id`; empty: it is a new one.
    pub id: String,
    /// Takes the fields, and `id` where it is a new one.
    pub form: Form,
    /// Back to the list.
    pub back_url: String,
    /// Its secrets, the one to be retired first.
    pub secrets: Vec<SecretRow>,
    /// Makes a second secret; none: there are two, or it is a public app.
    pub add_secret: Option<Form>,
    /// Retires the first of two.
    pub retire_secret: Option<Form>,
    /// A secret that was just made, and is never shown again.
    pub new_secret: Option<String>,
    /// What was just done.
    pub saved: Option<Saved>,
    pub(crate) is_new: bool,
    pub(crate) id_field: AppField,
    pub(crate) fields: Vec<AppField>,
    pub(crate) summary: Option<Summary>,
    /// What is wrong with metadata that the form has no field for.
    pub(crate) elsewhere: Vec<Received>,
    /// What is registered by now where it is not what was entered; none: nobody else has changed anything.
    pub(crate) outdated: Option<Vec<Received>>,
}

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum Saved {
    /// The registration was changed.
    Changed,
    /// The older secret was retired.
    Retired,
}

impl From<Saved> for Message {
    fn from(saved: Saved) -> Self {
        Self::new(match saved {
            Saved::Changed => "operator-app-saved",
            Saved::Retired => "operator-app-retired",
        })
    }
}

/// A secret.
#[derive(Clone, Debug, Serialize)]
pub struct SecretRow {
    /// When it was made, where that is known.
    pub made: Option<Moment>,
    /// When it was last used.
    pub used: Option<Moment>,
}

/// A field of the form.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AppField {
    name: &'static str,
    kind: &'static str,
    options: &'static [&'static str],
    value: String,
    explained: Message,
    /// What is wrong with it, in English: it names standards.
    error: Option<String>,
}

impl OperatorApp {
    /// The page of an app, or of a new one, with what is registered or was entered.
    #[must_use]
    pub fn new(form: Form, back_url: impl Into<String>, id: Option<&str>, name: &str, texts: &Texts) -> Self {
        let value = |name: &str| texts.get(name).cloned().unwrap_or_default();
        let fields = FIELDS.iter().map(|field| {
            let (kind, options): (_, &[&str]) = match field.kind {
                Kind::Text => ("text", &[]),
                Kind::Lines => ("lines", &[]),
                Kind::Check => ("check", &[]),
                Kind::Choice(options) => ("choice", options),
                Kind::Number => ("number", &[]),
            };
            AppField {
                name: field.name,
                kind,
                options,
                value: value(field.name),
                explained: Message::new(explanation(field.name)),
                error: None,
            }
        });
        Self {
            tabs: Vec::new(),
            app_tabs: Vec::new(),
            name: name.to_owned(),
            id: id.unwrap_or_default().to_owned(),
            form,
            back_url: back_url.into(),
            secrets: Vec::new(),
            add_secret: None,
            retire_secret: None,
            new_secret: None,
            saved: None,
            is_new: id.is_none(),
            id_field: AppField {
                name: "id",
                kind: "text",
                options: &[],
                value: value("id"),
                explained: Message::new("operator-app-id"),
                error: None,
            },
            fields: fields.collect(),
            summary: None,
            elsewhere: Vec::new(),
            outdated: None,
        }
    }

    /// The page after fields that are not taken.
    #[must_use]
    pub fn refused(mut self, problems: &[FieldProblem]) -> Self {
        let mut links = Vec::new();
        for field in [&mut self.id_field].into_iter().chain(&mut self.fields) {
            let told: Vec<_> = problems
                .iter()
                .filter(|problem| problem.field == field.name)
                .map(|problem| problem.message.as_str())
                .collect();
            if told.is_empty() {
                continue;
            }
            field.error = Some(told.join("; "));
            links.push(SummaryLink {
                field: field.name,
                text: Message::new("operator-app-refused").with("field", field.name),
            });
        }
        let has_field = |name: &str| self.id_field.name == name || app_fields::is_shown(name);
        self.elsewhere = problems
            .iter()
            .filter(|problem| !has_field(&problem.field))
            .map(|problem| Received::new(problem.field.as_str(), &problem.message, false))
            .collect();
        let count = u32::try_from(links.len()).unwrap_or(u32::MAX);
        self.summary = (count > 0).then(|| Summary {
            title: Message::new("summary-title").with("count", count),
            links,
        });
        self
    }

    /// The page after somebody else has changed what is registered, which is `texts` by now.
    #[must_use]
    pub fn outdated(mut self, texts: &Texts) -> Self {
        let differing = self.fields.iter().filter_map(|field| {
            let registered = texts.get(field.name).map_or("", String::as_str);
            let is_same = registered.split_whitespace().eq(field.value.split_whitespace());
            let shown = if registered.is_empty() { "—" } else { registered };
            (!is_same).then(|| Received::new(field.name, shown, false))
        });
        self.outdated = Some(differing.collect());
        self
    }
}

fn explanation(name: &str) -> &'static str {
    match name {
        "name" => "operator-app-name",
        "redirect_uris" => "operator-app-redirect-uris",
        "post_logout_redirect_uris" => "operator-app-post-logout-redirect-uris",
        "backchannel_logout_uri" => "operator-app-backchannel-logout-uri",
        "frontchannel_logout_uri" => "operator-app-frontchannel-logout-uri",
        "return_uris" => "operator-app-return-uris",
        "initiate_login_uri" => "operator-app-initiate-login-uri",
        "grant_types" => "operator-app-grant-types",
        "application_type" => "operator-app-application-type",
        "token_endpoint_auth_method" => "operator-app-auth-method",
        "jwks_uri" => "operator-app-jwks-uri",
        "trusted" => "operator-app-trusted",
        "require_pkce" => "operator-app-require-pkce",
        "scope" => "operator-app-scope",
        "audience" => "operator-app-audience",
        "id_token_signed_response_alg" => "operator-app-id-token-alg",
        "access_token_signed_response_alg" => "operator-app-access-token-alg",
        "default_max_age" => "operator-app-default-max-age",
        "default_acr_values" => "operator-app-default-acr-values",
        "client_uri" => "operator-app-client-uri",
        "logo_uri" => "operator-app-logo-uri",
        "policy_uri" => "operator-app-policy-uri",
        "tos_uri" => "operator-app-tos-uri",
        _ => "operator-app-contacts",
    }
}

impl View for OperatorApp {
    const TEMPLATE: &'static str = "admin/operator_app.html";

    fn title(&self) -> Message {
        match self.is_new {
            true => Message::new("operator-apps-new"),
            false => Message::new("operator-app-title").with("name", self.name.as_str()),
        }
    }

    fn has_errors(&self) -> bool {
        self.summary.is_some() || !self.elsewhere.is_empty() || self.outdated.is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::{AppTab, StaffTab};
        let texts: Texts = [
            ("name", "Solar Reports"),
            ("redirect_uris", "https://reports.heliodata.example/oidc/callback"),
            ("grant_types", "authorization_code\nrefresh_token"),
            ("trusted", "yes"),
            ("application_type", "web"),
            ("default_max_age", "3600"),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into();
        let page = |id: Option<&str>, texts: &Texts| Self {
            tabs: sample::staff_tabs(StaffTab::Apps),
            app_tabs: id.map_or_else(Vec::new, |_| sample::app_tabs(AppTab::Registration)),
            ..Self::new(
                sample::form("/operator/apps/app"),
                "/operator/apps",
                id,
                "Solar Reports",
                texts,
            )
        };
        let secret = |used| SecretRow {
            made: Some(sample::moment()),
            used,
        };
        let one = Self {
            secrets: vec![SecretRow {
                made: None,
                used: None,
            }],
            add_secret: Some(sample::form("/operator/apps/secret")),
            saved: Some(Saved::Changed),
            ..page(Some("solar-reports"), &texts)
        };
        let two = Self {
            secrets: vec![secret(Some(sample::moment())), secret(None)],
            retire_secret: Some(sample::form("/operator/apps/secret/retire")),
            new_secret: Some("zWqR1n5hX0c7yT3mK9vB2dLpE8sUaJ4o".to_owned()),
            ..page(Some("solar-reports"), &texts)
        };
        let public = Self {
            saved: Some(Saved::Retired),
            ..page(Some("spa"), &texts)
        };
        let problem = |field: &str| FieldProblem {
            field: field.to_owned(),
            message: "must be 1 to 255 printable ASCII characters (RFC 6749, A.1)".to_owned(),
        };
        let all: Vec<_> = FIELDS.iter().map(|field| problem(field.name)).collect();
        vec![
            one,
            two,
            public,
            page(None, &Texts::new()),
            page(None, &texts).refused(&[problem("id")]),
            page(Some("solar-reports"), &texts).refused(&all),
            page(Some("solar-reports"), &texts).refused(&[problem("id_token_encrypted_response_alg")]),
            page(Some("solar-reports"), &texts).outdated(&Texts::new()),
            page(Some("solar-reports"), &texts).outdated(&texts),
        ]
    }
}
