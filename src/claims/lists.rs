//! Wholes and their parts, as a line of figures states them: after 其中, in a parenthesis, after a
//! colon, before 共. Where the words leave open how far a list goes, its sum decides.

use std::collections::{BTreeMap, BTreeSet};

use super::arithmetic::Sum;
use super::extents::Found;
use super::known::Lists;
use super::line::{Line, Separator};
use super::paired::{beside, second};
use super::rates::may_be_one;
use super::roles::bare;
use super::scan::Measure;
use super::statement::{Nature, Statement};
use super::vocabulary::{classes, vocabulary};
use crate::number::Number;

/// More parts than this are no list that a person wrote.
pub(super) const MOST_PARTS: usize = 60;
/// How far back a whole is looked for, in figures and in sentences.
pub(super) const FARTHEST_WHOLE: usize = 24;
const FARTHEST_SENTENCE: usize = 2;

/// A whole with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    pub(super) wholes: Vec<usize>,
    pub(super) parts: Vec<usize>,
    pub(super) nature: Nature,
}

/// Every list of a line.
pub(super) fn lists(line: &Line<'_>) -> Lists {
    let mut chains: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, item) in line.items.iter().enumerate() {
        chains.entry(item.parent).or_default().push(index);
    }
    let mut lists = Lists::default();
    for (parent, chain) in &chains {
        let reader = Chain { line, items: chain, parent: *parent };
        reader.marked(&mut lists);
        reader.summed_up(&mut lists);
        reader.excepted(&mut lists);
        reader.balanced(&mut lists);
        reader.unmarked(&mut lists);
        reader.elided(&mut lists);
    }
    let beside = beside(line, &lists);
    lists.extend(beside);
    let second = second(line, &lists);
    lists.extend(second);
    lists
}

/// The exact numbers of some figures; `None` where one is approximate.
pub(super) fn sum(line: &Line<'_>, figures: &[usize]) -> Option<Sum> {
    Sum::of(&numbers(line, figures)?).ok()
}

fn numbers(line: &Line<'_>, figures: &[usize]) -> Option<Vec<Number>> {
    figures
        .iter()
        .map(|index| line.get(*index).map(|item| &item.figure).filter(|figure| !figure.approximate))
        .map(|figure| figure.map(|figure| figure.number))
        .collect()
}

pub(super) fn equal(line: &Line<'_>, wholes: &[usize], parts: &[usize]) -> bool {
    let parts = numbers(line, parts).and_then(|parts| Sum::of_parts(&parts).ok());
    match (sum(line, wholes), parts) {
        (Some(whole), Some(parts)) => whole.equals(&parts).is_ok_and(super::arithmetic::Outcome::holds),
        _ => false,
    }
}

/// The figures of a line that stand in one parenthesis, or in none.
pub(super) struct Chain<'c, 'a> {
    pub(super) line: &'c Line<'a>,
    pub(super) items: &'c [usize],
    pub(super) parent: Option<usize>,
}

impl Chain<'_, '_> {
    pub(super) fn at(&self, position: usize) -> Option<usize> {
        self.items.get(position).copied()
    }

    /// The figure before a position, modifiers passed over.
    fn before(&self, position: usize) -> Option<usize> {
        self.items.get(..position)?.iter().rev().copied().find(|index| !self.line.is_modifier(*index))
    }

    /// Lists that a word, a colon or a parenthesis starts.
    fn marked(&self, lists: &mut Lists) {
        let mut position = 0;
        while let Some(index) = self.at(position) {
            let starts = !self.line.is_modifier(index) && self.starts_list(position, index);
            let list = if starts { self.list_at(position, lists) } else { None };
            lists.extend(list.map(|list| {
                let twice = self.line.counts_twice(&list.parts);
                if twice { List { nature: Nature::Confirmed, ..list } } else { list }
            }));
            position += 1;
        }
    }

