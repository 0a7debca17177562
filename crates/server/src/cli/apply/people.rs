//! `[[people]]`.

use super::table::Table;
use crate::config::value::{OneOf, TextSetting, Words};
use voltkey_flows::admin::apply::{InstanceRole, MembershipEntry, PersonEntry, SecretText};
use voltkey_store::memberships::Role;

/// The language of a person for whom none is given.
const DEFAULT_LANGUAGE: &str = "en";

/// Reads a person; none where a problem was noted.
pub(super) fn read(mut table: Table<'_>) -> Option<PersonEntry> {
    let email = table.required("email");
    let given_name = table.optional("given_name").unwrap_or_default();
    let family_name = table.optional("family_name").unwrap_or_default();
    let language = table
        .optional("language")
        .unwrap_or_else(|| DEFAULT_LANGUAGE.to_owned());
    let memberships = table.tables(
        "memberships",
        "a list such as [{ company = \"sonnenfeld\", role = \"member\" }]",
    );
    let memberships = memberships.into_iter().filter_map(membership).collect();
    let roles: Option<Vec<OneOf<InstanceRole>>> = table.optional("roles");
    let email_verified = table.optional("email_verified").unwrap_or(false);
    let password = table.optional("password");
    let password_hash = table.optional("password_hash");
    let otp_secret = table.optional("otp_secret");
    table.finish();
    Some(PersonEntry {
        email: email?,
        given_name,
        family_name,
        language,
        memberships,
        roles: roles.map(|roles| roles.into_iter().map(|OneOf(role)| role).collect()),
        email_verified,
        password,
        password_hash,
        otp_secret,
    })
}

fn membership(mut table: Table<'_>) -> Option<MembershipEntry> {
    let company = table.required("company");
    let role = table.required("role");
    table.finish();
    let OneOf(role) = role?;
    Some(MembershipEntry {
        company: company?,
        role,
    })
}

impl Words for Role {
    const WORDS: &'static [(&'static str, Self)] = &[
        (Self::Member.as_str(), Self::Member),
        (Self::Admin.as_str(), Self::Admin),
    ];
}

impl Words for InstanceRole {
    const WORDS: &'static [(&'static str, Self)] =
        &[("support", Self::Support), ("operator", Self::Operator)];
}

impl TextSetting for SecretText {
    const SECRET: bool = true;
    const EXPECTED: &'static str = "a text";

    fn parse_text(text: &str) -> Option<Self> {
        Some(Self::from(text.to_owned()))
    }
}
