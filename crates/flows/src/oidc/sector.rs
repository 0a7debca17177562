//! The sector of a client whose redirect URIs have several hosts: its address lists all of them, so that nobody gets the
//! pairwise subjects of a sector that they are not in (OpenID Connect Dynamic Registration, 5).

use crate::ctx::Ctx;
use crate::outbound::{Limits, OutboundError};
use thiserror::Error;
use voltkey_protocol::client::Client;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_protocol::params::shorten;

/// Why a client does not belong to the sector that it names.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum NotInSector {
    /// The list can't be had.
    #[error("{0}")]
    Unreachable(#[from] OutboundError),
    /// What is there is no list.
    #[error("what lies there is no JSON array of addresses")]
    NoList,
    /// A redirect URI of the client is not in it.
    #[error("the list that lies there lacks {0}")]
    Missing(String),
}

/// Makes sure that the sector of a client, where it names one, lists each of its redirect URIs.
pub(crate) async fn check(ctx: &Ctx, client: &Client) -> Result<(), NotInSector> {
    let Some(uri) = &client.sector_identifier_uri else {
        return Ok(());
    };
    let body = ctx.outbound().get(uri, Limits::SECTOR).await?.ok()?;
    let listed: Vec<String> = serde_json::from_slice(&body).map_err(|_| NotInSector::NoList)?;
    let missing = client.redirect_uris.iter().find(|uri| !listed.contains(uri));
    match missing {
        None => Ok(()),
        Some(uri) => Err(NotInSector::Missing(shorten(uri))),
    }
}

impl From<NotInSector> for Refusal {
    fn from(why: NotInSector) -> Self {
        let told = match &why {
            NotInSector::Unreachable(error) => error.told(),
            NotInSector::NoList | NotInSector::Missing(_) => why.to_string(),
        };
        Self::new(
            ErrorCode::InvalidClientMetadata,
            Rule::RegistrationSector,
            format!("sector_identifier_uri: {told}"),
        )
        .with("fields", "sector_identifier_uri")
        .with("reason", why.to_string())
    }
}
