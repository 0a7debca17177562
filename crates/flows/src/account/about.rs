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
use voltkey_store::{PersonId, StoreError, Tx, people};

/// Most characters of an address in the web.
pub const MAX_ADDRESS: usize = 500;
/// Most characters of anything else.
pub const MAX_TEXT: usize = 100;
/// Fewest and most characters of a name for apps.
const USERNAME: std::ops::RangeInclusive<usize> = 3..=40;
/// How many names for apps a person can have had: each stays theirs for good, and is lost to everybody else.
const MAX_NAMES: i64 = 5;
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
    /// The person has had as many other names as one may.
    NoMoreNames,
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
        let may = may_be_called(&mut tx, &me.session.person_id, &told).await?;
        if may {
            about::put(&mut tx, &me.session.person_id, &told, now).await?;
            note.write(&mut tx).await?;
        }
        Ok((may, tx))
    });
    let problem = match written.await {
        Ok(true) => return Ok(Ok(())),
        Ok(false) => AboutProblem::NoMoreNames,
        Err(StoreError::Unique(_)) => AboutProblem::Taken,
        Err(error) => return Err(error.into()),
    };
    Ok(Err(vec![(Detail::PreferredUsername, problem)]))
}

/// Whether it is not one name too many.
async fn may_be_called(tx: &mut Tx, person: &PersonId, told: &Told) -> voltkey_store::Result<bool> {
    let Some(username) = &told.username else {
        return Ok(true);
    };
    people::lock(tx, person).await?;
    Ok(about::usernames_beside(tx, person, username).await? < MAX_NAMES)
}

/// As it is stored: NFC, without space around it; names for apps in small letters; time zones as the tz database spells
/// them; addresses as browsers read them, so that an app's page meets no quotation marks or angle brackets.
fn as_stored(entered: &About) -> About {
    let tidied = |detail: &Detail| {
        let text = tidy(entered.get(*detail));
        match detail {
            Detail::PreferredUsername => text.to_ascii_lowercase(),
            Detail::Zoneinfo => zone(&text).unwrap_or(text),
            Detail::Profile | Detail::Picture | Detail::Website => {
                web_address(&text).map_or(text, String::from)
            }
            _ => text,
        }
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
        Detail::Zoneinfo => zone(text).is_none().then_some(AboutProblem::NoZone),
        Detail::Profile | Detail::Picture | Detail::Website if text.chars().count() > MAX_ADDRESS => {
            Some(AboutProblem::TooLong)
        }
        Detail::Profile | Detail::Picture | Detail::Website => {
            web_address(text).is_none().then_some(AboutProblem::NoAddress)
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

/// A time zone as the tz database spells it.
fn zone(text: &str) -> Option<String> {
    let zone = jiff::tz::db().get(text).ok()?;
    zone.iana_name().map(str::to_owned)
}

/// An address in the web that is written out: parsers also take `https:x.example` and `https:\\x.example` for one.
fn web_address(text: &str) -> Option<Url> {
    let begins = |with: &str| {
        text.get(..with.len())
            .is_some_and(|is| is.eq_ignore_ascii_case(with))
    };
    let is_written_out = begins("https://") || begins("http://");
    let url = Url::parse(text).ok().filter(|_| is_written_out)?;
    let is_plain = url.has_host() && url.username().is_empty() && url.password().is_none();
    (is_plain && !text.contains(char::is_whitespace)).then_some(url)
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
    fn what_has_a_spelling_of_its_own_is_kept_in_it() {
        for (detail, entered, kept) in [
            (Detail::Zoneinfo, "europe/berlin", "Europe/Berlin"),
            (
                Detail::Picture,
                "https://ada.example/\"><img/src=x>",
                "https://ada.example/%22%3E%3Cimg/src=x%3E",
            ),
            (Detail::Profile, "HTTPS://Ada.example", "https://ada.example/"),
            (
                Detail::Website,
                "https://müller.example/ü?q='",
                "https://xn--mller-kva.example/%C3%BC?q=%27",
            ),
        ] {
            let about = as_stored(&[(detail, entered.to_owned())].into_iter().collect());
            assert_eq!(about.get(detail), kept);
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
            (Detail::Zoneinfo, "Berlin", AboutProblem::NoZone),
            (Detail::Website, "ada.example", AboutProblem::NoAddress),
            (Detail::Website, "https:ada.example", AboutProblem::NoAddress),
            (Detail::Website, r"https:\\ada.example", AboutProblem::NoAddress),
            (Detail::Website, "ftp://ada.example", AboutProblem::NoAddress),
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
