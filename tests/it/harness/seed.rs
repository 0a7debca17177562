//! Who and what is there when a test begins.

use serde_json::{Value, json};
use voltkey_flows::Ctx;
use voltkey_flows::admin::apply::{
    ClientEntry, CompanyEntry, InstanceRole, MembershipEntry, Mode, PersonEntry, SecretText, World, apply,
};
use voltkey_store::companies::CompanyPolicy;
use voltkey_store::memberships::Role;

/// Everybody's password.
pub const PASSWORD: &str = "Sonne-2026!";

/// The authenticators' secret of those who have one.
pub const OTP_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// A client of the test world.
pub(super) struct SeededClient {
    pub(super) id: &'static str,
    pub(super) secret: Option<&'static str>,
    pub(super) redirect_uri: &'static str,
    metadata: fn() -> Value,
}

/// The clients: a first party, a third party, a machine, two that keep no secret, one that posts it.
pub(super) const CLIENTS: [SeededClient; 6] = [
    SeededClient {
        id: "platform",
        secret: Some("platform-secret-0123456789abcdef"),
        redirect_uri: "https://platform.example/callback",
        metadata: || {
            json!({
                "name": "Amperecloud Platform",
                "client_uri": "https://platform.example/",
                "post_logout_redirect_uris": [
                    "https://platform.example/",
                    "https://platform.example/bye?from=op",
                ],
                "grant_types": ["authorization_code", "refresh_token"],
                "audience": ["https://api.platform.example", "https://archive.platform.example"],
                "trusted": true,
            })
        },
    },
    SeededClient {
        id: "solar-reports",
        secret: Some("solar-reports-secret-0123456789ab"),
        redirect_uri: "https://solar.example/callback",
        metadata: || {
            json!({
                "name": "Solar Reports",
                "client_uri": "https://solar.example/",
                "post_logout_redirect_uris": ["https://solar.example/"],
                "grant_types": ["authorization_code", "refresh_token"],
            })
        },
    },
    SeededClient {
        id: "service",
        // Characters that HTTP Basic must carry form-urlencoded.
        secret: Some("service secret:+%/ä-0123456789abcdef"),
        redirect_uri: "",
        metadata: || {
            json!({
                "name": "Nightly reports",
                "grant_types": ["client_credentials"],
                "audience": ["https://api.platform.example"],
                "scope": "reports:read reports:write",
            })
        },
    },
    SeededClient {
        id: "spa",
        secret: None,
        redirect_uri: "https://spa.example/callback",
        metadata: || {
            json!({
                "name": "Browser app",
                "grant_types": ["authorization_code", "refresh_token"],
                "token_endpoint_auth_method": "none",
            })
        },
    },
    SeededClient {
        id: "native",
        secret: None,
        redirect_uri: "http://127.0.0.1/callback",
        metadata: || {
            json!({
                "name": "Desktop app",
                "application_type": "native",
                "trusted": true,
                "redirect_uris": ["http://127.0.0.1/callback", "com.example.app:/callback"],
            })
        },
    },
    SeededClient {
        id: "post-client",
        secret: Some("post-client-secret-0123456789abcd"),
        redirect_uri: "https://post.example/callback",
        metadata: || json!({ "token_endpoint_auth_method": "client_secret_post", "trusted": true }),
    },
];

/// The e-mail address of somebody in the test world.
///
/// # Panics
/// When there is nobody of that name.
pub fn email_of(name: &str) -> &'static str {
    match name {
        "ada" => "ada@sonnenfeld.example",
        "ben" => "ben@sonnenfeld.example",
        "carla" => "carla@solluna.example",
        "sam" => "sam@voltkey.example",
        "olga" => "olga@voltkey.example",
        // Those whom `people::deeds` puts there.
        "eva" => "eva@sonnenfeld.example",
        "mia" => "mia@sonnenfeld.example",
        "nils" => "nils@solluna.example",
        "sue" => "sue@voltkey.example",
        "otto" => "otto@voltkey.example",
        other => panic!("there is no {other}"),
    }
}

/// Puts everybody and everything there.
pub(super) async fn seed(ctx: &Ctx) {
    let clients = CLIENTS
        .iter()
        .map(|seeded| client(seeded.id, seeded.redirect_uri, (seeded.metadata)(), seeded.secret));
    let world = World {
        clients: clients.collect(),
        companies: vec![
            company("sonnenfeld", "Sonnenfeld GmbH"),
            company("solluna", "Sol y Luna SL"),
        ],
        people: people(),
    };
    write(ctx, &world).await;
}

/// Registers one more client, or changes one.
pub(super) async fn register(ctx: &Ctx, id: &str, redirect_uri: &str, metadata: Value, secret: Option<&str>) {
    let clients = vec![client(id, redirect_uri, metadata, secret)];
    write(
        ctx,
        &World {
            clients,
            ..World::default()
        },
    )
    .await;
}

/// The metadata of a client of the test world, to be changed and registered again.
pub(super) fn metadata_of(seeded: &SeededClient) -> Value {
    (seeded.metadata)()
}

async fn write(ctx: &Ctx, world: &World) {
    apply(ctx, world, Mode::Apply)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
}

fn client(id: &str, redirect_uri: &str, mut metadata: Value, secret: Option<&str>) -> ClientEntry {
    metadata["id"] = json!(id);
    if metadata["redirect_uris"].is_null() && !redirect_uri.is_empty() {
        metadata["redirect_uris"] = json!([redirect_uri]);
    }
    let metadata = serde_json::from_value(metadata).expect("client metadata");
    ClientEntry::new(metadata, secret.map(secret_text))
}

fn company(slug: &str, name: &str) -> CompanyEntry {
    CompanyEntry {
        slug: slug.to_owned(),
        name: name.to_owned(),
        second_factor: CompanyPolicy::Inherit,
        grace_until: None,
    }
}

fn people() -> Vec<PersonEntry> {
    let member = |company: &str, role| {
        vec![MembershipEntry {
            company: company.to_owned(),
            role,
        }]
    };
    vec![
        PersonEntry {
            memberships: member("sonnenfeld", Role::Admin),
            otp_secret: Some(secret_text(OTP_SECRET)),
            ..person("ada", "Ada", "Sommer", "en")
        },
        PersonEntry {
            memberships: member("sonnenfeld", Role::Member),
            otp_secret: Some(secret_text(OTP_SECRET)),
            ..person("ben", "Ben", "Berger", "de")
        },
        PersonEntry {
            memberships: member("solluna", Role::Member),
            ..person("carla", "Carla", "Luna", "es")
        },
        PersonEntry {
            roles: Some(vec![InstanceRole::Support]),
            ..person("sam", "Sam", "Parker", "en")
        },
        PersonEntry {
            roles: Some(vec![InstanceRole::Operator]),
            ..person("olga", "Olga", "Weiss", "de")
        },
    ]
}

fn person(name: &str, given_name: &str, family_name: &str, language: &str) -> PersonEntry {
    PersonEntry {
        email: email_of(name).to_owned(),
        given_name: given_name.to_owned(),
        family_name: family_name.to_owned(),
        language: language.to_owned(),
        memberships: Vec::new(),
        roles: None,
        email_verified: true,
        password: Some(secret_text(PASSWORD)),
        password_hash: None,
        otp_secret: None,
    }
}

fn secret_text(text: &str) -> SecretText {
    SecretText::from(text.to_owned())
}
