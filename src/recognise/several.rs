//! Files with several reports one after the other, told apart by their titles in the prose or in tables, or by the
//! names of sheets. Titles in the prose and names of sheets part only what cannot be one report, since rows stand
//! twice.

use std::ops::Range;
use std::sync::Arc;

use super::header::{is_body, title_line};
use super::title::{Title, read_key_value, split_at_year, year_before};
use super::vocabulary::vocabulary;
use super::{Recognised, Recogniser};
use crate::document::{Document, Paragraph, Place, Row, Table, Within};
use crate::forms::Family;
use crate::problem::ProblemKind;
use crate::report::Report;

/// More reports than one file has.
const MOST_PARTS: usize = 200;

/// A part of a document, and what its sheet is called by.
struct Part {
    document: Document,
    title: Title,
}

/// Whether some rows of a form stand twice.
pub(super) fn has_rows_twice(found: &Recognised) -> bool {
    found.problems.iter().any(|problem| matches!(problem.kind, ProblemKind::DuplicateRow { .. }))
}

/// What a document says as several reports, `None` where it is not clearly that.
pub(super) fn apart(recogniser: &Recogniser, document: &Document) -> Option<Recognised> {
    let ways = [by_titles(document), by_sheets(document)];
    let mut all = ways
        .into_iter()
        .filter(|parts| (2..=MOST_PARTS).contains(&parts.len()))
        .find_map(|parts| read(recogniser, parts))?;
    beside_none(recogniser, document, &mut all);
    Some(all)
}

/// What a document says as the reports that titles in its tables start at some places; `None` where there are none.
pub(super) fn at(recogniser: &Recogniser, document: &Document, starts: &[Place]) -> Option<Recognised> {
    if starts.is_empty() {
        return None;
    }
    let with_prose = |title: &Place| (title.span.start, prose_from(document, title));
    let mut starts: Vec<(usize, usize)> =
        starts.iter().map(|title| with_prose(named_from(document, title).unwrap_or(title))).collect();
    starts.sort_unstable();
    let mut parts = vec![empty(document); starts.len() + 1];
    for table in &document.tables {
        let of_row = |row: &Row| starts.partition_point(|(at, _)| *at <= start(row));
        for rows in table.rows.chunk_by(|one, next| of_row(one) == of_row(next)) {
            if let Some(part) = rows.first().and_then(|row| parts.get_mut(of_row(row))) {
                part.tables.push(Table { rows: rows.to_vec() });
            }
        }
    }
    for paragraph in document.paragraphs.iter().filter(|one| !is_alone(document, one)) {
        let part = starts.partition_point(|(_, from)| *from <= paragraph.place.span.start);
        if let Some(part) = parts.get_mut(part) {
            part.paragraphs.push(paragraph.clone());
        }
    }
    let mut all = Recognised::default();
    for part in parts {
        all.extend(recogniser.recognise_one(&part).0);
    }
    beside_none(recogniser, document, &mut all);
    Some(all)
}

/// The first of the lines that name body and year down to a place.
fn named_from<'d>(document: &'d Document, title: &Place) -> Option<&'d Place> {
    let (table, at) = document.tables.iter().find_map(|table| {
        let at = table.rows.iter().position(|row| row.place() == Some(title))?;
        Some((table, at))
    })?;
    let rows = table.rows.get(..=at)?.iter().rev();
    rows.take_while(|row| read_key_value(row).is_some()).last()?.place()
}

/// Where the prose of a report starts whose title stands at a place: at the title, or above it where no row of the
/// report before stands on the same sheet, or none right above that prose.
fn prose_from(document: &Document, title: &Place) -> usize {
    let is_before = |place: &&Place| place.within == title.within && place.span.start < title.span.start;
    let rows = document.tables.iter().flat_map(|table| &table.rows).filter_map(Row::place).filter(is_before);
    let last = rows.map(|place| place.row).max();
    let prose = document.paragraphs.iter().map(|paragraph| &paragraph.place).filter(is_before);
    let above: Vec<&Place> = prose.filter(|place| last.is_none_or(|last| place.row > last)).collect();
    let is_joined = above.last().is_some_and(|place| place.row + 1 == title.row);
    let is_apart = above.first().is_none_or(|place| last.is_none_or(|last| place.row > last + 1));
    let first = above.first().filter(|_| last.is_none() || is_joined && is_apart);
    first.map_or(title.span.start, |place| place.span.start)
}

/// Whether a paragraph is on a sheet without any table.
fn is_alone(document: &Document, paragraph: &Paragraph) -> bool {
    let places = || document.tables.iter().filter_map(|table| table.rows.first()?.place());
    let within = &paragraph.place.within;
    matches!(within, Within::Sheet(_)) && places().all(|place| place.within != *within)
}

/// Reads the prose that stands beside no table, and so is of none of the reports.
fn beside_none(recogniser: &Recogniser, document: &Document, all: &mut Recognised) {
    let alone = document.paragraphs.iter().filter(|one| is_alone(document, one)).cloned().collect();
    let (found, _) = recogniser.recognise_one(&Document { paragraphs: alone, ..empty(document) });
    all.reports.extend(found.reports);
}

/// A document with nothing of another one but its text.
fn empty(document: &Document) -> Document {
    Document {
        source: Arc::clone(&document.source),
        text: Arc::clone(&document.text),
        encoding: document.encoding,
        tables: Vec::new(),
        paragraphs: Vec::new(),
        properties: None,
    }
}

