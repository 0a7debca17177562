//! The second step of a login: the PIN of the authenticator app (S11).

use super::login::{self, CANCEL};
use super::{lost_phone, recovery_code};
use crate::error::Answer;
use crate::extract::{OwnForm, Pending};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::login::LoginProblem;
use crate::view::{Pin, PinEntry, PinProblem};
use axum::{Extension, Router, routing};
use std::time::Duration;
use voltkey_flows::Visitor;
use voltkey_flows::account::enter_pin::{self, PinOutcome, PinView};
use voltkey_flows::page::Page;
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/login/pin";
const DIGITS: usize = 6;

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Pending(id): Pending) -> Answer {
    let asked = match enter_pin::view(screen.ctx(), &visitor, &id).await? {
        Page::Show(asked) => asked,
        Page::Elsewhere(next) => return screen.go(next),
    };
    let screen = screen.speaking(&asked.ui_locales).wearing(asked.look.as_ref());
    screen.show(
        &page(&screen, &visitor, asked, PinEntry::default()),
        Policy::LEAVING,
    )
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Pending(id): Pending,
    OwnForm(form): OwnForm,
) -> Answer {
    let Some(pin) = entered(&form) else {
        return refuse(screen, &visitor, &id, PinProblem::Malformed).await;
    };
    let problem = match enter_pin::submit(screen.ctx(), &visitor, &id, &pin).await? {
        PinOutcome::Step(step) => return screen.take(step),
        PinOutcome::Refused(refused) => self::problem(refused),
        PinOutcome::Throttled(span) => PinProblem::Locked(span),
        PinOutcome::PasswordNeeded => {
            return login::refuse(screen, &visitor, &id, "", LoginProblem::PinsUsedUp).await;
        }
    };
    refuse(screen, &visitor, &id, problem).await
}

async fn refuse(screen: Screen, visitor: &Visitor, id: &str, problem: PinProblem) -> Answer {
    let asked = match enter_pin::view(screen.ctx(), visitor, id).await? {
        Page::Show(asked) => asked,
        Page::Elsewhere(next) => return screen.go(next),
    };
    let screen = screen.speaking(&asked.ui_locales).wearing(asked.look.as_ref());
    let page = page(&screen, visitor, asked, PinEntry::refused(problem));
    screen.show_again(&page, Policy::LEAVING, wait(problem))
}

fn page(screen: &Screen, visitor: &Visitor, asked: PinView, entry: PinEntry) -> Pin {
    let id = &asked.request;
    Pin {
        form: screen.form(visitor, PATH, id),
        identity: screen.identity(visitor, id, &asked.email, &asked.name),
        entry,
        session_ended: asked.session_ended,
        confirms: false,
        recovery_code_url: asked
            .has_recovery_codes
            .then(|| screen.address(recovery_code::PATH, id)),
        lost_phone_url: Some(screen.address(lost_phone::PATH, id)),
        cancel: asked.can_cancel.then(|| screen.form(visitor, CANCEL, id)),
        app: asked.app.map(|app| screen.app(&app).name),
    }
}

/// The six digits that were entered; apps show them with a space in the middle.
pub fn entered(form: &Params) -> Option<String> {
    digits(form.get("pin")?)
}

/// The digits of a PIN, if that is what was entered.
pub fn digits(entered: &str) -> Option<String> {
    let pin: String = entered.chars().filter(|c| !c.is_whitespace()).collect();
    (pin.len() == DIGITS && pin.bytes().all(|byte| byte.is_ascii_digit())).then_some(pin)
}

/// Why a PIN is not taken, as pages say it.
pub fn problem(refused: enter_pin::PinProblem) -> PinProblem {
    match refused {
        enter_pin::PinProblem::Wrong => PinProblem::Wrong,
        enter_pin::PinProblem::Replayed => PinProblem::AlreadyUsed,
        enter_pin::PinProblem::ClockOff { minutes } => clock_off(minutes),
    }
}

/// A PIN of another time: the phone is that many minutes fast, or slow where the number is negative.
fn clock_off(minutes: i64) -> PinProblem {
    let about = u32::try_from(minutes.unsigned_abs()).unwrap_or(u32::MAX).max(1);
    if minutes > 0 {
        PinProblem::ClockFast { minutes: about }
    } else {
        PinProblem::ClockSlow { minutes: about }
    }
}

/// How long no PIN is taken.
pub fn wait(problem: PinProblem) -> Option<Duration> {
    match problem {
        PinProblem::Locked(span) => Some(span),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pin: &str) -> Option<String> {
        entered(&[("pin", pin)].into_iter().collect())
    }

    #[test]
    fn six_digits_are_a_pin_however_they_are_spaced() {
        assert_eq!(read(" 123 456\u{a0}"), Some("123456".to_owned()));
        for pin in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(read(pin), None, "{pin}");
        }
    }

    #[test]
    fn a_clock_is_fast_or_slow_by_a_minute_at_least() {
        assert_eq!(clock_off(3), PinProblem::ClockFast { minutes: 3 });
        assert_eq!(clock_off(-3), PinProblem::ClockSlow { minutes: 3 });
        assert_eq!(clock_off(0), PinProblem::ClockSlow { minutes: 1 });
    }
}
