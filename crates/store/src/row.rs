//! From a row to a record: the one place where columns become our types.

use crate::error::{Result, StoreError};
use sqlx::postgres::{PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{Decode, Row as _, Type};
use voltkey_protocol::time::Timestamp;

/// One row of an answer.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// The column of that name, as it was stored; none for NULL.
    fn raw<T: Raw>(&self, column: &str) -> Result<Option<T>> {
        let value = match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        };
        Ok(value?)
    }
}

/// What both databases store: the four column types.
pub(crate) trait Raw:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}
impl Raw for bool {}
impl Raw for i64 {}
impl Raw for String {}
impl Raw for Vec<u8> {}

/// A type of ours that is stored in one column.
pub(crate) trait Cell: Sized {
    /// What the column holds.
    type Raw: Raw;

    /// The value; none when the column holds something that no version of this program has written.
    fn parse(raw: Self::Raw) -> Option<Self>;
}

/// A part of a record: a cell, a cell that may be NULL, or a record that is read from the same row.
pub(crate) trait Field: Sized {
    /// Reads the part from the column of that name.
    fn read(row: &Row, column: &str) -> Result<Self>;
}

impl<T: Cell> Field for T {
    fn read(row: &Row, column: &str) -> Result<Self> {
        Option::read(row, column)?.ok_or_else(|| StoreError::Corrupt(column.to_owned()))
    }
}

impl<T: Cell> Field for Option<T> {
    fn read(row: &Row, column: &str) -> Result<Self> {
        let Some(raw) = row.raw(column)? else {
            return Ok(None);
        };
        match T::parse(raw) {
            Some(value) => Ok(Some(value)),
            None => Err(StoreError::Corrupt(column.to_owned())),
        }
    }
}

/// A struct that is read from a whole row. Written by `record!`.
pub(crate) trait Record: Sized {
    /// Reads each field from the column of its name.
    fn from_row(row: &Row) -> Result<Self>;
}

/// Declares a record: a struct whose fields are the columns of the same names. A field that is a record
/// itself is read from the same row.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $vis struct $name {
            $($(#[$field_meta])* pub $field: $type,)+
        }

        impl $crate::row::Record for $name {
            fn from_row(row: &$crate::row::Row) -> $crate::Result<Self> {
                Ok(Self { $($field: $crate::row::Field::read(row, stringify!($field))?,)+ })
            }
        }

        impl $crate::row::Field for $name {
            fn read(row: &$crate::row::Row, _: &str) -> $crate::Result<Self> {
                $crate::row::Record::from_row(row)
            }
        }
    };
}
pub(crate) use record;

/// Cells that are stored as they are.
macro_rules! plain_cells {
    ($($type:ty)+) => {$(
        impl Cell for $type {
            type Raw = Self;

            fn parse(raw: Self) -> Option<Self> {
                Some(raw)
            }
        }
    )+};
}
plain_cells! { bool i64 String Vec<u8> }

impl Cell for Timestamp {
    type Raw = i64;

    fn parse(micros: i64) -> Option<Self> {
        Some(Self::from_micros(micros))
    }
}

impl Cell for [u8; 32] {
    type Raw = Vec<u8>;

    fn parse(bytes: Vec<u8>) -> Option<Self> {
        bytes.try_into().ok()
    }
}
