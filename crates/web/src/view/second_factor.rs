//! The second factor in the profile: the switch (S8), what follows from it, and the date from which it is gone (S9).

use super::View;
use super::enroll::By;
use super::form::{Field, Form};
use super::message::Message;
use super::moment::{Moment, date, serialize_date};
use super::person_details::name_error;
use super::tabs::Tab;
use jiff::civil::Date;
use serde::{Serialize, Serializer};
use voltkey_flows::account::details::{MAX_NAME, NameProblem};
use voltkey_flows::account::recovery_codes::FEW;

/// The page of the second factor.
#[derive(Clone, Debug, Serialize)]
pub struct SecondFactor {
    /// The pages of the account.
    pub tabs: Vec<Tab>,
    /// Whether it is on, and whether that is the person's to choose.
    pub state: FactorState,
    /// The app that shows the PINs.
    pub authenticator: Option<Authenticator>,
    /// The codes for the day without the phone.
    pub recovery: Option<Recovery>,
    /// What was just done here.
    pub saved: Option<FactorSaved>,
    /// The way back to the app.
    pub cancel: Option<Form>,
    /// The authenticator's new name after a refusal.
    pub(crate) name: Option<Field>,
    pub(crate) longest_name: usize,
    pub(crate) few: u32,
}

/// Whether the second factor is on, and whether that is the person's to choose.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FactorState {
    /// It is off.
    Off {
        /// Takes nothing.
        switch_on: Form,
    },
    /// It is switched on, and set up at the next sign-in.
    Waiting {
        /// Takes nothing.
        switch_off: Form,
        /// Signs out, which is what comes next.
        sign_out: Form,
    },
    /// It is set up.
    On {
        /// Takes nothing; none where it is required.
        switch_off: Option<Form>,
    },
    /// It is off, and will be required.
    InGrace {
        /// By whom.
        by: By,
        /// The last day on which one may go on without.
        #[serde(serialize_with = "serialize_date")]
        until: Date,
        /// How many days that is from today; 0 on the last day.
        days_left: u32,
        /// Takes nothing.
        switch_on: Form,
    },
    /// It is required, maybe since a date: there is nothing to choose any more.
    Required {
        /// By whom.
        by: By,
        /// The first day without exceptions.
        #[serde(serialize_with = "since_date")]
        since: Option<Date>,
        /// Whether it is set up.
        is_on: bool,
    },
}

/// An authenticator app.
#[derive(Clone, Debug, Serialize)]
pub struct Authenticator {
    /// What the person calls it.
    pub name: String,
    /// When it was connected.
    pub added: Moment,
    /// When a PIN of it was last used.
    pub last_used: Option<Moment>,
    /// Takes `name`.
    pub rename: Form,
    /// Where another one takes its place.
    pub replace_url: Option<String>,
}

/// The recovery codes, of which only the number can be told.
#[derive(Clone, Debug, Serialize)]
pub struct Recovery {
    /// How many have not been used.
    pub left: u32,
    /// When they were made; none: there never were any.
    pub made: Option<Moment>,
    /// Where new ones are made.
    pub make_url: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum FactorSaved {
    /// It was switched off.
    SwitchedOff,
    /// The authenticator has another name.
    Renamed,
    /// Another authenticator took the place of the old one.
    Replaced,
    /// New recovery codes were made.
    CodesMade,
}

impl From<FactorSaved> for Message {
    fn from(saved: FactorSaved) -> Self {
        Self::new(match saved {
            FactorSaved::SwitchedOff => "second-factor-switched-off",
            FactorSaved::Renamed => "second-factor-renamed",
            FactorSaved::Replaced => "second-factor-replaced",
            FactorSaved::CodesMade => "second-factor-codes-made",
        })
    }
}

impl SecondFactor {
    /// The page with nothing but the switch.
    #[must_use]
    pub fn new(state: FactorState) -> Self {
        Self {
            tabs: Vec::new(),
            state,
            authenticator: None,
            recovery: None,
            saved: None,
            cancel: None,
            name: None,
            longest_name: MAX_NAME,
            few: FEW,
        }
    }

    /// The page after a name for the authenticator that is not taken.
    #[must_use]
    pub fn rename_refused(mut self, entered: &str, problem: NameProblem) -> Self {
        self.name = Some(Field {
            value: entered.to_owned(),
            error: Some(name_error(problem, "second-factor-name-missing")),
        });
        self
    }
}

/// Writes the date, if there is one, for people.
#[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
fn since_date<S: Serializer>(since: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    since.map(date).serialize(serializer)
}

impl View for SecondFactor {
    const TEMPLATE: &'static str = "pages/second_factor.html";

    fn title(&self) -> Message {
        Message::new("second-factor-title")
    }

    fn has_errors(&self) -> bool {
        self.name.is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::AccountTab;
        let switch = || sample::form("/account/second-factor");
        let page = |state| Self {
            tabs: sample::account_tabs(AccountTab::SecondFactor),
            ..Self::new(state)
        };
        let day = Date::constant(2027, 2, 6);
        let grace = |days_left| FactorState::InGrace {
            by: By::Company("Sonnenfeld GmbH".to_owned()),
            until: day,
            days_left,
            switch_on: switch(),
        };
        let required = |by, since, is_on| page(FactorState::Required { by, since, is_on });
        let on = |switch_off, left, made| Self {
            authenticator: Some(authenticator(made)),
            recovery: Some(Recovery {
                left,
                made: made.then(sample::moment),
                make_url: "/account/recovery-codes".to_owned(),
            }),
            ..page(FactorState::On { switch_off })
        };
        let saved = [
            FactorSaved::Renamed,
            FactorSaved::Replaced,
            FactorSaved::CodesMade,
        ];
        let saved = saved.map(|saved| Self {
            saved: Some(saved),
            ..on(Some(switch()), 10, true)
        });
        let refused = on(None, 10, true).rename_refused("", NameProblem::Missing);
        [
            page(FactorState::Off { switch_on: switch() }),
            Self {
                saved: Some(FactorSaved::SwitchedOff),
                cancel: Some(sample::form("/account/cancel")),
                ..page(FactorState::Off { switch_on: switch() })
            },
            page(FactorState::Waiting {
                switch_off: switch(),
                sign_out: sample::form("/auth/logout"),
            }),
            on(Some(switch()), 9, true),
            on(None, 3, true),
            on(Some(switch()), 1, true),
            on(Some(switch()), 0, false),
            page(grace(75)),
            page(grace(1)),
            page(grace(0)),
            required(By::Role, None, false),
            required(By::Platform("Amperecloud".to_owned()), Some(day), false),
            Self {
                authenticator: Some(authenticator(true)),
                ..required(By::Company("Sonnenfeld GmbH".to_owned()), Some(day), true)
            },
            refused,
        ]
        .into_iter()
        .chain(saved)
        .collect()
    }
}

#[cfg(test)]
fn authenticator(used: bool) -> Authenticator {
    use super::sample;
    Authenticator {
        name: "Google Authenticator".to_owned(),
        added: sample::moment(),
        last_used: used.then(sample::moment),
        rename: sample::form("/account/second-factor/rename"),
        replace_url: used.then(|| "/account/second-factor/replace".to_owned()),
    }
}
