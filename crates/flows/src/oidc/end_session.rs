//! Log-out that a relying party asks for (OpenID Connect RP-Initiated Logout 1.0).

use super::{authorize, client, refuse};
use crate::account::{log_out, session};
use crate::ctx::Ctx;
use crate::error::{App, Fault, PageError};
use crate::visitor::Visitor;
use std::sync::Arc;
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_protocol::logout::EndSessionRequest;
use voltkey_protocol::params::Params;

/// What the browser does next.
#[derive(Debug)]
pub enum EndSession {
    /// Ask the person: nothing proves that the request is the signed-in person's own (section 2).
    Confirm {
        /// To be sent again with the confirmation.
        params: Params,
        /// Who asks.
        app: Option<App>,
        /// Who is signed in.
        email: String,
        /// Languages that the client asked for.
        ui_locales: Vec<String>,
    },
    /// The session has ended, or there was none.
    Done {
        /// Where the browser goes; none: show that it is signed out.
        destination: Option<String>,
        /// Who asked.
        app: Option<App>,
        /// Languages that the client asked for.
        ui_locales: Vec<String>,
    },
}

/// Takes a log-out request. It is carried out at once when its hint names the person who is signed in.
///
/// # Errors
/// When the hint is none of ours, or the address to go to is not registered.
pub async fn begin(ctx: &Ctx, visitor: &Visitor, params: Params) -> Result<EndSession, PageError> {
    let asked = read(ctx, visitor, &params).await?;
    let session = session::find(ctx, visitor).await?;
    let proves = |session: &session::Session| asked.sub.as_deref() == Some(session.person.sub.as_str());
    match session {
        Some(session) if !proves(&session) => Ok(EndSession::Confirm {
            params,
            app: asked.app,
            email: session.person.email,
            ui_locales: asked.ui_locales,
        }),
        _ => end(ctx, visitor, asked).await,
    }
}

/// Carries out a log-out that the person has confirmed.
///
/// # Errors
/// As [`begin`].
pub async fn confirm(ctx: &Ctx, visitor: &Visitor, params: Params) -> Result<EndSession, PageError> {
    let asked = read(ctx, visitor, &params).await?;
    end(ctx, visitor, asked).await
}

async fn end(ctx: &Ctx, visitor: &Visitor, asked: Asked) -> Result<EndSession, PageError> {
    log_out::log_out(ctx, visitor).await?;
    let Asked {
        destination,
        app,
        ui_locales,
        ..
    } = asked;
    Ok(EndSession::Done {
        destination,
        app,
        ui_locales,
    })
}

/// A request that has been read and found in order.
struct Asked {
    /// Whom the hint names.
    sub: Option<String>,
    destination: Option<String>,
    app: Option<App>,
    ui_locales: Vec<String>,
}

async fn read(ctx: &Ctx, visitor: &Visitor, params: &Params) -> Result<Asked, PageError> {
    let request = match EndSessionRequest::parse(params) {
        Ok(request) => request,
        Err(refusal) => return Err(refused(ctx, visitor, params, refusal).await?),
    };
    let (sub, client) = match who_asks(ctx, &request).await? {
        Ok(who) => who,
        Err(refusal) => return Err(refused(ctx, visitor, params, refusal).await?),
    };
    let client = client.as_deref().map(|found| &found.client);
    let app = client.map(|client| client::app(ctx, client));
    let destination = match request.destination(client) {
        Ok(destination) => destination,
        Err(refusal) => return Err(refuse::record(ctx, &visitor.network, app, refusal).await.into()),
    };
    let ui_locales = request
        .ui_locales
        .unwrap_or_default()
        .split(' ')
        .map(str::to_owned)
        .collect();
    Ok(Asked {
        sub,
        destination,
        app,
        ui_locales,
    })
}

/// Records a refusal of whoever the request names.
async fn refused(
    ctx: &Ctx,
    visitor: &Visitor,
    params: &Params,
    refusal: Refusal,
) -> Result<PageError, Fault> {
    let app = client::named(ctx, None, params).await?;
    Ok(refuse::record(ctx, &visitor.network, app, refusal).await.into())
}

type Who = (Option<String>, Option<Arc<client::RegisteredClient>>);

/// The person and the client that the hint names; without a hint the client that the request itself names.
async fn who_asks(ctx: &Ctx, request: &EndSessionRequest) -> Result<Result<Who, Refusal>, Fault> {
    let Some(hint) = &request.id_token_hint else {
        let found = match &request.client_id {
            Some(id) => client::find(ctx, id).await?,
            None => None,
        };
        return Ok(Ok((None, found)));
    };
    let invalid = |description: &str| Ok(Err(Refusal::invalid_request(Rule::IdTokenHint, description)));
    let Some(claims) = authorize::read_hint(ctx, hint).await? else {
        return invalid("id_token_hint is no ID token of this provider");
    };
    let (Some(sub), Some(aud)) = (claims["sub"].as_str(), claims["aud"].as_str()) else {
        return invalid("id_token_hint cannot be read");
    };
    if request.client_id.as_deref().is_some_and(|id| id != aud) {
        return invalid("client_id is not the client that id_token_hint was issued to");
    }
    Ok(Ok((Some(sub.to_owned()), client::find(ctx, aud).await?)))
}
