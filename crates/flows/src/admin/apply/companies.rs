//! Companies: checked against the instance's policy, compared, written.

use super::findings::{About, Findings, Kind};
use super::report::{Change, What};
use super::world::{CompanyEntry, World};
use crate::audit::{Action, Event, Note};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::settings::SecondFactorPolicy;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use voltkey_store::companies::{self, Company, CompanyPolicy};
use voltkey_store::{CompanyId, StoreError, Tx};

/// Most characters of a slug: those of a DNS label, which it may become.
pub const MAX_SLUG: usize = 63;

/// The companies that the database holds, by slug.
pub(super) type Known = HashMap<String, Company>;

/// Finds every company that the description names, be it an entry of its own or in a membership.
pub(super) async fn find_named(ctx: &Ctx, world: &World) -> Result<Known, Fault> {
    let entries = world.companies.iter().map(|company| &company.slug);
    let memberships = world.people.iter().flat_map(|person| &person.memberships);
    let named: HashSet<&String> = entries
        .chain(memberships.map(|membership| &membership.company))
        .collect();
    let mut known = Known::new();
    for slug in named {
        if let Some(company) = companies::by_slug(&ctx.store, slug).await? {
            known.insert(slug.clone(), company);
        }
    }
    Ok(known)
}

pub(super) fn check(entries: &[CompanyEntry], instance: SecondFactorPolicy, findings: &mut Findings) {
    let mut seen = HashSet::new();
    for (index, company) in entries.iter().enumerate() {
        let mut about = findings.about(Kind::Company, index, &company.slug);
        if !seen.insert(&company.slug) {
            about.problem("slug", "stands in the file twice: remove one of the two entries");
        }
        if !is_slug(&company.slug) {
            about.problem(
                "slug",
                format!(
                    "must be 1 to {MAX_SLUG} of a to z, 0 to 9 and inner hyphens, such as \"sonnenfeld\""
                ),
            );
        }
        if company.name.trim().is_empty() {
            about.problem("name", "is empty: write what people shall read");
        }
        check_policy(company, instance, &mut about);
    }
}

pub(crate) fn is_slug(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=MAX_SLUG).contains(&text.len())
        && text.chars().all(plain)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// A company only tightens what the instance asks.
fn check_policy(company: &CompanyEntry, instance: SecondFactorPolicy, about: &mut About<'_>) {
    if !instance.required {
        if company.second_factor != CompanyPolicy::Required && company.grace_until.is_some() {
            about.warn(
                "grace_until",
                "has no effect without second_factor = \"required\"",
            );
        }
        return;
    }
    if company.second_factor == CompanyPolicy::Optional {
        about.warn(
            "second_factor",
            "\"optional\" has no effect: this instance requires a second factor of everybody",
        );
    }
    let Some(own) = company.grace_until else { return };
    match instance.grace_until {
        Some(end) if own > end => {
            let message =
                format!("{own} is later than the instance's {end}: take that day or an earlier one");
            about.problem("grace_until", message);
        }
        Some(_) => {}
        None => about.problem(
            "grace_until",
            "is too late: this instance requires a second factor already, so leave the key out",
        ),
    }
}

/// A company, and what is to be written of it.
pub(super) struct PlannedCompany {
    slug: String,
    what: What,
    write: Write,
}

enum Write {
    Insert(Company, Note),
    Update(Company, Note),
    Nothing,
}

/// Compares with the companies that are known, and adds those to them that will be made.
pub(super) fn plan(
    ctx: &Ctx,
    entries: &[CompanyEntry],
    known: &mut Known,
) -> Result<Vec<PlannedCompany>, Fault> {
    entries.iter().map(|entry| plan_one(ctx, entry, known)).collect()
}

fn plan_one(ctx: &Ctx, entry: &CompanyEntry, known: &mut Known) -> Result<PlannedCompany, Fault> {
    let slug = entry.slug.clone();
    let stored = known.get(&slug);
    let now = ctx.now();
    let company = Company {
        id: stored.map_or_else(|| CompanyId::from(ctx.new_id()), |stored| stored.id.clone()),
        slug: slug.clone(),
        name: entry.name.clone(),
        second_factor: entry.second_factor,
        grace_until: entry.grace_until.as_ref().map(Date::to_string),
        // These are its admin's to choose.
        language: stored.and_then(|stored| stored.language.clone()),
        accent: stored.and_then(|stored| stored.accent.clone()),
        created_at: stored.map_or(now, |stored| stored.created_at),
        updated_at: now,
    };
    let what = match stored {
        None => What::Created,
        Some(stored) => What::of_fields(differing(&company, stored)),
    };
    if what == What::Created {
        known.insert(slug.clone(), company.clone());
    }
    let note = what.note(ctx, Action::CompanyCreated, Action::CompanyChanged, |action| {
        Event::of_company(action, &company.id, company.id.as_str())
    })?;
    let write = match (&what, note) {
        (_, None) => Write::Nothing,
        (What::Updated(_), Some(note)) => Write::Update(company, note),
        (_, Some(note)) => Write::Insert(company, note),
    };
    Ok(PlannedCompany { slug, what, write })
}

fn differing(new: &Company, old: &Company) -> Vec<String> {
    let fields = [
        ("name", new.name != old.name),
        ("second_factor", new.second_factor != old.second_factor),
        ("grace_until", new.grace_until != old.grace_until),
    ];
    fields
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(field, _)| field.to_owned())
        .collect()
}

impl PlannedCompany {
    pub(super) async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        match &self.write {
            Write::Insert(company, note) => {
                companies::insert(&mut *tx, company).await?;
                note.write(tx).await
            }
            Write::Update(company, note) => {
                companies::update(&mut *tx, company).await?;
                note.write(tx).await
            }
            Write::Nothing => Ok(()),
        }
    }

    pub(super) fn into_change(self) -> Change {
        Change {
            kind: Kind::Company,
            name: self.slug,
            what: self.what,
        }
    }
}
