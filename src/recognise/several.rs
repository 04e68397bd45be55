//! Files with several reports one after the other, told apart by their titles in the prose or by the names of
//! sheets. Only what cannot be one report, since rows stand twice, is taken apart.

use std::ops::Range;

use super::header::{is_body, title_line};
use super::title::{Title, split_at_year};
use super::vocabulary::vocabulary;
use super::{Recognised, Recogniser};
use crate::document::{Document, Table, Within};
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
    ways.into_iter().filter(|parts| (2..=MOST_PARTS).contains(&parts.len())).find_map(|parts| read(recogniser, parts))
}

fn read(recogniser: &Recogniser, parts: Vec<Part>) -> Option<Recognised> {
    let mut all = Recognised::default();
    for Part { document, title } in parts {
        let mut found = recogniser.recognise_one(&document);
        let is_known = |report: &Report| report.tables.iter().any(|table| &*table.form().family.id != Family::INFERRED);
        if has_rows_twice(&found) || !found.reports.iter().any(is_known) {
            return None;
        }
        for report in &mut found.reports {
            report.entity = report.entity.take().or_else(|| title.entity.clone());
            report.period = report.period.take().or_else(|| title.period.clone());
        }
        all.reports.extend(found.reports);
        all.problems.extend(found.problems);
    }
    Some(all)
}

/// The bytes that a table stands at.
fn start(table: &Table) -> usize {
    table.rows.first().and_then(|row| row.place()).map_or(0, |place| place.span.start)
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
        document.tables.is_empty() || document.tables.iter().any(|table| range.contains(&start(table)))
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
            tables: document.tables.iter().filter(|table| (from..to).contains(&start(table))).cloned().collect(),
            paragraphs: paragraphs.iter().filter(|one| (from..to).contains(&one.place.span.start)).cloned().collect(),
            properties: None,
            ..document.clone()
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
    let part = |name: std::sync::Arc<str>| {
        let paragraphs = document.paragraphs.iter().filter(|one| sheet(&one.place.within).as_ref() == Some(&name));
        let part = Document {
            tables: document.tables.iter().filter(|table| of_table(table).as_ref() == Some(&name)).cloned().collect(),
            paragraphs: paragraphs.cloned().collect(),
            properties: None,
            ..document.clone()
        };
        Some(Part { document: part, title: called(&name)? })
    };
    names.into_iter().map(part).collect::<Option<_>>().unwrap_or_default()
}

/// The body and the year that the name of a sheet tells; `None` where it tells neither.
fn called(name: &str) -> Option<Title> {
    let name = name.trim();
    let year = || (name.chars().count() == 4).then(|| split_at_year(&format!("{name}年")).map(|(_, year, _)| year));
    let (before, period) = match split_at_year(name) {
        Some((before, year, _)) => (before, Some(year)),
        None => (name, year().flatten()),
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
        assert_eq!(told("东河县 2022年"), Some((body, year)));
        for name in ["Sheet1", "附表", "申请情况", "20221", ""] {
            assert_eq!(told(name), None, "{name}");
        }
    }
}
