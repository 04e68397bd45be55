//! Bytes to text: byte order marks, UTF-8, UTF-16, GB18030, Big5, and what a page or an XML file
//! declares. Strict throughout: a byte that does not belong is an error, never a replacement sign.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::problem::{FileType, ProblemKind};

/// Enough of a file to tell UTF-16 or Big5 by.
const SAMPLE: usize = 16 * 1024;

/// How much of a page may stand before its declaration of an encoding. Standards say 1024 bytes;
/// pages that begin with long comments need more.
const DECLARED_WITHIN: usize = 4096;

/// Decodes a whole file; the text has no byte order mark.
///
/// # Errors
/// [`ProblemKind::WrongType`] for control characters, [`ProblemKind::UnknownEncoding`] where a byte
/// does not belong.
pub(super) fn decode(bytes: Vec<u8>) -> Result<(String, &'static str), ProblemKind> {
    let (text, encoding) = decode_text(bytes, None)?;
    printable(text, encoding)
}

/// Decodes a page: where it is no Unicode, by the encoding that it declares.
pub(super) fn decode_page(bytes: Vec<u8>) -> Result<(String, &'static str), ProblemKind> {
    let declared = declared(&bytes, "charset");
    let (text, encoding) = decode_text(bytes, declared)?;
    printable(text, encoding)
}

/// Decodes a part of an office file, which is UTF-8 unless it says otherwise.
pub(super) fn decode_xml(bytes: Vec<u8>) -> Result<(String, &'static str), ProblemKind> {
    let declared = declared(&bytes, "encoding");
    let (text, encoding) = decode_text(bytes, declared)?;
    Ok((text, encoding.name()))
}

fn printable(text: String, encoding: &'static Encoding) -> Result<(String, &'static str), ProblemKind> {
    let is_binary = |sign: char| sign.is_control() && !sign.is_whitespace();
    if text.chars().any(is_binary) {
        return Err(ProblemKind::WrongType(FileType::Binary));
    }
    Ok((text, encoding.name()))
}

/// The encoding that stands after `word` and an equals sign near the start.
fn declared(bytes: &[u8], word: &str) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARED_WITHIN).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.match_indices(word).find_map(|(at, _)| {
        let value = head.get(at + word.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let end = value.find(|sign: char| !sign.is_ascii_alphanumeric() && !"-_:.".contains(sign));
        Encoding::for_label(value.get(..end.unwrap_or(value.len()))?.as_bytes())
    })
}

/// The marks and the bytes themselves say more than a declaration, which may be left over from
/// another encoding.
fn decode_text(
    bytes: Vec<u8>,
    declared: Option<&'static Encoding>,
) -> Result<(String, &'static Encoding), ProblemKind> {
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        // UTF-32, which would pass for UTF-16 with NULs.
        return Err(ProblemKind::UnknownEncoding);
    }
    if let Some((encoding, _)) = Encoding::for_bom(&bytes).filter(|(found, _)| *found != UTF_8) {
        return strict(&bytes, encoding);
    }
    if let Some(encoding) = utf16_by_nuls(&bytes)
        && let Ok(decoded) = strict(&bytes, encoding)
    {
        return Ok(decoded);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((without_mark(text), UTF_8)),
        Err(error) if error.as_bytes().starts_with(b"\xEF\xBB\xBF") => Err(ProblemKind::UnknownEncoding),
        Err(error) => {
            let bytes = error.into_bytes();
            // GB18030 holds all of GBK and GB 2312.
            let declared = declared.filter(|found| *found != UTF_8 && !found.name().starts_with("UTF-16"));
            match declared.and_then(|found| strict(&bytes, found).ok()) {
                Some(decoded) => Ok(decoded),
                None => strict(&bytes, chinese(&bytes)),
            }
        }
    }
}

/// Some programs put a second mark before the first.
fn without_mark(mut text: String) -> String {
    let marks = text.len() - text.trim_start_matches('\u{FEFF}').len();
    text.drain(..marks);
    text
}

fn strict(bytes: &[u8], encoding: &'static Encoding) -> Result<(String, &'static Encoding), ProblemKind> {
    let text =
        encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(ProblemKind::UnknownEncoding)?;
    Ok((without_mark(text.into_owned()), encoding))
}

