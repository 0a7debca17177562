//! Where a person is signed in, and how to end it there.

use super::View;
use super::form::Form;
use super::message::Message;
use super::moment::Moment;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct Devices {
    /// The pages of the account.
    pub tabs: Vec<Tab>,
    /// Every session, this one first.
    pub devices: Vec<Device>,
    /// Signs all of them out but this one; none where there is no other.
    pub others: Option<Form>,
    /// Whether one or all of them have just been signed out.
    pub saved: bool,
}

/// One browser that is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct Device {
    /// Its name and system, like "Firefox, Linux"; empty where they are not known.
    pub browser: String,
    /// The network that it was last seen in.
    pub network: String,
    /// When it signed in.
    pub since: Moment,
    /// When it was last seen.
    pub last_seen: Moment,
    /// Whether it is the one that the page is read in.
    pub is_this: bool,
    /// Whether it signed in with password and PIN.
    pub two_factors: bool,
    /// Signs it out.
    pub sign_out: Form,
}

impl View for Devices {
    const TEMPLATE: &'static str = "pages/devices.html";

    fn title(&self) -> Message {
        Message::new("devices-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::AccountTab;
        let device = |browser: &str, network: &str, is_this, two_factors| Device {
            browser: browser.to_owned(),
            network: network.to_owned(),
            since: sample::moment(),
            last_seen: sample::moment(),
            is_this,
            two_factors,
            sign_out: sample::form("/account/devices/end").with("session", "5f1c"),
        };
        let this = device("Firefox, Windows", "203.0.113.0/24", true, true);
        let alone = Self {
            tabs: sample::account_tabs(AccountTab::Devices),
            devices: vec![this.clone()],
            others: None,
            saved: true,
        };
        let several = Self {
            devices: vec![
                this,
                device("Safari, iPhone", "198.51.100.0/24", false, false),
                device("", "2001:db8:41::/48", false, true),
            ],
            others: Some(sample::form("/account/devices/end-others")),
            saved: false,
            ..alone.clone()
        };
        vec![several, alone]
    }
}
