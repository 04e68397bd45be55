//! The examples of every rule of every form, written as files: however a report is laid out, ordered, encoded
//! or packed, and whatever else stands in it, the rule's verdict stays the same.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod readers;
mod write;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use disclose_check::example::Example;
use disclose_check::finding::Status;
use disclose_check::forms::{Catalogue, Form};
use disclose_check::number::{Decimal, Unit};
use disclose_check::report::{FormTable, Report};
use disclose_check::{Checker, Input};
use proptest::prelude::*;
use proptest::sample::Index;
use write::{Bytes, Kind, Table, file};

const TITLE: &str = "某某县2021年政府信息公开工作年度报告";

/// The figures on which a rule holds or fails, and what came of it.
struct Sample {
    family: String,
    rule: String,
    tables: Vec<Printed>,
    fails: bool,
}

/// A table of a form with the unit of each figure.
struct Printed {
    rows: Table,
    units: Vec<Vec<Option<Unit>>>,
    /// Whether rows are told apart by their labels alone.
    any_order: bool,
}

/// Rules between sections that are published as a file each, with the same headings.
const ELSEWHERE: [&str; 1] = ["us-foia/response_times:total-within-processed"];

static CHECKERS: LazyLock<BTreeMap<String, Checker>> = LazyLock::new(|| {
    let families = Catalogue::builtin().forms().unwrap().into_iter().map(|form| form.family.id.clone());
    families.map(|family| (family.clone(), Checker::new(Catalogue::builtin()).form(Some(family)).unwrap())).collect()
});

/// The examples that need neither another year nor another body.
static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let catalogue = Catalogue::builtin();
    let mut samples = Vec::new();
    for form in catalogue.forms().unwrap() {
        for rule in &form.rules {
            let Some(example) = Example::of(&catalogue, &form, rule).unwrap() else { continue };
            for sample in [example.pass, example.fail] {
                let alone = sample.previous.is_none() && sample.parts.is_empty();
                if !alone || ELSEWHERE.contains(&rule.id.as_str()) {
                    continue;
                }
                samples.push(Sample {
                    family: form.family.id.clone(),
                    rule: sample.check.id(),
                    tables: printed(&sample.report),
                    fails: matches!(sample.check.status, Status::Fail(_)),
                });
            }
        }
    }
    samples
});

fn printed(report: &Report) -> Vec<Printed> {
    report.tables.iter().map(print).collect()
}

fn print(table: &FormTable) -> Printed {
    let form: &Form = table.form();
    let columns: Vec<usize> = (0..form.columns.len()).filter(|column| table.has_column(*column)).collect();
    let rows: Vec<usize> = (0..form.rows.len()).filter(|row| table.has_row(*row)).collect();
    let label = |column: &usize| form.columns[*column].label.replace("{year}", "2021");
    let mut cells = vec![std::iter::once("指标名称".into()).chain(columns.iter().map(label)).collect::<Vec<String>>()];
    let mut units = vec![vec![None; columns.len() + 1]];
    for row in &rows {
        let text = |column: &usize| table.get(*row, *column).map(|figure| figure.text().to_owned()).unwrap_or_default();
        cells.push(std::iter::once(form.rows[*row].label.clone()).chain(columns.iter().map(text)).collect());
        units.push(std::iter::once(None).chain(columns.iter().map(|column| Some(form.unit(*row, *column)))).collect());
    }
    let own = |row: &usize| form.rows.iter().filter(|line| line.label == form.rows[*row].label).count() == 1;
    Printed { rows: cells, units, any_order: rows.iter().all(own) }
}

/// A way to write a report.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
struct Way {
    kind: Kind,
    order: Vec<Index>,
    blocks_reversed: bool,
    wide: bool,
    spaced: bool,
    numbered: bool,
    scale: i128,
    beside: Vec<Table>,
}

fn ways() -> impl Strategy<Value = Way> {
    let bytes = [Bytes::Utf8, Bytes::Utf8WithMark, Bytes::Utf16Le, Bytes::Utf16Be, Bytes::Gb18030, Bytes::Big5];
    let text = (prop::sample::select(vec![',', ';', '\t']), prop::sample::select(bytes.to_vec()))
        .prop_map(|(delimiter, bytes)| Kind::Separated(delimiter, bytes));
    let packed = [Kind::Markdown, Kind::Text, Kind::Html, Kind::Word, Kind::Excel, Kind::OpenDocument];
    let kind = prop_oneof![text, prop::sample::select(packed.to_vec())];
    let unrelated = |rows: &[[&str; 3]]| rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect::<Table>();
    let beside = vec![
        unrelated(&[["科室", "电话", "房间"], ["秘书科", "3982000", "201"], ["信息科", "3982001", "203"]]),
        unrelated(&[["序号", "会议", "日期"], ["1", "工作会议", "3月5日"], ["2", "培训会", "9月10日"]]),
    ];
    let order = prop::collection::vec(any::<Index>(), 12);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (kind, order, flags, 1_i128..5, prop::sample::subsequence(beside, 0..=2)).prop_map(
        |(kind, order, (blocks_reversed, wide, spaced, numbered), scale, beside)| Way {
            kind,
            order,
            blocks_reversed,
            wide,
            spaced,
            numbered,
            scale,
            beside,
        },
    )
}

