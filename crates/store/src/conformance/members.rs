//! The list of a company's members: its order, its pages, what is found in it; and that its copies follow what they are
//! copies of.

use super::databases::on_each_database;
use super::samples::*;
use crate::authenticators::{Authenticator, AuthenticatorKind};
use crate::companies::{Company, CompanyPolicy};
use crate::invitations::{Invitation, InvitationState, NewLink, Renewal};
use crate::jobs::NewJob;
use crate::members::{
    Asked, Listed, PAGE, Place, Policy, Sought, Span, Which, complete, count, entry, page, query,
};
use crate::memberships::Role;
use crate::people::{BlockReason, Details, Person};
use crate::query::{STATEMENTS, sql};
use crate::row::record;
use crate::{PersonId, Store, authenticators, companies, invitations, jobs, memberships, people, throttle};
use std::path::Path;
use voltkey_protocol::time::Timestamp;

const TODAY: &str = "2027-01-15";

fn named(number: u8, given_name: &str, family_name: &str) -> Person {
    Person {
        given_name: given_name.to_owned(),
        family_name: family_name.to_owned(),
        is_operator: false,
        ..person(number)
    }
}

/// A member of company 1.
async fn add(store: &Store, person: &Person) {
    people::insert(store, person).await.unwrap();
    join(store, person, 1).await;
}

async fn join(store: &Store, person: &Person, company: u8) {
    put(store, &person.id, company, Role::Member).await;
}

async fn put(store: &Store, person: &PersonId, company: u8, role: Role) {
    memberships::put(store, person, &company_id(company), role, NOW)
        .await
        .unwrap();
}

async fn add_company(store: &Store, number: u8, second_factor: CompanyPolicy, grace_until: Option<&str>) {
    let company = Company {
        second_factor,
        grace_until: grace_until.map(str::to_owned),
        ..company(number)
    };
    companies::insert(store, &company).await.unwrap();
}

fn authenticator(number: u8) -> Authenticator {
    Authenticator {
        id: format!("authenticator-{number}"),
        person_id: person_id(number),
        kind: AuthenticatorKind::Totp,
        name: "phone".to_owned(),
        secret: vec![0],
        last_step: 0,
        drift: 0,
        created_at: NOW,
        last_used_at: None,
    }
}

fn invitation(number: u8, given_name: &str) -> Invitation {
    Invitation {
        id: format!("invitation-{number}"),
        company_id: Some(company_id(1)),
        role: Role::Admin,
        is_support: false,
        is_operator: false,
        email: format!("New{number}@example.org"),
        email_key: format!("new{number}@example.org"),
        given_name: given_name.to_owned(),
        family_name: String::new(),
        language: "de".to_owned(),
        otp_secret: None,
        client_id: None,
        invited_by: String::new(),
        mail_job: format!("job-{number}"),
        state: InvitationState::Open,
        person_id: None,
        created_at: NOW,
        ended_at: None,
    }
}

/// What is asked for, by somebody who is the admin of no company, where no second factor is required.
struct Question<'a> {
    which: Which,
    search: &'a str,
    span: Span,
    until: Option<&'a str>,
    of_company: Option<&'a str>,
    is_instance_wide: bool,
    viewer: u8,
}

impl Default for Question<'_> {
    fn default() -> Self {
        Self {
            which: Which::All,
            search: "",
            span: Span::After(Place::default()),
            until: None,
            of_company: None,
            is_instance_wide: false,
            viewer: 200,
        }
    }
}

impl Question<'_> {
    async fn ask(&self, store: &Store) -> Vec<Listed> {
        let (company, viewer) = (company_id(1), person_id(self.viewer));
        let sought = Sought::new(self.search);
        page(store, &self.asked(&company, &viewer, &sought))
            .await
            .unwrap()
    }

    fn asked<'a>(
        &'a self,
        company: &'a crate::CompanyId,
        viewer: &'a crate::PersonId,
        sought: &'a Sought,
    ) -> Asked<'a> {
        Asked {
            company,
            which: self.which,
            sought,
            span: &self.span,
            viewer,
            policy: Policy {
                of_instance: self.until,
                of_company: self.of_company,
                is_instance_wide: self.is_instance_wide,
                today: TODAY,
            },
            now: after(60),
        }
    }
}

