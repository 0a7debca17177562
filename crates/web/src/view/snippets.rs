//! Settings for the common OpenID Connect libraries, filled with what an app is registered with: one file for each in
//! `templates/snippets/`. What an app is called must never become code: each value goes through the filter of its
//! language.

use minijinja::{AutoEscape, Environment, Error};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use url::{Url, form_urlencoded};
use voltkey_protocol::client::{AuthMethod, Client, GrantType};
use voltkey_protocol::scope;

/// The folder of the files.
pub const FOLDER: &str = "snippets/";

/// A library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Library {
    /// Its name in an address.
    pub key: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Its file in `templates/snippets/`.
    pub file: &'static str,
    /// Whether it signs people in; else the app gets tokens for itself.
    pub signs_in: bool,
    /// Whether it only works for an app that has a secret.
    pub needs_secret: bool,
    /// Whether it always sends the secret in the body.
    pub posts_secret: bool,
}

const fn library(key: &'static str, name: &'static str, file: &'static str) -> Library {
    Library {
        key,
        name,
        file,
        signs_in: true,
        needs_secret: false,
        posts_secret: false,
    }
}

/// Every library, in the order of the page.
pub const LIBRARIES: [Library; 11] = [
    library("openid-client", "openid-client (Node.js)", "openid-client.mjs"),
    library("authjs", "Auth.js (Next.js)", "authjs.ts"),
    library("authlib", "Authlib (Python)", "authlib.py"),
    library("openidconnect", "openidconnect (Rust)", "openidconnect.rs"),
    library("go-oidc", "go-oidc (Go)", "go-oidc.go"),
    library("spring-boot", "Spring Boot (Java)", "spring-boot.yml"),
    Library {
        posts_secret: true,
        ..library("aspnet-core", "ASP.NET Core (C#)", "aspnet-core.cs")
    },
    library(
        "openid-connect-php",
        "OpenID-Connect-PHP",
        "openid-connect-php.php",
    ),
    library(
        "mod-auth-openidc",
        "mod_auth_openidc (Apache)",
        "mod_auth_openidc.conf",
    ),
    Library {
        needs_secret: true,
        ..library("oauth2-proxy", "oauth2-proxy", "oauth2-proxy.toml")
    },
    Library {
        signs_in: false,
        needs_secret: true,
        ..library("curl", "curl", "curl.sh")
    },
];

/// Where an app without a redirect URI is told to have one.
const EXAMPLE_REDIRECT_URI: &str = "https://app.example/callback";

/// What a snippet is filled with. There is no secret among it: nobody can read one again.
#[derive(Clone, Debug, Serialize)]
pub struct Settings {
    provider_name: String,
    issuer: String,
    discovery: String,
    token_endpoint: String,
    is_plain_http: bool,
    client_id: String,
    /// As HTTP Basic wants it (RFC 6749, 2.3.1).
    client_id_encoded: String,
    is_public: bool,
    has_secret: bool,
    auth_method: &'static str,
    id_token_alg: &'static str,
    redirect_uri: String,
    redirect_path: String,
    scopes: Vec<String>,
    scope: String,
}

impl Settings {
    /// Those of an app at the provider of that name and issuer.
    #[must_use]
    pub fn new(provider_name: &str, issuer: &str, client: &Client) -> Self {
        let redirect_uri = client
            .redirect_uris
            .first()
            .map_or(EXAMPLE_REDIRECT_URI, String::as_str);
        let scopes = scopes(client);
        let method = auth_method(client);
        Self {
            provider_name: provider_name.to_owned(),
            issuer: issuer.to_owned(),
            discovery: format!("{issuer}/.well-known/openid-configuration"),
            token_endpoint: format!("{issuer}/oauth2/token"),
            is_plain_http: issuer.starts_with("http:"),
            client_id: client.id.clone(),
            client_id_encoded: form_urlencoded::byte_serialize(client.id.as_bytes()).collect(),
            is_public: client.is_public(),
            has_secret: !matches!(method, AuthMethod::None | AuthMethod::PrivateKeyJwt),
            auth_method: method.as_str(),
            id_token_alg: client.id_token_signed_response_alg.as_str(),
            redirect_path: Url::parse(redirect_uri)
                .map_or_else(|_| "/callback".to_owned(), |url| url.path().to_owned()),
            redirect_uri: redirect_uri.to_owned(),
            scope: scopes.join(" "),
            scopes,
        }
    }

