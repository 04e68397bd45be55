//! What a spreadsheet shows for a number: the digits of its format, percent signs, units, dates.
//! All rounding is on decimal digits, as spreadsheets round what they show.

/// The codes of the formats that files name by number only.
const BUILT_IN: [(u16, &str); 14] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (14, "yyyy/m/d"),
    (15, "d-mmm-yy"),
    (16, "d-mmm"),
    (17, "mmm-yy"),
    (22, "yyyy/m/d h:mm"),
    (37, "#,##0_);(#,##0)"),
    (39, "#,##0.00_);(#,##0.00)"),
    (44, "_(* #,##0.00_)"),
];

/// Powers of ten beyond which a number is written as it is stored.
const LARGEST_POWER: i32 = 30;
/// Digits that spreadsheets keep.
const DIGITS: usize = 15;

/// The code of a format that has only a number.
pub(super) fn built_in(id: u16) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == id).map(|(_, code)| *code)
}

/// The text that a cell shows. Where the format does something else than fixing decimals, the
/// shortest decimal that is the number is shown: it is the figure, if not to the letter.
pub(super) fn shown(value: f64, code: Option<&str>, counts_from_1904: bool) -> String {
    let Some(digits) = Digits::of(value) else { return value.to_string() };
    let Some(code) = code else { return digits.plain() };
    if let Some(parts) = date_parts(code) {
        return date(value, parts, counts_from_1904);
    }
    let (section, signed) = section(code, digits.negative);
    match Pattern::of(section) {
        Some(pattern) => pattern.print(digits, signed),
        None => digits.plain(),
    }
}

/// The section of a format for a number, and whether the sign must be added. What a format hides
/// (a zero, the sign in favour of red or brackets) is still said.
fn section(code: &str, negative: bool) -> (&str, bool) {
    let mut sections = code.split(';');
    let first = sections.next().unwrap_or_default();
    match sections.next() {
        Some(second) if negative && !second.is_empty() => (second, !second.contains('-')),
        _ => (first, true),
    }
}

/// A number as decimal digits, of which `point` stand before the decimal point.
struct Digits {
    negative: bool,
    list: Vec<u8>,
    point: i32,
}

impl Digits {
    /// `None` for what is no number or far beyond any figure.
    fn of(value: f64) -> Option<Self> {
        let text = format!("{:.*e}", DIGITS - 1, value.abs());
        let (mantissa, power) = text.split_once('e')?;
        let power: i32 = power.parse().ok()?;
        if !value.is_finite() || power.abs() > LARGEST_POWER {
            return None;
        }
        let list: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        Some(Self { negative: value < 0.0, list, point: power + 1 })
    }

    /// Rounds to some decimals, halves away from zero.
    fn round(&mut self, decimals: usize) {
        let kept = self.point.saturating_add(i32::try_from(decimals).unwrap_or(0));
        let Ok(kept) = usize::try_from(kept) else {
            self.list.clear();
            return;
        };
        let up = self.list.get(kept).is_some_and(|digit| *digit >= 5);
        self.list.truncate(kept);
        if !up {
            return;
        }
        for digit in self.list.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.list.insert(0, 1);
        self.point += 1;
    }

    /// Whole part and decimals; at least one digit before the point.
    fn parts(&self) -> (String, String) {
        let mut digits: String = self.list.iter().map(|digit| char::from(digit + b'0')).collect();
        let Ok(point) = usize::try_from(self.point) else {
            let zeros = usize::try_from(-self.point).unwrap_or(0);
            return ("0".into(), "0".repeat(zeros) + &digits);
        };
        while digits.len() < point {
            digits.push('0');
        }
        let decimals = digits.split_off(point);
        (if digits.is_empty() { "0".into() } else { digits }, decimals)
    }

    fn is_zero(&self) -> bool {
        self.list.iter().all(|digit| *digit == 0)
    }

    fn plain(&self) -> String {
        let (whole, decimals) = self.parts();
        let decimals = decimals.trim_end_matches('0');
        let sign = if self.negative && !self.is_zero() { "-" } else { "" };
        let point = if decimals.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{decimals}")
    }
}

/// One section of a format that fixes decimals and adds text.
#[derive(Debug, Default, PartialEq, Eq)]
struct Pattern {
    before: String,
    after: String,
    /// Decimals that are always shown, and at most.
    decimals: (usize, usize),
    percent: bool,
    has_digits: bool,
    has_point: bool,
}

