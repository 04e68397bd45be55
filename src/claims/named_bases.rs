//! Changes that name what they are from, by a word, a year or a quarter: `较控制价下降5%`, `二季度环比增长21.9%`.

use super::changes::{FARTHEST, Reader};
use super::concepts::concepts;
use super::facts::own_years;
use super::periods::{Period, years};
use super::roles::bare;
use super::vocabulary::vocabulary;

impl Reader<'_, '_> {
    /// `控制价860万元,中标价817万元,较控制价下降5%`: what the difference names as that which it is from.
    pub(super) fn of_named_base(&self, by: usize) -> Option<(usize, usize)> {
        const SHORTEST: usize = 2;
        let words = &vocabulary().words;
        let label = bare(self.line.label(by));
        let name = ["较", "比", "相比"].iter().find_map(|word| label.strip_prefix(word))?;
        let at = words.difference.words().filter_map(|word| name.rfind(word)).min()?;
        // A time is no name: `比上年增加`.
        let name = words.earlier.without(concepts().without_year_before(name.get(..at)?).0);
        let name = concepts().core(&name);
        let size = |index: &usize| self.line.is_size(*index) && self.line.difference(*index).is_none();
        let named = |index: &usize| name.chars().count() >= SHORTEST && self.line.label(*index).contains(name);
        let from = self.before(by).filter(size).find(named)?;
        let same = |to: &usize| *to != from && self.line.same_measure(*to, from);
        let to = self.before(by).filter(size).find(same)?;
        self.fits(by, from).then_some((from, to))
    }

    /// `2017年21件,比上年增加6件;2016年15件,比2015年减少3件;2015年17件`: the year before told anywhere in the sentence.
    pub(super) fn of_named_years(&self, by: usize) -> Option<(usize, usize)> {
        let own = |index: usize| own_years(self.line.label(index)).last().copied();
        let to = by.checked_sub(1).filter(|to| self.line.difference(*to).is_none() && self.line.to(*to).is_none())?;
        let year = own(to).or_else(|| own_years(self.line.lead(to)).last().copied())?;
        let compared =
            vocabulary().words.compared.within(self.line.label(by)) && !is_of_other_base(self.line.label(by), year);
        let same = |index: &usize| self.line.sentence(*index) == self.line.sentence(by);
        let fits = |index: &usize| {
            let size = self.line.same_measure(*index, to) && self.line.difference(*index).is_none();
            size && same(index) && own(*index) == Some(year - 1)
        };
        let from = (by + 1..(by + FARTHEST).min(self.line.items.len())).find(fits)?;
        (compared && same(&to) && self.fits(by, from)).then_some((from, to))
    }

    /// `一季度96条、二季度117条,二季度环比增长21.9%`: a quarter with the one before it.
    pub(super) fn of_named_periods(&self, by: usize) -> Option<(usize, usize)> {
        let label = self.line.label(by);
        let Some(Period::Quarter(quarter)) = Period::of(label).filter(|_| label.contains("环比")) else {
            return None;
        };
        let own = |quarter: usize| {
            self.before(by).find(|index| {
                self.line.difference(*index).is_none() && self.line.period(*index) == Some(Period::Quarter(quarter))
            })
        };
        let (from, to) = (own(quarter.checked_sub(1)?)?, own(quarter)?);
        (self.line.same_measure(from, to) && self.fits(by, from)).then_some((from, to))
    }
}

/// Whether words compare with another year than the one before a year.
fn is_of_other_base(label: &str, year: i32) -> bool {
    years(label).last().is_some_and(|base| base + 1 != year)
}
