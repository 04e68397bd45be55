//! Whether the words around a figure make it count less, or more, than its own words name: what was done with some of
//! the applications, several kinds together. Such a figure is compared with nothing.

use std::collections::BTreeMap;

use super::concepts::{Concept, Counts, concepts};
use super::facts::Whole;
use super::line::{Line, Separator};
use super::roles::bare;
use super::vocabulary::vocabulary;

/// What the figures before one count, by their number in the line.
pub(super) type Told = BTreeMap<usize, usize>;

/// Whether a figure with a concept counts something else than all that the concept names.
pub(super) fn is_narrowed(
    line: &Line<'_>,
    index: usize,
    concept: usize,
    (wholes, told): (&BTreeMap<usize, Whole>, &Told),
) -> bool {
    let known = concepts();
    let Some(own) = known.all.get(concept) else { return false };
    // `受理投诉举报1306件,其中投诉988件、举报318件`: a part by its own name is not the whole, whose name has it within.
    let of_itself = wholes.get(&index).is_some_and(|whole| whole.in_list && told.get(&whole.index) == Some(&concept));
    if of_itself || is_of_several(line, index) {
        return true;
    }
    // What came of all of them, and beside one of those who applied, the others.
    let is_beside = |index: &usize| {
        told.get(index).is_some_and(|other| {
            let is_some = |concept: &Concept| concept.counts == Counts::Some;
            (is_some(own) && known.all.get(*other).is_some_and(is_some)) || known.is_outcome(*other)
        })
    };
    let governing = governing(line, index, wholes, is_beside).filter(|_| known.follows(own));
    let is_of_some = |before: usize| {
        let (label, tail) = (bare(line.label(before)), line.tail(before));
        let told = told.get(&before).and_then(|other| known.all.get(*other));
        told.map_or_else(
            || !known.names_all(own, &label) && !known.names_all(own, &format!("{label}{tail}")),
            |other| other.counts == Counts::Some,
        )
    };
    governing.is_some_and(is_of_some)
}

/// `国家秘密等3件`, `其余3件为国家秘密等`, `不公开类(含无法提供)65件`: whether the words name more than one kind, or say
/// what is counted with it.
fn is_of_several(line: &Line<'_>, index: usize) -> bool {
    let label = line.label(index);
    let held = label.split_once('(').is_some_and(|(_, inside)| vocabulary().words.holding.starts(inside).is_some());
    held || line.tail(index).ends_with('等') || bare(label).trim_end_matches(['的', '有', '共']).ends_with('等')
}

/// The figure that tells of what a figure is some: the last one before it in its sentence that is not beside it, or its
/// whole.
fn governing(
    line: &Line<'_>,
    index: usize,
    wholes: &BTreeMap<usize, Whole>,
    is_beside: impl Fn(&usize) -> bool,
) -> Option<usize> {
    let mut at = index;
    while let Some(before) = at.checked_sub(1) {
        if line.separator(at) >= Separator::Semicolon {
            break;
        }
        at = before;
        if !line.is_modifier(at) && line.compatible(at, index) && !is_beside(&at) {
            return Some(at);
        }
    }
    wholes.get(&index).map(|whole| whole.index)
}

/// The words that tell what kind a figure is of: those of what it is some of, or its sentence up to it.
pub(super) fn topic<'l>(line: &Line<'l>, index: usize, whole: Option<&Whole>, sentence: &'l str) -> &'l str {
    let parent = line.get(index).and_then(|item| item.parent);
    parent.or(whole.map(|whole| whole.index)).map_or(sentence, |of| line.label(of))
}

/// `市政府收到申请43件,办结40件`: whether a figure before one, up to a semicolon, names the body by its kind.
pub(super) fn of_body_before(line: &Line<'_>, index: usize) -> bool {
    let near = (0..index).rev().take_while(|before| line.separator(before + 1) < Separator::Semicolon);
    let mut labels = near.map(|before| line.label(before));
    labels.any(|label| concepts().starts_with_body(label))
}
