//! What is hashed of an event, octet by octet, so that whoever holds an export can do it again.
//!
//! The hash of an event is the SHA-256 of its fields one after the other, in this order:
//!
//! 1. the text `voltkey-audit-1`, 2. the chain, 3. the number in the chain, 4. the event's id, 5. the time in
//!    microseconds since the Unix epoch, 6. the action, 7. the actor, 8. the subject, 9. the object, 10. the number of the
//!    request, 11. the commitment, 12. the hash of the event before, which is 32 zero octets for the first.
//!
//! An absent field is the octet 0. A field that is there is the octet 1, its length in octets as four octets with the
//! most significant first, and its octets: text in UTF-8, numbers as eight octets in two's complement with the most
//! significant first, hashes as they are. So no two events have the same octets.
//!
//! The commitment of an event with details is the SHA-256 of the salt and the details' JSON, to the letter.

use voltkey_crypto::secret::sha256;
use voltkey_store::Hash;
use voltkey_store::audit_events::Event;

const LABEL: &str = "voltkey-audit-1";

/// The hash of an event: of all its fields but the hash itself.
pub(super) fn hash(event: &Event) -> Hash {
    hash_as(event, event.seq)
}

/// The hash that the event would have with another number.
pub(super) fn hash_as(event: &Event, seq: i64) -> Hash {
    let text = |text: &Option<String>| text.clone().map(String::into_bytes);
    let mut octets = Vec::with_capacity(512);
    for field in [
        Some(LABEL.as_bytes().to_vec()),
        Some(event.chain.clone().into_bytes()),
        Some(seq.to_be_bytes().to_vec()),
        Some(event.id.clone().into_bytes()),
        Some(event.at.as_micros().to_be_bytes().to_vec()),
        Some(event.action.clone().into_bytes()),
        Some(event.actor.clone().into_bytes()),
        text(&event.subject),
        text(&event.object),
        text(&event.request_id),
        event.commitment.clone(),
        Some(event.previous.clone()),
    ] {
        put(&mut octets, field.as_deref());
    }
    sha256(&octets)
}

fn put(octets: &mut Vec<u8>, field: Option<&[u8]>) {
    let Some(field) = field else {
        octets.push(0);
        return;
    };
    octets.push(1);
    let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
    octets.extend_from_slice(&length.to_be_bytes());
    octets.extend_from_slice(field);
}

/// What stays in the chain of details that can be deleted.
pub(super) fn commitment(salt: &[u8], body: &str) -> Hash {
    sha256(&[salt, body.as_bytes()].concat())
}
