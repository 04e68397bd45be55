//! Runs of text to the text that a reader sees: white space is one space, or none between Chinese
//! characters that only a line break of the source parts.

use std::ops::Range;

/// A piece of text as a reader sees it, and where it stands in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// A piece in the making.
#[derive(Default)]
pub(super) struct Inline {
    piece: Option<Piece>,
    gap: Gap,
    has_link: bool,
    /// Whether some words are no link. A day or a number beside a link is still navigation.
    has_plain_words: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    /// A line break of the source, which only wraps it.
    Wrap,
    Space,
    /// A line break that is shown.
    Break,
}

impl Inline {
    /// Adds text that stands at a span of the source.
    pub(super) fn push(&mut self, text: &str, span: &Range<usize>, linked: bool) {
        let exact = text.len() == span.len();
        for (at, sign) in text.char_indices() {
            if matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}') {
                continue;
            }
            if sign.is_whitespace() {
                self.gap = match (self.gap, sign) {
                    (Gap::Break, _) => Gap::Break,
                    (_, '\n' | '\r') | (Gap::Wrap, _) => Gap::Wrap,
                    _ => Gap::Space,
                };
                continue;
            }
            let place = if exact { span.start + at..span.start + at + sign.len_utf8() } else { span.clone() };
            self.sign(sign, &place);
            self.has_link |= linked;
            self.has_plain_words |= !linked && sign.is_alphabetic() && !matches!(sign, '年' | '月' | '日');
        }
    }

    /// A line break that is shown.
    pub(super) fn line_break(&mut self) {
        self.gap = Gap::Break;
    }

    /// The piece, unless there is none; the next one starts anew.
    pub(super) fn take(&mut self) -> Option<Piece> {
        std::mem::take(self).piece
    }

    /// The piece, unless it is nothing but links.
    pub(super) fn take_prose(&mut self) -> Option<Piece> {
        let done = std::mem::take(self);
        done.piece.filter(|_| done.has_plain_words || !done.has_link)
    }

    fn sign(&mut self, sign: char, place: &Range<usize>) {
        let gap = std::mem::take(&mut self.gap);
        let Some(piece) = &mut self.piece else {
            self.piece = Some(Piece { text: sign.to_string(), span: place.clone() });
            return;
        };
        let last = piece.text.chars().next_back().unwrap_or(' ');
        match gap {
            Gap::Wrap if is_chinese(last) && is_chinese(sign) => {}
            Gap::Wrap | Gap::Space => piece.text.push(' '),
            Gap::Break => piece.text.push('\n'),
            Gap::None => {}
        }
        piece.text.push(sign);
        piece.span.end = piece.span.end.max(place.end);
        piece.span.start = piece.span.start.min(place.start);
    }
}

/// A raised text in signs that are raised themselves, so that the mark of a footnote is no digit of the
/// figure before it.
pub(super) fn raised(text: &str) -> String {
    let sign = |sign: char| sign.to_digit(10).and_then(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(usize::try_from(digit).ok()?));
    text.chars().map(|one| sign(one).unwrap_or(one)).collect()
}

/// Characters and signs that are set without spaces.
pub(super) fn is_chinese(sign: char) -> bool {
    matches!(sign, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
        || matches!(sign, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// Columns that a sign takes in a text of signs of one width: a Chinese one is two wide.
pub(super) fn width(sign: char) -> usize {
    if is_chinese(sign) { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Option<Piece> {
        let mut inline = Inline::default();
        inline.push(source, &(0..source.len()), false);
        inline.take()
    }

    #[test]
    fn white_space_is_shown_as_a_reader_sees_it() {
        for (source, text) in [
            ("  主动\u{a0}公开 \n ", "主动 公开"),
            ("主动\n  公开", "主动公开"),
            ("共158\n件", "共158 件"),
            ("the\nend", "the end"),
            ("\u{feff}一\u{3000}、", "一 、"),
            ("2\u{200b}238\u{ad}件", "2238件"),
        ] {
            assert_eq!(of(source).unwrap().text, text);
        }
        assert_eq!(of(" \u{3000}\n"), None);
    }

    #[test]
    fn spans_leave_out_what_is_not_shown() {
        assert_eq!(of("  306 \n").unwrap().span, 2..5);
        let mut inline = Inline::default();
        inline.push("1", &(10..11), false);
        inline.push("\u{a0}", &(20..26), false);
        inline.push("2", &(30..31), true);
        assert_eq!(inline.take(), Some(Piece { text: "1 2".into(), span: 10..31 }));
    }

    #[test]
    fn links_alone_are_no_prose() {
        let mut inline = Inline::default();
        inline.push("首页", &(0..6), true);
        assert_eq!(inline.take_prose(), None);
        inline.push("首页", &(0..6), true);
        inline.push("[2018年1月10日]", &(6..23), false);
        assert_eq!(inline.take_prose(), None);
        inline.push("306", &(0..3), false);
        assert!(inline.take_prose().is_some());
        inline.push("首页", &(0..6), true);
        inline.push("有", &(6..9), false);
        assert!(inline.take_prose().is_some());
    }
}
