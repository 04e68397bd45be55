//! Which figure is named, what it should be, and whether that is certain.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use disclose_check::finding::{Slip, Suggestion};
use disclose_check::forms::Catalogue;
use disclose_check::{Checker, Input, Outcome};

const JIANNING: &str = include_str!("../fixtures/jianning-2018.csv");
const COUNTY: &str = include_str!("../fixtures/county-2020.csv");
const HANGZHOU: &str = include_str!("../fixtures/hangzhou-2025.csv");

fn outcome(text: &str) -> Outcome {
    Checker::new(Catalogue::builtin()).check(&[Input::text("report.csv", text)], None)
}

/// A text with some of its parts replaced, each exactly once.
fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    })
}

fn suggestions(outcome: &Outcome) -> Vec<&Suggestion> {
    outcome.reports.iter().flat_map(|one| &one.suggestions).collect()
}

/// `row[column] printed -> right`, for each figure of a suggestion.
fn told(suggestion: &Suggestion) -> Vec<String> {
    let one = |change: &disclose_check::finding::Change| {
        let figure = &change.figure;
        format!("{}[{}] {} -> {}", figure.row, figure.column, figure.text.trim(), change.to)
    };
    suggestion.changes.iter().map(one).collect()
}

#[test]
fn alternatives_are_all_listed_and_none_is_called_certain() {
    let outcome = outcome(&changed(JIANNING, &[("3.信函、传真申请数,件,0,33", "3.信函、传真申请数,件,0,32")]));
    let mut list: Vec<String> = suggestions(&outcome).into_iter().flat_map(told).collect();
    list.sort();
    // 306 -> 305 would leave fewer applications than answers.
    assert_eq!(
        list,
        [
            "received.in_person[cumulative] 204 -> 205",
            "received.mail[cumulative] 32 -> 33",
            "received.online[cumulative] 69 -> 70"
        ]
    );
    assert!(suggestions(&outcome).iter().all(|one| !one.unique && one.resolves.len() == 1));
}

#[test]
fn a_cell_of_a_matrix_is_named_with_its_value() {
    let text = changed(HANGZHOU, &[("1.本机关不掌握相关政府信息,3075,", "1.本机关不掌握相关政府信息,3057,")]);
    let outcome = outcome(&text);
    let [only] = suggestions(&outcome)[..] else { panic!("one suggestion") };
    assert_eq!(told(only), ["unavailable.not_held[natural] 3057 -> 3075"]);
    assert_eq!(only.changes[0].slip, Slip::SwappedDigits);
    assert_eq!(
        only.resolves,
        ["cn-2021/applications:applicants-total[unavailable.not_held]", "cn-2021/applications:results-total[natural]"]
    );
    assert!(only.unique);
}

#[test]
fn independent_slips_are_told_one_by_one() {
    let text = changed(
        HANGZHOU,
        &[("3075,50,0,0,89,8,3222", "3075,50,0,0,89,8,3223"), ("2.重复申请,147,", "2.重复申请,174,")],
    );
    let outcome = outcome(&text);
    let list = suggestions(&outcome);
    let mut all: Vec<Vec<String>> = list.iter().map(|one| told(one)).collect();
    all.sort();
    assert_eq!(all, [["rejected.repeated[natural] 174 -> 147"], ["unavailable.not_held[total] 3223 -> 3222"]]);
    assert!(list.iter().all(|one| one.unique));
}

#[test]
fn a_warning_that_has_its_reason_costs_no_other_figure() {
    // Three answers of last year's applications, and 14 for 41: to meet the warning too, two figures would change.
    let changes = [
        ("1.当面申请数,件,41,", "1.当面申请数,件,14,"),
        ("对申请的答复总数,件,41,", "对申请的答复总数,件,44,"),
        ("1.同意公开答复数,件,41,", "1.同意公开答复数,件,44,"),
    ];
    let outcome = outcome(&changed(JIANNING, &changes));
    assert_eq!(outcome.failed().count(), 2);
    let list = suggestions(&outcome);
    assert!(list.iter().any(|one| told(one) == ["received.in_person[year] 14 -> 41"]), "{list:?}");
    for one in list {
        assert_eq!(
            (one.changes.len(), one.resolves.as_slice()),
            (1, &["cn-fujian/annex:received-by-channel[year]".into()][..])
        );
        assert!(!one.unique);
    }
}

