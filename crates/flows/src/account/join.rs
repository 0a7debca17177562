//! Accepting an invitation with an account that is there: after a login, and without any change of password, name or
//! second factor.

use super::activate::{self, InvitedBy};
use super::email;
use super::link::{self, DeadLink, LinkEnd};
use super::pending::{self, Binding, Errand};
use super::second_factor;
use super::session::{self, Session};
use crate::audit::{self, Actor, Event, Who};
use crate::ctx::Ctx;
use crate::deep_link::{DeedResult, WayBack};
use crate::error::{Fault, PageError};
use crate::visitor::Visitor;
use voltkey_protocol::params::Params;
use voltkey_store::invitations::{self, Invitation, InvitationState};
use voltkey_store::{companies, memberships, people};

/// What the page shows.
#[derive(Debug)]
pub struct JoinView {
    /// The address that was invited.
    pub email: String,
    /// Who invites.
    pub by: InvitedBy,
    /// Who is signed in.
    pub standing: Standing,
    /// The language of whom it was mailed to.
    pub language: String,
}

/// Who is signed in in the browser that accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody, or whoever was invited with less than joining takes.
    Nobody,
    /// Whoever was invited.
    Invited,
    /// Somebody else, with this address.
    Other(String),
}

/// How an attempt ends.
#[derive(Debug)]
pub enum JoinOutcome {
    /// The account has joined.
    Done {
        /// Where its person goes on; none: nowhere in particular.
        next: Option<String>,
    },
    /// Whoever was invited is not signed in: the page is shown again.
    NotSignedIn,
    /// The invitation can't be accepted any more.
    Dead(DeadLink),
}

/// What a link shows to somebody whose address has an account.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, visitor: &Visitor, token: &str) -> Result<Result<JoinView, DeadLink>, Fault> {
    let linked = match activate::follow(ctx, token).await? {
        Ok(linked) => linked,
        Err(dead) => return Ok(Err(dead)),
    };
    let session = session::find(ctx, visitor).await?;
    Ok(Ok(JoinView {
        by: InvitedBy::of(&linked),
        standing: standing(ctx, session.as_ref(), &linked.invitation).await?,
        email: linked.invitation.email,
        language: linked.invitation.language,
    }))
}

/// Accepts, as whoever is signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn confirm(ctx: &Ctx, visitor: &Visitor, token: &str) -> Result<JoinOutcome, Fault> {
    match activate::follow(ctx, token).await? {
        Ok(linked) => accept(ctx, visitor, &linked.invitation, None).await,
        Err(dead) => Ok(JoinOutcome::Dead(dead)),
    }
}

/// Begins the login after which the invitation can be accepted, and gives its id.
///
/// # Errors
/// When the network has used up its quota, or the link does not work.
pub async fn begin(
    ctx: &Ctx,
    visitor: &Visitor,
    token: &str,
    back: Option<WayBack>,
    ui_locales: Option<&str>,
) -> Result<Result<String, DeadLink>, PageError> {
    let linked = match activate::follow(ctx, token).await? {
        Ok(linked) => linked,
        Err(dead) => return Ok(Err(dead)),
    };
    let hint = Some(("login_hint", linked.invitation.email.as_str()));
    let locales = ui_locales.map(|locales| ("ui_locales", locales));
    let params: Params = hint.into_iter().chain(locales).collect();
    let errand = Errand::Join {
        invitation: linked.invitation.id,
        back,
    };
    let id = pending::store(ctx, visitor, None, Some(errand), &params, Binding::Now).await?;
    Ok(Ok(id))
}

/// What the page shows after that login.
///
/// # Errors
/// When the request is not this browser's, too old or already answered.
pub async fn view_pending(
    ctx: &Ctx,
    visitor: &Visitor,
    id: &str,
) -> Result<Result<JoinView, DeadLink>, PageError> {
    let invitation = match of_pending(ctx, visitor, id).await? {
        Ok((invitation, _)) => invitation,
        Err(dead) => return Ok(Err(dead)),
    };
    let session = session::find(ctx, visitor).await?;
    let company = match &invitation.company_id {
        Some(id) => companies::by_id(&ctx.store, id)
            .await?
            .map(|company| company.name),
        None => None,
    };
    Ok(Ok(JoinView {
        by: InvitedBy {
            person: Some(invitation.invited_by.clone()).filter(|name| !name.is_empty()),
            company,
        },
        standing: standing(ctx, session.as_ref(), &invitation).await?,
        email: invitation.email,
        language: invitation.language,
    }))
}

