//! The authorization endpoint: from the request to the answer, through as many pages as it takes
//! (OpenID Connect Core, 3.1.2).
//!
//! [`begin`] takes a request in. What can be answered at once is; everything else is stored, and its id leads the
//! browser through the pages. Each page ends at [`resume`], which decides anew what comes next.

use super::{answer, client, refuse, request_object, subject};
use crate::account::pending::{self, Errand, Pending};
use crate::account::pin_login::PinCookie;
use crate::account::session::{self, Cookies, Session};
use crate::account::{choose_account, email, own_page, second_factor, step};
use crate::ctx::Ctx;
use crate::deep_link::DeedResult;
use crate::error::{Fault, PageError};
use crate::keys;
use crate::visitor::Visitor;
use voltkey_crypto::keyring::{Expect, Trust};
use voltkey_protocol::authorize::decision::{self, Decision, Situation};
use voltkey_protocol::authorize::{AuthorizationRequest, AuthorizationResponse, Destination, destination};
use voltkey_protocol::client::Client;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_protocol::logout::not_a_hint;
use voltkey_protocol::params::Params;
use voltkey_protocol::scope::Scope;
use voltkey_store::{authenticators, consents};

/// What the browser does next. A text is the pending request's id.
#[derive(Debug)]
pub enum Next {
    /// Show how one gets an account.
    ShowRegistration(String),
    /// Show the page that has the browser tell apps of a log-out, and goes on: its identifier is the log-out's.
    SignedOut(String),
    /// Show the page on which an account is chosen.
    ChooseAccount(String),
    /// Show the login page.
    LogIn(String),
    /// Show the page for the PIN.
    EnterPin(String),
    /// Show the page that sets up a second factor.
    Enroll(String),
    /// Show the consent page.
    Consent(String),
    /// Decide anew, by a GET.
    Resume(String),
    /// Show who can reset the second factor: an earlier reset was not followed in time.
    AskForReset(String),
    /// Show the page on which an invitation is accepted.
    Join(String),
    /// Back to the client that sent the person to a page of ours, at this address.
    Back(String),
    /// Show this page of the person's own: a path of ours, with its query.
    Own(String),
    /// Say that the second factor is set up: the person came for nothing else.
    Enrolled,
    /// Take the answer to the client.
    Respond(AuthorizationResponse),
    /// Nothing: the person came to the login page by themselves, and is signed in.
    SignedIn {
        /// Where the platform goes on.
        login_url: Option<String>,
    },
}

/// A next step that may bring a new session, or another one that was there already.
#[derive(Debug)]
pub struct Step {
    /// What the browser does next.
    pub next: Next,
    /// To be set as the session cookies.
    pub session: Option<Cookies>,
    /// To be set as the cookie with which a PIN alone begins the next session.
    pub pin_login: Option<PinCookie>,
}

impl Step {
    /// A step without a new session.
    pub(crate) fn to(next: Next) -> Self {
        Self {
            next,
            session: None,
            pin_login: None,
        }
    }
}

/// A request whose client, destination and parameters have been checked.
pub(crate) struct Checked {
    pub(crate) client: std::sync::Arc<client::RegisteredClient>,
    pub(crate) request: AuthorizationRequest,
}

/// How a check ends when it does not give a [`Checked`] request.
pub(crate) enum CheckFailed {
    /// The client is told.
    Told(Box<AuthorizationResponse>),
    /// The person is told.
    Page(PageError),
}

/// Takes an authorization request in. One that came by POST from another site brought no cookies, so it is stored
/// and looked at again by a GET.
///
/// # Errors
/// When the person must be told, because no answer may go to the client.
pub async fn begin(ctx: &Ctx, visitor: &Visitor, params: Params, by_post: bool) -> Result<Next, PageError> {
    let (params, checked) = match take_in(ctx, visitor, params).await {
        Ok(taken) => taken,
        Err(CheckFailed::Told(response)) => return Ok(Next::Respond(*response)),
        Err(CheckFailed::Page(error)) => return Err(error),
    };
    if by_post {
        let id = pending::store(
            ctx,
            visitor,
            Some(&checked),
            None,
            &params,
            pending::Binding::Later,
        )
        .await?;
        return Ok(Next::Resume(id));
    }
    let session = session_for(ctx, visitor, &checked, None).await?;
    let view = View::new(session.as_ref(), None);
    match decide(ctx, visitor, &checked, &view).await? {
        Err(response) => return Ok(Next::Respond(response)),
        Ok(Decision::Answer) => {
            if let Some(next) = answer::answer(ctx, visitor, &checked, view.session, None).await? {
                return Ok(next);
            }
        }
        Ok(_) => {}
    }
    let id = pending::store(ctx, visitor, Some(&checked), None, &params, pending::Binding::Now).await?;
    Ok(Next::Resume(id))
}

