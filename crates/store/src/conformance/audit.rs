//! The audit trail: what is noted is chained once, in order, whoever does it, and found by its indexes.

use super::databases::on_each_database;
use super::samples::*;
use crate::audit_chains::Chain;
use crate::audit_events::{Action, Entry, Event, OfPerson, Wanted};
use crate::audit_queue::{NewDetails, NewEvent, Waiting};
use crate::query::sql;
use crate::{
    Store, StoreError, audit_chains, audit_details, audit_events, audit_queue, companies, memberships, people,
};
use tokio::task::JoinSet;
use voltkey_protocol::time::Timestamp;

const INSTANCE: &str = "instance";

fn event(number: u64) -> NewEvent {
    NewEvent {
        id: format!("event-{number:05}"),
        at: after(number),
        action: Action::LoginSucceeded,
        actor: "person-1".to_owned(),
        subject: Some("person-2".to_owned()),
        object: None,
        request_id: Some(format!("request-{number}")),
        details: Some(NewDetails {
            commitment: hash(7),
            salt: vec![1, 2, 3],
            body: format!("{{\"number\":{number}}}"),
        }),
    }
}

async fn note(store: &Store, number: u64) {
    audit_queue::put(store, INSTANCE, &event(number)).await.unwrap();
}

/// What `flows` does, with something that is no hash: the number of the event.
fn chained(before: &Chain, waiting: Vec<Waiting>) -> Vec<Event> {
    let mut previous = before.head.clone();
    let mut chained = Vec::new();
    for (waiting, seq) in waiting.into_iter().zip(before.seq + 1..) {
        let hash = vec![u8::try_from(seq % 251).unwrap(); 32];
        chained.push(Event {
            chain: before.chain.clone(),
            seq,
            id: waiting.id,
            at: waiting.at,
            action: waiting.action,
            actor: waiting.actor,
            subject: waiting.subject,
            object: waiting.object,
            request_id: waiting.request_id,
            commitment: waiting.commitment,
            previous: std::mem::replace(&mut previous, hash.clone()),
            hash,
        });
    }
    chained
}

/// Appends what waits, up to `limit`; returns how many, or none when another was first.
async fn append(store: &Store, chain: &str, limit: i64) -> Option<usize> {
    audit_chains::begin(store, chain, &hash(0), NOW).await.unwrap();
    let before = audit_chains::find(store, chain).await.unwrap().unwrap();
    let waiting = audit_queue::waiting(store, chain, limit).await.unwrap();
    let events = chained(&before, waiting);
    let mut tx = store.begin().await.unwrap();
    match audit_chains::append(&mut tx, &before, &events, after(99)).await {
        Ok(true) => tx.commit().await.unwrap(),
        Ok(false) => return None,
        // SQLite's one writer, or the other's commit between the two reads above.
        Err(StoreError::Conflict(_) | StoreError::Corrupt(_)) => return None,
        Err(error) => panic!("{error}"),
    }
    Some(events.len())
}

async fn walk(store: &Store, chain: &str) -> Vec<Entry> {
    audit_events::walk(store, chain, 0, 10_000).await.unwrap()
}

