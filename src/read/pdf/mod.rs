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

use super::Content;
use super::limits::{MAX_PAGES, within};
use super::shield::shielded;
use super::transcript::Transcript;
use crate::document::{Paragraph, Table, Within};
use crate::problem::{Limit, ProblemKind};
use pieces::Piece;

const FORMAT: &str = "PDF";

/// Reads a file.
///
/// # Errors
/// Damage, encryption, pages without text, and the limits.
pub(super) fn read(bytes: &[u8]) -> Result<Content, ProblemKind> {
    shielded(FORMAT, || document(bytes))
}

fn document(bytes: &[u8]) -> Result<Content, ProblemKind> {
    let file = load::load(bytes)?;
    let mut work = page::Work::default();
    let mut pieces = Vec::new();
    for (index, id) in file.page_iter().enumerate() {
        within(Limit::Pages, index + 1, MAX_PAGES)?;
        pieces::add_page(&mut pieces, index + 1, lines::parts(page::read(&file, id, &mut work)?));
    }
    if pieces.is_empty() {
        return Err(ProblemKind::Scanned);
    }
    let mut transcript = Transcript::default();
    let (mut tables, mut paragraphs): (Vec<Table>, Vec<Paragraph>) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece {
            Piece::Prose { at, text } => {
                paragraphs.push(transcript.paragraph(&text, at.line, Within::Page(at.page))?);
            }
            Piece::Table(found) => tables.push(table(&found, &mut transcript)?),
        }
    }
    Ok(Content { text: transcript.finish(), encoding: FORMAT, tables, paragraphs })
}

/// A table whose rows count as lines of their page.
fn table(found: &pieces::Table, transcript: &mut Transcript) -> Result<Table, ProblemKind> {
    let mut table = Table::default();
    for (at, row) in &found.rows {
        transcript.budget.row(table.rows.len(), row.len())?;
        let cells = || row.iter().map(|cell| cell.as_deref().unwrap_or(""));
        if cells().any(|text| !text.is_empty()) {
            table.rows.push(transcript.row(cells(), at.line, &Within::Page(at.page))?);
        }
    }
    Ok(table)
}

fn damaged(detail: &dyn std::fmt::Display) -> ProblemKind {
    ProblemKind::Damaged { format: FORMAT, detail: detail.to_string() }
}

#[cfg(test)]
mod tests;
