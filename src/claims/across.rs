//! Relations between figures of different sentences and paragraphs: a year and its parts, a year and the
//! one before. What one sentence states by itself is read elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::arithmetic::{Outcome, Sum, negative, ratio};
use super::growth::growths;
use super::periods::Period;
use super::scan::Measure;
use super::statement::{Nature, Statement};
use super::tellings::{Base, Stage, Telling, Tellings, is_handled};
use super::{Prose, Told};
use crate::number::{Decimal, Number};

/// How far apart the figures of one relation may stand, in figures.
const FARTHEST: usize = 16;

/// Every relation between figures of several sentences that no sentence states already; some are known.
pub(super) fn across(tellings: &Tellings, prose: &Prose, known: Vec<Statement>) -> Vec<Told> {
    let reader = Reader { all: &tellings.all, prose };
    let years = reader.years();
    let totals = reader.totals(&years);
    let changes = reader.changes();
    let growths = growths(&tellings.all, prose, &changes);
    let statements = years
        .into_iter()
        .chain(changes)
        .chain(growths)
        .chain(reader.cases())
        .chain(totals)
        .chain(reader.lines())
        .chain(known);
    let paragraph = |statement: &Statement| {
        let first = statement.figures().into_iter().min().and_then(|first| prose.quantities.get(first));
        first.map_or(0, |quantity| quantity.paragraph)
    };
    let told = |(ordinal, statement): (usize, Statement)| Told {
        instance: format!("p{}.x{}", paragraph(&statement), ordinal + 1),
        statement,
    };
    statements.enumerate().map(told).collect()
}

struct Reader<'r> {
    all: &'r [Telling],
    prose: &'r Prose,
}