impl Pattern {
    /// `None` for fractions, powers, conditions, thousands that are cut off, and `General`.
    fn of(section: &str) -> Option<Self> {
        let mut pattern = Self::default();
        let mut signs = section.chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                '0' | '#' | '?' => {
                    if !pattern.after.is_empty() {
                        return None;
                    }
                    pattern.digit(sign == '0');
                }
                '.' if !pattern.has_point => pattern.has_point = true,
                // Between digits a comma groups them, after the last it cuts off thousands.
                ',' if pattern.has_digits && !pattern.has_point && matches!(signs.peek(), Some('0' | '#' | '?')) => {}
                '%' => {
                    if pattern.percent {
                        return None;
                    }
                    pattern.percent = true;
                    pattern.literal('%');
                }
                '"' => signs.by_ref().take_while(|sign| *sign != '"').for_each(|sign| pattern.literal(sign)),
                '\\' | '!' => signs.next().into_iter().for_each(|sign| pattern.literal(sign)),
                '_' | '*' => {
                    signs.next()?;
                }
                '[' => {
                    let inside: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                    if inside.starts_with(['<', '>', '=', 'h', 'm', 's']) {
                        return None;
                    }
                    if let Some(currency) = inside.strip_prefix('$') {
                        currency.chars().take_while(|sign| *sign != '-').for_each(|sign| pattern.literal(sign));
                    }
                }
                // The sign is added to the number, never taken from the format; brackets stand for it.
                '-' | '+' | '(' | ')' | ' ' => {}
                sign if sign.is_ascii_alphabetic() || ",./@".contains(sign) => return None,
                sign => pattern.literal(sign),
            }
        }
        (pattern.has_digits && !(pattern.decimals.1 == 0 && pattern.has_point)).then_some(pattern)
    }

    fn digit(&mut self, always: bool) {
        self.has_digits = true;
        if self.has_point {
            self.decimals.1 += 1;
            if always {
                self.decimals.0 = self.decimals.1;
            }
        }
    }

    fn literal(&mut self, sign: char) {
        let text = if self.has_digits { &mut self.after } else { &mut self.before };
        text.push(sign);
    }

    fn print(&self, mut digits: Digits, signed: bool) -> String {
        if self.percent {
            digits.point += 2;
        }
        let (least, most) = self.decimals;
        digits.round(most);
        let (whole, decimals) = digits.parts();
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let mut decimals: String = decimals.chars().chain(std::iter::repeat('0')).take(most).collect();
        while decimals.len() > least && decimals.ends_with('0') {
            decimals.pop();
        }
        let sign = if digits.negative && !digits.is_zero() && (signed || self.before.is_empty()) { "-" } else { "" };
        let point = if decimals.is_empty() { "" } else { "." };
        format!("{sign}{}{whole}{point}{decimals}{}", self.before, self.after)
    }
}

/// Whether a format shows the year, the month and the day of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct DateParts {
    year: bool,
    month: bool,
    day: bool,
}

/// What a format shows of a date, `None` where it is none.
fn date_parts(code: &str) -> Option<DateParts> {
    let (mut letters, mut signs) = (String::new(), code.chars());
    while let Some(sign) = signs.next() {
        match sign {
            '"' => signs.by_ref().take_while(|sign| *sign != '"').for_each(drop),
            '\\' | '!' | '_' | '*' => drop(signs.next()),
            '[' => {
                let inside: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                if matches!(inside.to_ascii_lowercase().trim_matches(['h', 'm', 's']), "") {
                    letters.push('h');
                }
            }
            sign => letters.extend(sign.to_lowercase().filter(char::is_ascii_alphabetic)),
        }
    }
    let letters = letters.replace("general", "");
    let has = |sign| letters.contains(sign);
    let date = has('y') || has('d') || has('m') && !has('h') && !has('s');
    (date || has('h') || has('s')).then(|| DateParts { year: has('y'), month: date && has('m'), day: has('d') })
}

/// A date in Chinese, which no reader takes for a figure; a time of day likewise.
fn date(value: f64, parts: DateParts, counts_from_1904: bool) -> String {
    // A date that is no whole number of days since 1900 has a time of day, which is not shown.
    #[expect(clippy::cast_possible_truncation, reason = "limited to ten thousand years")]
    let days = value.clamp(0.0, 3_000_000.0).floor() as i64 + if counts_from_1904 { 1462 } else { 0 };
    let (year, month, day) = civil(days);
    let shown: Vec<String> = [(parts.year, year, "年"), (parts.month, month, "月"), (parts.day, day, "日")]
        .into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, number, unit)| format!("{number}{unit}"))
        .collect();
    let text = shown.concat();
    if text.is_empty() { "时间".to_owned() } else { text }
}

/// Year, month and day of a number of days since the end of 1899, by the Gregorian calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    // Days since 1 March 0000, so that the leap day ends a year.
    let days = days + 693_899;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests;
