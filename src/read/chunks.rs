//! Text files of separated fields, read in pieces of whole lines and from any thread. Only what means the
//! same in pieces is read so: UTF-8 with a record on each line.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::csv;
use super::kind::{self, Kind};
use crate::document::{Document, Row, Table};
use crate::limits::{Limit, Limits};

/// Lines that the heading and the delimiter are told by.
const HEAD_LINES: usize = 256;
/// Bytes read at once where the end of a line is sought.
const STEP: u64 = 4096;

/// A file or text that is read from any place in it.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// A file.
    Path(PathBuf),
    /// Text that is at hand.
    Text(Arc<str>),
}

/// An open source.
pub(crate) struct Reader(Box<dyn ReadSeek + Send>);

trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// How the lines of a file are written, and where they start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) delimiter: u8,
    /// The byte and the line at which the first line after the heading starts.
    pub(crate) start: u64,
    pub(crate) line: usize,
    /// How many more lines than rows there are before it.
    pub(crate) folded: usize,
    pub(crate) limits: Limits,
}

/// A line of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// Its text, with or without its line break.
    pub(crate) text: &'t str,
}

impl Source {
    pub(crate) fn open(&self) -> io::Result<Reader> {
        Ok(Reader(match self {
            Self::Path(path) => Box::new(File::open(path)?),
            Self::Text(text) => Box::new(Cursor::new(Arc::<[u8]>::from(Arc::clone(text)))),
        }))
    }

    pub(crate) fn size(&self) -> io::Result<u64> {
        match self {
            Self::Path(path) => Ok(std::fs::metadata(path)?.len()),
            Self::Text(text) => Ok(text.len() as u64),
        }
    }

    /// The first lines as a document, with the bytes that they are of; `None` where they are not plain.
    pub(crate) fn head(&self, name: &str, limits: &Limits) -> io::Result<Option<(Document, Vec<u8>)>> {
        let mut bytes = Vec::new();
        self.open()?.0.take(limits.of(Limit::Line)).read_to_end(&mut bytes)?;
        let mut ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let whole = bytes.len() as u64 == self.size()?;
        let end = ends.nth(HEAD_LINES - 1).or_else(|| (!whole).then(|| last_line_end(&bytes)));
        bytes.truncate(end.unwrap_or(bytes.len()));
        if !matches!(kind::kind(&bytes, name, limits), Ok(Kind::Csv)) || plain(bytes.clone()).is_none() {
            return Ok(None);
        }
        let document = super::read_bytes(name, bytes.as_slice(), limits).ok();
        Ok(document.map(|document| (document, bytes)))
    }
}

fn last_line_end(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
}

impl Reader {
    /// The lines that start within some bytes of the file, none of them cut, and the byte that they start
    /// at. `None` where one is longer than a line may be, or what is read is not plain.
    pub(crate) fn lines(
        &mut self,
        within: Range<u64>,
        first: u64,
        limits: &Limits,
    ) -> io::Result<Option<(u64, String)>> {
        // The byte before tells whether the first one starts a line.
        let from = if within.start > first { within.start - 1 } else { within.start };
        let mut bytes = self.bytes(from..within.end)?;
        let mut begins = from;
        if from < within.start {
            let start = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
            bytes.drain(..start);
            begins += start as u64;
        }
        while !bytes.is_empty() && bytes.last() != Some(&b'\n') {
            let mut step = Vec::new();
            self.0.by_ref().take(STEP).read_to_end(&mut step)?;
            let end = step.iter().position(|byte| *byte == b'\n').map_or(step.len(), |at| at + 1);
            bytes.extend(step.get(..end).unwrap_or_default());
            let line = bytes.len() - last_line_end(bytes.get(..bytes.len().saturating_sub(1)).unwrap_or_default());
            if line > limits.size(Limit::Line) {
                return Ok(None);
            }
            if step.is_empty() {
                break;
            }
        }
        Ok(plain(bytes).map(|text| (begins, text)))
    }

