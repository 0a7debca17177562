//! What the platform's own staff find and change.

use super::databases::on_each_database;
use super::samples::*;
use crate::memberships::Role;
use crate::people::Details;
use crate::refusals::{self, Refusal};
use crate::search_words::{self, Beginnings};
use crate::{Store, clients, companies, memberships, people};

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

async fn found(store: &Store, first: &str, second: &str) -> Vec<String> {
    let people = search_words::find_people(store, Beginnings { first, second }, 10)
        .await
        .unwrap();
    people.into_iter().map(|person| person.sub).collect()
}

async fn index(store: &Store, with: &[&str]) {
    for person in search_words::unindexed_people(store, 10).await.unwrap() {
        let all = [words(with), vec![person.id.as_str().to_owned()]].concat();
        let is_ours = in_transaction(store, async |tx| {
            search_words::index_person(tx, &person, &all).await
        });
        assert!(is_ours.await);
        let again = in_transaction(store, async |tx| {
            search_words::index_person(tx, &person, &all).await
        });
        assert!(!again.await, "another replica was first");
    }
}

#[tokio::test]
async fn people_are_found_by_how_their_words_begin() {
    on_each_database(async |store| {
        people::insert(&store, &person(1)).await.unwrap();
        people::insert(&store, &person(2)).await.unwrap();
        companies::insert(&store, &company(1)).await.unwrap();
        memberships::put(&store, &person_id(1), &company_id(1), Role::Member, NOW)
            .await
            .unwrap();
        assert!(found(&store, "zoe", "").await.is_empty());
        index(&store, &["zoe", "zoe@x.example", "nandu"]).await;
        assert!(
            search_words::unindexed_people(&store, 10)
                .await
                .unwrap()
                .is_empty()
        );
        for first in ["z", "zoe", "zoe@", "nandu"] {
            assert_eq!(found(&store, first, "").await, ["sub-1", "sub-2"], "{first}");
        }
        assert_eq!(found(&store, "zoe", "person-2").await, ["sub-2"]);
        assert!(found(&store, "oe", "").await.is_empty());
        assert!(found(&store, "zoe", "x").await.is_empty());
        let one = search_words::find_people(
            &store,
            Beginnings {
                first: "z",
                second: "",
            },
            1,
        )
        .await
        .unwrap();
        assert_eq!((one.len(), one[0].company.as_deref()), (1, Some("Company 1")));

        let details = Details {
            given_name: "Ada",
            family_name: "Sommer",
            phone: None,
            language: "en",
        };
        assert!(
            people::set_details(&store, &person_id(1), &details, after(1))
                .await
                .unwrap()
        );
        index(&store, &["ada"]).await;
        assert_eq!(found(&store, "ada", "").await, ["sub-1"]);
        assert_eq!(
            found(&store, "zoe", "").await,
            ["sub-2"],
            "the old words are gone"
        );
    })
    .await;
}

