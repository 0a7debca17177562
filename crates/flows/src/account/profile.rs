//! What a person tells of themselves, and can change at any time.

use super::about;
use super::details::{DetailProblems, Details};
use super::own_page::Me;
use crate::audit::Action;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_protocol::claims::About;
use voltkey_protocol::time::Timestamp;
use voltkey_store::email_changes;
use voltkey_store::people::{self, Details as Row, Profile};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ProfileView {
    /// Names, telephone number and language.
    pub details: Details,
    /// What else they tell.
    pub about: About,
    /// E-mail address.
    pub email: String,
    /// Whether a link mailed to it was used.
    pub email_verified: bool,
    /// An address that waits for its link to be used.
    pub waiting: Option<WaitingEmail>,
}

/// An address that waits.
#[derive(Clone, Debug)]
pub struct WaitingEmail {
    /// The address.
    pub email: String,
    /// Until when its link works.
    pub until: Timestamp,
}

/// What the page shows.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, me: &Me) -> Result<ProfileView, Fault> {
    let person = &me.session.person;
    let waiting = email_changes::of_person(&ctx.store, &me.session.person_id).await?;
    let waiting = waiting.filter(|change| change.expires_at > ctx.now());
    Ok(ProfileView {
        details: Details {
            given_name: person.given_name.clone(),
            family_name: person.family_name.clone(),
            phone: person.phone.clone().unwrap_or_default(),
            language: person.language.clone(),
        },
        about: about::of(ctx, &me.session.person_id).await?,
        email: person.email.clone(),
        email_verified: person.email_verified,
        waiting: waiting.map(|change| WaitingEmail {
            email: change.email,
            until: change.expires_at,
        }),
    })
}

/// Changes it; or tells what is wrong with what was entered.
///
/// # Errors
/// When the database does not answer.
pub async fn save(
    ctx: &Ctx,
    visitor: &Visitor,
    me: &Me,
    entered: &Details,
) -> Result<Result<(), DetailProblems>, Fault> {
    let details = entered.tidy();
    let problems = details.problems();
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let row = Row {
        given_name: &details.given_name,
        family_name: &details.family_name,
        phone: Some(details.phone.as_str()).filter(|phone| !phone.is_empty()),
        language: &details.language,
    };
    let changed = changed(&me.session.person, &row);
    if changed.is_empty() {
        return Ok(Ok(()));
    }
    let event = me.event(Action::ProfileChanged).with("changed", changed);
    let note = me.note(ctx, visitor, event)?;
    let now = ctx.now();
    let written = ctx.store.write(|mut tx| async {
        people::set_details(&mut tx, &me.session.person_id, &row, now).await?;
        note.write(&mut tx).await?;
        Ok(((), tx))
    });
    written.await?;
    Ok(Ok(()))
}

/// The claims that change (OpenID Connect Core, section 5.1).
fn changed(before: &Profile, after: &Row<'_>) -> Vec<&'static str> {
    [
        ("given_name", before.given_name != after.given_name),
        ("family_name", before.family_name != after.family_name),
        ("phone_number", before.phone.as_deref() != after.phone),
        ("locale", before.language != after.language),
    ]
    .into_iter()
    .filter_map(|(claim, differs)| differs.then_some(claim))
    .collect()
}
