//! Lists of people whom a company invites together.

use super::databases::on_each_database;
use super::samples::*;
use crate::imports::{self, Import, ImportState, Line, LineProblem};
use crate::invitations::{self, Invitation, InvitationState};
use crate::memberships::{self, Role};
use crate::{Store, Tx, companies};

fn list() -> Import {
    Import {
        id: "list-1".to_owned(),
        company_id: company_id(1),
        person_id: person_id(1),
        client_id: None,
        file_name: "people.csv".to_owned(),
        state: ImportState::Seen,
        created_at: NOW,
        begun_at: None,
        done_at: None,
    }
}

fn line(number: i64, email: &str, problem: Option<LineProblem>) -> Line {
    Line {
        line: number,
        email: email.to_owned(),
        email_key: Some(email.to_lowercase()),
        given_name: "Ida".to_owned(),
        family_name: String::new(),
        language: "de".to_owned(),
        role: String::new(),
        problem,
        invited_at: None,
    }
}

/// Company 1 with its member person 1, and a list of these lines.
async fn with_lines(store: &Store, lines: &[Line]) {
    insert_person(store).await;
    companies::insert(store, &company(1)).await.unwrap();
    let (person, company) = (person_id(1), company_id(1));
    memberships::put(store, &person, &company, Role::Admin, NOW)
        .await
        .unwrap();
    imports::insert(store, &list()).await.unwrap();
    let insert = async |tx: &mut Tx| imports::insert_lines(tx, "list-1", lines).await;
    in_transaction(store, insert).await;
}

