//! What can be wrong with a person's entry.

use super::super::companies::Known;
use super::super::findings::{About, Findings, Kind};
use super::super::world::{PersonEntry, SecretText, World};
use crate::account::email;
use crate::oidc::discover::UI_LOCALES;
use std::collections::{HashMap, HashSet};
use voltkey_crypto::password::{self, BrokenRule, MAX_LENGTH, PasswordPolicy};
use voltkey_crypto::totp::Secret;

/// Finds what is wrong. The companies that a membership can name are those of the description and those that
/// the database knows.
pub(in super::super) fn check(
    world: &World,
    known: &Known,
    policy: &PasswordPolicy,
    findings: &mut Findings,
) {
    let described = world.companies.iter().map(|company| company.slug.as_str());
    let slugs: HashSet<&str> = known.keys().map(String::as_str).chain(described).collect();
    let mut seen = HashMap::new();
    for (index, person) in world.people.iter().enumerate() {
        let mut about = findings.about(Kind::Person, index, person.email.trim());
        match email::key(&person.email) {
            None => about.problem("email", "is not an e-mail address"),
            Some(key) => {
                if let Some(first) = seen.insert(key, person.email.trim()) {
                    about.problem(
                        "email",
                        format!("is the same account as {first}: make one entry of the two"),
                    );
                }
            }
        }
        check_language(person, &mut about);
        check_memberships(person, &slugs, &mut about);
        check_password(person, policy, &mut about);
        check_otp_secret(person, &mut about);
    }
}

fn check_language(person: &PersonEntry, about: &mut About<'_>) {
    if !UI_LOCALES.contains(&person.language.as_str()) {
        let message = format!(
            "expected one of {}, found {:?}",
            UI_LOCALES.join(", "),
            person.language
        );
        about.problem("language", message);
    }
}

fn check_memberships(person: &PersonEntry, slugs: &HashSet<&str>, about: &mut About<'_>) {
    let mut seen = HashSet::new();
    for membership in &person.memberships {
        let company = membership.company.as_str();
        if !seen.insert(company) {
            about.problem(
                "memberships",
                format!("{company} stands there twice: keep one of the two roles"),
            );
        } else if !slugs.contains(company) {
            about.problem(
                "memberships",
                format!("there is no company {company:?}: describe it under [[companies]]"),
            );
        }
    }
}

fn check_password(person: &PersonEntry, policy: &PasswordPolicy, about: &mut About<'_>) {
    match (&person.password, &person.password_hash) {
        (Some(_), Some(_)) => about.problem("password_hash", "stands beside password: remove one of the two"),
        (Some(password), None) if password.as_str().is_empty() => {
            about.problem(
                "password",
                "is empty: leave the key out for a person who has none yet",
            );
        }
        (Some(password), None) => warn_of_password(person, password, policy, about),
        (None, Some(hash)) => {
            if let Err(error) = password::check_importable(hash.as_str()) {
                about.problem("password_hash", error.to_string());
            }
        }
        (None, None) => {}
    }
}

/// The policy is for what people choose; the operator's choice only deserves a warning.
fn warn_of_password(
    person: &PersonEntry,
    password: &SecretText,
    policy: &PasswordPolicy,
    about: &mut About<'_>,
) {
    let personal = [person.email.as_str(), &person.given_name, &person.family_name];
    let broken = policy.check(password.as_str(), &personal);
    if broken.is_empty() {
        return;
    }
    let reasons: Vec<_> = broken.into_iter().map(|rule| reason(rule, policy)).collect();
    about.warn(
        "password",
        format!("breaks the rules for passwords: {}", reasons.join(", ")),
    );
}

fn reason(rule: BrokenRule, policy: &PasswordPolicy) -> String {
    match rule {
        BrokenRule::TooShort => format!("fewer than {} characters", policy.min_length),
        BrokenRule::TooLong => format!("more than {MAX_LENGTH} characters"),
        BrokenRule::MissingUpper => "no upper-case letter".into(),
        BrokenRule::MissingLower => "no lower-case letter".into(),
        BrokenRule::MissingDigit => "no digit".into(),
        BrokenRule::MissingSpecial => "no special character".into(),
        BrokenRule::TooWeak => "easily guessed".into(),
    }
}

fn check_otp_secret(person: &PersonEntry, about: &mut About<'_>) {
    match person
        .otp_secret
        .as_ref()
        .map(|secret| Secret::from_base32(secret.as_str()))
    {
        Some(Err(error)) => about.problem("otp_secret", error.to_string()),
        Some(Ok(secret)) if secret.is_short() => {
            about.warn(
                "otp_secret",
                "has fewer than 128 bits, the least that RFC 4226 demands",
            );
        }
        Some(Ok(_)) | None => {}
    }
}
