//! The companies, page by page or by how their words begin.

use crate::admin::staff::Operator;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::paging::{cut, one_more};
use crate::search;
use voltkey_store::companies::{self, Company};
use voltkey_store::search_words::{self, Beginnings};

pub use voltkey_store::companies::CompanyPolicy;

/// How many stand on a page.
const PAGE: usize = 25;

/// A page of them.
#[derive(Clone, Debug)]
pub struct Companies {
    /// By short name.
    pub companies: Vec<Company>,
    /// The short name after which the next page begins; none after the last.
    pub next: Option<String>,
    /// Whether a search has found more than are told.
    pub more: bool,
}

/// The companies after that short name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(ctx: &Ctx, _: &Operator, after: &str) -> Result<Companies, Fault> {
    let mut found = companies::after(&ctx.store, after, one_more(PAGE)).await?;
    let has_more = cut(&mut found, PAGE);
    let last = found.last().filter(|_| has_more);
    Ok(Companies {
        next: last.map(|company| company.slug.clone()),
        companies: found,
        more: false,
    })
}

/// The companies whose words begin so, a page of them.
///
/// # Errors
/// When the database does not answer.
pub async fn find(ctx: &Ctx, _: &Operator, text: &str) -> Result<Companies, Fault> {
    let words = search::asked(text);
    let words = Beginnings {
        first: words.first().map_or("", String::as_str),
        second: words.get(1).map_or("", String::as_str),
    };
    let mut found = search_words::find_companies(&ctx.store, words, one_more(PAGE)).await?;
    let more = cut(&mut found, PAGE);
    let mut companies = Vec::with_capacity(found.len());
    for hit in &found {
        companies.extend(companies::by_slug(&ctx.store, &hit.slug).await?);
    }
    Ok(Companies {
        companies,
        next: None,
        more,
    })
}

/// The name of the company of that short name.
///
/// # Errors
/// When the database does not answer.
pub async fn name(ctx: &Ctx, _: &Operator, slug: &str) -> Result<Option<String>, Fault> {
    let company = companies::by_slug(&ctx.store, slug).await?;
    Ok(company.map(|company| company.name))
}
