//! Shares whose words say what they are of: a figure between the part and its share, one named in the sentence before,
//! a list as a whole, a target.

use super::line::Separator;
use super::lists::List;
use super::roles::bare;
use super::shares::{FARTHEST, Reader};
use super::statement::Statement;
use super::vocabulary::vocabulary;

/// How many are told together, from two on; two are written in two ways.
const NUMERALS: [char; 6] = ['两', '二', '三', '四', '五', '六'];

/// Whether what stands before a whole says that the share of it is that of several parts: `两类占全部`.
fn is_of_several(label: &str) -> bool {
    let words = &vocabulary().words;
    let several = |subject: &str| subject.starts_with(NUMERALS) || words.summing.within(subject);
    words.together.within(label) || label.split_once('占').is_some_and(|(subject, _)| several(subject))
}

impl Reader<'_, '_> {
    /// `税收收入占一般公共预算收入的69.0%`: both told in the sentence before, in the very words.
    pub(super) fn named_apart(&self, index: usize) -> Option<Statement> {
        const FEWEST: usize = 3;
        let label = bare(self.line.label(index)).into_owned();
        let (subject, whole) = label.split_once('占')?;
        let (subject, whole) =
            (subject.trim_start_matches('其'), whole.trim_end_matches(['的', '总', '额', '数', '量']));
        let sentence = self.line.sentence(index);
        let named = |name: &str| {
            let before = (index.saturating_sub(FARTHEST)..index).rev();
            let mut found = before.filter(|before| {
                let near = self.line.sentence(*before) + 1 == sentence;
                near && self.line.is_size(*before)
                    && self.line.difference(*before).is_none()
                    && self.line.label(*before).contains(name)
            });
            found.next().filter(|_| name.chars().count() >= FEWEST)
        };
        let (part, whole) = (named(subject)?, named(whole)?);
        let fits = part != whole && self.line.compatible(part, whole);
        fits.then(|| Statement::Share { share: index, parts: vec![part], wholes: vec![whole] })
    }

    /// `网上申请312件,占申请总量480件的65%`, `完成504件,为计划480件的105%`: the whole stands between the part and its share.
    pub(super) fn of_whole_told(&self, index: usize) -> Option<(usize, usize)> {
        const LONGEST_NOUN: usize = 6;
        let whole = index.checked_sub(1).filter(|_| self.line.is_percent(index))?;
        let label = self.line.label(whole);
        let together = is_of_several(label);
        let told = (self.line.is_share(whole) || label.contains('占') || label.starts_with('为')) && !together;
        // `占12个县区的41.7%`: with the noun of the whole.
        let own = self.line.label(index).trim_start_matches(')');
        let noun = own.strip_suffix('的').is_some_and(|noun| noun.chars().count() <= LONGEST_NOUN);
        let beside = self.line.separator(index) == Separator::None;
        let follows = (own.starts_with('的') || (noun && beside)) && told && self.line.is_size(whole);
        let fits = |part: &usize| !self.line.is_modifier(*part) && self.line.compatible(*part, whole);
        let same = |part: &usize| self.line.sentence(*part) == self.line.sentence(index);
        let part = (index.saturating_sub(FARTHEST)..whole).rev().take_while(same).find(fits)?;
        follows.then_some((part, whole))
    }

    /// `占网站信息总量的62.5%,网站信息总量为1840条`: the whole that the share names, right behind it, or a total in the next
    /// sentence that the share fits.
    pub(super) fn whole_behind(&self, index: usize, part: usize) -> Option<Vec<usize>> {
        let label = self.line.label(index);
        let sentence = self.line.sentence(index);
        let behind = index..self.line.items.len();
        let fits = |whole: &usize| {
            self.line.same_measure(*whole, part) && !self.line.is_modifier(*whole) && !self.line.is_approximate(*whole)
        };
        let near = |whole: &usize| self.line.sentence(*whole) <= sentence + 1;
        let mut behind = behind.take_while(near).filter(fits);
        let names = |whole: &usize| {
            let next = *whole == index + 1;
            let total = vocabulary().words.total.within(self.line.label(*whole));
            (next && self.is_named(label, *whole)) || (total && self.holds(index, &[part], &[*whole]))
        };
        behind.find(names).map(|whole| vec![whole])
    }

    /// The whole between some parts and their shares, for each of these: `甲42件、乙31件,分别占总量120件的35.0%和25.8%`.
    pub(super) fn whole_between(&self, index: usize) -> Option<usize> {
        let goes_on = |index: &usize| self.line.is_percent(*index) && self.line.label(*index).is_empty();
        let first = index.checked_sub((0..=index).rev().take_while(goes_on).count())?;
        let whole = first.checked_sub(1).filter(|whole| self.line.is_size(*whole))?;
        let label = self.line.label(whole);
        let told = vocabulary().words.respectively.within(label) && label.contains('占');
        (told && self.line.label(first).starts_with('的')).then_some(whole)
    }

