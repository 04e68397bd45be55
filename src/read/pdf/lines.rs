//! The characters of a page to lines, paragraphs and tables, from the top. A line that is full goes
//! on in the next one; text that is set in columns without ruled lines is a table where it keeps to
//! its columns.

use std::ops::Range;

use super::geometry::{Glyph, Page};
use super::lattice::{Lattice, lattices};
use super::runs::{starts_within, untangle};
use crate::limits::{Exceeded, Limits};
use crate::read::aligned::{self, Token};
use crate::read::inline::is_chinese;

/// Rows of cells.
pub(super) type Rows = Vec<Vec<Option<String>>>;

/// A piece of a page.
pub(super) enum Part {
    /// A paragraph, and how many lines it takes.
    Prose { text: String, lines: usize },
    /// A table, and the edges of its columns where lines draw them.
    Table { rows: Rows, edges: Vec<f64> },
}

/// Gaps, in sizes of the font: between words, and between columns.
const WORD: f64 = 0.3;
const COLUMN: f64 = 1.5;
/// Lines that have a gap where a column may end, for a small gap to be one.
const FEWEST_ALIKE: usize = 3;
/// Lines that a wrapped label may take between two rows of a table.
const WRAPPED_LINES: usize = 3;

/// The pieces of a page in the order in which they are read.
///
/// # Errors
/// The limits on lines and tables.
pub(super) fn parts(page: Page, limits: &Limits) -> Result<Vec<Part>, Exceeded> {
    let lattices = lattices(&page.rules, limits)?;
    let mut inside: Vec<Vec<Glyph>> = lattices.iter().map(|_| Vec::new()).collect();
    let mut outside = Vec::new();
    for glyph in page.glyphs {
        let (x, y) = middle(&glyph);
        let owner = lattices.iter().position(|lattice| lattice.contains(x, y));
        owner.and_then(|owner| inside.get_mut(owner)).unwrap_or(&mut outside).push(glyph);
    }
    let mut placed: Vec<(f64, Part)> = Vec::new();
    for (lattice, glyphs) in lattices.iter().zip(inside) {
        let top = lattice.rows.first().copied().unwrap_or(0.0);
        let rows = cells(lattice, glyphs);
        placed.push((top, Part::Table { rows, edges: lattice.columns.clone() }));
    }
    let edges: Vec<f64> = placed.iter().map(|(top, _)| *top).collect();
    placed.extend(prose(&lines(outside), &edges, limits)?);
    placed.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    Ok(placed.into_iter().map(|(_, part)| part).collect())
}

fn middle(glyph: &Glyph) -> (f64, f64) {
    (f64::midpoint(glyph.left, glyph.right), glyph.base - glyph.size * 0.35)
}

/// The texts of a grid; what spans several squares stands in the first.
fn cells(lattice: &Lattice, glyphs: Vec<Glyph>) -> Rows {
    let (height, width) = (lattice.rows.len().saturating_sub(1), lattice.columns.len().saturating_sub(1));
    let mut owners = vec![0; height * width];
    for (number, cell) in lattice.cells.iter().enumerate() {
        for row in cell.rows.clone() {
            for column in cell.columns.clone() {
                if let Some(owner) = owners.get_mut(row * width + column) {
                    *owner = number;
                }
            }
        }
    }
    let mut texts: Vec<Vec<Glyph>> = lattice.cells.iter().map(|_| Vec::new()).collect();
    for glyph in glyphs {
        let (x, y) = middle(&glyph);
        let square = lattice.square(x, y);
        let owner = square.and_then(|(row, column)| owners.get(row * width + column)).copied();
        if let Some(text) = owner.and_then(|owner| texts.get_mut(owner)) {
            text.push(glyph);
        }
    }
    let mut rows = vec![vec![None; width]; height];
    for (cell, glyphs) in lattice.cells.iter().zip(texts) {
        let edge = lattice.columns.get(cell.columns.end).copied().unwrap_or(f64::MAX);
        let slot = rows.get_mut(cell.rows.start).and_then(|row| row.get_mut(cell.columns.start));
        if let Some(slot) = slot {
            *slot = Some(cell_text(&lines(glyphs), edge));
        }
    }
    rows
}

