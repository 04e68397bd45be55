//! Runs of shares of one whole, which make 100 where they are all.

use std::collections::BTreeSet;

use super::arithmetic::{Outcome, Sum, make_hundred};
use super::near::near_hundred;
use super::shares::{Reader, base};
use super::statement::{Nature, Statement};
use super::vocabulary::vocabulary;
use crate::number::{Decimal, Number};

/// Fewer shares than this may well be the largest ones only.
const LONG_LIST: usize = 5;

/// Every list of shares that makes 100, or ought to.
pub(super) fn hundreds(reader: &Reader<'_, '_>, shares: &[usize]) -> Vec<Statement> {
    let hundreds = Hundreds { reader };
    let proportions = hundreds.proportions();
    let rows = hundreds.rows();
    let told: BTreeSet<usize> = proportions.iter().chain(&rows).flat_map(Statement::figures).collect();
    let others: Vec<usize> = shares.iter().copied().filter(|share| !told.contains(share)).collect();
    let runs = hundreds.runs(&others).into_iter().filter_map(|run| hundreds.hundred(run));
    proportions.into_iter().chain(rows).chain(runs).collect()
}

struct Hundreds<'h, 'r, 'a> {
    reader: &'h Reader<'r, 'a>,
}

impl Hundreds<'_, '_, '_> {
    /// `12.1:34.8:53.1`.
    fn proportions(&self) -> Vec<Statement> {
        let items = self.reader.line.items.iter().enumerate().filter(|(_, item)| item.figure.proportion > 0);
        let whole = |(start, item): (usize, &super::line::Item)| Statement::Shares {
            shares: (start..start + item.figure.proportion).collect(),
            nature: Nature::Exhaustive,
            whole: None,
        };
        items.map(whole).collect()
    }

    /// `占比分别为9.3%、38.4%和52.3%`: the shares of a structure in one go.
    fn rows(&self) -> Vec<Statement> {
        let (line, words) = (self.reader.line, &vocabulary().words);
        let starts = |index: &usize| {
            let label = line.label(*index);
            line.is_percent(*index)
                && words.respectively.within(label)
                && (words.structure.within(label) || words.share.within(label))
        };
        let row = |start: usize| {
            let goes_on = |next: &usize| line.is_percent(*next) && line.label(*next).is_empty();
            let shares: Vec<usize> =
                std::iter::once(start).chain((start + 1..line.items.len()).take_while(goes_on)).collect();
            let numbers: Vec<Number> = shares.iter().filter_map(|share| self.reader.number(*share)).collect();
            let industries = words.three_industries.within(line.sentence_before(start)) && shares.len() == 3;
            let whole = make_hundred(&numbers).is_ok_and(Outcome::holds) || industries;
            let lead = line.lead(start);
            let bands = lead.contains("以下") && lead.contains("以上") && words.share.within(lead);
            // All parts of a list that makes its whole.
            let of_list = self.reader.row_of_all(start, &shares);
            let (industries, whole) = (industries || bands, whole || bands || of_list);
            let nature = if industries || of_list { Nature::Exhaustive } else { Nature::Listed };
            (shares.len() > 2 && whole).then_some(Statement::Shares { shares, nature, whole: None })
        };
        (0..line.items.len()).filter(starts).filter_map(row).collect()
    }

    /// Runs of shares of one whole.
    fn runs(&self, shares: &[usize]) -> Vec<Vec<usize>> {
        let mut runs: Vec<Vec<usize>> = Vec::new();
        for share in shares.iter().copied() {
            let of_other = vocabulary().words.share_of_other.within(self.reader.line.label(share));
            if of_other || self.reader.line.is_approximate(share) {
                continue;
            }
            let continues = runs.last().and_then(|run| run.last()).is_some_and(|last| {
                let same = |one: usize, other: usize| {
                    self.reader.line.get(one).map(|item| item.parent)
                        == self.reader.line.get(other).map(|item| item.parent)
                        || self.reader.part(one).map(|part| self.reader.line.get(part).map(|item| item.parent))
                            == self.reader.part(other).map(|part| self.reader.line.get(part).map(|item| item.parent))
                };
                let breaks = (*last + 1..=share)
                    .any(|between| self.reader.line.among(between) || self.reader.line.refers_back(between));
                same(*last, share) && self.reader.line.sentence(*last) == self.reader.line.sentence(share) && !breaks
            });
            match runs.last_mut() {
                Some(run) if continues => run.push(share),
                _ => runs.push(vec![share]),
            }
        }
        runs
    }

    fn hundred(&self, shares: Vec<usize>) -> Option<Statement> {
        let words = &vocabulary().words;
        let numbers: Vec<Number> = shares.iter().filter_map(|share| self.reader.number(*share)).collect();
        let (first, last) = (*shares.first()?, *shares.last()?);
        if shares.len() < 2 {
            return None;
        }
        let outcome = make_hundred(&numbers).ok()?;
        let lead = self.reader.line.lead(first);
        let open = words.open.within(self.reader.line.sentence_before(first)) || words.open.within(lead);
        let parts: Vec<usize> = shares.iter().filter_map(|share| self.reader.part(*share)).collect();
        let all_parts = parts.first().is_some_and(|part| {
            let mut lists = self.reader.lists.with_part(*part);
            lists.any(|list| list.parts == parts && list.nature == Nature::Exhaustive)
        });
        let rest = words.rest.within(self.reader.line.label(last))
            || parts.last().is_some_and(|part| words.rest.within(&self.reader.line.around(*part)));
        let nature = match () {
            () if open || words.and_so_on.starts(self.reader.line.tail(last)).is_some() => Nature::Open,
            () if (rest && shares.len() > 2) || all_parts || self.reader.line.is_partition(&[], &shares, true) => {
                Nature::Exhaustive
            }
            () => Nature::Listed,
        };
        let total = Sum::of(&numbers).ok()?;
        let above = total.interval.low() > Decimal::HUNDRED;
        let told = match outcome {
            Outcome::Exact | Outcome::Rounded => true,
            _ if nature == Nature::Open => false,
            _ if nature == Nature::Exhaustive => true,
            _ if above && self.may_overlap(&shares) => false,
            _ if above => {
                (shares.len() > 2 || self.of_one_list(&parts) || self.of_total(&shares)) && self.of_one_whole(&shares)
            }
            Outcome::Slip => shares.len() >= LONG_LIST - 1,
            Outcome::Fails => shares.len() >= LONG_LIST && near_hundred(&numbers).is_some(),
        };
        let whole = if outcome == Outcome::Fails { None } else { self.reader.whole_of(&shares) };
        told.then_some(Statement::Shares { shares, nature, whole })
    }

    /// Whether some parts are all of one list.
    fn of_one_list(&self, parts: &[usize]) -> bool {
        let Some(first) = parts.first().filter(|_| parts.len() > 1) else { return false };
        self.reader.lists.with_part(*first).any(|list| parts.iter().all(|part| list.parts.contains(part)))
    }

    /// Whether one thing may be in several of the shares.
    fn may_overlap(&self, shares: &[usize]) -> bool {
        let words = &vocabulary().words;
        let said = |share: &usize| {
            words.overlapping.within(self.reader.line.lead(*share))
                || words.channels.within(self.reader.line.label(*share))
        };
        shares.iter().any(said)
            || self.reader.line.counts_twice(shares)
            || shares.last().is_some_and(|last| words.overlapping.within(self.reader.line.sentence_after(*last)))
    }

    /// Whether every share of a run says that it is of the total.
    fn of_total(&self, shares: &[usize]) -> bool {
        shares.iter().all(|share| base(self.reader.line.label(*share)).contains('总'))
    }

    /// Whether no share of a run says that it is of something else than the others.
    fn of_one_whole(&self, shares: &[usize]) -> bool {
        const SHORT: usize = 3;
        let mut bases: Vec<&str> = shares
            .iter()
            .map(|share| base(self.reader.line.label(*share)))
            .filter(|base| base.chars().count() > SHORT)
            .collect();
        bases.dedup();
        bases.first().is_none_or(|base| bases.len() == 1 && base.contains('总'))
    }
}
