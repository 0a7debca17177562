//! Initial access tokens, and clients that registered themselves.

use super::databases::on_each_database;
use super::samples::*;
use crate::registration_tokens::{self, RegistrationToken};
use crate::registrations::{self, Registration};
use crate::{Store, clients, consents, generation, grants};

fn token(number: u8) -> RegistrationToken {
    RegistrationToken {
        id: format!("token-{number}"),
        token_hash: hash(number),
        label: format!("Token {number}"),
        client_credentials: false,
        uses_left: None,
        expires_at: None,
        made_by: None,
        created_at: NOW,
        last_used_at: None,
        revoked_at: None,
    }
}

fn registration(number: u8, token: Option<u8>) -> Registration {
    Registration {
        client_id: format!("client-{number}"),
        access_hash: hash(100 + number),
        token_id: token.map(|number| format!("token-{number}")),
        network: "192.0.2.0/24".to_owned(),
        created_at: after(number.into()),
    }
}

async fn register(store: &Store, number: u8, token: Option<u8>) {
    in_transaction(store, async |tx| {
        assert!(clients::insert(tx, &client(number)).await?);
        registrations::insert(tx, &registration(number, token)).await
    })
    .await;
}

async fn delete(store: &Store, id: &str) -> bool {
    in_transaction(store, async |tx| registrations::delete(tx, id).await).await
}

