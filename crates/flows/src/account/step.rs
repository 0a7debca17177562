//! From a right password to a session: what a login still needs, and its end.

use super::pending::{Errand, Pending, Progress};
use super::pin_login;
use super::second_factor::{self, Duty, EnrollReason, Term};
use super::session::{self, Before, Beginning, Session};
use super::throttle::{self, Counted};
use super::warning::Warning;
use crate::audit::{self, Action, Actor, Event, Note, Who};
use crate::ctx::Ctx;
use crate::error::{Fault, PageError};
use crate::jobs::{Notice, Task};
use crate::oidc::authorize::{Next, Step};
use crate::oidc::client;
use crate::visitor::Visitor;
use voltkey_protocol::assurance::{Acr, Authentication};
use voltkey_protocol::authorize::request::acr_asked;
use voltkey_protocol::time::Timestamp;
use voltkey_store::authenticators;
use voltkey_store::people::{self, Person};
use voltkey_store::pin_logins::PinLogin;
use voltkey_store::{PersonId, Tx, known_browsers, memberships, otp_resets};

/// What a login needs after the right password.
pub(crate) enum Need {
    /// A PIN of the authenticator.
    Pin,
    /// A second factor has to be set up.
    Enroll(EnrollReason, Term),
    /// The second factor was reset, and not set up again in time.
    AnotherReset,
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
    if person.must_enroll
        && let Some(reset) = otp_resets::find(&ctx.store, &person.id).await?
    {
        return Ok(match reset.expires_at > ctx.now() {
            true => Need::Enroll(EnrollReason::Reset, Term::Since(None)),
            false => Need::AnotherReset,
        });
    }
    if matches!(pending.errand, Some(Errand::Enroll { .. })) {
        return Ok(Need::Enroll(EnrollReason::Wanted, Term::Since(None)));
    }
    let memberships = memberships::of_person(&ctx.store, &person.id).await?;
    let wants_two = wants_two(ctx, pending).await?;
    Ok(
        match second_factor::duty(person, &memberships, &ctx.settings, ctx.now()) {
            Duty::Now(reason, since) => Need::Enroll(reason, Term::Since(since)),
            _ if wants_two => Need::Enroll(EnrollReason::App, Term::Since(None)),
            Duty::Soon(reason, grace) => Need::Enroll(reason, Term::Until(grace)),
            Duty::None => Need::Nothing,
        },
    )
}

