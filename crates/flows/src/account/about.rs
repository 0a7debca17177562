//! What else a person tells of themselves: the rest of the standard claims (OpenID Connect Core, 5.1). All of it is
//! optional, and apps get it by the scopes `profile` and `address`.

use super::details::{is_unreadable, tidy};
use super::own_page::Me;
use crate::audit::Action;
use crate::calendar;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::text::{read, to_json};
use crate::visitor::Visitor;
use jiff::civil::Date;
use url::Url;
use voltkey_protocol::claims::{About, Detail};
use voltkey_store::about::{self, Told};
use voltkey_store::{PersonId, StoreError};

/// Most characters of an address in the web.
pub const MAX_ADDRESS: usize = 500;
/// Most characters of anything else.
pub const MAX_TEXT: usize = 100;
/// Fewest and most characters of a name for apps.
const USERNAME: std::ops::RangeInclusive<usize> = 3..=40;
/// Names for apps that nobody gets: an app could take its bearer for somebody who manages it.
const RESERVED: &[&str] = &[
    "admin",
    "administrator",
    "operator",
    "postmaster",
    "root",
    "security",
    "support",
    "system",
];

/// Why something is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AboutProblem {
    /// More characters than there may be.
    TooLong,
    /// Characters that can't be seen, or none that is a letter or a digit.
    Unreadable,
    /// No name for apps: other characters than small letters, digits, `.`, `_` and `-`, or too few or too many.
    NoUsername,
    /// Somebody else has the name or had it before, or nobody may have it.
    Taken,
    /// No day, or one that is still to come.
    NoBirthdate,
    /// No name of a time zone.
    NoZone,
    /// No address that begins with `https://` or `http://`.
    NoAddress,
}

/// What is wrong, with each thing that is.
pub type AboutProblems = Vec<(Detail, AboutProblem)>;

/// What a person tells.
pub(crate) async fn of(ctx: &Ctx, person: &PersonId) -> Result<About, Fault> {
    match about::of_person(&ctx.store, person).await? {
        None => Ok(About::default()),
        Some(told) => read(&told.about),
    }
}

/// Changes it; or tells what is wrong with what was entered.
///
/// # Errors
/// When the database does not answer.
pub async fn save(
    ctx: &Ctx,
    visitor: &Visitor,
    me: &Me,
    entered: &About,
) -> Result<Result<(), AboutProblems>, Fault> {
    let after = as_stored(entered);
    let problems = problems(&after, calendar::today(&ctx.settings, ctx.now()));
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let before = of(ctx, &me.session.person_id).await?;
    let changed = changed(&before, &after);
    if changed.is_empty() {
        return Ok(Ok(()));
    }
    let event = me.event(Action::ProfileChanged).with("changed", changed);
    let note = me.note(ctx, visitor, event)?;
    let username = after.get(Detail::PreferredUsername);
    let told = Told {
        about: to_json(&after)?,
        username: Some(username.to_owned()).filter(|name| !name.is_empty()),
    };
    let now = ctx.now();
    let written = ctx.store.write(|mut tx| async {
        about::put(&mut tx, &me.session.person_id, &told, now).await?;
        note.write(&mut tx).await?;
        Ok(((), tx))
    });
    match written.await {
        Err(StoreError::Unique(_)) => Ok(Err(vec![(Detail::PreferredUsername, AboutProblem::Taken)])),
        written => Ok(Ok(written?)),
    }
}

/// As it is stored: NFC, without space around it; names for apps in small letters.
fn as_stored(entered: &About) -> About {
    let tidied = |detail: &Detail| match detail {
        Detail::PreferredUsername => tidy(entered.get(*detail)).to_ascii_lowercase(),
        _ => tidy(entered.get(*detail)),
    };
    Detail::ALL
        .iter()
        .map(|detail| (*detail, tidied(detail)))
        .collect()
}

/// The claims that change.
fn changed(before: &About, after: &About) -> Vec<&'static str> {
    let differs = |detail: &&Detail| before.get(**detail) != after.get(**detail);
    let mut claims: Vec<_> = Detail::ALL
        .iter()
        .filter(differs)
        .map(|detail| detail.claim())
        .collect();
    claims.dedup();
    claims
}

fn problems(about: &About, today: Date) -> AboutProblems {
    let told = Detail::ALL
        .iter()
        .filter(|detail| !about.get(**detail).is_empty());
    told.filter_map(|detail| Some((*detail, problem(*detail, about.get(*detail), today)?)))
        .collect()
}

