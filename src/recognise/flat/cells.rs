//! Paragraphs to the cells that they were: one, or several where spaces part them. A line of prose
//! stays whole. Which cells make up a row is not known here.

use std::ops::Range;

use super::super::cells::{CellKind, is_year, kind_of};
use super::super::index::{Axis, Index, Label};
use super::super::part::place_of;
use super::super::vocabulary::{Role, vocabulary};
use crate::document::{Cell, Paragraph};
use crate::number::looks_numeric;

/// Characters of the longest line that may be a label which no form knows.
const LONGEST_LABEL: usize = 60;
/// Bytes of the longest line that is looked up at all.
const LONGEST_LINE: usize = 400;
/// The most parts of a line: no form has as many columns.
const MOST_PARTS: usize = 64;
/// Parts that spaces within one label may leave, as in `指 标 名 称`.
const MOST_PARTS_OF_LABEL: usize = 8;

/// A cell as printed.
pub(super) struct Piece<'a> {
    /// Which paragraph it stands in.
    pub(super) paragraph: usize,
    pub(super) kind: Kind<'a>,
    /// Whether one space alone parts it from the digits before, so that both may be one figure.
    pub(super) glued: bool,
    source: &'a Paragraph,
    bytes: Range<usize>,
}

/// What a cell may be.
pub(super) enum Kind<'a> {
    /// A figure, a sign or word for none, or a blank field beside figures.
    Value,
    /// A measure word.
    Measure,
    /// A label, known or not.
    Text(Label<'a>),
    /// A line that is no cell.
    Prose,
}

impl<'a> Piece<'a> {
    pub(super) fn text(&self) -> &str {
        self.source.text.get(self.bytes.clone()).unwrap_or_default()
    }

    pub(super) fn cell(&self) -> Cell {
        Cell { text: self.text().into(), place: place_of(self.source, self.bytes.clone()) }
    }

    /// The cell that this piece and one after it in the same paragraph are together.
    pub(super) fn through(&self, last: &Piece<'_>) -> Cell {
        let bytes = self.bytes.start..last.bytes.end;
        let text = self.source.text.get(bytes.clone()).unwrap_or_default();
        Cell { text: text.into(), place: place_of(self.source, bytes) }
    }

    pub(super) fn is_value(&self) -> bool {
        matches!(self.kind, Kind::Value)
    }

    pub(super) fn label(&self) -> Option<&Label<'a>> {
        match &self.kind {
            Kind::Text(label) => Some(label),
            _ => None,
        }
    }
}

/// Whether a label is one of a form or a word of headings.
pub(super) fn is_known(label: &Label<'_>) -> bool {
    !label.meanings.is_empty() || vocabulary().knows(&label.key)
}

/// Whether a label stands in headings of tables and nowhere else.
pub(super) fn heads_columns(label: &Label<'_>) -> bool {
    vocabulary().is(&label.key, Role::Label) || (label.is_known(Axis::Column) && !label.is_known(Axis::Row))
}

/// All cells of some paragraphs, in order.
pub(super) fn pieces<'a>(paragraphs: &'a [Paragraph], index: &'a Index) -> Vec<Piece<'a>> {
    let mut found = Vec::with_capacity(paragraphs.len());
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let start = found.len();
        let parts = if is_page_number(&paragraph.text) { Vec::new() } else { fields(&paragraph.text, index) };
        found.extend(parts.into_iter().map(|(bytes, kind)| Piece {
            paragraph: number,
            kind,
            glued: false,
            source: paragraph,
            bytes,
        }));
        glue(found.get_mut(start..).unwrap_or_default());
    }
    read_years(&mut found, index);
    found
}

