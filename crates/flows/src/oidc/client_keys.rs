//! The keys of a client: registered with it (`jwks`), or fetched from where it publishes them (`jwks_uri`).
//!
//! What was fetched is kept by each process, for each client by itself: one that was registered a moment ago is not judged
//! by what another found at the same address before. A failure alone counts for everybody at its address, so that no number of
//! clients wears out a server that can't answer. A key that is not known yet has the set fetched anew (OpenID Connect Core,
//! 10.1.1), but neither garbage nor a server that does not answer makes a request of each of ours one of theirs.

use crate::ctx::Ctx;
use crate::outbound::{Limits, OutboundError};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use thiserror::Error;
use voltkey_crypto::client_keys::{ClientJwt, ClientJwtError, ClientKeys, MalformedKeys, header};
use voltkey_protocol::client::Client;
use voltkey_protocol::jose::ClientAlg;
use voltkey_protocol::json;
use voltkey_protocol::time::Timestamp;

/// How long a set is taken as it is, whatever its server says: the least and the most.
const FRESH: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(3600));
/// How long a set still serves when it cannot be fetched anew.
const STALE: Duration = Duration::from_secs(6 * 3600);
/// How long nothing is fetched after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(10);
/// A set is fetched once within this time for the sake of keys that are unknown.
const PAUSE: Duration = Duration::from_secs(60);
/// The most sets that are kept, and the most addresses at which something has failed.
const MOST_KEPT: usize = 1000;

