//! An event of the audit trail in a sentence, for the platform's own staff.

use super::message::Message;
use super::moment::Moment;
use serde::Serialize;
use voltkey_flows::audit::Action;

/// An event.
#[derive(Clone, Debug, Serialize)]
pub struct StaffEvent {
    /// What was done.
    pub what: Message,
    /// When.
    pub at: Moment,
    /// Whom or what it was done to, where the page does not say it.
    pub to: Option<String>,
    /// Who did it, where it was somebody else; none: the person, or the provider by itself.
    pub by: Option<String>,
    /// From which network.
    pub network: Option<String>,
    /// The reason that was given.
    pub reason: Option<String>,
    /// What was confirmed before.
    pub checks: Vec<Message>,
}

/// What was done, in a sentence. A word that this version does not know is shown as it is.
#[must_use]
pub fn in_words(word: &str) -> Message {
    match word.parse() {
        Ok(action) => Message::new(key(action)),
        Err(_) => Message::new("staff-event-unknown").with("word", word),
    }
}

fn key(action: Action) -> &'static str {
    match action {
        Action::PersonActivated => "staff-event-person-activated",
        Action::PersonCreated => "staff-event-person-created",
        Action::PersonJoined => "staff-event-person-joined",
        Action::PersonInvited => "staff-event-person-invited",
        Action::PersonRoles => "staff-event-person-roles",
        Action::OtpEnrolled => "staff-event-otp-enrolled",
        Action::OtpReplaced => "staff-event-otp-replaced",
        Action::OtpReset => "staff-event-otp-reset",
        Action::SecondFactorOn => "staff-event-second-factor-on",
        Action::SecondFactorOff => "staff-event-second-factor-off",
        Action::PasswordChanged => "staff-event-password-changed",
        Action::PasswordReset => "staff-event-password-reset",
        Action::RecoveryCodesMade => "staff-event-recovery-codes-made",
        Action::RecoveryCodeUsed => "staff-event-recovery-code-used",
        Action::LoginSucceeded => "staff-event-login-succeeded",
        Action::LoginFailed => "staff-event-login-failed",
        Action::SessionEnded => "staff-event-session-ended",
        Action::MemberBlocked => "staff-event-member-blocked",
        Action::MemberUnblocked => "staff-event-member-unblocked",
        Action::MemberRemoved => "staff-event-member-removed",
        Action::MemberRole => "staff-event-member-role",
        Action::MemberExtended => "staff-event-member-extended",
        Action::MembersReminded => "staff-event-members-reminded",
        Action::InvitationSentAgain => "staff-event-invitation-sent-again",
        Action::InvitationChanged => "staff-event-invitation-changed",
        Action::InvitationCorrected => "staff-event-invitation-corrected",
        Action::InvitationWithdrawn => "staff-event-invitation-withdrawn",
        Action::CompanyCreated => "staff-event-company-created",
        Action::CompanyChanged => "staff-event-company-changed",
        Action::ClientCreated => "staff-event-client-created",
        Action::ClientChanged => "staff-event-client-changed",
        Action::ClientRegistered => "staff-event-client-registered",
        Action::ClientDeleted => "staff-event-client-deleted",
        Action::RegistrationTokenCreated => "staff-event-registration-token-created",
        Action::RegistrationTokenRevoked => "staff-event-registration-token-revoked",
        Action::ClientToldAgain => "staff-event-client-told-again",
        Action::MailTriedAgain => "staff-event-mail-tried-again",
        Action::ClientTested => "staff-event-client-tested",
        Action::KeyRotated => "staff-event-key-rotated",
        Action::KeyWithdrawn => "staff-event-key-withdrawn",
        Action::KeyImported => "staff-event-key-imported",
        Action::KeyExported => "staff-event-key-exported",
        Action::SettingsChanged => "staff-event-settings-changed",
        Action::ConsentGiven => "staff-event-consent-given",
        Action::ConsentWithdrawn => "staff-event-consent-withdrawn",
        Action::AccountFrozen => "staff-event-account-frozen",
        Action::EmailChanged => "staff-event-email-changed",
        Action::ProfileChanged => "staff-event-profile-changed",
        Action::DetailsForgotten => "staff-event-details-forgotten",
    }
}

/// The items of a checklist that were confirmed, as the event keeps them.
#[must_use]
pub fn check_in_words(name: &str) -> Option<Message> {
    Some(Message::new(match name {
        "called_back" => "staff-event-check-called-back",
        "answered" => "staff-event-check-answered",
        "colleague" => "staff-event-check-colleague",
        "no_admin" => "staff-event-check-no-admin",
        _ => return None,
    }))
}

#[cfg(test)]
impl StaffEvent {
    /// A reset with everything that can be told of it, and a plain event.
    pub fn samples() -> Vec<Self> {
        use super::sample;
        let plain = |word: &str| Self {
            what: in_words(word),
            at: sample::moment(),
            to: None,
            by: None,
            network: Some("203.0.113.0/24".to_owned()),
            reason: None,
            checks: Vec::new(),
        };
        let reset = Self {
            to: Some("Ben Berger".to_owned()),
            by: Some("Sam Parker".to_owned()),
            reason: Some("Called back on the number on file.\nKnew the last invoice.".to_owned()),
            checks: ["called_back", "answered", "colleague", "no_admin"]
                .into_iter()
                .filter_map(check_in_words)
                .collect(),
            ..plain("otp.reset")
        };
        let mut all = vec![reset, plain("word.of.a.later.version")];
        all.extend(Action::ALL.iter().map(|action| plain(action.as_str())));
        all
    }
}
