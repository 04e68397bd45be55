//! Output: one file for each format, and the pages about forms and rules.
//! It shows what was found and decides nothing about it.

mod csv;
mod diagnostic;
mod explain;
mod findings;
mod forms;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod markdown;
mod name;
mod ndjson;
mod path;
mod printable;
#[cfg(test)]
mod sample;
mod sarif;
mod sentence;
mod table;
mod tally;
mod text;

use std::io::{self, Write};

pub use explain::explain;
pub use forms::{form, forms, template};
pub use printable::lines as printable;
pub use sentence::{sentence, suggestion};

use crate::Outcome;
use crate::document::{Place, Within};
use crate::message::{self, Lang};
use crate::policy::Idle;

/// The formats of the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object.
    Json,
    /// One JSON object per report and line.
    Ndjson,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
    /// A GitLab code quality report.
    Gitlab,
    /// A comment for a pull request.
    Markdown,
    /// A page for a browser.
    Html,
    /// Findings for a spreadsheet.
    Csv,
}

/// What writes the findings in one format.
type Renderer = fn(&Outcome, &Settings, &mut dyn Write) -> io::Result<()>;

impl Format {
    /// The table of formats; a new one is a line here and a file beside this one.
    fn renderer(self) -> Renderer {
        match self {
            Self::Text => text::render,
            Self::Json => json::render,
            Self::Ndjson => ndjson::render,
            Self::Sarif => sarif::render,
            Self::Junit => junit::render,
            Self::Github => github::render,
            Self::Gitlab => gitlab::render,
            Self::Markdown => markdown::render,
            Self::Html => html::render,
            Self::Csv => csv::render,
        }
    }
}

/// How much the text format tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verbosity {
    /// Verdicts only.
    Quiet,
    /// Verdicts and what failed.
    Normal,
    /// Every check.
    Verbose,
}

/// How to show what was found.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The language of messages.
    pub lang: Lang,
    /// Whether escape sequences for colours may be written.
    pub color: bool,
    /// How much to tell.
    pub verbosity: Verbosity,
    /// The columns of the terminal, where there is one.
    pub width: Option<u16>,
    /// Tell only so many reports, those with the most errors, a line each.
    pub top: Option<usize>,
}

impl Settings {
    /// The columns to draw within.
    fn width(&self) -> u16 {
        self.width.unwrap_or(100).max(40)
    }
}

/// Writes the findings.
///
/// # Errors
/// What `out` gives; a pipe whose reader has gone counts as written.
pub fn render(format: Format, outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    until_closed(format.renderer()(outcome, settings, out).and_then(|()| out.flush()))
}

/// Writes what could not be read or checked, one line each.
///
/// # Errors
/// What `err` gives; a pipe whose reader has gone counts as written.
pub fn problems(outcome: &Outcome, settings: &Settings, err: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let written = outcome.problems.iter().try_for_each(|problem| {
        let place = problem.place.as_ref().map_or(problem.source.to_string(), |place| at(&problem.source, place));
        // A field of a file has a place that an editor shows and the name of its cell; all else has one name.
        let has_cell = problem.place.as_ref().is_some_and(|place| place.within == Within::File);
        let said = if has_cell { sentence::problem(problem, lang) } else { problem.message(lang) };
        let line = message::problem_line(lang, &place, &said);
        writeln!(err, "{}", printable::line(&line))
    });
    until_closed(written)
}

/// Writes which decisions of a project do nothing, one line each.
///
/// # Errors
/// What `err` gives; a pipe whose reader has gone counts as written.
pub fn idle(idle: &[Idle], lang: Lang, err: &mut dyn Write) -> io::Result<()> {
    until_closed(idle.iter().try_for_each(|one| {
        let said = match one {
            Idle::MatchesNothing { rule } => message::waiver_idle(lang, rule),
            Idle::Expired { rule, until: (year, month, day) } => {
                message::waiver_expired(lang, rule, &format!("{year:04}-{month:02}-{day:02}"))
            }
            Idle::Gone { findings } => message::baseline_gone(lang, findings),
        };
        writeln!(err, "{}", printable::line(&said))
    }))
}

/// A reader that has seen enough and closed the pipe is no error.
fn until_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// `file:line:field`, or the cell where the file has no lines that an editor shows.
fn at(source: &str, place: &Place) -> String {
    match findings::line(place) {
        Some(line) => format!("{source}:{line}:{}", place.column),
        None => format!("{source} {}", place.cell_name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Problem, ProblemKind};

    #[test]
    fn problems_say_where_they_are() {
        let place = Place { line: 6, column: 4, row: 5, span: 0..0, within: Within::File };
        let at = |place| Problem { source: "a\u{1b}.csv".into(), place, kind: ProblemKind::Empty };
        let outcome = Outcome { reports: Vec::new(), problems: vec![at(Some(place)), at(None)] };
        let mut err = Vec::new();
        problems(&outcome, &sample::settings(Lang::En, Verbosity::Normal), &mut err).unwrap();
        let told = String::from_utf8(err).unwrap();
        let expected =
            "error: a?.csv:6:4: is empty, expected a table (cell D5)\nerror: a?.csv: is empty, expected a table\n";
        assert_eq!(told, expected);
    }

    #[test]
    fn a_closed_pipe_is_no_error() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let outcome = sample::outcome(vec![sample::failing()]);
        for format in [Format::Text, Format::Json, Format::Ndjson] {
            render(format, &outcome, &sample::settings(Lang::Zh, Verbosity::Normal), &mut Closed).unwrap();
        }
    }
}
