//! From a right password to a session: what a login still needs, and its end.

use super::pending::{Pending, Progress};
use super::second_factor::{self, Duty, EnrollReason, Grace};
use super::session::{self, Beginning, Session};
use super::throttle::{self, Counted};
use crate::ctx::Ctx;
use crate::error::{Fault, PageError};
use crate::jobs::{self, Notice, Task};
use crate::oidc::authorize::{Next, Step};
use crate::oidc::client;
use crate::visitor::Visitor;
use voltkey_protocol::assurance::{Acr, Authentication};
use voltkey_protocol::time::Timestamp;
use voltkey_store::authenticators;
use voltkey_store::jobs::{NewJob, enqueue};
use voltkey_store::people::{self, Person};
use voltkey_store::{PersonId, Tx, known_browsers, memberships};

/// What a login needs after the right password.
pub(crate) enum Need {
    /// A PIN of the authenticator.
    Pin,
    /// A second factor has to be set up; within the grace period it may wait.
    Enroll(EnrollReason, Option<Grace>),
    /// Nothing.
    Nothing,
}

/// What the login of this person needs for this request.
pub(crate) async fn need(ctx: &Ctx, pending: &Pending, person: &Person) -> Result<Need, Fault> {
    if !authenticators::of_person(&ctx.store, &person.id)
        .await?
        .is_empty()
    {
        return Ok(Need::Pin);
    }
    let memberships = memberships::of_person(&ctx.store, &person.id).await?;
    let wants_two = wants_two(ctx, pending).await?;
    Ok(
        match second_factor::duty(person, &memberships, &ctx.settings, ctx.now()) {
            Duty::Now(reason) => Need::Enroll(reason, None),
            _ if wants_two => Need::Enroll(EnrollReason::App, None),
            Duty::Soon(reason, grace) => Need::Enroll(reason, Some(grace)),
            Duty::None => Need::Nothing,
        },
    )
}

/// Where a login goes on whose request asks for one: to the page after the password if that was typed for it, else
/// to the login page.
pub(crate) async fn log_in_or_go_on(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: Pending,
) -> Result<Next, PageError> {
    let person = match on_the_way(ctx, visitor, &pending).await? {
        Some(OnTheWay {
            person, raised: None, ..
        }) => person,
        _ => return Ok(Next::LogIn(pending.id)),
    };
    Ok(match need(ctx, &pending, &person).await? {
        Need::Pin => Next::EnterPin(pending.id),
        Need::Enroll(..) => Next::Enroll(pending.id),
        // The password alone would do by now; it is quicker typed again than explained.
        Need::Nothing => Next::LogIn(pending.id),
    })
}

/// Raises a session of one factor to two: the PIN is asked, and nothing else. Somebody who has no second factor yet
/// logs in anew: setting one up takes the password.
pub(crate) async fn raise(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: Pending,
    session: Option<&Session>,
) -> Result<Next, PageError> {
    let Some(session) = session else {
        return Ok(Next::LogIn(pending.id));
    };
    if let Some(OnTheWay { raised: None, .. }) = on_the_way(ctx, visitor, &pending).await? {
        return log_in_or_go_on(ctx, visitor, pending).await;
    }
    let person = &session.person_id;
    if authenticators::of_person(&ctx.store, person).await?.is_empty() {
        return Ok(Next::LogIn(pending.id));
    }
    voltkey_store::pending::set_progress(&ctx.store, &pending.id, person, Some(&session.id), ctx.now())
        .await?;
    Ok(Next::EnterPin(pending.id))
}

/// Whether the request behind the pages is content with two factors only: as it says itself, or else as its client
/// is registered.
async fn wants_two(ctx: &Ctx, pending: &Pending) -> Result<bool, Fault> {
    if let Some(values) = pending.params.get("acr_values") {
        return Ok(Acr::wants_two_factors(values.split(' ')));
    }
    let Some(id) = &pending.client_id else {
        return Ok(false);
    };
    let found = client::find(ctx, id).await?;
    Ok(found.is_some_and(|found| {
        Acr::wants_two_factors(found.client.default_acr_values.iter().map(String::as_str))
    }))
}

/// A login that has all it needs.
pub(crate) struct Completed<'a> {
    /// The request that it was for.
    pub(crate) pending: &'a Pending,
    /// Who logs in.
    pub(crate) person: &'a Person,
    /// What was shown.
    pub(crate) proof: Proof<'a>,
    /// The attempt that succeeded.
    pub(crate) counted: Option<&'a Counted>,
    /// The session that the browser had before.
    pub(crate) before: Option<&'a Session>,
}

/// What somebody has shown.
#[derive(Clone, Copy)]
pub(crate) enum Proof<'a> {
    /// The password, at this moment.
    Password(Timestamp),
    /// The password, at this moment, and a PIN.
    PasswordAndPin(Timestamp),
    /// A PIN, in addition to what this session began with.
    PinBeside(&'a Session),
}

/// The end of a login, made before the transaction that writes it: the session, and a mail if the browser is new.
pub(crate) struct Ending<'a> {
    completed: &'a Completed<'a>,
    session: Beginning,
    browser: [u8; 32],
    mail: NewJob,
    /// When the password was right.
    password_at: Timestamp,
    two_factors: bool,
    now: Timestamp,
}

