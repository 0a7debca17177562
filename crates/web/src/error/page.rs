//! Failures as people see them: a page in their language that says what happened and what to do next.

use super::told::{SOON, retry_after};
use super::{Answer, Failure};
use crate::screen::Screen;
use crate::view::{self, Form, NotFound, Trouble, WayOn, refused::Received, restart, trouble};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use std::time::Duration;
use voltkey_flows::error::{App, Fault, Refused, Restart, RestartReason};
use voltkey_protocol::error::Rule;

/// The details of a refusal that stood in the request, and so may be shown to whoever sent it.
const SHOWN: [&str; 4] = [
    "client_id",
    "redirect_uri",
    "post_logout_redirect_uri",
    "resource",
];

/// Gives a failure its page; other responses pass.
pub async fn render(screen: Screen, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let Some(failure) = Failure::take(&mut response) else {
        return response;
    };
    explain(&screen, &failure).unwrap_or_else(|broken| last_resort(broken.into_response()))
}

fn explain(screen: &Screen, failure: &Failure) -> Answer {
    match failure {
        Failure::Refused(refused) => refusal(screen, refused),
        Failure::Elsewhere(address) => Ok(Redirect::to(address).into_response()),
        Failure::Restart(restart) => begin_again(screen, restart),
        Failure::Fault(Fault::Internal(_)) => in_trouble(screen, trouble::Cause::Fault, screen.request_id()),
        Failure::Fault(Fault::Busy | Fault::Unavailable(_)) | Failure::TimedOut => {
            in_trouble(screen, trouble::Cause::Busy(SOON), screen.request_id())
        }
        Failure::NotFound => nothing_here(screen, StatusCode::NOT_FOUND),
        Failure::MethodNotAllowed => nothing_here(screen, StatusCode::METHOD_NOT_ALLOWED),
    }
}

fn refusal(screen: &Screen, refused: &Refused) -> Answer {
    let reference = Some(refused.reference.as_str()).filter(|reference| !reference.is_empty());
    match (refused.rule(), refused.retry_after) {
        (Rule::FormToken, _) if !screen.knows_browser() => {
            form_refused(screen, restart::Cause::NoCookies, reference)
        }
        (Rule::FormToken | Rule::FormOrigin, _) => form_refused(screen, restart::Cause::Form, reference),
        (_, Some(span)) => in_trouble(screen, trouble::Cause::TooMany(span), reference),
        (Rule::RequestTooLarge, None) => refused_page(screen, StatusCode::PAYLOAD_TOO_LARGE, refused),
        (_, None) => refused_page(screen, StatusCode::BAD_REQUEST, refused),
    }
}

fn form_refused(screen: &Screen, cause: restart::Cause, reference: Option<&str>) -> Answer {
    let page = view::Restart {
        reference: reference.map(str::to_owned),
        at: Some(screen.moment()),
        ..view::Restart::new(cause, Some(screen.front_door()))
    };
    screen.show_failure(StatusCode::FORBIDDEN, &page)
}

/// The page of a log-out request that is refused. Whoever is signed in can sign out there all the same, by that form.
pub fn log_out_refused(screen: &Screen, refused: &Refused, sign_out: Option<Form>) -> Answer {
    let page = view::Refused {
        is_log_out: true,
        sign_out,
        ..refused_view(screen, refused)
    };
    screen.show_failure(StatusCode::BAD_REQUEST, &page)
}

fn refused_page(screen: &Screen, status: StatusCode, refused: &Refused) -> Answer {
    screen.show_failure(status, &refused_view(screen, refused))
}

fn refused_view(screen: &Screen, refused: &Refused) -> view::Refused {
    let refusal = &refused.refusal;
    let (code, at) = (refusal.code.as_str(), screen.moment());
    let mut page = view::Refused::new(refusal.rule, code, &refusal.description, &refused.reference, at);
    page.platform = screen.platform();
    page.received = received(refused);
    if let Some(app) = refused.app.as_ref().map(|app| screen.app(app)) {
        page.back = app.home.clone().map(|href| WayOn {
            href,
            app: app.name.clone(),
        });
        page = page.of_app(&app.name);
    }
    page
}

/// What came, as far as it matters. What is registered is never shown: a stranger may be reading.
fn received(refused: &Refused) -> Vec<Received> {
    let client = refused
        .app
        .iter()
        .map(|app| Received::new("client_id", &app.id, false));
    let details = refused
        .refusal
        .details
        .iter()
        .filter(|(name, _)| SHOWN.contains(name));
    client
        .chain(details.map(|(name, value)| Received::new(*name, value, true)))
        .collect()
}

fn begin_again(screen: &Screen, why: &Restart) -> Answer {
    let (status, cause) = match why.reason {
        RestartReason::Foreign if !screen.knows_browser() => {
            (StatusCode::BAD_REQUEST, restart::Cause::NoCookies)
        }
        RestartReason::Foreign => (StatusCode::BAD_REQUEST, restart::Cause::OtherBrowser),
        RestartReason::Expired | RestartReason::Done => (StatusCode::GONE, restart::Cause::TooOld),
    };
    let way_on = why
        .app
        .as_ref()
        .and_then(|app| way_to_begin(screen.app(app)))
        .unwrap_or_else(|| screen.front_door());
    screen.show_failure(status, &view::Restart::new(cause, Some(way_on)))
}

fn way_to_begin(app: App) -> Option<WayOn> {
    let href = app.login.or(app.home)?;
    Some(WayOn { href, app: app.name })
}

/// `reference` is the number of the record: of the refusal, or of the request in the log.
fn in_trouble(screen: &Screen, cause: trouble::Cause, reference: Option<&str>) -> Answer {
    let (status, span): (_, Option<Duration>) = match cause {
        trouble::Cause::Fault => (StatusCode::INTERNAL_SERVER_ERROR, None),
        trouble::Cause::Busy(span) => (StatusCode::SERVICE_UNAVAILABLE, Some(span)),
        trouble::Cause::TooMany(span) => (StatusCode::TOO_MANY_REQUESTS, Some(span)),
    };
    let mut page = Trouble::new(cause);
    page.reference = reference.map(str::to_owned);
    page.at = Some(screen.moment());
    page.way_on = screen.platform();
    Ok((retry_after(span), screen.show_failure(status, &page)?).into_response())
}

fn nothing_here(screen: &Screen, status: StatusCode) -> Answer {
    screen.show_failure(
        status,
        &NotFound {
            way_on: screen.platform(),
        },
    )
}

/// The page that explains a failure has failed itself.
fn last_resort(mut response: Response) -> Response {
    Failure::take(&mut response);
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong on our side. Please try again later.\n",
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use voltkey_protocol::error::Refusal;

    #[test]
    fn what_is_registered_is_never_shown() {
        let refusal = Refusal::invalid_request(Rule::RedirectUriUnregistered, "why")
            .with("redirect_uri", "https://evil.example/")
            .with("registered", "https://app.example/cb");
        let refused = Refused {
            refusal,
            reference: String::new(),
            app: None,
            retry_after: None,
        };
        let rows = serde_json::to_string(&received(&refused)).expect("rows");
        assert_eq!(
            rows,
            r#"[{"name":"redirect_uri","value":"https://evil.example/","marked":true}]"#
        );
    }
}
