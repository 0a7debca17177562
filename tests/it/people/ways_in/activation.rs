//! Making the account (S2 to S4): what the page asks for, what it takes, and where it ends.

use super::*;
use crate::harness::{ISSUER, PASSWORD, email_of, seconds};
use crate::people::acts::{SESSION_COOKIE, after_password, enter, post_bare};
use serde_json::json;
use tokio::task::JoinSet;
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_store::memberships;
use voltkey_tests::smtp::MoodyServer;

const RULES: [&str; 5] = ["length", "upper", "lower", "digit", "special"];

/// The rules that the page marks as not kept.
fn failed_rules(page: &Page) -> Vec<&'static str> {
    let is_failed = |rule: &&str| page.has(&format!("[data-rule={rule}][data-state=failed]"));
    RULES.into_iter().filter(is_failed).collect()
}

/// What is said at a field.
fn said_at(page: &Page, field: &str) -> String {
    page.text_of(&format!("#{field}-error")).unwrap_or_default()
}

/// A world in which Dora is invited, her browser, and the page of her link.
async fn invited_dora() -> (World, Browser, Page) {
    let world = World::new().await;
    let mut browser = world.browser();
    let link = link_of(&world, &dora()).await;
    let page = browser.get(&link).await.page();
    (world, browser, page)
}

#[tokio::test]
async fn the_page_asks_for_details_and_a_password_and_shows_the_rules() {
    let (_world, _, page) = invited_dora().await;
    assert!(page.text().contains("Sonnenfeld GmbH"), "who invites: {page:?}");
    for (field, autocomplete) in [
        ("email", "username"),
        ("given_name", "given-name"),
        ("family_name", "family-name"),
        ("tel", "tel"),
        ("password", "new-password"),
    ] {
        let input = format!("input[name={field}]");
        assert_eq!(
            page.attribute_of(&input, "autocomplete").as_deref(),
            Some(autocomplete)
        );
        assert!(page.has(&format!("label[for={field}]")), "{field} has a label");
    }
    assert!(page.has("select[name=language]"));
    assert!(page.has("input[name=email][readonly]"), "the address is settled");
    for rule in RULES {
        assert!(
            page.has(&format!("[data-rule={rule}][data-state=open]")),
            "{rule}"
        );
    }
    let form = page.form();
    assert_eq!((form.value("email"), form.value("given_name")), (DORA, "Dora"));
}

#[tokio::test]
async fn the_button_reads_create_in_three_languages() {
    let world = World::new().await;
    let mut browser = world.browser();
    let link = link_of(&world, &dora()).await;
    for (language, button) in [("en", "Create"), ("es", "Crear"), ("de", "Erstellen")] {
        let page = browser.get(&format!("{link}&ui_locales={language}")).await.page();
        assert_eq!(page.text_of("main form .button--full").as_deref(), Some(button));
    }
}

#[tokio::test]
async fn afterwards_one_logs_in_with_the_address_and_the_new_password() {
    let (world, mut browser, page) = invited_dora().await;
    let away = filled(&page).submit(&mut browser).await.away();
    assert_eq!(away.as_str(), PLATFORM_LOGIN);
    assert!(
        browser.cookie(SESSION_COOKIE).is_none(),
        "nobody is signed in by a link"
    );
    world.clock.advance(seconds(20));
    let away = log_in(&mut browser, DORA, CHOSEN).await.away();
    assert_eq!(away.as_str(), PLATFORM_LOGIN);
    assert!(world.mails().await.is_empty(), "the browser is known");
}

