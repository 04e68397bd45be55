//! What is read from prose and checked in it, on sentences labelled by hand and on a whole report.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/labelled.rs"]
mod labelled;
#[path = "support/scores.rs"]
mod scores;

use disclose_check::claims;
use disclose_check::document::Document;
use disclose_check::finding::{Check, Failure, Kind, Severity, Status};
use disclose_check::forms::Catalogue;
use disclose_check::limits::Limits;
use disclose_check::recognise::Recogniser;
use disclose_check::{Checker, Input};
use labelled::{SETS, load, paragraphs, report};
use proptest::prelude::*;
use scores::{Score, found, scores};

const COUNTY: &str = include_str!("../fixtures/claims/county-2018.txt");

fn together(name: &str) -> Score {
    let mut all = Score::default();
    for score in scores(&load(name), None).into_values() {
        all.add(score);
    }
    all
}

#[test]
fn labelled_sentences_are_read_as_they_are_labelled() {
    let mut all = Score::default();
    for (_, name) in SETS {
        let score = together(name);
        let (precision, recall) = (score.precision(), score.recall());
        assert!(precision >= 0.99 && recall >= 0.92, "{name}: {precision} {recall}");
        all.add(score);
    }
    assert!(all.recall() >= 0.98, "{}", all.recall());
}

#[test]
fn the_labelled_sets_are_large_and_often_silent() {
    let all: Vec<_> = SETS.into_iter().flat_map(|(_, file)| load(file)).collect();
    let silent = all.iter().filter(|one| !one.expect.iter().any(|label| label.starts_with('-'))).count();
    assert!(all.len() >= 1480 && silent >= 830);
}

#[test]
fn nothing_is_reported_where_nothing_is_wrong() {
    let catalogue = Catalogue::builtin();
    for one in SETS.into_iter().flat_map(|(_, file)| load(file)) {
        let expected = one.expect.iter().filter(|label| label.starts_with('-')).count();
        let reported = found(&one, &catalogue).iter().filter(|label| label.starts_with('-')).count();
        assert!(reported <= expected, "{}", one.text);
    }
}

fn failures(text: &str) -> usize {
    claims::check(&report(&text.replace("\\n", "\n")), None).iter().filter(|check| check.failed().is_some()).count()
}

#[test]
fn further_sentences_are_silent_or_reported_as_they_should() {
    for line in include_str!("../fixtures/claims/silent.txt").lines() {
        assert_eq!(failures(line), 0, "{line}");
    }
    for line in include_str!("../fixtures/claims/reported.txt").lines() {
        assert!(failures(line) > 0, "{line}");
    }
}

#[test]
fn whole_reports_without_a_contradiction_are_silent() {
    for text in [include_str!("../fixtures/claims/city-2022.txt"), include_str!("../fixtures/claims/bureau-2020.txt")] {
        assert_eq!(failures(text), 0);
    }
}

/// The arithmetic of a check, for example `2305 = 2238 + 41 + 26`.
fn arithmetic(check: &Check) -> String {
    let sides = check.sides.as_ref().unwrap();
    format!("{} {} {}", sides.left_terms, sides.relation, sides.right_terms)
}

#[test]
fn a_whole_report_is_read() {
    let checks = claims::check(&report(COUNTY), None);
    let passed: Vec<String> = checks.iter().filter(|check| check.status == Status::Pass).map(arithmetic).collect();
    for relation in [
        "2305 = 2238 + 41 + 26",
        "2238 = 983 + 1255",
        "62 = 48 + 4 + 4 + 6",
        "52 = 48 + 4",
        "158 = 89 + 69",
        "52 = 23 + 9 + 13 + 5 + 2",
        "41 = 20 + 21",
        "85.06 = 100 × (150 + 636) / 924",
        "97.09 = 100 × 2238 / 2305",
        "287 <= 290",
        "11.08 + 17.25 + 4.56 + 4.51 + 3.98 + 16.76 + 6.17 + 10.37 + 9.56 + 15.77 = 100",
    ] {
        assert!(passed.iter().any(|passed| passed == relation), "{relation}: {passed:#?}");
    }
    let failed: Vec<(&str, Severity, String)> = checks
        .iter()
        .filter(|check| check.failed().is_some())
        .map(|check| (check.rule.local_id(), check.severity, arithmetic(check)))
        .collect();
    let expected = [
        ("change", Severity::Warning, "64.7 = 100 × (10740 - 3798) / 10740".to_owned()),
        ("repeat", Severity::Warning, "6 = 7".to_owned()),
    ];
    assert_eq!(failed, expected);
}

