//! The arguments of the command line. What they lead to is in `commands`.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use disclose_check::finding::Severity;
use disclose_check::limits::{Limit, Limits, Setting, shown};
use disclose_check::message::{self, Lang};
use disclose_check::render::{Format, Verbosity};

use super::targets::{Asked, asked};
use super::{help, usage};

/// The most files that are checked at once: making ever more threads would take all of the machine.
const MOST_JOBS: usize = 1024;

/// Checks that the figures of a government-disclosure report agree.
///
/// Exit status: 0 where nothing at or above --fail-on was found, 1 where something was,
/// 2 where the check could not be made for some input.
#[derive(Debug, Parser)]
#[command(name = "disclose-check", version, max_term_width = 100)]
#[command(subcommand_negates_reqs = true, after_help = limits())]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) check: CheckArgs,
    #[command(flatten)]
    pub(crate) shared: SharedArgs,
}

/// What is asked for besides checking.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the known forms, or show one
    Forms {
        /// The form, or a family of forms
        id: Option<String>,
    },
    /// Explain a rule: what it checks, why, and what a failure usually means
    Explain {
        /// The rule as findings name it; an instance in brackets is ignored
        rule: String,
    },
    /// Write a form as an empty CSV file to fill in
    Template {
        /// The form
        #[arg(id = "template", value_name = "FORM")]
        form: String,
    },
    /// Write completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual page
    Man,
}

/// What to check, and how to tell.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct CheckArgs {
    /// Files, folders or patterns to check; `-` reads standard input
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(crate) paths: Vec<PathBuf>,
    /// Check the files that this one lists as well, a path on each line; `-` reads the list from standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,
    /// Look for this form only, or for the forms of this family
    #[arg(long, value_name = "ID")]
    pub(crate) form: Option<String>,
    /// The report of the same body one period earlier
    #[arg(long, value_name = "PATH")]
    pub(crate) previous: Vec<PathBuf>,
    /// Reports of the bodies that roll up into this one; end the list with another option or `--`
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) parts: Vec<PathBuf>,
    /// The format of the findings; may be given several times [default: text]
    #[arg(long, value_enum)]
    pub(crate) format: Vec<Format>,
    /// Write the findings in the format before it to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,
    /// The two options above in their order.
    #[arg(skip)]
    pub(crate) asked: Vec<Asked>,
    /// Check again whenever a file changes, until interrupted
    #[arg(long, conflicts_with = "fix")]
    pub(crate) watch: bool,
    /// The project's settings [default: disclose-check.toml in the folder of the first file or above]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Let the findings of this file pass: they were there when it was written
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write every finding of this run into a baseline, and let them pass
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Tell how well the rules guard each figure
    #[arg(long)]
    pub(crate) coverage: bool,
    /// Write a corrected copy beside each file, `NAME.fixed.EXT`: unique suggestions only
    #[arg(long)]
    pub(crate) fix: bool,
    /// Correct the files themselves
    #[arg(long, requires = "fix")]
    pub(crate) in_place: bool,
    /// The least severity that makes the exit status 1 [default: error]
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub(crate) fail_on: Option<FailOn>,
    /// How many files to check at once [default: four per processor]
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Tell the N reports with the most errors, a line each
    #[arg(long, value_name = "N", value_parser = whole_number)]
    pub(crate) top: Option<usize>,
    /// Tell only the verdicts
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Tell every check, also those that passed and those that were skipped
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// What to call standard input in the findings
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    pub(crate) stdin_name: String,
}

/// What the subcommands take as well.
#[derive(Debug, Args)]
pub(crate) struct SharedArgs {
    /// More forms: a file, or a folder of them
    #[arg(long = "forms", value_name = "PATH", global = true)]
    pub(crate) forms: Vec<PathBuf>,
    /// Allow more than a limit, or less; the limits are listed below
    #[arg(long = "limit", value_name = "NAME=N", value_parser = limit, global = true)]
    pub(crate) limits: Vec<Setting>,
    /// The language of messages [default: from the locale]
    #[arg(long, value_enum, global = true)]
    pub(crate) lang: Option<Lang>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto, global = true)]
    pub(crate) color: Color,
}

