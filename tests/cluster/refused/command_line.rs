//! A command line that means nothing ends with 2 and shows how it is written.

use crate::harness::Installation;

#[tokio::test]
async fn usage_errors_end_with_2() {
    let installation = Installation::new();
    let lines: [&[&str]; 6] = [
        &[],
        &["sevre"],
        &["serve", "now"],
        &["apply"],
        &["keys", "rotate", "--alg", "HS256"],
        &["keys", "export"],
    ];
    for line in lines {
        let outcome = installation.run(line).await;
        assert_eq!(outcome.code, Some(2), "{line:?}");
        assert!(
            outcome.stdout.is_empty() && !outcome.stderr.is_empty(),
            "{outcome:?}"
        );
    }
    assert!(installation.everything().is_empty());
}

#[tokio::test]
async fn a_slip_is_answered_with_what_was_meant() {
    let outcome = Installation::new().run(&["sevre"]).await;
    assert!(outcome.stderr.contains("'serve'"), "{}", outcome.stderr);
}
