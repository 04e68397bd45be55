//! Tables in plain text whose columns a line of dashes in several runs sets, under the heading and perhaps around
//! the table. Where a text does not keep to the runs there is none. What a cell means is not known here.

use std::ops::Range;

use super::inline::width;
use super::text::Line;
use crate::document::{Cell, Row, Table};

/// Signs of the shortest run.
const SHORTEST_RUN: usize = 2;

/// The tables among some lines, by the lines that they take.
pub(super) fn tables(lines: &[Line<'_>]) -> Vec<(Range<usize>, Table)> {
    let mut found: Vec<(Range<usize>, Table)> = Vec::new();
    let mut from = 0;
    for (at, line) in lines.iter().enumerate() {
        if at < from || !is_rule(line.text) {
            continue;
        }
        // Above the first line of dashes stands the heading, or nothing where one goes around the table.
        let is_text = |at: usize| lines.get(at).is_some_and(|line| !line.text.trim().is_empty());
        let start = if at > from && is_text(at - 1) { at - 1 } else { at };
        let count = lines.iter().skip(start).take_while(|line| !line.text.trim().is_empty()).count();
        from = start + count;
        let own = lines.get(start..from).unwrap_or_default();
        found.extend([1, 2].iter().find_map(|wide| made(own, line.text, *wide)).map(|table| (start..from, table)));
    }
    found
}

/// Whether a line is nothing but several runs of dashes.
fn is_rule(text: &str) -> bool {
    let mut runs = text.split_whitespace();
    let is_run = |run: &str| {
        let mut signs = run.chars();
        let first = signs.next().filter(|sign| matches!(sign, '-' | '=' | '─'));
        first.is_some_and(|first| signs.all(|sign| sign == first)) && run.chars().count() >= SHORTEST_RUN
    };
    text.split_whitespace().nth(1).is_some() && runs.all(is_run)
}

/// The columns of the runs and the bytes between blanks: a Chinese character is as wide as told.
fn spread(text: &str, wide: usize) -> impl Iterator<Item = (usize, usize, char)> {
    text.char_indices().scan(0, move |at, (byte, sign)| {
        let own = *at;
        *at += width(sign).min(wide);
        Some((own, byte, sign))
    })
}

fn runs(rule: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _, _) in spread(rule, 1).filter(|(_, _, sign)| !sign.is_whitespace()) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// The table, if no text leaves its column.
fn made(lines: &[Line<'_>], rule: &str, wide: usize) -> Option<Table> {
    let runs = runs(rule);
    let mut table = Table::default();
    for line in lines.iter().filter(|line| !is_rule(line.text)) {
        let mut bytes: Vec<Option<Range<usize>>> = vec![None; runs.len()];
        let mut column = 0;
        for (at, byte, sign) in spread(line.text, wide).filter(|(_, _, sign)| !sign.is_whitespace()) {
            while runs.get(column)?.end <= at {
                column += 1;
            }
            runs.get(column).filter(|run| run.contains(&at))?;
            let end = byte + sign.len_utf8();
            let own = bytes.get_mut(column)?;
            *own = Some(own.as_ref().map_or(byte..end, |own| own.start..end));
        }
        let cell = |bytes: Option<Range<usize>>| {
            let bytes = bytes.unwrap_or(line.text.len()..line.text.len());
            Cell { text: line.text.get(bytes.clone()).unwrap_or_default().into(), place: line.place(bytes) }
        };
        let row = Row { cells: bytes.into_iter().map(cell).collect() };
        // Two fields in one column: signs are not as wide as taken.
        if row.cells.iter().any(|cell| cell.text.contains("  ")) {
            return None;
        }
        table.rows.push(row);
    }
    (table.rows.len() > 1).then_some(table)
}
