//! The command `disclose-check`: reads the arguments, runs the library, gives the exit status.

mod cli;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match cli::run(cli::Cli::parse()) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            // Nothing is left to be done where the message cannot be written either.
            let _ = writeln!(io::stderr().lock(), "error: {error:#}");
            ExitCode::from(cli::UNCHECKED)
        }
    }
}
