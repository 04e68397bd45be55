//! Wholes and their parts, as a line of figures states them: after 其中, in a parenthesis, after a
//! colon, before 共. Where the words leave open how far a list goes, its sum decides.

use std::collections::BTreeMap;

use super::arithmetic::Sum;
use super::line::{Line, Separator};
use super::roles::bare;
use super::slip::slip;
use super::statement::{Nature, Statement};
use super::vocabulary::vocabulary;
use crate::finding::Slip;
use crate::number::Number;

/// More parts than this are no list that a person wrote.
const MOST_PARTS: usize = 60;
/// How far back a whole is looked for, in figures.
const FARTHEST_WHOLE: usize = 24;

/// A whole with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    pub(super) wholes: Vec<usize>,
    pub(super) parts: Vec<usize>,
    pub(super) nature: Nature,
}

/// The figures of a chain that one list may be made of.
struct Found {
    parts: Vec<usize>,
    /// The position in the chain after the list.
    next: usize,
}

/// Every list of a line.
pub(super) fn lists(line: &Line<'_>) -> Vec<List> {
    let mut chains: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, item) in line.items.iter().enumerate() {
        chains.entry(item.parent).or_default().push(index);
    }
    let mut lists = Vec::new();
    for (parent, chain) in &chains {
        let reader = Chain { line, items: chain, parent: *parent };
        reader.marked(&mut lists);
        reader.summed_up(&mut lists);
        reader.unmarked(&mut lists);
    }
    lists
}

/// The exact numbers of some figures; `None` where one is approximate.
pub(super) fn sum(line: &Line<'_>, figures: &[usize]) -> Option<Sum> {
    let numbers: Option<Vec<Number>> = figures
        .iter()
        .map(|index| line.get(*index).map(|item| &item.figure).filter(|figure| !figure.approximate))
        .map(|figure| figure.map(|figure| figure.number))
        .collect();
    Sum::of(&numbers?).ok()
}

fn equal(line: &Line<'_>, wholes: &[usize], parts: &[usize]) -> bool {
    match (sum(line, wholes), sum(line, parts)) {
        (Some(whole), Some(parts)) => whole.equals(&parts).is_ok_and(super::arithmetic::Outcome::holds),
        _ => false,
    }
}

struct Chain<'c, 'a> {
    line: &'c Line<'a>,
    items: &'c [usize],
    parent: Option<usize>,
}

impl Chain<'_, '_> {
    fn at(&self, position: usize) -> Option<usize> {
        self.items.get(position).copied()
    }

    /// The figure before a position, modifiers passed over.
    fn before(&self, position: usize) -> Option<usize> {
        self.items.get(..position)?.iter().rev().copied().find(|index| !self.line.is_modifier(*index))
    }

