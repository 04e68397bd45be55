//! Locating against brute force: every set of figures and every value of them is tried.

mod blanks;

use std::fmt::Write;

use proptest::prelude::*;

use super::bounds::Bounds;
use super::changed::Changed;
use super::exchange::swapped;
use super::search::Goal;
use super::slips;
use super::system::System;
use crate::check::Context;
use crate::finding::{Change, Slip, Suggestion};
use crate::forms::Catalogue;
use crate::limits::Limits;
use crate::number::{Decimal, Number};
use crate::read::read_bytes;
use crate::recognise::Recogniser;
use crate::report::Report;
use crate::{Checker, Input};

/// The values that brute force tries.
const DOMAIN: i128 = 40;
/// How many figures it changes at once.
const MOST: usize = 3;

/// `whole SIGN sum of the parts`.
#[derive(Debug, Clone)]
struct Equation {
    whole: usize,
    parts: Vec<usize>,
    sign: &'static str,
    severity: &'static str,
}

impl Equation {
    fn holds(&self, values: &[i128]) -> bool {
        let (whole, sum) = (values[self.whole], self.parts.iter().map(|part| values[*part]).sum::<i128>());
        match self.sign {
            "=" => whole == sum,
            ">=" => whole >= sum,
            ">" => whole > sum,
            "<=" => whole <= sum,
            _ => whole < sum,
        }
    }

    fn has(&self, figure: usize) -> bool {
        self.whole == figure || self.parts.contains(&figure)
    }
}

fn sum(whole: usize, parts: &[usize], severity: &'static str) -> Equation {
    Equation { whole, parts: parts.to_vec(), sign: "=", severity }
}

fn equation(figures: usize) -> impl Strategy<Value = Equation> {
    let parts = proptest::sample::subsequence((0..figures).collect::<Vec<_>>(), 1..=3);
    let signs = prop_oneof![6 => Just("="), 1 => Just(">="), 1 => Just(">"), 1 => Just("<="), 1 => Just("<")];
    (0..figures, parts, signs).prop_filter_map("a whole is no part", |(whole, parts, sign)| {
        (!parts.contains(&whole)).then_some(Equation { whole, parts, sign, severity: "error" })
    })
}

fn case() -> impl Strategy<Value = (Vec<i128>, Vec<Equation>)> {
    (3_usize..6).prop_flat_map(|figures| {
        let values = proptest::collection::vec(0_i128..5, figures);
        (values, proptest::collection::vec(equation(figures), 1..5))
    })
}

/// A form with these equations as its rules.
fn form(figures: usize, equations: &[Equation]) -> String {
    let mut text = String::from(
        "family = \"random\"\ntitle = { zh = \"随机\", en = \"random\" }\n\
         basis = { zh = \"无\", en = \"none\" }\n[[form]]\nid = \"list\"\ntitle = { zh = \"表\", en = \"list\" }\n\
         columns = [{ id = \"number\", label = \"数\", en = \"number\" }]\nrows = [\n",
    );
    for figure in 0..figures {
        writeln!(text, "  {{ id = \"f{figure}\", label = \"项目{figure}号数\", en = \"figure {figure}\" }},").unwrap();
    }
    text.push_str("]\n");
    for (number, equation) in equations.iter().enumerate() {
        let parts: Vec<String> = equation.parts.iter().map(|part| format!("f{part}")).collect();
        let Equation { whole, sign, severity, .. } = equation;
        writeln!(
            text,
            "[[form.rule]]\nid = \"r{number}\"\nseverity = \"{severity}\"\ncheck = \"f{whole} {sign} {}\"\n\
             title = {{ zh = \"和\", en = \"sum\" }}\nwhy = {{ zh = \"和\", en = \"sum\" }}\n\
             hint = {{ zh = \"和\", en = \"sum\" }}",
            parts.join(" + "),
        )
        .unwrap();
    }
    text
}

