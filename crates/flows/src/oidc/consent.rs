//! Asking whether a client may have what it asks for (OpenID Connect Core, 3.1.2.4).

use super::authorize::{self, Checked, Next};
use super::client;
use crate::account::about;
use crate::account::pending::{self, Pending};
use crate::account::session::{self, Session};
use crate::audit::{self, Action, Actor, Event, Who};
use crate::ctx::Ctx;
use crate::error::{App, PageError};
use crate::page::Page;
use crate::visitor::Visitor;
use voltkey_protocol::address;
use voltkey_protocol::claims::About;
use voltkey_protocol::error::Rule;
use voltkey_protocol::scope::Scope;
use voltkey_store::consents;

/// What the consent page shows.
#[derive(Debug)]
pub struct ConsentView {
    /// The pending request's id.
    pub request: String,
    /// The session that is asked, which comes back with the decision.
    pub session: String,
    /// Who asks.
    pub app: App,
    /// Where the answer goes: the host of the redirect URI, or its scheme where it has none.
    pub return_host: String,
    /// Who is asked.
    pub email: String,
    /// Their first and last name.
    pub name: String,
    /// Their telephone number.
    pub phone: Option<String>,
    /// What else they tell of themselves.
    pub about: About,
    /// What is asked for, without `openid`.
    pub scopes: Vec<String>,
    /// Languages that the client asked for.
    pub ui_locales: Vec<String>,
}

/// What the person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent<'a> {
    /// The client may have it.
    Allow {
        /// The session that was asked: see [`ConsentView::session`].
        session: &'a str,
        /// What the page has shown, as a scope: see [`ConsentView::scopes`].
        shown: &'a str,
    },
    /// It may not.
    Deny,
}

/// What the page shows, or where the browser belongs instead.
///
/// # Errors
/// When the request is not this browser's, too old or already answered.
pub async fn view(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Page<ConsentView>, PageError> {
    let Some((pending, checked, session)) = open(ctx, visitor, id).await? else {
        return Ok(Page::Elsewhere(Next::Resume(id.to_owned())));
    };
    let Checked { client, request } = checked;
    let about = about::of(ctx, &session.person_id).await?;
    Ok(Page::Show(ConsentView {
        app: client::app(ctx, &client.client),
        return_host: address::host(&request.destination.redirect_uri),
        email: session.person.email.clone(),
        name: session.name(),
        session: session.sid,
        scopes: request.scope_of_consent().iter().map(str::to_owned).collect(),
        phone: session.person.phone,
        about,
        ui_locales: request.ui_locales,
        request: pending.id,
    }))
}

/// Takes the person's decision. A page that asked somebody else, who was signed in here before, or for less than the client
/// asks for now, does not count: then the page is shown anew.
///
/// # Errors
/// As [`view`].
pub async fn decide(ctx: &Ctx, visitor: &Visitor, id: &str, consent: Consent<'_>) -> Result<Next, PageError> {
    let Some((pending, checked, session)) = open(ctx, visitor, id).await? else {
        return Ok(Next::Resume(id.to_owned()));
    };
    let Checked { client, request } = &checked;
    match consent {
        Consent::Deny => {
            let refusal = authorize::denied(Rule::ConsentDenied, "the person denied the request");
            let response = authorize::tell(ctx, visitor, &client.client, &request.destination, refusal).await;
            return authorize::finish(ctx, &pending, response).await;
        }
        Consent::Allow { session: asked, .. } if asked != session.sid => return Ok(Next::Resume(pending.id)),
        Consent::Allow { shown, .. } if !covers(shown, &request.scope_of_consent()) => {
            return Ok(Next::Resume(pending.id));
        }
        Consent::Allow { .. } => {}
    }
    let now = ctx.now();
    let (person_id, client_id) = (&session.person_id, client.id());
    let given = request.scope_of_consent();
    let who = Who::from(&session);
    let event = Event::of_account(Action::ConsentGiven, &who).object(client_id);
    let note = audit::note(
        ctx,
        &Actor::person(visitor, &who),
        event.with("scope", given.to_string()),
    )?;
    ctx.store
        .write(|mut tx| async {
            let before = consents::hold(&mut tx, person_id, client_id, now).await?;
            let before: Scope = before.parse().unwrap_or_default();
            let scope = before.union(&given).to_string();
            consents::put(&mut tx, person_id, client_id, &scope, now).await?;
            voltkey_store::pending::consent(&mut tx, &pending.id, &session.id, now).await?;
            note.write(&mut tx).await?;
            Ok(((), tx))
        })
        .await?;
    Ok(Next::Resume(pending.id))
}

fn covers(shown: &str, asked: &Scope) -> bool {
    asked.is_empty() || shown.parse::<Scope>().is_ok_and(|shown| shown.covers(asked))
}

/// The request and the session; none when the browser belongs on another page.
async fn open(
    ctx: &Ctx,
    visitor: &Visitor,
    id: &str,
) -> Result<Option<(Pending, Checked, Session)>, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let session = session::find(ctx, visitor).await?;
    let checked = authorize::recheck(ctx, visitor, &pending).await?;
    Ok(match (checked, session) {
        (Some(Ok(checked)), Some(session)) => Some((pending, checked, session)),
        _ => None,
    })
}
