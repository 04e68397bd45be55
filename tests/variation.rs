//! How a report is laid out and written does not change what is found in it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use disclose_check::forms::Catalogue;
use disclose_check::{Checker, Input};
use proptest::prelude::*;

const CLEAN: &str = include_str!("../fixtures/jianning-2018.csv");
const DEFECT: &str = include_str!("../fixtures/defects/mail-32.csv");
const MATRIX: &str = include_str!("../fixtures/hangzhou-2025.csv");
const MATRIX_DEFECT: &str = include_str!("../fixtures/defects/matrix-5354.csv");
const PROSE: [&str; 4] = [
    "本报告由县政府办公室编制。",
    "咨询电话：0598-3982000；邮编：354500。",
    "全年共召开工作会议3次，比上年增加1次。",
    "下面列出各项指标的完成情况：",
];

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Catalogue::builtin()));

/// Every check of a text and what came of it, in the order of their names.
fn verdicts(text: &str) -> Vec<String> {
    let outcome = CHECKER.check(&[Input::text("report.csv", text)], Some(1));
    assert_eq!(outcome.problems, [], "{text}");
    let checks = outcome.reports.iter().flat_map(|report| &report.checks);
    let mut found: Vec<String> =
        checks.map(|check| format!("{} {:?} {:?}", check.id(), check.status, check.severity)).collect();
    found.sort();
    found
}

#[derive(Debug, Clone, Copy)]
enum Separator {
    None,
    Comma,
    WideComma,
    Space,
}

#[derive(Debug, Clone, Copy)]
enum Numbering {
    AsPrinted,
    Bare,
    Ideographic,
    Parentheses,
    Circled,
}

/// A way to write the same report.
#[derive(Debug, Clone)]
struct Variation {
    blocks: Vec<usize>,
    rows: [Vec<usize>; 3],
    wide_digits: bool,
    separator: Separator,
    numbering: Numbering,
    prose: Vec<&'static str>,
}

fn variations() -> impl Strategy<Value = Variation> {
    let order = |length: usize| Just((0..length).collect::<Vec<usize>>()).prop_shuffle();
    let separator = [Separator::None, Separator::Comma, Separator::WideComma, Separator::Space];
    let numbering =
        [Numbering::AsPrinted, Numbering::Bare, Numbering::Ideographic, Numbering::Parentheses, Numbering::Circled];
    (
        order(3),
        [order(15), order(6), order(10)],
        any::<bool>(),
        prop::sample::select(separator.to_vec()),
        prop::sample::select(numbering.to_vec()),
        prop::sample::subsequence(PROSE.to_vec(), 0..=PROSE.len()),
    )
        .prop_map(|(blocks, rows, wide_digits, separator, numbering, prose)| Variation {
            blocks,
            rows,
            wide_digits,
            separator,
            numbering,
            prose,
        })
}

impl Variation {
    /// The report, written in this way.
    fn write(&self, report: &str) -> String {
        let (title, body) = report.split_once('\n').unwrap();
        let blocks: Vec<String> =
            body.trim_end().split("\n\n").zip(&self.rows).map(|(block, order)| self.block(block, order)).collect();
        assert_eq!(blocks.len(), 3);
        let mut text = vec![title.to_owned()];
        for (position, &block) in self.blocks.iter().enumerate() {
            text.push(blocks[block].clone());
            text.extend(self.prose.iter().skip(position).step_by(3).map(|&line| line.to_owned()));
        }
        text.join("\n\n") + "\n"
    }

    fn block(&self, block: &str, order: &[usize]) -> String {
        let lines: Vec<&str> = block.lines().collect();
        assert_eq!(lines.len(), order.len() + 1, "{block}");
        let rows = order.iter().map(|&row| self.row(lines[row + 1]));
        std::iter::once(lines[0].to_owned()).chain(rows).collect::<Vec<_>>().join("\n")
    }

    fn row(&self, line: &str) -> String {
        let (label, figures) = line.split_once(',').unwrap();
        let figures = figures.split(',').map(|field| self.figure(field));
        std::iter::once(self.label(label)).chain(figures).collect::<Vec<_>>().join(",")
    }

    fn label(&self, label: &str) -> String {
        let numbered = label.trim_start_matches("其中:");
        let Some((number, name)) = numbered.split_once('.') else { return label.to_owned() };
        let number: usize = number.parse().unwrap();
        let sign = |signs: &str| signs.chars().nth(number - 1).unwrap();
        match self.numbering {
            Numbering::AsPrinted => label.to_owned(),
            Numbering::Bare => name.to_owned(),
            Numbering::Ideographic => format!("{number}、{name}"),
            Numbering::Parentheses => format!("（{}）{name}", sign("一二三四")),
            Numbering::Circled => format!("其中：{}{name}", sign("①②③④")),
        }
    }

