//! What is sent, and what came of it.

use super::row::File;
use crate::harness::{Browser, FilledForm, Reply, with_file};
use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{Method, Request};
use url::form_urlencoded::Serializer;
use url::{Position, Url};

/// What is sent: where to, and the fields in order.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) action: Url,
    fields: Vec<(String, String)>,
    file: Option<File>,
}

impl Sent {
    pub(super) fn new(form: &FilledForm, file: Option<File>) -> Self {
        Self {
            action: form.action.clone(),
            fields: form.sent(),
            file,
        }
    }

    /// A form without fields.
    pub(super) fn bare(action: Url) -> Self {
        Self {
            action,
            fields: Vec::new(),
            file: None,
        }
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(own, _)| own == name);
        field.map(|(_, value)| value.as_str())
    }

    pub(super) fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(own, _)| own != name);
        self
    }

    pub(super) fn with(self, name: &str, value: &str) -> Self {
        let mut other = self.without(name);
        other.fields.push((name.to_owned(), value.to_owned()));
        other
    }

    pub(super) fn to(self, action: Url) -> Self {
        Self { action, ..self }
    }

    /// The media type and the body.
    fn encoded(&self) -> (String, Vec<u8>) {
        match self.file {
            Some(File { field, name, bytes }) => with_file(&self.fields, field, (name, bytes)),
            None => {
                let body = Serializer::new(String::new()).extend_pairs(&self.fields).finish();
                ("application/x-www-form-urlencoded".to_owned(), body.into_bytes())
            }
        }
    }
}

/// What came of a request, as far as the matrix tells answers apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// A page.
    Shown,
    /// Led elsewhere.
    Led(String),
    /// Led to the login.
    ToLogin,
    /// Anything else, by its status.
    Status(u16),
}

impl Came {
    pub(super) const HIDDEN: Self = Self::Status(404);
    pub(super) const FORBIDDEN: Self = Self::Status(403);

    /// Whether somebody got what they asked for.
    pub(super) fn is_let_in(&self) -> bool {
        matches!(self, Self::Shown | Self::Led(_))
    }
}

/// Asks for an address as a link on another site does, and does not follow the answer.
pub(super) async fn ask(browser: &mut Browser, url: &Url) -> Came {
    ask_by(browser, Method::GET, url).await
}

/// As [`ask`], by any method.
pub(super) async fn ask_by(browser: &mut Browser, method: Method, url: &Url) -> Came {
    let request = at(method, url).header("sec-fetch-site", "cross-site");
    came(&browser.send(request.body(Body::empty()).unwrap()).await)
}

/// Posts a form as a page of ours does, and does not follow the answer.
pub(super) async fn post(browser: &mut Browser, sent: &Sent) -> Came {
    came(&reply_to(browser, Method::POST, sent).await)
}

/// The whole answer to a request with these fields in its body.
pub(super) async fn reply_to(browser: &mut Browser, method: Method, sent: &Sent) -> Reply {
    let (media_type, body) = sent.encoded();
    let request = at(method, &sent.action).header(CONTENT_TYPE, media_type);
    browser.send(request.body(Body::from(body)).unwrap()).await
}

fn at(method: Method, url: &Url) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(&url[Position::BeforePath..Position::AfterQuery])
}

fn came(reply: &Reply) -> Came {
    match (reply.status.as_u16(), reply.header("location")) {
        (200, _) => Came::Shown,
        (303, address) if address.starts_with("/oauth2/authorize/resume?") => Came::ToLogin,
        (303, address) => Came::Led(address.to_owned()),
        (status, _) => Came::Status(status),
    }
}
