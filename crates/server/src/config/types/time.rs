//! Days and time zones.

use crate::config::value::TextSetting;
use jiff::civil::Date;
use jiff::tz::TimeZone;

impl TextSetting for Date {
    const EXPECTED: &'static str = "a day such as \"2027-02-06\"";

    fn parse_text(text: &str) -> Option<Self> {
        // The library also takes a day with an hour, which would silently be dropped.
        (text.len() == "2027-02-06".len())
            .then(|| text.parse().ok())
            .flatten()
    }
}

impl TextSetting for TimeZone {
    const EXPECTED: &'static str = "the IANA name of a time zone such as \"Europe/Berlin\"";

    fn parse_text(text: &str) -> Option<Self> {
        Self::get(text).ok()
    }
}
