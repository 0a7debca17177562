//! Walking the chains, to find what was changed, removed or reordered, and where.

use super::heads::{self, Claims};
use super::{BEGINNING, encoding};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::keys;
use crate::text::hex;
use std::fmt;
use voltkey_crypto::keyring::{Keyring, VerifyError};
use voltkey_store::audit_chains::{self, Chain};
use voltkey_store::audit_events::{self, Entry};
use voltkey_store::{CompanyId, audit_queue, companies};

/// How many events are in memory at once.
const PAGE: i64 = 1000;
/// How many problems of one chain are told; the others are counted.
const TOLD: usize = 100;

/// What was found.
#[derive(Clone, Debug)]
pub struct Report {
    /// Each chain that was walked.
    pub chains: Vec<ChainReport>,
    /// Each head that was given, in their order.
    pub heads: Vec<HeadReport>,
    /// Events that wait to be chained, which is no problem for a moment.
    pub waiting: i64,
}

/// What was found in one chain.
#[derive(Clone, Debug)]
pub struct ChainReport {
    /// A company's row, or `instance`.
    pub chain: String,
    /// The company's slug, while it is there.
    pub slug: Option<String>,
    /// How many events stand in it.
    pub events: u64,
    /// Of how many of them the details were deleted, which is no problem.
    pub details_gone: u64,
    /// What is wrong, as far as it is told.
    pub problems: Vec<Problem>,
    /// How many problems are not told.
    pub untold: u64,
}

/// What is wrong in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The event does not have the hash that stands with it.
    Changed(i64),
    /// It is another event of the chain, which stands in a place that is not its own.
    Moved {
        /// Where it stands.
        seq: i64,
        /// Where it belongs.
        was: i64,
    },
    /// The events of these numbers are not there.
    Removed(i64, i64),
    /// The events from this number to that one, which was the last, are not there.
    CutOff(i64, i64),
    /// The event is whole, but does not follow the one before it: that one was replaced.
    Unlinked(i64),
    /// The details are not those that were noted.
    DetailsChanged(i64),
    /// The row of the chain has another hash than its last event.
    HeadChanged,
    /// The event stands before the first one, or after the one that the chain's row names as the last.
    Added(i64),
    /// The row of the chain is not there.
    NoChain,
}

/// What became of a head.
#[derive(Clone, Debug)]
pub struct HeadReport {
    /// The chain that it is of, once it is believed.
    pub chain: Option<String>,
    /// What was found.
    pub verdict: HeadVerdict,
    /// Whether the key that signed it was withdrawn since: then somebody else may have signed it.
    pub key_withdrawn: bool,
}

/// What was found about a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadVerdict {
    /// The chain holds what was signed, as its event of this number.
    Holds(i64),
    /// The text holds no head that this instance has signed.
    NotOurs(VerifyError),
    /// The chain is shorter than it was: its end was cut off.
    CutOff {
        /// The number of the last event then.
        signed: i64,
        /// The number of the last event now.
        last: i64,
    },
    /// The event of this number is another than was signed.
    Differs(i64),
}

/// Why nothing was verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyTrailError {
    /// There is no such company.
    #[error(
        "there is no company {0:?}; without --company every chain is verified, those of deleted companies too"
    )]
    Company(String),
    /// The fault is ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let holds = |head: &HeadReport| matches!(head.verdict, HeadVerdict::Holds(_));
        self.chains.iter().all(|chain| chain.problems.is_empty()) && self.heads.iter().all(holds)
    }
}

/// Verifies every chain, or that of one company, and compares each head with its chain. What is appended meanwhile is
/// left alone.
///
/// # Errors
/// When there is no such company, or the database does not answer.
pub async fn verify(ctx: &Ctx, slug: Option<&str>, heads: &[String]) -> Result<Report, VerifyTrailError> {
    let mut chains = Vec::new();
    match slug {
        Some(slug) => {
            let company = companies::by_slug(&ctx.store, slug).await.map_err(Fault::from)?;
            let company = company.ok_or_else(|| VerifyTrailError::Company(slug.to_owned()))?;
            chains.push(walk(ctx, company.id.as_str()).await?);
        }
        None => {
            let mut name = String::new();
            while let Some(next) = next_name(ctx, &name).await? {
                chains.push(walk(ctx, &next).await?);
                name = next;
            }
        }
    }
    Ok(Report {
        chains,
        heads: compare(ctx, heads).await?,
        waiting: audit_queue::count(&ctx.store).await.map_err(Fault::from)?,
    })
}

