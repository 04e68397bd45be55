//! A consistent report with one figure changed: which relations fail, how badly, and where.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use disclose_check::finding::{Check, Failure, Severity, Status};
use disclose_check::forms::Catalogue;
use disclose_check::{Checker, Input, Outcome};

const JIANNING: &str = include_str!("../fixtures/jianning-2018.csv");

/// An applications table as a spreadsheet exports it: three rows of headings, merged cells as
/// blanks, labels over three columns. The figures are consistent.
const MATRIX: &str = "\
三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）,,,申请人情况,,,,,,
,,,自然人,法人或其他组织,,,,,总计
,,,,商业企业,科研机构,社会公益组织,法律服务机构,其他,
一、本年新收政府信息公开申请数量,,,1301,38,0,2,9,1,1351
二、上年结转政府信息公开申请数量,,,52,3,0,0,1,0,56
三、本年度办理结果,（一）予以公开,,402,11,0,1,2,0,416
,（二）部分公开,,133,4,0,0,1,0,138
,（三）不予公开,1.属于国家秘密,2,0,0,0,0,0,2
,,2.其他法律行政法规禁止公开,3,0,0,0,0,0,3
,,3.危及“三安全一稳定”,0,0,0,0,0,0,0
,,4.保护第三方合法权益,6,1,0,0,0,0,7
,,5.属于三类内部事务信息,9,0,0,0,0,0,9
,,6.属于四类过程性信息,7,0,0,0,0,0,7
,,7.属于行政执法案卷,21,2,0,0,0,0,23
,,8.属于行政查询事项,14,0,0,0,0,0,14
,（四）无法提供,1.本机关不掌握相关政府信息,533,15,0,1,5,1,555
,,2.没有现成信息需要另行制作,18,0,0,0,0,0,18
,,3.补正后申请内容仍不明确,4,0,0,0,0,0,4
,（五）不予处理,1.信访举报投诉类申请,31,0,0,0,0,0,31
,,2.重复申请,12,0,0,0,0,0,12
,,3.要求提供公开出版物,0,0,0,0,0,0,0
,,4.无正当理由大量反复申请,5,0,0,0,0,0,5
,,5.要求行政机关确认或重新出具已获取信息,1,0,0,0,0,0,1
,（六）其他处理,1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请,17,1,0,0,0,0,18
,,2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请,0,0,0,0,0,0,0
,,3.其他,62,4,0,0,1,0,67
,（七）总计,,1280,38,0,2,9,1,1330
四、结转下年度继续办理,,,73,3,0,0,1,0,77
";

fn check(text: &str) -> Outcome {
    let outcome = Checker::new(Catalogue::builtin()).check(&[Input::text("report.csv", text)], None);
    assert_eq!(outcome.problems, [], "the text is readable");
    outcome
}

/// The report with one piece of text, which stands there once, replaced by another.
fn changed(text: &str, from: &str, to: &str) -> Outcome {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    check(&text.replace(from, to))
}

fn failed(outcome: &Outcome) -> Vec<String> {
    outcome.failed().map(Check::id).collect()
}

#[test]
fn the_real_report_is_consistent() {
    let outcome = check(JIANNING);
    let checks = &outcome.reports[0].checks;
    assert!(checks.len() > 40, "only {} checks", checks.len());
    assert!(checks.iter().all(|check| check.status == Status::Pass));
    let shares = checks.iter().find(|check| check.id() == "cn-fujian/categories:shares-of-disclosed").unwrap();
    let counts: Vec<i128> = shares.recovered.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [248, 386, 102, 101, 89, 375, 138, 232, 214, 353]);
    assert!(shares.rounded, "the shares sum to 100.01");
}

#[test]
fn a_wrong_total_fails_the_sum_and_the_share() {
    let outcome = changed(JIANNING, "总数,2305,", "总数,2306,");
    assert_eq!(
        failed(&outcome),
        ["cn-fujian/totals:made-by-handling[count]", "cn-fujian/totals:share-of-made[disclosed]"]
    );
    assert_eq!(outcome.worst(), Some(Severity::Error));
}

#[test]
fn a_share_that_no_count_rounds_to_is_a_rounding_slip() {
    let outcome = changed(JIANNING, "11.08%", "11.09%");
    assert_eq!(failed(&outcome), ["cn-fujian/categories:shares-of-disclosed[institution]"]);
    let check = outcome.failed().next().unwrap();
    assert_eq!((&check.status, check.severity), (&Status::Fail(Failure::RoundingSlip), Severity::Warning));
    assert_eq!(check.sides.as_ref().unwrap().right.to_string(), "11.08");
}