/// The lines of a cell. A line whose next character would not have fitted goes on in the next.
fn cell_text(lines: &[Line], edge: f64) -> String {
    let mut text = String::new();
    let mut before: Option<&Line> = None;
    for line in lines {
        if let (Some(before), Some(first)) = (before, line.glyphs.first()) {
            let fits = before.right() + (first.right - first.left) + first.size * 0.9 < edge;
            join(&mut text, &line.text(), if fits { "\n" } else { "" });
        } else {
            text.push_str(&line.text());
        }
        before = Some(line);
    }
    text
}

/// Adds the next line of a text; words of letters stay apart.
fn join(text: &mut String, next: &str, with: &str) {
    let ends = text.chars().next_back();
    let letters = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphabetic());
    let with = if with.is_empty() && letters(ends) && letters(next.chars().next()) { " " } else { with };
    text.push_str(with);
    text.push_str(next);
}

/// Characters side by side.
struct Line {
    glyphs: Vec<Glyph>,
}

impl Line {
    fn left(&self) -> f64 {
        self.glyphs.first().map_or(0.0, |glyph| glyph.left)
    }

    fn right(&self) -> f64 {
        self.glyphs.iter().map(|glyph| glyph.right).fold(f64::MIN, f64::max)
    }

    fn base(&self) -> f64 {
        self.glyphs.first().map_or(0.0, |glyph| glyph.base)
    }

    /// The base of the character that starts at a place.
    fn base_at(&self, left: f64) -> f64 {
        let starts = |glyph: &&Glyph| (glyph.left - left).abs() < f64::EPSILON;
        self.glyphs.iter().find(starts).map_or_else(|| self.base(), |glyph| glyph.base)
    }

    fn size(&self) -> f64 {
        self.glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max)
    }

    fn text(&self) -> String {
        text_of(&self.glyphs)
    }

    /// The text with tabs where columns may be.
    fn spaced(&self) -> String {
        let columns: Vec<String> = self.pieces(COLUMN).into_iter().map(|(text, ..)| text).collect();
        columns.join("\t")
    }

    /// The gaps where columns may be.
    fn gaps(&self) -> Vec<(f64, f64)> {
        let pieces = self.pieces(COLUMN);
        pieces.windows(2).filter_map(|two| Some((two.first()?.2, two.get(1)?.1))).collect()
    }

    /// The text with tabs where columns may be, also at smaller gaps where other lines have such gaps.
    fn spaced_like(&self, gaps: &[(f64, f64)]) -> String {
        let mut text = String::new();
        let mut before: Option<f64> = None;
        for (piece, left, right) in self.pieces(WORD) {
            if let Some(end) = before {
                let middle = f64::midpoint(end, left);
                let alike = gaps.iter().filter(|(from, to)| (*from..*to).contains(&middle)).count();
                let is_wide = left - end >= COLUMN * self.size() || left < end;
                let columns = is_wide || alike >= FEWEST_ALIKE;
                let words = is_between_words(text.chars().next_back(), piece.chars().next());
                text.push_str(if columns {
                    "\t"
                } else if words {
                    " "
                } else {
                    ""
                });
                text.push_str(&piece);
            } else {
                text = piece;
            }
            before = Some(right);
        }
        text
    }

    /// The pieces between gaps of so many sizes of the font: text, left and right.
    fn pieces(&self, gap: f64) -> Vec<(String, f64, f64)> {
        let mut pieces: Vec<(Vec<Glyph>, f64)> = Vec::new();
        for glyph in self.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()) {
            match pieces.last_mut() {
                Some((piece, right))
                    if glyph.left - *right < gap * glyph.size
                        && !piece.last().is_some_and(|before| starts_within(before, *right, glyph)) =>
                {
                    *right = right.max(glyph.right);
                    piece.push(glyph.clone());
                }
                _ => pieces.push((vec![glyph.clone()], glyph.right)),
            }
        }
        let made = |(piece, right): (Vec<Glyph>, f64)| {
            let left = piece.first().map_or(0.0, |glyph| glyph.left);
            (text_of(&piece), left, right)
        };
        pieces.into_iter().map(made).collect()
    }
}

