//! The rules that a password must keep (S3).

use super::*;

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
