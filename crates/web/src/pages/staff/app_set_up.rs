//! How an app is set up: copy-ready settings for its library, and what a library that isn't there needs to know.

use super::{app, enter_as_operator, tabs};
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::app_set_up::{LibraryLink, Note};
use crate::view::refused::Received;
use crate::view::snippets::{LIBRARIES, Library, Settings, auth_method};
use crate::view::{AppSetUp, AppTab, StaffTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::oidc::discover;
use voltkey_protocol::address;
use voltkey_protocol::client::{AuthMethod, Client, GrantType};

/// The address of this room.
pub(super) const PATH: &str = "/operator/apps/app/set-up";
/// The parameter that chooses.
const LIBRARY: &str = "library";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let app = app::find(&screen, &operator, &params).await?;
    let library = chosen(params.get(LIBRARY), &app.client);
    let settings = Settings::new(screen.brand(), &screen.ctx().settings().issuer, &app.client);
    let link = |one: &Library| LibraryLink {
        name: one.name,
        href: address::with_parameters(&app::address(&screen, PATH, &app.id), &[(LIBRARY, one.key)]),
        current: one.key == library.key,
    };
    let page = AppSetUp {
        tabs: tabs(&screen, operator.staff(), StaffTab::Apps),
        app_tabs: app::app_tabs(&screen, &app.id, AppTab::SetUp),
        name: app.name.clone(),
        libraries: LIBRARIES.iter().map(link).collect(),
        file: library.file,
        snippet: screen.state().renderer.snippet(library, &settings)?,
        notes: notes(library, &app.client),
        registered: registered(&app.client, settings.scope()),
        provider: provider(&screen),
    };
    screen.show(&page, Policy::OWN)
}

/// The library that was asked for; else the first that fits what the app does.
fn chosen(asked: Option<&str>, client: &Client) -> &'static Library {
    let signs_in =
        client.has_grant(GrantType::AuthorizationCode) || !client.has_grant(GrantType::ClientCredentials);
    let named = LIBRARIES.iter().find(|library| Some(library.key) == asked);
    let fitting = || LIBRARIES.iter().find(|library| library.signs_in == signs_in);
    named.or_else(fitting).unwrap_or(&LIBRARIES[0])
}

fn notes(library: &Library, client: &Client) -> Vec<Note> {
    let is_public = client.is_public();
    let of_app = match auth_method(client) {
        AuthMethod::None => Note::Public,
        AuthMethod::PrivateKeyJwt => Note::OwnKey,
        _ => Note::SecretShownOnce,
    };
    let registered = client.token_endpoint_auth_method;
    let is_elsewhere = !matches!(
        registered,
        None | Some(AuthMethod::ClientSecretPost | AuthMethod::None)
    );
    let may_act_alone = client.has_grant(GrantType::ClientCredentials);
    let of_library = [
        (Note::NeedsSecret, library.needs_secret && is_public),
        (Note::PostsSecret, library.posts_secret && is_elsewhere),
        (
            Note::NoRedirectUri,
            library.signs_in && client.redirect_uris.is_empty(),
        ),
        (
            Note::SeveralRedirectUris,
            library.signs_in && client.redirect_uris.len() > 1,
        ),
        (
            Note::NotRegistered,
            !library.signs_in && !may_act_alone && !is_public,
        ),
    ];
    let true_ones = of_library
        .into_iter()
        .filter_map(|(note, holds)| holds.then_some(note));
    [of_app].into_iter().chain(true_ones).collect()
}

fn registered(client: &Client, scope: &str) -> Vec<Received> {
    let one = |name: &str, value: &str| Received::new(name, value, false);
    let each = |name: &'static str, values: &[String]| -> Vec<Received> {
        values.iter().map(|value| one(name, value)).collect()
    };
    let mut rows = vec![one("client_id", &client.id)];
    rows.extend(each("redirect_uri", &client.redirect_uris));
    rows.extend(each(
        "post_logout_redirect_uri",
        &client.post_logout_redirect_uris,
    ));
    rows.extend([
        one("token_endpoint_auth_method", auth_method(client).as_str()),
        one(
            "id_token_signed_response_alg",
            client.id_token_signed_response_alg.as_str(),
        ),
        one("scope", scope),
    ]);
    rows
}

/// The issuer and each endpoint.
fn provider(screen: &Screen) -> Vec<Received> {
    let issuer = &screen.ctx().settings().issuer;
    let discovery = format!("{issuer}/.well-known/openid-configuration");
    let document = discover::document(screen.ctx());
    let endpoints = document
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| {
            let is_address = name.ends_with("_endpoint") || name == "jwks_uri";
            Some(Received::new(name, value.as_str().filter(|_| is_address)?, false))
        });
    [
        Received::new("issuer", issuer, false),
        Received::new("openid-configuration", &discovery, false),
    ]
    .into_iter()
    .chain(endpoints)
    .collect()
}
