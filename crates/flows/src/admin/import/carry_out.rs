//! Carrying a list out, some lines at a time.

use super::file::{language, role};
use crate::account::session::full_name;
use crate::admin::invite::{Before, Sending, open_invitation};
use crate::admin::steward::power_of;
use crate::audit::{self, Action, Actor, Event, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_store::companies::{self, Company};
use voltkey_store::imports::{self, Import, Line, LineProblem};
use voltkey_store::invitations::{self, Invitation};
use voltkey_store::people::{self, Person};
use voltkey_store::{StoreError, Tx, jobs, memberships};

/// How many lines are carried out in one transaction.
const BATCH: i64 = 50;
/// With so many jobs due, no further mails are added.
const BUSY: i64 = 200;

/// Carries out the next lines of the list that waits for longest. False when there is nothing to do for now.
///
/// # Errors
/// When the database does not answer.
pub async fn carry_out(ctx: &Ctx) -> Result<bool, Fault> {
    let Some(import) = imports::next_running(&ctx.store).await? else {
        return Ok(false);
    };
    if jobs::count_due(&ctx.store, ctx.now(), BUSY).await? >= BUSY {
        return Ok(false);
    }
    let sender = people::by_id(&ctx.store, &import.person_id).await?;
    let company = companies::by_id(&ctx.store, &import.company_id).await?;
    let (Some(sender), Some(company)) = (sender, company) else {
        return Ok(false);
    };
    let lines = imports::waiting(&ctx.store, &import.id, BATCH).await?;
    if lines.is_empty() {
        imports::finish(&ctx.store, &import.id, ctx.now()).await?;
        return Ok(true);
    }
    // A role can be taken away in the middle.
    let Some(power) = power_of(&ctx.store, &sender, &company.id).await? else {
        return stop(ctx, &import).await;
    };
    let sender = Sender {
        named: power.name_in_mails(full_name(&sender.given_name, &sender.family_name)),
        person: sender,
    };
    let mut fates = Vec::with_capacity(lines.len());
    for line in &lines {
        fates.push(Fate::of(ctx, &import, &sender, &company, line).await?);
    }
    write(ctx, &import, &fates).await
}

/// Whoever began a list.
struct Sender {
    person: Person,
    /// The name that the mails tell.
    named: String,
}

async fn stop(ctx: &Ctx, import: &Import) -> Result<bool, Fault> {
    let now = ctx.now();
    ctx.store
        .write(|mut tx| async {
            if imports::lock_running(&mut tx, &import.id).await? {
                imports::stop(&mut tx, &import.id).await?;
                imports::finish(&mut tx, &import.id, now).await?;
            }
            Ok(((), tx))
        })
        .await?;
    Ok(true)
}

/// What becomes of a line, made before the transaction that writes it.
struct Fate {
    line: i64,
    what: Result<Box<(Invitation, Sending)>, LineProblem>,
}

impl Fate {
    async fn of(
        ctx: &Ctx,
        import: &Import,
        sender: &Sender,
        company: &Company,
        line: &Line,
    ) -> Result<Self, Fault> {
        let refused = |problem| Self {
            line: line.line,
            what: Err(problem),
        };
        let Some(invitation) = invitation(ctx, import, (sender, company), line) else {
            return Ok(refused(LineProblem::Malformed));
        };
        let account = people::by_email_key(&ctx.store, &invitation.email_key).await?;
        if let Some(account) = &account
            && memberships::role(&ctx.store, &account.id, &company.id)
                .await?
                .is_some()
        {
            return Ok(refused(LineProblem::Member));
        }
        let event = Event::of_invitation(Action::PersonInvited, &invitation).object(import.id.clone());
        let note = audit::note(ctx, &Actor::absent(&Who::from(&sender.person)), event)?;
        let sending = Sending::prepare(
            ctx,
            &invitation,
            note,
            Some(company.name.clone()),
            account.is_some(),
        )?;
        Ok(Self {
            line: line.line,
            what: Ok(Box::new((invitation, sending))),
        })
    }

    async fn write(&self, ctx: &Ctx, tx: &mut Tx, import: &str) -> voltkey_store::Result<()> {
        let (invitation, sending) = match &self.what {
            Ok(invited) => &**invited,
            Err(problem) => {
                imports::refuse(&mut *tx, import, self.line, *problem).await?;
                return Ok(());
            }
        };
        if invitations::is_open(&mut *tx, &invitation.email_key, invitation.company_id.as_ref()).await? {
            imports::refuse(&mut *tx, import, self.line, LineProblem::Invited).await?;
            return Ok(());
        }
        if imports::mark_invited(&mut *tx, import, self.line, ctx.now()).await? {
            invitations::insert(&mut *tx, invitation).await?;
            sending.write(tx, Before::Dies).await?;
        }
        Ok(())
    }
}

/// The invitation of a line that nothing is the matter with.
fn invitation(
    ctx: &Ctx,
    import: &Import,
    (sender, company): (&Sender, &Company),
    line: &Line,
) -> Option<Invitation> {
    let language = language(&line.language)
        .or(company.language.as_deref())
        .unwrap_or(&sender.person.language);
    Some(Invitation {
        company_id: Some(import.company_id.clone()),
        role: role(&line.role)?,
        given_name: line.given_name.clone(),
        family_name: line.family_name.clone(),
        language: language.to_owned(),
        client_id: import.client_id.clone(),
        invited_by: sender.named.clone(),
        ..open_invitation(ctx, &line.email, line.email_key.clone()?)
    })
}

async fn write(ctx: &Ctx, import: &Import, fates: &[Fate]) -> Result<bool, Fault> {
    let written = ctx.store.write(|mut tx| async {
        // Another replica may be at the same lines: it waits here, and then finds them done.
        if imports::lock_running(&mut tx, &import.id).await? {
            for fate in fates {
                fate.write(ctx, &mut tx, &import.id).await?;
            }
        }
        Ok(((), tx))
    });
    match written.await {
        // Somebody was invited by hand at this very instant: the next round sees it.
        Ok(()) | Err(StoreError::Unique(_)) => Ok(true),
        Err(error) => Err(error.into()),
    }
}
