//! The rules of an authorization request, one by one.

use super::decision::decide;
use super::*;
use crate::assurance::Authentication;
use crate::client::Client;
use crate::error::{ErrorCode, Refusal, Rule};
use crate::params::Params;
use crate::scope::Scope;
use crate::time::Timestamp;
use serde_json::json;

/// RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn client() -> Client {
    let mut client: Client = serde_json::from_value(json!({
        "id": "app",
        "redirect_uris": ["https://app.example/cb", "https://app.example/other"],
        "grant_types": ["authorization_code", "refresh_token"],
    }))
    .expect("metadata");
    client.has_secret = true;
    client
}

/// A public client that takes its tokens from the authorization endpoint.
fn implicit() -> Client {
    Client {
        grant_types: vec![crate::client::GrantType::Implicit],
        response_types: vec![ResponseType::IdToken, ResponseType::IdTokenToken],
        has_secret: false,
        ..client()
    }
}

fn params(changes: &[(&str, &str)]) -> Params {
    let mut params: Params = [
        ("client_id", "app"),
        ("redirect_uri", "https://app.example/cb"),
        ("response_type", "code"),
        ("scope", "openid profile"),
        ("state", "s"),
    ]
    .into_iter()
    .collect();
    for (name, value) in changes {
        params = params.with(name, (!value.is_empty()).then_some(*value));
    }
    params
}

fn check(changes: &[(&str, &str)], client: &Client) -> Result<AuthorizationRequest, Refusal> {
    let params = params(changes);
    AuthorizationRequest::check(&params, client, Destination::settle(&params, client)?)
}

#[test]
fn only_a_registered_address_becomes_a_destination() {
    let settle = |uri: &str| Destination::settle(&params(&[("redirect_uri", uri)]), &client());
    assert!(settle("https://app.example/cb").is_ok());
    for uri in [
        "https://app.example/cb/",
        "https://app.example",
        "https://evil.example/cb",
        "javascript:alert(1)",
        "%",
    ] {
        assert_eq!(
            settle(uri).unwrap_err().rule,
            Rule::RedirectUriUnregistered,
            "{uri}"
        );
    }
    // With two registered none can be left out; with openid not even the only one.
    assert_eq!(settle("").unwrap_err().rule, Rule::RedirectUriMissing);
    let one = Client {
        redirect_uris: vec!["https://app.example/cb".into()],
        ..client()
    };
    let without = params(&[("redirect_uri", "")]);
    assert_eq!(
        Destination::settle(&without, &one).unwrap_err().rule,
        Rule::RedirectUriMissing
    );
    let plain = without.with("scope", Some("profile"));
    let settled = Destination::settle(&plain, &one).expect("RFC 6749, 3.1.2.3");
    assert!(!settled.redirect_uri_was_sent);
}

/// What a request changes, who sends it, and how it is refused.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a Client, ErrorCode, Rule);

#[test]
fn each_check_refuses_with_its_own_rule() {
    let public = Client {
        has_secret: false,
        ..client()
    };
    let machine = Client {
        grant_types: vec![crate::client::GrantType::ClientCredentials],
        ..client()
    };
    let half_registered = Client {
        response_types: vec![ResponseType::CodeIdToken],
        ..client()
    };
    let cases: &[Case<'_>] = &[
        (
            &[("registration", "{}")],
            &client(),
            ErrorCode::RegistrationNotSupported,
            Rule::Registration,
        ),
        (
            &[],
            &machine,
            ErrorCode::UnauthorizedClient,
            Rule::GrantTypeNotRegistered,
        ),
        (
            &[("response_type", "")],
            &client(),
            ErrorCode::InvalidRequest,
            Rule::ParameterMissing,
        ),
        (
            &[("response_type", "token")],
            &client(),
            ErrorCode::UnsupportedResponseType,
            Rule::ResponseTypeUnsupported,
        ),
        (
            &[("response_type", "id_token"), ("nonce", "n")],
            &client(),
            ErrorCode::UnauthorizedClient,
            Rule::ResponseTypeNotRegistered,
        ),
        (
            &[("response_type", "code id_token"), ("nonce", "n")],
            &half_registered,
            ErrorCode::UnauthorizedClient,
            Rule::GrantTypeNotRegistered,
        ),
        (
            &[("response_type", "id_token")],
            &implicit(),
            ErrorCode::InvalidRequest,
            Rule::ParameterMissing,
        ),
        (
            &[("response_type", "id_token"), ("nonce", "n"), ("scope", "email")],
            &implicit(),
            ErrorCode::InvalidRequest,
            Rule::ScopeOpenidMissing,
        ),
        (
            &[
                ("response_type", "id_token"),
                ("nonce", "n"),
                ("response_mode", "query"),
            ],
            &implicit(),
            ErrorCode::InvalidRequest,
            Rule::ResponseModeUnsupported,
        ),
        (
            &[("response_mode", "web_message")],
            &client(),
            ErrorCode::InvalidRequest,
            Rule::ResponseModeUnsupported,
        ),
        (
            &[("prompt", "none login")],
            &client(),
            ErrorCode::InvalidRequest,
            Rule::Prompt,
        ),
        (
            &[("prompt", "later")],
            &client(),
            ErrorCode::InvalidRequest,
            Rule::Prompt,
        ),
        (
            &[("max_age", "-1")],
            &client(),
            ErrorCode::InvalidRequest,
            Rule::ParameterMalformed,
        ),
        (
            &[("max_age", "1e3")],
            &client(),
            ErrorCode::InvalidRequest,
            Rule::ParameterMalformed,
        ),
        (
            &[("scope", "a\u{e4}")],
            &client(),
            ErrorCode::InvalidScope,
            Rule::ScopeMalformed,
        ),
        (&[], &public, ErrorCode::InvalidRequest, Rule::PkceMissing),
        (
            &[("resource", "https://api.example")],
            &client(),
            ErrorCode::InvalidTarget,
            Rule::ResourceNotRegistered,
        ),
    ];
    for (changes, client, code, rule) in cases {
        let refusal = check(changes, client).expect_err("refused");
        assert_eq!((refusal.code, refusal.rule), (*code, *rule), "{changes:?}");
    }
}

