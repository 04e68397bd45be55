//! Plain text: a paragraph for each line, and where things stand in a text of lines.

use std::ops::Range;

use super::limits::{Limits, Quantity};
use crate::document::{Paragraph, Place, Within};
use crate::problem::ProblemKind;

/// Where the lines of a text start.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The number of the line, from 1, that a byte stands in.
    fn number(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).max(1)
    }

    /// The character within its line, from 1, that a byte starts.
    pub(super) fn character(&self, byte: usize) -> usize {
        let start = self.starts.get(self.number(byte) - 1).copied().unwrap_or(0);
        self.text.get(start..byte).map_or(1, |before| before.chars().count() + 1)
    }

    pub(super) fn place(&self, span: Range<usize>, column: usize, row: usize, within: Within) -> Place {
        Place { line: self.number(span.start), column, row, span, within }
    }
}

/// The lines of a text that are not blank.
pub(super) fn paragraphs(text: &str, limits: &Limits) -> Result<Vec<Paragraph>, ProblemKind> {
    let mut found = Vec::new();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            if found.len() >= limits.paragraphs {
                return Err(limits.exceeded(Quantity::Paragraphs));
            }
            let indent = line.len() - line.trim_start().len();
            let column = line.get(..indent).map_or(1, |before| before.chars().count() + 1);
            let span = start + indent..start + indent + trimmed.len();
            let place = Place { line: number + 1, column, row: number + 1, span, within: Within::Text };
            found.push(Paragraph { text: trimmed.into(), place });
        }
        start += line.len();
    }
    Ok(found)
}

/// Whether a text of unknown kind is a table: most of its lines have the same delimiter the same
/// number of times, and short fields.
pub(super) fn is_table(text: &str) -> bool {
    const SAMPLE: usize = 400;
    const LONG_FIELD: usize = 40;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    if lines.iter().filter(|line| line.contains('。')).count() * 5 > lines.len() {
        return false;
    }
    [',', '\t', ';'].iter().any(|delimiter| {
        let counts = lines.iter().map(|line| line.matches(*delimiter).count());
        let alike = counts.clone().zip(counts.skip(1)).filter(|(one, next)| one == next && *one > 0).count();
        let fields = lines.iter().flat_map(|line| line.split(*delimiter));
        let long = fields.clone().filter(|field| field.chars().count() > LONG_FIELD).count();
        let all = fields.count();
        alike * 2 >= lines.len().saturating_sub(1) && alike > 0 && long * 10 <= all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_told_from_prose() {
        assert!(is_table("指标,数\n受理,41\n答复,38\n"));
        assert!(is_table("标题\n指标\t本年\t累计\n受理\t41\t306\n答复\t38\t300\n"));
        assert!(!is_table("2018年,全县公开2305条,其中主动公开2238条。\n二是加强领导,明确责任,落实到人。\n"));
        assert!(!is_table("一行\n又一行\n"));
    }

    #[test]
    fn lines_become_paragraphs_with_their_places() {
        let text = "标题\n\n  第二段 \r\n";
        let found = paragraphs(text, &Limits::default()).unwrap();
        let places: Vec<(usize, usize, &str)> =
            found.iter().map(|one| (one.place.line, one.place.column, &text[one.place.span.clone()])).collect();
        assert_eq!(places, [(1, 1, "标题"), (3, 3, "第二段")]);
    }
}
