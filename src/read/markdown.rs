//! Markdown: its tables and its paragraphs, with their places in the file.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::limits::{Limits, Quantity};
use super::lines::Lines;
use crate::document::{Cell, Paragraph, Row, Table, Within};
use crate::problem::ProblemKind;

/// Reads a file.
pub(super) fn read(text: &str, limits: &Limits) -> Result<(Vec<Table>, Vec<Paragraph>), ProblemKind> {
    let lines = Lines::of(text);
    let (mut tables, mut paragraphs) = (Vec::new(), Vec::new());
    let mut table = Table::default();
    let mut cells: Vec<Cell> = Vec::new();
    // The cell or paragraph under way: its text and its range.
    let mut words = String::new();
    let mut range: Option<Range<usize>> = None;
    let mut depth = 0_usize;
    for (event, at) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > limits.depth {
                    return Err(limits.exceeded(Quantity::Depth));
                }
                if matches!(tag, Tag::TableCell | Tag::Paragraph | Tag::Heading { .. } | Tag::Item) {
                    flush(&mut paragraphs, &mut words, &mut range, &lines, limits)?;
                }
            }
            Event::Text(part) | Event::Code(part) => {
                words.push_str(&part);
                range = Some(range.map_or(at.clone(), |known| known.start..at.end));
            }
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match tag {
                    TagEnd::TableCell => {
                        let within = Within::Table(tables.len() + 1);
                        let span = range.take().unwrap_or(at.start..at.start);
                        let place = lines.place(span, cells.len() + 1, table.rows.len() + 1, within);
                        cells.push(Cell { text: std::mem::take(&mut words).trim().into(), place });
                        if cells.len() > limits.columns {
                            return Err(limits.exceeded(Quantity::Columns));
                        }
                    }
                    TagEnd::TableHead | TagEnd::TableRow => {
                        table.rows.push(Row { cells: std::mem::take(&mut cells) });
                        if table.rows.len() > limits.rows {
                            return Err(limits.exceeded(Quantity::Rows));
                        }
                    }
                    TagEnd::Table => {
                        table.rows.retain(|row| row.cells.iter().any(|cell| !cell.is_blank()));
                        tables.push(std::mem::take(&mut table));
                    }
                    TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock => {
                        flush(&mut paragraphs, &mut words, &mut range, &lines, limits)?;
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    flush(&mut paragraphs, &mut words, &mut range, &lines, limits)?;
    Ok((tables, paragraphs))
}

fn flush(
    paragraphs: &mut Vec<Paragraph>,
    words: &mut String,
    range: &mut Option<Range<usize>>,
    lines: &Lines<'_>,
    limits: &Limits,
) -> Result<(), ProblemKind> {
    let text = std::mem::take(words);
    let Some(span) = range.take().filter(|_| !text.trim().is_empty()) else { return Ok(()) };
    if paragraphs.len() >= limits.paragraphs {
        return Err(limits.exceeded(Quantity::Paragraphs));
    }
    let number = paragraphs.len() + 1;
    let column = lines.character(span.start);
    let place = lines.place(span, column, number, Within::Text);
    paragraphs.push(Paragraph { text: text.trim().into(), place });
    Ok(())
}