    /// The scopes, between spaces.
    #[must_use]
    pub fn scope(&self) -> &str {
        &self.scope
    }
}

/// What most apps ask for, as far as this one may.
fn scopes(client: &Client) -> Vec<String> {
    let usual = [scope::OPENID, scope::PROFILE, scope::EMAIL];
    let refreshes = client
        .has_grant(GrantType::RefreshToken)
        .then_some(scope::OFFLINE_ACCESS);
    let wanted = usual.into_iter().chain(refreshes);
    wanted
        .filter(|value| client.may_ask_for(value))
        .map(str::to_owned)
        .collect()
}

/// How the app authenticates; where it may choose, by the header, which every library knows.
#[must_use]
pub fn auth_method(client: &Client) -> AuthMethod {
    match client.token_endpoint_auth_method {
        Some(method) => method,
        None if client.is_public() => AuthMethod::None,
        None => AuthMethod::ClientSecretBasic,
    }
}

/// The files, compiled.
pub(super) fn environment(
    mut environment: Environment<'static>,
    files: &BTreeMap<String, Cow<'static, [u8]>>,
) -> Result<Environment<'static>, Error> {
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.add_filter("quoted", |text: String| quoted(&text));
    environment.add_filter("php", |text: String| php(&text));
    environment.add_filter("directive", |text: String| directive(&text));
    environment.add_filter("shell", |text: String| shell(&text));
    for (path, bytes) in files {
        if let Some(name) = path.strip_prefix(FOLDER) {
            environment.add_template_owned(name.to_owned(), String::from_utf8_lossy(bytes).into_owned())?;
        }
    }
    Ok(environment)
}

