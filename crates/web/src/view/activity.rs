//! What happened to an account lately, so that its person can say whether it was them.

use super::View;
use super::message::Message;
use super::moment::Moment;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct Activity {
    /// The pages of the account.
    pub tabs: Vec<Tab>,
    /// The latest first.
    pub events: Vec<ActivityEvent>,
    /// Where earlier ones are.
    pub more_url: Option<String>,
}

/// One event.
#[derive(Clone, Debug, Serialize)]
pub struct ActivityEvent {
    /// What happened ([`Happening`]).
    pub what: Message,
    /// When.
    pub at: Moment,
    /// In which browser, like "Firefox, Linux".
    pub browser: Option<String>,
    /// In which network.
    pub network: Option<String>,
    /// Who did it, where it was not the person.
    pub by: Option<String>,
}

/// Everything that is told of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Signed in.
    SignedIn,
    /// Signed in with a browser that was not known.
    SignedInNewBrowser,
    /// Signed out.
    SignedOut,
    /// A wrong password was entered.
    WrongPassword,
    /// Five wrong PINs were entered after the right password.
    WrongPins,
    /// The account was activated.
    Activated,
    /// Name, language or telephone number were changed.
    DetailsChanged,
    /// A new address was entered, which is still to be confirmed.
    EmailAsked(String),
    /// The address was changed to this one.
    EmailChanged(String),
    /// The password was changed in the profile.
    PasswordChanged,
    /// A new password was set with a mailed link.
    PasswordReset,
    /// The second factor was switched on.
    FactorSwitchedOn,
    /// The second factor was switched off.
    FactorSwitchedOff,
    /// An authenticator was connected.
    Enrolled,
    /// Another authenticator took the place of the old one.
    AuthenticatorReplaced,
    /// An admin or the support reset the second factor.
    OtpReset,
    /// Recovery codes were made.
    CodesMade,
    /// A recovery code was used.
    CodeUsed,
    /// A device was signed out.
    DeviceSignedOut,
    /// All other devices were signed out.
    OthersSignedOut,
    /// The app of that name was given access.
    AccessGiven(String),
    /// Access was withdrawn from the app of that name.
    AccessWithdrawn(String),
    /// The person joined the company of that name.
    Joined(String),
    /// The person was removed from the company of that name.
    Removed(String),
    /// The person became an admin of the company of that name.
    MadeAdmin(String),
    /// The person is no longer an admin of the company of that name.
    MadeMember(String),
    /// The account was blocked.
    Blocked,
    /// The account was unblocked.
    Unblocked,
    /// The person said "This was not me".
    Frozen,
}

impl From<Happening> for Message {
    fn from(happening: Happening) -> Self {
        match happening {
            Happening::SignedIn => Self::new("activity-signed-in"),
            Happening::SignedInNewBrowser => Self::new("activity-signed-in-new"),
            Happening::SignedOut => Self::new("activity-signed-out"),
            Happening::WrongPassword => Self::new("activity-wrong-password"),
            Happening::WrongPins => Self::new("activity-wrong-pins"),
            Happening::Activated => Self::new("activity-activated"),
            Happening::DetailsChanged => Self::new("activity-details-changed"),
            Happening::EmailAsked(email) => Self::new("activity-email-asked").with("email", email),
            Happening::EmailChanged(email) => Self::new("activity-email-changed").with("email", email),
            Happening::PasswordChanged => Self::new("activity-password-changed"),
            Happening::PasswordReset => Self::new("activity-password-reset"),
            Happening::FactorSwitchedOn => Self::new("activity-factor-on"),
            Happening::FactorSwitchedOff => Self::new("activity-factor-off"),
            Happening::Enrolled => Self::new("activity-enrolled"),
            Happening::AuthenticatorReplaced => Self::new("activity-authenticator-replaced"),
            Happening::OtpReset => Self::new("activity-otp-reset"),
            Happening::CodesMade => Self::new("activity-codes-made"),
            Happening::CodeUsed => Self::new("activity-code-used"),
            Happening::DeviceSignedOut => Self::new("activity-device-signed-out"),
            Happening::OthersSignedOut => Self::new("activity-others-signed-out"),
            Happening::AccessGiven(app) => Self::new("activity-access-given").with("app", app),
            Happening::AccessWithdrawn(app) => Self::new("activity-access-withdrawn").with("app", app),
            Happening::Joined(company) => Self::new("activity-joined").with("company", company),
            Happening::Removed(company) => Self::new("activity-removed").with("company", company),
            Happening::MadeAdmin(company) => Self::new("activity-made-admin").with("company", company),
            Happening::MadeMember(company) => Self::new("activity-made-member").with("company", company),
            Happening::Blocked => Self::new("activity-blocked"),
            Happening::Unblocked => Self::new("activity-unblocked"),
            Happening::Frozen => Self::new("activity-frozen"),
        }
    }
}

impl ActivityEvent {
    /// The event at that time; where and by whom can be added.
    #[must_use]
    pub fn new(happening: Happening, at: Moment) -> Self {
        Self {
            what: happening.into(),
            at,
            browser: None,
            network: None,
            by: None,
        }
    }
}

impl View for Activity {
    const TEMPLATE: &'static str = "pages/activity.html";

    fn title(&self) -> Message {
        Message::new("activity-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::AccountTab;
        let events: Vec<_> = happenings()
            .into_iter()
            .enumerate()
            .map(|(number, happening)| ActivityEvent {
                browser: (number % 3 != 2).then(|| "Firefox, Linux".to_owned()),
                network: (number % 4 != 3).then(|| "203.0.113.0/24".to_owned()),
                by: matches!(happening, Happening::OtpReset | Happening::Blocked)
                    .then(|| "Lucía Romero".to_owned()),
                ..ActivityEvent::new(happening, sample::moment())
            })
            .collect();
        let some = Self {
            tabs: sample::account_tabs(AccountTab::Activity),
            events,
            more_url: Some("/account/activity?before=5f1c".to_owned()),
        };
        let none = Self {
            events: Vec::new(),
            more_url: None,
            ..some.clone()
        };
        vec![some, none]
    }
}

/// Each of them.
#[cfg(test)]
fn happenings() -> Vec<Happening> {
    let company = || "Sonnenfeld GmbH".to_owned();
    let app = || "Solar Reports".to_owned();
    vec![
        Happening::SignedIn,
        Happening::SignedInNewBrowser,
        Happening::SignedOut,
        Happening::WrongPassword,
        Happening::WrongPins,
        Happening::Activated,
        Happening::DetailsChanged,
        Happening::EmailAsked("ada.sommer@sonnenfeld.example".to_owned()),
        Happening::EmailChanged("ada.sommer@sonnenfeld.example".to_owned()),
        Happening::PasswordChanged,
        Happening::PasswordReset,
        Happening::FactorSwitchedOn,
        Happening::FactorSwitchedOff,
        Happening::Enrolled,
        Happening::AuthenticatorReplaced,
        Happening::OtpReset,
        Happening::CodesMade,
        Happening::CodeUsed,
        Happening::DeviceSignedOut,
        Happening::OthersSignedOut,
        Happening::AccessGiven(app()),
        Happening::AccessWithdrawn(app()),
        Happening::Joined(company()),
        Happening::Removed(company()),
        Happening::MadeAdmin(company()),
        Happening::MadeMember(company()),
        Happening::Blocked,
        Happening::Unblocked,
        Happening::Frozen,
    ]
}
