//! Bytes of a text to lines and characters.

use std::cell::Cell;
use std::ops::Range;

use crate::document::{Place, Within};

/// Where the lines of a text start. Line breaks are `\n`, `\r\n` and `\r`.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// The last place that was asked for, with its column: the next is nearly always behind it.
    last: Cell<(usize, usize)>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = |at: usize| match bytes.get(at) {
            Some(b'\n') => true,
            Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(|at| ends(*at)).map(|at| at + 1)).collect();
        Self { text, starts, last: Cell::new((0, 1)) }
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).max(1)
    }

    /// The place of a piece of prose.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        let (line, column) = self.locate(span.start);
        Place { line, column, row: line, span, within: Within::Text }
    }

    /// The line of a byte and the character within it, both from 1.
    pub(super) fn locate(&self, at: usize) -> (usize, usize) {
        let line = self.line(at);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let (last, column) = self.last.get();
        let (from, before) = if (start..=at).contains(&last) { (last, column) } else { (start, 1) };
        let column = before + self.text.get(from..at).map_or(0, |text| text.chars().count());
        self.last.set((at, column));
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_characters_count_from_one() {
        let text = "一二\r\n三\r四\n五六七";
        let lines = Lines::of(text);
        let at = |sign: char| lines.locate(text.find(sign).unwrap());
        let found: Vec<_> = "一二三四五六七六一".chars().map(at).collect();
        assert_eq!(found, [(1, 1), (1, 2), (2, 1), (3, 1), (4, 1), (4, 2), (4, 3), (4, 2), (1, 1)]);
        assert_eq!(lines.line(text.len()), 4);
    }
}
