//! What relations say together of cells without a figure, and of nothing as a whole.

use super::super::shape::Shape;
use super::super::{Settled, settle};
use super::*;

/// What other relations decide of those with blank cells, by the number of the rule.
fn decided(cells: &[&str], equations: &[Equation]) -> Vec<(usize, Settled)> {
    let document = read_bytes(
        "random.csv",
        csv(&cells.iter().map(ToString::to_string).collect::<Vec<_>>()).as_bytes(),
        &Limits::DEFAULT,
    )
    .unwrap();
    let forms = catalogue(cells.len(), equations).select("random/list").unwrap();
    let report = Recogniser::only(forms).recognise(&document).reports.remove(0);
    let system = System::of(&[(&report, &Context::default())]).unwrap();
    let rule = |id: &str| id.trim_start_matches("random/list:r").parse().unwrap();
    let mut decided: Vec<_> = settle(&system).unwrap().into_iter().map(|one| (rule(&one.id), one.settled)).collect();
    decided.sort_by_key(|one| one.0);
    decided
}

#[test]
fn of_relations_that_contradict_each_other_those_that_hold_without_their_blanks_are_not_the_wrong_ones() {
    use Settled::{Holds, NoValue};
    // The blank is 3 by the one, and nothing is left for it by the other, which holds without it.
    let (is_3, none_left) = (sum(2, &[3], "error"), sum(0, &[1, 2], "error"));
    assert_eq!(decided(&["5", "5", "", "3"], &[is_3.clone(), none_left.clone()]), [(0, NoValue)]);
    // Once that one is put aside the others are decided: 8 is the blank that counts nothing, and another that is 8.
    let cells = ["5", "5", "", "3", "8", ""];
    let others = [sum(4, &[2, 5], "error"), sum(5, &[4], "error")];
    let equations = [is_3.clone(), others[0].clone(), others[1].clone(), none_left.clone()];
    assert_eq!(decided(&cells, &equations), [(0, NoValue), (1, Holds), (2, Holds)]);
    // Two contradictions among relations that one more ties together.
    let cells = ["5", "5", "", "3", "6", "6", "", "4", "20", ""];
    let equations = [is_3, none_left, sum(6, &[7], "error"), sum(4, &[5, 6], "error"), sum(8, &[2, 6, 9], "error")];
    assert_eq!(decided(&cells, &equations), [(0, NoValue), (2, NoValue)]);
}

#[test]
fn what_one_relation_leaves_a_blank_is_carried_on_from_one_blank_to_the_next() {
    let bound = |whole: usize, parts: &[usize], sign| Equation { sign, ..sum(whole, parts, "error") };
    // 4 is one blank and another, the first of which is 4, and the other no more than a third one, which is 0.
    let others = [sum(1, &[3], "error"), bound(2, &[4, 5], "<="), bound(4, &[5], "<=")];
    let equations = [&[sum(0, &[1, 2], "error")], others.as_slice()].concat();
    assert!(decided(&["4", "", "", "4", "", "0"], &equations).contains(&(0, Settled::Holds)));
    // 3 is a blank that is no more than 3, and no less than another one, which is no less than 3.
    let others = [bound(1, &[2, 4], ">="), bound(2, &[3], ">="), bound(1, &[3], "<="), bound(1, &[4], ">=")];
    let equations = [&[sum(0, &[1], "error")], others.as_slice()].concat();
    assert!(decided(&["3", "", "", "3", "0"], &equations).contains(&(0, Settled::Holds)));
}

#[test]
fn what_relations_that_contradict_each_other_leave_open_is_no_reason_not_to_state_another_blank() {
    let contradicting = [sum(2, &[3], "error"), sum(0, &[1, 2], "error")];
    let equations = [&contradicting[..], &[sum(4, &[5, 6], "error")]].concat();
    let found = proposed(&["5", "5", "", "3", "8", "3", ""], &equations);
    assert!(found.contains(&vec![(6, 5)]), "{found:?}");
    assert!(!found.iter().flatten().any(|(row, _)| *row == 2), "{found:?}");
}

#[test]
fn one_of_several_values_is_never_called_the_only_one() {
    let bound = Equation { sign: ">=", ..sum(0, &[1], "error") };
    let found = proposals(&written(&[2, 4]), &[bound]);
    assert!(!found.is_empty() && found.iter().all(|one| !one.unique), "{found:?}");
}

#[test]
fn nothing_is_no_whole_of_a_share() {
    let document =
        read_bytes("report.csv", std::fs::read("fixtures/jianning-2018.csv").unwrap().as_slice(), &Limits::DEFAULT)
            .unwrap();
    let report = Recogniser::new(Catalogue::builtin().forms().unwrap()).recognise(&document).reports.remove(0);
    let system = System::of(&[(&report, &Context::default())]).unwrap();
    let mut shapes = [0; 2];
    for (id, constraint) in system.constraints.iter().enumerate() {
        let (share, kind) = match constraint.shape {
            Shape::Ratio { share, .. } => (share, 0),
            Shape::Attainable { share, .. } => (share, 1),
            _ => continue,
        };
        shapes[kind] += 1;
        let variables: Vec<usize> = constraint.variables.iter().copied().filter(|one| *one != share).collect();
        let changed = Changed { variables: &variables, mantissas: &vec![0; variables.len()] };
        assert!(system.holds(id, &Changed::NONE).unwrap() && !system.holds(id, &changed).unwrap(), "{}", constraint.id);
    }
    assert!(shapes.iter().all(|count| *count > 0), "{shapes:?}");
}

#[test]
fn a_blank_that_may_be_less_than_nothing_leaves_room_that_a_count_does_not() {
    // 5 is 8 and a blank.
    let text = form(3, &[sum(0, &[1, 2], "error")]);
    let cells = ["5", "8", ""].map(str::to_owned);
    for (unit, less) in [("count", None), ("change", Some(-3))] {
        let mut catalogue = Catalogue::builtin();
        let text = text.replace("en = \"number\" }", &format!("en = \"number\", unit = \"{unit}\" }}"));
        catalogue.add_text("random.toml", &text).unwrap();
        let checker = Checker::new(catalogue).form(Some("random/list".into())).unwrap();
        let found = checker.check(&[Input::text("random.csv", &csv(&cells))], None).reports.remove(0).suggestions;
        let blank = found.iter().flat_map(changes).find(|(row, _)| *row == 2).map(|(_, value)| value);
        assert_eq!((found.is_empty(), blank), (false, less), "{unit}: {found:?}");
    }
}
