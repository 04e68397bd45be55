//! Facts of prose compared: with each other, and with the tables of the same report.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::arithmetic::{Outcome, Sum};
use super::cells::{Summed, summed};
use super::concepts::concepts;
use super::echoes::echoes;
use super::facts::Counted;
use super::names::Subject;
use super::otherwise::{SMALLEST_TOLD, referred, told_alike, told_beside, told_equally, told_likewise};
use super::periods::years;
use super::rules::rule;
use super::slip::slip;
use super::{Fact, Prose};
use crate::check::Verdict;
use crate::finding::{Check, CheckedFigure, Failure, Kind, Sides, Status};
use crate::number::{Decimal, Number};
use crate::report::Report;

/// How many tellings of one fact are shown.
const MOST_SHOWN: usize = 100;
/// How far back a sentence refers, in facts.
const FARTHEST: usize = 100;

/// Every comparison that the facts of a report allow.
pub(super) fn compare(prose: &Prose, report: &Report) -> Vec<Check> {
    let own = own_scope(prose, report);
    let facts = own_facts(prose, report);
    let mut checks = repeats(&facts, &of_year(prose, report), own, report);
    let tabled: Vec<(&Fact, Check)> =
        facts.iter().filter_map(|fact| Some((*fact, with_tables(fact, own, report)?))).collect();
    let agreeing: Vec<&Fact> =
        tabled.iter().filter(|(_, check)| check.failed().is_none()).map(|(fact, _)| *fact).collect();
    // Where a table is of one level or body, what is told of another one does not contradict it.
    let of_other = |fact: &Fact| agreeing.iter().any(|other| other.concept == fact.concept && other.is_apart(fact));
    let told = tabled.iter().filter(|(fact, check)| check.failed().is_none() || !of_other(fact));
    checks.extend(told.map(|(_, check)| check.clone()));
    // What is counted since some day may be of a longer time than the table.
    let since = prose.facts.iter().filter(|fact| fact.counted == Counted::SinceSomeDay && !fact.then);
    checks.extend(since.filter_map(|fact| with_tables(fact, own, report)).filter(|check| check.failed().is_none()));
    checks
}

/// The facts of the report's own year that count all of it.
pub(super) fn own_facts<'p>(prose: &'p Prose, report: &Report) -> Vec<&'p Fact> {
    let of_all = |fact: &&Fact| !matches!(fact.counted, Counted::SinceSomeDay | Counted::PartOfYear);
    of_year(prose, report).into_iter().filter(of_all).collect()
}

/// The facts of the report's own year or of a part of it.
fn of_year<'p>(prose: &'p Prose, report: &Report) -> Vec<&'p Fact> {
    let own = report.period.as_ref().and_then(|period| period.parse::<i32>().ok());
    let several = concepts().has_own_body(&report.text) || concepts().has_larger_body(&report.text);
    let of_other_body = |fact: &Fact| fact.names_body && several;
    let of_year = |fact: &Fact| fact.year.is_none() || own.is_none() || fact.year == own;
    prose.facts.iter().filter(|fact| !fact.then && of_year(fact) && !of_other_body(fact)).collect()
}

/// What looks like a part of the body and is all of it: the report's own name, or the only body of
/// which it speaks.
fn own_scope<'p>(prose: &'p Prose, report: &Report) -> Option<&'p str> {
    let mut scopes = prose.facts.iter().filter_map(|fact| fact.scope());
    let title = report.text.trim_start().lines().next().unwrap_or_default();
    let of_title = scopes.clone().find(|scope| title.contains(scope) && concepts().is_title(title));
    let first = scopes.next()?;
    let others = || {
        let named = prose.facts.iter().filter(|fact| fact.has_scope_in_label() && fact.concept.is_some());
        named.filter(|fact| fact.scope() != Some(first)).count()
    };
    let of_entity = report.entity.as_ref().map(|entity| entity.contains(first) || first.contains(entity.as_str()));
    // What speaks of itself as 我局 calls another one by its name.
    let alone = || prose.facts.iter().all(|fact| fact.level.is_none()) && !concepts().has_larger_body(&report.text);
    let own = of_entity.unwrap_or_else(|| others() == 0 && alone());
    of_title.or(own.then_some(first))
}

/// Whether a report says whose it is by a name.
fn names_itself(name: &str, report: &Report) -> bool {
    let title = report.text.trim_start().lines().next().unwrap_or_default();
    let of_entity =
        report.entity.as_ref().is_some_and(|entity| entity.contains(name) || name.contains(entity.as_str()));
    of_entity || (title.contains(name) && concepts().is_title(title))
}