    /// `甲35件、乙22件,两类占全部100件的57%`: the parts enumerated before a whole, of which a share is told together.
    fn several_of_whole_told(&self, index: usize) -> Option<(Vec<usize>, usize)> {
        let whole = index.checked_sub(1).filter(|whole| self.line.is_percent(index) && self.line.is_size(*whole))?;
        // `两类占100件的35%和22%`: one share for each.
        let in_row = self.line.is_percent(index + 1) && self.line.label(index + 1).is_empty();
        let of_it = self.line.label(index).contains('的') && is_of_several(self.line.label(whole)) && !in_row;
        let last = whole.checked_sub(1).filter(|_| of_it)?;
        let more = (1..=last).rev().take_while(|part| self.line.separator(*part) == Separator::Enumeration);
        let first = more.last()?.checked_sub(1)?;
        let fits = |part: usize| {
            let same = self.line.sentence(part) == self.line.sentence(index) && self.line.compatible(part, whole);
            same && !self.line.is_modifier(part)
        };
        let count = NUMERALS.iter().position(|sign| self.line.label(whole).starts_with(*sign));
        let parts: Vec<usize> = (first..=last).collect();
        let all = count.is_none_or(|at| at.max(1) + 1 == parts.len()) && parts.iter().all(|part| fits(*part));
        all.then_some((parts, whole))
    }

    /// `不予公开15件,其中国家秘密2件、个人隐私13件,占答复总数150件的10%`: what a list is the parts of, where the share behind
    /// the last of them is of something else and not of that one.
    fn of_whole_list(&self, index: usize, part: usize, whole: usize) -> Option<usize> {
        let list = self.part_of_list(part).filter(|list| list.parts.len() > 1 && list.parts.last() == Some(&part))?;
        let [own] = *list.wholes.as_slice() else { return None };
        let others = (own..part).any(|other| self.line.is_percent(other));
        (own != whole && !others && !self.holds(index, &[part], &[whole])).then_some(own)
    }

    /// The parts and the whole of a share whose words say what it is of.
    pub(super) fn told_pair(&self, index: usize) -> Option<(Vec<usize>, usize)> {
        let of_one =
            || self.of_whole_told(index).or_else(|| self.of_target(index)).or_else(|| self.of_named_done(index));
        self.several_of_whole_told(index).or_else(|| {
            let (part, whole) = of_one()?;
            Some((vec![self.of_whole_list(index, part, whole).unwrap_or(part)], whole))
        })
    }

    /// `计划480万元,收入504万元,为计划的105%`.
    fn of_target(&self, index: usize) -> Option<(usize, usize)> {
        let label = self.line.label(index).strip_suffix('的')?;
        let named = self.line.is_percent(index) && vocabulary().words.target.ends(label).is_some();
        let completed = |target: usize| self.line.label(target).starts_with("完成");
        self.line.done_of_target(index).filter(|(_, target)| named && !label.contains("完成") && !completed(*target))
    }

    /// `总投资4.2亿元,已完成投资2.94亿元,完成总投资的70%`: what is done of a figure that the share names.
    fn of_named_done(&self, index: usize) -> Option<(usize, usize)> {
        const FEWEST: usize = 3;
        let label = self.line.label(index);
        let name = label.strip_prefix("完成").or_else(|| label.strip_prefix("达"))?.strip_suffix('的')?;
        let part = index.checked_sub(1).filter(|part| self.line.is_percent(index) && self.line.is_size(*part))?;
        let sentence = self.line.sentence(index);
        let fits = |whole: &usize| {
            let same = self.line.sentence(*whole) == sentence && self.line.compatible(*whole, part);
            same && !self.line.is_modifier(*whole) && self.line.label(*whole).ends_with(name)
        };
        let whole = (index.saturating_sub(FARTHEST)..part).rev().find(fits)?;
        (name.chars().count() >= FEWEST).then_some((part, whole))
    }

    /// The list whose parts a share is for together: `三者合计占`.
    pub(super) fn summed(&self, index: usize) -> Option<&List> {
        let label = self.line.label(index);
        let together = vocabulary().words.together.within(label);
        let list = self.lists.last_before(index).filter(|_| together)?;
        let part = *list.parts.last()?;
        (self.line.sentence(part) == self.line.sentence(index)).then_some(list)
    }
}
