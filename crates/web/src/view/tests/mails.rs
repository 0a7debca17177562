//! What holds for every mail.

use super::super::*;
use super::renderer;
use scraper::{Html, Selector};

pub(super) fn all_mails() -> Vec<(Language, Mail)> {
    [
        mails_of(&ConfirmEmail::samples()),
        mails_of(&FactorReminder::samples()),
        mails_of(&Invitation::samples()),
        mails_of(&MemberFrozen::samples()),
        mails_of(&OtpReset::samples()),
        mails_of(&PasswordReset::samples()),
        mails_of(&SecurityNotice::samples()),
        mails_of(&SupportRequest::samples()),
    ]
    .concat()
}

fn mails_of<L: Letter>(letters: &[L]) -> Vec<(Language, Mail)> {
    let renderer = renderer();
    let mut mails = Vec::new();
    for language in Language::ALL {
        let head = Letterhead {
            language,
            brand: sample::brand(None),
            support: sample::support(),
        };
        for letter in letters {
            mails.push((language, renderer.mail(&head, letter).expect("it renders")));
        }
    }
    mails
}

fn select<'a>(document: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    document
        .select(&Selector::parse(selector).expect("a selector"))
        .collect()
}

#[test]
fn both_parts_say_the_same_words() {
    for (language, mail) in all_mails() {
        let document = Html::parse_document(&mail.html);
        let body = select(&document, "body")[0];
        let said: Vec<_> = body.text().flat_map(str::split_whitespace).collect();
        let link = select(&document, "a")
            .first()
            .and_then(|link| link.value().attr("href"));
        let text: Vec<_> = mail
            .text
            .split_whitespace()
            .filter(|word| Some(*word) != link)
            .collect();
        assert_eq!(said, text, "{language:?}");
    }
}

#[test]
fn a_mail_has_one_link_at_most_and_loads_nothing() {
    for (_, mail) in all_mails() {
        let document = Html::parse_document(&mail.html);
        assert!(select(&document, "a").len() <= 1);
        assert!(select(&document, "img, script, style, link, [background]").is_empty());
        assert_eq!(
            mail.text.matches("https://").count(),
            select(&document, "a").len()
        );
    }
}

#[test]
fn an_invitation_is_found_by_its_subject() {
    let subjects: Vec<_> = mails_of(&Invitation::samples()[..1])
        .into_iter()
        .map(|(_, mail)| mail.subject)
        .collect();
    assert_eq!(
        subjects,
        [
            "Amperecloud account activation",
            "Activación de cuenta Amperecloud",
            "Amperecloud Kontoaktivierung"
        ]
    );
}

#[test]
fn a_code_stands_alone_on_its_line() {
    for (language, mail) in mails_of(&OtpReset::samples()) {
        assert!(
            mail.text.contains("\n\n7Q4M-2XRA\n\n"),
            "{language:?}: {}",
            mail.text
        );
        assert!(!mail.html.contains("<a "));
    }
}

#[test]
fn a_message_to_the_support_keeps_its_lines_and_is_no_markup() {
    let (_, mail) = mails_of(&SupportRequest::samples()).remove(0);
    assert!(
        mail.text
            .contains("Hello,\n\nmy phone is <broken> & I can't sign in.\nWhat")
    );
    assert!(
        mail.html
            .contains("my phone is &lt;broken&gt; &amp; I can&#39;t sign in.<br>")
    );
}

#[test]
fn the_text_part_is_laid_out_for_reading() {
    for (language, mail) in all_mails() {
        assert!(!mail.text.contains("\n\n\n"), "{language:?}: {}", mail.text);
        let too_wide = mail
            .text
            .lines()
            .find(|line| line.chars().count() > 72 && line.contains(' '));
        assert_eq!(too_wide, None);
        assert!(!mail.subject.contains('\n') && mail.subject.contains("Amperecloud"));
    }
}
