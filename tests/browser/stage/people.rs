//! People beside those of the demo, so that no story uses up another's PINs and attempts.
//!
//! They come into the running provider's database as an operator would bring them: by `voltkey apply` beside `serve`.

use super::app::App;
use anyhow::Result;
use std::path::Path;
use voltkey::config::Config;
use voltkey::instance::{Machine, open_ctx};
use voltkey_flows::admin::apply::{Mode, apply};

/// Everybody's password, also of the demo's people.
pub const PASSWORD: &str = "Sonne-2026!";

/// The secret of every authenticator that is set up already, also of the demo's people.
pub const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// Members who have an authenticator, and their language.
const ENROLLED: [(&str, &str); 8] = [
    ("emil@stories.example", "en"),
    ("frida@stories.example", "en"),
    ("greta@stories.example", "en"),
    ("olaf@stories.example", "en"),
    ("tilda@stories.example", "en"),
    ("robin@en.example", "en"),
    ("robin@es.example", "es"),
    ("robin@de.example", "de"),
];

/// Members without an authenticator, their company, and their language.
const NOT_ENROLLED: [(&str, &str, &str); 6] = [
    ("alex@en.example", "solluna", "en"),
    ("alex@es.example", "solluna", "es"),
    ("alex@de.example", "solluna", "de"),
    ("kim@en.example", "windpark", "en"),
    ("kim@es.example", "windpark", "es"),
    ("kim@de.example", "windpark", "de"),
];

/// Adds the people, their company and our app to the demo whose data is in this folder.
pub async fn add(data: &Path, database: String, app: &App) -> Result<()> {
    let environment = [
        ("VOLTKEY_DATABASE__URL", database),
        ("VOLTKEY_KEYS__DIR", data.join("keys").display().to_string()),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value));
    let config = Config::load(Some(&data.join("demo.toml")), &environment)?;
    let ctx = open_ctx(&config, Machine::default()).await?;
    let world = voltkey::cli::apply::parse("stories.toml", &world(app), &[])?;
    apply(&ctx, &world, Mode::Apply).await?;
    Ok(())
}

fn world(app: &App) -> String {
    let company =
        "[[companies]]\nslug = \"windpark\"\nname = \"Windpark Küste eG\"\nsecond_factor = \"required\"\n";
    let enrolled = ENROLLED.map(|(email, language)| {
        let member = person(email, "sonnenfeld", language);
        format!("{member}otp_secret = \"{SECRET}\"\n")
    });
    let others = NOT_ENROLLED.map(|(email, company, language)| person(email, company, language));
    [
        client(app),
        company.to_owned(),
        enrolled.concat(),
        others.concat(),
    ]
    .concat()
}

fn client(app: &App) -> String {
    format!(
        "[[clients]]\nid = \"sundial\"\nname = \"Sundial\"\ntrusted = true\n\
         secret = \"sundial-secret-0123456789abcdef0123\"\nredirect_uris = [\"{}\"]\n",
        app.callback()
    )
}

fn person(email: &str, company: &str, language: &str) -> String {
    format!(
        "[[people]]\nemail = \"{email}\"\ngiven_name = \"Robin\"\nfamily_name = \"Stern\"\nlanguage = \"{language}\"\n\
         memberships = [{{ company = \"{company}\", role = \"member\" }}]\nemail_verified = true\n\
         password = \"{PASSWORD}\"\n"
    )
}