async fn found(store: &Store, search: &str) -> Vec<String> {
    let question = Question {
        search,
        ..Question::default()
    };
    ids(question.ask(store).await)
}

async fn filtered(store: &Store, which: Which) -> Vec<String> {
    let question = Question {
        which,
        ..Question::default()
    };
    ids(question.ask(store).await)
}

fn ids(rows: Vec<Listed>) -> Vec<String> {
    rows.into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn people_and_invitations_stand_in_one_order() {
    on_each_database(async |store| {
        add_company(&store, 1, CompanyPolicy::Inherit, None).await;
        add(&store, &named(1, "ben", "Berger")).await;
        add(&store, &named(2, "Ádám", "Sommer")).await;
        add(&store, &named(3, "", "")).await;
        invitations::insert(&store, &invitation(1, "Béa")).await.unwrap();
        invitations::insert(&store, &invitation(2, "")).await.unwrap();
        let withdrawn = Invitation {
            state: InvitationState::Withdrawn,
            ..invitation(3, "Anna")
        };
        invitations::insert(&store, &withdrawn).await.unwrap();
        people::insert(&store, &named(4, "Nobody", "Here")).await.unwrap();
        let rows = Question::default().ask(&store).await;
        assert_eq!(
            ids(rows.clone()),
            ["person-2", "invitation-1", "person-1", "invitation-2", "person-3"]
        );
        assert_eq!(rows[0].sub.as_deref(), Some("sub-2"));
        assert_eq!((rows[1].sub.clone(), rows[1].role), (None, Role::Admin));
        assert_eq!(count(&store, &company_id(1)).await.unwrap(), 5);
    })
    .await;
}

#[tokio::test]
async fn pages_leave_nobody_out_and_show_nobody_twice() {
    on_each_database(async |store| {
        add_company(&store, 1, CompanyPolicy::Inherit, None).await;
        // Some have the same name and address but for their rows; some are invited.
        for number in 1..=110 {
            add(&store, &named(number, &format!("Name{}", number % 7), "")).await;
            sql!("UPDATE memberships SET entry = $2 WHERE person_id = $1")
                .bind(&person_id(number))
                .bind(&format!("name{}", number % 7))
                .run(&store)
                .await
                .unwrap();
        }
        for number in 111..=125 {
            invitations::insert(&store, &invitation(number, "Name3"))
                .await
                .unwrap();
        }
        let mut forth = Vec::new();
        let mut span = Span::After(Place::default());
        let mut pages = Vec::new();
        loop {
            let question = Question {
                span: span.clone(),
                ..Question::default()
            };
            let mut rows = question.ask(&store).await;
            let goes_on = rows.len() > PAGE;
            rows.truncate(PAGE);
            pages.push(rows.clone());
            span = Span::After(place(rows.last().unwrap()));
            forth.extend(ids(rows));
            if !goes_on {
                break;
            }
        }
        let mut unique = forth.clone();
        unique.sort();
        unique.dedup();
        assert_eq!((forth.len(), unique.len(), pages.len()), (125, 125, 3));
        // Back from the first row of each page, one comes to the page before.
        for pair in pages.windows(2) {
            let question = Question {
                span: Span::Before(place(&pair[1][0])),
                ..Question::default()
            };
            let mut back = question.ask(&store).await;
            back.truncate(PAGE);
            back.reverse();
            assert_eq!(back, pair[0]);
        }
    })
    .await;
}

fn place(row: &Listed) -> Place {
    Place {
        entry: row.entry.clone(),
        id: row.id.clone(),
    }
}

#[tokio::test]
async fn a_search_takes_every_character_for_itself() {
    on_each_database(async |store| {
        add_company(&store, 1, CompanyPolicy::Inherit, None).await;
        add(&store, &named(1, "Zoë", "Ñandú-O'Hara")).await;
        add(&store, &named(2, "100%", "a_b!\"\\")).await;
        add(&store, &named(3, "王", "小明")).await;
        invitations::insert(&store, &invitation(1, "Łukasz"))
            .await
            .unwrap();
        let one = |id: &str| vec![id.to_owned()];
        for search in [
            "zoe",
            "ZOË",
            "ñandú",
            "NANDU zo",
            "o'h",
            "person1@",
            " dú-o  oë example ",
        ] {
            assert_eq!(found(&store, search).await, one("person-1"), "{search}");
        }
        for search in ["%", "100%", "_", "a_b", "!", "\"", "\\", "_b! 100"] {
            assert_eq!(found(&store, search).await, one("person-2"), "{search}");
        }
        assert_eq!(found(&store, "小").await, one("person-3"));
        assert_eq!(found(&store, "lukasz new1").await, one("invitation-1"));
        for search in [
            "zoa",
            "axb",
            "100_",
            "zoe 小",
            "a b c d e",
            "'; DROP TABLE people; --",
            "\0qqq",
        ] {
            assert_eq!(found(&store, search).await, [""; 0], "{search}");
        }
        assert_eq!(found(&store, " ").await.len(), 4);
        assert_eq!(found(&store, "example.org").await.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn each_filter_finds_its_own() {
    on_each_database(async |store| {
        add_company(&store, 1, CompanyPolicy::Inherit, None).await;
        for number in 1..=4 {
            add(&store, &named(number, "Name", "")).await;
        }
        invitations::insert(&store, &invitation(1, "Name")).await.unwrap();
        authenticators::insert(&store, &authenticator(1)).await.unwrap();
        let blocked = person_id(2);
        let block = people::block(&store, &blocked, BlockReason::Frozen, NOW);
        assert!(block.await.unwrap());
        for (bucket, person, seconds) in [("a", Some(3), 61), ("b", Some(4), 60), ("c", None, 99)] {
            throttle::count(&store, bucket, NOW, std::time::Duration::from_secs(9))
                .await
                .unwrap();
            let person = person.map(person_id);
            let block = throttle::block(&store, bucket, person.as_ref(), after(seconds), NOW);
            assert!(block.await.unwrap());
        }
        assert_eq!(
            filtered(&store, Which::All).await,
            ["invitation-1", "person-1", "person-2", "person-3", "person-4"]
        );
        assert_eq!(filtered(&store, Which::Invited).await, ["invitation-1"]);
        assert_eq!(
            filtered(&store, Which::NotEnrolled).await,
            ["person-2", "person-3", "person-4"]
        );
        assert_eq!(filtered(&store, Which::Blocked).await, ["person-2"]);
        assert_eq!(filtered(&store, Which::Locked).await, ["person-3"]);
        assert_eq!(filtered(&store, Which::InGrace).await, [""; 0]);
        assert_eq!(filtered(&store, Which::Overdue).await, [""; 0]);
        let rows = Question::default().ask(&store).await;
        let flags: Vec<_> = rows
            .iter()
            .map(|row| (row.is_enrolled, row.is_blocked, row.is_locked))
            .collect();
        assert_eq!(
            flags[1..],
            [
                (true, false, false),
                (false, true, false),
                (false, false, true),
                (false, false, false)
            ]
        );
    })
    .await;
}

/// The earliest day counts, whoever asks for it; who is enrolled owes nothing.
#[tokio::test]
async fn who_must_have_a_second_factor_is_found_by_the_earliest_day() {
    on_each_database(async |store| {
        add_company(&store, 1, CompanyPolicy::Inherit, None).await;
        add_company(&store, 2, CompanyPolicy::Required, Some("2027-01-14")).await;
        add_company(&store, 3, CompanyPolicy::Optional, Some("2027-01-15")).await;
        add_company(&store, 4, CompanyPolicy::Required, None).await;
        for number in 1..=6 {
            add(&store, &named(number, &format!("Name{number}"), "")).await;
        }
        for (number, company) in [(2, 2), (3, 3), (4, 3), (4, 4), (6, 2)] {
            join(&store, &named(number, "", ""), company).await;
        }
        people::set_roles(&store, &person_id(5), true, false)
            .await
            .unwrap();
        authenticators::insert(&store, &authenticator(6)).await.unwrap();

        // In grace, and overdue.
        let (late, later) = ("person-2 person-4 person-5", "person-1 person-3");
        for (until, is_instance_wide, expected) in [
            (None, false, ["", late]),
            (None, true, ["person-3", late]),
            (Some("2027-02-06"), true, [later, late]),
            (
                Some(""),
                false,
                ["", "person-1 person-2 person-3 person-4 person-5"],
            ),
        ] {
            for (which, expected) in [Which::InGrace, Which::Overdue].into_iter().zip(expected) {
                let question = Question {
                    which,
                    until,
                    is_instance_wide,
                    ..Question::default()
                };
                assert_eq!(
                    ids(question.ask(&store).await).join(" "),
                    expected,
                    "{which} {until:?}"
                );
            }
        }
    })
    .await;
}

/// More time that a company has given moves its own day and the instance's, and no other company's.
#[tokio::test]
async fn more_time_moves_the_day_of_whoever_has_it() {
    on_each_database(async |store| {
        add_company(&store, 1, CompanyPolicy::Inherit, None).await;
        add_company(&store, 2, CompanyPolicy::Required, Some("2027-01-14")).await;
        for number in 1..=5 {
            add(&store, &named(number, &format!("Name{number}"), "")).await;
        }
        for number in [3, 4, 5] {
            join(&store, &named(number, "", ""), 2).await;
        }
        let extend = async |number: u8, company: u8| {
            let (person, company) = (person_id(number), company_id(company));
            memberships::extend(&store, &person, &company, "2027-03-01")
                .await
                .unwrap();
        };
        // The second by this company; the third by the other; the fourth by this one alone; the fifth by both.
        for (number, company) in [(2, 1), (3, 2), (4, 1), (5, 1), (5, 2)] {
            extend(number, company).await;
        }
        for (until, of_company, in_grace, overdue) in [
            // The instance's day is over.
            (
                Some("2027-01-10"),
                None,
                "person-2 person-3 person-5",
                "person-1 person-4",
            ),
            // This company's is, and the instance asks for none.
            (
                None,
                Some("2027-01-10"),
                "person-2 person-5",
                "person-1 person-3 person-4",
            ),
            (None, Some(""), "person-2 person-5", "person-1 person-3 person-4"),
            (None, None, "person-3 person-5", "person-4"),
        ] {
            for (which, expected) in [(Which::InGrace, in_grace), (Which::Overdue, overdue)] {
                let question = Question {
                    which,
                    until,
                    of_company,
                    is_instance_wide: until.is_some(),
                    ..Question::default()
                };
                let found = ids(question.ask(&store).await).join(" ");
                assert_eq!(found, expected, "{which} {until:?} {of_company:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_row_says_whether_its_viewer_administers_all_that_the_person_belongs_to() {
    on_each_database(async |store| {
        for number in 1..=2 {
            add_company(&store, number, CompanyPolicy::Inherit, None).await;
        }
        for number in 1..=3 {
            add(&store, &named(number, &format!("Name{number}"), "")).await;
        }
        for person in [1, 2] {
            put(&store, &person_id(person), 1, Role::Admin).await;
        }
        join(&store, &named(3, "", ""), 2).await;
        let seen_by = async |viewer| {
            let question = Question {
                viewer,
                ..Question::default()
            };
            let rows = question.ask(&store).await;
            rows.iter().map(|row| row.is_administered).collect::<Vec<_>>()
        };
        assert_eq!(seen_by(1).await, [true, true, false]);
        put(&store, &person_id(1), 2, Role::Admin).await;
        assert_eq!(seen_by(1).await, [true, true, true]);
        assert_eq!(seen_by(2).await, [false, true, false]);
        assert_eq!(seen_by(3).await, [false, false, false]);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_tells_what_became_of_its_mail() {
    on_each_database(async |store| {
        add_company(&store, 1, CompanyPolicy::Inherit, None).await;
        for number in 1..=5 {
            invitations::insert(&store, &invitation(number, &format!("Name{number}")))
                .await
                .unwrap();
        }
        in_transaction(&store, async |tx| {
            for number in 1..=4 {
                let job = format!("job-{number}");
                for (hash_number, seconds) in [(number, 500), (number + 100, 400)] {
                    let link = NewLink {
                        token_hash: &hash(hash_number),
                        invitation_id: &format!("invitation-{number}"),
                        mail_job: &job,
                        created_at: NOW,
                        expires_at: after(seconds),
                    };
                    invitations::put_link(tx, &link, number == 1).await?;
                }
                let job = NewJob {
                    id: job.clone(),
                    kind: "mail".to_owned(),
                    payload: vec![1],
                    run_at: NOW,
                    created_at: NOW,
                };
                jobs::enqueue(tx, &job).await?;
            }
            Ok(())
        })
        .await;
        jobs::done(&store, "job-2", after(2), Some("250 ok"))
            .await
            .unwrap();
        for (number, text) in [(3, "451 later"), (4, "550 never")] {
            let id = format!("job-{number}");
            let job = jobs::Job {
                id: id.clone(),
                kind: "mail".to_owned(),
                payload: vec![1],
                locked_until: Timestamp::from_micros(0),
                attempts: 1,
                last_error: None,
                created_at: NOW,
            };
            match number {
                3 => jobs::retry(&store, &job, after(90), text).await.unwrap(),
                _ => jobs::fail(&store, &job, after(4), text).await.unwrap(),
            };
        }
        let rows = Question::default().ask(&store).await;
        let mails: Vec<_> = rows
            .iter()
            .map(|row| {
                let error = row.mail_error.as_deref();
                (
                    row.link_until,
                    row.mail_run_at,
                    error,
                    row.mail_done_at,
                    row.mail_failed_at,
                )
            })
            .collect();
        assert_eq!(
            mails,
            [
                (Some(after(400)), Some(NOW), None, None, None),
                (Some(after(500)), Some(NOW), None, Some(after(2)), None),
                (Some(after(500)), Some(after(90)), Some("451 later"), None, None),
                (
                    Some(after(500)),
                    Some(NOW),
                    Some("550 never"),
                    None,
                    Some(after(4))
                ),
                (None, None, None, None, None),
            ]
        );
    })
    .await;
}

record! {
    /// What is copied to a membership.
    struct Copies {
        pub entry: Option<String>,
        pub is_enrolled: bool,
        pub is_blocked: bool,
        pub is_bound_elsewhere: bool,
    }
}

/// Everything that changes what the list shows of somebody, one after the other.
#[tokio::test]
async fn the_copies_follow_whatever_changes() {
    on_each_database(async |store| {
        let (id, company) = (person_id(1), company_id(1));
        for number in 1..=2 {
            add_company(&store, number, CompanyPolicy::Inherit, None).await;
        }
        let copies = async || {
            let found: Option<Copies> = sql!(
                "SELECT entry, is_enrolled, is_blocked, is_bound_elsewhere FROM memberships
                 WHERE person_id = $1 AND company_id = $2"
            )
            .bind(&id)
            .bind(&company)
            .find(&store)
            .await
            .unwrap();
            let found = found.unwrap();
            (
                found.entry.unwrap(),
                found.is_enrolled,
                found.is_blocked,
                found.is_bound_elsewhere,
            )
        };
        let name = || "zoe nandu person1@example.org".to_owned();
        people::insert(&store, &named(1, "Zoë", "Ñandú")).await.unwrap();
        memberships::give(&store, &id, &company, Role::Member, NOW)
            .await
            .unwrap();
        assert_eq!(copies().await, (name(), false, false, false));
        memberships::put(&store, &id, &company_id(2), Role::Member, NOW)
            .await
            .unwrap();
        assert_eq!(copies().await, (name(), false, false, true));
        assert!(memberships::remove(&store, &id, &company_id(2)).await.unwrap());
        assert_eq!(copies().await, (name(), false, false, false));
        memberships::give(&store, &id, &company_id(2), Role::Member, NOW)
            .await
            .unwrap();
        assert_eq!(copies().await, (name(), false, false, true));
        memberships::remove(&store, &id, &company_id(2)).await.unwrap();
        authenticators::insert(&store, &authenticator(1)).await.unwrap();
        assert_eq!(copies().await, (name(), true, false, false));
        authenticators::delete_of_person(&store, &id).await.unwrap();
        assert_eq!(copies().await, (name(), false, false, false));
        people::block(&store, &id, BlockReason::Decided, NOW)
            .await
            .unwrap();
        assert_eq!(copies().await, (name(), false, true, false));
        people::unblock(&store, &id).await.unwrap();
        assert_eq!(copies().await, (name(), false, false, false));
        people::set_roles(&store, &id, true, false).await.unwrap();
        assert_eq!(copies().await, (name(), false, false, true));
        people::set_roles(&store, &id, false, false).await.unwrap();
        assert_eq!(copies().await, (name(), false, false, false));
        people::give_roles(&store, &id, false, true).await.unwrap();
        assert_eq!(copies().await, (name(), false, false, true));
        let details = Details {
            given_name: "Zora",
            family_name: "",
            phone: None,
            language: "en",
        };
        people::set_details(&store, &id, &details, NOW).await.unwrap();
        assert_eq!(copies().await.0, "zora person1@example.org");
        people::set_email(&store, &id, "Z@b.de", "z@b.de", true, NOW)
            .await
            .unwrap();
        assert_eq!(copies().await.0, "zora z@b.de");

        invitations::insert(&store, &invitation(1, "Łukasz"))
            .await
            .unwrap();
        assert_eq!(found(&store, "lukasz new1").await, ["invitation-1"]);
        let renewal = Renewal {
            given_name: "Luca",
            family_name: "Neu",
            language: "en",
            client_id: None,
        };
        invitations::renew(&store, "invitation-1", &renewal)
            .await
            .unwrap();
        assert_eq!(found(&store, "luca neu").await, ["invitation-1"]);
    })
    .await;
}

/// Whoever adds a statement that changes what the list shows must see to its copies too.
#[test]
fn every_statement_that_changes_what_the_list_shows_is_followed_by_its_copies() {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut careless = Vec::new();
    let mut careful = 0;
    for statement in STATEMENTS
        .iter()
        .filter(|statement| changes_the_list(statement.text))
    {
        let from_root = Path::new(statement.file);
        let name = from_root.file_name().unwrap();
        let is_a_test = from_root
            .components()
            .any(|part| part.as_os_str() == "conformance");
        if is_a_test || name == "members.rs" {
            continue;
        }
        let source = std::fs::read_to_string(crate_root.join("src").join(name)).unwrap();
        let lines: Vec<_> = source.lines().collect();
        let at = statement.line as usize - 1;
        let rest = lines[at..].iter().take_while(|line| **line != "}");
        match rest.clone().any(|line| line.contains("members::")) {
            true => careful += 1,
            false => careless.push(format!("{}:{}", statement.file, statement.line)),
        }
    }
    assert!(careful >= 13, "only {careful} were looked at");
    assert!(careless.is_empty(), "call members::refresh there: {careless:?}");
}

fn changes_the_list(text: &str) -> bool {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sets = |columns: &[&str]| {
        let set = words.split(" SET ").nth(1).unwrap_or_default();
        let set = set.split(" WHERE ").next().unwrap_or_default();
        columns.iter().any(|column| {
            set.split(", ")
                .any(|part| part.split(" = ").next() == Some(*column))
        })
    };
    let names = ["email", "given_name", "family_name"];
    let begins = |beginning: &str| words.starts_with(beginning);
    begins("INSERT INTO memberships")
        || begins("DELETE FROM memberships")
        || begins("INSERT INTO authenticators")
        || begins("DELETE FROM authenticators")
        || begins("INSERT INTO invitations ")
        || begins("UPDATE people")
            && sets(&[&names[..], &["blocked_at", "is_support", "is_operator"]].concat())
        || begins("UPDATE invitations") && sets(&names)
        || begins("UPDATE authenticators") && sets(&["person_id"])
}

#[tokio::test]
async fn what_a_version_without_the_list_has_left_is_completed() {
    on_each_database(async |store| {
        add_company(&store, 1, CompanyPolicy::Inherit, None).await;
        for number in 1..=3 {
            add(&store, &named(number, "Zoë", "")).await;
        }
        authenticators::insert(&store, &authenticator(2)).await.unwrap();
        invitations::insert(&store, &invitation(1, "Zoë")).await.unwrap();
        sql!("UPDATE memberships SET entry = NULL, is_enrolled = FALSE")
            .run(&store)
            .await
            .unwrap();
        sql!("UPDATE invitations SET entry = NULL")
            .run(&store)
            .await
            .unwrap();
        assert_eq!(found(&store, "").await, [""; 0]);
        complete(&store).await.unwrap();
        assert_eq!(found(&store, "zoe").await.len(), 4);
        assert_eq!(
            filtered(&store, Which::NotEnrolled).await,
            ["person-1", "person-3"]
        );
    })
    .await;
}

/// A page walks along its index, and is not sorted out of all members.
#[tokio::test]
async fn a_page_is_a_walk_over_its_index() {
    on_each_database(async |store| {
        add_company(&store, 1, CompanyPolicy::Inherit, None).await;
        for number in 1..=120 {
            add(&store, &named(number, "Name", "")).await;
        }
        for is_analyzed in [false, true] {
            if is_analyzed {
                sql!("ANALYZE").run(&store).await.unwrap();
            }
            if store.backend() == crate::Backend::Postgres {
                // So few rows would be sorted.
                break;
            }
            for span in [Span::After(Place::default()), Span::Before(Place::default())] {
                let question = Question {
                    span,
                    ..Question::default()
                };
                let (company, viewer, sought) = (company_id(1), person_id(1), Sought::new("x"));
                let plan = query(&question.asked(&company, &viewer, &sought))
                    .plan(&store)
                    .await
                    .unwrap();
                assert!(
                    plan.contains("COVERING INDEX memberships_entry (company_id=? AND (entry,person_id)"),
                    "{plan}"
                );
                assert!(
                    plan.contains("INDEX invitations_entry (company_id=? AND (entry,id)"),
                    "{plan}"
                );
                assert!(!plan.lines().any(|line| line == "SCAN l"), "{plan}");
            }
        }
    })
    .await;
}

#[test]
fn an_entry_is_the_name_and_the_address() {
    assert_eq!(entry("Ada", "Sommer", "Ada@B.de"), "ada sommer ada@b.de");
    assert_eq!(entry("", "", "Ada@B.de"), "ada@b.de");
}
