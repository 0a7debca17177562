//! Why a request was refused, by the number that its answer showed. Of an address that equals none of those that are
//! registered, it is said where it differs.

use crate::admin::console::find::reference;
use crate::admin::staff::Operator;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::oidc::client;
use crate::paging::{cut, one_more};
use serde_json::{Map, Value};
use std::str::FromStr;
use url::Url;
use voltkey_protocol::error::Rule;
use voltkey_protocol::time::Timestamp;
use voltkey_store::{people, refusals};

pub use voltkey_store::refusals::Refusal;

/// How many stand on a page.
const PAGE: usize = 25;

/// A refusal, with all that is known of it.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Its number.
    pub reference: String,
    /// When it was.
    pub at: Timestamp,
    /// The app that was asked for, by `client_id`.
    pub client_id: Option<String>,
    /// Whom it concerned, by `sub`.
    pub account: Option<String>,
    /// The standard's error code that the answer carried.
    pub code: String,
    /// Which rule refused, by its word.
    pub rule: String,
    /// The network of the request.
    pub network: String,
    /// What else was noted: names and values.
    pub details: Vec<(String, String)>,
    /// Where an address differs from those that are registered.
    pub comparison: Option<Comparison>,
}

/// What was sent beside what is registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The parameter.
    pub parameter: &'static str,
    /// Against each address that was registered then, the most similar first; empty: none was.
    pub registered: Vec<Difference>,
    /// What was sent.
    pub sent: String,
}

/// Two texts, each cut into what is the same at its beginning, what differs, and what is the same at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What was sent.
    pub sent: [String; 3],
    /// What is registered.
    pub registered: [String; 3],
    /// Which part of the address differs first.
    pub part: Part,
}

/// A part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `http` instead of `https`, or another.
    Scheme,
    /// The host.
    Host,
    /// The port.
    Port,
    /// Nothing but a slash at the end.
    Slash,
    /// Nothing but capital and small letters in the path.
    Case,
    /// The path.
    Path,
    /// What follows a question mark.
    Query,
    /// Anything else, such as what can't be read as an address.
    Other,
}

/// Some refusals, the latest first.
#[derive(Clone, Debug)]
pub struct Latest {
    /// Them.
    pub refusals: Vec<refusals::Refusal>,
    /// Where the next page begins; none after the last.
    pub next: Option<Place>,
}

/// Where a page ends, and the next one begins. As text it can stand in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    at: Timestamp,
    reference: String,
}

/// The refusal of that number, however it is written.
///
/// # Errors
/// When the database does not answer.
pub async fn find(ctx: &Ctx, _: &Operator, text: &str) -> Result<Option<Refused>, Fault> {
    let Some(number) = reference(text) else {
        return Ok(None);
    };
    let Some(row) = refusals::find(&ctx.store, &number).await? else {
        return Ok(None);
    };
    let account = match &row.person_id {
        Some(id) => people::by_id(&ctx.store, &id.clone().into()).await?,
        None => None,
    };
    let details = details(&row.details);
    let comparison = compare(ctx, &row, &details).await?;
    // They stand in the comparison, side by side.
    let shown = details
        .into_iter()
        .filter(|(name, _)| comparison.is_none() || name != "registered");
    Ok(Some(Refused {
        details: shown.collect(),
        comparison,
        account: account.map(|person| person.sub),
        reference: row.reference,
        at: row.at,
        client_id: row.client_id,
        code: row.code,
        rule: row.rule,
        network: row.network,
    }))
}

/// The refusal of that number, where the request named that app.
///
/// # Errors
/// When the database does not answer.
pub async fn find_of_app(
    ctx: &Ctx,
    operator: &Operator,
    app: &str,
    text: &str,
) -> Result<Option<Refused>, Fault> {
    let found = find(ctx, operator, text).await?;
    Ok(found.filter(|refused| refused.client_id.as_deref() == Some(app)))
}

/// The latest refusals before that place, of every app or of one.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(
    ctx: &Ctx,
    _: &Operator,
    app: Option<&str>,
    before: Option<&Place>,
) -> Result<Latest, Fault> {
    let newest = (Timestamp::from_micros(i64::MAX), "");
    let (at, reference) = before.map_or(newest, |place| (place.at, place.reference.as_str()));
    let limit = one_more(PAGE);
    let mut found = match app {
        None => refusals::before(&ctx.store, at, reference, limit).await?,
        Some(app) => refusals::before_of_client(&ctx.store, app, at, reference, limit).await?,
    };
    let has_more = cut(&mut found, PAGE);
    let last = found.last().filter(|_| has_more);
    Ok(Latest {
        next: last.map(|row| Place {
            at: row.at,
            reference: row.reference.clone(),
        }),
        refusals: found,
    })
}

fn details(json: &str) -> Vec<(String, String)> {
    let details: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    details
        .into_iter()
        .map(|(name, value)| (name, text(value)))
        .collect()
}

