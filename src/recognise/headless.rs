//! Rows that stand without a heading: the rest of the table before them, or rows of a form of which nothing tells
//! the columns. What their figures are is not read here.

use std::collections::BTreeSet;

use super::blocks::{Block, Labelled};
use super::index::{Axis, Index};
use super::title::read_title;
use super::vocabulary::{Role, vocabulary};
use crate::forms::Form;

/// Rows of a form that no other table has by chance, and columns of figures of which a heading tells more than that
/// they are figures.
const FEWEST_ROWS: usize = 3;
const FEWEST_COLUMNS: usize = 2;

/// The blocks, each with the rows that go on with it behind a line such as `续表`.
pub(super) fn joined(blocks: Vec<Block<'_>>) -> Vec<Block<'_>> {
    let mut all: Vec<Block<'_>> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match all.last_mut() {
            Some(before) if goes_on(before, &block) => before.data.extend(block.data),
            _ => all.push(block),
        }
    }
    all
}

/// Whether a block has no heading of its own and other rows of the forms that the one before is of.
fn goes_on(before: &Block<'_>, block: &Block<'_>) -> bool {
    let width = |row: Option<&Labelled<'_>>| row.map(|row| row.row.cells.len());
    if before.headers.is_empty() || !block.headers.is_empty() || width(before.data.last()) != width(block.data.first())
    {
        return false;
    }
    let says_nothing = |text: &str| {
        let is_mark = vocabulary().is(&super::label::key(text), Role::Continued);
        is_mark || read_title(text).is_none() && !text.chars().any(char::is_numeric)
    };
    let titles = || block.titles.iter().flat_map(|row| row.filled()).map(|(_, cell)| &*cell.text);
    let keys = |block: &Block<'_>| -> Option<BTreeSet<String>> {
        let rows = block.data.iter().filter(|row| row.has_figures());
        rows.map(|row| row.label().filter(|label| label.is_known(Axis::Row)).map(|label| label.key.clone())).collect()
    };
    let own = keys(block).unwrap_or_default();
    !own.is_empty() && titles().all(says_nothing) && keys(before).is_some_and(|other| own.is_disjoint(&other))
}

/// The form of which a block without a heading has rows, where these have several columns.
pub(super) fn form_of<'i>(block: &Block<'_>, index: &'i Index) -> Option<&'i Form> {
    if !block.headers.is_empty() {
        return None;
    }
    let rows = || block.data.iter().filter(|row| row.figures() >= FEWEST_COLUMNS);
    let is_row = |form: usize, line: usize| {
        index.forms.get(form).and_then(|form| form.rows.get(line)).is_some_and(|line| !line.heading)
    };
    let known = |form: usize| {
        let own = |row: &&Labelled<'_>| {
            row.label().is_some_and(|label| label.lines(form, Axis::Row).any(|line| is_row(form, line)))
        };
        rows().filter(own).count()
    };
    let (count, form) = (0..index.forms.len())
        .map(|form| (known(form), form))
        .max_by_key(|(count, form)| (*count, std::cmp::Reverse(*form)))?;
    let is_enough = count >= FEWEST_ROWS && count * 2 > rows().count();
    index.forms.get(form).filter(|_| is_enough).map(AsRef::as_ref)
}
