//! Labels as printed to the keys that they are compared by: width, spaces, punctuation and
//! numbering fall away. Which label means what is not known here.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::number::{is_chinese, is_invisible, without_marks};

/// Stands for a four-digit year in a key, as `{year}` does in a form file.
const YEAR: char = '\u{e000}';

/// The key of a label.
#[must_use]
pub(super) fn key(text: &str) -> Cow<'_, str> {
    if is_key(text) {
        return text.into();
    }
    let folded = fold(text);
    bare(strip_numbering(&folded)).into()
}

/// Whether a label is its own key, as most are that have nothing but Chinese characters.
fn is_key(text: &str) -> bool {
    text.chars().all(is_chinese) && !text.starts_with(starts_numbering)
}

/// The key of a label without a parenthesis at its end, where it has one.
#[must_use]
pub(super) fn key_without_parenthesis(text: &str) -> Option<String> {
    // Folding keeps these, so that nothing need be folded to know.
    if text.ends_with(|last: char| last.is_ascii_alphanumeric() || is_chinese(last)) {
        return None;
    }
    without_parenthesis(strip_numbering(&fold(text)))
}

fn without_parenthesis(stripped: &str) -> Option<String> {
    let open = stripped.strip_suffix(')')?.rfind('(')?;
    let shorter = stripped.get(..open)?;
    (!shorter.is_empty()).then(|| bare(shorter))
}

/// The key of a label of a form file, in which `{year}` stands for any year.
#[must_use]
pub(super) fn pattern_key(text: &str) -> String {
    key(&pattern(text)).into_owned()
}

/// [`pattern_key`] and [`key_without_parenthesis`] of a label of a form file.
pub(super) fn pattern_keys(text: &str) -> (String, Option<String>) {
    if is_key(text) {
        return (text.to_owned(), None);
    }
    let folded = fold(&pattern(text));
    let stripped = strip_numbering(&folded);
    (bare(stripped), without_parenthesis(stripped))
}

fn pattern(text: &str) -> Cow<'_, str> {
    if text.contains('{') { text.replace("{year}", YEAR.encode_utf8(&mut [0; 4])).into() } else { text.into() }
}

/// The key with its four-digit year taken out, and the year; `None` where there is none.
#[must_use]
pub(super) fn take_year(key: &str) -> Option<(String, &str)> {
    let digits = |index: usize| key.get(index..index + 4).filter(|four| four.bytes().all(|byte| byte.is_ascii_digit()));
    let start = key.bytes().position(|byte| byte.is_ascii_digit())?;
    let year = digits(start)?;
    let (before, after) = (key.get(..start)?, key.get(start + 4..)?);
    let plausible = year.starts_with("19") || year.starts_with("20");
    let alone = !after.starts_with(|next: char| next.is_ascii_digit());
    (plausible && alone).then(|| (format!("{before}{YEAR}{after}"), year))
}

/// Half-width, without white space and marks of footnotes, lower case.
fn fold(text: &str) -> String {
    let text = without_marks(text.trim_end_matches(|char: char| char.is_whitespace() || is_invisible(char)));
    let mut folded = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            _ if is_chinese(char) => folded.push(char),
            _ if char.is_ascii() => {
                if !char.is_ascii_whitespace() && !char.is_ascii_control() {
                    folded.push(char.to_ascii_lowercase());
                }
            }
            '①'..='⑳' => {
                folded.extend(char.nfkc());
                folded.push('.');
            }
            _ if is_invisible(char) => {}
            _ => folded.extend(char.nfkc().filter(|char| !char.is_whitespace()).flat_map(char::to_lowercase)),
        }
    }
    folded
}

/// Takes `其中:`, `(一)`, `一、`, `1.` and the like off the front, as often as they stand there.
fn strip_numbering(text: &str) -> &str {
    if !text.starts_with(starts_numbering) {
        return text;
    }
    let mut rest = text;
    loop {
        let shorter = strip_once(rest);
        if shorter.len() == rest.len() || shorter.is_empty() {
            return rest;
        }
        rest = shorter;
    }
}

/// The number before a label: `3` of `3.其他` and of `（3）其他`.
#[must_use]
pub(super) fn number_of(text: &str) -> Option<String> {
    let folded = fold(text);
    let rest = strip_once(&folded);
    let before = folded.get(..folded.len() - rest.len())?;
    let number: String = before.chars().filter(|char| is_numeral_char(*char)).collect();
    (!number.is_empty()).then_some(number)
}

