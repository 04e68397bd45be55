//! A user's own form: what it can say, and how its mistakes are told.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use disclose_check::finding::{Check, Kind};
use disclose_check::forms::Catalogue;
use disclose_check::message::Lang;
use disclose_check::{Checker, Input};

const LIBRARY: &str = r#"
family = "my"
title = { zh = "馆务", en = "Libraries" }
basis = { zh = "馆务统计办法", en = "Library statistics" }

[[form]]
id = "visits"
title = { zh = "接待情况", en = "Visits" }
panel = "year"
columns = [
  { id = "year", label = "{year}年", en = "this year", unit = "count" },
  { id = "share", label = "占比", en = "share", unit = "share", optional = true },
]
rows = [
  { id = "visitors", label = "接待读者", en = "visitors" },
  { id = "visitors.adults", label = "成人", en = "adults" },
  { id = "visitors.children", label = "少儿", en = "children" },
  { id = "daily", label = "每开放周日均读者", en = "visitors a day of one week" , cells = ["year"] },
]

[[form.rule]]
id = "by-age"
check = "visitors = sum(children)"
columns = ["year"]
title = { zh = "读者等于成人加少儿", en = "Visitors are adults and children" }
why = { zh = "读者分为两类", en = "There are two kinds of visitors" }
hint = { zh = "漏计一类", en = "One kind was left out" }

[[form.rule]]
id = "grows"
check = "visitors[year] >= prev.visitors[year]"
title = { zh = "不少于上年", en = "No fewer than last year" }
why = { zh = "目标", en = "The aim" }
hint = { zh = "减少了", en = "They fell" }

[[form.rule]]
id = "whole"
check = "visitors[year] = parts.visitors[year]"
title = { zh = "等于各馆之和", en = "The sum of the branches" }
why = { zh = "汇总", en = "It rolls up" }
hint = { zh = "缺馆", en = "A branch is missing" }

[[form.rule]]
id = "share-of-visitors"
check = "share = share(year, visitors[year])"
rows = ["visitors.adults", "visitors.children"]
title = { zh = "占比", en = "Shares" }
why = { zh = "以读者为基数", en = "Of the visitors" }
hint = { zh = "算错", en = "Worked out wrongly" }

[[form.rule]]
id = "daily"
check = "daily[year] <= (visitors.adults[year] + visitors.children[year]) / 7"
title = { zh = "日均", en = "Daily" }
why = { zh = "七天", en = "Seven days" }
hint = { zh = "多算", en = "Too many" }
"#;

fn report(visitors: u32, adults: u32, children: u32) -> Input {
    report_of(2023, visitors, adults, children)
}

fn report_of(year: u32, visitors: u32, adults: u32, children: u32) -> Input {
    let text = format!(
        "项目,{year}年,占比\n接待读者,{visitors},\n其中:成人,{adults},75%\n少儿,{children},25%\n每开放周日均读者,57,\n"
    );
    Input::text("report.csv", &text)
}

fn checker() -> Checker {
    let mut catalogue = Catalogue::builtin();
    catalogue.add_text("my.toml", LIBRARY).unwrap();
    Checker::new(catalogue)
}

fn failed(checker: &Checker, input: Input) -> Vec<String> {
    let outcome = checker.check(&[input], None);
    assert_eq!(outcome.problems, []);
    outcome.failed().map(Check::id).collect()
}

#[test]
fn a_form_of_ones_own_is_recognised_and_checked() {
    assert_eq!(failed(&checker(), report(400, 300, 100)), Vec::<String>::new());
    assert_eq!(failed(&checker(), report(401, 300, 100)), ["my/visits:by-age[year]"]);
    assert_eq!(
        failed(&checker(), report(396, 296, 100)),
        ["my/visits:daily"],
        "57 a day are 399 a week; 296 of 396 are 74.7 %, which rounds to 75"
    );
}

#[test]
fn other_reports_are_reached_when_they_are_given() {
    let with_previous = checker().previous(&[report_of(2022, 500, 375, 125)]);
    assert_eq!(failed(&with_previous, report(400, 300, 100)), ["my/visits:grows"]);
    let parts = [report(200, 150, 50), report(100, 75, 25)];
    let outcome = checker().parts(&parts).check(&[report(400, 300, 100)], None);
    let whole = outcome.failed().next().unwrap();
    assert_eq!((whole.id().as_str(), whole.kind), ("my/visits:whole", Kind::RollUp));
    let sides = whole.sides.as_ref().unwrap();
    assert_eq!((sides.relation, sides.right_terms.as_str()), ("=", "200 + 100"));
}

/// The message for the form file with one piece of text replaced.
fn mistake(from: &str, to: &str) -> String {
    assert_eq!(LIBRARY.matches(from).count(), 1, "{from}");
    let error = Catalogue::builtin().add_text("my.toml", &LIBRARY.replace(from, to)).unwrap_err();
    let chinese = error.message(Lang::Zh);
    assert!(chinese.contains(|character: char| character >= '\u{4e00}'), "{chinese}");
    error.to_string()
}

