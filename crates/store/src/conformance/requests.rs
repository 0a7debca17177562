//! Pending requests, the throttle, quotas and refusals.

use super::databases::on_each_database;
use super::samples::*;
use crate::pending::Pending;
use crate::refusals::Refusal;
use crate::{pending, quotas, refusals, throttle};
use std::time::Duration;

#[tokio::test]
async fn a_request_keeps_the_progress_of_its_login() {
    on_each_database(async |store| {
        insert_person(&store).await;
        pending::insert(&store, &pending(1)).await.unwrap();
        assert_eq!(
            pending::find(&store, "pending-1").await.unwrap(),
            Some(pending(1))
        );

        assert!(pending::adopt(&store, "pending-1", &hash(7)).await.unwrap());
        assert!(!pending::adopt(&store, "pending-1", &hash(8)).await.unwrap());
        assert!(
            pending::set_progress(&store, "pending-1", &person_id(1), None, after(1))
                .await
                .unwrap()
        );
        assert!(
            pending::set_enroll_secret(&store, "pending-1", &[4, 2])
                .await
                .unwrap()
        );
        let session = session(1).id;
        assert!(
            pending::consent(&store, "pending-1", &session, after(2))
                .await
                .unwrap()
        );
        let expected = Pending {
            browser_hash: Some(hash(7)),
            person_id: Some(person_id(1)),
            progress_at: Some(after(1)),
            enroll_secret: Some(vec![4, 2]),
            chosen_session: Some(session),
            consented_at: Some(after(2)),
            ..pending(1)
        };
        assert_eq!(pending::find(&store, "pending-1").await.unwrap(), Some(expected));
    })
    .await;
}

#[tokio::test]
async fn a_new_login_forgets_the_one_before() {
    on_each_database(async |store| {
        insert_person(&store).await;
        pending::insert(&store, &pending(1)).await.unwrap();
        pending::set_enroll_secret(&store, "pending-1", &[4, 2])
            .await
            .unwrap();
        pending::consent(&store, "pending-1", &session(1).id, after(1))
            .await
            .unwrap();
        pending::set_progress(&store, "pending-1", &person_id(1), None, after(2))
            .await
            .unwrap();
        let found = pending::find(&store, "pending-1").await.unwrap().unwrap();
        assert_eq!((found.enroll_secret, found.consented_at), (None, None));
        assert!(pending::clear_progress(&store, "pending-1", None).await.unwrap());
        let expected = Pending {
            chosen_session: Some(session(1).id),
            ..pending(1)
        };
        assert_eq!(
            pending::find(&store, "pending-1").await.unwrap(),
            Some(expected),
            "the account that was chosen stays so while it is proved anew"
        );
    })
    .await;
}

#[tokio::test]
async fn who_chooses_an_account_begins_anew() {
    on_each_database(async |store| {
        insert_person(&store).await;
        pending::insert(&store, &pending(1)).await.unwrap();
        let (id, chosen) = ("pending-1", session(1).id);
        pending::set_progress(&store, id, &person_id(1), Some(&session(2).id), after(1))
            .await
            .unwrap();
        pending::consent(&store, id, &session(2).id, after(2))
            .await
            .unwrap();
        assert!(pending::choose_session(&store, id, &chosen).await.unwrap());
        let begun_anew = Pending {
            adds_account: true,
            ..pending(1)
        };
        let expected = Pending {
            chosen_session: Some(chosen),
            ..begun_anew.clone()
        };
        assert_eq!(pending::find(&store, id).await.unwrap(), Some(expected));
        assert!(
            pending::choose_person(&store, id, Some(&person_id(1)))
                .await
                .unwrap()
        );
        let expected = Pending {
            person_id: Some(person_id(1)),
            ..begun_anew.clone()
        };
        assert_eq!(pending::find(&store, id).await.unwrap(), Some(expected));
        assert!(pending::choose_person(&store, id, None).await.unwrap());
        assert_eq!(pending::find(&store, id).await.unwrap(), Some(begun_anew));
    })
    .await;
}

#[tokio::test]
async fn an_answered_request_is_over() {
    on_each_database(async |store| {
        insert_person(&store).await;
        pending::insert(&store, &pending(1)).await.unwrap();
        pending::set_enroll_secret(&store, "pending-1", &[4, 2])
            .await
            .unwrap();
        assert!(pending::finish(&store, "pending-1", after(1)).await.unwrap());
        assert!(!pending::finish(&store, "pending-1", after(2)).await.unwrap());
        assert!(!pending::adopt(&store, "pending-1", &hash(1)).await.unwrap());
        assert!(
            !pending::set_progress(&store, "pending-1", &person_id(1), None, NOW)
                .await
                .unwrap()
        );
        assert!(!pending::clear_progress(&store, "pending-1", None).await.unwrap());
        let session = session(1).id;
        assert!(
            !pending::consent(&store, "pending-1", &session, NOW)
                .await
                .unwrap()
        );
        assert!(
            !pending::choose_session(&store, "pending-1", &session)
                .await
                .unwrap()
        );
        assert!(
            !pending::choose_person(&store, "pending-1", Some(&person_id(1)))
                .await
                .unwrap()
        );
        let found = pending::find(&store, "pending-1").await.unwrap().unwrap();
        assert_eq!(
            found,
            Pending {
                done_at: Some(after(1)),
                ..pending(1)
            },
            "its secret is deleted"
        );
    })
    .await;
}

