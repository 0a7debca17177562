//! Single use: of many callers at once exactly one wins.

use super::databases::on_each_database;
use super::samples::*;
use crate::authenticators::{Authenticator, AuthenticatorKind};
use crate::codes::NewCode;
use crate::refresh_tokens::NewRefreshToken;
use crate::signing_keys::{KeyState, SigningKey};
use crate::{
    Result, Store, authenticators, codes, consents, grants, known_browsers, pending, people, quotas,
    recovery_codes, refresh_tokens, settings, signing_keys, throttle,
};
use std::time::Duration;
use tokio::task::JoinSet;

const CALLERS: u8 = 32;
const SECOND: Duration = Duration::from_secs(1);

/// How many of many concurrent calls returned true.
async fn winners<F>(store: &Store, call: impl Fn(Store, u8) -> F) -> usize
where
    F: Future<Output = Result<bool>> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for number in 0..CALLERS {
        tasks.spawn(call(store.clone(), number));
    }
    tasks
        .join_all()
        .await
        .into_iter()
        .filter(|outcome| *outcome.as_ref().unwrap())
        .count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn consents_that_are_given_at_once_add_up() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        let given = winners(&store, |store, number| async move {
            let (person, mut tx) = (person_id(1), store.begin().await?);
            let before = consents::hold(&mut tx, &person, "client-1", NOW).await?;
            let scope = format!("{before} scope-{number}");
            consents::put(&mut tx, &person, "client-1", &scope, NOW).await?;
            tx.commit().await?;
            Ok(true)
        });
        let given = given.await;
        let consent = consents::find(&store, &person_id(1), "client-1").await.unwrap();
        assert_eq!(consent.unwrap().scope.split_whitespace().count(), given);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_is_redeemed_once() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        let code = NewCode {
            hash: hash(1),
            grant_id: grant(1).id,
            binding: "{}".to_owned(),
            created_at: NOW,
            expires_at: after(60),
        };
        codes::insert(&store, &code).await.unwrap();
        let won = winners(&store, async |store, _| {
            codes::use_once(&store, &hash(1), NOW).await
        })
        .await;
        assert_eq!(won, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refresh_token_is_used_once_and_repeated_once() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        for (number, parent) in [(1, None), (2, Some(hash(1)))] {
            let token = NewRefreshToken {
                hash: hash(number),
                grant_id: grant(1).id,
                parent_hash: parent,
                created_at: NOW,
                expires_at: after(60),
            };
            refresh_tokens::insert(&store, &token).await.unwrap();
        }
        let used = winners(&store, async |store, _| {
            refresh_tokens::use_once(&store, &hash(1), NOW).await
        })
        .await;
        let repeated = winners(&store, async |store, _| {
            refresh_tokens::mark_replaced_again(&store, &hash(1), NOW, NOW - SECOND).await
        })
        .await;
        let superseded = winners(&store, async |store, _| {
            refresh_tokens::supersede_successor(&store, &hash(1), NOW).await
        })
        .await;
        assert_eq!((used, repeated, superseded), (1, 1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_one_time_password_works_once() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let authenticator = Authenticator {
            id: "authenticator-1".to_owned(),
            person_id: person_id(1),
            kind: AuthenticatorKind::Totp,
            name: "phone".to_owned(),
            secret: vec![1, 2, 3],
            last_step: 41,
            drift: 0,
            created_at: NOW,
            last_used_at: None,
        };
        authenticators::insert(&store, &authenticator).await.unwrap();
        let won = winners(&store, async |store, _| {
            authenticators::use_step(&store, "authenticator-1", 42, 0, NOW).await
        })
        .await;
        assert_eq!(won, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_recovery_code_works_once() {
    on_each_database(async |store| {
        insert_person(&store).await;
        in_transaction(&store, async |tx| {
            recovery_codes::replace(tx, &person_id(1), &[hash(1), hash(2)], NOW).await
        })
        .await;
        let won = winners(&store, async |store, _| {
            recovery_codes::spend(&store, &person_id(1), &hash(1), NOW).await
        })
        .await;
        assert_eq!(won, 1);
        let left = recovery_codes::standing(&store, &person_id(1)).await.unwrap();
        assert_eq!(left.unused, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_locks_the_person_makes_recovery_codes_alone() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let made = winners(&store, async |store, number| {
            let made = store.write(|mut tx| async move {
                let is_there = people::lock(&mut tx, &person_id(1)).await?;
                let codes = [hash(number), hash(number + CALLERS)];
                recovery_codes::replace(&mut tx, &person_id(1), &codes, NOW).await?;
                Ok((is_there, tx))
            });
            made.await
        })
        .await;
        assert_eq!(made, usize::from(CALLERS));
        let left = recovery_codes::standing(&store, &person_id(1)).await.unwrap();
        assert_eq!(left.unused, 2, "those of the last alone");
        let nobody = in_transaction(&store, async |tx| people::lock(tx, &person_id(9)).await).await;
        assert!(!nobody);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_is_adopted_and_answered_once() {
    on_each_database(async |store| {
        pending::insert(&store, &pending(1)).await.unwrap();
        let adopted = winners(&store, async |store, number| {
            pending::adopt(&store, "pending-1", &hash(number)).await
        })
        .await;
        let finished = winners(&store, async |store, _| {
            pending::finish(&store, "pending-1", NOW).await
        })
        .await;
        assert_eq!((adopted, finished), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_grant_is_revoked_once() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        let won = winners(&store, async |store, _| {
            grants::revoke(&store, &grant(1).id, NOW).await
        })
        .await;
        assert_eq!(won, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_setting_is_made_once() {
    on_each_database(async |store| {
        let won = winners(&store, async |store, number| {
            settings::put_if_absent(&store, "key-check", &[number]).await
        })
        .await;
        assert_eq!(won, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_quota_is_not_overdrawn() {
    on_each_database(async |store| {
        let won = winners(&store, async |store, _| {
            quotas::spend(&store, "network", NOW, 10).await
        })
        .await;
        assert_eq!(won, 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_attempt_of_a_burst_is_lost() {
    on_each_database(async |store| {
        let last = winners(&store, async |store, _| {
            let attempts = throttle::count(&store, "account", NOW, Duration::from_secs(60)).await?;
            Ok(attempts == Some(i64::from(CALLERS)))
        })
        .await;
        let blocked = winners(&store, async |store, _| {
            throttle::block(&store, "account", None, after(60), NOW).await
        })
        .await;
        assert_eq!((last, blocked), (1, 1), "the counts returned are all different");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_browser_is_new_once() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let won = winners(&store, async |store, number| {
            let at = after(u64::from(number));
            known_browsers::touch(&store, &person_id(1), &hash(1), false, at).await
        })
        .await;
        assert_eq!(won, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_first_keys_one_is_kept() {
    on_each_database(async |store| {
        let won = winners(&store, async |store, number| {
            let key = SigningKey {
                kid: format!("kid-{number}"),
                alg: "ES256".to_owned(),
                state: KeyState::Active,
                private_key: Some(vec![number]),
                public_jwk: "{}".to_owned(),
                created_at: NOW,
                activated_at: Some(NOW),
                retired_at: None,
                published_until: None,
            };
            store
                .write(|mut tx| async {
                    let inserted = signing_keys::insert(&mut tx, &key).await?;
                    Ok((inserted, tx))
                })
                .await
        })
        .await;
        assert_eq!(won, 1);
        assert_eq!(signing_keys::all(&store).await.unwrap().len(), 1);
    })
    .await;
}
