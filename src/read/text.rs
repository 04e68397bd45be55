//! Plain text: a table of separated fields, Markdown, or prose with a line or so a paragraph. Lines
//! of prose that tabs divide alike are a table, as programs paste them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::budget::Budget;
use super::inline::{self, Inline};
use super::{Content, Refusal, csv, drawn, encoding, markdown, ruled, spaced};
use crate::document::{Cell, Paragraph, Place, Row, Table, Within};
use crate::limits::Limits;
use crate::number::looks_numeric;
use crate::problem::ProblemKind;

/// What a text is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Table,
    Markdown,
    Prose,
}

/// Lines that end within so many columns of the longest are taken for wrapped there.
const WRAP_SLACK: usize = 3;
/// The widths, in columns, that programs wrap lines at.
const WRAPPED: std::ops::RangeInclusive<usize> = 40..=120;

/// Reads a text; where the layout is not given, its lines tell.
///
/// # Errors
/// What [`encoding::decode`] and [`csv::tables`] refuse, and the limits.
pub(super) fn read(bytes: Vec<u8>, layout: Option<Layout>, limits: &Limits) -> Result<Content, Refusal> {
    let (text, encoding) = encoding::decode(bytes)?;
    let is_filler = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';');
    if text.chars().all(is_filler) {
        return Err(ProblemKind::Empty.into());
    }
    let (tables, paragraphs) = match layout.unwrap_or_else(|| layout_of(&text)) {
        Layout::Table => (csv::tables(&text, limits)?, Vec::new()),
        Layout::Markdown => markdown::read(&text, limits)?,
        Layout::Prose => prose(&text, limits)?,
    };
    Ok(Content { text, encoding, tables, paragraphs })
}

fn layout_of(text: &str) -> Layout {
    if drawn::has_table(text) {
        return Layout::Prose;
    }
    if markdown::has_table(text) {
        return Layout::Markdown;
    }
    match csv::delimiter_of_table(text) {
        Some(b'\t') if text.lines().any(is_prose) || is_ragged(text) => Layout::Prose,
        Some(b'|') if !is_piped(text) => Layout::Prose,
        Some(_) => Layout::Table,
        None => Layout::Prose,
    }
}

/// A sentence between tables of tabs, or what a report says of itself there, is as much worth as the
/// tables.
fn is_prose(line: &str) -> bool {
    !line.contains('\t') && line.contains(['。', '：'])
}

/// Whether bars divide lines of figures, and do not stand around them as in a drawn table.
fn is_piped(text: &str) -> bool {
    let has_figure = |line: &&str| line.split('|').any(|field| looks_numeric(field.trim()));
    let barred = || text.lines().filter(|line| line.contains('|'));
    let framed = barred().filter(|line| line.trim().starts_with('|') && line.trim().ends_with('|')).count();
    let is_ruled = || text.lines().any(drawn::is_rule);
    framed * 2 < barred().count() && barred().filter(has_figure).count() > 1 && !is_ruled()
}

/// Whether the rows of some table of tabs have different numbers of fields. A program that writes
/// tables for others quotes what needs it and leaves no field out.
fn is_ragged(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let differ =
        |two: &[&str]| matches!(two, [one, next] if fields(one) > 1 && fields(next) > 1 && fields(one) != fields(next));
    !text.contains('"') && lines.windows(2).any(differ)
}

/// A line of the text without its line break.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub(super) number: usize,
    pub(super) start: usize,
    pub(super) text: &'t str,
}

impl Line<'_> {
    /// The place of some of its bytes.
    pub(super) fn place(&self, bytes: Range<usize>) -> Place {
        let column = self.text.get(..bytes.start).map_or(0, |before| before.chars().count()) + 1;
        let span = self.start + bytes.start..self.start + bytes.end;
        Place { line: self.number, column, row: self.number, span, within: Within::Text }
    }
}

