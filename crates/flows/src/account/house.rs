//! Whose pages somebody sees: those of their company, in its look.
//!
//! A company's look is shown to whoever has shown to belong to it: behind the right password, in a session, or behind a
//! link that was mailed. Before that the login looks alike for everybody: a look that followed the typed address would tell
//! whether the address has an account, and one that followed a parameter would let anybody dress the login as any customer.

use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_store::memberships::{self, Membership};
use voltkey_store::{CompanyId, PersonId, companies, company_logos};

/// The look of a company, as far as it has chosen one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The company's name.
    pub company: String,
    /// The hash of its logo, which the logo's address holds.
    pub logo: Option<String>,
    /// Its colour, `#rrggbb`.
    pub accent: Option<String>,
}

/// The look of the only company that somebody belongs to. Who belongs to several sees the platform's.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn look_of_person(ctx: &Ctx, person: &PersonId) -> Result<Option<Look>, Fault> {
    let memberships = memberships::of_person(&ctx.store, person).await?;
    Ok(match &*memberships {
        [only] => look(only),
        _ => None,
    })
}

/// The look of that membership's company; none where it has chosen none.
pub(crate) fn look(membership: &Membership) -> Option<Look> {
    let (logo, accent) = (membership.logo.clone(), membership.accent.clone());
    chosen(&membership.name, logo, accent)
}

/// The look of the company of that row.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn look_of_company(ctx: &Ctx, company: &CompanyId) -> Result<Option<Look>, Fault> {
    let Some(company) = companies::by_id(&ctx.store, company).await? else {
        return Ok(None);
    };
    let logo = company_logos::hash_of(&ctx.store, &company.id).await?;
    Ok(chosen(&company.name, logo, company.accent))
}

fn chosen(company: &str, logo: Option<String>, accent: Option<String>) -> Option<Look> {
    let has_any = logo.is_some() || accent.is_some();
    has_any.then(|| Look {
        company: company.to_owned(),
        logo,
        accent,
    })
}