/// Where a login goes on whose request asks for one: to the page after the password if that was typed for it; to the
/// PIN where that alone will do; else to the login page.
pub(crate) async fn log_in_or_go_on(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: Pending,
) -> Result<Next, PageError> {
    let person = match on_the_way_to_pin(ctx, visitor, &pending).await? {
        Some(OnTheWay {
            person,
            how: Standing::Password,
            ..
        }) => person,
        Some(OnTheWay {
            how: Standing::Browser(_),
            ..
        }) => return Ok(Next::EnterPin(pending.id)),
        _ => return Ok(Next::LogIn(pending.id)),
    };
    Ok(match need(ctx, &pending, &person).await? {
        Need::Pin => Next::EnterPin(pending.id),
        Need::Enroll(..) => Next::Enroll(pending.id),
        Need::AnotherReset => Next::AskForReset(pending.id),
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
    // Two factors are the password and a PIN: a session that began without the password is none to add to.
    let Some(session) = session.filter(|session| session.authentication.has_password()) else {
        return Ok(Next::LogIn(pending.id));
    };
    if let Some(OnTheWay {
        how: Standing::Password,
        ..
    }) = on_the_way(ctx, visitor, &pending).await?
    {
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
pub(super) async fn wants_two(ctx: &Ctx, pending: &Pending) -> Result<bool, Fault> {
    if let Some(values) = acr_asked(&pending.params) {
        return Ok(Acr::wants_two_factors(values.iter().map(String::as_str)));
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
}

/// What somebody has shown.
#[derive(Clone, Copy)]
pub(crate) enum Proof<'a> {
    /// The password, at this moment.
    Password(Timestamp),
    /// The password, at this moment, and a PIN.
    PasswordAndPin(Timestamp),
    /// The password, at this moment, and a recovery code.
    PasswordAndRecoveryCode(Timestamp),
    /// A PIN, in addition to what this session began with.
    PinBeside(&'a Session),
    /// A recovery code, in addition to what this session began with.
    RecoveryCodeBeside(&'a Session),
    /// A PIN, in a browser in which it is enough.
    PinAlone(&'a PinLogin),
}

impl Proof<'_> {
    /// The word by which the audit trail tells of it.
    const fn word(&self) -> &'static str {
        match self {
            Self::Password(_) => "password",
            Self::PasswordAndPin(_) => "password_and_pin",
            Self::PasswordAndRecoveryCode(_) => "password_and_recovery_code",
            Self::PinBeside(_) => "pin_beside_session",
            Self::RecoveryCodeBeside(_) => "recovery_code_beside_session",
            Self::PinAlone(_) => "pin_alone",
        }
    }
}

/// The end of a login, made before the transaction that writes it: the session, and a mail if the browser is new.
pub(crate) struct Ending<'a> {
    completed: &'a Completed<'a>,
    session: Beginning,
    browser: [u8; 32],
    warning: Warning,
    note: Note,
    pin_login: pin_login::Change,
    /// When the password was right.
    password_at: Timestamp,
    two_factors: bool,
    now: Timestamp,
}

impl<'a> Ending<'a> {
    /// Makes what is to be written.
    pub(crate) async fn prepare(
        ctx: &Ctx,
        visitor: &Visitor,
        completed: &'a Completed<'a>,
    ) -> Result<Self, Fault> {
        let Completed {
            pending,
            person,
            proof,
            ..
        } = completed;
        let now = ctx.now();
        let anew = now + ctx.settings.session.absolute;
        let (authentication, password_at, expires_at) = match proof {
            Proof::Password(at) => (Authentication::by_password(now), *at, anew),
            Proof::PasswordAndPin(at) | Proof::PasswordAndRecoveryCode(at) => {
                (Authentication::by_password_and_code(now), *at, anew)
            }
            // The password is as old as it was, and the session ends when it would have ended.
            Proof::PinBeside(session) | Proof::RecoveryCodeBeside(session) => {
                let at = session.authentication.auth_time;
                (Authentication::by_password_and_code(at), at, session.expires_at)
            }
            Proof::PinAlone(login) => (Authentication::by_code(now), login.password_at, anew),
        };
        let pin_login = match proof {
            Proof::PasswordAndPin(at) => pin_login::Change::trust(ctx, visitor, &person.id, *at),
            Proof::PinAlone(login) => pin_login::Change::rotate(ctx, login),
            // Whoever uses a recovery code has no authenticator at hand that could be asked alone the next time.
            Proof::Password(_)
            | Proof::PasswordAndRecoveryCode(_)
            | Proof::PinBeside(_)
            | Proof::RecoveryCodeBeside(_) => pin_login::Change::None,
        };
        let before = Before::login(ctx, visitor, pending, &person.id).await?;
        Ok(Self {
            completed,
            session: Beginning::prepare(ctx, visitor, &person.id, &authentication, before, expires_at)?,
            browser: *visitor.browser.hash().as_bytes(),
            warning: Warning::prepare(ctx, visitor, person, Task::NewDevice)?,
            note: succeeded(ctx, visitor, pending, person, *proof)?,
            pin_login,
            password_at,
            two_factors: authentication.acr() == Acr::TwoFactor,
            now,
        })
    }

    /// Makes sure that the login may end well, as the first thing that its transaction does. False, and nothing may be
    /// written, when the account was blocked or its password changed meanwhile, or another login has used the same
    /// cookie. The person's row stays locked.
    pub(crate) async fn claim(&self, tx: &mut Tx) -> voltkey_store::Result<bool> {
        let person = &self.completed.person.id;
        let counts = people::note_login(&mut *tx, person, self.password_at, self.now).await?;
        Ok(counts && self.pin_login.write(tx).await?)
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
            self.warning.write(&mut *tx).await?;
        }
        self.note.write(&mut *tx).await?;
        let authenticated_at = match proof {
            Proof::PinBeside(_) | Proof::RecoveryCodeBeside(_) => None,
            Proof::Password(_)
            | Proof::PasswordAndPin(_)
            | Proof::PasswordAndRecoveryCode(_)
            | Proof::PinAlone(_) => Some(self.now),
        };
        voltkey_store::pending::clear_progress(&mut *tx, &pending.id, authenticated_at).await?;
        Ok(())
    }

    /// What comes after it.
    pub(crate) fn step(self) -> Step {
        Step {
            next: Next::Resume(self.completed.pending.id.clone()),
            session: Some(self.session.cookies()),
            pin_login: self.pin_login.into_cookie(self.now),
        }
    }
}

fn succeeded(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: &Pending,
    person: &Person,
    proof: Proof<'_>,
) -> Result<Note, Fault> {
    let who = Who::from(person);
    let event = Event::of_account(Action::LoginSucceeded, &who).with("by", proof.word());
    let event = match &pending.client_id {
        Some(client) => event.object(client),
        None => event,
    };
    audit::note(ctx, &Actor::person(visitor, &who), event)
}

/// What comes instead of an end that was not written: the request is looked at again.
pub(crate) fn look_again(pending: &Pending) -> Step {
    Step::to(Next::Resume(pending.id.clone()))
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
        not_me: None,
    }
}

/// Somebody between the password and the second factor.
pub(crate) struct OnTheWay {
    /// Who it is.
    pub(crate) person: Person,
    /// Since when: the moment of the right password, where it was typed for this request.
    pub(crate) since: Timestamp,
    /// By what.
    pub(crate) how: Standing,
}

/// What somebody has shown before the PIN.
pub(crate) enum Standing {
    /// The password, for this request.
    Password,
    /// The password, when this session began, which only lacks a second factor.
    Session(Box<Session>),
    /// Both, some time ago, in this browser.
    Browser(PinLogin),
}

impl OnTheWay {
    /// What a right PIN proves now.
    pub(crate) fn proof_with_pin(&self) -> Proof<'_> {
        match &self.how {
            Standing::Password => Proof::PasswordAndPin(self.since),
            Standing::Session(session) => Proof::PinBeside(session),
            Standing::Browser(login) => Proof::PinAlone(login),
        }
    }

    /// What a right recovery code proves now; nothing where the password was not shown.
    pub(crate) fn proof_with_recovery_code(&self) -> Option<Proof<'_>> {
        match &self.how {
            Standing::Password => Some(Proof::PasswordAndRecoveryCode(self.since)),
            Standing::Session(session) => Some(Proof::RecoveryCodeBeside(session)),
            Standing::Browser(_) => None,
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
    let how = match raises {
        None => Standing::Password,
        Some(id) => {
            let session = session::find(ctx, visitor).await?;
            let Some(session) = session.filter(|session| session.id == *id) else {
                return Ok(None);
            };
            Standing::Session(Box::new(session))
        }
    };
    let password_at = match &how {
        Standing::Session(session) => session.authentication.auth_time,
        _ => *at,
    };
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
        how,
    }))
}

/// Who may show a PIN in this request: whoever is on the way, or else whose PIN alone will do in this browser.
pub(crate) async fn on_the_way_to_pin(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: &Pending,
) -> Result<Option<OnTheWay>, Fault> {
    if let Some(on_the_way) = on_the_way(ctx, visitor, pending).await? {
        return Ok(Some(on_the_way));
    }
    // Whoever is signed in is asked for more than a session of one factor.
    if session::find(ctx, visitor).await?.is_some() {
        return Ok(None);
    }
    let trusted = pin_login::person(ctx, visitor, pending).await?;
    Ok(trusted.map(|(person, login)| OnTheWay {
        person,
        since: ctx.now(),
        how: Standing::Browser(login),
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
