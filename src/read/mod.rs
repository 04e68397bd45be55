//! Files to documents: the limits of what is read at all, then the type, then a reader for it.
//! Nothing here knows what the text of a cell means.

mod aligned;
mod bars;
mod budget;
pub(crate) mod chunks;
mod csv;
mod data_table;
mod drawn;
mod encoding;
mod grid;
mod html;
mod inline;
mod kind;
mod lines;
mod markdown;
mod number_format;
mod ods;
mod package;
mod pdf;
mod properties;
mod ruled;
mod sentences;
mod settings;
mod sheet;
mod shield;
mod sources;
mod spaced;
mod text;
mod transcript;
mod tree;
mod word;
mod xls;
mod xlsx;
mod xml;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::document::{Document, Paragraph, Place, Table, Within};
use crate::limits::{Limit, Limits};
use crate::problem::{Problem, ProblemKind};
use kind::Kind;
pub use settings::settings;
pub use sources::{EXTENSIONS, sources};

const CHUNK: u64 = 64 * 1024;

/// What a reader makes of a file.
struct Content {
    text: String,
    /// The encoding of a text, the type of anything else.
    encoding: &'static str,
    tables: Vec<Table>,
    paragraphs: Vec<Paragraph>,
}

/// Why a file is not read, and where.
#[derive(Debug, PartialEq, Eq)]
struct Refusal {
    kind: ProblemKind,
    place: Option<Place>,
}

impl Refusal {
    fn at(kind: impl Into<ProblemKind>, place: Place) -> Self {
        Self { kind: kind.into(), place: Some(place) }
    }
}

impl<K: Into<ProblemKind>> From<K> for Refusal {
    fn from(kind: K) -> Self {
        Self { kind: kind.into(), place: None }
    }
}

/// Reads the file at `path`; `name` is the path as the user gave it.
///
/// # Errors
/// A [`Problem`] where the path is a folder, the system does not give the file, or
/// [`read_bytes`] refuses it.
pub fn read_path(path: &Path, name: &str, limits: &Limits) -> Result<Document, Problem> {
    let source: Arc<str> = Arc::from(name);
    match open(path) {
        Ok((file, size)) => document(&source, &path.to_string_lossy(), file, size, limits),
        Err(error) => Err(Problem { source, place: None, kind: io_problem(&error) }),
    }
}

/// Reads a file from anything that gives bytes; `name` is what the user is to see, and its ending
/// tells the type where the content does not.
///
/// # Errors
/// A [`Problem`] where the bytes cannot be had, are empty, are of no type that is read or damaged,
/// or pass one of the limits.
pub fn read_bytes(name: &str, reader: impl Read, limits: &Limits) -> Result<Document, Problem> {
    document(&Arc::from(name), name, reader, 0, limits)
}

/// The text of a file that is one, and the encoding of its bytes.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<(String, &'static str), ProblemKind> {
    encoding::decode(bytes)
}

/// A text in the encoding of another file, `None` where that lacks a sign.
pub(crate) fn encode_like(original: &[u8], text: &str, encoding: &'static str) -> Option<Vec<u8>> {
    encoding::encode_like(original, text, encoding)
}

/// The file and its size. Some systems would open a folder, others fail with words that do not
/// help, so that it is asked for first.
fn open(path: &Path) -> io::Result<(File, u64)> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok((File::open(path)?, metadata.len()))
}

/// The ending of `name` may tell the type; `size` is the size that the file probably has, or 0.
fn document(source: &Arc<str>, name: &str, reader: impl Read, size: u64, limits: &Limits) -> Result<Document, Problem> {
    let content = bytes(reader, size, name, limits).and_then(|bytes| content(bytes, name, limits));
    let (content, properties) =
        content.map_err(|Refusal { kind, place }| Problem { source: Arc::clone(source), place, kind })?;
    Ok(Document {
        source: Arc::clone(source),
        text: content.text.into(),
        encoding: content.encoding,
        tables: content.tables,
        paragraphs: content.paragraphs,
        properties,
    })
}

