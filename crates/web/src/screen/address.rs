//! Addresses of our own pages, and the forms that go there.
//!
//! What a page is about, and in which language, stands in its address: so that a reload, the language switch
//! and a form that is shown again all stay with it.

use super::{Screen, UI_LOCALES};
use crate::extract::{TOKEN, subject};
use crate::pages::own::OWNER;
use crate::view::{Form, Identity};
use url::form_urlencoded::Serializer;
use voltkey_flows::Visitor;

/// Where a login begins.
pub const LOGIN: &str = "/login";

/// Where "not you?" goes.
const SWITCH: &str = "/login/switch";

impl Screen {
    /// The address of a page about a pending request.
    pub fn address(&self, path: &str, request: &str) -> String {
        with_query(
            path,
            &[
                ("request", Some(request)),
                (UI_LOCALES, self.ui_locales.as_deref()),
            ],
        )
    }

    /// A form about a pending request.
    pub fn form(&self, visitor: &Visitor, path: &str, request: &str) -> Form {
        Form::to(self.address(path, request)).with(TOKEN, self.ctx().form_token(visitor, request))
    }

    /// An address with the query of this page's own.
    pub fn same_query(&self, path: &str) -> String {
        match self.query.as_str() {
            "" => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    /// A form about what the query of this page's address holds, which stays in its own.
    pub fn form_with_query(&self, visitor: &Visitor, path: &str) -> Form {
        let subject = subject(path, &self.query);
        self.owned(Form::to(self.same_query(path)).with(TOKEN, self.ctx().form_token(visitor, &subject)))
    }

    /// The support form: ours in the page's language, or the one that is configured.
    pub fn support_form(&self) -> Option<String> {
        let url = self.state.site.support.form_url.as_deref()?;
        Some(match url.starts_with('/') {
            true => self.plain_address(url),
            false => url.to_owned(),
        })
    }

    /// The address of a page about nothing else.
    pub fn plain_address(&self, path: &str) -> String {
        with_query(path, &[(UI_LOCALES, self.ui_locales.as_deref())])
    }

    /// A form about nothing but the page that takes it.
    pub fn plain_form(&self, visitor: &Visitor, path: &str) -> Form {
        self.owned(Form::to(self.plain_address(path)).with(TOKEN, self.ctx().form_token(visitor, path)))
    }

    /// A form that says whose page it stands on, where it is somebody's own.
    fn owned(&self, form: Form) -> Form {
        match &self.owner {
            Some(sub) => form.with(OWNER, sub.as_str()),
            None => form,
        }
    }

    /// Whose account a page about a pending request is about, with the way to another.
    pub fn identity(&self, visitor: &Visitor, request: &str, email: &str, name: &str) -> Identity {
        Identity::new(email, name).or_another(self.form(visitor, SWITCH, request))
    }
}

fn with_query(path: &str, pairs: &[(&str, Option<&str>)]) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(pairs.iter().filter_map(|(name, value)| Some((name, (*value)?))));
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_what_is_there() {
        assert_eq!(
            with_query("/login", &[("request", Some("a&b")), ("x", None)]),
            "/login?request=a%26b"
        );
        assert_eq!(with_query("/", &[("x", None)]), "/");
    }
}
