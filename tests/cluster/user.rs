//! `voltkey user`: inviting people and helping them back in, beside a running provider that mails them.

use crate::harness::{ENROLLED, Installation, execute, numbers, within, world};
use std::time::Duration;
use voltkey_tests::smtp::{Mood, MoodyServer, Taken};

const SOON: Duration = Duration::from_secs(7);
const DORA: &str = "dora@sonnenfeld.example";

async fn provider(mail: &MoodyServer) -> Installation {
    let installation = Installation::new().with("VOLTKEY_MAIL__URL", &mail.url);
    let company = "[[companies]]\nslug = \"sonnenfeld\"\nname = \"Sonnenfeld GmbH\"\n";
    installation.write("world.toml", &(world(0).await + company));
    installation.done(&["apply", "world.toml"]).await;
    installation
}

/// The mails to an address, as soon as there are so many.
async fn mails(mail: &MoodyServer, to: &str, count: usize) -> Vec<Taken> {
    let have_come = async || mail.taken(to).len() >= count;
    assert!(within(SOON, have_come).await, "{count} mails to {to}");
    mail.taken(to)
}

#[tokio::test]
async fn an_invitation_goes_out_and_goes_out_again() {
    let mail = MoodyServer::start().await;
    let installation = provider(&mail).await;
    let _server = installation.serve().await;
    let arguments = [
        "user",
        "invite",
        DORA,
        "--company",
        "sonnenfeld",
        "--role",
        "admin",
        "--language",
        "de",
        "--given-name",
        "Dora",
        "--client",
        "platform",
    ];
    let told = installation.done(&arguments).await;
    assert_eq!(told, format!("{DORA} is invited: the mail is in the outbox\n"));
    let first = mails(&mail, DORA, 1).await;
    assert!(first[0].message.contains("/activate?token="), "{first:?}");

    let told = installation.done(&arguments).await;
    assert!(
        told.contains("is invited again: the old link works no more"),
        "{told}"
    );
    assert!(
        told.contains("the mail before: taken by the mail server (250"),
        "{told}"
    );
    mails(&mail, DORA, 2).await;
}

#[tokio::test]
async fn what_the_mail_server_said_of_the_mail_before_is_told() {
    let mail = MoodyServer::start().await;
    mail.is(Mood::Answers("550 5.1.1 No such user here"), DORA);
    let installation = provider(&mail).await;
    let _server = installation.serve().await;
    installation.done(&["user", "invite", DORA]).await;
    let given_up = async || {
        let told = installation.done(&["user", "invite", DORA]).await;
        told.contains("given up:") && told.contains("No such user here")
    };
    assert!(within(SOON, given_up).await);
}

#[tokio::test]
async fn who_can_t_be_invited_is_told_why() {
    let mail = MoodyServer::start().await;
    let installation = provider(&mail).await;
    for (arguments, why) in [
        (vec!["no address"], "is not an e-mail address"),
        (
            vec![DORA, "--company", "nowhere"],
            "there is no company \"nowhere\"",
        ),
        (vec![DORA, "--language", "tlh"], "is not one of en, es, de"),
        (vec![DORA, "--client", "nobody"], "there is no client \"nobody\""),
        (vec![DORA, "--role", "admin"], "name it"),
        (vec![DORA, "--given-name", "Do\nra"], "can't be one"),
        (vec![ENROLLED], "has an account with this already"),
    ] {
        let arguments: Vec<_> = ["user", "invite"].into_iter().chain(arguments).collect();
        let told = installation.refused(&arguments).await;
        assert!(told.contains(why), "{arguments:?}: {told}");
    }
    assert!(mail.taken(DORA).is_empty());
}

#[tokio::test]
async fn a_reset_second_factor_is_told_with_its_code() {
    let mail = MoodyServer::start().await;
    let installation = provider(&mail).await;
    // Before anything runs that writes by itself.
    let told = installation.refused(&["user", "reset-otp", DORA]).await;
    assert!(told.contains("nobody has the address"), "{told}");
    let _server = installation.serve().await;
    let told = installation.done(&["user", "reset-otp", ENROLLED]).await;
    assert!(
        told.contains("is reset") && told.contains("within 7 days"),
        "{told}"
    );
    assert_eq!(mails(&mail, ENROLLED, 1).await.len(), 1);
}

#[tokio::test]
async fn whoever_is_frozen_is_let_in_again() {
    let installation = provider(&MoodyServer::start().await).await;
    let told = installation.refused(&["user", "unblock", DORA]).await;
    assert!(told.contains("nobody has the address"), "{told}");
    let told = installation.refused(&["user", "unblock", ENROLLED]).await;
    assert!(told.contains("neither blocked nor frozen"), "{told}");
    let file = installation.path("data/voltkey.db");
    execute(&file, "UPDATE people SET blocked_at = 1, block_reason = 'frozen'").await;
    let told = installation.done(&["user", "unblock", ENROLLED]).await;
    assert!(told.contains("can sign in again"), "{told}");
    let blocked =
        format!("SELECT COUNT(*) FROM people WHERE email = '{ENROLLED}' AND blocked_at IS NOT NULL");
    assert_eq!(numbers(&file, &blocked).await, [0]);
}
