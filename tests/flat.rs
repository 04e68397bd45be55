//! Tables in plain text whose cells became lines of their own: read back whole, or told.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use disclose_check::check::{Context, check};
use disclose_check::document::{Document, Paragraph, Place};
use disclose_check::finding::Status;
use disclose_check::forms::{Catalogue, Families};
use disclose_check::limits::Limits;
use disclose_check::message::Lang;
use disclose_check::read;
use disclose_check::recognise::{Recognised, Recogniser};
use disclose_check::report::Stated;
use proptest::prelude::*;

const ANNEX: &str = include_str!("../fixtures/flat/jianning-2018.txt");
const PAGES: &str = include_str!("../fixtures/flat/hangzhou-2025.txt");
const JIANNING: &str = include_str!("../fixtures/jianning-2018.csv");
const HANGZHOU: &str = include_str!("../fixtures/hangzhou-2025.csv");
const STATISTICS: &str = include_str!("../fixtures/statistics-2017.csv");
const COUNTY: &str = include_str!("../fixtures/county-2020.csv");

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| {
    let catalogue = Catalogue::builtin();
    Recogniser::new(catalogue.forms_of(Families::ALL).unwrap())
});

/// A text as a document of its lines.
fn document(text: &str) -> Document {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let body = line.trim_end_matches('\n');
        let place = Place {
            line: number + 1,
            column: 1,
            row: number + 1,
            span: start..start + body.len(),
            within: disclose_check::document::Within::Text,
        };
        if !body.trim().is_empty() {
            paragraphs.push(Paragraph { text: body.into(), place });
        }
        start += line.len();
    }
    Document {
        source: "report.txt".into(),
        text: text.into(),
        encoding: "UTF-8",
        tables: Vec::new(),
        paragraphs,
        properties: None,
    }
}

fn recognise(lines: &[String]) -> Recognised {
    RECOGNISER.recognise(&document(&lines.join("\n")))
}

/// Every cell of a table on a line of its own; blank cells leave nothing.
fn flattened(csv: &str) -> Vec<String> {
    let document = read::read_bytes("table.csv", csv.as_bytes(), &Limits::DEFAULT).unwrap();
    let rows = document.tables.iter().flat_map(|table| &table.rows);
    rows.flat_map(|row| row.filled().map(|(_, cell)| cell.text.trim().to_owned()).collect::<Vec<_>>()).collect()
}

type Figures = BTreeMap<String, String>;

/// Every figure of a document, by form, row and column.
fn figures(recognised: &Recognised) -> Figures {
    let tables = recognised.reports.iter().flat_map(|report| &report.tables);
    let named = tables.flat_map(|table| {
        let form = table.form();
        let name =
            |row: usize, column: usize| format!("{}:{}[{}]", form.id, form.rows[row].id, form.columns[column].id);
        table.figures().map(move |(row, column, figure)| (name(row, column), figure)).collect::<Vec<_>>()
    });
    named.filter_map(|(name, figure)| Some((name, figure.number()?.value().to_string()))).collect()
}

fn of_csv(csv: &str) -> Figures {
    figures(&RECOGNISER.recognise(&read::read_bytes("table.csv", csv.as_bytes(), &Limits::DEFAULT).unwrap()))
}

/// Whether something was told about a document.
fn told(recognised: &Recognised) -> bool {
    let texts = recognised.reports.iter().map(|report| report.unrecognised.len() + report.read_as.len()).sum::<usize>();
    texts > 0 || !recognised.problems.is_empty()
}

fn problems(recognised: &Recognised) -> Vec<String> {
    let line = |place: &Option<Place>| place.as_ref().map_or(0, |place| place.line);
    recognised
        .problems
        .iter()
        .map(|problem| format!("{}: {}", line(&problem.place), problem.message(Lang::En)))
        .collect()
}

#[test]
fn tables_of_one_cell_a_line_are_read_back() {
    for csv in [JIANNING, HANGZHOU, STATISTICS] {
        let recognised = recognise(&flattened(csv));
        assert_eq!(problems(&recognised), Vec::<String>::new());
        assert!(!told(&recognised), "{:?}", recognised.reports[0].unrecognised);
        assert_eq!(figures(&recognised), of_csv(csv));
    }
}

