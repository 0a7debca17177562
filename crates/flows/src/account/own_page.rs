//! Pages of a person's own, and of what they manage: who is signed in, and what must be shown first.
//!
//! Not signed in: log in, then here. A sensitive deed asks for a fresh proof on the way to its page, so that nothing
//! that was typed into the page gets lost.

use super::house::{self, Look};
use super::pending::{self, Binding, Errand, Pending};
use super::second_factor;
use super::session::{self, Session};
use super::step;
use crate::audit::{self, Action, Actor, Event, Note, Who};
use crate::ctx::Ctx;
use crate::error::{Fault, PageError};
use crate::oidc::authorize::Next;
use crate::visitor::Visitor;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use voltkey_protocol::assurance::Authentication;
use voltkey_protocol::params::Params;
use voltkey_store::authenticators;
use voltkey_store::memberships::{self, Role};

/// How long a proof is fresh.
const FRESH: Duration = Duration::from_secs(10 * 60);

/// What a page wants to be shown by whoever comes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wants {
    /// A session.
    Session,
    /// A second factor within the last ten minutes, or the password where there is none; and not the PIN alone.
    FreshProof,
}

/// Somebody on a page of their own.
#[derive(Clone, Debug)]
pub struct Me {
    pub(crate) session: Session,
}

impl Me {
    /// E-mail address.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.session.person.email
    }

    /// How the person is known outside.
    #[must_use]
    pub fn sub(&self) -> &str {
        &self.session.person.sub
    }

    /// First and last name.
    #[must_use]
    pub fn name(&self) -> String {
        self.session.name()
    }

    /// Language of the pages.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.session.person.language
    }

    /// Whether they have a role on the instance.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.session.person.is_support || self.session.person.is_operator
    }

    /// The event of what they do to their own account.
    pub(crate) fn event(&self, action: Action) -> Event {
        Event::of_account(action, &Who::from(&self.session))
    }

    /// Notes what they do.
    pub(crate) fn note(&self, ctx: &Ctx, visitor: &Visitor, event: Event) -> Result<Note, Fault> {
        let actor = Actor::person(visitor, &Who::from(&self.session));
        audit::note(ctx, &actor, event)
    }

    /// How they were authenticated.
    #[must_use]
    pub fn authentication(&self) -> &Authentication {
        &self.session.authentication
    }
}

/// Who is on the page at the address `to`, a path of ours with its query; or else the pending
/// request that leads to the login and back to that address.
///
/// # Errors
/// When the network has used up its quota of logins.
pub async fn enter(
    ctx: &Ctx,
    visitor: &Visitor,
    to: &str,
    wants: Wants,
    hints: &Params,
) -> Result<Result<Me, String>, PageError> {
    let found = session::find(ctx, visitor).await?;
    if let Some(session) = &found
        && is_content(ctx, session, wants).await?
    {
        let session = session.clone();
        return Ok(Ok(Me { session }));
    }
    let errand = Errand::Page {
        to: to.to_owned(),
        wants,
    };
    let mut kept = hints.only(&["login_hint", "ui_locales"]);
    if let Some(session) = &found {
        // Whoever is signed in, and only has to show more.
        kept = kept.with("login_hint", Some(&session.person.email));
    }
    let id = pending::store(ctx, visitor, None, Some(errand), &kept, Binding::Now).await?;
    Ok(Err(id))
}

/// Where somebody belongs, and what they may look after.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The companies that they belong to, by short name.
    pub companies: Vec<OwnCompany>,
    /// Whether they are the platform's support.
    pub is_support: bool,
    /// Whether they are an operator.
    pub is_operator: bool,
}

/// A company that somebody belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCompany {
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whether they are its admin.
    pub is_admin: bool,
    /// Its look.
    pub look: Option<Look>,
}

impl Standing {
    /// The look of the company of that short name, or else of the only one.
    #[must_use]
    pub fn look(&self, about: Option<&str>) -> Option<&Look> {
        let named = self
            .companies
            .iter()
            .find(|company| Some(&*company.slug) == about);
        let only = self.companies.first().filter(|_| self.companies.len() == 1);
        named.or(only)?.look.as_ref()
    }
}

/// Where somebody belongs.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(ctx: &Ctx, me: &Me) -> Result<Standing, Fault> {
    let memberships = memberships::of_person(&ctx.store, &me.session.person_id).await?;
    let companies = memberships.into_iter().map(|membership| OwnCompany {
        is_admin: membership.role == Role::Admin,
        look: house::look(&membership),
        slug: membership.slug,
        name: membership.name,
    });
    Ok(Standing {
        companies: companies.collect(),
        is_support: me.session.person.is_support,
        is_operator: me.session.person.is_operator,
    })
}

/// Where somebody goes on who is on the way to a page.
pub(crate) async fn go_on(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: &Pending,
    session: &Session,
    (to, wants): (&str, Wants),
) -> Result<Next, PageError> {
    if is_content(ctx, session, wants).await? {
        voltkey_store::pending::finish(&ctx.store, &pending.id, ctx.now()).await?;
        return Ok(Next::Own(to.to_owned()));
    }
    step::raise(ctx, visitor, pending.clone(), Some(session)).await
}

async fn is_content(ctx: &Ctx, session: &Session, wants: Wants) -> Result<bool, Fault> {
    if second_factor::falls_short(ctx, session).await? {
        return Ok(false);
    }
    match wants {
        Wants::Session => Ok(true),
        Wants::FreshProof => is_fresh(ctx, session).await,
    }
}

/// Whether the person has shown what they have within the last ten minutes.
pub(crate) async fn is_fresh(ctx: &Ctx, session: &Session) -> Result<bool, Fault> {
    if !session.authentication.has_password() {
        return Ok(false);
    }
    let has_factor = !authenticators::of_person(&ctx.store, &session.person_id)
        .await?
        .is_empty();
    let shown_at = match has_factor {
        true => session.second_factor_at,
        false => Some(session.authentication.auth_time),
    };
    Ok(shown_at.is_some_and(|at| ctx.now().saturating_since(at) < FRESH))
}
