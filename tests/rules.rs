//! The language of rules: what may be said, what it means for the figures, and how mistakes are told.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write;

use disclose_check::finding::Status;
use disclose_check::forms::Catalogue;
use disclose_check::{Checker, Input};

const FORMS: &str = r#"
family = "my"
title = { zh = "馆务", en = "Libraries" }
basis = { zh = "馆务统计办法", en = "Library statistics" }

[[form]]
id = "visits"
title = { zh = "接待情况", en = "Visits" }
panel = "year"
columns = [
  { id = "year", label = "{year}年", en = "this year", unit = "count" },
  { id = "all_years", label = "历年累计", en = "all years", unit = "count" },
  { id = "open", label = "开放日", en = "on open days", unit = "count" },
  { id = "share", label = "占比", en = "share", unit = "share", optional = true },
]
rows = [
  { id = "visitors", label = "接待读者", en = "visitors" },
  { id = "visitors.adults", label = "成人", en = "adults" },
  { id = "visitors.children", label = "少儿", en = "children", cells = ["year", "all_years", "open"] },
  { id = "open", label = "开放天数", en = "days open", cells = ["year", "all_years", "open"] },
]
groups = { ages = ["visitors.adults", "visitors.children"] }

[[form.rule]]
id = "one"
CHECK
title = { zh = "规则", en = "The rule" }
why = { zh = "原因", en = "Why" }
hint = { zh = "提示", en = "Hint" }

[[form]]
id = "loans"
title = { zh = "外借情况", en = "Loans" }
panel = "year"
columns = [
  { id = "year", label = "{year}年", en = "this year", unit = "count" },
  { id = "share", label = "外借占比", en = "share of loans", unit = "share", optional = true },
]
rows = [
  { id = "loans", label = "外借总数", en = "loans" },
  { id = "loans.books", label = "外借图书", en = "books" },
]
"#;

fn catalogue(rule: &str, beside: &str) -> Result<Catalogue, String> {
    let mut catalogue = Catalogue::builtin();
    let text = FORMS.replace("CHECK", &format!("check = \"{rule}\"\n{beside}"));
    catalogue.add_text("my.toml", &text).map_err(|error| error.to_string())?;
    Ok(catalogue)
}

/// The mistake of a rule, with the character of the rule at which it is, from 1.
fn mistake(rule: &str) -> String {
    let error = catalogue(rule, "").err().unwrap_or_else(|| panic!("{rule} is taken"));
    let [_, line, column, message] = error.splitn(4, ':').collect::<Vec<_>>()[..] else { panic!("{error}") };
    assert_eq!(line, "26", "{error}");
    format!("{}:{message}", column.parse::<usize>().unwrap() - "check = \"".len())
}

#[test]
fn mistakes_of_a_rule_are_told_where_they_are() {
    for (rule, expected) in [
        ("", "1: found the end of the rule, expected a name, a number or `(`"),
        ("visitors", "9: found the end of the rule, expected one of = <= >= < >"),
        ("visitors ? 3", "10: found `?`, expected a name, a number, or one of + - * / ( ) [ ] = <= >= < >"),
        ("visitors = 1.2.3", "12: found `1.2.3`, expected a number such as 100 or 0.5"),
        ("visitors = (3", "14: found the end of the rule, expected `)`"),
        ("visitors = sum(ages, open", "26: found the end of the rule, expected `,` or `)`"),
        ("visitors[year = 3", "15: found `=`, expected `]`"),
        ("visitors[3] = 3", "10: found `3`, expected a column in the brackets"),
        ("loans: = visitors", "8: found `=`, expected the row after `form:`"),
        (
            "open = open",
            "1: found names that are both rows and columns, expected `each = \"row\"` or `each = \"column\"` beside the rule",
        ),
        ("visitxyzw = 3", "1: found unknown row `visitxyzw`, expected a row of my/visits (did you mean `visitors`?)"),
        ("visit = 3", "1: found unknown row `visit`, expected a row of my/visits"),
        (
            "visitor = sum(ages)",
            "1: found unknown row `visitor`, expected a row of my/visits (did you mean `visitors`?)",
        ),
        (
            "visitors[yeer] = 3",
            "10: found unknown column `yeer`, expected a column of my/visits (did you mean `year`?)",
        ),
        (
            "visitors[year] = loan:loans[year]",
            "18: found unknown form `loan`, expected a form of the family my (did you mean `loans`?)",
        ),
        (
            "visitors[year] = loans:loan[year]",
            "18: found unknown row `loan`, expected a row of my/loans (did you mean `loans`?)",
        ),
        ("visitors[year] = loans:loans[jahr]", "30: found unknown column `jahr`, expected a column of my/loans"),
        (
            "visitors[year] = loans:loans",
            "18: found another form's row without a column, expected a cell such as `annex:disclosed[year]`",
        ),
        ("ages = visitors", "1: found unknown row `ages`, expected a row of my/visits"),
        (
            "visitors = sum(open)",
            "16: found `open`, which has no parts, expected a row or column with parts, or a group",
        ),
        ("visitors = sum(3)", "16: found an expression, expected `children`, a row with parts, or a group"),
        (
            "visitors = sum(visitors.adults, visitors.children)",
            "12: found several arguments, expected one, as in sum(children)",
        ),
        ("visitors + 3 = sum(children)", "1: found an expression, expected one row or column beside `children`"),
        ("each(ages) >= each(ages)", "20: found a second `each`, expected at most one"),
        (
            "visitors[share] = 3 + share(visitors[year], visitors[all_years])",
            "23: found `share` inside a sum, expected it alone on one side of `=`",
        ),
        (
            "visitors[share] >= share(visitors[year], visitors[all_years])",
            "20: found `>=`, expected `=` beside a share or a rate",
        ),
        ("visitors[share] = share(visitors[year])", "19: found 1 arguments, expected two, as in share(part, whole)"),
        (
            "visitors[share] + 1 = share(visitors[year], visitors[all_years])",
            "1: found an expression, expected the one figure that prints the share or rate",
        ),
        (
            "visitors[year] = share(visitors[open], visitors[all_years])",
            "1: found a count that is to be a share or rate, expected a figure with unit share or rate",
        ),
        ("visitors[year] = product(visitors[open], 3)", "18: found `product(`, expected sum, each, share or rate"),
        ("visitors[year] = visitors[open] / open[year]", "35: found a figure, expected a constant to divide by"),
        ("visitors[year] = visitors[open] / 0", "35: found zero or less, expected a constant above zero"),
        ("visitors[year] = visitors[open] / (2 - 5)", "36: found zero or less, expected a constant above zero"),
        (
            "visitors[year] = visitors[open] * open[year]",
            "18: found two figures multiplied, expected a figure times a constant",
        ),
        (
            "visitors[year] = 1000000000000000000000000000000000000000",
            "18: found `1000000000000000000000000000000000000000`, expected a number such as 100 or 0.5",
        ),
        (
            "visitors[year] = 99999999999999999999999999999999999999 * 99999999999999999999999999999999999999",
            "59: found a constant too large, expected at most 38 digits",
        ),
        ("visitors[year] = visitors[share]", "1: found a count beside a share, expected figures of one kind"),
        ("visitors[year] = loans:loans[share]", "1: found a count beside a share, expected figures of one kind"),
        (
            "loans:loans[year] = visitors[year] + 2 * loans:loans[year]",
            "1: found `loans[year]` twice, expected each figure once (what stands on both sides cancels out)",
        ),
        (
            "visitors = visitors.adults + visitors[open]",
            "1: found a share beside a count, expected figures of one kind",
        ),
    ] {
        assert_eq!(mistake(rule), expected, "{rule}");
    }
}

