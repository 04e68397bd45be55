//! A panel in pieces and a panel as a whole: what is told is the same, byte for byte.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use disclose_check::forms::Catalogue;
use disclose_check::message::Lang;
use disclose_check::render::{Format, InPieces, Settings, Told, Verbosity, problems, render};
use disclose_check::{Checker, Input};
use proptest::prelude::*;

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Catalogue::builtin()));

/// The formats that are told in pieces, each with how much it tells and how many reports.
const TOLD: [(Format, Verbosity, Option<usize>); 6] = [
    (Format::Text, Verbosity::Normal, None),
    (Format::Text, Verbosity::Quiet, None),
    (Format::Text, Verbosity::Verbose, None),
    (Format::Text, Verbosity::Normal, Some(2)),
    (Format::Json, Verbosity::Normal, None),
    (Format::Ndjson, Verbosity::Normal, None),
];

fn settings(verbosity: Verbosity, top: Option<usize>) -> Settings {
    Settings { lang: Lang::En, color: false, verbosity, width: None, top }
}

/// What a panel tells as a whole: output, problems, and the worst finding.
fn whole(text: &str, (format, verbosity, top): (Format, Verbosity, Option<usize>)) -> [String; 3] {
    let outcome = CHECKER.check(&[Input::text("panel.csv", text)], Some(1));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    render(format, &outcome, &settings(verbosity, top), &mut out).unwrap();
    problems(&outcome, &settings(verbosity, top), &mut err).unwrap();
    let status = format!("{} {:?}", outcome.problems.len(), outcome.worst());
    [String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap(), status]
}

/// The same in pieces of some bytes; `None` where the text is not read in pieces.
fn in_pieces(
    text: &str,
    piece: u64,
    (format, verbosity, top): (Format, Verbosity, Option<usize>),
) -> Option<[String; 3]> {
    let panel = CHECKER.panel(&Input::text("panel.csv", text), piece)?;
    let words = InPieces::new(format, settings(verbosity, top), &panel).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut told = Told::default();
    words.run(&panel, &words, (&mut out, &mut err), &mut told).unwrap();
    let status = format!("{} {:?}", told.problems, told.worst);
    Some([String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap(), status])
}

/// Whether the text was read in pieces; panics where it tells anything else then.
fn same(text: &str, piece: u64) -> bool {
    let mut pieces = false;
    for told in TOLD {
        let Some(found) = in_pieces(text, piece, told) else { continue };
        pieces = true;
        let expected = whole(text, told);
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{told:?} in pieces of {piece}\n{text}");
        }
    }
    pieces
}

const HEADING: &str =
    "地区,年份,本年新收政府信息公开申请数量,上年结转政府信息公开申请数量,予以公开,总计,结转下年度继续办理";

/// One line: body, year, and what is odd about it.
#[derive(Debug, Clone)]
struct Line {
    body: usize,
    year: i32,
    figures: [u32; 2],
    odd: Odd,
}

