//! What an application has to know before it can send anybody to a provider.

use std::net::SocketAddr;

use clap::Parser;
use openidconnect::IssuerUrl;
use url::Url;

/// Everything that differs from one installation to the next.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The provider's issuer identifier, exactly as its discovery document spells it.
    pub issuer: IssuerUrl,
    /// Where browsers reach this process: the base of every redirect URI.
    pub public_url: Url,
    /// The address that [`serve`](crate::serve) listens on.
    pub listen: SocketAddr,
    /// What the API at `/api/me` is called in the `aud` of access tokens (RFC 9068, section 2.2).
    pub api_audience: String,
    /// The applications that this process serves.
    pub registrations: Vec<Registration>,
}

/// One application, as the provider has it registered.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The path under which the application lives: empty, or `/` and a name without a closing slash.
    pub prefix: String,
    /// The name that people read.
    pub name: String,
    /// The `client_id`.
    pub client_id: String,
    /// The client secret; a public client has none.
    pub client_secret: Option<String>,
    /// The scopes to ask for, besides `openid`.
    pub scopes: Vec<String>,
}

impl Settings {
    /// The two applications of the demo, as `config/demo-world.toml` registers them with the provider.
    pub fn demo(issuer: IssuerUrl, public_url: Url, listen: SocketAddr) -> Self {
        Self {
            issuer,
            api_audience: format!("{}/api", public_url.as_str().trim_end_matches('/')),
            public_url,
            listen,
            registrations: vec![Registration::platform(), Registration::solar_reports()],
        }
    }
}

impl Registration {
    /// The platform itself: a first party, which no one is asked to trust.
    pub fn platform() -> Self {
        Self {
            prefix: String::new(),
            name: "Amperecloud Platform".into(),
            client_id: "platform".into(),
            client_secret: Some("platform-demo-secret-0123456789abcdef".into()),
            scopes: ["profile", "email", "phone", "company", "offline_access"]
                .map(String::from)
                .into(),
        }
    }

    /// A third party's application: its people are asked for their consent.
    pub fn solar_reports() -> Self {
        Self {
            prefix: "/solar-reports".into(),
            name: "Solar Reports".into(),
            client_id: "solar-reports".into(),
            client_secret: Some("solar-reports-demo-secret-0123456789abcdef".into()),
            scopes: ["profile", "email", "offline_access"].map(String::from).into(),
        }
    }
}

/// A web application that signs people in with an OpenID Connect provider.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The provider's issuer identifier
    #[arg(long, default_value = "http://localhost:8080", value_parser = issuer)]
    issuer: IssuerUrl,
    /// Where browsers reach this application
    #[arg(long, default_value = "http://localhost:8081")]
    public_url: Url,
    /// Where it listens
    #[arg(long, default_value = "127.0.0.1:8081")]
    listen: SocketAddr,
}

fn issuer(text: &str) -> Result<IssuerUrl, url::ParseError> {
    IssuerUrl::new(text.to_owned())
}

/// The demo's two applications with what the command line says; a wrong command line ends the process.
pub fn command_line() -> Settings {
    let Arguments {
        issuer,
        public_url,
        listen,
    } = Arguments::parse();
    Settings::demo(issuer, public_url, listen)
}