/// Goes on with a stored request: decides what comes next, and answers when nothing is left to do.
///
/// # Errors
/// When the request is not this browser's, too old or already answered; or as [`begin`].
pub async fn resume(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Step, PageError> {
    let pending = pending::take_up(ctx, visitor, id).await?;
    let Some(checked) = recheck(ctx, visitor, &pending).await? else {
        let session = session::find(ctx, visitor).await?;
        return visit(ctx, visitor, &pending, session).await.map(Step::to);
    };
    let checked = match checked {
        Ok(checked) => checked,
        Err(response) => return finish(ctx, &pending, response).await.map(Step::to),
    };
    let session = session_for(ctx, visitor, &checked, Some(&pending)).await?;
    let view = View::new(session.as_ref(), Some(&pending));
    let decision = match decide(ctx, visitor, &checked, &view).await? {
        Err(response) => return finish(ctx, &pending, response).await.map(Step::to),
        Ok(Decision::Answer) => {
            let answered = answer::answer(ctx, visitor, &checked, view.session, Some(&pending)).await?;
            return Ok(Step::to(answered.unwrap_or(Next::Resume(pending.id))));
        }
        Ok(decision) => decision,
    };
    if let Some(session) = &session
        && decision != Decision::ShowRegistration
        && let Some(step) = make_current(ctx, visitor, &checked, &pending, session).await?
    {
        return Ok(step);
    }
    let is_on_the_way = pending.progress.is_some();
    let next = match decision {
        Decision::ShowRegistration if !is_on_the_way => Next::ShowRegistration(pending.id),
        Decision::ChooseAccount if !is_on_the_way => choose_account::or_log_in(ctx, visitor, pending).await?,
        Decision::StepUp => step::raise(ctx, visitor, pending, session.as_ref()).await?,
        Decision::AskConsent => Next::Consent(pending.id),
        _ => step::log_in_or_go_on(ctx, visitor, pending).await?,
    };
    Ok(Step::to(next))
}

/// The session that a request is about: the current one, unless its hint names another account that is signed in in
/// this browser. What the person has chosen or logged in with for the request wins over hints.
async fn session_for(
    ctx: &Ctx,
    visitor: &Visitor,
    checked: &Checked,
    pending: Option<&Pending>,
) -> Result<Option<Session>, Fault> {
    let current = session::find(ctx, visitor).await?;
    let view = View::new(current.as_ref(), pending);
    if visitor.other_sessions.is_empty() || view.is_chosen() || view.logged_in_for_this() {
        return Ok(current);
    }
    let request = &checked.request;
    let subject = hinted_subject(ctx, request).await?.ok().flatten();
    let address = request.login_hint.as_deref().and_then(email::key);
    let is_hinted = |session: &Session| match (&subject, &address) {
        (Some(subject), _) => session.person.sub == *subject,
        (None, Some(address)) => email::key(&session.person.email).as_ref() == Some(address),
        (None, None) => false,
    };
    let living = session::all(ctx, visitor).await?.into_iter();
    let hinted = living.map(|living| living.session).find(is_hinted);
    Ok(hinted.or(current))
}

/// Makes the session that a request is about the current one, because every page is about that; none where it is.
/// Anybody can write a `login_hint` into a link: then the person chooses. An ID token was given to somebody who has
/// signed that account in.
async fn make_current(
    ctx: &Ctx,
    visitor: &Visitor,
    checked: &Checked,
    pending: &Pending,
    session: &Session,
) -> Result<Option<Step>, Fault> {
    let current = session::find(ctx, visitor).await?;
    if current.is_some_and(|current| current.id == session.id) {
        return Ok(None);
    }
    if checked.request.id_token_hint.is_none() {
        return Ok(Some(Step::to(Next::ChooseAccount(pending.id.clone()))));
    }
    let cookies = session::switch_to(ctx, visitor, &session.id).await?;
    Ok(Some(Step {
        session: cookies,
        ..Step::to(Next::Resume(pending.id.clone()))
    }))
}

/// The person came to the login page by themselves, maybe on an errand.
async fn visit(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: &Pending,
    session: Option<Session>,
) -> Result<Next, PageError> {
    let Some(session) = session else {
        return step::log_in_or_go_on(ctx, visitor, pending.clone()).await;
    };
    let next = match &pending.errand {
        None => Next::SignedIn {
            login_url: ctx.settings.login_url.clone(),
        },
        // Goes on at its own page only, where it ends.
        Some(Errand::Replace { .. }) => {
            return Ok(Next::SignedIn {
                login_url: ctx.settings.login_url.clone(),
            });
        }
        // Ends when it is accepted.
        Some(Errand::Join { .. }) => return Ok(Next::Join(pending.id.clone())),
        Some(Errand::Page { to, wants }) => {
            return own_page::go_on(ctx, visitor, pending, &session, (to, *wants)).await;
        }
        Some(Errand::Enroll { back }) => {
            let has_one = !authenticators::of_person(&ctx.store, &session.person_id)
                .await?
                .is_empty();
            if !has_one {
                // Setting one up takes the password, typed for that.
                return step::log_in_or_go_on(ctx, visitor, pending.clone()).await;
            }
            match back {
                Some(back) => Next::Back(back.address(DeedResult::Done)),
                None => Next::Enrolled,
            }
        }
    };
    voltkey_store::pending::finish(&ctx.store, &pending.id, ctx.now()).await?;
    Ok(next)
}

/// Opens the object that a request may bring, and checks what there is then.
async fn take_in(ctx: &Ctx, visitor: &Visitor, params: Params) -> Result<(Params, Checked), CheckFailed> {
    let params = request_object::unfold(ctx, visitor, params).await?;
    let checked = check(ctx, visitor, &params).await?;
    Ok((params, checked))
}

/// Checks the parameters of a request, first what is for the page, then what is for the client.
async fn check(ctx: &Ctx, visitor: &Visitor, params: &Params) -> Result<Checked, CheckFailed> {
    let client_id = match destination::client_id(params) {
        Ok(id) => id,
        Err(refusal) => return Err(on_page(ctx, visitor, None, refusal).await),
    };
    let Some(client) = client::find(ctx, client_id).await? else {
        return Err(on_page(ctx, visitor, None, destination::unknown_client(client_id)).await);
    };
    let destination = match Destination::settle(params, &client.client) {
        Ok(destination) => destination,
        Err(refusal) => return Err(on_page(ctx, visitor, Some(&client.client), refusal).await),
    };
    match AuthorizationRequest::check(params, &client.client, destination.clone()) {
        Ok(request) => Ok(Checked { client, request }),
        Err(refusal) => {
            let response = tell(ctx, visitor, &client.client, &destination, refusal).await;
            Err(CheckFailed::Told(Box::new(response)))
        }
    }
}

/// Checks a stored request again, because the client may have changed since. None for a mere visit.
pub(crate) async fn recheck(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: &Pending,
) -> Result<Option<Result<Checked, AuthorizationResponse>>, PageError> {
    if pending.client_id.is_none() {
        return Ok(None);
    }
    match check(ctx, visitor, &pending.params).await {
        Ok(checked) => Ok(Some(Ok(checked))),
        Err(CheckFailed::Told(response)) => Ok(Some(Err(*response))),
        Err(CheckFailed::Page(error)) => Err(error),
    }
}

/// Records a refusal and tells the client.
pub(crate) async fn tell(
    ctx: &Ctx,
    visitor: &Visitor,
    client: &Client,
    destination: &Destination,
    refusal: Refusal,
) -> AuthorizationResponse {
    let refused = refuse::record(ctx, &visitor.network, Some(client::app(ctx, client)), refusal).await;
    AuthorizationResponse::refusal(
        destination,
        &ctx.settings.issuer,
        &refused.refusal,
        &refused.reference,
    )
}

pub(super) async fn on_page(
    ctx: &Ctx,
    visitor: &Visitor,
    client: Option<&Client>,
    refusal: Refusal,
) -> CheckFailed {
    let refused = refuse::record(
        ctx,
        &visitor.network,
        client.map(|client| client::app(ctx, client)),
        refusal,
    )
    .await;
    CheckFailed::Page(refused.into())
}

/// What a decision looks at besides the request.
struct View<'a> {
    session: Option<&'a Session>,
    /// What was done for this very request.
    pending: Option<&'a Pending>,
}

