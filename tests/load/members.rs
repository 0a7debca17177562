//! The list of a company's members at the size that it is made for: pages, searches and filters.
//!
//! It starts a demo of its own, writes the members into its database, and asks as the company's admin, one request after
//! the other: what it prints is a whole answer, with session, page and transport.

use super::{Make, Options, measure, now};
use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Client;
use sqlx::{Connection as _, PgConnection};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use voltkey_crypto::clock::{Clock as _, SystemClock};
use voltkey_crypto::rng::{SystemRng, uuid_v4, uuid_v7};
use voltkey_crypto::secret::Token;
use voltkey_demo::Demo;
use voltkey_protocol::time::Timestamp;
use voltkey_store::authenticators::{Authenticator, AuthenticatorKind};
use voltkey_store::companies::{Company, CompanyPolicy};
use voltkey_store::invitations::{Invitation, InvitationState, NewLink};
use voltkey_store::memberships::Role;
use voltkey_store::people::{BlockReason, Person};
use voltkey_store::sessions::Session;
use voltkey_store::{
    CompanyId, DatabaseOptions, PersonId, Store, Tx, authenticators, companies, invitations, memberships,
    people, sessions, throttle,
};

/// How many are written in one transaction.
const BATCH: u32 = 1000;
const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);
const GIVEN: [&str; 12] = [
    "Ada",
    "Łukasz",
    "Carla",
    "Zoë",
    "Emil",
    "Ángel",
    "Gisela",
    "Jörg",
    "Ida",
    "Renée",
    "王小明",
    "Søren",
];
const FAMILY: [&str; 12] = [
    "Sommer",
    "Müller",
    "Luna",
    "Oberhauser-Waldenfels",
    "Núñez",
    "Fischer",
    "Kowalska",
    "Ødegård",
    "Berg",
    "van der Linden",
    "Weiß",
    "Schulz",
];

/// Prints the times for a company of so many members.
pub async fn run(options: &Options, members: u32) -> Result<()> {
    let folder = TempDir::new()?;
    let demo = voltkey_demo::Options {
        port: options.port,
        data: Some(folder.path().to_owned()),
        database: options.database.clone(),
    };
    let demo = Demo::start(&demo).await?;
    let file = format!("sqlite:{}", folder.path().join("voltkey.db").display());
    let url = options.database.clone().unwrap_or(file);
    let store = Store::open(&DatabaseOptions::new(url.as_str())).await?;
    let began = now();
    let company = seed(&store, members).await?;
    println!(
        "{members} members are there after {} s",
        began.elapsed().as_secs()
    );
    let cookies = sign_in(&store, "ada@sonnenfeld.example").await?;
    store.close().await;
    if options.database.is_some() {
        // What the server's own daemon does within minutes.
        let mut connection = PgConnection::connect(&url).await?;
        sqlx::query("VACUUM ANALYZE").execute(&mut connection).await?;
    }
    super::head();
    for (name, query) in kinds() {
        let address = format!(
            "http://127.0.0.1:{}/company/members?company={company}&{query}",
            options.port
        );
        let cookies = cookies.clone();
        let make: Make = Arc::new(move |client: &Client| client.get(&address).header("cookie", &cookies));
        measure(options, 1, name, make).await?;
    }
    demo.stop().await
}

/// What is asked for. In that company a second factor is required after a day that is far away, so that nobody is
/// overdue, and the search for them goes through all.
fn kinds() -> Vec<(&'static str, String)> {
    let beside = |name: &str, entry: &str| format!("{name}={}", URL_SAFE_NO_PAD.encode(format!("x {entry}")));
    let plain = [
        ("first page", ""),
        ("search, thousands", "q=SOMMER"),
        ("search, two words", "q=weiss+ang"),
        ("search, one person", "q=jorg.4711%40"),
        ("search, nobody", "q=qqq"),
        ("search, nobody, until the last letter", "q=sonnenfeld.exampla"),
        ("search, three words, nobody", "q=so+er+exampla"),
        ("filter invited", "filter=invited"),
        ("filter invited, nobody", "filter=invited&q=exampla"),
        ("filter not enrolled", "filter=not_enrolled"),
        ("filter not enrolled, nobody", "filter=not_enrolled&q=exampla"),
        ("filter in grace", "filter=in_grace"),
        ("filter in grace, nobody", "filter=in_grace&q=exampla"),
        ("filter overdue: nobody", "filter=overdue"),
        ("filter overdue, with a search", "filter=overdue&q=sommer"),
        ("filter locked", "filter=locked"),
        ("filter locked, nobody", "filter=locked&q=exampla"),
        ("filter blocked", "filter=blocked"),
        ("filter blocked, nobody", "filter=blocked&q=exampla"),
    ];
    let turned = [
        ("a page in the middle", beside("after", "jorg")),
        ("the page before it", beside("before", "jorg")),
        ("the last page", beside("before", "\u{10ffff}")),
        (
            "filter blocked, in the middle",
            format!("filter=blocked&{}", beside("after", "jorg")),
        ),
    ];
    let plain = plain.map(|(name, query)| (name, query.to_owned()));
    plain.into_iter().chain(turned).collect()
}