impl Reader<'_> {
    fn around(&self, at: usize) -> &[Telling] {
        let end = self.all.len().min(at + FARTHEST);
        self.all.get(at.saturating_sub(FARTHEST)..end).unwrap_or_default()
    }

    fn sum(&self, indices: &[usize]) -> Option<Sum> {
        let numbers: Vec<Number> =
            indices.iter().filter_map(|index| self.prose.quantities.get(*index)).map(|one| one.number).collect();
        Sum::of(&numbers).ok()
    }

    /// Whether figures together make another.
    fn make(&self, parts: &[usize], whole: usize) -> bool {
        let (parts, whole) = (self.sum(parts), self.sum(&[whole]));
        parts.zip(whole).is_some_and(|(parts, whole)| parts.equals(&whole).is_ok_and(Outcome::holds))
    }

    /// Wholes of the year told in other sentences than its parts.
    fn years(&self) -> Vec<Statement> {
        let parts: BTreeSet<usize> = self.prose.told.iter().flat_map(|told| told.statement.parts()).copied().collect();
        let is_free = |telling: &Telling| telling.is_size() && !parts.contains(&telling.index);
        let mut stated = Vec::new();
        for at in 0..self.all.len() {
            let run = self.run(at).filter(|(run, _)| run.iter().all(|part| is_free(part)));
            stated.extend(run.and_then(|(run, period)| self.whole(at, &run, period)));
        }
        stated
    }

    /// The longest run of periods that starts at a figure, and the longer one that it makes.
    fn run(&self, at: usize) -> Option<(Vec<&Telling>, Period)> {
        let first = self.all.get(at).filter(|first| {
            matches!(first.period, Some(Period::Half(0) | Period::Quarter(0) | Period::ThreeQuarters))
        })?;
        let mut run = vec![first];
        for next in self.all.get(at + 1..)?.iter().take(FARTHEST) {
            let last = run.last()?.period?;
            let follows = match (last, next.period) {
                (Period::Half(one), Some(Period::Half(other)))
                | (Period::Quarter(one), Some(Period::Quarter(other))) => other == one + 1,
                (Period::ThreeQuarters, Some(Period::Quarter(3))) => true,
                _ => false,
            };
            if follows && next.is_size() && next.measure == first.measure && first.stem.ends_with(&next.stem) {
                run.push(next);
            }
        }
        let period = Period::made_of(&run.iter().filter_map(|part| part.period).collect::<Vec<_>>())?;
        Some((run, period))
    }

    fn whole(&self, at: usize, run: &[&Telling], period: Period) -> Option<Statement> {
        let first = run.first()?;
        let fits = |whole: &&Telling| {
            whole.is_size() && whole.period == Some(period) && whole.measure == first.measure && whole.year_fits(first)
        };
        let parts: Vec<usize> = run.iter().map(|part| part.index).collect();
        let of_parts = self.sum(&parts)?;
        let holds = |whole: &&Telling| {
            self.sum(&[whole.index]).is_some_and(|whole| whole.equals(&of_parts).is_ok_and(Outcome::holds))
        };
        let wholes: Vec<&Telling> = self.around(at).iter().filter(fits).filter(|whole| whole.is_like(first)).collect();
        let same = |whole: &&Telling| whole.stem == first.stem || (whole.stem.is_empty() && whole.is_total);
        let holding = wholes.iter().copied().find(holds);
        let whole = holding.or_else(|| wholes.iter().copied().find(same))?;
        Some(Statement::Parts { wholes: vec![whole.index], parts, nature: Nature::Exhaustive })
    }

    /// Totals of figures that each stand in a sentence of their own, of one stem and in one order.
    fn totals(&self, years: &[Statement]) -> Vec<Statement> {
        let told = self.prose.told.iter().map(|told| &told.statement).chain(years);
        let parts: BTreeSet<usize> = told.flat_map(Statement::parts).copied().collect();
        let is_open = |total: &Telling| total.in_total && total.is_size();
        let open = self.all.iter().enumerate().filter(|(_, total)| is_open(total));
        open.filter_map(|(at, total)| self.total(at, total, &parts)).collect()
    }

    fn total(&self, at: usize, total: &Telling, told: &BTreeSet<usize>) -> Option<Statement> {
        const MOST: usize = 6;
        let alike = |one: &&Telling| {
            let same = one.is_size() && one.measure == total.measure && one.stage == total.stage;
            same && one.year_fits(total)
                && !one.in_total
                && one.sentence < total.sentence
                && !told.contains(&one.index)
                && (one.stem.ends_with(&total.stem) || total.stem.is_empty())
        };
        let before = self.all.get(at.saturating_sub(FARTHEST)..at)?;
        let mut found: Vec<&Telling> = before.iter().rev().filter(alike).take(MOST).collect();
        found.dedup_by_key(|one| one.sentence);
        let whole = self.sum(&[total.index])?;
        let of_each = || self.total_of_lists(at, total, told);
        let fitting = (2..=found.len()).find_map(|count| {
            let parts: Vec<usize> = found.get(..count)?.iter().rev().map(|one| one.index).collect();
            let sum = self.sum(&parts)?;
            whole.equals(&sum).is_ok_and(Outcome::holds).then_some(parts)
        });
        let stated = |parts| Statement::Parts { wholes: vec![total.index], parts, nature: Nature::Exhaustive };
        fitting.map(stated).or_else(of_each)
    }

    /// `微博1760条,其中…;微信588条,其中…。两平台合计2348条`: what the sentence before tells, without parts of it.
    fn total_of_lists(&self, at: usize, total: &Telling, told: &BTreeSet<usize>) -> Option<Statement> {
        let before = self.all.get(at.saturating_sub(FARTHEST)..at)?;
        let starts = before.last().is_some_and(|last| last.sentence + 1 == total.sentence);
        let of_sentence =
            before.iter().filter(|one| one.sentence + 1 == total.sentence && one.difference.is_none() && !one.then);
        let parts: Vec<usize> = of_sentence
            .filter(|one| one.measure == total.measure && !told.contains(&one.index))
            .map(|one| one.index)
            .collect();
        let stated = Statement::Parts { wholes: vec![total.index], parts: parts.clone(), nature: Nature::Tied };
        (starts && parts.len() > 1).then_some(stated).or_else(|| self.total_of_kinds(before, total, told))
    }

    /// `公开文件27件;公开解读31篇。以上合计58件(篇)`: all that the sentence before counts, in whatever measure.
    fn total_of_kinds(&self, before: &[Telling], total: &Telling, told: &BTreeSet<usize>) -> Option<Statement> {
        if !total.is_counted() {
            return None;
        }
        let of_sentence = before.iter().filter(|one| one.sentence + 1 == total.sentence && !told.contains(&one.index));
        let parts: Vec<usize> = of_sentence.filter(|one| one.is_size()).map(|one| one.index).collect();
        let holds = parts.len() > 1 && self.make(&parts, total.index);
        holds.then(|| Statement::Parts { wholes: vec![total.index], parts, nature: Nature::Exhaustive })
    }

    /// A total with its parts, each in a line of its own.
    fn lines(&self) -> Vec<Statement> {
        let told: BTreeSet<usize> = self.prose.told.iter().flat_map(|told| told.statement.figures()).collect();
        let open =
            self.all.iter().enumerate().filter(|(_, one)| one.is_total && one.is_size() && !told.contains(&one.index));
        open.filter_map(|(at, total)| self.in_lines(at, total)).collect()
    }

    fn in_lines(&self, at: usize, total: &Telling) -> Option<Statement> {
        let behind = self.all.get(at + 1..)?.iter().take(FARTHEST);
        let own_line = |(offset, one): &(usize, &Telling)| {
            one.is_size() && one.measure == total.measure && one.paragraph == total.paragraph + offset + 1
        };
        let run: Vec<usize> = behind.enumerate().take_while(own_line).map(|(_, one)| one.index).collect();
        let holds = |count: &usize| run.get(..*count).is_some_and(|parts| self.make(parts, total.index));
        let count = (2..=run.len()).find(holds)?;
        let parts = run.get(..count)?.to_vec();
        Some(Statement::Parts { wholes: vec![total.index], parts, nature: Nature::Exhaustive })
    }

    /// Cases closed, with those received that other sentences tell of.
    fn cases(&self) -> Vec<Statement> {
        let told: BTreeSet<usize> = self.prose.told.iter().flat_map(|told| told.statement.figures()).collect();
        let is_done = |one: &Telling| matches!(one.stage, Some(Stage::Closed | Stage::Handled));
        let open = self.all.iter().enumerate().filter(|(_, one)| is_done(one) && one.is_size());
        open.filter(|(_, one)| !told.contains(&one.index)).filter_map(|(at, one)| self.case(at, one)).collect()
    }

    fn case(&self, at: usize, closed: &Telling) -> Option<Statement> {
        let before = self.all.get(at.saturating_sub(FARTHEST)..at)?;
        let received = before.iter().rev().find(|one| {
            let came_in = one.stage == Some(Stage::Received);
            let was_had = one.stage == Some(Stage::Handled) && closed.stage == Some(Stage::Closed);
            (came_in || was_had) && one.is_size() && one.measure == closed.measure && one.year_fits(closed)
        })?;
        let near = received.paragraph == closed.paragraph && received.sentence + 1 == closed.sentence;
        let shortest = if near { 2 } else { 3 };
        let long = received.stem.chars().count().min(closed.stem.chars().count()) >= shortest;
        let alike = long && (received.stem.ends_with(&closed.stem) || closed.stem.ends_with(&received.stem));
        let period = |one: &Telling| one.period.unwrap_or(Period::Year);
        let apart = received.sentence < closed.sentence && period(received) == period(closed);
        let makes_all = |left: &Telling| self.make(&[closed.index, left.index], received.index);
        let left = self.all.get(at + 1).filter(|left| {
            let of_them = left.stage == Some(Stage::Left) || (left.stage == Some(Stage::StillOpen) && makes_all(left));
            of_them && left.sentence == closed.sentence && left.measure == closed.measure
        });
        let of_same = alike || closed.stem.is_empty() || closed.stem == received.stem || is_handled(&closed.stem);
        if let Some(left) = left.filter(|_| apart && of_same) {
            let parts = vec![closed.index, left.index];
            return Some(Statement::Parts { wholes: vec![received.index], parts, nature: Nature::Tied });
        }
        let next = self.all.get(at + 1).filter(|next| {
            next.stage == Some(Stage::HandedOn) && next.measure == closed.measure && next.paragraph == closed.paragraph
        });
        if let Some(next) = next.filter(|_| apart && closed.none_carried) {
            let parts = vec![closed.index, next.index];
            return Some(Statement::Parts { wholes: vec![received.index], parts, nature: Nature::Exhaustive });
        }
        if !alike || !apart || closed.stage != Some(Stage::Closed) {
            return None;
        }
        let (all, some) = (self.sum(&[received.index])?, self.sum(&[closed.index])?);
        // More may be closed than came in: some came in the year before.
        let statement = Statement::Subset { part: closed.index, whole: received.index, told: false };
        (!some.is_above(&all)).then_some(statement)
    }

    /// Changes whose two ends stand in other sentences.
    fn changes(&self) -> Vec<Statement> {
        let told: BTreeSet<usize> = self.prose.told.iter().filter_map(|told| told.statement.change()).collect();
        let parts: BTreeSet<usize> = self.prose.told.iter().flat_map(|told| told.statement.parts_of_any()).collect();
        let open = self.all.iter().enumerate().filter(|(_, by)| by.difference.is_some() && !told.contains(&by.index));
        let open: Vec<(usize, &Telling)> = open.collect();
        let mut known = BTreeMap::new();
        for (at, by) in &open {
            if let Some((now, then)) = self.change(*at, by, None, &parts) {
                known.insert(by.sentence, (now.index, then.index));
            }
        }
        let mut stated = Vec::new();
        for (at, by) in open {
            let Some((now, then)) = self.change(at, by, known.get(&by.sentence).copied(), &parts) else { continue };
            let down = by.difference.unwrap_or_default();
            stated.push(Statement::Change { by: by.index, from: then.index, to: now.index, down });
        }
        stated
    }

    /// The ends of a change, the later one first; `last` are those of another change of its sentence, `parts` all
    /// figures that are some of another one.
    fn change(
        &self,
        at: usize,
        by: &Telling,
        last: Option<(usize, usize)>,
        parts: &BTreeSet<usize>,
    ) -> Option<(&Telling, &Telling)> {
        let before = self.all.get(at.saturating_sub(FARTHEST)..at)?;
        let fits = |end: &Telling| match by.measure {
            Measure::Percent => end.is_size(),
            Measure::Points => end.measure == Measure::Percent && end.difference.is_none(),
            Measure::Of(_) => end.is_size() && end.measure == by.measure,
        };
        let ends: Vec<&Telling> = before.iter().rev().filter(|end| fits(end)).collect();
        let pairs = ends.iter().flat_map(|now| ends.iter().map(move |then| (*now, *then)));
        let pairs: Vec<(&Telling, &Telling)> = pairs.filter(|(now, then)| is_pair(by, now, then)).collect();
        let nearest = *pairs.iter().find(|(now, _)| !parts.contains(&now.index)).or(pairs.first())?;
        let is_whole = |now: &Telling| !parts.contains(&now.index);
        let only = pairs.iter().filter(|(now, _)| is_whole(now)).all(|(now, _)| now.index == nearest.0.index);
        let down = by.difference?;
        let holding = pairs.iter().copied().find(|(now, then)| self.holds(by, now, then, down));
        let again = |now: &Telling, then: &Telling| last == Some((now.index, then.index));
        let again = pairs.iter().copied().find(|(now, then)| again(now, then));
        holding.or(again).or_else(|| {
            Some(nearest).filter(|(now, then)| is_sure(by, now, then) || (only && is_beside(by, now, then)))
        })
    }

    fn holds(&self, by: &Telling, now: &Telling, then: &Telling, down: bool) -> bool {
        let (Some(after), Some(before)) = (self.sum(&[now.index]), self.sum(&[then.index])) else { return false };
        let Some(number) = self.prose.quantities.get(by.index).map(|by| by.number) else { return false };
        let signed = if down { negative(number.value()) } else { Ok(number.value()) };
        let outcome = signed.and_then(|signed| {
            if by.measure == Measure::Percent {
                return ratio(Number::rounded(signed), &after, &before, negative(Decimal::HUNDRED)?);
            }
            after.less(&before)?.equals(&Sum::of(&[Number::exact(signed)])?)
        });
        outcome.is_ok_and(Outcome::holds)
    }
}

