//! Somebody, as the support sees them.

use super::console::QUERY;
use super::events::staff_event;
use super::mail_state::mail_state;
use super::{CONSOLE, enter, tabs};
use crate::error::{Answer, Failure};
use crate::extract::Query;
use crate::pages::{company, own};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::console_person::{Authenticator, CompanyRow, InvitationOutcome, InvitationRow};
use crate::view::{ConsolePerson, Language, StaffTab};
use axum::extract::Path;
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::console::person::{self, InvitationState, Invited, Known, Role};
use voltkey_flows::admin::staff::Staff;
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

const PATH: &str = "/support/console/people/{sub}";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

/// The page about whoever is known outside as `sub`.
pub(super) fn path(sub: &str) -> String {
    format!("{CONSOLE}/people/{sub}")
}

async fn get(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Path(sub): Path<String>,
    Query(params): Query,
) -> Answer {
    let own_path = path(&sub);
    let page = (own_path.as_str(), Wants::Session);
    let (screen, staff) = enter(screen, &visitor, &params, page).await?;
    let known = person::look_up(screen.ctx(), &staff, &sub).await?;
    let known = known.ok_or(Failure::NotFound)?;
    let may_act = known.may_act;
    let mut page = shown(&screen, &staff, &params, known);
    page.saved = own::what_was_saved(&params).is_some();
    if !may_act {
        page = page.untouchable();
    }
    screen.show(&page, Policy::OWN)
}

fn shown(screen: &Screen, staff: &Staff, params: &Params, known: Known) -> ConsolePerson {
    let moment = |at| screen.moment_at(at);
    let q = params.get(QUERY).unwrap_or_default();
    let searched = address::with_parameters(&screen.plain_address(CONSOLE), &[(QUERY, q)]);
    let reset = screen.plain_address(&super::reset::path(&known.sub));
    let companies = known.memberships.into_iter().map(|membership| CompanyRow {
        is_admin: membership.role == Role::Admin,
        href: company::members_of(screen, &membership.slug, &known.email),
        name: membership.name,
    });
    let (blocked, is_frozen) = known.blocked.unzip();
    let factor = known.authenticator.map(|(name, added, last_used)| Authenticator {
        name,
        added: moment(added),
        last_used: last_used.map(moment),
    });
    ConsolePerson {
        tabs: tabs(screen, staff, StaffTab::Console),
        back_url: if q.is_empty() {
            screen.plain_address(CONSOLE)
        } else {
            searched
        },
        name: known.name,
        email_verified: known.email_verified,
        phone: known.phone,
        language: Language::from_tag(&known.language).unwrap_or_default().name(),
        is_support: known.is_support,
        is_operator: known.is_operator,
        created: moment(known.created),
        last_login: known.last_login.map(moment),
        blocked: blocked.map(moment),
        is_frozen: is_frozen.unwrap_or_default(),
        locked_until: known.pin_locked_until.map(moment),
        factor,
        reset_until: known.reset_until.map(moment),
        codes_left: u32::try_from(known.codes_left).unwrap_or_default(),
        companies: companies.collect(),
        invitations: known
            .invitations
            .into_iter()
            .map(|invited| invitation(screen, &known.email, invited))
            .collect(),
        events: known
            .events
            .iter()
            .map(|event| staff_event(screen, event, true))
            .collect(),
        reset_url: Some(reset),
        email: known.email,
        saved: false,
        notice: None,
    }
}

fn invitation(screen: &Screen, email: &str, invited: Invited) -> InvitationRow {
    InvitationRow {
        company: invited.company,
        href: invited.slug.map(|slug| company::members_of(screen, &slug, email)),
        at: screen.moment_at(invited.at),
        state: match invited.state {
            InvitationState::Open => InvitationOutcome::Open,
            InvitationState::Accepted => InvitationOutcome::Accepted,
            InvitationState::Withdrawn => InvitationOutcome::Withdrawn,
        },
        mail: invited.mail.map(|job| mail_state(screen, &job)),
    }
}
