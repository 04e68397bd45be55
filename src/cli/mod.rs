//! The command line: its arguments, the surroundings it runs in, and its commands.
//! Everything about reports and forms is the library's.

mod args;
mod commands;
mod config;
mod fixes;
mod help;
mod output;
mod panel;
mod progress;
mod stream;
mod targets;
mod usage;
mod watch;

use std::env;
use std::io::{self, IsTerminal, Write};

use disclose_check::message::{self, Lang};
use disclose_check::render::{Settings, Verbosity, printable};

pub(crate) use args::Cli;
pub(crate) use commands::{UNCHECKED, run};

use args::{Color, SharedArgs};

/// Tells an error of the program itself; names of files may hold anything.
pub(crate) fn tell(error: &anyhow::Error) {
    // Nothing is left to tell it to where standard error is closed.
    let lang = args::language();
    let said = message::labelled(lang, &message::error(lang), &format!("{error:#}"));
    let _ = writeln!(io::stderr(), "{}", printable(&said));
}

/// How to show things, from the arguments and the surroundings; `to_file` says that the output
/// does not go to standard output.
fn settings(shared: &SharedArgs, verbosity: Verbosity, to_file: bool) -> Settings {
    let terminal = !to_file && io::stdout().is_terminal();
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let color = match shared.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !set("NO_COLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    let width = if terminal { terminal_size::terminal_size().map(|(width, _)| width.0) } else { None };
    Settings { lang: shared.lang.unwrap_or_else(Lang::from_locale), color, verbosity, width, top: None }
}