#[test]
fn mistakes_are_told_with_file_line_and_column() {
    assert_eq!(
        mistake("visitors = sum(children)", "visitor = sum(children)"),
        "my.toml:23:10: found unknown row `visitor`, expected a row of my/visits (did you mean `visitors`?)"
    );
    assert_eq!(
        mistake("visitors = sum(children)", "visitors = = 3"),
        "my.toml:23:21: found `=`, expected a name, a number or `(`"
    );
    assert_eq!(
        mistake("visitors = sum(children)", "visitors <= <= 3"),
        "my.toml:23:22: found `<=`, expected a name, a number or `(`"
    );
    assert_eq!(
        mistake("visitors = sum(children)", "visitors = year"),
        "my.toml:23:21: found unknown row `year`, expected a row of my/visits"
    );
    assert_eq!(
        mistake("visitors[year] >= prev.visitors[year]", "visitors[year] >= visitors.adults[share]"),
        "my.toml:31:10: found a count beside a share, expected figures of one kind"
    );
    assert_eq!(mistake("/ 7\"", "/ daily[year]\""), "my.toml:53:77: found a figure, expected a constant to divide by");
    assert_eq!(
        mistake("panel = \"year\"", "panel = \"yaer\""),
        "my.toml:9:9: unknown column `yaer`; did you mean `year`?"
    );
    assert!(
        mistake("id = \"visits\"", "id = \"visits\"\ncolour = 3").starts_with("my.toml:8:1: unknown field `colour`")
    );
    assert!(mistake("[[form]]", "[[form]").starts_with("my.toml:6:"));
    assert_eq!(
        mistake("visitors = sum(children)", "visitors = sum(visitors, daily)"),
        "my.toml:23:21: found several arguments, expected one, as in sum(children)"
    );
    assert_eq!(mistake("id = \"whole\"", "id = \"grows\""), "my.toml:37:6: rule `grows` is defined twice");
}

#[test]
fn a_figure_stands_in_a_comparison_once() {
    assert_eq!(
        mistake("visitors = sum(children)", "visitors + daily <= sum(visitors) + 2 * daily"),
        "my.toml:23:10: found `daily[year]` twice, expected each figure once (what stands on both sides cancels out)"
    );
    // A name alone and a name with its column may mean the same cell.
    assert!(mistake("visitors = sum(children)", "daily <= daily[year]").contains("`daily[year]` twice"));
    assert!(mistake("visitors = sum(children)", "daily <= visits:daily[year]").contains("twice"));
    assert!(
        mistake("visitors = sum(children)", "daily <= visitors + visitors[year]").contains("`visitors[year]` twice")
    );
    // On one side it is one figure with a factor, and a part may stand in its own whole.
    for (from, to) in [
        ("visitors = sum(children)", "visitors + visitors >= sum(visitors)"),
        ("share(year, visitors[year])", "share(year, year + visitors[year])"),
        ("visitors[year] >= prev.visitors[year]", "visitors[year] <= 2 * prev.visitors[year]"),
    ] {
        Catalogue::builtin().add_text("my.toml", &LIBRARY.replace(from, to)).unwrap();
    }
}

#[test]
fn a_form_that_exists_is_not_replaced() {
    let mut catalogue = Catalogue::builtin();
    catalogue.add_text("my.toml", LIBRARY).unwrap();
    let error = catalogue.add_text("again.toml", LIBRARY).unwrap_err().to_string();
    assert_eq!(error, "again.toml:1:1: form `my/visits` exists already");
}

#[test]
fn rows_that_one_file_adds_to_an_open_form_belong_to_its_sums() {
    let form = r#"
family = "open"
title = { zh = "分馆", en = "Branches" }
basis = { zh = "统计办法", en = "Statistics" }

[[form]]
id = "branches"
title = { zh = "分馆读者", en = "Readers by branch" }
open = true
panel = "year"
columns = [{ id = "year", label = "{year}年", en = "this year" }]
rows = [
  { id = "north", label = "城北分馆", en = "north" },
  { id = "south", label = "城南分馆", en = "south" },
  { id = "east", label = "城东分馆", en = "east" },
  { id = "lake", label = "湖滨分馆", en = "by the lake" },
]

[[form.rule]]
id = "all"
check = "sum(all) = 400"
each = "column"
title = { zh = "合计", en = "All" }
why = { zh = "合计", en = "All" }
hint = { zh = "合计", en = "All" }

[[form.rule]]
id = "south"
check = "south <= 100"
title = { zh = "城南", en = "South" }
why = { zh = "城南", en = "South" }
hint = { zh = "城南", en = "South" }
"#;
    let mut catalogue = Catalogue::builtin();
    catalogue.add_text("open.toml", form).unwrap();
    let checker = Checker::new(catalogue);
    let of = |west: u32| format!("项目,2023年\n城北分馆,90\n城南分馆,100\n城东分馆,60\n湖滨分馆,50\n城西分馆,{west}\n");
    assert_eq!(failed(&checker, Input::text("report.csv", &of(100))), Vec::<String>::new());
    assert_eq!(failed(&checker, Input::text("report.csv", &of(101))), ["open/branches:all"]);
}
