//! The authorization endpoint: from the request to the answer, through as many pages as it takes
//! (OpenID Connect Core, 3.1.2).
//!
//! [`begin`] takes a request in. What can be answered at once is; everything else is stored, and its id leads the
//! browser through the pages. Each page ends at [`resume`], which decides anew what comes next.

use super::{answer, client, refuse};
use crate::account::pending::{self, Errand, Pending};
use crate::account::pin_login::PinCookie;
use crate::account::session::{self, Session};
use crate::account::{own_page, second_factor, step};
use crate::ctx::Ctx;
use crate::deep_link::DeedResult;
use crate::error::{Fault, PageError};
use crate::keys;
use crate::visitor::Visitor;
use voltkey_crypto::keyring::{Expect, Trust};
use voltkey_crypto::secret::Token;
use voltkey_protocol::authorize::decision::{self, Decision, Situation};
use voltkey_protocol::authorize::{AuthorizationRequest, AuthorizationResponse, Destination, destination};
use voltkey_protocol::client::Client;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_protocol::params::Params;
use voltkey_protocol::scope::Scope;
use voltkey_protocol::time::Timestamp;
use voltkey_store::{authenticators, consents};

/// What the browser does next. A text is the pending request's id.
#[derive(Debug)]
pub enum Next {
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

/// A next step that may bring a new session.
#[derive(Debug)]
pub struct Step {
    /// What the browser does next.
    pub next: Next,
    /// To be set as the session cookie.
    pub session: Option<Token>,
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
    let checked = match check(ctx, visitor, &params).await {
        Ok(checked) => checked,
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
    let session = session::find(ctx, visitor).await?;
    let view = View {
        authenticated_at: None,
        consented_at: None,
        session: session.as_ref(),
    };
    match decide(ctx, visitor, &checked, &view).await? {
        Err(response) => Ok(Next::Respond(response)),
        Ok(Decision::Answer) => answer::answer(ctx, visitor, &checked, view.session, None).await,
        Ok(_) => {
            let id =
                pending::store(ctx, visitor, Some(&checked), None, &params, pending::Binding::Now).await?;
            Ok(Next::Resume(id))
        }
    }
}

/// Goes on with a stored request: decides what comes next, and answers when nothing is left to do.
///
/// # Errors
/// When the request is not this browser's, too old or already answered; or as [`begin`].
pub async fn resume(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Next, PageError> {
    let pending = pending::take_up(ctx, visitor, id).await?;
    let session = session::find(ctx, visitor).await?;
    let Some(checked) = recheck(ctx, visitor, &pending).await? else {
        return visit(ctx, visitor, &pending, session).await;
    };
    let checked = match checked {
        Ok(checked) => checked,
        Err(response) => return finish(ctx, &pending, response).await,
    };
    let view = View {
        authenticated_at: pending.authenticated_at,
        consented_at: pending.consented_at,
        session: session.as_ref(),
    };
    match decide(ctx, visitor, &checked, &view).await? {
        Err(response) => finish(ctx, &pending, response).await,
        Ok(Decision::Answer) => answer::answer(ctx, visitor, &checked, view.session, Some(&pending)).await,
        Ok(Decision::AskConsent) => Ok(Next::Consent(pending.id)),
        Ok(Decision::LogIn) => step::log_in_or_go_on(ctx, visitor, pending).await,
        Ok(Decision::StepUp) => step::raise(ctx, visitor, pending, view.session).await,
    }
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

async fn on_page(ctx: &Ctx, visitor: &Visitor, client: Option<&Client>, refusal: Refusal) -> CheckFailed {
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
    /// When somebody logged in for this very request.
    authenticated_at: Option<Timestamp>,
    consented_at: Option<Timestamp>,
    session: Option<&'a Session>,
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
        Some(session) if !client.client.skips_consent(&request.destination.redirect_uri) => {
            consents::find(&ctx.store, &session.person_id, client.id()).await?
        }
        _ => None,
    };
    let consented: Option<Scope> = consented.and_then(|row| row.scope.parse().ok());
    let must_do_more = match view.session {
        Some(session) => second_factor::falls_short(ctx, session).await?,
        None => false,
    };
    let situation = Situation {
        now: ctx.now(),
        logged_in_for_this: view
            .session
            .is_some_and(|session| view.authenticated_at == Some(session.authentication.auth_time)),
        authentication: view.session.map(|session| &session.authentication),
        must_do_more,
        is_not_who_was_hinted: match (&hinted, view.session) {
            (_, Some(session)) if !request.claims.accepts_subject(&session.person.sub) => true,
            (Some(hinted), Some(session)) => *hinted != session.person.sub,
            _ => false,
        },
        consented: consented.as_ref(),
        // A consent that was given before somebody else logged in is not theirs.
        consented_now: match (view.consented_at, view.session) {
            (Some(at), Some(session)) => at >= session.authentication.auth_time,
            _ => false,
        },
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

/// Whom an `id_token_hint` names. It may have expired, but must be one of ours (OpenID Connect Core, 3.1.2.1).
async fn hinted_subject(
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
        None => Err(Refusal::invalid_request(
            Rule::IdTokenHint,
            "id_token_hint is no ID token of this provider",
        )),
    })
}

/// The claims of an ID token of ours, however old; none when it is not one.
pub(crate) async fn read_hint(ctx: &Ctx, hint: &str) -> Result<Option<serde_json::Value>, Fault> {
    let expect = Expect {
        typ: Some(super::issue::ID_TOKEN_TYP),
        trust: Trust::Ever,
    };
    let verified = keys::keyring(ctx).await?.verify(hint, expect).ok();
    Ok(verified
        .map(|jwt| jwt.claims)
        .filter(|claims| claims["iss"] == ctx.settings.issuer))
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