#[test]
fn figures_are_shown_where_they_stand() {
    let report = report(COUNTY);
    for figure in claims::check(&report, None).iter().flat_map(|check| &check.figures) {
        assert_eq!(report.text.get(figure.place.span.clone()), Some(&*figure.text));
        let line = COUNTY.lines().nth(figure.place.line - 1).unwrap();
        let from: String = line.chars().skip(figure.place.column - 1).collect();
        assert!(from.starts_with(&*figure.text), "{} {from}", figure.text);
        assert!(!figure.label.is_empty(), "{figure:?}");
    }
}

#[test]
fn checks_have_names_of_their_own() {
    let checks = claims::check(&report(COUNTY), None);
    let mut names: Vec<String> = checks.iter().map(Check::id).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), checks.len());
}

#[test]
fn figures_without_a_relation_are_listed() {
    let report = report(COUNTY);
    let checks = claims::check(&report, None);
    let unused: Vec<&str> = claims::unused(&report.prose, &checks).iter().map(|quantity| &*quantity.text).collect();
    assert_eq!(unused, ["100%", "5个百分点", "391项", "14.7个百分点", "22978条"]);
}

/// The checks of a text on lists of shares: kind, what came of it, the figures, the counts behind the shares.
fn lists(text: &str) -> Vec<(Kind, Status, Vec<String>, Vec<i128>)> {
    let checks = claims::check(&report(text), None);
    let lists = checks.into_iter().filter(|check| check.rule.local_id() == "shares");
    let told = |check: Check| {
        let figures = check.figures.iter().map(|figure| figure.text.to_string()).collect();
        let counts = check.recovered.iter().map(|(_, count)| *count).collect();
        (check.kind, check.status, figures, counts)
    };
    lists.map(told).collect()
}

#[test]
fn shares_of_a_count_are_checked_together_with_it() {
    let list = claims::check(&report(COUNTY), None).into_iter().find(|check| check.kind == Kind::Breakdown).unwrap();
    let counts: Vec<i128> = list.recovered.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [248, 386, 102, 101, 89, 375, 138, 232, 214, 353]);
    assert_eq!(list.recovered[0].0, "机构类信息");
    for text in [
        "收到申请42件，其中自然人占90.5%，法人占9.5%。",
        "全年收到申请42件。其中，自然人占90.5%，法人占9.5%。",
        "全年收到申请42件，较上年增长20%。按申请人类型分，自然人占申请总数的90.5%，法人占9.5%。",
    ] {
        let [(kind, status, _, counts)] = &lists(text)[..] else { panic!("{text}") };
        assert_eq!((kind, status, counts.as_slice()), (&Kind::Breakdown, &Status::Pass, &[38, 4][..]), "{text}");
        assert_eq!(failures(text), 0, "{text}");
    }
}

#[test]
fn a_share_that_no_count_gives_is_a_rounding_slip() {
    let text = "收到申请42件，其中自然人占90.5%，法人占9.6%。";
    let [(kind, status, figures, _)] = &lists(text)[..] else { panic!("{text}") };
    assert_eq!((kind, status), (&Kind::Breakdown, &Status::Fail(Failure::RoundingSlip)));
    assert_eq!(figures, &["9.6%", "42件", "90.5%"]);
    let checks = claims::check(&report(text), None);
    assert!(checks.iter().all(|check| check.failed() != Some(Severity::Error)));
}

