//! One form for the many ways to print the same sentence: widths, spaces and invisible signs fall
//! away, and every sign keeps the place that it was printed at.

use std::ops::Range;

use crate::number::is_chinese;

/// A text in half-width signs, with the way back to the printed one.
pub(super) struct Folded {
    pub(super) text: String,
    /// Where in the printed text the sign at each byte starts; one more for the end.
    origin: Vec<usize>,
}

impl Folded {
    pub(super) fn of(printed: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(printed.len()), origin: Vec::with_capacity(printed.len()) };
        let mut signs = printed.char_indices().peekable();
        let mut before = ' ';
        while let Some((start, sign)) = signs.next() {
            if is_invisible(sign) {
                continue;
            }
            if sign.is_whitespace() {
                // A space between letters or digits of the Latin script parts two words.
                let next = signs.peek().map_or(' ', |(_, next)| half_width(*next));
                if before.is_ascii_alphanumeric() && next.is_ascii_alphanumeric() {
                    folded.push(start, ' ');
                    before = ' ';
                }
                continue;
            }
            let next = signs.peek().map_or(' ', |(_, next)| half_width(*next));
            before = if is_full_stop(before, sign, next) { '。' } else { half_width(sign) };
            folded.push(start, before);
        }
        folded.origin.push(printed.len());
        folded
    }

    fn push(&mut self, start: usize, sign: char) {
        self.text.push(sign);
        self.origin.resize(self.text.len(), start);
    }

    /// The bytes of the printed text that a range of the folded one stands for.
    pub(super) fn printed(&self, range: &Range<usize>, text: &str) -> Range<usize> {
        let end_of_text = text.len();
        let start = self.origin.get(range.start).copied().unwrap_or(end_of_text);
        let end = self.origin.get(range.end).copied().unwrap_or(end_of_text).max(start);
        let kept = text.get(start..end).map_or(0, |inside| inside.trim_end().len());
        start..start + kept
    }
}

fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Whether a point ends a sentence: `公开317条.收到申请7件`. One behind a numeral may number a heading.
fn is_full_stop(before: char, sign: char, next: char) -> bool {
    half_width(sign) == '.'
        && is_chinese(before)
        && !"一二三四五六七八九十零百千".contains(before)
        && !next.is_ascii_alphanumeric()
        && next != '.'
}

fn half_width(sign: char) -> char {
    match sign {
        '！'..='～' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
        '‐'..='―' | '−' | '─' | '━' | '﹣' => '-',
        '﹐' | '﹑' => ',',
        '﹪' => '%',
        '∶' => ':',
        '｡' => '。',
        '〜' => '~',
        '「' | '『' => '“',
        '」' | '』' => '”',
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spaces_fall_away_and_places_stay() {
        let printed = "占 ９７.09 ％；APP 2 个";
        let folded = Folded::of(printed);
        assert_eq!(folded.text, "占97.09%;APP 2个");
        let at = folded.text.find("97.09%").unwrap();
        assert_eq!(&printed[folded.printed(&(at..at + 6), printed)], "９７.09 ％");
    }

    #[test]
    fn signs_of_any_width_and_font_are_one() {
        for (printed, plain) in [
            ("～０９ａＺ％", "~09aZ%"),
            ("‐‑‒–—―−─━﹣－", "-----------"),
            ("﹐﹑，", ",,,"),
            ("﹪％", "%%"),
            ("∶：", "::"),
            ("｡。", "。。"),
            ("〜～", "~~"),
            ("「甲」『乙』“丙”", "“甲”“乙”“丙”"),
        ] {
            assert_eq!(Folded::of(printed).text, plain);
        }
    }

    #[test]
    fn a_point_behind_a_word_ends_a_sentence() {
        let folded = |text: &str| Folded::of(text).text;
        assert_eq!(folded("公开317条.收到7件，占3.5%．"), "公开317条。收到7件,占3.5%.");
        assert_eq!(folded("一.概述 见网站www.a.cn 建议…2.5件"), "一.概述见网站www.a.cn建议…2.5件");
    }

    proptest! {
        #[test]
        fn every_range_leads_back_into_the_text(printed in ".{0,40}", from in 0_usize..60, length in 0_usize..60) {
            let folded = Folded::of(&printed);
            let range = folded.printed(&(from..from + length), &printed);
            prop_assert!(printed.get(range).is_some());
        }
    }
}