#[test]
fn two_exchanged_cells_are_one_slip() {
    let text =
        changed(HANGZHOU, &[("（一）予以公开,,5345,129,0,41,19,14,5548", "（一）予以公开,,5548,129,0,41,19,14,5345")]);
    let outcome = outcome(&text);
    let [only] = suggestions(&outcome)[..] else { panic!("one suggestion") };
    assert_eq!(told(only), ["granted[natural] 5548 -> 5345", "granted[total] 5345 -> 5548"]);
    assert!(only.unique && only.changes.iter().all(|change| change.slip == Slip::Exchanged));
}

#[test]
fn neighbours_that_are_exchanged_are_told_once() {
    let outcome = outcome(&changed(HANGZHOU, &[("（一）予以公开,,5345,129,", "（一）予以公开,,129,5345,")]));
    let [only] = suggestions(&outcome)[..] else { panic!("one suggestion") };
    assert_eq!(told(only), ["granted[natural] 129 -> 5345", "granted[business] 5345 -> 129"]);
    assert!(only.unique && only.changes.iter().all(|change| change.slip == Slip::Exchanged));
}

#[test]
fn two_exchanged_rows_are_one_slip() {
    let (new, granted) = ("13612,252,0,45,128,32,14069", "5345,129,0,41,19,14,5548");
    let text = changed(HANGZHOU, &[(new, "NEW"), (granted, new), ("NEW", granted)]);
    let outcome = outcome(&text);
    let [only] = suggestions(&outcome)[..] else { panic!("one suggestion") };
    assert_eq!(only.changes.len(), 12);
    assert!(only.unique && only.changes.iter().all(|change| change.slip == Slip::Exchanged));
}

#[test]
fn exchanged_rows_may_be_blank_in_the_same_cells() {
    let (new, granted) = ("33,4,,,1,,38", "17,3,,,1,,21");
    let text = changed(COUNTY, &[(new, "NEW"), (granted, new), ("NEW", granted)]);
    let outcome = outcome(&text);
    let [only] = suggestions(&outcome)[..] else { panic!("{:?}", suggestions(&outcome)) };
    assert_eq!(
        told(only),
        [
            "new[natural] 17 -> 33",
            "granted[natural] 33 -> 17",
            "new[business] 3 -> 4",
            "granted[business] 4 -> 3",
            "new[total] 21 -> 38",
            "granted[total] 38 -> 21"
        ]
    );
}

#[test]
fn a_blank_that_counts_as_zero_may_be_exchanged() {
    // Two rows of which one has fewer figures, and two cells of which one has none.
    let (new, partial) = ("33,4,,,1,,38", "5,,,,,,5");
    let text = changed(COUNTY, &[(",5,,,,,,5", ",OTHER"), (new, partial), ("OTHER", new)]);
    let rows = outcome(&text);
    let [only] = suggestions(&rows)[..] else { panic!("{:?}", suggestions(&rows)) };
    assert_eq!(told(only)[2..4], ["new[business]  -> 4", "partial[business] 4 -> 0"]);
    let cells = outcome(&changed(COUNTY, &[("17,3,,,1,,21", "17,,3,,1,,21")]));
    let [only] = suggestions(&cells)[..] else { panic!("{:?}", suggestions(&cells)) };
    assert_eq!(told(only), ["granted[business]  -> 3", "granted[research] 3 -> 0"]);
}

