//! PDF files with a text layer: characters by their places on the page become words, lines, and the
//! rows of tables. A scan has no text and is refused.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform, output_doc};

use super::canvas::Canvas;
use super::guard::guarded;
use super::limits::{Limits, Quantity};
use crate::document::{Table, Within};
use crate::problem::ProblemKind;

/// Reads every page.
pub(super) fn read(bytes: &[u8], canvas: &mut Canvas<'_>, limits: &Limits) -> Result<(), ProblemKind> {
    let damaged = |detail: String| ProblemKind::Damaged { kind: "PDF", detail };
    let pages = guarded("PDF", || {
        let document = pdf_extract::Document::load_mem(bytes).map_err(|error| damaged(error.to_string()))?;
        if document.is_encrypted() {
            return Err(ProblemKind::Encrypted);
        }
        if document.get_pages().len() > limits.pages {
            return Err(limits.exceeded(Quantity::Pages));
        }
        let mut pages = Pages { list: Vec::new(), most: limits.cells, over: false };
        let done = output_doc(&document, &mut pages);
        if pages.over {
            return Err(limits.exceeded(Quantity::Cells));
        }
        done.map_err(|error| damaged(error.to_string()))?;
        Ok(pages.list)
    })?;
    if pages.iter().all(Vec::is_empty) {
        return Err(ProblemKind::NoText);
    }
    // A table that goes on overleaf is one table: rows are collected across pages.
    let mut rows = Vec::new();
    for (number, glyphs) in pages.into_iter().enumerate() {
        for line in lines(glyphs) {
            let within = Within::Page(number + 1);
            match line.as_slice() {
                [only] if is_page_number(&only.text) => {}
                [only] => {
                    table(std::mem::take(&mut rows), canvas)?;
                    canvas.paragraph(&only.text, within)?;
                }
                _ => rows.push((within, line)),
            }
        }
    }
    table(rows, canvas)
}

/// `12`, `- 12 -`, `— 3 —`.
fn is_page_number(text: &str) -> bool {
    let plain = text.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '-' | '—' | '–'));
    plain.len() <= 3 && plain.bytes().all(|byte| byte.is_ascii_digit())
}

/// A character on a page, in points from its lower left corner.
struct Glyph {
    x: f64,
    y: f64,
    width: f64,
    size: f64,
    text: String,
}

struct Pages {
    list: Vec<Vec<Glyph>>,
    /// How many characters are kept in all.
    most: usize,
    over: bool,
}

