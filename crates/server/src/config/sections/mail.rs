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
            subjects: MailSubjects {
                activation: SubjectByLanguage::read(keys, "mail.subjects.activation"),
                new_device: SubjectByLanguage::read(keys, "mail.subjects.new_device"),
            },
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
        let mut read = |language| keys.read(&format!("{section}.{language}"));
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
