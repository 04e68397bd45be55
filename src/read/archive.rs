//! Files packed in ZIP archives: Word, Excel and `OpenDocument`. Nothing is written to disk, so that
//! the names of entries can do no harm; what unpacks to too much is refused before it is read.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::limits::{Limits, Quantity};
use crate::problem::ProblemKind;

/// An archive whose entries are known to unpack within the limits.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Archive<'a> {
    /// Opens an archive and unpacks every entry once, to nowhere, to see how much it is.
    ///
    /// # Errors
    /// [`ProblemKind::Damaged`], [`ProblemKind::Encrypted`], or [`ProblemKind::TooMuch`].
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ProblemKind> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if zip.len() > limits.entries {
            return Err(limits.exceeded(Quantity::Entries));
        }
        let most = limits.unpacked.min(limits.ratio.saturating_mul(u64::try_from(bytes.len()).unwrap_or(u64::MAX)));
        let most = most.max(1 << 20);
        let mut total = 0;
        for index in 0..zip.len() {
            let entry = zip.by_index(index).map_err(|error| damaged(&error))?;
            let mut rest = entry.take(most - total + 1);
            let read = io::copy(&mut rest, &mut io::sink()).map_err(|error| damaged(&error))?;
            total += read;
            if total > most {
                return Err(limits.exceeded(Quantity::Unpacked));
            }
        }
        Ok(Self { zip })
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The text of an entry, `None` where there is no such entry.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ProblemKind> {
        if !self.contains(name) {
            return Ok(None);
        }
        let mut text = String::new();
        let mut entry = self.zip.by_name(name).map_err(|error| damaged(&error))?;
        entry.read_to_string(&mut text).map_err(|error| damaged(&error))?;
        Ok(Some(text))
    }
}

fn damaged(error: &dyn std::fmt::Display) -> ProblemKind {
    let detail = error.to_string();
    if detail.to_ascii_lowercase().contains("password") {
        return ProblemKind::Encrypted;
    }
    ProblemKind::Damaged { kind: "ZIP", detail }
}