#[tokio::test]
async fn each_rule_that_a_password_breaks_is_told_and_the_rest_is_kept() {
    let (world, mut browser, page) = invited_dora().await;
    let too_long: String = "Windrad Kraftwerk-7 Berlin Sonne "
        .chars()
        .cycle()
        .take(257)
        .collect();
    let form = filled(&page)
        .fill("tel", "+49 30 6293 77201")
        .fill("language", "es");
    for (password, failed, said) in [
        ("", RULES.to_vec(), "5 rules are not met"),
        ("Zq7-kWx", vec!["length"], "1 rule is not met"),
        ("kraftwerk berlin", vec!["upper", "digit"], "2 rules are not met"),
        ("KRAFTWERK-7-BERLIN", vec!["lower"], "1 rule is not met"),
        ("KraftwerkBerlin7", vec!["special"], "1 rule is not met"),
        ("          ", RULES[1..4].to_vec(), "easily guessed"),
        (
            &"\u{1f600}".repeat(8),
            RULES[1..4].to_vec(),
            "3 rules are not met",
        ),
        (&"\u{1f600}".repeat(7), RULES[..4].to_vec(), "4 rules are not met"),
        (&too_long, vec![], "up to 256 characters"),
        ("Passw0rd!", vec![], "easily guessed"),
        ("Sonnenfeld GmbH 1", vec![], "easily guessed"),
        ("Sonnenfeld-1", vec![], "easily guessed"),
        ("Dora@sonnenfeld.example1", vec![], "easily guessed"),
    ] {
        let refused = form
            .clone()
            .fill("password", password)
            .submit(&mut browser)
            .await
            .page();
        assert_eq!(refused.status, 422, "{password:?}");
        assert_eq!(failed_rules(&refused), failed, "{password:?}: {refused:?}");
        assert!(
            said_at(&refused, "password").contains(said),
            "{password:?}: {refused:?}"
        );
        assert!(refused.title().starts_with("Error: "), "{refused:?}");
        let kept = refused.form();
        for (field, value) in [
            ("given_name", "Dora"),
            ("family_name", "Neu"),
            ("tel", "+49 30 6293 77201"),
            ("language", "es"),
            ("password", ""),
        ] {
            assert_eq!(kept.value(field), value, "{password:?}");
        }
        let is_sent_back = !password.trim().is_empty() && refused.html.contains(password);
        assert!(!is_sent_back, "{password:?}: {}", refused.html);
    }
    assert!(account(&world, DORA).await.is_none());
    form.submit(&mut browser).await.away();
}

#[tokio::test]
async fn a_password_of_8_or_256_characters_or_with_any_sign_is_taken() {
    let longest: String = "Windrad Kraftwerk-7 Berlin Sonne "
        .chars()
        .cycle()
        .take(256)
        .collect();
    for password in [
        "Zq7-kWxj",
        &longest,
        "Aa1\u{1f600}\u{1f680}\u{1f30d}\u{1f511}\u{2603}",
        " Kraftwerk 7 Berlin ",
        "\u{416}\u{430}\u{444}-\u{663}-berlin",
        "Kraftwerk-7 <b>&amp;\"'%00",
    ] {
        let (world, mut browser, page) = invited_dora().await;
        let form = filled(&page).fill("password", password);
        assert!(
            matches!(form.submit(&mut browser).await, Landed::Away(_)),
            "{password}"
        );
        log_in(&mut browser, DORA, password).await.away();
        let trimmed = format!("{password} ");
        let wrong = log_in(&mut world.browser(), DORA, &trimmed).await.page();
        assert_eq!(wrong.status, 422, "each character counts: {password}");
    }
}

#[tokio::test]
async fn however_a_keyboard_composes_the_password_it_is_the_same() {
    let (composed, decomposed) = ("Gr\u{fc}ne-W\u{e4}lder-7", "Gru\u{308}ne-Wa\u{308}lder-7");
    for chosen in [composed, decomposed] {
        let (world, mut browser, page) = invited_dora().await;
        filled(&page)
            .fill("password", chosen)
            .submit(&mut browser)
            .await
            .away();
        for typed in [composed, decomposed] {
            log_in(&mut world.browser(), DORA, typed).await.away();
        }
    }
}

