//! The rules that refuse requests, as the developer of an app reads them.

use super::message::Message;
use serde::Serialize;
use voltkey_protocol::error::Rule;

/// A rule that refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleWords {
    /// What is the matter.
    pub what: Message,
    /// What to do about it.
    pub remedy: Message,
}

/// The rule of that word. One that this version does not know, of an older or a newer one, is told as such.
#[must_use]
pub fn in_words(word: &str) -> RuleWords {
    let key = match word.parse::<Rule>() {
        Ok(rule) => key(rule),
        Err(_) => "rule-unknown".to_owned(),
    };
    RuleWords {
        remedy: Message::new(format!("{key}-do")),
        what: Message::new(key),
    }
}

/// `code.redirect_uri` is told by `rule-code-redirect-uri`, and what to do by the same with `-do`.
fn key(rule: Rule) -> String {
    format!("rule-{}", rule.as_str().replace(['.', '_'], "-"))
}

/// The keys of all that [`in_words`] can say.
#[cfg(test)]
pub(super) fn keys() -> Vec<String> {
    let known = Rule::ALL.iter().map(|rule| key(*rule));
    known
        .chain(["rule-unknown".to_owned()])
        .flat_map(|key| [format!("{key}-do"), key])
        .collect()
}
