//! How a company shows itself to its members: name, logo, colour, and the language of its invitations.

pub use super::logo::{Image, LogoProblem};
pub use crate::account::details::MAX_NAME;

use super::logo;
use super::steward::Steward;
use crate::account::details::{self, NameProblem};
use crate::audit::{Action, Event};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::oidc::discover::UI_LOCALES;
use crate::text::hex;
use crate::visitor::Visitor;
use voltkey_crypto::secret::sha256;
use voltkey_store::companies;
use voltkey_store::company_logos::{self, Logo};

/// What is in force, or was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// What people read.
    pub name: String,
    /// `en`, `es` or `de`; empty: the platform's choice.
    pub language: String,
    /// `#rrggbb`; empty: the platform's.
    pub accent: String,
}

/// What is wrong with what was entered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SettingsProblems {
    /// With the name.
    pub name: Option<NameProblem>,
    /// The colour is none.
    pub accent: bool,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct SettingsView {
    /// What is in force.
    pub entries: Entries,
    /// The hash of the logo, which its address holds.
    pub logo: Option<String>,
}

/// What the page shows.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, steward: &Steward) -> Result<SettingsView, Fault> {
    let company = &steward.company;
    Ok(SettingsView {
        entries: Entries {
            name: company.name.clone(),
            language: company.language.clone().unwrap_or_default(),
            accent: company.accent.clone().unwrap_or_default(),
        },
        logo: company_logos::hash_of(&ctx.store, &company.id).await?,
    })
}

/// Saves what was entered, or tells what is wrong with it. None: the company is not theirs to manage any more.
///
/// # Errors
/// When the database does not answer.
pub async fn save(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    entered: &Entries,
) -> Result<Option<Result<(), SettingsProblems>>, Fault> {
    let entries = tidy(entered);
    let problems = SettingsProblems {
        name: details::name_problem(&entries.name),
        accent: !entries.accent.is_empty() && !is_colour(&entries.accent),
    };
    if problems != SettingsProblems::default() {
        return Ok(Some(Err(problems)));
    }
    let company = &steward.company.id;
    let event = Event::of_company(Action::CompanyChanged, company, company.as_str())
        .with("name", entries.name.as_str())
        .with("language", entries.language.as_str())
        .with("accent", entries.accent.as_str());
    let note = steward.note(ctx, visitor, event)?;
    let now = ctx.now();
    let written = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((false, tx));
        }
        let [language, accent] = [&entries.language, &entries.accent].map(|text| chosen(text));
        companies::set_look(&mut tx, company, &entries.name, language, accent, now).await?;
        note.write(&mut tx).await?;
        Ok((true, tx))
    });
    Ok(written.await?.then_some(Ok(())))
}

fn chosen(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn tidy(entered: &Entries) -> Entries {
    let spoken = UI_LOCALES.iter().find(|locale| **locale == entered.language);
    Entries {
        name: details::tidy(&entered.name),
        language: spoken.map(|locale| (*locale).to_owned()).unwrap_or_default(),
        accent: entered.accent.trim().to_ascii_lowercase(),
    }
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Takes the file as the company's logo, or tells why not. None: the company is not theirs to manage any more.
///
/// # Errors
/// When the database does not answer.
pub async fn set_logo(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    file: &[u8],
) -> Result<Option<Result<(), LogoProblem>>, Fault> {
    let image = match logo::read(file) {
        Ok(image) => image,
        Err(problem) => return Ok(Some(Err(problem))),
    };
    let logo = Logo {
        media_type: image.media_type.to_owned(),
        hash: hex(&sha256(&image.bytes)),
        bytes: image.bytes,
    };
    let company = &steward.company.id;
    let event = Event::of_company(Action::CompanyChanged, company, company.as_str());
    let note = steward.note(ctx, visitor, event.with("logo", logo.hash.as_str()))?;
    let now = ctx.now();
    let written = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((false, tx));
        }
        company_logos::put(&mut tx, company, &logo, now).await?;
        note.write(&mut tx).await?;
        Ok((true, tx))
    });
    Ok(written.await?.then_some(Ok(())))
}

/// Takes the company's logo away; false: the company is not theirs to manage any more.
///
/// # Errors
/// When the database does not answer.
pub async fn remove_logo(ctx: &Ctx, visitor: &Visitor, steward: &Steward) -> Result<bool, Fault> {
    let company = &steward.company.id;
    let event = Event::of_company(Action::CompanyChanged, company, company.as_str()).with("logo", "");
    let note = steward.note(ctx, visitor, event)?;
    let written = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((false, tx));
        }
        if company_logos::remove(&mut tx, company).await? {
            note.write(&mut tx).await?;
        }
        Ok((true, tx))
    });
    Ok(written.await?)
}

/// The logo of that hash: media type and file. Whoever asks has seen its address on a page, for nobody guesses one.
///
/// # Errors
/// When the database does not answer.
pub async fn logo(ctx: &Ctx, hash: &str) -> Result<Option<(String, Vec<u8>)>, Fault> {
    let logo = company_logos::by_hash(&ctx.store, hash).await?;
    Ok(logo.map(|logo| (logo.media_type, logo.bytes)))
}
