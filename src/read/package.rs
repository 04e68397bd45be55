//! Packed office files: their parts by name, within stated limits. Every part is unpacked once when
//! the file is opened, so that no declared size is believed; nothing is ever written to a disk.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::Refusal;
use super::kind::Kind;
use super::tree::Tree;
use super::xml;
use crate::document::{Place, Within};
use crate::limits::{Limit, Limits};
use crate::problem::{FileType, ProblemKind};

/// A part that unpacks to less is no bomb, however well it packs.
const SMALL_PART: u64 = 8 * 1024 * 1024;
const CHUNK: usize = 64 * 1024;

/// A packed file whose parts keep to the limits.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    limits: Limits,
}

impl<'b> Package<'b> {
    /// Opens a file.
    ///
    /// # Errors
    /// Damage, encryption, two parts in one place or of one name, and the limits on number of
    /// parts, size and ratio.
    pub(super) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Refusal> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        limits.within(Limit::Parts, archive.len())?;
        if archive.has_duplicate_names() {
            return Err(damage("two parts have the same name").into());
        }
        if archive.has_overlapping_entries().map_err(|error| damaged(&error))? {
            return Err(damage("two parts stand in the same place").into());
        }
        let mut total = 0;
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).map_err(|error| damaged(&error))?;
            let size = unpacked_size(&mut part, total, limits);
            total = size.map_err(|kind| Refusal::at(kind, place(&String::from_utf8_lossy(part.name_raw()))))?;
        }
        Ok(Self { archive, limits: *limits })
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
        part.by_ref()
            .take(self.limits.of(Limit::Unpacked))
            .read_to_end(&mut bytes)
            .map_err(|error| damage(&error.to_string()))?;
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
        let tree = xml::parse(&relations, "ZIP", &self.limits)?;
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
pub(super) fn kind(bytes: &[u8], limits: &Limits) -> Result<Kind, Refusal> {
    let mut package = Package::open(bytes, limits)?;
    let main = package.main_part()?.filter(|main| package.has(main));
    if main.as_deref().is_some_and(|main| main.starts_with("xl/") && !main.contains(".bin")) {
        return Ok(Kind::Xlsx);
    }
    if main.as_deref().is_some_and(|main| main.starts_with("word/")) {
        return Ok(Kind::Word);
    }
    match package.part("mimetype")?.as_deref() {
        Some(b"application/vnd.oasis.opendocument.spreadsheet") => Ok(Kind::Ods),
        Some(b"application/vnd.oasis.opendocument.text") => Err(ProblemKind::WrongType(FileType::OpenText).into()),
        _ if package.has("OFD.xml") => Err(ProblemKind::WrongType(FileType::FixedLayout).into()),
        _ => Err(ProblemKind::WrongType(FileType::Zip).into()),
    }
}

/// The place of a part.
fn place(name: &str) -> Place {
    Place { line: 1, column: 1, row: 1, span: 0..0, within: Within::Part(name.into()) }
}

/// Unpacks a part to nowhere; `before` is what the parts before it came to, with it when it is done.
fn unpacked_size(part: &mut ZipFile<'_, Cursor<&[u8]>>, before: u64, limits: &Limits) -> Result<u64, ProblemKind> {
    let packed = part.compressed_size();
    let (mut size, mut buffer) = (0_u64, vec![0; CHUNK]);
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
        if before + size > limits.of(Limit::Unpacked) {
            return Err(limits.exceeded(Limit::Unpacked).into());
        }
        if size > SMALL_PART && size / limits.of(Limit::Ratio) > packed {
            return Err(limits.exceeded(Limit::Ratio).into());
        }
        if read == 0 {
            return Ok(before + size);
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