/// The text of characters side by side, with a space where there is a gap between words.
fn text_of(glyphs: &[Glyph]) -> String {
    let mut text = String::new();
    let mut before: Option<&Glyph> = None;
    for glyph in glyphs {
        let gap = before.is_some_and(|before| glyph.left - before.right > WORD * glyph.size);
        if gap && is_between_words(text.chars().next_back(), glyph.text.chars().next()) {
            text.push(' ');
        }
        text.push_str(&glyph.text);
        before = Some(glyph);
    }
    text.trim().to_owned()
}

/// Whether a gap between two characters parts words: Chinese ones have none.
fn is_between_words(last: Option<char>, next: Option<char>) -> bool {
    let of_word = |sign: Option<char>| sign.is_some_and(|sign| !sign.is_whitespace() && !is_chinese(sign));
    of_word(last) && of_word(next)
}

/// Characters to lines, from the top, each from the left.
fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|one, other| one.base.total_cmp(&other.base));
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut() {
            Some(line) if glyph.base - line.base() <= 0.4 * glyph.size.min(line.size()) => line.glyphs.push(glyph),
            _ => lines.push(Line { glyphs: vec![glyph] }),
        }
    }
    for line in &mut lines {
        line.glyphs.sort_by(|one, other| one.left.total_cmp(&other.left));
        // Bold type is sometimes the same character drawn twice, a little apart.
        line.glyphs
            .dedup_by(|later, earlier| later.text == earlier.text && later.left - earlier.left < 0.15 * earlier.size);
        untangle(&mut line.glyphs);
    }
    lines.retain(|line| line.glyphs.iter().any(|glyph| !glyph.text.trim().is_empty()));
    lines
}

/// Lines to paragraphs, and to tables where several lines keep to columns. No paragraph goes on
/// across one of the edges.
fn prose(lines: &[Line], edges: &[f64], limits: &Limits) -> Result<Vec<(f64, Part)>, Exceeded> {
    let left = lines.iter().map(Line::left).fold(f64::MAX, f64::min);
    let right = lines.iter().map(Line::right).fold(f64::MIN, f64::max);
    let (mut parts, mut start) = (Vec::new(), 0);
    for (taken, table) in set_apart(lines, limits)? {
        parts.extend(running(lines.get(start..taken.start).unwrap_or_default(), (left, right), edges));
        let top = lines.get(taken.start).map_or(0.0, Line::base);
        parts.extend(table.into_iter().map(|part| (top, part)));
        start = taken.end;
    }
    parts.extend(running(lines.get(start..).unwrap_or_default(), (left, right), edges));
    Ok(parts)
}

/// What some lines are, and which they are.
type Taken = (Range<usize>, Vec<Part>);

/// Tables that keep to their columns although cells are blank or take several lines, and lines of figures under
/// headings, by the lines that they take.
fn set_apart(lines: &[Line], limits: &Limits) -> Result<Vec<Taken>, Exceeded> {
    let pieces: Vec<Vec<(String, f64, f64)>> = lines.iter().map(|line| line.pieces(WORD)).collect();
    let views: Vec<aligned::Line<'_>> = lines
        .iter()
        .zip(&pieces)
        .map(|(line, pieces)| aligned::Line {
            y: line.base(),
            size: line.size(),
            tokens: pieces
                .iter()
                .map(|(text, left, right)| Token { left: *left, right: *right, y: line.base_at(*left), text })
                .collect(),
        })
        .collect();
    let piece = |at: &(usize, usize)| pieces.get(at.0)?.get(at.1).map(|(text, ..)| text.as_str());
    let text = |at: &Vec<(usize, usize)>| {
        let mut text = String::new();
        at.iter().filter_map(piece).for_each(|own| join(&mut text, own, ""));
        (!text.is_empty()).then_some(text)
    };
    let rows = |table: &aligned::Found| table.rows.iter().map(|row| row.iter().map(text).collect()).collect();
    let tables = aligned::tables(&views, true, limits).map_err(|refused| refused.over)?;
    let table = |one: &aligned::Found| (one.lines.clone(), vec![Part::Table { rows: rows(one), edges: Vec::new() }]);
    let mut found: Vec<Taken> = tables.iter().map(table).collect();
    for one in aligned::singles(&views, &tables) {
        let high = one.lines.len() - 1;
        let cells = one.heading.iter().filter_map(piece).enumerate();
        // The first cell takes all lines of the heading.
        let mut parts: Vec<Part> =
            cells.map(|(at, text)| Part::Prose { text: text.into(), lines: if at == 0 { high } else { 0 } }).collect();
        let figures: Vec<&str> = one.figures.iter().filter_map(piece).collect();
        parts.push(Part::Prose { text: figures.join("\t"), lines: 1 });
        found.push((one.lines, parts));
    }
    found.sort_by_key(|(lines, _)| lines.start);
    Ok(found)
}