/// Accepts after that login.
///
/// # Errors
/// As [`view_pending`].
pub async fn confirm_pending(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<JoinOutcome, PageError> {
    let (invitation, back) = match of_pending(ctx, visitor, id).await? {
        Ok(found) => found,
        Err(dead) => return Ok(JoinOutcome::Dead(dead)),
    };
    let outcome = accept(ctx, visitor, &invitation, back).await?;
    if let JoinOutcome::Done { .. } = &outcome {
        voltkey_store::pending::finish(&ctx.store, id, ctx.now()).await?;
    }
    Ok(outcome)
}

type Found = (Invitation, Option<WayBack>);

async fn of_pending(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Result<Found, DeadLink>, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let Some(Errand::Join { invitation, back }) = pending.errand else {
        return Ok(Err(DeadLink::UNKNOWN));
    };
    let Some(invitation) = invitations::by_id(&ctx.store, &invitation).await? else {
        return Ok(Err(DeadLink::UNKNOWN));
    };
    Ok(match invitation.state {
        InvitationState::Open => Ok((invitation, back)),
        InvitationState::Accepted => Err(DeadLink {
            end: LinkEnd::Used,
            email: None,
            language: Some(invitation.language),
        }),
        InvitationState::Withdrawn => Err(DeadLink::UNKNOWN),
    })
}

async fn accept(
    ctx: &Ctx,
    visitor: &Visitor,
    invitation: &Invitation,
    back: Option<WayBack>,
) -> Result<JoinOutcome, Fault> {
    let session = session::find(ctx, visitor).await?;
    let (Some(session), Standing::Invited) = (&session, standing(ctx, session.as_ref(), invitation).await?)
    else {
        return Ok(JoinOutcome::NotSignedIn);
    };
    let person = &session.person_id;
    let who = Who::from(session);
    let note = audit::note(
        ctx,
        &Actor::person(visitor, &who),
        Event::of_joining(invitation, &who),
    )?;
    let now = ctx.now();
    let accepted = ctx.store.write(|mut tx| async {
        let Some(given) = invitations::accept(&mut tx, &invitation.id, &invitation.email_key, now).await?
        else {
            return Ok((false, tx));
        };
        invitations::set_person(&mut tx, &invitation.id, person).await?;
        // An invitation takes nothing away.
        if let Some(company) = &invitation.company_id {
            memberships::give(&mut tx, person, company, given.role, now).await?;
        }
        if given.is_support || given.is_operator {
            people::give_roles(&mut tx, person, given.is_support, given.is_operator).await?;
        }
        people::verify_email(&mut tx, person, &invitation.email_key, now).await?;
        note.write(&mut tx).await?;
        Ok((true, tx))
    });
    if !accepted.await? {
        return Ok(JoinOutcome::Dead(DeadLink {
            end: LinkEnd::Used,
            email: None,
            language: Some(invitation.language.clone()),
        }));
    }
    let next = match back {
        Some(back) => Some(back.address(DeedResult::Done)),
        None => link::way_to_log_in(ctx, invitation.client_id.as_deref(), &invitation.email).await?,
    };
    Ok(JoinOutcome::Done { next })
}

/// Joining gives roles away, so it takes the password, and a second factor where one is due by now: a session that lacks
/// them counts as none.
async fn standing(ctx: &Ctx, session: Option<&Session>, invitation: &Invitation) -> Result<Standing, Fault> {
    let Some(session) = session else {
        return Ok(Standing::Nobody);
    };
    if email::key(&session.person.email).as_deref() != Some(invitation.email_key.as_str()) {
        return Ok(Standing::Other(session.person.email.clone()));
    }
    let suffices = session.authentication.has_password() && !second_factor::falls_short(ctx, session).await?;
    Ok(match suffices {
        true => Standing::Invited,
        false => Standing::Nobody,
    })
}
