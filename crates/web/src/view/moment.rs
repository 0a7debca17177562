//! Dates, times and waits as messages: each language writes them its own way.

use super::message::Message;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};
use std::time::Duration;
use voltkey_protocol::time::Timestamp;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// A moment in a time zone.
#[derive(Clone, Debug, Serialize)]
pub struct Moment {
    /// For machines: the `datetime` attribute of HTML's `time` element, in UTC.
    machine: String,
    /// For people: "22 November 2026, 04:10 CET".
    text: Message,
    /// For tables: the day alone.
    day: Message,
}

impl Moment {
    /// `at` as the clocks of `zone` show it.
    #[must_use]
    pub fn new(at: Timestamp, zone: &TimeZone) -> Self {
        let instant = jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or_default();
        let local = instant.to_zoned(zone.clone());
        let day = date(local.date());
        let text = Message::new("date-time")
            .with("date", day.clone())
            .with("time", local.strftime("%H:%M").to_string())
            .with("zone", local.strftime("%Z").to_string());
        Self {
            machine: instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            text,
            day,
        }
    }

    /// The moment for people.
    #[must_use]
    pub fn text(&self) -> &Message {
        &self.text
    }
}

/// A date in full: "6 February 2027".
#[must_use]
pub fn date(date: Date) -> Message {
    Message::new("date-long")
        .with("day", date.day().to_string())
        .with("month", u32::from(date.month().unsigned_abs()))
        .with("year", date.year().to_string())
}

/// Writes a date for people into what a template gets.
pub(super) fn serialize_date<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    date(*day).serialize(serializer)
}

/// The same of a date that may be missing.
pub(super) fn serialize_date_if_any<S: Serializer>(
    day: &Option<Date>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    day.map(date).serialize(serializer)
}

/// How long to wait, rounded up: "in 40 seconds", "in 3 minutes", "in 2 hours".
#[must_use]
pub fn wait(span: Duration) -> Message {
    let seconds = span.as_secs() + u64::from(span.subsec_nanos() > 0);
    let (key, count) = match seconds {
        0..=90 => ("wait-seconds", seconds.max(1)),
        91..=5400 => ("wait-minutes", seconds.div_ceil(MINUTE)),
        _ => ("wait-hours", seconds.div_ceil(HOUR)),
    };
    Message::new(key).with("count", u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::language::Language;
    use super::super::texts::say;
    use super::*;

    fn in_all(message: &Message) -> Vec<String> {
        Language::ALL
            .iter()
            .map(|language| say(*language, message).expect("the text exists"))
            .collect()
    }

    #[test]
    fn a_moment_is_told_in_each_language_and_in_the_zone() {
        let zone = TimeZone::get("Europe/Berlin").expect("the zone exists");
        let moment = Moment::new(Timestamp::from_seconds(1_795_317_000), &zone);
        assert_eq!(moment.machine, "2026-11-22T03:10:00Z");
        assert_eq!(
            in_all(&moment.text),
            [
                "22\u{a0}November 2026, 04:10 CET",
                "22\u{a0}de\u{a0}noviembre de 2026, 04:10 CET",
                "22.\u{a0}November 2026, 04:10 Uhr CET"
            ]
        );
    }

    #[test]
    fn a_wait_is_rounded_up_to_a_unit_that_people_count_in() {
        assert_eq!(
            in_all(&wait(Duration::ZERO)),
            ["in 1 second", "dentro de 1 segundo", "in 1 Sekunde"]
        );
        assert_eq!(in_all(&wait(Duration::from_millis(40_001)))[0], "in 41 seconds");
        assert_eq!(in_all(&wait(Duration::from_secs(91)))[2], "in 2 Minuten");
        assert_eq!(in_all(&wait(Duration::from_secs(5401)))[1], "dentro de 2 horas");
    }
}
