//! A list of ten thousand people to be invited, while the server is killed again and again: each is invited once.

use crate::harness::{Database, Installation, MailServer, within};
use std::time::Duration;

/// How long the whole list may take: longer than on the slowest machine.
const LONG: Duration = Duration::from_secs(240);
/// After how many invitations the server is killed.
const KILLS: [i64; 3] = [40, 1500, 6000];

const COMPANY: &str = r#"
[[companies]]
slug = "sonnenfeld"
name = "Sonnenfeld GmbH"

[[people]]
email = "ada@sonnenfeld.example"
given_name = "Ada"
family_name = "Sommer"
password = "Sonne-2026!"
memberships = [{ company = "sonnenfeld", role = "admin" }]
"#;

/// A list that its admin has looked at and begun. Each fiftieth line was refused when it was read.
const BEGUN: [&str; 2] = [
    "INSERT INTO imports (id, company_id, person_id, file_name, state, created_at, begun_at)
     SELECT 'the-list', m.company_id, m.person_id, 'people.csv', 'running', m.created_at, m.created_at
     FROM memberships m",
    "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10000)
     INSERT INTO import_lines (import_id, line, email, email_key, given_name, family_name, language, role, problem)
     SELECT 'the-list', n, 'person-' || n || '@sonnenfeld.example',
            CASE WHEN n % 50 <> 0 THEN 'person-' || n || '@sonnenfeld.example' END,
            'Ida', 'Sommerfeld', 'de', '', CASE WHEN n % 50 = 0 THEN 'address' END
     FROM numbers",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_invites_each_of_ten_thousand_once() {
    survive(&Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_invites_each_of_ten_thousand_once() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    survive(&Database::Postgres(database)).await;
}

async fn survive(database: &Database) {
    let mail = MailServer::start().await;
    let installation = database.installation().with("VOLTKEY_MAIL__URL", &mail.url);
    installation.write("company.toml", COMPANY);
    installation.done(&["apply", "company.toml"]).await;
    for statement in BEGUN {
        database.execute(&installation, statement).await;
    }
    for enough in KILLS {
        let server = installation.serve().await;
        let are_invited = async || number(database, &installation, "COUNT(invited_at)").await >= enough;
        assert!(within(LONG, are_invited).await, "the list does not go on");
        server.kill();
    }
    assert!(number(database, &installation, "COUNT(invited_at)").await < 9800);
    let server = installation.serve().await;
    let is_done = async || {
        let done = "SELECT COUNT(*) FROM imports WHERE state = 'done' AND done_at IS NOT NULL";
        database.number(&installation, done).await == 1
    };
    assert!(within(LONG, is_done).await, "the list is not done");
    server.stop().await;

    assert_eq!(number(database, &installation, "COUNT(invited_at)").await, 9800);
    assert_eq!(number(database, &installation, "COUNT(problem)").await, 200);
    for invited in [
        "SELECT COUNT(*) FROM invitations",
        "SELECT COUNT(DISTINCT email_key) FROM invitations",
        "SELECT COUNT(*) FROM invitation_links",
        "SELECT COUNT(*) FROM jobs WHERE kind = 'invitation'",
    ] {
        assert_eq!(database.number(&installation, invited).await, 9800, "{invited}");
    }
}

async fn number(database: &Database, installation: &Installation, what: &str) -> i64 {
    let query = format!("SELECT {what} FROM import_lines");
    database.number(installation, &query).await
}