fn repeats(facts: &[&Fact], all: &[&Fact], own: Option<&str>, report: &Report) -> Vec<Check> {
    let merged = merged(facts);
    let named: BTreeSet<i32> = years(&report.text).into_iter().collect();
    let mut groups: BTreeMap<(&Subject, Option<&str>, Counted), Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        if let Some(subject) = fact.subject.as_ref().map(|subject| merged.get(subject).unwrap_or(subject)) {
            let scope = fact.scope().filter(|scope| Some(*scope) != own);
            groups.entry((subject, scope, fact.counted)).or_default().push(fact);
        }
    }
    let told: Vec<Vec<&Fact>> =
        groups.into_values().flat_map(by_level).filter(|group| is_told_again(group, &named)).collect();
    let again: BTreeSet<&str> = told.iter().flatten().map(|fact| fact.instance.as_str()).collect();
    let referring = all.iter().enumerate().filter(|(_, fact)| !fact.refers.words.is_empty());
    let referring: Vec<Vec<&Fact>> = referring
        .filter(|(_, fact)| !again.contains(fact.instance.as_str()))
        .filter_map(|(at, fact)| Some(vec![referred(all.get(at.saturating_sub(FARTHEST)..at)?, fact)?, *fact]))
        .collect();
    let listed = told_alike(facts, &again);
    let others = [&referring, &listed].into_iter().flatten().flatten();
    let known: BTreeSet<&str> = again.iter().copied().chain(others.map(|fact| fact.instance.as_str())).collect();
    let mut likewise = told_likewise(facts, &known);
    let again: BTreeSet<&str> =
        likewise.iter().flatten().map(|fact| fact.instance.as_str()).chain(known.iter().copied()).collect();
    likewise.extend(told_equally(facts, &again));
    let pairs: Vec<Vec<&Fact>> = told.iter().chain(&listed).chain(&likewise).cloned().collect();
    let beside = told_beside(&pairs, facts);
    let found: BTreeSet<&str> = likewise.iter().flatten().map(|fact| fact.instance.as_str()).chain(known).collect();
    let new = |group: &&Vec<&Fact>| group.iter().all(|fact| !found.contains(fact.instance.as_str()));
    let beside = beside.iter().filter(new);
    let mut groups: Vec<Vec<&Fact>> =
        told.iter().chain(&referring).chain(&listed).chain(&likewise).chain(beside).cloned().collect();
    add_echoes(&mut groups, all);
    let mut checks: Vec<(usize, Check)> = groups.iter().filter_map(|group| repeat(group, own, report)).collect();
    checks.sort_by_key(|(start, _)| *start);
    let mut checks = checks.into_iter().map(|(_, check)| check).collect();
    number_apart(&mut checks);
    checks
}

/// Gives checks of one figure, which several later ones refer to, names of their own.
fn number_apart(checks: &mut Vec<Check>) {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for check in checks {
        let count = named.entry(check.instance.clone()).or_default();
        *count += 1;
        if *count > 1 {
            check.instance = format!("{}.{count}", check.instance);
        }
    }
}

/// Adds to what is told again what later facts tell in fewer words.
fn add_echoes<'f>(groups: &mut Vec<Vec<&'f Fact>>, facts: &[&'f Fact]) {
    let told: BTreeSet<&str> = groups.iter().flatten().map(|fact| fact.instance.as_str()).collect();
    let found = echoes(facts, &told);
    let mut group_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        group_of.extend(group.iter().map(|fact| (fact.instance.as_str(), at)));
    }
    for (first, later) in found {
        let at = *group_of.entry(&first.instance).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(later),
            None => groups.push(vec![first, later]),
        }
        group_of.insert(&later.instance, at);
    }
}

/// Facts of one name apart by the level of administration that they name, where they name several.
fn by_level(group: Vec<&Fact>) -> Vec<Vec<&Fact>> {
    let levels: BTreeSet<usize> = group.iter().filter_map(|fact| fact.level).collect();
    if levels.len() < 2 {
        return vec![group];
    }
    levels.into_iter().map(|level| group.iter().copied().filter(|fact| fact.level == Some(level)).collect()).collect()
}

/// The concepts that are told in the words of others, where no paragraph tells both apart.
fn merged(facts: &[&Fact]) -> BTreeMap<Subject, Subject> {
    let paragraphs = |concept: usize| -> BTreeSet<usize> {
        let own = facts.iter().filter(|fact| fact.concept == Some(concept));
        own.map(|fact| fact.paragraph).collect()
    };
    let of = |(concept, again): (usize, usize)| {
        let apart = paragraphs(concept).is_disjoint(&paragraphs(again));
        apart.then_some((Subject::Concept(concept), Subject::Concept(again)))
    };
    let again = concepts().all.iter().enumerate().filter_map(|(concept, one)| Some((concept, one.again?)));
    again.filter_map(of).collect()
}

