//! What holds for every mail.

use super::super::*;
use super::renderer;
use scraper::{Html, Selector};

pub(super) fn all_mails() -> Vec<(Language, Mail)> {
    [
        mails_of(&Invitation::samples()),
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
