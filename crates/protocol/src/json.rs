//! JSON of strangers: an object in which no name stands twice.
//!
//! Of two members with one name, one reader takes the first and another the last, so that what is checked is not what
//! is used (RFC 8725, 2.4; RFC 8259, 4). RFC 7515, 4 and RFC 7519, 4 let a reader refuse that, and this one does, at any
//! depth. serde_json bounds the depth to 128.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// How names begin by which serde_json tells itself that a member is no member, but a number or a text of JSON. Whoever
/// writes one would have the value read anew as something else wherever it is taken into a type.
const RESERVED: &str = "$serde_json::private::";

/// Why a text is not taken.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// No JSON, or some name stands twice in it or is reserved; the library says where.
    #[error("{0}")]
    Syntax(#[from] serde_json::Error),
    /// JSON, but no object.
    #[error("it is no JSON object")]
    NoObject,
}

/// Reads an object.
///
/// # Errors
/// [`JsonError`] when the text is no JSON, no object, or has a name twice in one object or one that is reserved.
pub fn object(text: &[u8]) -> Result<Map<String, Value>, JsonError> {
    match serde_json::from_slice::<Strict>(text)?.0 {
        Value::Object(object) => Ok(object),
        _ => Err(JsonError::NoObject),
    }
}

/// A value in which no object has a name twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without repeated names")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name.starts_with(RESERVED) {
                return Err(A::Error::custom("a name is reserved"));
            }
            let Strict(value) = members.next_value()?;
            if object.contains_key(&name) {
                return Err(A::Error::custom("a name stands twice in an object"));
            }
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_object_is_read_as_it_is() {
        let text = br#"{"a":[1,-2,2.5,"\u0061",null,true,{}],"b":{"a":18446744073709551615}}"#;
        let expected = json!({"a": [1, -2, 2.5, "a", null, true, {}], "b": {"a": u64::MAX}});
        assert_eq!(Value::Object(object(text).expect("an object")), expected);
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_at_any_depth_and_however_it_is_written() {
        for text in [
            r#"{"sub":"ada","sub":"ada"}"#,
            r#"{"sub":"ada","\u0073ub":"eve"}"#,
            r#"{"a":[{"b":{"c":1,"c":2}}]}"#,
        ] {
            assert!(
                matches!(object(text.as_bytes()), Err(JsonError::Syntax(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn what_the_library_would_read_as_something_else_is_refused() {
        for text in [
            r#"{"$serde_json::private::RawValue":{}}"#,
            r#"{"jwks":{"$serde_json::private::RawValue":"{\"keys\":[],\"keys\":[]}"}}"#,
            r#"{"exp":{"\u0024serde_json::private::Number":"1"}}"#,
        ] {
            assert!(
                matches!(object(text.as_bytes()), Err(JsonError::Syntax(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_object_or_too_deep_is_refused() {
        for text in [
            &b"[]"[..],
            b"null",
            b"\"a\"",
            b"",
            b"{} {}",
            b"{\"a\":}",
            b"{\"\xff\":1}",
        ] {
            assert!(object(text).is_err(), "{text:?}");
        }
        let deep = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
        assert!(object(deep.as_bytes()).is_err());
    }
}
