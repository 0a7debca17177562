//! Refusals that are told to the client: at its registered address, with `iss`, the state, a description with
//! the reference number, and a record of the exact rule (RFC 6749, 4.1.2.1; OpenID Connect Core, 3.1.2.6).

use crate::harness::{AuthorizationRequest, ISSUER, Landed, World};
use serde_json::json;
use voltkey_protocol::error::Rule;

/// Shows that a request goes back to its client with that error, by that rule.
async fn refused_by(world: &World, request: AuthorizationRequest, error: &str, rule: Rule) {
    let answer = world.browser().open(&request).await.answer();
    assert_eq!(answer.to.as_str(), request.get("redirect_uri"), "{rule}");
    assert_eq!(answer.error(), error, "{rule}");
    assert_eq!(answer.get("iss"), Some(ISSUER), "{rule}");
    let state = Some(request.get("state")).filter(|state| !state.is_empty());
    assert_eq!(answer.get("state"), state, "{rule}");
    let refusal = world.refusal(&answer.reference()).await;
    assert_eq!(
        (refusal.rule.as_str(), refusal.code.as_str()),
        (rule.as_str(), error)
    );
    assert_eq!(
        refusal.client_id.as_deref(),
        Some(request.get("client_id")),
        "{rule}"
    );
}

fn request_of(world: &World, client_id: &str) -> AuthorizationRequest {
    world.client(client_id).authorize("openid")
}

#[tokio::test]
async fn a_parameter_that_stands_twice() {
    let world = World::new().await;
    let request = request_of(&world, "platform");
    for name in ["scope", "nonce", "response_type", "prompt", "unheard_of"] {
        let twice = request.clone().with(name, "code").and(name, "");
        refused_by(&world, twice, "invalid_request", Rule::ParameterRepeated).await;
    }
}

#[tokio::test]
async fn of_two_states_none_comes_back() {
    let world = World::new().await;
    let request = request_of(&world, "platform").and("state", "another");
    let answer = world.browser().open(&request).await.answer();
    assert_eq!((answer.error(), answer.get("state")), ("invalid_request", None));
}

#[tokio::test]
async fn a_response_type_that_is_missing_or_unknown() {
    let world = World::new().await;
    let request = request_of(&world, "platform");
    refused_by(
        &world,
        request.clone().without("response_type"),
        "invalid_request",
        Rule::ParameterMissing,
    )
    .await;
    refused_by(
        &world,
        request.clone().with("response_type", ""),
        "invalid_request",
        Rule::ParameterMissing,
    )
    .await;
    for response_type in ["token", "none", "CODE", "code code", "code  id_token"] {
        let request = request.clone().with("response_type", response_type);
        refused_by(
            &world,
            request,
            "unsupported_response_type",
            Rule::ResponseTypeUnsupported,
        )
        .await;
    }
}

#[tokio::test]
async fn a_response_type_that_the_client_is_not_registered_for() {
    let world = World::new().await;
    for response_type in [
        "id_token",
        "id_token token",
        "code id_token",
        "code id_token token",
    ] {
        let request = request_of(&world, "platform").with("response_type", response_type);
        refused_by(
            &world,
            request,
            "unauthorized_client",
            Rule::ResponseTypeNotRegistered,
        )
        .await;
    }
}

#[tokio::test]
async fn a_response_mode_that_is_not_there() {
    let world = World::new().await;
    for mode in ["web_message", "query.jwt", "QUERY"] {
        let request = request_of(&world, "platform").with("response_mode", mode);
        refused_by(&world, request, "invalid_request", Rule::ResponseModeUnsupported).await;
    }
}

#[tokio::test]
async fn a_client_that_does_not_sign_people_in() {
    let world = World::new().await;
    let metadata = json!({ "grant_types": ["client_credentials"] });
    let machine = world.register("machine", metadata, true).await;
    refused_by(
        &world,
        machine.authorize("openid"),
        "unauthorized_client",
        Rule::GrantTypeNotRegistered,
    )
    .await;
}