#[test]
fn unknown_scopes_and_parameters_are_passed_over() {
    let request = check(
        &[
            ("scope", "openid email x:unknown"),
            ("display", "wap"),
            ("foo", "bar"),
        ],
        &client(),
    );
    assert_eq!(request.expect("valid").scope.to_string(), "openid email");
}

#[test]
fn offline_access_counts_only_where_a_refresh_token_can_follow() {
    let scope =
        |changes: &[(&str, &str)], client: &Client| check(changes, client).expect("valid").scope.to_string();
    let asked = ("scope", "openid offline_access");
    assert_eq!(scope(&[asked], &client()), "openid");
    assert_eq!(
        scope(&[asked, ("prompt", "consent")], &client()),
        "openid offline_access"
    );
    let trusted = Client {
        trusted: true,
        ..client()
    };
    assert_eq!(scope(&[asked], &trusted), "openid offline_access");
    let without = Client {
        grant_types: vec![crate::client::GrantType::AuthorizationCode],
        ..trusted
    };
    assert_eq!(scope(&[asked], &without), "openid");
}

#[test]
fn where_no_code_comes_there_is_neither_pkce_nor_a_refresh_token() {
    let changes = [
        ("response_type", "id_token token"),
        ("nonce", "n"),
        ("scope", "openid offline_access"),
        ("prompt", "consent"),
    ];
    let client = Client {
        grant_types: crate::client::GrantType::ALL.to_vec(),
        ..implicit()
    };
    let request = check(&changes, &client).expect("valid");
    assert_eq!(request.scope.to_string(), "openid");
    assert_eq!(request.destination.mode, ResponseMode::Fragment);
}

#[test]
fn the_machine_keeps_the_challenge() {
    let pkce = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    let request = check(&pkce, &client()).expect("valid");
    assert!(request.code_challenge.expect("kept").contains(CHALLENGE));
    assert_eq!(check(&[], &client()).expect("optional").code_challenge, None);
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

/// Someone who logged in at 1000, before the request came; now it is 2001.
fn situation(authentication: Option<&Authentication>) -> Situation<'_> {
    Situation {
        now: at(2001),
        logged_in_for_this: false,
        chosen: false,
        authentication,
        none_is_current: false,
        must_do_more: false,
        is_not_who_was_hinted: false,
        consented: None,
        consented_now: false,
    }
}

#[test]
fn nobody_signed_in_must_log_in() {
    let request = check(&[], &client()).expect("valid");
    assert_eq!(decide(&request, &client(), &situation(None)), Ok(Decision::LogIn));
}

