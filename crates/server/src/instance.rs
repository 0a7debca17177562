//! The wiring: from the configuration to an instance that can be asked for pages.

use crate::config::{Config, MailSubjects, Origin, Shown};
use crate::connections::Bounds;
use crate::mail::{MailError, Mailer};
use crate::master_key::{self, KEY_CHECK_SETTING, KeyCheck, MasterKeyError};
use crate::outbound::{Authorities, AuthoritiesError, Http, Reachable};
use ipnet::IpNet;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;
use voltkey_crypto::clock::{Clock, SystemClock};
use voltkey_crypto::password::{Cost, Passwords};
use voltkey_crypto::rng::{Rng, SystemRng};
use voltkey_flows::ctx::Parts;
use voltkey_flows::outbound::Outbound;
use voltkey_flows::settings::{
    AuditSettings, RegistrationSettings, SecondFactorPolicy, SessionLimits, Settings, TokenSettings,
};
use voltkey_flows::{Ctx, Fault, keys};
use voltkey_store::{DatabaseOptions, Inspection, OpenError, Store, StoreError, settings};
use voltkey_web::view::{Accent, Brand, RenderError, Renderer, Support, Theme};
use voltkey_web::{AppState, SettingSource, ShownSetting, Site};

/// Why an instance does not start. Each is one sentence with its remedy.
#[derive(Debug, Error)]
pub enum StartError {
    /// The folder of the database could not be made.
    #[error("database.url: cannot make the folder {}: {reason}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The system's answer.
        reason: io::Error,
    },
    /// The database can't be opened.
    #[error("database.url")]
    Database(#[from] OpenError),
    /// There is no usable master key.
    #[error(transparent)]
    MasterKey(#[from] MasterKeyError),
    /// The pages can't be made.
    #[error("the pages cannot be prepared")]
    Pages(#[from] RenderError),
    /// The mail server's name can't be used.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The certificates for calls to clients' servers can't be used.
    #[error(transparent)]
    Authorities(#[from] AuthoritiesError),
    /// Anything else.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The machine's parts do not fit.
    #[error("{0}")]
    Machine(String),
}

/// Where time and randomness come from, what a password costs, and who is called: the machine's own, or a test's.
#[derive(Clone)]
pub struct Machine {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The random source.
    pub rng: Arc<dyn Rng>,
    /// The cost of a new password hash.
    pub password_cost: Cost,
    /// Clients' servers; none: those of the network, as far as the configuration allows.
    pub outbound: Option<Arc<dyn Outbound>>,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            rng: Arc::new(SystemRng),
            password_cost: Cost::default(),
            outbound: None,
        }
    }
}

/// A provider that is ready to serve.
#[derive(Clone)]
pub struct Instance {
    /// The flows' surroundings.
    pub ctx: Arc<Ctx>,
    /// What the router needs.
    pub state: AppState,
    /// Hands mails over.
    pub mailer: Mailer,
    /// Subjects that the operator has chosen.
    pub subjects: MailSubjects,
    /// What connections may use up.
    pub connections: Bounds,
}

impl Instance {
    /// Opens what the configuration names, and makes what is missing: the data folder, the schema, the master key,
    /// the first signing keys.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn open(config: &Config, machine: Machine) -> Result<Self, StartError> {
        let ctx = open_ctx(config, machine).await?;
        keys::maintain(&ctx).await?;
        let renderer = renderer(config)?;
        let site = site(config, &renderer);
        let ctx = Arc::new(ctx);
        let state = AppState {
            ctx: Arc::clone(&ctx),
            renderer,
            site: Arc::new(site),
        };
        Ok(Self {
            ctx,
            state,
            mailer: Mailer::new(&config.mail)?,
            subjects: config.mail.subjects.clone(),
            connections: Bounds {
                head: config.server.header_timeout,
                connections: config.server.max_connections.into(),
                unshared: unshared(&config.server.trusted_proxies),
            },
        })
    }

    /// The whole router.
    pub fn router(&self) -> axum::Router {
        voltkey_web::router(self.state.clone())
    }
}

