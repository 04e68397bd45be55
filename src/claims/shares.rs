//! Shares as a line of figures states them: each with its part and its whole, and whole lists of them.

use std::collections::{BTreeMap, BTreeSet};

use super::arithmetic::{Outcome, Sum, make_hundred, ratio};
use super::hundreds::hundreds;
use super::known::Lists;
use super::line::Line;
use super::lists::{List, equal, sum};
use super::roles::bare;
use super::roughly::meant;
use super::statement::Statement;
use super::vocabulary::vocabulary;
use crate::number::{Decimal, Number};

/// How far back a part or a whole is looked for, in figures.
pub(super) const FARTHEST: usize = 24;
/// Two shares in a row may be of anything.
const SMALLEST_STRUCTURE: usize = 3;

/// Every share and list of shares of a line.
pub(super) fn shares(line: &Line<'_>, lists: &Lists) -> Vec<Statement> {
    let reader = Reader { line, lists };
    let mut statements = Vec::new();
    let mut shares = Vec::new();
    let mut index = 0;
    while index < line.items.len() {
        let row = reader.row(index);
        let end = index + row.len().max(1);
        statements.extend(row.iter().filter_map(|(share, part)| reader.share(*share, Some(*part))));
        if row.is_empty() && reader.is_share(index) {
            statements.extend(reader.share(index, None));
            shares.push(index);
        }
        if !row.is_empty() {
            shares.extend(index..end);
        }
        index = end;
    }
    let hundreds = hundreds(&reader, &shares);
    let of_run: BTreeMap<usize, usize> = hundreds.iter().flat_map(with_whole).collect();
    // The whole of a list is no part that its first share could be for.
    statements.retain(|statement| match statement {
        Statement::Share { share, parts, .. } => of_run.get(share).is_none_or(|whole| !parts.contains(whole)),
        _ => true,
    });
    statements.extend(hundreds);
    statements
}

/// The shares of a list, each with the whole of the list.
fn with_whole(list: &Statement) -> Vec<(usize, usize)> {
    match list {
        Statement::Shares { shares, whole: Some(whole), .. } => shares.iter().map(|share| (*share, *whole)).collect(),
        _ => Vec::new(),
    }
}

/// The figures that a share of their own confirms, and those that overlap, since their shares make more than 100:
/// `女性103人,占66%;党员64人,占41%`.
pub(super) fn confirmed(line: &Line<'_>, shares: &[Statement]) -> BTreeSet<usize> {
    let reader = Reader { line, lists: &Lists::default() };
    let mut by_whole: BTreeMap<&Vec<usize>, Vec<(usize, &Vec<usize>)>> = BTreeMap::new();
    for statement in shares {
        if let Statement::Share { share, parts, wholes } = statement {
            by_whole.entry(wholes).or_default().push((*share, parts));
        }
    }
    let mut confirmed = BTreeSet::new();
    for (wholes, told) in by_whole {
        let numbers: Vec<Number> = told.iter().filter_map(|(share, _)| reader.number(*share)).collect();
        let overlap = Sum::of(&numbers).is_ok_and(|sum| sum.interval.low() > Decimal::HUNDRED);
        let holding = told.into_iter().filter(|(share, parts)| overlap || reader.holds(*share, parts, wholes));
        confirmed.extend(holding.flat_map(|(_, parts)| parts).copied());
    }
    confirmed
}

/// Parts whose shares are those of their sum, make 100, and are not all shares of another whole that is told: the parts
/// are all there is.
pub(super) fn complete(line: &Line<'_>, shares: &[Statement]) -> BTreeSet<Vec<usize>> {
    let reader = Reader { line, lists: &Lists::default() };
    let told: BTreeMap<usize, (usize, &Vec<usize>)> = shares
        .iter()
        .filter_map(|statement| match statement {
            Statement::Share { share, parts, wholes } => Some((*share, (*parts.first()?, wholes))),
            _ => None,
        })
        .collect();
    let parts_of = |list: &Statement| -> Option<Vec<usize>> {
        let Statement::Shares { shares, .. } = list else { return None };
        let told: Vec<_> = shares.iter().map(|share| told.get(share).copied()).collect::<Option<_>>()?;
        let parts: Vec<usize> = told.iter().map(|(part, _)| *part).collect();
        let numbers: Vec<Number> = shares.iter().filter_map(|share| reader.number(*share)).collect();
        let of_sum = told.iter().any(|(_, wholes)| **wholes == parts);
        (of_sum && make_hundred(&numbers).is_ok_and(Outcome::holds)).then_some(parts)
    };
    shares.iter().filter_map(parts_of).collect()
}

