//! Accepting the invitation of a further company with an account that exists already.

use super::View;
use super::form::Form;
use super::invited::Invited;
use super::message::Message;
use serde::Serialize;

/// The page of such an invitation.
#[derive(Clone, Debug, Serialize)]
pub struct Join {
    /// The address that was invited.
    pub email: String,
    /// Who invited the person, and where to.
    pub invited: Invited,
    /// What is to be done here.
    pub step: JoinStep,
    /// The way back to the app.
    pub cancel: Option<Form>,
}

/// What the person has to do, which depends on who is signed in in this browser.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinStep {
    /// The invited person is signed in and only has to agree.
    Confirm(Form),
    /// Nobody is signed in.
    SignIn(Form),
    /// Somebody else is signed in.
    SwitchAccount {
        /// Signs that one out and leads to the login.
        form: Form,
        /// The address of whoever is signed in.
        signed_in_as: String,
    },
}

impl View for Join {
    const TEMPLATE: &'static str = "pages/join.html";

    fn title(&self) -> Message {
        match &self.invited.company {
            Some(company) => Message::new("join-title-company").with("company", company.as_str()),
            None => Message::new("join-title"),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let steps = [
            JoinStep::Confirm(sample::form("/activate")),
            JoinStep::SignIn(sample::form("/activate")),
            JoinStep::SwitchAccount {
                form: sample::form("/activate"),
                signed_in_as: "ada@sonnenfeld.example".to_owned(),
            },
            JoinStep::Confirm(sample::form("/activate")),
        ];
        Invited::samples()
            .into_iter()
            .zip(steps)
            .enumerate()
            .map(|(number, (invited, step))| Self {
                email: "carla@solluna.example".to_owned(),
                invited,
                step,
                cancel: (number > 0).then(|| sample::form("/activate/cancel")),
            })
            .collect()
    }
}