#[tokio::test]
async fn the_operator_s_rules_are_the_rules() {
    let world = World::with("[password]\nmin_length = 12\nrequire = [\"digit\"]\nmin_strength = 0").await;
    let mut browser = world.browser();
    let link = link_of(&world, &dora()).await;
    let page = browser.get(&link).await.page();
    assert!(page.text().contains("12 characters or more"), "{page:?}");
    assert!(!page.has("[data-rule=upper]"), "{page:?}");
    let refused = filled(&page)
        .fill("password", "password")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(failed_rules(&refused), ["length", "digit"]);
    filled(&page)
        .fill("password", "password1234")
        .submit(&mut browser)
        .await
        .away();
}

#[tokio::test]
async fn names_of_any_script_are_taken_as_they_are() {
    for (given_name, family_name) in [
        ("José María", "del Río-Ñandú"),
        ("Zoë", "O’Brien"),
        ("小明", "王"),
        ("محمد", "علي"),
        ("Ольга", "Иванова"),
        ("สมชาย", "ใจดี"),
        ("नरेन्द्र", "शर्मा"),
        ("<b>Dora</b>", "\"Neu\" & 'Alt'"),
        (&"ñ".repeat(100), "N"),
    ] {
        let (world, mut browser, page) = invited_dora().await;
        let form = filled(&page)
            .fill("given_name", &format!(" {given_name}\t"))
            .fill("family_name", family_name);
        assert!(
            matches!(form.submit(&mut browser).await, Landed::Away(_)),
            "{given_name}"
        );
        let person = account(&world, DORA).await.unwrap();
        assert_eq!(
            (person.given_name.as_str(), person.family_name.as_str()),
            (given_name, family_name)
        );
    }
}

#[tokio::test]
async fn what_is_no_name_is_told_at_its_field_and_shown_as_it_was_written() {
    let (world, mut browser, page) = invited_dora().await;
    for (name, said) in [
        ("", "Enter your"),
        (" \t ", "Enter your"),
        (&"x".repeat(101), "up to 100 characters"),
        ("Dora\r\nBcc: eve@elsewhere.example", "can’t be shown"),
        ("Dora\nNeu", "can’t be shown"),
        ("Dora\u{2028}Neu", "can’t be shown"),
        ("\u{202e}aroD", "can’t be shown"),
        ("Dora\u{2066}", "can’t be shown"),
        ("Dora\u{61c}", "can’t be shown"),
        ("Dora\u{7}", "can’t be shown"),
        ("...", "no letter at all"),
    ] {
        for field in ["given_name", "family_name"] {
            let refused = filled(&page).fill(field, name).submit(&mut browser).await.page();
            assert_eq!(refused.status, 422, "{field} {name:?}");
            assert!(
                said_at(&refused, field).contains(said),
                "{field} {name:?}: {refused:?}"
            );
            assert!(refused.has(&format!("input[name={field}][aria-invalid=true]")));
            assert!(!refused.html.contains(CHOSEN), "{refused:?}");
            assert!(
                failed_rules(&refused).is_empty(),
                "the password was good: {refused:?}"
            );
        }
    }
    assert!(account(&world, DORA).await.is_none());
}

#[tokio::test]
async fn a_form_with_a_nul_cannot_be_read_and_nothing_comes_of_it() {
    let (world, mut browser, page) = invited_dora().await;
    for field in ["given_name", "family_name", "tel", "language", "password"] {
        let refused = filled(&page)
            .fill(field, "a\0b")
            .submit(&mut browser)
            .await
            .page();
        assert_eq!(refused.status, 400, "{field}");
        assert!(!refused.html.contains(CHOSEN), "{refused:?}");
    }
    assert!(account(&world, DORA).await.is_none());
}

