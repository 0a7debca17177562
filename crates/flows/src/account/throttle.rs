//! Slowing down whoever guesses. Failures only count; nobody sleeps: an attempt that comes too early is answered
//! with the time to wait.
//!
//! An attempt is counted before its outcome is known and taken back when it succeeds, so that a thousand guesses
//! at the same instant are no way around.

use crate::ctx::Ctx;
use crate::error::Fault;
use crate::text::hex;
use crate::visitor::{Network, Visitor};
use std::time::Duration;
use voltkey_crypto::secret::sha256;
use voltkey_protocol::time::Timestamp;
use voltkey_store::{PersonId, Tx, throttle};

/// How many attempts are free, and how the wait grows after them.
#[derive(Clone, Copy, Debug)]
struct Limit {
    /// Attempts within the window that need not wait.
    free: i64,
    /// The wait after the last free one; each further attempt doubles it.
    first_wait: Duration,
    /// The longest wait.
    longest_wait: Duration,
    /// The count begins anew this long after its first attempt.
    window: Duration,
}

/// Wrong passwords of one account from one network, or from one browser that its person uses.
const PASSWORD: Limit = Limit {
    free: 5,
    first_wait: secs(30),
    longest_wait: secs(900),
    window: secs(3600),
};
/// Wrong PINs of one account.
const PIN: Limit = Limit {
    free: 5,
    first_wait: secs(900),
    longest_wait: secs(900),
    window: secs(900),
};
/// Wrong PINs of one account in one browser where the PIN alone would do: whoever has taken the browser has time.
const PIN_ALONE: Limit = Limit {
    window: secs(24 * 3600),
    ..PIN
};
/// Failures of one network, whichever account: somebody who tries one password on many.
const ADDRESS: Limit = Limit {
    free: 100,
    first_wait: secs(60),
    longest_wait: secs(900),
    window: secs(900),
};
/// Wrong secrets of one client from one network.
const CLIENT: Limit = Limit {
    free: 30,
    first_wait: secs(10),
    longest_wait: secs(60),
    window: secs(900),
};

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A bucket in which an attempt was counted.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    bucket: String,
    /// A wider bucket in which it counts too, and of which a success takes back this attempt alone: that of the network,
    /// which counts the failures of many accounts, or that of a day.
    wider: Option<String>,
    /// Whether this was the last attempt before a wait.
    pub(crate) was_last: bool,
}

/// Whether an attempt may be made.
#[derive(Debug)]
pub(crate) enum Attempt {
    /// It is counted: see [`succeeded`].
    Allowed(Counted),
    /// Not before this time has passed.
    Wait(Duration),
}

/// Counts an attempt at a password. `account` is the normalised address, whether or not anybody has it; `known`
/// says whether its person has logged in in this browser before, which then has a bucket of its own and nothing to do
/// with its network's, so that strangers can't keep them out.
pub(crate) async fn password(
    ctx: &Ctx,
    visitor: &Visitor,
    account: &str,
    known: bool,
) -> Result<Attempt, Fault> {
    let account = short_hash(account);
    if known {
        let bucket = format!("password:{account}:browser:{}", browser(visitor));
        return attempt(ctx, bucket, None, PASSWORD).await;
    }
    // Counted before the outcome is known, like every attempt, and taken back when it succeeds.
    let network = address(visitor);
    if let Attempt::Wait(wait) = attempt(ctx, network.clone(), None, ADDRESS).await? {
        return Ok(Attempt::Wait(wait));
    }
    let bucket = format!("password:{account}:{}", visitor.network);
    Ok(match attempt(ctx, bucket, None, PASSWORD).await? {
        Attempt::Allowed(counted) => Attempt::Allowed(Counted {
            wider: Some(network),
            ..counted
        }),
        wait @ Attempt::Wait(_) => wait,
    })
}

/// Counts an attempt at a PIN. A browser in which the person has shown two factors before has a bucket of its own:
/// with the password alone nobody gets further tries by using further browsers.
pub(crate) async fn pin(
    ctx: &Ctx,
    visitor: &Visitor,
    person: &PersonId,
    known: bool,
) -> Result<Attempt, Fault> {
    let bucket = match known {
        true => format!("pin:{person}:browser:{}", browser(visitor)),
        false => format!("pin:{person}"),
    };
    attempt(ctx, bucket, Some(person), PIN).await
}

