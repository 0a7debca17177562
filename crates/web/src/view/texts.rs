//! The words of all pages and mails, from `templates/locales/<language>/<room>.ftl`.

use super::language::Language;
use super::message::{Arg, Message};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::static_loader;
use std::borrow::Cow;
use std::collections::HashMap;

static_loader! {
    static LOCALES = {
        locales: "../../templates/locales",
        fallback_language: "en",
        // Else every variable's value is wrapped in invisible direction marks.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A message that can't be said: its key or one of its variables is missing.
#[derive(Debug, thiserror::Error)]
#[error("text `{key}` in `{}`: {reason}", language.code())]
pub struct TextError {
    key: String,
    language: Language,
    reason: String,
}

/// Says `message` in `language`. There is no falling back on another language: a gap is an error.
pub fn say(language: Language, message: &Message) -> Result<String, TextError> {
    let mut args = HashMap::with_capacity(message.args.len());
    for (name, arg) in &message.args {
        args.insert(name.as_ref(), value(language, arg)?);
    }
    LOCALES
        .lookup_single_language(&language.fluent(), &message.key, Some(&args))
        .map_err(|error| TextError {
            key: message.key.to_string(),
            language,
            reason: error.to_string(),
        })
}

fn value(language: Language, arg: &Arg) -> Result<FluentValue<'static>, TextError> {
    Ok(match arg {
        Arg::Number(number) => FluentValue::from(*number),
        Arg::Text(text) => FluentValue::String(Cow::Owned(text.clone())),
        Arg::Message(message) => FluentValue::String(Cow::Owned(say(language, message)?)),
    })
}