#[test]
fn the_annex_of_a_report_in_plain_text_is_read_whole() {
    let recognised = RECOGNISER.recognise(&document(ANNEX));
    assert!(!told(&recognised), "{:?}", problems(&recognised));
    let [report] = recognised.reports.as_slice() else { panic!("{} reports", recognised.reports.len()) };
    assert_eq!((report.entity.as_deref(), report.period.as_deref()), (Some("建宁县"), Some("2018")));

    let annex = |figures: Figures| -> Figures {
        figures.into_iter().filter(|(name, _)| name.starts_with("cn-fujian/annex:")).collect()
    };
    assert_eq!(figures(&recognised).len(), 30);
    assert_eq!(figures(&recognised), annex(of_csv(JIANNING)));
    let (checks, _) = check(report, &Context::default());
    assert!(checks.iter().all(|check| check.status == Status::Pass), "{checks:?}");
    assert_eq!(checks.iter().filter(|check| check.rule.id.starts_with("cn-fujian/annex:")).count(), 25);

    let (_, _, figure) = report.tables[0].figures().last().unwrap();
    let line = ANNEX.lines().nth(figure.place().line - 1).unwrap();
    assert_eq!((line, &ANNEX[figure.place().span.clone()]), ("0", "0"));

    let stated = |stated: &Option<Stated>| stated.as_ref().map(|one| (one.value.clone(), one.place.line)).unwrap();
    let header = &report.header;
    assert_eq!(stated(&header.title).1, 1);
    assert_eq!(stated(&header.published), ("2019-01-10".to_owned(), 3));
    assert_eq!(stated(&header.issuer), ("建宁县行政服务中心管委会".to_owned(), 3));
    assert_eq!(stated(&header.covers), ("2018-01-01/2018-12-31".to_owned(), 5));

    let facts: Vec<&str> = report.prose.facts.iter().map(|fact| &*fact.text).collect();
    println!("{facts:?}");
}

#[test]
fn tables_over_two_pages_are_read_whole() {
    let recognised = RECOGNISER.recognise(&document(PAGES));
    assert!(!told(&recognised), "{:?} {:?}", problems(&recognised), recognised.reports[0].unrecognised);
    let mut expected = of_csv(HANGZHOU);
    expected.retain(|name, _| !name.starts_with("cn-2021/active:"));
    assert_eq!(expected.len(), 25 * 7 + 15);
    assert_eq!(figures(&recognised), expected);
}

