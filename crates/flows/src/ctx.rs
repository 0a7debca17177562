//! What every flow is given: the database, the keys, the clock, the random source, the way to
//! clients' servers and the settings.

use crate::cache::Cache;
use crate::client_uses::ClientUses;
use crate::error::Fault;
use crate::oidc::client_keys::KeyCache;
use crate::outbound::Outbound;
use crate::settings::Settings;
use crate::text::hex;
use crate::visitor::Visitor;
use std::sync::Arc;
use std::time::Duration;
use voltkey_crypto::clock::Clock;
use voltkey_crypto::password::Passwords;
use voltkey_crypto::rng::{self, Rng};
use voltkey_crypto::seal::MasterKey;
use voltkey_crypto::secret::{Token, sha256};
use voltkey_protocol::time::Timestamp;
use voltkey_store::Store;

/// What [`Ctx::new`] is made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Seals secrets, and keys the hashes of client secrets and form tokens.
    pub master: MasterKey,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The random source.
    pub rng: Arc<dyn Rng>,
    /// Calls clients' servers.
    pub outbound: Arc<dyn Outbound>,
    /// Hashes passwords, a bounded number at a time.
    pub passwords: Passwords,
    /// The operator's decisions.
    pub settings: Settings,
}

/// The surroundings of every flow.
pub struct Ctx {
    pub(crate) store: Store,
    pub(crate) master: MasterKey,
    pub(crate) passwords: Passwords,
    pub(crate) settings: Settings,
    pub(crate) cache: Cache,
    pub(crate) client_uses: ClientUses,
    pub(crate) client_keys: KeyCache,
    run_by: Option<String>,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    outbound: Arc<dyn Outbound>,
}

impl Ctx {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts {
            store,
            master,
            clock,
            rng,
            outbound,
            passwords,
            settings,
        } = parts;
        Self {
            store,
            master,
            passwords,
            settings,
            cache: Cache::default(),
            client_uses: ClientUses::default(),
            client_keys: KeyCache::default(),
            run_by: None,
            clock,
            rng,
            outbound,
        }
    }

    /// The same for a command, which that user of the operating system runs: what is done with it is told as theirs.
    #[must_use]
    pub fn for_command_of(self, user: String) -> Self {
        Self {
            run_by: Some(user),
            ..self
        }
    }

    /// The user of the operating system who runs this command; none where no command is run.
    pub(crate) fn run_by(&self) -> Option<&str> {
        self.run_by.as_deref()
    }

    /// The operator's decisions.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new 256-bit secret: a code, a session, a browser's cookie.
    #[must_use]
    pub fn new_token(&self) -> Token {
        Token::generate(&*self.rng)
    }

    /// A new identifier of a row.
    pub(crate) fn new_id(&self) -> String {
        rng::uuid_v7(&*self.rng, self.now()).to_string()
    }

    /// A new subject or session identifier, which tells nothing.
    pub(crate) fn new_opaque_id(&self) -> String {
        rng::uuid_v4(&*self.rng).to_string()
    }

    pub(crate) fn rng(&self) -> &dyn Rng {
        &*self.rng
    }

    /// The way to clients' servers. Never inside a transaction.
    #[must_use]
    pub fn outbound(&self) -> &dyn Outbound {
        &*self.outbound
    }

    /// The token that a form must carry: bound to the browser, and to what the form acts upon (a pending
    /// request's id, a page's name).
    #[must_use]
    pub fn form_token(&self, visitor: &Visitor, subject: &str) -> String {
        hex(&self.master.mac(FORM_TOKEN, &form_token_input(visitor, subject)))
    }

    /// Whether a form carries its token, in constant time.
    #[must_use]
    pub fn check_form_token(&self, visitor: &Visitor, subject: &str, token: &str) -> bool {
        // The hashes of the two texts are compared, whose timing says nothing of the texts.
        sha256(self.form_token(visitor, subject).as_bytes()) == sha256(token.as_bytes())
    }

    /// Closes the database, after the statements under way. Nothing can be asked of it afterwards.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Whether requests can be served: the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn is_ready(&self) -> Result<(), Fault> {
        Ok(self.store.ping().await?)
    }
}

/// The beginning of the window that a moment lies in, for quotas: windows of one length follow one another.
pub(crate) fn window_start(now: Timestamp, length: Duration) -> Timestamp {
    let length = i64::try_from(length.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(now.as_micros() - now.as_micros().rem_euclid(length))
}

const FORM_TOKEN: &str = "form-token";

fn form_token_input(visitor: &Visitor, subject: &str) -> Vec<u8> {
    let mut input = visitor.browser.hash().as_bytes().to_vec();
    input.extend_from_slice(subject.as_bytes());
    input
}