/// Whether the rule holds for a year's figures, a line for each row.
fn holds(rule: &str, beside: &str, figures: [[u32; 3]; 4], before: Option<[[u32; 3]; 4]>) -> bool {
    let report = |year: u32, [all, adults, children, open]: [[u32; 3]; 4]| {
        let mut text = format!("项目,{year}年,历年累计,开放日,占比\n");
        for (label, [own, all, open], share) in
            [("接待读者", all, ""), ("成人", adults, "75.0%"), ("少儿", children, ""), ("开放天数", open, "")]
        {
            writeln!(text, "{label},{own},{all},{open},{share}").unwrap();
        }
        Input::text("report.csv", &text)
    };
    let checker = Checker::new(catalogue(rule, beside).unwrap_or_else(|error| panic!("{rule}: {error}")));
    let previous: Vec<Input> = before.map(|figures| report(2022, figures)).into_iter().collect();
    let outcome = checker.previous(&previous).check(&[report(2023, figures)], None);
    let checks = &outcome.reports[0].checks;
    assert!(checks.iter().all(|check| matches!(check.status, Status::Pass | Status::Fail(_))), "{rule}");
    assert!(!checks.is_empty(), "{rule}");
    outcome.failed().next().is_none()
}

const FIGURES: [[u32; 3]; 4] = [[400, 900, 300], [300, 600, 220], [100, 300, 80], [200, 500, 200]];

/// The figures with one of them, by row and column, more by one.
fn one_more(row: usize, column: usize) -> [[u32; 3]; 4] {
    let mut figures = FIGURES;
    figures[row][column] += 1;
    figures
}

#[test]
fn rules_mean_what_they_say() {
    let year = "columns = [\"year\"]";
    for (rule, beside, row, column) in [
        ("visitors = sum(children)", "", 0, 1),
        ("visitors[year] = sum(visitors)", year, 1, 0),
        ("all_years <= visitors[all_years] - 300", "rows = [\"visitors.adults\"]", 1, 1),
        ("visitors = sum(ages)", "columns = [\"year\", \"all_years\", \"open\"]", 2, 2),
        ("visitors[year] = 0.5 * visitors.adults[all_years] + visitors.adults[year] - open[open]", "", 3, 2),
        ("visitors[year] = open[open] * 2", "", 0, 0),
        ("visitors[year] = 2.5 * open[open] - 100", "", 0, 0),
        ("visitors[open] = -(100 - visitors[year])", "", 0, 2),
        ("visitors[open] = (visitors[all_years] + 0) / 3", "", 0, 2),
        ("visitors.children = visitors[year] - visitors.adults[year]", year, 2, 0),
        ("visitors >= each(ages) + 0100", year, 1, 0),
        ("open <= all_years - 220", "each = \"row\"\nrows = [\"visitors.children\", \"open\"]", 2, 2),
        ("visitors.children[all_years] - 220 >= visitors.children", "each = \"column\"\ncolumns = [\"open\"]", 2, 2),
        (
            "visitors.adults[share] = share(year + all_years, visitors[all_years] + visitors[open])",
            "rows = [\"visitors.adults\"]",
            1,
            1,
        ),
    ] {
        assert!(holds(rule, beside, FIGURES, None), "{rule}");
        assert!(!holds(rule, beside, one_more(row, column), None), "{rule}");
    }
}

#[test]
fn a_sum_may_be_of_the_report_before() {
    let rule = "visitors[year] = sum(prev.visitors)";
    assert!(holds(rule, "columns = [\"year\"]", one_more(1, 0), Some(FIGURES)));
    assert!(!holds(rule, "columns = [\"year\"]", FIGURES, Some(one_more(1, 0))));
}