/// Writes the members into the demo's first company; gives its short name.
async fn seed(store: &Store, members: u32) -> Result<String> {
    let company = companies::by_slug(store, "sonnenfeld")
        .await?
        .context("is it the demo?")?;
    let company = Company {
        second_factor: CompanyPolicy::Required,
        grace_until: Some("2099-12-31".to_owned()),
        ..company
    };
    companies::update(store, &company).await?;
    let further = companies::by_slug(store, "solluna")
        .await?
        .context("is it the demo?")?;
    for first in (0..members).step_by(BATCH as usize) {
        let batch = first..members.min(first + BATCH);
        let (company, further) = (&company.id, &further.id);
        store
            .write(|mut tx| {
                let batch = batch.clone();
                async move {
                    for number in batch {
                        member(&mut tx, number, company, further).await?;
                    }
                    Ok(((), tx))
                }
            })
            .await?;
    }
    for number in (0..members).step_by(50) {
        invite(store, number, &company.id).await?;
    }
    Ok(company.slug)
}

/// Of a hundred members: sixty enrolled, five of another company too, one blocked. Of a thousand, one is locked.
async fn member(
    tx: &mut Tx,
    number: u32,
    company: &CompanyId,
    further: &CompanyId,
) -> voltkey_store::Result<()> {
    let person = person(number);
    people::insert(&mut *tx, &person).await?;
    if number % 100 < 60 {
        authenticators::insert(&mut *tx, &authenticator(&person.id)).await?;
    }
    memberships::put(&mut *tx, &person.id, company, Role::Member, person.created_at).await?;
    if number % 20 == 7 {
        memberships::put(&mut *tx, &person.id, further, Role::Member, person.created_at).await?;
    }
    if number % 100 == 99 {
        people::block(&mut *tx, &person.id, BlockReason::Decided, person.created_at).await?;
    }
    if number % 1000 == 500 {
        let (bucket, at) = (format!("pin:{}", person.id), person.created_at);
        throttle::count(&mut *tx, &bucket, at, YEAR).await?;
        throttle::block(&mut *tx, &bucket, Some(&person.id), at + YEAR, at).await?;
    }
    Ok(())
}

fn person(number: u32) -> Person {
    let at = SystemClock.now();
    let name = |names: [&'static str; 12], number: u32| names[number as usize % 12];
    let given_name = name(GIVEN, number);
    let email = format!("{given_name}.{number}@sonnenfeld.example");
    Person {
        id: new_id(at).into(),
        sub: uuid_v4(&SystemRng).to_string(),
        email_key: email.to_lowercase(),
        email,
        email_verified: true,
        given_name: given_name.to_owned(),
        family_name: name(FAMILY, number / 12).to_owned(),
        phone: None,
        language: "en".to_owned(),
        is_support: false,
        is_operator: false,
        password_hash: None,
        password_changed_at: None,
        second_factor_wanted: false,
        must_enroll: false,
        activated_at: Some(at),
        blocked_at: None,
        last_login_at: Some(at),
        created_at: at,
        updated_at: at,
    }
}

fn authenticator(person: &PersonId) -> Authenticator {
    let at = SystemClock.now();
    Authenticator {
        id: new_id(at),
        person_id: person.clone(),
        kind: AuthenticatorKind::Totp,
        name: "Phone".to_owned(),
        secret: vec![0; 64],
        last_step: 0,
        drift: 0,
        created_at: at,
        last_used_at: Some(at),
    }
}

async fn invite(store: &Store, number: u32, company: &CompanyId) -> Result<()> {
    let at = SystemClock.now();
    let Person { email, email_key, .. } = person(number);
    let invitation = Invitation {
        id: new_id(at),
        company_id: Some(company.clone()),
        role: Role::Member,
        is_support: false,
        is_operator: false,
        email: format!("new.{email}"),
        email_key: format!("new.{email_key}"),
        given_name: "Nora".to_owned(),
        family_name: String::new(),
        language: "en".to_owned(),
        otp_secret: None,
        client_id: None,
        invited_by: String::new(),
        mail_job: String::new(),
        state: InvitationState::Open,
        person_id: None,
        created_at: at,
        ended_at: None,
    };
    let token_hash = *Token::generate(&SystemRng).hash().as_bytes();
    let link = NewLink {
        token_hash: &token_hash,
        invitation_id: &invitation.id,
        mail_job: "",
        created_at: at,
        expires_at: at + YEAR,
    };
    let written = store.write(|mut tx| async {
        invitations::insert(&mut tx, &invitation).await?;
        invitations::put_link(&mut tx, &link, true).await?;
        Ok(((), tx))
    });
    Ok(written.await?)
}

/// Begins a session of somebody as a login with two factors would; gives the cookies of its browser.
async fn sign_in(store: &Store, email: &str) -> Result<String> {
    let person = people::by_email_key(store, email)
        .await?
        .context("is it the demo?")?;
    let (session, browser) = (Token::generate(&SystemRng), Token::generate(&SystemRng));
    let at = SystemClock.now();
    let row = Session {
        id: new_id(at).into(),
        sid: new_id(at),
        token_hash: *session.hash().as_bytes(),
        browser_hash: *browser.hash().as_bytes(),
        person_id: person.id,
        amr: r#"["pwd","otp","mfa"]"#.to_owned(),
        auth_time: at,
        second_factor_at: Some(at),
        user_agent: "benchmark".to_owned(),
        network: "127.0.0.1".to_owned(),
        created_at: at,
        last_seen_at: at,
        expires_at: at + YEAR,
        ended_at: None,
    };
    sessions::insert(store, &row).await?;
    Ok(format!(
        "vk_browser={}; vk_session={}",
        browser.as_str(),
        session.as_str()
    ))
}

fn new_id(at: Timestamp) -> String {
    uuid_v7(&SystemRng, at).to_string()
}
