//! What was told out of the order of the lines, kept until its turn: in memory while it is little, in a
//! temporary file beyond.

use std::io::{self, Read, Seek, SeekFrom, Write};

use tempfile::{SpooledTempFile, spooled_tempfile};

/// Bytes that are kept in memory.
const IN_MEMORY: usize = 4 * 1024 * 1024;

/// Pieces of output by line.
pub(super) struct Spool {
    file: SpooledTempFile,
    length: u64,
    entries: Vec<Entry>,
    next: usize,
}

struct Entry {
    line: usize,
    start: u64,
    length: usize,
}

impl Spool {
    pub(super) fn new() -> Self {
        Self { file: spooled_tempfile(IN_MEMORY), length: 0, entries: Vec::new(), next: 0 }
    }

    /// Keeps what was told of a line.
    pub(super) fn push(&mut self, line: usize, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(bytes)?;
        self.entries.push(Entry { line, start: self.length, length: bytes.len() });
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Puts all into the order of the lines; what was told of one line stays in its own order.
    pub(super) fn sort(&mut self) {
        self.entries.sort_by_key(|entry| (entry.line, entry.start));
    }

    /// Gives what was told of the lines up to one, that one included, and was not given yet.
    pub(super) fn give(&mut self, last: usize, mut out: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        while let Some(entry) = self.entries.get(self.next).filter(|entry| entry.line <= last) {
            let mut bytes = vec![0; entry.length];
            self.file.seek(SeekFrom::Start(entry.start))?;
            self.file.read_exact(&mut bytes)?;
            out(&bytes)?;
            self.next += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_in_the_order_of_lines() {
        let mut spool = Spool::new();
        for (line, text) in [(3, "c"), (1, "a"), (2, ""), (1, "b")] {
            spool.push(line, text.as_bytes()).unwrap();
        }
        spool.sort();
        let mut found = String::new();
        for last in [0, 1, usize::MAX] {
            spool
                .give(last, |bytes| {
                    found.push_str(std::str::from_utf8(bytes).unwrap());
                    Ok(())
                })
                .unwrap();
            found.push('|');
        }
        assert_eq!(found, "|ab|c|");
    }
}
