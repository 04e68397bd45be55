//! Findings as SARIF 2.1.0: rules with their texts in both languages, results with regions and
//! fixes, and what kept a file from being checked as notifications of the run.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::findings::{Finding, Region, Unique, findings, line, region};
use super::sentence::{self, suggestion, title};
use super::{Settings, path, printable};
use crate::document::Place;
use crate::finding::{CheckedFigure, Severity, Suggestion};
use crate::fix::in_the_manner_of;
use crate::forms::Rule;
use crate::message::{self, Lang};
use crate::problem::Problem;
use crate::report::{Report, Unrecognised};
use crate::{CheckedReport, Outcome};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const TOOL: &str = env!("CARGO_PKG_NAME");

/// Rules by id; the place in this order is the index that results name.
type Rules<'a> = BTreeMap<&'a str, &'a Rule>;

/// Writes one log with one run.
pub(super) fn render(outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let checks = outcome.reports.iter().flat_map(|checked| &checked.checks);
    let rules: Rules = checks.map(|check| (check.rule.id.as_str(), &*check.rule)).collect();
    let indexes: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(index, id)| (*id, index)).collect();
    let mut names = Unique::default();
    let results: Vec<Value> = findings(outcome)
        .map(|finding| {
            let name = names.name(finding.fingerprint());
            result(finding, indexes.get(finding.check.rule.id.as_str()).copied(), &name, lang)
        })
        .collect();
    let unrecognised = outcome.reports.iter().flat_map(|CheckedReport { report, .. }| {
        report.unrecognised.iter().map(move |text| unrecognised(report, text, lang))
    });
    let notifications: Vec<Value> =
        outcome.problems.iter().map(|problem| notification(problem, lang)).chain(unrecognised).collect();
    let driver = with(component(&rules, lang), "semanticVersion", env!("CARGO_PKG_VERSION"));
    let other = match lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    };
    let translation = with(component(&rules, other), "contents", json!(["localizedData"]));
    let translation = with(translation, "associatedComponent", json!({ "name": TOOL }));
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "translations": [translation],
            "columnKind": "utf16CodeUnits",
            "invocations": [{
                "executionSuccessful": outcome.problems.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    printable::write_json(&log, out)
}

/// The tool with the texts of its rules in one language.
fn component(rules: &Rules, lang: Lang) -> Value {
    let language = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en-US",
    };
    let rules: Vec<Value> = rules.values().map(|rule| descriptor(rule, lang)).collect();
    json!({ "name": TOOL, "language": language, "rules": rules })
}

fn descriptor(rule: &Rule, lang: Lang) -> Value {
    let text = |text: &str| json!({ "text": text });
    let basis = message::labelled(lang, &message::basis(lang), &rule.basis.get(lang));
    let help = [rule.why.get(lang), rule.hint.get(lang), &basis];
    let help: Vec<&str> = help.into_iter().filter(|line| !line.is_empty()).collect();
    json!({
        "id": rule.id,
        "shortDescription": text(title(rule, lang)),
        "fullDescription": text(if rule.why.get(lang).is_empty() { title(rule, lang) } else { rule.why.get(lang) }),
        "help": text(&help.join("\n")),
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(finding: Finding<'_>, rule: Option<usize>, name: &str, lang: Lang) -> Value {
    let report = &finding.checked.report;
    let shown = finding.figure();
    let others = finding.check.figures.iter().filter(|figure| Some(*figure) != shown);
    let related: Vec<Value> = others
        .enumerate()
        .map(|(id, figure)| {
            let text =
                message::figure(lang, &finding.name(figure, lang), &figure.text.trim(), &figure.place.cell_name());
            with(with(location(finding, figure, lang), "id", id), "message", json!({ "text": text }))
        })
        .collect();
    let primary = shown.map_or_else(|| place(&report.source, None), |figure| location(finding, figure, lang));
    let fixes: Vec<Value> = finding.suggestions().filter_map(|one| fix(report, one, lang)).collect();
    let result = json!({
        "ruleId": finding.check.rule.id,
        "level": level(finding.severity),
        "message": { "text": finding.lines(lang).join("\n") },
        "locations": [primary],
        "relatedLocations": related,
        "partialFingerprints": { "fileBodyPeriodCheck/v1": name },
    });
    let result = match rule {
        Some(rule) => with(result, "ruleIndex", rule),
        None => result,
    };
    if fixes.is_empty() { result } else { with(result, "fixes", fixes) }
}

/// The object with one more key.
fn with(mut object: Value, key: &str, value: impl Into<Value>) -> Value {
    if let Value::Object(keys) = &mut object {
        keys.insert(key.to_owned(), value.into());
    }
    object
}

/// A place in a file.
fn place(source: &str, region: Option<Value>) -> Value {
    let file = json!({ "artifactLocation": { "uri": path::uri(source) } });
    let file = match region {
        Some(region) => with(file, "region", region),
        None => file,
    };
    json!({ "physicalLocation": file })
}

/// Where a figure stands, down to the column where it is in the text of the report.
fn location(finding: Finding<'_>, figure: &CheckedFigure, lang: Lang) -> Value {
    let region = region(&finding.checked.report, figure).map(region_of).or_else(|| line_of(&figure.place));
    let name = json!([{
        "name": finding.name(figure, lang),
        "fullyQualifiedName": format!("{}/{}/{}", figure.form, figure.row, figure.column),
    }]);
    with(place(&figure.source, region), "logicalLocations", name)
}

fn region_of(region: Region) -> Value {
    json!({
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    })
}

fn line_of(place: &Place) -> Option<Value> {
    line(place).map(|line| json!({ "startLine": line }))
}

/// The replacements of a suggestion, where all its figures stand in the text of the report.
fn fix(report: &Report, one: &Suggestion, lang: Lang) -> Option<Value> {
    let replacements: Option<Vec<Value>> = one
        .changes
        .iter()
        .map(|change| {
            let region = region(report, &change.figure)?;
            let printed = report.text.get(change.figure.place.span.clone())?;
            Some(json!({
                "deletedRegion": region_of(region),
                "insertedContent": { "text": in_the_manner_of(printed, change.to)? },
            }))
        })
        .collect();
    Some(json!({
        "description": { "text": suggestion(one, lang) },
        "artifactChanges": [{
            "artifactLocation": { "uri": path::uri(&report.source) },
            "replacements": replacements?,
        }],
    }))
}

fn notification(problem: &Problem, lang: Lang) -> Value {
    let location = place(&problem.source, problem.place.as_ref().and_then(line_of));
    json!({ "level": "error", "message": { "text": sentence::problem(problem, lang) }, "locations": [location] })
}

fn unrecognised(report: &Report, found: &Unrecognised, lang: Lang) -> Value {
    let location = place(&report.source, line_of(&found.place));
    let said = message::labelled(lang, &message::unrecognised_heading(lang), &found.text.trim());
    json!({ "level": "note", "message": { "text": said }, "locations": [location] })
}
