//! One form for the many ways to type the same sign: full-width letters, dashes, white space.
//! Deliberately not NFKC, which would turn `12²` with its footnote mark into 122.

use std::borrow::Cow;

/// The text in half-width signs without surrounding white space and without invisible signs.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|sign: char| sign.is_whitespace() || is_invisible(sign));
    if text.chars().all(|sign| sign.is_ascii_graphic() || sign == ' ' || is_chinese(sign)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&sign| !is_invisible(sign)).map(folded).collect())
}

/// Whether a sign is a Chinese character of the block in which nearly all stand. Folding changes none of them.
pub(crate) fn is_chinese(sign: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&sign)
}

/// Whether a text is nothing but white space and signs that nobody sees.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|sign| sign.is_whitespace() || is_invisible(sign))
}

/// Signs that spreadsheets and web pages leave in copied text and that nobody sees.
pub(crate) fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

fn folded(sign: char) -> char {
    match sign {
        _ if sign.is_whitespace() => ' ',
        '‐'..='―' | '−' | '─' | '━' | '﹘' | '﹣' | 'ー' => '-',
        '！'..='～' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
        '﹐' => ',',
        '﹒' => '.',
        '﹢' => '+',
        '﹪' => '%',
        '≧' | '⩾' => '≥',
        '≦' | '⩽' => '≤',
        _ => sign,
    }
}

/// The text without the marks of footnotes at its end. What is nothing but marks stays.
pub(crate) fn without_marks(text: &str) -> &str {
    if text.ends_with(|last: char| last.is_ascii_alphanumeric() || is_chinese(last)) {
        return text;
    }
    let mut rest = text;
    loop {
        let shorter = without_mark(rest).trim_end();
        if shorter.is_empty() {
            return text;
        }
        if shorter.len() == rest.len() {
            return rest;
        }
        rest = shorter;
    }
}

/// The text without what tells a spreadsheet that a figure is a text: `'12`, `="12"`.
pub(super) fn without_text_sign(text: &str) -> &str {
    let quoted = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let marked = || text.strip_prefix(['\'', '‘', '’']).filter(|rest| rest.starts_with(|first: char| !is_quote(first)));
    quoted.or_else(marked).map_or(text, str::trim)
}

fn is_quote(sign: char) -> bool {
    matches!(sign, '\'' | '‘' | '’' | '"')
}

fn without_mark(text: &str) -> &str {
    let is_mark = |sign| matches!(sign, '*' | '＊' | '※' | '†' | '‡' | '①'..='⑳' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    if let Some(shorter) = text.strip_suffix(is_mark) {
        return shorter;
    }
    // Between other brackets a number may be a part of the text, a note is none.
    let pairs = [('[', ']', false), ('〔', '〕', false), ('［', '］', false), ('(', ')', true), ('（', '）', true)];
    let bracketed = pairs.iter().find_map(|(open, close, needs_word)| {
        let inside = text.strip_suffix(*close)?;
        let (before, mark) = inside.rsplit_once(*open)?;
        let number = mark.strip_prefix('注').unwrap_or(mark);
        let is_number = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
        (is_number && (number.len() < mark.len() || !needs_word)).then_some(before)
    });
    bracketed.unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{fold, without_marks, without_text_sign};

    #[test]
    fn widths_dashes_and_spaces_become_one() {
        assert_eq!(fold("　１，２３４．５％\u{a0}"), "1,234.5%");
        assert_eq!(fold("——"), "--");
        assert_eq!(fold("－3"), "-3");
        assert_eq!(fold("−3"), "-3");
        assert_eq!(fold("1\u{2009}000"), "1 000");
        assert_eq!(fold("\u{feff}12\u{200b}3"), "123");
        assert_eq!(fold(" 12 \t"), "12");
        assert_eq!(fold("﹢1﹐234﹒5﹪"), "+1,234.5%");
        assert_eq!(fold("≧1⩾≦⩽2"), "≥1≥≤≤2");
    }

    #[test]
    fn marks_of_footnotes_are_no_digits() {
        for text in
            ["12", "12*", "12①", "12²", "12¹", "12⁵", "12 [1]", "12〔注2〕", "12**", "12[注]", "12（注）", "12(注1)"]
        {
            assert_eq!(without_marks(text), "12", "{text}");
        }
        for text in ["①", "*", "[1]", "12(1)", "1*2", "12[3", "12[345]"] {
            assert_eq!(without_marks(text), text);
        }
    }

    #[test]
    fn signs_of_text_are_no_part_of_a_figure() {
        for text in ["12", "'12", "’12", "=\"12\"", "=\" 12 \"", "' 12"] {
            assert_eq!(without_text_sign(text), "12", "{text}");
        }
        for text in ["''12", "'", "=12", "=\"12", "12'", "\"12\""] {
            assert_eq!(without_text_sign(text), text);
        }
    }

    #[test]
    fn footnote_marks_are_kept_apart() {
        assert_eq!(fold("12²"), "12²");
        assert_eq!(fold("12①"), "12①");
    }
}