#[test]
fn what_the_prose_tells_tells_which_figure_is_wrong() {
    let with = |prose: &str| {
        let wrong = changed(JIANNING, &[("1.当面申请数,件,41,204", "1.当面申请数,件,14,204")]);
        let rows: Vec<String> =
            wrong.lines().skip(1).take(13).map(|line| format!("| {} |", line.replace(',', " | "))).collect();
        let text = format!(
            "# 建宁县2018年政府信息公开工作年度报告\n\n{prose}\n\n{}\n|---|---|---|---|\n{}\n",
            rows[0],
            rows[1..].join("\n")
        );
        Checker::new(Catalogue::builtin()).check(&[Input::text("report.md", &text)], None)
    };
    let all = |outcome: &Outcome| suggestions(outcome).into_iter().flat_map(told).collect::<Vec<_>>();
    let (person, online, mail) =
        ("received.in_person[year] 14 -> 41", "received.online[year] 0 -> 27", "received.mail[year] 0 -> 27");
    assert_eq!(all(&with("全年工作平稳。")), [person, online, mail]);
    assert_eq!(all(&with("全年当面申请41件。")), [person]);
    // A figure of the prose that contradicts the table is one that may be wrong as well.
    assert_eq!(all(&with("全年收到政府信息公开申请14件。")), [person, online, mail, "p2[] 14件 -> 41"]);
}

#[test]
fn three_tellings_of_a_fact_are_no_sum() {
    let told_thrice = |second: u32| {
        let text = format!(
            "建宁县2018年政府信息公开工作年度报告\n\n本年度共受理政府信息公开申请41件。\n\n\
             全年共受理政府信息公开申请{second}件。\n\n2018年，受理政府信息公开申请41件。\n"
        );
        Checker::new(Catalogue::builtin()).check(&[Input::text("report.txt", &text)], None)
    };
    for second in [51, 42, 14, 1] {
        let outcome = told_thrice(second);
        assert_eq!(outcome.failed().count(), 1, "{second}");
        assert!(suggestions(&outcome).is_empty(), "{:?}", suggestions(&outcome));
    }
    assert_eq!(told_thrice(41).failed().count(), 0);
}

#[test]
fn a_report_given_for_comparison_gets_no_proposals() {
    let wrong = include_str!("../fixtures/years/donghe-2022.csv");
    let wrong = changed(wrong, &[("785,33,2,4,16,3,843", "785,33,2,4,16,3,834")]);
    let checker = Checker::new(Catalogue::builtin()).previous(&[Input::text("2022.csv", &wrong)]);
    let outcome = checker.check(&[Input::text("2023.csv", include_str!("../fixtures/years/donghe-2023.csv"))], None);
    assert!(
        suggestions(&outcome).iter().flat_map(|one| &one.changes).all(|change| &*change.figure.source == "2023.csv")
    );
}

#[test]
fn a_share_gets_the_right_rounding() {
    let outcome = outcome(&changed(JIANNING, &[("11.08%", "11.09%")]));
    let [only] = suggestions(&outcome)[..] else { panic!("one suggestion") };
    assert_eq!(
        (told(only).concat(), only.changes[0].slip),
        ("institution[share] 11.09% -> 11.08".into(), Slip::Rounding)
    );
    assert!(only.unique);
}

#[test]
fn a_rounded_count_gets_the_right_rounding() {
    let outcome =
        outcome(&changed(JIANNING, &[("主动公开文件数,件/条,2238,22978", "主动公开文件数,件/条,2238,2.2万")]));
    let first = suggestions(&outcome)[0];
    assert_eq!(told(first), ["disclosed[cumulative] 2.2万 -> 23000"]);
    assert_eq!(first.changes[0].slip, Slip::Rounding);
}

#[test]
fn a_blank_figure_that_the_others_determine_is_stated() {
    let outcome =
        outcome(&changed(JIANNING, &[("受理政府信息公开申请总数,件,41,306", "受理政府信息公开申请总数,件,41,")]));
    assert_eq!(outcome.failed().count(), 0);
    let [only] = suggestions(&outcome)[..] else { panic!("one suggestion") };
    assert_eq!(told(only), ["received[cumulative]  -> 306"]);
    assert!(only.unique && only.resolves.is_empty() && only.changes[0].slip == Slip::Blank);
}

#[test]
fn a_figure_of_the_prose_is_the_sum_of_the_rows_that_it_tells() {
    let told = "本年度办结13810件，包括予以公开5548件、部分公开2168件、不予公开730件、无法提供3421件、不予处理457件、其他处理1468件。";
    let (title, tables) = HANGZHOU.split_once('\n').unwrap();
    let outcome = outcome(&format!("{title}\n二是抓好依申请公开。{told}\n{tables}"));
    assert_eq!(outcome.failed().count(), 2);
    let [only] = suggestions(&outcome)[..] else { panic!("one suggestion") };
    let change = &only.changes[0];
    assert_eq!((change.figure.text.as_ref(), change.to.to_string().as_str()), ("1468件", "1486"));
}