impl<'a> View<'a> {
    const fn new(session: Option<&'a Session>, pending: Option<&'a Pending>) -> Self {
        Self { session, pending }
    }

    /// Whether the session's authentication was made for this very request.
    fn logged_in_for_this(&self) -> bool {
        let at = self.pending.and_then(|pending| pending.authenticated_at);
        self.session
            .is_some_and(|session| at == Some(session.authentication.auth_time))
    }

    /// Whether the person has chosen the session for this request, or consented with it.
    fn is_chosen(&self) -> bool {
        let chosen = self.pending.and_then(|pending| pending.chosen_session.as_ref());
        self.session.is_some_and(|session| chosen == Some(&session.id))
    }

    /// Whether the session's person has consented for this request. A consent that was given before somebody else
    /// logged in, or was chosen, is not theirs.
    fn consented(&self) -> bool {
        self.is_chosen() && self.pending.is_some_and(|pending| pending.consented_at.is_some())
    }
}

/// Decides what comes next; a refusal (of `prompt=none`) is recorded and told.
async fn decide(
    ctx: &Ctx,
    visitor: &Visitor,
    checked: &Checked,
    view: &View<'_>,
) -> Result<Result<Decision, AuthorizationResponse>, Fault> {
    let Checked { client, request } = checked;
    let hinted = match hinted_subject(ctx, request).await? {
        Ok(hinted) => hinted,
        Err(refusal) => {
            return Ok(Err(tell(
                ctx,
                visitor,
                &client.client,
                &request.destination,
                refusal,
            )
            .await));
        }
    };
    let consented = match view.session {
        Some(session)
            if view.consented() || !client.client.skips_consent(&request.destination.redirect_uri) =>
        {
            consents::find(&ctx.store, &session.person_id, client.id()).await?
        }
        _ => None,
    };
    let consented: Option<Scope> = consented.and_then(|row| row.scope.parse().ok());
    // Whom a hint names is not signed in: the choice of another would not help.
    let none_is_current =
        view.session.is_none() && hinted.is_none() && !session::all(ctx, visitor).await?.is_empty();
    let must_do_more = match view.session {
        Some(session) => second_factor::falls_short(ctx, session).await?,
        None => false,
    };
    let situation = Situation {
        now: ctx.now(),
        logged_in_for_this: view.logged_in_for_this(),
        chosen: view.is_chosen(),
        authentication: view.session.map(|session| &session.authentication),
        none_is_current,
        must_do_more,
        is_not_who_was_hinted: match (&hinted, view.session) {
            (_, Some(session)) if !accepts(ctx, checked, &session.person.sub) => true,
            (Some(hinted), Some(session)) => *hinted != session.person.sub,
            _ => false,
        },
        consented: consented.as_ref(),
        consented_now: view.consented(),
    };
    match decision::decide(request, &client.client, &situation) {
        Ok(decision) => Ok(Ok(decision)),
        Err(refusal) => Ok(Err(tell(
            ctx,
            visitor,
            &client.client,
            &request.destination,
            refusal,
        )
        .await)),
    }
}