/// Reads the shares of a line whose lists are known.
pub(super) struct Reader<'r, 'a> {
    pub(super) line: &'r Line<'a>,
    pub(super) lists: &'r Lists,
}

impl Reader<'_, '_> {
    /// Whether a percentage is a share by its words, or by standing where the shares of a list stand.
    pub(super) fn is_share(&self, index: usize) -> bool {
        // `占比由35%提高到42%`: the first is of an earlier time.
        let behind = || (index + 1..index + FARTHEST).find(|next| !self.line.label(*next).is_empty());
        if self.line.from(index) && behind().is_some_and(|next| self.line.to(next).is_some()) {
            return false;
        }
        if self.line.is_share(index) || self.told_pair(index).is_some() {
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
        self.line.is_share(before) && vocabulary().words.rest.within(label)
    }

    fn has_share_near(&self, index: usize) -> bool {
        let sentence = self.line.sentence(index);
        (index.saturating_sub(FARTHEST)..index + FARTHEST)
            .any(|other| self.line.is_share(other) && self.line.sentence(other) == sentence)
    }

    pub(super) fn part_of_list(&self, part: usize) -> Option<&List> {
        self.lists.with_part(part).next()
    }

    /// Shares told in one go, each with its figure: for the figures before them in the sentence, or,
    /// where they tell a structure, for the parts of the list before.
    fn row(&self, index: usize) -> Vec<(usize, usize)> {
        let words = &vocabulary().words;
        if !self.line.is_percent(index) || self.line.from(index) {
            return Vec::new();
        }
        let goes_on = |next: usize| self.line.is_percent(next) && self.line.label(next).is_empty();
        let count = match self.line.get(index).map_or(0, |item| item.figure.proportion) {
            0 => 1 + (index + 1..self.line.items.len()).take_while(|next| goes_on(*next)).count(),
            proportion => proportion,
        };
        let between = self.whole_between(index);
        let in_turn = words.respectively.within(self.line.label(index)) && self.line.is_share(index);
        let in_turn = in_turn || between.is_some();
        let before = if in_turn { self.before(between.unwrap_or(index), count) } else { Vec::new() };
        let parts = if before.len() == count {
            before
        } else if count >= SMALLEST_STRUCTURE
            && words.structure.within(self.line.sentence_before(index))
            && !words.contribution.within(self.line.label(index))
        {
            self.structured(index, count)
        } else {
            Vec::new()
        };
        if count < 2 { Vec::new() } else { (index..).zip(parts).collect() }
    }

    /// The sizes before a figure in its sentence, as many as are asked for.
    fn before(&self, index: usize, count: usize) -> Vec<usize> {
        let mut parts: Vec<usize> = (0..index)
            .rev()
            .take(FARTHEST)
            .filter(|before| !self.line.is_modifier(*before))
            .take_while(|before| self.line.sentence(*before) == self.line.sentence(index))
            .take(count)
            .collect();
        parts.reverse();
        parts
    }

    /// Whether shares told in one go are those of all parts of a list that makes its whole.
    pub(super) fn row_of_all(&self, index: usize, shares: &[usize]) -> bool {
        let parts = self.before(index, shares.len());
        let list = parts.first().and_then(|part| self.part_of_list(*part));
        list.is_some_and(|list| list.parts == parts && equal(self.line, &list.wholes, &parts))
    }

    /// The parts of the last list, where it has as many as are asked for.
    fn structured(&self, index: usize, count: usize) -> Vec<usize> {
        let last = self.lists.last_before(index);
        let near = last.filter(|list| {
            let sentence = list.parts.last().map_or(0, |part| self.line.sentence(*part));
            sentence + 1 >= self.line.sentence(index) && list.parts.len() == count
        });
        near.map(|list| list.parts.clone()).unwrap_or_default()
    }

    /// The figure that a share belongs to.
    pub(super) fn part(&self, index: usize) -> Option<usize> {
        if let Some(parent) = self.line.get(index)?.parent {
            // `96件(其中网上81件,占84.4%)`: the figure before it in its parenthesis.
            let beside = (parent..index).rev().find(|before| {
                self.line.get(*before).is_some_and(|item| item.parent == Some(parent))
                    && !self.line.is_modifier(*before)
            });
            if beside.is_some() {
                return beside;
            }
            return Some(parent).filter(|parent| !self.line.is_modifier(*parent));
        }
        (index.saturating_sub(FARTHEST)..index)
            .rev()
            .take_while(|before| self.line.sentence(*before) == self.line.sentence(index))
            .filter(|before| self.line.get(*before).is_some_and(|item| item.parent.is_none()))
            .find(|before| !self.line.is_modifier(*before) || self.is_share(*before))
            .filter(|before| !self.line.is_modifier(*before))
    }

    pub(super) fn share(&self, index: usize, part: Option<usize>) -> Option<Statement> {
        let words = &vocabulary().words;
        let label = self.line.label(index);
        let of_other = words.share_of_other.within(label) && !self.names_one(index);
        if of_other || (self.line.is_approximate(index) && !self.line.is_rough(index)) {
            return None;
        }
        if let Some((part, whole)) = part.zip(self.whole_between(index)) {
            return Some(Statement::Share { share: index, parts: vec![part], wholes: vec![whole] });
        }
        if let Some((parts, whole)) = self.told_pair(index) {
            return Some(Statement::Share { share: index, parts, wholes: vec![whole] });
        }
        if let Some(list) = self.summed(index) {
            let (parts, wholes) = (list.parts.clone(), list.wholes.clone());
            return Some(Statement::Share { share: index, parts, wholes });
        }
        let in_row = part.is_some();
        let Some(part) = part.or_else(|| self.part(index)) else { return self.named_apart(index) };
        if !in_row && self.has_other_subject(index, part) {
            return self.of_named_part(index);
        }
        let stated = |parts: Vec<usize>, wholes: Vec<usize>| Some(Statement::Share { share: index, parts, wholes });
        let known = self.part_of_list(part).map(|list| list.wholes.clone());
        let pairs = self.pairs(index, part);
        let together: Vec<usize> = pairs.iter().map(|(_, part)| *part).collect();
        let larger = self.larger(index, part, &together);
        let several = (together.len() > 1 && self.all_hold(&pairs, &together)).then_some(&together);
        if let Some(whole) = self.whole_of_stage(label, &larger) {
            return stated(vec![part], vec![whole]);
        }
        let candidates = known.iter().chain(&larger).chain(several);
        if let Some(wholes) = candidates.clone().find(|wholes| self.holds(index, &[part], wholes)) {
            return stated(vec![part], wholes.clone());
        }
        if let Some(wholes) = known {
            return stated(vec![part], wholes);
        }
        if let Some(wholes) = self.backed(index, &pairs, &larger, &together) {
            return stated(vec![part], wholes);
        }
        if let Some(wholes) = self.whole_behind(index, part) {
            return stated(vec![part], wholes);
        }
        // A sum is no part of another sum.
        let is_sum = self.lists.with_whole(part).next().is_some();
        let beside = if is_sum { vec![part] } else { self.beside(part, index) };
        for from in 0..beside.len() {
            let parts = beside.get(from..)?.to_vec();
            if larger.iter().any(|wholes| self.holds(index, &parts, wholes)) {
                return None;
            }
            if larger.is_empty() && self.could_be(index, &parts) {
                return stated(parts, Vec::new());
            }
        }
        // `网站46家,抽查23家,抽查比例50%`: the very words of the part, of the figure before it.
        let named =
            label.strip_suffix("比例").is_some_and(|name| !name.is_empty() && self.line.around(part).contains(name));
        match larger.as_slice() {
            [nearest, ..] if named && *nearest == [part.wrapping_sub(1)] => stated(vec![part], nearest.clone()),
            [] if beside.len() == 1 && sum(self.line, &[part])?.interval.is_exact() => stated(vec![part], Vec::new()),
            [only] if beside.len() == 1 && names_whole(label) => stated(vec![part], only.clone()),
            // The words of the share name one of them.
            _ => {
                let named = larger.iter().find(|wholes| wholes.iter().all(|whole| self.is_named(label, *whole)))?;
                stated(vec![part], named.clone())
            }
        }
    }

    /// The only one of some wholes that counts what was handled, where a share says that it is of that: `占答复总数的69.5%`.
    fn whole_of_stage(&self, label: &str, wholes: &[Vec<usize>]) -> Option<usize> {
        let name = bare(base(label));
        let name = name.trim_start_matches(['已', '所']);
        let word = vocabulary().words.share_of_handled.words().find(|word| name.starts_with(word))?;
        let mut told = wholes.iter().filter_map(|wholes| match *wholes.as_slice() {
            [whole] => Some(whole).filter(|whole| self.line.around(*whole).contains(word)),
            _ => None,
        });
        told.next().filter(|_| told.next().is_none())
    }

    /// Whether a share is of something that its own words name and the figure before does not count:
    /// `答复7件,书面答复占85.7%`.
    fn has_other_subject(&self, index: usize, part: usize) -> bool {
        const LONG: usize = 3;
        let label = bare(self.line.label(index)).into_owned();
        let subject = label.split_once('占').map_or("", |(subject, _)| subject);
        let subject: Vec<char> = subject
            .trim_start_matches("其中")
            .trim_end_matches("分别")
            .chars()
            .filter(|sign| sign.is_alphabetic())
            .collect();
        let counted = self.line.around(part);
        let in_parenthesis = self.line.get(index).is_some_and(|item| item.parent.is_some());
        let named = subject.windows(2).any(|pair| counted.contains(&pair.iter().collect::<String>()));
        let own_whole = subject.last().is_some_and(|_| !counted.contains(&subject.iter().collect::<String>()));
        let another = subject.len() > 1 || (self.line.among(index) && !subject.is_empty());
        !in_parenthesis && ((another && !named) || (subject.len() > LONG && own_whole))
    }

    /// `自然灾害类14起、公共卫生类6起,公共卫生类占11.5%`: for the part of a list that the share's words name.
    fn of_named_part(&self, index: usize) -> Option<Statement> {
        let label = bare(self.line.label(index)).into_owned();
        let subject = label.split_once('占').map_or("", |(subject, _)| subject).trim_start_matches("其中");
        let named = |part: &usize| {
            let same = self.line.sentence(*part) == self.line.sentence(index);
            same && bare(self.line.label(*part)).trim_start_matches("其中") == subject
        };
        let part = (index.saturating_sub(FARTHEST)..index).rev().find(named)?;
        let wholes = self.part_of_list(part)?.wholes.clone();
        Some(Statement::Share { share: index, parts: vec![part], wholes })
    }

    /// Whether a share says that it is of a figure of its sentence or of the one before.
    fn names_one(&self, index: usize) -> bool {
        let sentence = self.line.sentence(index);
        (index.saturating_sub(FARTHEST)..index)
            .filter(|before| self.line.sentence(*before) + 2 >= sentence)
            .any(|before| self.is_named(self.line.label(index), before))
    }

    /// Whether a share says in the words of a figure that it is of that figure: `财政支出86.4亿元,占财政支出的78.6%`.
    pub(super) fn is_named(&self, share: &str, whole: usize) -> bool {
        const FEWEST: usize = 3;
        let name = bare(base(share));
        let name = name.split("的比").next().unwrap_or_default();
        let name = name.trim_end_matches(['的', '总', '额', '数', '量']);
        let name = name.strip_prefix("全部").unwrap_or(name).trim_start_matches(['全', '总', '了']);
        // `占全市受理总量的`, of `全市共受理`.
        let around = self.line.around(whole);
        name.chars().count() >= FEWEST && (around.contains(name) || around.replace('共', "").contains(name))
    }

    pub(super) fn all_hold(&self, pairs: &[(usize, usize)], wholes: &[usize]) -> bool {
        pairs.iter().all(|(share, part)| self.holds(*share, &[*part], wholes))
    }

    pub(super) fn holds(&self, share: usize, parts: &[usize], wholes: &[usize]) -> bool {
        let Some(percent) = self.number(share) else { return false };
        match (sum(self.line, parts), sum(self.line, wholes)) {
            (Some(part), Some(whole)) => ratio(percent, &part, &whole, Decimal::ZERO).is_ok_and(Outcome::holds),
            _ => false,
        }
    }

    pub(super) fn could_be(&self, share: usize, parts: &[usize]) -> bool {
        let (Some(percent), Some(part)) = (self.number(share), sum(self.line, parts)) else { return false };
        part.interval.is_exact() && super::judge::whole_number_for(percent, &part).is_some()
    }

    pub(super) fn number(&self, index: usize) -> Option<Number> {
        self.line.get(index).map(|item| meant(item.figure.number, item.figure.approximate))
    }
}

/// What a share says that it is of.
pub(super) fn base(label: &str) -> &str {
    label.split_once('占').map_or("", |(_, base)| base)
}

/// Whether the words of a share say that it is of the total told before.
pub(super) fn names_whole(label: &str) -> bool {
    let label = bare(base(label));
    vocabulary().words.share_of_total.within(&label) || label.is_empty()
}
