//! The web inbox, and the same mails as JSON for scripts.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{delete, get};
use axum::{Json, Router};
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, context};

use super::inbox::Inbox;
use super::mail::Mail;

const STYLESHEET: &str = "/assets/mail_catcher.css";

/// Our own pages run nothing and load nothing but the stylesheet and the frame with the mail.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
/// A mail is a stranger's: it has no origin, runs nothing, fetches nothing, and its links open a page of their own.
const MAIL_POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
     style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/// `GET /`, `GET /messages/{number}`, `GET /messages/{number}/html`, `GET /messages.json` and `DELETE /messages`.
pub fn router(inbox: Inbox) -> Router {
    let state = Web {
        inbox,
        templates: Arc::new(templates()),
    };
    Router::new()
        .route("/", get(list))
        .route("/messages/{number}", get(show))
        .route("/messages/{number}/html", get(html_part))
        .route("/messages.json", get(json))
        .route("/messages", delete(clear))
        .route(STYLESHEET, get(stylesheet))
        .layer(axum::middleware::map_response(protect))
        .with_state(state)
}

#[derive(Clone)]
struct Web {
    inbox: Inbox,
    templates: Arc<Environment<'static>>,
}

fn templates() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("moment", moment);
    for (name, source) in [
        (
            "layout.html",
            include_str!("../../templates/mail_catcher/layout.html"),
        ),
        (
            "list.html",
            include_str!("../../templates/mail_catcher/list.html"),
        ),
        (
            "mail.html",
            include_str!("../../templates/mail_catcher/mail.html"),
        ),
    ] {
        environment
            .add_template(name, source)
            .expect("the templates are part of the program");
    }
    environment
}

/// A date of a mail as people read it, in the mail's own offset from UTC.
fn moment(date: &str) -> String {
    let parsed = jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%:z", date.replace('Z', "+00:00"));
    let shown = parsed.and_then(|parsed| parsed.to_string("%-d %B %Y, %H:%M (%:z)"));
    shown.unwrap_or_else(|_| date.to_owned())
}

impl Web {
    fn page(&self, template: &str, context: minijinja::Value) -> Response {
        match self
            .templates
            .get_template(template)
            .and_then(|template| template.render(context))
        {
            Ok(html) => Html(html).into_response(),
            Err(error) => {
                eprintln!("the page {template} can't be shown: {error:#}");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

async fn list(State(web): State<Web>) -> Response {
    let mails = web.inbox.mails();
    let newest_first: Vec<&Mail> = mails.iter().rev().map(AsRef::as_ref).collect();
    web.page(
        "list.html",
        context! { stylesheet => STYLESHEET, mails => Serde(newest_first) },
    )
}

async fn show(State(web): State<Web>, Path(number): Path<u64>) -> Response {
    let Some(mail) = web.inbox.mail(number) else {
        return gone();
    };
    web.page(
        "mail.html",
        context! { stylesheet => STYLESHEET, mail => Serde(&*mail) },
    )
}

/// The HTML part alone, for the frame. Its links open a page of their own, because the provider's pages refuse frames.
async fn html_part(State(web): State<Web>, Path(number): Path<u64>) -> Response {
    let Some(mail) = web.inbox.mail(number) else {
        return gone();
    };
    let Some(html) = &mail.html else { return gone() };
    let policy = [(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)];
    (
        policy,
        Html(format!("<!doctype html><base target=\"_blank\">{html}")),
    )
        .into_response()
}

async fn json(State(web): State<Web>) -> Response {
    let mails = web.inbox.mails();
    Json(mails.iter().map(AsRef::as_ref).collect::<Vec<&Mail>>()).into_response()
}

async fn clear(State(web): State<Web>) -> StatusCode {
    web.inbox.clear();
    StatusCode::NO_CONTENT
}

async fn stylesheet() -> impl IntoResponse {
    let css = include_str!("../../assets/mail_catcher.css");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css)
}

fn gone() -> Response {
    (
        StatusCode::NOT_FOUND,
        "This mail is not here, or not here any more.",
    )
        .into_response()
}

async fn protect(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(PAGE_POLICY));
    let fixed: [(HeaderName, &str); 3] = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_date_is_shown_in_words_and_anything_else_as_it_is() {
        assert_eq!(
            moment("2027-01-05T09:00:00+01:00"),
            "5 January 2027, 09:00 (+01:00)"
        );
        assert_eq!(moment("2027-01-15T08:00:00Z"), "15 January 2027, 08:00 (+00:00)");
        assert_eq!(moment("yesterday"), "yesterday");
    }
}
