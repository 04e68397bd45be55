//! Sentences with the relations that they state.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use disclose_check::claims;
use disclose_check::document::{Paragraph, Place};
use disclose_check::finding::Check;
use disclose_check::forms::Catalogue;
use disclose_check::number::read;
use disclose_check::report::{Content, Figure, FormTable, Report};

/// The sets of labelled texts, and what they are.
pub(crate) const SETS: [(&str, &str); 13] = [
    ("developed on", "develop.jsonl"),
    ("written after the parser", "held-out.jsonl"),
    ("written after that", "fresh.jsonl"),
    ("of disclosure reports, written apart from the parser", "annual.jsonl"),
    ("of neighbouring statistics, likewise", "bulletins.jsonl"),
    ("of facts told twice and in tables, likewise", "tables.jsonl"),
    ("of all kinds, after that", "sundry.jsonl"),
    ("of all kinds, after that", "later.jsonl"),
    ("of facts and changes told in several sentences, likewise", "again.jsonl"),
    ("of press releases, audits, courts and schools, likewise", "releases.jsonl"),
    ("of chapters of disclosure reports, after that", "chapters.jsonl"),
    ("of reports of local offices, schools and towns, after that", "offices.jsonl"),
    ("of reports of counties and other bodies, written last", "counties.jsonl"),
];

/// A text of one or more paragraphs.
#[derive(Clone, serde::Deserialize)]
pub(crate) struct Labelled {
    pub(crate) text: String,
    /// The kinds of the relations that it states: `+parts` for one that holds, `-parts` for one to report.
    pub(crate) expect: Vec<String>,
    /// The figures of the tables beside it.
    #[serde(default)]
    pub(crate) tables: BTreeMap<String, String>,
    pub(crate) period: Option<String>,
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
}
