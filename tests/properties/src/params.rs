//! Queries and form bodies.

use crate::told::assert_describable;
use url::form_urlencoded::Serializer;
use voltkey_protocol::params::{MAX_COUNT, MAX_VALUE, Params};

/// What is read is told again to the letter, keeps to its limits, and is what browsers read too.
pub fn holds(encoded: &[u8]) {
    let params = match Params::parse(encoded) {
        Ok(params) => params,
        Err(refusal) => return assert_describable(&refusal),
    };
    assert!(params.iter().count() <= MAX_COUNT);
    for (name, value) in params.iter() {
        assert!(value.len() <= MAX_VALUE && !value.contains('\0') && !name.contains('\0'));
    }
    let browsers: Vec<_> = url::form_urlencoded::parse(encoded).into_owned().collect();
    let ours: Vec<_> = params
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    assert_eq!(ours, browsers);

    let written = Serializer::new(String::new())
        .extend_pairs(params.iter())
        .finish();
    // Each octet may take three when it is written.
    if let Ok(again) = Params::parse(written.as_bytes()) {
        assert_eq!(again, params);
    }
    if let Err(refusal) = params.refuse_repeated() {
        assert_describable(&refusal);
    }
}

#[cfg(test)]
mod tests {
    use crate::made_up;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn of_any_octets(encoded in prop::collection::vec(any::<u8>(), 0..200)) {
            super::holds(&encoded);
        }

        #[test]
        fn of_what_looks_like_a_query(query in made_up::query()) {
            super::holds(query.as_bytes());
        }
    }
}
