//! What a server can answer, and what that means for the mail.

use super::*;
use std::time::Duration;

async fn sent(answers: &'static [(&'static str, Answer)]) -> Result<String, MailError> {
    sent_within(PATIENT, answers).await
}

async fn sent_within(
    limits: Limits,
    answers: &'static [(&'static str, Answer)],
) -> Result<String, MailError> {
    let (mailer, _) = mailer(Script::refusing(answers)).await;
    Mailer { limits, ..mailer }.send(&mail()).await
}

#[tokio::test]
async fn the_answer_of_who_took_the_mail_is_given_back() {
    assert_eq!(sent(&[]).await.as_deref(), Ok("250 2.0.0 queued as 123"));
    let two_lines = "250-2.0.0 thanks, <ada@sonnenfeld.example>\r\n250 queued\u{7}";
    let two_lines: &[_] = Box::leak(Box::new([(".", Answer::Says(two_lines))]));
    assert_eq!(sent(two_lines).await.as_deref(), Ok("250 2.0.0 thanks, … queued"));
}

#[tokio::test]
async fn a_refusal_for_good_keeps_step_and_answer() {
    let unknown = "550-5.1.1 <ada@sonnenfeld.example>\r\n550 5.1.1 no such person";
    let unknown: &[_] = Box::leak(Box::new([("RCPT", Answer::Says(unknown))]));
    let error = sent(unknown).await.expect_err("refused");
    assert_eq!(
        error.to_string(),
        "the mail server refused the mail at RCPT TO: 550 5.1.1 … no such person"
    );
    assert!(error.is_permanent());
    for step in ["DATA", "."] {
        let answers: &[_] = Box::leak(Box::new([(step, Answer::Says("554 5.7.1 spam"))]));
        let error = sent(answers).await.expect_err("refused");
        assert!(
            error.is_permanent() && error.to_string().ends_with(": 554 5.7.1 spam"),
            "{error}"
        );
    }
}

/// Nothing that the operator can put right costs a mail.
#[tokio::test]
async fn a_refusal_of_us_is_no_refusal_of_the_mail() {
    for (command, answer) in [
        ("EHLO", "550 I do not know you"),
        ("MAIL", "550 5.7.1 you may not send as that"),
        ("MAIL", "530 5.7.0 authentication required"),
        ("RCPT", "530 5.7.0 authentication required"),
        ("RCPT", "451 4.7.1 greylisted, come back"),
        ("DATA", "421 4.3.2 going down"),
        (".", "452 4.3.1 the disk is full"),
        ("RCPT", "354 go on"),
        (".", "354 go on"),
        ("DATA", "250 what data"),
    ] {
        let answers: &[_] = Box::leak(Box::new([(command, Answer::Says(answer))]));
        let error = sent(answers).await.expect_err("not taken");
        assert!(!error.is_permanent(), "{command} {answer}: {error}");
        assert!(error.to_string().contains(answer), "{command}: {error}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_speak_smtp_is_no_refusal() {
    for answer in [Answer::Says("HTTP/1.1 400 Bad Request"), Answer::HangsUp] {
        for command in ["EHLO", "MAIL", "RCPT", "DATA", "."] {
            let answers: &[_] = Box::leak(Box::new([(command, answer)]));
            let error = sent(answers).await.expect_err("not taken");
            assert!(matches!(error, MailError::NotNow { .. }), "{command}: {error}");
        }
    }
}

/// No step gets the time of another, and a byte now and then gains none.
#[tokio::test]
async fn a_server_that_falls_silent_or_drips_is_left() {
    for answer in [Answer::Never, Answer::Drips("250 2.1.5 this takes its time")] {
        for (command, step) in [
            ("EHLO", Step::Greeting),
            ("MAIL", Step::Sender),
            ("RCPT", Step::Recipient),
            (".", Step::Content),
        ] {
            let answers: &[_] = Box::leak(Box::new([(command, answer)]));
            let outcome = tokio::time::timeout(PATIENT.step, sent_within(SHORT, answers)).await;
            let error = outcome.expect("left in time").expect_err("no answer");
            assert_eq!(
                error,
                MailError::NotNow {
                    step,
                    reason: "no answer within 0.4 seconds".to_owned()
                }
            );
        }
    }
}

/// Else it would be sent again and again.
#[tokio::test]
async fn a_mail_that_was_taken_stays_taken_whatever_comes_of_the_farewell() {
    for answer in [Answer::Never, Answer::HangsUp, Answer::Says("500 what?")] {
        let answers: &[_] = Box::leak(Box::new([("QUIT", answer)]));
        assert!(sent(answers).await.is_ok());
    }
}

/// Else an address that is refused would be tried for hours.
#[tokio::test]
async fn a_refusal_stays_one_whatever_comes_of_the_farewell() {
    for answer in [Answer::Never, Answer::HangsUp] {
        let answers: &[_] = Box::leak(Box::new([("RCPT", Answer::Says("550 no")), ("QUIT", answer)]));
        assert!(sent(answers).await.expect_err("refused").is_permanent());
    }
}

#[test]
fn an_attempt_ends_within_two_minutes() {
    assert!(LONGEST_ATTEMPT < Duration::from_secs(120));
}
