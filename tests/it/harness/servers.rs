//! Clients' servers, as the provider reaches them: what each address answers, and who was called.

use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;
use voltkey_flows::outbound::{Answer, Call, Calling, Outbound, OutboundError};

/// The servers of a world. Cloning it is cheap. An address of which nothing was said can't be reached.
#[derive(Clone, Default)]
pub struct Servers(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// By address without its fragment: what comes next, the last of it for ever.
    answers: HashMap<String, VecDeque<Result<Answer, OutboundError>>>,
    calls: Vec<Called>,
    /// Addresses that answer only when they are let.
    slow: HashMap<String, Arc<Slow>>,
}

/// A server that thinks until it is let go on.
#[derive(Default)]
pub struct Slow {
    is_called: Notify,
    may_answer: Notify,
}

impl Slow {
    /// Waits for the next call.
    pub async fn is_called(&self) {
        self.is_called.notified().await;
    }

    /// Lets that call have its answer.
    pub fn answer(&self) {
        self.may_answer.notify_one();
    }
}

/// A call that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The address, as it was called.
    pub url: String,
    /// The form that was posted; none: a GET.
    pub form: Option<String>,
}

impl Servers {
    /// From now on that JSON lies there.
    pub fn serve_json(&self, url: &str, body: &Value) {
        self.serve(url, "application/json", body.to_string());
    }

    /// From now on that lies there.
    pub fn serve(&self, url: &str, content_type: &str, body: impl Into<Vec<u8>>) {
        self.answer(url, 200, content_type, body);
    }

    /// From now on that is answered there.
    pub fn answer(&self, url: &str, status: u16, content_type: &str, body: impl Into<Vec<u8>>) {
        let answer = Answer {
            status,
            content_type: Some(content_type.to_owned()),
            fresh_for: None,
            body: body.into(),
        };
        self.outcomes(url, [Ok(answer)]);
    }

    /// From now on a call there fails.
    pub fn fail(&self, url: &str, error: OutboundError) {
        self.outcomes(url, [Err(error)]);
    }

    /// From now on that comes of calls there, one after the other; the last stays.
    pub fn outcomes(&self, url: &str, outcomes: impl IntoIterator<Item = Result<Answer, OutboundError>>) {
        let outcomes = outcomes.into_iter().collect();
        self.state().answers.insert(url.to_owned(), outcomes);
    }

    /// From now on each call there waits until it is let.
    pub fn slow_down(&self, url: &str) -> Arc<Slow> {
        let slow = Arc::default();
        self.state().slow.insert(url.to_owned(), Arc::clone(&slow));
        slow
    }

    /// All calls so far.
    pub fn calls(&self) -> Vec<Called> {
        self.state().calls.clone()
    }

    /// The calls of one address so far.
    pub fn calls_of(&self, url: &str) -> Vec<Called> {
        let mut calls = self.calls();
        calls.retain(|call| call.url == url);
        calls
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no test has panicked inside")
    }

    fn reply(&self, call: &Call<'_>) -> Result<Answer, OutboundError> {
        let mut state = self.state();
        state.calls.push(Called {
            url: call.url.to_owned(),
            form: call.form.clone(),
        });
        let address = call.url.split('#').next().unwrap_or_default();
        let Some(outcomes) = state.answers.get_mut(address) else {
            return Err(OutboundError::Unreachable);
        };
        let outcome = match outcomes.len() {
            1 => outcomes[0].clone(),
            _ => outcomes.pop_front().unwrap_or(Err(OutboundError::Unreachable)),
        };
        outcome.and_then(|answer| match answer.body.len() > call.limits.size {
            true => Err(OutboundError::TooLarge),
            false => Ok(answer),
        })
    }
}

impl Outbound for Servers {
    fn send<'a>(&'a self, call: Call<'a>) -> Calling<'a> {
        // Others may go on meanwhile, as they do while a server thinks.
        Box::pin(async move {
            tokio::task::yield_now().await;
            let slow = self.state().slow.get(call.url).cloned();
            if let Some(slow) = slow {
                slow.is_called.notify_one();
                slow.may_answer.notified().await;
            }
            self.reply(&call)
        })
    }
}
