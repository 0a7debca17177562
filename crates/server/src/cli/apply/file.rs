//! The whole file: the entries, and where each of them stands.

use super::table::{Lines, Source, Table};
use super::{clients, companies, people};
use crate::config::{ConfigError, Origin, Problem, parse_toml};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use voltkey_flows::admin::apply::{Entry, Finding, Kind, World};

/// What a file describes.
#[derive(Debug)]
pub(super) struct Description {
    pub(super) world: World,
    path: PathBuf,
    places: Places,
}

type Places = HashMap<(Kind, usize), Lines>;

impl Description {
    pub(super) fn parse(
        path: &Path,
        text: &str,
        environment: &[(String, String)],
    ) -> Result<Self, ConfigError> {
        let table = parse_toml(path, text)?;
        let source = Source::new(path, text);
        let mut root = Table::root(&source, table);
        let mut places = Places::new();
        let clients = entries(&mut root, "clients", Kind::Client, &mut places);
        let companies = entries(&mut root, "companies", Kind::Company, &mut places);
        let people = entries(&mut root, "people", Kind::Person, &mut places);
        root.finish();
        let world = World {
            clients: clients
                .into_iter()
                .filter_map(|table| clients::read(table, environment))
                .collect(),
            companies: companies.into_iter().filter_map(companies::read).collect(),
            people: people.into_iter().filter_map(people::read).collect(),
        };
        source.finish(world).map(|world| Self {
            world,
            path: path.to_owned(),
            places,
        })
    }

    /// Gives what was found in the entries its lines.
    pub(super) fn locate(&self, findings: &[Finding]) -> ConfigError {
        let problem = |finding: &Finding| {
            let Entry { kind, index, .. } = finding.entry;
            let line = self
                .places
                .get(&(kind, index))
                .map_or(1, |lines| lines.of(&finding.field));
            Problem {
                origin: Origin::Line {
                    file: self.path.clone(),
                    line,
                },
                message: finding.to_string(),
            }
        };
        ConfigError::new(findings.iter().map(problem).collect())
    }
}

/// The tables of one kind, whose lines are noted.
fn entries<'s>(root: &mut Table<'s>, key: &'static str, kind: Kind, places: &mut Places) -> Vec<Table<'s>> {
    let tables = root.tables(
        key,
        &format!("lines `[[{key}]]`, each followed by the keys of one entry"),
    );
    places.extend(
        tables
            .iter()
            .enumerate()
            .map(|(index, table)| ((kind, index), table.lines())),
    );
    tables
}