#[tokio::test]
async fn lines_are_found_by_what_became_of_them() {
    on_each_database(async |store| {
        let refused = line(2, "x", Some(LineProblem::Address));
        let lines = [
            line(1, "ida@example.org", None),
            refused.clone(),
            line(5, "jan@example.org", None),
        ];
        with_lines(&store, &lines).await;
        let company = company_id(1);
        assert_eq!(
            imports::of_company(&store, "list-1", &company).await.unwrap(),
            Some(list())
        );
        assert_eq!(
            imports::of_company(&store, "list-1", &company_id(2))
                .await
                .unwrap(),
            None
        );
        assert_eq!(imports::latest(&store, &company, 9).await.unwrap(), [list()]);
        assert_eq!(imports::lines(&store, "list-1", 0, 2).await.unwrap(), lines[..2]);
        assert_eq!(imports::lines(&store, "list-1", 2, 9).await.unwrap(), lines[2..]);
        assert_eq!(imports::refused(&store, "list-1", 0, 9).await.unwrap(), [refused]);
        assert_eq!(imports::waiting(&store, "list-1", 1).await.unwrap(), lines[..1]);
        let counts = imports::counts(&store, "list-1").await.unwrap();
        assert_eq!((counts.lines, counts.refused, counts.invited), (3, 1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_list_of_any_length_is_kept_line_by_line() {
    for length in [0, 9, 10, 23] {
        on_each_database(async |store| {
            let named = |number: i64| Line {
                email_key: (number % 2 == 0).then(|| number.to_string()),
                family_name: format!("Family {number}"),
                role: "admin".to_owned(),
                ..line(
                    number,
                    &format!("{number}@example.org"),
                    (number % 3 == 0).then_some(LineProblem::Address),
                )
            };
            let lines: Vec<_> = (1..=length).map(named).collect();
            with_lines(&store, &lines).await;
            assert_eq!(imports::lines(&store, "list-1", 0, 99).await.unwrap(), lines);
        })
        .await;
    }
}

#[tokio::test]
async fn members_and_the_invited_are_marked() {
    on_each_database(async |store| {
        let repeated = line(3, "person1@example.org", Some(LineProblem::Repeated));
        let lines = [
            line(1, "Person1@Example.org", None),
            line(2, "open@example.org", None),
            repeated,
        ];
        with_lines(&store, &lines).await;
        invitations::insert(&store, &invitation("open@example.org"))
            .await
            .unwrap();
        in_transaction(&store, async |tx| {
            imports::mark_known(tx, "list-1", &company_id(1)).await
        })
        .await;
        let found = imports::lines(&store, "list-1", 0, 9).await.unwrap();
        let problems: Vec<_> = found.iter().map(|line| line.problem).collect();
        assert_eq!(
            problems,
            [
                Some(LineProblem::Member),
                Some(LineProblem::Invited),
                Some(LineProblem::Repeated)
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_list_is_begun_once_and_each_line_is_carried_out_once() {
    on_each_database(async |store| {
        with_lines(
            &store,
            &[line(1, "a@example.org", None), line(2, "b@example.org", None)],
        )
        .await;
        crate::people::insert(&store, &person(2)).await.unwrap();
        assert_eq!(imports::next_running(&store).await.unwrap(), None);
        let lock =
            async || in_transaction(&store, async |tx| imports::lock_running(tx, "list-1").await).await;
        assert!(!lock().await);
        let begin = async |now| {
            imports::begin(&store, "list-1", &person_id(2), now)
                .await
                .unwrap()
        };
        assert!(begin(after(1)).await);
        assert!(!begin(after(2)).await);
        assert!(!imports::discard(&store, "list-1").await.unwrap());
        assert!(lock().await);
        let running = imports::next_running(&store).await.unwrap().expect("it runs");
        assert_eq!(
            (running.state, running.person_id, running.begun_at),
            (ImportState::Running, person_id(2), Some(after(1)))
        );

        assert!(
            imports::mark_invited(&store, "list-1", 1, after(3))
                .await
                .unwrap()
        );
        assert!(
            !imports::mark_invited(&store, "list-1", 1, after(4))
                .await
                .unwrap()
        );
        assert!(
            !imports::refuse(&store, "list-1", 1, LineProblem::Member)
                .await
                .unwrap()
        );
        assert!(
            imports::refuse(&store, "list-1", 2, LineProblem::Member)
                .await
                .unwrap()
        );
        assert!(
            !imports::mark_invited(&store, "list-1", 2, after(4))
                .await
                .unwrap()
        );
        assert_eq!(imports::stop(&store, "list-1").await.unwrap(), 0);
        assert!(imports::finish(&store, "list-1", after(5)).await.unwrap());
        assert!(!imports::finish(&store, "list-1", after(6)).await.unwrap());
        assert!(!lock().await);
    })
    .await;
}

#[tokio::test]
async fn what_waits_can_be_stopped_and_old_lists_go() {
    on_each_database(async |store| {
        with_lines(
            &store,
            &[line(1, "a@example.org", None), line(2, "b@example.org", None)],
        )
        .await;
        let begun = imports::begin(&store, "list-1", &person_id(1), NOW).await;
        assert!(begun.unwrap());
        imports::mark_invited(&store, "list-1", 1, NOW).await.unwrap();
        assert_eq!(imports::stop(&store, "list-1").await.unwrap(), 1);
        assert_eq!(imports::prune(&store, after(9), 9).await.unwrap(), 0);
        imports::finish(&store, "list-1", NOW).await.unwrap();
        assert_eq!(imports::prune(&store, NOW, 9).await.unwrap(), 0);
        assert_eq!(imports::prune(&store, after(9), 9).await.unwrap(), 1);
        assert_eq!(imports::counts(&store, "list-1").await.unwrap().lines, 0);
        imports::insert(&store, &list()).await.unwrap();
        assert!(imports::discard(&store, "list-1").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn an_open_invitation_is_known_by_its_company() {
    on_each_database(async |store| {
        with_lines(&store, &[]).await;
        invitations::insert(&store, &invitation("open@example.org"))
            .await
            .unwrap();
        let is_open = async |company: Option<u8>| {
            let company = company.map(company_id);
            invitations::is_open(&store, "open@example.org", company.as_ref())
                .await
                .unwrap()
        };
        assert!(is_open(Some(1)).await);
        assert!(!is_open(Some(2)).await);
        assert!(!is_open(None).await);
    })
    .await;
}

fn invitation(email: &str) -> Invitation {
    Invitation {
        id: "invitation-1".to_owned(),
        company_id: Some(company_id(1)),
        role: Role::Member,
        is_support: false,
        is_operator: false,
        email: email.to_owned(),
        email_key: email.to_owned(),
        given_name: String::new(),
        family_name: String::new(),
        language: "en".to_owned(),
        otp_secret: None,
        client_id: None,
        invited_by: String::new(),
        mail_job: String::new(),
        state: InvitationState::Open,
        person_id: None,
        created_at: NOW,
        ended_at: None,
    }
}
