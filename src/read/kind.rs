//! What type of file some bytes are: by their content first, by the name's extension second.

use std::path::Path;

use super::archive::Archive;
use super::limits::Limits;
use crate::problem::ProblemKind;

/// The types that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    Prose,
    /// Text whose content decides whether it is a table.
    Text,
    Markdown,
    Html,
    Docx,
    Xlsx,
    Xls,
    Ods,
    Pdf,
}

/// The start of files of types that are not read, and what they are.
const OTHERS: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xBC\xAF", "a 7z archive"),
    (b"{\\rtf", "an RTF document"),
];

/// Whether the bytes start like a file that has no lines: any length between line breaks is fine.
pub(super) fn has_no_lines(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || is_pdf(bytes) || bytes.starts_with(b"\xD0\xCF\x11\xE0") || is_markup(bytes)
}

fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF")
}

/// Tells the type of a whole file.
pub(super) fn of(bytes: &[u8], name: &str, limits: &Limits) -> Result<Kind, ProblemKind> {
    let extension = Path::new(name).extension().and_then(|end| end.to_str()).unwrap_or_default().to_ascii_lowercase();
    if let Some((_, name)) = OTHERS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(ProblemKind::NotText(name));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let archive = Archive::open(bytes, limits)?;
        let parts = [("word/document.xml", Kind::Docx), ("xl/workbook.xml", Kind::Xlsx), ("content.xml", Kind::Ods)];
        let found = parts.into_iter().find(|(part, _)| archive.contains(part));
        return found.map(|(_, kind)| kind).ok_or(ProblemKind::NotText("a ZIP archive"));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let is_word = matches!(extension.as_str(), "doc" | "wps");
        return if is_word { Err(ProblemKind::NotText("a Word 97 document")) } else { Ok(Kind::Xls) };
    }
    if is_pdf(bytes) {
        return Ok(Kind::Pdf);
    }
    if is_markup(bytes) || matches!(extension.as_str(), "html" | "htm" | "xhtml") {
        return Ok(Kind::Html);
    }
    if starts_with(bytes, "<?xml") {
        return if contains(bytes, b"<html") { Ok(Kind::Html) } else { Err(ProblemKind::NotText("an XML file")) };
    }
    Ok(match extension.as_str() {
        "csv" | "tsv" => Kind::Csv,
        "md" | "markdown" => Kind::Markdown,
        _ => Kind::Text,
    })
}

/// Web pages are saved under names such as `report.xls` and `report.csv` by some systems.
fn is_markup(bytes: &[u8]) -> bool {
    ["<html", "<!doctype", "<table", "<meta", "<head", "<body", "<div"].iter().any(|tag| starts_with(bytes, tag))
}

fn starts_with(bytes: &[u8], text: &str) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    bytes.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text.as_bytes()))
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    start.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text))
}
