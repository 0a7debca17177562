//! Whom a session is known to, the calls that tell of its end, and log-outs on their way.

use super::databases::on_each_database;
use super::samples::*;
use crate::logout_calls::{self, Call, Outcome};
use crate::logouts::{self, Logout};
use crate::prune::prune;
use crate::query::sql;
use crate::session_clients::{self, AsTold};
use crate::sessions::{self, Session};
use crate::{SessionId, Store, clients};
use std::collections::VecDeque;
use std::time::Duration;

/// Person 1 with these sessions, and two clients.
async fn sessions_and_clients(store: &Store, numbers: &[u8]) {
    insert_person(store).await;
    for number in numbers {
        sessions::insert(store, &session(*number)).await.unwrap();
    }
    for number in [1, 2] {
        in_transaction(store, async |tx| clients::insert(tx, &client(number)).await).await;
    }
}

/// Notes a client that has names of its own for session and person.
async fn note(store: &Store, session_number: u8, client_id: &str) {
    let Session { id, sid, .. } = session(session_number);
    let names = (format!("{sid} at {client_id}"), format!("sub at {client_id}"));
    session_clients::note(store, &id, client_id, &names.0, &names.1)
        .await
        .unwrap();
}

async fn call(store: &Store, session_number: u8, client_id: &str, at: u64) {
    logout_calls::insert(store, &session(session_number).id, client_id, after(at))
        .await
        .unwrap();
}

async fn claim(store: &Store, at: u64) -> Option<Call> {
    logout_calls::claim(store, after(at), after(at + 60), 2)
        .await
        .unwrap()
}

#[tokio::test]
async fn each_client_of_a_session_is_known_once() {
    on_each_database(async |store| {
        sessions_and_clients(&store, &[1, 2]).await;
        let id = &session(1).id;
        for client_id in ["client-2", "client-1", "client-2"] {
            note(&store, 1, client_id).await;
        }
        let known = session_clients::of_session(&store, id).await.unwrap();
        let names: Vec<_> = known.iter().map(|known| known.client_id.as_str()).collect();
        assert_eq!(names, ["client-1", "client-2"]);
        assert_eq!(known[0].metadata, client(1).metadata);
        let other = session_clients::of_session(&store, &session(2).id).await.unwrap();
        assert_eq!(other, []);
    })
    .await;
}

#[tokio::test]
async fn a_client_knows_a_session_as_it_was_told_last() {
    on_each_database(async |store| {
        sessions_and_clients(&store, &[1]).await;
        let id = &session(1).id;
        let as_told = async || session_clients::as_told(&store, id, "client-1").await.unwrap();
        assert_eq!(as_told().await, None);
        // As the versions before have noted it.
        sql!("INSERT INTO session_clients (session_id, client_id) VALUES ($1, $2)")
            .bind(id)
            .bind("client-1")
            .run(&store)
            .await
            .unwrap();
        let told = |sid: &str, sub: Option<&str>| AsTold {
            sid: sid.to_owned(),
            sub: sub.map(str::to_owned),
            own_sub: person(1).sub,
        };
        assert_eq!(as_told().await, Some(told("sid-1", None)));
        for (sid, sub) in [("x", "y"), ("z", "w")] {
            session_clients::note(&store, id, "client-1", sid, sub)
                .await
                .unwrap();
        }
        assert_eq!(as_told().await, Some(told("z", Some("w"))));
    })
    .await;
}

#[tokio::test]
async fn a_log_out_tells_what_became_of_its_calls() {
    on_each_database(async |store| {
        sessions_and_clients(&store, &[1, 2]).await;
        for client_id in ["client-1", "client-2"] {
            note(&store, 1, client_id).await;
        }
        note(&store, 2, "client-1").await;
        let end = async |id: &SessionId, logout| sessions::end(&store, id, logout, after(1)).await.unwrap();
        assert!(end(&session(1).id, Some("logout-1")).await);
        assert!(end(&session(2).id, None).await);
        call(&store, 1, "client-2", 1).await;
        let told = session_clients::of_logout(&store, "logout-1").await.unwrap();
        let states: Vec<_> = told
            .iter()
            .map(|told| (&*told.client_id, &*told.sid, told.called_at, told.outcome))
            .collect();
        let expected = [
            ("client-1", "sid-1 at client-1", None, None),
            ("client-2", "sid-1 at client-2", Some(after(1)), None),
        ];
        assert_eq!(states, expected);
        let claimed = claim(&store, 2).await.unwrap();
        logout_calls::end(&store, &claimed, Outcome::Refused, Some("no"), after(3))
            .await
            .unwrap();
        let told = session_clients::of_logout(&store, "logout-1").await.unwrap();
        assert_eq!(told[1].outcome, Some(Outcome::Refused));
    })
    .await;
}

