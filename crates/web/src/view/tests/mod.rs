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
        ($($view:ty),+ $(,)?) => { $(add_screen::<$view>(renderer, &mut pages);)+ };
    }
    add!(
        Activate,
        CannotSignIn,
        Consent,
        Enroll,
        ForgotPassword,
        FormPost,
        Join,
        LinkOver,
        Login,
        LostPhone,
        MailSent,
        NoInvitation,
        NotFound,
        PasswordChanged,
        Pin,
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
    pages
}

fn add_screen<V: View>(renderer: &Renderer, pages: &mut Vec<Page>) {
    let screen = Path::new(V::TEMPLATE)
        .file_stem()
        .expect("a template has a name")
        .to_string_lossy()
        .into_owned();
    let logo = renderer.asset("logo.svg").map(|asset| asset.address.as_str());
    for language in Language::ALL {
        for (number, view) in V::samples().iter().enumerate() {
            let name = format!("{screen}-{number}-{}", language.code());
            let html = renderer.render(&sample::frame(language, logo), view);
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
