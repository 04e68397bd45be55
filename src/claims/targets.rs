//! What was done of what was to be done: how much of a target, and how far from it. More can be done than was to be.

use super::arithmetic::ratio;
use super::line::Line;
use super::lists::sum;
use super::statement::Statement;
use super::vocabulary::vocabulary;
use crate::number::Decimal;

/// How far back a target is looked for, in figures and in sentences.
const FARTHEST: usize = 12;
const MOST_SENTENCES: usize = 2;

impl Line<'_> {
    /// Whether a figure is what was to be done.
    pub(super) fn is_target(&self, index: usize) -> bool {
        let words = &vocabulary().words.target;
        words.within(self.label(index)) || words.starts(self.tail(index)).is_some()
    }

    /// What was done and what was to be, the only target told before a figure.
    pub(super) fn done_of_target(&self, index: usize) -> Option<(usize, usize)> {
        let sizes = self.sizes_before(index);
        let mut targets = sizes.iter().copied().filter(|before| self.is_target(*before));
        let target = targets.next().filter(|_| targets.next().is_none())?;
        let done = sizes.iter().rev().copied().find(|done| *done != target && self.same_measure(*done, target))?;
        Some((done, target))
    }

    /// The figures before one that may be a target or what was done of it.
    fn sizes_before(&self, index: usize) -> Vec<usize> {
        (index.saturating_sub(FARTHEST)..index)
            .filter(|before| self.sentence(*before) + MOST_SENTENCES >= self.sentence(index))
            .filter(|before| !self.is_modifier(*before) && !self.is_approximate(*before))
            .collect()
    }

    /// Two figures that no word makes a target and what was done of it, where the percentage fits.
    fn fitting_target(&self, rate: usize) -> Option<(usize, usize)> {
        let percent = self.get(rate)?.figure.number;
        let sizes = self.sizes_before(rate);
        let done = *sizes.last()?;
        let holds = |target: &usize| {
            let (done, target) = (sum(self, &[done])?, sum(self, &[*target])?);
            ratio(percent, &done, &target, Decimal::ZERO).ok().filter(|outcome| outcome.holds())
        };
        let others = sizes.iter().rev().skip(1).copied().filter(|target| self.same_measure(*target, done));
        others.into_iter().find(|target| holds(target).is_some()).map(|target| (done, target))
    }

    /// Every percentage that says how much of a target was done: `完成年度任务的95%`, `完成任务200条的108%`.
    pub(super) fn completed(&self) -> Vec<Statement> {
        let words = &vocabulary().words;
        let of = |rate: usize| {
            let label = self.label(rate).strip_suffix('的').filter(|_| self.is_percent(rate))?;
            let named = label.contains("完成") && words.target.ends(label).is_some();
            let behind = (label.is_empty() || words.target.has(label))
                && rate
                    .checked_sub(1)
                    .is_some_and(|target| self.label(target).starts_with("完成") && self.is_target(target));
            let told = || self.done_of_target(rate).or_else(|| self.fitting_target(rate));
            let (done, target) = if named || behind { told()? } else { return None };
            Some(Statement::Rate { rate, parts: vec![done], wholes: vec![target], complement: false })
        };
        (0..self.items.len()).filter(|rate| !self.is_approximate(*rate)).filter_map(of).collect()
    }

    /// Whether a figure says how far what was done is from its target, and whether that is less: `超额66条`, `尚差12条`.
    pub(super) fn is_off_target(&self, index: usize) -> Option<bool> {
        let words = &vocabulary().words;
        let label = self.label(index).trim_end_matches('了');
        let less = words.short_of_target.has(label);
        (self.is_size(index) && (less || words.beyond_target.has(label))).then_some(less)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_told_in_several_ways() {
        let found = |text: &str| {
            let completed = Line::of(text).completed();
            completed.first().map(Statement::figures)
        };
        assert_eq!(found("公开信息216条,完成年度任务200条的108%"), Some(vec![2, 0, 1]));
        assert_eq!(found("编报信息270条,完成全年300条任务的90%"), Some(vec![2, 0, 1]));
        assert_eq!(found("确定公开事项160项。已公开152项,完成年度任务的95%"), Some(vec![2, 1, 0]));
        assert_eq!(found("确定公开事项160项。已公开152项,完成年度任务的96%"), None);
        assert_eq!(found("任务240条。实际报送306条,完成年度任务的127.5%"), Some(vec![2, 1, 0]));
        assert_eq!(found("完成投资12亿元,为年度计划的105%"), None);
    }
}