/// The surroundings of every flow, for commands that need no pages.
///
/// # Errors
/// [`StartError`].
pub async fn open_ctx(config: &Config, machine: Machine) -> Result<Ctx, StartError> {
    look_first(config).await?;
    make_folder(config.database.url.as_str())?;
    let store = Store::open(&DatabaseOptions::new(config.database.url.as_str())).await?;
    match master_key::open(&config.keys.dir, &InDatabase(&store), &*machine.rng).await {
        Ok(master) => ctx_with(config, machine, store, master),
        Err(error) => {
            store.close().await;
            Err(error.into())
        }
    }
}

/// Refuses a master key that can't be right before anything is made or migrated.
async fn look_first(config: &Config) -> Result<(), StartError> {
    let dir = &config.keys.dir;
    match Store::inspect(config.database.url.as_str()).await {
        Ok(Inspection {
            store: Some(store), ..
        }) => {
            let looked = master_key::inspect(dir, &InDatabase(&store)).await;
            store.close().await;
            looked?;
        }
        Ok(Inspection { store: None, .. }) => master_key::rehearse(dir)?,
        // Opening will tell; and a file that another process is making at this moment may be readable by then.
        Err(_) => {}
    }
    Ok(())
}

/// The surroundings over a database and a key that are open already.
pub(crate) fn ctx_with(
    config: &Config,
    machine: Machine,
    store: Store,
    master: voltkey_crypto::seal::MasterKey,
) -> Result<Ctx, StartError> {
    let Machine {
        clock,
        rng,
        password_cost,
        outbound,
    } = machine;
    let outbound = match outbound {
        Some(outbound) => outbound,
        None => network(config)?,
    };
    let slots = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let passwords = Passwords::new(password_cost, slots, Arc::clone(&rng))
        .map_err(|error| StartError::Machine(error.to_string()))?;
    Ok(Ctx::new(Parts {
        store,
        master,
        clock,
        rng,
        outbound,
        passwords,
        settings: flow_settings(config),
    }))
}

/// The way to clients' servers over the network. A provider that is itself called in clear, on this machine, may call
/// others there.
fn network(config: &Config) -> Result<Arc<dyn Outbound>, StartError> {
    let authorities = Authorities::with(config.outbound.ca_file.as_deref())?;
    let reachable = Reachable::with(&config.outbound.allow_private);
    let reachable = match config.server.public_url.is_https() {
        true => reachable,
        false => reachable.and_loopback(),
    };
    let http = Http::new(authorities, reachable).map_err(|error| StartError::Machine(error.to_string()))?;
    Ok(Arc::new(http))
}

/// The file of a SQLite URL; none for a database in memory or on a server.
pub(crate) fn sqlite_file(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite:")?.split('?').next()?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (path != ":memory:").then(|| Path::new(path))
}

fn make_folder(url: &str) -> Result<(), StartError> {
    let Some(folder) = sqlite_file(url)
        .and_then(Path::parent)
        .filter(|folder| !folder.as_os_str().is_empty())
    else {
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|reason| StartError::Folder {
        folder: folder.to_owned(),
        reason,
    })
}

/// The key-check value as the database holds it.
pub(crate) struct InDatabase<'a>(pub(crate) &'a Store);

impl KeyCheck for InDatabase<'_> {
    type Error = StoreError;

    async fn read(&self) -> Result<Option<Vec<u8>>, StoreError> {
        settings::get(self.0, KEY_CHECK_SETTING).await
    }

    async fn put_if_absent(&self, value: &[u8]) -> Result<bool, StoreError> {
        settings::put_if_absent(self.0, KEY_CHECK_SETTING, value).await
    }
}