#[tokio::test]
async fn what_was_noted_is_chained_in_order_and_leaves_the_queue() {
    on_each_database(async |store| {
        for number in [3, 1, 2] {
            note(&store, number).await;
        }
        assert_eq!(audit_queue::count(&store).await.unwrap(), 3);
        let next = audit_queue::next_chain(&store, "").await.unwrap();
        assert_eq!(next.as_deref(), Some(INSTANCE));
        assert_eq!(audit_queue::next_chain(&store, INSTANCE).await.unwrap(), None);

        assert_eq!(append(&store, INSTANCE, 2).await, Some(2));
        assert_eq!(append(&store, INSTANCE, 2).await, Some(1));
        assert_eq!(append(&store, INSTANCE, 2).await, Some(0), "nothing waits");
        assert_eq!(audit_queue::count(&store).await.unwrap(), 0);

        let entries = walk(&store, INSTANCE).await;
        let ids: Vec<_> = entries
            .iter()
            .map(|entry| (entry.event.seq, entry.event.id.as_str()))
            .collect();
        assert_eq!(ids, [(1, "event-00001"), (2, "event-00002"), (3, "event-00003")]);
        let first = &entries[0];
        assert_eq!(first.event.commitment, Some(hash(7).to_vec()));
        assert_eq!(
            (first.salt.as_deref(), first.body.as_deref()),
            (Some(&[1, 2, 3][..]), Some("{\"number\":1}"))
        );
        assert_eq!(first.event.previous, hash(0));
        assert_eq!(entries[1].event.previous, first.event.hash);
        let chain = audit_chains::find(&store, INSTANCE).await.unwrap().unwrap();
        assert_eq!(
            (chain.seq, chain.head, chain.updated_at),
            (3, hash(3).to_vec(), after(99))
        );
        assert_eq!(audit_events::last_seq(&store, INSTANCE).await.unwrap(), 3);
        assert_eq!(
            audit_events::hash_of(&store, INSTANCE, 2).await.unwrap(),
            Some(hash(2).to_vec())
        );
        assert_eq!(audit_events::hash_of(&store, INSTANCE, 4).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_note_of_a_dropped_transaction_never_was() {
    on_each_database(async |store| {
        let mut tx = store.begin().await.unwrap();
        audit_queue::put(&mut tx, INSTANCE, &event(1)).await.unwrap();
        drop(tx);
        assert_eq!(audit_queue::count(&store).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn of_two_that_append_after_the_same_head_one_does() {
    on_each_database(async |store| {
        note(&store, 1).await;
        audit_chains::begin(&store, INSTANCE, &hash(0), NOW)
            .await
            .unwrap();
        let before = audit_chains::find(&store, INSTANCE).await.unwrap().unwrap();
        let waiting = audit_queue::waiting(&store, INSTANCE, 10).await.unwrap();
        let events = chained(&before, waiting);
        let appended = async || {
            in_transaction(&store, async |tx| {
                audit_chains::append(tx, &before, &events, NOW).await
            })
            .await
        };
        assert_eq!((appended().await, appended().await), (true, false));
        assert_eq!(walk(&store, INSTANCE).await.len(), 1);
        audit_chains::begin(&store, INSTANCE, &hash(9), NOW)
            .await
            .unwrap();
        let chain = audit_chains::find(&store, INSTANCE).await.unwrap().unwrap();
        assert_eq!(chain.seq, 1, "a chain begins once");
    })
    .await;
}

/// Several deeds note while two workers append: nothing is lost, nothing doubled, no number left out.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_and_workers_do_not_disturb_one_another() {
    const WRITERS: u64 = 8;
    const NOTES: u64 = 20;
    on_each_database(async |store| {
        let mut tasks = JoinSet::new();
        for writer in 0..WRITERS {
            let store = store.clone();
            tasks.spawn(async move {
                for number in 0..NOTES {
                    note(&store, writer * NOTES + number).await;
                }
            });
        }
        for _ in 0..2 {
            let store = store.clone();
            tasks.spawn(async move {
                while walk(&store, INSTANCE).await.len() < usize::try_from(WRITERS * NOTES).unwrap() {
                    append(&store, INSTANCE, 7).await;
                }
            });
        }
        tasks.join_all().await;
        let entries = walk(&store, INSTANCE).await;
        let mut ids: Vec<_> = entries.iter().map(|entry| entry.event.id.clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), usize::try_from(WRITERS * NOTES).unwrap());
        assert!(entries.iter().zip(1..).all(|(entry, seq)| entry.event.seq == seq));
        assert!(
            entries
                .windows(2)
                .all(|two| two[1].event.previous == two[0].event.hash)
        );
        assert_eq!(audit_queue::count(&store).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_event_of_an_account_concerns_its_companies_or_else_the_instance() {
    on_each_database(async |store| {
        for number in 1..=3 {
            let person = people::Person {
                is_operator: number == 3,
                ..person(number)
            };
            people::insert(&store, &person).await.unwrap();
        }
        for number in 1..=2 {
            crate::companies::insert(&store, &company(number)).await.unwrap();
            for person in [1, 3] {
                memberships::put(
                    &store,
                    &person_id(person),
                    &company_id(number),
                    memberships::Role::Member,
                    NOW,
                )
                .await
                .unwrap();
            }
        }
        for number in 1..=4 {
            audit_queue::put_for_account(&store, &person_id(number), INSTANCE, &event(number.into()))
                .await
                .unwrap();
        }
        let waiting = async |chain: &str| {
            let events = audit_queue::waiting(&store, chain, 10).await.unwrap();
            events.into_iter().map(|event| event.id).collect::<Vec<_>>()
        };
        for number in 1..=2 {
            assert_eq!(
                waiting(company_id(number).as_str()).await,
                ["event-00001", "event-00003"]
            );
        }
        // Outside of companies; an operator; somebody who is not there.
        assert_eq!(
            waiting(INSTANCE).await,
            ["event-00002", "event-00003", "event-00004"]
        );

        for number in 1..=2 {
            assert_eq!(append(&store, company_id(number).as_str(), 10).await, Some(2));
        }
        assert_eq!(append(&store, INSTANCE, 10).await, Some(3));
        let names = audit_chains::list(&store, "", 2).await.unwrap();
        let names: Vec<_> = names.into_iter().map(|chain| chain.chain).collect();
        assert_eq!(names, [company_id(1).as_str(), company_id(2).as_str()]);
        let next = audit_chains::next_name(&store, company_id(2).as_str())
            .await
            .unwrap();
        assert_eq!(next.as_deref(), Some(INSTANCE));
        assert_eq!(audit_chains::next_name(&store, INSTANCE).await.unwrap(), None);
        sql!("DELETE FROM audit_chains").run(&store).await.unwrap();
        let left = audit_chains::next_name(&store, "").await.unwrap();
        assert_eq!(
            left.as_deref(),
            Some(company_id(1).as_str()),
            "events without their chain are found"
        );
    })
    .await;
}

#[tokio::test]
async fn details_are_deleted_by_age_and_by_person_and_the_events_stay() {
    on_each_database(async |store| {
        people::insert(&store, &person(2)).await.unwrap();
        let invitation = NewEvent {
            subject: Some("invitation-1".to_owned()),
            ..event(4)
        };
        let others = NewEvent {
            subject: Some("person-9".to_owned()),
            ..event(3)
        };
        sql!(
            "INSERT INTO invitations (id, role, is_support, is_operator, email, email_key, given_name, family_name,
                 language, invited_by, mail_job, state, created_at)
             VALUES ('invitation-1', 'member', FALSE, FALSE, '', $1, '', '', 'en', '', '', 'open', 0)"
        )
        .bind(&person(2).email_key)
        .run(&store)
        .await
        .unwrap();
        for event in [event(1), event(2), others, invitation] {
            audit_queue::put(&store, INSTANCE, &event).await.unwrap();
        }
        append(&store, INSTANCE, 3).await.unwrap();

        assert_eq!(audit_details::prune(&store, after(2), 10).await.unwrap(), 1);
        // One in the chain, and one that still waits.
        let gone = in_transaction(&store, async |tx| audit_details::delete_of_person(tx, &person_id(2)).await).await;
        assert_eq!(gone, 2);
        append(&store, INSTANCE, 3).await.unwrap();
        let entries = walk(&store, INSTANCE).await;
        let kept: Vec<_> = entries.iter().filter(|entry| entry.body.is_some()).map(|entry| entry.event.seq).collect();
        assert_eq!(kept, [3]);
        assert!(entries.iter().all(|entry| entry.event.commitment.is_some()));
        // Whoever did it is a person of the event too.
        let gone = in_transaction(&store, async |tx| audit_details::delete_of_person(tx, &person_id(1)).await).await;
        assert_eq!(gone, 1);
    })
    .await;
}

const NEWEST: (Timestamp, i64) = (Timestamp::from_micros(i64::MAX), i64::MAX);

fn wanted() -> Wanted {
    Wanted {
        action: None,
        actor: None,
        subject: None,
        from: Timestamp::from_micros(0),
        below: NEWEST,
        limit: 100,
    }
}

#[tokio::test]
async fn events_are_listed_newest_first_page_by_page_and_by_each_filter() {
    on_each_database(async |store| {
        for number in 0..12 {
            let event = NewEvent {
                // Three at a time.
                at: after(number / 3),
                action: if number % 2 == 0 {
                    Action::LoginSucceeded
                } else {
                    Action::OtpReset
                },
                actor: format!("person-{}", number % 3),
                subject: (number != 5).then(|| format!("person-{}", number % 4)),
                ..event(number)
            };
            audit_queue::put(&store, INSTANCE, &event).await.unwrap();
        }
        append(&store, INSTANCE, 100).await;
        let list = async |wanted: &Wanted| {
            let entries = audit_events::list(&store, INSTANCE, wanted).await.unwrap();
            entries.into_iter().map(|entry| entry.event).collect::<Vec<_>>()
        };
        let mut seen = Vec::new();
        let mut below = NEWEST;
        loop {
            let page = list(&Wanted {
                below,
                limit: 5,
                ..wanted()
            })
            .await;
            let Some(last) = page.last() else { break };
            below = (last.at, last.seq);
            seen.extend(page.into_iter().map(|event| event.seq));
        }
        assert_eq!(seen, (1..=12).rev().collect::<Vec<_>>());

        // Each combination of filters, beside what it should be.
        let all = list(&wanted()).await;
        for filters in 0..8 {
            let wanted = Wanted {
                action: (filters & 1 > 0).then_some(Action::OtpReset),
                actor: (filters & 2 > 0).then(|| "person-1".to_owned()),
                subject: (filters & 4 > 0).then(|| "person-3".to_owned()),
                from: after(1),
                ..wanted()
            };
            let fits = |event: &&Event| {
                wanted.action.is_none_or(|action| event.action == action.as_str())
                    && wanted.actor.as_ref().is_none_or(|actor| event.actor == *actor)
                    && (wanted.subject.is_none() || event.subject == wanted.subject)
                    && event.at >= after(1)
            };
            let expected: Vec<_> = all.iter().filter(fits).cloned().collect();
            assert!(!expected.is_empty(), "{wanted:?}");
            assert_eq!(list(&wanted).await, expected, "{wanted:?}");
        }
        assert!(
            audit_events::list(&store, "elsewhere", &wanted())
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

/// Enough rows that reading all of them is never the cheaper way.
const MANY: i64 = 30_000;

#[tokio::test]
async fn each_list_is_read_from_its_index() {
    on_each_database(async |store| {
        sql!(
            "WITH RECURSIVE n (i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $2)
             INSERT INTO audit_events (chain, seq, id, at, action, actor, subject, previous, hash)
             SELECT 'instance', i, 'event-' || CAST(i AS TEXT), i,
                    CASE WHEN i % 10 = 0 THEN 'otp.reset' ELSE 'login.succeeded' END,
                    'person-' || CAST(i % 1000 AS TEXT), 'person-' || CAST(i % 500 AS TEXT), $3, $3
             FROM n"
        )
        .bind(1)
        .bind(MANY)
        .bind(&hash(1))
        .run(&store)
        .await
        .unwrap();
        let person = || Some("person-7".to_owned());
        let lists = [
            (wanted(), "audit_events_time"),
            (
                Wanted {
                    action: Some(Action::OtpReset),
                    ..wanted()
                },
                "audit_events_action",
            ),
            (
                Wanted {
                    actor: person(),
                    ..wanted()
                },
                "audit_events_actor",
            ),
            (
                Wanted {
                    subject: person(),
                    ..wanted()
                },
                "audit_events_subject",
            ),
        ];
        // As SQLite plans, which is never told what the tables hold; and as PostgreSQL does, which finds out by itself.
        for is_analyzed in [false, true] {
            if is_analyzed {
                sql!("ANALYZE").run(&store).await.unwrap();
            }
            for (wanted, index) in &lists {
                let plan = audit_events::plan(&store, INSTANCE, wanted).await.unwrap();
                eprintln!("{plan}\n");
                assert!(plan.contains(index), "{wanted:?}: {plan}");
            }
            for plan in audit_events::plans_of_person(&store, &person_id(7))
                .await
                .unwrap()
            {
                assert_eq!(plan.matches("audit_events_person").count(), 2, "{plan}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_person_s_events_are_told_once_and_nobody_else_s() {
    on_each_database(async |store| {
        insert_person(&store).await;
        companies::insert(&store, &company(1)).await.unwrap();
        let chain = company_id(1).as_str().to_owned();
        let of = |number, subject: &str, actor: &str| NewEvent {
            subject: Some(subject.to_owned()),
            actor: actor.to_owned(),
            ..event(number)
        };
        for (number, subject, actor, chains) in [
            (1, "person-9", "person-1", &[INSTANCE, chain.as_str()][..]),
            (2, "person-9", "nobody", &[INSTANCE]),
            (3, "person-8", "person-9", &[chain.as_str()]),
            (4, "person-9", "person-9", &[chain.as_str()]),
        ] {
            for chain in chains {
                let noted = of(number, subject, actor);
                audit_queue::put(&store, chain, &noted).await.unwrap();
            }
        }
        for chain in [INSTANCE, &chain] {
            append(&store, chain, 9).await;
        }
        let id = person_id(9);
        let before = async |place: &str, limit| {
            let found = audit_events::of_person_before(&store, &id, place, limit).await;
            found.unwrap()
        };
        let ids = |events: &[OfPerson]| events.iter().map(|event| event.id.clone()).collect::<Vec<_>>();
        let all = before("~", 9).await;
        assert_eq!(ids(&all), ["event-00004", "event-00002", "event-00001"]);
        assert_eq!(ids(&before("~", 2).await), ["event-00004", "event-00002"]);
        assert_eq!(ids(&before("event-00002", 9).await), ["event-00001"]);
        let later = audit_events::of_person_after(&store, &id, "event-00001", 9).await;
        assert_eq!(ids(&later.unwrap()), ["event-00002", "event-00004"]);

        let [latest, by_nobody, by_other] = &all[..] else {
            panic!("three events")
        };
        assert_eq!(by_other.company, Some(company(1).name));
        assert_eq!(by_other.given_name, Some(person(1).given_name));
        assert_eq!(
            (by_other.is_support, by_other.is_operator),
            (Some(person(1).is_support), Some(person(1).is_operator))
        );
        assert_eq!(by_other.body.as_deref(), Some("{\"number\":1}"));
        assert_eq!(by_nobody.company, None);
        assert_eq!((&by_nobody.given_name, by_nobody.is_support), (&None, None));
        assert_eq!((latest.at, &*latest.action), (after(4), "login.succeeded"));
        audit_details::prune(&store, after(100), 9).await.unwrap();
        assert!(before("~", 9).await.iter().all(|event| event.body.is_none()));
    })
    .await;
}