/// A string of JSON, which is one of JavaScript, Python, Rust, Go, C#, YAML and TOML, too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A string of PHP in which nothing is replaced.
fn php(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// The argument of one of Apache's directives.
fn directive(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A word of the shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::super::{Renderer, Theme};
    use super::*;
    use serde_json::json;

    const ISSUER: &str = "https://id.example";

    fn client(metadata: serde_json::Value, has_secret: bool) -> Client {
        let mut client: Client = serde_json::from_value(metadata).expect("metadata");
        client.has_secret = has_secret;
        client
    }

    /// Each snippet of an app, by its library.
    fn all(client: &Client) -> BTreeMap<&'static str, String> {
        let renderer = Renderer::new(&Theme::default()).expect("the templates are good");
        let settings = Settings::new("Ampere\"cloud", ISSUER, client);
        LIBRARIES
            .iter()
            .map(|library| {
                (
                    library.key,
                    renderer.snippet(library, &settings).expect(library.key),
                )
            })
            .collect()
    }

    /// A `client_id` and a redirect URI may hold every printable character of ASCII.
    fn hostile() -> Client {
        let id = (' '..='~').collect::<String>() + "\"); evil(); //' #{x} ${y} %{z} <b>`w`";
        let uri = "https://app.example/cb?q='%22;x=$(id)`id`\\";
        client(json!({ "id": id, "redirect_uris": [uri] }), true)
    }

    #[test]
    fn each_names_the_app_and_the_provider() {
        let metadata = json!({
            "id": "solar-reports",
            "redirect_uris": ["https://solar.example/callback"],
            "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
            "id_token_signed_response_alg": "ES256",
        });
        for (library, text) in all(&client(metadata, true)) {
            assert!(text.contains("solar-reports"), "{library}: {text}");
            assert!(text.contains(ISSUER), "{library}: {text}");
            assert!(
                text.ends_with('\n') && !text.contains("\n\n\n\n"),
                "{library}: {text}"
            );
            if library != "curl" {
                // One names the path alone; the other waits at an address of its own.
                let names_path = library == "aspnet-core" && text.contains("\"/callback\"");
                assert!(
                    names_path || library == "authjs" || text.contains("https://solar.example/callback"),
                    "{library}: {text}"
                );
                assert!(text.contains("offline_access"), "{library}: {text}");
            }
        }
    }

    #[test]
    fn what_an_app_is_called_never_becomes_code() {
        let client = hostile();
        let all = all(&client);
        let json = serde_json::to_string(&client.id).expect("a string");
        for library in [
            "openid-client",
            "authjs",
            "authlib",
            "openidconnect",
            "go-oidc",
            "spring-boot",
            "aspnet-core",
            "oauth2-proxy",
        ] {
            assert!(all[library].contains(&json), "{library}: {}", all[library]);
        }
        assert!(all["openid-connect-php"].contains(&php(&client.id)));
        assert!(all["mod-auth-openidc"].contains(&format!("OIDCClientID {}\n", directive(&client.id))));
        assert!(
            all["curl"].contains(&shell("").replace("''", "--user '+%21%22")),
            "{}",
            all["curl"]
        );
    }

    #[test]
    fn toml_and_yaml_say_what_is_registered() {
        let client = hostile();
        let all = all(&client);
        let proxy: toml::Table = all["oauth2-proxy"].parse().expect("TOML");
        assert_eq!(proxy["client_id"].as_str(), Some(client.id.as_str()));
        assert_eq!(
            proxy["redirect_url"].as_str(),
            Some(client.redirect_uris[0].as_str())
        );
        assert_eq!(proxy["oidc_issuer_url"].as_str(), Some(ISSUER));
        assert_eq!(proxy["scope"].as_str(), Some("openid profile email"));
        // A scalar in double quotes is JSON's, too.
        let yaml = |name: &str| {
            let line = all["spring-boot"]
                .lines()
                .find_map(|line| line.trim().strip_prefix(name));
            serde_json::from_str::<String>(line.expect(name)).expect("a string")
        };
        assert_eq!(yaml("client-id: "), client.id);
        assert_eq!(yaml("redirect-uri: "), client.redirect_uris[0]);
        assert_eq!(yaml("issuer-uri: "), ISSUER);
        assert_eq!(yaml("client-authentication-method: "), "client_secret_basic");
    }

    #[test]
    fn each_line_for_apache_is_a_directive_with_arguments() {
        let all = all(&hostile());
        for line in all["mod-auth-openidc"]
            .lines()
            .filter(|line| line.starts_with("OIDC"))
        {
            let (name, argument) = line.split_once(' ').expect("an argument");
            assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{line}");
            // A quotation mark inside is escaped: the argument ends where the line does.
            let inside = argument.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            let plain = inside.unwrap_or_default().replace("\\\\", "").replace("\\\"", "");
            assert!(!plain.contains('"'), "{line}");
        }
    }

    #[test]
    fn an_app_without_a_secret_is_told_of_none() {
        let public = client(
            json!({ "id": "spa", "redirect_uris": ["https://spa.example/"] }),
            false,
        );
        for (library, text) in all(&public) {
            let needs_one = LIBRARIES.iter().any(|one| one.key == library && one.needs_secret);
            let tells = ["client_secret", "CLIENT_SECRET", "ClientSecret"]
                .iter()
                .any(|word| text.contains(word));
            assert!(needs_one || !tells, "{library}: {text}");
        }
    }

    #[test]
    fn each_file_is_offered_and_each_library_has_one() {
        let files = super::super::files::load(None).expect("the templates are embedded");
        let there: Vec<_> = files
            .keys()
            .filter_map(|path| path.strip_prefix(FOLDER))
            .collect();
        let mut offered: Vec<_> = LIBRARIES.iter().map(|library| library.file).collect();
        offered.sort_unstable();
        assert_eq!(there, offered);
    }
}