/// `- 3 -` stands between the pages and in no table.
fn is_page_number(text: &str) -> bool {
    let dash = ['-', '—', '–', '－', '―'];
    let inner = text.trim().strip_prefix(dash).and_then(|rest| rest.strip_suffix(dash));
    let inner = inner.map(|inner| inner.trim_matches(|char: char| char.is_whitespace() || dash.contains(&char)));
    inner.is_some_and(|number| (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The cells of a line that tabs may divide. Blank fields beside figures are blank figures; those
/// before the label are of a merged cell.
fn fields<'i>(text: &str, index: &'i Index) -> Vec<(Range<usize>, Kind<'i>)> {
    if !text.contains('\t') {
        return parts(text, index);
    }
    let filled = || text.split('\t').filter(|field| !field.trim().is_empty());
    let is_row = |field: &str| index.look_up(field).is_known(Axis::Row);
    // A row whose figures are all blank holds nothing but its label.
    let has_figures = filled().any(|field| is_value(field, index))
        || filled().count() == 1 && text.ends_with("\t\t") && filled().all(is_row);
    let mut found: Vec<(Range<usize>, Kind<'_>)> = Vec::new();
    let mut start = 0;
    for field in text.split('\t') {
        if !field.trim().is_empty() {
            let moved = |(bytes, kind): (Range<usize>, Kind<'i>)| (start + bytes.start..start + bytes.end, kind);
            found.extend(parts(field, index).into_iter().map(moved));
        } else if has_figures && !found.is_empty() {
            found.push((start..start, Kind::Value));
        }
        start += field.len() + 1;
    }
    found
}

fn is_value(field: &str, index: &Index) -> bool {
    matches!(of_cell(field, index), Kind::Value)
}

/// The cells of one line.
fn parts<'i>(text: &str, index: &'i Index) -> Vec<(Range<usize>, Kind<'i>)> {
    let tokens = tokens(text);
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Vec::new() };
    let bytes = first.start..last.end;
    let kind = of_line(text.get(bytes.clone()).unwrap_or_default(), index);
    let ends_figures = |last: &str| is_value(last, index);
    let whole = match &kind {
        Kind::Prose | Kind::Measure => true,
        Kind::Text(label) => tokens.len() == 1 || is_known(label) && !text.get(last.clone()).is_some_and(ends_figures),
        Kind::Value => !tokens.iter().all(|token| text.get(token.clone()).is_some_and(looks_numeric)),
    };
    if !whole && let Some(parts) = apart(text, &tokens, index) {
        return unglued(text, parts, index);
    }
    vec![(bytes, kind)]
}

/// A long label leaves no space before the first of its figures.
fn unglued<'i>(
    text: &str,
    mut parts: Vec<(Range<usize>, Kind<'i>)>,
    index: &'i Index,
) -> Vec<(Range<usize>, Kind<'i>)> {
    let Some(last) = parts.iter().rposition(|(_, kind)| !matches!(kind, Kind::Value)) else { return parts };
    let Some((bytes, Kind::Text(label))) = parts.get(last) else { return parts };
    let glued = text.get(bytes.clone()).unwrap_or_default();
    let own = glued.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let (middle, end) = (bytes.start + own.len(), bytes.end);
    if is_known(label) || last + 1 == parts.len() || middle == end {
        return parts;
    }
    let label = index.look_up(own);
    if label.is_known(Axis::Row)
        && let Some(slot) = parts.get_mut(last)
    {
        *slot = (slot.0.start..middle, Kind::Text(label));
        parts.insert(last + 1, (middle..end, Kind::Value));
    }
    parts
}

fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut end = 0;
    let pieces = text.split_inclusive(char::is_whitespace).filter_map(|piece| {
        let start = end;
        end += piece.len();
        let token = piece.trim_end();
        (!token.is_empty()).then_some(start..start + token.len())
    });
    pieces.take(MOST_PARTS + 1).collect()
}

fn of_line<'i>(text: &str, index: &'i Index) -> Kind<'i> {
    // What pads columns to their width counts for nothing.
    let (bytes, length) = text
        .split_whitespace()
        .fold((0, 0), |(bytes, length), word| (bytes + word.len(), length + word.chars().count()));
    if bytes > LONGEST_LINE {
        return Kind::Prose;
    }
    let ends_sentences = |char| matches!(char, '。' | '；' | '！' | '？');
    match of_cell(text, index) {
        Kind::Text(label) if !is_known(&label) => {
            let prose = text.contains(ends_sentences) || length > LONGEST_LABEL;
            if prose { Kind::Prose } else { Kind::Text(label) }
        }
        kind => kind,
    }
}

fn of_cell<'i>(text: &str, index: &'i Index) -> Kind<'i> {
    match kind_of(text, index) {
        CellKind::Figure | CellKind::Nothing => Kind::Value,
        CellKind::Measure => Kind::Measure,
        CellKind::Text(_) if is_measures(text) => Kind::Measure,
        CellKind::Text(label) => Kind::Text(label),
        CellKind::Blank => Kind::Prose,
    }
}

/// Several measure words in one cell, such as `件(次)`.
fn is_measures(text: &str) -> bool {
    let mut words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| vocabulary().is_measure(word))
}

