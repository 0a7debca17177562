//! How an authenticator app is told the secret: as a QR code, and as a key to be typed.

use serde::Serialize;
use voltkey_flows::account::pairing;

/// The apps that are named as examples; any app for RFC 6238 will do.
const APPS: [&str; 3] = ["Google Authenticator", "Microsoft Authenticator", "FreeOTP"];

/// How many characters of the secret stand together.
const GROUP: usize = 4;

/// What the authenticator app is to be told.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// The secret in base32 (RFC 4648, 6), without spaces.
    pub secret: String,
    /// The `otpauth://` address.
    pub otpauth_uri: String,
    /// The address as a QR code: an `svg` element of our own making, which is not escaped.
    pub qr_svg: String,
}

impl From<pairing::Pairing> for Pairing {
    fn from(known: pairing::Pairing) -> Self {
        Self {
            secret: known.secret,
            otpauth_uri: known.otpauth_uri,
            qr_svg: known.qr_svg,
        }
    }
}

/// The same as the page shows it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Shown {
    apps: [&'static str; 3],
    secret: Vec<String>,
    otpauth_uri: String,
    qr_svg: String,
}

impl From<Pairing> for Shown {
    fn from(pairing: Pairing) -> Self {
        Self {
            apps: APPS,
            secret: groups(&pairing.secret),
            otpauth_uri: pairing.otpauth_uri,
            qr_svg: pairing.qr_svg,
        }
    }
}

fn groups(secret: &str) -> Vec<String> {
    let characters: Vec<char> = secret.chars().collect();
    characters
        .chunks(GROUP)
        .map(|group| group.iter().collect())
        .collect()
}

#[cfg(test)]
impl Pairing {
    /// One with a QR code that can be scanned.
    pub fn sample() -> Self {
        let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
        Self {
            secret: secret.to_owned(),
            otpauth_uri: format!(
                "otpauth://totp/Amperecloud:ada@sonnenfeld.example?secret={secret}&issuer=Amperecloud"
            ),
            qr_svg: include_str!("sample_qr.svg").to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_shown_in_groups_of_four() {
        assert_eq!(groups("ABCDEFGHIJ"), ["ABCD", "EFGH", "IJ"]);
    }
}