/// The least severity that counts as a failure of the run.
#[derive(Debug, Clone, Copy, Default, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FailOn {
    /// Errors
    #[default]
    Error,
    /// Warnings and errors
    Warning,
    /// Nothing
    Never,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The language that this run asks for.
pub(super) fn language() -> Lang {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    help::language(arguments.iter().map(OsString::as_os_str))
}

fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    let number = text.parse().ok().filter(|number: &NonZeroUsize| number.get() <= MOST_JOBS);
    number.ok_or_else(|| message::usage::from_one_to(language(), &MOST_JOBS))
}

fn whole_number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| message::usage::whole_number(language()))
}

/// A limit and its value, as `--limit` takes them.
fn limit(text: &str) -> Result<Setting, String> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    Setting::new(name, value).map_err(|bad| bad.message(language()))
}

/// The limits with their values, for the help.
fn limits() -> String {
    let line =
        |limit: &Limit| format!("\n  {:11}{:>6}  {}", limit.name(), shown(Limits::DEFAULT.of(*limit)), limit.about());
    let lines: String = Limit::ALL.iter().map(line).collect();
    format!(
        "Limits of what is read, and their values unless --limit gives others (K, M and G are powers of 1024):{lines}"
    )
}

/// The error of a command that is given with something that only a check takes: a path, or an option of it.
fn for_checking(command: &clap::Command, matches: &ArgMatches) -> Option<clap::Error> {
    let (asked, _) = matches.subcommand()?;
    let given = |argument: &&Arg| {
        !argument.is_global_set() && matches.value_source(argument.get_id().as_str()) == Some(ValueSource::CommandLine)
    };
    let argument = command.get_arguments().find(given)?;
    let mut error = clap::Error::new(ErrorKind::ArgumentConflict).with_cmd(command);
    error.insert(ContextKind::InvalidArg, ContextValue::String(argument.to_string()));
    error.insert(ContextKind::PriorArg, ContextValue::String(asked.to_owned()));
    Some(error)
}

impl SharedArgs {
    /// Some limits, but for those that the command line gives.
    pub(crate) fn limits(&self, others: Limits) -> Limits {
        self.limits.iter().fold(others, |limits, setting| limits.with(*setting))
    }
}

impl FailOn {
    /// The severity, `None` where no failure counts.
    pub(crate) fn threshold(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Never => None,
        }
    }
}

impl Cli {
    /// The arguments of this run; ends it where they make no sense.
    pub(crate) fn of_this_run() -> Self {
        let arguments = std::env::args_os();
        let lang = language();
        let mut command = help::localised(Self::command(), lang);
        let read = command.try_get_matches_from_mut(arguments).and_then(|matches| {
            let cli = Self::from_arg_matches(&matches)?;
            match for_checking(&command, &matches) {
                Some(error) if cli.command.is_some() => Err(error),
                _ => Ok((cli, matches)),
            }
        });
        let (mut cli, matches) = read.unwrap_or_else(|error| usage::exit(&error, lang));
        if cli.command.is_none() {
            cli.check.asked = asked(&matches);
        }
        cli
    }
}

impl CheckArgs {
    /// Whether the findings of all files are needed at once.
    pub(crate) fn needs_all(&self) -> bool {
        self.fix || self.write_baseline.is_some()
    }

    /// How much to tell.
    pub(crate) fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn subcommands_need_no_path_and_take_the_shared_options() {
        let cli = Cli::try_parse_from(["disclose-check", "explain", "a/b:c", "--lang", "zh"]).unwrap();
        assert!(matches!(cli.command, Some(Command::Explain { .. })));
        assert_eq!(cli.shared.lang, Some(Lang::Zh));
    }

    #[test]
    fn a_check_needs_a_path() {
        assert!(Cli::try_parse_from(["disclose-check"]).is_err());
        let cli = Cli::try_parse_from(["disclose-check", "-", "--forms", "a.toml", "--forms", "b"]).unwrap();
        assert_eq!(cli.shared.forms.len(), 2);
    }
}
