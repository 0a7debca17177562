//! One person's login and what their app does afterwards, with how far each step came before the server died.

use crate::harness::{App, Browser, Lost, Reply, Wire, email, tokens};
use tokio::sync::Semaphore;

/// How often the app refreshes.
const REFRESHES: usize = 2;

/// What is known of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was not made.
    NotAsked,
    /// It was made, and no answer came.
    Unknown,
    /// Its answer came.
    Answered,
}

/// A person, their browser, and what their app holds.
pub struct Story {
    /// Which person.
    pub number: usize,
    /// Their browser, which knows whether the login was acknowledged.
    pub browser: Browser,
    code: Option<String>,
    /// Whether the code was exchanged.
    pub exchange: Fate,
    /// The refresh token of the last answer.
    refresh: Option<String>,
    /// Whether the refresh token was revoked.
    pub revoke: Fate,
    /// Whether the person logged out.
    pub log_out: Fate,
    finished: bool,
}

impl Story {
    /// Before the first step.
    pub fn new(number: usize) -> Self {
        Self {
            number,
            browser: Browser::default(),
            code: None,
            exchange: Fate::NotAsked,
            refresh: None,
            revoke: Fate::NotAsked,
            log_out: Fate::NotAsked,
            finished: false,
        }
    }

    /// Whether nothing interrupted it.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Goes through it until the end, or until no answer comes.
    ///
    /// `answers` counts the steps that came to their end.
    pub async fn live(&mut self, wire: &Wire, answers: &Semaphore) -> Result<(), Lost> {
        self.log_in(wire).await?;
        answers.add_permits(1);
        self.exchange(wire).await?;
        answers.add_permits(1);
        for _ in 0..REFRESHES {
            self.refresh(wire).await?;
            answers.add_permits(1);
        }
        match self.number.is_multiple_of(2) {
            true => self.revoke(wire).await?,
            false => self.log_out(wire).await?,
        }
        answers.add_permits(1);
        self.finished = true;
        Ok(())
    }

    /// Holds the restarted server to its word.
    ///
    /// Ends every family in one way or the other: a code that is shown twice takes its tokens along.
    pub async fn go_on_after_the_crash(&mut self, wire: &Wire) {
        self.the_session_holds(wire).await;
        self.the_code_holds(wire).await;
        self.the_refresh_token_holds(wire).await;
        self.assert_what_ended_stays_ended(wire).await;
    }

    /// What was used or revoked is worth nothing.
    pub async fn assert_what_ended_stays_ended(&self, wire: &Wire) {
        if let (Some(code), Fate::Answered) = (&self.code, self.exchange) {
            assert_refused(&App.exchange(wire, code).await.expect("an answer"));
        }
        // The replay has ended the family, whatever became of it before.
        if let Some(token) = &self.refresh {
            assert_refused(&App.refresh(wire, token).await.expect("an answer"));
        }
    }

    async fn log_in(&mut self, wire: &Wire) -> Result<(), Lost> {
        let request = App.authorize(&[]);
        let landed = self.browser.log_in(wire, &request, &email(self.number)).await?;
        self.code = Some(landed.code());
        Ok(())
    }

    async fn exchange(&mut self, wire: &Wire) -> Result<(), Lost> {
        self.exchange = Fate::Unknown;
        let code = self.code.as_ref().expect("a code");
        let reply = App.exchange(wire, code).await?;
        self.refresh = Some(tokens(&reply).1);
        self.exchange = Fate::Answered;
        Ok(())
    }

    async fn refresh(&mut self, wire: &Wire) -> Result<(), Lost> {
        let token = self.refresh.as_ref().expect("a refresh token");
        let reply = App.refresh(wire, token).await?;
        self.refresh = Some(tokens(&reply).1);
        Ok(())
    }

    async fn revoke(&mut self, wire: &Wire) -> Result<(), Lost> {
        self.revoke = Fate::Unknown;
        let token = self.refresh.as_ref().expect("a refresh token");
        let reply = App.revoke(wire, token).await?;
        assert_eq!(reply.status, 200);
        self.revoke = Fate::Answered;
        Ok(())
    }

    /// The browser keeps what it had, as a thief would.
    async fn log_out(&mut self, wire: &Wire) -> Result<(), Lost> {
        self.log_out = Fate::Unknown;
        self.browser.clone().open(wire, "/auth/logout").await?;
        self.log_out = Fate::Answered;
        Ok(())
    }

    /// A login that was acknowledged needs no second until the logout; any other can be made again.
    async fn the_session_holds(&mut self, wire: &Wire) {
        let silent = App.authorize(&[("prompt", "none")]);
        if self.log_out != Fate::NotAsked {
            let landed = self.browser.clone().open(wire, &silent).await.expect("an answer");
            let is_over = landed.try_code().is_none();
            assert!(
                is_over || self.log_out == Fate::Unknown,
                "the session of {} is back",
                self.number
            );
            return;
        }
        if self.browser.is_signed_in() {
            let landed = self.browser.open(wire, &silent).await.expect("an answer");
            assert!(
                landed.try_code().is_some(),
                "the session of {} is gone",
                self.number
            );
            return;
        }
        let mut browser = self.browser.clone();
        let again = browser
            .log_in(wire, &App.authorize(&[]), &email(self.number))
            .await;
        assert!(again.expect("an answer").try_code().is_some());
    }

    /// A code that was handed out works once: now, unless it did before.
    async fn the_code_holds(&mut self, wire: &Wire) {
        let Some(code) = &self.code else { return };
        if self.exchange == Fate::Answered {
            return;
        }
        let reply = App.exchange(wire, code).await.expect("an answer");
        if reply.status == 200 {
            self.refresh = Some(tokens(&reply).1);
        } else {
            assert_eq!(self.exchange, Fate::Unknown, "a code that nobody used is refused");
            assert_refused(&reply);
        }
        self.exchange = Fate::Answered;
    }

    /// The refresh token of the last answer works: also when a refresh was under way, whose answer got lost. Once it
    /// was revoked it does not; while the revocation was under way both is right.
    async fn the_refresh_token_holds(&mut self, wire: &Wire) {
        let Some(token) = &self.refresh else { return };
        let reply = App.refresh(wire, token).await.expect("an answer");
        match (self.revoke, reply.status) {
            (Fate::NotAsked, _) | (Fate::Unknown, 200) => self.refresh = Some(tokens(&reply).1),
            (Fate::Unknown | Fate::Answered, _) => assert_refused(&reply),
        }
    }
}

fn assert_refused(reply: &Reply) {
    assert_eq!(reply.verdict(), (400, "invalid_grant".to_owned()));
}