#[tokio::test]
async fn a_token_comes_back_as_it_was_made_and_with_its_maker() {
    on_each_database(async |store| {
        insert_person(&store).await;
        let mut made = token(1);
        made.made_by = Some(person_id(1));
        made.uses_left = Some(3);
        made.expires_at = Some(after(10));
        made.client_credentials = true;
        registration_tokens::insert(&store, &made).await.unwrap();
        let found = registration_tokens::find(&store, &hash(1)).await.unwrap();
        assert_eq!(found, Some(made.clone()));
        assert_eq!(registration_tokens::find(&store, &hash(2)).await.unwrap(), None);
        let mut later = token(2);
        later.created_at = after(1);
        registration_tokens::insert(&store, &later).await.unwrap();
        let all = registration_tokens::all(&store).await.unwrap();
        assert_eq!((&all[0].token, &all[0].given_name), (&later, &None));
        assert_eq!(
            (&all[1].token, all[1].given_name.as_deref()),
            (&made, Some("Zoë"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_token_is_spent_as_often_as_it_has_uses_and_only_while_it_is_good() {
    on_each_database(async |store| {
        let mut twice = token(1);
        twice.uses_left = Some(2);
        let mut short = token(2);
        short.expires_at = Some(after(10));
        for made in [&twice, &short, &token(3)] {
            registration_tokens::insert(&store, made).await.unwrap();
        }
        let spend = async |id: &str, at| registration_tokens::spend(&store, id, at).await.unwrap();
        assert!(spend("token-1", after(1)).await && spend("token-1", after(2)).await);
        assert!(!spend("token-1", after(3)).await, "used up");
        let used = registration_tokens::find(&store, &hash(1))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((used.uses_left, used.last_used_at), (Some(0), Some(after(2))));
        assert!(!used.is_good(NOW));
        assert!(
            spend("token-2", after(9)).await && !spend("token-2", after(10)).await,
            "expired"
        );
        assert!(short.is_good(after(9)) && !short.is_good(after(10)));
        assert!(spend("token-3", NOW).await);
        assert!(registration_tokens::revoke(&store, "token-3", NOW).await.unwrap());
        assert!(
            !registration_tokens::revoke(&store, "token-3", NOW).await.unwrap(),
            "once"
        );
        assert!(!spend("token-3", NOW).await, "revoked");
        assert!(!spend("unknown", NOW).await);
    })
    .await;
}

#[tokio::test]
async fn of_several_at_once_one_gets_the_last_use() {
    on_each_database(async |store| {
        let mut once = token(1);
        once.uses_left = Some(1);
        registration_tokens::insert(&store, &once).await.unwrap();
        let attempts = (0..8).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { registration_tokens::spend(&store, "token-1", NOW).await.unwrap() })
        });
        let mut spent = 0;
        for attempt in attempts.collect::<Vec<_>>() {
            spent += usize::from(attempt.await.unwrap());
        }
        assert_eq!(spent, 1);
    })
    .await;
}

#[tokio::test]
async fn registrations_are_found_and_listed() {
    on_each_database(async |store| {
        registration_tokens::insert(&store, &token(1)).await.unwrap();
        register(&store, 1, Some(1)).await;
        register(&store, 2, None).await;
        let found = registrations::find(&store, "client-1").await.unwrap();
        assert_eq!(found, Some(registration(1, Some(1))));
        in_transaction(&store, async |tx| clients::insert(tx, &client(3)).await).await;
        assert_eq!(
            registrations::find(&store, "client-3").await.unwrap(),
            None,
            "by apply"
        );
        let latest = registrations::latest(&store, 10).await.unwrap();
        let told: Vec<_> = latest
            .iter()
            .map(|row| (row.client_id.as_str(), row.label.as_deref()))
            .collect();
        assert_eq!(told, [("client-2", None), ("client-1", Some("Token 1"))]);
        assert_eq!(registrations::latest(&store, 1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_registered_is_deleted_with_all_that_it_was_given_and_nobody_else() {
    on_each_database(async |store| {
        insert_grant(&store).await;
        assert!(!delete(&store, "client-1").await, "it was registered by apply");
        registrations::insert(&store, &registration(1, None))
            .await
            .unwrap();
        consents::put(&store, &person_id(1), "client-1", "openid", NOW)
            .await
            .unwrap();
        let before = generation::current(&store).await.unwrap();
        assert!(delete(&store, "client-1").await);
        assert!(generation::current(&store).await.unwrap() > before);
        assert_eq!(clients::find(&store, "client-1").await.unwrap(), None);
        assert_eq!(registrations::find(&store, "client-1").await.unwrap(), None);
        assert!(!delete(&store, "client-1").await);
    })
    .await;
}

#[tokio::test]
async fn what_nobody_uses_is_found_and_deleted() {
    on_each_database(async |store| {
        insert_person(&store).await;
        for number in 1..=5 {
            register(&store, number, None).await;
        }
        let mut granted = grant(1);
        granted.client_id = "client-1".to_owned();
        grants::insert(&store, &granted).await.unwrap();
        consents::put(&store, &person_id(1), "client-2", "openid", NOW)
            .await
            .unwrap();
        clients::note_secret_use(&store, "client-3", &hash(3), NOW)
            .await
            .unwrap();
        let note_use = async |id: &str, at| clients::note_use(&store, id, at).await.unwrap();
        assert!(note_use("client-5", after(2)).await);
        assert!(!note_use("client-5", after(1)).await, "another replica knew more");
        assert!(!note_use("unknown", after(1)).await);
        let unused = async |before| registrations::unused(&store, before, 10).await.unwrap();
        assert_eq!(unused(after(6)).await, ["client-4"]);
        assert!(unused(after(4)).await.is_empty(), "it is not that old");
        let gone = async |id: &str| {
            in_transaction(&store, async |tx| registrations::delete_unused(tx, id).await).await
        };
        for id in ["client-1", "client-2", "client-3", "client-5"] {
            assert!(!gone(id).await, "{id} is in use");
        }
        assert!(gone("client-4").await && !gone("client-4").await);
    })
    .await;
}

#[tokio::test]
async fn a_registration_is_replaced_if_it_is_still_the_same() {
    on_each_database(async |store| {
        register(&store, 1, None).await;
        let mut changed = client(1);
        changed.metadata = "{}".to_owned();
        changed.secret_hash = Some(hash(9));
        changed.secret_sealed = Some(vec![1]);
        changed.updated_at = after(5);
        let replace = async |before: &clients::Client| {
            let generation = generation::current(&store).await.unwrap();
            let replaced =
                in_transaction(&store, async |tx| clients::replace(tx, before, &changed).await).await;
            assert!(generation::current(&store).await.unwrap() > generation);
            replaced
        };
        for meanwhile in [
            clients::Client {
                secret_hash: Some(hash(2)),
                ..client(1)
            },
            clients::Client {
                secret_hash: None,
                ..client(1)
            },
            clients::Client {
                metadata: r#"{"id": "client-1", "trusted": true}"#.to_owned(),
                ..client(1)
            },
            client(2),
        ] {
            assert!(!replace(&meanwhile).await, "{meanwhile:?}");
            assert_eq!(clients::find(&store, "client-1").await.unwrap(), Some(client(1)));
        }
        assert!(replace(&client(1)).await);
        assert_eq!(
            clients::find(&store, "client-1").await.unwrap(),
            Some(changed.clone())
        );
        let times = clients::secret_times(&store, "client-1").await.unwrap().unwrap();
        assert_eq!(times.secret_made_at, Some(after(5)));
    })
    .await;
}