/// Until when no PIN of that account is taken in a browser that is not known; none where they are.
pub(crate) async fn pin_locked_until(ctx: &Ctx, person: &PersonId) -> Result<Option<Timestamp>, Fault> {
    let until = throttle::blocked_until(&ctx.store, &format!("pin:{person}")).await?;
    Ok(until.filter(|until| *until > ctx.now()))
}

/// As [`pin`], where the PIN alone would do: five wrong ones within a day are the last, however slowly they come.
pub(crate) async fn pin_alone(
    ctx: &Ctx,
    visitor: &Visitor,
    person: &PersonId,
    known: bool,
) -> Result<Attempt, Fault> {
    let day = format!("pin-alone:{person}:browser:{}", browser(visitor));
    let of_day = match attempt(ctx, day.clone(), Some(person), PIN_ALONE).await? {
        Attempt::Allowed(counted) => counted,
        wait @ Attempt::Wait(_) => return Ok(wait),
    };
    Ok(match pin(ctx, visitor, person, known).await? {
        Attempt::Allowed(counted) => Attempt::Allowed(Counted {
            was_last: counted.was_last || of_day.was_last,
            wider: Some(day),
            ..counted
        }),
        wait @ Attempt::Wait(_) => wait,
    })
}

/// Counts a failed client authentication; the time to wait once there were too many. Clients that nobody has
/// registered share one bucket, or their names would fill the table.
pub(crate) async fn count_client_failure(
    ctx: &Ctx,
    network: &Network,
    client_id: Option<&str>,
) -> Result<Option<Duration>, Fault> {
    let bucket = format!(
        "client:{}:{network}",
        client_id.map_or_else(|| "unknown".into(), short_hash)
    );
    match attempt(ctx, bucket, None, CLIENT).await? {
        Attempt::Allowed(_) => Ok(None),
        Attempt::Wait(wait) => Ok(Some(wait)),
    }
}

/// Takes a successful attempt back, and all failures of the same account before it.
pub(crate) async fn succeeded(tx: &mut Tx, counted: &Counted) -> voltkey_store::Result<()> {
    throttle::clear(&mut *tx, &counted.bucket).await?;
    match &counted.wider {
        Some(wider) => throttle::take_back(&mut *tx, wider).await,
        None => Ok(()),
    }
}

/// Counts an attempt; `person` is whose PINs the bucket counts, if it does.
async fn attempt(
    ctx: &Ctx,
    bucket: String,
    person: Option<&PersonId>,
    limit: Limit,
) -> Result<Attempt, Fault> {
    let now = ctx.now();
    let Some(count) = throttle::count(&ctx.store, &bucket, now, limit.window).await? else {
        let wait = blocked(ctx, &bucket).await?;
        return Ok(Attempt::Wait(wait.unwrap_or(limit.first_wait)));
    };
    if count < limit.free {
        return Ok(Attempt::Allowed(Counted {
            bucket,
            wider: None,
            was_last: false,
        }));
    }
    let wait = limit.wait(count);
    // Only the attempt that wins the block goes on, also of the free ones the last: of many at once, one.
    match throttle::block(&ctx.store, &bucket, person, now + wait, now).await? {
        true => Ok(Attempt::Allowed(Counted {
            bucket,
            wider: None,
            was_last: true,
        })),
        false => Ok(Attempt::Wait(wait)),
    }
}

impl Limit {
    /// The wait after the attempt that is the `count`th.
    fn wait(&self, count: i64) -> Duration {
        let doublings = u32::try_from((count - self.free).clamp(0, 16)).unwrap_or(16);
        self.first_wait
            .saturating_mul(1 << doublings)
            .min(self.longest_wait)
    }
}

/// How long a bucket is still blocked.
async fn blocked(ctx: &Ctx, bucket: &str) -> Result<Option<Duration>, Fault> {
    let until = throttle::blocked_until(&ctx.store, bucket).await?;
    let wait = until.map(|until| until.saturating_since(ctx.now()));
    Ok(wait.filter(|wait| !wait.is_zero()))
}

fn address(visitor: &Visitor) -> String {
    format!("address:{}", visitor.network)
}

fn browser(visitor: &Visitor) -> String {
    hex(&visitor.browser.hash().as_bytes()[..16])
}

fn short_hash(text: &str) -> String {
    hex(&sha256(text.as_bytes())[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_its_longest() {
        let waits: Vec<_> = (5..12).map(|count| PASSWORD.wait(count).as_secs()).collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 900, 900]);
    }
}
