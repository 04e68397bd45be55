//! Shares as a line of figures states them: each with its part and its whole, and whole lists of them.

use super::arithmetic::{Outcome, make_hundred, ratio};
use super::line::Line;
use super::lists::{List, sum};
use super::roles::bare;
use super::statement::{Nature, Statement};
use super::vocabulary::vocabulary;
use crate::number::{Decimal, Number};

/// How far back a part or a whole is looked for, in figures.
const FARTHEST: usize = 24;
/// Fewer shares than this may well be the largest ones only.
const LONG_LIST: usize = 5;

/// Every share and list of shares of a line.
pub(super) fn shares(line: &Line<'_>, lists: &[List]) -> Vec<Statement> {
    let reader = Reader { line, lists };
    let mut statements = Vec::new();
    let mut shares = Vec::new();
    let mut index = 0;
    while index < line.items.len() {
        if reader.is_share(index) {
            let run = reader.respectively(index);
            statements.extend(run.iter().filter_map(|(share, part)| reader.share(*share, Some(*part))));
            if run.is_empty() {
                statements.extend(reader.share(index, None));
            }
            let end = index + run.len().max(1);
            shares.extend(index..end);
            index = end;
        } else {
            index += 1;
        }
    }
    statements.extend(reader.hundreds(&shares));
    statements
}

struct Reader<'r, 'a> {
    line: &'r Line<'a>,
    lists: &'r [List],
}

impl Reader<'_, '_> {
    /// Whether a percentage is a share by its words, or by standing where the shares of a list stand.
    fn is_share(&self, index: usize) -> bool {
        if self.line.is_share(index) {
            return true;
        }
        let label = self.line.label(index);
        if !self.line.is_percent(index) || self.line.difference(index).is_some() {
            return false;
        }
        let Some(before) = index.checked_sub(1) else { return false };
        if label.is_empty() || label == "(" {
            let parent = self.line.get(index).and_then(|item| item.parent);
            return self.part_of_list(before).is_some() && (parent == Some(before) || self.has_share_near(index));
        }
        // `其他0.01%` at the end of a list of shares.
        let same = self.line.sentence(before) == self.line.sentence(index);
        same && self.line.is_share(before) && vocabulary().words.rest.within(label)
    }

    fn has_share_near(&self, index: usize) -> bool {
        let sentence = self.line.sentence(index);
        (index.saturating_sub(FARTHEST)..index + FARTHEST)
            .any(|other| self.line.is_share(other) && self.line.sentence(other) == sentence)
    }

    fn part_of_list(&self, part: usize) -> Option<&List> {
        self.lists.iter().rev().find(|list| list.parts.contains(&part))
    }

    /// Shares told in one go for the figures before them, each with its figure.
    fn respectively(&self, index: usize) -> Vec<(usize, usize)> {
        let words = &vocabulary().words;
        if !words.respectively.within(self.line.label(index)) {
            return Vec::new();
        }
        let mut end = index + 1;
        while self.line.is_percent(end) && self.line.label(end).is_empty() && end < index + FARTHEST {
            end += 1;
        }
        let count = end - index;
        let mut parts: Vec<usize> = (0..index)
            .rev()
            .take(FARTHEST)
            .filter(|before| !self.line.is_modifier(*before))
            .take_while(|before| self.line.sentence(*before) == self.line.sentence(index))
            .take(count)
            .collect();
        parts.reverse();
        if count < 2 || parts.len() < count { Vec::new() } else { (index..end).zip(parts).collect() }
    }

    /// The figure that a share belongs to.
    fn part(&self, index: usize) -> Option<usize> {
        if let Some(parent) = self.line.get(index)?.parent {
            return Some(parent).filter(|parent| !self.line.is_modifier(*parent));
        }
        (index.saturating_sub(FARTHEST)..index)
            .rev()
            .take_while(|before| self.line.sentence(*before) == self.line.sentence(index))
            .filter(|before| self.line.get(*before).is_some_and(|item| item.parent.is_none()))
            .find(|before| !self.line.is_modifier(*before) || self.is_share(*before))
            .filter(|before| !self.line.is_modifier(*before))
    }

