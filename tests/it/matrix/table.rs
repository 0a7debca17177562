//! The table: one row for each route. A new route goes here.

use super::cast::Role;
use super::row::{
    Row, by_link, company_deed, company_page, deed_for_everyone, for_everyone, link_deed, machine,
    operator_deed, operator_page, own_deed, own_page, step, step_deed, support_deed, support_page, way_back,
    without_effect,
};
use super::ways::{Given, Link, Stage, Whom};
use crate::harness::PASSWORD;
use http::Method;

/// What somebody chooses instead of their password.
pub(super) const CHOSEN: &str = "Kraftwerk-7 Berlin";

/// A member of the company, who has no authenticator.
const MIA: &str = Role::Member.email();

/// In the place of which each form has an address that nobody has yet.
pub(super) const NEW_ADDRESS: &str = "an address that nobody has";

/// Somebody to be invited, and a line by which nobody is.
pub(super) const LIST: &[u8] = b"email\nida@sonnenfeld.example\nno address\n";

/// A company's logo.
pub(super) const LOGO: &[u8] = include_bytes!("../../browser/stage/logo.png");

/// Every row.
pub(super) fn table() -> Vec<Row> {
    let rooms = [
        for_programs(),
        ways_in(),
        logins(),
        account(),
        second_factor(),
        company(),
        members(),
        invitations(),
        support(),
        operators(),
    ];
    rooms.into_iter().flatten().collect()
}

fn for_programs() -> Vec<Row> {
    vec![
        machine(Method::GET, "/.well-known/openid-configuration"),
        machine(Method::GET, "/.well-known/oauth-authorization-server"),
        machine(Method::GET, "/.well-known/webfinger"),
        machine(Method::GET, "/oauth2/jwks"),
        machine(Method::GET, "/oauth2/check-session"),
        machine(Method::POST, "/oauth2/token"),
        machine(Method::POST, "/oauth2/revoke"),
        machine(Method::POST, "/oauth2/introspect"),
        machine(Method::GET, "/oauth2/userinfo"),
        machine(Method::POST, "/oauth2/userinfo"),
        machine(Method::POST, "/oauth2/register"),
        machine(Method::GET, "/oauth2/register/{client_id}"),
        machine(Method::PUT, "/oauth2/register/{client_id}"),
        machine(Method::DELETE, "/oauth2/register/{client_id}"),
        machine(Method::GET, "/health/live"),
        machine(Method::GET, "/health/ready"),
        machine(Method::GET, "/assets/{*name}"),
        machine(Method::GET, "/logos/{hash}"),
        machine(Method::GET, "/accents/{name}"),
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
        step("/login/account", Stage::ChooseAccount),
        step_deed("/login/account", Stage::ChooseAccount).silent(),
        step("/login/new-account", Stage::NewAccount),
        step_deed("/login/cancel", Stage::Login).silent(),
        step_deed("/login/switch", Stage::Pin).silent(),
        step("/login/pin", Stage::Pin),
        step_deed("/login/pin", Stage::Pin),
        step("/login/recovery-code", Stage::RecoveryCode),
        step_deed("/login/recovery-code", Stage::RecoveryCode),
        step("/login/enroll", Stage::Enroll),
        step_deed("/login/enroll", Stage::Enroll),
        step_deed("/login/enroll/later", Stage::Enroll),
        for_everyone("/login/enroll/done"),
        step("/oauth2/consent", Stage::Consent),
        step_deed("/oauth2/consent", Stage::Consent).names("shown"),
        for_everyone("/auth/logout"),
        deed_for_everyone("/auth/logout", "/auth/logout").given(Given::SignedIn),
        for_everyone("/oauth2/logout"),
        // The GET that it leads to asks.
        without_effect(Method::POST, "/oauth2/logout"),
        for_everyone("/oauth2/logout/resume"),
        for_everyone("/signed-out"),
        deed_for_everyone("/oauth2/logout/confirm", "/oauth2/logout").given(Given::SignedIn),
    ]
}

fn account() -> Vec<Row> {
    vec![
        own_page("/account"),
        own_deed("/account", "/account").fill("given_name", "Zoë"),
        own_deed("/account/about", "/account").fill("nickname", "Zoë"),
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
        own_page("/account/devices"),
        own_deed("/account/devices/sign-out", "/account/devices")
            .given(Given::AnotherDevice)
            .names("device"),
        own_deed("/account/devices/sign-out-others", "/account/devices").given(Given::AnotherDevice),
        own_page("/account/apps"),
        own_deed("/account/apps/withdraw", "/account/apps")
            .given(Given::App)
            .names("client_id"),
        own_page("/account/activity"),
        by_link("/account/not-me", Link::NotMe),
        link_deed("/account/not-me", Link::NotMe),
        way_back("/account/cancel"),
    ]
}