    fn starts_list(&self, position: usize, index: usize) -> bool {
        let after_whole = || {
            let Some(before) = position.checked_sub(1).and_then(|before| self.at(before)) else { return false };
            let same_sentence = self.line.sentence(before) == self.line.sentence(index);
            let colon = self.line.get(index).is_some_and(|item| item.after_colon);
            same_sentence && !self.line.is_modifier(before) && (colon || self.line.is_within(before))
        };
        let label = bare(self.line.label(index));
        // `占主动公开总数(7500条)的48%`: what a share is of.
        if self.line.label(index).trim_start_matches("分别").starts_with('占') {
            return false;
        }
        let beside = self.parent.is_some() && vocabulary().words.alongside.starts(&label).is_some();
        if beside && !self.line.among(index) {
            return false;
        }
        (self.parent.is_some() && position == 0)
            || self.line.among(index)
            || self.line.named_whole(index).is_some()
            || self.line.refers_back(index)
            || after_whole()
    }

    fn list_at(&self, position: usize, known: &Lists) -> Option<List> {
        let first = self.at(position)?;
        let mut candidates = self.wholes(position, first);
        // `其中网上5件、信函3件。按结果分,公开6件、不公开2件`: the whole of the list before is that of this one as well.
        let of_lists = candidates.iter().flat_map(|part| known.with_part(*part)).filter(|list| list.wholes.len() == 1);
        let of_lists: Vec<usize> = of_lists.flat_map(|list| list.wholes.iter().copied()).collect();
        let named = self.line.named_whole(first);
        let before = candidates.iter().all(|whole| self.line.sentence(*whole) < self.line.sentence(first));
        let apart = before && named.is_none();
        let fits = |whole: &usize| self.parent.is_none() && self.line.compatible(*whole, first);
        let of_lists: Vec<usize> = of_lists.into_iter().filter(fits).collect();
        candidates.extend(of_lists.iter().filter(|_| apart).copied());
        let nearest = *candidates.first()?;
        let found = self.collect(position);
        let extents = self.extents(position, &found);
        // Two parts of another list are no whole together.
        let is_one = |wholes: &Vec<usize>| wholes.len() == 1 || !wholes.iter().all(|whole| known.has_part(*whole));
        let of_lists = of_lists.into_iter().map(|whole| vec![whole]);
        for wholes in self.options(&candidates, position).into_iter().filter(is_one).chain(of_lists) {
            for parts in &extents {
                if parts.len() > 1 && !self.leaves_out_carried(&wholes, parts) && equal(self.line, &wholes, parts) {
                    return Some(List { nature: self.line.nature(&wholes, parts), wholes, parts: parts.clone() });
                }
            }
        }
        let received = self.received_before(position, &found.parts);
        if let Some(wholes) = received.iter().find(|wholes| equal(self.line, wholes, &found.parts)) {
            let (wholes, parts) = (wholes.clone(), found.parts);
            return Some(List { nature: self.line.nature(&wholes, &parts), wholes, parts });
        }
        if let Some(list) = self.counted_again(nearest, &found.parts) {
            return Some(list);
        }
        // `其中校内6件,校外9件;内容主要为A5件、B3件`: behind a semicolon of the whole again.
        let closed = |whole: &usize| {
            let complete = |list: &List| list.parts.contains(&nearest) && equal(self.line, &list.wholes, &list.parts);
            self.line.separator(first) >= Separator::Semicolon && known.with_part(*whole).any(complete)
        };
        // `排名前三的甲12件、乙9件;排名前三的丙5件、丁3件`: no rank is of another one.
        let words = &vocabulary().words;
        let in_turn = |index: usize| words.respectively.within(self.line.label(index));
        let ranked = |whole: &usize| {
            let told = in_turn(first) && self.line.separator(first) >= Separator::Semicolon;
            told && (in_turn(*whole) || self.line.separator(*whole) == Separator::Enumeration)
        };
        candidates.retain(|whole| named == Some(*whole) || (!closed(whole) && !ranked(whole)));
        // A part of another list in another sentence is no whole of these.
        let is_free = |whole: &usize| {
            let same = self.line.sentence(*whole) == self.line.sentence(first);
            same || named == Some(*whole) || !known.has_part(*whole)
        };
        let free: Vec<usize> = candidates.iter().copied().filter(is_free).collect();
        let (candidates, nearest) = (free.clone(), *free.first()?);
        let same: Vec<usize> =
            candidates.iter().copied().filter(|whole| self.line.same_measure(*whole, first)).collect();
        let primary = same.first().copied().unwrap_or(nearest);
        // `直接起诉2件,复议后起诉1件;其中驳回2件`: behind a semicolon of any of those before it.
        let set_off = self.line.separator(first) >= Separator::Semicolon;
        let right_before =
            self.before(position) == Some(primary) && self.line.sentence(primary) == self.line.sentence(first);
        let sum_of_parts = sum(self.line, &found.parts).map(|parts| parts.value);
        let adjacent = self.parent.is_some() || (right_before && !(set_off && self.value(primary) < sum_of_parts));
        if self.is_in_turn(first, nearest, &found.parts) {
            return None;
        }
        // What another sentence counts otherwise is no whole of theirs.
        if self.line.sentence(primary) != self.line.sentence(first) && !self.line.same_measure(primary, first) {
            return None;
        }
        let carried = self.is_carried(primary);
        let beside = candidates.iter().copied().skip_while(|whole| *whole != primary).nth(1).filter(|_| carried);
        let behind = self.behind_outcomes(primary, beside, &found.parts, &received);
        // What was handled and is carried on together is all that there was, not all that came in.
        let is_unsure = behind.is_none() && self.is_carried_out(primary);
        let wholes = if let Some(wholes) = behind {
            wholes
        } else if carried {
            vec![beside?, primary]
        } else if adjacent || same.len().max(1) == 1 {
            vec![primary]
        } else {
            let enough = same.iter().copied().find(|whole| self.value(*whole) >= sum_of_parts);
            let largest = same.iter().copied().max_by(|left, right| self.value(*left).cmp(&self.value(*right)));
            vec![enough.filter(|_| !right_before).or(largest)?]
        };
        // A part of an outer list is no whole of the parts that follow it there.
        let claimed = found.parts.iter().any(|part| known.has_part(*part));
        if claimed && self.parent.is_none() {
            return None;
        }
        let (parts, nature) = self.judged(&wholes, self.done(&wholes, found))?;
        Some(List { wholes, parts, nature: if is_unsure { Nature::Open } else { nature } })
    }