    fn share(&self, index: usize, part: Option<usize>) -> Option<Statement> {
        let words = &vocabulary().words;
        let label = self.line.label(index);
        if self.line.is_approximate(index) || words.share_of_other.within(label) {
            return None;
        }
        let part = part.or_else(|| self.part(index))?;
        let stated = |parts: Vec<usize>, wholes: Vec<usize>| Some(Statement::Share { share: index, parts, wholes });
        let known = self.part_of_list(part).map(|list| list.wholes.clone());
        let pairs = self.pairs(index, part);
        let together: Vec<usize> = pairs.iter().map(|(_, part)| *part).collect();
        let larger = self.larger(index, part, &together);
        let several = (together.len() > 1).then_some(&together);
        let candidates = known.iter().chain(&larger).chain(several);
        if let Some(wholes) = candidates.clone().find(|wholes| self.holds(index, &[part], wholes)) {
            return stated(vec![part], wholes.clone());
        }
        if let Some(wholes) = known {
            return stated(vec![part], wholes);
        }
        let others = pairs.iter().filter(|(share, _)| *share != index);
        if others.clone().count() > 1 && others.clone().all(|(share, part)| self.holds(*share, &[*part], &together)) {
            return stated(vec![part], together);
        }
        let beside = self.beside(part, index);
        for from in 0..beside.len() {
            let parts = beside.get(from..)?.to_vec();
            if larger.iter().any(|wholes| self.holds(index, &parts, wholes)) {
                return None;
            }
            if larger.is_empty() && self.could_be(index, &parts) {
                return stated(parts, Vec::new());
            }
        }
        match larger.as_slice() {
            [] if beside.len() == 1 && sum(self.line, &[part])?.interval.is_exact() => stated(vec![part], Vec::new()),
            [only] if beside.len() == 1 && names_whole(label) => stated(vec![part], only.clone()),
            _ => None,
        }
    }

    /// The part and the figures beside it that may be meant together.
    fn beside(&self, part: usize, share: usize) -> Vec<usize> {
        let mut parts = vec![part];
        for before in (part.saturating_sub(3)..part).rev() {
            let fits = !self.line.is_modifier(before)
                && self.line.same_measure(before, part)
                && self.line.sentence(before) == self.line.sentence(share);
            if !fits {
                break;
            }
            parts.insert(0, before);
        }
        parts
    }

    /// Figures told before that may be the whole of a share; those with a share are parts themselves.
    fn larger(&self, index: usize, part: usize, with_share: &[usize]) -> Vec<Vec<usize>> {
        let sentence = self.line.sentence(index);
        let value = |index: usize| self.line.get(index).map(|item| item.figure.number.value());
        (index.saturating_sub(FARTHEST)..part)
            .rev()
            .filter(|before| !self.line.is_modifier(*before) && self.line.compatible(*before, part))
            .filter(|before| self.line.sentence(*before) + 1 >= sentence && value(*before) >= value(part))
            .filter(|before| !with_share.contains(before))
            .map(|whole| vec![whole])
            .collect()
    }

    /// Shares told part by part, and no whole: the parts together are it.
    fn pairs(&self, index: usize, part: usize) -> Vec<(usize, usize)> {
        let sentence = self.line.sentence(index);
        let pairs: Vec<(usize, usize)> = (index.saturating_sub(FARTHEST)..index + FARTHEST)
            .filter(|other| self.line.sentence(*other) == sentence && self.is_share(*other))
            .filter_map(|other| Some((other, self.part(other)?)))
            .filter(|(_, other)| self.line.compatible(*other, part))
            .collect();
        if pairs.contains(&(index, part)) { pairs } else { Vec::new() }
    }

    fn holds(&self, share: usize, parts: &[usize], wholes: &[usize]) -> bool {
        let Some(percent) = self.number(share) else { return false };
        match (sum(self.line, parts), sum(self.line, wholes)) {
            (Some(part), Some(whole)) => ratio(percent, &part, &whole, Decimal::ZERO).is_ok_and(Outcome::holds),
            _ => false,
        }
    }

