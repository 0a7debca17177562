//! Connecting an authenticator app: a new secret waits, sealed, with the pending request until its first PIN confirms
//! that phone and account belong together. Until then it is not the person's second factor, and shown anew it is the
//! same one.

use super::enter_pin::{PinProblem, SECRET_PURPOSE, minutes};
use super::pending::Pending;
use crate::ctx::Ctx;
use crate::error::Fault;
use std::fmt;
use voltkey_crypto::totp::{self, Outcome, Secret};
use voltkey_store::PersonId;
use voltkey_store::authenticators::{Authenticator, AuthenticatorKind};

/// What an authenticator app is told.
pub struct Pairing {
    /// The secret in base32, to be typed.
    pub secret: String,
    /// The same as an address, to be opened or scanned.
    pub otpauth_uri: String,
    /// The address as an SVG picture.
    pub qr_svg: String,
}

impl Pairing {
    /// What the app of whoever has this address is told.
    pub(super) fn of(ctx: &Ctx, secret: &Secret, email: &str) -> Self {
        let otpauth_uri = secret.provisioning_uri(&ctx.settings.platform_name, email);
        Self {
            secret: secret.to_base32().to_string(),
            qr_svg: totp::qr_svg(&otpauth_uri).unwrap_or_default(),
            otpauth_uri: otpauth_uri.to_string(),
        }
    }
}

impl fmt::Debug for Pairing {
    /// Without the secret, which the address and the picture hold too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pairing(redacted)")
    }
}

/// The purpose under which a secret is sealed that waits for its first PIN.
const WAITING_PURPOSE: &str = "totp-enrollment";

/// A new secret, and the same sealed to wait with the request of that id.
pub(super) fn new_secret(ctx: &Ctx, request: &str) -> (Secret, Vec<u8>) {
    let secret = Secret::generate(ctx.rng());
    let sealed = ctx.master.seal(WAITING_PURPOSE, request, secret.as_bytes());
    (secret, sealed)
}

/// The secret that waits with a request.
pub(super) fn waiting_secret(ctx: &Ctx, pending: &Pending) -> Result<Option<Secret>, Fault> {
    let Some(sealed) = &pending.enroll_secret else {
        return Ok(None);
    };
    let opened = ctx.master.open(WAITING_PURPOSE, &pending.id, sealed)?;
    Secret::from_bytes(&opened)
        .map(Some)
        .map_err(|error| Fault::Internal(error.to_string()))
}

/// The authenticator that the first PIN of its secret confirms.
pub(super) fn confirmed_by(
    ctx: &Ctx,
    person: &PersonId,
    secret: &Secret,
    pin: &str,
) -> Result<Authenticator, PinProblem> {
    match secret.check(pin, ctx.now(), -1, 0) {
        Outcome::Accepted { step, drift } => Ok(Authenticator {
            last_step: step,
            drift,
            last_used_at: Some(ctx.now()),
            ..unused_authenticator(ctx, person, secret)
        }),
        Outcome::ClockOff { steps, .. } => Err(PinProblem::ClockOff {
            minutes: minutes(steps),
        }),
        Outcome::Wrong | Outcome::Replayed => Err(PinProblem::Wrong),
    }
}

/// An authenticator of which no code has been used, so that the first login may use any.
pub(crate) fn unused_authenticator(ctx: &Ctx, person: &PersonId, secret: &Secret) -> Authenticator {
    let id = ctx.new_id();
    Authenticator {
        secret: ctx.master.seal(SECRET_PURPOSE, &id, secret.as_bytes()),
        id,
        person_id: person.clone(),
        kind: AuthenticatorKind::Totp,
        name: String::new(),
        last_step: 0,
        drift: 0,
        created_at: ctx.now(),
        last_used_at: None,
    }
}