/// Whether the `claims` parameter is content with the person of that `sub`.
fn accepts(ctx: &Ctx, checked: &Checked, sub: &str) -> bool {
    let Checked { client, request } = checked;
    request
        .claims
        .accepts_subject(&subject::of(ctx, &client.client, sub))
}

/// Whom an `id_token_hint` names. It may have expired, but must be one of ours (OpenID Connect Core, 3.1.2.1).
pub(crate) async fn hinted_subject(
    ctx: &Ctx,
    request: &AuthorizationRequest,
) -> Result<Result<Option<String>, Refusal>, Fault> {
    let Some(hint) = &request.id_token_hint else {
        return Ok(Ok(None));
    };
    let claims = read_hint(ctx, hint).await?;
    let subject = claims.and_then(|claims| claims.get("sub")?.as_str().map(str::to_owned));
    Ok(match subject {
        Some(subject) => Ok(Some(subject)),
        None => Err(not_a_hint(hint)),
    })
}

/// The claims of an ID token of ours, however old, which its client may have encrypted to us (OpenID Connect Core,
/// 3.1.2.1); none when it is not one. Its `sub` is the person's own, as no client with pairwise identifiers sees it.
pub(crate) async fn read_hint(ctx: &Ctx, hint: &str) -> Result<Option<serde_json::Value>, Fault> {
    let expect = Expect {
        typ: Some(super::issue::ID_TOKEN_TYP),
        trust: Trust::Ever,
    };
    let Some(signed) = keys::decryption::unwrap(ctx, hint).await? else {
        return Ok(None);
    };
    let verified = keys::keyring(ctx).await?.verify(&signed, expect).ok();
    let mut claims = verified
        .map(|jwt| jwt.claims)
        .filter(|claims| claims["iss"] == ctx.settings.issuer);
    if let Some(claims) = &mut claims
        && let Some(sub) = claims["sub"].as_str()
    {
        claims["sub"] = subject::in_token(ctx, sub).await?.into();
    }
    Ok(claims)
}

/// Ends a pending request with a refusal.
pub(crate) async fn finish(
    ctx: &Ctx,
    pending: &Pending,
    response: AuthorizationResponse,
) -> Result<Next, PageError> {
    match voltkey_store::pending::finish(&ctx.store, &pending.id, ctx.now()).await? {
        true => Ok(Next::Respond(response)),
        false => Err(pending::done(ctx, pending).await),
    }
}

/// `access_denied`, for the person who turned back.
pub(crate) fn denied(rule: Rule, description: &str) -> Refusal {
    Refusal::new(ErrorCode::AccessDenied, rule, description)
}

impl From<Fault> for CheckFailed {
    fn from(fault: Fault) -> Self {
        Self::Page(PageError::Fault(fault))
    }
}
