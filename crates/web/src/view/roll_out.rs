//! How far the second factor has come in a company: how many have it, who lacks it, and until when there is time.

use super::View;
use super::form::Form;
use super::members::Filter;
use super::message::Message;
use super::moment::date;
use super::notice::Notice;
use super::tabs::Tab;
use jiff::civil::Date;
use serde::Serialize;

/// The page with the numbers.
#[derive(Clone, Debug, Serialize)]
pub struct RollOut {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// Mails everybody who still lacks it; none where nobody does, or where it was done a short while ago.
    pub remind: Option<Form>,
    /// How many were just reminded.
    pub saved: Option<u32>,
    pub(crate) counts: Counts,
    pub(crate) total: u32,
    pub(crate) rows: Vec<CountRow>,
    pub(crate) notice: Notice,
}

/// How many members are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Those who have it.
    pub enrolled: u32,
    /// Those who lack it, and must have it by a date.
    pub in_grace: u32,
    /// Those who lack it, though it is required.
    pub overdue: u32,
    /// Those who lack it, and need not have it.
    pub off: u32,
    /// Those who have not accepted their invitation yet; they are not among the others.
    pub invited: u32,
}

/// What is required of the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Nothing.
    Optional,
    /// They may go on without until the end of this day.
    Until {
        /// The last day without it.
        until: Date,
        /// How many days that is from today; 0 on the last day.
        days_left: u32,
    },
    /// Nobody may go on without.
    Required,
}

/// One number, and where these members are listed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CountRow {
    filter: Filter,
    count: u32,
    href: String,
    /// The chip's colour.
    look: &'static str,
}

impl RollOut {
    /// The page with these numbers; `members` is where the members of a filter are listed.
    #[must_use]
    pub fn new(counts: Counts, requirement: Requirement, members: impl Fn(Filter) -> String) -> Self {
        let row = |(filter, count, look)| CountRow {
            href: members(filter),
            filter,
            count,
            look,
        };
        let rows = [
            (Filter::Overdue, counts.overdue, "chip--danger"),
            (Filter::InGrace, counts.in_grace, "chip--warning"),
            (Filter::NotEnrolled, counts.off, ""),
            (Filter::Invited, counts.invited, "chip--info"),
        ];
        Self {
            tabs: Vec::new(),
            remind: None,
            saved: None,
            total: counts.enrolled + counts.in_grace + counts.overdue + counts.off,
            rows: rows
                .into_iter()
                .filter(|(_, count, _)| *count > 0)
                .map(row)
                .collect(),
            notice: notice(requirement),
            counts,
        }
    }
}

fn notice(requirement: Requirement) -> Notice {
    match requirement {
        Requirement::Optional => Notice::info(
            "info",
            Message::new("roll-out-optional"),
            Message::new("roll-out-optional-text"),
        ),
        Requirement::Until { until, days_left } => Notice::info(
            "clock",
            Message::new("roll-out-until").with("date", date(until)),
            Message::new("roll-out-until-text").with("days", days_left),
        ),
        Requirement::Required => Notice::info(
            "lock",
            Message::new("roll-out-required"),
            Message::new("roll-out-required-text"),
        ),
    }
}

impl View for RollOut {
    const TEMPLATE: &'static str = "admin/roll_out.html";

    fn title(&self) -> Message {
        Message::new("roll-out-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::CompanyTab;
        let page = |counts, requirement| Self {
            tabs: sample::company_tabs(CompanyTab::RollOut),
            ..Self::new(counts, requirement, |filter| {
                format!("/company/members?filter={}", filter.value())
            })
        };
        let until = |days_left| Requirement::Until {
            until: Date::constant(2027, 2, 6),
            days_left,
        };
        let some = Counts {
            enrolled: 31,
            in_grace: 4,
            overdue: 1,
            off: 2,
            invited: 3,
        };
        let all = Counts {
            enrolled: 1,
            ..Counts::default()
        };
        vec![
            Self {
                remind: Some(sample::form("/company/roll-out/remind")),
                ..page(some, until(75))
            },
            Self {
                saved: Some(5),
                ..page(some, until(1))
            },
            Self {
                saved: Some(1),
                ..page(some, until(0))
            },
            page(some, Requirement::Optional),
            page(all, Requirement::Required),
            page(Counts::default(), Requirement::Required),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_only_invited_does_not_count_and_empty_rows_are_left_out() {
        let counts = Counts {
            enrolled: 2,
            overdue: 1,
            invited: 5,
            ..Counts::default()
        };
        let page = RollOut::new(counts, Requirement::Required, |filter| filter.value().to_owned());
        assert_eq!(page.total, 3);
        let rows: Vec<_> = page
            .rows
            .iter()
            .map(|row| (row.href.as_str(), row.count))
            .collect();
        assert_eq!(rows, [("overdue", 1), ("invited", 5)]);
    }
}