#[tokio::test]
async fn companies_are_found_by_how_their_words_begin() {
    on_each_database(async |store| {
        companies::insert(&store, &company(1)).await.unwrap();
        let all = search_words::unindexed_companies(&store, 10).await.unwrap();
        let made = words(&["sonnenfeld", "gmbh"]);
        let index = async || {
            in_transaction(&store, async |tx| {
                search_words::index_company(tx, &all[0], &made).await
            })
            .await
        };
        assert!(index().await && !index().await);
        assert!(
            search_words::unindexed_companies(&store, 10)
                .await
                .unwrap()
                .is_empty()
        );
        let found = async |first, second| {
            search_words::find_companies(&store, Beginnings { first, second }, 9)
                .await
                .unwrap()
        };
        assert_eq!(found("sonn", "gm").await[0].slug, "company-1");
        assert!(found("sonn", "kg").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn companies_are_paged_by_short_name() {
    on_each_database(async |store| {
        for number in [3, 1, 2] {
            companies::insert(&store, &company(number)).await.unwrap();
        }
        let after = async |slug| companies::after(&store, slug, 2).await.unwrap();
        assert_eq!(after("").await, [company(1), company(2)]);
        assert_eq!(after("company-2").await, [company(3)]);
    })
    .await;
}

#[tokio::test]
async fn refusals_are_paged_from_the_latest() {
    on_each_database(async |store| {
        let refusal = |reference: &str, seconds, client_id: Option<&str>| Refusal {
            reference: reference.to_owned(),
            at: after(seconds),
            client_id: client_id.map(str::to_owned),
            person_id: None,
            code: "invalid_request".to_owned(),
            rule: "client.unknown".to_owned(),
            details: "{}".to_owned(),
            network: "192.0.2.1".to_owned(),
        };
        let (one, other) = (Some("client-1"), Some("client-2"));
        let all = [
            refusal("A", 1, one),
            refusal("B", 2, None),
            refusal("C", 2, one),
            refusal("D", 3, other),
        ];
        for one in &all {
            refusals::insert(&store, one).await.unwrap();
        }
        let before = async |at, reference| refusals::before(&store, at, reference, 2).await.unwrap();
        assert_eq!(before(after(3), "").await, [all[2].clone(), all[1].clone()]);
        assert_eq!(before(after(2), "B").await, [all[0].clone()]);
        let of_one = async |at, reference| {
            refusals::before_of_client(&store, "client-1", at, reference, 1)
                .await
                .unwrap()
        };
        assert_eq!(of_one(after(9), "").await, [all[2].clone()]);
        assert_eq!(of_one(after(2), "C").await, [all[0].clone()]);
        assert_eq!(of_one(after(1), "A").await, []);
    })
    .await;
}

#[tokio::test]
async fn a_second_secret_stands_beside_the_first_until_it_takes_its_place() {
    on_each_database(async |store| {
        in_transaction(&store, async |tx| clients::insert(tx, &client(1)).await).await;
        let put = async |number| {
            let made = hash(number);
            in_transaction(&store, async |tx| {
                clients::put_next_secret(tx, "client-1", &made, Some(&vec![7]), after(5)).await
            })
            .await
        };
        let times = async || clients::secret_times(&store, "client-1").await.unwrap().unwrap();
        assert_eq!(times().await.secret_made_at, Some(NOW));
        assert!(!in_transaction(&store, async |tx| clients::retire_secret(tx, "client-1").await).await);
        assert!(put(7).await && !put(8).await, "two at most");
        assert!(
            clients::note_secret_use(&store, "client-1", &hash(1), after(6))
                .await
                .unwrap()
        );
        assert!(
            clients::note_secret_use(&store, "client-1", &hash(7), after(7))
                .await
                .unwrap()
        );
        assert!(
            !clients::note_secret_use(&store, "client-1", &hash(9), after(8))
                .await
                .unwrap()
        );
        let both = times().await;
        assert_eq!(
            (both.secret_used_at, both.next_secret_used_at),
            (Some(after(6)), Some(after(7)))
        );

        // What an operator applies leaves the second one alone.
        let replace = async |before: &clients::Client, after: &clients::Client| {
            in_transaction(&store, async |tx| clients::replace(tx, before, after).await).await
        };
        assert!(replace(&client(1), &client(1)).await);
        let found = clients::find(&store, "client-1").await.unwrap().unwrap();
        assert_eq!(found.next_secret_hash, Some(hash(7)));
        assert_eq!(found.next_secret_sealed, Some(vec![7]));
        assert_eq!(times().await, both);

        assert!(in_transaction(&store, async |tx| clients::retire_secret(tx, "client-1").await).await);
        let found = clients::find(&store, "client-1").await.unwrap().unwrap();
        assert_eq!((found.secret_hash, found.next_secret_hash), (Some(hash(7)), None));
        assert_eq!(
            (&found.secret_sealed, &found.next_secret_sealed),
            (&Some(vec![7]), &None)
        );
        let left = times().await;
        assert_eq!(
            (left.secret_made_at, left.secret_used_at),
            (Some(after(5)), Some(after(7)))
        );

        let public = crate::clients::Client {
            secret_hash: None,
            ..client(1)
        };
        assert!(put(8).await);
        assert!(replace(&found, &public).await);
        assert_eq!(
            clients::find(&store, "client-1")
                .await
                .unwrap()
                .unwrap()
                .next_secret_hash,
            None
        );
        assert!(!put(9).await, "a public client has none");
    })
    .await;
}

#[tokio::test]
async fn a_registration_takes_no_other_s_place_and_leaves_secrets_alone() {
    on_each_database(async |store| {
        let insert = async |sent: &clients::Client| {
            in_transaction(&store, async |tx| clients::insert(tx, sent).await).await
        };
        assert!(insert(&client(1)).await);
        let other = clients::Client {
            secret_hash: Some(hash(2)),
            ..client(1)
        };
        assert!(!insert(&other).await, "it is there");
        assert_eq!(clients::find(&store, "client-1").await.unwrap(), Some(client(1)));

        let made = in_transaction(&store, async |tx| {
            clients::put_next_secret(tx, "client-1", &hash(7), None, after(5)).await
        });
        assert!(made.await);
        assert!(in_transaction(&store, async |tx| clients::retire_secret(tx, "client-1").await).await);
        let before = clients::Client {
            secret_hash: Some(hash(7)),
            ..client(1)
        };
        let changed = clients::Client {
            metadata: "{}".to_owned(),
            updated_at: after(9),
            ..before.clone()
        };
        assert!(in_transaction(&store, async |tx| clients::replace(tx, &before, &changed).await).await);
        assert_eq!(clients::find(&store, "client-1").await.unwrap(), Some(changed));
    })
    .await;
}
