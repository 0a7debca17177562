//! Writing to the support (S17): kept, and mailed where the support has an address.

use super::details::{MAX_NAME, is_unreadable};
use super::quota::Quota;
use super::{email, session};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::{self, SupportRequestMail, Task};
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_crypto::secret;
use voltkey_protocol::time::Timestamp;
use voltkey_store::jobs::enqueue;
use voltkey_store::support_requests::{self, SupportRequest};

/// Most characters of a message.
pub const MAX_MESSAGE: usize = 4000;
/// How many requests are taken.
const QUOTA: Quota = Quota {
    name: "support",
    of_network: 10,
    of_known: 5,
    window: Duration::from_secs(3600),
};

/// What was entered.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Who writes.
    pub name: &'a str,
    /// Where an answer goes.
    pub email: &'a str,
    /// What it is about, as a word of the page's.
    pub topic: &'a str,
    /// What is the matter.
    pub message: &'a str,
    /// Language of the page.
    pub language: &'a str,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// The name is missing, too long or unreadable.
    pub name: bool,
    /// The address is none.
    pub email: bool,
    /// What is wrong with the message.
    pub message: Option<MessageProblem>,
}

/// Why a message is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageProblem {
    /// There is none.
    Missing,
    /// More than [`MAX_MESSAGE`] characters.
    TooLong,
}

/// How it ends.
#[derive(Debug)]
pub enum SupportOutcome {
    /// The support has it.
    Sent {
        /// Its number.
        reference: String,
        /// When it was sent.
        at: Timestamp,
    },
    /// What was entered is not taken.
    Refused(Problems),
    /// This network has written too much: not before this time has passed.
    Throttled(Duration),
}

/// Writes to the support.
///
/// # Errors
/// When the database does not answer.
pub async fn ask(ctx: &Ctx, visitor: &Visitor, entry: &Entry<'_>) -> Result<SupportOutcome, Fault> {
    let problems = problems(entry);
    if problems != Problems::default() {
        return Ok(SupportOutcome::Refused(problems));
    }
    if let Some(wait) = QUOTA.spend(ctx, visitor).await? {
        return Ok(SupportOutcome::Throttled(wait));
    }
    let now = ctx.now();
    let session = session::find(ctx, visitor).await?;
    let request = SupportRequest {
        reference: secret::reference(ctx.rng()),
        at: now,
        person_id: session.as_ref().map(|session| session.person_id.clone()),
        name: entry.name.trim().to_owned(),
        email: entry.email.trim().to_owned(),
        topic: entry.topic.to_owned(),
        message: tidy(entry.message),
        language: entry.language.to_owned(),
        network: visitor.network.to_string(),
        user_agent: visitor.user_agent.clone(),
    };
    let account = session.map(|session| session.person.email);
    let mail = ctx.settings.support_email.as_ref();
    let mail = mail.map(|to| jobs::prepare(ctx, &Task::SupportRequest(letter(to, &request, account))));
    let mail = mail.transpose()?;
    ctx.store
        .write(|mut tx| async {
            support_requests::insert(&mut tx, &request).await?;
            if let Some(mail) = &mail {
                enqueue(&mut tx, mail).await?;
            }
            Ok(((), tx))
        })
        .await?;
    Ok(SupportOutcome::Sent {
        reference: request.reference,
        at: now,
    })
}

fn problems(entry: &Entry<'_>) -> Problems {
    let name = entry.name.trim();
    let message = entry.message.trim();
    Problems {
        name: name.is_empty() || name.chars().count() > MAX_NAME || is_unreadable(name),
        email: email::key(entry.email).is_none(),
        message: match message.chars().count() {
            0 => Some(MessageProblem::Missing),
            count if count > MAX_MESSAGE => Some(MessageProblem::TooLong),
            _ => None,
        },
    }
}

/// A text of several lines without what nobody can see.
fn tidy(message: &str) -> String {
    let lines = message.trim().replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

fn letter(to: &str, request: &SupportRequest, account: Option<String>) -> SupportRequestMail {
    SupportRequestMail {
        to: to.to_owned(),
        reference: request.reference.clone(),
        name: request.name.clone(),
        email: request.email.clone(),
        topic: request.topic.clone(),
        message: request.message.clone(),
        language: request.language.clone(),
        at: request.at,
        user_agent: request.user_agent.clone(),
        network: request.network.clone(),
        account,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_lines_and_nothing_that_can_t_be_seen() {
        assert_eq!(tidy(" a\r\nb\rc\u{0}\u{7}d\n"), "a\nb\ncd");
    }

    #[test]
    fn each_problem_is_told() {
        let entry = Entry {
            name: "Zoë",
            email: "zoe@example.org",
            topic: "other",
            message: "Help",
            language: "en",
        };
        assert_eq!(problems(&entry), Problems::default());
        let long = "x".repeat(MAX_MESSAGE + 1);
        let wrong = Entry {
            name: "Zoë\nBcc: a@b.example",
            email: "zoe",
            message: &long,
            ..entry
        };
        assert_eq!(
            problems(&wrong),
            Problems {
                name: true,
                email: true,
                message: Some(MessageProblem::TooLong)
            }
        );
    }
}
