//! Packed office files: their parts by name, within stated limits. Every part is unpacked once when
//! the file is opened, so that no declared size is believed; nothing is ever written to a disk.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::kind::Kind;
use super::limits::{MAX_PARTS, MAX_RATIO, MAX_UNPACKED, within};
use super::tree::Tree;
use super::xml;
use crate::problem::{FileType, Limit, ProblemKind};

/// A part that unpacks to less is no bomb, however well it packs.
const SMALL_PART: u64 = 8 * 1024 * 1024;
const CHUNK: usize = 64 * 1024;

/// A packed file whose parts keep to the limits.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Package<'b> {
    /// Opens a file.
    ///
    /// # Errors
    /// Damage, encryption, two parts in one place or of one name, and the limits on number of
    /// parts, size and ratio.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, ProblemKind> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        within(Limit::Parts, archive.len(), MAX_PARTS)?;
        if archive.has_duplicate_names() {
            return Err(damage("two parts have the same name"));
        }
        if archive.has_overlapping_entries().map_err(|error| damaged(&error))? {
            return Err(damage("two parts stand in the same place"));
        }
        let mut total = 0;
        for index in 0..archive.len() {
            total += unpacked_size(&mut archive, index, MAX_UNPACKED - total)?;
        }
        Ok(Self { archive })
    }

    /// The bytes of a part, `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ProblemKind> {
        let mut part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(&error)),
        };
        let mut bytes = Vec::new();
        // The size was measured; the limit only keeps this function safe on its own.
        part.by_ref().take(MAX_UNPACKED).read_to_end(&mut bytes).map_err(|error| damage(&error.to_string()))?;
        Ok(Some(bytes))
    }

    /// The text of a part that is XML.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<String>, ProblemKind> {
        let Some(bytes) = self.part(name)? else { return Ok(None) };
        let (text, _) = super::encoding::decode_xml(bytes)?;
        Ok(Some(text))
    }

    /// The name of the part that holds the document, as the file says; producers differ.
    pub(super) fn main_part(&mut self) -> Result<Option<String>, ProblemKind> {
        let Some(relations) = self.xml("_rels/.rels")? else { return Ok(None) };
        let tree = xml::parse(&relations, "ZIP")?;
        let mut targets = tree.descendants(Tree::ROOT).filter_map(|id| {
            let node = tree.get(id);
            node.attribute("Type")?.ends_with("/officeDocument").then(|| node.attribute("Target")).flatten()
        });
        Ok(targets.next().map(|target| target.trim_start_matches('/').to_owned()))
    }

    fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }
}

/// What a packed file is.
///
/// # Errors
/// Those of [`Package::open`], and [`ProblemKind::WrongType`] for other archives.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, ProblemKind> {
    let mut package = Package::open(bytes)?;
    let main = package.main_part()?.filter(|main| package.has(main));
    if main.as_deref().is_some_and(|main| main.starts_with("xl/") && !main.contains(".bin")) {
        return Ok(Kind::Xlsx);
    }
    if main.as_deref().is_some_and(|main| main.starts_with("word/")) {
        return Ok(Kind::Word);
    }
    match package.part("mimetype")?.as_deref() {
        Some(b"application/vnd.oasis.opendocument.spreadsheet") => Ok(Kind::Ods),
        _ => Err(ProblemKind::WrongType(FileType::Zip)),
    }
}

/// Unpacks a part to nowhere, up to what is left of the limit.
fn unpacked_size(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, left: u64) -> Result<u64, ProblemKind> {
    let mut part = archive.by_index(index).map_err(|error| damaged(&error))?;
    let packed = part.compressed_size();
    let (mut size, mut buffer) = (0, vec![0; CHUNK]);
    loop {
        let read = part.read(&mut buffer).map_err(|error| damage(&error.to_string()))?;
        // A declaration of a type may expand to anything; every reader of XML refuses it, this one
        // before a library sees the part.
        if size == 0
            && buffer.get(..read.min(1024)).is_some_and(|start| start.windows(9).any(|nine| nine == b"<!DOCTYPE"))
        {
            return Err(ProblemKind::Doctype);
        }
        size += u64::try_from(read).unwrap_or(u64::MAX);
        if size > left {
            return Err(ProblemKind::OverLimit(Limit::Unpacked, MAX_UNPACKED));
        }
        if size > SMALL_PART && size / MAX_RATIO > packed {
            return Err(ProblemKind::OverLimit(Limit::Ratio, MAX_RATIO));
        }
        if read == 0 {
            return Ok(size);
        }
    }
}

fn damaged(error: &ZipError) -> ProblemKind {
    match error {
        ZipError::UnsupportedArchive(why) if why.contains("Password") => ProblemKind::Encrypted,
        _ => damage(&error.to_string()),
    }
}

fn damage(detail: &str) -> ProblemKind {
    ProblemKind::Damaged { format: "ZIP", detail: detail.into() }
}

#[cfg(test)]
mod tests;
