//! The `voltkey` command.

#![allow(unused_crate_dependencies, reason = "the library of this package uses them")]

use clap::Parser as _;
use std::process::ExitCode;
use voltkey::cli::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match voltkey::run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
