//! Settings, the generation, signing and decryption keys, and clients.

use super::databases::on_each_database;
use super::samples::*;
use crate::decryption_keys::DecryptionKey;
use crate::signing_keys::{KeyState, SigningKey};
use crate::{Store, clients, decryption_keys, generation, settings, signing_keys};

#[tokio::test]
async fn a_setting_is_put_once_or_replaced() {
    on_each_database(async |store| {
        assert_eq!(settings::get(&store, "name").await.unwrap(), None);
        assert!(settings::put_if_absent(&store, "name", b"first").await.unwrap());
        assert!(!settings::put_if_absent(&store, "name", b"second").await.unwrap());
        assert_eq!(
            settings::get(&store, "name").await.unwrap().as_deref(),
            Some(&b"first"[..])
        );
        in_transaction(&store, async |tx| settings::put(tx, "name", b"third").await).await;
        assert_eq!(
            settings::get(&store, "name").await.unwrap().as_deref(),
            Some(&b"third"[..])
        );
    })
    .await;
}

#[tokio::test]
async fn changes_of_what_is_cached_count_the_generation_up() {
    on_each_database(async |store| {
        let mut before = generation::current(&store).await.unwrap();
        let mut has_risen = async || {
            let now = generation::current(&store).await.unwrap();
            std::mem::replace(&mut before, now) < now
        };
        in_transaction(&store, async |tx| settings::put(tx, "name", b"value").await).await;
        assert!(has_risen().await);
        in_transaction(&store, async |tx| clients::insert(tx, &client(1)).await).await;
        assert!(has_risen().await);
        insert_key(&store, "kid-1", KeyState::Next).await;
        assert!(has_risen().await);
        assert!(!has_risen().await);
    })
    .await;
}

fn key(kid: &str, state: KeyState) -> SigningKey {
    SigningKey {
        kid: kid.to_owned(),
        alg: "RS256".to_owned(),
        state,
        private_key: Some(vec![1]),
        public_jwk: "{}".to_owned(),
        created_at: NOW,
        activated_at: None,
        retired_at: None,
        published_until: None,
    }
}

async fn insert_key(store: &Store, kid: &str, state: KeyState) -> bool {
    in_transaction(store, async |tx| signing_keys::insert(tx, &key(kid, state)).await).await
}

async fn promote(store: &Store, kid: &str) -> bool {
    in_transaction(store, async |tx| {
        signing_keys::promote(tx, kid, after(1), after(100)).await
    })
    .await
}

async fn states(store: &Store) -> Vec<(String, KeyState)> {
    let keys = signing_keys::all(store).await.unwrap();
    keys.into_iter().map(|key| (key.kid, key.state)).collect()
}

#[tokio::test]
async fn a_key_comes_back_as_it_was_made() {
    on_each_database(async |store| {
        insert_key(&store, "kid-1", KeyState::Next).await;
        assert_eq!(
            signing_keys::all(&store).await.unwrap(),
            [key("kid-1", KeyState::Next)]
        );
    })
    .await;
}

#[tokio::test]
async fn keys_change_places() {
    on_each_database(async |store| {
        assert!(insert_key(&store, "kid-1", KeyState::Active).await);
        assert!(insert_key(&store, "kid-2", KeyState::Next).await);
        assert!(
            !insert_key(&store, "kid-3", KeyState::Next).await,
            "the place is taken"
        );
        assert!(promote(&store, "kid-2").await);
        assert_eq!(
            states(&store).await,
            [
                ("kid-1".to_owned(), KeyState::Retired),
                ("kid-2".to_owned(), KeyState::Active)
            ]
        );
        let keys = signing_keys::all(&store).await.unwrap();
        assert_eq!(
            (keys[0].retired_at, keys[0].published_until),
            (Some(after(1)), Some(after(100)))
        );
        assert_eq!(keys[1].activated_at, Some(after(1)));
    })
    .await;
}

#[tokio::test]
async fn only_a_next_key_is_promoted() {
    on_each_database(async |store| {
        insert_key(&store, "kid-1", KeyState::Active).await;
        assert!(!promote(&store, "kid-1").await);
        assert!(!promote(&store, "unknown").await);
        assert_eq!(
            states(&store).await,
            [("kid-1".to_owned(), KeyState::Active)],
            "nothing was retired"
        );
    })
    .await;
}

