//! Values bound to a statement.

use crate::Hash;
use sqlx::{Arguments, Encode, Type};
use voltkey_protocol::time::Timestamp;

/// A bound value of one of the four column types. A NULL keeps its type, because PostgreSQL types its
/// parameters.
pub(crate) enum Value {
    /// `BOOLEAN`
    Bool(Option<bool>),
    /// `BIGINT`
    Int(Option<i64>),
    /// `TEXT`
    Text(Option<String>),
    /// `BYTEA`
    Bytes(Option<Vec<u8>>),
}

/// What a Rust type becomes when it is bound, for the type and for an `Option` of it.
macro_rules! bindable {
    ($($type:ty => $variant:ident, $convert:expr;)+) => {$(
        impl From<$type> for $crate::value::Value {
            fn from(value: $type) -> Self {
                Self::from(Some(value))
            }
        }
        impl From<Option<$type>> for $crate::value::Value {
            fn from(value: Option<$type>) -> Self {
                $crate::value::Value::$variant(value.map($convert))
            }
        }
    )+};
}
pub(crate) use bindable;

bindable! {
    bool => Bool, std::convert::identity;
    i64 => Int, std::convert::identity;
    Timestamp => Int, Timestamp::as_micros;
    &str => Text, str::to_owned;
    &String => Text, String::clone;
    &[u8] => Bytes, <[u8]>::to_vec;
    &Vec<u8> => Bytes, Vec::clone;
    &Hash => Bytes, |hash: &Hash| hash.to_vec();
}

/// The values as the arguments of one of the two databases.
///
/// # Errors
/// `Encode` where the driver can't write a value, which none of these four types causes.
pub(crate) fn arguments<A>(values: Vec<Value>) -> sqlx::Result<A>
where
    A: Arguments,
    Option<bool>: for<'v> Encode<'v, A::Database> + Type<A::Database>,
    Option<i64>: for<'v> Encode<'v, A::Database> + Type<A::Database>,
    Option<String>: for<'v> Encode<'v, A::Database> + Type<A::Database>,
    Option<Vec<u8>>: for<'v> Encode<'v, A::Database> + Type<A::Database>,
{
    let mut arguments = A::default();
    for value in values {
        match value {
            Value::Bool(value) => arguments.add(value),
            Value::Int(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Bytes(value) => arguments.add(value),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
