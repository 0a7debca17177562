//! Attacks, as they are known of OAuth and of the web: each is tried, and comes to nothing.
//!
//! The table "Attacks" in tests/README.md says which attack is tried where; what belongs to one room alone is tried
//! beside that room's other tests.

mod answers;
mod dice;
mod forged;
mod moments;
mod nearly_right;
mod oversize;
mod twice;
mod wire;

use crate::harness::{Client, Signer, World};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// A machine that proves itself by this key.
async fn machine(world: &World, id: &str, signer: &Signer) -> Client {
    let metadata = json!({
        "grant_types": ["client_credentials"], "token_endpoint_auth_method": "private_key_jwt",
        "jwks": signer.jwks()
    });
    world.register(id, metadata, false).await
}

/// What a good client assertion claims.
fn assertion(world: &World, client_id: &str) -> Value {
    static JTI: AtomicU32 = AtomicU32::new(0);
    let (jti, now) = (JTI.fetch_add(1, Ordering::Relaxed), world.now().as_seconds());
    json!({
        "iss": client_id, "sub": client_id, "aud": crate::harness::ISSUER, "iat": now, "exp": now + 60,
        "jti": format!("attack-{jti}")
    })
}

/// The parameters of a token request that such an assertion proves.
fn proved_by(jwt: &str) -> [(&str, &str); 3] {
    [
        ("grant_type", "client_credentials"),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", jwt),
    ]
}
