//! The hosted pages: what each screen shows, in which language, and the renderer that makes HTML of it.
//!
//! A screen has one name everywhere: `view/<screen>.rs` holds what it shows, `templates/pages/<screen>.html` how
//! (`templates/admin/<screen>.html` for a company's admin), and `templates/locales/<language>/<screen>.ftl` its
//! words. A view is plain data made by a room; a template adds markup and nothing else; every word comes from a
//! locale file.

mod accent;
mod assets;
mod bar;
mod escape;
mod files;
mod form;
mod frame;
mod invited;
mod language;
mod letter;
mod mail_entry;
mod message;
mod moment;
mod new_password;
mod notice;
mod pairing;
mod people;
mod person_details;
mod pin_entry;
mod renderer;
pub mod snippets;
mod tabs;
mod texts;

mod about;
pub mod account;
pub mod account_password;
pub mod activate;
pub mod activity;
pub mod app_log_outs;
pub mod app_refusals;
pub mod app_request;
pub mod app_set_up;
pub mod app_test_login;
pub mod apps;
mod browser_name;
pub mod cannot_sign_in;
pub mod choose_account;
pub mod company_audit;
pub mod company_settings;
pub mod confirm_deed;
pub mod consent;
pub mod console;
pub mod console_person;
pub mod console_reset;
pub mod devices;
pub mod email_change;
pub mod email_confirmed;
pub mod enroll;
pub mod factor_reminder;
pub mod forgot_password;
pub mod form_post;
pub mod import_lines;
pub mod import_members;
pub mod invitation;
pub mod invite;
pub mod join;
pub mod link_over;
pub mod login;
pub mod lost_phone;
pub mod mail_sent;
pub mod member_frozen;
pub mod members;
pub mod new_account;
pub mod no_invitation;
pub mod not_found;
pub mod not_me;
pub mod open_company;
pub mod operator;
pub mod operator_app;
pub mod operator_apps;
pub mod operator_audit;
pub mod operator_companies;
pub mod operator_keys;
pub mod operator_mail;
pub mod operator_refusals;
pub mod operator_registration;
pub mod operator_settings;
pub mod otp_reset;
pub mod password_changed;
pub mod password_reset;
pub mod pin;
pub mod recovery_code;
pub mod recovery_codes;
pub mod refusal;
pub mod refused;
pub mod replace_authenticator;
pub mod reset_password;
pub mod restart;
pub mod roll_out;
pub mod rule;
pub mod second_factor;
pub mod security_notice;
pub mod seen;
pub mod sign_out;
pub mod signed_in;
pub mod signed_out;
pub mod staff_event;
pub mod support_form;
pub mod support_request;
pub mod support_sent;
pub mod trouble;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use accent::{Accent, NotAnAccent, brand_css};
pub use account::Account;
pub use account_password::AccountPassword;
pub use activate::Activate;
pub use activity::{Activity, ActivityEvent, Happening};
pub use app_log_outs::AppLogOuts;
pub use app_refusals::AppRefusals;
pub use app_request::AppRequest;
pub use app_set_up::AppSetUp;
pub use app_test_login::AppTestLogin;
pub use apps::{AppAccess, Apps};
pub use assets::Asset;
pub use bar::{ActingAs, Bar, BarCompany, BarLink};
pub use browser_name::browser_name;
pub use cannot_sign_in::CannotSignIn;
pub use choose_account::{ChooseAccount, KnownAccount};
pub use company_audit::CompanyAudit;
pub use company_settings::CompanySettings;
pub use confirm_deed::ConfirmDeed;
pub use consent::Consent;
pub use console::Console;
pub use console_person::ConsolePerson;
pub use console_reset::ConsoleReset;
pub use devices::{Device, Devices};
pub use email_change::ConfirmEmail;
pub use email_confirmed::EmailConfirmed;
pub use enroll::Enroll;
pub use factor_reminder::FactorReminder;
pub use forgot_password::ForgotPassword;
pub use form::{Field, Form, Hidden, Summary, SummaryLink};
pub use form_post::FormPost;
pub use frame::{Brand, Frame, LanguageLink, Support};
pub use import_lines::ImportLines;
pub use import_members::ImportMembers;
pub use invitation::Invitation;
pub use invite::Invite;
pub use invited::Invited;
pub use join::{Join, JoinStep};
pub use language::Language;
pub use letter::{Letter, Letterhead, Mail};
pub use link_over::{LinkKind, LinkOver};
pub use login::Login;
pub use lost_phone::LostPhone;
pub use mail_entry::MailProblem;
pub use mail_sent::{MailSent, Sent};
pub use member_frozen::MemberFrozen;
pub use members::Members;
pub use message::{Arg, Message};
pub use moment::{Moment, date, wait};
pub use new_account::NewAccount;
pub use new_password::NewPassword;
pub use no_invitation::NoInvitation;
pub use not_found::NotFound;
pub use not_me::NotMe;
pub use notice::{Notice, Tone};
pub use open_company::OpenCompany;
pub use operator::Operator;
pub use operator_app::OperatorApp;
pub use operator_apps::OperatorApps;
pub use operator_audit::OperatorAudit;
pub use operator_companies::OperatorCompanies;
pub use operator_keys::OperatorKeys;
pub use operator_mail::OperatorMail;
pub use operator_refusals::OperatorRefusals;
pub use operator_registration::OperatorRegistration;
pub use operator_settings::OperatorSettings;
pub use otp_reset::OtpReset;
pub use password_changed::PasswordChanged;
pub use password_reset::PasswordReset;
pub use people::{Identity, WayOn};
pub use pin::Pin;
pub use pin_entry::{PinEntry, PinProblem};
pub use recovery_code::{CodeProblem, RecoveryCode};
pub use recovery_codes::{CodesFile, CodesStep, RecoveryCodes};
pub use refused::Refused;
pub use renderer::{RenderError, Renderer, Theme};
pub use replace_authenticator::{Connect, Prove, ProveProblem, ReplaceAuthenticator, ReplaceStep};
pub use reset_password::ResetPassword;
pub use restart::Restart;
pub use roll_out::RollOut;
pub use second_factor::SecondFactor;
pub use security_notice::{Event, SecurityNotice};
pub use seen::Seen;
pub use sign_out::SignOut;
pub use signed_in::SignedIn;
pub use signed_out::SignedOut;
pub use staff_event::StaffEvent;
pub use support_form::SupportForm;
pub use support_request::SupportRequest;
pub use support_sent::SupportSent;
pub use tabs::{AccountTab, AppTab, CompanyTab, StaffTab, Tab};
pub use texts::TextError;
pub use trouble::Trouble;

/// What one screen shows.
pub trait View: serde::Serialize + Sized {
    /// The template's path under `templates/`.
    const TEMPLATE: &'static str;

    /// The page's heading, which is also its title in the browser's tab.
    fn title(&self) -> Message;

    /// Whether something that the person entered was refused: the title then begins with "Error:".
    fn has_errors(&self) -> bool {
        false
    }

    /// The screen in each of its states.
    #[cfg(test)]
    fn samples() -> Vec<Self>;
}
