//! The year and its parts, as words name them.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_period_counts() {
        assert_eq!(Period::of("上半年12件,下半年"), Some(Period::Half(1)));
        assert_eq!(Period::of("前三季度合计"), Some(Period::ThreeQuarters));
        assert_eq!(Period::of("第三季度"), Some(Period::Quarter(2)));
        assert_eq!(Period::of("一季度至四季度,全年共"), Some(Period::Year));
        assert_eq!(Period::of("共"), None);
    }
}
