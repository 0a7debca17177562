//! The mails that tell a person what happened to their account. Each brings a link, "this was not me", with which its
//! reader freezes the account: see [`super::freeze`].

use super::step;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::{self, Notice, Task};
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_store::Tx;
use voltkey_store::alarm_links::{self, AlarmLink};
use voltkey_store::jobs::{NewJob, enqueue};
use voltkey_store::people::Person;

/// How long the link works: as long as somebody may be away and not read their mails.
const LINK_LIFE: Duration = Duration::from_secs(14 * 24 * 3600);

/// Such a mail, made before the transaction of its cause and written in it.
///
/// It goes to the address that the account has before that. A new address gets none: whoever put it there would be
/// given the key to lock the account's owner out.
pub(crate) struct Warning {
    mail: NewJob,
    link: AlarmLink,
}

impl Warning {
    /// Makes the mail about what this visitor does in the person's name.
    pub(crate) fn prepare(
        ctx: &Ctx,
        visitor: &Visitor,
        person: &Person,
        task: impl FnOnce(Notice) -> Task,
    ) -> Result<Self, Fault> {
        let (token, now) = (ctx.new_token(), ctx.now());
        let notice = Notice {
            not_me: Some(token.as_str().into()),
            ..step::notice(visitor, person, now)
        };
        let link = AlarmLink {
            token_hash: *token.hash().as_bytes(),
            person_id: person.id.clone(),
            email: person.email.clone(),
            created_at: now,
            expires_at: now + LINK_LIFE,
            used_at: None,
        };
        Ok(Self {
            mail: jobs::prepare(ctx, &task(notice))?,
            link,
        })
    }

    /// Writes mail and link.
    pub(crate) async fn write(&self, tx: &mut Tx) -> voltkey_store::Result<()> {
        alarm_links::insert(&mut *tx, &self.link).await?;
        enqueue(tx, &self.mail).await?;
        Ok(())
    }
}
