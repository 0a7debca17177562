//! What the details of an event tell, for a page that puts it into words.

use super::Entry;
use serde_json::Value;

/// What is told beside the word of the action. All of it can have been deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Who did it, by name or else by address; or the user of the operating system who ran a command. None: whoever it
    /// was done to, or nobody who is known.
    pub by: Option<String>,
    /// Whom it was done to, by name or else by address.
    pub to: Option<String>,
    /// From which network.
    pub network: Option<String>,
    /// The reason that was given.
    pub reason: Option<String>,
    /// The items of a checklist that were confirmed, by their words.
    pub checks: Vec<String>,
}

/// Somebody as they were called when it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// First and last name; empty where neither was known.
    pub name: &'a str,
    /// The address.
    pub email: &'a str,
}

impl<'a> Named<'a> {
    /// By name, or else by address.
    #[must_use]
    pub fn called(self) -> &'a str {
        match self.name {
            "" => self.email,
            name => name,
        }
    }
}

impl Entry {
    /// Who did it. None where it was whoever it was done to, who is told once; where nobody is known; or where the name
    /// was deleted.
    #[must_use]
    pub fn named_actor(&self) -> Option<Named<'_>> {
        self.named("actor")
    }

    /// Whom it was done to. None where it was nobody, or the name was deleted.
    #[must_use]
    pub fn named_subject(&self) -> Option<Named<'_>> {
        self.named("subject")
    }

    fn named(&self, who: &str) -> Option<Named<'_>> {
        let who = self.details.as_ref()?.get(who)?;
        let part = |name| who.get(name).and_then(Value::as_str).unwrap_or_default();
        Some(Named {
            name: part("name"),
            email: part("email"),
        })
    }

    /// A word that was noted with it, as long as that is kept.
    #[must_use]
    pub fn detail(&self, name: &str) -> Option<&str> {
        self.details.as_ref()?.get(name)?.as_str()
    }

    /// What its details tell.
    #[must_use]
    pub fn told(&self) -> Told {
        let text = |name| self.detail(name).map(str::to_owned);
        let called = |named: Named<'_>| named.called().to_owned();
        let checks = self
            .details
            .as_ref()
            .and_then(|details| details.get("checklist")?.as_object());
        let confirmed = checks
            .into_iter()
            .flatten()
            .filter(|(_, is)| is.as_bool() == Some(true));
        Told {
            by: self.named_actor().map(called).or_else(|| text("user")),
            to: self.named_subject().map(called),
            network: text("network"),
            reason: text("reason"),
            checks: confirmed.map(|(name, _)| name.clone()).collect(),
        }
    }
}
