//! Apps that may act for a person, and taking that back.

use super::own_page::Me;
use crate::audit::Action;
use crate::ctx::Ctx;
use crate::error::{App, Fault};
use crate::oidc::client;
use crate::visitor::Visitor;
use std::collections::BTreeMap;
use voltkey_protocol::scope::{self, Scope};
use voltkey_protocol::time::Timestamp;
use voltkey_store::{consents, grants};

/// An app with access.
#[derive(Clone, Debug)]
pub struct AppAccess {
    /// The app.
    pub app: App,
    /// What it may do and learn, as scopes without `openid`.
    pub scopes: Vec<String>,
    /// Since when.
    pub since: Timestamp,
}

/// The apps that have the person's consent, or tokens that may still be in force.
///
/// # Errors
/// When the database does not answer.
pub async fn list(ctx: &Ctx, me: &Me) -> Result<Vec<AppAccess>, Fault> {
    let (person, now) = (&me.session.person_id, ctx.now());
    let consented = consents::of_person(&ctx.store, person).await?.into_iter();
    let consented = consented.map(|given| (given.client_id, given.scope, given.granted_at));
    let recent = now - ctx.settings.tokens.access;
    let granted = grants::in_force_of_person(&ctx.store, person, recent, now).await?;
    let granted = granted
        .into_iter()
        .map(|access| (access.client_id, access.reach, access.created_at));
    let mut found: BTreeMap<String, (Scope, Timestamp)> = BTreeMap::new();
    for (client_id, scope, since) in consented.chain(granted) {
        let scope: Scope = scope.parse().unwrap_or_default();
        let known = found.entry(client_id).or_insert((Scope::default(), since));
        *known = (known.0.union(&scope), known.1.min(since));
    }
    let mut apps = Vec::new();
    for (client_id, (granted, since)) in found {
        let Some(registered) = client::find(ctx, &client_id).await? else {
            continue;
        };
        apps.push(AppAccess {
            app: client::app(ctx, &registered.client),
            scopes: granted
                .iter()
                .filter(|name| *name != scope::OPENID)
                .map(str::to_owned)
                .collect(),
            since,
        });
    }
    Ok(apps)
}

/// An app of that client's that has no access: after a withdrawal it is named.
///
/// # Errors
/// When the database does not answer.
pub async fn without_access(ctx: &Ctx, me: &Me, client_id: &str) -> Result<Option<App>, Fault> {
    if list(ctx, me)
        .await?
        .iter()
        .any(|access| access.app.id == client_id)
    {
        return Ok(None);
    }
    let found = client::find(ctx, client_id).await?;
    Ok(found.map(|registered| client::app(ctx, &registered.client)))
}

/// Takes everything back from an app: its consent, and all its tokens. False when it had nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(ctx: &Ctx, visitor: &Visitor, me: &Me, client_id: &str) -> Result<bool, Fault> {
    let (person, now) = (&me.session.person_id, ctx.now());
    let event = me.event(Action::ConsentWithdrawn).object(client_id);
    let note = me.note(ctx, visitor, event)?;
    let withdrawn = ctx.store.write(|mut tx| async {
        let consented = consents::withdraw(&mut tx, person, client_id).await?;
        let revoked = grants::revoke_all(&mut tx, person, client_id, now).await?;
        let withdrawn = consented || revoked > 0;
        if withdrawn {
            note.write(&mut tx).await?;
        }
        Ok((withdrawn, tx))
    });
    Ok(withdrawn.await?)
}
