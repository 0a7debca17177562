//! Links that came by mail: why one does not work, where the browser goes after one that did, and how many are mailed.

use super::quota::Quota;
use crate::ctx::{Ctx, window_start};
use crate::error::Fault;
use crate::oidc::client;
use std::time::Duration;
use voltkey_protocol::address;
use voltkey_store::quotas;

/// Why a link does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkEnd {
    /// It is too old.
    Expired,
    /// It was followed to its end before.
    Used,
    /// A later link was mailed.
    Replaced,
    /// It is none of ours: altered, cut off, or withdrawn.
    Unknown,
}

/// A link that does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLink {
    /// Why.
    pub end: LinkEnd,
    /// The address that it was mailed to, masked: a new one can go there.
    pub email: Option<String>,
    /// The language of whom it was mailed to.
    pub language: Option<String>,
}

impl DeadLink {
    pub(crate) const UNKNOWN: Self = Self {
        end: LinkEnd::Unknown,
        email: None,
        language: None,
    };
}

/// An address whose owner recognises it, and nobody else learns it: `c•••@solluna.example`.
pub(crate) fn mask(email: &str) -> String {
    let (local, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}•••@{domain}")
}

/// Where somebody goes on who can log in now: to the login of the client that they came for, or of the platform.
/// None where neither is known.
pub(crate) async fn way_to_log_in(
    ctx: &Ctx,
    client_id: Option<&str>,
    email: &str,
) -> Result<Option<String>, Fault> {
    let found = match client_id {
        Some(id) => client::find(ctx, id).await?,
        None => None,
    };
    let login = found.and_then(|found| client::app(ctx, &found.client).login);
    // OpenID Connect Core, 4: the hint spares typing the address again.
    let of_client = login.map(|login| address::with_parameters(&login, &[("login_hint", email)]));
    Ok(of_client.or_else(|| ctx.settings.login_url.clone()))
}

/// How many mails a visitor may ask for.
pub(crate) const MAILS: Quota = Quota {
    name: "mails",
    of_network: 50,
    of_known: 10,
    window: Duration::from_secs(3600),
};
/// How many mails go to one address within each of these windows, whoever asks. A window counts only where links live
/// as long as it lasts: then those before hold one that works, and nobody is kept out by who asks in their name.
const QUOTAS_OF_ADDRESS: [(i64, Duration); 2] = [
    (3, Duration::from_secs(3600)),
    (10, Duration::from_secs(24 * 3600)),
];

/// Spends one of the mails that an account or an invitation gets, with a link that lives so long; false when it has
/// had enough of them for now.
pub(crate) async fn spend_quota_of_address(
    ctx: &Ctx,
    whose: &str,
    link_life: Duration,
) -> Result<bool, Fault> {
    for (quota, length) in QUOTAS_OF_ADDRESS {
        if length > link_life {
            break;
        }
        let window = window_start(ctx.now(), length);
        let bucket = format!("mails-to:{whose}:{}", length.as_secs());
        if !quotas::spend(&ctx.store, &bucket, window, quota).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn a_masked_address_shows_its_first_letter_and_its_domain() {
        assert_eq!(mask("carla@solluna.example"), "c•••@solluna.example");
        assert_eq!(mask("ñ@a.example"), "ñ•••@a.example");
    }
}
