//! Reports that speak of each other: the same body one year earlier, and the bodies of a whole.
//! They are checked one by one, and the wrong figures are looked for over all that hang together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::locate::{Decided, Settled, System, locate, settle};
use super::union::Union;
use super::{Context, Coverage, Gap, Rivals, Unfit, check_and_tell};
use crate::finding::{Change, Check, Failure, Kind, Reason, Remark, Slip, Status, Suggestion};
use crate::number::is_blank;
use crate::problem::Problem;
use crate::report::{Rank, Report};

/// What a run wants to know beside what fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// How well the figures are guarded.
    pub coverage: bool,
    /// The figures and sides of rules that pass.
    pub passes: bool,
}

/// Reports under check, each with those that its rules may reach.
pub struct Linked<'a> {
    reports: Vec<(&'a Report, Context<'a>)>,
}

/// Reports that were given beside those under check.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// Earlier reports.
    pub previous: &'a [Report],
    /// Reports of the parts.
    pub parts: &'a [Report],
    /// Files that were given as parts and of which no report could be read.
    pub unread_parts: &'a [Arc<str>],
}

/// What checking one report yields.
#[derive(Debug, Default)]
pub struct Findings {
    /// The checks, in the order of the forms and of the rules in them.
    pub checks: Vec<Check>,
    /// What would repair the failed ones, the likeliest first.
    pub suggestions: Vec<Suggestion>,
    /// How well the figures are guarded, where that was asked for.
    pub coverage: Option<Coverage>,
}

impl<'a> Linked<'a> {
    /// Finds for each report the one a year earlier, out of the reports themselves, those that were given for it or
    /// `kept` of files before it, and the parts of its body: those that were given, or the reports that name it as
    /// their whole.
    #[must_use]
    pub fn of(reports: &'a [Report], given: Given<'a>, kept: &[&'a Report]) -> Self {
        let Given { previous, parts, unread_parts } = given;
        let index = Index::of(previous.iter().chain(kept.iter().copied()).chain(reports));
        let previous_given = !previous.is_empty();
        let parts_given = !parts.is_empty() || !unread_parts.is_empty();
        let with_context = |report: &'a Report| {
            let earlier = index.previous(report);
            let previous = earlier.only.or_else(|| only_one(previous, report));
            let (own_parts, rival_parts) =
                once_each(if parts_given { others(parts, report) } else { index.parts(report) });
            let unread = unread_parts.first().map(|source| Unfit::Unread(Arc::clone(source)));
            let context = Context {
                previous,
                gap: if previous.is_none() { index.gap(report) } else { None },
                rivals: earlier.rivals,
                not_kept: false,
                previous_given,
                parts_given,
                unfit_part: unread
                    .or_else(|| rival_parts.map(Unfit::Rivals))
                    .or_else(|| of_another_year(parts, &own_parts, report)),
                beside: index.beside(report),
                missing_parts: index.missing_parts(report, &own_parts),
                parts: own_parts,
            };
            (report, context)
        };
        Self { reports: reports.iter().map(with_context).collect() }
    }

    /// Reports whose earlier ones are not known.
    #[must_use]
    pub fn apart(reports: &'a [Report]) -> Self {
        let context = || Context { not_kept: true, ..Context::default() };
        Self { reports: reports.iter().map(|report| (report, context())).collect() }
    }

    /// The positions of reports that hang together.
    fn groups(&self) -> Vec<Vec<usize>> {
        let position: BTreeMap<*const Report, usize> =
            self.reports.iter().enumerate().map(|(at, (report, _))| (std::ptr::from_ref(*report), at)).collect();
        let mut union = Union::new(self.reports.len());
        for (at, (_, context)) in self.reports.iter().enumerate() {
            let others = context.previous.into_iter().chain(context.beside.iter().chain(&context.parts).copied());
            for other in others.filter_map(|other| position.get(&std::ptr::from_ref(other))) {
                union.join(at, *other);
            }
        }
        union.sets()
    }
}