#[test]
fn shares_of_something_else_are_not_held_against_a_count() {
    for text in [
        "收到申请约42件，其中自然人占90.4%，法人占9.6%。",
        "全年收到申请42件，其中自然人占90.1%，法人占9.9%。",
        "全年收到申请42件，办结40件，其中自然人占90.4%，法人占9.6%。",
        "全年收到申请4.2万件，其中自然人占90.4%，法人占9.6%。",
        "安排项目42个，其中财政资金占90.4%，社会资本占9.6%。",
        "全年办理案件42件，其中涉案人员男性占90.5%，女性占9.6%。",
        "全年收到申请42件，其中上年自然人占90.5%，法人占9.6%。",
        "全年收到申请42件。群众占90.5%，企业占9.6%。",
        "全年收到申请42件，其中自然人约占90.5%，法人占9.6%。",
    ] {
        assert!(lists(text).iter().all(|(kind, ..)| *kind == Kind::Claim), "{text}");
        assert_eq!(failures(text), 0, "{text}");
    }
}

/// A document with the tables of a CSV and the paragraphs of a text.
fn document(csv: &str, text: &str) -> Document {
    let document = disclose_check::read::read_bytes("report.csv", csv.as_bytes(), &Limits::DEFAULT).unwrap();
    Document { paragraphs: paragraphs(text), ..document }
}

#[test]
fn prose_is_checked_against_the_tables_of_its_report() {
    let csv = include_str!("../fixtures/jianning-2018.csv");
    let recogniser = Recogniser::new(Catalogue::builtin().forms().unwrap());
    let found = recogniser.recognise(&document(csv, COUNTY));
    assert_eq!(found.problems, []);
    let checks = claims::check(&found.reports[0], None);
    let tables: Vec<&Check> = checks.iter().filter(|check| check.rule.local_id() == "prose-table").collect();
    assert!(tables.iter().all(|check| check.status == Status::Pass), "{tables:#?}");
    let told: Vec<String> = tables.iter().map(|check| arithmetic(check)).collect();
    for relation in ["22978 = 22978", "41 = 41", "2238 = 2238", "0 = 0"] {
        assert!(told.iter().any(|told| told == relation), "{relation} {told:?}");
    }
}

#[test]
fn changes_are_checked_against_the_report_of_the_year_before() {
    let csv = include_str!("../fixtures/jianning-2018.csv");
    let recogniser = Recogniser::new(Catalogue::builtin().forms().unwrap());
    let previous = recogniser.recognise(&document(csv, "")).reports.remove(0);
    let outcomes = |text: &str| -> Vec<(bool, String)> {
        let checks = claims::check(&report(text), Some(&previous));
        checks.iter().map(|check| (check.status == Status::Pass, arithmetic(check))).collect()
    };
    let told = outcomes("全年收到政府信息公开申请50件，较上年增加9件，增长22.0%。");
    let expected = ["22.0 = 100 × 9 / (50 - 9)", "9 = 50 - 41", "22.0 = 100 × (50 - 41) / 41"];
    assert_eq!(told, expected.map(|told| (true, told.to_owned())));
    assert_eq!(outcomes("全年收到政府信息公开申请50件，较上年增加6件。"), [(false, "6 = 50 - 41".to_owned())]);
    assert_eq!(outcomes("全年收到政府信息公开申请50件，较上月增加6件。"), []);
}

#[test]
fn years_tell_which_of_two_figures_is_the_earlier() {
    for (text, holds) in [
        ("2023年收到申请50件，2022年收到申请41件，增加9件。", true),
        ("2022年收到申请41件，2023年收到申请50件，增加9件。", true),
        ("2023年收到申请50件，2022年收到申请41件，增加8件。", false),
    ] {
        let checks = claims::check(&report(text), None);
        let told: Vec<String> = checks.iter().map(arithmetic).collect();
        assert!(told.iter().any(|told| told.ends_with(" = 50 - 41")), "{text}: {told:?}");
        assert_eq!(checks.iter().all(|check| check.status == Status::Pass), holds, "{text}");
    }
}

