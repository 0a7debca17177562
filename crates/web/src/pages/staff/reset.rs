//! Resetting a second factor, after making sure who asks (S15).

use super::{enter, enter_by_form, form as form_to, person, tabs};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::pages::own;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::console_reset::About;
use crate::view::{ConsoleReset, StaffTab};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::lost_phone::Resets;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::console::person::look_up;
use voltkey_flows::admin::console::reset::{self, Checklist, ResetOutcome};
use voltkey_flows::admin::staff::Staff;
use voltkey_protocol::params::Params;

const PATH: &str = "/support/console/people/{sub}/reset-otp";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

/// The page about whoever is known outside as `sub`.
pub fn path(sub: &str) -> String {
    format!("{}/reset-otp", person::path(sub))
}

async fn get(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Path(sub): Path<String>,
    Query(params): Query,
) -> Answer {
    let own_path = path(&sub);
    let page = (own_path.as_str(), Wants::FreshProof);
    let (screen, staff) = enter(screen, &visitor, &params, page).await?;
    let page = page_about(&screen, &visitor, &staff, &sub, &Checklist::default()).await?;
    screen.show(&page, Policy::OWN)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Path(sub): Path<String>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let own_path = path(&sub);
    let page = (own_path.as_str(), Wants::FreshProof);
    let (screen, staff) = enter_by_form(screen, &visitor, &params, &form, page).await?;
    let checklist = read(&form);
    match reset::reset(screen.ctx(), &visitor, &staff, &sub, &checklist).await? {
        ResetOutcome::Done => {
            Ok(Redirect::to(&own::saved(&screen, &person::path(&sub), "1")).into_response())
        }
        ResetOutcome::Refused(missing) => {
            let page = page_about(&screen, &visitor, &staff, &sub, &checklist).await?;
            screen.show_again(&page.refused(missing), Policy::OWN, None)
        }
        ResetOutcome::NotFound => Err(Failure::NotFound),
    }
}

fn read(form: &Params) -> Checklist {
    let is_checked = |name| form.get(name) == Some("yes");
    Checklist {
        called_back: is_checked("called_back"),
        answered: is_checked("answered"),
        colleague: is_checked("colleague"),
        no_admin: is_checked("no_admin"),
        note: form.get("note").unwrap_or_default().to_owned(),
    }
}

async fn page_about(
    screen: &Screen,
    visitor: &Visitor,
    staff: &Staff,
    sub: &str,
    checklist: &Checklist,
) -> Result<ConsoleReset, Failure> {
    let known = look_up(screen.ctx(), staff, sub).await?;
    let known = known.filter(|known| known.may_act).ok_or(Failure::NotFound)?;
    let moment = |at| screen.moment_at(at);
    let admins = match known.who_resets {
        Resets::Admins(admins) => admins.into_iter().map(|admin| admin.name).collect(),
        Resets::Support | Resets::Unknown => Vec::new(),
    };
    let about = About {
        name: known.name,
        email: known.email,
        phone: known.phone,
        companies: known
            .memberships
            .into_iter()
            .map(|membership| membership.name)
            .collect(),
        last_login: known.last_login.map(moment),
        created: moment(known.created),
        admins,
    };
    let mut page = ConsoleReset::new(
        about,
        form_to(screen, visitor, &path(sub)),
        screen.plain_address(&person::path(sub)),
        checklist,
    );
    page.tabs = tabs(screen, staff, StaffTab::Console);
    Ok(page)
}
