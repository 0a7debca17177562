//! The configuration of a test's instance.

use std::path::Path;
use voltkey::config::Config;

/// What every test begins with.
const CONFIG: &str = r#"
[server]
public_url = "https://id.example"
[mail]
from = "Amperecloud <no-reply@ampere.example>"
[platform]
name = "Amperecloud"
login_url = "https://platform.example/login"
time_zone = "Europe/Berlin"
[support]
email = "support@ampere.example"
phone = "+49 30 6293 77201"
hours = "Mo-Fr 09:00-17:00"
"#;

/// The harness's configuration with more, whose keys win.
pub(super) fn configure(more: &str, database_url: &str, folder: &Path) -> Config {
    let mut text: toml::Table = CONFIG.parse().expect("TOML");
    let more: toml::Table = more.parse().expect("TOML");
    for (section, keys) in more {
        let section = text.entry(section).or_insert_with(|| toml::Table::new().into());
        let keys = keys.as_table().expect("a section").clone();
        section.as_table_mut().expect("a section").extend(keys);
    }
    let file = folder.join("voltkey.toml");
    std::fs::write(&file, text.to_string()).expect("a file");
    let environment = [
        ("VOLTKEY_DATABASE__URL".to_owned(), database_url.to_owned()),
        (
            "VOLTKEY_KEYS__DIR".to_owned(),
            folder.join("keys").display().to_string(),
        ),
    ];
    Config::load(Some(&file), &environment).unwrap_or_else(|error| panic!("{error}"))
}
