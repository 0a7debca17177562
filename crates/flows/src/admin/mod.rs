//! What operators do: one file a deed.

pub mod apply;
