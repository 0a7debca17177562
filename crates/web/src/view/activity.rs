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
    /// The page with later ones.
    pub newer_url: Option<String>,
    /// The page with earlier ones.
    pub older_url: Option<String>,
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
    /// Who did it, where it was not the person ([`Doer`]).
    pub by: Option<Message>,
}

/// Who does something to somebody else's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doer {
    /// An admin, or the platform, of that name.
    Named(String),
    /// The support.
    Support,
    /// Somebody who has no account any more.
    Gone,
}

impl From<Doer> for Message {
    fn from(doer: Doer) -> Self {
        match doer {
            Doer::Named(name) => Self::new("activity-by").with("name", name),
            Doer::Support => Self::new("activity-by-support"),
            Doer::Gone => Self::new("activity-by-gone"),
        }
    }
}

/// Everything that is told of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Signed in.
    SignedIn,
    /// Signed out.
    SignedOut,
    /// A device was signed out from another.
    DeviceSignedOut,
    /// A wrong password was entered.
    WrongPassword,
    /// A wrong PIN was entered after the right password.
    WrongPin,
    /// The right password was entered while the account was blocked.
    RefusedWhileBlocked,
    /// A login failed, and why is not kept any more.
    LoginFailed,
    /// The account was made by the platform.
    Created,
    /// The account was activated.
    Activated,
    /// Name, language or telephone number were changed.
    DetailsChanged,
    /// The address was changed to this one.
    EmailChanged(Option<String>),
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
    /// The app of that name was given access.
    AccessGiven(Option<String>),
    /// Access was withdrawn from the app of that name.
    AccessWithdrawn(Option<String>),
    /// The person joined the company of that name.
    Joined(String),
    /// The person was removed from the company of that name.
    Removed(String),
    /// The person became an admin of the company of that name.
    MadeAdmin(String),
    /// The person is no longer an admin of the company of that name.
    MadeMember(String),
    /// The role in the company of that name was changed, and to which is not kept any more.
    RoleChanged(String),
    /// The roles on the platform were changed.
    RolesChanged,
    /// The account was blocked.
    Blocked,
    /// The account was unblocked.
    Unblocked,
    /// The person said "This was not me".
    Frozen,
    /// What was kept of earlier events was deleted.
    DetailsForgotten,
    /// Something that this version has no words for.
    Other,
}

impl From<Happening> for Message {
    fn from(happening: Happening) -> Self {
        match happening {
            Happening::SignedIn => Self::new("activity-signed-in"),
            Happening::SignedOut => Self::new("activity-signed-out"),
            Happening::DeviceSignedOut => Self::new("activity-device-signed-out"),
            Happening::WrongPassword => Self::new("activity-wrong-password"),
            Happening::WrongPin => Self::new("activity-wrong-pin"),
            Happening::RefusedWhileBlocked => Self::new("activity-refused"),
            Happening::LoginFailed => Self::new("activity-login-failed"),
            Happening::Created => Self::new("activity-created"),
            Happening::Activated => Self::new("activity-activated"),
            Happening::DetailsChanged => Self::new("activity-details-changed"),
            Happening::EmailChanged(Some(email)) => Self::new("activity-email-changed").with("email", email),
            Happening::EmailChanged(None) => Self::new("activity-email-changed-unknown"),
            Happening::PasswordChanged => Self::new("activity-password-changed"),
            Happening::PasswordReset => Self::new("activity-password-reset"),
            Happening::FactorSwitchedOn => Self::new("activity-factor-on"),
            Happening::FactorSwitchedOff => Self::new("activity-factor-off"),
            Happening::Enrolled => Self::new("activity-enrolled"),
            Happening::AuthenticatorReplaced => Self::new("activity-authenticator-replaced"),
            Happening::OtpReset => Self::new("activity-otp-reset"),
            Happening::CodesMade => Self::new("activity-codes-made"),
            Happening::CodeUsed => Self::new("activity-code-used"),
            Happening::AccessGiven(Some(app)) => Self::new("activity-access-given").with("app", app),
            Happening::AccessGiven(None) => Self::new("activity-access-given-unknown"),
            Happening::AccessWithdrawn(Some(app)) => Self::new("activity-access-withdrawn").with("app", app),
            Happening::AccessWithdrawn(None) => Self::new("activity-access-withdrawn-unknown"),
            Happening::Joined(company) => Self::new("activity-joined").with("company", company),
            Happening::Removed(company) => Self::new("activity-removed").with("company", company),
            Happening::MadeAdmin(company) => Self::new("activity-made-admin").with("company", company),
            Happening::MadeMember(company) => Self::new("activity-made-member").with("company", company),
            Happening::RoleChanged(company) => Self::new("activity-role-changed").with("company", company),
            Happening::RolesChanged => Self::new("activity-roles-changed"),
            Happening::Blocked => Self::new("activity-blocked"),
            Happening::Unblocked => Self::new("activity-unblocked"),
            Happening::Frozen => Self::new("activity-frozen"),
            Happening::DetailsForgotten => Self::new("activity-details-forgotten"),
            Happening::Other => Self::new("activity-other"),
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
        let doers = [Doer::Named("Lucía Romero".to_owned()), Doer::Support, Doer::Gone];
        let events: Vec<_> = happenings()
            .into_iter()
            .enumerate()
            .map(|(number, happening)| ActivityEvent {
                browser: (number % 3 != 2).then(|| "Firefox, Linux".to_owned()),
                network: (number % 4 != 3).then(|| "203.0.113.0/24".to_owned()),
                by: (number % 9 == 8).then(|| doers[number % 3].clone().into()),
                ..ActivityEvent::new(happening, sample::moment())
            })
            .collect();
        let page = Self {
            tabs: sample::account_tabs(AccountTab::Activity),
            events,
            newer_url: Some("/account/activity?after=5f1c".to_owned()),
            older_url: Some("/account/activity?before=5f1c".to_owned()),
        };
        let newest = Self {
            newer_url: None,
            ..page.clone()
        };
        let none = Self {
            events: Vec::new(),
            older_url: None,
            ..newest.clone()
        };
        vec![page, newest, none]
    }
}

/// Each of them.
#[cfg(test)]
fn happenings() -> Vec<Happening> {
    let company = || "Sonnenfeld GmbH".to_owned();
    let app = || "Solar Reports".to_owned();
    vec![
        Happening::SignedIn,
        Happening::SignedOut,
        Happening::DeviceSignedOut,
        Happening::WrongPassword,
        Happening::WrongPin,
        Happening::RefusedWhileBlocked,
        Happening::LoginFailed,
        Happening::Created,
        Happening::Activated,
        Happening::DetailsChanged,
        Happening::EmailChanged(Some("ada.sommer@sonnenfeld.example".to_owned())),
        Happening::EmailChanged(None),
        Happening::PasswordChanged,
        Happening::PasswordReset,
        Happening::FactorSwitchedOn,
        Happening::FactorSwitchedOff,
        Happening::Enrolled,
        Happening::AuthenticatorReplaced,
        Happening::OtpReset,
        Happening::CodesMade,
        Happening::CodeUsed,
        Happening::AccessGiven(Some(app())),
        Happening::AccessGiven(None),
        Happening::AccessWithdrawn(Some(app())),
        Happening::AccessWithdrawn(None),
        Happening::Joined(company()),
        Happening::Removed(company()),
        Happening::MadeAdmin(company()),
        Happening::MadeMember(company()),
        Happening::RoleChanged(company()),
        Happening::RolesChanged,
        Happening::Blocked,
        Happening::Unblocked,
        Happening::Frozen,
        Happening::DetailsForgotten,
        Happening::Other,
    ]
}