#[tokio::test]
async fn a_retired_key_forgets_its_private_part() {
    on_each_database(async |store| {
        insert_key(&store, "kid-1", KeyState::Active).await;
        let forget =
            async || in_transaction(&store, async |tx| signing_keys::forget_private(tx, "kid-1").await).await;
        assert!(!forget().await, "it still signs");
        let retired = in_transaction(&store, async |tx| {
            signing_keys::retire(tx, "kid-1", after(1), after(100)).await
        })
        .await;
        assert!(retired);
        assert!(forget().await);
        assert_eq!(signing_keys::all(&store).await.unwrap()[0].private_key, None);
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_key_is_gone_at_once() {
    on_each_database(async |store| {
        insert_key(&store, "kid-1", KeyState::Active).await;
        insert_key(&store, "kid-2", KeyState::Next).await;
        let withdraw =
            async || in_transaction(&store, async |tx| signing_keys::withdraw(tx, "kid-1", NOW).await).await;
        assert!(withdraw().await);
        assert!(!withdraw().await);
        assert_eq!(states(&store).await, [("kid-2".to_owned(), KeyState::Next)]);
        assert!(promote(&store, "kid-2").await);
    })
    .await;
}

fn decryption_key(number: u8) -> DecryptionKey {
    DecryptionKey {
        kid: format!("kid-{number}"),
        alg: "ECDH-ES".to_owned(),
        private_key: vec![number],
        public_jwk: "{}".to_owned(),
        created_at: after(number.into()),
        replaced_at: None,
        usable_until: None,
    }
}

#[tokio::test]
async fn a_decryption_key_takes_the_place_of_another() {
    on_each_database(async |store| {
        let insert = async |number| {
            let key = decryption_key(number);
            in_transaction(&store, async |tx| decryption_keys::insert(tx, &key).await).await
        };
        let retire = async || {
            in_transaction(&store, async |tx| {
                decryption_keys::retire(tx, "kid-1", after(9), after(99)).await
            })
            .await
        };
        let delete =
            async || in_transaction(&store, async |tx| decryption_keys::delete(tx, "kid-1").await).await;
        assert!(insert(1).await);
        assert!(!insert(2).await, "the place is taken");
        assert!(!delete().await, "it is published");
        let before = generation::current(&store).await.unwrap();
        assert!(retire().await);
        assert!(generation::current(&store).await.unwrap() > before);
        assert!(!retire().await);
        assert!(insert(2).await);
        let retired = DecryptionKey {
            replaced_at: Some(after(9)),
            usable_until: Some(after(99)),
            ..decryption_key(1)
        };
        let all = decryption_keys::all(&store).await.unwrap();
        assert_eq!(all, [decryption_key(2), retired], "the newest is the first");
        assert!(delete().await);
        assert!(!delete().await);
        assert_eq!(decryption_keys::all(&store).await.unwrap(), [decryption_key(2)]);
    })
    .await;
}

#[tokio::test]
async fn a_client_is_added_and_replaced() {
    on_each_database(async |store| {
        in_transaction(&store, async |tx| clients::insert(tx, &client(1)).await).await;
        assert_eq!(clients::find(&store, "client-1").await.unwrap(), Some(client(1)));
        let mut changed = client(1);
        changed.metadata = "{}".to_owned();
        changed.secret_hash = None;
        changed.secret_sealed = Some(vec![9]);
        changed.created_at = after(5);
        changed.updated_at = after(5);
        assert!(
            in_transaction(&store, async |tx| clients::replace(tx, &client(1), &changed)
                .await)
            .await
        );
        changed.created_at = NOW;
        assert_eq!(
            clients::find(&store, "client-1").await.unwrap(),
            Some(changed.clone())
        );
        assert_eq!(clients::all(&store).await.unwrap(), [changed]);
        assert_eq!(
            clients::find(&store, "Client-1").await.unwrap(),
            None,
            "names are case-sensitive"
        );
    })
    .await;
}
