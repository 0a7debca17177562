//! A client that proves itself by a JWT: what must have signed it, and what it must claim (OpenID Connect Core, 9; RFC 7521,
//! 4.2 and 5.2; RFC 7523, 3).

use super::client_auth::refused;
use crate::client::{AuthMethod, Client};
use crate::error::{Refusal, Rule};
use crate::jose::ClientAlg;
use crate::json;
use crate::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use std::time::Duration;

/// The one `client_assertion_type` that there is (RFC 7523, 2.2).
pub const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What `client_secret_jwt` may sign with.
const SECRET_ALGS: &[ClientAlg] = &[ClientAlg::HS256];
/// What `private_key_jwt` may sign with.
const KEY_ALGS: &[ClientAlg] = &[
    ClientAlg::RS256,
    ClientAlg::PS256,
    ClientAlg::ES256,
    ClientAlg::ES384,
    ClientAlg::EdDSA,
];

/// How far the clocks of clients may be off.
const LEEWAY: Duration = Duration::from_secs(30);
/// How long an assertion may live: its `jti` is kept until then. Most libraries take a minute or some, Authlib an hour.
const LONGEST_LIFE: Duration = Duration::from_secs(3600);
/// The longest `jti`.
const LONGEST_JTI: usize = 255;

/// The client that an assertion names, though nothing proves it yet: its `sub` (RFC 7523, 3).
#[must_use]
pub fn named(jwt: &str) -> Option<String> {
    let payload = jwt.split('.').nth(1)?;
    let claims = json::object(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    claims.get("sub")?.as_str().map(str::to_owned)
}

/// Every algorithm that assertions are taken with.
pub fn algs() -> impl Iterator<Item = ClientAlg> {
    KEY_ALGS.iter().chain(SECRET_ALGS).copied()
}

/// What must have signed the client's assertion. Its registration decides; where that leaves several, the assertion's
/// header chooses among those of the registered way.
///
/// # Errors
/// `invalid_client` when it is registered for no such way, or not for this algorithm.
pub fn alg(client: &Client, header_alg: &str) -> Result<ClientAlg, Refusal> {
    let of_way = match client.token_endpoint_auth_method {
        Some(AuthMethod::ClientSecretJwt) => SECRET_ALGS,
        Some(AuthMethod::PrivateKeyJwt) => KEY_ALGS,
        other => {
            let registered = other.map_or("client_secret_basic or client_secret_post", AuthMethod::as_str);
            return Err(failed(Rule::ClientAuthMethod)
                .with("method", "client_assertion")
                .with("registered", registered));
        }
    };
    let registered = client.token_endpoint_auth_signing_alg;
    let allowed = of_way
        .iter()
        .copied()
        .filter(|alg| registered.is_none_or(|only| only == *alg));
    let named = allowed.clone().find(|alg| alg.as_str() == header_alg);
    named.ok_or_else(|| {
        let allowed: Vec<&str> = allowed.map(ClientAlg::as_str).collect();
        failed(Rule::ClientAssertionSignature)
            .with(
                "reason",
                "it is signed with another algorithm than the client is registered for",
            )
            .with("alg", crate::params::shorten(header_alg))
            .with("expected", allowed.join(" "))
    })
}

/// An assertion whose claims are what they must be. It counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientAssertion {
    /// What tells it from every other of the same client.
    pub jti: String,
    /// From when on it would not be taken any more, whatever else holds.
    pub expires_at: Timestamp,
}

