//! Files to documents: what type of file it is, the limits of what is read at all, and a reader for
//! each type. Nothing here knows what the text of a cell means.

mod archive;
mod canvas;
mod csv;
mod encoding;
mod format;
mod guard;
mod html;
mod kind;
mod limits;
mod lines;
mod markdown;
mod ods;
mod pdf;
mod sheet;
mod sources;
mod span;
mod word;
mod xml;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use crate::document::{Document, Place, Within};
use crate::problem::{Problem, ProblemKind};
use archive::Archive;
use canvas::Canvas;
use kind::Kind;
pub use limits::{Limits, Quantity};
pub use sources::sources;

const CHUNK: u64 = 64 * 1024;

/// Reads the file at `path`; `name` is the path as the user gave it.
///
/// # Errors
/// A [`Problem`] where the path is a folder, the system does not give the file, or
/// [`read_bytes`] refuses it.
pub fn read_path(path: &Path, name: &str) -> Result<Document, Problem> {
    let source: Arc<str> = Arc::from(name);
    match open(path) {
        Ok((file, size)) => document(&source, file, size, &Limits::default()),
        Err(error) => Err(Problem { source, place: None, kind: io_problem(&error) }),
    }
}

/// Reads a file from anything that gives bytes; `name` is what the user is to see.
///
/// # Errors
/// A [`Problem`] where the bytes cannot be had, are empty, are of a type that is not read, are
/// damaged, or pass one of the [`Limits`].
pub fn read_bytes(name: &str, reader: impl Read) -> Result<Document, Problem> {
    document(&Arc::from(name), reader, 0, &Limits::default())
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

/// `size` is the size that the file probably has, or 0.
fn document(source: &Arc<str>, reader: impl Read, size: u64, limits: &Limits) -> Result<Document, Problem> {
    let problem = |(kind, place)| Problem { source: Arc::clone(source), place, kind };
    let bytes = bytes(reader, size.min(limits.file), limits).map_err(problem)?;
    let document = typed(source, bytes, limits).map_err(problem)?;
    if document.tables.is_empty() && document.paragraphs.is_empty() {
        return Err(problem((ProblemKind::Empty, None)));
    }
    Ok(document)
}

/// A problem, and where it is if it is not about the file as a whole.
type Placed = (ProblemKind, Option<Place>);

fn typed(source: &Arc<str>, bytes: Vec<u8>, limits: &Limits) -> Result<Document, Placed> {
    let whole = |kind| (kind, None);
    let kind = kind::of(&bytes, source, limits).map_err(whole)?;
    match kind {
        Kind::Csv | Kind::Prose | Kind::Text | Kind::Markdown => {
            let (text, encoding) = encoding::decode(bytes).map_err(whole)?;
            if text.chars().all(|sign| sign.is_whitespace() || matches!(sign, ',' | ';')) {
                return Err(whole(ProblemKind::Empty));
            }
            let kind = match kind {
                Kind::Text if lines::is_table(&text) => Kind::Csv,
                Kind::Text => Kind::Prose,
                other => other,
            };
            let (tables, paragraphs) = match kind {
                Kind::Csv => (csv::tables(&text).map_err(|(kind, place)| (kind, Some(place)))?, Vec::new()),
                Kind::Markdown => markdown::read(&text, limits).map_err(whole)?,
                _ => (Vec::new(), lines::paragraphs(&text, limits).map_err(whole)?),
            };
            Ok(Document { source: Arc::clone(source), text: text.into(), encoding, tables, paragraphs })
        }
        _ => drawn(source, &bytes, kind, limits).map_err(whole),
    }
}

/// Reads a file that is no lines of text.
fn drawn(source: &Arc<str>, bytes: &[u8], kind: Kind, limits: &Limits) -> Result<Document, ProblemKind> {
    let mut canvas = Canvas::new(limits);
    let mut encoding = "UTF-8";
    match kind {
        Kind::Docx => word::read(&mut Archive::open(bytes, limits)?, &mut canvas, limits)?,
        Kind::Xlsx => {
            let mut archive = Archive::open(bytes, limits)?;
            guard::guarded("XLSX", || sheet::read_xlsx(bytes, &mut archive, &mut canvas, limits))?;
        }
        Kind::Ods => ods::read(&mut Archive::open(bytes, limits)?, &mut canvas, limits)?,
        Kind::Xls => guard::guarded("XLS", || sheet::read_xls(bytes, &mut canvas, limits))?,
        Kind::Pdf => pdf::read(bytes, &mut canvas, limits)?,
        _ => {
            let (text, found) = encoding::decode_page(bytes.to_vec())?;
            encoding = found;
            html::read(&text, &mut canvas, limits)?;
        }
    }
    let (text, tables, paragraphs) = canvas.finish();
    Ok(Document { source: Arc::clone(source), text: text.into(), encoding, tables, paragraphs })
}

/// Reads all bytes within the limits. The limits are checked while reading, since neither a device
/// nor a pipe says how much there will be.
fn bytes(mut reader: impl Read, size: u64, limits: &Limits) -> Result<Vec<u8>, (ProblemKind, Option<Place>)> {
    let capacity = usize::try_from(size.saturating_add(1)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(capacity);
    let mut line = 0;
    loop {
        let start = bytes.len();
        let read = reader.by_ref().take(CHUNK).read_to_end(&mut bytes);
        read.map_err(|error| (io_problem(&error), None))?;
        let chunk = bytes.get(start..).unwrap_or_default();
        let too_long = longest_line(chunk, &mut line) > limits.line && !kind::has_no_lines(&bytes);
        let too_large = u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.file;
        if too_long {
            return Err((ProblemKind::LineTooLong(limits.line), long_line(&bytes, limits.line)));
        }
        if too_large {
            return Err((ProblemKind::FileTooLarge(limits.file), None));
        }
        if u64::try_from(bytes.len() - start).unwrap_or(0) < CHUNK {
            return Ok(bytes);
        }
    }
}

/// The length of the longest line that a chunk ends or goes on with, at least where it matters:
/// lines within a chunk are shorter than the limit. `open` is the length of the line so far.
fn longest_line(chunk: &[u8], open: &mut usize) -> usize {
    let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let Some(first) = chunk.iter().position(is_break) else {
        *open += chunk.len();
        return *open;
    };
    let longest = *open + first;
    *open = chunk.iter().rev().position(is_break).unwrap_or(0);
    longest.max(*open)
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
            return Some(Place { line: number, column: 1, row: number, span: 0..0, within: Within::File });
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