async fn next_name(ctx: &Ctx, after: &str) -> Result<Option<String>, Fault> {
    Ok(audit_chains::next_name(&ctx.store, after).await?)
}

async fn walk(ctx: &Ctx, name: &str) -> Result<ChainReport, Fault> {
    let chain = audit_chains::find(&ctx.store, name).await?;
    let end = match &chain {
        Some(chain) => chain.seq,
        None => audit_events::last_seq(&ctx.store, name).await?,
    };
    let mut walk = Walk::new(name, end);
    if chain.is_none() && end > 0 {
        walk.found(Problem::NoChain);
    }
    // The numbers begin at 1. What stands below was not put there by us.
    let mut at = i64::MIN;
    loop {
        let page = audit_events::walk(&ctx.store, name, at, PAGE).await?;
        at = page.last().map_or(end, |entry| entry.event.seq);
        let within: Vec<_> = page.iter().filter(|entry| entry.event.seq <= end).collect();
        within.iter().for_each(|entry| walk.step(entry));
        if within.len() < page.len() || page.is_empty() {
            break;
        }
    }
    walk.arrive(chain.as_ref());
    walk.look_beyond(ctx).await?;
    walk.report.slug = slug(ctx, name).await?;
    Ok(walk.report)
}

async fn slug(ctx: &Ctx, name: &str) -> Result<Option<String>, Fault> {
    let company = companies::by_id(&ctx.store, &CompanyId::from(name)).await?;
    Ok(company.map(|company| company.slug))
}

/// Where a walk along a chain is.
struct Walk {
    report: ChainReport,
    /// The number of the event that was looked at last.
    last: i64,
    /// Its hash, as it stands.
    hash: Vec<u8>,
    /// The number at which the walk ends.
    end: i64,
}

impl Walk {
    fn new(name: &str, end: i64) -> Self {
        Self {
            report: ChainReport {
                chain: name.to_owned(),
                slug: None,
                events: 0,
                details_gone: 0,
                problems: Vec::new(),
                untold: 0,
            },
            last: 0,
            hash: BEGINNING.to_vec(),
            end,
        }
    }

    fn found(&mut self, problem: Problem) {
        if self.report.problems.len() < TOLD {
            self.report.problems.push(problem);
        } else {
            self.report.untold += 1;
        }
    }

    fn step(&mut self, entry: &Entry) {
        let event = &entry.event;
        if event.seq < 1 {
            return self.found(Problem::Added(event.seq));
        }
        let follows = event.seq == self.last + 1;
        if !follows {
            self.found(Problem::Removed(self.last + 1, event.seq - 1));
        }
        if encoding::hash(event)[..] != event.hash[..] {
            let problem = self.what_is(entry);
            self.found(problem);
        } else if follows && event.previous != self.hash {
            self.found(Problem::Unlinked(event.seq));
        }
        self.look_at_details(entry);
        self.report.events += 1;
        self.last = event.seq;
        self.hash.clone_from(&event.hash);
    }

    /// An event whose hash is wrong is another one of the chain where it would be right with that one's number.
    fn what_is(&self, entry: &Entry) -> Problem {
        let event = &entry.event;
        let is_told = self.report.problems.len() < TOLD;
        let mut others = (1..=self.end).filter(|_| is_told);
        match others.find(|seq| encoding::hash_as(event, *seq)[..] == event.hash[..]) {
            Some(was) => Problem::Moved { seq: event.seq, was },
            None => Problem::Changed(event.seq),
        }
    }

