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

impl Entry {
    /// What its details tell.
    #[must_use]
    pub fn told(&self) -> Told {
        let Some(details) = &self.details else {
            return Told::default();
        };
        let text = |name: &str| details.get(name).and_then(Value::as_str).map(str::to_owned);
        let named = |who: &str| {
            let who = details.get(who)?;
            let part = |name: &str| who.get(name).and_then(Value::as_str).map(str::to_owned);
            part("name").or_else(|| part("email"))
        };
        let checks = details.get("checklist").and_then(Value::as_object);
        let confirmed = checks
            .into_iter()
            .flatten()
            .filter(|(_, is)| is.as_bool() == Some(true));
        Told {
            by: named("actor").or_else(|| text("user")),
            to: named("subject"),
            network: text("network"),
            reason: text("reason"),
            checks: confirmed.map(|(name, _)| name.clone()).collect(),
        }
    }
}