/// Whether facts of two concepts that may be one are the same, or cannot be two: fewer are accepted than received.
fn is_likely(group: &[&Fact]) -> bool {
    let value = |fact: &Fact| fact.number.value();
    group.iter().all(|one| {
        let again = one.concept.and_then(|concept| concepts().all.get(concept)).and_then(|concept| concept.again);
        let larger = |other: &&Fact| other.concept == again && value(other) >= value(one);
        again.is_none() || !group.iter().any(|other| larger(other) && value(other) != value(one))
    })
}

/// Whether the facts of one name tell one thing more than once, in a report that names some years.
fn is_told_again(group: &[&Fact], named: &BTreeSet<i32>) -> bool {
    let [first, rest @ ..] = group else { return false };
    let other_year = |fact: &&Fact| fact.year.is_some() && first.year.is_some() && fact.year != first.year;
    // `9件,较上年减少2件。2015年13件`: compared with the year that is named behind it.
    let earlier = |fact: &&Fact| fact.year.is_some_and(|year| named.contains(&(year + 1)));
    let compared =
        group.iter().any(|fact| fact.year.is_none() && !fact.changes.is_empty()) && group.iter().any(earlier);
    if rest.is_empty() || rest.iter().any(other_year) || compared {
        return false;
    }
    // `在省政府网站公开66条,在市政府网站公开215条`: of two bodies.
    let mut paragraphs = group.chunk_by(|one, next| one.paragraph == next.paragraph);
    if paragraphs.any(|facts| facts.iter().any(|one| one.names_body && facts.iter().any(|other| one.is_beside(other))))
    {
        return false;
    }
    // Words that no concept knows must stand apart, or they tell two things of one list.
    let apart = group.len() == 2
        && rest.iter().all(|other| other.paragraph != first.paragraph && first.is_by_channels_of(other));
    if matches!(first.subject, Some(Subject::Concept(_))) { is_likely(group) } else { apart }
}

/// A fact told twice: the first telling against the first that differs, or the last. One that may be of another body
/// contradicts nothing.
fn repeat(group: &[&Fact], own: Option<&str>, report: &Report) -> Option<(usize, Check)> {
    let same = group.iter().all(|fact| group.first().is_some_and(|first| first.agrees(fact)));
    // The only body that is named may be the report's own, where it is a slip of the hand.
    let slips = |fact: &Fact| fact.scope() == own && group.first().is_some_and(|first| first.is_slip_of(fact));
    let is_sure = |fact: &&Fact| same || !fact.may_be_own(report) || slips(fact);
    let sure: Vec<&Fact> = group.iter().copied().filter(is_sure).collect();
    let (first, rest) = sure.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let differs = |fact: &&&Fact| !first.agrees(fact);
    let other = rest.iter().find(differs).or(rest.last())?;
    let status = if differs(&other) { Status::Fail(Failure::Disagree) } else { Status::Pass };
    let (left, right) = (first.number.value(), other.number.value());
    let sides = sides(left, right, right.to_string())?;
    let shown =
        sure.iter().take(MOST_SHOWN).chain(sure.iter().skip(MOST_SHOWN).find(|fact| std::ptr::eq(**fact, *other)));
    let figures = shown.map(|fact| fact.figure(report)).collect();
    let verdict = Verdict { status, rounded: false, sides: Some(sides), figures };
    let check = verdict.into_check(rule("repeat")?, first.instance.clone(), Kind::Repeat);
    Some((first.place.span.start, check))
}

fn sides(left: Decimal, right: Decimal, right_terms: String) -> Option<Sides> {
    Sides::equal(left, left.to_string(), right, right_terms).ok()
}

/// Whether a fact is a slip of the hand away from a sum.
fn is_slip(fact: &Fact, sum: &Summed) -> bool {
    let integers = fact.number.value().to_integer().zip(sum.number.value().to_integer());
    integers.is_some_and(|(told, sum)| told.min(sum) > SMALLEST_TOLD && slip(told, sum).is_some())
}

/// A number in the power of ten in which it agrees with a sum whose form names none, and what comes of that.
fn in_its_unit(number: Number, sum: &Summed) -> Option<(Number, Outcome)> {
    const POWERS: [i32; 3] = [0, -4, -8];
    let whole = Sum::of(&[sum.number]).ok()?;
    let scaled = |power: i32| {
        let value = number.value().scaled(power).ok()?;
        let number = if number.is_rounded() { Number::rounded(value) } else { Number::exact(value) };
        Some((number, Sum::of(&[number]).and_then(|told| told.equals(&whole)).ok()?))
    };
    let mut powers = POWERS.into_iter().take(if sum.any_unit { POWERS.len() } else { 1 });
    powers.find_map(|power| scaled(power).filter(|(_, outcome)| outcome.holds())).or_else(|| scaled(0))
}