impl<'a> Ending<'a> {
    /// Makes what is to be written.
    pub(crate) fn prepare(ctx: &Ctx, visitor: &Visitor, completed: &'a Completed<'a>) -> Result<Self, Fault> {
        let Completed {
            person,
            proof,
            before,
            ..
        } = completed;
        let now = ctx.now();
        let anew = now + ctx.settings.session.absolute;
        let (authentication, password_at, expires_at) = match proof {
            Proof::Password(at) => (Authentication::by_password(now), *at, anew),
            Proof::PasswordAndPin(at) => (Authentication::by_password_and_code(now), *at, anew),
            // The password is as old as it was, and the session ends when it would have ended.
            Proof::PinBeside(session) => {
                let at = session.authentication.auth_time;
                (Authentication::by_password_and_code(at), at, session.expires_at)
            }
        };
        Ok(Self {
            completed,
            session: Beginning::prepare(ctx, visitor, &person.id, &authentication, *before, expires_at)?,
            browser: *visitor.browser.hash().as_bytes(),
            mail: jobs::prepare(ctx, &Task::NewDevice(notice(visitor, person, now)))?,
            password_at,
            two_factors: authentication.acr() == Acr::TwoFactor,
            now,
        })
    }

    /// Makes sure that the login may end well, as the first thing that its transaction does. False, and nothing may be
    /// written, when the account was blocked or its password changed meanwhile. The person's row stays locked.
    pub(crate) async fn claim(&self, tx: &mut Tx) -> voltkey_store::Result<bool> {
        people::note_login(tx, &self.completed.person.id, self.password_at, self.now).await
    }

    /// Writes it, and forgets the login's progress.
    pub(crate) async fn write(&self, tx: &mut Tx) -> voltkey_store::Result<()> {
        let Completed {
            pending,
            person,
            proof,
            counted,
            ..
        } = self.completed;
        self.session.write(&mut *tx).await?;
        if let Some(counted) = counted {
            throttle::succeeded(&mut *tx, counted).await?;
        }
        if known_browsers::touch(&mut *tx, &person.id, &self.browser, self.two_factors, self.now).await? {
            enqueue(&mut *tx, &self.mail).await?;
        }
        let authenticated_at = match proof {
            Proof::PinBeside(_) => None,
            Proof::Password(_) | Proof::PasswordAndPin(_) => Some(self.now),
        };
        voltkey_store::pending::clear_progress(&mut *tx, &pending.id, authenticated_at).await?;
        Ok(())
    }

    /// What comes after it.
    pub(crate) fn step(self) -> Step {
        Step {
            next: Next::Resume(self.completed.pending.id.clone()),
            session: Some(self.session.token),
        }
    }
}

/// What comes instead of an end that was not written: the request is looked at again.
pub(crate) fn look_again(pending: &Pending) -> Step {
    Step {
        next: Next::Resume(pending.id.clone()),
        session: None,
    }
}

/// What a mail tells a person of a browser that acts in their name.
pub(crate) fn notice(visitor: &Visitor, person: &Person, at: Timestamp) -> Notice {
    Notice {
        email: person.email.clone(),
        name: session::full_name(&person.given_name, &person.family_name),
        language: person.language.clone(),
        at,
        user_agent: visitor.user_agent.clone(),
        network: visitor.network.to_string(),
    }
}

/// Somebody between the password and the second factor.
pub(crate) struct OnTheWay {
    /// Who it is.
    pub(crate) person: Person,
    /// Since when: the moment of the right password, where it was typed for this request.
    pub(crate) since: Timestamp,
    /// The session that only lacks a second factor; none: the password was typed for this request.
    pub(crate) raised: Option<Session>,
}

impl OnTheWay {
    /// What a right PIN proves now.
    pub(crate) fn proof_with_pin(&self) -> Proof<'_> {
        match &self.raised {
            None => Proof::PasswordAndPin(self.since),
            Some(session) => Proof::PinBeside(session),
        }
    }
}

/// Who is on the way in this request, as long as that counts: not blocked, no new password since, and where a session
/// is to be raised, that session still lives in this browser.
pub(crate) async fn on_the_way(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: &Pending,
) -> Result<Option<OnTheWay>, Fault> {
    let Some(Progress {
        person_id,
        at,
        raises,
    }) = pending.fresh_progress(ctx.now())
    else {
        return Ok(None);
    };
    let raised = match raises {
        None => None,
        Some(id) => {
            let session = session::find(ctx, visitor).await?;
            let Some(session) = session.filter(|session| session.id == *id) else {
                return Ok(None);
            };
            Some(session)
        }
    };
    let password_at = raised
        .as_ref()
        .map_or(*at, |session| session.authentication.auth_time);
    let counts = |person: &Person| {
        person.blocked_at.is_none()
            && person
                .password_changed_at
                .is_none_or(|changed| changed <= password_at)
    };
    let person = people::by_id(&ctx.store, person_id).await?;
    Ok(person.filter(counts).map(|person| OnTheWay {
        person,
        since: *at,
        raised,
    }))
}

/// Whether the person has logged in in this browser with two factors before.
pub(crate) async fn has_shown_two_factors(
    ctx: &Ctx,
    visitor: &Visitor,
    person: &PersonId,
) -> Result<bool, Fault> {
    let browser = visitor.browser.hash();
    Ok(known_browsers::has_shown_two_factors(&ctx.store, person, browser.as_bytes()).await?)
}
