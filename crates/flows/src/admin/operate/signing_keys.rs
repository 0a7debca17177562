//! The keys of the instance, as operators see and rotate them.

use crate::admin::staff::Operator;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::keys::{self, KeysError};
use crate::visitor::Visitor;
use voltkey_protocol::time::Timestamp;

pub use crate::keys::KeyLine;
pub use voltkey_protocol::jose::{KeyAlg, KeyState};

/// How a rotation ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RotateOutcome {
    /// This key is in use now.
    Done(String),
    /// The next key has not been published for long enough: not before then, unless the old key is withdrawn.
    TooEarly(Timestamp),
    /// There is no next key, or the operator is none any more.
    NotFound,
}

/// The keys that are not withdrawn, by algorithm and age.
///
/// # Errors
/// When the database does not answer.
pub async fn list(ctx: &Ctx, _: &Operator) -> Result<Vec<KeyLine>, Fault> {
    keys::list(ctx).await
}

/// Puts another key of that algorithm in use. With `withdraw` the key before it may be known to others: it is withdrawn,
/// and what it has signed fails from now on, or what is encrypted to it.
///
/// # Errors
/// When the database does not answer.
pub async fn rotate(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    alg: KeyAlg,
    withdraw: bool,
) -> Result<RotateOutcome, Fault> {
    match keys::rotate_as(ctx, visitor, operator, alg, withdraw).await {
        Ok(promoted) => Ok(promoted
            .into_iter()
            .next()
            .map_or(RotateOutcome::NotFound, |rotated| {
                RotateOutcome::Done(rotated.kid)
            })),
        Err(KeysError::TooEarly { from, .. }) => Ok(RotateOutcome::TooEarly(from)),
        Err(KeysError::Fault(fault)) => Err(fault),
        Err(other) => Err(Fault::Internal(other.to_string())),
    }
}