async fn compare(
    ctx: &Ctx,
    row: &refusals::Refusal,
    details: &[(String, String)],
) -> Result<Option<Comparison>, Fault> {
    let parameter = match row.rule.parse() {
        Ok(Rule::RedirectUriUnregistered) => "redirect_uri",
        Ok(Rule::PostLogoutUnregistered) => "post_logout_redirect_uri",
        Ok(Rule::ReturnToUnregistered) => "return_to",
        _ => return Ok(None),
    };
    let detail = |name: &str| {
        details
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.clone())
    };
    let Some(sent) = detail(parameter) else {
        return Ok(None);
    };
    let registered = match detail("registered") {
        Some(then) => then.split_whitespace().map(str::to_owned).collect(),
        None => registered_now(ctx, detail("client_id").or_else(|| row.client_id.clone())).await?,
    };
    let mut differences: Vec<_> = registered
        .iter()
        .map(|one| Difference::between(&sent, one))
        .collect();
    differences.sort_by_key(|difference| std::cmp::Reverse(difference.likeness()));
    Ok(Some(Comparison {
        parameter,
        registered: differences,
        sent,
    }))
}

/// The ways back of an app, as they are registered at this moment: no refusal keeps them.
async fn registered_now(ctx: &Ctx, client_id: Option<String>) -> Result<Vec<String>, Fault> {
    let Some(id) = client_id else {
        return Ok(Vec::new());
    };
    let found = client::find(ctx, &id).await?;
    Ok(found
        .map(|found| found.client.return_uris.clone())
        .unwrap_or_default())
}

impl Difference {
    /// Where `sent` differs from `registered`.
    #[must_use]
    pub fn between(sent: &str, registered: &str) -> Self {
        let (a, b): (Vec<char>, Vec<char>) = (sent.chars().collect(), registered.chars().collect());
        let same = |(a, b): &(&char, &char)| a == b;
        let begins = a.iter().zip(&b).take_while(same).count();
        let ends = a[begins..]
            .iter()
            .rev()
            .zip(b[begins..].iter().rev())
            .take_while(same)
            .count();
        let cut = |text: &[char]| {
            let end = text.len() - ends;
            [&text[..begins], &text[begins..end], &text[end..]].map(|piece| piece.iter().collect())
        };
        Self {
            sent: cut(&a),
            registered: cut(&b),
            part: Part::that_differs(sent, registered),
        }
    }

    fn likeness(&self) -> usize {
        self.sent[0].len() + self.sent[2].len()
    }
}

impl Part {
    fn that_differs(sent: &str, registered: &str) -> Self {
        let (Ok(a), Ok(b)) = (Url::parse(sent), Url::parse(registered)) else {
            return Self::Other;
        };
        if a.scheme() != b.scheme() {
            return Self::Scheme;
        }
        if a.host() != b.host() {
            return Self::Host;
        }
        if a.port_or_known_default() != b.port_or_known_default() {
            return Self::Port;
        }
        let (path, other) = (a.path(), b.path());
        if path != other {
            return match path.trim_end_matches('/') == other.trim_end_matches('/') {
                true => Self::Slash,
                false if path.eq_ignore_ascii_case(other) => Self::Case,
                false => Self::Path,
            };
        }
        match a.query() == b.query() {
            false => Self::Query,
            // Such as "https://app.example" beside "https://app.example/".
            true if sent.trim_end_matches('/') == registered.trim_end_matches('/') => Self::Slash,
            true => Self::Other,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.as_micros(), self.reference)
    }
}

/// The text is no place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no place in the list of refusals")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (at, reference) = text.split_once('.').ok_or(NoPlace)?;
        Ok(Self {
            at: Timestamp::from_micros(at.parse().map_err(|_| NoPlace)?),
            reference: reference.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_cut_out() {
        let difference = Difference::between("https://app.example/cb/", "https://app.example/cb");
        assert_eq!(difference.sent, ["https://app.example/cb", "/", ""]);
        assert_eq!(difference.registered, ["https://app.example/cb", "", ""]);
        let difference = Difference::between("http://app.example/cb", "https://app.example/cb");
        assert_eq!(difference.sent, ["http", "", "://app.example/cb"]);
        assert_eq!(difference.registered, ["http", "s", "://app.example/cb"]);
        let same_letters = Difference::between("aaa", "aa");
        assert_eq!(same_letters.sent, ["aa", "a", ""]);
    }

    #[test]
    fn the_part_that_differs_is_named() {
        let registered = "https://app.example/cb";
        for (sent, part) in [
            ("http://app.example/cb", Part::Scheme),
            ("https://www.app.example/cb", Part::Host),
            ("https://app.example:8443/cb", Part::Port),
            ("https://app.example/cb/", Part::Slash),
            ("https://app.example/CB", Part::Case),
            ("https://app.example/callback", Part::Path),
            ("https://app.example/cb?a=b", Part::Query),
            ("https://app.example/cb#x", Part::Other),
            ("cb", Part::Other),
        ] {
            assert_eq!(Difference::between(sent, registered).part, part, "{sent}");
        }
    }

    #[test]
    fn a_place_survives_an_address() {
        let place = Place {
            at: Timestamp::from_micros(-5),
            reference: "VK-7Q4M-2XRA".to_owned(),
        };
        assert_eq!(place.to_string().parse(), Ok(place));
        for wrong in ["", "7", "a.b"] {
            assert_eq!(wrong.parse::<Place>(), Err(NoPlace), "{wrong}");
        }
    }
}
