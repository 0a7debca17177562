//! What holds for every page, whatever it shows.

use super::super::second_factor::FactorState;
use super::super::*;
use super::{Page, all_pages, renderer};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;

fn select<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    document
        .select(&Selector::parse(selector).expect("a selector"))
        .collect()
}

/// Calls `check` with each page; what it says is wrong is collected.
fn no_page(check: impl Fn(&Html) -> Vec<String>) {
    let wrong: BTreeSet<_> = all_pages(&renderer())
        .iter()
        .flat_map(|Page { name, html }| {
            check(&Html::parse_document(html))
                .into_iter()
                .map(move |what| format!("{name}: {what}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn elements(document: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    document.tree.nodes().filter_map(ElementRef::wrap)
}

#[test]
fn no_page_has_inline_script_or_style() {
    no_page(|document| {
        let attributes = elements(document)
            .flat_map(|element| element.value().attrs())
            .filter(|(name, value)| {
                *name == "style" || name.starts_with("on") || value.starts_with("javascript:")
            })
            .map(|(name, value)| format!("{name}={value}"));
        attributes
            .chain(
                select(document, "style, script:not([src])")
                    .iter()
                    .map(ElementRef::html),
            )
            .collect()
    });
}

#[test]
fn every_page_has_one_heading_a_title_and_a_language() {
    no_page(|document| {
        let mut wrong = Vec::new();
        if select(document, "h1").len() != 1 {
            wrong.push("not exactly one h1".to_owned());
        }
        if select(document, "html[lang] title")
            .iter()
            .all(|title| title.inner_html().is_empty())
        {
            wrong.push("no title".to_owned());
        }
        wrong
    });
}

#[test]
fn ids_are_unique_and_every_reference_to_one_is_met() {
    no_page(|document| {
        let mut ids = BTreeSet::new();
        let twice: Vec<_> = elements(document)
            .filter_map(|element| element.value().id())
            .filter(|id| !ids.insert(*id))
            .collect();
        let references = elements(document).flat_map(|element| {
            let value = element.value();
            let names = [
                "for",
                "aria-describedby",
                "aria-labelledby",
                "data-reveal",
                "data-rules",
                "data-strength",
            ];
            let named = names.map(|name| value.attr(name));
            let anchor = value.attr("href").and_then(|href| href.strip_prefix('#'));
            named
                .into_iter()
                .flatten()
                .chain(anchor)
                .flat_map(str::split_whitespace)
        });
        let unmet = references
            .filter(|id| !ids.contains(id))
            .map(|id| format!("nothing has the id {id}"));
        twice
            .iter()
            .map(|id| format!("two have the id {id}"))
            .chain(unmet)
            .collect()
    });
}

#[test]
fn every_field_has_a_label_and_a_name() {
    no_page(|document| {
        let fields = select(document, "input:not([type=hidden]), select, textarea");
        let unlabelled = fields.iter().filter(|field| {
            let id = field.value().id().unwrap_or_default();
            select(document, &format!("label[for='{id}']")).len() != 1 || field.value().attr("name").is_none()
        });
        unlabelled.map(ElementRef::html).collect()
    });
}

#[test]
fn at_most_one_element_takes_the_focus() {
    no_page(|document| {
        let focused = select(document, "[autofocus]");
        let more = focused.iter().skip(1);
        more.map(ElementRef::html).collect()
    });
}

#[test]
fn every_form_but_a_search_goes_by_post_and_each_has_a_submit_button() {
    no_page(|document| {
        let button = Selector::parse("button:not([type])").expect("a selector");
        let forms = select(document, "form");
        let wrong = forms.iter().filter(|form| {
            let is_search = form.value().attr("role") == Some("search");
            let method = if is_search { "get" } else { "post" };
            form.value().attr("method") != Some(method) || form.select(&button).next().is_none()
        });
        wrong
            .map(|form| form.value().attr("action").unwrap_or("no action").to_owned())
            .collect()
    });
}

#[test]
fn every_control_and_link_has_words() {
    no_page(|document| {
        let wordless = select(document, "a, button").into_iter().filter(|element| {
            element.value().attr("aria-label").is_none() && element.text().all(|text| text.trim().is_empty())
        });
        wordless.map(|element| element.html()).collect()
    });
}

#[test]
fn every_asset_of_a_page_exists() {
    let renderer = renderer();
    no_page(|document| {
        let addresses = select(document, "link[href], script[src], img[src]")
            .into_iter()
            .filter_map(|element| element.value().attr("href").or(element.value().attr("src")))
            .filter(|address| {
                let name = address
                    .trim_start_matches("/assets/")
                    .split('?')
                    .next()
                    .unwrap_or_default();
                renderer.asset(name).is_none()
            });
        addresses.map(str::to_owned).collect()
    });
}

fn page_of<V: View>(view: &V, language: Language) -> Html {
    let html = renderer()
        .render(&sample::frame(language, None), view)
        .expect("it renders");
    Html::parse_document(&html)
}

#[test]
fn a_refused_entry_is_told_in_the_title_and_at_the_field() {
    let view = Login::new(sample::form("/login"), "ada").refused(login::LoginProblem::Entries {
        email: Some(login::EmailProblem::Malformed),
        password_missing: false,
    });
    let page = page_of(&view, Language::German);
    assert_eq!(
        select(&page, "title")[0].inner_html(),
        "Fehler: Anmelden · Amperecloud"
    );
    let field = select(&page, "input[name=email]")[0].value();
    assert_eq!(field.attr("aria-invalid"), Some("true"));
    assert_eq!(field.attr("aria-describedby"), Some("email-error"));
    assert!(field.attr("autofocus").is_some());
    assert!(select(&page, ".error-summary").is_empty());
}

#[test]
fn what_people_and_apps_are_called_is_escaped() {
    let form = sample::form("/login");
    let mut view = Login::new(form, "\"><script>");
    view.app = Some("<b onclick=x>\"&'".to_owned());
    let page = page_of(&view, Language::English);
    assert!(select(&page, "b, script:not([src])").is_empty());
    assert_eq!(
        select(&page, "input[name=email]")[0].value().attr("value"),
        Some("\"><script>")
    );
}

#[test]
fn a_new_password_is_tied_to_its_rules_and_remembered_with_the_address() {
    for view in ResetPassword::samples() {
        let page = page_of(&view, Language::Spanish);
        let password = select(&page, "input[name=password]")[0].value();
        let described = password.attr("aria-describedby").unwrap_or_default();
        assert!(described.ends_with("password-rules"), "{described}");
        assert_eq!(described.contains("password-error"), view.has_errors());
        assert_eq!(password.attr("aria-invalid").is_some(), view.has_errors());
        assert_eq!(
            (password.attr("value"), password.attr("autocomplete")),
            (None, Some("new-password"))
        );
        assert_eq!(select(&page, "input[autocomplete=username][readonly]").len(), 1);
        assert_eq!(select(&page, "[data-rule]").len(), 5);
    }
}

#[test]
fn the_button_that_activates_reads_create_and_the_one_that_joins_confirm() {
    let words = |page: &Html| -> String {
        let buttons = select(page, "main form button:not([type])");
        buttons[0].text().collect()
    };
    let activates = Language::ALL.map(|language| words(&page_of(&Activate::samples()[0], language)));
    let joins = Language::ALL.map(|language| words(&page_of(&Join::samples()[0], language)));
    assert_eq!(activates, ["Create", "Crear", "Erstellen"]);
    assert_eq!(joins, ["Confirm", "Confirmar", "Bestätigen"]);
}

#[test]
fn the_secret_can_be_read_without_spaces_and_the_code_is_a_link() {
    let page = page_of(&Enroll::samples()[0], Language::Spanish);
    let secret: String = select(&page, "[data-otp-secret]")[0].text().collect();
    assert_eq!(secret, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
    let link = select(&page, "a.qr")[0].value();
    assert!(
        link.attr("href")
            .is_some_and(|href| href.starts_with("otpauth://totp/"))
    );
    assert!(link.attr("aria-label").is_some());
}

fn signed_in_page_of<V: View>(view: &V, language: Language) -> Html {
    let [admin, ..] = Bar::samples();
    let frame = Frame {
        bar: Some(admin),
        ..sample::frame(language, None)
    };
    Html::parse_document(&renderer().render(&frame, view).expect("it renders"))
}

#[test]
fn the_way_that_the_lost_phone_page_tells_is_the_one_that_there_is() {
    for language in Language::ALL {
        let say = |key: &'static str| renderer().say(language, &Message::new(key)).expect("it is said");
        let page = signed_in_page_of(&Members::samples()[0], language);
        let all: Vec<_> = select(&page, ".menu__item, th[scope=col]")
            .iter()
            .map(|element| element.text().collect::<String>().trim().to_owned())
            .collect();
        let told = say("lost-phone-path");
        let steps: Vec<_> = told.split(" → ").collect();
        for step in &steps[1..4] {
            assert!(all.iter().any(|text| text == step), "{step}: {all:?}");
        }
        let menu = say("menu-company");
        assert!(steps[0].starts_with(menu.trim_end_matches(':')), "{steps:?}");
    }
}

#[test]
fn each_action_says_whom_it_is_about() {
    let page = signed_in_page_of(&Members::samples()[0], Language::English);
    let names = |selector: &str| -> Vec<String> {
        let elements = select(&page, selector);
        elements.iter().map(|element| element.text().collect()).collect()
    };
    assert!(names(".table__actions > a").contains(&"Reset OTP for Ben Berger".to_owned()));
    assert!(names(".table__actions summary").contains(&"More actions for Ben Berger".to_owned()));
}

#[test]
fn the_switch_says_whether_it_is_on_and_is_gone_when_the_second_factor_is_required() {
    for view in SecondFactor::samples() {
        let page = signed_in_page_of(&view, Language::German);
        let switches = select(&page, "button[role=switch]");
        let checked = switches.first().map(|switch| switch.value().attr("aria-checked"));
        let expected = match &view.state {
            FactorState::Off { .. } | FactorState::InGrace { .. } => Some(Some("false")),
            FactorState::Waiting { .. } | FactorState::On { switch_off: Some(_) } => Some(Some("true")),
            FactorState::On { switch_off: None } | FactorState::Required { .. } => None,
        };
        assert_eq!(checked, expected);
    }
}

#[test]
fn recovery_codes_are_copied_one_on_each_line() {
    let samples = RecoveryCodes::samples();
    let page = signed_in_page_of(samples.last().expect("a sample"), Language::English);
    let copied: String = select(&page, "[data-recovery-codes]")[0].text().collect();
    let lines: Vec<_> = copied.trim().split('\n').collect();
    assert_eq!((lines.len(), lines[0], lines[9]), (10, "7Q4M-2XRA", "B9LJ-3HWY"));
}

#[test]
fn a_deed_that_cannot_be_done_has_no_form_but_the_way_back() {
    for view in ConfirmDeed::samples() {
        let page = signed_in_page_of(&view, Language::Spanish);
        let forms = select(&page, "main form").len();
        let expected = usize::from(view.problem.is_none()) + usize::from(view.cancel.is_some());
        assert_eq!(forms, expected);
    }
}

#[test]
fn no_page_sends_a_password_back() {
    no_page(|document| {
        let filled = select(document, "input[type=password][value]");
        filled.iter().map(ElementRef::html).collect()
    });
}

#[test]
fn allow_is_the_first_submit_button_of_the_consent_form() {
    let page = page_of(&Consent::samples()[0], Language::English);
    let values: Vec<_> = select(&page, "button[name=decision]")
        .iter()
        .filter_map(|button| button.value().attr("value"))
        .collect();
    assert_eq!(values, ["allow", "deny"]);
}

#[test]
fn a_view_without_what_its_template_asks_for_is_an_error() {
    #[derive(serde::Serialize)]
    struct Empty;
    impl View for Empty {
        const TEMPLATE: &'static str = "pages/login.html";
        fn title(&self) -> Message {
            Message::new("login-title")
        }
        fn samples() -> Vec<Self> {
            vec![Self]
        }
    }
    let result = renderer().render(&sample::frame(Language::English, None), &Empty);
    assert!(matches!(result, Err(RenderError::Template(_))));
}

#[test]
fn a_missing_text_or_variable_is_an_error() {
    let renderer = renderer();
    assert!(
        renderer
            .say(Language::German, &Message::new("no-such-text"))
            .is_err()
    );
    assert!(
        renderer
            .say(Language::German, &Message::new("login-continue"))
            .is_err()
    );
}
