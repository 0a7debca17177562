//! The members of a company: searched, filtered, and a page at a time (S5, S14).

use super::{MEMBERS, PARAMETER, done, import, invite};
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen, UI_LOCALES};
use crate::state::AppState;
use crate::view::members::{
    Action, ActionKind, Factor, Filter, MailState, MemberRole, MemberRow, MemberState, Members, SearchForm,
};
use crate::view::{CompanyTab, Hidden};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::members::{self, Access, Deed, Mail, Row, Standing, Turn};
use voltkey_flows::admin::steward::Steward;
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

/// The addresses of invitations begin so.
const INVITATIONS: &str = "/company/invitations";

const SEARCH: &str = "q";
const FILTER: &str = "filter";
const AFTER: &str = "after";
const BEFORE: &str = "before";
/// What stays in the addresses of the list: the way back to the app, and the language.
const KEPT: [&str; 4] = ["client_id", "return_to", "state", UI_LOCALES];

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(MEMBERS, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let page = (MEMBERS, Wants::Session);
    let (screen, steward) = super::enter(screen, &visitor, &params, page).await?;
    let list = List::new(&steward, &params);
    let found = members::list(
        screen.ctx(),
        &steward,
        &list.q,
        filter(list.filter),
        &turn(&params),
    )
    .await?;
    let (newer, older) = (found.before, found.after);
    let rows = found.rows.into_iter().map(|row| shown(&screen, &steward, row));
    let shown = Members {
        tabs: super::tabs(&screen, &steward, CompanyTab::Members),
        company: steward.company_name().to_owned(),
        total: found.total,
        newer_url: newer.map(|cursor| list.page(BEFORE, &cursor.to_string())),
        older_url: older.map(|cursor| list.page(AFTER, &cursor.to_string())),
        saved: done::what_was_done(&screen, &visitor, &params, &steward).await?,
        import_url: Some(super::address(&screen, &steward, import::PATH)),
        ..Members::new(
            list.form(),
            rows.collect(),
            list.all(),
            super::address(&screen, &steward, invite::PATH),
        )
    };
    screen.show(&shown, Policy::OWN)
}

/// What is listed, and what its addresses carry.
struct List {
    q: String,
    filter: Filter,
    kept: Vec<(String, String)>,
}

impl List {
    fn new(steward: &Steward, params: &Params) -> Self {
        let company = (PARAMETER.to_owned(), steward.company_slug().to_owned());
        let kept = params.only(&KEPT);
        let kept = kept
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            q: params.get(SEARCH).unwrap_or_default().trim().to_owned(),
            filter: params
                .get(FILTER)
                .and_then(Filter::from_value)
                .unwrap_or_default(),
            kept: [company].into_iter().chain(kept).collect(),
        }
    }

    /// All members.
    fn all(&self) -> String {
        address::with_parameters(MEMBERS, &self.kept)
    }

    /// Another page of the same list.
    fn page(&self, name: &str, cursor: &str) -> String {
        let asked = [
            (SEARCH, self.q.as_str()),
            (FILTER, self.filter.value()),
            (name, cursor),
        ];
        let asked: Vec<_> = asked.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        address::with_parameters(&self.all(), &asked)
    }

    fn form(&self) -> SearchForm {
        let hidden = self.kept.iter().map(|(name, value)| Hidden {
            name: name.clone().into(),
            value: value.clone(),
        });
        SearchForm {
            action: MEMBERS.to_owned(),
            hidden: hidden.collect(),
            q: self.q.clone(),
            filter: self.filter,
        }
    }
}

/// A cursor that can't be read begins from the first page.
fn turn(params: &Params) -> Turn {
    let cursor = |name| params.get(name).and_then(|text| text.parse().ok());
    match (cursor(AFTER), cursor(BEFORE)) {
        (Some(place), _) => Turn::After(place),
        (None, Some(place)) => Turn::Before(place),
        (None, None) => Turn::First,
    }
}

const fn filter(filter: Filter) -> members::Filter {
    match filter {
        Filter::All => members::Filter::All,
        Filter::Invited => members::Filter::Invited,
        Filter::NotEnrolled => members::Filter::NotEnrolled,
        Filter::InGrace => members::Filter::InGrace,
        Filter::Overdue => members::Filter::Overdue,
        Filter::Locked => members::Filter::Locked,
        Filter::Blocked => members::Filter::Blocked,
    }
}

fn shown(screen: &Screen, steward: &Steward, row: Row) -> MemberRow {
    let (state, factor, last_login) = match row.standing {
        Standing::Member {
            factor,
            access,
            last_login,
        } => (access_shown(access), factor_shown(factor), last_login),
        Standing::Invited { mail, until } => {
            let mail = mail_shown(screen, mail);
            let until = screen.moment_at(until);
            (MemberState::Invited { mail, until }, Factor::NotYet, None)
        }
        Standing::Expired => (MemberState::InvitationExpired, Factor::NotYet, None),
    };
    let actions = row.deeds.iter().map(|deed| {
        let (kind, list) = kind(*deed);
        let path = format!("{list}/{}/{}", row.id, kind.value());
        Action::new(kind, super::address(screen, steward, &path))
    });
    MemberRow {
        actions: actions.collect(),
        name: row.name,
        email: row.email,
        role: match row.is_admin {
            true => MemberRole::Admin,
            false => MemberRole::Member,
        },
        is_you: row.is_you,
        factor,
        last_login: last_login.map(|at| screen.moment_at(at)),
        state,
    }
}

/// The deed, and where those are that it is done with.
const fn kind(deed: Deed) -> (ActionKind, &'static str) {
    match deed {
        Deed::ResetOtp => (ActionKind::ResetOtp, MEMBERS),
        Deed::MakeAdmin => (ActionKind::MakeAdmin, MEMBERS),
        Deed::MakeMember => (ActionKind::MakeMember, MEMBERS),
        Deed::Block => (ActionKind::Block, MEMBERS),
        Deed::Unblock => (ActionKind::Unblock, MEMBERS),
        Deed::Remove => (ActionKind::Remove, MEMBERS),
        Deed::Extend => (ActionKind::Extend, MEMBERS),
        Deed::SendAgain => (ActionKind::SendAgain, INVITATIONS),
        Deed::CorrectAddress => (ActionKind::CorrectAddress, INVITATIONS),
        Deed::Withdraw => (ActionKind::Withdraw, INVITATIONS),
    }
}

const fn factor_shown(factor: members::Factor) -> Factor {
    match factor {
        members::Factor::On => Factor::On,
        members::Factor::Off => Factor::Off,
        members::Factor::InGrace(until) => Factor::InGrace(until),
        members::Factor::Overdue(since) => Factor::Overdue(since),
    }
}

const fn access_shown(access: Access) -> MemberState {
    match access {
        Access::Open => MemberState::Active,
        Access::Locked => MemberState::Locked,
        Access::Blocked => MemberState::Blocked,
    }
}

fn mail_shown(screen: &Screen, mail: Mail) -> MailState {
    match mail {
        Mail::Queued => MailState::Queued,
        Mail::Trying { answer, next } => MailState::Trying {
            answer,
            next: screen.moment_at(next),
        },
        Mail::Sent { at } => MailState::Sent {
            at: screen.moment_at(at),
        },
        Mail::Failed { answer } => MailState::Failed { answer },
    }
}
