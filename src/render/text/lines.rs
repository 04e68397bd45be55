//! A heading with lines under it, of which only some may be shown.

use std::io::{self, Write};

use super::super::printable;
use crate::message::{self, Lang};

/// The lines that may be shown, and how many there are.
pub(super) struct Lines {
    pub(super) limit: usize,
    kept: Vec<String>,
    all: usize,
}

impl Default for Lines {
    fn default() -> Self {
        Self::new(usize::MAX)
    }
}

impl Lines {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, kept: Vec::new(), all: 0 }
    }

    pub(super) fn add(&mut self, line: impl FnOnce() -> String) {
        self.all += 1;
        if self.kept.len() < self.limit {
            self.kept.push(line());
        }
    }

    /// Writes them where there are any, and forgets them.
    pub(super) fn write(&mut self, heading: &str, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        let more = std::mem::take(&mut self.all) - self.kept.len();
        let kept = std::mem::take(&mut self.kept);
        if kept.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", message::listing(lang, &heading))?;
        for line in kept {
            writeln!(out, "  {}", printable::line(&line))?;
        }
        if more > 0 {
            writeln!(out, "  {}", message::and_more(lang, more))?;
        }
        Ok(())
    }
}
