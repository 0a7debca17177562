//! What must stand in one place only, because a second one would break a promise of ARCHITECTURE.md.

use super::{product, sources, strays};

/// Shows that some text stands in the program only where it may.
fn assert_only_in(text: &str, may_stand_in: &[&str]) {
    let strays = strays(text, &product(), may_stand_in);
    assert!(
        strays.is_empty(),
        "`{text}` may stand in {may_stand_in:?} only: {strays:#?}"
    );
}

#[test]
fn a_stray_is_found() {
    assert!(!strays("sqlx::", &product(), &[]).is_empty());
    assert!(!strays("SystemTime::now", &product(), &["crates/server"]).is_empty());
}

#[test]
fn sql_stands_in_the_store() {
    for beginning in [
        "\"SELECT ",
        "\"INSERT INTO ",
        "\"UPDATE ",
        "\"DELETE FROM ",
        "\"CREATE ",
        "sqlx::",
    ] {
        assert_only_in(beginning, &["crates/store/"]);
    }
}

#[test]
fn only_the_facade_names_the_pools() {
    for pool in ["SqlitePool", "PgPool", "Pool<"] {
        assert_only_in(pool, &["crates/store/src/db", "crates/store/src/tx.rs"]);
    }
}

#[test]
fn the_machine_s_clock_is_read_in_one_place() {
    for clock in [
        "SystemTime::now",
        "Timestamp::now",
        "Zoned::now",
        "Utc::now",
        "Local::now",
    ] {
        assert_only_in(clock, &["crates/crypto/src/clock.rs"]);
    }
    // How long connections take is the machine's own time, which no rule of an account goes by.
    assert_only_in(
        "Instant::now",
        &["crates/crypto/src/clock.rs", "crates/server/src/connections/"],
    );
}

#[test]
fn randomness_is_drawn_in_one_place() {
    for source in [
        "rand::fill",
        "SystemRandom",
        "getrandom",
        "OsRng",
        "thread_rng",
        "Uuid::new_v4",
        "Uuid::now_v7",
    ] {
        assert_only_in(source, &["crates/crypto/src/rng.rs"]);
    }
}

#[test]
fn the_environment_is_read_by_the_program_alone() {
    for reader in [
        "env::var",
        "env::vars",
        "env::vars_os",
        "env::var_os",
        "env::args",
        "current_dir",
    ] {
        assert_only_in(reader, &["crates/server/src/lib.rs", "crates/server/src/main.rs"]);
    }
}

#[test]
fn the_protocol_is_pure() {
    let protocol = sources(&["crates/protocol/src"]);
    for impurity in [
        "std::fs",
        "std::env",
        "std::net::Tcp",
        "std::process",
        "std::thread",
        "std::time::SystemTime",
        "static mut",
    ] {
        let strays = strays(impurity, &protocol, &[]);
        assert!(strays.is_empty(), "`{impurity}`: {strays:#?}");
    }
}

#[test]
fn oxide_auth_stands_behind_the_two_machines() {
    let machines = [
        "crates/protocol/src/authorize/machine.rs",
        "crates/protocol/src/token/machine.rs",
    ];
    assert_only_in("oxide_auth", &machines);
}

#[test]
fn redirects_are_303() {
    for other in [
        "Redirect::temporary",
        "Redirect::permanent",
        "StatusCode::FOUND",
        "StatusCode::TEMPORARY_REDIRECT",
    ] {
        assert_only_in(other, &[]);
    }
}

#[test]
fn no_test_of_the_router_sleeps_or_is_left_out() {
    let tests = sources(&["tests/it"]);
    let here = ["tests/it/house/manners.rs"];
    for bad_habit in ["sleep(", "#[ignore", "#[should_panic"] {
        let strays = strays(bad_habit, &tests, &here);
        assert!(strays.is_empty(), "`{bad_habit}`: {strays:#?}");
    }
}
