//! How a person was authenticated: `acr` and `amr` (OpenID Connect Core, 2; RFC 8176; RFC 9470).

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

names! {
    /// Authentication context class references that this provider gives.
    pub enum Acr {
        /// A password, or something of the same strength.
        OneFactor = "urn:voltkey:acr:1fa",
        /// A password and something that the person holds.
        TwoFactor = "urn:voltkey:acr:2fa",
    }
}

names! {
    /// Authentication method references (RFC 8176, 2).
    pub enum Amr {
        /// Password.
        Password = "pwd",
        /// One-time password, such as a TOTP code.
        OneTime = "otp",
        /// More than one factor.
        Several = "mfa",
    }
}

impl Acr {
    /// Whether a wish for these classes (`acr_values`, the best first) is only content with two factors: it names
    /// the class for them and not that for one.
    #[must_use]
    pub fn wants_two_factors<'a>(values: impl IntoIterator<Item = &'a str>) -> bool {
        let (mut two, mut one) = (false, false);
        for value in values {
            two |= value == Self::TwoFactor.as_str();
            one |= value == Self::OneFactor.as_str();
        }
        two && !one
    }
}

/// How and when the person was authenticated, as a session remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    /// When the person last authenticated: the `auth_time` claim.
    pub auth_time: Timestamp,
    /// By which methods.
    pub amr: Vec<Amr>,
}

impl Authentication {
    /// A login with the password alone.
    #[must_use]
    pub fn by_password(auth_time: Timestamp) -> Self {
        Self {
            auth_time,
            amr: vec![Amr::Password],
        }
    }

    /// A login with the password and a one-time code: a PIN, or a recovery code, for which RFC 8176 has no word of its
    /// own and which is a password that works once.
    #[must_use]
    pub fn by_password_and_code(auth_time: Timestamp) -> Self {
        Self {
            auth_time,
            amr: vec![Amr::Password, Amr::OneTime, Amr::Several],
        }
    }

    /// A new session in a browser in which both were shown before, with a one-time code alone.
    #[must_use]
    pub fn by_code(auth_time: Timestamp) -> Self {
        Self {
            auth_time,
            amr: vec![Amr::OneTime],
        }
    }

    /// Whether the password was shown. What began without it satisfies neither a wish for a recent login nor one for
    /// two factors, however recent the code was.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.amr.contains(&Amr::Password)
    }

    /// The class that these methods reach.
    #[must_use]
    pub fn acr(&self) -> Acr {
        if self.amr.contains(&Amr::Several) {
            Acr::TwoFactor
        } else {
            Acr::OneFactor
        }
    }
}