/// Whether two figures may be the ends of a change.
fn is_pair(by: &Telling, now: &Telling, then: &Telling) -> bool {
    let own_period = |base| then.period == Some(base) && now.period.is_some() && now.period != Some(base);
    let base_year = match by.base {
        Some(Base::Year(year)) => Some(year),
        _ => now.year.map(|year| year - 1),
    };
    let of_times = of_points(by, now, then)
        || matches!(by.base, Some(Base::Period(base)) if own_period(base))
        || (then.then && !now.then)
        || (base_year.is_some() && then.year == base_year && now.year != then.year && !now.then);
    let own_year = by.year.is_none()
        || now.year.is_none()
        || by.year == now.year
        || by.base == by.year.map(Base::Year)
        || (by.sentence == then.sentence && by.year == then.year);
    let near = by.sentence <= now.sentence + 2;
    of_times
        && own_year
        && near
        && now.index != then.index
        && now.measure == then.measure
        && (now.is_like(then) || of_points(by, now, then))
        && (by.may_change(now) || by.may_change(then))
}

/// Whether a sentence tells nothing but how much it was and by how much it changed: `上年为1548条,同比增长21%`.
fn is_beside(by: &Telling, now: &Telling, then: &Telling) -> bool {
    let of_past = then.then || then.year.map(Base::Year) == by.base;
    let of_years = now.year.is_some() && then.year.is_some() && now.sentence + 1 == then.sentence;
    let near = then.sentence == by.sentence || (then.sentence + 1 == by.sentence && of_years);
    if of_points(by, now, then) {
        return true;
    }
    near && (of_past || of_years) && then.stem.is_empty() && !now.stem.is_empty() && by.base.is_some()
}

/// `占88.9%。公开比例较上年的81.3%提高7.6个百分点`: three figures in a row, the last two in a sentence of their own.
fn of_points(by: &Telling, now: &Telling, then: &Telling) -> bool {
    let in_a_row = now.index + 1 == then.index && then.index + 1 == by.index;
    let apart = now.sentence + 1 == by.sentence && then.sentence == by.sentence;
    by.measure == Measure::Points && in_a_row && apart && (then.then || then.is_base)
}

/// Whether nothing else can be meant.
fn is_sure(by: &Telling, now: &Telling, then: &Telling) -> bool {
    let named = now.year.is_some() && then.year.is_some() && by.base.is_some();
    // One right behind the other, the difference right behind both.
    let in_a_row = then.index + 1 == now.index && now.index + 1 == by.index && now.sentence == by.sentence;
    if named && in_a_row && (now.stem.is_empty() || then.stem.is_empty()) {
        return true;
    }
    named && now.stem == then.stem && !now.stem.is_empty() && by.sentence <= now.sentence + 1
}

#[cfg(test)]
mod tests;
