//! Panels that are read piece by piece: what the heading says, and lines read by it later, as if they
//! stood under it. A document that is more than a heading and its lines is no such panel.

use std::sync::Arc;

use super::blocks::{Block, blocks};
use super::builder::Builder;
use super::cells::{CellKind, kinds, of_row};
use super::index::Axis;
use super::line::Lines;
use super::matching::{Heading, Layout, candidates};
use super::title::read_key_value;
use super::vocabulary::{Role, vocabulary};
use super::{Recognised, Recogniser, label, repeated_heading, tidy};
use crate::document::{Document, Row};
use crate::forms::Form;
use crate::report::Unrecognised;

/// What the heading of a panel says of the lines under it.
#[derive(Debug, Clone)]
pub struct Panel {
    lines: Lines,
    headings: usize,
    unknown: Vec<Unrecognised>,
}

/// What a row under the heading of a panel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// A line of the panel.
    Line,
    /// A line with fields too few or too many.
    Ragged,
    /// Nothing.
    Blank,
    /// What may be a title, a heading, or the row of another table.
    Other,
}

impl Panel {
    /// Fields of a line.
    #[must_use]
    pub fn width(&self) -> usize {
        self.lines.width
    }

    /// Rows of the heading.
    #[must_use]
    pub fn headings(&self) -> usize {
        self.headings
    }

    /// The field that names the body.
    #[must_use]
    pub fn entity(&self) -> Option<usize> {
        self.lines.keys.entity
    }

    /// The field that names the year.
    #[must_use]
    pub fn period(&self) -> Option<usize> {
        self.lines.keys.period
    }

    /// The fields with figures from left to right, each with the row and column of its form.
    pub fn figures(&self) -> impl Iterator<Item = (usize, &Arc<Form>, (usize, usize))> {
        self.lines.targets.iter().map(|target| (target.column, &target.form, target.cell))
    }

    /// Headings that no form explains.
    #[must_use]
    pub fn unknown(&self) -> &[Unrecognised] {
        &self.unknown
    }
}

impl Recogniser {
    /// Reads the heading of a panel; the document may have only the first of its lines. `None` where it
    /// is anything else, or names the wholes that bodies are part of.
    #[must_use]
    pub fn panel(&self, document: &Document) -> Option<Panel> {
        let [table] = document.tables.as_slice() else { return None };
        let blocks = blocks([(table, kinds(table, &self.index))], &self.index);
        let [block] = blocks.as_slice() else { return None };
        let says_more = |row: &Row| read_key_value(row).is_some();
        let rows = block.headers.iter().chain(&block.data).map(|labelled| labelled.row);
        let plain = document.paragraphs.is_empty() && block.titles.is_empty() && !block.headers.is_empty();
        if !plain || block.data.is_empty() || repeated_heading(block).is_some() || tidy::heads(block) {
            return None;
        }
        if rows.clone().any(says_more) {
            return None;
        }
        let lines = self.lines(block)?;
        let heading = Heading::of(block);
        let unknown = lines.unknown_columns(block, &heading).into_iter();
        let unknown = unknown.map(|cell| Unrecognised { text: cell.text.trim().into(), place: cell.place.clone() });
        let unknown = unknown.collect();
        Some(Panel { lines, headings: block.headers.len(), unknown })
    }

    fn lines(&self, block: &Block<'_>) -> Option<Lines> {
        let heading = Heading::of(block);
        let matches = [candidates(block, &heading, &self.index)];
        let families = self.family_scores(&matches);
        let found = self.best(matches.first()?, &families, None)?;
        let Layout::Line(_) = found.layout else { return None };
        let lines = Lines::of(&self.index, block, &heading, found.form);
        (lines.keys.are_there() && !lines.keys.name_wholes()).then_some(lines)
    }

    /// What a row is under the heading of a panel.
    #[must_use]
    pub fn under(&self, panel: &Panel, row: &Row) -> Under {
        let kinds = of_row(row, &self.index);
        let count = |wanted: fn(&CellKind<'_>) -> bool| kinds.iter().filter(|kind| wanted(kind)).count();
        let filled = count(|kind| !matches!(kind, CellKind::Blank));
        let texts = count(|kind| matches!(kind, CellKind::Text(_)));
        let figures = count(|kind| matches!(kind, CellKind::Figure));
        let names_row = kinds.iter().any(|kind| matches!(kind, CellKind::Text(label) if label.is_known(Axis::Row)));
        let is_data = filled > 1 && (figures > 0 || texts <= 1);
        if filled == 0 {
            Under::Blank
        } else if !is_data || names_row || read_key_value(row).is_some() || self.is_whole(panel, row) {
            Under::Other
        } else if panel.lines.fits(row) {
            Under::Line
        } else {
            Under::Ragged
        }
    }

    fn is_whole(&self, panel: &Panel, row: &Row) -> bool {
        let body = panel.entity().and_then(|column| row.cells.get(column));
        body.is_some_and(|cell| self.is_no_body(cell.text.trim()))
    }

    /// Whether a name in the column of bodies stands for all of them, or is the label of a row.
    #[must_use]
    pub fn is_no_body(&self, name: &str) -> bool {
        self.index.may_know(name)
            && (self.index.look_up(name).is_known(Axis::Row) || vocabulary().is(&label::key(name), Role::Everybody))
    }

    /// Whether a text may be the label of a row, or stand for all bodies; quick, and never `false` for what is.
    #[must_use]
    pub fn may_know(&self, text: &str) -> bool {
        self.index.may_know(text)
    }

    /// Reads every row of a document as a line of a panel.
    #[must_use]
    pub fn panel_lines(&self, panel: &Panel, document: &Document) -> Recognised {
        let mut builder = Builder::new(document, &self.index);
        for row in document.tables.iter().flat_map(|table| &table.rows) {
            panel.lines.read(&mut builder, row);
        }
        builder.lines()
    }
}
