//! What people do, and what they see.

mod consent;
mod enrollment;
mod gallery;
mod languages;
mod refusals;
mod sign_in;
mod tabs;
mod without_scripts;

use crate::stage::{Authenticator, Browser, PASSWORD, SECRET};
use crate::theatre::Story;
use anyhow::Result;

/// A list of stories, named by their paths.
macro_rules! stories {
    ($($room:ident::$name:ident),+ $(,)?) => {
        vec![$(Story {
            name: concat!(stringify!($room), "::", stringify!($name)),
            tell: |stage| Box::pin($room::$name(stage)),
        }),+]
    };
}

/// All stories.
pub fn all() -> Vec<Story> {
    stories![
        sign_in::the_app_learns_who_it_is_until_they_sign_out,
        sign_in::a_new_device_is_told_by_mail,
        enrollment::it_can_wait_until_the_date_and_then_the_pin_is_asked,
        enrollment::support_must_enroll_at_once,
        consent::somebody_else_s_app_asks_once,
        refusals::a_wrong_password_and_a_wrong_pin_are_told,
        refusals::an_address_that_is_not_registered_ends_at_a_page_with_a_number,
        refusals::an_address_that_does_not_exist_is_told,
        languages::the_switch_holds_to_the_end,
        without_scripts::a_login_works,
        without_scripts::an_answer_by_post_needs_one_press,
        tabs::two_logins_at_once_end_where_each_began,
        gallery::in_english,
        gallery::in_spanish,
        gallery::in_german,
        gallery::of_the_demo_s_own_pages,
    ]
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
