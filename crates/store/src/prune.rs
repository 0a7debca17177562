//! Deleting what no one will ask for again.

use crate::error::Result;
use crate::{
    Store, alarm_links, authenticators, codes, email_changes, grants, imports, invitations, jobs,
    known_browsers, logouts, password_resets, pending, pin_logins, quotas, refresh_tokens, refusals,
    reminders, revoked_tokens, sessions, support_requests, throttle, used_jwts,
};
use std::time::Duration;
use voltkey_protocol::time::Timestamp;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A code is kept after its end, so that a late replay is still known as one.
const CODES: Duration = DAY;
/// A session is kept after its end, so that a logout that comes late still finds its `sid`.
const SESSIONS: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// A refusal is kept for the developer who asks about it.
const REFUSALS: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// A counter is kept for longer than any window that is counted.
const COUNTERS: Duration = DAY;
/// A reminder is kept for longer than any day is, in any time zone.
const REMINDERS: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// A job that is done or given up is kept for whoever asks what became of a mail.
const JOBS: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// A browser is forgotten when its cookie has ended.
const BROWSERS: Duration = Duration::from_secs(400 * 24 * 60 * 60);
/// A link that was mailed is kept after its end, to say that it is over.
const LINKS: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// What somebody wrote to the support is kept for a year.
const SUPPORT_REQUESTS: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// A list of people who were invited together is kept for whoever asks what became of a line.
const IMPORTS: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// A time step of an authenticator, in seconds (RFC 6238, section 4).
const STEP: i64 = 30;

/// How many rows were deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Pending requests.
    pub pending: u64,
    /// Authorization codes.
    pub codes: u64,
    /// Refresh tokens.
    pub refresh_tokens: u64,
    /// Revocations of access tokens.
    pub revoked_tokens: u64,
    /// JWTs of clients that count once.
    pub used_jwts: u64,
    /// Sessions.
    pub sessions: u64,
    /// Log-outs on their way.
    pub logouts: u64,
    /// Refusals.
    pub refusals: u64,
    /// Grants.
    pub grants: u64,
    /// Jobs of the outbox.
    pub jobs: u64,
    /// Known browsers.
    pub browsers: u64,
    /// Links of invitations.
    pub invitation_links: u64,
    /// Links for forgotten passwords.
    pub password_resets: u64,
    /// Links to new addresses, and those that freeze accounts.
    pub account_links: u64,
    /// Browsers in which a PIN alone was enough.
    pub pin_logins: u64,
    /// Requests to the support.
    pub support_requests: u64,
    /// Lists of people who were invited together.
    pub imports: u64,
    /// Throttle buckets, quotas, reminders and far time steps.
    pub counters: u64,
}

impl Pruned {
    /// All rows together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.pending
            + self.codes
            + self.refresh_tokens
            + self.revoked_tokens
            + self.used_jwts
            + self.sessions
            + self.logouts
            + self.refusals
            + self.grants
            + self.jobs
            + self.browsers
            + self.invitation_links
            + self.password_resets
            + self.account_links
            + self.pin_logins
            + self.support_requests
            + self.imports
            + self.counters
    }
}

/// Deletes what is over at `now`, up to `limit` rows of each table, so that no lock is held for long: call it
/// again until [`Pruned::total`] is zero. `token_life` is the longest life of an access token, as long as which a
/// grant is kept to be asked about.
pub async fn prune(store: &Store, now: Timestamp, token_life: Duration, limit: i64) -> Result<Pruned> {
    let buckets = throttle::prune(store, now - COUNTERS, now, limit).await?;
    let quotas = quotas::prune(store, now - COUNTERS, limit).await?;
    let email_changes = email_changes::prune(store, now - LINKS, limit).await?;
    let alarms = alarm_links::prune(store, now - LINKS, limit).await?;
    let reminders = reminders::prune(store, now - REMINDERS, limit).await?;
    let steps = authenticators::prune_far_steps(store, (now - DAY).as_seconds() / STEP, limit).await?;
    Ok(Pruned {
        pending: pending::prune(store, now, limit).await?,
        codes: codes::prune(store, now - CODES, limit).await?,
        refresh_tokens: refresh_tokens::prune(store, now, limit).await?,
        revoked_tokens: revoked_tokens::prune(store, now, limit).await?,
        used_jwts: used_jwts::prune(store, now, limit).await?,
        sessions: sessions::prune(store, now - SESSIONS, limit).await?,
        logouts: logouts::prune(store, now, limit).await?,
        refusals: refusals::prune(store, now - REFUSALS, limit).await?,
        grants: grants::prune(store, now - token_life - DAY, now, limit).await?,
        jobs: jobs::prune(store, now - JOBS, limit).await?,
        browsers: known_browsers::prune(store, now - BROWSERS, limit).await?,
        invitation_links: invitations::prune_links(store, now - LINKS, limit).await?,
        password_resets: password_resets::prune(store, now - LINKS, limit).await?,
        account_links: email_changes + alarms,
        pin_logins: pin_logins::prune(store, now, limit).await?,
        support_requests: support_requests::prune(store, now - SUPPORT_REQUESTS, limit).await?,
        imports: imports::prune(store, now - IMPORTS, limit).await?,
        counters: buckets + quotas + reminders + steps,
    })
}
