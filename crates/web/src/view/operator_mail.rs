//! The outbox: what waits, what is tried again and why, what was given up.

use super::View;
use super::form::Form;
use super::message::Message;
use super::moment::Moment;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the three lists.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorMail {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// What is tried again, and why.
    pub trying: JobList,
    /// What was given up.
    pub failed: JobList,
    /// What was not tried yet.
    pub waiting: JobList,
    /// Whether something is tried again at once; or that it could not be.
    pub saved: Option<bool>,
}

/// Some jobs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct JobList {
    /// Them.
    pub jobs: Vec<JobRow>,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// A mail, or another job.
#[derive(Clone, Debug, Serialize)]
pub struct JobRow {
    /// What it is.
    pub kind: Message,
    /// Whom it goes to.
    pub to: Option<String>,
    /// When it was decided.
    pub created: Moment,
    /// When it is tried next.
    pub next: Option<Moment>,
    /// How often it was tried.
    pub attempts: u32,
    /// What the mail server answered, in its own words.
    pub answer: Option<String>,
    /// Tries it at once.
    pub try_again: Option<Form>,
}

/// A job's kind in words. A word that this version does not know is shown as it is.
#[must_use]
pub fn kind_in_words(word: &str) -> Message {
    Message::new(match word {
        "new_device" => "operator-mail-new-device",
        "wrong_pins" => "operator-mail-wrong-pins",
        "enrolled" => "operator-mail-enrolled",
        "second_factor_off" => "operator-mail-second-factor-off",
        "password_changed" => "operator-mail-password-changed",
        "invitation" => "operator-mail-invitation",
        "password_reset" => "operator-mail-password-reset",
        "otp_reset" => "operator-mail-otp-reset",
        "support_request" => "operator-mail-support-request",
        "confirm_email" => "operator-mail-confirm-email",
        "email_changed" => "operator-mail-email-changed",
        "recover" => "operator-mail-recover",
        other => return Message::new("operator-mail-other").with("word", other),
    })
}

impl View for OperatorMail {
    const TEMPLATE: &'static str = "admin/operator_mail.html";

    fn title(&self) -> Message {
        Message::new("tabs-mail")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let row = |kind: &str| JobRow {
            kind: kind_in_words(kind),
            to: Some("dora@sonnenfeld.example".to_owned()),
            created: sample::moment(),
            next: None,
            attempts: 0,
            answer: None,
            try_again: None,
        };
        let trying = JobRow {
            next: Some(sample::moment()),
            attempts: 3,
            answer: Some("451 4.7.1 greylisted, try again later".to_owned()),
            try_again: Some(sample::form("/operator/mail/try-again").with("job", "5f1c")),
            ..row("invitation")
        };
        let failed = JobRow {
            next: None,
            attempts: 8,
            answer: Some("550 5.1.1 no such mailbox".to_owned()),
            ..trying.clone()
        };
        let gone = JobRow {
            to: None,
            try_again: None,
            ..failed.clone()
        };
        let kinds = [
            "new_device",
            "wrong_pins",
            "enrolled",
            "second_factor_off",
            "password_changed",
            "password_reset",
            "otp_reset",
            "support_request",
            "confirm_email",
            "email_changed",
            "recover",
            "of_a_later_version",
        ];
        let full = Self {
            tabs: sample::staff_tabs(StaffTab::Mail),
            trying: JobList {
                jobs: vec![trying],
                more: false,
            },
            failed: JobList {
                jobs: vec![failed, gone],
                more: false,
            },
            waiting: JobList {
                jobs: kinds.map(row).into(),
                more: true,
            },
            saved: Some(true),
        };
        let empty = Self {
            trying: JobList::default(),
            failed: JobList::default(),
            waiting: JobList::default(),
            saved: None,
            ..full.clone()
        };
        let not_tried = Self {
            saved: Some(false),
            ..empty.clone()
        };
        vec![full, empty, not_tried]
    }
}
