//! What a file is: by its content first, by the ending of its name where the content leaves it open.
//! Nothing is read here.

use super::{Refusal, package};
use crate::limits::Limits;
use crate::problem::{FileType, ProblemKind};

/// The types of files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    Text,
    Markdown,
    Html,
    Word,
    Xlsx,
    Xls,
    Ods,
    Pdf,
}

/// The start of files that are no text.
const SIGNATURES: &[(&[u8], Binary)] = &[
    (b"PK\x03\x04", Binary::Package),
    (b"PK\x05\x06", Binary::Package),
    (b"%PDF-", Binary::Pdf),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Binary::Compound),
    (b"\x89PNG", Binary::Other(FileType::Png)),
    (b"\xFF\xD8\xFF", Binary::Other(FileType::Jpeg)),
    (b"\x1F\x8B", Binary::Other(FileType::Gzip)),
    (b"{\\rtf", Binary::Other(FileType::Rtf)),
];

/// How much of a file is looked at.
const HEAD: usize = 4096;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Binary {
    Package,
    Compound,
    Pdf,
    Other(FileType),
}

/// Whether lines mean nothing in the file, so that they may be of any length.
pub(super) fn has_no_lines(head: &[u8], name: &str) -> bool {
    binary(head).is_some() || is_markup(head) || matches!(by_name(name), Some(Kind::Html))
}

/// What a whole file is.
///
/// # Errors
/// [`ProblemKind::WrongType`] where it is known and not read.
pub(super) fn kind(bytes: &[u8], name: &str, limits: &Limits) -> Result<Kind, Refusal> {
    match binary(bytes) {
        Some(Binary::Package) => package::kind(bytes, limits),
        Some(Binary::Compound) => Ok(compound(bytes)?),
        Some(Binary::Pdf) => Ok(Kind::Pdf),
        Some(Binary::Other(found)) => Err(ProblemKind::WrongType(found).into()),
        None if is_archive(bytes) => Err(ProblemKind::WrongType(FileType::WebArchive).into()),
        None if is_page(bytes) => Ok(Kind::Html),
        None if is_xml(bytes) => Err(ProblemKind::WrongType(FileType::Xml).into()),
        None => match by_name(name).unwrap_or(Kind::Text) {
            Kind::Text if has_tags(bytes) => Ok(Kind::Html),
            kind => Ok(kind),
        },
    }
}

fn by_name(name: &str) -> Option<Kind> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "csv" | "tsv" => Some(Kind::Csv),
        "md" | "markdown" => Some(Kind::Markdown),
        "html" | "htm" | "xhtml" | "shtml" => Some(Kind::Html),
        "txt" | "text" => Some(Kind::Text),
        _ => None,
    }
}

fn binary(bytes: &[u8]) -> Option<Binary> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, found)| *found)
}

/// A compound file holds streams; their names tell the program. They stand in its directory in
/// UTF-16.
fn compound(bytes: &[u8]) -> Result<Kind, ProblemKind> {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        // Entries of the directory are 128 bytes long and start with their name.
        bytes.chunks(128).any(|entry| entry.starts_with(&name))
    };
    if has("EncryptedPackage") {
        Err(ProblemKind::Encrypted)
    } else if has("Workbook") || has("Book") {
        Ok(Kind::Xls)
    } else if has("WordDocument") {
        Err(ProblemKind::WrongType(FileType::LegacyWord))
    } else {
        Err(ProblemKind::WrongType(FileType::LegacyOffice))
    }
}

/// The markup at the start without marks and white space, as far as it is ASCII, in lower case; nothing where none
/// stands there.
fn opening(bytes: &[u8]) -> String {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    // UTF-16 has a zero in every other byte of markup.
    let ascii = head.iter().filter(|byte| byte.is_ascii() && **byte != 0).map(|byte| char::from(*byte));
    let mut text = ascii.skip_while(|sign| sign.is_whitespace()).peekable();
    if text.peek() == Some(&'<') { text.map(|sign| sign.to_ascii_lowercase()).collect() } else { String::new() }
}

fn is_markup(bytes: &[u8]) -> bool {
    is_page(bytes) || is_xml(bytes)
}

