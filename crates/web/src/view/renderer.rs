//! Makes HTML of views, and mails of letters.

use super::View;
use super::accent::{Accent, brand_css};
use super::assets::{Asset, Assets};
use super::escape;
use super::files::{self, ThemeError};
use super::frame::Frame;
use super::language::Language;
use super::letter::{Letter, Letterhead, Mail, wrap};
use super::message::{Arg, Message};
use super::snippets::{self, Library, Settings};
use super::texts::{self, TextError};
use axum::body::Bytes;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What the operator may change about the look.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// The brand's colour.
    pub accent: Accent,
    /// The file of the brand's logo.
    pub logo: Option<PathBuf>,
    /// A folder laid out like `templates/`, whose templates and assets replace the built-in ones.
    pub dir: Option<PathBuf>,
}

/// A page or mail that could not be made. All of it is a fault of the templates, the texts or the theme.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template is broken, or asks for something that its view does not have.
    #[error("{0:#}")]
    Template(#[from] Error),
    /// A text is missing.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A file of the theme can't be read.
    #[error("{0}")]
    Theme(String),
}

impl From<ThemeError> for RenderError {
    fn from(error: ThemeError) -> Self {
        Self::Theme(error.to_string())
    }
}

/// Holds the compiled templates and the assets. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Renderer(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// One for each language, in the order of `Language::ALL`.
    environments: Vec<Environment<'static>>,
    snippets: Environment<'static>,
    assets: Arc<Assets>,
    accent: Accent,
    logo: Option<String>,
}

impl Renderer {
    /// Reads and compiles everything once, so that a broken theme is found at the start.
    ///
    /// # Errors
    /// When a file of the theme can't be read or a template is not valid.
    pub fn new(theme: &Theme) -> Result<Self, RenderError> {
        let files = files::load(theme.dir.as_deref())?;
        let mut assets = Assets::default();
        for (path, bytes) in &files {
            if let Some(name) = path.strip_prefix("assets/") {
                assets.insert(name, Bytes::from(bytes.to_vec()));
            }
        }
        assets.insert("brand.css", brand_css(theme.accent));
        let logo = add_logo(&mut assets, theme)?;
        let assets = Arc::new(assets);
        let environments = Language::ALL
            .into_iter()
            .map(|language| environment(language, &files, &assets))
            .collect::<Result<_, _>>()?;
        Ok(Self(Arc::new(Inner {
            environments,
            snippets: snippets::environment(bare()?, &files)?,
            assets,
            accent: theme.accent,
            logo,
        })))
    }

    /// The page that shows `view` inside `frame`.
    ///
    /// # Errors
    /// When the template asks for a text or a value that does not exist.
    pub fn render<V: View>(&self, frame: &Frame, view: &V) -> Result<String, RenderError> {
        let heading = texts::say(frame.language, &view.title())?;
        let context = context! {
            title => texts::say(frame.language, &tab_title(&heading, frame, view.has_errors()))?,
            heading,
            frame => Value::from(Serde(frame)),
            supported => !frame.support.is_empty(),
            page => Value::from(Serde(view)),
        };
        Ok(self
            .environment(frame.language)
            .get_template(V::TEMPLATE)?
            .render(context)?)
    }

    /// The mail that says `letter` under `head`.
    ///
    /// # Errors
    /// When a template asks for a text or a value that does not exist.
    pub fn mail<L: Letter>(&self, head: &Letterhead, letter: &L) -> Result<Mail, RenderError> {
        let subject = texts::say(
            head.language,
            &letter.subject().with("brand", head.brand.name.as_str()),
        )?;
        let context = context! {
            subject => subject.as_str(),
            head => Value::from(Serde(head)),
            supported => !head.support.is_empty(),
            accent => self.0.accent.to_string(),
            letter => Value::from(Serde(letter)),
        };
        let environment = self.environment(head.language);
        let part = |extension| {
            environment
                .get_template(&format!("{}.{extension}", L::TEMPLATE))?
                .render(&context)
        };
        Ok(Mail {
            text: part("txt")?,
            html: part("html")?,
            subject,
        })
    }

    /// An app's settings for a library.
    ///
    /// # Errors
    /// When the snippet asks for a value that does not exist.
    pub fn snippet(&self, library: &Library, settings: &Settings) -> Result<String, RenderError> {
        let snippet = self.0.snippets.get_template(library.file)?;
        Ok(snippet.render(Value::from(Serde(settings)))?)
    }

