//! Sends an authorization response by POST (OAuth 2.0 Form Post Response Mode). A script sends the form at
//! once; without scripts a button does.

use super::View;
use super::form::Form;
use super::message::Message;
use serde::Serialize;

/// The page that goes on by itself.
#[derive(Clone, Debug, Serialize)]
pub struct FormPost {
    /// The client's redirect URI with the response's parameters.
    pub form: Form,
    /// The app that the person returns to.
    pub app: String,
}

impl View for FormPost {
    const TEMPLATE: &'static str = "pages/form_post.html";

    fn title(&self) -> Message {
        Message::new("form-post-title").with("app", self.app.as_str())
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let form = Form::to("https://reports.heliodata.example/callback")
            .with("code", "c0de")
            .with("state", "\"<&>");
        vec![Self {
            form,
            app: "Solar Reports".to_owned(),
        }]
    }
}