#[tokio::test]
async fn a_log_out_forgets_the_logins_of_its_browser_alone() {
    on_each_database(async |store| {
        insert_person(&store).await;
        for (number, browser) in [(1, 1), (2, 1), (3, 2)] {
            let request = Pending {
                browser_hash: Some(hash(browser)),
                ..pending(number)
            };
            pending::insert(&store, &request).await.unwrap();
            pending::set_progress(&store, &request.id, &person_id(1), None, after(1))
                .await
                .unwrap();
        }
        assert_eq!(
            pending::clear_progress_of_browser(&store, &hash(1))
                .await
                .unwrap(),
            2
        );
        let person = async |id| pending::find(&store, id).await.unwrap().unwrap().person_id;
        assert_eq!(person("pending-2").await, None);
        assert_eq!(person("pending-3").await, Some(person_id(1)));
    })
    .await;
}

#[tokio::test]
async fn attempts_are_counted_in_windows() {
    on_each_database(async |store| {
        let count = async |bucket, at| {
            throttle::count(&store, bucket, at, Duration::from_secs(60))
                .await
                .unwrap()
        };
        assert_eq!(count("account", NOW).await, Some(1));
        assert_eq!(count("account", after(59)).await, Some(2));
        assert_eq!(count("network", after(59)).await, Some(1));
        assert_eq!(count("account", after(60)).await, Some(1), "the window is over");
        assert_eq!(
            count("account", after(61)).await,
            Some(2),
            "and a new one has begun"
        );

        throttle::take_back(&store, "account").await.unwrap();
        assert_eq!(count("account", after(62)).await, Some(2), "one was taken back");
        throttle::clear(&store, "account").await.unwrap();
        assert_eq!(throttle::blocked_until(&store, "account").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_blocked_bucket_counts_nothing_and_keeps_its_end() {
    on_each_database(async |store| {
        let count = async |at| {
            throttle::count(&store, "account", at, Duration::from_secs(60))
                .await
                .unwrap()
        };
        let block = async |until, at| throttle::block(&store, "account", None, until, at).await.unwrap();
        assert!(!block(after(30), NOW).await, "there is no such bucket");
        assert_eq!(count(NOW).await, Some(1));
        assert!(block(after(30), NOW).await);
        assert!(!block(after(90), after(29)).await, "it is blocked");
        assert_eq!(count(after(29)).await, None);
        assert_eq!(
            throttle::blocked_until(&store, "account").await.unwrap(),
            Some(after(30))
        );
        assert_eq!(count(after(30)).await, Some(2));
        assert!(block(after(90), after(30)).await);
    })
    .await;
}

#[tokio::test]
async fn a_quota_begins_anew_with_each_window() {
    on_each_database(async |store| {
        let spend = async |window, limit| quotas::spend(&store, "network", window, limit).await.unwrap();
        assert!(!spend(NOW, 0).await);
        assert!(spend(NOW, 2).await);
        assert!(spend(NOW, 2).await);
        assert!(!spend(NOW, 2).await);
        assert!(spend(after(60), 2).await);
        assert!(
            spend(NOW, 2).await,
            "a replica whose clock lags spends of the present window"
        );
        assert!(!spend(after(60), 2).await);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_found_by_its_number() {
    on_each_database(async |store| {
        let refusal = Refusal {
            reference: "VK-7Q4M-2XRA".to_owned(),
            at: NOW,
            client_id: Some("no-such-client".to_owned()),
            person_id: Some("person-1".to_owned()),
            code: "invalid_grant".to_owned(),
            rule: "code_expired".to_owned(),
            details: r#"{"age":61}"#.to_owned(),
            network: "192.0.2.0/24".to_owned(),
        };
        refusals::insert(&store, &refusal).await.unwrap();
        assert_eq!(
            refusals::find(&store, "VK-7Q4M-2XRA").await.unwrap(),
            Some(refusal)
        );
        assert_eq!(refusals::find(&store, "VK-0000-0000").await.unwrap(), None);
        assert_eq!(refusals::prune(&store, NOW, 10).await.unwrap(), 0);
        assert_eq!(refusals::prune(&store, after(1), 10).await.unwrap(), 1);
    })
    .await;
}
