//! The dialogue without a mail.

use super::*;
use tokio::net::TcpListener;

#[tokio::test]
async fn a_probe_goes_through_all_of_it_and_sends_no_mail() {
    let (mailer, heard) = mailer(Script::OBLIGING).await;
    mailer.probe().await.expect("all is well");
    let lines = heard.lines();
    let words: Vec<_> = lines
        .iter()
        .map(|line| line.split(' ').next().expect("a word"))
        .collect();
    assert_eq!(words, ["EHLO", "MAIL", "RCPT", "RSET", "QUIT"]);
    assert_eq!(lines[1], "MAIL FROM:<no-reply@ampere.example>");
    assert_eq!(lines[2], "RCPT TO:<no-reply@ampere.example>");
}

#[tokio::test]
async fn a_probe_names_the_step_and_the_answer() {
    for (command, step) in [
        ("EHLO", Step::Greeting),
        ("AUTH", Step::Login),
        ("MAIL", Step::Sender),
        ("RCPT", Step::Recipient),
        ("RSET", Step::Reset),
        ("QUIT", Step::Quit),
    ] {
        let answers: &[_] = Box::leak(Box::new([(command, Answer::Says("554 5.0.0 not with me"))]));
        let (port, _) = serve(Script::refusing(answers)).await;
        let url = format!("smtp://volt:s3cret@127.0.0.1:{port}");
        let error = mailer_for(&url, SENDER).probe().await.expect_err("refused");
        let (MailError::Refused { step: told, answer }
        | MailError::NotNow {
            step: told,
            reason: answer,
        }) = error
        else {
            panic!("{command}: {error}")
        };
        assert_eq!(
            (told, answer.as_str()),
            (step, "554 5.0.0 not with me"),
            "{command}"
        );
    }
}

#[tokio::test]
async fn a_login_is_made_and_never_repeated_to_anyone() {
    let answers = &[(
        "AUTH",
        Answer::Says("535 5.7.8 AUTH PLAIN AHZvbHQAczNjcmV0 of volt with 's3cret' failed"),
    )];
    let (port, heard) = serve(Script::refusing(answers)).await;
    let mailer = mailer_for(&format!("smtp://volt:s3cret@127.0.0.1:{port}"), SENDER);
    let error = mailer.send(&mail()).await.expect_err("refused");
    assert!(heard.has("AUTH PLAIN AHZvbHQAczNjcmV0"));
    assert_eq!(
        error.to_string(),
        "the mail could not be handed over at AUTH: 535 5.7.8 AUTH PLAIN … of … with … failed"
    );
    assert!(!error.is_permanent());
}

#[tokio::test]
async fn a_server_without_logins_is_told_as_one() {
    let (port, _) = serve(Script {
        offers: "250 test",
        ..Script::OBLIGING
    })
    .await;
    let error = mailer_for(&format!("smtp://volt:s3cret@127.0.0.1:{port}"), SENDER)
        .probe()
        .await;
    assert!(
        matches!(
            error,
            Err(MailError::NotNow {
                step: Step::Login,
                ..
            })
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_probe_of_nothing_says_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("smtp://{}", listener.local_addr().expect("bound"));
    drop(listener);
    let error = mailer_for(&url, SENDER).probe().await;
    assert!(
        matches!(
            error,
            Err(MailError::NotNow {
                step: Step::Connect,
                ..
            })
        ),
        "{error:?}"
    );
}
