//! Output: one file for each format, and the pages about forms and rules.
//! It shows what was found and decides nothing about it.

mod diagnostic;
mod explain;
mod forms;
mod json;
mod ndjson;
mod printable;
#[cfg(test)]
mod sample;
mod sentence;
mod table;
mod tally;
mod text;

use std::io::{self, Write};

pub use explain::explain;
pub use forms::{form, forms, template};
pub use sentence::{sentence, suggestion};

use crate::Outcome;
use crate::document::{Place, Within};
use crate::message::{self, Lang};

/// The formats of the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object.
    Json,
    /// One JSON object per report and line.
    Ndjson,
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
        let said = problem.message(lang);
        let line = match &problem.place {
            Some(place) => {
                let said = match place.within {
                    Within::Text => message::problem_cell(lang, &said, &place.cell_name()),
                    _ => said,
                };
                message::problem_line(lang, &at(&problem.source, place, lang), &said)
            }
            None => message::problem_line(lang, &problem.source, &said),
        };
        writeln!(err, "{}", printable::line(&line))
    });
    until_closed(written)
}

/// A reader that has seen enough and closed the pipe is no error.
fn until_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// `file:line:field`, or the file and the place in its own terms.
fn at(source: &str, place: &Place, lang: Lang) -> String {
    match place.within {
        Within::Text => format!("{source}:{}:{}", place.line, place.column),
        _ => format!("{source}: {}", in_words(place, lang)),
    }
}

/// The place within its file as a reader of the file would name it.
fn in_words(place: &Place, lang: Lang) -> String {
    match &place.within {
        Within::Text | Within::Sheet(_) => place.cell_name(),
        Within::Table(table) => message::in_table(lang, table, &place.row, &place.column),
        Within::Page(page) => message::in_page(lang, page, &place.row, &place.column),
        Within::Paragraph(paragraph) => message::in_paragraph(lang, paragraph),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Problem, ProblemKind};

    #[test]
    fn problems_say_where_they_are() {
        let place = Place { line: 6, column: 4, row: 5, span: 0..0, within: Within::Text };
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
    fn places_are_named_as_the_file_names_them() {
        let told = |within: Within, lang| at("r", &Place { line: 9, column: 4, row: 6, span: 0..0, within }, lang);
        assert_eq!(told(Within::Text, Lang::En), "r:9:4");
        assert_eq!(told(Within::Sheet("附表".into()), Lang::En), "r: 附表!D6");
        assert_eq!(told(Within::Table(2), Lang::En), "r: table 2, row 6, column 4");
        assert_eq!(told(Within::Table(2), Lang::Zh), "r: 第 2 个表格第 6 行第 4 列");
        assert_eq!(told(Within::Page(3), Lang::Zh), "r: 第 3 页第 6 行第 4 列");
        assert_eq!(told(Within::Paragraph(7), Lang::En), "r: paragraph 7");
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