    fn could_be(&self, share: usize, parts: &[usize]) -> bool {
        let (Some(percent), Some(part)) = (self.number(share), sum(self.line, parts)) else { return false };
        part.interval.is_exact() && super::judge::whole_number_for(percent, &part).is_some()
    }

    fn number(&self, index: usize) -> Option<Number> {
        self.line.get(index).map(|item| item.figure.number)
    }

    /// Runs of shares of one whole.
    fn hundreds(&self, shares: &[usize]) -> Vec<Statement> {
        let mut runs: Vec<Vec<usize>> = Vec::new();
        for share in shares.iter().copied() {
            let of_other = vocabulary().words.share_of_other.within(self.line.label(share));
            if of_other || self.line.is_approximate(share) {
                continue;
            }
            let continues = runs.last().and_then(|run| run.last()).is_some_and(|last| {
                let same = |one: usize, other: usize| {
                    self.line.get(one).map(|item| item.parent) == self.line.get(other).map(|item| item.parent)
                        || self.part(one).map(|part| self.line.get(part).map(|item| item.parent))
                            == self.part(other).map(|part| self.line.get(part).map(|item| item.parent))
                };
                let breaks =
                    (*last + 1..=share).any(|between| self.line.among(between) || self.line.refers_back(between));
                same(*last, share) && self.line.sentence(*last) == self.line.sentence(share) && !breaks
            });
            match runs.last_mut() {
                Some(run) if continues => run.push(share),
                _ => runs.push(vec![share]),
            }
        }
        runs.into_iter().filter_map(|run| self.hundred(run)).collect()
    }

    fn hundred(&self, shares: Vec<usize>) -> Option<Statement> {
        let words = &vocabulary().words;
        let numbers: Vec<Number> = shares.iter().filter_map(|share| self.number(*share)).collect();
        let (first, last) = (*shares.first()?, *shares.last()?);
        if shares.len() < 2 {
            return None;
        }
        let outcome = make_hundred(&numbers).ok()?;
        let lead = self.line.lead(first);
        let open = words.open.within(self.line.sentence_before(first)) || words.open.within(lead);
        let parts: Vec<usize> = shares.iter().filter_map(|share| self.part(*share)).collect();
        let all_parts = self.lists.iter().any(|list| list.parts == parts && list.nature == Nature::Exhaustive);
        let rest = words.rest.within(self.line.label(last))
            || parts.last().is_some_and(|part| words.rest.within(&self.line.around(*part)));
        let nature = match () {
            () if open || words.and_so_on.starts(self.line.tail(last)).is_some() => Nature::Open,
            () if (rest && shares.len() > 2) || all_parts => Nature::Exhaustive,
            () => Nature::Listed,
        };
        let total = super::arithmetic::Sum::of(&numbers).ok()?;
        let above = total.interval.low() > Decimal::HUNDRED;
        let told = match outcome {
            Outcome::Exact | Outcome::Rounded => true,
            _ if nature == Nature::Open => false,
            _ if nature == Nature::Exhaustive => true,
            _ if above => (shares.len() > 2 || self.of_one_list(&parts)) && self.of_one_whole(&shares),
            Outcome::Slip => shares.len() >= LONG_LIST - 1,
            Outcome::Fails => shares.len() >= LONG_LIST && super::near::near_hundred(&numbers).is_some(),
        };
        told.then_some(Statement::Shares { shares, nature })
    }

    /// Whether some parts are all of one list.
    fn of_one_list(&self, parts: &[usize]) -> bool {
        parts.len() > 1 && self.lists.iter().any(|list| parts.iter().all(|part| list.parts.contains(part)))
    }

    /// Whether no share of a run says that it is of something else.
    fn of_one_whole(&self, shares: &[usize]) -> bool {
        shares.iter().all(|share| {
            let label = self.line.label(*share);
            let after = label.split('占').nth(1).unwrap_or_default();
            after.chars().count() <= 3
        })
    }
}

/// Whether the words of a share say that it is of the total told before.
fn names_whole(label: &str) -> bool {
    let after = label.split('占').nth(1).unwrap_or_default();
    let label = bare(after);
    ["总", "全部", "比", "受理", "收到", "申请", "全年"].iter().any(|word| label.contains(word)) || label.is_empty()
}
