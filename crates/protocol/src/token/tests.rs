//! Code exchange and refresh through the machines, and the claims of access tokens.

use super::access_token::{AccessTokenClaims, Audience, Issuance, userinfo_audience};
use super::machine::{CodeBinding, RefreshBinding, check_code, check_refresh};
use super::request::{CodeRequest, RefreshRequest};
use crate::assurance::Authentication;
use crate::client::Client;
use crate::error::{ErrorCode, Rule};
use crate::time::Timestamp;
use serde_json::json;
use std::time::Duration;

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const ISSUER: &str = "https://op.example";

fn client() -> Client {
    let mut client: Client = serde_json::from_value(json!({
        "id": "app", "redirect_uris": ["https://app.example/cb"], "audience": ["https://api.example", "urn:other"],
    }))
    .expect("metadata");
    client.has_secret = true;
    client
}

fn now() -> Timestamp {
    Timestamp::from_seconds(1000)
}

fn request() -> CodeRequest {
    CodeRequest {
        code: "c".into(),
        redirect_uri: Some("https://app.example/cb".into()),
        code_verifier: Some(VERIFIER.into()),
        resources: Vec::new(),
    }
}

/// Bound as an authorization request with this challenge leaves it.
fn binding(challenge: Option<&str>) -> CodeBinding {
    use crate::authorize::{AuthorizationRequest, Destination};
    let mut params = vec![
        ("client_id", "app"),
        ("redirect_uri", "https://app.example/cb"),
        ("response_type", "code"),
        ("scope", "openid profile"),
    ];
    params.extend(
        challenge
            .into_iter()
            .flat_map(|value| [("code_challenge", value), ("code_challenge_method", "S256")]),
    );
    let params = params.into_iter().collect();
    let destination = Destination::settle(&params, &client()).expect("registered");
    let request = AuthorizationRequest::check(&params, &client(), destination).expect("valid");
    CodeBinding {
        client_id: "app".into(),
        redirect_uri: request.destination.redirect_uri,
        redirect_uri_was_sent: true,
        code_challenge: request.code_challenge,
        scope: request.scope,
    }
}

#[test]
fn a_code_is_exchanged_with_the_verifier_of_rfc_7636() {
    assert_eq!(
        check_code(&request(), &binding(Some(CHALLENGE)), &client()),
        Ok(())
    );
}

#[test]
fn every_mismatch_is_an_invalid_grant() {
    let bound = binding(Some(CHALLENGE));
    let other_client = CodeBinding {
        client_id: "other".into(),
        ..bound.clone()
    };
    let wrong_verifier = CodeRequest {
        code_verifier: Some("x".repeat(43)),
        ..request()
    };
    let short_verifier = CodeRequest {
        code_verifier: Some("x".into()),
        ..request()
    };
    let no_verifier = CodeRequest {
        code_verifier: None,
        ..request()
    };
    let other_uri = CodeRequest {
        redirect_uri: Some("https://app.example/cb/".into()),
        ..request()
    };
    let no_uri = CodeRequest {
        redirect_uri: None,
        ..request()
    };
    let cases = [
        (&request(), &other_client, Rule::CodeForeign),
        (&wrong_verifier, &bound, Rule::PkceVerifier),
        (&short_verifier, &bound, Rule::PkceVerifier),
        (&no_verifier, &bound, Rule::PkceVerifier),
        (&other_uri, &bound, Rule::CodeRedirectUri),
        (&no_uri, &bound, Rule::CodeRedirectUri),
        // RFC 9700, 4.8.2: a verifier without a challenge is a downgrade.
        (&request(), &binding(None), Rule::PkceVerifier),
    ];
    for (request, binding, rule) in cases {
        let refusal = check_code(request, binding, &client()).expect_err("refused");
        assert_eq!((refusal.code, refusal.rule), (ErrorCode::InvalidGrant, rule));
    }
}

#[test]
fn a_redirect_uri_that_was_not_sent_need_not_be_sent_again() {
    let bound = CodeBinding {
        redirect_uri_was_sent: false,
        ..binding(Some(CHALLENGE))
    };
    let without = CodeRequest {
        redirect_uri: None,
        ..request()
    };
    assert_eq!(check_code(&without, &bound, &client()), Ok(()));
}

#[test]
fn a_refresh_may_ask_for_less_but_not_for_more() {
    let binding = RefreshBinding {
        client_id: "app".into(),
        scope: "openid profile email".parse().expect("scope"),
        expires_at: now() + Duration::from_secs(1),
    };
    let refreshed = |scope: Option<&str>, now| {
        let request = RefreshRequest {
            refresh_token: "r".into(),
            scope: scope.map(str::to_owned),
            resources: Vec::new(),
        };
        check_refresh(&request, &binding, &client(), now)
            .map(|scope| scope.to_string())
            .map_err(|refusal| (refusal.code, refusal.rule))
    };
    assert_eq!(refreshed(None, now()), Ok("openid profile email".into()));
    assert_eq!(refreshed(Some("email openid"), now()), Ok("openid email".into()));
    let more = Err((ErrorCode::InvalidScope, Rule::ScopeExceedsGrant));
    assert_eq!(refreshed(Some("openid phone"), now()), more);
    let late = Err((ErrorCode::InvalidGrant, Rule::RefreshExpired));
    assert_eq!(refreshed(None, now() + Duration::from_secs(1)), late);
}

#[test]
fn an_access_token_has_the_claims_of_rfc_9068() {
    let scope = "openid profile".parse().expect("scope");
    let client = client();
    let issuance = Issuance {
        issuer: ISSUER,
        client: &client,
        scope: &scope,
        resources: &[],
        now: now(),
        lifetime: Duration::from_secs(900),
    };
    let authentication = Authentication::by_password_and_code(Timestamp::from_seconds(900));
    let claims = AccessTokenClaims::for_person(&issuance, "j".into(), "sub", "g", &authentication);
    assert_eq!(
        serde_json::to_value(claims).expect("JSON"),
        json!({
            "iss": ISSUER, "sub": "sub", "client_id": "app", "exp": 1900, "iat": 1000, "jti": "j",
            "aud": ["https://api.example", "https://op.example/oauth2/userinfo"],
            "scope": "openid profile", "grant_id": "g", "auth_time": 900,
            "acr": "urn:voltkey:acr:2fa", "amr": ["pwd", "otp", "mfa"],
        })
    );
}

#[test]
fn the_audience_follows_what_was_asked_for() {
    let decide = |scope: &str, resources: &[&str], client: &Client| {
        let resources: Vec<String> = resources.iter().map(|resource| (*resource).to_owned()).collect();
        Audience::decide(ISSUER, client, &scope.parse().expect("scope"), &resources)
    };
    let one = |text: &str| Audience::One(text.to_owned());
    assert_eq!(decide("openid", &["urn:other"], &client()), one("urn:other"));
    assert_eq!(decide("", &[], &client()), one("https://api.example"));
    let bare = Client {
        audience: Vec::new(),
        ..client()
    };
    assert_eq!(decide("openid", &[], &bare), one(&userinfo_audience(ISSUER)));
    assert_eq!(decide("", &[], &bare), one(ISSUER));
}