#[tokio::test]
async fn a_phone_number_may_be_left_out_and_else_must_look_like_one() {
    let (world, mut browser, page) = invited_dora().await;
    let too_long = "1".repeat(33);
    for phone in [
        "call me",
        "1234",
        &too_long,
        "+49 30\r\nBcc: eve@elsewhere.example",
        "１２３４５",
    ] {
        let refused = filled(&page).fill("tel", phone).submit(&mut browser).await.page();
        assert_eq!(refused.status, 422, "{phone}");
        assert!(
            said_at(&refused, "tel").contains("leave it out"),
            "{phone}: {refused:?}"
        );
        let kept = refused.form().value("tel").to_owned();
        assert!(phone.starts_with(kept.lines().next().unwrap()), "{refused:?}");
    }
    filled(&page)
        .fill("tel", " +49 (30) 6293-77201 ")
        .submit(&mut browser)
        .await
        .away();
    let person = account(&world, DORA).await.unwrap();
    assert_eq!(person.phone.as_deref(), Some("+49 (30) 6293-77201"));

    let (world, mut browser, page) = invited_dora().await;
    filled(&page).submit(&mut browser).await.away();
    assert_eq!(account(&world, DORA).await.unwrap().phone, None);
}

#[tokio::test]
async fn the_language_is_one_that_is_spoken_here() {
    for (chosen, stored) in [
        ("de", "de"),
        ("es", "es"),
        ("tlh", "en"),
        ("", "en"),
        ("de\r\nX: y", "en"),
    ] {
        let (world, mut browser, page) = invited_dora().await;
        filled(&page)
            .fill("language", chosen)
            .submit(&mut browser)
            .await
            .away();
        assert_eq!(
            account(&world, DORA).await.unwrap().language,
            stored,
            "{chosen:?}"
        );
    }
}

/// What she wrote stands in the mails that follow, as text.
#[tokio::test]
async fn no_detail_gets_into_the_headers_of_a_mail_or_becomes_part_of_its_page() {
    let server = MoodyServer::start().await;
    let world = World::with(&format!("[mail]\nurl = \"{}\"\n", server.url)).await;
    invite(&world, &dora()).await;
    let link = activation_link(&invitation_mail(&world).await);
    let mut browser = world.browser();
    let page = browser.get(&link).await.page();
    filled(&page)
        .fill("given_name", "Bcc: eve@elsewhere.example,")
        .fill("family_name", "<script>alert(1)</script>%0d%0aX: y")
        .submit(&mut browser)
        .await
        .away();
    log_in(&mut world.browser().at("203.0.113.5"), DORA, CHOSEN)
        .await
        .away();
    world.send_mails().await;
    let taken = server.taken(DORA);
    let [mail] = &taken[..] else {
        panic!("one mail: {taken:?}")
    };
    let fields = mail.message.split("\n\n").next().unwrap();
    assert!(!fields.contains("eve@") && !fields.contains("\nX: "), "{fields}");
    assert_eq!(mail.field("To"), DORA);
    let (_, page) = mail.message.split_once("text/html").unwrap();
    assert!(!page.contains("<script"), "{page}");
    assert_eq!(server.attempts("eve@elsewhere.example"), 0);
}

/// Whatever the form says of it: the address and what the invitation gives are settled.
#[tokio::test]
async fn the_address_and_the_role_are_the_invitation_s() {
    let (world, mut browser, page) = invited_dora().await;
    let form = filled(&page).fill("email", "eve@elsewhere.example");
    form.submit(&mut browser).await.away();
    assert!(account(&world, "eve@elsewhere.example").await.is_none());
    let person = account(&world, DORA).await.unwrap();
    assert!(!person.is_support && !person.is_operator);
}

