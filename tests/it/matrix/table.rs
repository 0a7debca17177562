//! The table: one row for each route. A new route goes here.

use super::cast::Role;
use super::row::{
    Row, by_link, company_page, deed_for_everyone, for_everyone, link_deed, machine, own_deed, own_page,
    step, step_deed, way_back, without_effect,
};
use super::ways::{Given, Link, Stage};
use crate::harness::PASSWORD;
use http::Method;

/// What somebody chooses instead of their password.
pub(super) const CHOSEN: &str = "Kraftwerk-7 Berlin";

/// A member of the company, who has no authenticator.
const MIA: &str = Role::Member.email();

/// Every row.
pub(super) fn table() -> Vec<Row> {
    [for_programs(), ways_in(), logins(), account(), company()]
        .into_iter()
        .flatten()
        .collect()
}

fn for_programs() -> Vec<Row> {
    vec![
        machine(Method::GET, "/.well-known/openid-configuration"),
        machine(Method::GET, "/.well-known/oauth-authorization-server"),
        machine(Method::GET, "/oauth2/jwks"),
        machine(Method::POST, "/oauth2/token"),
        machine(Method::POST, "/oauth2/revoke"),
        machine(Method::POST, "/oauth2/introspect"),
        machine(Method::GET, "/oauth2/userinfo"),
        machine(Method::POST, "/oauth2/userinfo"),
        machine(Method::GET, "/health/live"),
        machine(Method::GET, "/health/ready"),
        machine(Method::GET, "/assets/{*name}"),
    ]
}

/// Invitations, forgotten passwords, and help.
fn ways_in() -> Vec<Row> {
    vec![
        by_link("/activate", Link::Invitation),
        link_deed("/activate", Link::Invitation)
            .fill("given_name", "Dora")
            .fill("family_name", "Neu")
            .fill("password", CHOSEN),
        link_deed("/activate/new-link", Link::ReplacedInvitation),
        way_back("/activate/cancel"),
        link_deed("/activate/sign-in", Link::Joining).silent(),
        link_deed("/activate/confirm", Link::JoiningSignedIn),
        step("/activate/join", Stage::Join),
        step_deed("/activate/join", Stage::Join),
        for_everyone("/forgot-password"),
        deed_for_everyone("/forgot-password", "/forgot-password").fill("email", MIA),
        by_link("/reset-password", Link::Reset),
        link_deed("/reset-password", Link::Reset).fill("password", CHOSEN),
        link_deed("/reset-password/new-link", Link::UsedReset),
        for_everyone("/help/sign-in"),
        for_everyone("/help/no-invitation"),
        deed_for_everyone("/help/no-invitation", "/help/no-invitation").fill("email", MIA),
        for_everyone("/help/lost-phone"),
        for_everyone("/support"),
        deed_for_everyone("/support", "/support")
            .fill("name", "Zoë Nuñez")
            .fill("email", "zoe@elsewhere.example")
            .fill("message", "My phone broke."),
    ]
}

/// From the authorization request to its answer, and out again.
fn logins() -> Vec<Row> {
    vec![
        for_everyone("/"),
        for_everyone("/oauth2/authorize"),
        without_effect(Method::POST, "/oauth2/authorize"),
        step("/oauth2/authorize/resume", Stage::Login),
        step("/login", Stage::Login),
        step_deed("/login", Stage::Login)
            .fill("email", MIA)
            .fill("password", PASSWORD),
        step_deed("/login/cancel", Stage::Login).silent(),
        step_deed("/login/switch", Stage::Pin).silent(),
        step("/login/pin", Stage::Pin),
        step_deed("/login/pin", Stage::Pin),
        step("/login/enroll", Stage::Enroll),
        step_deed("/login/enroll", Stage::Enroll),
        step_deed("/login/enroll/later", Stage::Enroll),
        for_everyone("/login/enroll/done"),
        step("/oauth2/consent", Stage::Consent),
        step_deed("/oauth2/consent", Stage::Consent),
        for_everyone("/auth/logout"),
        deed_for_everyone("/auth/logout", "/auth/logout").given(Given::SignedIn),
        for_everyone("/oauth2/logout"),
        // The GET that it leads to asks.
        without_effect(Method::POST, "/oauth2/logout"),
        deed_for_everyone("/oauth2/logout/confirm", "/oauth2/logout").given(Given::SignedIn),
    ]
}

fn account() -> Vec<Row> {
    vec![
        own_page("/account"),
        own_deed("/account", "/account").fill("given_name", "Zoë"),
        own_deed("/account/email", "/account")
            .fill("new_email", "new@elsewhere.example")
            .fill("current_password", PASSWORD),
        own_deed("/account/email/withdraw", "/account").given(Given::WaitingAddress),
        by_link("/account/email/confirm", Link::NewAddress),
        link_deed("/account/email/confirm", Link::NewAddress),
        own_page("/account/password"),
        for_everyone("/.well-known/change-password"),
        own_deed("/account/password", "/account/password")
            .fill("current_password", PASSWORD)
            .fill("password", CHOSEN),
        own_page("/account/second-factor"),
        own_deed("/account/second-factor/on", "/account/second-factor"),
        own_deed("/account/second-factor/off", "/account/second-factor").given(Given::Authenticator),
        own_deed("/account/second-factor/rename", "/account/second-factor")
            .given(Given::Authenticator)
            .names("authenticator")
            .fill("name", "Blue phone"),
        own_page("/account/devices"),
        own_deed("/account/devices/sign-out", "/account/devices")
            .given(Given::AnotherDevice)
            .names("device"),
        own_deed("/account/devices/sign-out-others", "/account/devices").given(Given::AnotherDevice),
        own_page("/account/apps"),
        own_deed("/account/apps/withdraw", "/account/apps")
            .given(Given::App)
            .names("client_id"),
        way_back("/account/cancel"),
    ]
}

fn company() -> Vec<Row> {
    vec![company_page("/company")]
}