#[test]
fn a_sum_that_the_prose_tells_rightly_is_not_broken_for_the_table() {
    let repairs = |told: &str| {
        let (title, tables) = HANGZHOU.split_once('\n').unwrap();
        let outcome = outcome(&format!("{title}\n二是抓好依申请公开。{told}\n{tables}"));
        suggestions(&outcome).iter().map(|one| (one.changes.len(), one.unique)).collect::<Vec<_>>()
    };
    assert_eq!(repairs("本年度办结申请13801件。"), [(1, true)]);
    assert_eq!(repairs("本年度办结申请13801件，其中书面答复13000件、网上答复801件。"), [(2, false), (2, false)]);
}

/// A share of one count of another, in a form of its own.
const SHARE: &str = r#"
family = "own"
title = { zh = "甲", en = "own" }
basis = { zh = "甲", en = "own" }
[[form]]
id = "list"
title = { zh = "甲", en = "own" }
panel = "count"
columns = [
  { id = "count", label = "数量", en = "count", unit = "count" },
  { id = "share", label = "占比", en = "share", unit = "share" },
]
rows = [
  { id = "whole", label = "全部来信", en = "all" },
  { id = "part", label = "办结来信", en = "done" },
]
[[form.rule]]
id = "share"
check = "part[share] = share(part[count], whole[count])"
title = { zh = "占比", en = "share" }
why = { zh = "占比", en = "share" }
hint = { zh = "占比", en = "share" }
"#;

/// What is told of a part and its share of a whole.
fn told_of_share(whole: &str, part: &str, share: &str) -> Vec<(Vec<String>, bool)> {
    let mut catalogue = Catalogue::builtin();
    catalogue.add_text("own.toml", SHARE).unwrap();
    let text = format!("项目,数量,占比\n全部来信,{whole},\n办结来信,{part},{share}\n");
    let outcome = Checker::new(catalogue).check(&[Input::text("report.csv", &text)], None);
    suggestions(&outcome).into_iter().map(|one| (told(one), one.unique)).collect()
}

/// What is told of cases received and closed in some years and altogether, where none may be closed that was not received.
fn told_of_years(received: &[u32], closed: &[u32]) -> Vec<(usize, bool)> {
    let years: Vec<usize> = (1..=received.len()).collect();
    let each = |one: &dyn Fn(usize) -> String, between: &str| {
        years.iter().map(|at| one(*at)).collect::<Vec<_>>().join(between)
    };
    let rest =
        "title = { zh = \"甲\", en = \"a\" }\nwhy = { zh = \"甲\", en = \"a\" }\nhint = { zh = \"甲\", en = \"a\" }\n";
    let form = format!(
        "family = \"own\"\ntitle = {{ zh = \"甲\", en = \"own\" }}\nbasis = {{ zh = \"甲\", en = \"own\" }}\n\
         [[form]]\nid = \"list\"\ntitle = {{ zh = \"甲\", en = \"own\" }}\npanel = \"all\"\n\
         columns = [{{ id = \"all\", label = \"合计\", en = \"all\" }}, {}]\n\
         rows = [{{ id = \"received\", label = \"收到案件\", en = \"received\" }}, {{ id = \"closed\", label = \"办结案件\", en = \"closed\" }}]\n\
         [[form.rule]]\nid = \"closed\"\neach = \"column\"\ncheck = \"received >= closed\"\n{rest}\
         [[form.rule]]\nid = \"years\"\neach = \"row\"\ncheck = \"all = {}\"\n{rest}",
        each(&|at| format!("{{ id = \"y{at}\", label = \"第{at}年\", en = \"year {at}\" }}"), ", "),
        each(&|at| format!("y{at}"), " + "),
    );
    let mut catalogue = Catalogue::builtin();
    catalogue.add_text("own.toml", &form).unwrap();
    let line = |label: &str, figures: &[u32]| {
        let cells: Vec<String> = figures.iter().map(ToString::to_string).collect();
        format!("{label},{},{}\n", figures.iter().sum::<u32>(), cells.join(","))
    };
    let heading = format!("项目,合计,{}\n", each(&|at| format!("第{at}年"), ","));
    let text = heading + &line("收到案件", received) + &line("办结案件", closed);
    let outcome = Checker::new(catalogue).check(&[Input::text("report.csv", &text)], None);
    suggestions(&outcome).into_iter().map(|one| (one.changes.len(), one.unique)).collect()
}

