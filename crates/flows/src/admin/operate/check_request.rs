//! An authorization request that an app's developer asks about: what would be answered to it, and why.
//!
//! It goes through the very checks of the authorization endpoint, but nothing comes of it: no row, no recorded refusal, no
//! noted use of a secret, no answer to the app. What lies at a `request_uri` is fetched, because nothing could be said of it
//! otherwise; that counts against nobody's quota.

use super::test_login;
use crate::admin::staff::Operator;
use crate::ctx::Ctx;
use crate::error::{Denied, Fault};
use crate::oidc::request_object::{self, Purpose};
use crate::oidc::{authorize, client};
use voltkey_protocol::address;
use voltkey_protocol::assurance::Authentication;
use voltkey_protocol::authorize::decision::{self, Decision, Situation};
use voltkey_protocol::authorize::request::{KEPT, parameter_of};
use voltkey_protocol::authorize::{AuthorizationRequest, Destination, destination};
use voltkey_protocol::client::Client;
use voltkey_protocol::error::Refusal;
use voltkey_protocol::params::Params;
use voltkey_protocol::scope::Scope;

/// Parameters that bring a request object, or are refused by name. The others that count are [`KEPT`].
const BESIDE_KEPT: [&str; 3] = ["request", "request_uri", "registration"];

/// The authorization endpoint, from the issuer on: a log may tell no more.
const PATH: &str = "/oauth2/authorize";

/// A request that was looked at.
#[derive(Clone, Debug)]
pub struct CheckedRequest {
    /// Where it goes instead of the authorization endpoint; empty where only parameters were pasted.
    pub elsewhere: Option<String>,
    /// The `client_id` that it names, where that is not the app's.
    pub other_client: Option<String>,
    /// Its parameters, those of its request object among them, and those that are missing.
    pub parameters: Vec<Parameter>,
    /// Everything that refuses it; what would answer stands first.
    pub refusals: Vec<Refusal>,
    /// What would become of it.
    pub verdict: Verdict,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value; empty where it is missing.
    pub value: String,
    /// What the provider makes of it.
    pub state: ParameterState,
}

/// What the provider makes of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterState {
    /// It counts.
    Taken,
    /// Nobody here knows it.
    Ignored,
    /// It is refused.
    Refused,
    /// It would have to be there.
    Missing,
}

/// What would become of a request.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The person reads of the refusal, on a page of the provider; the app hears nothing.
    OnPage,
    /// The app is told of the refusal at this address.
    ToClient(String),
    /// It is answered once the person has done what there is to do.
    GoesOn(Box<Outlook>),
}

/// What comes of a request that passes the checks.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// Where the answer goes.
    pub redirect_uri: String,
    /// What of its scope counts.
    pub scope: Scope,
    /// What comes first for a person who is not signed in.
    pub signed_out: Result<Decision, Refusal>,
    /// What comes first for one who has just signed in with a password, and has consented to nothing yet.
    pub signed_in: Result<Decision, Refusal>,
}

/// A request that the app might send: the address that its library makes.
#[must_use]
pub fn example(ctx: &Ctx, _: &Operator, client: &Client, scope: &str) -> String {
    let request = test_login::example(ctx, client, scope);
    let request: Vec<_> = request
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    address::with_parameters(&endpoint(ctx), &request)
}

fn endpoint(ctx: &Ctx) -> String {
    format!("{}{PATH}", ctx.settings.issuer)
}

/// Looks at a request of the app, as it was pasted: an address, or its query alone.
///
/// # Errors
/// When the database does not answer.
pub async fn check(ctx: &Ctx, _: &Operator, app_id: &str, pasted: &str) -> Result<CheckedRequest, Fault> {
    // A mail or a log may have broken the line.
    let pasted: String = pasted.trim().chars().filter(|c| !c.is_control()).collect();
    let (address, query) = split(&pasted);
    let is_endpoint = address == PATH || address == endpoint(ctx);
    let mut checked = match Params::parse(query.as_bytes()) {
        Ok(params) => look(ctx, params).await?,
        Err(refusal) => refused(&Params::default(), vec![refusal], Verdict::OnPage),
    };
    checked.elsewhere = (!is_endpoint).then(|| address.to_owned());
    checked.other_client = checked.other_client.filter(|id| id != app_id);
    Ok(checked)
}

/// The address without its query, empty where there is none, and the query. What has neither a scheme nor begins with a
/// slash is no address.
fn split(pasted: &str) -> (&str, &str) {
    let before_fragment = pasted.split('#').next().unwrap_or_default();
    let (address, query) = match before_fragment.split_once('?') {
        // The question mark of a redirect URI that is not escaped stands behind parameters.
        Some(parts) if !parts.0.contains('=') => parts,
        None if !before_fragment.contains('=') => (before_fragment, ""),
        _ => return ("", before_fragment),
    };
    if address.contains("://") || address.starts_with('/') {
        (address, query)
    } else if query.is_empty() {
        ("", address)
    } else {
        ("", query)
    }
}

