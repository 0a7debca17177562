//! What people do, and what they see.

mod account;
mod activation;
mod company;
mod consent;
mod enrollment;
mod gallery;
mod keyboard;
mod languages;
mod log_out;
mod lost_phone;
mod members;
mod password;
mod refusals;
mod session;
mod sign_in;
mod staff;
mod support;
mod tabs;
mod without_scripts;

use crate::stage::{Authenticator, Browser, PASSWORD, SECRET, Stage, Tongue};
use crate::theatre::Story;
use anyhow::{Result, ensure};

/// A list of stories, named by their paths.
macro_rules! stories {
    ($($room:ident::$name:ident),+ $(,)?) => {
        vec![$(Story {
            name: concat!(stringify!($room), "::", stringify!($name)),
            tell: |stage| Box::pin($room::$name(stage)),
        }),+]
    };
}

/// A list of stories that are told in each language, named by their paths and the language.
macro_rules! stories_in_each_tongue {
    ($($room:ident::$name:ident),+ $(,)?) => {
        vec![$(
            Story {
                name: concat!(stringify!($room), "::", stringify!($name), "::in_english"),
                tell: |stage| Box::pin($room::$name(stage, Tongue::English)),
            },
            Story {
                name: concat!(stringify!($room), "::", stringify!($name), "::in_spanish"),
                tell: |stage| Box::pin($room::$name(stage, Tongue::Spanish)),
            },
            Story {
                name: concat!(stringify!($room), "::", stringify!($name), "::in_german"),
                tell: |stage| Box::pin($room::$name(stage, Tongue::German)),
            },
        )+]
    };
}

/// All stories.
pub fn all() -> Vec<Story> {
    let once = stories![
        activation::dora_finds_her_invitation_in_the_demo_s_inbox,
        sign_in::the_app_learns_who_it_is_until_they_sign_out,
        sign_in::a_new_device_is_told_by_mail,
        enrollment::support_must_enroll_at_once,
        consent::somebody_else_s_app_asks_once,
        refusals::a_wrong_password_and_a_wrong_pin_are_told,
        refusals::an_address_that_is_not_registered_ends_at_a_page_with_a_number,
        refusals::an_address_that_does_not_exist_is_told,
        languages::the_switch_holds_to_the_end,
        without_scripts::a_login_works,
        without_scripts::an_account_is_activated,
        without_scripts::an_answer_by_post_needs_one_press,
        tabs::two_logins_at_once_end_where_each_began,
        session::the_page_of_an_app_watches_the_login,
        gallery::the_demo_s_own_pages,
    ];
    let in_each_tongue = stories_in_each_tongue![
        activation::the_mail_leads_to_the_tokens,
        activation::an_account_joins_a_further_company,
        activation::a_lost_mail_is_sent_again,
        enrollment::it_can_wait_until_the_date_and_not_longer,
        session::after_its_end_a_pin_alone_brings_back,
        account::the_password_is_changed_at_any_time,
        account::the_second_factor_has_a_switch,
        account::this_was_not_me_freezes_it,
        account::recovery_codes_bring_in_and_connect_a_new_phone,
        company::an_earlier_date_and_a_logo_reach_the_members,
        log_out::at_one_app_it_ends_the_others,
        log_out::the_page_after_it_says_what_became_of_each_app,
        log_out::typed_into_the_address_bar_it_clears_every_trace,
        password::a_forgotten_one_is_replaced_by_mail,
        lost_phone::the_page_says_who_resets,
        lost_phone::an_admin_resets_it,
        lost_phone::after_a_reset_the_mailed_code_brings_a_new_phone,
        members::an_admin_invites,
        members::a_wrong_address_is_corrected,
        members::a_list_is_looked_at_and_then_invited,
        refusals::a_pin_of_another_time_tells_of_the_clock,
        support::a_message_reaches_it,
        staff::the_support_resets_after_making_sure_who_asks,
        staff::a_company_begins_with_its_first_admin,
        keyboard::it_does_for_everything,
        keyboard::an_admin_manages_by_it,
        gallery::every_page,
    ];
    [once, in_each_tongue].into_iter().flatten().collect()
}

/// Enters address and password on the login page.
async fn enter_password(browser: &Browser, email: &str) -> Result<()> {
    browser.fill("email", email).await?;
    browser.enter("password", PASSWORD).await
}

/// Signs somebody in who has an authenticator already, from the login page on.
async fn log_in(browser: &Browser, email: &str) -> Result<()> {
    enter_password(browser, email).await?;
    browser.enter("pin", &Authenticator::new(SECRET)?.pin()).await
}

/// The phone, after it read the key. The QR code's address holds the same one.
async fn scanned(browser: &Browser) -> Result<Authenticator> {
    let key = browser
        .text_of("[data-otp-secret]")
        .await?
        .replace(char::is_whitespace, "");
    let address = browser.attribute_of("a.qr", "href").await?.unwrap_or_default();
    ensure!(address.starts_with("otpauth://totp/Amperecloud:"), "{address}");
    ensure!(address.contains(&format!("secret={key}&")), "{address}");
    Authenticator::new(&key)
}

/// Waits until the platform has tokens of this person, whose sign-in took so many factors (`1fa`, `2fa`).
async fn has_tokens(stage: &Stage, name: &str, factors: &str) -> Result<()> {
    let browser = &stage.browser;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    browser.sees(name).await?;
    let id_token = browser.text_of("section[aria-labelledby=id-token]").await?;
    let acr = format!("urn:voltkey:acr:{factors}");
    for claim in [&*stage.provider(""), &acr, "platform"] {
        ensure!(id_token.contains(claim), "the ID token lacks {claim}: {id_token}");
    }
    let access_token = browser.text_of("section[aria-labelledby=access-token]").await?;
    let audience = stage.relying_party("/api");
    ensure!(
        access_token.contains(&audience),
        "for somebody else: {access_token}"
    );
    Ok(())
}

/// The heading of the login page.
const fn sign_in(tongue: Tongue) -> &'static str {
    tongue.say("Sign in", "Iniciar sesión", "Anmelden")
}

/// The recovery codes that a page shows.
async fn recovery_codes(browser: &Browser) -> Result<Vec<String>> {
    let shown = browser.text_of("[data-recovery-codes]").await?;
    let codes: Vec<_> = shown.split_whitespace().map(str::to_owned).collect();
    ensure!(codes.len() == 10, "{shown}");
    Ok(codes)
}

/// The heading of the page that asks for the PIN.
const fn enter_pin(tongue: Tongue) -> &'static str {
    tongue.say(
        "Enter your 6-digit PIN",
        "Escribe tu PIN de 6 cifras",
        "Geben Sie Ihre sechsstellige PIN ein",
    )
}