/// The commas, digits and line ends of a table have a zero byte each in UTF-16, all on the same
/// side; one in 32 is far below what a table of Chinese labels has. The other side has a few at
/// most: 一 is U+4E00.
fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.len().is_multiple_of(2) || !bytes.contains(&0) {
        return None;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let (mut first, mut second) = (0, 0);
    for pair in sample.chunks_exact(2) {
        first += usize::from(pair.first() == Some(&0));
        second += usize::from(pair.last() == Some(&0));
    }
    let enough = |nuls: usize| nuls * 64 >= sample.len();
    if enough(second) && second > 2 * first {
        Some(UTF_16LE)
    } else if enough(first) && first > 2 * second {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// GB18030 or Big5. The detector knows many more encodings, but reports are in no other.
fn chinese(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let rest = bytes.get(start..).unwrap_or_default();
    let sample = rest.get(..SAMPLE).unwrap_or(rest);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == rest.len());
    if detector.guess(None, Utf8Detection::Deny) == BIG5 { BIG5 } else { GB18030 }
}

/// A text in the encoding of another file, with a byte order mark where that has one. `None` where
/// the encoding lacks a sign.
pub(super) fn encode_like(original: &[u8], text: &str, encoding: &'static str) -> Option<Vec<u8>> {
    let encoding = Encoding::for_label(encoding.as_bytes())?;
    let mark = Encoding::for_bom(original).and_then(|(_, length)| original.get(..length)).unwrap_or_default();
    let mut bytes = mark.to_vec();
    if encoding == UTF_16LE {
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    } else if encoding == UTF_16BE {
        bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    } else {
        let (encoded, _, lacking) = encoding.encode(text);
        if lacking {
            return None;
        }
        bytes.extend_from_slice(&encoded);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str = "指标,本年,累计\r\n收到申请数,306,1024\r\n当面申请数,12,40\r\n";
    const TRADITIONAL: &str = "項目,本年度,累計\r\n收到申請數,306,1024\r\n依申請公開資訊目錄,12,40\r\n";

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable);
        bytes.into_owned()
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn reads(bytes: &[u8], text: &str, encoding: &str) {
        let (found, name) = decode(bytes.to_vec()).unwrap();
        assert_eq!((found.as_str(), name), (text, encoding));
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let marked = format!("\u{FEFF}{SIMPLIFIED}");
        reads(SIMPLIFIED.as_bytes(), SIMPLIFIED, "UTF-8");
        reads(marked.as_bytes(), SIMPLIFIED, "UTF-8");
        reads(format!("\u{FEFF}{marked}").as_bytes(), SIMPLIFIED, "UTF-8");
        reads(&utf16(SIMPLIFIED, false), SIMPLIFIED, "UTF-16LE");
        reads(&utf16(SIMPLIFIED, true), SIMPLIFIED, "UTF-16BE");
        reads(&utf16(&marked, false), SIMPLIFIED, "UTF-16LE");
        reads(&utf16(&marked, true), SIMPLIFIED, "UTF-16BE");
        reads(&utf16("一,二\n1,一\n", false), "一,二\n1,一\n", "UTF-16LE");
        reads(&utf16("一,二\n1,一\n", true), "一,二\n1,一\n", "UTF-16BE");
        reads(&utf16("a,b\n1,2\n", false), "a,b\n1,2\n", "UTF-16LE");
        reads(&encoded(SIMPLIFIED, GB18030), SIMPLIFIED, "gb18030");
        reads(&encoded("𠀀县,1\n", GB18030), "𠀀县,1\n", "gb18030");
        reads(&encoded(TRADITIONAL, BIG5), TRADITIONAL, "Big5");
    }

    #[test]
    fn short_tables_in_gbk_are_not_taken_for_big5() {
        for text in ["年份,件\n2018,3\n", "合计,1\n", "收到,办结\n306,305\n", "网站公开数,12\n", "总数\n1\n"]
        {
            reads(&encoded(text, GB18030), text, "gb18030");
        }
    }

    #[test]
    fn control_characters_are_no_text() {
        for bytes in [b"a,b\n1,\x002\n".as_slice(), b"a,b\n1,\x1B[0m\n"] {
            assert_eq!(decode(bytes.to_vec()), Err(ProblemKind::WrongType(FileType::Binary)));
        }
        reads(b"a\x0cb", "a\x0cb", "UTF-8");
    }

    #[test]
    fn pages_are_read_as_they_declare() {
        let page = |charset: &str| format!("<html><meta charset={charset}><p>收到申请数");
        for (declared, encoding, name) in [
            ("'gb2312'", GB18030, "GBK"),
            ("\"GBK\"", GB18030, "GBK"),
            ("gb18030 ", GB18030, "gb18030"),
            ("utf-8", GB18030, "gb18030"),
            ("gb2312", UTF_8, "UTF-8"),
            ("none", UTF_8, "UTF-8"),
        ] {
            let text = page(declared);
            assert_eq!(decode_page(encoded(&text, encoding)), Ok((text, name)), "{declared}");
        }
        let text = "<meta http-equiv=Content-Type content=\"text/html; charset=big5\"><p>收到申請數,資訊</p>";
        assert_eq!(decode_page(encoded(text, BIG5)).unwrap().1, "Big5");
    }

    #[test]
    fn bytes_that_do_not_belong_are_refused() {
        let mut cut = encoded("收到申请数", GB18030);
        cut.pop();
        let mut lone = utf16("\u{FEFF}a,b\n", false);
        lone.extend(0xD800_u16.to_le_bytes());
        for bytes in [cut, lone, b"\xEF\xBB\xBFa\xFF".to_vec(), b"\xFF\xFE\0\0a\0\0\0".to_vec()] {
            assert_eq!(decode(bytes.clone()), Err(ProblemKind::UnknownEncoding), "{bytes:x?}");
        }
    }
}
