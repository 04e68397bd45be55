//! Findings as a GitLab code quality report.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::findings::{Finding, Unique, findings, line};
use super::{Settings, path, printable, sentence};
use crate::Outcome;
use crate::finding::Severity;
use crate::message::Lang;
use crate::problem::Problem;

/// What problems are filed under, as findings are under their rule.
const UNCHECKED: &str = "unchecked";

/// Writes one array for the whole run.
pub(super) fn render(outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let mut names = Unique::default();
    let mut entries: Vec<Value> = Vec::new();
    for finding in findings(outcome) {
        entries.push(entry(finding, &names.name(finding.fingerprint()), lang));
    }
    for problem in &outcome.problems {
        let name = names.name([&path::relative(&problem.source), UNCHECKED].join("|"));
        entries.push(unchecked(problem, &name, lang));
    }
    printable::write_json(&entries, out)
}

fn entry(finding: Finding<'_>, fingerprint: &str, lang: Lang) -> Value {
    let severity = match finding.severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    };
    let line = finding.figure().and_then(|figure| line(&figure.place)).unwrap_or(1);
    json!({
        "description": finding.lines(lang).join("\n"),
        "check_name": finding.check.id(),
        "fingerprint": fingerprint,
        "severity": severity,
        "location": { "path": path::relative(finding.source()), "lines": { "begin": line } },
    })
}

fn unchecked(problem: &Problem, fingerprint: &str, lang: Lang) -> Value {
    let line = problem.place.as_ref().and_then(line).unwrap_or(1);
    json!({
        "description": sentence::problem(problem, lang),
        "check_name": UNCHECKED,
        "fingerprint": fingerprint,
        "severity": "blocker",
        "location": { "path": path::relative(&problem.source), "lines": { "begin": line } },
    })
}
