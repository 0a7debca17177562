//! What is hashed, octet by octet: the vectors were made by another program after the description in `encoding.rs`.

use super::BEGINNING;
use super::encoding::{commitment, hash, hash_as};
use crate::text::hex;
use voltkey_protocol::time::Timestamp;
use voltkey_store::audit_events::Event;

const COMMITMENT: &str = "86fb3360b5f63d0df70793e941a63245a79094a63f5a6d3f6f89d4d8c3589073";
const FIRST: &str = "a9028be306eef6720c1c4029f1458bf10d642c54775c61f1721276bb003ad918";
const SECOND: &str = "dc09aa44498449131f515372b5dd381e685698139440d0bc8115156d97f9ed18";

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn first() -> Event {
    Event {
        chain: "instance".to_owned(),
        seq: 1,
        id: "0197f000-0000-7000-8000-000000000001".to_owned(),
        at: Timestamp::from_micros(1_800_000_000_000_000),
        action: "login.succeeded".to_owned(),
        actor: "person-1".to_owned(),
        subject: text("person-1"),
        object: text("platform"),
        request_id: text("abcdefghijklmnop"),
        commitment: Some(commitment(&[7; 32], "{\"name\":\"Zoë\"}").to_vec()),
        previous: BEGINNING.to_vec(),
        hash: Vec::new(),
    }
}

#[test]
fn fixed_events_have_fixed_hashes() {
    let first = first();
    assert_eq!(first.commitment.as_deref().map(hex).as_deref(), Some(COMMITMENT));
    assert_eq!(hex(&hash(&first)), FIRST);
    let second = Event {
        seq: 2,
        subject: None,
        object: None,
        request_id: None,
        commitment: None,
        previous: hash(&first).to_vec(),
        ..first
    };
    assert_eq!(hex(&hash(&second)), SECOND);
    assert_eq!(hash_as(&second, 2), hash(&second));
}

#[test]
fn every_field_counts_and_none_runs_into_the_next() {
    let one = first();
    let others = [
        Event {
            chain: "instanc".into(),
            id: "e0197f".into(),
            ..first()
        },
        Event { seq: 2, ..first() },
        Event {
            id: "another".into(),
            ..first()
        },
        Event {
            at: Timestamp::from_micros(1),
            ..first()
        },
        Event {
            action: "otp.reset".into(),
            ..first()
        },
        Event {
            actor: "person-2".into(),
            ..first()
        },
        Event {
            subject: None,
            ..first()
        },
        Event {
            subject: text(""),
            ..first()
        },
        Event {
            subject: None,
            object: text("person-1"),
            ..first()
        },
        Event {
            subject: text("person-1platform"),
            object: None,
            ..first()
        },
        Event {
            object: text("plat"),
            request_id: text("formabcdefghijklmnop"),
            ..first()
        },
        Event {
            request_id: None,
            ..first()
        },
        Event {
            commitment: None,
            ..first()
        },
        Event {
            previous: vec![0; 31],
            ..first()
        },
    ];
    let mut seen = vec![hash(&one)];
    for other in others {
        let hash = hash(&other);
        assert!(!seen.contains(&hash), "{other:?}");
        seen.push(hash);
    }
}
