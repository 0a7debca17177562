//! From a task of the outbox to the mail that it stands for.

use crate::instance::Instance;
use crate::mail::Mail;
use voltkey_flows::jobs::{Claimed, Notice, Task};
use voltkey_web::view::{
    self, Event, Language, Letter, Letterhead, Moment, RenderError, SecurityNotice, Seen,
};

/// Writes the mail, in the language of its person.
///
/// # Errors
/// When a template or a text is broken.
pub fn write(instance: &Instance, claimed: &Claimed) -> Result<Mail, RenderError> {
    let (event, notice) = match &claimed.task {
        Task::NewDevice(notice) => (Event::NewDevice, notice),
        Task::WrongPins(notice) => (Event::WrongPins, notice),
        Task::Enrolled(notice) => (Event::Enrolled, notice),
    };
    let chosen = chosen_subject(instance, claimed.task.kind(), &notice.language);
    let letter = SecurityNotice::new(event, seen(instance, notice));
    mail(instance, claimed, notice, &letter, chosen)
}

/// The operator's own subject for a kind of job, if there is one.
fn chosen_subject<'i>(instance: &'i Instance, kind: &str, language: &str) -> Option<&'i str> {
    instance.subjects.of_kind(kind)?.in_language(language)
}

fn seen(instance: &Instance, notice: &Notice) -> Seen {
    Seen {
        name: Some(notice.name.clone()).filter(|name| !name.is_empty()),
        at: Moment::new(notice.at, &instance.ctx.settings().time_zone),
        browser: view::browser_name(&notice.user_agent),
        network: notice.network.clone(),
    }
}

/// `subject` is the operator's own, with `{platform.name}` in it.
fn mail<L: Letter>(
    instance: &Instance,
    claimed: &Claimed,
    notice: &Notice,
    letter: &L,
    subject: Option<&str>,
) -> Result<Mail, RenderError> {
    let site = &instance.state.site;
    let head = Letterhead {
        language: Language::from_tag(&notice.language).unwrap_or_default(),
        brand: site.brand.clone(),
        support: site.support.clone(),
    };
    let written = instance.state.renderer.mail(&head, letter)?;
    let subject = subject.map(|subject| subject.replace("{platform.name}", &site.brand.name));
    Ok(Mail {
        to: notice.email.clone(),
        reply_to: None,
        subject: subject.unwrap_or(written.subject),
        text: written.text,
        html: written.html,
        message_id: claimed.id().to_owned(),
        date: claimed.created_at(),
        auto_submitted: true,
    })
}