/// The cheapest way to split a line at its spaces: into as few cells as can be, and above all into
/// ones that are known. `None` where no cell of it would be.
fn apart<'i>(text: &str, tokens: &[Range<usize>], index: &'i Index) -> Option<Vec<(Range<usize>, Kind<'i>)>> {
    const UNKNOWN: usize = 20;
    if tokens.len() > MOST_PARTS {
        return None;
    }
    // For each number of tokens: the cost, how many of them the last cell takes, and what it is.
    let mut best: Vec<(usize, usize, Kind<'_>)> = vec![(0, 0, Kind::Prose)];
    for end in 1..=tokens.len() {
        let mut found: Option<(usize, usize, Kind<'_>)> = None;
        for taken in 1..=end.min(MOST_PARTS_OF_LABEL) {
            let (Some(first), Some(last)) = (tokens.get(end - taken), tokens.get(end - 1)) else { continue };
            let cell = text.get(first.start..last.end)?;
            let kind = of_line(cell, index);
            let cost = match &kind {
                Kind::Prose if taken == 1 => return None,
                // A sign for none after a label is a figure, although labels are known without their signs.
                Kind::Text(_) if taken > 1 && is_value(text.get(last.clone())?, index) => continue,
                Kind::Text(label) if is_known(label) => 2,
                Kind::Text(_) if taken == 1 => UNKNOWN,
                Kind::Value | Kind::Measure if taken == 1 => 2,
                // `3 亿元` is one figure, `3 5` is two.
                Kind::Value if taken == 2 && !is_value(text.get(last.clone())?, index) => 3,
                _ => continue,
            };
            let cost = cost + best.get(end - taken)?.0;
            if found.as_ref().is_none_or(|(least, ..)| cost < *least) {
                found = Some((cost, taken, kind));
            }
        }
        best.push(found?);
    }
    let mut parts: Vec<(Range<usize>, Kind<'_>)> = Vec::new();
    let mut end = tokens.len();
    while end > 0 {
        let (_, taken, kind) = best.get_mut(end)?;
        let kind = std::mem::replace(kind, Kind::Prose);
        let start = end - *taken;
        let bytes = tokens.get(start)?.start..tokens.get(end - 1)?.end;
        let unknown = |kind: &Kind<'_>| matches!(kind, Kind::Text(label) if !is_known(label));
        match parts.last_mut() {
            // Words that mean nothing one by one are one text.
            Some((after, other)) if unknown(other) && unknown(&kind) => {
                after.start = bytes.start;
                *other = of_line(text.get(after.clone())?, index);
            }
            _ => parts.push((bytes, kind)),
        }
        end = start;
    }
    parts.reverse();
    (parts.len() > 1).then_some(parts)
}

/// Marks digits that may go on the figure before, as `978` in `22 978`.
fn glue(line: &mut [Piece<'_>]) {
    let digits = |piece: &Piece<'_>| piece.is_value() && piece.text().bytes().all(|byte| byte.is_ascii_digit());
    for at in 1..line.len() {
        let Some([before, piece]) = line.get(at - 1..=at) else { continue };
        let starts = before.glued || ((1..=3).contains(&before.text().len()) && !before.text().starts_with('0'));
        let gap = piece.source.text.get(before.bytes.end..piece.bytes.start).unwrap_or_default();
        let one_space = gap != "\t" && gap.chars().count() == 1;
        let glued = digits(before) && digits(piece) && starts && piece.text().len() == 3 && one_space;
        if let Some(piece) = line.get_mut(at) {
            piece.glued = glued;
        }
    }
}

/// A bare year between the cells of a heading is one of them and no figure.
fn read_years<'a>(pieces: &mut [Piece<'a>], index: &'a Index) {
    let year = |piece: &Piece<'_>| piece.is_value() && is_year(piece.text());
    let heads = |label: &Label<'_>| heads_columns(label) || vocabulary().is(&label.key, Role::Ignore);
    for at in 1..pieces.len() {
        let Some([before, piece]) = pieces.get(at - 1..=at) else { continue };
        let followed = pieces.get(at + 1).is_some_and(|next| next.label().is_some() || year(next));
        if !(followed && year(piece) && before.label().is_some_and(heads)) {
            continue;
        }
        let label = index.look_up(piece.text());
        if let (true, Some(piece)) = (label.is_known(Axis::Column), pieces.get_mut(at)) {
            piece.kind = Kind::Text(label);
        }
    }
}
