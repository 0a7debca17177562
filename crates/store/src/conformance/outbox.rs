//! Jobs, and the deletion of what is over.

use super::databases::on_each_database;
use super::samples::*;
use crate::codes::NewCode;
use crate::jobs::{Job, NewJob};
use crate::prune::{Pruned, prune};
use crate::query::{Query, STATEMENTS, sql};
use crate::{
    Store, codes, jobs, known_browsers, pending, people, quotas, revoked_tokens, sessions, throttle,
    used_jwts,
};
use std::collections::HashSet;
use std::time::Duration;
use tokio::task::JoinSet;

fn job(number: u64) -> NewJob {
    NewJob {
        id: format!("job-{number:03}"),
        kind: "mail".to_owned(),
        payload: vec![7; 10],
        run_at: after(number),
        created_at: NOW,
    }
}

async fn enqueue(store: &Store, number: u64) {
    in_transaction(store, async |tx| jobs::enqueue(tx, &job(number)).await).await;
}

async fn claim(store: &Store, at: u64) -> Option<Job> {
    jobs::claim(store, after(at), after(at + 60)).await.unwrap()
}

#[tokio::test]
async fn the_job_due_longest_is_claimed_first() {
    on_each_database(async |store| {
        for number in [2, 1, 500] {
            enqueue(&store, number).await;
        }
        assert_eq!(claim(&store, 0).await, None, "none is due yet");
        assert_eq!(jobs::due_count(&store, after(10)).await.unwrap(), 2);
        let first = claim(&store, 10).await.unwrap();
        assert_eq!((first.id.as_str(), first.attempts), ("job-001", 1));
        assert_eq!((first.payload, first.locked_until), (vec![7; 10], after(70)));
        assert_eq!(claim(&store, 10).await.unwrap().id, "job-002");
        assert_eq!(claim(&store, 10).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_job_without_a_point_is_taken_back_until_it_is_done() {
    on_each_database(async |store| {
        for number in [1, 2] {
            enqueue(&store, number).await;
        }
        assert!(jobs::take_back(&store, "job-001").await.unwrap());
        assert!(!jobs::take_back(&store, "job-001").await.unwrap());
        assert_eq!(claim(&store, 10).await.unwrap().id, "job-002");
        jobs::done(&store, "job-002", after(10), None).await.unwrap();
        assert!(!jobs::take_back(&store, "job-002").await.unwrap());
        assert!(jobs::status(&store, "job-002").await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_job_of_a_dropped_transaction_never_was() {
    on_each_database(async |store| {
        let mut tx = store.begin().await.unwrap();
        jobs::enqueue(&mut tx, &job(1)).await.unwrap();
        drop(tx);
        assert_eq!(claim(&store, 10).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_lease_that_ends_frees_the_job() {
    on_each_database(async |store| {
        enqueue(&store, 1).await;
        let lost = claim(&store, 10).await.unwrap();
        let again = claim(&store, 70).await.unwrap();
        assert_eq!((again.id.as_str(), again.attempts), ("job-001", 2));
        assert!(!jobs::retry(&store, &lost, after(80), "late").await.unwrap());
        assert!(!jobs::fail(&store, &lost, after(80), "late").await.unwrap());
        assert!(
            jobs::done(&store, &lost.id, after(80), None).await.unwrap(),
            "what was sent was sent"
        );
        assert!(!jobs::done(&store, &again.id, after(81), None).await.unwrap());
        assert_eq!(claim(&store, 1000).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_failed_attempt_is_made_again_later() {
    on_each_database(async |store| {
        enqueue(&store, 1).await;
        let first = claim(&store, 10).await.unwrap();
        assert!(
            jobs::retry(&store, &first, after(100), "connection refused")
                .await
                .unwrap()
        );
        assert_eq!(claim(&store, 99).await, None);
        let second = claim(&store, 100).await.unwrap();
        assert_eq!(
            (second.attempts, second.last_error.as_deref()),
            (2, Some("connection refused"))
        );
        assert!(jobs::fail(&store, &second, after(101), "given up").await.unwrap());
        assert_eq!(claim(&store, 1000).await, None);
    })
    .await;
}

#[tokio::test]
async fn what_the_other_side_answered_is_kept() {
    on_each_database(async |store| {
        for number in [1, 2, 3] {
            enqueue(&store, number).await;
        }
        let sent = claim(&store, 10).await.unwrap();
        jobs::done(&store, &sent.id, after(11), Some("250 2.0.0 queued"))
            .await
            .unwrap();
        let late = claim(&store, 10).await.unwrap();
        jobs::retry(&store, &late, after(100), "451 try later")
            .await
            .unwrap();
        let lost = claim(&store, 10).await.unwrap();
        jobs::fail(&store, &lost, after(12), "550 no such user")
            .await
            .unwrap();
        let status = jobs::status(&store, &sent.id).await.unwrap().unwrap();
        assert_eq!(
            (status.done_at, status.answer.as_deref()),
            (Some(after(11)), Some("250 2.0.0 queued"))
        );
        assert_eq!(jobs::status(&store, "job-999").await.unwrap(), None);
        let troubled = jobs::troubled(&store, 10).await.unwrap();
        let told: Vec<_> = troubled
            .iter()
            .map(|status| (status.last_error.as_deref().unwrap(), status.failed_at))
            .collect();
        assert_eq!(
            told,
            [("550 no such user", Some(after(12))), ("451 try later", None)]
        );
        assert_eq!(jobs::troubled(&store, 1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_finished_job_keeps_no_payload() {
    on_each_database(async |store| {
        enqueue(&store, 1).await;
        let sent = claim(&store, 10).await.unwrap();
        jobs::done(&store, &sent.id, after(11), None).await.unwrap();
        let kept: i64 = sql!("SELECT COUNT(*) AS value FROM jobs WHERE payload IS NOT NULL")
            .value(&store)
            .await
            .unwrap();
        assert_eq!(kept, 0);
    })
    .await;
}

/// However many jobs are kept, the few that were tried in vain are found by an index of their own.
#[tokio::test]
async fn what_was_tried_in_vain_is_found_without_a_look_at_the_rest() {
    on_each_database(async |store| {
        if store.backend() == crate::Backend::Postgres {
            // So few rows would be read whole.
            return;
        }
        let lists = STATEMENTS.iter().filter(|statement| {
            statement.file.ends_with("jobs.rs") && statement.text.contains("last_error IS NOT NULL\n")
        });
        let mut seen = 0;
        for statement in lists {
            let plan = Query::new(statement.text).bind(9_i64).plan(&store).await.unwrap();
            assert_eq!(plan, "SCAN jobs USING INDEX jobs_troubled", "{}", statement.text);
            seen += 1;
        }
        assert_eq!(seen, 3);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_was_given_up_is_tried_again() {
    on_each_database(async |store| {
        for number in [1, 2, 3] {
            enqueue(&store, number).await;
        }
        let failed = claim(&store, 10).await.unwrap();
        jobs::fail(&store, &failed, after(11), "given up").await.unwrap();
        let retried = claim(&store, 10).await.unwrap();
        assert!(
            jobs::retry(&store, &retried, after(900), "greylisted")
                .await
                .unwrap()
        );
        let ids = |jobs: Vec<jobs::Queued>| jobs.into_iter().map(|job| job.id).collect::<Vec<_>>();
        assert_eq!(
            ids(jobs::given_up(&store, 9).await.unwrap()),
            std::slice::from_ref(&failed.id)
        );
        assert_eq!(
            ids(jobs::retried(&store, 9).await.unwrap()),
            std::slice::from_ref(&retried.id)
        );
        let waiting = jobs::waiting(&store, 9).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert!(
            !jobs::try_again(&store, &waiting[0].id, after(12)).await.unwrap(),
            "it is due anyway"
        );
        for id in [&failed.id, &retried.id] {
            assert!(jobs::try_again(&store, id, after(12)).await.unwrap(), "{id}");
        }
        assert!(jobs::given_up(&store, 9).await.unwrap().is_empty());
        let mut again = Vec::new();
        while let Some(job) = claim(&store, 12).await {
            assert_eq!((job.attempts, job.payload.len()), (1, 10));
            again.push(job.id);
        }
        assert_eq!(again.len(), 3);
        assert!(
            !jobs::try_again(&store, &failed.id, after(13)).await.unwrap(),
            "a worker holds it"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_job_is_claimed_by_one_of_many_workers() {
    on_each_database(async |store| {
        for number in 0..50 {
            enqueue(&store, number).await;
        }
        let mut workers = JoinSet::new();
        for _ in 0..8 {
            let store = store.clone();
            workers.spawn(async move { work(&store).await });
        }
        let claimed: Vec<String> = workers.join_all().await.into_iter().flatten().collect();
        let distinct: HashSet<&String> = claimed.iter().collect();
        assert_eq!((claimed.len(), distinct.len()), (50, 50));
    })
    .await;
}

/// Does every job that it gets; returns which.
async fn work(store: &Store) -> Vec<String> {
    let mut claimed = Vec::new();
    while let Some(job) = claim(store, 100).await {
        jobs::done(store, &job.id, after(100), None).await.unwrap();
        claimed.push(job.id);
    }
    claimed
}

const DAYS: u64 = 24 * 60 * 60;
/// The life of an access token.
const LIFE: Duration = Duration::from_secs(10 * DAYS);

#[tokio::test]
async fn only_what_is_over_is_deleted() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        sessions::insert(&store, &session(1)).await.unwrap();
        for number in 1..=3 {
            pending::insert(&store, &pending(number)).await.unwrap();
        }
        let code = NewCode {
            hash: hash(1),
            grant_id: grant(1).id,
            binding: "{}".to_owned(),
            created_at: NOW,
            expires_at: after(60),
        };
        codes::insert(&store, &code).await.unwrap();
        revoked_tokens::insert(&store, "jti", after(900)).await.unwrap();
        used_jwts::insert(&store, &hash(1), after(900)).await.unwrap();
        quotas::spend(&store, "network", NOW, 1).await.unwrap();
        throttle::count(&store, "account", NOW, Duration::from_secs(60))
            .await
            .unwrap();

        assert_eq!(
            prune(&store, after(60), LIFE, 100).await.unwrap(),
            Pruned::default()
        );
        let pruned = prune(&store, after(3601), LIFE, 2).await.unwrap();
        assert_eq!(
            pruned,
            Pruned {
                pending: 2,
                revoked_tokens: 1,
                used_jwts: 1,
                ..Pruned::default()
            },
            "bounded"
        );
        let pruned = prune(&store, after(2 * DAYS), LIFE, 100).await.unwrap();
        assert_eq!(
            pruned,
            Pruned {
                pending: 1,
                codes: 1,
                counters: 2,
                ..Pruned::default()
            }
        );
        let pruned = prune(&store, after(31 * DAYS), LIFE, 100).await.unwrap();
        assert_eq!(
            pruned,
            Pruned {
                sessions: 1,
                grants: 1,
                ..Pruned::default()
            }
        );
    })
    .await;
}

#[tokio::test]
async fn a_bucket_is_kept_while_it_blocks() {
    on_each_database(async |store| {
        throttle::count(&store, "account", NOW, Duration::from_secs(60))
            .await
            .unwrap();
        throttle::block(&store, "account", None, after(3 * DAYS), NOW)
            .await
            .unwrap();
        assert_eq!(prune(&store, after(2 * DAYS), LIFE, 10).await.unwrap().total(), 0);
        assert_eq!(prune(&store, after(4 * DAYS), LIFE, 10).await.unwrap().total(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_job_goes_when_it_is_done_and_a_browser_when_its_cookie_is_over() {
    on_each_database(async |store| {
        enqueue(&store, 1).await;
        enqueue(&store, 2).await;
        jobs::done(&store, &job(1).id, NOW, None).await.unwrap();
        people::insert(&store, &person(1)).await.unwrap();
        known_browsers::touch(&store, &person_id(1), &hash(1), false, NOW)
            .await
            .unwrap();
        let expected = Pruned {
            jobs: 1,
            ..Pruned::default()
        };
        assert_eq!(prune(&store, after(31 * DAYS), LIFE, 10).await.unwrap(), expected);
        let expected = Pruned {
            browsers: 1,
            ..Pruned::default()
        };
        assert_eq!(
            prune(&store, after(401 * DAYS), LIFE, 10).await.unwrap(),
            expected
        );
    })
    .await;
}