#[test]
fn an_authentication_may_be_too_old_but_not_when_it_was_made_for_the_request() {
    let trusted = Client {
        trusted: true,
        ..client()
    };
    let (old, new) = (
        Authentication::by_password(at(1000)),
        Authentication::by_password(at(1990)),
    );
    let decided = |changes: &[(&str, &str)], authentication, logged_in_for_this| {
        let situation = Situation {
            logged_in_for_this,
            ..situation(Some(authentication))
        };
        decide(&check(changes, &trusted).expect("valid"), &trusted, &situation)
    };
    assert_eq!(decided(&[], &old, false), Ok(Decision::Answer));
    for changes in [[("prompt", "login")], [("max_age", "9")], [("max_age", "0")]] {
        assert_eq!(decided(&changes, &new, false), Ok(Decision::LogIn), "{changes:?}");
        assert_eq!(decided(&changes, &new, true), Ok(Decision::Answer), "{changes:?}");
        // A page that was left open does not make an old login new.
        assert_eq!(decided(&changes, &old, true), Ok(Decision::LogIn), "{changes:?}");
    }
    assert_eq!(decided(&[("max_age", "1001")], &old, false), Ok(Decision::Answer));
}

#[test]
fn an_account_is_chosen_once_and_then_it_must_be_good_enough() {
    let trusted = Client {
        trusted: true,
        ..client()
    };
    let authentication = Authentication::by_password(at(1000));
    let decided = |prompt: &str, chosen, logged_in_for_this| {
        let situation = Situation {
            chosen,
            logged_in_for_this,
            ..situation(Some(&authentication))
        };
        let request = check(&[("prompt", prompt)], &trusted).expect("valid");
        decide(&request, &trusted, &situation)
    };
    assert_eq!(
        decided("select_account", false, false),
        Ok(Decision::ChooseAccount)
    );
    assert_eq!(decided("select_account", true, false), Ok(Decision::Answer));
    assert_eq!(
        decided("select_account", false, true),
        Ok(Decision::Answer),
        "whoever logs in for it has chosen"
    );
    assert_eq!(
        decided("select_account login", false, false),
        Ok(Decision::ChooseAccount)
    );
    assert_eq!(decided("login select_account", true, false), Ok(Decision::LogIn));
    assert_eq!(
        decided("select_account consent", true, false),
        Ok(Decision::AskConsent)
    );
}

#[test]
fn who_asks_for_an_account_is_shown_the_way_to_one_until_somebody_logs_in() {
    let trusted = Client {
        trusted: true,
        ..client()
    };
    let request = check(&[("prompt", "create")], &trusted).expect("valid");
    let authentication = Authentication::by_password(at(2000));
    let signed_in = situation(Some(&authentication));
    for situation in [&situation(None), &signed_in] {
        assert_eq!(
            decide(&request, &trusted, situation),
            Ok(Decision::ShowRegistration)
        );
    }
    let logged_in = Situation {
        logged_in_for_this: true,
        ..signed_in
    };
    assert_eq!(decide(&request, &trusted, &logged_in), Ok(Decision::Answer));
}

#[test]
fn somebody_else_than_was_hinted_is_asked_once_and_then_refused() {
    let request = check(&[], &client()).expect("valid");
    let one = Authentication::by_password(at(2000));
    let other = Situation {
        is_not_who_was_hinted: true,
        ..situation(Some(&one))
    };
    assert_eq!(decide(&request, &client(), &other), Ok(Decision::LogIn));
    let again = Situation {
        logged_in_for_this: true,
        ..other
    };
    assert_eq!(
        decide(&request, &client(), &again).unwrap_err().code,
        ErrorCode::LoginRequired
    );
}

#[test]
fn two_factors_are_asked_for_only_when_one_would_not_do() {
    let trusted = Client {
        trusted: true,
        ..client()
    };
    let one = Authentication::by_password(at(1000));
    let two = Authentication::by_password_and_code(at(1000));
    let decided = |acr: &str, authentication| {
        decide(
            &check(&[("acr_values", acr)], &trusted).expect("valid"),
            &trusted,
            &situation(Some(authentication)),
        )
    };
    assert_eq!(decided("urn:voltkey:acr:2fa", &one), Ok(Decision::StepUp));
    assert_eq!(decided("urn:voltkey:acr:2fa", &two), Ok(Decision::Answer));
    assert_eq!(
        decided("urn:voltkey:acr:2fa urn:voltkey:acr:1fa", &one),
        Ok(Decision::Answer)
    );
    assert_eq!(decided("urn:other:gold", &one), Ok(Decision::Answer));
}

