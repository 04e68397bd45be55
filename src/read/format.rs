//! Number formats of workbooks: how many places a value shows, and whether it is a percentage.

use super::archive::Archive;
use super::limits::Limits;
use super::xml::{Element, parse};
use crate::problem::ProblemKind;

/// The formats of a workbook by the number of a cell's style.
pub(super) struct Formats {
    by_style: Vec<Format>,
}

/// What a format does to a plain number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Format {
    /// Places after the point, `None` where all are shown.
    places: Option<usize>,
    percent: bool,
}

impl Formats {
    pub(super) fn of(archive: &mut Archive<'_>, limits: &Limits) -> Result<Self, ProblemKind> {
        let Some(text) = archive.text("xl/styles.xml")? else { return Ok(Self { by_style: Vec::new() }) };
        let root = parse(&text, "XLSX", limits)?;
        let own = |id: &str| {
            let list = root.child("numFmts").into_iter().flat_map(Element::elements);
            list.filter(|format| format.attribute("numFmtId") == Some(id))
                .find_map(|format| format.attribute("formatCode"))
        };
        let style = |style: &Element| {
            let id = style.attribute("numFmtId").unwrap_or("0");
            own(id).or_else(|| builtin(id)).map_or(Format::default(), Format::read)
        };
        let styles = root.child("cellXfs").into_iter().flat_map(Element::elements);
        Ok(Self { by_style: styles.map(style).collect() })
    }

    /// A value as its cell shows it.
    pub(super) fn shown(&self, value: &str, style: usize) -> String {
        self.by_style.get(style).copied().unwrap_or_default().shown(value)
    }
}

/// The formats that every workbook has (ECMA-376, part 1, 18.8.30), as far as they are numbers.
fn builtin(id: &str) -> Option<&'static str> {
    Some(match id {
        "1" | "3" | "37" | "38" => "0",
        "2" | "4" | "39" | "40" => "0.00",
        "9" => "0%",
        "10" => "0.00%",
        _ => return None,
    })
}

impl Format {
    fn read(code: &str) -> Self {
        let first = code.split(';').next().unwrap_or_default();
        let mut plain = String::new();
        let mut signs = first.chars();
        while let Some(sign) = signs.next() {
            match sign {
                '"' => {
                    signs.by_ref().find(|sign| *sign == '"');
                }
                '[' => {
                    signs.by_ref().find(|sign| *sign == ']');
                }
                '\\' | '_' | '*' => {
                    signs.next();
                }
                _ => plain.push(sign),
            }
        }
        let digits = |text: &str| text.chars().filter(|sign| *sign == '0').count();
        let has_digits = plain.contains(['0', '#']);
        let fraction = plain.split_once('.').map(|(_, fraction)| fraction);
        // Optional places show as many as there are.
        let open = fraction.is_some_and(|fraction| fraction.contains(['#', '?']));
        let dated = plain.contains(['y', 'm', 'd', 'h', 's', 'E', '/']);
        if !has_digits || dated || plain.ends_with(',') {
            return Self::default();
        }
        let places = if open { None } else { Some(fraction.map_or(0, digits)) };
        Self { places, percent: plain.contains('%') }
    }

    /// Rounds a plain decimal half away from zero, as spreadsheets do, on its digits.
    fn shown(self, value: &str) -> String {
        if self == Self::default() || value.contains(['e', 'E', 'N', 'i']) {
            return value.to_owned();
        }
        let (sign, digits) = value.strip_prefix('-').map_or(("", value), |digits| ("-", digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let (mut whole, mut fraction) = (whole.to_owned(), fraction.to_owned());
        if self.percent {
            while fraction.len() < 2 {
                fraction.push('0');
            }
            let rest = fraction.split_off(2);
            whole.push_str(&fraction);
            fraction = rest;
        }
        if let Some(places) = self.places {
            while fraction.len() < places {
                fraction.push('0');
            }
            let up = fraction.get(places..).is_some_and(|rest| rest.starts_with(|digit: char| digit >= '5'));
            fraction.truncate(places);
            if up {
                let mut all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
                let carried = all.iter_mut().rev().all(|digit| {
                    let full = *digit == b'9';
                    *digit = if full { b'0' } else { *digit + 1 };
                    full
                });
                let cut = whole.len() + usize::from(carried);
                let all: String = carried.then_some('1').into_iter().chain(all.into_iter().map(char::from)).collect();
                let (first, last) = all.split_at_checked(cut).unwrap_or((&all, ""));
                (whole, fraction) = (first.to_owned(), last.to_owned());
            }
        }
        let trimmed = whole.trim_start_matches('0');
        let whole = if trimmed.is_empty() { "0" } else { trimmed };
        let point = if fraction.is_empty() { "" } else { "." };
        let percent = if self.percent { "%" } else { "" };
        format!("{sign}{whole}{point}{fraction}{percent}")
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    fn shown(code: &str, value: &str) -> String {
        Format::read(code).shown(value)
    }

    #[test]
    fn values_are_shown_as_a_spreadsheet_shows_them() {
        assert_eq!(shown("0.00", "97.1"), "97.10");
        assert_eq!(shown("0.00%", "0.9709"), "97.09%");
        assert_eq!(shown("0%", "0.125"), "13%");
        assert_eq!(shown("0%", "0.995"), "100%");
        assert_eq!(shown("0.0", "9.95"), "10.0");
        assert_eq!(shown("#,##0", "1175"), "1175");
        assert_eq!(shown("#,##0.00_);[Red](#,##0.00)", "-3.14159"), "-3.14");
        assert_eq!(shown("General", "97.1"), "97.1");
        assert_eq!(shown("0.0#", "97.125"), "97.125");
        assert_eq!(shown("0\"件\"", "12"), "12");
        assert_eq!(shown("@", "0012"), "0012");
    }
}