#[test]
fn a_cumulative_figure_below_the_yearly_one_fails() {
    let outcome = changed(JIANNING, "受理政府信息公开申请总数,件,41,306", "受理政府信息公开申请总数,件,41,30");
    let failed = failed(&outcome);
    assert!(failed.contains(&"cn-fujian/annex:year-within-cumulative[received]".into()), "{failed:?}");
    assert!(failed.contains(&"cn-fujian/annex:received-by-channel[cumulative]".into()), "{failed:?}");
}

#[test]
fn a_wrong_part_fails_its_sum() {
    let outcome = changed(JIANNING, "信函、传真申请数,件,0,33", "信函、传真申请数,件,0,32");
    assert_eq!(failed(&outcome), ["cn-fujian/annex:received-by-channel[cumulative]"]);
    let sides = outcome.failed().next().unwrap().sides.clone().unwrap();
    assert_eq!(
        (sides.left.to_string(), sides.right_terms, sides.right.to_string(), sides.difference.to_string()),
        ("306".into(), "204 + 69 + 32".into(), "305".into(), "1".into())
    );
}

#[test]
fn every_single_cell_of_a_matrix_is_found_by_one_row_and_one_column_rule() {
    assert_eq!(failed(&check(MATRIX)), Vec::<String>::new());
    let results = 6..=27;
    let lines: Vec<&str> = MATRIX.lines().collect();
    let mut tried = 0;
    for (number, line) in lines.iter().enumerate().filter(|(number, _)| results.contains(number)) {
        for column in 3..9 {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            let wrong = cells[column].parse::<u32>().unwrap() + 9;
            cells[column] = wrong.to_string();
            let changed: Vec<String> = lines
                .iter()
                .enumerate()
                .map(|(other, line)| if other == number { cells.join(",") } else { (*line).to_owned() })
                .collect();
            let outcome = check(&(changed.join("\n") + "\n"));
            let failed = failed(&outcome);
            // A wrong total of the results also stands in the balance of its column.
            let by_column = failed.iter().filter(|id| id.contains(":results-total[")).count();
            let by_row = failed.iter().filter(|id| id.contains(":applicants-total[")).count();
            assert_eq!((by_row, by_column), (1, 1), "{failed:?}");
            assert_eq!(failed.len(), if number == 27 { 3 } else { 2 }, "{failed:?}");
            for check in outcome.failed() {
                let points = check.figures.iter().any(|figure| {
                    (figure.place.line, figure.place.column, &*figure.text)
                        == (number + 1, column + 1, wrong.to_string().as_str())
                });
                assert!(points, "{} does not point at the cell", check.id());
            }
            tried += 1;
        }
    }
    assert_eq!(tried, 132);
}

#[test]
fn a_blank_total_beside_filled_parts_is_a_warning_where_blanks_mean_zero() {
    let text = "第二十条第（一）项\n信息内容,本年新制作数量,本年新公开数量,对外公开总数量\n规章,,,\n规范性文件,7,7,31\n\n\
                行政复议,,,,,行政诉讼,,,,,,,,,\n,,,,,未经复议直接起诉,,,,,复议后起诉,,,,\n\
                结果维持,结果纠正,其他结果,尚未审结,总计,结果维持,结果纠正,其他结果,尚未审结,总计,结果维持,结果纠正,其他结果,尚未审结,总计\n\
                3,1,,,,2,,,,2,,,,,\n";
    let outcome = check(text);
    assert_eq!(failed(&outcome), ["cn-2019/proceedings:outcomes-total[review]"]);
    let check = outcome.failed().next().unwrap();
    assert_eq!((&check.status, check.severity), (&Status::Fail(Failure::BlankTotal), Severity::Warning));
}

#[test]
fn a_heading_may_be_a_bare_year() {
    let outcome = check(&JIANNING.replace("2018年,历年累计", "2018,历年累计"));
    assert!(outcome.reports[0].checks.iter().all(|check| check.status == Status::Pass));
}

#[test]
fn prose_with_figures_is_listed_and_changes_nothing() {
    let outcome = check(&JIANNING.replacen("\n\n", "\n注：本表共统计15项。\n\n", 1));
    let listed: Vec<&str> = outcome.reports[0].report.unrecognised.iter().map(|one| &*one.text).collect();
    assert_eq!(listed, ["注：本表共统计15项。"]);
    assert_eq!(failed(&outcome), Vec::<String>::new());
    assert_eq!(outcome.reports[0].checks.len(), check(JIANNING).reports[0].checks.len());
}
