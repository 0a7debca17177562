//! The screens in a real Chromium, through the demo: provider, relying party and mail catcher.
//!
//! Each story is a test of its own; they run one after another, in one browser that forgets everything in between, and
//! on one provider. `VOLTKEY_TEST_AXE` names the file `axe.min.js`, with which each page is also checked for
//! accessibility. Pictures of every page go to `target/screenshots`.

#![allow(
    unused_crate_dependencies,
    reason = "the tests of this package share one list of dependencies"
)]

mod stage;
mod stories;
mod theatre;

use libtest_mimic::Arguments;
use std::process::ExitCode;
use theatre::Theatre;

fn main() -> ExitCode {
    let arguments = Arguments {
        // There is one browser, and a person has one keyboard.
        test_threads: Some(1),
        ..Arguments::from_args()
    };
    Theatre::play(&arguments, stories::all())
}
