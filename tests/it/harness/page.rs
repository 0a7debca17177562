//! A page, as a browser shows it.

use super::form::FilledForm;
use super::provider::Reply;
use http::{HeaderMap, StatusCode};
use scraper::{ElementRef, Html, Selector};
use std::fmt;
use url::Url;

/// A page of the provider.
pub struct Page {
    /// Its address.
    pub url: Url,
    /// The status code that it came with.
    pub status: StatusCode,
    /// The headers that it came with.
    pub headers: HeaderMap,
    /// Its source.
    pub html: String,
}

impl Page {
    pub(super) fn new(url: Url, reply: Reply) -> Self {
        Self {
            url,
            status: reply.status,
            headers: reply.headers,
            html: reply.body,
        }
    }

    /// The value of a header; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// The title.
    pub fn title(&self) -> String {
        self.text_of("title").expect("a title")
    }

    /// The visible text, with single spaces.
    pub fn text(&self) -> String {
        self.text_of("body").expect("a body")
    }

    /// The text of the first element that a CSS selector finds, with single spaces.
    pub fn text_of(&self, selector: &str) -> Option<String> {
        let document = self.document();
        document
            .select(&parse(selector))
            .next()
            .map(|element| spaced(&element))
    }

    /// The text of every element that a CSS selector finds, with single spaces.
    pub fn texts_of(&self, selector: &str) -> Vec<String> {
        let document = self.document();
        document
            .select(&parse(selector))
            .map(|element| spaced(&element))
            .collect()
    }

    /// The text of the row of a table that holds a text.
    ///
    /// # Panics
    /// When there is none.
    pub fn row_of(&self, text: &str) -> String {
        let mut rows = self.texts_of("tbody tr").into_iter();
        rows.find(|row| row.contains(text))
            .unwrap_or_else(|| panic!("no row with {text}: {self:?}"))
    }

    /// An attribute of the first element that a CSS selector finds.
    pub fn attribute_of(&self, selector: &str, name: &str) -> Option<String> {
        let document = self.document();
        let element = document.select(&parse(selector)).next()?;
        element.attr(name).map(str::to_owned)
    }

    /// Whether a CSS selector finds anything.
    pub fn has(&self, selector: &str) -> bool {
        self.document().select(&parse(selector)).next().is_some()
    }

    /// The page's way on: the form that goes to the page's own path, else the first.
    ///
    /// # Panics
    /// When there is none.
    pub fn form(&self) -> FilledForm {
        let forms = self.forms();
        let own = forms.iter().find(|form| form.action.path() == self.url.path());
        own.or(forms.first())
            .unwrap_or_else(|| panic!("no form: {self:?}"))
            .clone()
    }

    /// The form that goes to a path.
    ///
    /// # Panics
    /// When there is none.
    pub fn form_to(&self, path: &str) -> FilledForm {
        let found = self.forms().into_iter().find(|form| form.action.path() == path);
        found.unwrap_or_else(|| panic!("no form to {path}: {self:?}"))
    }

    /// All forms, in order.
    pub fn forms(&self) -> Vec<FilledForm> {
        self.document()
            .select(&parse("form"))
            .map(|form| FilledForm::read(&form, &self.url))
            .collect()
    }

    /// The reference number that the page of a refusal shows.
    ///
    /// # Panics
    /// When it shows none.
    pub fn reference(&self) -> String {
        self.text_of("[data-reference]")
            .unwrap_or_else(|| panic!("no reference number: {self:?}"))
    }

    /// The form that sends itself, if the page has one.
    pub(super) fn sent_at_once(&self) -> Option<FilledForm> {
        let document = self.document();
        let form = document.select(&parse("form[data-send-at-once]")).next()?;
        Some(FilledForm::read(&form, &self.url))
    }

    fn document(&self) -> Html {
        Html::parse_document(&self.html)
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {:?}: {}",
            self.status,
            self.url,
            self.title(),
            self.text()
        )
    }
}

pub(super) fn parse(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector")
}

pub(super) fn spaced(element: &ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
