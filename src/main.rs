//! The command line program: parse the arguments, run the command, exit.
//! Errors of the program itself are told here; problems of the checked files by the library.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(cli::Cli::of_this_run()) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            cli::tell(&error);
            ExitCode::from(cli::UNCHECKED)
        }
    }
}
