//! Programs show no cookie, and one makes no difference.

use super::cast::{Cast, Role};
use super::pages::address;
use super::row::Row;
use super::sent::{Sent, reply_to};
use crate::harness::{Browser, Reply};

/// Everybody's browser is answered as one without cookies.
pub(super) async fn try_program(cast: &mut Cast, row: &Row) {
    let request = Sent::bare(address(cast, row.path, "none", None));
    let mut stranger = cast.new_browser();
    let without_cookies = told(&mut stranger, row, &request).await;
    cast.look().await;
    for role in Role::ALL {
        let with_cookies = told(&mut cast.browser(role), row, &request).await;
        assert_eq!(with_cookies, without_cookies, "{} as {role:?}", row.route());
    }
    cast.nothing_changed(&row.route().to_string()).await;
}

/// Status and body, but for the number of a refusal.
async fn told(browser: &mut Browser, row: &Row, request: &Sent) -> (u16, String) {
    let Reply {
        status,
        headers,
        body,
    } = reply_to(browser, row.method.clone(), request).await;
    assert!(!headers.contains_key("set-cookie"), "{}", row.route());
    let body = match serde_json::from_str::<serde_json::Value>(&body) {
        Ok(mut json) => {
            json["error_reference"].take();
            json.to_string()
        }
        Err(_) => body,
    };
    (status.as_u16(), body)
}
