//! Answers that go back to the app (RFC 6749, 4.1.2 and 4.1.2.1): a refusal travels there as a code or a token does.
//!
//! The address was found among the client's registered ones before anything else was looked at; nothing from a
//! request leads here.

use super::Answer;
use crate::screen::{Policy, Screen};
use crate::view::{Form, FormPost};
use axum::response::{IntoResponse, Redirect};
use voltkey_protocol::address;
use voltkey_protocol::authorize::{AuthorizationResponse, ResponseMode};

/// Sends the browser back to the app with the answer.
pub fn answer(screen: &Screen, response: AuthorizationResponse) -> Answer {
    match response.mode {
        // 303, so that no browser sends the person's password on (RFC 9700, 4.12).
        ResponseMode::Query | ResponseMode::Fragment => {
            Ok(Redirect::to(&response.location()).into_response())
        }
        ResponseMode::FormPost => screen.show_once(&form_post(response), Policy::FORM_POST),
    }
}

fn form_post(response: AuthorizationResponse) -> FormPost {
    let app = address::host(&response.redirect_uri);
    let form = Form::to(response.redirect_uri);
    let form = response
        .fields
        .into_iter()
        .fold(form, |form, (name, value)| form.with(name, value));
    FormPost { form, app }
}

#[cfg(test)]
mod tests {
    use super::*;
    use voltkey_protocol::authorize::{Destination, Granted};

    #[test]
    fn the_form_carries_every_field_to_the_registered_address() {
        let address = "https://app.example/cb?x=1";
        let client = serde_json::json!({ "id": "app", "redirect_uris": [address] });
        let params = [("redirect_uri", address), ("response_mode", "form_post")];
        let client = serde_json::from_value(client).expect("metadata");
        let to = Destination::settle(&params.into_iter().collect(), &client).expect("it is registered");
        let issuer = "https://op.example";
        let granted = Granted {
            code: Some("c".to_owned()),
            ..Granted::default()
        };
        let page = form_post(AuthorizationResponse::success(&to, issuer, granted));
        assert_eq!(
            (page.form.action.as_str(), page.app.as_str()),
            ("https://app.example/cb?x=1", "app.example")
        );
        let fields: Vec<_> = page
            .form
            .hidden
            .iter()
            .map(|input| (&*input.name, &*input.value))
            .collect();
        assert_eq!(fields, [("code", "c"), ("iss", "https://op.example")]);
    }
}
