//! Reading a chain: page by page, filtered, exported.

use super::{append, chain, events};
use crate::harness::{World, minutes};
use serde_json::Value;
use voltkey_crypto::secret::sha256;
use voltkey_flows::audit::{self, Action, Chain, Filter};

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repetition() {
    let world = World::new().await;
    for _ in 0..3 {
        world.signed_in("ben").await;
        world.clock.advance(minutes(1));
    }
    append(&world).await;
    for chain in [Chain::Instance, chain(&world, "sonnenfeld").await] {
        let all: Vec<_> = events(&world, &chain)
            .await
            .iter()
            .map(|event| event.seq)
            .collect();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = audit::list(world.ctx(), &chain, &Filter::default(), after, 2)
                .await
                .expect("a page");
            assert!(page.entries.len() <= 2);
            seen.extend(page.entries.iter().map(|event| event.seq));
            let Some(next) = page.next else { break };
            // As it stands in an address.
            after = Some(next.to_string().parse().expect("a cursor"));
        }
        assert_eq!(seen, all);
        assert!(all.len() > 4);
    }
}

#[tokio::test]
async fn each_filter_leaves_out_what_does_not_fit() {
    let world = World::new().await;
    let begun = world.now();
    world.clock.advance(minutes(1));
    world.signed_in("ben").await;
    world.clock.advance(minutes(1));
    world.signed_in("ada").await;
    append(&world).await;
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    let ben = world.person("ben").await.id.to_string();
    let count = async |filter: Filter| {
        let listed = audit::list(world.ctx(), &sonnenfeld, &filter, None, 100)
            .await
            .expect("a list");
        listed.entries.len()
    };
    let all = count(Filter::default()).await;
    assert_eq!(
        count(Filter {
            action: Some(Action::LoginSucceeded),
            ..Filter::default()
        })
        .await,
        2
    );
    assert_eq!(
        count(Filter {
            actor: Some(ben.clone()),
            ..Filter::default()
        })
        .await,
        1
    );
    assert_eq!(
        count(Filter {
            subject: Some(ben.clone()),
            ..Filter::default()
        })
        .await,
        2,
        "made, and logged in"
    );
    let both = Filter {
        subject: Some(ben),
        action: Some(Action::PersonCreated),
        ..Filter::default()
    };
    assert_eq!(count(both).await, 1);
    let later = begun + minutes(1);
    assert_eq!(
        count(Filter {
            from: Some(later),
            ..Filter::default()
        })
        .await,
        2
    );
    assert_eq!(
        count(Filter {
            until: Some(later),
            ..Filter::default()
        })
        .await,
        all - 2,
        "the moment itself is out"
    );
    let ada = Filter {
        from: Some(later + minutes(1)),
        until: Some(world.now() + minutes(1)),
        ..Filter::default()
    };
    assert_eq!(count(ada).await, 1);
}

/// An auditor's own program, after the description: field by field.
fn hash(line: &Value) -> String {
    let unhex = |text: &str| -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex"))
            .collect()
    };
    let text = |name: &str| line[name].as_str().map(|text| text.as_bytes().to_vec());
    let number = |name: &str| Some(line[name].as_i64().expect("a number").to_be_bytes().to_vec());
    let mut octets = Vec::new();
    for field in [
        Some(b"voltkey-audit-1".to_vec()),
        text("chain"),
        number("seq"),
        text("id"),
        number("at"),
        text("action"),
        text("actor"),
        text("subject"),
        text("object"),
        text("request_id"),
        line["commitment"].as_str().map(unhex),
        line["previous"].as_str().map(unhex),
    ] {
        match field {
            None => octets.push(0),
            Some(field) => {
                octets.push(1);
                octets.extend(u32::try_from(field.len()).expect("short").to_be_bytes());
                octets.extend(field);
            }
        }
    }
    sha256(&octets)
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect()
}

#[tokio::test]
async fn an_export_can_be_verified_without_this_program() {
    let world = World::new().await;
    world.signed_in("ben").await;
    append(&world).await;
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    let exported = audit::export(world.ctx(), &sonnenfeld, &Filter::default(), None)
        .await
        .expect("an export");
    assert_eq!(exported.next, None);
    let mut previous = "00".repeat(32);
    for line in exported.lines.iter().rev() {
        assert!(!line.contains('\n'));
        let line: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(line["previous"], previous.as_str());
        previous = hash(&line);
        assert_eq!(line["hash"], previous.as_str());
    }
    let names_ben = |line: &String| line.contains("ben@sonnenfeld.example");
    assert!(exported.lines.iter().any(names_ben), "details stand in it");
}