    /// Some bytes of the file, fewer where it ends.
    pub(crate) fn bytes(&mut self, range: Range<u64>) -> io::Result<Vec<u8>> {
        self.0.seek(SeekFrom::Start(range.start))?;
        let length = range.end.saturating_sub(range.start);
        let mut bytes = Vec::with_capacity(usize::try_from(length + STEP).unwrap_or(0));
        self.0.by_ref().take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The text, where it is UTF-8 without control characters, its lines end as those of Unix or Windows, and
/// none is longer than a line may be.
fn plain(bytes: Vec<u8>) -> Option<String> {
    // Bits in a byte and no early end: so the loop is vectorised.
    let bits = |byte: u8| {
        let control = byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t');
        u8::from(control || byte == 0x7F) | u8::from(byte == b'\r') << 1 | u8::from(byte == 0xC2) << 2
    };
    let found = bytes.iter().fold(0, |found, byte| found | bits(*byte));
    let (odd, returns, high) = (found & 1 > 0, found & 2 > 0, found & 4 > 0);
    let two = |wanted: fn(u8, Option<u8>) -> bool| {
        let next = bytes.iter().skip(1).map(|byte| Some(*byte)).chain([None]);
        bytes.iter().zip(next).any(|(byte, next)| wanted(*byte, next))
    };
    // U+0080 to U+009F are control characters too.
    let odd = odd
        || (returns && two(|byte, next| byte == b'\r' && next != Some(b'\n')))
        || (high && two(|byte, next| byte == 0xC2 && next.is_some_and(|next| next < 0xA0)));
    if odd { None } else { String::from_utf8(bytes).ok() }
}

impl Layout {
    /// How the lines after the heading of a document are written, which is the start of a file.
    pub(crate) fn of(document: &Document, bytes: &[u8], headings: usize, limits: Limits) -> Option<Self> {
        let place = document.tables.first()?.rows.get(headings)?.place()?;
        let mark = bytes.len().checked_sub(document.text.len())?;
        let line_start = document.text.get(..place.span.start)?.rfind('\n')? + 1;
        Some(Self {
            delimiter: csv::delimiter(&document.text),
            start: (mark + line_start) as u64,
            line: place.line,
            folded: place.line.checked_sub(place.row)?,
            limits,
        })
    }

    /// Lines as a document with one table, in which places have the numbers of the lines in the file.
    /// `None` where a line is no record of its own.
    pub(crate) fn document<'t>(&self, source: &Arc<str>, lines: impl Iterator<Item = Line<'t>>) -> Option<Document> {
        let (mut text, mut numbers) = (String::new(), Vec::new());
        for line in lines {
            text.push_str(line.text.trim_end_matches(['\r', '\n']));
            text.push('\n');
            numbers.push(line.number);
        }
        let mut rows = csv::rows(&text, self.delimiter, &self.limits).ok()?;
        if rows.len() != numbers.len() {
            return None;
        }
        for (row, number) in rows.iter_mut().zip(&numbers) {
            self.number(row, *number);
        }
        Some(Document {
            source: Arc::clone(source),
            text: text.into(),
            encoding: "UTF-8",
            tables: vec![Table { rows }],
            paragraphs: Vec::new(),
            properties: None,
        })
    }

    fn number(&self, row: &mut Row, line: usize) {
        for cell in &mut row.cells {
            cell.place.line = line;
            cell.place.row = line.saturating_sub(self.folded);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_each_line_once() {
        let text = "a\n\nbcd\r\ne,f,g,h,i\nlast";
        let source = Source::Text(text.into());
        for first in [0, 2] {
            for size in 1..30 {
                let mut found = String::new();
                let mut start = first;
                while start < text.len() as u64 {
                    let (begins, piece) =
                        source.open().unwrap().lines(start..start + size, first, &Limits::DEFAULT).unwrap().unwrap();
                    assert!(piece.is_empty() || begins == first + found.len() as u64, "{piece:?}");
                    assert!(piece.is_empty() || piece.ends_with('\n') || piece.ends_with("last"), "{piece:?}");
                    found.push_str(&piece);
                    start += size;
                }
                assert_eq!(found, text[usize::try_from(first).unwrap()..], "{size}");
            }
        }
    }

    #[test]
    fn only_plain_text_is_read_in_pieces() {
        for text in ["a,b\n", "县,１\r\n", "\t1\n", "a\u{a0}b"] {
            assert!(plain(text.into()).is_some(), "{text:?}");
        }
        for bytes in [b"a\rb".as_slice(), b"a\0", b"\xC2\x85", b"\xFF", b"\x7F", b"a\r"] {
            assert!(plain(bytes.to_vec()).is_none(), "{bytes:?}");
        }
    }
}
