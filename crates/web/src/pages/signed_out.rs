//! After a log-out: the page has the browser tell the apps that want to be told by it (OpenID Connect Front-Channel
//! Logout 1.0, 3), goes on to the app that asked, or stays and says which apps know of it.

use crate::error::Answer;
use crate::extract::Query;
use crate::pages::choose_account;
use crate::screen::{LOGIN, Policy, Screen};
use crate::state::AppState;
use crate::view::WayOn;
use crate::view::signed_out::{self, SignedOut, SignedOutApp};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::receipt::{self, Receipt, ToldApp, ToldState, Unfinished};
use voltkey_flows::error::App;
use voltkey_protocol::address;

/// The address of this room. Which log-out it is about stands in the query.
pub const PATH: &str = "/signed-out";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let id = params.get("request").unwrap_or_default();
    let receipt = receipt::view(screen.ctx(), &visitor, id).await?;
    // What is over still has ended.
    let receipt = receipt.unwrap_or_default();
    let screen = screen.speaking(&receipt.ui_locales);
    let page = page(&screen, &receipt, id);
    let origins = receipt.pages.into_iter().map(|page| page.origin);
    let policy = Policy::OWN.with_frames_of(origins).asking_us(page.looks_again);
    screen.show(&page, policy)
}

/// The page of a receipt.
pub fn page(screen: &Screen, receipt: &Receipt, id: &str) -> SignedOut {
    let is_waiting = receipt.apps.iter().any(|told| told.state == ToldState::Waiting);
    SignedOut {
        way_on: Some(way_on(screen, receipt)),
        everything: false,
        goes_on: (receipt.destination.is_some() || receipt.login.is_some()) && !receipt.pages.is_empty(),
        pages: receipt.pages.iter().map(|page| page.address.clone()).collect(),
        apps: receipt.apps.iter().map(shown).collect(),
        again: is_waiting.then(|| screen.address(PATH, id)),
        looks_again: is_waiting,
    }
}

fn way_on(screen: &Screen, receipt: &Receipt) -> WayOn {
    if let Some(login) = &receipt.login {
        return back_to(screen, login);
    }
    match (&receipt.destination, &receipt.app) {
        (Some(href), app) => WayOn {
            href: href.clone(),
            app: app
                .as_ref()
                .map_or_else(|| address::host(href), |app| app.name.clone()),
        },
        (None, app) => home(screen, app.as_ref()),
    }
}

/// The login in which the person has signed out.
fn back_to(screen: &Screen, login: &Unfinished) -> WayOn {
    let path = match login.has_accounts {
        true => choose_account::PATH,
        false => LOGIN,
    };
    let app = login.app.as_ref();
    WayOn {
        href: screen.address(path, &login.request),
        app: app.map_or_else(|| screen.brand().to_owned(), |app| screen.app(app).name),
    }
}

/// The app's home page, or where a login begins.
pub fn home(screen: &Screen, app: Option<&App>) -> WayOn {
    let home = app.and_then(|app| {
        Some(WayOn {
            href: app.home.clone()?,
            app: app.name.clone(),
        })
    });
    home.unwrap_or_else(|| screen.front_door())
}

fn shown(told: &ToldApp) -> SignedOutApp {
    SignedOutApp {
        name: told.app.name.clone(),
        home: told.app.home.clone(),
        state: match told.state {
            ToldState::Told => signed_out::AppState::Told,
            ToldState::Loaded => signed_out::AppState::Loaded,
            ToldState::Waiting => signed_out::AppState::Waiting,
            ToldState::Deaf => signed_out::AppState::Deaf,
            ToldState::Refused => signed_out::AppState::Refused,
            ToldState::GivenUp => signed_out::AppState::GivenUp,
        },
    }
}
