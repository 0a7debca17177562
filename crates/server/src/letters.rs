//! From a task of the outbox to the mail that it stands for.

use crate::instance::Instance;
use crate::mail::Mail;
use url::Url;
use voltkey_flows::SecretText;
use voltkey_flows::jobs::{
    Claimed, ConfirmEmailMail, FactorReminderMail, FrozenReader, InvitationMail, MemberFrozenMail, Notice,
    OtpResetMail, PasswordResetMail, SupportRequestMail, Task,
};
use voltkey_web::view::member_frozen::Reader;
use voltkey_web::view::support_form::Topic;
use voltkey_web::view::{
    self, ConfirmEmail, Event, FactorReminder, Invitation, Invited, Language, Letter, Letterhead,
    MemberFrozen, Moment, OtpReset, PasswordReset, RenderError, SecurityNotice, Seen, Support,
    SupportRequest,
};

/// Where the link of an invitation leads.
const ACTIVATE: &str = "/activate";
/// Where the link for a forgotten password leads.
const RESET_PASSWORD: &str = "/reset-password";
/// Where a second factor is set up.
const ENROLL: &str = "/login/enroll";
/// Where the link to a new address leads.
const CONFIRM_EMAIL: &str = "/account/email/confirm";
/// Where the link "this was not me" leads.
const NOT_ME: &str = "/account/not-me";
/// Where a company's admin unblocks members.
const MEMBERS: &str = "/company/members";

/// Writes the mail, in the language of its person; none where the task is no mail.
///
/// # Errors
/// When a template or a text is broken.
pub fn write(instance: &Instance, claimed: &Claimed) -> Result<Option<Mail>, RenderError> {
    let desk = Desk { instance, claimed };
    match &claimed.task {
        Task::NewDevice(notice) => desk.notice(Event::NewDevice, notice),
        Task::WrongPins(notice) => desk.notice(Event::WrongPins, notice),
        Task::Enrolled(notice) => desk.notice(Event::Enrolled, notice),
        Task::SecondFactorOff(notice) => desk.notice(Event::SecondFactorOff, notice),
        Task::AuthenticatorReplaced(notice) => desk.notice(Event::AuthenticatorReplaced, notice),
        Task::RecoveryCodesMade(notice) => desk.notice(Event::RecoveryCodesMade, notice),
        Task::RecoveryCodeUsed(mail) => {
            desk.notice(Event::RecoveryCodeUsed { left: mail.left }, &mail.notice)
        }
        Task::PasswordChanged(notice) => desk.notice(Event::PasswordChanged, notice),
        Task::Invitation(mail) => desk.invitation(mail),
        Task::PasswordReset(mail) => desk.password_reset(mail),
        Task::OtpReset(mail) => desk.otp_reset(mail),
        Task::FactorReminder(mail) => desk.factor_reminder(mail),
        Task::SupportRequest(mail) => desk.support_request(mail),
        Task::ConfirmEmail(mail) => desk.confirm_email(mail),
        Task::EmailChanged(mail) => {
            let new_email = mail.new_email.clone();
            desk.notice(Event::EmailChanged { new_email }, &mail.notice)
        }
        Task::AccountFrozen(notice) => desk.notice(Event::AccountFrozen, notice),
        Task::MemberFrozen(mail) => desk.member_frozen(mail),
        Task::Recover(_) | Task::RemindMembers(_) => return Ok(None),
    }
    .map(Some)
}

/// Where one mail is written.
struct Desk<'a> {
    instance: &'a Instance,
    claimed: &'a Claimed,
}