impl ClientAssertion {
    /// Checks what an assertion claims, whose signature is the client's. `audiences` are the names under which this
    /// provider is meant: its issuer, and each endpoint that takes assertions.
    ///
    /// # Errors
    /// `invalid_client`, with the claim and what is wrong with it.
    pub fn check(
        claims: &Map<String, Value>,
        typ: Option<&str>,
        client_id: &str,
        audiences: &[String],
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        // So that no JWT of another kind, which the client has signed for another purpose, passes (RFC 8725, 3.11).
        let is_of_kind = typ.is_none_or(|typ| {
            ["JWT", "client-authentication+jwt"]
                .iter()
                .any(|one| typ.eq_ignore_ascii_case(one))
        });
        demand(is_of_kind, "typ", "is that of another kind of JWT")?;
        for name in ["iss", "sub"] {
            let text = claims.get(name).and_then(Value::as_str);
            demand(
                text == Some(client_id),
                name,
                "must be the client_id (OpenID Connect Core, 9)",
            )?;
        }
        demand(
            is_meant_for(claims.get("aud"), audiences),
            "aud",
            "must name the issuer or the token endpoint (OpenID Connect Core, 9)",
        )?;
        let expires_at = Self::check_times(claims, now)?;
        let jti = claims.get("jti").and_then(Value::as_str).unwrap_or_default();
        demand(
            (1..=LONGEST_JTI).contains(&jti.len()),
            "jti",
            "must be a text of 1 to 255 octets (OpenID Connect Core, 9)",
        )?;
        Ok(Self {
            jti: jti.to_owned(),
            expires_at,
        })
    }

    fn check_times(claims: &Map<String, Value>, now: Timestamp) -> Result<Timestamp, Refusal> {
        let exp = moment(claims, "exp")?.ok_or_else(|| wrong("exp", "is missing (RFC 7523, 3)"))?;
        demand(now < exp + LEEWAY, "exp", "has passed")?;
        let is_near = exp <= now + LONGEST_LIFE + LEEWAY;
        demand(is_near, "exp", "is more than an hour ahead")?;
        for name in ["iat", "nbf"] {
            if let Some(begin) = moment(claims, name)? {
                demand(begin <= now + LEEWAY, name, "is still to come: check the clock")?;
            }
        }
        Ok(exp + LEEWAY)
    }
}

fn is_meant_for(aud: Option<&Value>, audiences: &[String]) -> bool {
    let is_ours = |one: &Value| {
        one.as_str()
            .is_some_and(|one| audiences.iter().any(|ours| ours == one))
    };
    match aud {
        Some(Value::Array(several)) => several.iter().any(is_ours),
        Some(one) => is_ours(one),
        None => false,
    }
}

/// A NumericDate (RFC 7519, 2), which may have a fraction; none where the claim is missing.
fn moment(claims: &Map<String, Value>, name: &str) -> Result<Option<Timestamp>, Refusal> {
    let Some(value) = claims.get(name) else {
        return Ok(None);
    };
    let whole = value.as_i64();
    // Saturates, which is as far away as any moment.
    let seconds = whole.or_else(|| value.as_f64().map(|seconds| seconds as i64));
    let seconds = seconds.ok_or_else(|| wrong(name, "must be a number of seconds (RFC 7519, 2)"))?;
    Ok(Some(Timestamp::from_seconds(seconds)))
}

fn demand(holds: bool, claim: &str, why: &str) -> Result<(), Refusal> {
    match holds {
        true => Ok(()),
        false => Err(wrong(claim, why)),
    }
}

/// Told on the wire too: whoever sent it has the client's key.
fn wrong(claim: &str, why: &str) -> Refusal {
    let description = format!("client_assertion: {claim} {why}");
    refused(Rule::ClientAssertionClaims, &description).with("claim", claim)
}