/// What a file holds, and what its properties call it.
fn content(bytes: Vec<u8>, name: &str, limits: &Limits) -> Result<(Content, Option<Paragraph>), Refusal> {
    let kind = kind::kind(&bytes, name, limits)?;
    let mut properties = properties::title(&bytes, kind, limits);
    let mut content = match kind {
        Kind::Csv => text::read(bytes, Some(text::Layout::Table), limits)?,
        Kind::Markdown => text::read(bytes, Some(text::Layout::Markdown), limits)?,
        Kind::Text => text::read(bytes, None, limits)?,
        Kind::Html => {
            let (text, encoding) = encoding::decode_page(bytes)?;
            html::read(text, encoding, limits)?
        }
        Kind::Word => word::read(&bytes, limits)?,
        Kind::Xlsx => xlsx::read(&bytes, limits)?,
        Kind::Xls => xls::read(&bytes, limits)?,
        Kind::Ods => ods::read(&bytes, limits)?,
        Kind::Pdf => {
            let (content, title) = pdf::read(&bytes, limits)?;
            properties = title;
            content
        }
    };
    if matches!(kind, Kind::Csv | Kind::Xlsx | Kind::Xls | Kind::Ods) {
        (content.tables, content.paragraphs) = sentences::take(content.tables, limits)?;
    }
    if content.tables.is_empty() && content.paragraphs.is_empty() {
        return Err(ProblemKind::Empty.into());
    }
    let mut prose = 0;
    for paragraph in &content.paragraphs {
        prose += paragraph.text.len();
        limits.within(Limit::Prose, prose).map_err(|over| Refusal::at(over, paragraph.place.clone()))?;
    }
    let rows = content.tables.iter().flat_map(|table| &table.rows);
    match rows.flat_map(|row| &row.cells).find(|cell| cell.text.len() > limits.size(Limit::Cell)) {
        Some(cell) => Err(Refusal::at(limits.exceeded(Limit::Cell), cell.place.clone())),
        None => Ok((content, properties)),
    }
}

/// Reads all bytes within the limits. The limits are checked while reading, since neither a device nor
/// a pipe says how much there will be.
fn bytes(mut reader: impl Read, size: u64, name: &str, limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let expected = size.min(limits.of(Limit::File)).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    let (mut line, mut has_lines) = (0, true);
    loop {
        let start = bytes.len();
        reader.by_ref().take(CHUNK).read_to_end(&mut bytes).map_err(|error| io_problem(&error))?;
        if start == 0 {
            has_lines = !kind::has_no_lines(&bytes, name);
        }
        let chunk = bytes.get(start..).unwrap_or_default();
        let longest = limits.size(Limit::Line);
        if has_lines && longest_line(chunk, &mut line, longest) > longest {
            let place = long_line(&bytes, longest);
            return Err(Refusal { kind: limits.exceeded(Limit::Line).into(), place });
        }
        limits.within(if has_lines { Limit::File } else { Limit::Packed }, bytes.len())?;
        if u64::try_from(bytes.len() - start).unwrap_or(0) < CHUNK {
            return Ok(bytes);
        }
    }
}

/// The length of the longest line that a chunk ends or goes on with, at least where that is more than
/// the limit. `open` is the length of the line so far.
fn longest_line(chunk: &[u8], open: &mut usize, limit: usize) -> usize {
    let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let Some(first) = chunk.iter().position(is_break) else {
        *open += chunk.len();
        return *open;
    };
    // Lines within a chunk matter only where it is longer than they may be.
    let within = if chunk.len() > limit { chunk.split(is_break).map(<[u8]>::len).max() } else { None };
    let ended = *open + first;
    *open = chunk.iter().rev().position(is_break).unwrap_or(0);
    ended.max(*open).max(within.unwrap_or(0))
}

/// The place of the first line past the limit; without a document there is no span to point to.
fn long_line(bytes: &[u8], limit: usize) -> Option<Place> {
    let mut number = 1;
    let mut before = 0;
    for line in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        // The second half of a CRLF is no line of its own.
        let is_half = line == b"\n" && before == b'\r';
        let last = line.last().copied().unwrap_or(0);
        if line.len() - usize::from(matches!(last, b'\n' | b'\r')) > limit {
            return Some(Place { line: number, column: 1, row: number, span: 0..0, within: Within::Text });
        }
        number += usize::from(!is_half);
        before = last;
    }
    None
}

fn io_problem(error: &io::Error) -> ProblemKind {
    match error.kind() {
        io::ErrorKind::IsADirectory => ProblemKind::Directory,
        _ => ProblemKind::Io(error.to_string()),
    }
}

#[cfg(test)]
mod tests;
