//! The authenticator app on a person's phone.

use anyhow::Result;
use voltkey_crypto::clock::{Clock as _, SystemClock};
use voltkey_crypto::totp::Secret;

/// Seconds that a PIN is shown (RFC 6238, section 4.1).
const PERIOD: i64 = 30;

/// Shows the PINs of one account, and none twice, because the provider takes none twice.
pub struct Authenticator {
    secret: Secret,
    last_step: Option<i64>,
}

impl Authenticator {
    /// For a secret in base32.
    ///
    /// # Errors
    /// When it is none.
    pub fn new(secret: &str) -> Result<Self> {
        Ok(Self {
            secret: Secret::from_base32(secret)?,
            last_step: None,
        })
    }

    /// A PIN that was not shown before: this moment's, or else the next one's, which the provider takes as well. There
    /// is no third within half a minute.
    pub fn pin(&mut self) -> String {
        let now = SystemClock.now().as_seconds() / PERIOD;
        let step = self.last_step.map_or(now, |last| now.max(last + 1));
        assert!(
            step <= now + 1,
            "a story may need two PINs of one person, not more"
        );
        self.last_step = Some(step);
        self.secret.code_at(step)
    }

    /// What a phone shows whose clock is so many minutes fast.
    pub fn pin_in_minutes(&self, minutes: i64) -> String {
        let then = SystemClock.now().as_seconds() + minutes * 60;
        self.secret.code_at(then / PERIOD)
    }
}
