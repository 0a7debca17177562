//! The matrix: every route of the router is tried with every role, with own and foreign identifiers, with and without
//! the token of its form. Whatever is refused has changed nothing.
//!
//! The routes are those of the router itself ([`routes`]); what may be done at each is a row of the [`table`]. A route
//! without a row fails, and so does a row without a route.

mod cast;
mod contents;
mod deeds;
mod pages;
mod programs;
mod routes;
mod row;
mod sent;
mod table;
mod ways;

use crate::harness::World;
use cast::Cast;
use routes::{METHODS, Route, routes};
use row::{Access, Row};
use sent::{Sent, reply_to};
use std::collections::BTreeSet;
use table::table;

#[tokio::test]
async fn every_route_has_its_row() {
    let world = World::new().await;
    let routes = routes(world.provider().router());
    let table = table();
    let rows: BTreeSet<Route> = table.iter().map(Row::route).collect();
    assert_eq!(rows.len(), table.len(), "one row for each route");
    let told = |routes: Vec<&Route>| routes.iter().map(ToString::to_string).collect::<Vec<_>>();
    let new = told(routes.difference(&rows).collect());
    assert!(
        new.is_empty(),
        "who may come to {new:#?}? Say it in tests/it/matrix/table.rs (tests/README.md tells how)"
    );
    let gone = told(rows.difference(&routes).collect());
    assert!(
        gone.is_empty(),
        "take out of tests/it/matrix/table.rs what is gone: {gone:#?}"
    );
}

#[tokio::test]
async fn no_route_takes_another_method() {
    let mut cast = Cast::new().await;
    let table = table();
    let rows: BTreeSet<Route> = table.iter().map(Row::route).collect();
    for row in &table {
        for method in METHODS {
            if rows.contains(&Route::new(&method, row.path)) {
                continue;
            }
            let request = Sent::bare(pages::address(&cast, row.path, "none", None));
            let reply = reply_to(&mut cast.browser(cast::Role::Operator), method.clone(), &request).await;
            assert_eq!(reply.status, 405, "{method} {}", row.path);
        }
    }
}

#[tokio::test]
async fn programs_are_answered_without_regard_to_cookies() {
    let mut cast = Cast::new().await;
    for row in of(|access| matches!(access, Access::Machine)) {
        programs::try_program(&mut cast, &row).await;
    }
}

#[tokio::test]
async fn pages_are_shown_to_whom_they_are_for_and_change_nothing() {
    let mut cast = Cast::new().await;
    for row in of(|_| true).filter(|row| row.deed.is_none()) {
        pages::try_page(&mut cast, &row).await;
    }
}

#[tokio::test]
async fn forms_for_everyone_need_their_token() {
    try_deeds(|access| matches!(access, Access::Everyone)).await;
}

#[tokio::test]
async fn forms_of_links_need_their_token_and_a_link() {
    try_deeds(|access| matches!(access, Access::Link(_))).await;
}

#[tokio::test]
async fn forms_of_a_login_are_its_browser_s() {
    try_deeds(|access| matches!(access, Access::Stage(_))).await;
}

#[tokio::test]
async fn deeds_on_an_account_are_its_own_person_s() {
    try_deeds(|access| matches!(access, Access::Own)).await;
}

#[tokio::test]
async fn deeds_on_a_company_are_for_who_manages_it() {
    for row in of(|access| matches!(access, Access::Company(_))) {
        try_alone(&row).await;
    }
}

#[tokio::test]
async fn deeds_on_the_instance_are_for_its_roles() {
    for row in of(|access| matches!(access, Access::Instance(..))) {
        try_alone(&row).await;
    }
}

fn of(is_meant: impl Fn(Access) -> bool) -> impl Iterator<Item = Row> {
    table().into_iter().filter(move |row| is_meant(row.access))
}

/// Deeds whose traces are a newcomer's alone: they share a world.
async fn try_deeds(is_meant: impl Fn(Access) -> bool) {
    let mut cast = Cast::new().await;
    for row in of(is_meant) {
        if let Some(deed) = &row.deed {
            deeds::try_deed(&mut cast, &row, deed).await;
        }
    }
}

/// A deed that others would feel has a world of its own.
async fn try_alone(row: &Row) {
    if let Some(deed) = &row.deed {
        deeds::try_deed(&mut Cast::new().await, row, deed).await;
    }
}
