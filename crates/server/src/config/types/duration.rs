//! Lengths of time as people write them.

use crate::config::value::TextSetting;
use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// Beyond ten years a number is a slip, and sums with the present moment might overflow.
const LONGEST: u64 = 3650 * DAY;

/// A whole number and one unit: `30s`, `15m`, `8h`, `30d`. Never zero.
impl TextSetting for Duration {
    const EXPECTED: &'static str = "a time such as \"30s\", \"15m\", \"8h\" or \"30d\" (at most 3650d)";

    fn parse_text(text: &str) -> Option<Self> {
        let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = text.split_at(unit_at);
        let seconds_per_unit = match unit {
            "s" => 1,
            "m" => MINUTE,
            "h" => HOUR,
            "d" => DAY,
            _ => return None,
        };
        let seconds = number.parse::<u64>().ok()?.checked_mul(seconds_per_unit)?;
        (1..=LONGEST).contains(&seconds).then(|| Self::from_secs(seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_is_understood() {
        let seconds = |text| Duration::parse_text(text).map(|time| time.as_secs());
        assert_eq!(seconds("60s"), Some(60));
        assert_eq!(seconds("15m"), Some(900));
        assert_eq!(seconds("8h"), Some(28_800));
        assert_eq!(seconds("30d"), Some(2_592_000));
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for text in [
            "",
            "8",
            "h",
            "0s",
            "-1h",
            "1.5h",
            "8 h",
            "8H",
            "3651d",
            "99999999999999999999d",
            "1w",
        ] {
            assert_eq!(Duration::parse_text(text), None, "{text}");
        }
    }
}
