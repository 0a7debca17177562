//! "I lost my phone" (S15): who can reset the second factor of this person.
//!
//! Names are told only once the password was right; before, the page says both ways.

use super::keepers::keepers;
use super::pending::Pending;
use super::step::{self, OnTheWay, Standing};
use super::{pending, recovery_codes, session};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_store::otp_resets;
use voltkey_store::people::Person;

/// What the page shows.
#[derive(Debug)]
pub struct LostPhoneView {
    /// Who resets.
    pub who: Resets,
    /// Whether a reset was made, and its time to set up a new one has passed.
    pub lapsed: bool,
    /// Whether a recovery code would do: after the password, whether there is one.
    pub codes: Codes,
    /// Languages that the client asked for.
    pub ui_locales: Vec<String>,
}

/// Whether somebody has recovery codes, which need no reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// Some that were not used.
    Some,
    /// None.
    None,
    /// It is not known yet who asks.
    Unknown,
}

/// Who resets the second factor of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resets {
    /// One of these company admins.
    Admins(Vec<Admin>),
    /// The platform's support.
    Support,
    /// One of the two: it is not known yet who asks.
    Unknown,
}

/// A company admin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admin {
    /// First and last name.
    pub name: String,
    /// The company's name.
    pub company: String,
}

/// What the page shows: with names to somebody in the middle of a login, and both ways to everybody else.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, visitor: &Visitor, request: Option<&str>) -> Result<LostPhoneView, Fault> {
    let pending = pending::load_if_there(ctx, visitor, request).await?;
    let ui_locales = pending.as_ref().map(Pending::ui_locales).unwrap_or_default();
    let on_the_way = match &pending {
        Some(pending) => step::on_the_way(ctx, visitor, pending).await?,
        None => None,
    };
    let Some(OnTheWay {
        person,
        how: Standing::Password,
        ..
    }) = on_the_way
    else {
        return Ok(LostPhoneView {
            who: Resets::Unknown,
            lapsed: false,
            codes: Codes::Unknown,
            ui_locales,
        });
    };
    let reset = otp_resets::find(&ctx.store, &person.id).await?;
    Ok(LostPhoneView {
        who: who_resets(ctx, &person).await?,
        lapsed: reset.is_some_and(|reset| reset.expires_at <= ctx.now()),
        codes: match recovery_codes::has_any(ctx, &person).await? {
            true => Codes::Some,
            false => Codes::None,
        },
        ui_locales,
    })
}

/// The admins who may act on the whole account; without any it is the support.
pub(crate) async fn who_resets(ctx: &Ctx, person: &Person) -> Result<Resets, Fault> {
    let keepers = keepers(ctx, person).await?;
    let admins: Vec<_> = keepers
        .into_iter()
        .filter(|keeper| keeper.of_all)
        .map(|keeper| Admin {
            name: session::full_name(&keeper.admin.given_name, &keeper.admin.family_name),
            company: keeper.company.name,
        })
        .collect();
    Ok(match admins.is_empty() {
        true => Resets::Support,
        false => Resets::Admins(admins),
    })
}