/// What is wrong with something that is told, if anything.
fn problem(detail: Detail, text: &str, today: Date) -> Option<AboutProblem> {
    match detail {
        Detail::PreferredUsername if !is_username(text) => Some(AboutProblem::NoUsername),
        Detail::PreferredUsername => RESERVED.contains(&text).then_some(AboutProblem::Taken),
        Detail::Birthdate => (!is_past_day(text, today)).then_some(AboutProblem::NoBirthdate),
        Detail::Zoneinfo => (!is_zone(text)).then_some(AboutProblem::NoZone),
        Detail::Profile | Detail::Picture | Detail::Website if text.chars().count() > MAX_ADDRESS => {
            Some(AboutProblem::TooLong)
        }
        Detail::Profile | Detail::Picture | Detail::Website => {
            (!is_web_address(text)).then_some(AboutProblem::NoAddress)
        }
        _ if text.chars().count() > MAX_TEXT => Some(AboutProblem::TooLong),
        _ => is_unreadable(text).then_some(AboutProblem::Unreadable),
    }
}

/// Letters that look like others, or that apps compare in ways of their own, make no name.
fn is_username(text: &str) -> bool {
    USERNAME.contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte))
}

fn is_past_day(text: &str, today: Date) -> bool {
    text.len() == "2027-02-06".len()
        && text
            .parse::<Date>()
            .is_ok_and(|day| day <= today && day.to_string() == text)
}

/// Names of the tz database: parts of letters, digits, `_`, `+` and `-` between slashes.
fn is_zone(text: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    };
    text.len() <= 64 && text.split('/').all(is_part)
}

fn is_web_address(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && Url::parse(text).is_ok_and(|url| {
            matches!(url.scheme(), "https" | "http")
                && url.has_host()
                && url.username().is_empty()
                && url.password().is_none()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(detail: Detail, text: &str) -> Option<AboutProblem> {
        let about = as_stored(&[(detail, text.to_owned())].into_iter().collect());
        problems(&about, jiff::civil::date(2027, 2, 6))
            .first()
            .map(|(_, problem)| *problem)
    }

    #[test]
    fn what_people_tell_is_taken() {
        for (detail, text) in [
            (Detail::MiddleName, "María"),
            (Detail::Nickname, " Ada "),
            (Detail::PreferredUsername, "Ada.Sommer-2"),
            (Detail::Gender, "weiblich"),
            (Detail::Birthdate, "1990-12-10"),
            (Detail::Birthdate, "2027-02-06"),
            (Detail::Zoneinfo, "America/Argentina/Buenos_Aires"),
            (Detail::Zoneinfo, "Etc/GMT+3"),
            (Detail::Picture, "https://ada.example/portrait.png?v=2"),
            (Detail::StreetAddress, "Am Neuen Markt 7a"),
            (Detail::PostalCode, "14467"),
            (Detail::Country, "Österreich"),
            (Detail::Region, ""),
        ] {
            assert_eq!(found(detail, text), None, "{detail}: {text}");
        }
    }

    #[test]
    fn what_is_none_is_named() {
        let long = format!("https://ada.example/{}", "x".repeat(MAX_ADDRESS));
        for (detail, text, problem) in [
            (Detail::Nickname, &*"x".repeat(101), AboutProblem::TooLong),
            (Detail::Locality, "\u{202e}madstoP", AboutProblem::Unreadable),
            (Detail::Gender, "!", AboutProblem::Unreadable),
            (Detail::PreferredUsername, "ad", AboutProblem::NoUsername),
            (Detail::PreferredUsername, "аda", AboutProblem::NoUsername),
            (Detail::PreferredUsername, "ada sommer", AboutProblem::NoUsername),
            (Detail::PreferredUsername, "2ada", AboutProblem::NoUsername),
            (Detail::PreferredUsername, "Admin", AboutProblem::Taken),
            (Detail::Birthdate, "1990-02-30", AboutProblem::NoBirthdate),
            (Detail::Birthdate, "2027-02-07", AboutProblem::NoBirthdate),
            (Detail::Birthdate, "10.12.1990", AboutProblem::NoBirthdate),
            (Detail::Zoneinfo, "Europe/", AboutProblem::NoZone),
            (Detail::Zoneinfo, "../etc/passwd", AboutProblem::NoZone),
            (Detail::Website, "ada.example", AboutProblem::NoAddress),
            (Detail::Profile, "javascript:alert(1)", AboutProblem::NoAddress),
            (
                Detail::Picture,
                "https://user:pass@ada.example/",
                AboutProblem::NoAddress,
            ),
            (
                Detail::Picture,
                "https://ada.example/a b",
                AboutProblem::NoAddress,
            ),
            (Detail::Website, &long, AboutProblem::TooLong),
        ] {
            assert_eq!(found(detail, text), Some(problem), "{detail}: {text}");
        }
    }
}