    /// Lists that a word, a colon or a parenthesis starts.
    fn marked(&self, lists: &mut Vec<List>) {
        let mut position = 0;
        while let Some(index) = self.at(position) {
            let starts = !self.line.is_modifier(index) && self.starts_list(position, index);
            let list = if starts { self.list_at(position, lists) } else { None };
            lists.extend(list);
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
        (self.parent.is_some() && position == 0)
            || self.line.among(index)
            || self.line.refers_back(index)
            || after_whole()
    }

    fn list_at(&self, position: usize, known: &[List]) -> Option<List> {
        let first = self.at(position)?;
        let candidates = self.wholes(position, first);
        let nearest = *candidates.first()?;
        let found = self.collect(position);
        let extents = self.extents(position, &found);
        for wholes in self.options(&candidates, position) {
            for parts in &extents {
                if parts.len() > 1 && equal(self.line, &wholes, parts) {
                    return Some(List { nature: self.nature(&wholes, parts), wholes, parts: parts.clone() });
                }
            }
        }
        let same: Vec<usize> =
            candidates.iter().copied().filter(|whole| self.line.same_measure(*whole, first)).collect();
        let primary = same.first().copied().unwrap_or(nearest);
        let adjacent = self.parent.is_some()
            || (self.before(position) == Some(primary) && self.line.sentence(primary) == self.line.sentence(first));
        let wholes = if self.is_carried(primary) {
            let at = candidates.iter().position(|whole| *whole == primary)?;
            vec![*candidates.get(at + 1)?, primary]
        } else if adjacent || same.len().max(1) == 1 {
            vec![primary]
        } else {
            let largest = same.iter().copied().max_by(|left, right| self.value(*left).cmp(&self.value(*right)))?;
            vec![largest]
        };
        // A part of an outer list is no whole of the parts that follow it there.
        let claimed = known.iter().any(|list| list.parts.iter().any(|part| found.parts.contains(part)));
        if claimed && self.parent.is_none() {
            return None;
        }
        let (parts, nature) = self.judged(&wholes, found)?;
        Some(List { wholes, parts, nature })
    }

    fn value(&self, index: usize) -> Option<crate::number::Decimal> {
        self.line.get(index).map(|item| item.figure.number.value())
    }

    fn is_carried(&self, index: usize) -> bool {
        self.parent.is_none() && self.line.label(index).contains("结转")
    }

    /// The parts as far as they may be judged, and how complete they are.
    fn judged(&self, wholes: &[usize], found: Found) -> Option<(Vec<usize>, Nature)> {
        let mut parts = found.parts;
        let whole = sum(self.line, wholes)?;
        // A figure larger than the whole belongs to something else, unless it is the first one or
        // stands in one breath with the others.
        let too_large = |part: &usize| {
            let strays = self.line.separator(*part) > Separator::Enumeration;
            strays && sum(self.line, &[*part]).is_none_or(|part| part.is_above(&whole))
        };
        let cut = parts.iter().skip(1).position(too_large);
        if let Some(cut) = cut {
            parts.truncate(cut + 1);
        }
        let nature = self.nature(wholes, &parts);
        let goes_on = cut.is_some() || self.may_go_on(&parts, found.next);
        let nature = if goes_on && nature != Nature::Overlapping { Nature::Open } else { nature };
        Some((parts, nature))
    }

    /// Whether figures that might be parts follow in the same sentence.
    fn may_go_on(&self, parts: &[usize], next: usize) -> bool {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
        let rest = self.items.get(next..).unwrap_or_default();
        rest.iter().take_while(|index| self.line.sentence(**index) == self.line.sentence(*last)).any(|index| {
            !self.line.is_modifier(*index)
                && self.line.same_measure(*index, *first)
                && !self.line.is_topic(*index)
                && self.line.separator(*index) < Separator::Semicolon
        })
    }

    /// The figures before a position that may be the whole, the nearest first.
    fn wholes(&self, position: usize, first: usize) -> Vec<usize> {
        let fits = |index: &usize| !self.line.is_modifier(*index) && self.line.compatible(*index, first);
        if position == 0
            && let Some(parent) = self.parent
        {
            return Some(parent).filter(fits).into_iter().collect();
        }
        let start = position.saturating_sub(FARTHEST_WHOLE);
        let before = self.items.get(start..position).unwrap_or_default();
        let of = |sentence: usize| -> Vec<usize> {
            before.iter().rev().copied().filter(|index| self.line.sentence(*index) == sentence).filter(fits).collect()
        };
        let sentence = self.line.sentence(first);
        let same = of(sentence);
        match (same.is_empty(), sentence.checked_sub(1)) {
            (true, Some(sentence)) => of(sentence),
            _ => same,
        }
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

    /// The parts from a position on, as far as separators and words let a list go.
    fn collect(&self, position: usize) -> Found {
        let mut parts: Vec<usize> = Vec::new();
        let mut widest: Option<Separator> = None;
        let mut modified = false;
        let mut next = position;
        while let Some(index) = self.at(next).filter(|_| parts.len() < MOST_PARTS) {
            let Some(first) = parts.first().copied() else {
                parts.push(index);
                next += 1;
                continue;
            };
            if self.line.sentence(index) != self.line.sentence(first) {
                break;
            }
            if self.line.is_modifier(index) {
                modified = true;
                next += 1;
                continue;
            }
            if self.line.among(index) || self.line.refers_back(index) || self.is_after_within(next) {
                let inner = self.collect(next);
                next = inner.next;
                continue;
            }
            let separator = self.line.separator(index);
            let allowed = match widest {
                Some(widest) => separator <= widest,
                None => separator < Separator::Semicolon || modified || self.goes_by_semicolons(next, first),
            };
            let breaks = self.line.is_topic(index) && !self.line.is_topic(first);
            if !allowed || !self.line.compatible(index, first) || breaks {
                break;
            }
            widest = Some(widest.map_or(separator, |widest| widest.max(separator)));
            parts.push(index);
            next += 1;
        }
        Found { parts, next }
    }

    fn is_after_within(&self, position: usize) -> bool {
        position.checked_sub(1).and_then(|before| self.at(before)).is_some_and(|before| self.line.is_within(before))
    }

    /// Whether a list with one semicolon goes on with another one.
    fn goes_by_semicolons(&self, position: usize, first: usize) -> bool {
        let lead_has_colon = self.line.lead(first).contains(':');
        let more = self.items.get(position + 1..).unwrap_or_default().iter().any(|index| {
            self.line.sentence(*index) == self.line.sentence(first)
                && self.line.separator(*index) == Separator::Semicolon
                && self.line.compatible(*index, first)
        });
        lead_has_colon || more
    }

    /// The list, and the same list going on to later figures of its sentence.
    fn extents(&self, position: usize, found: &Found) -> Vec<Vec<usize>> {
        let mut extents = vec![found.parts.clone()];
        let Some(first) = self.at(position) else { return extents };
        let mut longer = found.parts.clone();
        for index in self.items.get(found.next..).unwrap_or_default().iter().copied() {
            if self.line.sentence(index) != self.line.sentence(first) || longer.len() >= MOST_PARTS {
                break;
            }
            if self.line.is_modifier(index) || !self.line.compatible(index, first) {
                continue;
            }
            longer.push(index);
            extents.push(longer.clone());
        }
        extents
    }

    /// How complete a list is, as far as its words tell.
    fn nature(&self, wholes: &[usize], parts: &[usize]) -> Nature {
        let words = &vocabulary().words;
        let Some(first) = parts.first() else { return Nature::Open };
        let lead = bare(self.line.lead(*first));
        let whole_words = wholes.iter().map(|whole| self.line.around(*whole)).collect::<String>();
        let open = words.open.within(&lead) || words.open.within(&whole_words);
        let goes_on = parts.iter().any(|part| words.and_so_on.starts(self.line.tail(*part)).is_some());
        if open || goes_on || parts.len() < 2 {
            return Nature::Open;
        }
        let last = parts.last().map(|part| self.line.around(*part)).unwrap_or_default();
        let told = words.exhaustive.within(&lead) || words.exhaustive.within(&whole_words);
        if told || words.rest.within(&last) || self.is_partition(wholes, parts, true) {
            return Nature::Exhaustive;
        }
        let labels: Vec<String> = parts.iter().map(|part| self.line.around(*part)).collect();
        let by_channel = labels.iter().filter(|label| words.channels.within(label)).count();
        let says_so = words.overlapping.within(&lead)
            || words.overlapping.within(&whole_words)
            || labels.iter().any(|label| words.overlapping.within(label));
        if by_channel * 2 >= labels.len() || says_so { Nature::Overlapping } else { Nature::Listed }
    }

    /// Whether the parts are of one family and enough of it.
    fn is_partition(&self, wholes: &[usize], parts: &[usize], exhaustive: bool) -> bool {
        let labels: Vec<String> = parts.iter().map(|part| self.line.around(*part)).collect();
        let context: String =
            wholes.iter().map(|whole| self.line.around(*whole)).chain(labels.iter().cloned()).collect();
        vocabulary().family.iter().any(|family| {
            let group = |label: &String| {
                // The longest word decides: 不合格 before 合格.
                let longest = |group: &super::vocabulary::List| {
                    group.words().filter(|word| label.contains(word)).map(str::len).max()
                };
                let found = family.groups.iter().enumerate().filter_map(|(at, group)| Some((longest(group)?, at)));
                found.max_by_key(|(length, at)| (*length, std::cmp::Reverse(*at))).map(|(_, at)| at)
            };
            let groups: Option<Vec<usize>> = labels.iter().map(group).collect();
            let Some(mut groups) = groups else { return false };
            let all = groups.len();
            groups.sort_unstable();
            groups.dedup();
            groups.len() == all
                && (family.exhaustive || !exhaustive)
                && all >= family.enough
                && (family.context.is_empty() || family.context.within(&context))
        })
    }

    /// Parts that are summed up after them: `89件, 69件, 共158件`.
    fn summed_up(&self, lists: &mut Vec<List>) {
        for (position, index) in self.items.iter().copied().enumerate() {
            let label = bare(self.line.label(index));
            let Some(rest) = vocabulary().words.total.starts(&label).and_then(|word| label.strip_prefix(word)) else {
                continue;
            };
            if self.line.is_modifier(index) || self.line.separator(index) > Separator::Comma {
                continue;
            }
            let (parts, whole_sentence) = self.back_from(position, index);
            let certain = whole_sentence && strip_all(rest, &vocabulary().words.bare_total).is_empty();
            let used = lists.iter().any(|list| list.parts.iter().any(|part| parts.contains(part)));
            let holds = (0..parts.len().saturating_sub(1))
                .filter_map(|from| parts.get(from..))
                .find(|parts| equal(self.line, &[index], parts));
            match holds {
                Some(parts) => {
                    lists.push(List { wholes: vec![index], parts: parts.to_vec(), nature: Nature::Exhaustive });
                }
                None if certain && !used && parts.len() > 1 => {
                    let measure = parts.iter().all(|part| self.line.same_measure(*part, index));
                    let known = parts.iter().all(|part| !self.line.is_approximate(*part));
                    if measure && known {
                        lists.push(List { wholes: vec![index], parts, nature: Nature::Exhaustive });
                    }
                }
                _ => {}
            }
        }
    }

    /// The figures before a total that it may sum up, and whether they are all of the sentence.
    fn back_from(&self, position: usize, index: usize) -> (Vec<usize>, bool) {
        let mut parts: Vec<usize> = Vec::new();
        let mut at = position;
        let mut whole_sentence = true;
        while let Some(before) = at.checked_sub(1).and_then(|before| self.at(before)) {
            if self.line.sentence(before) != self.line.sentence(index) || parts.len() >= MOST_PARTS {
                break;
            }
            at -= 1;
            if self.line.is_modifier(before) {
                continue;
            }
            if !self.line.compatible(before, index) {
                whole_sentence = false;
                break;
            }
            if self.line.among(before) {
                whole_sentence = false;
            }
            parts.insert(0, before);
            if self.line.separator(before) >= Separator::Semicolon {
                break;
            }
        }
        (parts, whole_sentence)
    }

    /// Parts that nothing but their sum, or their kind, ties to a whole.
    fn unmarked(&self, lists: &mut Vec<List>) {
        let mut found = Vec::new();
        for (position, whole) in self.items.iter().copied().enumerate() {
            if self.line.is_modifier(whole)
                || self.line.is_approximate(whole)
                || used(lists, whole)
                || used(&found, whole)
            {
                continue;
            }
            if let Some(list) = self.tied(position, whole, lists) {
                found.push(list);
            }
        }
        lists.extend(found);
    }

    fn tied(&self, position: usize, whole: usize, lists: &[List]) -> Option<List> {
        let end = self.items.len().min(position + FARTHEST_WHOLE);
        let rest: Vec<usize> = self
            .items
            .get(position + 1..end)?
            .iter()
            .copied()
            .take_while(|index| self.line.sentence(*index) == self.line.sentence(whole))
            .filter(|index| !self.line.is_modifier(*index))
            .collect();
        let set_off =
            |at: &usize| rest.get(*at).is_some_and(|index| self.line.separator(*index) >= Separator::Semicolon);
        let starts = (1..rest.len()).filter(set_off).chain([0]);
        for start in starts {
            let run: Vec<usize> = rest
                .get(start..)?
                .iter()
                .copied()
                .take_while(|index| {
                    self.line.compatible(*index, whole) && !self.line.among(*index) && !used(lists, *index)
                })
                .collect();
            for length in (2..=run.len()).rev() {
                let parts = run.get(..length)?;
                if let Some(nature) = self.ties(whole, parts) {
                    return Some(List { wholes: vec![whole], parts: parts.to_vec(), nature });
                }
            }
        }
        None
    }

    /// Whether parts that no word marks are those of a whole.
    fn ties(&self, whole: usize, parts: &[usize]) -> Option<Nature> {
        const SMALLEST_WHOLE: i128 = 20;
        let partition = self.is_partition(&[whole], parts, false);
        let same = parts.iter().all(|part| self.line.same_measure(*part, whole));
        let (sum_of_whole, sum_of_parts) = (sum(self.line, &[whole])?, sum(self.line, parts)?);
        let value = sum_of_whole.value.to_integer()?;
        let several = parts.iter().filter(|part| self.value(**part).is_some_and(|value| !value.is_zero())).count() > 1;
        if sum_of_whole.equals(&sum_of_parts).ok()?.holds() {
            return (partition || (same && several && value >= SMALLEST_WHOLE)).then_some(Nature::Listed);
        }
        let near = slip(value, sum_of_parts.value.to_integer()?);
        let carried = vocabulary().words.carried.within(self.line.sentence_before(whole))
            || vocabulary().words.carried.within(self.line.sentence_after(whole));
        let told = self.is_partition(&[whole], parts, true) && same && !carried && value >= SMALLEST_WHOLE;
        (told && matches!(near, Some(Slip::OneDigit | Slip::SwappedDigits))).then_some(Nature::Listed)
    }
}

fn used(lists: &[List], index: usize) -> bool {
    lists.iter().any(|list| list.wholes.contains(&index) || list.parts.contains(&index))
}

/// The text without the words of a list at its start, as often as they stand there.
fn strip_all<'t>(text: &'t str, words: &super::vocabulary::List) -> &'t str {
    let mut rest = text;
    while let Some(shorter) = words.starts(rest).and_then(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    rest
}

impl List {
    pub(super) fn statement(self) -> Statement {
        match self.parts.as_slice() {
            [part] if self.wholes.len() == 1 => {
                Statement::Subset { part: *part, whole: self.wholes.first().copied().unwrap_or_default(), told: true }
            }
            _ => Statement::Parts { wholes: self.wholes, parts: self.parts, nature: self.nature },
        }
    }
}
