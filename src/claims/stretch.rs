//! How many days and months lie between two days that a text names: `3月13日-3月19日`, `5月1日…至12月31日`.

/// The days of each month; February has one more in some years.
const DAYS: [i128; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/// Signs between two days that follow each other at once.
const JOINS: [char; 4] = ['-', '至', '到', '~'];

/// A day of a year that is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Day {
    month: usize,
    day: i128,
}

/// The days from one to another in one month or the next, both counted.
pub(super) fn days(text: &str) -> Option<i128> {
    let [(from, _), (to, between)] = *named(text).as_slice() else { return None };
    let end = length(from.month)?;
    let joined = between.trim_start_matches('日').starts_with(JOINS);
    let count = match to.month.checked_sub(from.month)? {
        0 => to.day - from.day + 1,
        1 if from.month != 2 => end - from.day + 1 + to.day,
        _ => return None,
    };
    (joined && count > 1).then_some(count)
}

/// The whole months from the first day of one to the last day of another.
pub(super) fn months(text: &str) -> Option<i128> {
    let [(from, _), (to, between)] = *named(text).as_slice() else { return None };
    let whole = from.day == 1 && (to.day == length(to.month)? || (to.month == 2 && to.day == 29));
    let count = i128::try_from(to.month.checked_sub(from.month)?).ok()? + 1;
    (whole && count > 1 && between.contains(['-', '至', '到'])).then_some(count)
}

fn length(month: usize) -> Option<i128> {
    DAYS.get(month.checked_sub(1)?).copied()
}

/// The days that a text names, each with the text between it and the one before. The month of the one before may be
/// left out.
fn named(text: &str) -> Vec<(Day, &str)> {
    let mut found: Vec<(Day, &str)> = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices('日') {
        let before = text.get(from..at).unwrap_or_default();
        let (rest, day) = number_at_end(before);
        let (left, month) = match rest.strip_suffix('月').map(number_at_end) {
            Some((left, month)) => (left, month),
            None => (rest, found.last().and_then(|(day, _)| i128::try_from(day.month).ok())),
        };
        if let (Some(day), Some(month)) = (day, month.and_then(|month| usize::try_from(month).ok())) {
            found.push((Day { month, day }, left));
        }
        from = at;
    }
    found
}

/// A text without the number at its end, and the number.
fn number_at_end(text: &str) -> (&str, Option<i128>) {
    let rest = text.trim_end_matches(|sign: char| sign.is_ascii_digit());
    (rest, text.get(rest.len()..).and_then(|digits| digits.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_between_two_days_are_counted() {
        for (text, count) in [
            ("上周(3月13日-3月19日),受理", Some(7)),
            ("3月13日至19日", Some(7)),
            ("4月28日-5月4日", Some(7)),
            ("2月26日-3月4日", None),
            ("1月5日-3月6日", None),
            ("3月13日收到,3月19日答复", None),
            ("3月13日", None),
            ("13日-19日", None),
            ("3月19日-13日", None),
        ] {
            assert_eq!(days(text), count, "{text}");
        }
    }

    #[test]
    fn whole_months_between_two_days_are_counted() {
        for (text, count) in [
            ("自2008年5月1日《条例》施行至12月31日", Some(8)),
            ("2019年1月1日-6月30日", Some(6)),
            ("1月1日至2月29日", Some(2)),
            ("1月1日至3月29日", None),
            ("5月2日至12月31日", None),
            ("5月1日至12月30日", None),
            ("5月1日,12月31日", None),
        ] {
            assert_eq!(months(text), count, "{text}");
        }
    }
}
