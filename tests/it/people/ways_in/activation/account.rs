//! The account that comes of it.

use super::*;
use serde_json::json;
use voltkey_flows::admin::apply::InstanceRole;

#[tokio::test]
async fn what_the_invitation_gives_is_the_account_s() {
    let world = World::new().await;
    let invitee = Invitee {
        role: Role::Admin,
        roles: vec![InstanceRole::Support],
        ..dora()
    };
    let link = link_of(&world, &invitee).await;
    activate(&mut world.browser(), &link).await.away();
    let person = account(&world, DORA).await.unwrap();
    assert!(person.is_support && !person.is_operator && person.email_verified);
    assert_eq!(person.activated_at, Some(world.now()));
    assert_eq!(
        companies_of(&world, DORA).await,
        [("sonnenfeld".to_owned(), Role::Admin)]
    );
}

#[tokio::test]
async fn an_app_gets_the_person_s_claims_afterwards() {
    let world = World::new().await;
    let mut browser = world.browser();
    let link = link_of(&world, &dora()).await;
    let page = browser.get(&link).await.page();
    let form = filled(&page)
        .fill("language", "de")
        .fill("tel", "+49 30 6293 77201");
    form.submit(&mut browser).await.away();

    let platform = world.client("platform");
    let request = platform.authorize("openid email profile phone company");
    let login = browser.open(&request).await.page();
    let form = login.form().fill("email", DORA).fill("password", CHOSEN);
    let answer = form.submit(&mut browser).await.answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let id = platform.verify(&tokens.id).await.claims;
    let sub = id["sub"].as_str().unwrap();
    assert_eq!((sub.len(), &sub[14..15]), (36, "4"), "a random UUID: {sub}");
    let told = platform.userinfo(&tokens.access).await.ok();
    assert_eq!(told["sub"], sub);
    assert_eq!(told["email"], DORA);
    assert_eq!(told["email_verified"], true);
    assert_eq!(told["given_name"], "Dora");
    assert_eq!(told["family_name"], "Neu");
    assert_eq!(told["locale"], "de");
    assert_eq!(told["phone_number"], "+49 30 6293 77201");
    let company = &told["companies"][0];
    assert_eq!(
        (&company["slug"], &company["role"]),
        (&json!("sonnenfeld"), &json!("member"))
    );
}

#[tokio::test]
async fn however_an_address_is_written_it_is_one_account() {
    for spellings in [
        ["Dora+Solar@Sonnenfeld.Example", "dora+solar@sonnenfeld.example"],
        ["DORA@SONNENFELD.EXAMPLE", "  Dora@sonnenfeld.example "],
        ["dora@münchen.example", "Dora@XN--MNCHEN-3YA.example"],
        ["d\u{f6}ra@sonnenfeld.example", "do\u{308}ra@sonnenfeld.example"],
    ] {
        let world = World::new().await;
        let [first, second] = spellings.map(|email| Invitee {
            email: email.to_owned(),
            ..dora()
        });
        let old = link_of(&world, &first).await;
        let link = link_of(&world, &second).await;
        let mut browser = world.browser();
        assert_eq!(
            browser.get(&old).await.page().status,
            410,
            "it is one invitation: {spellings:?}"
        );
        activate(&mut browser, &link).await.away();
        for email in spellings {
            log_in(&mut world.browser(), email, CHOSEN).await.away();
        }
        world.mails().await;
        let elsewhere = Invitee {
            company: Some("solluna".to_owned()),
            ..second
        };
        invite(&world, &elsewhere).await;
        assert!(invitation_mail(&world).await.joins, "{spellings:?}");
    }
}

#[tokio::test]
async fn a_plus_makes_another_address() {
    let world = World::new().await;
    activated_dora(&world).await;
    let plus = Invitee {
        email: "dora+solar@sonnenfeld.example".to_owned(),
        ..dora()
    };
    let link = link_of(&world, &plus).await;
    activate(&mut world.browser(), &link).await.away();
    assert_ne!(
        account(&world, DORA).await.unwrap().sub,
        account(&world, "dora+solar@sonnenfeld.example")
            .await
            .unwrap()
            .sub
    );
}