    /// Parts that make their whole, before others that count some of them again: `新开工60个、续建40个、竣工18个`.
    fn counted_again(&self, whole: usize, parts: &[usize]) -> Option<List> {
        let overlapping = &vocabulary().words.overlapping;
        let again = parts.iter().position(|part| overlapping.within(self.line.label(*part)))?;
        let (first, rest) = parts.split_at_checked(again)?;
        let told = rest.iter().all(|part| overlapping.within(self.line.label(*part)));
        (told && first.len() > 1 && equal(self.line, &[whole], first)).then(|| List {
            wholes: vec![whole],
            parts: first.to_vec(),
            nature: Nature::Listed,
        })
    }

    pub(super) fn value(&self, index: usize) -> Option<crate::number::Decimal> {
        self.line.get(index).map(|item| item.figure.number.value())
    }

    /// Whether a figure counts cases of any kind together.
    pub(super) fn counts_any(&self, index: usize) -> bool {
        let any = &vocabulary().numbers.any_cases;
        let measure = self.line.get(index).map(|item| &item.figure.measure);
        matches!(measure, Some(Measure::Of(word)) if classes(word).iter().any(|class| any.has(class.name)))
    }

    pub(super) fn is_carried(&self, index: usize) -> bool {
        self.parent.is_none() && vocabulary().words.carried_over.within(self.line.label(index))
    }

