//! One command that shows Voltkey: the provider with a small world of people and clients, a relying party, and a mail
//! catcher that takes real SMTP.

pub mod mail_catcher;

mod world;

use anyhow::{Context as _, Result};
use clap::Parser;
use mail_catcher::Inbox;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use url::Url;
use voltkey::config::Config;
use voltkey::instance::{Instance, Machine};
use voltkey_relying_party::{IssuerUrl, Settings};
use world::World;

/// The logo of the demo's platform.
const LOGO: &str = include_str!("../../../templates/assets/logo.svg");

/// What the demo can be told.
#[derive(Clone, Debug, Parser)]
#[command(about = "Voltkey with a relying party and a mail catcher, in one process")]
pub struct Options {
    /// The provider's port; the relying party, the inbox and the SMTP server take the next three
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Where database and master key are kept; without it in a folder that is deleted at the end
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Another database than SQLite in the data folder: postgres://user:password@host/name
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

/// A running demo.
pub struct Demo {
    options: Options,
    stop: CancellationToken,
    servers: JoinSet<Result<()>>,
    /// Deleted with the demo.
    _folder: Option<TempDir>,
}

impl Demo {
    /// Starts everything, and comes back when all of it listens.
    ///
    /// # Errors
    /// When a port is in use, or the data can't be kept where it should.
    pub async fn start(options: &Options) -> Result<Self> {
        let (folder, data) = data_folder(options)?;
        let ports = [0, 1, 2, 3].map(|n| options.port.checked_add(n));
        let [Some(provider), Some(relying_party), Some(inbox), Some(smtp)] = ports else {
            anyhow::bail!("--port must leave room for three more ports");
        };
        // All ports before anything is made.
        let provider = listen(provider).await?;
        let relying_party = listen(relying_party).await?;
        let (inbox_listener, smtp) = (listen(inbox).await?, listen(smtp).await?);

        let world = World::on_ports(options.port);
        let config = configuration(&world, &data, options)?;
        let instance = Instance::open(&config, Machine::default()).await?;
        world.apply(&instance.ctx).await?;

        let stop = CancellationToken::new();
        let mut servers = JoinSet::new();
        let serving = voltkey::serve::run(instance, provider, stop.clone());
        servers.spawn(async {
            serving.await;
            Ok(())
        });
        servers.spawn(serve_plainly(
            relying_party,
            relying_party_router(options.port)?,
            stop.clone(),
        ));
        let mails = Inbox::default();
        servers.spawn(serve_plainly(
            inbox_listener,
            mail_catcher::router(mails.clone()),
            stop.clone(),
        ));
        servers.spawn(catch(smtp, mails, stop.clone()));
        Ok(Self {
            options: options.clone(),
            stop,
            servers,
            _folder: folder,
        })
    }

    /// Where everything is, and who can sign in.
    #[must_use]
    pub fn greeting(&self) -> String {
        let port = self.options.port;
        let at = |n: u16| format!("http://localhost:{}", port + n);
        format!(
            "\n  Relying party   {}   begin here\n  Provider        {}\n  Mail catcher    {}   every mail lands here\n\n\
             {}\n  Worth a look, besides:\n\n{}\n  Ctrl-C ends the demo.\n",
            at(1),
            at(0),
            at(2),
            world::people(),
            world::pages(&at(0)),
        )
    }

    /// Ends everything after what is under way.
    ///
    /// # Errors
    /// When a server had failed.
    pub async fn stop(mut self) -> Result<()> {
        self.stop.cancel();
        while let Some(ended) = self.servers.join_next().await {
            ended.context("a server of the demo panicked")??;
        }
        Ok(())
    }
}

fn data_folder(options: &Options) -> Result<(Option<TempDir>, PathBuf)> {
    match &options.data {
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
            Ok((None, folder.clone()))
        }
        None => {
            let folder = tempfile::Builder::new().prefix("voltkey-demo-").tempdir()?;
            let path = folder.path().to_owned();
            Ok((Some(folder), path))
        }
    }
}

/// `config/demo.toml` for these ports and this folder.
fn configuration(world: &World, data: &Path, options: &Options) -> Result<Config> {
    let file = data.join("demo.toml");
    std::fs::write(&file, world.config()).with_context(|| format!("cannot write {}", file.display()))?;
    let logo = data.join("logo.svg");
    std::fs::write(&logo, LOGO).with_context(|| format!("cannot write {}", logo.display()))?;
    let database = match &options.database {
        Some(url) => url.clone(),
        None => format!("sqlite:{}", data.join("voltkey.db").display()),
    };
    let environment = [
        ("VOLTKEY_DATABASE__URL".to_owned(), database),
        (
            "VOLTKEY_KEYS__DIR".to_owned(),
            data.join("keys").display().to_string(),
        ),
        ("VOLTKEY_BRAND__LOGO".to_owned(), logo.display().to_string()),
    ];
    Ok(Config::load(Some(&file), &environment)?)
}

fn relying_party_router(port: u16) -> Result<axum::Router> {
    let issuer = IssuerUrl::new(format!("http://localhost:{port}"))?;
    let public_url = Url::parse(&format!("http://localhost:{}", port + 1))?;
    voltkey_relying_party::router(Settings::demo(issuer, public_url, loopback(port + 1)))
}

async fn serve_plainly(listener: TcpListener, router: axum::Router, stop: CancellationToken) -> Result<()> {
    let stopping = stop.clone();
    let serving =
        axum::serve(listener, router).with_graceful_shutdown(async move { stopping.cancelled().await });
    tokio::select! {
        served = serving => Ok(served?),
        // A browser that keeps its connection open shall not keep the demo open.
        () = stop.cancelled() => Ok(()),
    }
}

async fn catch(listener: TcpListener, mails: Inbox, stop: CancellationToken) -> Result<()> {
    tokio::select! {
        caught = mail_catcher::serve_smtp(listener, mails) => Ok(caught?),
        () = stop.cancelled() => Ok(()),
    }
}

async fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind(loopback(port))
        .await
        .with_context(|| format!("port {port} is in use: stop what uses it, or choose another with --port"))
}

fn loopback(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}
