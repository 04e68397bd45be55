//! Where the parts of a paragraph stand in the file it was read from, whose lines may be broken and marked
//! where the paragraph's are not. What the parts mean is not known here.

use std::cell::Cell;
use std::ops::Range;

use crate::document::{Paragraph, Place, Within};

/// A paragraph beside the source that it was read from, to tell where its parts stand.
pub(super) struct Printed<'p> {
    paragraph: &'p Paragraph,
    source: &'p str,
    /// Where in the source each byte of the text stands, and the end, counted from the paragraph's start; `None`
    /// where the source holds the text as it is.
    origin: Option<Vec<usize>>,
    /// How far the source was counted last: nearly every place asked for is behind the one before.
    counted: Cell<Counted>,
}

/// A point in a source, with the lines before it and the characters before it on its own line.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    byte: usize,
    lines: usize,
    characters: usize,
}

impl Counted {
    /// The point behind a further piece of the source.
    fn past(self, piece: &str) -> Self {
        let lines = piece.bytes().filter(|byte| *byte == b'\n').count();
        let own = piece.rsplit('\n').next().unwrap_or_default().chars().count();
        Self {
            byte: self.byte + piece.len(),
            lines: self.lines + lines,
            characters: if lines == 0 { self.characters + own } else { own },
        }
    }
}

/// How many characters ahead in a source a sign is looked for: a mark is short, the address of a link is not.
const LONGEST_GAP: usize = 2048;

impl<'p> Printed<'p> {
    /// `text` is the text of the file.
    pub(super) fn of(paragraph: &'p Paragraph, text: &'p str) -> Self {
        let source = text.get(paragraph.place.span.clone()).filter(|_| paragraph.place.is_in_file());
        let source = source.unwrap_or(&paragraph.text);
        let origin = (*source != *paragraph.text).then(|| origin(&paragraph.text, source));
        Self { paragraph, source, origin, counted: Cell::default() }
    }

    /// The lines and characters before a byte of the source.
    fn counted(&self, byte: usize) -> Option<Counted> {
        let last = self.counted.get();
        let from = if last.byte <= byte { last } else { Counted::default() };
        let counted = from.past(self.source.get(from.byte..byte)?);
        self.counted.set(counted);
        Some(counted)
    }

    /// The place of a range of the paragraph's text.
    pub(super) fn place(&self, range: &Range<usize>) -> Option<Place> {
        let Place { line, column, row, span, .. } = &self.paragraph.place;
        let at = |byte: usize| self.origin.as_ref().map_or(Some(byte), |origin| origin.get(byte).copied());
        let (start, end) = (at(range.start)?, at(range.end)?);
        let span = span.start + start..span.start + end;
        let place = &self.paragraph.place;
        // Within a cell every piece stands in that cell.
        if matches!(place.within, Within::File | Within::Sheet(_) | Within::Table(_) | Within::Page(_)) {
            return Some(Place { span, ..place.clone() });
        }
        let Counted { lines, characters, .. } = self.counted(start)?;
        Some(Place {
            line: line + lines,
            column: characters + if lines == 0 { *column } else { 1 },
            row: row + lines,
            span,
            within: place.within.clone(),
        })
    }
}

/// For each byte of `text` where its sign stands in `source`, which has line breaks, spaces and marks besides.
fn origin(text: &str, source: &str) -> Vec<usize> {
    let (mut origin, mut at) = (Vec::with_capacity(text.len() + 1), 0);
    for sign in text.chars() {
        let rest = source.get(at..).unwrap_or_default();
        // A space may have been put in where lines were joined.
        let reach = if sign.is_whitespace() { 1 } else { LONGEST_GAP };
        let gap = rest.char_indices().take(reach).find(|(_, other)| *other == sign).map(|(gap, _)| gap);
        let start = at + gap.unwrap_or(0);
        origin.resize(origin.len() + sign.len_utf8(), start);
        at = start + gap.map_or(0, |_| sign.len_utf8());
    }
    origin.push(at);
    origin
}

#[cfg(test)]
mod tests {
    use super::Printed;
    use crate::document::{Paragraph, Place, Within};

    #[test]
    fn places_in_wrapped_prose_are_those_of_the_source() {
        let source = "标题\n  全年共受理\n申请158件，其中\n网上 89 件。";
        let place = Place { line: 2, column: 3, row: 2, span: 9..source.len(), within: Within::Text };
        let paragraph = Paragraph { text: "全年共受理申请158件，其中网上 89 件。".into(), place };
        let printed = Printed::of(&paragraph, source);
        for (piece, line, column) in [("全年", 2, 3), ("158件", 3, 3), ("89", 4, 4)] {
            let start = paragraph.text.find(piece).unwrap();
            let place = printed.place(&(start..start + piece.len())).unwrap();
            assert_eq!((place.line, place.row, place.column, &source[place.span]), (line, line, column, piece));
        }
    }
}