#[derive(Debug, Clone, Copy)]
enum Odd {
    No,
    Defect(usize),
    Blank(usize),
    Word(&'static str),
    Separator,
    Wide,
    About,
    Quoted,
    QuotedBody,
    Spaces,
    Long,
    Unreadable,
    NoBody,
    NoYear,
    YearInWords,
    Short,
    Extra,
    TrailingBlank,
}

const ODDS: [Odd; 25] = [
    Odd::No,
    Odd::Defect(0),
    Odd::Defect(1),
    Odd::Defect(2),
    Odd::Defect(3),
    Odd::Defect(4),
    Odd::Blank(0),
    Odd::Blank(3),
    Odd::Blank(4),
    Odd::Word("无"),
    Odd::Word("—"),
    Odd::Separator,
    Odd::Wide,
    Odd::About,
    Odd::Quoted,
    Odd::QuotedBody,
    Odd::Spaces,
    Odd::Long,
    Odd::Unreadable,
    Odd::NoBody,
    Odd::NoYear,
    Odd::YearInWords,
    Odd::Short,
    Odd::Extra,
    Odd::TrailingBlank,
];

const BODIES: [&str; 4] = ["东河县", "西河县", "南河镇", "Northtown"];

impl Line {
    /// The line as printed, with what the year before carried over.
    fn write(&self, carried: u32) -> String {
        let [new, out] = self.figures;
        let total = new + carried;
        let out = out.min(total);
        let mut figures = [new, carried, total - out, total - out, out];
        if let Odd::Defect(at) = self.odd {
            figures[at] += 1;
        }
        let mut fields: Vec<String> = vec![BODIES[self.body].into(), self.year.to_string()];
        fields.extend(figures.iter().map(u32::to_string));
        match self.odd {
            Odd::Blank(at) => fields[2 + at].clear(),
            Odd::Word(word) => fields[3] = word.into(),
            Odd::Separator => fields[2] = format!("\"{},{:03}\"", new / 1000, new % 1000),
            Odd::Wide => fields[4] = fields[4].chars().map(|d| char::from_u32(d as u32 + 0xFEE0).unwrap()).collect(),
            Odd::About => fields[5] = format!("约{}", fields[5]),
            Odd::Quoted => fields[6] = format!("\"{}\"", fields[6]),
            Odd::QuotedBody => fields[0] = format!("\"{}\"", fields[0]),
            Odd::Spaces => fields[0] = format!("　{} ", fields[0]),
            Odd::Long => fields[2] = format!("00000000000000{}", fields[2]),
            Odd::Unreadable => fields[5] = "1O5".into(),
            Odd::NoBody => fields[0].clear(),
            Odd::NoYear => fields[1].clear(),
            Odd::YearInWords => fields[1].push('年'),
            Odd::Short => {
                fields.pop();
            }
            Odd::Extra => fields.push("7".into()),
            Odd::TrailingBlank => fields.push(String::new()),
            Odd::No | Odd::Defect(_) => {}
        }
        fields.join(",")
    }
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line =
        (0..BODIES.len(), 2019..2025_i32, [0..2000_u32, 0..40], 0..10_usize, prop::sample::select(ODDS.to_vec()));
    let line = line.prop_map(|(body, year, figures, often, odd)| Line {
        body,
        year,
        figures,
        odd: if often < 6 { Odd::No } else { odd },
    });
    (prop::collection::vec(line, 1..24), 0..5_usize).prop_map(|(mut lines, order)| {
        match order {
            0 => lines.sort_by_key(|line| (line.body, line.year)),
            1 => lines.sort_by_key(|line| (line.year, line.body)),
            2 => lines.sort_by_key(|line| (line.body, -line.year)),
            3 => lines.sort_by_key(|line| (-line.year, line.body)),
            _ => {}
        }
        if order < 4 {
            // Most panels have each body and year once.
            lines.dedup_by_key(|line| (line.body, line.year));
        }
        lines
    })
}

/// The panel as a file.
fn file(lines: &[Line], end: &str, last: bool, remark: bool) -> String {
    let carried = |line: &Line| {
        let before = lines.iter().find(|other| other.body == line.body && other.year + 1 == line.year);
        before.map_or(3, |before| before.figures[1].min(before.figures[0]))
    };
    let heading = if remark { format!("{HEADING},某列") } else { HEADING.into() };
    let rows = lines.iter().map(|line| line.write(carried(line)) + if remark { ",甲" } else { "" });
    let text: Vec<String> = std::iter::once(heading).chain(rows).collect();
    text.join(end) + if last { end } else { "" }
}

/// Three bodies over four years, with one odd line.
fn small(odd: Odd) -> Vec<Line> {
    let line = |number: usize| {
        let (body, year) = (number / 4, 2020 + i32::try_from(number % 4).unwrap());
        let figures = [100 + u32::try_from(number).unwrap(), 7 + u32::try_from(number).unwrap() % 3];
        Line { body, year, figures, odd: if number == 6 { odd } else { Odd::No } }
    };
    (0..12).map(line).collect()
}

#[test]
fn an_odd_line_is_told_alike_wherever_a_piece_ends() {
    for odd in ODDS {
        for piece in [1, 60, 100_000] {
            assert!(same(&file(&small(odd), "\n", true, false), piece), "{odd:?}");
        }
    }
}

/// What lines are sorted by.
type Order = fn(&Line) -> (i32, i32);

#[test]
fn lines_may_stand_in_any_order() {
    let mut lines = small(Odd::Defect(4));
    let orders: [Order; 4] =
        [|line| (line.year, 0), |line| (-line.year, 0), |line| (0, -line.year), |line| (line.year % 2, line.year)];
    for order in orders {
        lines.sort_by_key(order);
        assert!(same(&file(&lines, "\r\n", false, false), 70));
    }
    let gap: Vec<Line> = small(Odd::No).into_iter().filter(|line| line.year != 2021).collect();
    assert!(same(&file(&gap, "\n", true, false), 70));
    let twice = [small(Odd::No), small(Odd::Defect(1))].concat();
    assert!(same(&file(&twice, "\n", true, false), 70));
}

#[test]
fn other_forms_and_headings_are_told_alike() {
    for path in ["fixtures/panel-2021.csv", "fixtures/panel-english.csv", "fixtures/defects/panel-12.csv"] {
        assert!(same(&std::fs::read_to_string(path).unwrap(), 40), "{path}");
    }
    let text = "单位,年份,规章本年制发件数,规章本年废止件数,规章现行有效件数,行政许可本年处理决定数量\n\
                甲县,2021,3,1,12,7\n甲县,2022,2,0,14,8\n甲县,2023,2,1,14,8\n乙县,2021,0,0,5,1\n乙县,2022,1,0,6,1\n";
    assert!(same(text, 30));
    // An unknown column belongs to the last line, which need not be odd itself.
    assert!(same(&file(&small(Odd::Defect(2)), "\n", true, true), 50));
    assert!(same(&format!("\u{feff}{}", file(&small(Odd::Blank(1)), "\n", true, false)), 50));
    assert!(same(&format!("\n\n{}\n\n", file(&small(Odd::About), "\n", true, false)), 50));
}

#[test]
fn what_is_no_plain_panel_is_read_as_a_whole() {
    let text = file(&small(Odd::No), "\n", true, false);
    let rows: Vec<&str> = text.lines().collect();
    let with = |row: &str| [&rows[..6], &[row], &rows[6..]].concat().join("\n");
    for (why, text) in [
        ("a blank line between lines", with("")),
        ("a line of all bodies", with("合计,2021,1,1,1,1,1")),
        ("a body called as a row is", with("予以公开,2021,1,1,1,1,1")),
        ("a title", with("乡镇")),
        ("another heading", with(rows[0])),
        ("a quoted line break", with("\"北河\n县\",2021,1,1,1,1,1")),
        ("an open quote", with("\"北河县,2021,1,1,1,1,1")),
        ("a figure too long to add up", with("北河县,2021,1234567890123456789012,1,1,1,1")),
        ("line breaks of old Macs", text.replace('\n', "\r")),
        ("a control character", with("北\u{1}河县,2021,1,1,1,1,1")),
        ("a column of wholes", text.replace("地区,年份", "所属地区,年份")),
        ("a title before the heading", format!("2021年政府信息公开工作年度报告\n\n{text}")),
        ("no key", text.replace("地区,年份", "甲,乙")),
    ] {
        assert!(!same(&text, 50), "{why}");
    }
}

#[test]
fn a_body_of_too_many_lines_is_checked_line_by_line_and_says_so() {
    let lines: Vec<String> =
        (0..4200).map(|at| format!("东河县,{},10,0,9,9,1\n", 2020 + i32::from(at % 2 == 1))).collect();
    let text = format!("{HEADING}\n{}", lines.concat());
    let told = in_pieces(&text, 10_000, (Format::Text, Verbosity::Quiet, None)).unwrap();
    // In each line the balance passes, and what was carried over is not compared.
    assert!(told[0].contains("4200 passed"), "{told:?}");
    let line = in_pieces(&text, 10_000, (Format::Ndjson, Verbosity::Normal, None)).unwrap();
    let reasons = line[0].matches(r#""reason":"the panel has more bodies, or more lines of this body,"#).count();
    assert_eq!(reasons, 4200);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_panel_in_pieces_tells_what_it_tells_as_a_whole(
        lines in lines(), piece in 1..200_u64, windows in any::<bool>(), last in any::<bool>(), remark in 0..8,
    ) {
        same(&file(&lines, if windows { "\r\n" } else { "\n" }, last, remark == 0), piece);
    }
}
