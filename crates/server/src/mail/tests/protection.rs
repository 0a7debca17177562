//! TLS, in both ways.

use super::server::LOCALHOST;
use super::*;
use lettre::transport::smtp::client::Certificate;

const STARTTLS: Script = Script {
    offers: "250-test\r\n250-STARTTLS\r\n250 AUTH PLAIN",
    ..Script::OBLIGING
};
const TLS: Script = Script {
    begins_with_tls: true,
    ..Script::OBLIGING
};

/// A mailer that trusts the certificate of the tests.
async fn trusting(script: Script) -> (Mailer, Heard) {
    let (mailer, heard) = distrusting(script).await;
    let certificate = Certificate::from_pem(LOCALHOST).expect("a certificate");
    let tls = TlsParameters::builder("localhost".to_owned()).add_root_certificate(certificate);
    let tls = Some(tls.build().expect("right"));
    (Mailer { tls, ..mailer }, heard)
}

async fn distrusting(script: Script) -> (Mailer, Heard) {
    let begins_with_tls = script.begins_with_tls;
    let (port, heard) = serve(script).await;
    let url = match begins_with_tls {
        true => format!("smtps://volt:s3cret@localhost:{port}"),
        false => format!("smtp://volt:s3cret@localhost:{port}?tls=required"),
    };
    (mailer_for(&url, SENDER), heard)
}

#[tokio::test]
async fn login_and_mail_come_after_starttls() {
    let (mailer, heard) = trusting(STARTTLS).await;
    mailer.send(&mail()).await.expect("taken");
    mailer.probe().await.expect("all is well");
    let lines = heard.lines();
    let words: Vec<_> = lines
        .iter()
        .map(|line| line.split(' ').next().expect("a word"))
        .collect();
    assert_eq!(words[..5], ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL"]);
}

#[tokio::test]
async fn tls_from_the_first_byte_carries_all_of_it() {
    let (mailer, heard) = trusting(TLS).await;
    mailer.send(&mail()).await.expect("taken");
    mailer.probe().await.expect("all is well");
    assert!(heard.has("AUTH PLAIN"));
}

#[tokio::test]
async fn without_tls_nothing_is_told() {
    for (script, says) in [
        (
            Script {
                offers: "250 AUTH PLAIN",
                ..Script::OBLIGING
            },
            "STARTTLS is not supported",
        ),
        (
            Script {
                answers: &[("STARTTLS", Answer::Says("454 4.7.0 no TLS today"))],
                ..STARTTLS
            },
            "454 4.7.0 no TLS today",
        ),
        (
            Script {
                answers: &[("STARTTLS", Answer::Never)],
                ..STARTTLS
            },
            "no answer within",
        ),
    ] {
        let limits = match says {
            "no answer within" => SHORT,
            _ => PATIENT,
        };
        let (mailer, heard) = trusting(script).await;
        let mailer = Mailer { limits, ..mailer };
        let error = mailer.send(&mail()).await.expect_err("no TLS");
        assert!(
            matches!(
                error,
                MailError::NotNow {
                    step: Step::Protection,
                    ..
                }
            ),
            "{error}"
        );
        assert!(error.to_string().contains(says), "{error}");
        assert!(!heard.has("AUTH") && !heard.has("MAIL"));
    }
}

#[tokio::test]
async fn a_certificate_of_nobody_is_not_trusted() {
    for script in [STARTTLS, TLS] {
        let (mailer, heard) = distrusting(script).await;
        let error = mailer.send(&mail()).await.expect_err("no trust");
        assert!(
            matches!(
                error,
                MailError::NotNow {
                    step: Step::Protection,
                    ..
                }
            ),
            "{error}"
        );
        assert!(error.to_string().contains("certificate"), "{error}");
        assert!(!heard.has("AUTH"));
    }
}

/// TLS where the server expects plain text, and the other way about.
#[tokio::test]
async fn a_wrong_choice_of_protection_is_told_at_its_step() {
    let (port, _) = serve(Script::OBLIGING).await;
    let mailer = mailer_for(&format!("smtps://localhost:{port}"), SENDER);
    let error = mailer.probe().await;
    assert!(
        matches!(
            error,
            Err(MailError::NotNow {
                step: Step::Protection,
                ..
            })
        ),
        "{error:?}"
    );
    let (port, _) = serve(TLS).await;
    let mailer = mailer_for(&format!("smtp://localhost:{port}"), SENDER);
    let error = Mailer {
        limits: SHORT,
        ..mailer
    }
    .probe()
    .await;
    assert!(
        matches!(
            error,
            Err(MailError::NotNow {
                step: Step::Greeting,
                ..
            })
        ),
        "{error:?}"
    );
}
