//! The tabs over the pages of a signed-in person.

use super::message::Message;
use serde::Serialize;

/// One tab.
#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    /// What it says.
    pub text: Message,
    /// Where it leads.
    pub href: String,
    /// Whether the page is under it.
    pub current: bool,
}

/// The pages of a person's own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountTab {
    /// Name, language and e-mail address.
    Profile,
    /// The password.
    Password,
    /// The second factor.
    SecondFactor,
    /// Where the person is signed in.
    Devices,
    /// Which apps have access.
    Apps,
    /// What happened lately.
    Activity,
}

/// The pages of a company's admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanyTab {
    /// Who belongs to the company.
    Members,
    /// How far the second factor has come.
    RollOut,
    /// Inviting one person.
    Invite,
    /// The company's policy.
    Settings,
    /// What was done by whom.
    Audit,
}

/// The pages of the platform's own staff. The support has the first alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffTab {
    /// Finding people and companies.
    Console,
    /// What there is to operate.
    Overview,
    /// The companies.
    Companies,
    /// The apps.
    Apps,
    /// What was refused.
    Refusals,
    /// The outbox.
    Mail,
    /// The signing keys.
    Keys,
    /// The settings, and where they come from.
    Settings,
    /// What was done by whom on the instance.
    Audit,
}

/// The pages about one app, for whoever develops it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppTab {
    /// Its registration and its secrets.
    Registration,
    /// Settings for its library.
    SetUp,
    /// What would be answered to a request of it.
    Request,
    /// A login at it for a test.
    TestLogin,
    /// What was refused to it.
    Refusals,
    /// How it is told of log-outs, and what it did not take.
    LogOuts,
}

impl AccountTab {
    /// Every tab, in the row's order.
    pub const ALL: [Self; 6] = [
        Self::Profile,
        Self::Password,
        Self::SecondFactor,
        Self::Devices,
        Self::Apps,
        Self::Activity,
    ];

    /// The row on the page of `current`. A tab without an address is left out.
    #[must_use]
    pub fn row(current: Self, url: impl Fn(Self) -> Option<String>) -> Vec<Tab> {
        row(&Self::ALL, current, Self::text, url)
    }

    fn text(self) -> Message {
        Message::new(match self {
            Self::Profile => "tabs-profile",
            Self::Password => "tabs-password",
            Self::SecondFactor => "tabs-second-factor",
            Self::Devices => "tabs-devices",
            Self::Apps => "tabs-apps",
            Self::Activity => "tabs-activity",
        })
    }
}

impl CompanyTab {
    /// Every tab, in the row's order.
    pub const ALL: [Self; 5] = [
        Self::Members,
        Self::RollOut,
        Self::Invite,
        Self::Settings,
        Self::Audit,
    ];

    /// The row on the page of `current`. A tab without an address is left out.
    #[must_use]
    pub fn row(current: Self, url: impl Fn(Self) -> Option<String>) -> Vec<Tab> {
        row(&Self::ALL, current, Self::text, url)
    }

    fn text(self) -> Message {
        Message::new(match self {
            Self::Members => "tabs-members",
            Self::RollOut => "tabs-roll-out",
            Self::Invite => "tabs-invite",
            Self::Settings => "tabs-settings",
            Self::Audit => "tabs-audit",
        })
    }
}

impl StaffTab {
    /// Every tab, in the row's order.
    pub const ALL: [Self; 9] = [
        Self::Console,
        Self::Overview,
        Self::Companies,
        Self::Apps,
        Self::Refusals,
        Self::Mail,
        Self::Keys,
        Self::Settings,
        Self::Audit,
    ];

    /// The row on the page of `current`. A tab without an address is left out.
    #[must_use]
    pub fn row(current: Self, url: impl Fn(Self) -> Option<String>) -> Vec<Tab> {
        row(&Self::ALL, current, Self::text, url)
    }

    fn text(self) -> Message {
        Message::new(match self {
            Self::Console => "tabs-console",
            Self::Overview => "tabs-overview",
            Self::Companies => "tabs-companies",
            Self::Apps => "tabs-apps",
            Self::Refusals => "tabs-refusals",
            Self::Mail => "tabs-mail",
            Self::Keys => "tabs-keys",
            Self::Settings => "tabs-settings",
            Self::Audit => "tabs-audit",
        })
    }
}

impl AppTab {
    /// Every tab, in the row's order.
    pub const ALL: [Self; 6] = [
        Self::Registration,
        Self::SetUp,
        Self::Request,
        Self::TestLogin,
        Self::Refusals,
        Self::LogOuts,
    ];

    /// The row on the page of `current`.
    #[must_use]
    pub fn row(current: Self, url: impl Fn(Self) -> String) -> Vec<Tab> {
        row(&Self::ALL, current, Self::text, |tab| Some(url(tab)))
    }

    fn text(self) -> Message {
        Message::new(match self {
            Self::Registration => "tabs-app-registration",
            Self::SetUp => "tabs-app-set-up",
            Self::Request => "tabs-app-request",
            Self::TestLogin => "tabs-app-test-login",
            Self::Refusals => "tabs-app-refusals",
            Self::LogOuts => "tabs-app-log-outs",
        })
    }
}

fn row<T: Copy + PartialEq>(
    all: &[T],
    current: T,
    text: fn(T) -> Message,
    url: impl Fn(T) -> Option<String>,
) -> Vec<Tab> {
    let tab = |tab: T| {
        Some(Tab {
            text: text(tab),
            href: url(tab)?,
            current: tab == current,
        })
    };
    all.iter().copied().filter_map(tab).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tab_is_current_and_one_without_an_address_is_left_out() {
        let url = |tab| (tab != CompanyTab::Audit).then(|| format!("/{tab:?}"));
        let row = CompanyTab::row(CompanyTab::Invite, url);
        let told: Vec<_> = row.iter().map(|tab| (tab.href.as_str(), tab.current)).collect();
        assert_eq!(
            told,
            [
                ("/Members", false),
                ("/RollOut", false),
                ("/Invite", true),
                ("/Settings", false)
            ]
        );
    }
}
