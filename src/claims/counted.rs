//! Lists of shares each of which has a count of its own: `网上81件,占84.4%;信函15件,占15.6%`. They say of the counts that
//! these are all there is; that the shares make 100 says nothing more and is no relation of its own.

use std::collections::BTreeMap;

use super::arithmetic::{Outcome, make_hundred};
use super::known::Lists;
use super::line::Line;
use super::lists::List;
use super::shares::confirmed;
use super::statement::{Nature, Statement};
use super::vocabulary::vocabulary;
use crate::number::Number;

/// A list of shares whose counts are told, with the one whole of all.
pub(super) struct Counted {
    shares: Vec<usize>,
    list: List,
}

/// Every such list of a line.
pub(super) fn counted(line: &Line<'_>, shares: &[Statement]) -> Vec<Counted> {
    let told: BTreeMap<usize, (&[usize], &[usize])> = shares
        .iter()
        .filter_map(|statement| match statement {
            Statement::Share { share, parts, wholes } => Some((*share, (parts.as_slice(), wholes.as_slice()))),
            _ => None,
        })
        .collect();
    let confirmed = confirmed(line, shares);
    let of = |list: &Statement| {
        let Statement::Shares { shares, .. } = list else { return None };
        let told: Vec<_> = shares.iter().map(|share| told.get(share).copied()).collect::<Option<_>>()?;
        let (_, wholes) = *told.first()?;
        let parts: Vec<usize> = told.iter().filter_map(|(parts, _)| parts.first().copied()).collect();
        let single = told.iter().all(|(parts, own)| parts.len() == 1 && *own == wholes);
        if !single || wholes.len() != 1 || parts.iter().any(|part| wholes.contains(part)) {
            return None;
        }
        // Shares that all fit their counts leave less than can be printed.
        let confirmed = parts.iter().all(|part| confirmed.contains(part));
        let nature = if confirmed { Nature::Confirmed } else { Nature::Exhaustive };
        Some(Counted { shares: shares.clone(), list: List { wholes: wholes.to_vec(), parts, nature } })
    };
    shares.iter().filter_map(of).collect()
}

/// A part with its share, and all that it leaves of its whole: `380个,占总数的92.2%,其余32个`.
pub(super) fn with_rests(line: &Line<'_>, shares: &[Statement], lists: &Lists) -> Vec<List> {
    let of = |statement: &Statement| {
        let Statement::Share { share, parts, wholes } = statement else { return None };
        let rest = share + 1;
        let [part] = *parts.as_slice() else { return None };
        let is_rest = vocabulary().words.remaining.starts(line.label(rest)).is_some() && !lists.uses(rest);
        let beside = line.sentence(rest) == line.sentence(part) && line.same_measure(rest, part);
        let told = is_rest && beside && wholes.len() == 1 && !lists.has_part(part);
        told.then(|| List { wholes: wholes.clone(), parts: vec![part, rest], nature: Nature::Exhaustive })
    };
    shares.iter().filter_map(of).collect()
}

/// The parts of lists whose shares make less than 100: others are not told.
pub(super) fn some_untold(line: &Line<'_>, shares: &[Statement], lists: &Lists) -> Vec<Vec<usize>> {
    let told: BTreeMap<usize, Number> = shares
        .iter()
        .filter_map(|statement| match statement {
            Statement::Share { share, parts, .. } => {
                Some((*parts.first().filter(|_| parts.len() == 1)?, line.get(*share)?.figure.number))
            }
            _ => None,
        })
        .collect();
    let untold = |list: &&List| {
        let numbers: Option<Vec<Number>> = list.parts.iter().map(|part| told.get(part).copied()).collect();
        numbers.is_some_and(|numbers| make_hundred(&numbers) == Ok(Outcome::Fails))
    };
    lists.all().filter(untold).map(|list| list.parts.clone()).collect()
}

impl Counted {
    pub(super) fn is(&self, statement: &Statement) -> bool {
        matches!(statement, Statement::Shares { shares, .. } if *shares == self.shares)
    }

    /// The list of the counts, where the shares make 100 and no other list holds them.
    pub(super) fn list(&self, line: &Line<'_>, lists: &Lists) -> Option<List> {
        let numbers: Vec<Number> =
            self.shares.iter().filter_map(|share| line.get(*share)).map(|item| item.figure.number).collect();
        let listed = |part: &usize| lists.with_part(*part).any(|list| list.parts.len() > 1);
        let free = !self.list.parts.iter().any(listed);
        (free && make_hundred(&numbers).is_ok_and(Outcome::holds)).then(|| self.list.clone())
    }
}