#[tokio::test]
async fn of_two_browsers_at_the_same_instant_one_makes_the_account_and_the_other_is_told() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    let mut forms = Vec::new();
    for (number, password) in [CHOSEN, "Windrad-9 Hamburg"].into_iter().enumerate() {
        let mut browser = world.browser().at(&format!("192.0.2.{number}"));
        let form = filled(&browser.get(&link).await.page()).fill("password", password);
        forms.push((browser, form));
    }
    let mut submits = JoinSet::new();
    for (mut browser, form) in forms {
        submits.spawn(async move {
            let landed = form.submit(&mut browser).await;
            (form.value("password").to_owned(), landed)
        });
    }
    let mut made = Vec::new();
    let mut told = Vec::new();
    for (password, landed) in submits.join_all().await {
        match landed {
            Landed::Away(_) => made.push(password),
            Landed::Page(page) => told.push((password, page)),
            Landed::Posted(posted) => panic!("{posted:?}"),
        }
    }
    assert_eq!((made.len(), told.len()), (1, 1), "{made:?} {told:?}");
    let (other_password, page) = &told[0];
    assert_eq!(page.status, 410);
    assert_eq!(heading(page), "This account is activated already");
    log_in(&mut world.browser(), DORA, &made[0]).await.away();
    assert_eq!(
        log_in(&mut world.browser(), DORA, other_password)
            .await
            .page()
            .status,
        422
    );
}

#[tokio::test]
async fn the_link_works_in_any_browser_and_each_page_in_its_own() {
    let (world, mut on_the_phone, page) = invited_dora().await;
    let link = page.url.clone();
    let mut at_the_desk = world.browser();
    at_the_desk.get("/login").await;
    let foreign = post_bare(&mut at_the_desk, &filled(&page)).await;
    assert_eq!(foreign.status, 403, "a form is its browser's");
    activate(&mut at_the_desk, link.as_str()).await.away();
    assert_eq!(on_the_phone.get(link.as_str()).await.page().status, 410);
}

#[tokio::test]
async fn whoever_is_signed_in_is_told_and_then_signed_out() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    let mut browser = world.signed_in("ada").await;
    let mut elsewhere = world.signed_in("ben").await;
    let page = browser.get(&link).await.page();
    let told = format!("You are signed in here as {}", email_of("ada"));
    assert!(page.text().contains(&told), "{page:?}");
    let mut thief = browser.clone();
    filled(&page)
        .fill("password", "weak")
        .submit(&mut browser)
        .await
        .page();
    assert!(
        is_signed_in(&world, &mut browser).await,
        "a refusal signs nobody out"
    );

    filled(&page).submit(&mut browser).await.away();
    assert!(browser.cookie(SESSION_COOKIE).is_none());
    for browser in [&mut browser, &mut thief] {
        assert!(!is_signed_in(&world, browser).await, "the session has ended");
        let login = browser.get("/login").await.page();
        assert_eq!(login.url.path(), "/login", "and the PIN alone opens none");
    }
    assert!(is_signed_in(&world, &mut elsewhere).await);
    log_in(&mut browser, DORA, CHOSEN).await.away();
}

#[tokio::test]
async fn two_companies_invite_the_same_address_and_it_is_one_account() {
    let world = World::new().await;
    let first = link_of(&world, &dora()).await;
    let elsewhere = Invitee {
        company: Some("solluna".to_owned()),
        role: Role::Admin,
        ..dora()
    };
    let second = link_of(&world, &elsewhere).await;
    let mut browser = world.browser();
    let page_of_second = browser.get(&second).await.page();
    activate(&mut browser, &first).await.away();

    let join = filled(&page_of_second)
        .fill("password", "Windrad-9 Hamburg")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(
        (join.status.as_u16(), heading(&join).as_str()),
        (200, "Join Sol y Luna SL")
    );
    log_in(&mut browser, DORA, CHOSEN).await.away();
    let confirm = browser.get(&second).await.page();
    assert_eq!(
        confirm.text_of("main form .button--full").as_deref(),
        Some("Confirm")
    );
    confirm
        .form_to("/activate/confirm")
        .submit(&mut browser)
        .await
        .away();
    assert_eq!(
        companies_of(&world, DORA).await,
        [
            ("solluna".to_owned(), Role::Admin),
            ("sonnenfeld".to_owned(), Role::Member)
        ]
    );
}