/// A fact against the cells that count the same; any of them that agrees will do.
fn with_tables(fact: &Fact, own: Option<&str>, report: &Report) -> Option<Check> {
    let concept = concepts().all.get(fact.concept?)?;
    let cells = if fact.counted == Counted::SinceLongAgo { &concept.cumulative } else { &concept.cells };
    let sums: Vec<Summed> = cells.iter().filter_map(|cells| summed(cells, report)).collect();
    let outcome = |sum: &Summed| Some(in_its_unit(fact.number, sum)?.1);
    let may_be_body = own.is_some_and(|own| fact.scope() == Some(own) && names_itself(own, report));
    let of_body =
        fact.scope().is_none() || (fact.scope() == own && !fact.has_scope_in_label() && !fact.may_be_own(report));
    let agreeing = sums.iter().find(|sum| !sum.lacks_one && outcome(sum).is_some_and(Outcome::holds));
    // A sum that lacks a cell contradicts nothing, and one that a blank cell may make up is what is told, perhaps.
    let open = sums.iter().any(|sum| sum.may_be(fact.number));
    let contradicts = |sum: &&Summed| sum.complete && !open && (of_body || (may_be_body && is_slip(fact, sum)));
    let shown = agreeing.or(sums.iter().find(contradicts))?;
    let status = if agreeing.is_some() { Status::Pass } else { Status::Fail(Failure::Disagree) };
    let rounded = outcome(shown) == Some(Outcome::Rounded);
    let mut figures = vec![fact.figure(report)];
    figures.extend(shown.figures.iter().cloned());
    let sides = sides(in_its_unit(fact.number, shown)?.0.value(), shown.number.value(), shown.terms.clone())?;
    let verdict = Verdict { status, rounded, sides: Some(sides), figures };
    Some(verdict.into_check(rule("prose-table")?, fact.instance.clone(), Kind::ProseTable))
}

impl Fact {
    /// The part of the body whose figure it is.
    pub(super) fn scope(&self) -> Option<&str> {
        self.scope.as_ref().map(|scope| scope.name.as_str())
    }

    /// Whether two facts tell the same number; one told in 万 or 亿 is rounded or cut off.
    fn agrees(&self, other: &Self) -> bool {
        let (one, two) = (self.number.value(), other.number.value());
        let near = |coarse: Decimal, fine: Decimal| {
            let unit = coarse.unit();
            let half = Decimal::new(5, unit.exponent().saturating_sub(1));
            let away = fine.sub(coarse).is_ok_and(|away| {
                let above = away < unit && !away.is_negative();
                above || Decimal::ZERO.sub(away).is_ok_and(|below| below <= half && !below.is_negative())
            });
            coarse.exponent() > fine.exponent().max(0) && away
        };
        one == two || near(one, two) || near(two, one)
    }

    /// Whether two facts are a slip of the hand away from each other.
    fn is_slip_of(&self, other: &Self) -> bool {
        let integers = self.number.value().to_integer().zip(other.number.value().to_integer());
        integers.is_some_and(|(one, other)| one.min(other) > SMALLEST_TOLD && slip(one, other).is_some())
    }

    /// Whether two facts name two levels of administration, or two parts of the body.
    pub(super) fn is_apart(&self, other: &Self) -> bool {
        let levels = self.level.zip(other.level).is_some_and(|(one, other)| one != other);
        levels || self.scope().zip(other.scope()).is_some_and(|(one, other)| one != other)
    }

    /// Whether it may be of the report's own body as well as of another one named before it.
    fn may_be_own(&self, report: &Report) -> bool {
        self.scope.as_ref().is_some_and(|scope| scope.is_open && !names_itself(&scope.name, report))
    }

    /// Whether two facts of one paragraph are told in one sentence, each with words of its own.
    fn is_beside(&self, other: &Self) -> bool {
        let (one, two) = (&*self.sentence, &*other.sentence);
        self.label != other.label && (one.starts_with(two) || two.starts_with(one))
    }

    fn has_scope_in_label(&self) -> bool {
        self.scope.as_ref().is_some_and(|scope| scope.in_label)
    }

    pub(super) fn figure(&self, report: &Report) -> CheckedFigure {
        CheckedFigure {
            form: "prose".into(),
            row: format!("p{}", self.paragraph),
            column: String::new(),
            label: self.label.to_string(),
            label_en: self.label.to_string(),
            value: Some(self.number.value()),
            text: self.text.clone(),
            source: Arc::clone(&report.source),
            place: self.place.clone(),
        }
    }
}