/// The key of a label behind a number of its own that no sign ends, as in `1 当面申请数`; `None` where there is none.
#[must_use]
pub(super) fn key_without_number(key: &str) -> Option<&str> {
    let start = key.find(|char| !is_numeral_char(char))?;
    let (number, rest) = key.split_at(start);
    (is_numeral(number) && rest.starts_with(is_chinese)).then_some(rest)
}

/// Whether what [`strip_numbering`] takes off may start with a sign.
fn starts_numbering(char: char) -> bool {
    !is_letter_or_digit(char) || is_numeral_char(char) || char == '其'
}

fn strip_once(text: &str) -> &str {
    let marks = |char: char| matches!(char, ':' | ',' | '、' | '.' | '-' | '—' | '·' | '•' | '*' | ';');
    let trimmed = text.trim_start_matches(marks);
    if let Some(rest) = trimmed.strip_prefix("其中") {
        return rest;
    }
    if let Some(inner) = trimmed.strip_prefix('(')
        && let Some((number, rest)) = inner.split_once(')')
        && is_numeral(number)
    {
        return rest;
    }
    let end = trimmed.find(|char| !is_numeral_char(char)).unwrap_or(trimmed.len());
    let (number, rest) = trimmed.split_at(end);
    let mut after = rest.chars();
    let closes = matches!(after.next(), Some('、' | '.' | ')'));
    let decimal = after.next().is_some_and(|next| next.is_ascii_digit());
    if closes && !decimal && is_numeral(number) {
        return rest.trim_start_matches(['、', '.', ')']);
    }
    trimmed
}

fn is_numeral_char(char: char) -> bool {
    char.is_ascii_digit() || matches!(char, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

fn is_numeral(text: &str) -> bool {
    let count = text.chars().count();
    (1..=3).contains(&count) && text.chars().all(is_numeral_char)
}

/// Letters and digits only.
fn bare(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    kept.extend(text.chars().filter(|char| is_letter_or_digit(*char)));
    kept
}

/// As [`char::is_alphanumeric`], with the common cases first: labels are nearly all Chinese.
fn is_letter_or_digit(char: char) -> bool {
    match char {
        YEAR => true,
        _ if is_chinese(char) => true,
        _ if char.is_ascii() => char.is_ascii_alphanumeric(),
        _ => char.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_in_print_falls_away() {
        for label in [
            "1.当面申请数",
            "其中:1.当面申请数",
            "其中：１．当面申请数",
            "（一）当面 申请数",
            "①当面申请数",
            "一、当面申请数",
            "　当面申请数",
            "\u{200b}1.当面\u{ad}申请数\u{feff}",
        ] {
            assert_eq!(key(label), "当面申请数", "{label}");
        }
        assert_eq!(key("指 标 名 称"), "指标名称");
        assert_eq!(key("信函、传真申请数"), "信函传真申请数");
        assert_eq!(key("Fiscal Year"), "fiscalyear");
    }

    #[test]
    fn marks_of_footnotes_fall_away() {
        for label in ["总计", "总计*", "总 计①", "总计¹", "总计[1]", "总计〔注1〕"] {
            assert_eq!(key(label), "总计", "{label}");
        }
    }

    #[test]
    fn a_number_that_is_part_of_the_label_stays() {
        assert_eq!(key("12345热线"), "12345热线");
        assert_eq!(key("1.5万元以上"), "15万元以上");
        assert_eq!(key("其中"), "其中");
        assert_eq!(key("<1-20 Days"), "120days");
    }

    #[test]
    fn a_number_that_no_sign_ends_may_go() {
        assert_eq!(key_without_number(&key("1 当面申请数")), Some("当面申请数"));
        assert_eq!(key_without_number(&key("三 不予公开")), Some("不予公开"));
        for label in ["当面申请数", "12345热线", "120days", "2018"] {
            assert_eq!(key_without_number(label), None, "{label}");
        }
    }

    #[test]
    fn a_parenthesis_at_the_end_may_go() {
        assert_eq!(
            key_without_parenthesis("（二）部分公开（区分处理的，只计这一情形，不计其他情形）").as_deref(),
            Some("部分公开")
        );
        assert_eq!(key_without_parenthesis("部分公开"), None);
        assert_eq!(key_without_parenthesis("（本列数据）"), None);
    }

    #[test]
    fn years_are_taken_out() {
        let pattern = pattern_key("{year}年");
        assert_eq!(take_year(&key("2018年")), Some((pattern, "2018")));
        assert_eq!(take_year(&key("12345热线")), None);
        assert_eq!(take_year(&key("本年")), None);
    }
}
