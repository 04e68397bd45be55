//! Corrections written into a copy of a file: the figures of unique suggestions, and no other byte.
//! Which suggestions there are is decided elsewhere; this only rewrites text.

use std::sync::Arc;

use crate::finding::Change;
use crate::number::Decimal;
use crate::read;

/// Why a file cannot be corrected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FixError {
    /// Only the text of a file can be rewritten, not the inside of a document.
    #[error(
        "{source_name}: not a text file whose bytes can be rewritten; expected CSV, Markdown, a page or other plain text"
    )]
    NotText {
        /// The file.
        source_name: Arc<str>,
    },
    /// The file is not the one that was checked.
    #[error("{source_name}:{line}: found other text than was checked, expected `{expected}`")]
    Changed {
        /// The file.
        source_name: Arc<str>,
        /// The line.
        line: usize,
        /// The figure that stood there.
        expected: String,
    },
    /// The figure is written in a way that digits cannot be put into.
    #[error("{source_name}:{line}: cannot write {to} in the manner of `{text}`, expected a figure in digits")]
    Manner {
        /// The file.
        source_name: Arc<str>,
        /// The line.
        line: usize,
        /// The figure as printed.
        text: String,
        /// The value to write.
        to: Decimal,
    },
}

/// The bytes of a file with each changed figure rewritten in the manner of the printed one.
///
/// # Errors
/// [`FixError`] where the file is no text, has changed since it was checked, or a figure is not
/// written in digits.
pub fn corrected(source: &Arc<str>, bytes: &[u8], changes: &[&Change]) -> Result<Vec<u8>, FixError> {
    let not_text = || FixError::NotText { source_name: Arc::clone(source) };
    let (text, encoding) = read::decode(bytes.to_vec()).map_err(|_| not_text())?;
    let mut changes = changes.to_vec();
    changes.sort_by_key(|change| change.figure.place.span.start);
    changes.dedup_by_key(|change| change.figure.place.span.start);
    let mut fixed = text.clone();
    for change in changes.iter().rev() {
        let (span, line) = (change.figure.place.span.clone(), change.figure.place.line);
        let printed = &*change.figure.text;
        if !change.figure.place.is_in_file() {
            return Err(not_text());
        }
        let same = fixed.get(span.clone()).is_some_and(|found| found.contains(printed.trim()));
        if !same {
            let expected = printed.to_owned();
            return Err(FixError::Changed { source_name: Arc::clone(source), line, expected });
        }
        let written = in_the_manner_of(fixed.get(span.clone()).unwrap_or_default(), change.to);
        let written = written.ok_or_else(|| FixError::Manner {
            source_name: Arc::clone(source),
            line,
            text: printed.to_owned(),
            to: change.to,
        })?;
        fixed.replace_range(span, &written);
    }
    let same = read::encode_like(bytes, &text, encoding).is_some_and(|again| again == bytes);
    read::encode_like(bytes, &fixed, encoding).filter(|_| same).ok_or_else(not_text)
}

/// A value written as another was: the same places, separators, width of digits, and what stands
/// around the digits. `None` where the text has no digits.
pub(crate) fn in_the_manner_of(text: &str, to: Decimal) -> Option<String> {
    if text.trim().is_empty() {
        return Some(to.to_string());
    }
    let is_digit = |sign: char| sign.is_ascii_digit() || ('０'..='９').contains(&sign);
    let is_sign = |sign: char| matches!(sign, '-' | '－' | '−' | '+' | '＋');
    let first = text.find(is_digit)?;
    let (last, sign) = text.char_indices().rfind(|(_, sign)| is_digit(*sign))?;
    let start =
        text.get(..first)?.char_indices().next_back().filter(|(_, sign)| is_sign(*sign)).map_or(first, |(at, _)| at);
    let core = text.get(first..last + sign.len_utf8())?;
    let places = core.rfind(['.', '．']).map_or(0, |at| core.get(at..).unwrap_or_default().chars().count() - 1);
    let separator = core.chars().find(|sign| matches!(sign, ',' | '，'));
    let wide = core.starts_with(|sign: char| !sign.is_ascii());
    let mut digits = format!("{:0>width$}", to.mantissa().unsigned_abs(), width = places + 1);
    let fraction = digits.split_off(digits.len() - places);
    let mut written = String::new();
    for (at, digit) in digits.char_indices() {
        if let (Some(separator), true) = (separator, at > 0 && (digits.len() - at) % 3 == 0) {
            written.push(separator);
        }
        written.push(digit);
    }
    if places > 0 {
        written.push('.');
        written.push_str(&fraction);
    }
    if to.is_negative() {
        written.insert(0, '-');
    }
    if wide {
        let widen =
            |sign: char| if sign.is_ascii() { char::from_u32(u32::from(sign) + 0xFEE0).unwrap_or(sign) } else { sign };
        written = written.chars().map(widen).collect();
    }
    Some(format!("{}{written}{}", text.get(..start)?, text.get(last + sign.len_utf8()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, mantissa: i128, exponent: i32) -> Option<String> {
        in_the_manner_of(text, Decimal::new(mantissa, exponent))
    }

    #[test]
    fn figures_keep_their_manner() {
        assert_eq!(written("32", 33, 0).unwrap(), "33");
        assert_eq!(written(" 11.09% ", 1108, -2).unwrap(), " 11.08% ");
        assert_eq!(written("1,157", 1_175_000, 0).unwrap(), "1,175,000");
        assert_eq!(written("１１５７", 1175, 0).unwrap(), "１１７５");
        assert_eq!(written("共32件", 3, 0).unwrap(), "共3件");
        assert_eq!(written("-5", 5, 0).unwrap(), "5");
        assert_eq!(written("5", -5, 0).unwrap(), "-5");
        assert_eq!(written("1.2万", 21, 3).unwrap(), "2.1万");
        assert_eq!(written("0.50", 5, -2).unwrap(), "0.05");
        assert_eq!(written("", 121, 0).unwrap(), "121");
        assert_eq!(written("三十二", 33, 0), None);
    }
}
