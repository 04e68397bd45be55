//! The arguments of the command line. What they lead to is in `commands`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use disclose_check::finding::Severity;
use disclose_check::message::Lang;
use disclose_check::render::{Format, Verbosity};

/// Checks that the figures of a government-disclosure report agree.
///
/// Exit status: 0 where nothing at or above --fail-on was found, 1 where something was,
/// 2 where the check could not be made for some input.
#[derive(Debug, Parser)]
#[command(name = "disclose-check", version, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
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
pub(crate) struct CheckArgs {
    /// Files to check; `-` reads standard input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Look for this form only, or for the forms of this family
    #[arg(long, value_name = "ID")]
    pub(crate) form: Option<String>,
    /// The report of the same body one period earlier
    #[arg(long, value_name = "PATH")]
    pub(crate) previous: Vec<PathBuf>,
    /// Reports of the bodies that roll up into this one; end the list with another option or `--`
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) parts: Vec<PathBuf>,
    /// The format of the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Write the findings to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The least severity that makes the exit status 1
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Error)]
    pub(crate) fail_on: FailOn,
    /// How many files to check at once [default: one per processor]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Tell only the verdicts
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Tell every check, also those that passed and those that were skipped
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// What to call standard input in the findings; an ending such as .csv or .md tells its type
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    pub(crate) stdin_name: String,
}

/// What the subcommands take as well.
#[derive(Debug, Args)]
pub(crate) struct SharedArgs {
    /// More forms: a file, or a folder of them
    #[arg(long = "forms", value_name = "PATH", global = true)]
    pub(crate) forms: Vec<PathBuf>,
    /// The language of messages [default: from the locale]
    #[arg(long, value_enum, global = true)]
    pub(crate) lang: Option<Lang>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto, global = true)]
    pub(crate) color: Color,
}

/// The least severity that counts as a failure of the run.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors
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

impl CheckArgs {
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
    use clap::CommandFactory;

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
