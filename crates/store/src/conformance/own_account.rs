//! What people do with their own account: another address, recovery codes, devices, apps, "this was not me".

use super::databases::on_each_database;
use super::samples::*;
use crate::about::{self, Told};
use crate::alarm_links::{self, AlarmLink};
use crate::email_changes::{self, EmailChange};
use crate::grants::Grant;
use crate::query::sql;
use crate::sessions::Session;
use crate::{SessionId, StoreError, consents, grants, known_browsers, people, recovery_codes, sessions};

#[tokio::test]
async fn a_later_address_takes_the_place_of_an_earlier_one() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let change = |number: u8| EmailChange {
            person_id: person_id(1),
            token_hash: hash(number),
            email: format!("New{number}@example.org"),
            email_key: format!("new{number}@example.org"),
            created_at: NOW,
            expires_at: after(3600),
        };
        email_changes::put(&store, &change(1)).await.unwrap();
        email_changes::put(&store, &change(2)).await.unwrap();
        assert_eq!(email_changes::by_token(&store, &hash(1)).await.unwrap(), None);
        assert_eq!(
            email_changes::by_token(&store, &hash(2)).await.unwrap(),
            Some(change(2))
        );
        assert_eq!(
            email_changes::of_person(&store, &person_id(1)).await.unwrap(),
            Some(change(2))
        );
        assert!(email_changes::spend(&store, &hash(2)).await.unwrap());
        assert!(!email_changes::spend(&store, &hash(2)).await.unwrap());
        let person = person_id(1);
        email_changes::put(&store, &change(4)).await.unwrap();
        assert!(email_changes::withdraw_of_person(&store, &person).await.unwrap());
        assert!(!email_changes::withdraw_of_person(&store, &person).await.unwrap());
        email_changes::put(&store, &change(3)).await.unwrap();
        assert_eq!(email_changes::prune(&store, after(3601), 9).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_people_tell_is_kept_and_no_two_have_one_name() {
    on_each_database(async |store| {
        insert_person(&store).await;
        people::insert(&store, &person(2)).await.unwrap();
        let told = |text: &str, username: Option<&str>| Told {
            about: text.to_owned(),
            username: username.map(str::to_owned),
        };
        let of = async |number| about::of_person(&store, &person_id(number)).await.unwrap();
        let put = async |number, told: Told| about::put(&store, &person_id(number), &told, after(5)).await;
        assert_eq!(of(1).await, None);
        put(1, told("{}", Some("ada"))).await.unwrap();
        put(1, told("{\"nickname\":\"A\"}", Some("ada"))).await.unwrap();
        assert_eq!(of(1).await, Some(told("{\"nickname\":\"A\"}", Some("ada"))));
        let changed = people::by_id(&store, &person_id(1)).await.unwrap().unwrap();
        assert_eq!(changed.updated_at, after(5));
        let taken = put(2, told("{}", Some("ada"))).await.unwrap_err();
        assert!(matches!(taken, StoreError::Unique(columns) if columns == "usernames.username"));
        assert_eq!(of(2).await, None);
        put(2, told("{}", None)).await.unwrap();
        // What is given up stays whose it was, who may come back to it.
        put(1, told("{}", Some("sommer"))).await.unwrap();
        put(2, told("{}", Some("ada"))).await.unwrap_err();
        put(1, told("{}", Some("ada"))).await.unwrap();
        let beside = async |number, name| {
            let person = person_id(number);
            about::usernames_beside(&store, &person, name).await.unwrap()
        };
        assert_eq!((beside(1, "ada").await, beside(1, "new").await), (1, 2));
        assert_eq!(beside(2, "ada").await, 0);
        // An account that is gone leaves no name behind.
        sql!("DELETE FROM people WHERE id = $1")
            .bind(&person_id(1))
            .run(&store)
            .await
            .unwrap();
        for name in ["ada", "sommer"] {
            put(2, told("{}", Some(name))).await.unwrap_err();
        }
        put(2, told("{}", Some("ben"))).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn new_recovery_codes_replace_the_old_ones_and_each_works_once() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let id = person_id(1);
        let left = async || recovery_codes::standing(&store, &id).await.unwrap();
        assert_eq!((left().await.unused, left().await.made_at), (0, None));
        in_transaction(&store, async |tx| {
            recovery_codes::replace(tx, &person_id(1), &[hash(1), hash(2)], NOW).await
        })
        .await;
        assert_eq!((left().await.unused, left().await.made_at), (2, Some(NOW)));
        assert!(
            recovery_codes::spend(&store, &id, &hash(1), after(1))
                .await
                .unwrap()
        );
        assert!(
            !recovery_codes::spend(&store, &id, &hash(1), after(2))
                .await
                .unwrap()
        );
        assert_eq!(left().await.unused, 1);
        in_transaction(&store, async |tx| {
            recovery_codes::replace(tx, &person_id(1), &[hash(3)], after(3)).await
        })
        .await;
        assert!(
            !recovery_codes::spend(&store, &id, &hash(2), after(4))
                .await
                .unwrap()
        );
        assert_eq!(recovery_codes::delete_of_person(&store, &id).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_alarm_is_raised_once() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let link = AlarmLink {
            token_hash: hash(1),
            person_id: person_id(1),
            email: "before@example.org".to_owned(),
            created_at: NOW,
            expires_at: after(3600),
            used_at: None,
        };
        alarm_links::insert(&store, &link).await.unwrap();
        assert_eq!(alarm_links::find(&store, &hash(1)).await.unwrap(), Some(link));
        assert!(
            !alarm_links::spend(&store, &hash(1), after(3600)).await.unwrap(),
            "too late"
        );
        assert!(alarm_links::spend(&store, &hash(1), after(1)).await.unwrap());
        assert!(!alarm_links::spend(&store, &hash(1), after(2)).await.unwrap());
        assert_eq!(alarm_links::prune(&store, after(3601), 9).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_links_of_a_person_end_together() {
    on_each_database(async |store| {
        insert_person(&store).await;
        people::insert(&store, &person(2)).await.unwrap();
        for (number, owner, life) in [(1, 1, 60), (2, 1, 60), (3, 1, 5), (4, 2, 60)] {
            let link = AlarmLink {
                token_hash: hash(number),
                person_id: person_id(owner),
                email: String::new(),
                created_at: NOW,
                expires_at: after(life),
                used_at: None,
            };
            alarm_links::insert(&store, &link).await.unwrap();
        }
        assert!(alarm_links::spend(&store, &hash(1), after(1)).await.unwrap());
        let id = person_id(1);
        let ended = alarm_links::end_all_of_person(&store, &id, after(10)).await;
        assert_eq!(ended.unwrap(), 1, "one was used, and one is over");
        assert!(!alarm_links::spend(&store, &hash(2), after(11)).await.unwrap());
        assert!(alarm_links::spend(&store, &hash(4), after(11)).await.unwrap());
        let used_at = async |number| {
            let found = alarm_links::find(&store, &hash(number)).await.unwrap();
            found.unwrap().used_at
        };
        assert_eq!((used_at(1).await, used_at(3).await), (Some(after(1)), None));
    })
    .await;
}

#[tokio::test]
async fn the_browsers_of_a_person_are_forgotten() {
    on_each_database(async |store| {
        insert_person(&store).await;
        people::insert(&store, &person(2)).await.unwrap();
        for (owner, browser) in [(1, 1), (1, 2), (2, 2)] {
            known_browsers::touch(&store, &person_id(owner), &hash(browser), true, NOW)
                .await
                .unwrap();
        }
        let forgotten = known_browsers::forget_of_person(&store, &person_id(1)).await;
        assert_eq!(forgotten.unwrap(), 2);
        assert!(!known_browsers::is_known(&store, &hash(1)).await.unwrap());
        assert!(known_browsers::is_known(&store, &hash(2)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn devices_and_apps_of_a_person_are_listed() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        let id = person_id(1);
        for (number, seen, ended) in [(1, 10, None), (2, 30, None), (3, 20, Some(after(1)))] {
            let session = Session {
                last_seen_at: after(seen),
                ended_at: ended,
                ..session(number)
            };
            sessions::insert(&store, &session).await.unwrap();
        }
        let listed = sessions::of_person(&store, &id, after(1)).await.unwrap();
        let ids: Vec<_> = listed.into_iter().map(|session| session.id).collect();
        assert_eq!(ids, [SessionId::from("session-2"), SessionId::from("session-1")]);
        assert!(
            sessions::of_person(&store, &id, after(3600))
                .await
                .unwrap()
                .is_empty()
        );

        consents::put(&store, &id, "client-1", "email", after(5))
            .await
            .unwrap();
        let given = consents::of_person(&store, &id).await.unwrap();
        assert_eq!(
            (given[0].client_id.as_str(), given[0].scope.as_str()),
            ("client-1", "email")
        );
        let in_force = async |recent, now| {
            let found = grants::in_force_of_person(&store, &person_id(1), recent, now).await;
            let reaches = found.unwrap().into_iter().map(|access| access.reach);
            reaches.collect::<Vec<_>>()
        };
        let without = Grant {
            reach: None,
            ..grant(2)
        };
        grants::insert(&store, &without).await.unwrap();
        assert_eq!(
            in_force(after(1), after(1)).await,
            ["openid offline_access", "openid offline_access email"],
            "they have refresh tokens"
        );
        assert!(in_force(after(1), after(90_000)).await.is_empty());
        for number in [1, 2] {
            grants::revoke(&store, &grant(number).id, after(2)).await.unwrap();
        }
        assert!(in_force(after(1), after(1)).await.is_empty());
    })
    .await;
}