const PLAIN: Way = Way {
    kind: Kind::Separated(',', Bytes::Utf8),
    order: Vec::new(),
    blocks_reversed: false,
    wide: false,
    spaced: false,
    numbered: false,
    scale: 1,
    beside: Vec::new(),
};

impl Way {
    /// A permutation of `first..length`, the places before it as they are.
    fn order(&self, first: usize, length: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..length).collect();
        for (place, index) in (first..length).zip(&self.order) {
            order.swap(place, place + index.index(length - place));
        }
        order
    }

    fn table(&self, printed: &Printed) -> Table {
        let rows =
            if printed.any_order { self.order(1, printed.rows.len()) } else { (0..printed.rows.len()).collect() };
        let columns = self.order(1, printed.rows[0].len());
        let cell = |row: usize, column: usize| {
            let text = &printed.rows[row][column];
            match (row, column) {
                (_, 0) => self.label(row, text),
                (0, _) => text.clone(),
                _ => self.figure(text, printed.units[row][column]),
            }
        };
        rows.iter().map(|row| columns.iter().map(|column| cell(*row, *column)).collect()).collect()
    }

    fn label(&self, row: usize, text: &str) -> String {
        let mut label = text.to_owned();
        if self.spaced {
            label = label.chars().flat_map(|sign| [sign, ' ']).collect::<String>().trim_end().into();
        }
        if self.numbered && row > 0 && text.starts_with(|sign: char| !sign.is_ascii() && sign.is_alphabetic()) {
            label = format!("{row}.{label}");
        }
        label
    }

    fn figure(&self, text: &str, unit: Option<Unit>) -> String {
        let scaled = |unit| matches!(unit, Unit::Count | Unit::Change | Unit::Amount);
        let mut figure = text.to_owned();
        if let Ok(value) = text.parse::<i128>()
            && unit.is_some_and(scaled)
        {
            figure = Decimal::from(value * self.scale).to_string();
        }
        if self.wide {
            let widen = |sign: char| sign.to_digit(10).map_or(sign, |digit| char::from_u32(0xff10 + digit).unwrap());
            figure = figure.chars().map(widen).collect();
        }
        figure
    }

    fn tables(&self, sample: &Sample) -> Vec<Table> {
        let mut tables: Vec<Table> = sample.tables.iter().map(|printed| self.table(printed)).collect();
        if self.blocks_reversed {
            tables.reverse();
        }
        tables.extend(self.beside.iter().cloned());
        tables
    }
}

/// What came of the rule of a sample that is written in some way: whether it fails, `None` where it was not
/// checked. `Err` where the encoding lacks a sign.
fn verdict(sample: &Sample, way: &Way, folder: &std::path::Path) -> Result<Option<bool>, ()> {
    let (ending, bytes) = file(TITLE, &way.tables(sample), way.kind).ok_or(())?;
    let path = folder.join(format!("report.{ending}"));
    std::fs::write(&path, bytes).unwrap();
    let outcome = CHECKERS[&sample.family].check(&[Input::path(&path)], Some(1));
    let mut checks = outcome.reports.iter().flat_map(|report| &report.checks);
    Ok(checks.find(|check| check.id() == sample.rule).and_then(|check| match check.status {
        Status::Skip(_) => None,
        Status::Pass => Some(false),
        Status::Fail(_) => Some(true),
    }))
}

#[test]
fn every_sample_has_its_verdict_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut others = Vec::new();
    for sample in SAMPLES.iter() {
        if verdict(sample, &PLAIN, folder.path()) != Ok(Some(sample.fails)) {
            others.push(format!("{} {}", sample.rule, sample.fails));
        }
    }
    assert_eq!(others, Vec::<String>::new());
    assert!(SAMPLES.len() > 80, "only {} samples", SAMPLES.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn how_a_report_is_written_changes_no_verdict(sample in any::<Index>(), way in ways()) {
        let folder = tempfile::tempdir().unwrap();
        let sample = sample.get(&SAMPLES);
        // Figures that disagree may agree within rounding once they are scaled.
        let way = if sample.fails { Way { scale: 1, ..way } } else { way };
        if let Ok(found) = verdict(sample, &way, folder.path()) {
            prop_assert_eq!(found, Some(sample.fails), "{} {:?}", sample.rule, way.tables(sample));
        }
    }
}
