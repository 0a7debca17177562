//! Records to test with. A number tells those of one kind apart.

use crate::clients::Client;
use crate::companies::{Company, CompanyPolicy};
use crate::grants::Grant;
use crate::pending::Pending;
use crate::people::{PasswordHash, Person};
use crate::sessions::Session;
use crate::{CompanyId, GrantId, Hash, PersonId, Result, SessionId, Store, Tx};
use std::time::Duration;
use voltkey_protocol::time::Timestamp;

/// The moment at which every sample was made.
pub(super) const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

/// So many seconds after [`NOW`].
pub(super) fn after(seconds: u64) -> Timestamp {
    NOW + Duration::from_secs(seconds)
}

/// A hash that no other number has.
pub(super) fn hash(number: u8) -> Hash {
    [number; 32]
}

pub(super) fn person_id(number: u8) -> PersonId {
    format!("person-{number}").into()
}

pub(super) fn person(number: u8) -> Person {
    Person {
        id: person_id(number),
        sub: format!("sub-{number}"),
        email: format!("Person{number}@Example.org"),
        email_key: format!("person{number}@example.org"),
        email_verified: true,
        given_name: "Zoë".to_owned(),
        family_name: "Ñandú".to_owned(),
        phone: None,
        language: "es".to_owned(),
        is_support: false,
        is_operator: true,
        password_hash: Some(PasswordHash::from("$argon2id$old".to_owned())),
        password_changed_at: Some(NOW),
        second_factor_wanted: false,
        must_enroll: true,
        activated_at: Some(NOW),
        blocked_at: None,
        last_login_at: None,
        created_at: NOW,
        updated_at: NOW,
    }
}

pub(super) fn company(number: u8) -> Company {
    Company {
        id: company_id(number),
        slug: format!("company-{number}"),
        name: format!("Company {number}"),
        second_factor: CompanyPolicy::Required,
        grace_until: Some("2027-02-06".to_owned()),
        language: Some("de".to_owned()),
        accent: Some("#0a7d4f".to_owned()),
        created_at: NOW,
        updated_at: NOW,
    }
}

pub(super) fn company_id(number: u8) -> CompanyId {
    format!("company-row-{number}").into()
}

pub(super) fn client(number: u8) -> Client {
    Client {
        id: format!("client-{number}"),
        metadata: r#"{"redirect_uris":["https://rp.example/cb"]}"#.to_owned(),
        secret_hash: Some(hash(number)),
        next_secret_hash: None,
        next_secret_sealed: None,
        secret_sealed: None,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// A session of person 1.
pub(super) fn session(number: u8) -> Session {
    Session {
        id: SessionId::from(format!("session-{number}")),
        sid: format!("sid-{number}"),
        token_hash: hash(number),
        browser_hash: hash(100),
        person_id: person_id(1),
        amr: r#"["pwd"]"#.to_owned(),
        auth_time: NOW,
        second_factor_at: None,
        user_agent: "Browser/1.0".to_owned(),
        network: "192.0.2.0/24".to_owned(),
        created_at: NOW,
        last_seen_at: NOW,
        expires_at: after(3600),
        ended_at: None,
    }
}

/// A grant of person 1 to client 1, outside of a session.
pub(super) fn grant(number: u8) -> Grant {
    Grant {
        id: GrantId::from(format!("grant-{number}")),
        client_id: "client-1".to_owned(),
        person_id: person_id(1),
        session_id: None,
        scope: "openid offline_access".to_owned(),
        reach: Some("openid offline_access email".to_owned()),
        authentication: "{}".to_owned(),
        refresh_until: Some(after(86_400)),
        created_at: NOW,
        revoked_at: None,
    }
}

/// A request that came by POST and that no browser has taken up.
pub(super) fn pending(number: u8) -> Pending {
    Pending {
        id: format!("pending-{number}"),
        browser_hash: None,
        client_id: Some("client-1".to_owned()),
        errand: None,
        request: r#"{"scope":"openid"}"#.to_owned(),
        network: "192.0.2.0/24".to_owned(),
        adds_account: false,
        person_id: None,
        progress_at: None,
        raises: None,
        enroll_secret: None,
        chosen_session: None,
        consented_at: None,
        authenticated_at: None,
        created_at: NOW,
        expires_at: after(3600),
        done_at: None,
    }
}

/// Runs one function in a transaction.
pub(super) async fn in_transaction<T>(store: &Store, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> T {
    let mut tx = store.begin().await.unwrap();
    let value = work(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    value
}

/// Inserts person 1.
pub(super) async fn insert_person(store: &Store) {
    crate::people::insert(store, &person(1)).await.unwrap();
}

/// Inserts person 1, client 1 and grant 1.
pub(super) async fn insert_grant(store: &Store) {
    insert_person(store).await;
    in_transaction(store, async |tx| crate::clients::insert(tx, &client(1)).await).await;
    crate::grants::insert(store, &grant(1)).await.unwrap();
}
