//! Writing to the support (S17), where no form elsewhere is configured.

use crate::error::Answer;
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::SupportSent;
use crate::view::login::EmailProblem;
use crate::view::support_form::{Entry, MessageProblem, SupportForm, SupportProblems, Topic};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::ask_support::{self, Problems, SupportOutcome};
use voltkey_flows::account::session;
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/support";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

/// Where the support is written to about a topic: here, or on the form that is configured.
pub fn address(screen: &Screen, topic: Topic) -> Option<String> {
    let url = screen.support_form()?;
    let is_ours = url.starts_with('/');
    Some(match is_ours {
        true => address::with_parameters(&url, &[("topic", topic.value())]),
        false => url,
    })
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let person = session::current(screen.ctx(), &visitor).await?;
    let topic = params
        .get("topic")
        .and_then(Topic::from_value)
        .unwrap_or_default();
    let entry = Entry {
        name: person
            .as_ref()
            .map(|person| person.name.clone())
            .unwrap_or_default(),
        email: person.map(|person| person.email).unwrap_or_default(),
        topic,
        message: String::new(),
    };
    screen.show(&page(&screen, &visitor, &entry), Policy::OWN)
}

async fn post(screen: Screen, Extension(visitor): Extension<Visitor>, OwnForm(form): OwnForm) -> Answer {
    let entry = entered(&form);
    let asked = ask_support::Entry {
        name: &entry.name,
        email: &entry.email,
        topic: entry.topic.value(),
        message: &entry.message,
        language: screen.language().code(),
    };
    match ask_support::ask(screen.ctx(), &visitor, &asked).await? {
        SupportOutcome::Sent { reference, at } => {
            let page = SupportSent {
                reference,
                at: screen.moment_at(at),
                email: entry.email,
                way_on: Some(screen.front_door()),
            };
            screen.show_once(&page, Policy::OWN)
        }
        SupportOutcome::Refused(problems) => {
            let page = page(&screen, &visitor, &entry).refused(&told(problems, &entry));
            screen.show_again(&page, Policy::OWN, None)
        }
        SupportOutcome::Throttled(wait) => {
            let page = page(&screen, &visitor, &entry).throttled(wait);
            screen.show_again(&page, Policy::OWN, Some(wait))
        }
    }
}

fn page(screen: &Screen, visitor: &Visitor, entry: &Entry) -> SupportForm {
    SupportForm::new(screen.plain_form(visitor, PATH), entry)
}

fn entered(form: &Params) -> Entry {
    let field = |name| form.get(name).unwrap_or_default().to_owned();
    Entry {
        name: field("name"),
        email: field("email"),
        topic: form.get("topic").and_then(Topic::from_value).unwrap_or_default(),
        message: field("message"),
    }
}

fn told(problems: Problems, entry: &Entry) -> SupportProblems {
    let email = match entry.email.trim() {
        "" => EmailProblem::Missing,
        _ => EmailProblem::Malformed,
    };
    SupportProblems {
        name: problems.name,
        email: problems.email.then_some(email),
        message: problems.message.map(|problem| match problem {
            ask_support::MessageProblem::Missing => MessageProblem::Missing,
            ask_support::MessageProblem::TooLong => MessageProblem::TooLong,
        }),
    }
}
