//! What stands in the prose of a document and can only be of a table that was not read as one.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Axis, Index};
use crate::document::{Paragraph, Place};
use crate::problem::ProblemKind;

/// Labels of one form in lines of their own that no prose has by chance.
const FEWEST_LABELS: usize = 5;
/// Characters of the longest label.
const LONGEST_LABEL: usize = 60;

/// The first tags of a table that are read as text.
pub(super) fn tags(prose: &[Paragraph]) -> Option<(Place, ProblemKind)> {
    let is_tag = |text: &str| text.contains("<td") || text.contains("<TD");
    let first = prose.iter().find(|paragraph| is_tag(&paragraph.text))?;
    Some((first.place.clone(), ProblemKind::Tags))
}

/// The first of the labels of a form that stand without figures, in a document of which no table was read.
pub(super) fn labels(prose: &[Paragraph], index: &Index) -> Option<(Place, ProblemKind)> {
    let mut rows: BTreeMap<usize, (BTreeSet<usize>, &Place)> = BTreeMap::new();
    for paragraph in prose.iter().filter(|one| one.text.chars().nth(LONGEST_LABEL).is_none()) {
        for meaning in index.look_up(&paragraph.text).meanings.iter().filter(|meaning| meaning.axis == Axis::Row) {
            let line = index.forms.get(meaning.form).and_then(|form| form.rows.get(meaning.line));
            if line.is_some_and(|line| !line.heading) {
                rows.entry(meaning.form).or_insert_with(|| (BTreeSet::new(), &paragraph.place)).0.insert(meaning.line);
            }
        }
    }
    let (form, (labels, place)) = rows.into_iter().rev().max_by_key(|(_, (labels, _))| labels.len())?;
    let form = index.forms.get(form).filter(|_| labels.len() >= FEWEST_LABELS)?;
    Some((place.clone(), ProblemKind::LabelsAlone { form: form.title.clone() }))
}
