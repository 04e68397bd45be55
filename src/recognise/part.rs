//! A part of a paragraph and the place where it stands.

use std::ops::Range;

use crate::document::{Paragraph, Place, Within};

/// The place of some bytes of a paragraph. Where the paragraph is not printed as one piece of the
/// file, all of it is the best place there is.
pub(super) fn place_of(paragraph: &Paragraph, bytes: Range<usize>) -> Place {
    let whole = &paragraph.place;
    let before = paragraph.text.get(..bytes.start).filter(|_| whole.span.len() == paragraph.text.len());
    let Some(before) = before else { return whole.clone() };
    // A place on a page counts columns, one in a table cells, not characters.
    let counts = |sign: &char| match whole.within {
        Within::Page(_) => *sign == '\t',
        Within::File | Within::Sheet(_) | Within::Table(_) | Within::Markup(_) => false,
        Within::Text | Within::Paragraph(_) | Within::Part(_) => true,
    };
    Place {
        column: whole.column + before.chars().filter(counts).count(),
        span: whole.span.start + bytes.start..whole.span.start + bytes.end.min(paragraph.text.len()),
        ..whole.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_its_own_place() {
        let place = Place { line: 3, column: 1, row: 3, span: 10..24, within: Within::Text };
        let paragraph = |text: &str| Paragraph { text: text.into(), place: place.clone() };
        let part = place_of(&paragraph("年报 2018年"), 7..11);
        assert_eq!((part.line, part.column, part.span), (3, 4, 17..21));
        assert_eq!(place_of(&paragraph("年报2018"), 6..10), place);
        let cell = Place { within: Within::Sheet("年报".into()), ..place };
        let part = place_of(&Paragraph { text: "年报 2018年".into(), place: cell }, 7..11);
        assert_eq!((part.cell_name().as_str(), part.span), ("年报!A3", 17..21));
    }
}