#[test]
fn an_essential_class_that_no_login_reaches_is_refused_before_anybody_is_asked() {
    let trusted = Client {
        trusted: true,
        ..client()
    };
    let decided = |member: &str| {
        let claims = format!(r#"{{"id_token":{{"acr":{member}}}}}"#);
        let request = check(&[("claims", &claims)], &trusted).expect("valid");
        decide(&request, &trusted, &situation(None)).map_err(|refusal| refusal.code)
    };
    let unmet = Err(ErrorCode::UnmetAuthenticationRequirements);
    assert_eq!(decided(r#"{"essential":true,"value":"urn:other:gold"}"#), unmet);
    assert_eq!(
        decided(r#"{"essential":true,"values":["urn:other:gold","urn:other:silver"]}"#),
        unmet
    );
    for wish in [
        r#"{"essential":true,"values":["urn:other:gold","urn:voltkey:acr:1fa"]}"#,
        r#"{"essential":true}"#,
        r#"{"values":["urn:other:gold"]}"#,
        "null",
    ] {
        assert_eq!(decided(wish), Ok(Decision::LogIn), "{wish}");
    }
}

#[test]
fn a_session_that_began_with_a_code_alone_is_no_answer_to_who_wants_more() {
    let trusted = Client {
        trusted: true,
        ..client()
    };
    let code_alone = Authentication::by_code(at(1990));
    let decided = |changes: &[(&str, &str)], client: &Client, logged_in_for_this| {
        let situation = Situation {
            logged_in_for_this,
            ..situation(Some(&code_alone))
        };
        decide(&check(changes, client).expect("valid"), client, &situation)
    };
    assert_eq!(decided(&[], &trusted, false), Ok(Decision::Answer));
    for changes in [
        [("max_age", "1000000")],
        [("acr_values", "urn:voltkey:acr:2fa")],
        [("prompt", "login")],
    ] {
        // From the beginning: one more code would not be the password.
        assert_eq!(
            decided(&changes, &trusted, false),
            Ok(Decision::LogIn),
            "{changes:?}"
        );
    }
    let default = Client {
        default_max_age: Some(1_000_000),
        ..trusted
    };
    assert_eq!(decided(&[], &default, false), Ok(Decision::LogIn));
    assert_eq!(
        decided(&[], &default, true),
        Ok(Decision::LogIn),
        "nor made for this"
    );
}

#[test]
fn consent_is_asked_of_third_parties_until_it_covers_what_they_ask() {
    let one = Authentication::by_password(at(1000));
    let request = check(&[], &client()).expect("valid");
    let decided = |consented: Option<&str>, now| {
        let consented: Option<Scope> = consented.map(|scope| scope.parse().expect("scope"));
        let situation = Situation {
            consented: consented.as_ref(),
            consented_now: now,
            ..situation(Some(&one))
        };
        decide(&request, &client(), &situation)
    };
    assert_eq!(decided(None, false), Ok(Decision::AskConsent));
    assert_eq!(decided(Some("email"), false), Ok(Decision::AskConsent));
    assert_eq!(decided(Some("email profile"), false), Ok(Decision::Answer));
    assert_eq!(decided(Some("email profile"), true), Ok(Decision::Answer));
    // The client asks for more than the page has shown.
    assert_eq!(decided(Some("email"), true), Ok(Decision::AskConsent));
    let trusted = Client {
        trusted: true,
        ..client()
    };
    let anew = check(&[("prompt", "consent")], &trusted).expect("valid");
    assert_eq!(
        decide(&anew, &trusted, &situation(Some(&one))),
        Ok(Decision::AskConsent)
    );
}

#[test]
fn prompt_none_answers_or_refuses_but_never_asks() {
    let request = check(&[("prompt", "none")], &client()).expect("valid");
    let one = Authentication::by_password(at(1000));
    let refused = |situation| decide(&request, &client(), &situation).map_err(|refusal| refusal.code);
    assert_eq!(refused(situation(None)), Err(ErrorCode::LoginRequired));
    let unchosen = Situation {
        none_is_current: true,
        ..situation(None)
    };
    assert_eq!(refused(unchosen), Err(ErrorCode::AccountSelectionRequired));
    assert_eq!(refused(situation(Some(&one))), Err(ErrorCode::ConsentRequired));
    let short = Situation {
        must_do_more: true,
        ..situation(Some(&one))
    };
    assert_eq!(refused(short), Err(ErrorCode::InteractionRequired));
    let other = Situation {
        is_not_who_was_hinted: true,
        ..situation(Some(&one))
    };
    assert_eq!(refused(other), Err(ErrorCode::LoginRequired));
    let consented = "email profile".parse().expect("scope");
    let fine = Situation {
        consented: Some(&consented),
        consented_now: true,
        ..situation(Some(&one))
    };
    assert_eq!(refused(fine), Ok(Decision::Answer));
}
