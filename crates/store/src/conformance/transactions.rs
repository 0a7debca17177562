//! Transactions: all or nothing, one after the other, and tried again when that is safe.

use super::databases::on_each_database;
use super::samples::*;
use crate::memberships::Role;
use crate::people::BlockReason;
use crate::query::sql;
use crate::{Backend, Result, Store, StoreError, Tx, companies, generation, memberships, people};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

#[tokio::test]
async fn a_dropped_transaction_leaves_nothing() {
    on_each_database(async |store| {
        let mut tx = store.begin().await.unwrap();
        people::insert(&mut tx, &person(1)).await.unwrap();
        assert!(
            people::by_id(&mut tx, &person_id(1)).await.unwrap().is_some(),
            "it sees its own row"
        );
        drop(tx);
        assert_eq!(people::by_id(&store, &person_id(1)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_open_transaction_is_not_seen_by_others() {
    on_each_database(async |store| {
        let mut tx = store.begin().await.unwrap();
        people::insert(&mut tx, &person(1)).await.unwrap();
        assert_eq!(people::by_id(&store, &person_id(1)).await.unwrap(), None);
        tx.commit().await.unwrap();
        assert!(people::by_id(&store, &person_id(1)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn an_error_rolls_back_and_an_outcome_commits() {
    on_each_database(async |store| {
        let failed: Result<()> = store
            .write(|mut tx| async move {
                people::insert(&mut tx, &person(1)).await?;
                Err(StoreError::Corrupt("made up".to_owned()))
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(people::by_id(&store, &person_id(1)).await.unwrap(), None);

        let refused: std::result::Result<(), &str> = store
            .write(|mut tx| async {
                people::insert(&mut tx, &person(1)).await?;
                Ok((Err("a refusal that leaves a trace"), tx))
            })
            .await
            .unwrap();
        assert!(refused.is_err());
        assert!(people::by_id(&store, &person_id(1)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn work_on_a_lost_connection_is_done_once_more() {
    on_each_database(async |store| {
        if store.backend() == Backend::Sqlite {
            return; // has no connection to lose
        }
        let attempts = AtomicU32::new(0);
        let value = store
            .write(|mut tx| async {
                let value = generation::bump(&mut tx).await?;
                if attempts.fetch_add(1, Ordering::Relaxed) == 0 {
                    break_connection(&mut tx).await?;
                }
                Ok((value, tx))
            })
            .await
            .unwrap();
        assert_eq!(attempts.into_inner(), 2);
        assert_eq!(
            generation::current(&store).await.unwrap(),
            value,
            "the first attempt left nothing"
        );
    })
    .await;
}

/// Ends the transaction's own connection. Not a statement of the list: SQLite has no such function.
async fn break_connection(tx: &mut Tx) -> Result<()> {
    let crate::tx::Inner::Postgres(connection) = &mut tx.0 else {
        return Ok(());
    };
    sqlx::query("SELECT pg_terminate_backend(pg_backend_pid())")
        .execute(&mut **connection)
        .await?;
    Ok(())
}

#[tokio::test]
async fn work_that_fails_for_good_is_done_once() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let attempts = AtomicU32::new(0);
        let failed = store
            .write(|mut tx| async {
                attempts.fetch_add(1, Ordering::Relaxed);
                people::insert(&mut tx, &person(1)).await?;
                Ok(((), tx))
            })
            .await;
        assert!(matches!(failed, Err(StoreError::Unique(_))));
        assert_eq!(attempts.into_inner(), 1);
    })
    .await;
}

/// Two transactions that take the same two rows in opposite order.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_deadlock_is_survived() {
    on_each_database(async |store| {
        for number in [1, 2] {
            companies::insert(&store, &company(number)).await.unwrap();
        }
        let mut tasks = JoinSet::new();
        for order in [[1, 2], [2, 1]] {
            let store = store.clone();
            tasks.spawn(async move { lock_both(&store, order).await });
        }
        for result in tasks.join_all().await {
            result.unwrap();
        }
    })
    .await;
}

async fn lock_both(store: &Store, order: [u8; 2]) -> Result<()> {
    store
        .write(|mut tx| async move {
            for number in order {
                companies::lock(&mut tx, &company_id(number)).await?;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Ok(((), tx))
        })
        .await
}

/// The parent-row lock: of ten admins who all resign at once, one remains.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invariant_over_rows_holds_under_its_parents_lock() {
    on_each_database(async |store| {
        companies::insert(&store, &company(1)).await.unwrap();
        for number in 1..=10 {
            people::insert(&store, &person(number)).await.unwrap();
            memberships::put(&store, &person_id(number), &company_id(1), Role::Admin, NOW)
                .await
                .unwrap();
        }
        let mut tasks = JoinSet::new();
        for number in 1..=10 {
            let store = store.clone();
            tasks.spawn(async move { resign(&store, number).await.unwrap() });
        }
        let resigned = tasks
            .join_all()
            .await
            .into_iter()
            .filter(|resigned| *resigned)
            .count();
        assert_eq!(resigned, 9);
        assert_eq!(
            memberships::admins(&store, &company_id(1)).await.unwrap().len(),
            1
        );
    })
    .await;
}

async fn resign(store: &Store, number: u8) -> Result<bool> {
    store
        .write(|mut tx| async move {
            companies::lock(&mut tx, &company_id(1)).await?;
            let (person, company) = (person_id(number), company_id(1));
            if memberships::is_last_admin(&mut tx, &person, Some(&company)).await? {
                return Ok((false, tx));
            }
            let removed = memberships::remove(&mut tx, &person, &company).await?;
            Ok((removed, tx))
        })
        .await
}

/// Admins of two companies who block each other from either: whole accounts go, so both companies are locked.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_of_two_companies_do_not_block_each_other_at_once() {
    on_each_database(async |store| {
        for number in [1, 2] {
            companies::insert(&store, &company(number)).await.unwrap();
            people::insert(&store, &person(number)).await.unwrap();
        }
        for (person, company) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
            memberships::put(&store, &person_id(person), &company_id(company), Role::Admin, NOW)
                .await
                .unwrap();
        }
        let mut tasks = JoinSet::new();
        for number in [1, 2, 1, 2] {
            let store = store.clone();
            tasks.spawn(async move { block_admin(&store, number).await.unwrap() });
        }
        let blocked = tasks.join_all().await.into_iter().filter(|blocked| *blocked);
        assert_eq!(blocked.count(), 1);
        for number in [1, 2] {
            let left = memberships::admins(&store, &company_id(number)).await.unwrap();
            assert_eq!(left.len(), 1);
        }
    })
    .await;
}

async fn block_admin(store: &Store, number: u8) -> Result<bool> {
    store
        .write(|mut tx| async move {
            let person = person_id(number);
            companies::lock_all_of_person(&mut tx, &person).await?;
            if memberships::is_last_admin(&mut tx, &person, None).await? {
                return Ok((false, tx));
            }
            let blocked = people::block(&mut tx, &person, BlockReason::Decided, NOW).await?;
            Ok((blocked, tx))
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_count_is_lost() {
    on_each_database(async |store| {
        let before = generation::current(&store).await.unwrap();
        let mut tasks = JoinSet::new();
        for _ in 0..32 {
            let store = store.clone();
            tasks.spawn(async move { in_transaction(&store, generation::bump).await });
        }
        tasks.join_all().await;
        assert_eq!(generation::current(&store).await.unwrap(), before + 32);
    })
    .await;
}

#[tokio::test]
async fn writing_through_a_reader_is_refused() {
    on_each_database(async |store| {
        let written = sql!("UPDATE generation SET value = 0 RETURNING value")
            .find_value::<i64>(&store)
            .await;
        assert_eq!(written.is_err(), store.backend() == Backend::Sqlite);
    })
    .await;
}
