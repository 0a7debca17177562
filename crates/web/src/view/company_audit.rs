//! Who did what with a company's members, and when.

use super::View;
use super::message::Message;
use super::moment::Moment;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct CompanyAudit {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// The latest first.
    pub entries: Vec<AuditEntry>,
    /// The page with later ones.
    pub newer_url: Option<String>,
    /// The page with earlier ones.
    pub older_url: Option<String>,
    /// Gives all of them as a file.
    pub download_url: Option<String>,
}

/// One deed.
#[derive(Clone, Debug, Serialize)]
pub struct AuditEntry {
    /// What was done ([`Audited`]).
    pub what: Message,
    /// Who did it; none: the system did by itself.
    pub by: Option<String>,
    /// When.
    pub at: Moment,
    /// From which network.
    pub network: Option<String>,
    /// The reason that was given.
    pub reason: Option<String>,
}

/// Everything that is kept of a company. A text is the name or the address of whom it was done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audited {
    /// An invitation was sent to that address.
    Invited(String),
    /// It was sent again.
    SentAgain(String),
    /// Its address was corrected to this one.
    AddressCorrected(String),
    /// It was withdrawn.
    Withdrawn(String),
    /// The person accepted it.
    Joined(String),
    /// The second factor was reset.
    OtpReset(String),
    /// The second factor was set up.
    Enrolled(String),
    /// The person has more time to set it up.
    Extended(String),
    /// The person was blocked.
    Blocked(String),
    /// The person was unblocked.
    Unblocked(String),
    /// The person was removed.
    Removed(String),
    /// The person became an admin.
    MadeAdmin(String),
    /// The person is no longer an admin.
    MadeMember(String),
    /// The company's policy was changed.
    PolicyChanged,
    /// Members were reminded of the second factor.
    Reminded,
}

impl From<Audited> for Message {
    fn from(audited: Audited) -> Self {
        let (key, name) = match audited {
            Audited::Invited(name) => ("company-audit-invited", name),
            Audited::SentAgain(name) => ("company-audit-sent-again", name),
            Audited::AddressCorrected(name) => ("company-audit-address-corrected", name),
            Audited::Withdrawn(name) => ("company-audit-withdrawn", name),
            Audited::Joined(name) => ("company-audit-joined", name),
            Audited::OtpReset(name) => ("company-audit-otp-reset", name),
            Audited::Enrolled(name) => ("company-audit-enrolled", name),
            Audited::Extended(name) => ("company-audit-extended", name),
            Audited::Blocked(name) => ("company-audit-blocked", name),
            Audited::Unblocked(name) => ("company-audit-unblocked", name),
            Audited::Removed(name) => ("company-audit-removed", name),
            Audited::MadeAdmin(name) => ("company-audit-made-admin", name),
            Audited::MadeMember(name) => ("company-audit-made-member", name),
            Audited::PolicyChanged => return Self::new("company-audit-policy-changed"),
            Audited::Reminded => return Self::new("company-audit-reminded"),
        };
        Self::new(key).with("name", name)
    }
}

impl View for CompanyAudit {
    const TEMPLATE: &'static str = "admin/company_audit.html";

    fn title(&self) -> Message {
        Message::new("company-audit-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::CompanyTab;
        let entries: Vec<_> = deeds()
            .into_iter()
            .enumerate()
            .map(|(number, deed)| AuditEntry {
                reason: matches!(deed, Audited::Extended(_)).then(|| "New phone is on its way".to_owned()),
                what: deed.into(),
                by: (number % 5 != 4).then(|| "Ada Sommer".to_owned()),
                at: sample::moment(),
                network: (number % 3 != 2).then(|| "203.0.113.0/24".to_owned()),
            })
            .collect();
        let full = Self {
            tabs: sample::company_tabs(CompanyTab::Audit),
            entries,
            newer_url: Some("/company/audit?after=5f1c".to_owned()),
            older_url: Some("/company/audit?before=5f1c".to_owned()),
            download_url: Some("/company/audit.csv".to_owned()),
        };
        let empty = Self {
            entries: Vec::new(),
            newer_url: None,
            older_url: None,
            download_url: None,
            ..full.clone()
        };
        vec![full, empty]
    }
}

/// Each of them.
#[cfg(test)]
fn deeds() -> Vec<Audited> {
    let about: [fn(String) -> Audited; 13] = [
        Audited::Invited,
        Audited::SentAgain,
        Audited::AddressCorrected,
        Audited::Withdrawn,
        Audited::Joined,
        Audited::OtpReset,
        Audited::Enrolled,
        Audited::Extended,
        Audited::Blocked,
        Audited::Unblocked,
        Audited::Removed,
        Audited::MadeAdmin,
        Audited::MadeMember,
    ];
    let about = about.map(|deed| deed("Ben Berger".to_owned())).into_iter();
    about.chain([Audited::PolicyChanged, Audited::Reminded]).collect()
}
