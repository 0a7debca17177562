//! What was done to a person's account lately, by themselves and by others.
//!
//! It is told from the audit trail, and only what was done to this account: what its person does to others stands in
//! the trail of their company. An event stands in the chain of each company that it concerns, and is told once.

use super::own_page::Me;
use crate::audit::Action;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::oidc::client;
use crate::paging::{cut, one_more};
use serde_json::Value;
use voltkey_protocol::time::Timestamp;
use voltkey_store::PersonId;
use voltkey_store::audit_events::{self, OfPerson};

/// The events of one page.
const PAGE: usize = 25;
/// Comes after every identifier.
const NEWEST: &str = "~";

/// Which page of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// The newest.
    Newest,
    /// What was before the event of that identifier.
    Before(&'a str),
    /// What was after it.
    After(&'a str),
}

/// One page.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    /// The events, the newest first.
    pub events: Vec<Happened>,
    /// The event after which there are newer ones.
    pub newer: Option<String>,
    /// The event before which there are older ones.
    pub older: Option<String>,
}

/// An event, as its person may know it.
#[derive(Clone, Debug)]
pub struct Happened {
    /// What was done; none where it was noted by a later version of this program.
    pub action: Option<Action>,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: By,
    /// From where: only what the person did, or somebody unknown in their name, and as long as that is kept.
    pub from: Option<Whereabouts>,
    /// The name of a company that it stands in the trail of.
    pub company: Option<String>,
    /// The name of the app that it was about.
    pub app: Option<String>,
    details: Value,
}

/// Who did something to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Its person, or somebody who said so.
    Person,
    /// An admin of that name.
    Admin(String),
    /// The platform's support or an operator, who are not told by name.
    Support,
    /// The platform by itself, or by a command.
    Platform,
    /// Somebody who has no account any more.
    Somebody,
}

/// Where something was done from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// What the browser calls itself.
    pub user_agent: String,
    /// The network.
    pub network: String,
}

impl Happened {
    /// A word that was noted with it, as long as that is kept.
    #[must_use]
    pub fn detail(&self, name: &str) -> Option<&str> {
        self.details[name].as_str()
    }

    /// Whether that was noted with it.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.details[name] == Value::Bool(true)
    }
}

/// A page of what was done to the person's account. What was done within the last second may be missing.
///
/// # Errors
/// When the database does not answer.
pub async fn list(ctx: &Ctx, me: &Me, place: Place<'_>) -> Result<Activity, Fault> {
    let person = &me.session.person_id;
    let (rows, has_newer, has_older) = match place {
        Place::Newest => {
            let (rows, has_older) = before(ctx, person, NEWEST).await?;
            (rows, false, has_older)
        }
        Place::Before(id) => {
            let (rows, has_older) = before(ctx, person, id).await?;
            (rows, true, has_older)
        }
        Place::After(id) => match after(ctx, person, id).await? {
            Some(rows) => (rows, true, true),
            // There is less than a page: the newest one shows it all.
            None => {
                let (rows, has_older) = before(ctx, person, NEWEST).await?;
                (rows, false, has_older)
            }
        },
    };
    let id = |row: Option<&OfPerson>| row.map(|row| row.id.clone());
    let mut activity = Activity {
        newer: id(rows.first()).filter(|_| has_newer),
        older: id(rows.last()).filter(|_| has_older),
        events: Vec::with_capacity(rows.len()),
    };
    for row in rows {
        activity.events.push(happened(ctx, person, row).await?);
    }
    Ok(activity)
}

/// A page of what was before that event, and whether there is more.
async fn before(ctx: &Ctx, person: &PersonId, id: &str) -> Result<(Vec<OfPerson>, bool), Fault> {
    let mut rows = audit_events::of_person_before(&ctx.store, person, id, one_more(PAGE)).await?;
    let has_more = cut(&mut rows, PAGE);
    Ok((rows, has_more))
}

/// The page of what was right after that event; none where that is not more than a page.
async fn after(ctx: &Ctx, person: &PersonId, id: &str) -> Result<Option<Vec<OfPerson>>, Fault> {
    let mut rows = audit_events::of_person_after(&ctx.store, person, id, one_more(PAGE)).await?;
    let has_more = cut(&mut rows, PAGE);
    rows.reverse();
    Ok(has_more.then_some(rows))
}

async fn happened(ctx: &Ctx, person: &PersonId, row: OfPerson) -> Result<Happened, Fault> {
    let details: Value = row
        .body
        .as_deref()
        .and_then(|body| serde_json::from_str(body).ok())
        .unwrap_or_default();
    let action: Option<Action> = row.action.parse().ok();
    let app = match (&row.object, action) {
        (Some(id), Some(Action::ConsentGiven | Action::ConsentWithdrawn)) => client::find(ctx, id).await?,
        _ => None,
    };
    let by = by(person, &row);
    Ok(Happened {
        action,
        at: row.at,
        // Where an admin is, is no business of the members'.
        from: (by == By::Person).then(|| from(&details)).flatten(),
        by,
        company: row.company,
        app: app.map(|found| client::app(ctx, &found.client).name),
        details,
    })
}

fn by(person: &PersonId, row: &OfPerson) -> By {
    if row.actor == person.as_str() || row.actor == "nobody" {
        return By::Person;
    }
    if row.actor == "command" || row.actor == "system" {
        return By::Platform;
    }
    let is = |role: Option<bool>| role == Some(true);
    match (&row.given_name, &row.family_name) {
        _ if is(row.is_support) || is(row.is_operator) => By::Support,
        (Some(given_name), Some(family_name)) => {
            By::Admin(super::session::full_name(given_name, family_name))
        }
        _ => By::Somebody,
    }
}

fn from(details: &Value) -> Option<Whereabouts> {
    let text = |name: &str| details[name].as_str().map(str::to_owned);
    Some(Whereabouts {
        user_agent: text("user_agent").unwrap_or_default(),
        network: text("network")?,
    })
}
