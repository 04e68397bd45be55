//! Sentences with the relations that they state, and how many of those the program finds.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use disclose_check::claims;
use disclose_check::document::{Paragraph, Place};
use disclose_check::finding::{Check, Status};
use disclose_check::forms::Catalogue;
use disclose_check::number::read;
use disclose_check::report::{Content, Figure, FormTable, Report};

/// A text of one or more paragraphs.
#[derive(serde::Deserialize)]
pub(crate) struct Labelled {
    pub(crate) text: String,
    /// The kinds of the relations that it states: `+parts` for one that holds, `-parts` for one to report.
    pub(crate) expect: Vec<String>,
    /// The figures of the tables beside it.
    #[serde(default)]
    tables: BTreeMap<String, String>,
    period: Option<String>,
}

/// Relations of one kind: rightly found, found where there is none, not found.
#[derive(Default, Clone, Copy)]
pub(crate) struct Score {
    pub(crate) right: usize,
    pub(crate) false_alarms: usize,
    pub(crate) missed: usize,
}

impl Score {
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.right + self.false_alarms)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.false_alarms += other.false_alarms;
        self.missed += other.missed;
    }
}

#[allow(clippy::cast_precision_loss, reason = "the sets are small")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The sentences of a file under `fixtures/claims`.
pub(crate) fn load(name: &str) -> Vec<Labelled> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/claims").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The paragraphs of a text, a line each.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut start = 0;
    let mut all = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let place = Place {
            line: number + 1,
            column: 1,
            row: number + 1,
            span: start..start + line.len(),
            within: disclose_check::document::Within::Text,
        };
        start += line.len() + 1;
        if !line.trim().is_empty() {
            all.push(Paragraph { text: line.into(), place });
        }
    }
    all
}

/// A report that holds nothing but prose.
pub(crate) fn report(text: &str) -> Report {
    Report {
        source: "report.txt".into(),
        text: text.into(),
        entity: None,
        period: None,
        rank: disclose_check::report::Rank::Own,
        part: None,
        header: disclose_check::report::Header::default(),
        tables: Vec::new(),
        read_as: Vec::new(),
        unrecognised: Vec::new(),
        prose: claims::read(text, &paragraphs(text)),
    }
}

impl Labelled {
    pub(crate) fn checks(&self, catalogue: &Catalogue) -> Vec<Check> {
        let mut report = report(&self.text);
        report.period.clone_from(&self.period);
        for (cell, value) in &self.tables {
            let (id, cell) = cell.split_once(": ").unwrap();
            let (row, column) = cell.strip_suffix(']').unwrap().split_once('[').unwrap();
            let form = catalogue.form(id).unwrap().unwrap();
            if report.table(id).is_none() {
                report.tables.push(FormTable::new(Arc::clone(&form)));
            }
            let at =
                |lines: &[disclose_check::forms::Line], id: &str| lines.iter().position(|line| line.id == id).unwrap();
            let place =
                Place { line: 1, column: 1, row: 1, span: 0..0, within: disclose_check::document::Within::File };
            let (row, column) = (at(&form.rows, row), at(&form.columns, column));
            let figure = Figure::new(Content::Read(read(value, form.unit(row, column), None).unwrap()), value, place);
            let table = report.tables.iter_mut().find(|table| *table.form().id == *id).unwrap();
            table.put(row, column, figure).unwrap();
        }
        claims::check(&report, None)
    }

    /// What the program finds, in the words of the labels.
    pub(crate) fn found(&self, catalogue: &Catalogue) -> Vec<String> {
        let sign = |check: &Check| match check.status {
            Status::Pass => Some('+'),
            Status::Fail(_) => Some('-'),
            Status::Skip(_) => None,
        };
        let checks = self.checks(catalogue);
        checks.iter().filter_map(|check| Some(format!("{}{}", sign(check)?, check.rule.local_id()))).collect()
    }
}

/// The scores of a set, by kind of relation; `only` picks relations that hold or ones to report.
pub(crate) fn scores(set: &[Labelled], only: Option<char>) -> BTreeMap<String, Score> {
    let catalogue = Catalogue::builtin();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for one in set {
        let mut found = one.found(&catalogue);
        for expected in &one.expect {
            let at = found.iter().position(|found| found == expected);
            at.map(|at| found.swap_remove(at));
            if only.is_none_or(|sign| expected.starts_with(sign)) {
                let score = scores.entry(expected[1..].to_owned()).or_default();
                if at.is_some() { score.right += 1 } else { score.missed += 1 }
            }
        }
        for found in found.iter().filter(|found| only.is_none_or(|sign| found.starts_with(sign))) {
            scores.entry(found[1..].to_owned()).or_default().false_alarms += 1;
        }
    }
    scores
}
