//! Telling the audit trail of a login that failed: where there is an account, and so many times an hour.

use super::pending::Pending;
use crate::audit::{self, Action, Actor, Event, Note, Who};
use crate::ctx::{Ctx, window_start};
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_protocol::time::Timestamp;
use voltkey_store::people::Person;
use voltkey_store::{Store, quotas};

/// How many failed logins to one account are told of in one window: strangers choose how many there are.
const MOST: i64 = 20;
const WINDOW: Duration = Duration::from_secs(3600);

/// Why a login failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The password was wrong.
    Password,
    /// The password was right, and the PIN wrong.
    Pin,
    /// The password was right, and the recovery code wrong.
    RecoveryCode,
    /// All was right, but the account is blocked.
    Blocked,
}

impl Why {
    const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Pin => "pin",
            Self::RecoveryCode => "recovery_code",
            Self::Blocked => "blocked",
        }
    }
}

/// Tells of it after the answer, whose time would otherwise tell that there is an account. What fails is not told.
pub(super) fn tell_later(ctx: &Ctx, visitor: &Visitor, pending: &Pending, person: &Person, why: Why) {
    let event = Event::of_account(Action::LoginFailed, &Who::from(person)).with("why", why.word());
    let event = match &pending.client_id {
        Some(client) => event.object(client),
        None => event,
    };
    let note = match audit::note(ctx, &Actor::nobody(visitor), event) {
        Ok(note) => note,
        Err(fault) => {
            tracing::warn!(%fault, "the audit trail was not told of a failed login");
            return;
        }
    };
    let (store, window) = (ctx.store.clone(), window_start(ctx.now(), WINDOW));
    let bucket = format!("audit-failed-login:{}", person.id);
    tokio::spawn(async move {
        if let Err(error) = tell(&store, &bucket, window, &note).await {
            tracing::warn!(%error, "the audit trail was not told of a failed login");
        }
    });
}

async fn tell(store: &Store, bucket: &str, window: Timestamp, note: &Note) -> voltkey_store::Result<()> {
    let told = store.write(|mut tx| async {
        if quotas::spend(&mut tx, bucket, window, MOST).await? {
            note.write(&mut tx).await?;
        }
        Ok(((), tx))
    });
    told.await
}