fn prose(text: &str, limits: &Limits) -> Result<(Vec<Table>, Vec<Paragraph>), Refusal> {
    let lines = lines(text);
    let wrap = wrap_column(&lines);
    let (mut tables, mut paragraphs, mut budget) = (Vec::new(), Vec::new(), Budget::new(limits));
    let aligned = spaced::tables(&lines, limits).map_err(|refused| Refusal {
        kind: refused.over.into(),
        place: lines.get(refused.line).map(|line| line.place(0..0)),
    })?;
    let mut set = ruled::tables(&lines);
    let ruled: BTreeSet<usize> = set.iter().flat_map(|(taken, _)| taken.clone()).collect();
    set.extend(aligned.into_iter().filter(|(taken, _)| ruled.range(taken.clone()).next().is_none()));
    set.sort_by_key(|(taken, _)| taken.start);
    let mut set = set.into_iter().peekable();
    let mut rest = lines.as_slice();
    let mut looked_at = 0;
    while let Some(first) = rest.first() {
        if let Some((taken, table)) = set.next_if(|(taken, _)| taken.start + 1 == first.number) {
            count_rows(&table, &mut budget)?;
            tables.push(table);
            rest = rest.get(taken.len()..).unwrap_or_default();
            continue;
        }
        if first.number > looked_at {
            let (count, table) = drawn::table(rest);
            looked_at = first.number + count.saturating_sub(1);
            if let Some(table) = table {
                count_rows(&table, &mut budget)?;
                tables.push(table);
                rest = rest.get(count..).unwrap_or_default();
                continue;
            }
        }
        let tabbed = rest.iter().take_while(|line| fields(line.text) > 1).count();
        let (rows, _) = rest.split_at(tabbed);
        let taken = if tabbed > 1 && rows.iter().all(|line| fields(line.text) == fields(first.text)) {
            tables.push(table(rows, &mut budget)?);
            tabbed
        } else if tabbed > 0 {
            // What merged cells cover leaves no field, so that which column a field is in is not told
            // by its number. The labels tell, later.
            for row in rows {
                budget.paragraph()?;
                paragraphs.extend(row_paragraph(*row));
            }
            tabbed
        } else {
            let wrapped = rest.windows(2).take_while(|two| matches!(two, [one, next] if continues(*one, *next, wrap)));
            let taken = wrapped.count() + 1;
            let (own, _) = rest.split_at(taken);
            budget.paragraph().map_err(|over| Refusal::at(over, first.place(0..first.text.len())))?;
            paragraphs.extend(paragraph(own));
            taken
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    Ok((tables, paragraphs))
}

fn count_rows(table: &Table, budget: &mut Budget) -> Result<(), Refusal> {
    for (number, row) in table.rows.iter().enumerate() {
        let refused = |over| Refusal { kind: ProblemKind::from(over), place: row.place().cloned() };
        budget.row(number, row.cells.len()).map_err(refused)?;
    }
    Ok(())
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut number) = (0, 1);
    for line in text.split_inclusive(['\n', '\r']) {
        let end = line.trim_end_matches(['\n', '\r']);
        // The second half of a CRLF is no line of its own.
        let is_half = line == "\n" && text.get(..start).is_some_and(|before| before.ends_with('\r'));
        if !is_half {
            lines.push(Line { number, start, text: end });
            number += 1;
        }
        start += line.len();
    }
    lines
}

/// The number of fields that tabs make.
fn fields(line: &str) -> usize {
    line.trim_matches(['\u{c}', ' ']).split('\t').count()
}

fn table(lines: &[Line<'_>], budget: &mut Budget) -> Result<Table, Refusal> {
    let mut table = Table::default();
    for line in lines {
        let (mut cells, mut start) = (Vec::new(), line.start);
        for (column, field) in line.text.split('\t').enumerate() {
            let span = start..start + field.len();
            let place = Place { line: line.number, column: column + 1, row: line.number, span, within: Within::File };
            cells.push(Cell { text: field.into(), place });
            start += field.len() + 1;
        }
        budget.row(table.rows.len(), cells.len()).map_err(|over| Refusal::at(over, line.place(0..line.text.len())))?;
        let row = Row { cells };
        if row.filled().next().is_some() {
            table.rows.push(row);
        }
    }
    Ok(table)
}

/// A line whose tabs may stand for blank cells: it stays as printed.
fn row_paragraph(line: Line<'_>) -> Option<Paragraph> {
    let text = line.text.trim_matches(['\u{c}', ' ']);
    let start = line.text.find(text)?;
    (!text.trim().is_empty()).then(|| Paragraph { text: text.into(), place: line.place(start..start + text.len()) })
}

fn paragraph(lines: &[Line<'_>]) -> Option<Paragraph> {
    let mut joined = Inline::default();
    for line in lines {
        joined.push(line.text, &(line.start..line.start + line.text.len()), false);
        joined.push("\n", &(0..0), false);
    }
    let piece = joined.take()?;
    let first = lines.first()?;
    let indent = first.text.len() - first.text.trim_start().len();
    // A paragraph of one line stays as printed, so that its text is what its span holds.
    let text = if lines.len() == 1 { first.text.trim() } else { piece.text.as_str() };
    let place = Place { span: piece.span, ..first.place(indent..indent) };
    Some(Paragraph { text: text.into(), place })
}

/// The column that the text is wrapped at, where several full lines end there.
fn wrap_column(lines: &[Line<'_>]) -> Option<usize> {
    let is_prose = |line: &&Line<'_>| !has_columns(line.text) && !drawn::is_drawn(line.text);
    let widths: Vec<usize> = lines.iter().filter(is_prose).map(|line| width(line.text)).collect();
    let longest = widths.iter().copied().max()?;
    let full = widths.iter().filter(|width| **width + WRAP_SLACK >= longest).count();
    (WRAPPED.contains(&longest) && full >= 3).then_some(longest)
}

/// Whether a line is full, ends within a sentence, and the next one goes on without an indent.
fn continues(line: Line<'_>, next: Line<'_>, wrap: Option<usize>) -> bool {
    let is_full = wrap.is_some_and(|wrap| width(line.text) + WRAP_SLACK >= wrap);
    let ends = line.text.trim_end().ends_with(['。', '！', '？', '；', '：', '.', '!', '?', ';', ':']);
    let goes_on = next.text.starts_with(|sign: char| !sign.is_whitespace());
    is_full
        && !ends
        && goes_on
        && !drawn::is_drawn(next.text)
        && fields(next.text) == 1
        && !has_columns(line.text)
        && !has_columns(next.text)
}

/// Whether runs of spaces, or full-width ones, set a line in columns.
fn has_columns(text: &str) -> bool {
    text.trim().contains("  ") || text.trim().contains('\u{3000}')
}

/// Columns that a text takes.
fn width(text: &str) -> usize {
    text.trim_end().chars().map(inline::width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Content {
        read(text.as_bytes().to_vec(), None, &Limits::DEFAULT).unwrap()
    }

    fn paragraphs(content: &Content) -> Vec<(&str, usize, usize, &str)> {
        let of = |paragraph: &Paragraph| (paragraph.place.line, paragraph.place.column, paragraph.place.span.clone());
        let shown = |paragraph| {
            let (line, column, span) = of(paragraph);
            (line, column, &content.text[span])
        };
        content.paragraphs.iter().map(|one| (&*one.text, shown(one))).map(|(a, (b, c, d))| (a, b, c, d)).collect()
    }

    #[test]
    fn each_line_of_prose_is_a_paragraph() {
        let content = read_text("标题\r\n\r\n  共158件: 89件 + 69件。\n\n第二段,有逗号。\n");
        let expected = [
            ("标题", 1, 1, "标题"),
            ("共158件: 89件 + 69件。", 3, 3, "共158件: 89件 + 69件。"),
            ("第二段,有逗号。", 5, 1, "第二段,有逗号。"),
        ];
        assert_eq!(paragraphs(&content), expected);
        assert!(content.tables.is_empty());
    }

    #[test]
    fn lines_that_are_clearly_wrapped_are_joined() {
        let line = "政府信息公开".repeat(6);
        let content = read_text(&format!("{line}\n{line}\n{line}\n共158件。\n{line}。\n　　第二段\n"));
        let texts: Vec<&str> = content.paragraphs.iter().map(|one| &*one.text).collect();
        assert_eq!(texts[0], format!("{line}{line}{line}共158件。"));
        assert_eq!(texts.len(), 3);
        let short = read_text("一、概述\n二、主动公开\n三、依申请公开\n");
        assert_eq!(short.paragraphs.len(), 3);
    }

    #[test]
    fn lines_set_in_columns_are_not_joined() {
        let line = "政府网站公开的信息数　　　　　　　　件/条　　1520　　11998";
        assert_eq!(read_text(&format!("{line}\n{line}\n{line}\n{line}\n")).paragraphs.len(), 4);
    }

    #[test]
    fn tabs_within_prose_make_a_table() {
        let content = read_text("一、概述\n如下。\n指标\t本年\n收到\t306\n以上。\n完\t了\n再见\n共。\n");
        assert_eq!((content.tables.len(), content.paragraphs.len()), (1, 6));
        let cell = &content.tables[0].rows[1].cells[1];
        assert_eq!((&*cell.text, cell.place.line, cell.place.column), ("306", 4, 2));
        assert_eq!(&content.text[cell.place.span.clone()], "306");
    }

    #[test]
    fn lines_of_as_many_fields_are_a_table() {
        for text in ["项目,本年\n收到,3\n", "项目\t本年\n收到\t3\n", "标题\n\n项目;本年\n收到;3\n"]
        {
            assert_eq!(layout_of(text), Layout::Table, "{text:?}");
        }
        for text in ["项目\n收到\n", "一，二\n三，四\n", "a, b\nc\nd\ne\nf, g\n"] {
            assert_eq!(layout_of(text), Layout::Prose, "{text:?}");
        }
        assert_eq!(layout_of("标题\n项目\t本年\n收到\t3\n共三件。\n"), Layout::Prose);
        assert_eq!(layout_of("| 项目 | 本年 |\n|---|---:|\n| 收到 | 3 |\n"), Layout::Markdown);
    }
}
