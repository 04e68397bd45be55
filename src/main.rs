//! The command line program: parse the arguments, run the command, exit.
//! Errors of the program itself are told here; problems of the checked files by the library.

mod cli;

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(cli::Cli::of_this_run()) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            // Nothing is left to tell it to where standard error is closed.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(cli::UNCHECKED)
        }
    }
}
