//! Cells that hold a sign, a word or nothing instead of a figure: what the relations around them still say.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use disclose_check::finding::{Check, Failure, Reason, Status};
use disclose_check::forms::Catalogue;
use disclose_check::{Checker, Input, Outcome};

const HANGZHOU: &str = include_str!("../fixtures/hangzhou-2025.csv");
const JIANNING: &str = include_str!("../fixtures/jianning-2018.csv");
const STATISTICS: &str = include_str!("../fixtures/statistics-2017.csv");

fn outcome(text: &str) -> Outcome {
    Checker::new(Catalogue::builtin()).check(&[Input::text("report.csv", text)], None)
}

/// The text with every zero written otherwise.
fn with_zeros_as(text: &str, sign: &str) -> String {
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(',').map(|cell| if cell == "0" { sign } else { cell }).collect();
        cells.join(",")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn failed(outcome: &Outcome) -> Vec<String> {
    outcome.failed().map(Check::id).collect()
}

/// The relations that cells without a figure leave open.
fn open(outcome: &Outcome) -> Vec<String> {
    let checks = outcome.reports.iter().flat_map(|one| &one.checks);
    checks.filter(|check| matches!(check.status, Status::Skip(Reason::Open(_)))).map(Check::id).collect()
}

/// A table of applications with some rows, each with its seven cells.
fn applications(rows: &[(&str, &str)]) -> String {
    let heading = ",自然人,商业企业,科研机构,社会公益组织,法律服务机构,其他,总计\n";
    let lines = rows.iter().map(|(label, cells)| format!("{label},{cells}\n"));
    std::iter::once(heading.to_owned()).chain(lines).collect()
}

#[test]
fn signs_for_zeros_leave_every_relation_checked() {
    for text in [HANGZHOU, JIANNING, STATISTICS] {
        let plain = outcome(text);
        let passed = |outcome: &Outcome| {
            let checks = outcome.reports.iter().flat_map(|one| &one.checks);
            checks.filter(|check| check.status == Status::Pass).count()
        };
        for sign in ["/", "—", "－", "无", "-"] {
            let signed = outcome(&with_zeros_as(text, sign));
            assert_eq!((failed(&signed), open(&signed)), (failed(&plain), Vec::new()), "{sign}");
            assert_eq!(passed(&signed), passed(&plain), "{sign}");
            assert!(signed.reports.iter().all(|one| one.suggestions.is_empty()), "{sign}");
        }
        let blank = outcome(&with_zeros_as(text, ""));
        assert_eq!((failed(&blank), open(&blank)), (Vec::new(), Vec::new()));
    }
}

#[test]
fn a_wrong_figure_among_signs_is_found_as_among_zeros() {
    let lines: Vec<&str> = HANGZHOU.lines().collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.ends_with(|last: char| last.is_ascii_digit())) {
        let cells: Vec<&str> = line.split(',').collect();
        // Every third figure, so that each column has its turn.
        for (place, cell) in cells.iter().enumerate().filter(|(place, _)| (place + at) % 3 == 0) {
            let Ok(value) = cell.parse::<i64>() else { continue };
            let mut changed = cells.clone();
            let other = (value + 1).to_string();
            changed[place] = &other;
            let mut text = lines.clone();
            let changed = changed.join(",");
            text[at] = &changed;
            let text = text.join("\n");
            let plain = failed(&outcome(&text));
            let signed = outcome(&with_zeros_as(&text, "/"));
            assert_eq!(failed(&signed).is_empty(), plain.is_empty(), "{changed}: {:?} {plain:?}", open(&signed));
        }
    }
}

/// One relation is about a single row here: its total and its parts.
#[test]
fn a_total_below_its_known_parts_is_wrong_whatever_the_others_are() {
    for sign in ["/", "—", ""] {
        let text = applications(&[("（一）予以公开", &format!("5,2,{sign},0,0,0,6"))]);
        let outcome = outcome(&text);
        assert_eq!(failed(&outcome), ["cn-2021/applications:applicants-total[granted]"], "{sign}");
        let check = outcome.failed().next().unwrap();
        assert_eq!(check.status, Status::Fail(Failure::Disagree));
        assert_eq!(check.sides.as_ref().unwrap().difference.to_string(), "-1");
        assert_eq!(open(&outcome), Vec::<String>::new());
    }
    let none = outcome(&applications(&[("（一）予以公开", "5,2,无,0,0,0,8")]));
    assert_eq!(failed(&none), ["cn-2021/applications:applicants-total[granted]"]);
}

#[test]
fn a_total_that_its_known_parts_make_up_holds() {
    for sign in ["/", "—", "无", ""] {
        let outcome = outcome(&applications(&[("（一）予以公开", &format!("5,2,{sign},0,0,0,7"))]));
        assert_eq!((failed(&outcome), open(&outcome)), (Vec::new(), Vec::new()), "{sign}");
        assert!(outcome.problems.is_empty(), "{sign}");
    }
}

