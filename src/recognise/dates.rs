//! Days as printed in a text. What a day is the date of is not known here.

use time::Month;

/// A day or, where none is printed, a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    year: u16,
    month: u8,
    day: Option<u8>,
}

impl std::fmt::Display for Date {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:04}-{:02}", self.year, self.month)?;
        self.day.map_or(Ok(()), |day| write!(out, "-{day:02}"))
    }
}

/// Reads a day at the start of a text; gives the rest as well. Without a year in the text it is that
/// of `year`.
pub(super) fn day_at(text: &str, year: Option<Date>) -> Option<(Date, &str)> {
    let full = || {
        let (number, rest) = number(text, 4)?;
        (1949..=2100).contains(&number).then_some((number, rest))
    };
    let (year, rest) = match full() {
        Some((number, rest)) => (number, separated(rest, &['年', '-', '/', '.', '－', '．'])?),
        None => (year?.year, text),
    };
    let (month, rest) = number(rest.trim_start(), 2)?;
    let month = u8::try_from(month).ok()?;
    let after = separated(rest, &['月', '-', '/', '.', '－', '．']);
    let day = after.and_then(|rest| number(rest.trim_start(), 2));
    let (day, rest) = match day {
        Some((day, rest)) => (Some(u8::try_from(day).ok()?), rest),
        // Only 月 ends a date without a day: `2019-01` may be anything.
        None => (None, rest.trim_start().strip_prefix('月')?),
    };
    time::Date::from_calendar_date(i32::from(year), Month::try_from(month).ok()?, day.unwrap_or(1)).ok()?;
    let rest = rest.trim_start().strip_prefix(['日', '号']).unwrap_or(rest);
    Some((Date { year, month, day }, rest))
}

/// Reads the days from one to another, `2018年1月1日至12月31日`, wherever they stand in a text. Gives the
/// text before them, as printed, and after.
pub(super) fn days_in(text: &str) -> Option<(&str, Date, Date, &str)> {
    const JOINS: [&str; 11] = ["至", "到", "—", "－", "-", "–", "~", "～", "止", "起至", "日至"];
    let starts = text.char_indices().filter(|(_, char)| digit(*char).is_some()).map(|(at, _)| at);
    starts.into_iter().find_map(|at| {
        let before = text.get(..at)?;
        if before.chars().next_back().is_some_and(|char| digit(char).is_some()) {
            return None;
        }
        let (from, rest) = day_at(text.get(at..)?, None)?;
        let rest = rest.trim_start().trim_start_matches('起').trim_start();
        let rest = JOINS.iter().find_map(|join| rest.strip_prefix(join))?;
        let (to, after) = day_at(rest.trim_start_matches(['—', '-', ' ']), Some(from))?;
        (from.day.is_some() && to.day.is_some()).then_some((before, from, to, after))
    })
}

/// Whether a day of publication stands bare behind or before a text, as in a list of articles: `年报 2019-01-10`,
/// `[2019-01-10] 年报`.
pub(super) fn is_listed(text: &str) -> bool {
    let is_bracket = |sign: char| sign.is_whitespace() || "()[]【】〔〕（）［］".contains(sign);
    let text = text.trim_matches(is_bracket);
    let day = |at: usize| day_at(text.get(at..)?, None).filter(|(date, _)| date.day.is_some());
    let first = day(0).is_some_and(|(_, rest)| rest.starts_with(is_bracket));
    let apart = text.char_indices().filter(|(_, sign)| is_bracket(*sign)).map(|(at, sign)| at + sign.len_utf8());
    first || apart.filter_map(day).any(|(_, rest)| rest.is_empty())
}

fn separated<'t>(text: &'t str, separators: &[char]) -> Option<&'t str> {
    text.trim_start().strip_prefix(separators).map(str::trim_start)
}

/// A number of at most so many digits, Arabic of either width or Chinese.
fn number(text: &str, most: usize) -> Option<(u16, &str)> {
    let end = text.find(|char| digit(char).is_none()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let digits: Vec<char> = digits.chars().filter_map(digit).collect();
    let value = |digits: &[char]| digits.iter().collect::<String>().parse::<u16>().ok();
    let value = match digits.as_slice() {
        // 十, 十二, 二十, 二十一.
        ['十'] => 10,
        ['十', rest @ ..] if most == 2 => 10 + value(rest)?,
        [tens, '十'] if most == 2 => value(&[*tens])? * 10,
        [tens, '十', ones] if most == 2 => value(&[*tens])? * 10 + value(&[*ones])?,
        digits if digits.len() <= most && (most < 4 || digits.len() == most) => value(digits)?,
        _ => return None,
    };
    Some((value, rest))
}

/// The digit that a character is, or 十.
pub(super) fn digit(char: char) -> Option<char> {
    match char {
        '0'..='9' | '十' => Some(char),
        '０'..='９' => char::from_u32(char as u32 - '０' as u32 + '0' as u32),
        '〇' | '○' | '零' => Some('0'),
        _ => {
            let at = "一二三四五六七八九".chars().position(|known| known == char)?;
            char::from_digit(u32::try_from(at + 1).ok()?, 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        day_at(text, None).map(|(day, rest)| format!("{day}|{rest}"))
    }

    #[test]
    fn a_bare_day_beside_a_text_lists_it() {
        for text in
            ["年报 2019-01-10", "[2019-01-10]年报", "年报（2019年1月10日）", "年报　【2019.1.10】", "2019/01/10 年报"]
        {
            assert!(is_listed(text), "{text}");
        }
        for text in ["2019年1月10日年报", "2018年年报", "年报 2019年1月", "年报 发布日期：2019-01-10", "年报2019", ""]
        {
            assert!(!is_listed(text), "{text}");
        }
    }

    #[test]
    fn days_are_read_in_every_common_form() {
        for text in [
            "2019-01-10",
            "2019年1月10日",
            "2019年1月10",
            "2019/1/10",
            "2019.01.10",
            "２０１９年１月１０日",
            "二〇一九年一月十日",
        ] {
            assert_eq!(day(text).as_deref(), Some("2019-01-10|"), "{text}");
        }
        assert_eq!(day("2019-01-10 16:48").as_deref(), Some("2019-01-10| 16:48"));
        assert_eq!(day("2019 年 12 月 31 日。").as_deref(), Some("2019-12-31|。"));
        assert_eq!(day("二〇一八年十二月三十一日").as_deref(), Some("2018-12-31|"));
        assert_eq!(day("2019年1月").as_deref(), Some("2019-01|"));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["2019年", "2019-13-01", "2019年2月30日", "12345", "2019-01", "1月10日", "十年", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn the_days_that_figures_cover() {
        let days = |text| days_in(text).map(|(_, from, to, after)| format!("{from}/{to}|{after}"));
        for text in [
            "2018年1月1日至2018年12月31日",
            "数据为2018年1月1日起至12月31日",
            "2018.1.1—2018.12.31",
            "自2018年1月1日到2018年12月31日",
            "（2018-01-01 至 2018-12-31",
        ] {
            assert_eq!(days(text).as_deref(), Some("2018-01-01/2018-12-31|"), "{text}");
        }
        assert_eq!(days("2018年1月1日发布"), None);
        assert_eq!(days("2018年至2019年"), None);
    }
}