/// The second link was opened as one that makes an account, and is sent while the first makes it.
#[tokio::test]
async fn also_when_both_links_are_followed_at_the_same_instant() {
    let world = World::new().await;
    let elsewhere = Invitee {
        company: Some("solluna".to_owned()),
        ..dora()
    };
    let mut forms = Vec::new();
    for invitee in [dora(), elsewhere] {
        let link = link_of(&world, &invitee).await;
        let mut browser = world.browser();
        let form = filled(&browser.get(&link).await.page());
        forms.push((browser, form));
    }
    let mut submits = JoinSet::new();
    for (mut browser, form) in forms {
        submits.spawn(async move { form.submit(&mut browser).await });
    }
    let landed = submits.join_all().await;
    let away = landed
        .iter()
        .filter(|landed| matches!(landed, Landed::Away(_)))
        .count();
    let joins = landed
        .iter()
        .filter(|landed| matches!(landed, Landed::Page(page) if page.status == 200));
    assert_eq!((away, joins.count()), (1, 1), "{landed:?}");
    assert_eq!(
        companies_of(&world, DORA).await.len(),
        1,
        "the other waits to be confirmed"
    );
}

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
async fn it_ends_at_the_login_of_the_client_that_it_was_for() {
    let world = World::new().await;
    let metadata = json!({ "initiate_login_uri": "https://reports.example/login?from=mail" });
    world.register("reports", metadata, true).await;
    let invitee = Invitee {
        client_id: Some("reports".to_owned()),
        ..dora()
    };
    let link = link_of(&world, &invitee).await;
    let away = activate(&mut world.browser(), &link).await.away();
    let told: Vec<_> = away.query_pairs().into_owned().collect();
    assert!(
        away.as_str()
            .starts_with("https://reports.example/login?from=mail&"),
        "{away}"
    );
    for (name, value) in [("iss", ISSUER), ("login_hint", DORA)] {
        assert!(told.contains(&(name.to_owned(), value.to_owned())), "{away}");
    }
}

#[tokio::test]
async fn a_client_without_one_leaves_it_at_the_platform_s() {
    let world = World::new().await;
    let invitee = Invitee {
        client_id: Some("solar-reports".to_owned()),
        ..dora()
    };
    let link = link_of(&world, &invitee).await;
    let away = activate(&mut world.browser(), &link).await.away();
    assert_eq!(away.as_str(), PLATFORM_LOGIN);
}

#[tokio::test]
async fn without_a_platform_it_ends_at_our_own_login() {
    let world = World::with("[platform]\nlogin_url = \"\"").await;
    let mut browser = world.browser();
    let link = link_of(&world, &dora()).await;
    let login = activate(&mut browser, &link).await.page();
    assert_eq!((login.url.path(), login.form().value("email")), ("/login", DORA));
    let in_at_once = enter(&mut browser, &login, DORA, CHOSEN).await;
    assert!(in_at_once.text().contains(DORA), "{in_at_once:?}");
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

/// A company that demands a second factor has it set up at the first login, and no sooner.
#[tokio::test]
async fn the_second_factor_follows_at_the_first_login() {
    let world = World::new().await;
    cast::company_requires(&world, "sonnenfeld", "Sonnenfeld GmbH", None).await;
    let mut browser = activated_dora(&world).await;
    let enroll = log_in(&mut browser, DORA, CHOSEN).await.page();
    assert_eq!(enroll.url.path(), "/login/enroll");
}

#[tokio::test]
async fn before_it_is_activated_there_is_nothing_to_log_in_to() {
    let world = World::new().await;
    link_of(&world, &dora()).await;
    let mut browser = world.browser();
    for password in ["", PASSWORD, CHOSEN] {
        assert_eq!(log_in(&mut browser, DORA, password).await.page().status, 422);
    }
    assert_eq!(after_password(&mut browser, "ada").await.url.path(), "/login/pin");
}

/// Slug and role of each company that an account belongs to, by slug.
async fn companies_of(world: &World, email: &str) -> Vec<(String, Role)> {
    let person = account(world, email).await.expect("an account");
    let found = memberships::of_person(world.store().await, &person.id)
        .await
        .unwrap();
    let mut all: Vec<_> = found.into_iter().map(|one| (one.slug, one.role)).collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}
