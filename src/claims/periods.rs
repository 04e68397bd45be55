//! The year and its parts, as words name them.

use super::line::Line;
use super::vocabulary::vocabulary;

/// A stretch of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Year,
    /// The first or the second.
    Half(usize),
    /// From the first, 0, to the fourth.
    Quarter(usize),
    ThreeQuarters,
}

impl Period {
    /// The period that a text names last.
    pub(super) fn of(text: &str) -> Option<Self> {
        let words = &vocabulary().periods;
        let halves = words.halves.iter().enumerate().map(|(at, list)| (list.last(text), Self::Half(at)));
        let quarters = words.quarters.iter().enumerate().map(|(at, list)| (list.last(text), Self::Quarter(at)));
        let longer = [(words.three_quarters.last(text), Self::ThreeQuarters), (words.year.last(text), Self::Year)];
        let named = halves.chain(quarters).chain(longer);
        // The last of equals: the end of 前三季度 is that of 三季度.
        named.filter_map(|(end, period)| Some((end?, period))).max_by_key(|(end, _)| *end).map(|(_, period)| period)
    }

    /// The periods of one list that a text names: `上、下半年`, `一至四季度`.
    fn several(text: &str) -> Vec<Self> {
        const HALVES: [&str; 4] = ["上、下半年", "上下半年", "上半年、下半年", "上半年和下半年"];
        if HALVES.iter().any(|word| text.contains(word)) {
            return vec![Self::Half(0), Self::Half(1)];
        }
        let Some((list, _)) = text.rsplit_once("季度") else { return Vec::new() };
        let number = |sign: char| "一二三四1234".chars().position(|number| number == sign).map(|at| at % 4);
        let start = list
            .char_indices()
            .rev()
            .take_while(|(_, sign)| number(*sign).is_some() || "、和及与至到-第季度".contains(*sign));
        let list = list.get(start.last().map_or(list.len(), |(at, _)| at)..).unwrap_or_default();
        let numbers: Vec<usize> = list.chars().filter_map(number).collect();
        let all = match *numbers {
            [from, to] if list.contains(['至', '到', '-']) => (from..=to).collect(),
            _ => numbers,
        };
        all.into_iter().map(Self::Quarter).collect()
    }

    /// What periods in a row make together.
    pub(super) fn made_of(parts: &[Self]) -> Option<Self> {
        match parts {
            [Self::Half(0), Self::Half(1)]
            | [Self::ThreeQuarters, Self::Quarter(3)]
            | [Self::Quarter(0), Self::Quarter(1), Self::Quarter(2), Self::Quarter(3)] => Some(Self::Year),
            [Self::Quarter(0), Self::Quarter(1), Self::Quarter(2)] => Some(Self::ThreeQuarters),
            [Self::Quarter(0), Self::Quarter(1)] => Some(Self::Half(0)),
            [Self::Quarter(2), Self::Quarter(3)] => Some(Self::Half(1)),
            _ => None,
        }
    }
}

impl Line<'_> {
    /// The period that a figure's words name; figures that follow 分别 have those of its list, each in its turn.
    pub(super) fn period(&self, index: usize) -> Option<Period> {
        const MOST: usize = 4;
        let own = |index: usize| self.label(index).split_once("分别").map(|(list, _)| Period::several(list));
        let start = (index.saturating_sub(MOST)..=index).rev().find(|at| !self.label(*at).is_empty())?;
        let listed = own(start).and_then(|list| list.get(index - start).copied());
        listed.or_else(|| Period::of(self.label(index)))
    }

    /// Whether parts are of periods that make the year, and their whole of no other one: `共受理28件,上半年12件,下半年16件`.
    pub(super) fn make_the_year(&self, whole: usize, parts: &[usize]) -> bool {
        let periods: Option<Vec<Period>> = parts.iter().map(|part| self.period(*part)).collect();
        let of_year = self.period(whole).is_none_or(|period| period == Period::Year);
        of_year && periods.and_then(|periods| Period::made_of(&periods)) == Some(Period::Year)
    }
}

/// Whether a text names a month by its number.
pub(super) fn names_month(text: &str) -> bool {
    let numbered =
        |at: usize| text.get(..at).is_some_and(|before| before.ends_with(|sign: char| sign.is_ascii_digit()));
    text.match_indices('月').any(|(at, _)| numbered(at))
}

/// The years that a text names.
pub(super) fn years(text: &str) -> Vec<i32> {
    let year = |(at, _): (usize, &str)| {
        let digits = text.get(at.checked_sub(4)?..at)?;
        let alone = !text.get(..at - 4)?.ends_with(|sign: char| sign.is_ascii_digit());
        (alone && (digits.starts_with("19") || digits.starts_with("20"))).then(|| digits.parse().ok())?
    };
    text.match_indices('年').filter_map(year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_found() {
        assert_eq!(years("2023年至2024年底、12018年、08年"), [2023, 2024]);
    }

    #[test]
    fn periods_of_one_list_are_those_of_its_figures() {
        let found = |text: &str| {
            let line = Line::of(text);
            (0..line.items.len()).map(|index| line.period(index)).collect::<Vec<_>>()
        };
        let quarters = |numbers: &[usize]| numbers.iter().map(|at| Some(Period::Quarter(*at))).collect::<Vec<_>>();
        assert_eq!(found("上、下半年分别收到23件和31件"), [Some(Period::Half(0)), Some(Period::Half(1))]);
        assert_eq!(found("三、四季度分别为145条和152条"), quarters(&[2, 3]));
        assert_eq!(found("一至四季度分别办理1件、2件、3件、4件"), quarters(&[0, 1, 2, 3]));
        assert_eq!(found("第三季度5件、9件"), [Some(Period::Quarter(2)), None]);
    }

    #[test]
    fn the_last_period_counts() {
        assert_eq!(Period::of("上半年12件,下半年"), Some(Period::Half(1)));
        assert_eq!(Period::of("前三季度合计"), Some(Period::ThreeQuarters));
        assert_eq!(Period::of("第三季度"), Some(Period::Quarter(2)));
        assert_eq!(Period::of("一季度至四季度,全年共"), Some(Period::Year));
        assert_eq!(Period::of("共"), None);
    }

    #[test]
    fn quarters_make_halves_and_the_year() {
        let made =
            |quarters: &[usize]| Period::made_of(&quarters.iter().map(|at| Period::Quarter(*at)).collect::<Vec<_>>());
        assert_eq!((made(&[0, 1]), made(&[2, 3])), (Some(Period::Half(0)), Some(Period::Half(1))));
        assert_eq!((made(&[0, 1, 2]), made(&[0, 1, 2, 3])), (Some(Period::ThreeQuarters), Some(Period::Year)));
        assert_eq!((made(&[1, 2]), made(&[0, 2])), (None, None));
        let of_two = Line::of("一、四季度分别办理1件、2件");
        assert_eq!((of_two.period(0), of_two.period(1)), (Some(Period::Quarter(0)), Some(Period::Quarter(3))));
    }
}
