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
mod panel;
mod path;
mod printable;
#[cfg(test)]
mod sample;
mod sarif;
mod sentence;
mod standing;
mod table;
mod tally;
mod text;

use std::io::{self, Write};

pub use explain::explain;
pub use forms::{form, forms, template};
pub use panel::{Count, InPieces, Told};
pub use printable::lines as printable;
pub use sentence::{sentence, suggestion};

use crate::Outcome;
use crate::document::{Place, Within};
use crate::message::{self, Lang};
use crate::policy::Idle;

/// Problems of one file that are told one by one.
const MOST_PROBLEMS: usize = 100;

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

/// A format whose reports are written as they come.
trait Stream {
    /// Writes some reports, or takes up what the end needs of them.
    fn batch(&mut self, outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()>;

    /// Whether it tells the figures and sides of rules that pass.
    fn tells_passes(&self, _: &Settings) -> bool {
        true
    }

    /// Writes what comes after the last report.
    fn end(&mut self, settings: &Settings, out: &mut dyn Write) -> io::Result<()>;
}

/// How a format is written.
enum Renderer {
    /// Report by report, in memory that does not grow with their number.
    Streamed(Box<dyn Stream>),
    /// All at once: something of every report stands before the first one.
    Whole(fn(&Outcome, &Settings, &mut dyn Write) -> io::Result<()>),
}

impl Format {
    /// The table of formats; a new one is a line here and a file beside this one.
    fn renderer(self) -> Renderer {
        match self {
            Self::Text => Renderer::Streamed(Box::new(text::Text::default())),
            Self::Json => Renderer::Streamed(Box::new(json::Json::default())),
            Self::Ndjson => Renderer::Streamed(Box::new(ndjson::Ndjson)),
            Self::Sarif => Renderer::Whole(sarif::render),
            Self::Junit => Renderer::Whole(junit::render),
            Self::Github => Renderer::Streamed(Box::new(github::Github)),
            Self::Gitlab => Renderer::Whole(gitlab::render),
            Self::Markdown => Renderer::Whole(markdown::render),
            Self::Html => Renderer::Whole(html::render),
            Self::Csv => Renderer::Streamed(Box::new(csv::Csv::default())),
        }
    }
}

/// Findings written as they come, in memory that does not grow with their number.
pub struct Streamed {
    format: Box<dyn Stream>,
    settings: Settings,
}

impl Streamed {
    /// Begins; `None` for a format that needs all findings at once.
    #[must_use]
    pub fn new(format: Format, settings: Settings) -> Option<Self> {
        match format.renderer() {
            Renderer::Streamed(format) => Some(Self { format, settings }),
            Renderer::Whole(_) => None,
        }
    }

    /// Whether it tells the figures and sides of rules that pass.
    #[must_use]
    pub fn tells_passes(&self) -> bool {
        self.format.tells_passes(&self.settings)
    }

    /// Writes some more findings.
    ///
    /// # Errors
    /// What `out` gives.
    pub fn batch(&mut self, outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        self.format.batch(outcome, &self.settings, out)?;
        out.flush()
    }

    /// Writes what comes last.
    ///
    /// # Errors
    /// What `out` gives.
    pub fn end(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.format.end(&self.settings, out)?;
        out.flush()
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
    let written = match format.renderer() {
        Renderer::Whole(render) => render(outcome, settings, out),
        Renderer::Streamed(mut format) => format.batch(outcome, settings, out).and_then(|()| format.end(settings, out)),
    };
    until_closed(written.and_then(|()| out.flush()))
}

/// Writes what could not be read or checked, one line each; of more than 100 of a file how many they
/// are, unless everything is wanted.
///
/// # Errors
/// What `err` gives; a pipe whose reader has gone counts as written.
pub fn problems(outcome: &Outcome, settings: &Settings, err: &mut dyn Write) -> io::Result<()> {
    let most = if settings.verbosity == Verbosity::Verbose { usize::MAX } else { MOST_PROBLEMS };
    let mut of_files = outcome.problems.chunk_by(|one, next| one.source == next.source);
    until_closed(of_files.try_for_each(|problems| {
        for problem in problems.iter().take(most) {
            writeln!(err, "{}", problem_line(problem, settings.lang))?;
        }
        match (problems.first(), problems.len().saturating_sub(most)) {
            (Some(first), more @ 1..) => {
                let more = message::and_more(settings.lang, more);
                writeln!(err, "{}", printable::line(&message::problem_line(settings.lang, &first.source, &more)))
            }
            _ => Ok(()),
        }
    }))
}

fn problem_line(problem: &crate::problem::Problem, lang: Lang) -> String {
    let place = problem.place.as_ref().map_or(problem.source.to_string(), |place| at(&problem.source, place));
    // A field of a file has a place that an editor shows and the name of its cell; all else has one name.
    let has_cell = problem.place.as_ref().is_some_and(|place| place.within == Within::File);
    let said = if has_cell { sentence::problem(problem, lang) } else { problem.message(lang) };
    printable::line(&message::problem_line(lang, &place, &said))
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
    fn a_flood_of_problems_is_counted_unless_all_are_wanted() {
        let problem = |source: &str| Problem { source: source.into(), place: None, kind: ProblemKind::Empty };
        let mut all = vec![problem("a.csv"); MOST_PROBLEMS + 2];
        all.push(problem("b.csv"));
        let outcome = Outcome { reports: Vec::new(), problems: all };
        let lines = |verbosity| {
            let mut err = Vec::new();
            problems(&outcome, &sample::settings(Lang::En, verbosity), &mut err).unwrap();
            String::from_utf8(err).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let few = lines(Verbosity::Normal);
        assert_eq!((few.len(), &*few[MOST_PROBLEMS]), (MOST_PROBLEMS + 2, "error: a.csv: and 2 more (-v lists all)"));
        assert_eq!(lines(Verbosity::Verbose).len(), MOST_PROBLEMS + 3);
    }

    #[test]
    fn findings_in_pieces_are_written_as_findings_at_once() {
        let one = || sample::outcome(vec![sample::failing(), sample::skipped()]).reports.remove(0);
        let problem = Problem { source: "b.csv".into(), place: None, kind: ProblemKind::Empty };
        let whole = Outcome { reports: (0..9).map(|_| one()).collect(), problems: vec![problem.clone()] };
        let batch = |reports, problems| Outcome { reports, problems };
        let pieces = [
            batch(vec![one(), one(), one(), one()], Vec::new()),
            batch(Vec::new(), Vec::new()),
            batch((0..5).map(|_| one()).collect(), vec![problem]),
        ];
        let settings = sample::settings(Lang::En, Verbosity::Normal);
        for format in [Format::Text, Format::Json, Format::Ndjson, Format::Github, Format::Csv] {
            let (mut at_once, mut in_pieces) = (Vec::new(), Vec::new());
            render(format, &whole, &settings, &mut at_once).unwrap();
            let mut streamed = Streamed::new(format, settings.clone()).unwrap();
            for piece in &pieces {
                streamed.batch(piece, &mut in_pieces).unwrap();
            }
            streamed.end(&mut in_pieces).unwrap();
            assert_eq!(String::from_utf8(in_pieces).unwrap(), String::from_utf8(at_once).unwrap(), "{format:?}");
        }
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
