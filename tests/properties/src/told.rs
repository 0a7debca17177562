//! What is told of a refusal.

use voltkey_protocol::error::Refusal;

/// A description holds the characters of RFC 6749, 5.2 alone: it stands in JSON, in addresses and in headers.
pub fn assert_describable(refusal: &Refusal) {
    let allowed = |c| matches!(c, '\x20'..='\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e');
    let description = &refusal.description;
    assert!(!description.is_empty());
    assert!(description.chars().all(allowed), "{description:?}");
    // What a stranger sends fills no log.
    assert!(description.len() < 1000, "{description:?}");
}
