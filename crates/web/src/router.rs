//! The table of rooms, in groups by how they fail and who comes to them, and the layers around them.

use crate::error::{bearer, oauth_json, page};
use crate::layers;
use crate::oidc::{
    authorize, check_session, consent, discovery, introspect, jwks, logout, register, revoke, token,
    userinfo, webfinger,
};
use crate::pages::{
    account, account_password, activate, activity, apps, assets, cannot_sign_in, choose_account, company,
    confirm_email, devices, enroll, forgot_password, health, join, log_out, login, logos, lost_phone,
    new_account, no_invitation, not_found, not_me, own, pin, recovery_code, recovery_codes,
    replace_authenticator, reset_password, second_factor, signed_in, signed_out, staff, support,
};
use crate::state::AppState;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// Everything that the provider answers.
///
/// The listener must tell the peer's address (`ConnectInfo<SocketAddr>`): throttles and quotas count by it.
pub fn router(state: AppState) -> Router {
    let for_everyone = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), layers::secure))
        .layer(from_fn_with_state(state.clone(), layers::number))
        .layer(layers::access_log());
    Router::new()
        .merge(screens(&state))
        .merge(elsewhere(&state))
        .merge(endpoints_for_browsers())
        .merge(endpoints_for_servers())
        // For a renderer that panics: rooms are guarded within their groups.
        .layer(CatchPanicLayer::new())
        .layer(for_everyone)
        .with_state(state)
}

/// Rooms for people, who are known by their browser's cookie and read pages.
fn screens(state: &AppState) -> Router<AppState> {
    let rooms = Router::new()
        .merge(signed_in::routes())
        .merge(login::routes())
        .merge(choose_account::routes())
        .merge(new_account::routes())
        .merge(pin::routes())
        .merge(recovery_code::routes())
        .merge(enroll::routes())
        .merge(activate::routes())
        .merge(join::routes())
        .merge(forgot_password::routes())
        .merge(reset_password::routes())
        .merge(cannot_sign_in::routes())
        .merge(no_invitation::routes())
        .merge(lost_phone::routes())
        .merge(support::routes())
        .merge(own::routes())
        .merge(account::routes())
        .merge(account_password::routes())
        .merge(second_factor::routes())
        .merge(replace_authenticator::routes())
        .merge(recovery_codes::routes())
        .merge(devices::routes())
        .merge(apps::routes())
        .merge(activity::routes())
        .merge(not_me::routes())
        .merge(confirm_email::routes())
        .merge(company::routes())
        .merge(staff::routes())
        .merge(log_out::routes())
        .merge(signed_out::routes())
        .merge(authorize::routes())
        .merge(consent::routes())
        .merge(logout::routes())
        .layer(from_fn(layers::only_visits));
    failing_as_pages(rooms, state).layer(from_fn_with_state(state.clone(), layers::know_browser))
}

/// What pages load, and every address that no room has: nobody needs to be known here.
fn elsewhere(state: &AppState) -> Router<AppState> {
    let rooms = assets::routes()
        .layer(CompressionLayer::new())
        .merge(logos::routes())
        .merge(check_session::routes())
        .fallback(not_found::not_found);
    failing_as_pages(rooms, state)
}

/// Endpoints that apps call, also from scripts in browsers.
fn endpoints_for_browsers() -> Router<AppState> {
    let clients = Router::new()
        .merge(discovery::routes())
        .merge(webfinger::routes())
        .merge(jwks::routes())
        .merge(token::routes())
        .merge(revoke::routes());
    let resources = guarded(userinfo::routes()).layer(map_response(bearer::render));
    guarded(clients)
        .layer(map_response(oauth_json::render))
        .merge(resources)
        .layer(layers::cors())
}

/// Endpoints that only servers call.
fn endpoints_for_servers() -> Router<AppState> {
    let rooms = Router::new().merge(introspect::routes()).merge(health::routes());
    // No script of a page may register an app by way of a visitor who reaches us.
    let registration = guarded(register::routes()).layer(map_response(bearer::render));
    guarded(rooms)
        .layer(map_response(oauth_json::render))
        .merge(registration)
}

fn failing_as_pages(rooms: Router<AppState>, state: &AppState) -> Router<AppState> {
    guarded(rooms).layer(from_fn_with_state(state.clone(), page::render))
}

/// Rooms that never panic nor hang, and fail in one way. The layer of a renderer must follow.
fn guarded(rooms: Router<AppState>) -> Router<AppState> {
    rooms
        .method_not_allowed_fallback(not_found::method_not_allowed)
        .layer(from_fn(layers::limit_time))
        .layer(layers::catch_panics())
}