/// Reports by whose they are.
#[derive(Default)]
struct Index<'a> {
    /// By body and year; several where each has other forms.
    own: BTreeMap<&'a str, BTreeMap<i32, Vec<&'a Report>>>,
    /// By the body that they are part of, and period.
    parts: BTreeMap<(&'a str, Option<&'a str>), Vec<&'a Report>>,
    /// Those that are part of no other, by file and period.
    independent: BTreeMap<(&'a str, Option<&'a str>), Vec<&'a Report>>,
}

impl<'a> Index<'a> {
    fn of(reports: impl Iterator<Item = &'a Report>) -> Self {
        let mut index = Self::default();
        for report in reports {
            let period = report.period.as_deref();
            if let (Some(entity), Some(year)) = (report.entity.as_deref(), year(report)) {
                index.own.entry(entity).or_default().entry(year).or_default().push(report);
            }
            match &report.rank {
                Rank::PartOf(whole) => index.parts.entry((whole, period)).or_default().push(report),
                Rank::Own => index.independent.entry((&report.source, period)).or_default().push(report),
                Rank::All => {}
            }
        }
        index
    }

    fn years(&self, report: &Report) -> Option<(&BTreeMap<i32, Vec<&'a Report>>, i32)> {
        Some((self.own.get(report.entity.as_deref()?)?, year(report)?))
    }

    /// The report of the year before, unless there are several and they differ.
    fn previous(&self, report: &Report) -> Earlier<'a> {
        let found = self.years(report).and_then(|(years, year)| years.get(&(year - 1)));
        let all = found.into_iter().flatten().copied().filter(|other| shares_form(report, other));
        let (mut once, rivals) = once_each(all.collect());
        Earlier { only: if rivals.is_none() { once.pop() } else { None }, rivals }
    }

    /// The last year with a report before a missing one.
    fn gap(&self, report: &Report) -> Option<Gap> {
        let (years, year) = self.years(report)?;
        let earlier = years.range(..year).filter(|(_, list)| list.iter().any(|other| shares_form(report, other)));
        earlier.map(|(last, _)| Gap { last: *last, needed: year - 1 }).next_back()
    }

    fn beside(&self, report: &Report) -> Vec<&'a Report> {
        let Some((years, year)) = self.years(report) else { return Vec::new() };
        let all = years.get(&year).into_iter().flatten().copied();
        all.filter(|other| !std::ptr::eq(*other, report) && !shares_form(report, other)).collect()
    }

    fn parts(&self, report: &Report) -> Vec<&'a Report> {
        self.parts_in(report, report.period.as_deref())
    }

    fn parts_in(&self, report: &Report, period: Option<&str>) -> Vec<&'a Report> {
        let list = match (&report.rank, report.entity.as_deref()) {
            (Rank::All, _) => self.independent.get(&(&*report.source, period)),
            (_, Some(entity)) => self.parts.get(&(entity, period)),
            _ => None,
        };
        list.into_iter().flatten().copied().filter(|part| shares_form(report, part)).collect()
    }

    /// The parts of the year before that have no report now.
    fn missing_parts(&self, report: &Report, parts: &[&Report]) -> Vec<String> {
        let Some(before) = year(report).map(|year| (year - 1).to_string()) else { return Vec::new() };
        let earlier = self.parts_in(report, Some(&before)).into_iter().filter_map(|part| part.entity.clone());
        let gone = earlier.filter(|name| parts.iter().all(|part| part.entity.as_ref() != Some(name)));
        let mut names: Vec<String> = if parts.is_empty() { Vec::new() } else { gone.collect() };
        names.sort();
        names.dedup();
        names
    }
}

/// What is known of the year before.
struct Earlier<'a> {
    only: Option<&'a Report>,
    rivals: Option<Rivals>,
}

