//! Names, telephone numbers and languages.

use super::*;
use voltkey_tests::smtp::MoodyServer;

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
