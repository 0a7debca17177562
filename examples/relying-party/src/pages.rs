//! HTML: templates with automatic escaping, one stylesheet, and a policy that lets nothing else run.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, context};
use openidconnect::IssuerUrl;
use serde::Serialize;

const TEMPLATES: [(&str, &str); 5] = [
    ("layout.html", include_str!("../templates/layout.html")),
    ("home.html", include_str!("../templates/home.html")),
    ("profile.html", include_str!("../templates/profile.html")),
    ("api.html", include_str!("../templates/api.html")),
    ("problem.html", include_str!("../templates/problem.html")),
];

/// Where the stylesheet is.
const STYLESHEET: &str = "/assets/app.css";

/// The templates, parsed once.
#[derive(Clone)]
pub(crate) struct Pages(Arc<Environment<'static>>);

/// What every page of one application shows around its content.
#[derive(Clone, Serialize)]
pub(crate) struct Frame {
    pub name: String,
    pub prefix: String,
    /// The provider's address, without a closing slash.
    pub issuer: String,
    /// The other applications of this process.
    pub others: Vec<Link>,
}

/// A link with its words.
#[derive(Clone, Serialize)]
pub(crate) struct Link {
    pub label: String,
    pub href: String,
}

impl Link {
    pub(crate) fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
        }
    }
}

impl Pages {
    pub(crate) fn new() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        for (name, source) in TEMPLATES {
            environment
                .add_template(name, source)
                .expect("the templates are part of the program");
        }
        Self(Arc::new(environment))
    }

    /// A page; what the view holds is escaped by the template.
    pub(crate) fn render(&self, template: &str, frame: &Frame, view: impl Serialize) -> Response {
        let context = context! { app => Serde(frame), view => Serde(view), stylesheet => STYLESHEET };
        let page = self
            .0
            .get_template(template)
            .and_then(|template| template.render(context));
        match page {
            Ok(html) => Html(html).into_response(),
            Err(error) => {
                eprintln!("the page {template} can't be shown: {error:#}");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// The stylesheet.
pub(crate) fn assets() -> Router {
    let css = || async {
        (
            [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
            include_str!("../assets/app.css"),
        )
    };
    Router::new().route(STYLESHEET, get(css))
}

/// The content security policy. Chromium applies `form-action` to each redirect after a form, and the log-out form
/// ends at the provider: hence its origin.
pub(crate) fn policy(issuer: &IssuerUrl) -> HeaderValue {
    let provider = issuer.url().origin().ascii_serialization();
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {provider}; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).expect("an origin in ASCII is a valid header value")
}

/// Headers of every answer; one that has a policy of its own keeps it. Pages hold tokens and addresses hold codes: neither is to be kept or passed on.
pub(crate) async fn protect(State(policy): State<HeaderValue>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