impl Desk<'_> {
    fn notice(&self, event: Event, notice: &Notice) -> Result<Mail, RenderError> {
        let mut letter = SecurityNotice::new(event, self.seen(notice));
        let not_me = notice.not_me.as_ref();
        letter.not_me_url = not_me.map(|token| self.link(NOT_ME, token));
        self.mail(&notice.email, &notice.language, &letter)
    }

    fn invitation(&self, mail: &InvitationMail) -> Result<Mail, RenderError> {
        let letter = Invitation {
            url: self.link(ACTIVATE, &mail.token),
            name: known(&mail.name),
            invited: Invited {
                by: known(&mail.invited_by),
                company: mail.company.clone(),
            },
            until: self.moment(mail.until),
            joins: mail.joins,
        };
        self.mail(&mail.email, &mail.language, &letter)
    }

    fn password_reset(&self, mail: &PasswordResetMail) -> Result<Mail, RenderError> {
        let notice = &mail.notice;
        let letter = PasswordReset {
            url: self.link(RESET_PASSWORD, &mail.token),
            name: known(&notice.name),
            until: self.moment(mail.until),
            seen: self.seen(notice),
        };
        self.mail(&notice.email, &notice.language, &letter)
    }

    fn otp_reset(&self, mail: &OtpResetMail) -> Result<Mail, RenderError> {
        let letter = OtpReset {
            name: known(&mail.name),
            code: mail.code.as_str().to_owned(),
            until: self.moment(mail.until),
            by: mail.by.clone(),
        };
        self.mail(&mail.email, &mail.language, &letter)
    }

    fn factor_reminder(&self, mail: &FactorReminderMail) -> Result<Mail, RenderError> {
        let mut url: Url = self.instance.state.site.public_url.clone();
        url.set_path(ENROLL);
        let company = mail.company.as_deref();
        let letter = FactorReminder::new(url.into(), known(&mail.name), company, mail.until);
        self.mail(&mail.email, &mail.language, &letter)
    }

    fn confirm_email(&self, mail: &ConfirmEmailMail) -> Result<Mail, RenderError> {
        let letter = ConfirmEmail {
            url: self.link(CONFIRM_EMAIL, &mail.token),
            name: known(&mail.name),
            old_email: mail.old_email.clone(),
            until: self.moment(mail.until),
        };
        self.mail(&mail.email, &mail.language, &letter)
    }

    fn member_frozen(&self, mail: &MemberFrozenMail) -> Result<Mail, RenderError> {
        let reader = match mail.reader {
            FrozenReader::Admin => Reader::Admin,
            FrozenReader::OtherAdmin => Reader::OtherAdmin,
            FrozenReader::Support => Reader::Support,
        };
        let seen = Seen {
            name: known(&mail.name),
            at: self.moment(mail.at),
            browser: view::browser_name(&mail.user_agent),
            network: mail.network.clone(),
        };
        let company = mail.company.as_ref().filter(|_| reader == Reader::Admin);
        let mut letter = MemberFrozen::new(reader, &mail.person, &mail.email, seen);
        letter.members_url = company.map(|slug| self.address(MEMBERS, ("company", slug)));
        self.mail(&mail.to, &mail.language, &letter)
    }

    /// In English, whatever the person reads: the support is the platform's own.
    fn support_request(&self, mail: &SupportRequestMail) -> Result<Mail, RenderError> {
        let letter = SupportRequest {
            reference: mail.reference.clone(),
            name: mail.name.clone(),
            email: mail.email.clone(),
            topic: Topic::from_value(&mail.topic).unwrap_or(Topic::Other),
            message: mail.message.clone(),
            language: Language::from_tag(&mail.language).unwrap_or_default(),
            seen: Seen {
                name: None,
                at: self.moment(mail.at),
                browser: view::browser_name(&mail.user_agent),
                network: mail.network.clone(),
            },
            account: mail.account.clone(),
        };
        let written = self.write(Language::English, Support::default(), &mail.to, &letter)?;
        Ok(Mail {
            reply_to: Some(mail.email.clone()),
            // A person wrote it, and waits for an answer.
            auto_submitted: false,
            ..written
        })
    }

    /// A mail to a person, in their language and under the subject that the operator has chosen, if there is one.
    fn mail<L: Letter>(&self, to: &str, language: &str, letter: &L) -> Result<Mail, RenderError> {
        let site = &self.instance.state.site;
        // The form is a link, and a mail has no link beside its own.
        let support = Support {
            form_url: None,
            ..site.support.clone()
        };
        let spoken = Language::from_tag(language).unwrap_or_default();
        let written = self.write(spoken, support, to, letter)?;
        let subjects = match &self.claimed.task {
            // The subject of an activation would be wrong: the account is there.
            Task::Invitation(mail) if mail.joins => None,
            task => self.instance.subjects.of_kind(task.kind()),
        };
        let chosen = subjects.and_then(|subjects| subjects.in_language(language));
        let chosen = chosen.map(|subject| subject.replace("{platform.name}", &site.brand.name));
        Ok(Mail {
            subject: chosen.unwrap_or(written.subject),
            ..written
        })
    }

    fn write<L: Letter>(
        &self,
        language: Language,
        support: Support,
        to: &str,
        letter: &L,
    ) -> Result<Mail, RenderError> {
        let head = Letterhead {
            language,
            brand: self.instance.state.site.brand.clone(),
            support,
        };
        let written = self.instance.state.renderer.mail(&head, letter)?;
        Ok(Mail {
            to: to.to_owned(),
            reply_to: None,
            subject: written.subject,
            text: written.text,
            html: written.html,
            message_id: self.claimed.id().to_owned(),
            date: self.claimed.created_at(),
            auto_submitted: true,
        })
    }

    /// The public address of a page of ours, with a token.
    fn link(&self, path: &str, token: &SecretText) -> String {
        self.address(path, ("token", token.as_str()))
    }

    /// The public address of a page of ours, with a parameter.
    fn address(&self, path: &str, (name, value): (&str, &str)) -> String {
        let mut url: Url = self.instance.state.site.public_url.clone();
        url.set_path(path);
        url.query_pairs_mut().append_pair(name, value);
        url.into()
    }

    fn moment(&self, at: voltkey_protocol::time::Timestamp) -> Moment {
        Moment::new(at, &self.instance.ctx.settings().time_zone)
    }

    fn seen(&self, notice: &Notice) -> Seen {
        Seen {
            name: known(&notice.name),
            at: self.moment(notice.at),
            browser: view::browser_name(&notice.user_agent),
            network: notice.network.clone(),
        }
    }
}

/// A name that may not be known.
fn known(name: &str) -> Option<String> {
    (!name.is_empty()).then(|| name.to_owned())
}
