//! Which package may import which crate.

use super::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const PROTOCOL: &str = "voltkey-protocol";
const CRYPTO: &str = "voltkey-crypto";
const STORE: &str = "voltkey-store";
const FLOWS: &str = "voltkey-flows";
const WEB: &str = "voltkey-web";
const SERVER: &str = "voltkey";

/// The product, from the bottom to the top.
const PRODUCT: [&str; 6] = [PROTOCOL, CRYPTO, STORE, FLOWS, WEB, SERVER];

/// Who of the product may import which of our own crates, and the libraries that must stay where they are.
const IMPORTERS: &[(&str, &[&str])] = &[
    (PROTOCOL, &[CRYPTO, STORE, FLOWS, WEB, SERVER]),
    (CRYPTO, &[FLOWS, SERVER]),
    (STORE, &[FLOWS, SERVER]),
    (FLOWS, &[WEB, SERVER]),
    (WEB, &[SERVER]),
    (SERVER, &[]),
    // OAuth's state machines.
    ("oxide-auth", &[PROTOCOL]),
    ("chrono", &[PROTOCOL]),
    // Databases.
    ("sqlx", &[STORE]),
    // HTTP and pages.
    ("axum", &[WEB, SERVER]),
    ("http", &[WEB]),
    ("hyper", &[SERVER]),
    ("hyper-util", &[SERVER]),
    ("cookie", &[WEB]),
    ("tower", &[WEB]),
    ("tower-http", &[WEB]),
    ("minijinja", &[WEB]),
    ("fluent-templates", &[WEB]),
    ("rust-embed", &[WEB]),
    // Cryptography.
    ("argon2", &[CRYPTO]),
    ("aws-lc-rs", &[CRYPTO]),
    ("bcrypt", &[CRYPTO]),
    ("jsonwebtoken", &[CRYPTO]),
    ("pbkdf2", &[CRYPTO]),
    ("rsa", &[CRYPTO]),
    ("scrypt", &[CRYPTO]),
    ("totp-rs", &[CRYPTO]),
    ("uuid", &[CRYPTO]),
    // The outside world: mail, configuration, command line.
    ("lettre", &[SERVER]),
    ("reqwest", &[SERVER]),
    ("toml", &[SERVER]),
    ("clap", &[SERVER]),
    ("anyhow", &[SERVER]),
    ("tracing-subscriber", &[SERVER]),
    // A runtime and a log are for whoever does something; the protocol only decides.
    ("tokio", &[CRYPTO, STORE, FLOWS, WEB, SERVER]),
    ("tracing", &[FLOWS, WEB, SERVER]),
];

/// The direct dependencies of each package, without those of its tests.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let members = ["crates", "examples"].map(|folder| fs::read_dir(root().join(folder)).expect("a folder"));
    let manifests = members
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("Cargo.toml"));
    let packages = manifests.filter(|manifest| manifest.exists()).map(|manifest| {
        let text = fs::read_to_string(manifest).expect("a manifest");
        let manifest: toml::Table = text.parse().expect("TOML");
        let name = manifest["package"]["name"].as_str().expect("a name").to_owned();
        let sections = ["dependencies", "build-dependencies"]
            .into_iter()
            .filter_map(|name| manifest.get(name));
        let names = sections
            .filter_map(toml::Value::as_table)
            .flat_map(|section| section.keys().cloned());
        (name, names.collect())
    });
    packages.collect()
}

#[test]
fn no_crate_of_the_product_reaches_across_a_border() {
    let imports = imports();
    let mut crossed = Vec::new();
    for (library, may_import) in IMPORTERS {
        for package in PRODUCT.iter().filter(|package| !may_import.contains(package)) {
            if imports[*package].contains(*library) {
                crossed.push(format!("{package} imports {library}"));
            }
        }
    }
    assert!(crossed.is_empty(), "{crossed:#?}");
}

#[test]
fn every_package_of_ours_has_its_place_in_the_table() {
    let imports = imports();
    for package in PRODUCT {
        assert!(imports.contains_key(package), "there is no {package} any more");
        assert!(
            IMPORTERS.iter().any(|(library, _)| *library == package),
            "who may import {package}?"
        );
    }
    let examples = ["voltkey-demo", "voltkey-relying-party"];
    let unknown: Vec<_> = imports
        .keys()
        .filter(|name| !PRODUCT.contains(&name.as_str()) && !examples.contains(&name.as_str()))
        .collect();
    assert!(unknown.is_empty(), "new packages need a place: {unknown:?}");
}

#[test]
fn the_table_names_what_is_really_used() {
    let imports = imports();
    for (library, may_import) in IMPORTERS {
        for package in *may_import {
            // Our own crates form a chain, of which a link may be left out.
            let is_ours = PRODUCT.contains(library);
            assert!(
                is_ours || imports[*package].contains(*library),
                "{package} does not import {library} any more"
            );
        }
    }
}

#[test]
fn the_example_for_developers_knows_nothing_of_our_insides() {
    let imports = &imports()["voltkey-relying-party"];
    let inside: Vec<_> = imports
        .iter()
        .filter(|name| PRODUCT.contains(&name.as_str()))
        .collect();
    assert!(inside.is_empty(), "{inside:?}");
}