fn read(recogniser: &Recogniser, parts: Vec<Part>) -> Option<Recognised> {
    let mut all = Recognised::default();
    for Part { document, title } in parts {
        let (mut found, _) = recogniser.recognise_one(&document);
        let is_known = |report: &Report| report.tables.iter().any(|table| &*table.form().family.id != Family::INFERRED);
        if has_rows_twice(&found) || !found.reports.iter().any(is_known) {
            return None;
        }
        for report in &mut found.reports {
            let named = Title { entity: report.entity.take(), period: report.period.take() }.or(title.clone());
            (report.entity, report.period) = (named.entity, named.period);
        }
        all.extend(found);
    }
    Some(all)
}

/// The byte that a row starts at.
fn start(row: &Row) -> usize {
    row.place().map_or(0, |place| place.span.start)
}

/// The byte that a table starts at.
fn top(table: &Table) -> usize {
    table.rows.first().map_or(0, start)
}

/// The parts that start with a title of another body or year. What stands before the first table, as a list of
/// reports does, starts none.
fn by_titles(document: &Document) -> Vec<Part> {
    let paragraphs = document.paragraphs.as_slice();
    let mut cuts: Vec<(usize, Title)> = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let Some(title) = title_line(&paragraph.text).filter(|title| title.period.is_some()) else { continue };
        let before = number.checked_sub(1).and_then(|before| paragraphs.get(before));
        let named = before.filter(|before| title.entity.is_none() && is_body(&before.text));
        let title = Title { entity: title.entity.or_else(|| named.map(|body| body.text.trim().to_owned())), ..title };
        let differs = |(_, last): &(usize, Title)| {
            last.period != title.period
                || last.entity.is_some() && title.entity.is_some() && last.entity != title.entity
        };
        let at = named.unwrap_or(paragraph).place.span.start;
        if cuts.last().is_none_or(differs) {
            cuts.push((at, title));
        }
    }
    // Of several titles without a table between them the last one heads what follows.
    let has_table = |range: &Range<usize>| {
        document.tables.is_empty() || document.tables.iter().any(|table| range.contains(&top(table)))
    };
    let ends: Vec<usize> = cuts.iter().skip(1).map(|(at, _)| *at).chain([usize::MAX]).collect();
    let mut starts: Vec<usize> =
        cuts.iter().zip(ends).filter(|((at, _), end)| has_table(&(*at..*end))).map(|((at, _), _)| *at).collect();
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([usize::MAX]).collect();
    let part = |(from, to): (usize, usize)| Part {
        document: Document {
            tables: document.tables.iter().filter(|table| (from..to).contains(&top(table))).cloned().collect(),
            paragraphs: paragraphs.iter().filter(|one| (from..to).contains(&one.place.span.start)).cloned().collect(),
            ..empty(document)
        },
        title: Title::default(),
    };
    starts.into_iter().zip(ends).map(part).collect()
}

/// The sheets of a workbook, where each is called by a year or a body.
fn by_sheets(document: &Document) -> Vec<Part> {
    let sheet = |within: &Within| match within {
        Within::Sheet(name) => Some(name.clone()),
        _ => None,
    };
    let of_table =
        |table: &Table| table.rows.first().and_then(|row| row.place()).and_then(|place| sheet(&place.within));
    let mut names = Vec::new();
    for name in document.tables.iter().filter_map(of_table) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let part = |name: Arc<str>| {
        let paragraphs = document.paragraphs.iter().filter(|one| sheet(&one.place.within).as_ref() == Some(&name));
        let part = Document {
            tables: document.tables.iter().filter(|table| of_table(table).as_ref() == Some(&name)).cloned().collect(),
            paragraphs: paragraphs.cloned().collect(),
            ..empty(document)
        };
        Some(Part { document: part, title: called(&name)? })
    };
    names.into_iter().map(part).collect::<Option<_>>().unwrap_or_default()
}

/// The body and the year that the name of a sheet tells; `None` where it tells neither.
fn called(name: &str) -> Option<Title> {
    let name = name.trim();
    let (before, period) = match split_at_year(name) {
        Some((before, year, _)) => (before, Some(year)),
        None => match year_before(name, name.len()) {
            Some((at, year)) if !name.get(..at)?.ends_with(char::is_numeric) => (name.get(..at)?, Some(year)),
            _ => (name, None),
        },
    };
    let words = vocabulary();
    let body = before.trim_matches(|sign: char| !sign.is_alphanumeric());
    let entity = (words.is_body(body) || words.is_place(body)).then(|| body.to_owned());
    (entity.is_some() || period.is_some()).then_some(Title { entity, period })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_called_by_year_and_body() {
        let told = |name: &str| called(name).map(|title| (title.entity, title.period));
        let (body, year) = (Some("东河县".to_owned()), Some("2022".to_owned()));
        assert_eq!(told("2022"), Some((None, year.clone())));
        assert_eq!(told("2022年度"), Some((None, year.clone())));
        assert_eq!(told("东河县"), Some((body.clone(), None)));
        for name in ["东河县 2022年", "东河县2022", "东河县-2022"] {
            assert_eq!(told(name), Some((body.clone(), year.clone())), "{name}");
        }
        for name in ["Sheet1", "附表", "申请情况", "20221", ""] {
            assert_eq!(told(name), None, "{name}");
        }
    }
}
