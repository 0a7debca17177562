//! The demo's configuration and its people, for the ports that it runs on.

use anyhow::{Context as _, Result};
use jiff::ToSpan as _;
use voltkey_flows::Ctx;
use voltkey_flows::admin::apply::{self, Mode};

const CONFIG: &str = include_str!("../../../config/demo.toml");
const WORLD: &str = include_str!("../../../config/demo-world.toml");
/// The date in the file, in whose place comes one 30 days from the start.
const GRACE_DATE: &str = "2027-02-06";
const GRACE_DAYS: i64 = 30;

/// The two files, for a base port.
pub struct World {
    port: u16,
}

impl World {
    /// For a provider on this port.
    pub fn on_ports(port: u16) -> Self {
        Self { port }
    }

    /// The provider's configuration.
    pub fn config(&self) -> String {
        self.moved(CONFIG)
    }

    /// Makes the clients, companies and people.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn apply(&self, ctx: &Ctx) -> Result<()> {
        let settings = ctx.settings();
        let now = jiff::Timestamp::from_microsecond(ctx.now().as_micros())?;
        let today = now.to_zoned(settings.time_zone.clone()).date();
        let grace_until = today.checked_add(GRACE_DAYS.days())?.to_string();
        let text = self.moved(WORLD).replace(GRACE_DATE, &grace_until);
        let world = voltkey::cli::apply::parse("demo-world.toml", &text, &[])?;
        apply::apply(ctx, &world, Mode::Apply)
            .await
            .context("the demo's world can't be made")?;
        Ok(())
    }

    /// The text with the default ports replaced by this demo's.
    fn moved(&self, text: &str) -> String {
        [8083, 8081, 8080]
            .into_iter()
            .fold(text.to_owned(), |text, default| {
                let port = self.port + (default - 8080);
                // Two steps, so that a port that is another's default is not moved twice.
                text.replace(&format!("localhost:{default}"), &format!("localhost:«{port}»"))
                    .replace(&format!("127.0.0.1:{default}"), &format!("127.0.0.1:«{port}»"))
            })
            .replace(['«', '»'], "")
    }
}

/// Pages of the provider that are worth a look, and what to try there.
const PAGES: [(&str, &str); 10] = [
    (
        "/account",
        "a person's own profile, password, second factor, devices and apps",
    ),
    (
        "/company/members",
        "as Ada: invitations, lists, OTP resets; the roll-out, settings, audit",
    ),
    (
        "/support/console",
        "as Sam: who asks for help, found in every company",
    ),
    (
        "/operator",
        "as Olga: companies, apps, keys, mail, refusals, settings, audit",
    ),
    ("/forgot-password", "a new password, by a link that is mailed"),
    (
        "/help/no-invitation",
        "the invitation once more, should its mail be lost",
    ),
    (
        "/help/lost-phone",
        "who resets the second factor; opened from the PIN page it names them",
    ),
    ("/support", "a message to the support, which is mailed too"),
    (
        "/oauth2/logout",
        "signed in to two apps, sign out here: the page says that both were told",
    ),
    (
        "/auth/logout",
        "typed into the address bar, it clears every trace of a sign-in",
    ),
];

/// Those pages at the provider's address, one a line.
pub fn pages(provider: &str) -> String {
    PAGES
        .map(|(path, what)| format!("  {:<42}{what}\n", format!("{provider}{path}")))
        .concat()
}

/// Who can sign in, and with what.
pub fn people() -> &'static str {
    "  All passwords: Sonne-2026!
  Authenticator of Ada and Ben: JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP

  ada@sonnenfeld.example    company admin, with an authenticator
  ben@sonnenfeld.example    member, with an authenticator
  carla@solluna.example     member, Spanish, may set one up until her company requires it
  dora@sonnenfeld.example   invited, German: begin with the mail in her inbox
  sam@voltkey.example       support, sets one up at the first sign-in
  olga@voltkey.example      operator, sets one up at the first sign-in
"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_move_together() {
        let world = World::on_ports(8081);
        assert_eq!(
            world.moved("localhost:8080 localhost:8081 localhost:8083"),
            "localhost:8081 localhost:8082 localhost:8084"
        );
    }

    #[test]
    fn each_page_is_told_with_its_whole_address() {
        let pages = pages("http://localhost:8080");
        assert_eq!(pages.lines().count(), PAGES.len());
        assert!(
            pages.contains("  http://localhost:8080/support             a message"),
            "{pages}"
        );
    }

    #[test]
    fn the_files_hold_what_is_replaced() {
        assert!(WORLD.contains(GRACE_DATE));
        assert!(CONFIG.contains("localhost:8083") && CONFIG.contains("127.0.0.1:8080"));
    }
}
