//! All that helps the support to say what keeps somebody out.

use crate::account::lost_phone::{self, Resets};
use crate::account::{session, throttle};
use crate::admin::staff::Staff;
use crate::audit::{self, Chain, Entry, Filter};
use crate::ctx::Ctx;
use crate::error::Fault;
use std::collections::HashSet;
use voltkey_protocol::time::Timestamp;
use voltkey_store::invitations::Invitation;
use voltkey_store::jobs::{self, Status};
use voltkey_store::memberships::{self, Membership};
use voltkey_store::people::{self, BlockReason, Person};
use voltkey_store::{authenticators, companies, invitations, otp_resets, recovery_codes};

pub use voltkey_store::invitations::InvitationState;
pub use voltkey_store::memberships::Role;

/// How many events are told.
const EVENTS: u32 = 20;

/// Somebody, as the support sees them.
#[derive(Clone, Debug)]
pub struct Known {
    /// How they are known outside.
    pub sub: String,
    /// First and last name.
    pub name: String,
    /// The address.
    pub email: String,
    /// Whether a link mailed to it was used.
    pub email_verified: bool,
    /// Telephone number, as the person has written it.
    pub phone: Option<String>,
    /// `en`, `es` or `de`.
    pub language: String,
    /// Whether they have a role on the instance.
    pub is_support: bool,
    /// Whether they have a role on the instance.
    pub is_operator: bool,
    /// When the account was made.
    pub created: Timestamp,
    /// When the last login ended well.
    pub last_login: Option<Timestamp>,
    /// Since when the account is blocked, and whether its own person has frozen it.
    pub blocked: Option<(Timestamp, bool)>,
    /// Until when no PIN is taken.
    pub pin_locked_until: Option<Timestamp>,
    /// The second factor: its name, since when, and when it was last used.
    pub authenticator: Option<(String, Timestamp, Option<Timestamp>)>,
    /// Until when a reset second factor can be set up again.
    pub reset_until: Option<Timestamp>,
    /// Recovery codes that were not used.
    pub codes_left: i64,
    /// The companies that they belong to.
    pub memberships: Vec<Membership>,
    /// The invitations to their address, the latest first.
    pub invitations: Vec<Invited>,
    /// What happened lately, the latest first.
    pub events: Vec<Entry>,
    /// Who resets the second factor of this person.
    pub who_resets: Resets,
    /// Whether whoever looks may act on the account.
    pub may_act: bool,
}

/// An invitation, with what became of its mail.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The name of the company that invites.
    pub company: Option<String>,
    /// Its short name.
    pub slug: Option<String>,
    /// What became of it.
    pub state: InvitationState,
    /// When it was made.
    pub at: Timestamp,
    /// What became of its latest mail, until that is forgotten.
    pub mail: Option<Status>,
}

/// Whoever is known outside as `sub`.
///
/// # Errors
/// When the database does not answer.
pub async fn look_up(ctx: &Ctx, staff: &Staff, sub: &str) -> Result<Option<Known>, Fault> {
    let Some(person) = people::by_sub(&ctx.store, sub).await? else {
        return Ok(None);
    };
    let store = &ctx.store;
    let memberships = memberships::of_person(store, &person.id).await?;
    let blocked = match person.blocked_at {
        Some(at) => {
            let reason = people::block_reason(store, &person.id).await?;
            Some((at, reason == Some(BlockReason::Frozen)))
        }
        None => None,
    };
    let authenticator = authenticators::of_person(store, &person.id)
        .await?
        .into_iter()
        .next();
    let reset = otp_resets::find(store, &person.id).await?;
    Ok(Some(Known {
        name: session::full_name(&person.given_name, &person.family_name),
        blocked,
        pin_locked_until: throttle::pin_locked_until(ctx, &person.id).await?,
        authenticator: authenticator.map(|one| (one.name, one.created_at, one.last_used_at)),
        reset_until: reset.map(|reset| reset.expires_at),
        codes_left: recovery_codes::standing(store, &person.id).await?.unused,
        invitations: invited(ctx, &person.email_key).await?,
        events: events(ctx, &person, &memberships).await?,
        who_resets: lost_phone::who_resets(ctx, &person).await?,
        may_act: staff.may_act_on(&person),
        memberships,
        sub: person.sub,
        email: person.email,
        email_verified: person.email_verified,
        phone: person.phone,
        language: person.language,
        is_support: person.is_support,
        is_operator: person.is_operator,
        created: person.created_at,
        last_login: person.last_login_at,
    }))
}

async fn invited(ctx: &Ctx, email_key: &str) -> Result<Vec<Invited>, Fault> {
    let mut found = Vec::new();
    for invitation in invitations::to_address(&ctx.store, email_key).await? {
        found.push(with_mail(ctx, invitation).await?);
    }
    found.reverse();
    Ok(found)
}

async fn with_mail(ctx: &Ctx, invitation: Invitation) -> Result<Invited, Fault> {
    let company = match &invitation.company_id {
        Some(id) => companies::by_id(&ctx.store, id).await?,
        None => None,
    };
    let (company, slug) = company.map(|company| (company.name, company.slug)).unzip();
    Ok(Invited {
        company,
        slug,
        state: invitation.state,
        at: invitation.created_at,
        mail: jobs::status(&ctx.store, &invitation.mail_job).await?,
    })
}

/// What was done to or by the account: it stands in the chain of each of its companies, and in the instance's.
async fn events(ctx: &Ctx, person: &Person, memberships: &[Membership]) -> Result<Vec<Entry>, Fault> {
    let filter = Filter {
        subject: Some(person.id.as_str().to_owned()),
        ..Filter::default()
    };
    let of_companies = memberships
        .iter()
        .map(|membership| Chain::Company(membership.company_id.clone()));
    let mut events = Vec::new();
    for chain in of_companies.chain([Chain::Instance]) {
        events.extend(audit::list(ctx, &chain, &filter, None, EVENTS).await?.entries);
    }
    let mut seen = HashSet::new();
    events.retain(|event| seen.insert(event.id.clone()));
    events.sort_by_key(|event| std::cmp::Reverse((event.at, event.seq)));
    events.truncate(usize::try_from(EVENTS).unwrap_or(usize::MAX));
    Ok(events)
}
