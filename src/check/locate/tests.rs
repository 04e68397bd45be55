//! Locating against brute force: every set of figures and every value of them is tried.

use std::fmt::Write;

use proptest::prelude::*;

use super::bounds::Bounds;
use super::changed::Changed;
use super::search::Goal;
use super::slips;
use super::system::System;
use crate::check::Context;
use crate::finding::Slip;
use crate::forms::Catalogue;
use crate::limits::Limits;
use crate::read::read_bytes;
use crate::recognise::Recogniser;
use crate::report::Report;

/// The values that brute force tries.
const DOMAIN: i128 = 40;

/// `whole = parts`, or `<=` where it only bounds them.
#[derive(Debug, Clone)]
struct Equation {
    whole: usize,
    parts: Vec<usize>,
    bound: bool,
}

fn equation(figures: usize) -> impl Strategy<Value = Equation> {
    let parts = proptest::sample::subsequence((0..figures).collect::<Vec<_>>(), 1..=3);
    (0..figures, parts, proptest::bool::weighted(0.2)).prop_filter_map("a whole is no part", |(whole, parts, bound)| {
        (!parts.contains(&whole)).then_some(Equation { whole, parts, bound })
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
        let sign = if equation.bound { ">=" } else { "=" };
        writeln!(
            text,
            "[[form.rule]]\nid = \"r{number}\"\ncheck = \"f{} {sign} {}\"\n\
             title = {{ zh = \"和\", en = \"sum\" }}\nwhy = {{ zh = \"和\", en = \"sum\" }}\n\
             hint = {{ zh = \"和\", en = \"sum\" }}",
            equation.whole,
            parts.join(" + "),
        )
        .unwrap();
    }
    text
}

/// A report with these figures in that form.
fn report(values: &[i128], equations: &[Equation]) -> Report {
    let mut catalogue = Catalogue::builtin();
    catalogue.add_text("random.toml", &form(values.len(), equations)).unwrap();
    let mut csv = String::from("项目,数\n");
    for (figure, value) in values.iter().enumerate() {
        writeln!(csv, "项目{figure}号数,{value}").unwrap();
    }
    let document = read_bytes("random.csv", csv.as_bytes(), &Limits::DEFAULT).unwrap();
    Recogniser::only(catalogue.select("random/list").unwrap()).recognise(&document).reports.remove(0)
}

#[test]
fn figures_are_exchanged_only_where_each_takes_the_value_of_the_other() {
    let report = report(&[3, 7, 10], &[Equation { whole: 2, parts: vec![0, 1], bound: false }]);
    let system = System::of(&[(&report, &Context::default())]).unwrap();
    let both: Vec<usize> =
        (0..2).map(|row| system.figures.iter().position(|entry| entry.id.row == row).unwrap()).collect();
    assert_eq!(slips(&system, &both, &[7, 3]), [Slip::Exchanged; 2]);
    for mantissas in [[7, 9], [8, 3]] {
        assert!(!slips(&system, &both, &mantissas).contains(&Slip::Exchanged), "{mantissas:?}");
    }
}

fn hold(equations: &[Equation], values: &[i128]) -> bool {
    equations.iter().all(|equation| {
        let sum: i128 = equation.parts.iter().map(|part| values[*part]).sum();
        if equation.bound { values[equation.whole] >= sum } else { values[equation.whole] == sum }
    })
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
        let found = goal.smallest(values.len()).unwrap().unwrap();
        let mut found: Vec<Vec<usize>> = found
            .sets
            .iter()
            .map(|set| {
                let mut rows: Vec<usize> = set.iter().map(|variable| system.figures[*variable].id.row).collect();
                rows.sort_unstable();
                rows
            })
            .collect();
        found.sort();
        let mut values = values;
        let expected = (1..=values.len())
            .map(|size| subsets(values.len(), size).into_iter().filter(|set| repairs(&equations, &mut values, set)).collect::<Vec<_>>())
            .find(|sets| !sets.is_empty());
        let mut expected = expected.unwrap();
        expected.sort();
        prop_assert_eq!(found, expected);
    }
}
