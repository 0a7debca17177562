//! `[platform]`, `[brand]` and `[support]`: what people see.

use crate::config::keys::Keys;
use crate::config::types::Accent;
use jiff::tz::TimeZone;
use lettre::Address;
use std::path::PathBuf;
use url::Url;

/// `[platform]`: the platform whose people sign in here.
#[derive(Clone, Debug)]
pub struct PlatformConfig {
    /// Its name, on every page and in every mail.
    pub name: Option<String>,
    /// Where activation ends when its client says nothing else, and the way back from a dead end.
    pub login_url: Option<Url>,
    /// In which dates are shown and end.
    pub time_zone: TimeZone,
}

impl PlatformConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        let name: Option<String> = keys.read("platform.name");
        // It stands in the subjects of mails.
        let is_one_line = name.as_ref().is_none_or(|name| !name.contains(char::is_control));
        keys.require(is_one_line, &["platform.name"], "`platform.name` is not one line");
        Self {
            name,
            login_url: keys.read("platform.login_url"),
            time_zone: keys.read("platform.time_zone"),
        }
    }
}

/// `[brand]`: how the pages look.
#[derive(Clone, Debug)]
pub struct BrandConfig {
    /// An image file that the provider serves; without one the name is shown.
    pub logo: Option<PathBuf>,
    /// The colour of buttons and links.
    pub accent: Option<Accent>,
}

impl BrandConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        Self {
            logo: keys.read("brand.logo"),
            accent: keys.read("brand.accent"),
        }
    }
}

/// `[support]`: the contact that every page shows; what is missing is left out.
#[derive(Clone, Debug)]
pub struct SupportConfig {
    /// The e-mail address.
    pub email: Option<Address>,
    /// The telephone number, as it is shown.
    pub phone: Option<String>,
    /// When someone answers, as it is shown.
    pub hours: Option<String>,
    /// A form elsewhere, instead of the built-in one.
    pub form_url: Option<Url>,
    /// Where help texts ask for feedback.
    pub feedback_url: Option<Url>,
}

impl SupportConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        Self {
            email: keys.read("support.email"),
            phone: keys.read("support.phone"),
            hours: keys.read("support.hours"),
            form_url: keys.read("support.form_url"),
            feedback_url: keys.read("support.feedback_url"),
        }
    }
}
