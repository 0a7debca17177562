//! The people and apps that the samples speak of: those of the demo.

use super::form::Form;
use super::frame::{Brand, Frame, LanguageLink, Support};
use super::language::Language;
use super::moment::Moment;
use super::people::{Identity, WayOn};
use super::tabs::{AccountTab, AppTab, CompanyTab, StaffTab, Tab};
use jiff::tz::TimeZone;
use voltkey_protocol::time::Timestamp;

pub fn frame(language: Language, logo: Option<&str>) -> Frame {
    Frame {
        language,
        languages: LanguageLink::all(language, "", "request=5f1c"),
        brand: brand(logo),
        company: None,
        accent_css: None,
        home_url: Some("http://localhost:8081/".to_owned()),
        support: support(),
        bar: None,
    }
}

pub fn account_tabs(current: AccountTab) -> Vec<Tab> {
    AccountTab::row(current, |tab| Some(format!("/account/{tab:?}").to_lowercase()))
}

pub fn company_tabs(current: CompanyTab) -> Vec<Tab> {
    CompanyTab::row(current, |tab| Some(format!("/company/{tab:?}").to_lowercase()))
}

pub fn staff_tabs(current: StaffTab) -> Vec<Tab> {
    StaffTab::row(current, |tab| Some(format!("/operator/{tab:?}").to_lowercase()))
}

pub fn app_tabs(current: AppTab) -> Vec<Tab> {
    AppTab::row(current, |tab| {
        format!("/operator/apps/app/{tab:?}?app=solar-reports").to_lowercase()
    })
}

pub fn brand(logo: Option<&str>) -> Brand {
    Brand {
        name: "Amperecloud".to_owned(),
        logo: logo.map(str::to_owned),
    }
}

pub fn support() -> Support {
    Support {
        email: Some("support@amperecloud.com".to_owned()),
        form_url: Some("/support".to_owned()),
        feedback_url: Some("/support/feedback".to_owned()),
        ..Support::default()
    }
    .with_phone("+49 30 6293 77201")
    .with_hours("Mo-Fr 09:00-17:00")
}

pub fn form(action: &str) -> Form {
    Form::to(action).with("csrf", "c0ffee").with("request", "5f1c")
}

pub fn ada() -> Identity {
    Identity::new("ada@sonnenfeld.example", "Ada Sommer").or_another(form("/login/not-you"))
}

pub fn platform() -> WayOn {
    WayOn {
        href: "http://localhost:8081/login".to_owned(),
        app: "Amperecloud Platform".to_owned(),
    }
}

pub fn solar_reports() -> WayOn {
    WayOn {
        href: "https://reports.heliodata.example/".to_owned(),
        app: "Solar Reports".to_owned(),
    }
}

/// 22 November 2026, 04:10 in Berlin.
pub fn moment() -> Moment {
    let berlin = TimeZone::get("Europe/Berlin").expect("the zone exists");
    Moment::new(Timestamp::from_seconds(1_795_317_000), &berlin)
}
