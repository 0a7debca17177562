//! All that the provider said about the person, with an explanation of each claim, and the ways on from here.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::app::App;
use crate::claims::{Row, rows};
use crate::members::Member;
use crate::pages::Link;
use crate::session::Session;

pub(crate) fn routes(app: &App) -> Router<App> {
    Router::new().route(&app.path("/profile"), get(page))
}

/// The provider's pages that a person may be sent to, with the way back.
const PROVIDER_PAGES: [(&str, &str); 4] = [
    ("Profile and language", "/account"),
    ("Change the password", "/account/password"),
    ("Two-factor authentication", "/account/second-factor"),
    ("Members of the company", "/company/members"),
];

/// How a person comes back from one of the provider's pages.
#[derive(Deserialize)]
struct Return {
    result: Option<String>,
    state: Option<String>,
}

#[derive(Serialize)]
struct View {
    name: String,
    notice: Option<Notice>,
    tables: Vec<Table>,
    can_refresh: bool,
    refreshed: u32,
    provider_pages: Vec<Link>,
    /// Where the second factor of each other member is reset, for an admin.
    resets: Vec<Link>,
}

#[derive(Serialize)]
struct Notice {
    title: &'static str,
    text: &'static str,
}

#[derive(Serialize)]
struct Table {
    id: &'static str,
    title: &'static str,
    note: &'static str,
    rows: Vec<Row>,
}

async fn page(State(app): State<App>, jar: CookieJar, Query(back): Query<Return>) -> Response {
    let Some((_, session)) = app.signed_in(&jar) else {
        return Redirect::to(&app.path("/")).into_response();
    };
    app.page("profile.html", view(&app, &session, &back))
}

fn view(app: &App, session: &Session, back: &Return) -> View {
    View {
        name: session.display_name(),
        notice: notice(session, back),
        tables: tables(session),
        can_refresh: session.refresh_token.is_some(),
        refreshed: session.refreshed,
        provider_pages: provider_pages(app, session),
        resets: resets(app, session),
    }
}

/// What became of the errand. Without our `state` anybody could have written the address: then it means nothing.
fn notice(session: &Session, back: &Return) -> Option<Notice> {
    if back.state.as_ref() != Some(&session.excursion) {
        return None;
    }
    match back.result.as_deref()? {
        "done" => Some(Notice {
            title: "Done",
            text: "You are back, and what you did at the provider holds.",
        }),
        "cancelled" => Some(Notice {
            title: "Nothing changed",
            text: "You came back without a change.",
        }),
        _ => None,
    }
}

fn tables(session: &Session) -> Vec<Table> {
    let id_token = decoded(&session.id_token.to_string());
    let access_token = decoded(session.access_token.secret());
    let user_info = serde_json::to_value(&session.user_info).unwrap_or_default();
    vec![
        Table {
            id: "id-token",
            title: "ID token",
            note: "Says who signed in, when and how. It is for this application alone; its checks have all passed.",
            rows: rows(&id_token.claims),
        },
        Table {
            id: "userinfo",
            title: "UserInfo",
            note: "What the provider told about the person when it was asked with the access token.",
            rows: rows(&user_info),
        },
        Table {
            id: "access-token-header",
            title: "Access token: header",
            note: "An application passes the access token on unread. It is opened here only to show what an API sees.",
            rows: rows(&access_token.header),
        },
        Table {
            id: "access-token",
            title: "Access token: claims",
            note: "What the API checks (RFC 9068).",
            rows: rows(&access_token.claims),
        },
    ]
}

#[derive(Default)]
struct Decoded {
    header: Value,
    claims: Value,
}

/// A token's parts, unverified: to be shown, never to be trusted. Nothing for a token that isn't a JWT.
fn decoded(token: &str) -> Decoded {
    let Ok(parts) = jsonwebtoken::dangerous::insecure_decode::<Value>(token) else {
        return Decoded::default();
    };
    Decoded {
        header: serde_json::to_value(parts.header).unwrap_or_default(),
        claims: parts.claims,
    }
}

fn provider_pages(app: &App, session: &Session) -> Vec<Link> {
    let link = |(label, path)| Some(Link::new(label, excursion(app, session, path)?));
    PROVIDER_PAGES.into_iter().filter_map(link).collect()
}

/// The provider knows a member by the subject that it has told us.
fn resets(app: &App, session: &Session) -> Vec<Link> {
    let admin = Member::of(session);
    let mut members = app.members().values();
    members.retain(|member| member.is_looked_after_by(&admin));
    members.sort_by(|one, other| one.name.cmp(&other.name));
    let link = |member: Member| {
        let path = format!("/company/members/{}/reset-otp", member.sub);
        Some(Link::new(member.name, excursion(app, session, &path)?))
    };
    members.into_iter().filter_map(link).collect()
}

/// A page of the provider, with the way back here.
fn excursion(app: &App, session: &Session, path: &str) -> Option<Url> {
    let mut address = app.provider().issuer().url().join(path).ok()?;
    address
        .query_pairs_mut()
        .append_pair("client_id", &app.registration().client_id)
        .append_pair("return_to", &app.address("/profile"))
        .append_pair("state", &session.excursion);
    Some(address)
}
