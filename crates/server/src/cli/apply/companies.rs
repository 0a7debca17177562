//! `[[companies]]`.

use super::table::Table;
use crate::config::value::{OneOf, Words};
use voltkey_flows::admin::apply::CompanyEntry;
use voltkey_store::companies::CompanyPolicy;

/// Reads a company; none where a problem was noted.
pub(super) fn read(mut table: Table<'_>) -> Option<CompanyEntry> {
    let slug = table.required("slug");
    let name = table.required("name");
    let OneOf(second_factor) = table
        .optional("second_factor")
        .unwrap_or(OneOf(CompanyPolicy::Inherit));
    let grace_until = table.optional("grace_until").flatten();
    table.finish();
    Some(CompanyEntry {
        slug: slug?,
        name: name?,
        second_factor,
        grace_until,
    })
}

impl Words for CompanyPolicy {
    const WORDS: &'static [(&'static str, Self)] = &[
        (Self::Inherit.as_str(), Self::Inherit),
        (Self::Optional.as_str(), Self::Optional),
        (Self::Required.as_str(), Self::Required),
    ];
}