fn second_factor() -> Vec<Row> {
    vec![
        own_page("/account/second-factor"),
        own_deed("/account/second-factor/on", "/account/second-factor"),
        own_deed("/account/second-factor/off", "/account/second-factor").given(Given::Authenticator),
        own_deed("/account/second-factor/rename", "/account/second-factor")
            .given(Given::Authenticator)
            .names("authenticator")
            .fill("name", "Blue phone"),
        own_page("/account/second-factor/replace"),
        own_deed("/account/second-factor/replace", "/account/second-factor/replace")
            .given(Given::NewAuthenticator),
        own_page("/account/recovery-codes"),
        own_deed("/account/recovery-codes", "/account/recovery-codes")
            .given(Given::RecoveryCodes)
            .names("replaces"),
        own_deed("/account/recovery-codes/file", "/account/recovery-codes")
            .given(Given::ShownCodes)
            .names("codes")
            .silent(),
    ]
}

fn company() -> Vec<Row> {
    const ROLL_OUT: &str = "/company/roll-out";
    const SETTINGS: &str = "/company/settings";
    vec![
        company_page("/company"),
        company_page("/company/members"),
        company_page(ROLL_OUT),
        company_deed(ROLL_OUT, ROLL_OUT)
            .given(Given::Choice)
            .fill("second_factor", "required")
            .fill("grace_until", "2027-02-06"),
        company_deed("/company/roll-out/remind", ROLL_OUT).given(Given::Grace),
        company_page(SETTINGS),
        company_deed(SETTINGS, SETTINGS).fill("accent", "#336699"),
        company_deed("/company/settings/logo", SETTINGS).upload("logo", "logo.png", LOGO),
        company_deed("/company/settings/logo/remove", SETTINGS).given(Given::Logo),
        company_page("/company/audit"),
        company_page("/company/audit/export").asking("format", "csv"),
    ]
}

/// What is done with one member.
fn members() -> Vec<Row> {
    const RESET_OTP: &str = "/company/members/{sub}/reset-otp";
    const MAKE_ADMIN: &str = "/company/members/{sub}/make-admin";
    const MAKE_MEMBER: &str = "/company/members/{sub}/make-member";
    const BLOCK: &str = "/company/members/{sub}/block";
    const UNBLOCK: &str = "/company/members/{sub}/unblock";
    const REMOVE: &str = "/company/members/{sub}/remove";
    const EXTEND: &str = "/company/members/{sub}/extend";
    vec![
        company_page(RESET_OTP).of(Whom::Member),
        company_deed(RESET_OTP, RESET_OTP)
            .of(Whom::Member)
            .on_account()
            .by_admins(),
        company_page(MAKE_ADMIN).of(Whom::Member),
        company_deed(MAKE_ADMIN, MAKE_ADMIN).of(Whom::Member),
        company_page(MAKE_MEMBER).of(Whom::Admin),
        company_deed(MAKE_MEMBER, MAKE_MEMBER).of(Whom::Admin),
        company_page(BLOCK).of(Whom::Member),
        company_deed(BLOCK, BLOCK).of(Whom::Member).on_account(),
        company_page(UNBLOCK).of(Whom::Blocked),
        company_deed(UNBLOCK, UNBLOCK).of(Whom::Blocked).on_account(),
        company_page(REMOVE).of(Whom::Member),
        company_deed(REMOVE, REMOVE).of(Whom::Member),
        company_page(EXTEND).of(Whom::NotEnrolled),
        company_deed(EXTEND, EXTEND)
            .of(Whom::NotEnrolled)
            .fill("until", "2027-02-06")
            .fill("reason", "A new phone is on its way."),
    ]
}

