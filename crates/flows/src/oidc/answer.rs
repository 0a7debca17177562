//! Answering an authorization request: the grant, and what comes of it at once (OpenID Connect Core, 3.1.2.5,
//! 3.2.2.5 and 3.3.2.5).
//!
//! Each answer has its grant, also one that brings no code: userinfo, revocation and log-out know a token by it.

use super::authorize::{self, Checked, Next};
use super::issue::{self, GrantContext, Holder};
use super::login_state;
use super::subject;
use crate::account::pending::{self, Pending};
use crate::account::session::Session;
use crate::ctx::Ctx;
use crate::error::{Denied, Fault, PageError};
use crate::text::to_json;
use crate::visitor::Visitor;
use voltkey_crypto::secret::Token;
use voltkey_protocol::authorize::{AuthorizationResponse, Granted, GrantedToken, ResponseType};
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_protocol::id_token::Beside;
use voltkey_protocol::scope::{self, Scope};
use voltkey_protocol::token::machine::CodeBinding;
use voltkey_store::GrantId;
use voltkey_store::codes::{self, NewCode};
use voltkey_store::grants::{self, Grant};
use voltkey_store::{pairwise_subjects, session_clients, sessions};

/// Gives what was asked for; none when the session has ended meanwhile, and all must be decided anew without it. The
/// grant, its code and the end of the pending request are one transaction; whatever is signed is signed before it.
pub(super) async fn answer(
    ctx: &Ctx,
    visitor: &Visitor,
    checked: &Checked,
    session: Option<&Session>,
    pending: Option<&Pending>,
) -> Result<Option<Next>, PageError> {
    let Some(session) = session else {
        return Err(Fault::Internal("an answer was decided without a session".into()).into());
    };
    let destination = &checked.request.destination;
    let mut prepared = match prepare(ctx, checked, session).await {
        Ok(prepared) => prepared,
        Err(Denied::Fault(fault)) => return Err(fault.into()),
        Err(Denied::Refused(refusal)) => {
            let response = authorize::tell(ctx, visitor, &checked.client.client, destination, refusal).await;
            return match pending {
                Some(pending) => authorize::finish(ctx, pending, response).await.map(Some),
                None => Ok(Some(Next::Respond(response))),
            };
        }
    };
    prepared.granted.session_state =
        login_state::told(ctx, visitor, &checked.client.client, &checked.request);
    match write(ctx, &prepared, session, pending).await? {
        Written::Yes => {}
        Written::SessionOver => return Ok(None),
        Written::AnsweredBefore(pending) => return Err(pending::done(ctx, pending).await),
    }
    ctx.client_uses.note(checked.client.id(), ctx.now());
    let issuer = &ctx.settings.issuer;
    let response = AuthorizationResponse::success(destination, issuer, prepared.granted);
    Ok(Some(Next::Respond(response)))
}

/// What a request is given, and its grant: for whoever looks at it in here, without a browser between.
pub(crate) async fn grant_here(
    ctx: &Ctx,
    checked: &Checked,
    session: &Session,
) -> Result<(GrantId, Granted), Denied> {
    let prepared = Prepared {
        // Nobody but the operator learns of it: there is nothing to tell the client of when the session ends.
        tells_of: None,
        pairwise: None,
        ..prepare(ctx, checked, session).await?
    };
    match write(ctx, &prepared, session, None).await? {
        Written::Yes => Ok((prepared.grant.id, prepared.granted)),
        Written::SessionOver | Written::AnsweredBefore(_) => {
            let description = "the session has ended";
            Err(Refusal::new(ErrorCode::LoginRequired, Rule::SessionEnded, description).into())
        }
    }
}

/// An answer, ready to be written down and given.
struct Prepared {
    grant: Grant,
    /// What the client learns of the session.
    tells_of: Option<Told>,
    /// The name that this client has for the person, where it has one of its own.
    pairwise: Option<String>,
    code: Option<NewCode>,
    granted: Granted,
}

/// What a client learns of a session: its name, and its person's.
struct Told {
    sid: String,
    sub: String,
}