/// A row as one line, its cells parted by a space.
fn in_lines(csv: &str) -> Vec<String> {
    let document = read::read_bytes("table.csv", csv.as_bytes(), &Limits::DEFAULT).unwrap();
    let rows = document.tables.iter().flat_map(|table| &table.rows);
    rows.map(|row| row.filled().map(|(_, cell)| cell.text.trim()).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn rows_of_one_line_are_read_alike() {
    for csv in [JIANNING, HANGZHOU, STATISTICS] {
        let recognised = recognise(&in_lines(csv));
        assert_eq!(problems(&recognised), Vec::<String>::new());
        assert!(!told(&recognised), "{:?}", recognised.reports[0].unrecognised);
        assert_eq!(figures(&recognised), of_csv(csv));
    }
}

#[test]
fn a_wrapped_label_is_put_together() {
    // Around its figures, as in a cell that is higher than the others.
    let around = |lines: Vec<String>| -> Vec<String> {
        let wrap = |line: String| {
            let Some((label, figures)) = line.split_once(' ').filter(|(label, _)| label.chars().count() > 12) else {
                return vec![line];
            };
            let at = label.char_indices().nth(label.chars().count() * 2 / 3).unwrap().0;
            vec![format!("{} {figures}", &label[..at]), label[at..].to_owned()]
        };
        lines.into_iter().flat_map(wrap).collect()
    };
    // Before its figures, in up to three lines.
    let before = |lines: Vec<String>| -> Vec<String> {
        let wrap = |line: String| {
            let chars: Vec<char> = line.chars().collect();
            let figure = chars.iter().all(char::is_ascii_digit);
            let width = if figure { chars.len() } else { chars.len().div_ceil(3).max(7) };
            chars.chunks(width).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>()
        };
        lines.into_iter().flat_map(wrap).collect()
    };
    for csv in [JIANNING, HANGZHOU, STATISTICS] {
        for lines in [around(in_lines(csv)), before(flattened(csv))] {
            let recognised = recognise(&lines);
            assert_eq!(problems(&recognised), Vec::<String>::new(), "{lines:#?}");
            assert_eq!(figures(&recognised), of_csv(csv), "{lines:#?}");
        }
    }
}

/// The figures of a small annex, and what is told of it.
fn annex(text: &str) -> (Vec<String>, Vec<String>) {
    let recognised = RECOGNISER.recognise(&document(text));
    let unread = recognised.reports.iter().flat_map(|report| &report.unrecognised);
    let told =
        problems(&recognised).into_iter().chain(unread.map(|text| format!("{}: {}", text.place.line, text.text)));
    let short = |name: String| name.rsplit(':').next().unwrap().to_owned();
    (figures(&recognised).into_iter().map(|(name, value)| format!("{} {value}", short(name))).collect(), told.collect())
}

#[test]
fn what_does_not_fit_is_told() {
    let (read, told) =
        annex("指标名称\n2018年\n历年累计\n当面申请数\n41\n204\n网上申请数\n69\n信函、传真申请数\n0\n33\n");
    assert_eq!(read.len(), 4);
    assert_eq!(told, ["7: `网上申请数` is followed by 1 figures, expected 2; the row was not read"]);

    let (read, told) = annex("指标名称\n2018年\n当面申请数\n41\n204\n网上申请数\n0\n69\n");
    assert_eq!(read.len(), 4);
    let said = "the heading is not whole; the columns were read in the order of the form: 本年、历年累计";
    assert_eq!(told, [format!("1: {said}")]);

    let (read, told) = annex("指标名称\n2018年\n历年累计\n当面申请数\n41\n204\n3\n网上申请数\n0\n69\n2\n");
    assert_eq!(read, Vec::<String>::new());
    let said = "the heading names 2 columns, but most rows have 3 figures, or the order of the columns is not clear; \
                the table was not read";
    assert_eq!(told, [format!("1: {said}")]);
}

#[test]
fn a_space_among_digits_is_read_in_one_way_or_told() {
    let heading = "指标名称\n2018年\n历年累计\n";
    let grouped = format!("{heading}主动公开文件数\n2 238\n22 978\n当面申请数\n41\n204\n");
    let (read, told) = annex(&grouped);
    assert_eq!((told, read.len()), (Vec::new(), 4));
    assert!(read.contains(&"disclosed[cumulative] 22978".to_owned()), "{read:?}");

    let parted = format!("{heading}当面申请数 41 204\n网上申请数 10 690\n");
    let (read, told) = annex(&parted);
    assert_eq!((told, read.len()), (Vec::new(), 4));
    assert!(read.contains(&"received.online[cumulative] 690".to_owned()), "{read:?}");

    let (read, told) = annex(&format!("{grouped}网上申请数\n10 690\n"));
    assert_eq!((read.len(), told.len()), (2, 2), "{read:?} {told:?}");
    assert!(told.iter().all(|one| one.contains("spaces group digits")), "{told:?}");
}

#[test]
fn the_order_of_columns_is_never_guessed() {
    let swapped = "指标名称\n历年累计\n2018年\n当面申请数\n204\n41\n网上申请数\n69\n0\n";
    let (read, told) = annex(swapped);
    assert_eq!(told, Vec::<String>::new());
    assert!(read.contains(&"received.in_person[year] 41".to_owned()), "{read:?}");

    // Without the merged cell above five of them, the total may be the second column or the last.
    let mut lines = flattened(HANGZHOU);
    lines.retain(|line| line != "法人或其他组织");
    let recognised = recognise(&lines);
    assert!(figures(&recognised).keys().all(|name| !name.starts_with("cn-2021/applications:")));
    assert!(told_of(&recognised, "7 columns"), "{:?}", problems(&recognised));
}

fn told_of(recognised: &Recognised, text: &str) -> bool {
    problems(recognised).iter().any(|problem| problem.contains(text))
}

#[test]
fn prose_is_no_table() {
    let text = "建宁县2018年政府信息公开工作年度报告\n一、概述\n行政复议\n本年没有行政复议。\n行政许可\n\
                全年办理行政许可41件。\n当面申请数\n3\n联系电话：0598-3966773\n2019\n";
    let document = document(text);
    let recognised = RECOGNISER.recognise(&document);
    assert_eq!(figures(&recognised), Figures::new());
}

fn report() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![JIANNING, HANGZHOU, STATISTICS])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_line_more_or_less_is_told_or_changes_nothing(
        csv in report(),
        at in any::<prop::sample::Index>(),
        stray in prop::sample::select(vec!["", "17", "其他", "总计", "说明文字", "数量", "件", "2018年", "行政复议"]),
        copied in any::<Option<prop::sample::Index>>(),
    ) {
        let whole = flattened(csv);
        let mut lines = whole.clone();
        let at = at.index(whole.len());
        match copied.map(|copied| copied.get(&whole).as_str()).or(Some(stray)).filter(|line| !line.is_empty()) {
            Some(line) => lines.insert(at, line.to_owned()),
            None => { lines.remove(at); }
        }
        let recognised = recognise(&lines);
        let (mut found, expected) = (figures(&recognised), of_csv(csv));
        // These rows may have a share or not, so that a further one is no stray figure.
        for row in ["made", "governments", "departments"] {
            found.remove(&format!("cn-fujian/totals:{row}[share]"));
        }
        prop_assert!(told(&recognised) || found == expected, "{:#?}\n{:?}", lines, difference(&found, &expected));
    }

    #[test]
    fn any_lines_at_all_are_taken(
        lines in prop::collection::vec(prop::sample::select(flattened(HANGZHOU)), 0..60),
        spaces in any::<bool>(),
    ) {
        let text = lines.join(if spaces { " " } else { "\n" });
        let recognised = RECOGNISER.recognise(&document(&text));
        prop_assert!(recognised.reports.iter().flat_map(|report| &report.tables).all(|table| !table.form().rows.is_empty()));
    }
}