/// Reports without those that only repeat one before them, and two that are of one body and differ.
fn once_each(reports: Vec<&Report>) -> (Vec<&Report>, Option<Rivals>) {
    let mut first: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
    let (mut once, mut rivals) = (Vec::with_capacity(reports.len()), None);
    for report in reports {
        let Some(entity) = report.entity.as_deref() else {
            once.push(report);
            continue;
        };
        let known = first.entry(entity).or_default();
        match known.iter().find(|other| shares_form(other, report)) {
            None => {
                known.push(report);
                once.push(report);
            }
            Some(other) if rivals.is_none() && !other.repeats(report) => {
                rivals = Some(Rivals { first: place(other), second: place(report) });
            }
            Some(_) => {}
        }
    }
    (once, rivals)
}

/// Where a report stands.
fn place(report: &Report) -> String {
    match &report.part {
        Some(part) => format!("{}:{}", report.source, part.line),
        None => report.source.to_string(),
    }
}

fn shares_form(left: &Report, right: &Report) -> bool {
    left.tables.iter().any(|table| right.table(&table.form().id).is_some())
}

/// The parts that were given, without the whole itself and without other periods.
fn others<'a>(parts: &'a [Report], report: &Report) -> Vec<&'a Report> {
    parts.iter().filter(|part| !is_of_body(part, report) && is_of_its_time(part, report)).collect()
}

fn is_of_body(part: &Report, report: &Report) -> bool {
    part.entity.is_some() && part.entity == report.entity
}

fn is_of_its_time(part: &Report, report: &Report) -> bool {
    part.period.is_none() || report.period.is_none() || part.period == report.period
}

/// A body that was given as a part and has no report of the year. Lines of a panel are of all its years, in some of
/// which there may have been no such body.
fn of_another_year(parts: &[Report], fitting: &[&Report], report: &Report) -> Option<Unfit> {
    let has_fitting = |part: &Report| fitting.iter().any(|one| one.entity == part.entity);
    let is_of_another = |part: &Report| part.part.is_none() && !is_of_its_time(part, report);
    let unfit = parts.iter().find(|part| is_of_another(part) && !is_of_body(part, report) && !has_fitting(part))?;
    Some(Unfit::OtherYear(unfit.entity.clone().unwrap_or_else(|| unfit.source.to_string())))
}

/// The only earlier report that was given, where a name is missing to tell whose it is.
fn only_one<'a>(previous: &'a [Report], report: &Report) -> Option<&'a Report> {
    let [only] = previous else { return None };
    let nameless = only.entity.is_none() || report.entity.is_none();
    let before = match (year(only), year(report)) {
        (Some(earlier), Some(later)) => earlier == later - 1,
        _ => true,
    };
    (nameless && before).then_some(only)
}

fn year(report: &Report) -> Option<i32> {
    report.period.as_ref().and_then(|period| period.parse().ok())
}

/// Checks every report and looks for the wrong figures, on the threads of the current pool.
#[must_use]
pub fn findings(linked: &Linked<'_>, wanted: Wanted) -> Vec<(Findings, Vec<Problem>)> {
    let each = |(report, context): &(&Report, Context<'_>)| {
        let (checks, problems) = check_and_tell(report, context, wanted.passes);
        // A figure too large to be computed with is a problem already.
        let coverage = if wanted.coverage { Coverage::of(report, context).ok() } else { None };
        (Findings { checks, suggestions: Vec::new(), coverage }, problems)
    };
    let mut all: Vec<(Findings, Vec<Problem>)> = if linked.reports.len() > 1 && rayon::current_num_threads() > 1 {
        linked.reports.par_iter().map(each).collect()
    } else {
        linked.reports.iter().map(each).collect()
    };
    for group in linked.groups() {
        let unsettled = |at: &usize| all.get(*at).is_some_and(|(one, _)| one.checks.iter().any(Check::is_unsettled));
        if !group.iter().any(unsettled) {
            continue;
        }
        for (at, suggestion) in repairs(linked, &group, &mut all) {
            if let Some((findings, _)) = all.get_mut(at) {
                findings.suggestions.push(suggestion);
            }
        }
    }
    all
}

