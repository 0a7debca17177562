//! Lists that are read a page at a time: one row more than a page tells whether there is another page.

/// How many rows to ask for.
pub(crate) fn one_more(page: usize) -> i64 {
    i64::try_from(page).unwrap_or(i64::MAX).saturating_add(1)
}

/// Cuts what was read to a page. Gives whether there is more.
pub(crate) fn cut<T>(rows: &mut Vec<T>, page: usize) -> bool {
    let has_more = rows.len() > page;
    rows.truncate(page);
    has_more
}
