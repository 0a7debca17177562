//! `[mail]`: the SMTP server, the sender and the subjects.

use crate::config::keys::Keys;
use crate::config::types::SmtpServer;
use lettre::message::Mailbox;

/// `[mail]`.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// The server that mail is handed to.
    pub server: SmtpServer,
    /// The sender of every mail.
    pub from: Mailbox,
    /// `[mail.subjects]`.
    pub subjects: MailSubjects,
}

impl MailConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        Self {
            server: keys.read("mail.url"),
            from: keys.read("mail.from"),
            subjects: MailSubjects::read(keys),
        }
    }
}

/// The subjects by kind of mail. `{platform.name}` in them stands for the platform's name.
#[derive(Clone, Debug)]
pub struct MailSubjects {
    /// The invitation with the activation link.
    pub activation: SubjectByLanguage,
    /// The notice of a sign-in from a browser that was never seen before.
    pub new_device: SubjectByLanguage,
    /// The link with which a forgotten password is replaced.
    pub password_reset: SubjectByLanguage,
    /// The notice that a password was changed.
    pub password_changed: SubjectByLanguage,
    /// The link with which a lost authenticator is replaced.
    pub otp_reset: SubjectByLanguage,
    /// The reminder of a second factor that is still to be set up.
    pub factor_reminder: SubjectByLanguage,
    /// The notice that a second factor was set up.
    pub enrolled: SubjectByLanguage,
    /// The notice that the second factor was switched off.
    pub second_factor_off: SubjectByLanguage,
    /// The notice that another authenticator took the place of the one before.
    pub authenticator_replaced: SubjectByLanguage,
    /// The notice that recovery codes were made.
    pub recovery_codes_made: SubjectByLanguage,
    /// The notice that a recovery code was used in place of a PIN.
    pub recovery_code_used: SubjectByLanguage,
    /// The link that confirms a new address.
    pub confirm_email: SubjectByLanguage,
    /// The notice that an account has another address.
    pub email_changed: SubjectByLanguage,
    /// The notice that an account was frozen by its person.
    pub account_frozen: SubjectByLanguage,
    /// The same to whoever looks after the account.
    pub member_frozen: SubjectByLanguage,
    /// The notice of wrong PINs after the right password.
    pub wrong_pins: SubjectByLanguage,
}

impl MailSubjects {
    fn read(keys: &mut Keys) -> Self {
        let mut read = |kind| SubjectByLanguage::read(keys, &format!("mail.subjects.{kind}"));
        Self {
            activation: read("activation"),
            new_device: read("new_device"),
            password_reset: read("password_reset"),
            password_changed: read("password_changed"),
            otp_reset: read("otp_reset"),
            factor_reminder: read("factor_reminder"),
            enrolled: read("enrolled"),
            second_factor_off: read("second_factor_off"),
            authenticator_replaced: read("authenticator_replaced"),
            recovery_codes_made: read("recovery_codes_made"),
            recovery_code_used: read("recovery_code_used"),
            confirm_email: read("confirm_email"),
            email_changed: read("email_changed"),
            account_frozen: read("account_frozen"),
            member_frozen: read("member_frozen"),
            wrong_pins: read("wrong_pins"),
        }
    }

    /// The subjects of a kind of job, by its word in the outbox; none where an operator can't choose them.
    #[must_use]
    pub fn of_kind(&self, kind: &str) -> Option<&SubjectByLanguage> {
        Some(match kind {
            "invitation" => &self.activation,
            "new_device" => &self.new_device,
            "password_reset" => &self.password_reset,
            "password_changed" => &self.password_changed,
            "otp_reset" => &self.otp_reset,
            "factor_reminder" => &self.factor_reminder,
            "enrolled" => &self.enrolled,
            "second_factor_off" => &self.second_factor_off,
            "authenticator_replaced" => &self.authenticator_replaced,
            "recovery_codes_made" => &self.recovery_codes_made,
            "recovery_code_used" => &self.recovery_code_used,
            "confirm_email" => &self.confirm_email,
            "email_changed" => &self.email_changed,
            "account_frozen" => &self.account_frozen,
            "member_frozen" => &self.member_frozen,
            "wrong_pins" => &self.wrong_pins,
            _ => return None,
        })
    }
}

/// One subject in each language; none where the language file's own is to be used.
#[derive(Clone, Debug)]
pub struct SubjectByLanguage {
    /// English.
    pub en: Option<String>,
    /// Spanish.
    pub es: Option<String>,
    /// German.
    pub de: Option<String>,
}

impl SubjectByLanguage {
    fn read(keys: &mut Keys, section: &str) -> Self {
        let mut read = |language| {
            let key = format!("{section}.{language}");
            let subject: Option<String> = keys.read(&key);
            let is_one_line = subject
                .as_ref()
                .is_none_or(|subject| !subject.contains(char::is_control));
            keys.require(is_one_line, &[&key], &format!("`{key}` is not one line"));
            subject
        };
        Self {
            en: read("en"),
            es: read("es"),
            de: read("de"),
        }
    }

    /// The subject in a language (`en`, `es`, `de`), if the operator has set one.
    #[must_use]
    pub fn in_language(&self, language: &str) -> Option<&str> {
        let subject = match language {
            "en" => &self.en,
            "es" => &self.es,
            "de" => &self.de,
            _ => return None,
        };
        subject.as_deref()
    }
}