#[test]
fn a_total_above_its_known_parts_is_left_open_by_a_blank_and_wrong_beside_a_sign_for_none() {
    for sign in ["/", "—", ""] {
        let text =
            applications(&[("（一）予以公开", &format!("5,2,{sign},0,0,0,9")), ("（二）部分公开", "1,0,1,0,0,0,2")]);
        let outcome = outcome(&text);
        let granted = vec!["cn-2021/applications:applicants-total[granted]".to_owned()];
        let expected = if sign.is_empty() { (Vec::new(), granted) } else { (granted, Vec::new()) };
        assert_eq!((failed(&outcome), open(&outcome)), expected, "{sign}");
        let [only] = outcome.reports[0].suggestions.as_slice() else { panic!("one value") };
        assert_eq!((only.changes[0].to.to_string().as_str(), only.unique), ("2", sign.is_empty()));
    }
}

/// Results of one kind of applicant: two rows and their total.
fn crossing(first: &str, second: &str, total: &str) -> Outcome {
    let rest = [
        "1.属于国家秘密",
        "2.其他法律行政法规禁止公开",
        "3.危及“三安全一稳定”",
        "4.保护第三方合法权益",
        "5.属于三类内部事务信息",
        "6.属于四类过程性信息",
        "7.属于行政执法案卷",
        "8.属于行政查询事项",
        "1.本机关不掌握相关政府信息",
        "2.没有现成信息需要另行制作",
        "3.补正后申请内容仍不明确",
        "1.信访举报投诉类申请",
        "2.重复申请",
        "3.要求提供公开出版物",
        "4.无正当理由大量反复申请",
        "5.要求行政机关确认或重新出具已获取信息",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "3.其他",
    ];
    let mut rows = vec![("（一）予以公开", first), ("（二）部分公开", second)];
    rows.extend(rest.map(|label| (label, "0,0,0,0,0,0,0")));
    rows.push(("（七）总计", total));
    outcome(&applications(&rows))
}

#[test]
fn two_relations_that_want_different_values_of_a_cell_contradict_each_other() {
    // The row wants 2 of the businesses, their column wants 3.
    let outcome = crossing("5,/,0,0,0,0,7", "1,1,0,0,0,0,2", "6,4,0,0,0,0,10");
    let ids = failed(&outcome);
    assert!(ids.contains(&"cn-2021/applications:applicants-total[granted]".to_owned()), "{ids:?}");
    assert!(ids.contains(&"cn-2021/applications:results-total[business]".to_owned()), "{ids:?}");
    let said = outcome.failed().filter(|check| check.status == Status::Fail(Failure::NoValue)).count();
    assert_eq!(said, 2);
    let fills = outcome.reports[0].suggestions.iter().flat_map(|one| &one.changes);
    assert_eq!(fills.filter(|change| &*change.figure.text == "/").count(), 0);
}

#[test]
fn two_relations_that_want_the_same_value_of_a_cell_hold_and_tell_it() {
    let outcome = crossing("5,/,0,0,0,0,7", "1,1,0,0,0,0,2", "6,3,0,0,0,0,9");
    assert_eq!((failed(&outcome), open(&outcome)), (Vec::new(), Vec::new()));
    let [only] = outcome.reports[0].suggestions.as_slice() else { panic!("one value") };
    assert_eq!((only.changes[0].to.to_string().as_str(), only.unique), ("2", true));
}

#[test]
fn a_relation_that_needs_no_figure_in_a_cell_binds_the_other() {
    // The row holds without the businesses, so that their column lacks 2.
    let outcome = crossing("5,/,0,0,0,0,5", "1,1,0,0,0,0,2", "6,3,0,0,0,0,9");
    let ids = failed(&outcome);
    assert!(ids.contains(&"cn-2021/applications:results-total[business]".to_owned()), "{ids:?}");
}

#[test]
fn a_row_of_signs_says_that_there_was_none() {
    let outcome = crossing("5,2,0,0,0,0,7", "/,/,/,/,/,/,/", "6,2,0,0,0,0,8");
    let ids = failed(&outcome);
    let total = |column| format!("cn-2021/applications:results-total[{column}]");
    assert_eq!(ids, [total("natural"), total("total")]);
    assert_eq!(failed(&crossing("5,2,0,0,0,0,7", "/,/,/,/,/,/,/", "5,2,0,0,0,0,7")), Vec::<String>::new());
}

#[test]
fn a_table_of_signs_alone_is_not_called_consistent() {
    let outcome = outcome(&with_zeros_as(&applications(&[("（一）予以公开", "0,0,0,0,0,0,0")]), "/"));
    assert_eq!(outcome.reports.iter().flat_map(|one| &one.checks).filter(|one| one.is_decided()).count(), 0);
    assert_eq!(outcome.problems.len(), 1);
}
