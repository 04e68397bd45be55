//! Bytes to text: byte order marks, UTF-8, UTF-16, GB18030, Big5, and the files that are no text
//! at all. Strict throughout: a byte that does not belong is an error, never a replacement sign.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::problem::ProblemKind;

/// Enough of a file to tell UTF-16 or Big5 by.
const SAMPLE: usize = 16 * 1024;

/// Decodes a whole file; the text has no byte order mark.
///
/// # Errors
/// [`ProblemKind::NotText`] for control characters, [`ProblemKind::UnknownEncoding`] where a byte
/// does not belong.
pub(super) fn decode(bytes: Vec<u8>) -> Result<(String, &'static str), ProblemKind> {
    let (text, encoding) = decode_text(bytes)?;
    if text.chars().any(|sign| sign.is_control() && !matches!(sign, '\t' | '\n' | '\r')) {
        return Err(ProblemKind::NotText("a binary file"));
    }
    Ok((text, encoding.name()))
}

/// Decodes a web page: as it declares itself, or, where it does not or is wrong about it, as any text.
pub(super) fn decode_page(bytes: Vec<u8>) -> Result<(String, &'static str), ProblemKind> {
    let marked = Encoding::for_bom(&bytes).is_some();
    let declared = declared(&bytes).filter(|_| !marked);
    // GBK and GB2312 are declared where GB18030 is meant; it holds both.
    let declared = declared.map(|encoding| if encoding == encoding_rs::GBK { GB18030 } else { encoding });
    if let Some(Ok((text, encoding))) = declared.map(|encoding| strict(&bytes, encoding)) {
        return Ok((text, encoding.name()));
    }
    decode_text(bytes).map(|(text, encoding)| (text, encoding.name()))
}

/// The encoding that a page names in its first bytes, `charset=gb2312`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start: Vec<u8> = bytes.iter().take(4096).map(u8::to_ascii_lowercase).collect();
    let at = start.windows(8).position(|window| window == b"charset=")?;
    let rest = start.get(at + 8..)?;
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))?;
    Encoding::for_label(rest.get(..end)?)
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

fn decode_text(bytes: Vec<u8>) -> Result<(String, &'static Encoding), ProblemKind> {
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
            strict(&bytes, chinese(&bytes))
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