/// Settles what cells without a figure leave open in a group of reports, and finds repairs, each with the
/// position of the report that it is for. Relations whose figures are too large to be computed with were told as
/// problems already.
fn repairs(linked: &Linked<'_>, group: &[usize], all: &mut [(Findings, Vec<Problem>)]) -> Vec<(usize, Suggestion)> {
    let alone = Context::default();
    let own: Vec<(&Report, &Context<'_>)> =
        group.iter().filter_map(|at| linked.reports.get(*at)).map(|(report, context)| (*report, context)).collect();
    let told = own.len();
    let mut members = own.clone();
    let mut known: BTreeSet<*const Report> = own.iter().map(|(report, _)| std::ptr::from_ref(*report)).collect();
    for (_, context) in own {
        for other in context.previous.into_iter().chain(context.beside.iter().chain(&context.parts).copied()) {
            if known.insert(std::ptr::from_ref(other)) {
                members.push((other, &alone));
            }
        }
    }
    let located = System::of(&members).and_then(|mut system| {
        let decided = settle(&system)?;
        for (number, at) in group.iter().enumerate() {
            if let Some((findings, _)) = all.get_mut(*at) {
                decide(&decided, number, &mut findings.checks);
                system.add_claims(number, &findings.checks);
            }
        }
        locate(&system, &decided, told)
    });
    let located = located.unwrap_or_default().into_iter();
    let own = located.filter_map(|one| Some((*group.get(one.report)?, one.suggestion)));
    let prose = group.iter().flat_map(|at| {
        let checks = all.get(*at).map_or(&[][..], |(findings, _)| findings.checks.as_slice());
        checks.iter().filter_map(right_rounding).map(move |suggestion| (*at, suggestion))
    });
    own.chain(prose).collect()
}

/// Tells what other relations say of those that cells without a figure left open.
fn decide(decided: &[Decided], report: usize, checks: &mut [Check]) {
    for check in checks.iter_mut().filter(|check| matches!(check.status, Status::Skip(Reason::Open(_)))) {
        let id = check.id();
        let own = decided.iter().find(|one| one.report == report && one.id == id);
        match own.map(|one| one.settled) {
            Some(Settled::Holds) => (check.status, check.sides) = (Status::Pass, None),
            Some(Settled::NoValue) => check.status = Status::Fail(Failure::NoValue),
            None => convict_signs(check),
        }
    }
}

/// A sum that does not hold although each of its cells without a figure holds a sign for none: it is wrong as it
/// stands. Where such a sign is a side of its own, nothing was stated to compare with.
fn convict_signs(check: &mut Check) {
    let Status::Skip(Reason::Open(cells)) = &check.status else { return };
    let signs = check.figures.iter().filter(|one| one.value.is_none() && !is_blank(&one.text)).count();
    let sums = check.sides.as_ref().is_some_and(|sides| !sides.left_terms.is_empty() && !sides.right_terms.is_empty());
    if sums && signs == cells.len() {
        check.remarks.push(Remark::SignsCountNothing(cells.clone()));
        check.status = Status::Fail(Failure::Disagree);
    }
}

/// The right rounding of a share or rate that the prose rounds wrongly.
fn right_rounding(check: &Check) -> Option<Suggestion> {
    let slips = check.kind == Kind::Claim && check.status == Status::Fail(Failure::RoundingSlip);
    let sides = check.sides.as_ref().filter(|_| slips)?;
    let figure = check.figures.iter().find(|figure| figure.value == Some(sides.left))?;
    let change = Change { figure: figure.clone(), to: sides.right, slip: Slip::Rounding };
    Some(Suggestion { changes: vec![change], resolves: vec![check.id()], unique: true })
}
