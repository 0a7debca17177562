//! A small world for `voltkey apply`: the platform, and people of it.

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::sync::Arc;
use voltkey_crypto::password::{Cost, Passwords};
use voltkey_crypto::rng::SystemRng;

/// Everybody's password.
pub const PASSWORD: &str = "Sonne-2026!";
/// Who alone has an authenticator.
pub const ENROLLED: &str = "ada@sonnenfeld.example";
/// The secret of that authenticator.
pub const OTP_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

pub(super) const CLIENT_ID: &str = "platform";
pub(super) const CLIENT_SECRET: &str = "platform-secret-0123456789abcdef";
/// Nobody answers there: browsers stop before it.
pub(super) const REDIRECT_URI: &str = "http://localhost:9/callback";

/// The address of a person, counted from 0.
pub fn email(number: usize) -> String {
    format!("person-{number}@sonnenfeld.example")
}

/// The description of the platform, and of [`ENROLLED`] and so many others.
pub async fn world(people: usize) -> String {
    let mut text = format!(
        "[[clients]]\nid = {CLIENT_ID:?}\nsecret = {CLIENT_SECRET:?}\nredirect_uris = [{REDIRECT_URI:?}]\n\
         grant_types = [\"authorization_code\", \"refresh_token\"]\ntrusted = true\n"
    );
    let hash = hash().await;
    let mut person = |email: &str| {
        write!(text, "[[people]]\nemail = {email:?}\npassword_hash = {hash:?}\n").expect("memory");
    };
    (0..people).for_each(|number| person(&email(number)));
    person(ENROLLED);
    writeln!(text, "otp_secret = {OTP_SECRET:?}").expect("memory");
    text
}

/// Made once for everybody, because one takes as long as an attacker's guess is meant to.
async fn hash() -> String {
    let passwords = Passwords::new(Cost::default(), NonZeroUsize::MIN, Arc::new(SystemRng)).unwrap();
    passwords.hash(PASSWORD).await.unwrap().to_string()
}
