//! The hosted pages: what each screen shows, in which language, and the renderer that makes HTML of it.
//!
//! A screen has one name everywhere: `view/<screen>.rs` holds what it shows, `templates/pages/<screen>.html`
//! how, and `templates/locales/<language>/<screen>.ftl` its words. A view is plain data made by a room; a
//! template adds markup and nothing else; every word comes from a locale file.

mod accent;
mod assets;
mod escape;
mod files;
mod form;
mod frame;
mod language;
mod letter;
mod message;
mod moment;
mod notice;
mod people;
mod pin_entry;
mod renderer;
mod texts;

mod browser_name;
pub mod consent;
pub mod enroll;
pub mod form_post;
pub mod login;
pub mod not_found;
pub mod pin;
pub mod refused;
pub mod restart;
pub mod security_notice;
pub mod seen;
pub mod sign_out;
pub mod signed_in;
pub mod signed_out;
pub mod trouble;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use accent::{Accent, NotAnAccent, brand_css};
pub use assets::Asset;
pub use browser_name::browser_name;
pub use consent::Consent;
pub use enroll::Enroll;
pub use form::{Field, Form, Hidden, Summary, SummaryLink};
pub use form_post::FormPost;
pub use frame::{Brand, Frame, LanguageLink, Support};
pub use language::Language;
pub use letter::{Letter, Letterhead, Mail};
pub use login::Login;
pub use message::{Arg, Message};
pub use moment::{Moment, date, wait};
pub use not_found::NotFound;
pub use notice::{Notice, Tone};
pub use people::{Identity, WayOn};
pub use pin::Pin;
pub use pin_entry::{PinEntry, PinProblem};
pub use refused::Refused;
pub use renderer::{RenderError, Renderer, Theme};
pub use restart::Restart;
pub use security_notice::{Event, SecurityNotice};
pub use seen::Seen;
pub use sign_out::SignOut;
pub use signed_in::SignedIn;
pub use signed_out::SignedOut;
pub use texts::TextError;
pub use trouble::Trouble;

/// What one screen shows.
pub trait View: serde::Serialize + Sized {
    /// The template's path under `templates/`.
    const TEMPLATE: &'static str;

    /// The page's heading, which is also its title in the browser's tab.
    fn title(&self) -> Message;

    /// Whether something that the person entered was refused: the title then begins with "Error:".
    fn has_errors(&self) -> bool {
        false
    }

    /// The screen in each of its states.
    #[cfg(test)]
    fn samples() -> Vec<Self>;
}