/// Lines to paragraphs, and to tables where several lines have the same columns.
fn running(lines: &[Line], (left, right): (f64, f64), edges: &[f64]) -> Vec<(f64, Part)> {
    let mut parts = Vec::new();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let (set, columns) = set_in_columns(rest);
        if columns.is_empty() {
            let (lines, _) = rest.split_at(set);
            let gaps: Vec<(f64, f64)> = lines.iter().flat_map(Line::gaps).collect();
            parts.extend(
                lines.iter().map(|line| (line.base(), Part::Prose { text: line.spaced_like(&gaps), lines: 1 })),
            );
        } else {
            parts.push((first.base(), Part::Table { rows: columns, edges: Vec::new() }));
        }
        if set > 0 {
            rest = rest.get(set..).unwrap_or_default();
            continue;
        }
        let goes_on = |(number, two): &(usize, &[Line])| match two {
            [line, next] => {
                let size = line.size();
                let crosses = edges.iter().any(|edge| (line.base()..next.base()).contains(edge));
                // Beside a column of navigation prose has a left edge of its own, from which its first line is set in.
                let set_in = (line.left() - next.left()) / size;
                let is_below = if *number == 0 { (0.5..3.0).contains(&set_in) } else { set_in.abs() < 0.5 };
                line.right() > right - 2.0 * size
                    && (next.left() < left + size || is_below)
                    && (size - next.size()).abs() < 0.1 * size
                    && next.base() - line.base() < 3.0 * size
                    && !crosses
            }
            _ => false,
        };
        let count = 1 + rest.windows(2).enumerate().take_while(goes_on).count();
        let mut text = String::new();
        if count == 1 {
            text = first.spaced();
        } else {
            rest.iter().take(count).for_each(|line| join(&mut text, &line.text(), ""));
        }
        parts.push((first.base(), Part::Prose { text, lines: count }));
        rest = rest.get(count..).unwrap_or_default();
    }
    parts
}

/// How many lines from the first one on are set in columns, and the rows that they are where all of
/// them keep to the same columns. Where they do not, some cells are blank, merged or wrapped, and which
/// column is which is not told by where a line breaks; the labels tell, later.
fn set_in_columns(lines: &[Line]) -> (usize, Rows) {
    let (mut count, mut columns) = (0, Vec::new());
    for (at, line) in lines.iter().enumerate() {
        let pieces = line.pieces(COLUMN);
        if pieces.len() > 1 {
            count = at + 1;
        } else if at >= count + WRAPPED_LINES || count == 0 {
            break;
        }
        columns.push(pieces);
    }
    let rows = columns.get(..count).unwrap_or_default();
    let Some(first) = rows.first().filter(|_| count > 1) else { return (0, Vec::new()) };
    let overlap = |((_, left, right), (_, other_left, other_right)): (&(String, f64, f64), &(String, f64, f64))| {
        left < other_right && other_left < right
    };
    let alike = |row: &Vec<(String, f64, f64)>| row.len() == first.len() && row.iter().zip(first).all(overlap);
    if !rows.iter().all(alike) {
        return (count, Vec::new());
    }
    (count, rows.iter().map(|row| row.iter().map(|(text, ..)| Some(text.clone())).collect()).collect())
}