async fn prepare(ctx: &Ctx, checked: &Checked, session: &Session) -> Result<Prepared, Denied> {
    let Checked { client, request } = checked;
    let (client, response_type) = (&client.client, request.response_type);
    let told = Told {
        sid: subject::session(ctx, client, &session.sid),
        sub: subject::of(ctx, client, &session.person.sub),
    };
    let context = GrantContext {
        authentication: session.authentication.clone(),
        sub: Some(told.sub.clone()),
        sid: told.sid.clone(),
        nonce: request.nonce.clone(),
        resources: request.resources.clone(),
        claims: request.claims.clone(),
    };
    let grant = grant(ctx, checked, session, &context)?;
    let holder = Holder {
        grant: &grant,
        person: &session.person,
        context: &context,
    };
    let code = response_type.has_code().then(|| ctx.new_token());
    let access_token = match response_type.has_token() {
        false => None,
        true => Some(issue::access_token(ctx, client, &holder, &request.scope, &request.resources).await?),
    };
    let beside = Beside {
        access_token: access_token.as_deref(),
        code: code.as_ref().map(Token::as_str),
        state: request.destination.state.as_deref(),
    };
    let scope_told = match response_type {
        ResponseType::IdToken => &request.scope,
        _ => &Scope::default(),
    };
    let id_token = match response_type.has_id_token() {
        false => None,
        true => Some(issue::id_token(ctx, client, &holder, &beside, scope_told).await?),
    };
    Ok(Prepared {
        tells_of: Some(told),
        code: match &code {
            Some(code) => Some(code_row(ctx, checked, &grant, code)?),
            None => None,
        },
        grant,
        pairwise: subject::pairwise(ctx, client, &session.person.sub),
        granted: Granted {
            code: code.map(|code| code.as_str().to_owned()),
            token: access_token.map(|access_token| GrantedToken {
                access_token,
                expires_in: ctx.settings.tokens.access.as_secs(),
                scope: request.scope.clone(),
            }),
            id_token,
            session_state: None,
        },
    })
}

/// Whether an answer was written down.
enum Written<'a> {
    Yes,
    /// No: another tab or a second press of the button was first, and one request has one answer.
    AnsweredBefore(&'a Pending),
    /// No: the session has ended since it was looked at.
    SessionOver,
}

/// Writes the answer down, as long as its session lives: a client that learns of a session is told of its end.
async fn write<'a>(
    ctx: &Ctx,
    prepared: &Prepared,
    session: &Session,
    pending: Option<&'a Pending>,
) -> Result<Written<'a>, Fault> {
    let now = ctx.now();
    let written = ctx.store.write(|mut tx| async {
        if !sessions::hold(&mut tx, &session.id, now).await? {
            return Ok((Written::SessionOver, tx));
        }
        if let Some(pending) = pending
            && !voltkey_store::pending::finish(&mut tx, &pending.id, now).await?
        {
            return Ok((Written::AnsweredBefore(pending), tx));
        }
        grants::insert(&mut tx, &prepared.grant).await?;
        if let Some(Told { sid, sub }) = &prepared.tells_of {
            session_clients::note(&mut tx, &session.id, &prepared.grant.client_id, sid, sub).await?;
        }
        if let Some(subject) = &prepared.pairwise {
            pairwise_subjects::note(&mut tx, subject, &prepared.grant.person_id).await?;
        }
        if let Some(code) = &prepared.code {
            codes::insert(&mut tx, code).await?;
        }
        Ok((Written::Yes, tx))
    });
    Ok(written.await?)
}

fn grant(ctx: &Ctx, checked: &Checked, session: &Session, context: &GrantContext) -> Result<Grant, Fault> {
    let Checked { client, request } = checked;
    let now = ctx.now();
    let refreshes = request.scope.contains(scope::OFFLINE_ACCESS);
    Ok(Grant {
        id: ctx.new_id().as_str().into(),
        client_id: client.id().to_owned(),
        person_id: session.person_id.clone(),
        session_id: Some(session.id.clone()),
        scope: request.scope.to_string(),
        reach: Some(request.scope_of_consent().to_string()),
        authentication: to_json(context)?,
        refresh_until: refreshes.then(|| now + ctx.settings.tokens.refresh_absolute),
        created_at: now,
        revoked_at: None,
    })
}

fn code_row(ctx: &Ctx, checked: &Checked, grant: &Grant, code: &Token) -> Result<NewCode, Fault> {
    let request = &checked.request;
    let binding = CodeBinding {
        client_id: grant.client_id.clone(),
        redirect_uri: request.destination.redirect_uri.clone(),
        redirect_uri_was_sent: request.destination.redirect_uri_was_sent,
        code_challenge: request.code_challenge.clone(),
        scope: request.scope.clone(),
    };
    Ok(NewCode {
        hash: *code.hash().as_bytes(),
        grant_id: grant.id.clone(),
        binding: to_json(&binding)?,
        created_at: grant.created_at,
        expires_at: grant.created_at + ctx.settings.tokens.code,
    })
}