    /// The parts as far as they may be judged, and how complete they are.
    fn judged(&self, wholes: &[usize], found: Found) -> Option<(Vec<usize>, Nature)> {
        let mut parts = found.parts;
        let whole = sum(self.line, wholes)?;
        // `其中公开41件、…、其他3件,共办结90件`: they are summed up otherwise.
        let of_total = self.at(found.next).filter(|total| vocabulary().words.total.within(self.line.label(*total)));
        let sums_up = |total: usize| {
            let bare = vocabulary().words.bare_total.has(self.line.label(total));
            bare && self.line.same_measure(total, parts.first().copied().unwrap_or(total))
        };
        // `两类合计226件`: of these, which are some of the whole all the same.
        let of_kinds = |total: usize| self.line.label(total).starts_with(['两', '二', '三', '四', '五']);
        if let Some(total) = of_total.filter(|total| sums_up(*total) || equal(self.line, &[*total], &parts))
            && parts.len() > 1
        {
            return of_kinds(total).then_some((parts, Nature::Open));
        }
        // A figure larger than the whole belongs to something else, unless it is the first one or
        // stands in one breath with the others.
        let too_large = |part: &usize| {
            let strays = self.line.separator(*part) > Separator::Enumeration;
            strays && sum(self.line, &[*part]).is_none_or(|part| part.is_above(&whole))
        };
        let channels = &vocabulary().words.channels;
        let of_one = self.parent.is_some()
            || self.line.nature(wholes, &parts) == Nature::Exhaustive
            || parts.iter().all(|part| channels.within(self.line.label(*part)))
            || self.line.are_parallel(&parts);
        let apart = |part: &usize| self.line.separator(*part) >= Separator::Semicolon;
        let by_colon = parts.first().is_some_and(|first| self.line.lead(*first).contains(':'));
        let rest = |part: &usize| vocabulary().words.remaining.starts(self.line.label(*part)).is_some();
        // Behind a colon and one part a semicolon may end the list.
        let second = parts.get(1).copied();
        let strays = |part: &usize| !of_one || (apart(part) && (!by_colon || second == Some(*part)) && !rest(part));
        let cut = parts.iter().skip(1).position(|part| too_large(part) && strays(part));
        if let Some(cut) = cut {
            parts.truncate(cut + 1);
        }
        let apart = self.parted(&parts).filter(|_| sum(self.line, &parts).is_some_and(|sum| sum.is_above(&whole)));
        if let Some(apart) = apart {
            parts.truncate(apart);
        }
        let cut = cut.or(apart);
        let nature = self.line.nature(wholes, &parts);
        let goes_on = cut.is_some() || (self.may_go_on(&parts, found.next) && !self.line.are_a_family(&parts));
        let nature = if goes_on && nature != Nature::Overlapping { Nature::Open } else { nature };
        Some((parts, nature))
    }

    /// The figures before a position that may be the whole, the nearest first.
    pub(super) fn wholes(&self, position: usize, first: usize) -> Vec<usize> {
        let fits = |index: &usize| !self.line.is_modifier(*index) && self.line.compatible(*index, first);
        if let Some(parent) = self.parent.filter(|_| position == 0 || self.is_in_next_parenthesis(position)) {
            return Some(parent).filter(fits).into_iter().collect();
        }
        if let Some(named) = self.line.named_whole(first).filter(|_| self.parent.is_none()) {
            return vec![named];
        }
        let start = position.saturating_sub(FARTHEST_WHOLE);
        let before = self.items.get(start..position).unwrap_or_default();
        let of = |sentence: usize| -> Vec<usize> {
            before.iter().rev().copied().filter(|index| self.line.sentence(*index) == sentence).filter(fits).collect()
        };
        let sentence = self.line.sentence(first);
        let mut same = of(sentence);
        let of_kinds = self.line.starts_kinds(first);
        if of_kinds {
            same.retain(|whole| !self.is_of_kinds(*whole));
        }
        if !same.is_empty() {
            return same;
        }
        // A heading between two sentences has no figures.
        let last = before.iter().rev().map(|index| self.line.sentence(*index)).find(|before| *before < sentence);
        let mut found = last.filter(|last| last + FARTHEST_SENTENCE >= sentence).map(of).unwrap_or_default();
        // `承办提案36件。按申请渠道分,网上21件`: of cases that the kinds do not name.
        let lead = self.line.lead(first).strip_suffix(self.line.label(first)).unwrap_or_default();
        let kinds = lead.split([',', ';', ':']).find(|clause| vocabulary().words.by_kind.starts(clause).is_some());
        let told = |whole: usize| format!("{}{}", self.line.sentence_before(whole), self.line.tail(whole));
        found.retain(|whole| !of_kinds || kinds.is_none_or(|kinds| may_be_one(kinds, &told(*whole))));
        found
    }

