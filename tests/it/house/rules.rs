//! Each reason for which a request can be refused has a test that looks for exactly that reason.

use super::sources;
use voltkey_protocol::error::Rule;

/// Reasons that no request can bring about by itself.
const FAULTS: [Rule; 1] = [Rule::Internal];

/// Reasons whose answer shows no reference number, so that a test sees their status alone: a challenge without
/// a body (RFC 6750, 3.1).
const UNTOLD: [Rule; 1] = [Rule::BearerMissing];

#[test]
fn every_rule_that_can_refuse_is_tested_by_its_name() {
    let tests: Vec<_> = sources(&["tests/it"])
        .into_iter()
        .filter(|source| !source.path.contains("/house/"))
        .collect();
    let is_named = |rule: &Rule| {
        let name = format!("Rule::{rule:?}");
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
        tests.iter().any(|source| {
            source
                .text
                .match_indices(&name)
                .any(|(at, _)| ends(&source.text[at + name.len()..]))
        })
    };
    let untold = |rule: &&Rule| FAULTS.contains(rule) || UNTOLD.contains(rule);
    let untested: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| !untold(rule) && !is_named(rule))
        .collect();
    assert!(untested.is_empty(), "{untested:?}");
}
