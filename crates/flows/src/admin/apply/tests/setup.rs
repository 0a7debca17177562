//! A database in memory, and a small world.

use super::super::*;
use crate::ctx::Parts;
use crate::outbound::Offline;
use crate::settings::{
    AuditSettings, RegistrationMode, RegistrationSettings, SecondFactorPolicy, SessionLimits, Settings,
    TokenSettings,
};
use jiff::tz::TimeZone;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;
use voltkey_crypto::clock::ManualClock;
use voltkey_crypto::password::{Cost, PasswordPolicy, Passwords};
use voltkey_crypto::rng::SeededRng;
use voltkey_crypto::seal::MasterKey;
use voltkey_protocol::client::Client;
use voltkey_protocol::jose::SigningAlg;
use voltkey_protocol::time::Timestamp;
use voltkey_store::DatabaseOptions;
use voltkey_store::companies::CompanyPolicy;
use voltkey_store::memberships::Role;
use voltkey_store::people::{self, Person};

pub(super) async fn ctx() -> Ctx {
    ctx_with(SecondFactorPolicy::default()).await
}

pub(super) async fn ctx_with(second_factor: SecondFactorPolicy) -> Ctx {
    let rng = Arc::new(SeededRng::new(1));
    let cheap = Cost {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };
    Ctx::new(Parts {
        store: Store::open(&DatabaseOptions::new("sqlite::memory:"))
            .await
            .unwrap(),
        master: MasterKey::from_bytes([7; 32]),
        clock: Arc::new(ManualClock::at(Timestamp::from_seconds(1_800_000_000))),
        rng: rng.clone(),
        outbound: Arc::new(Offline),
        passwords: Passwords::new(cheap, NonZeroUsize::MIN, rng).unwrap(),
        settings: settings(second_factor),
    })
}

fn settings(second_factor: SecondFactorPolicy) -> Settings {
    Settings {
        issuer: "http://localhost:8080".into(),
        platform_name: "Amperecloud".into(),
        login_url: None,
        time_zone: TimeZone::UTC,
        support_email: None,
        password: PasswordPolicy::default(),
        second_factor,
        session: SessionLimits {
            idle: Duration::from_secs(3600),
            absolute: Duration::from_secs(86_400),
            pin_only: Duration::from_secs(86_400),
        },
        tokens: TokenSettings {
            code: Duration::from_secs(60),
            access: Duration::from_secs(900),
            id: Duration::from_secs(3600),
            refresh: Duration::from_secs(86_400),
            refresh_grace: Duration::from_secs(30),
            refresh_absolute: Duration::from_secs(86_400),
            access_alg: SigningAlg::ES256,
        },
        registration: RegistrationSettings {
            mode: RegistrationMode::Closed,
            per_network: 1,
            in_all: 1,
            delete_unused: None,
        },
        audit: AuditSettings {
            details: Duration::from_secs(86_400),
        },
    }
}

/// A client, a company, its admin and somebody without a password.
pub(super) fn world() -> World {
    let platform = client("Amperecloud Platform", "https://app.example/callback");
    let dora = PersonEntry {
        memberships: vec![MembershipEntry {
            company: "sonnenfeld".into(),
            role: Role::Member,
        }],
        ..person("dora@sonnenfeld.example")
    };
    World {
        clients: vec![ClientEntry::new(platform, Some(client_secret()))],
        companies: vec![company("sonnenfeld")],
        people: vec![ada(), dora],
    }
}

pub(super) fn client(name: &str, redirect_uri: &str) -> Client {
    let metadata = serde_json::json!({"id": "platform", "name": name, "redirect_uris": [redirect_uri]});
    serde_json::from_value(metadata).unwrap()
}

pub(super) fn client_secret() -> SecretText {
    "platform-secret-0123456789abcdef0123".to_owned().into()
}

pub(super) fn company(slug: &str) -> CompanyEntry {
    CompanyEntry {
        slug: slug.into(),
        name: "Sonnenfeld GmbH".into(),
        second_factor: CompanyPolicy::Inherit,
        grace_until: None,
    }
}

pub(super) fn ada() -> PersonEntry {
    PersonEntry {
        memberships: vec![MembershipEntry {
            company: "sonnenfeld".into(),
            role: Role::Admin,
        }],
        roles: Some(vec![InstanceRole::Support]),
        email_verified: true,
        password: Some("Sonne-2026!".to_owned().into()),
        otp_secret: Some("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned().into()),
        ..person("ada@sonnenfeld.example")
    }
}

/// Somebody of whom little is said.
pub(super) fn person(email: &str) -> PersonEntry {
    PersonEntry {
        email: email.into(),
        given_name: "Ada".into(),
        family_name: "Sommer".into(),
        language: "en".into(),
        memberships: Vec::new(),
        roles: None,
        email_verified: false,
        password: None,
        password_hash: None,
        otp_secret: None,
    }
}

pub(super) async fn applied(ctx: &Ctx, world: &World) -> Report {
    apply(ctx, world, Mode::Apply).await.unwrap()
}

pub(super) async fn person_row(ctx: &Ctx, email_key: &str) -> Person {
    people::by_email_key(&ctx.store, email_key)
        .await
        .unwrap()
        .unwrap()
}