impl OutputDev for Pages {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.list.push(Vec::new());
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.most = self.most.saturating_sub(1);
        self.over |= self.most == 0;
        if self.over || text.trim().is_empty() {
            return Ok(());
        }
        let scale = (at.m11.abs() + at.m12.abs()).max(f64::EPSILON);
        if let Some(page) = self.list.last_mut() {
            page.push(Glyph {
                x: at.m31,
                y: at.m32,
                width: width * size * scale,
                size: size * scale,
                text: text.into(),
            });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Gaps between words and between cells, in widths of a Chinese character.
const WORD_GAP: f64 = 0.2;
const CELL_GAP: f64 = 0.4;

/// A piece of a line without a wide gap in it.
struct Piece {
    left: f64,
    right: f64,
    text: String,
    glyphs: Vec<Glyph>,
}

impl Piece {
    fn of(glyph: Glyph) -> Self {
        let text = glyph.text.clone();
        Self { left: glyph.x, right: glyph.x + glyph.width, text, glyphs: vec![glyph] }
    }

    fn add(&mut self, glyph: Glyph) {
        if glyph.x - self.right > glyph.size * WORD_GAP {
            self.text.push(' ');
        }
        self.text.push_str(&glyph.text);
        self.right = self.right.max(glyph.x + glyph.width);
        self.glyphs.push(glyph);
    }
}

/// The lines of a page from its top, each in pieces.
fn lines(mut glyphs: Vec<Glyph>) -> Vec<Vec<Piece>> {
    glyphs.sort_by(|one, other| other.y.total_cmp(&one.y));
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut line: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        let same = line.last().is_none_or(|last| last.y - glyph.y < last.size.min(glyph.size) * 0.5);
        if !same {
            lines.push(pieces(std::mem::take(&mut line)));
        }
        line.push(glyph);
    }
    lines.push(pieces(line));
    lines.retain(|line| !line.is_empty());
    lines
}

/// Splits a line at gaps wider than the quarter of a character that stands between Chinese and digits.
fn pieces(mut line: Vec<Glyph>) -> Vec<Piece> {
    line.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut pieces: Vec<Piece> = Vec::new();
    for glyph in line {
        match pieces.last_mut() {
            Some(last) if glyph.x - last.right < glyph.size * CELL_GAP => last.add(glyph),
            _ => pieces.push(Piece::of(glyph)),
        }
    }
    pieces
}

/// Where the columns of some rows are: the rows with the most pieces have one piece in each.
fn columns(rows: &[(Within, Vec<Piece>)]) -> Vec<(f64, f64)> {
    let most = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    let mut columns: Vec<(f64, f64)> = vec![(f64::MAX, f64::MIN); most];
    for (_, row) in rows.iter().filter(|(_, row)| row.len() == most) {
        for (column, piece) in columns.iter_mut().zip(row) {
            *column = (column.0.min(piece.left), column.1.max(piece.right));
        }
    }
    columns
}

/// Puts a piece into the columns that it lies over: a piece over several is split at its widest gaps.
fn place(piece: Piece, columns: &[(f64, f64)], texts: &mut [String]) {
    let overlap = |column: &(f64, f64)| piece.right.min(column.1) - piece.left.max(column.0);
    let over: Vec<usize> =
        columns.iter().enumerate().filter(|(_, column)| overlap(column) > 0.0).map(|(at, _)| at).collect();
    let nearest = || {
        let middle = f64::midpoint(piece.left, piece.right);
        let distance = |column: &(f64, f64)| (f64::midpoint(column.0, column.1) - middle).abs();
        columns.iter().enumerate().min_by(|one, other| distance(one.1).total_cmp(&distance(other.1))).map(|(at, _)| at)
    };
    let first = over.first().copied().or_else(nearest).unwrap_or(0);
    let mut gaps: Vec<(f64, usize)> = piece
        .glyphs
        .iter()
        .zip(piece.glyphs.iter().skip(1))
        .enumerate()
        .map(|(at, (one, next))| (next.x - one.x - one.width, at + 1))
        .filter(|(gap, _)| *gap > piece.glyphs.first().map_or(0.0, |glyph| glyph.size) * WORD_GAP)
        .collect();
    gaps.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut splits: Vec<usize> = gaps.into_iter().take(over.len().saturating_sub(1)).map(|(_, at)| at).collect();
    splits.sort_unstable();
    let mut part: Option<Piece> = None;
    let mut column = first;
    for (at, glyph) in piece.glyphs.into_iter().enumerate() {
        if splits.contains(&at) {
            add(texts, column, part.take());
            column += 1;
        }
        match &mut part {
            Some(part) => part.add(glyph),
            None => part = Some(Piece::of(glyph)),
        }
    }
    add(texts, column, part);
}

fn add(texts: &mut [String], column: usize, piece: Option<Piece>) {
    if let (Some(slot), Some(piece)) = (texts.get_mut(column), piece) {
        if !slot.is_empty() {
            slot.push(' ');
        }
        slot.push_str(&piece.text);
    }
}

/// Puts the pieces of rows into columns.
fn table(rows: Vec<(Within, Vec<Piece>)>, canvas: &mut Canvas<'_>) -> Result<(), ProblemKind> {
    let columns = columns(&rows);
    let mut table = Table::default();
    for (number, (within, row)) in rows.into_iter().enumerate() {
        let mut texts = vec![String::new(); columns.len()];
        if row.len() == columns.len() {
            texts = row.into_iter().map(|piece| piece.text).collect();
        } else {
            for piece in row {
                place(piece, &columns, &mut texts);
            }
        }
        canvas.row(&mut table, &texts, number + 1, &within)?;
    }
    canvas.table(table);
    Ok(())
}
