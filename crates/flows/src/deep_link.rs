//! Pages that a relying party sends people to, and the way back: `client_id`, `return_to` and `state` in the address.
//!
//! The way back is a registered address or none: the page is shown all the same, and there is never a redirect.

use crate::ctx::Ctx;
use crate::error::{App, Fault};
use crate::oidc::{client, refuse};
use crate::visitor::Visitor;
use serde::{Deserialize, Serialize};
use voltkey_protocol::address;
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_protocol::params::{Params, shorten};

/// What a deed on such a page has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeedResult {
    /// It is done.
    Done,
    /// The person turned back.
    Cancelled,
}

/// A way back to the client that sent a person here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayBack {
    /// `client_id`.
    pub client_id: String,
    /// `return_to`: one of the client's `return_uris`.
    pub return_to: String,
    /// `state`, as it came.
    pub state: Option<String>,
}

impl WayBack {
    /// The address that tells the client what the deed has come to.
    #[must_use]
    pub fn address(&self, result: DeedResult) -> String {
        let result = match result {
            DeedResult::Done => "done",
            DeedResult::Cancelled => "cancelled",
        };
        let state = self.state.as_deref().map(|state| ("state", state));
        let parameters: Vec<_> = std::iter::once(("result", result)).chain(state).collect();
        address::with_parameters(&self.return_to, &parameters)
    }
}

/// The way back that the parameters of a page's address name, if their client has registered it. What it has not is
/// put on record, for its developer.
///
/// # Errors
/// When the database does not answer.
pub async fn way_back(ctx: &Ctx, visitor: &Visitor, params: &Params) -> Result<Option<WayBack>, Fault> {
    let Some(return_to) = params.get("return_to") else {
        return Ok(None);
    };
    let client_id = params.get("client_id").unwrap_or_default();
    let found = client::find(ctx, client_id).await?;
    let is_repeated = ["client_id", "return_to", "state"]
        .iter()
        .any(|name| params.count(name) > 1);
    let registered = found.as_ref().filter(|found| {
        let uris = &found.client.return_uris;
        !is_repeated && uris.iter().any(|uri| uri == return_to)
    });
    if registered.is_none() {
        let app = found.map(|found| client::app(ctx, &found.client));
        let refusal = Refusal::invalid_request(
            Rule::ReturnToUnregistered,
            "return_to equals none of the client's return_uris",
        );
        let refusal = refusal
            .with("client_id", shorten(client_id))
            .with("return_to", shorten(return_to));
        refuse::record(ctx, &visitor.network, app, refusal).await;
        return Ok(None);
    }
    Ok(Some(WayBack {
        client_id: client_id.to_owned(),
        return_to: return_to.to_owned(),
        state: params.get("state").map(str::to_owned),
    }))
}

/// The client behind a way back, as pages show it.
pub(crate) async fn app(ctx: &Ctx, back: &WayBack) -> Result<Option<App>, Fault> {
    let found = client::find(ctx, &back.client_id).await?;
    Ok(found.map(|found| client::app(ctx, &found.client)))
}

/// The name of the app that a way back leads to.
///
/// # Errors
/// When the database does not answer.
pub async fn app_name(ctx: &Ctx, back: &WayBack) -> Result<Option<String>, Fault> {
    Ok(app(ctx, back).await?.map(|app| app.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_joins_what_the_address_holds() {
        let back = WayBack {
            client_id: "platform".to_owned(),
            return_to: "https://app.example/profile?tab=2fa".to_owned(),
            state: Some("a b".to_owned()),
        };
        assert_eq!(
            back.address(DeedResult::Done),
            "https://app.example/profile?tab=2fa&result=done&state=a+b"
        );
        let back = WayBack { state: None, ..back };
        assert_eq!(
            back.address(DeedResult::Cancelled),
            "https://app.example/profile?tab=2fa&result=cancelled"
        );
    }
}