fn is_xml(bytes: &[u8]) -> bool {
    opening(bytes).starts_with("<?xml")
}

/// The start of a file as far as it is ASCII, in lower case.
fn head(bytes: &[u8]) -> String {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    head.iter().filter(|byte| byte.is_ascii()).map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// Whether the file has the lines of a message with a page in it.
fn is_archive(bytes: &[u8]) -> bool {
    let head = head(bytes);
    head.contains("mime-version:") && head.contains("content-type: multipart/")
}

/// Whether a text is the source of a page with something before its first tag.
fn has_tags(bytes: &[u8]) -> bool {
    let head = head(bytes);
    head.contains("<html") || head.contains("<table") && head.contains("<td")
}

/// Whether the file starts like a page or like a part of one.
fn is_page(bytes: &[u8]) -> bool {
    const STARTS: [&str; 19] = [
        "!doctype html",
        "html",
        "head",
        "body",
        "meta",
        "title",
        "link",
        "script",
        "style",
        "table",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "center",
        "span",
        "article",
        "section",
    ];
    let opening = opening(bytes);
    let mut rest = opening.as_str();
    // Comments and the declaration of XHTML may stand first.
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?xml") {
            rest.find("?>").map(|at| at + 2)
        } else {
            None
        };
        let Some(after) = end.and_then(|end| rest.get(end..)) else { break };
        rest = after;
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    STARTS.iter().any(|start| {
        tag.strip_prefix(start).is_some_and(|after| after.starts_with(|sign: char| !sign.is_ascii_alphanumeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8], name: &str) -> Result<Kind, ProblemKind> {
        kind(bytes, name, &Limits::DEFAULT).map_err(|refusal| refusal.kind)
    }

    fn wrong(bytes: &[u8]) -> FileType {
        match of(bytes, "report.csv") {
            Err(ProblemKind::WrongType(found)) => found,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn content_comes_before_the_name() {
        for page in
            ["<!DOCTYPE html>\n", "\u{feff} \n<HTML>", "<!-- 公开 --><table border=1>", "<?xml version=\"1.0\"?><html>"]
        {
            assert_eq!(of(page.as_bytes(), "report.csv"), Ok(Kind::Html), "{page}");
        }
        let utf16: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of(&utf16, "report.xls"), Ok(Kind::Html));
        assert_eq!(of(b"\n%PDF-1.7\n", "report.txt"), Ok(Kind::Pdf));
    }

    #[test]
    fn the_name_decides_between_texts() {
        for (name, expected) in [
            ("a.csv", Kind::Csv),
            ("a.TSV", Kind::Csv),
            ("a.md", Kind::Markdown),
            ("a.htm", Kind::Html),
            ("a.txt", Kind::Text),
            ("a.pdf", Kind::Text),
            ("-", Kind::Text),
            ("a<b", Kind::Text),
        ] {
            assert_eq!(of("指标,本年\n".as_bytes(), name), Ok(expected), "{name}");
        }
        assert_eq!(of(b"<1,2\n", "-"), Ok(Kind::Text));
        for page in ["<!-- 存", "<font><b>年报</b><html>", "年报\n<TABLE><TR><TD>1</TABLE>"] {
            let kind = if page.contains('T') || page.contains("html") { Kind::Html } else { Kind::Text };
            assert_eq!(of(page.as_bytes(), "a.txt"), Ok(kind), "{page}");
        }
        assert_eq!(of(b"<preset>", "-"), Ok(Kind::Text));
    }

    #[test]
    fn types_that_are_not_read_are_named() {
        assert_eq!(wrong(b"\x89PNG\r\n"), FileType::Png);
        assert_eq!(wrong(b"\xFF\xD8\xFF\xE0"), FileType::Jpeg);
        assert_eq!(wrong(b"\x1F\x8B\x08"), FileType::Gzip);
        assert_eq!(wrong(b"{\\rtf1"), FileType::Rtf);
        let archive = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n";
        assert_eq!(wrong(archive), FileType::WebArchive);
        assert_eq!(wrong(b"<?xml version=\"1.0\"?><Workbook>"), FileType::Xml);
        assert_eq!(wrong(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), FileType::LegacyOffice);
    }
}