/// Inviting people, one by one and by a list, and what is done with an invitation.
fn invitations() -> Vec<Row> {
    const INVITE: &str = "/company/members/invite";
    const IMPORT: &str = "/company/members/import";
    const LINES: &str = "/company/members/import/{id}";
    const SEND_AGAIN: &str = "/company/invitations/{id}/send-again";
    const CORRECT_ADDRESS: &str = "/company/invitations/{id}/correct-address";
    const WITHDRAW: &str = "/company/invitations/{id}/withdraw";
    vec![
        company_page(INVITE),
        company_deed(INVITE, INVITE).fill("email", NEW_ADDRESS),
        company_page(SEND_AGAIN).of(Whom::Invitation),
        company_deed(SEND_AGAIN, SEND_AGAIN).of(Whom::Invitation),
        company_page(CORRECT_ADDRESS).of(Whom::Invitation),
        company_deed(CORRECT_ADDRESS, CORRECT_ADDRESS)
            .of(Whom::Invitation)
            .fill("email", NEW_ADDRESS),
        company_page(WITHDRAW).of(Whom::Invitation),
        company_deed(WITHDRAW, WITHDRAW).of(Whom::Invitation),
        company_page(IMPORT),
        company_deed(IMPORT, IMPORT).upload("list", "people.csv", LIST),
        company_page("/company/members/import/example"),
        company_page(LINES).of(Whom::List),
        company_page("/company/members/import/{id}/refused").of(Whom::List),
        company_deed("/company/members/import/{id}/begin", LINES).of(Whom::List),
        company_deed("/company/members/import/{id}/discard", LINES).of(Whom::List),
    ]
}

fn support() -> Vec<Row> {
    const RESET_OTP: &str = "/support/console/people/{sub}/reset-otp";
    const UNBLOCK_PERSON: &str = "/support/console/people/{sub}/unblock";
    vec![
        support_page("/support/console"),
        support_page("/support/console/people/{sub}").of(Whom::Member),
        support_deed(UNBLOCK_PERSON, "/support/console/people/{sub}")
            .of(Whom::Blocked)
            .on_account(),
        support_page(RESET_OTP).of(Whom::Member),
        support_deed(RESET_OTP, RESET_OTP)
            .of(Whom::Member)
            .on_account()
            .tick("called_back")
            .tick("answered")
            .tick("no_admin")
            .fill("note", "Called back; knew the last invoice."),
    ]
}

fn operators() -> Vec<Row> {
    const NEW_COMPANY: &str = "/operator/companies/new";
    const NEW_APP: &str = "/operator/apps/new";
    const REGISTRATION: &str = "/operator/apps/registration";
    const APP: &str = "/operator/apps/app";
    const REQUEST: &str = "/operator/apps/app/request";
    const TEST_LOGIN: &str = "/operator/apps/app/test-login";
    const LOG_OUTS: &str = "/operator/apps/app/log-outs";
    const KEYS: &str = "/operator/keys";
    const MAIL: &str = "/operator/mail";
    let of_app = |row: Row| row.asking("app", "platform");
    vec![
        operator_page("/operator"),
        operator_page("/operator/companies"),
        operator_page(NEW_COMPANY),
        operator_deed(NEW_COMPANY, NEW_COMPANY)
            .fill("name", "Windpark Küste eG")
            .fill("slug", "windpark")
            .fill("email", NEW_ADDRESS),
        operator_page("/operator/apps"),
        operator_page(NEW_APP),
        operator_deed(NEW_APP, NEW_APP)
            .fill("id", "heliograph")
            .fill("name", "Heliograph")
            .fill("redirect_uris", "https://heliograph.example/callback"),
        operator_page(REGISTRATION),
        operator_deed(REGISTRATION, REGISTRATION).fill("label", "Partners"),
        operator_deed("/operator/apps/registration/revoke", REGISTRATION)
            .given(Given::RegistrationToken)
            .names("token"),
        of_app(operator_page(APP)),
        of_app(operator_deed(APP, APP))
            .fill("name", "Heliograph")
            .names("version"),
        of_app(operator_deed("/operator/apps/app/secret", APP)),
        of_app(operator_deed("/operator/apps/app/secret/retire", APP)).given(Given::SecondSecret),
        of_app(operator_page("/operator/apps/app/set-up")),
        of_app(operator_page(REQUEST)),
        of_app(operator_deed(REQUEST, REQUEST))
            .fill("address", "client_id=platform")
            .silent(),
        of_app(operator_page(TEST_LOGIN)),
        of_app(operator_deed(TEST_LOGIN, TEST_LOGIN)).fill("scope", "openid"),
        of_app(operator_page("/operator/apps/app/refusals")),
        of_app(operator_page(LOG_OUTS)),
        of_app(operator_deed("/operator/apps/app/log-outs/tell-again", LOG_OUTS)).given(Given::UntoldApp),
        operator_page("/operator/refusals"),
        operator_page(MAIL),
        operator_deed("/operator/mail/try-again", MAIL)
            .given(Given::FailedMail)
            .names("job"),
        operator_page(KEYS),
        operator_deed(KEYS, KEYS).tick("withdraw").names("alg"),
        operator_page("/operator/settings"),
        operator_page("/operator/audit"),
    ]
}