    fn figure(&self, field: &str) -> String {
        if !field.starts_with(|sign: char| sign.is_ascii_digit()) {
            return field.to_owned();
        }
        let mut figure = field.to_owned();
        if field.len() > 3 && field.bytes().all(|byte| byte.is_ascii_digit()) {
            let separator = match self.separator {
                Separator::None => "",
                Separator::Comma => ",",
                Separator::WideComma => "，",
                Separator::Space => " ",
            };
            figure.insert_str(field.len() - 3, separator);
        }
        if self.wide_digits {
            let widen = |sign: char| sign.to_digit(10).map_or(sign, |digit| char::from_u32(0xff10 + digit).unwrap());
            figure = figure.chars().map(widen).collect();
        }
        if figure.contains(',') { format!("\"{figure}\"") } else { figure }
    }
}

#[test]
fn the_report_as_it_is_gives_the_verdicts_to_compare_with() {
    let failed = |text: &str| verdicts(text).into_iter().filter(|one| one.contains("Fail")).collect::<Vec<_>>();
    assert_eq!(verdicts(CLEAN).len(), 43);
    assert!(verdicts(CLEAN).iter().all(|one| one.contains("Pass")));
    assert_eq!(failed(DEFECT), ["cn-fujian/annex:received-by-channel[cumulative] Fail(Disagree) Error"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_numbering_digits_and_prose_change_no_verdict(variation in variations()) {
        for report in [CLEAN, DEFECT] {
            let text = variation.write(report);
            prop_assert_eq!(verdicts(&text), verdicts(report), "{}", text);
        }
    }

    #[test]
    fn the_order_of_applicants_and_tables_changes_no_verdict(
        columns in Just(vec![4, 5, 6, 7, 8]).prop_shuffle(),
        blocks in Just(vec![0, 1, 2]).prop_shuffle(),
    ) {
        for report in [MATRIX, MATRIX_DEFECT] {
            let text = reordered(report, &columns, &blocks);
            prop_assert_eq!(verdicts(&text), verdicts(report), "{}", text);
        }
    }
}

/// The report with its tables and the organisations of its matrix in another order.
fn reordered(report: &str, columns: &[usize], blocks: &[usize]) -> String {
    let (title, body) = report.split_once('\n').unwrap();
    let parts: Vec<String> = body.trim_end().split("\n\n").map(|block| with_columns(block, columns)).collect();
    assert_eq!(parts.len(), 3);
    let parts: Vec<&str> = blocks.iter().map(|&block| parts[block].as_str()).collect();
    format!("{title}\n\n{}\n", parts.join("\n\n"))
}

fn with_columns(block: &str, columns: &[usize]) -> String {
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        // Merged headings stay above the first of their columns.
        if cells.len() != 10 || cells[4] == "法人或其他组织" || cells[3] == "申请人情况" {
            return line.to_owned();
        }
        let middle = columns.iter().map(|&column| cells[column]);
        cells[..4].iter().copied().chain(middle).chain([cells[9]]).collect::<Vec<_>>().join(",")
    };
    block.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn small_differences_of_hand_change_no_verdict() {
    let expected = verdicts(CLEAN);
    for (name, text) in [
        ("line ends of Windows", CLEAN.replace('\n', "\r\n")),
        ("line ends of old Macs", CLEAN.replace('\n', "\r")),
        ("byte order mark", format!("\u{feff}{CLEAN}")),
        ("full-width year", CLEAN.replace("2018年,", "２０１８年,")),
        ("full-width percent", CLEAN.replace('%', "％")),
        ("百分之", CLEAN.replace("11.08%", "百分之11.08")),
        ("Chinese numerals", CLEAN.replace(",0,69", ",〇,六十九")),
        ("units", CLEAN.replace(",41,306", ",41件,306件")),
        ("ten thousands", CLEAN.replace("22978", "2.2978万")),
        ("spaces in labels", CLEAN.replace("指标名称", "指 标 名 称")),
        ("a line break in a label", CLEAN.replace("受理政府信息公开申请总数", "\"受理政府信息\n公开申请总数\"")),
        ("no-break space", CLEAN.replace(",0,69", ",0,69\u{a0}")),
        ("zero by word", CLEAN.replace("行政诉讼数,件,0,0", "行政诉讼数,件,无,无")),
        ("no units", CLEAN.replace(",计量单位", "").replace(",件/条", "").replace(",件,", ",")),
        ("blank columns", CLEAN.replace('\n', ",,,\n")),
        ("blank rows after the end", format!("{CLEAN},,,\n,,,\n")),
    ] {
        assert_ne!(text, CLEAN, "{name}");
        assert_eq!(verdicts(&text), expected, "{name}");
    }
}