async fn look(ctx: &Ctx, params: Params) -> Result<CheckedRequest, Fault> {
    let client_id = match destination::client_id(&params) {
        Ok(id) => id.to_owned(),
        Err(refusal) => return Ok(refused(&params, vec![refusal], Verdict::OnPage)),
    };
    let Some(client) = client::find(ctx, &client_id).await? else {
        let refusal = destination::unknown_client(&client_id);
        return Ok(refused(&params, vec![refusal], Verdict::OnPage));
    };
    let unfolded = match request_object::open(ctx, Purpose::Look, &client, &params).await {
        Ok(unfolded) => unfolded,
        Err(Denied::Fault(fault)) => return Err(fault),
        Err(Denied::Refused(refusal)) => {
            let verdict = match request_object::way_back(&params, &client.client) {
                Some(destination) => Verdict::ToClient(destination.redirect_uri),
                None => Verdict::OnPage,
            };
            return Ok(refused(&params, vec![refusal], verdict));
        }
    };
    let mut checked = judge(ctx, &client.client, &unfolded).await?;
    let objects = BESIDE_KEPT
        .iter()
        .filter(|name| unfolded.get(name).is_none())
        .filter_map(|name| Some(parameter(name, params.get(name)?, ParameterState::Taken)));
    checked.parameters.extend(objects);
    checked.other_client = Some(client_id);
    Ok(checked)
}

/// What the endpoint makes of the parameters.
async fn judge(ctx: &Ctx, client: &Client, params: &Params) -> Result<CheckedRequest, Fault> {
    let destination = match Destination::settle(params, client) {
        Ok(destination) => destination,
        Err(refusal) => return Ok(refused(params, vec![refusal], Verdict::OnPage)),
    };
    let redirect_uri = destination.redirect_uri.clone();
    let refusals = AuthorizationRequest::faults(params, client, &destination);
    let request = AuthorizationRequest::check(params, client, destination);
    let (Ok(request), true) = (request, refusals.is_empty()) else {
        return Ok(refused(params, refusals, Verdict::ToClient(redirect_uri)));
    };
    if let Err(refusal) = authorize::hinted_subject(ctx, &request).await? {
        return Ok(refused(params, vec![refusal], Verdict::ToClient(redirect_uri)));
    }
    let outlook = Outlook {
        redirect_uri,
        scope: request.scope.clone(),
        signed_out: first_step(ctx, &request, client, None),
        signed_in: first_step(
            ctx,
            &request,
            client,
            Some(&Authentication::by_password(ctx.now())),
        ),
    };
    Ok(refused(params, Vec::new(), Verdict::GoesOn(Box::new(outlook))))
}

fn first_step(
    ctx: &Ctx,
    request: &AuthorizationRequest,
    client: &Client,
    authentication: Option<&Authentication>,
) -> Result<Decision, Refusal> {
    let situation = Situation {
        now: ctx.now(),
        logged_in_for_this: false,
        chosen: false,
        authentication,
        none_is_current: false,
        must_do_more: false,
        is_not_who_was_hinted: false,
        consented: None,
        consented_now: false,
    };
    decision::decide(request, client, &situation)
}

fn refused(params: &Params, refusals: Vec<Refusal>, verdict: Verdict) -> CheckedRequest {
    CheckedRequest {
        elsewhere: None,
        other_client: None,
        parameters: parameters(params, &refusals),
        refusals,
        verdict,
    }
}

/// Each parameter that was sent, and behind them those that are refused for being absent.
fn parameters(params: &Params, refusals: &[Refusal]) -> Vec<Parameter> {
    let refused: Vec<_> = refusals.iter().filter_map(parameter_of).collect();
    let state = |name: &str| {
        if refused.contains(&name) {
            ParameterState::Refused
        } else if KEPT.contains(&name) || BESIDE_KEPT.contains(&name) {
            ParameterState::Taken
        } else {
            ParameterState::Ignored
        }
    };
    let sent = params
        .iter()
        .map(|(name, value)| parameter(name, value, state(name)));
    let absent = refused.iter().filter(|name| params.count(name) == 0);
    let absent = absent.map(|name| parameter(name, "", ParameterState::Missing));
    sent.chain(absent).collect()
}

fn parameter(name: &str, value: &str, state: ParameterState) -> Parameter {
    Parameter {
        name: name.to_owned(),
        value: value.to_owned(),
        state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_pasted_as_an_address_or_a_query() {
        let endpoint = "https://id.example/oauth2/authorize";
        for (pasted, expected) in [
            ("https://id.example/oauth2/authorize?a=b#c", (endpoint, "a=b")),
            (endpoint, (endpoint, "")),
            ("/oauth2/authorize?a=b", ("/oauth2/authorize", "a=b")),
            ("?a=b", ("", "a=b")),
            (
                "a=b&redirect_uri=https://x.example",
                ("", "a=b&redirect_uri=https://x.example"),
            ),
            (
                "redirect_uri=https://x.example/?y=z",
                ("", "redirect_uri=https://x.example/?y=z"),
            ),
            ("client_id", ("", "client_id")),
            ("id.example/oauth2/authorize?a=b", ("", "a=b")),
            ("", ("", "")),
        ] {
            assert_eq!(split(pasted), expected, "{pasted}");
        }
    }
}