/// Why a client's keys are not to be had. Its developer can be told each reason.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NoKeys {
    /// Neither `jwks` nor `jwks_uri`.
    #[error("no keys are registered for this client: neither jwks nor jwks_uri")]
    NotRegistered,
    /// What is registered, or what lies there, is no set of keys.
    #[error("{0}: {1}")]
    Malformed(&'static str, MalformedKeys),
    /// What lies there is no JSON.
    #[error("jwks_uri: {0}")]
    NoJson(String),
    /// It could not be fetched.
    #[error("jwks_uri: {0}")]
    Fetch(#[from] OutboundError),
}

/// Why a client's JWT is not believed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Unverified {
    /// There is nothing to verify it with.
    #[error(transparent)]
    Keys(#[from] NoKeys),
    /// It is not what it must be.
    #[error(transparent)]
    Jwt(#[from] ClientJwtError),
}

/// The client's keys. Where `kid` names one that is not among those that are kept, they are fetched anew, if that was not
/// done just now; it may still be missing.
pub(crate) async fn of(ctx: &Ctx, client: &Client, kid: Option<&str>) -> Result<Arc<ClientKeys>, NoKeys> {
    let Some(address) = published_at(client)? else {
        return registered(client).map(Arc::new);
    };
    let published = ctx.client_keys.of(&client.id, address, ctx.now());
    let keys = kept(ctx, address, &published, None).await?;
    match kid {
        Some(kid) if !keys.has(kid) => kept(ctx, address, &published, Some(&keys)).await,
        _ => Ok(keys),
    }
}

/// Verifies what the client has signed with this algorithm of a public key. **The caller checks every claim.**
pub(crate) async fn verify(
    ctx: &Ctx,
    client: &Client,
    jwt: &str,
    alg: ClientAlg,
) -> Result<ClientJwt, Unverified> {
    let Some(address) = published_at(client)? else {
        return Ok(registered(client)?.verify(jwt, alg)?);
    };
    // What is no JWT at all costs its server no call.
    header(jwt)?;
    let published = ctx.client_keys.of(&client.id, address, ctx.now());
    let keys = kept(ctx, address, &published, None).await?;
    match keys.verify(jwt, alg) {
        // A server may give a new key the name of the old one.
        Err(ClientJwtError::UnknownKey | ClientJwtError::Signature) => {
            Ok(kept(ctx, address, &published, Some(&keys))
                .await?
                .verify(jwt, alg)?)
        }
        verdict => Ok(verdict?),
    }
}

/// Where its keys have to be fetched; none where they are registered by value.
fn published_at(client: &Client) -> Result<Option<&str>, NoKeys> {
    match (&client.jwks, &client.jwks_uri) {
        (Some(_), _) => Ok(None),
        (None, Some(address)) => Ok(Some(address)),
        (None, None) => Err(NoKeys::NotRegistered),
    }
}

fn registered(client: &Client) -> Result<ClientKeys, NoKeys> {
    let set = client.jwks.as_ref().ok_or(NoKeys::NotRegistered)?;
    ClientKeys::parse(set).map_err(|error| NoKeys::Malformed("jwks", error))
}

/// What was fetched.
#[derive(Default)]
pub(crate) struct KeyCache {
    /// The sets, by their client and their address.
    sets: Mutex<HashMap<(String, String), Kept>>,
    /// What has failed just now, and when, by its address.
    failures: Mutex<HashMap<String, (NoKeys, Timestamp)>>,
}

/// A place in the cache.
struct Kept {
    published: Arc<Published>,
    used_at: Timestamp,
}

/// What one client publishes at one address.
#[derive(Default)]
struct Published {
    known: Mutex<Known>,
    /// Held by whoever fetches, so that nobody else does.
    fetching: tokio::sync::Mutex<()>,
}

/// What is known of it.
#[derive(Clone, Default)]
struct Known {
    set: Option<Set>,
    /// When it was last asked for, and how that ended when it failed.
    asked_at: Timestamp,
    failure: Option<NoKeys>,
    /// When it was last asked for a key that was unknown.
    sought_at: Option<Timestamp>,
}

/// A set as it was fetched.
#[derive(Clone)]
struct Set {
    keys: Arc<ClientKeys>,
    fetched_at: Timestamp,
    fresh_for: Duration,
}

impl KeyCache {
    /// What is known of a client's set. Of too many, the one that was not used for the longest time is forgotten, but none
    /// that somebody is at: while it is fetched, the next one would fetch it too.
    fn of(&self, client_id: &str, address: &str, now: Timestamp) -> Arc<Published> {
        let mut kept = lock(&self.sets);
        let key = (client_id.to_owned(), address.to_owned());
        if let Some(known) = kept.get_mut(&key) {
            known.used_at = now;
            return Arc::clone(&known.published);
        }
        if kept.len() >= MOST_KEPT {
            let idle = kept
                .iter()
                .filter(|(_, known)| Arc::strong_count(&known.published) == 1);
            let oldest = idle.min_by_key(|(_, known)| known.used_at);
            let oldest = oldest.map(|(key, _)| key.clone());
            oldest.and_then(|key| kept.remove(&key));
        }
        let published = Arc::<Published>::default();
        let known = Kept {
            published: Arc::clone(&published),
            used_at: now,
        };
        kept.insert(key, known);
        published
    }

    /// What has failed at this address so short a time ago that nobody asks there again.
    fn failure(&self, address: &str, now: Timestamp) -> Option<NoKeys> {
        let failures = lock(&self.failures);
        let (failure, at) = failures.get(address)?;
        (now.saturating_since(*at) < AFTER_FAILURE).then(|| failure.clone())
    }

    /// Notes how a call has ended. Of too many addresses, none is added until the first ones may be asked again.
    fn note(&self, address: &str, fetched: &Result<Set, NoKeys>, now: Timestamp) {
        let mut failures = lock(&self.failures);
        match fetched {
            Ok(_) => {
                failures.remove(address);
            }
            // That we were busy says nothing of its server.
            Err(NoKeys::Fetch(OutboundError::Busy)) => {}
            Err(failure) => {
                failures.retain(|_, (_, at)| now.saturating_since(*at) < AFTER_FAILURE);
                if failures.len() < MOST_KEPT {
                    failures.insert(address.to_owned(), (failure.clone(), now));
                }
            }
        }
    }
}

/// The set at an address: as it is kept, or fetched. `lacking` is one that did not have what was looked for.
async fn kept(
    ctx: &Ctx,
    address: &str,
    published: &Published,
    lacking: Option<&Arc<ClientKeys>>,
) -> Result<Arc<ClientKeys>, NoKeys> {
    if let Some(outcome) = published.known().settled(ctx.now(), lacking) {
        return outcome;
    }
    let _alone = published.fetching.lock().await;
    // Somebody else may have fetched it meanwhile.
    if let Some(outcome) = published.known().settled(ctx.now(), lacking) {
        return outcome;
    }
    if let Some(failure) = ctx.client_keys.failure(address, ctx.now()) {
        let as_if_asked = Known {
            failure: Some(failure),
            ..published.known()
        };
        return as_if_asked.best(ctx.now());
    }
    lock(&published.known).ask(ctx.now(), lacking.is_some());
    let fetched = fetch(ctx, address).await;
    ctx.client_keys.note(address, &fetched, ctx.now());
    let mut known = lock(&published.known);
    known.learn(fetched, ctx.now());
    known.best(ctx.now())
}

impl Published {
    fn known(&self) -> Known {
        lock(&self.known).clone()
    }
}

impl Known {
    /// What is to be had without another call; none where one is to be made.
    fn settled(
        &self,
        now: Timestamp,
        lacking: Option<&Arc<ClientKeys>>,
    ) -> Option<Result<Arc<ClientKeys>, NoKeys>> {
        let fresh = self.set.as_ref().filter(|set| set.age(now) < set.fresh_for);
        let may_ask = match (fresh, lacking) {
            (None, _) => true,
            // Somebody else has fetched it since.
            (Some(set), Some(lacking)) if !Arc::ptr_eq(&set.keys, lacking) => false,
            (Some(_), Some(_)) => self
                .sought_at
                .is_none_or(|sought_at| now.saturating_since(sought_at) >= PAUSE),
            (Some(_), None) => false,
        };
        let rests = self.failure.is_some() && now.saturating_since(self.asked_at) < AFTER_FAILURE;
        (rests || !may_ask).then(|| self.best(now))
    }

    /// Notes a call before it is made, so that one that is broken off counts too.
    fn ask(&mut self, now: Timestamp, seeks: bool) {
        self.asked_at = now;
        if seeks {
            self.sought_at = Some(now);
        }
    }

    fn learn(&mut self, fetched: Result<Set, NoKeys>, now: Timestamp) {
        self.asked_at = now;
        match fetched {
            Ok(set) => {
                self.set = Some(set);
                self.failure = None;
            }
            // That we were busy says nothing of its server.
            Err(NoKeys::Fetch(OutboundError::Busy)) => {}
            Err(failure) => self.failure = Some(failure),
        }
    }

    /// The set, unless it is too old; otherwise what was the matter.
    fn best(&self, now: Timestamp) -> Result<Arc<ClientKeys>, NoKeys> {
        match (&self.set, &self.failure) {
            (Some(set), _) if set.age(now) < STALE => Ok(Arc::clone(&set.keys)),
            (_, Some(failure)) => Err(failure.clone()),
            // A call of another request was broken off.
            (_, None) => Err(OutboundError::Busy.into()),
        }
    }
}

impl Set {
    fn age(&self, now: Timestamp) -> Duration {
        now.saturating_since(self.fetched_at)
    }
}

async fn fetch(ctx: &Ctx, address: &str) -> Result<Set, NoKeys> {
    let answer = ctx.outbound().get(address, Limits::KEYS).await?;
    let fresh_for = answer.fresh_for.unwrap_or(FRESH.1).clamp(FRESH.0, FRESH.1);
    let set = json::object(&answer.ok()?).map_err(|error| NoKeys::NoJson(error.to_string()))?;
    let keys = ClientKeys::parse(&set.into()).map_err(|error| NoKeys::Malformed("jwks_uri", error))?;
    Ok(Set {
        keys: Arc::new(keys),
        fetched_at: ctx.now(),
        fresh_for,
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Every change is whole before anything can panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const BEGINNING: i64 = 1_800_000_000;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(BEGINNING + seconds)
    }

    fn set(seconds: i64) -> Set {
        Set {
            keys: Arc::new(ClientKeys::parse(&json!({"keys": []})).unwrap()),
            fetched_at: at(seconds),
            fresh_for: Duration::from_secs(600),
        }
    }

    fn asked(known: &mut Known, seconds: i64, fetched: Result<Set, NoKeys>) -> Option<Arc<ClientKeys>> {
        known.ask(at(seconds), false);
        known.learn(fetched, at(seconds));
        known.best(at(seconds)).ok()
    }

    /// Whether nothing is fetched at that moment.
    fn is_settled(known: &Known, seconds: i64, lacking: Option<&Arc<ClientKeys>>) -> bool {
        known.settled(at(seconds), lacking).is_some()
    }

    fn down() -> Result<Set, NoKeys> {
        Err(OutboundError::TimedOut.into())
    }

    #[test]
    fn a_set_is_fetched_once_and_again_when_it_is_old() {
        let mut known = Known::default();
        assert!(!is_settled(&known, 0, None));
        asked(&mut known, 0, Ok(set(0)));
        assert!(is_settled(&known, 599, None));
        assert!(!is_settled(&known, 600, None));
    }

    #[test]
    fn an_unknown_key_fetches_once_a_minute() {
        let mut known = Known::default();
        let lacking = asked(&mut known, 0, Ok(set(0)));
        assert!(!is_settled(&known, 1, lacking.as_ref()));
        known.ask(at(1), true);
        known.learn(Ok(set(1)), at(1));
        let lacking = known.best(at(1)).ok();
        assert!(is_settled(&known, 2, lacking.as_ref()));
        assert!(is_settled(&known, 60, lacking.as_ref()));
        assert!(!is_settled(&known, 61, lacking.as_ref()));
    }

    #[test]
    fn a_set_that_came_meanwhile_is_looked_at_first() {
        let mut known = Known::default();
        let lacking = asked(&mut known, 0, Ok(set(0)));
        asked(&mut known, 1, Ok(set(1)));
        assert!(is_settled(&known, 1, lacking.as_ref()));
    }

    #[test]
    fn a_server_that_is_down_keeps_nobody_waiting_again_and_again() {
        let mut known = Known::default();
        asked(&mut known, 0, down());
        for second in [0, 9] {
            let outcome = known.settled(at(second), None).expect("no call");
            assert_eq!(outcome.unwrap_err(), NoKeys::Fetch(OutboundError::TimedOut));
        }
        assert!(!is_settled(&known, 10, None));
    }

    #[test]
    fn an_old_set_serves_for_some_hours_while_its_server_is_down() {
        let mut known = Known::default();
        asked(&mut known, 0, Ok(set(0)));
        assert!(asked(&mut known, 700, down()).is_some());
        assert!(known.settled(at(701), None).expect("no call").is_ok());
        assert!(asked(&mut known, 6 * 3600 - 1, down()).is_some());
        assert!(asked(&mut known, 6 * 3600, down()).is_none());
    }

    #[test]
    fn a_failure_counts_for_everybody_at_its_address_for_some_seconds() {
        let cache = KeyCache::default();
        let busy = || Err(OutboundError::Busy.into());
        let failed = |address: &str, seconds| cache.failure(address, at(seconds)).is_some();
        cache.note("https://app.example/", &down(), at(0));
        cache.note("https://app.example/", &busy(), at(1));
        cache.note("https://other.example/", &busy(), at(1));
        assert!(failed("https://app.example/", 9) && !failed("https://app.example/", 10));
        assert!(!failed("https://other.example/", 1));
        cache.note("https://app.example/", &Ok(set(2)), at(2));
        assert!(!failed("https://app.example/", 2));
    }

    #[test]
    fn failures_at_many_addresses_are_forgotten_when_they_are_over() {
        let cache = KeyCache::default();
        for number in 0..=MOST_KEPT {
            cache.note(&number.to_string(), &down(), at(0));
        }
        assert_eq!(lock(&cache.failures).len(), MOST_KEPT);
        cache.note("late", &down(), at(10));
        assert_eq!(lock(&cache.failures).len(), 1);
    }

    /// A cache that is full; the set of client 0 was first used earliest.
    fn full() -> KeyCache {
        let cache = KeyCache::default();
        for number in 0..MOST_KEPT {
            of(&cache, &number.to_string(), i64::try_from(number).unwrap());
        }
        cache
    }

    fn of(cache: &KeyCache, client_id: &str, seconds: i64) -> Arc<Published> {
        cache.of(client_id, "https://app.example/", at(seconds))
    }

    fn keeps(cache: &KeyCache, client_id: &str) -> bool {
        let key = (client_id.to_owned(), "https://app.example/".to_owned());
        lock(&cache.sets).contains_key(&key)
    }

    #[test]
    fn of_too_many_sets_the_one_that_is_used_no_more_is_forgotten() {
        let cache = full();
        // Its set is fresh, so that it is not fetched again, but it is in use.
        of(&cache, "0", 5000);
        of(&cache, "late", 5001);
        assert_eq!(lock(&cache.sets).len(), MOST_KEPT);
        assert!(keeps(&cache, "0") && !keeps(&cache, "1"));
    }

    #[test]
    fn none_is_forgotten_while_it_is_fetched() {
        let cache = full();
        let in_flight = of(&cache, "0", 0);
        of(&cache, "late", 5000);
        assert!(keeps(&cache, "0") && !keeps(&cache, "1"));
        drop(in_flight);
        of(&cache, "later", 5001);
        assert!(!keeps(&cache, "0"));
    }
}
