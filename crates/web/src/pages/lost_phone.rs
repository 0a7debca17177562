//! "I lost my phone" (S15): who can reset the second factor, and how to ask for it.

use super::{pin, recovery, recovery_code, support};
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::lost_phone::{Admin, Codes, LostPhone, Resets};
use crate::view::support_form::Topic;
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::lost_phone::{self, LostPhoneView};
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/help/lost-phone";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let known = lost_phone::view(screen.ctx(), &visitor, recovery::request(&params)).await?;
    let screen = screen.speaking(&known.ui_locales);
    let page = page(&screen, &params, known);
    screen.show(&page, Policy::OWN)
}

fn page(screen: &Screen, params: &Params, known: LostPhoneView) -> LostPhone {
    // Whoever has entered the password comes from the PIN, and may have found the phone.
    let back_url = match recovery::request(params) {
        Some(id) if known.who != lost_phone::Resets::Unknown && !known.lapsed => {
            screen.address(pin::PATH, id)
        }
        _ => recovery::way_back(screen, params),
    };
    let who = match known.who {
        lost_phone::Resets::Admins(admins) => Resets::Admins(admins.into_iter().map(admin).collect()),
        lost_phone::Resets::Support => Resets::Support,
        lost_phone::Resets::Unknown => Resets::Unknown,
    };
    LostPhone {
        who,
        lapsed: known.lapsed,
        codes: match (known.codes, recovery::request(params)) {
            (lost_phone::Codes::Some, Some(id)) => Codes::Enter(screen.address(recovery_code::PATH, id)),
            (lost_phone::Codes::Some | lost_phone::Codes::None, _) => Codes::None,
            (lost_phone::Codes::Unknown, _) => Codes::Unknown,
        },
        support_form_url: support::address(screen, Topic::LostPhone),
        back_url: Some(back_url),
    }
}

fn admin(admin: lost_phone::Admin) -> Admin {
    Admin {
        name: admin.name,
        company: admin.company,
    }
}