    /// `message` in `language`, for what is said outside of pages and mails.
    ///
    /// # Errors
    /// When the message's key or one of its variables is missing.
    pub fn say(&self, language: Language, message: &Message) -> Result<String, TextError> {
        texts::say(language, message)
    }

    /// The asset at `/assets/<name>`.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<&Asset> {
        self.0.assets.get(name)
    }

    /// The address of the brand's logo, if there is one.
    #[must_use]
    pub fn logo(&self) -> Option<&str> {
        self.0.logo.as_deref()
    }

    fn environment(&self, language: Language) -> &Environment<'static> {
        &self.0.environments[language as usize]
    }
}

fn tab_title(heading: &str, frame: &Frame, has_errors: bool) -> Message {
    let key = if has_errors {
        "page-title-error"
    } else {
        "page-title"
    };
    Message::new(key)
        .with("page", heading)
        .with("brand", frame.brand.name.as_str())
}

/// Takes the configured logo among the assets; gives its address.
fn add_logo(assets: &mut Assets, theme: &Theme) -> Result<Option<String>, ThemeError> {
    let Some(path) = &theme.logo else { return Ok(None) };
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    let name = format!("brand-logo.{}", extension.to_ascii_lowercase());
    assets.insert(&name, files::read(path)?);
    Ok(assets.get(&name).map(|asset| asset.address.clone()))
}

fn environment(
    language: Language,
    files: &BTreeMap<String, Cow<'static, [u8]>>,
    assets: &Arc<Assets>,
) -> Result<Environment<'static>, Error> {
    let mut environment = bare()?;
    environment.set_formatter(escape::format);
    environment.add_function("t", move |what: Value, args: Kwargs| {
        translate(language, &what, &args)
    });
    environment.add_filter("wrap", |paragraph: String| wrap(&paragraph));
    environment.add_filter("marked", |text: String| {
        Value::from_safe_string(escape::html_with_code(&text))
    });
    let known = Arc::clone(assets);
    environment.add_function("asset", move |name: String| address(&known, &name));
    for (path, bytes) in files {
        if path.ends_with(".html") || path.ends_with(".txt") {
            environment.add_template_owned(path.clone(), String::from_utf8_lossy(bytes).into_owned())?;
        }
    }
    Ok(environment)
}

/// An environment in which nothing is known yet.
fn bare() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax()?);
    Ok(environment)
}

/// A line that holds nothing but a tag leaves nothing behind.
fn syntax() -> Result<SyntaxConfig, Error> {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
}

/// `t("key", name=value)`, or `t(message)` for a message that the view chose.
fn translate(language: Language, what: &Value, args: &Kwargs) -> Result<String, Error> {
    let mut message = match what.as_str() {
        Some(key) => Message::new(key.to_owned()),
        None => Message::deserialize(what)?,
    };
    for name in args.args() {
        let Serde(arg) = args.get::<Serde<Arg>>(name)?;
        message = message.with(name.to_owned(), arg);
    }
    texts::say(language, &message)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, "a text is missing").with_source(error))
}

fn address(assets: &Assets, name: &str) -> Result<String, Error> {
    let asset = assets
        .get(name)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("no asset {name}")))?;
    Ok(asset.address.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_replaces_files_and_names_what_it_lacks() {
        let folder = tempfile::tempdir().expect("a folder is made");
        let dir = folder.path().to_owned();
        std::fs::create_dir_all(dir.join("assets")).expect("the folder is made");
        std::fs::write(dir.join("assets/app.css"), "body{}").expect("the file is written");
        std::fs::write(dir.join("assets/sun.svg"), "<svg/>").expect("the file is written");
        let theme = Theme {
            dir: Some(dir.clone()),
            logo: Some(dir.join("assets/sun.svg")),
            ..Theme::default()
        };
        let renderer = Renderer::new(&theme).expect("the theme is good");
        let missing = Renderer::new(&Theme {
            logo: Some(dir.join("none.svg")),
            ..theme.clone()
        });
        assert_eq!(
            renderer.asset("app.css").map(|asset| asset.bytes.as_ref()),
            Some(b"body{}".as_slice())
        );
        assert!(renderer.asset("sun.svg").is_some());
        assert!(
            renderer
                .logo()
                .is_some_and(|address| address.starts_with("/assets/brand-logo.svg?v="))
        );
        assert!(missing.is_err_and(|error| error.to_string().contains("none.svg")));
    }
}
