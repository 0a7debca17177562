//! Days where the platform is: every date that people read or enter is one of its time zone.

use crate::ctx::Ctx;
use crate::settings::Settings;
use jiff::civil::Date;
use jiff::{ToSpan as _, Zoned};
use voltkey_protocol::time::Timestamp;

/// The date of a moment.
pub(crate) fn today(settings: &Settings, now: Timestamp) -> Date {
    local(settings, now).date()
}

/// The moment as the platform's clocks show it.
pub(crate) fn local(settings: &Settings, now: Timestamp) -> Zoned {
    let moment = jiff::Timestamp::from_microsecond(now.as_micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.to_zoned(settings.time_zone.clone())
}

/// How many days lie between two dates; negative when `to` is before `from`.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The date so many days later.
pub(crate) fn days_after(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

/// When a day begins.
#[must_use]
pub fn beginning(ctx: &Ctx, day: Date) -> Timestamp {
    let zoned = day.to_zoned(ctx.settings.time_zone.clone());
    // A day at the end of time never begins.
    zoned.map_or(Timestamp::from_micros(i64::MAX), |zoned| {
        Timestamp::from_micros(zoned.timestamp().as_microsecond())
    })
}

/// The date of a text `2027-02-06`. Nothing else that might be read as a date is one: a time or a zone with it would
/// be dropped in silence.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_date_is_one() {
        assert_eq!(date("2027-02-06"), Some(Date::constant(2027, 2, 6)));
        for wrong in [
            "",
            "2027-02-30",
            "2027-2-6",
            "06.02.2027",
            "2027-02-06T00:00",
            "20270206",
            " 2027-02-06",
        ] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_over_a_change_of_the_clocks() {
        let (before, after) = (Date::constant(2027, 3, 27), Date::constant(2027, 3, 29));
        assert_eq!(days_between(before, after), 2);
        assert_eq!(days_after(before, 2), after);
    }
}