/// Whose connections count for no network's share: proxies that everybody comes through, and this machine, because one may
/// run there that nobody has named, and whoever is on it could stop the provider anyway.
fn unshared(trusted_proxies: &[IpNet]) -> Vec<IpNet> {
    let here = [
        IpNet::new_assert(Ipv4Addr::LOCALHOST.into(), 8),
        IpNet::new_assert(Ipv6Addr::LOCALHOST.into(), 128),
    ];
    here.iter().chain(trusted_proxies).copied().collect()
}

fn flow_settings(config: &Config) -> Settings {
    let tokens = &config.tokens;
    Settings {
        issuer: config.server.public_url.as_str().to_owned(),
        platform_name: platform_name(config),
        login_url: config.platform.login_url.as_ref().map(ToString::to_string),
        time_zone: config.platform.time_zone.clone(),
        support_email: config.support.email.as_ref().map(ToString::to_string),
        password: config.password.clone(),
        second_factor: SecondFactorPolicy {
            required: config.second_factor.policy == crate::config::SecondFactorPolicy::Required,
            grace_until: config.second_factor.grace_until,
        },
        session: SessionLimits {
            idle: config.session.idle,
            absolute: config.session.absolute,
            pin_only: config.session.pin_only,
        },
        tokens: TokenSettings {
            code: tokens.code,
            access: tokens.access,
            id: tokens.id,
            refresh: tokens.refresh,
            refresh_grace: tokens.refresh_grace,
            refresh_absolute: tokens.refresh_absolute,
            access_alg: tokens.access_alg,
        },
        registration: RegistrationSettings {
            mode: config.registration.mode,
            per_network: config.registration.per_network,
            in_all: config.registration.in_all,
            delete_unused: config.registration.delete_unused,
        },
        audit: AuditSettings {
            details: config.audit.details,
        },
    }
}

fn renderer(config: &Config) -> Result<Renderer, RenderError> {
    let accent = config
        .brand
        .accent
        .as_ref()
        .and_then(|accent| accent.as_str().parse::<Accent>().ok());
    Renderer::new(&Theme {
        accent: accent.unwrap_or_default(),
        logo: config.brand.logo.clone(),
        dir: None,
    })
}

fn site(config: &Config, renderer: &Renderer) -> Site {
    let support = &config.support;
    let mut shown = Support {
        email: support.email.as_ref().map(ToString::to_string),
        form_url: Some(
            support
                .form_url
                .as_ref()
                .map_or_else(|| BUILT_IN_FORM.to_owned(), ToString::to_string),
        ),
        feedback_url: support.feedback_url.as_ref().map(ToString::to_string),
        ..Support::default()
    };
    if let Some(phone) = &support.phone {
        shown = shown.with_phone(phone);
    }
    if let Some(hours) = &support.hours {
        shown = shown.with_hours(hours);
    }
    Site {
        public_url: config.server.public_url.as_url().clone(),
        brand: Brand {
            name: platform_name(config),
            logo: renderer.logo().map(str::to_owned),
        },
        home_url: config.platform.login_url.as_ref().map(ToString::to_string),
        support: shown,
        trusted_proxies: config.server.trusted_proxies.clone(),
        settings: config.shown.iter().map(shown_setting).collect(),
    }
}

fn shown_setting(shown: &Shown) -> ShownSetting {
    let source = match &shown.origin {
        Origin::Line { file, line } => SettingSource::Line {
            file: file.display().to_string(),
            line: *line,
        },
        Origin::Variable(name) => SettingSource::Variable(name.clone()),
        Origin::File(_) | Origin::Default => SettingSource::Default,
    };
    ShownSetting {
        key: shown.key.clone(),
        value: shown.value.clone(),
        source,
    }
}

/// Where our own support form is.
const BUILT_IN_FORM: &str = "/support";

/// The platform's name, or the host where none is configured.
fn platform_name(config: &Config) -> String {
    let host = || {
        config
            .server
            .public_url
            .as_url()
            .host_str()
            .unwrap_or("localhost")
            .to_owned()
    };
    config.platform.name.clone().unwrap_or_else(host)
}
