//! The portable subset of SQL, and that every statement of the crate stays within it.

use super::databases::on_each_database;
use super::samples::*;
use crate::query::{STATEMENTS, sql};
use crate::refusals::Refusal;
use crate::row::record;
use crate::{StoreError, companies, grants, memberships, people, refusals, sessions, settings};

#[tokio::test]
async fn every_statement_is_understood() {
    on_each_database(async |store| {
        let mut faults = Vec::new();
        for statement in STATEMENTS {
            if let Err(error) = store.prepare(statement.text).await {
                let cause = error.driver().map(ToString::to_string).unwrap_or_default();
                faults.push(format!("{}:{}: {error}: {cause}", statement.file, statement.line));
            }
        }
        assert!(STATEMENTS.len() > 100, "the list of statements is not complete");
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn nulls_are_typed_and_come_back() {
    on_each_database(async |store| {
        insert_person(&store).await;
        sessions::insert(&store, &session(1)).await.unwrap();
        let session = sessions::by_id(&store, &session(1).id).await.unwrap().unwrap();
        assert_eq!(session.second_factor_at, None);
        people::insert(
            &store,
            &people::Person {
                phone: Some(String::new()),
                ..person(2)
            },
        )
        .await
        .unwrap();
        let person = people::by_id(&store, &person_id(2)).await.unwrap().unwrap();
        assert_eq!(person.phone.as_deref(), Some(""), "an empty text is not NULL");
    })
    .await;
}

#[tokio::test]
async fn bytes_and_extreme_numbers_come_back() {
    on_each_database(async |store| {
        let every_byte: Vec<u8> = (0..=255).collect();
        settings::put_if_absent(&store, "bytes", &every_byte)
            .await
            .unwrap();
        settings::put_if_absent(&store, "empty", &[]).await.unwrap();
        assert_eq!(settings::get(&store, "bytes").await.unwrap(), Some(every_byte));
        assert_eq!(settings::get(&store, "empty").await.unwrap(), Some(Vec::new()));
        for extreme in [i64::MIN, -1, 0, i64::MAX] {
            sql!("UPDATE generation SET value = $1 WHERE id = 1")
                .bind(extreme)
                .run(&store)
                .await
                .unwrap();
            let read: i64 = sql!("SELECT value FROM generation WHERE id = 1")
                .value(&store)
                .await
                .unwrap();
            assert_eq!(read, extreme);
        }
    })
    .await;
}

#[tokio::test]
async fn counts_and_sums_are_integers() {
    on_each_database(async |store| {
        for number in 1..=3 {
            people::insert(&store, &person(number)).await.unwrap();
        }
        let count: i64 = sql!("SELECT COUNT(*) AS value FROM people")
            .value(&store)
            .await
            .unwrap();
        let sum: i64 = sql!("SELECT CAST(SUM(created_at) AS BIGINT) AS value FROM people")
            .value(&store)
            .await
            .unwrap();
        assert_eq!(count, 3);
        assert_eq!(sum, 3 * NOW.as_micros());
    })
    .await;
}

record! {
    /// The key of a page's rows.
    pub struct PageKey {
        /// First part.
        pub at: i64,
        /// Second part, where the first is equal.
        pub reference: String,
    }
}

#[tokio::test]
async fn pages_go_on_after_the_last_key() {
    on_each_database(async |store| {
        for number in 0..7 {
            let refusal = Refusal {
                at: after(number / 2),
                reference: format!("VK-{number}"),
                ..refusal()
            };
            refusals::insert(&store, &refusal).await.unwrap();
        }
        let mut seen = Vec::new();
        let mut last = PageKey {
            at: i64::MAX,
            reference: String::new(),
        };
        loop {
            let page: Vec<PageKey> = sql!(
                "SELECT at, reference FROM refusals WHERE (at, reference) < ($1, $2)
                 ORDER BY at DESC, reference DESC LIMIT $3"
            )
            .bind(last.at)
            .bind(&last.reference)
            .bind(3)
            .list(&store)
            .await
            .unwrap();
            let Some(end) = page.last() else { break };
            last = end.clone();
            seen.extend(page.into_iter().map(|key| key.reference));
        }
        assert_eq!(seen, ["VK-6", "VK-5", "VK-4", "VK-3", "VK-2", "VK-1", "VK-0"]);
    })
    .await;
}

fn refusal() -> Refusal {
    Refusal {
        reference: String::new(),
        at: NOW,
        client_id: None,
        person_id: None,
        code: "invalid_request".to_owned(),
        rule: "rule".to_owned(),
        details: "{}".to_owned(),
        network: "192.0.2.0/24".to_owned(),
    }
}

#[tokio::test]
async fn a_violated_unique_constraint_names_its_columns() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let same_address = people::Person {
            email_key: person(1).email_key,
            ..person(2)
        };
        let refused = people::insert(&store, &same_address).await;
        assert_unique(refused, "people.email_key");

        companies::insert(&store, &company(1)).await.unwrap();
        let membership = (person_id(1), company_id(1));
        memberships::put(
            &store,
            &membership.0,
            &membership.1,
            memberships::Role::Member,
            NOW,
        )
        .await
        .unwrap();
        let refused = sql!(
            "INSERT INTO memberships (person_id, company_id, role, created_at) VALUES ($1, $2, 'member', 0)"
        )
        .bind(&membership.0)
        .bind(&membership.1)
        .run(&store)
        .await;
        assert_unique(refused, "memberships.person_id,company_id");
    })
    .await;
}

fn assert_unique<T: std::fmt::Debug>(refused: Result<T, StoreError>, columns: &str) {
    match refused {
        Err(StoreError::Unique(named)) => assert_eq!(named, columns),
        other => panic!("expected a violation of {columns}, got {other:?}"),
    }
}

#[tokio::test]
async fn foreign_keys_are_kept() {
    on_each_database(async |store| {
        assert!(
            grants::insert(&store, &grant(1)).await.is_err(),
            "no such person or client"
        );

        insert_person(&store).await;
        sessions::insert(&store, &session(1)).await.unwrap();
        sql!("DELETE FROM people WHERE id = $1")
            .bind(&person_id(1))
            .run(&store)
            .await
            .unwrap();
        assert_eq!(sessions::by_id(&store, &session(1).id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_no_version_wrote_is_reported_by_its_column() {
    on_each_database(async |store| {
        companies::insert(&store, &company(1)).await.unwrap();
        sql!("UPDATE companies SET second_factor = 'sometimes'")
            .run(&store)
            .await
            .unwrap();
        let read = companies::by_slug(&store, "company-1").await;
        assert!(matches!(read, Err(StoreError::Corrupt(column)) if column == "second_factor"));
    })
    .await;
}
