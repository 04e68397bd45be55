//! What the contract says of a check and of what would repair it.

use serde::{Serialize, Serializer};

use super::location::Location;
use crate::finding::{Change, Check, CheckedFigure, Kind, Severity, Status, Suggestion};
use crate::message::Lang;
use crate::render::sentence::{reason, sentence, why};

#[derive(Serialize)]
pub(super) struct CheckEntry<'a> {
    rule: String,
    kind: Kind,
    status: &'static str,
    severity: Severity,
    rounded: bool,
    message: String,
    left: Option<String>,
    right: Option<String>,
    difference: Option<String>,
    figures: Vec<FigureEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Counts::is_empty")]
    recovered: Counts<'a>,
}

impl<'a> CheckEntry<'a> {
    pub(super) fn of(check: &'a Check, lang: Lang) -> Self {
        let sides = check.sides.as_ref();
        let (status, why) = match &check.status {
            Status::Pass => ("pass", None),
            Status::Fail(_) => ("fail", None),
            Status::Skip(why) => ("skip", Some(reason(why, lang))),
        };
        Self {
            rule: check.id(),
            kind: check.kind,
            status,
            severity: check.severity,
            rounded: check.rounded,
            message: sentence(check, lang),
            left: sides.map(|sides| sides.left.to_string()),
            right: sides.map(|sides| sides.right.to_string()),
            difference: sides.map(|sides| sides.difference.to_string()),
            figures: check.figures.iter().map(FigureEntry::of).collect(),
            reason: why,
            recovered: Counts(&check.recovered),
        }
    }
}

#[derive(Serialize)]
struct FigureEntry<'a> {
    form: &'a str,
    row: &'a str,
    column: &'a str,
    label: &'a str,
    value: Option<String>,
    location: Location<'a>,
}

impl<'a> FigureEntry<'a> {
    fn of(figure: &'a CheckedFigure) -> Self {
        Self {
            form: &figure.form,
            row: &figure.row,
            column: &figure.column,
            label: &figure.label,
            value: figure.value.map(|value| value.to_string()),
            location: Location::of(&figure.source, &figure.place, &figure.text),
        }
    }
}

#[derive(Serialize)]
pub(super) struct SuggestionEntry<'a> {
    figures: Vec<ChangeEntry<'a>>,
    resolves: &'a [String],
    why: String,
    unique: bool,
}

impl<'a> SuggestionEntry<'a> {
    pub(super) fn of(suggestion: &'a Suggestion, lang: Lang) -> Self {
        Self {
            figures: suggestion.changes.iter().map(ChangeEntry::of).collect(),
            resolves: &suggestion.resolves,
            why: why(suggestion, lang),
            unique: suggestion.unique,
        }
    }
}

#[derive(Serialize)]
struct ChangeEntry<'a> {
    form: &'a str,
    row: &'a str,
    column: &'a str,
    from: String,
    to: String,
    location: Location<'a>,
}

impl<'a> ChangeEntry<'a> {
    fn of(change: &'a Change) -> Self {
        let figure = &change.figure;
        Self {
            form: &figure.form,
            row: &figure.row,
            column: &figure.column,
            from: figure.value.map_or_else(|| figure.text.trim().to_owned(), |value| value.to_string()),
            to: change.to.to_string(),
            location: Location::of(&figure.source, &figure.place, &figure.text),
        }
    }
}

/// Counts by row, as an object in the order of the rows.
struct Counts<'a>(&'a [(String, i128)]);

impl Counts<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(row, count)| (row, count.to_string())))
    }
}