#[tokio::test]
async fn a_call_is_claimed_by_one_until_its_lease_ends() {
    on_each_database(async |store| {
        sessions_and_clients(&store, &[1]).await;
        call(&store, 1, "client-1", 5).await;
        // A session ends once, and so does its call.
        call(&store, 1, "client-1", 6).await;
        assert_eq!(claim(&store, 4).await, None, "it is not due");
        let first = claim(&store, 5).await.unwrap();
        assert_eq!(
            (&*first.client_id, first.attempts, first.locked_until),
            ("client-1", 1, after(65))
        );
        assert_eq!(claim(&store, 10).await, None, "it is under way");
        let second = claim(&store, 65).await.unwrap();
        assert_eq!(second.attempts, 2);
        assert!(
            !logout_calls::retry(&store, &first, after(70), "late")
                .await
                .unwrap()
        );
        assert!(
            logout_calls::retry(&store, &second, after(90), "refused")
                .await
                .unwrap()
        );
        assert_eq!(claim(&store, 80).await, None, "it waits");
        let third = claim(&store, 90).await.unwrap();
        assert!(
            logout_calls::end(&store, &third, Outcome::Told, None, after(91))
                .await
                .unwrap()
        );
        assert!(
            !logout_calls::end(&store, &third, Outcome::GivenUp, None, after(92))
                .await
                .unwrap()
        );
        assert_eq!(claim(&store, 1000).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_client_that_hangs_holds_up_no_other() {
    on_each_database(async |store| {
        sessions_and_clients(&store, &[1, 2, 3, 4]).await;
        for number in 1..=4 {
            call(&store, number, "client-1", 0).await;
        }
        call(&store, 1, "client-2", 1).await;
        let mut claimed = Vec::new();
        while let Some(call) = claim(&store, 2).await {
            claimed.push(call.client_id);
        }
        assert_eq!(claimed, ["client-1", "client-2", "client-1"]);
    })
    .await;
}

#[tokio::test]
async fn many_clients_that_hang_hold_up_no_other() {
    const PLACES: u64 = 16;
    const HANGING: u8 = 40;
    on_each_database(async |store| {
        sessions_and_clients(&store, &[1, 2, 3]).await;
        let last = HANGING + 1;
        for number in 3..=last {
            in_transaction(&store, async |tx| clients::insert(tx, &client(number)).await).await;
        }
        for number in 1..=HANGING {
            for session_number in 1..=3 {
                call(&store, session_number, &format!("client-{number}"), 0).await;
            }
        }
        // Each place waits ten seconds for a client that hangs, and tries the call again later.
        let healthy = format!("client-{last}");
        let mut under_way = VecDeque::new();
        for turn in 0..3 * u64::from(HANGING) {
            let at = 10 * (turn / PLACES);
            if turn >= PLACES {
                let over = under_way.pop_front().unwrap();
                logout_calls::retry(&store, &over, after(at + 10), "no answer")
                    .await
                    .unwrap();
            }
            if turn == PLACES {
                call(&store, 1, &healthy, at).await;
            }
            let claimed = claim(&store, at).await.unwrap();
            if claimed.client_id == healthy {
                assert!(turn <= PLACES + u64::from(HANGING), "{turn}");
                return;
            }
            under_way.push_back(claimed);
        }
        panic!("the one that would answer is not called");
    })
    .await;
}

#[tokio::test]
async fn clients_are_called_in_turns() {
    on_each_database(async |store| {
        sessions_and_clients(&store, &[1, 2, 3]).await;
        for number in 1..=3 {
            call(&store, number, "client-1", number.into()).await;
        }
        call(&store, 2, "client-2", 9).await;
        call(&store, 1, "client-2", 10).await;
        let mut claimed = Vec::new();
        while let Some(call) = logout_calls::claim(&store, after(10), after(70), 9)
            .await
            .unwrap()
        {
            claimed.push((call.client_id, call.session_id));
        }
        let turns = [
            ("client-1", 1),
            ("client-2", 2),
            ("client-1", 2),
            ("client-2", 1),
            ("client-1", 3),
        ];
        let turns = turns.map(|(client_id, number)| (client_id.to_owned(), session(number).id));
        assert_eq!(claimed, turns);
    })
    .await;
}

#[tokio::test]
async fn calls_in_vain_are_told_of_their_client() {
    on_each_database(async |store| {
        sessions_and_clients(&store, &[1, 2, 3]).await;
        for (number, client_id, at) in [(1, "client-2", 1), (2, "client-2", 2), (3, "client-1", 20)] {
            call(&store, number, client_id, at).await;
        }
        let first = claim(&store, 10).await.unwrap();
        logout_calls::retry(&store, &first, after(40), "status 503")
            .await
            .unwrap();
        let second = claim(&store, 10).await.unwrap();
        logout_calls::end(
            &store,
            &second,
            Outcome::Refused,
            Some("invalid_request"),
            after(11),
        )
        .await
        .unwrap();
        let troubled = logout_calls::troubled(&store, "client-2", 10).await.unwrap();
        let told: Vec<_> = troubled
            .iter()
            .map(|call| {
                (
                    call.created_at,
                    call.last_error.as_deref(),
                    call.outcome,
                    call.attempts,
                )
            })
            .collect();
        let expected = [
            (after(2), Some("invalid_request"), Some(Outcome::Refused), 1),
            (after(1), Some("status 503"), None, 1),
        ];
        assert_eq!(told, expected);
        assert_eq!(logout_calls::troubled(&store, "client-1", 10).await.unwrap(), []);
        let clients = async |since| {
            let clients = logout_calls::troubled_clients(&store, after(since), 10).await;
            let told = clients.unwrap().into_iter();
            told.map(|one| (one.client_id, one.calls)).collect::<Vec<_>>()
        };
        assert_eq!(clients(1).await, [("client-2".to_owned(), 2)]);
        assert_eq!(clients(2).await, [("client-2".to_owned(), 1)]);
        assert_eq!(clients(3).await, []);
        let third = claim(&store, 20).await.unwrap();
        logout_calls::retry(&store, &third, after(50), "status 503")
            .await
            .unwrap();
        let most_first = [("client-2".to_owned(), 2), ("client-1".to_owned(), 1)];
        assert_eq!(clients(1).await, most_first);
    })
    .await;
}

#[tokio::test]
async fn calls_in_vain_are_tried_again() {
    on_each_database(async |store| {
        sessions_and_clients(&store, &[1, 2, 3]).await;
        for (number, client_id) in [(1, "client-1"), (2, "client-1"), (3, "client-2")] {
            call(&store, number, client_id, number.into()).await;
            let claimed = claim(&store, 10).await.unwrap();
            logout_calls::end(&store, &claimed, Outcome::GivenUp, Some("no"), after(11))
                .await
                .unwrap();
        }
        let again = async |at| {
            logout_calls::try_again(&store, "client-1", after(at))
                .await
                .unwrap()
        };
        assert_eq!(again(20).await, 2);
        let first = claim(&store, 20).await.unwrap();
        assert_eq!((first.session_id.clone(), first.attempts), (session(1).id, 1));
        assert_eq!(again(21).await, 1, "a worker holds the other");
        logout_calls::end(&store, &first, Outcome::Told, None, after(22))
            .await
            .unwrap();
        assert_eq!(again(23).await, 1, "what was told is told");
        let second = claim(&store, 23).await.unwrap();
        assert_eq!(second.session_id, session(2).id);
        assert_eq!(claim(&store, 23).await, None, "another client's stay as they are");
    })
    .await;
}

#[tokio::test]
async fn a_log_out_is_taken_up_by_one_browser_and_forgotten() {
    on_each_database(async |store| {
        let logout = Logout {
            id: "logout-1".to_owned(),
            browser_hash: None,
            request: r#"[["state","7"]]"#.to_owned(),
            created_at: NOW,
            expires_at: after(600),
        };
        logouts::insert(&store, &logout).await.unwrap();
        assert_eq!(
            logouts::find(&store, "logout-1").await.unwrap(),
            Some(logout.clone())
        );
        assert!(logouts::adopt(&store, "logout-1", &hash(1)).await.unwrap());
        assert!(!logouts::adopt(&store, "logout-1", &hash(2)).await.unwrap());
        let found = logouts::find(&store, "logout-1").await.unwrap().unwrap();
        assert_eq!(found.browser_hash, Some(hash(1)));
        let life = Duration::from_secs(60);
        assert_eq!(prune(&store, after(600), life, 10).await.unwrap().logouts, 0);
        assert_eq!(prune(&store, after(601), life, 10).await.unwrap().logouts, 1);
        assert_eq!(logouts::find(&store, "logout-1").await.unwrap(), None);
    })
    .await;
}
