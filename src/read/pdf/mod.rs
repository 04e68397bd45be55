//! PDF files with a text layer: the tables that ruled lines draw, and every other line as prose.
//! `load` opens the file within limits, `font` and `cmap` say what the bytes of a text mean, `page` and
//! `content` where each character and each line stands, `lattice` and `lines` what a reader sees in that, and
//! `pieces` what goes on from one page to the next.

mod cmap;
mod content;
mod font;
mod geometry;
mod lattice;
mod lines;
mod load;
mod page;
mod pieces;
mod runs;

use super::shield::shielded;
use super::transcript::Transcript;
use super::{Content, Refusal};
use crate::document::{Paragraph, Place, Table, Within};
use crate::limits::{Limit, Limits};
use crate::problem::ProblemKind;
use pieces::Piece;

const FORMAT: &str = "PDF";

/// Reads a file, with the title that its properties give.
///
/// # Errors
/// Damage, encryption, pages without text, and the limits.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Content, Option<Paragraph>), Refusal> {
    shielded(FORMAT, || document(bytes, limits))
}

fn document(bytes: &[u8], limits: &Limits) -> Result<(Content, Option<Paragraph>), Refusal> {
    let file = load::load(bytes, limits)?;
    let title = load::title(&file).map(|text| {
        let place = Place { line: 1, column: 1, row: 1, span: 0..0, within: Within::Part("Info".into()) };
        Paragraph { text: text.into(), place }
    });
    let mut work = page::Work::new(limits);
    let mut pages = Vec::new();
    for (index, id) in file.page_iter().enumerate() {
        limits.within(Limit::Pages, index + 1)?;
        let at = |kind: ProblemKind| Refusal::at(kind, place(index + 1, 1));
        let read = page::read(&file, id, &mut work).map_err(at)?;
        pages.push(lines::parts(read, limits).map_err(|over| at(over.into()))?);
    }
    let pieces = pieces::of(pages);
    if pieces.is_empty() {
        return Err(ProblemKind::Scanned.into());
    }
    let mut transcript = Transcript::new(limits);
    let (mut tables, mut paragraphs): (Vec<Table>, Vec<Paragraph>) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece {
            Piece::Prose { at, text } => {
                paragraphs.push(transcript.paragraph(&text, at.line, Within::Page(at.page))?);
            }
            Piece::Table(found) => tables.push(table(&found, &mut transcript)?),
        }
    }
    Ok((Content { text: transcript.finish(), encoding: FORMAT, tables, paragraphs }, title))
}

/// A table whose rows count as lines of their page.
fn table(found: &pieces::Table, transcript: &mut Transcript) -> Result<Table, Refusal> {
    let mut table = Table::default();
    for (at, row) in &found.rows {
        let over = |over| Refusal::at(over, place(at.page, at.line));
        transcript.budget.row(table.rows.len(), row.len()).map_err(over)?;
        let cells = || row.iter().map(|cell| cell.as_deref().unwrap_or(""));
        if cells().any(|text| !text.is_empty()) {
            table.rows.push(transcript.row(cells(), at.line, &Within::Page(at.page))?);
        }
    }
    Ok(table)
}

/// The start of a line of a page.
fn place(page: usize, line: usize) -> Place {
    Place { line, column: 1, row: line, span: 0..0, within: Within::Page(page) }
}

fn damaged(detail: &dyn std::fmt::Display) -> ProblemKind {
    ProblemKind::Damaged { format: FORMAT, detail: detail.to_string() }
}

#[cfg(test)]
mod tests;