fn written(values: &[i128]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

/// A file with these cells in that form.
fn csv(cells: &[String]) -> String {
    let mut csv = String::from("项目,数\n");
    for (figure, cell) in cells.iter().enumerate() {
        writeln!(csv, "项目{figure}号数,{cell}").unwrap();
    }
    csv
}

fn catalogue(figures: usize, equations: &[Equation]) -> Catalogue {
    let mut catalogue = Catalogue::builtin();
    catalogue.add_text("random.toml", &form(figures, equations)).unwrap();
    catalogue
}

/// A report with these figures in that form.
fn report(values: &[i128], equations: &[Equation]) -> Report {
    let document = read_bytes("random.csv", csv(&written(values)).as_bytes(), &Limits::DEFAULT).unwrap();
    let forms = catalogue(values.len(), equations).select("random/list").unwrap();
    Recogniser::only(forms).recognise(&document).reports.remove(0)
}

/// What is proposed for a file with these cells, each figure by its row.
fn proposals(cells: &[String], equations: &[Equation]) -> Vec<Suggestion> {
    let checker = Checker::new(catalogue(cells.len(), equations)).form(Some("random/list".into())).unwrap();
    checker.check(&[Input::text("random.csv", &csv(cells))], None).reports.remove(0).suggestions
}

/// The row and the proposed value of each change.
fn changes(suggestion: &Suggestion) -> Vec<(usize, i128)> {
    let row = |change: &Change| change.figure.row.trim_start_matches('f').parse().unwrap();
    suggestion.changes.iter().map(|change| (row(change), change.to.to_integer().unwrap())).collect()
}

#[test]
fn figures_are_exchanged_only_where_each_takes_the_value_of_the_other() {
    let report = report(&[3, 7, 10], &[sum(2, &[0, 1], "error")]);
    let system = System::of(&[(&report, &Context::default())]).unwrap();
    let both: Vec<usize> =
        (0..2).map(|row| system.figures.iter().position(|entry| entry.id.row == row).unwrap()).collect();
    assert_eq!(slips(&system, &both, &[7, 3]), [Slip::Exchanged; 2]);
    for mantissas in [[7, 9], [8, 3]] {
        assert!(!slips(&system, &both, &mantissas).contains(&Slip::Exchanged), "{mantissas:?}");
    }
}

#[test]
fn only_known_figures_of_the_same_places_take_each_others_value() {
    let report = report(&[3, 7, 10], &[sum(2, &[0, 1], "error")]);
    let mut system = System::of(&[(&report, &Context::default())]).unwrap();
    let [one, other, _] = system.figures.as_mut_slice() else { panic!("three figures") };
    let values = vec![other.number.value().mantissa(), one.number.value().mantissa()];
    assert_eq!(swapped(one, other), Some(values));
    for (of_one, of_other) in [(true, false), (false, true)] {
        (one.blank, other.blank) = (of_one, of_other);
        (one.shown.value, other.shown.value) = (None, None);
        assert_eq!(swapped(one, other), None, "blanks: {of_one} {of_other}");
    }
    (one.blank, other.blank) = (false, false);
    one.number = Number::exact(Decimal::new(35, -1));
    assert_eq!(swapped(one, other), None, "3.5 and a whole number");
}

fn hold(equations: &[Equation], values: &[i128]) -> bool {
    equations.iter().all(|equation| equation.holds(values))
}

/// Whether some values of the figures in `set` satisfy all equations.
fn repairs(equations: &[Equation], values: &mut Vec<i128>, set: &[usize]) -> bool {
    let Some((first, rest)) = set.split_first() else { return hold(equations, values) };
    let printed = values[*first];
    let found = (0..=DOMAIN).any(|value| {
        values[*first] = value;
        repairs(equations, values, rest)
    });
    values[*first] = printed;
    found
}

fn subsets(count: usize, size: usize) -> Vec<Vec<usize>> {
    (0_u32..1 << count)
        .filter(|mask| mask.count_ones() as usize == size)
        .map(|mask| (0..count).filter(|at| mask & (1 << at) != 0).collect())
        .collect()
}

/// The smallest sets of figures that some values make right, none where there is no such set.
fn smallest(equations: &[Equation], values: &[i128]) -> Vec<Vec<usize>> {
    let mut values = values.to_vec();
    let sets = (1..=MOST).map(|size| {
        let mut sets = subsets(values.len(), size);
        sets.retain(|set| repairs(equations, &mut values, set));
        sets.sort();
        sets
    });
    sets.into_iter().find(|sets| !sets.is_empty()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    /// The smallest sets are those of brute force, all of them and no others.
    #[test]
    fn smallest_sets_agree_with_brute_force((values, equations) in case()) {
        prop_assume!(!hold(&equations, &values));
        let report = report(&values, &equations);
        let system = System::of(&[(&report, &Context::default())]).unwrap();
        let bounds = Bounds::of(&system).unwrap();
        let broken = (0..system.constraints.len()).filter(|id| !system.holds(*id, &Changed::NONE).unwrap()).collect();
        let goal = Goal { system: &system, bounds: &bounds, binding: vec![true; system.constraints.len()], broken };
        let found = goal.smallest(MOST).unwrap();
        let mut found: Vec<Vec<usize>> = found
            .iter()
            .flat_map(|found| &found.sets)
            .map(|set| {
                let mut rows: Vec<usize> = set.iter().map(|variable| system.figures[*variable].id.row).collect();
                rows.sort_unstable();
                rows
            })
            .collect();
        found.sort();
        prop_assert_eq!(found, smallest(&equations, &values));
    }

    /// A proposal repairs what it says and breaks nothing, and is called certain only where brute force finds no other.
    #[test]
    fn proposals_agree_with_brute_force((values, mut equations) in case(), severities in proptest::collection::vec(0_usize..6, 5)) {
        prop_assume!(!hold(&equations, &values));
        for (equation, severity) in equations.iter_mut().zip(&severities) {
            equation.severity = ["error", "error", "error", "error", "warning", "note"][*severity];
        }
        let sets = smallest(&equations, &values);
        for proposal in proposals(&written(&values), &equations) {
            let changes = changes(&proposal);
            let mut repaired = values.clone();
            for (row, value) in &changes {
                repaired[*row] = *value;
            }
            for (number, equation) in equations.iter().enumerate() {
                let told = proposal.resolves.contains(&format!("random/list:r{number}"));
                if told || equation.holds(&values) {
                    prop_assert!(equation.holds(&repaired), "{:?} {:?}", equation, changes);
                }
                prop_assert!(!told || !equation.holds(&values));
            }
            let exchanged = proposal.changes.iter().any(|change| change.slip == Slip::Exchanged);
            if proposal.unique && equations.iter().all(|equation| equation.severity == "error") {
                let rows: Vec<usize> = changes.iter().map(|(row, _)| *row).collect();
                prop_assert!(sets.iter().all(|set| rows.iter().all(|row| set.contains(row))), "{:?} {:?}", rows, sets);
                if let ([(row, right)], false) = (changes.as_slice(), exchanged) {
                    let others = |value: &i128| value != right && {
                        let mut values = repaired.clone();
                        values[*row] = *value;
                        equations.iter().filter(|one| one.has(*row)).all(|one| one.holds(&values))
                    };
                    prop_assert_eq!((0..=DOMAIN).find(others), None, "{:?}", changes);
                }
            }
        }
    }

    /// What is stated for a blank cell is the only value that the relations leave it.
    #[test]
    fn what_is_stated_for_a_blank_agrees_with_brute_force((values, mut equations) in case(), blank in proptest::collection::vec(proptest::bool::weighted(0.3), 5)) {
        // Ranges do not tell a bound from a strict one.
        for equation in &mut equations {
            equation.sign = match equation.sign {
                ">" => ">=",
                "<" => "<=",
                sign => sign,
            };
        }
        let cells: Vec<String> =
            values.iter().zip(&blank).map(|(value, blank)| if *blank { String::new() } else { value.to_string() }).collect();
        let stated = proposals(&cells, &equations).into_iter().filter(|one| one.resolves.is_empty());
        for (row, right) in stated.flat_map(|one| changes(&one)) {
            prop_assert!(blank[row] && right != 0);
            let with = |value: i128| values.iter().enumerate().map(move |(at, own)| if at == row { value } else { *own }).collect::<Vec<_>>();
            // A relation that no values make hold says nothing of it.
            let open = |one: &Equation| (0..values.len()).filter(|other| *other != row && blank[*other] && one.has(*other)).collect::<Vec<_>>();
            let may_hold = |one: &Equation, value: i128| repairs(std::slice::from_ref(one), &mut with(value), &open(one));
            let speaks = |one: &&Equation| one.has(row) && (0..=DOMAIN).any(|value| may_hold(one, value));
            let speaking: Vec<&Equation> = equations.iter().filter(speaks).collect();
            prop_assert!(speaking.iter().all(|one| may_hold(one, right)), "{} {:?}", row, speaking);
            let fits = |value: &i128| speaking.iter().filter(|one| open(one).is_empty()).all(|one| one.holds(&with(*value)));
            prop_assert_eq!((0..=DOMAIN).filter(fits).collect::<Vec<_>>(), vec![right], "{} {:?}", row, equations);
        }
    }
}

#[test]
fn rules_that_only_warn_cost_no_second_figure() {
    // 10 is neither 5 + 7 nor 6 + 9: two figures would have to change.
    for (severity, proposed) in [("error", true), ("note", true), ("warning", false)] {
        let equations = [sum(0, &[1, 2], severity), sum(0, &[3, 4], severity)];
        let found = proposals(&written(&[10, 5, 7, 6, 9]), &equations);
        assert_eq!(found.iter().any(|one| one.changes.len() == 2), proposed, "{severity}: {found:?}");
        assert_eq!(found.is_empty(), !proposed, "{severity}");
    }
}

#[test]
fn the_figure_of_a_neighbour_is_told_from_three_digits_on() {
    for (figure, slip) in [(99, Slip::TwoDigits), (100, Slip::OtherCell)] {
        let report = report(&[figure, figure, 344], &[sum(2, &[0, 1], "error")]);
        let system = System::of(&[(&report, &Context::default())]).unwrap();
        let first = system.figures.iter().position(|entry| entry.id.row == 0).unwrap();
        let right = if figure == 99 { 24 } else { 244 };
        assert_eq!(slips(&system, &[first], &[right]), [slip], "{figure}");
    }
}

#[test]
fn the_nearest_of_values_that_are_equally_likely_is_proposed() {
    let bound = Equation { sign: ">=", ..sum(0, &[1], "error") };
    let found: Vec<_> = proposals(&written(&[2, 4]), &[bound]).iter().map(changes).collect();
    assert!(found.contains(&vec![(1, 2)]), "{found:?}");
}

/// What is proposed where some cells are blank.
fn proposed(cells: &[&str], equations: &[Equation]) -> Vec<Vec<(usize, i128)>> {
    let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
    proposals(&cells, equations).iter().map(changes).collect()
}

#[test]
fn a_relation_that_holds_without_its_blank_is_not_broken_by_a_repair() {
    let equations = [sum(0, &[1, 2], "error"), sum(1, &[3], "error")];
    assert_eq!(proposed(&["5", "5", "", "6"], &equations), [[(3, 5)]]);
}

#[test]
fn a_relation_that_fails_whatever_its_blank_holds_is_repaired_among_its_figures() {
    assert_eq!(proposed(&["41", "14", ""], &[sum(1, &[0, 2], "error")]), [[(1, 41)], [(0, 14)]]);
}

#[test]
fn a_blank_is_stated_though_a_relation_fails_whatever_it_holds() {
    let below = Equation { sign: ">", ..sum(0, &[4], "error") };
    let found = proposed(&["0", "1", "0", "0", ""], &[sum(4, &[1], "error"), below]);
    assert!(found.contains(&vec![(4, 1)]), "{found:?}");
}

#[test]
fn a_value_that_another_relation_refutes_is_not_stated() {
    // The one says 7, and the other that it is no more than 5.
    let equations = [sum(1, &[3], "error"), sum(0, &[1, 2], "error")];
    let found = proposed(&["5", "", "", "7"], &equations);
    assert!(!found.iter().any(|changes| changes.iter().any(|(row, _)| *row == 1)), "{found:?}");
}