    /// `按渠道分,网上5件、信函3件;按主体分,公民7件、法人1件`: whether a figure is one of some kinds, by which none of other kinds
    /// is told.
    fn is_of_kinds(&self, index: usize) -> bool {
        let sentence = self.line.sentence(index);
        let goes_on = |index: &usize| {
            self.line.sentence(*index) == sentence && self.line.separator(index + 1) < Separator::Semicolon
        };
        let first = (0..index).rev().take_while(goes_on).last().unwrap_or(index);
        // `按渠道分,收到申请8件,其中网上5件`.
        let has_parts = index == first && self.line.among(index + 1);
        let counts_all = has_parts || vocabulary().words.total.within(self.line.label(index));
        !counts_all && self.line.starts_kinds(first)
    }

    /// What the whole may be: one figure, one in its parenthesis, or two that stand together.
    fn options(&self, candidates: &[usize], position: usize) -> Vec<Vec<usize>> {
        let mut options: Vec<Vec<usize>> = candidates.iter().map(|whole| vec![*whole]).collect();
        for pair in candidates.windows(2) {
            if let [near, far] = pair
                && self.line.sentence(*near) == self.line.sentence(*far)
            {
                options.push(vec![*far, *near]);
            }
        }
        let start = position.checked_sub(1).and_then(|before| self.at(before)).unwrap_or(0);
        let end = self.at(position).unwrap_or(0);
        let inside = (start..end).filter(|index| self.line.get(*index).is_some_and(|item| item.parent.is_some()));
        options.extend(inside.filter(|index| !self.line.is_modifier(*index)).map(|index| vec![index]));
        options
    }
}

impl List {
    /// Whether figures of the list are averages, which do not add up.
    pub(super) fn is_of_means(&self, line: &Line<'_>) -> bool {
        let means = &vocabulary().words.means;
        let each = &vocabulary().words.each;
        // `收支总额均为`: of one sum.
        let of_each = |index: &usize| {
            let label = line.label(*index);
            each.ends(label).is_some() && line.times(*index) == 1 && !label.contains("收支")
        };
        let is_mean = |index: &usize| means.within(line.label(*index)) || of_each(index);
        self.wholes.iter().chain(&self.parts).any(is_mean)
    }

    /// The relation that a list states. Parts that a share confirms one by one are right, so that they
    /// overlap or are not all, if they do not add up; those whose shares are of their sum are all.
    pub(super) fn statement(self, confirmed: &BTreeSet<usize>, complete: &BTreeSet<Vec<usize>>) -> Statement {
        let nature = match self.nature {
            Nature::Listed if complete.contains(&self.parts) => Nature::Exhaustive,
            Nature::Listed | Nature::Overlapping | Nature::Open
                if self.parts.iter().all(|part| confirmed.contains(part)) =>
            {
                Nature::Confirmed
            }
            nature => nature,
        };
        match (self.parts.as_slice(), self.wholes.as_slice()) {
            ([part], [whole]) => Statement::Subset { part: *part, whole: *whole, told: true },
            _ => Statement::Parts { wholes: self.wholes, parts: self.parts, nature },
        }
    }
}
