//! Every template with every sample in every language, and what holds for all templates, texts and styles.

mod dump;
mod locales;
mod mails;
mod pages;
mod styles;
mod templates;

use super::*;
use std::path::{Path, PathBuf};

/// A screen's sample in one language.
struct Page {
    name: String,
    html: String,
}

fn renderer() -> Renderer {
    let accent = "#0a7d4f".parse().expect("a colour");
    Renderer::new(&Theme {
        accent,
        ..Theme::default()
    })
    .expect("the built-in templates are valid")
}

/// All samples of all screens in all languages.
fn all_pages(renderer: &Renderer) -> Vec<Page> {
    let mut pages = Vec::new();
    macro_rules! add {
        ($bars:expr, $($view:ty),+ $(,)?) => { $(add_screen::<$view>(renderer, $bars, &mut pages);)+ };
    }
    add!(
        &[None],
        Activate,
        CannotSignIn,
        ChooseAccount,
        Consent,
        EmailConfirmed,
        Enroll,
        ForgotPassword,
        FormPost,
        Join,
        LinkOver,
        Login,
        LostPhone,
        MailSent,
        NewAccount,
        NoInvitation,
        NotFound,
        NotMe,
        PasswordChanged,
        Pin,
        RecoveryCode,
        Refused,
        ResetPassword,
        Restart,
        SignOut,
        SignedIn,
        SignedOut,
        SupportForm,
        SupportSent,
        Trouble
    );
    add!(
        &Bar::samples().map(Some),
        Account,
        AccountPassword,
        Activity,
        Apps,
        Devices,
        RecoveryCodes,
        ReplaceAuthenticator,
        SecondFactor,
    );
    let admin = Bar::samples().map(Some);
    add!(
        &admin[..1],
        CompanyAudit,
        CompanySettings,
        ConfirmDeed,
        ImportLines,
        ImportMembers,
        Invite,
        Members,
        RollOut
    );
    add!(
        &admin[2..],
        AppLogOuts,
        AppRefusals,
        AppSetUp,
        AppRequest,
        AppTestLogin,
        Console,
        ConsolePerson,
        ConsoleReset,
        OpenCompany,
        Operator,
        OperatorApp,
        OperatorApps,
        OperatorAudit,
        OperatorCompanies,
        OperatorKeys,
        OperatorMail,
        OperatorRefusals,
        OperatorRegistration,
        OperatorSettings
    );
    pages
}

/// Adds the samples of a screen, each under the next of these bars.
fn add_screen<V: View>(renderer: &Renderer, bars: &[Option<Bar>], pages: &mut Vec<Page>) {
    let screen = Path::new(V::TEMPLATE)
        .file_stem()
        .expect("a template has a name")
        .to_string_lossy()
        .into_owned();
    let logo = renderer.asset("logo.svg").map(|asset| asset.address.as_str());
    for language in Language::ALL {
        for ((number, view), bar) in V::samples().iter().enumerate().zip(bars.iter().cycle()) {
            let name = format!("{screen}-{number}-{}", language.code());
            let frame = Frame {
                bar: bar.clone(),
                ..sample::frame(language, logo)
            };
            let html = renderer.render(&frame, view);
            pages.push(Page {
                html: html.unwrap_or_else(|error| panic!("{name}: {error}")),
                name,
            });
        }
    }
}

fn templates_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates")
}

/// Path and content of every file below `dir` with this extension.
fn files_below(dir: &Path, extension: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(files_below(&path, extension));
        } else if path.extension().is_some_and(|is| is == extension) {
            let content = std::fs::read_to_string(&path).expect("the file is text");
            found.push((path, content));
        }
    }
    found
}
