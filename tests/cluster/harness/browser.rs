//! A person's browser: cookies, pages and forms.

use super::wire::{Lost, Reply, Wire};
use super::world::PASSWORD;
use reqwest::RequestBuilder;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::collections::BTreeMap;
use url::{Position, Url};

/// A browser, which can be shown to any replica.
#[derive(Clone, Default)]
pub struct Browser {
    cookies: BTreeMap<String, String>,
}

/// Where a browser ends up after the redirects within the provider.
#[derive(Debug)]
pub enum Landed {
    /// On a page.
    Page(Page),
    /// Elsewhere.
    Away(Url),
}

/// A page.
#[derive(Debug)]
pub struct Page {
    /// Its address.
    pub url: Url,
    /// The status code that it came with.
    pub status: u16,
    html: String,
}

/// A form, to be filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes.
    pub action: Url,
    fields: Vec<(String, String)>,
}

impl Browser {
    /// Goes to a path.
    pub async fn open(&mut self, wire: &Wire, path: &str) -> Result<Landed, Lost> {
        let url = wire.issuer.join(path).unwrap();
        self.go(wire, url).await
    }

    /// Sends a form.
    pub async fn submit(&mut self, wire: &Wire, form: &Form) -> Result<Landed, Lost> {
        let request = wire.request_post(path_of(&form.action), &form.fields);
        let reply = self.ask(wire, request).await?;
        self.land(wire, form.action.clone(), reply).await
    }

    /// Goes to a path that asks for a login, and logs in with the password.
    pub async fn log_in(&mut self, wire: &Wire, path: &str, email: &str) -> Result<Landed, Lost> {
        let page = self.open(wire, path).await?.page();
        let form = page.form().fill("email", email).fill("password", PASSWORD);
        self.submit(wire, &form).await
    }

    /// Whether it was told that somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.cookies.contains_key("vk_session")
    }

    async fn go(&mut self, wire: &Wire, url: Url) -> Result<Landed, Lost> {
        let reply = self.ask(wire, wire.request_get(path_of(&url))).await?;
        self.land(wire, url, reply).await
    }

    async fn land(&mut self, wire: &Wire, url: Url, reply: Reply) -> Result<Landed, Lost> {
        let Some(location) = reply.headers.get(LOCATION) else {
            let Reply {
                status, body: html, ..
            } = reply;
            return Ok(Landed::Page(Page { url, status, html }));
        };
        let to = url.join(location.to_str().unwrap()).unwrap();
        if to.origin() != wire.issuer.origin() {
            return Ok(Landed::Away(to));
        }
        Box::pin(self.go(wire, to)).await
    }

    /// What the head of an answer says of cookies is kept even if the next redirect leads into a void.
    async fn ask(&mut self, wire: &Wire, request: RequestBuilder) -> Result<Reply, Lost> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let reply = wire.send(request.header(COOKIE, cookies.join("; "))).await?;
        for header in reply.headers.get_all(SET_COOKIE) {
            let text = header.to_str().unwrap();
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').unwrap();
            match attributes.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        Ok(reply)
    }
}

impl Landed {
    /// The page.
    pub fn page(self) -> Page {
        match self {
            Self::Page(page) => page,
            Self::Away(url) => panic!("led away to {url}"),
        }
    }

    /// The code with which it was led away, unless something else happened.
    pub fn try_code(&self) -> Option<String> {
        let Self::Away(url) = self else { return None };
        let code = url.query_pairs().find(|(name, _)| name == "code");
        code.map(|(_, value)| value.into_owned())
    }

    /// The code with which it was led away.
    pub fn code(&self) -> String {
        self.try_code().unwrap_or_else(|| panic!("no code: {self:?}"))
    }
}

impl Page {
    /// The way on: the form that goes to the page's own path.
    pub fn form(&self) -> Form {
        let is_own = |form: &Form| form.action.path() == self.url.path();
        let form = self.forms("form").into_iter().find(is_own);
        form.unwrap_or_else(|| panic!("no form: {self:?}"))
    }

    /// The form that a script of the page sends without being asked to.
    pub fn sent_at_once(&self) -> Option<Form> {
        self.forms("form[data-send-at-once]").pop()
    }

    fn forms(&self, selector: &str) -> Vec<Form> {
        let document = Html::parse_document(&self.html);
        let select = |selector| Selector::parse(selector).unwrap();
        let text = |name: Option<&str>| name.unwrap_or_default().to_owned();
        let form = |form: ElementRef<'_>| Form {
            action: self.url.join(form.attr("action").unwrap_or_default()).unwrap(),
            fields: form
                .select(&select("input[name]"))
                .map(|input| (text(input.attr("name")), text(input.attr("value"))))
                .collect(),
        };
        document.select(&select(selector)).map(form).collect()
    }

    /// What it tells where it is no page for people.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.html).unwrap_or_else(|error| panic!("no JSON ({error}): {self:?}"))
    }
}

impl Form {
    /// Presses the button with this name and value.
    #[must_use]
    pub fn press(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Types into a field.
    #[must_use]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        let field = self.fields.iter_mut().find(|(own, _)| own == name);
        value.clone_into(&mut field.unwrap_or_else(|| panic!("no field {name}")).1);
        self
    }
}

/// What a server is asked for, whichever replica it is.
fn path_of(url: &Url) -> &str {
    &url[Position::BeforePath..Position::AfterQuery]
}