#[test]
fn exchanged_rows_are_certain_only_where_nothing_smaller_repairs_all() {
    // Four figures would do as well, of three years and their sum; nine wrong figures are no slips.
    assert_eq!(told_of_years(&[11, 12, 13], &[41, 52, 63]), [(8, false)]);
    let (received, closed) = ([11, 12, 13, 14, 15, 16, 17, 18], [41, 52, 63, 74, 85, 96, 47, 58]);
    assert_eq!(told_of_years(&received, &closed), [(18, true)]);
}

#[test]
fn no_share_is_repaired_to_more_than_its_whole() {
    // 230 of 200 would be 115 %, and no whole number makes 230 of it 97.00 %.
    assert_eq!(told_of_share("200", "230", "97.00%"), [(vec!["part[count] 230 -> 194".to_owned()], true)]);
}

#[test]
fn a_share_without_a_whole_is_not_repaired_by_itself() {
    let told = told_of_share("200", "0", "97.00%");
    assert!(told.contains(&(vec!["part[share] 97.00% -> 0.00".to_owned()], false)), "{told:?}");
    assert_eq!(told_of_share("200", "194", "97.00%"), []);
}

#[test]
fn a_consistent_report_gets_no_suggestion() {
    for text in [JIANNING, HANGZHOU] {
        assert_eq!(suggestions(&outcome(text)), Vec::<&Suggestion>::new());
    }
}

#[test]
fn many_wrong_figures_are_told_without_a_guess() {
    // Every total of the matrix is off in its own way.
    let mut digit = 0;
    let text: String = HANGZHOU
        .lines()
        .map(|line| {
            digit = (digit * 7 + 3) % 10;
            if line.starts_with('第') || !line.contains(",0,") {
                format!("{line}\n")
            } else {
                format!("{line}{digit}\n")
            }
        })
        .collect();
    let outcome = outcome(&text);
    assert!(outcome.failed().count() > 6);
    for suggestion in suggestions(&outcome) {
        assert!(!suggestion.changes.is_empty() && !suggestion.resolves.is_empty());
    }
}

#[test]
fn coverage_counts_what_rules_guard() {
    let checker = Checker::new(Catalogue::builtin()).coverage(true);
    let outcome = checker.check(&[Input::text("report.csv", JIANNING)], None);
    let coverage = outcome.reports[0].coverage.as_ref().unwrap();
    assert_eq!((coverage.figures.len(), coverage.covered()), (49, 49));
    let total =
        coverage.figures.iter().find(|one| one.figure.row == "received" && one.figure.column == "year").unwrap();
    // 41: any other digit breaks the sum of the channels.
    assert_eq!((total.changes, total.noticed), (17, 17));
    // 22978 in all years, all of it on the site: only what is less is noticed.
    let all_years =
        coverage.figures.iter().find(|one| one.figure.row == "disclosed" && one.figure.column == "cumulative").unwrap();
    assert_eq!((all_years.changes, all_years.noticed), (44, 27));
    assert!(all_years.rules.contains(&"cn-fujian/annex:year-within-cumulative[disclosed]".into()));
    let outcome = checker.check(&[Input::text("report.csv", HANGZHOU)], None);
    let coverage = outcome.reports[0].coverage.as_ref().unwrap();
    let open: Vec<&str> =
        coverage.figures.iter().filter(|one| one.rules.is_empty()).map(|one| one.figure.row.as_str()).collect();
    assert_eq!(
        open,
        [
            "regulations",
            "regulations",
            "regulations",
            "normative",
            "normative",
            "normative",
            "licensing",
            "penalties",
            "coercion",
            "fees"
        ]
    );
}