#[tokio::test]
async fn metadata_on_the_way() {
    let world = World::new().await;
    let request = request_of(&world, "platform").with("registration", "{}");
    refused_by(&world, request, "registration_not_supported", Rule::Registration).await;
}

#[tokio::test]
async fn a_prompt_that_is_unknown_or_contradicts_itself() {
    let world = World::new().await;
    for prompt in ["password", "none login", "login none", "signup", "Login"] {
        let request = request_of(&world, "platform").with("prompt", prompt);
        refused_by(&world, request, "invalid_request", Rule::Prompt).await;
    }
}

#[tokio::test]
async fn a_max_age_that_is_no_number_of_seconds() {
    let world = World::new().await;
    for max_age in ["-1", "+1", "1.5", "one", "0x10", "99999999999999999999", "1 2"] {
        let request = request_of(&world, "platform").with("max_age", max_age);
        refused_by(&world, request, "invalid_request", Rule::ParameterMalformed).await;
    }
}

#[tokio::test]
async fn a_scope_with_characters_that_no_scope_has() {
    let world = World::new().await;
    for scope in ["openid \"x\"", "openid a\\b", "openid ümlaut", "openid\tprofile"] {
        let request = request_of(&world, "platform").with("scope", scope);
        refused_by(&world, request, "invalid_scope", Rule::ScopeMalformed).await;
    }
}

#[tokio::test]
async fn a_resource_that_is_not_the_client_s() {
    let world = World::new().await;
    let request = request_of(&world, "platform").with("resource", "https://api.platform.example");
    let with_another = request.and("resource", "https://api.other.example");
    refused_by(
        &world,
        with_another,
        "invalid_target",
        Rule::ResourceNotRegistered,
    )
    .await;
}

#[tokio::test]
async fn more_acr_values_than_there_could_be() {
    let world = World::new().await;
    let request = request_of(&world, "platform").with("acr_values", &"x ".repeat(21));
    refused_by(&world, request, "invalid_request", Rule::ParameterMalformed).await;
}

#[tokio::test]
async fn with_form_post_a_refusal_is_posted() {
    let world = World::new().await;
    let request = request_of(&world, "platform")
        .with("response_mode", "form_post")
        .with("prompt", "bad");
    let landed = world.browser().open(&request).await;
    let Landed::Posted(posted) = landed else {
        panic!("{landed:?}")
    };
    assert_eq!(posted.action.as_str(), request.get("redirect_uri"));
    assert!(
        posted
            .fields
            .contains(&("error".into(), "invalid_request".into())),
        "{posted:?}"
    );
}

#[tokio::test]
async fn a_request_that_came_by_post_is_refused_alike() {
    let world = World::new().await;
    let request = request_of(&world, "platform").with("prompt", "bad");
    let answer = world
        .browser()
        .post_from_elsewhere("/oauth2/authorize", request.params())
        .await
        .answer();
    assert_eq!(answer.error(), "invalid_request");
    assert_eq!(world.rule(&answer.reference()).await, Rule::Prompt);
}

#[tokio::test]
async fn a_description_keeps_to_the_characters_that_it_may_have() {
    let world = World::new().await;
    let request = request_of(&world, "platform").with("prompt", "a\"b\\c\u{e9}\n");
    let answer = world.browser().open(&request).await.answer();
    let description = answer.get("error_description").unwrap();
    let may_stand = |c: char| (' '..='~').contains(&c) && c != '"' && c != '\\';
    assert!(description.chars().all(may_stand), "{description}");
}

#[tokio::test]
async fn somebody_who_turns_back_is_told_to_the_client() {
    let world = World::new().await;
    let mut browser = world.browser();
    let request = request_of(&world, "platform");
    let login = browser.open(&request).await.page();
    let answer = login.form_to("/login/cancel").submit(&mut browser).await.answer();
    assert_eq!(answer.error(), "access_denied");
    assert_eq!(answer.get("state"), Some(request.get("state")));
    assert_eq!(world.rule(&answer.reference()).await, Rule::LoginCancelled);
}