/// What is told where nothing is proved yet.
fn failed(rule: Rule) -> Refusal {
    refused(rule, "the client authentication failed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn claims() -> Value {
        json!({
            "iss": "app", "sub": "app", "aud": "https://id.example", "jti": "1",
            "exp": 1_800_000_060, "iat": 1_800_000_000
        })
    }

    fn check(claims: &Value) -> Result<ClientAssertion, Refusal> {
        let ours = ["https://id.example", "https://id.example/oauth2/token"].map(str::to_owned);
        let claims = claims.as_object().expect("an object");
        ClientAssertion::check(claims, Some("JWT"), "app", &ours, NOW)
    }

    #[test]
    fn what_it_must_claim() {
        let good = check(&claims()).expect("a good one");
        assert_eq!(
            (good.jti.as_str(), good.expires_at),
            ("1", NOW + Duration::from_secs(90))
        );
        for (claim, value) in [
            ("aud", json!("https://id.example/oauth2/token")),
            ("aud", json!(["https://other.example", "https://id.example"])),
            ("exp", json!(1_799_999_971)),
            ("exp", json!(1_800_003_630)),
            ("exp", json!(1_800_000_060.5)),
            ("iat", json!(1_800_000_030)),
            ("nbf", json!(0)),
        ] {
            let mut claims = claims();
            claims[claim] = value;
            assert!(check(&claims).is_ok(), "{claims}");
        }
    }

    #[test]
    fn what_it_must_not_claim() {
        for (claim, value) in [
            ("iss", json!("another")),
            ("sub", json!("another")),
            ("sub", json!(1)),
            ("aud", json!("https://other.example")),
            ("aud", json!("https://id.example/")),
            ("aud", json!([])),
            ("aud", json!({"https://id.example": true})),
            ("exp", json!(1_799_999_970)),
            ("exp", json!(1_800_003_631)),
            ("exp", json!(1e300)),
            ("exp", json!("1800000060")),
            ("iat", json!(1_800_000_031)),
            ("iat", json!("now")),
            ("nbf", json!(1_800_000_031)),
            ("jti", json!("")),
            ("jti", json!(1)),
            ("jti", json!("j".repeat(256))),
        ] {
            let mut claims = claims();
            claims[claim] = value;
            let refusal = check(&claims).expect_err("a wrong claim");
            assert_eq!(refusal.rule, Rule::ClientAssertionClaims);
            assert_eq!(refusal.details, [("claim", claim.to_owned())], "{claims}");
        }
        for claim in ["iss", "sub", "aud", "exp", "jti"] {
            let mut claims = claims();
            claims.as_object_mut().expect("an object").remove(claim);
            assert!(check(&claims).is_err(), "without {claim}");
        }
    }

    #[test]
    fn a_jwt_of_another_kind_is_none() {
        let claims = claims();
        let check = |typ| {
            let ours = ["https://id.example".to_owned()];
            ClientAssertion::check(claims.as_object().expect("an object"), typ, "app", &ours, NOW)
        };
        for typ in [None, Some("jwt"), Some("client-authentication+jwt")] {
            assert!(check(typ).is_ok());
        }
        for typ in ["at+jwt", "oauth-authz-req+jwt", "dpop+jwt", ""] {
            assert!(check(Some(typ)).is_err(), "{typ}");
        }
    }

    #[test]
    fn the_registration_decides_what_must_have_signed_it() {
        let client = |metadata: Value| serde_json::from_value::<Client>(metadata).expect("metadata");
        let by_key = client(json!({"id": "a", "token_endpoint_auth_method": "private_key_jwt"}));
        let by_secret = client(json!({"id": "a", "token_endpoint_auth_method": "client_secret_jwt"}));
        assert_eq!(alg(&by_key, "ES384"), Ok(ClientAlg::ES384));
        assert_eq!(alg(&by_secret, "HS256"), Ok(ClientAlg::HS256));
        let chosen = client(json!({
            "id": "a", "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "PS256"
        }));
        assert_eq!(alg(&chosen, "PS256"), Ok(ClientAlg::PS256));
        for (client, header) in [
            (&by_key, "HS256"),
            (&by_key, "none"),
            (&by_secret, "RS256"),
            (&chosen, "RS256"),
        ] {
            let refusal = alg(client, header).expect_err("another algorithm");
            assert_eq!(refusal.rule, Rule::ClientAssertionSignature, "{header}");
        }
        let refusal = alg(&client(json!({"id": "a"})), "RS256").expect_err("another way");
        assert_eq!(refusal.rule, Rule::ClientAuthMethod);
    }

    #[test]
    fn it_names_its_client() {
        let jwt = |payload: &str| format!("e30.{}.x", URL_SAFE_NO_PAD.encode(payload));
        assert_eq!(named(&jwt(r#"{"sub":"app"}"#)).as_deref(), Some("app"));
        for payload in ["", "{}", r#"{"sub":1}"#, r#"{"sub":"a","sub":"b"}"#] {
            assert_eq!(named(&jwt(payload)), None, "{payload}");
        }
        assert_eq!(named("no jwt"), None);
    }
}