#[test]
fn figures_of_two_bodies_are_no_repeat() {
    let told =
        |text: &str| claims::check(&report(text), None).iter().filter(|check| check.kind == Kind::Repeat).count();
    assert_eq!(told("县医院收到申请12件。县公安局收到申请23件。"), 0);
    assert_eq!(told("县医院收到申请12件。县公安局收到申请23件。收到申请45件，其中当面20件、网上25件。"), 0);
    assert_eq!(told("收到申请12件。全年收到申请23件。"), 1);
    // Without a subject the second sentence may go on about the hospital or come back to the report's own body.
    assert_eq!(told("县医院收到申请12件。收到申请45件。"), 0);
    assert_eq!(told("今年，县医院收到申请12件。全年收到申请45件。"), 0);
    assert_eq!(told("我局收到申请45件。县医院收到申请12件。"), 0);
    assert_eq!(told("县医院2023年政府信息公开工作年度报告\n县医院收到申请12件。收到申请45件。"), 1);
}

#[test]
fn a_rounded_telling_agrees_with_what_it_may_stand_for() {
    for (fine, agree) in [
        ("12534条", true),
        ("12599条", true),
        ("12500条", true),
        ("12450条", true),
        ("12449条", false),
        ("12600条", false),
    ] {
        for (one, other) in [("1.25万条", fine), (fine, "1.25万条")] {
            let text = format!("2023年主动公开政府信息{one}。\n全年主动公开政府信息{other}。");
            assert_eq!(failures(&text) == 0, agree, "{text}");
        }
    }
}

#[test]
fn what_stands_beside_a_fact_told_twice_is_told_twice_as_well() {
    let told = |first: &str, second: &str| {
        failures(&format!("2023年举办业务培训3期，{first}。\n年内举办业务培训3期，{second}。"))
    };
    assert_eq!(told("培训216人次", "培训216人次"), 0);
    assert_eq!(told("培训216人次", "培训261人次"), 1);
    // Of another measure, in other words, or too small to be a slip.
    assert_eq!(told("培训216人次", "培训261学时"), 0);
    assert_eq!(told("培训216人次", "发放资料261份"), 0);
    assert_eq!(told("培训8人次", "培训6人次"), 0);
}

#[test]
fn a_report_may_be_prose_alone() {
    let recogniser = Recogniser::new(Catalogue::builtin().forms().unwrap());
    let mut prose = document("a,b\n1,2\n", "办理建议89件、提案69件，共168件。");
    prose.tables.clear();
    let found = recogniser.recognise(&prose);
    assert_eq!(found.problems, []);
    let (checks, _) = disclose_check::check::check(&found.reports[0], &disclose_check::check::Context::default());
    assert_eq!(checks.iter().filter(|check| check.failed().is_some()).count(), 1);
}

#[test]
fn a_table_without_prose_has_no_claims() {
    let checker = Checker::new(Catalogue::builtin());
    let outcome = checker.check(&[Input::path("fixtures/jianning-2018.csv")], None);
    assert!(outcome.reports[0].checks.iter().all(|check| !check.rule.id.starts_with("claims:")));
}

/// Work out of step with the length would keep this test running for hours.
#[test]
fn a_very_long_paragraph_is_read_to_its_end() {
    for (piece, figures) in [
        ("其中12件，", 1),
        ("共3条、4条(5条，占6%)；", 4),
        ("由1个压缩至2个,压缩3%。", 3),
        ("办", 0),
        ("（", 0),
        ("《", 0),
        ("未", 0),
        ("百分之三，", 1),
    ] {
        let times = 1_000_000 / piece.len();
        assert_eq!(report(&piece.repeat(times)).prose.quantities.len(), figures * times, "{piece}");
    }
    assert_eq!(report(&"1".repeat(1_000_000)).prose.quantities.len(), 0);
}

#[test]
fn figures_beyond_the_limit_are_listed_and_not_related() {
    let pair = "建议1件、提案2件，共4件。";
    let failed = |times: usize| failures(&pair.repeat(times));
    assert_eq!((failed(claims::MOST_FIGURES / 3), failed(claims::MOST_FIGURES / 3 + 1)), (claims::MOST_FIGURES / 3, 0));
    assert_eq!(report(&pair.repeat(claims::MOST_FIGURES)).prose.quantities.len(), 3 * claims::MOST_FIGURES);
}

