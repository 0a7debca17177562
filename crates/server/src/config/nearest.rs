//! The key that someone probably meant.

use strsim::damerau_levenshtein;

/// The known key nearest to an unknown one: the same name in another section, else a slip of the pen.
pub(crate) fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let distance = |key: &&str| damerau_levenshtein(unknown, key);
    let misplaced = known
        .clone()
        .filter(|key| leaf(key) == leaf(unknown))
        .min_by_key(distance);
    let slips = unknown.len() / 4 + 1;
    misplaced.or_else(|| known.min_by_key(distance).filter(|key| distance(key) <= slips))
}

fn leaf(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const KNOWN: [&str; 4] = ["session.idle", "session.absolute", "mail.url", "tokens.refresh"];

    #[test]
    fn a_slip_is_found() {
        assert_eq!(nearest("sesion.idle", KNOWN.into_iter()), Some("session.idle"));
        assert_eq!(
            nearest("tokens.refersh", KNOWN.into_iter()),
            Some("tokens.refresh")
        );
    }

    #[test]
    fn a_key_in_the_wrong_section_is_found() {
        assert_eq!(
            nearest("tokens.absolute", KNOWN.into_iter()),
            Some("session.absolute")
        );
        assert_eq!(nearest("idle", KNOWN.into_iter()), Some("session.idle"));
    }

    #[test]
    fn what_resembles_nothing_gets_no_advice() {
        assert_eq!(nearest("weather.tomorrow", KNOWN.into_iter()), None);
    }
}