/// Figures that differ.
fn difference<'a>(found: &'a Figures, expected: &'a Figures) -> Vec<(&'a String, Option<&'a String>)> {
    let names = found.keys().chain(expected.keys());
    names.filter(|name| found.get(*name) != expected.get(*name)).map(|name| (name, found.get(name))).collect()
}

#[test]
fn of_rows_whose_blank_cells_left_nothing_the_certain_figures_are_read() {
    let recognised = recognise(&flattened(COUNTY));
    let mut totals = of_csv(COUNTY);
    totals.retain(|name, value| name.ends_with("[total]") && value != "0");
    assert_eq!(figures(&recognised), totals);
    let told = problems(&recognised);
    assert_eq!(told.len(), totals.len(), "{told:?}");
    assert!(told[0].contains("33、4、1 may stand in several columns"), "{told:?}");
}

#[test]
fn a_wrong_figure_among_the_certain_ones_is_found() {
    let lines: Vec<String> = flattened(&COUNTY.replace("17,3,,,1,,21", "17,3,,,2,,22"));
    let recognised = recognise(&lines);
    let (checks, _) = check(&recognised.reports[0], &Context::default());
    let failed: Vec<String> =
        checks.iter().filter(|one| one.failed().is_some()).map(disclose_check::finding::Check::id).collect();
    assert_eq!(failed, ["cn-2019/applications:results-total[total]"]);
}

#[test]
fn a_row_that_keeps_to_no_sum_is_told() {
    let recognised = recognise(&flattened(&COUNTY.replace("17,3,,,1,,21", "17,3,,,1,,22")));
    assert!(!figures(&recognised).contains_key("cn-2019/applications:granted[total]"));
    let told = problems(&recognised);
    assert!(told.iter().any(|one| one.contains("（一）予以公开")), "{told:?}");
}

#[test]
fn a_long_label_may_leave_no_space_before_its_figures() {
    let text = "　　　　　　　　自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计\n\
                （一）予以公开  5       4         0         0             0             4     13\n\
                （二）部分公开（区分处理的，只计这一情形，不计其他情形）25 0 0 4 0 0 29\n\
                （七）总计      30      4         0         4             0             4     42\n";
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let recognised = recognise(&lines);
    assert_eq!(problems(&recognised), Vec::<String>::new());
    let found = figures(&recognised);
    assert_eq!(found.len(), 21, "{found:?}");
    assert_eq!(found["cn-2021/applications:partial[natural]"], "25");
}

#[test]
fn signs_for_none_are_figures_of_their_row() {
    let text = "信息内容        本年制发件数  本年废止件数  现行有效件数\n\
                规章            /             /             23\n\
                行政规范性文件  5             —             154\n";
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let recognised = recognise(&lines);
    assert_eq!(problems(&recognised), Vec::<String>::new());
    assert_eq!(figures(&recognised).len(), 3);
    assert_eq!(recognised.reports[0].tables[0].figures().count(), 6);
}

#[test]
fn a_row_of_blank_fields_is_a_row() {
    let text = "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n\
                （一）予以公开\t5\t4\t\t\t\t4\t13\n\
                2.重复申请\t\t\t\t\t\t\t\n\
                （七）总计\t30\t4\t\t\t\t4\t38\n";
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let recognised = recognise(&lines);
    assert_eq!(problems(&recognised), Vec::<String>::new());
    assert_eq!(recognised.reports[0].tables[0].figures().count(), 21);
}