proptest! {
    #[test]
    fn no_text_panics(text in "[0-9]{0,3}[一二三十百万亿第约余]?(件|条|%|个百分点|次|万元)?[，。；：、（）]?(其中|共|占|由|至|同比增长|办结率|分别为|未发生行政复议|收到申请)?[0-9件，。、%（）占共中]{0,40}") {
        let report = report(&text.repeat(4));
        let _ = claims::check(&report, None);
    }

    #[test]
    fn any_signs_end_well(text in ".{0,80}") {
        let _ = claims::check(&report(&text), None);
    }

    /// Parts that add up are never reported, and a whole with one more is.
    #[test]
    fn exhaustive_lists_are_judged_by_their_sum(parts in proptest::collection::vec(1_u32..5000, 2..8), more in 1_u32..9) {
        let whole: u32 = parts.iter().sum();
        let list: Vec<String> = parts.iter().enumerate().map(|(at, part)| format!("第{}类{part}件", at + 1)).collect();
        let text = |whole: u32| format!("全年处理事项{whole}件，分别为{}。", list.join("、"));
        let failed = |whole: u32| claims::check(&report(&text(whole)), None).iter().filter(|check| check.failed().is_some()).count();
        prop_assert_eq!((failed(whole), failed(whole + more)), (0, 1));
    }
    /// The shares of real counts are never reported, rounded or cut off, and the counts found are the real ones.
    #[test]
    fn shares_of_real_counts_hold(parts in proptest::collection::vec(1_u64..600, 2..7), places in 0_u32..3) {
        let (whole, scale) = (parts.iter().sum::<u64>(), 10_u64.pow(places));
        let rounded = |part: u64| (part * 200 * scale + whole) / (2 * whole);
        let cut_off = |part: u64| part * 100 * scale / whole;
        let shown = |share: u64| match places {
            0 => share.to_string(),
            _ => format!("{}.{:0width$}", share / scale, share % scale, width = places as usize),
        };
        for (way, share) in [("rounded", &rounded as &dyn Fn(u64) -> u64), ("cut off", &cut_off)] {
            let list: Vec<String> =
                parts.iter().zip("甲乙丙丁戊己".chars()).map(|(part, name)| format!("{name}类占{}%", shown(share(*part)))).collect();
            let text = format!("全年收到申请{whole}件，其中{}。", list.join("，"));
            prop_assert_eq!(failures(&text), 0, "{} {}", way, text);
            for (_, _, _, counts) in lists(&text) {
                let real: Vec<i128> = parts.iter().map(|part| i128::from(*part)).collect();
                prop_assert!(way == "cut off" || counts.is_empty() || counts == real, "{:?} {}", counts, text);
            }
        }
    }
}

#[test]
fn days_of_another_year_than_the_report_are_told() {
    let told = |text: &str| -> Vec<String> {
        let outcome = Checker::new(Catalogue::builtin()).check(&[Input::text("report.txt", text)], None);
        let checks = outcome.reports.into_iter().flat_map(|report| report.checks);
        checks.filter(|check| check.rule.local_id() == "period").map(|check| check.sides.unwrap().left_terms).collect()
    };
    let beside = "现编制2021年度政府信息公开工作报告，所列数据的统计期限自2020年1月1日起至2020年12月31日止。";
    let title = "沙河县2021年政府信息公开工作年度报告\n本报告数据的统计期限为2020年1月1日至12月31日。";
    for text in [beside, title] {
        assert_eq!(told(text), ["2020"], "{text}");
        assert!(told(&text.replace("2020", "2021")).is_empty(), "{text}");
    }
    // The sentence agrees with itself, and days of two years may be meant.
    for text in [
        "沙河县2022年政府信息公开工作年度报告\n对照2019年年报，编制2021年年报，统计期限为2021年1月1日至12月31日。",
        "沙河县2009年政府信息公开工作年度报告\n本报告数据的统计期限为2008年5月1日至2009年12月31日。",
    ] {
        assert!(told(text).is_empty(), "{text}");
    }
}