    fn look_at_details(&mut self, entry: &Entry) {
        let (Some(salt), Some(body)) = (&entry.salt, &entry.body) else {
            self.report.details_gone += u64::from(entry.event.commitment.is_some());
            return;
        };
        let commitment = encoding::commitment(salt, body);
        if entry.event.commitment.as_deref() != Some(&commitment[..]) {
            self.found(Problem::DetailsChanged(entry.event.seq));
        }
    }

    /// At the end: is it where and what the chain's row says?
    fn arrive(&mut self, chain: Option<&Chain>) {
        if self.last < self.end {
            self.found(Problem::CutOff(self.last + 1, self.end));
        } else if chain.is_some_and(|chain| chain.head != self.hash) {
            self.found(Problem::HeadChanged);
        }
    }

    /// Events beyond the end are there only if the chain has grown since.
    async fn look_beyond(&mut self, ctx: &Ctx) -> Result<(), Fault> {
        let last = audit_events::last_seq(&ctx.store, &self.report.chain).await?;
        let chain = audit_chains::find(&ctx.store, &self.report.chain).await?;
        if let Some(chain) = chain.filter(|chain| chain.seq < last) {
            self.found(Problem::Added(chain.seq + 1));
        }
        Ok(())
    }
}

async fn compare(ctx: &Ctx, heads: &[String]) -> Result<Vec<HeadReport>, Fault> {
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let keyring = keys::keyring_ever(ctx).await?;
    let mut reports = Vec::with_capacity(heads.len());
    for text in heads {
        reports.push(compare_one(ctx, &keyring, text).await?);
    }
    Ok(reports)
}

async fn compare_one(ctx: &Ctx, keyring: &Keyring, text: &str) -> Result<HeadReport, Fault> {
    let (claims, key_withdrawn) = match heads::read(keyring, text) {
        Ok(read) => read,
        Err(error) => {
            return Ok(HeadReport {
                chain: None,
                verdict: HeadVerdict::NotOurs(error),
                key_withdrawn: false,
            });
        }
    };
    let Claims { chain, seq, hash, .. } = claims;
    let stands = match seq {
        0 => Some(BEGINNING.to_vec()),
        _ => audit_events::hash_of(&ctx.store, &chain, seq).await?,
    };
    let verdict = match stands {
        Some(stands) if hex(&stands) == hash => HeadVerdict::Holds(seq),
        Some(_) => HeadVerdict::Differs(seq),
        None => HeadVerdict::CutOff {
            signed: seq,
            last: audit_events::last_seq(&ctx.store, &chain).await?,
        },
    };
    Ok(HeadReport {
        chain: Some(chain),
        verdict,
        key_withdrawn,
    })
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(seq) => write!(f, "event {seq} was changed"),
            Self::Moved { seq, was } => write!(f, "reordered: event {was} stands as number {seq}"),
            Self::Removed(first, last) if first == last => write!(f, "event {first} was removed"),
            Self::Removed(first, last) => write!(f, "events {first} to {last} were removed"),
            Self::CutOff(first, last) => write!(f, "the end was cut off: events {first} to {last}"),
            Self::Unlinked(seq) => {
                let before = seq - 1;
                write!(
                    f,
                    "event {seq} does not follow event {before}: that one was replaced"
                )
            }
            Self::DetailsChanged(seq) => write!(f, "the details of event {seq} were changed"),
            Self::HeadChanged => f.write_str("the last event is not the one that the chain ended with"),
            Self::Added(seq) => write!(f, "event {seq} was added without being chained"),
            Self::NoChain => f.write_str("the row of the chain was removed"),
        }
    }
}

impl fmt::Display for HeadVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds(seq) => write!(f, "event {seq} is what was signed"),
            Self::NotOurs(error) => write!(f, "holds no head that was signed here: {error}"),
            Self::CutOff { signed, last } => write!(
                f,
                "the end was cut off: there were {signed} events when it was signed, and the last is {last} now"
            ),
            Self::Differs(seq) => write!(f, "event {seq} is another than was signed: it was written anew"),
        }
    }
}
