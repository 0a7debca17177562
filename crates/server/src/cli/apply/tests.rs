//! Reading a description as an operator writes it, rightly and wrongly.

use super::*;
use voltkey_flows::admin::apply::{Entry, Finding, Kind};

/// Reads a file of that text without any variables.
fn read(text: &str) -> Result<Description, ConfigError> {
    Description::parse(
        Path::new("world.toml"),
        text,
        &[("PLATFORM_SECRET".into(), "from-the-variable".into())],
    )
}

/// What is said about a wrong file, a line for each problem.
fn complaints(text: &str) -> String {
    read(text).expect_err("something is wrong").to_string()
}

#[test]
fn the_demo_is_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
    let text = std::fs::read_to_string(folder.join("demo-world.toml")).expect("the file");
    let world = parse("demo-world.toml", &text, &[]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        (world.clients.len(), world.companies.len(), world.people.len()),
        (3, 2, 6)
    );
    let carla = &world.people[2];
    assert_eq!(
        (carla.email.as_str(), carla.language.as_str()),
        ("carla@solluna.example", "es")
    );
    assert_eq!(carla.memberships[0].company, "solluna");
    assert!(carla.email_verified && carla.password.is_some() && carla.roles.is_none());
}

#[test]
fn every_key_is_optional_that_can_be_left_out() {
    let text = "\
[[clients]]
id = \"app\"
redirect_uris = [\"https://app.example/callback\"]

[[companies]]
slug = \"sonnenfeld\"
name = \"Sonnenfeld GmbH\"
grace_until = \"\"

[[people]]
email = \"ada@sonnenfeld.example\"
";
    let world = read(text).expect("right").world;
    assert_eq!(world.people[0].language, "en");
    assert!(world.companies[0].grace_until.is_none());
    assert!(read("").is_ok());
}

#[test]
fn every_problem_is_told_with_its_place_and_remedy() {
    let text = "\
[[clients]]
id = \"app\"
redirect_uri = \"https://app.example/callback\"
redirect_uris = \"https://app.example/callback\"
grant_types = [\"password\"]
trusted = \"yes\"

[[clients]]
name = \"Nameless\"

[[companies]]
slug = \"sonnenfeld\"
second_factor = \"always\"
grace_until = \"2027-02-30\"

[[people]]
emial = \"ada@sonnenfeld.example\"
password = 12345678
email_verified = \"yes\"
memberships = [{ company = \"sonnenfeld\", role = \"boss\", since = 2020 }]
roles = [\"admin\"]

[peple]
";
    assert_eq!(
        complaints(text),
        "\
world.toml:3: unknown key `clients.redirect_uri`: did you mean `clients.redirect_uris`?
world.toml:4: `clients.redirect_uris` is wrong: invalid type: string \"https://app.example/callback\", expected a sequence
world.toml:5: `clients.grant_types` is wrong: expected one of: authorization_code, refresh_token, client_credentials, implicit
world.toml:6: `clients.trusted` is wrong: invalid type: string \"yes\", expected a boolean
world.toml:8: `clients.id` is missing
world.toml:11: `companies.name` is missing
world.toml:13: `companies.second_factor`: expected one of \"inherit\", \"optional\", \"required\", found \"always\"
world.toml:14: `companies.grace_until`: expected a day such as \"2027-02-06\", or \"\", found \"2027-02-30\"
world.toml:16: `people.email` is missing
world.toml:17: unknown key `people.emial`: did you mean `people.email`?
world.toml:18: `people.password`: expected a text
world.toml:19: `people.email_verified`: expected true or false, found \"yes\"
world.toml:20: `people.memberships.role`: expected one of \"member\", \"admin\", found \"boss\"
world.toml:20: unknown key `people.memberships.since`
world.toml:21: `people.roles`: expected a list, each one of \"support\", \"operator\", found [\"admin\"]
world.toml:23: unknown key `peple`: did you mean `people`?"
    );
}

#[test]
fn a_table_in_place_of_a_list_is_told_how_it_is_written() {
    assert_eq!(
        complaints("[people]\nemail = \"ada@sonnenfeld.example\"\n"),
        "world.toml:1: `people`: expected lines `[[people]]`, each followed by the keys of one entry"
    );
}

#[test]
fn what_is_no_toml_is_told_with_its_line() {
    let complaint = complaints("[[people]]\nemail = ada@sonnenfeld.example\n");
    assert!(complaint.starts_with("world.toml:2: "), "{complaint}");
}

#[test]
fn the_standards_names_of_identifier_and_secret_are_ours_too() {
    let text = "[[clients]]\nclient_id = \"app\"\nclient_secret = \"s\"\n\"client_name#de\" = \"App\"\n";
    let world = read(text).expect("right").world;
    assert!(format!("{world:?}").contains("id: \"app\""));
    assert_eq!(
        complaints("[[clients]]\nid = \"app\"\nclient_id = \"app\"\n"),
        "world.toml:3: `clients.client_id` is another name of `id`: remove one of the two"
    );
}

#[test]
fn no_client_is_dropped_in_silence() {
    assert_eq!(
        complaints("[[clients]]\nid = 5\n"),
        "world.toml:2: `clients.id` is wrong: invalid type: integer `5`, expected a string"
    );
    let twice = complaints("[[clients]]\nid = \"app\"\nname = \"App\"\nclient_name = \"App\"\n");
    assert!(twice.contains("duplicate field `name`"), "{twice}");
}

#[test]
fn a_registered_name_that_is_not_supported_is_left_for_the_client_to_refuse() {
    assert!(read("[[clients]]\nid = \"app\"\njwks_uri = \"https://app.example/jwks\"\n").is_ok());
}

#[test]
fn what_the_check_finds_gets_its_line() {
    let text = "[[people]]\nemail = \"a@b.example\"\n\n[[people]]\nemail = \"nobody\"\nlanguage = \"fr\"\n";
    let description = read(text).expect("right");
    let finding = |field: &str| Finding {
        entry: Entry {
            kind: Kind::Person,
            index: 1,
            name: "nobody".into(),
        },
        field: field.into(),
        message: "is odd".into(),
    };
    assert_eq!(
        description
            .locate(&[finding("language"), finding("email"), finding("memberships")])
            .to_string(),
        "world.toml:4: person nobody: memberships: is odd\n\
         world.toml:5: person nobody: email: is odd\n\
         world.toml:6: person nobody: language: is odd"
    );
}

mod secrets {
    use super::*;

    /// A client with a line about its secret.
    fn client(line: &str) -> String {
        format!("[[clients]]\nid = \"app\"\n{line}\n")
    }

    /// Whether the line gives the same client as the secret itself would.
    fn same(line: &str, expected: &str) -> bool {
        let read = |text: &str| read(text).expect("right").world.clients.remove(0);
        read(&client(line)) == read(&client(&format!("secret = {expected:?}")))
    }

    #[test]
    fn a_secret_may_stand_in_a_variable_or_in_another_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret");
        std::fs::write(&path, "from-the-file\r\n").expect("written");
        assert!(same("secret_env = \"PLATFORM_SECRET\"", "from-the-variable"));
        assert!(same(&format!("secret_file = {path:?}"), "from-the-file"));
    }

    #[test]
    fn what_cannot_be_found_is_told() {
        assert_eq!(
            complaints(&client("secret_env = \"OTHER\"")),
            "world.toml:3: `clients.secret_env` names the variable OTHER, which is not set"
        );
        let missing = complaints(&client("secret_file = \"/nowhere/secret\""));
        assert!(
            missing.starts_with(
                "world.toml:3: `clients.secret_file` names the file /nowhere/secret, which cannot be read: "
            ),
            "{missing}"
        );
    }

    #[test]
    fn only_one_place_may_hold_it() {
        assert_eq!(
            complaints(&client("secret = \"s\"\nsecret_env = \"PLATFORM_SECRET\"")),
            "world.toml:4: `clients.secret_env` stands beside `secret`: remove one of the two"
        );
    }

    #[test]
    fn it_is_not_repeated_in_a_message() {
        assert_eq!(
            complaints(&client("secret = 12345")),
            "world.toml:3: `clients.secret`: expected a text"
        );
    }
}

mod dry_run {
    use super::*;

    #[tokio::test]
    async fn it_makes_neither_database_nor_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("world.toml");
        std::fs::write(
            &file,
            "[[companies]]\nslug = \"solluna\"\nname = \"Sol y Luna SL\"\n",
        )
        .expect("written");
        let url = format!("sqlite:{}", folder.path().join("data/voltkey.db").display());
        let keys = folder.path().join("keys");
        let environment = [
            ("VOLTKEY_DATABASE__URL".to_owned(), url),
            ("VOLTKEY_KEYS__DIR".to_owned(), keys.display().to_string()),
        ];
        let config = Config::load(None, &environment).expect("right");
        run(&config, &file, true, &[]).await.expect("done");
        assert!(!keys.exists() && !folder.path().join("data").exists());

        run(&config, &file, false, &[]).await.expect("done");
        run(&config, &file, true, &[]).await.expect("done");
    }
}
