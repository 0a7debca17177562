//! Setting up a second factor on the way in.

mod confirming;
mod grace;
mod pairing;
mod reset;
mod why;
