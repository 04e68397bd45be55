//! Changes as a line of figures states them: what a figure was, what it became, by how much.

use super::line::Line;
use super::statement::Statement;
use super::vocabulary::vocabulary;

/// How far back the figures of a change are looked for, in figures.
const FARTHEST: usize = 8;

/// Every change of a line that gives both of its ends.
pub(super) fn changes(line: &Line<'_>) -> Vec<Statement> {
    (0..line.items.len()).filter_map(|by| Reader { line }.change(by)).collect()
}

struct Reader<'r, 'a> {
    line: &'r Line<'a>,
}

impl Reader<'_, '_> {
    fn change(&self, by: usize) -> Option<Statement> {
        let down = self.line.difference(by)?;
        if self.line.is_approximate(by) {
            return None;
        }
        let of_own_list = self.line.label(by).contains("分别");
        let (from, to) = self.ends(by).or_else(|| self.then_and_now(by)).filter(|_| !of_own_list)?;
        let known = !self.line.is_approximate(from) && !self.line.is_approximate(to);
        (known && self.fits(by, from)).then_some(Statement::Change { by, from, to, down })
    }

    /// Whether a difference can be one of two such figures.
    fn fits(&self, by: usize, end: usize) -> bool {
        if self.line.is_percent(by) {
            return self.line.is_size(end);
        }
        if self.line.is_points(by) {
            return self.line.is_percent(end);
        }
        self.line.is_size(end) && (self.line.same_measure(by, end) || self.is_times(by))
    }

    fn is_times(&self, by: usize) -> bool {
        self.line.get(by).is_some_and(|item| item.figure.measure == super::scan::Measure::Of("倍"))
    }

    fn before(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let sentence = self.line.sentence(index);
        (index.saturating_sub(FARTHEST)..index).rev().take_while(move |before| self.line.sentence(*before) == sentence)
    }

    /// `由10740个压缩至3798个,压缩了64.6%`: the two right before the difference.
    fn ends(&self, by: usize) -> Option<(usize, usize)> {
        let to = self.before(by).find(|index| self.line.to(*index).is_some())?;
        let from = self.before(to).next().filter(|from| self.line.from(*from) && self.line.same_measure(*from, to))?;
        // Another figure between them and the difference may be the one that changed.
        let between = (to + 1..by).all(|index| self.line.difference(index).is_some());
        between.then_some((from, to))
    }

    /// `受理151件,上年同期66件,同比增长128.8%`: one now, one then.
    fn then_and_now(&self, by: usize) -> Option<(usize, usize)> {
        let words = &vocabulary().words;
        let compared = words.compared.within(self.line.lead(by)) || words.earlier.within(self.line.lead(by));
        let year = |index: usize| years(self.line.label(index)).last().copied();
        let sizes: Vec<usize> = self
            .before(by)
            .filter(|index| self.line.difference(*index).is_none() && self.line.to(*index).is_none())
            .take_while(|index| self.fits(by, *index) || self.line.is_earlier(*index) || self.line.is_percent(*index))
            .filter(|index| self.fits(by, *index))
            .collect();
        let [second, first] = *sizes.get(..2)? else { return None };
        if !self.line.same_measure(first, second) {
            return None;
        }
        let (then, now) = if self.line.is_earlier(first) && !self.line.is_earlier(second) {
            (first, second)
        } else if self.line.is_earlier(second) && !self.line.is_earlier(first) {
            (second, first)
        } else {
            match (year(first), year(second)) {
                (Some(earlier), Some(later)) if earlier + 1 == later => (first, second),
                (Some(later), Some(earlier)) if earlier + 1 == later => (second, first),
                _ => return None,
            }
        };
        // Without a word of comparison the difference may be anything's.
        let adjacent = (first.max(second) + 1..by).all(|between| self.line.difference(between).is_some());
        (compared || adjacent).then_some((then, now))
    }
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
}
