//! The tables of a PDF from the codes of a font to text, and from bytes to codes.

use std::collections::BTreeMap;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE};

/// A table names more codes than it may.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMany;

/// How the bytes of a text divide into codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codes {
    One,
    Two,
    /// A character set in which ASCII takes one byte.
    Mixed(&'static Encoding),
    /// UTF-16.
    Unicode,
}

impl Codes {
    /// The codes of a font by the name of its encoding; those that name glyphs are two bytes long.
    pub(super) fn of(name: &[u8]) -> Self {
        let name = String::from_utf8_lossy(name);
        let has = |part: &str| name.contains(part);
        if has("UCS2") || has("UTF16") {
            Self::Unicode
        } else if has("GBK") || has("GB-EUC") || has("GBpc") {
            Self::Mixed(GB18030)
        } else if has("B5") {
            Self::Mixed(BIG5)
        } else {
            Self::Two
        }
    }

    /// The next code of a text and what is left.
    pub(super) fn next(self, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
        let first = *bytes.first()?;
        let length = match self {
            Self::One => 1,
            Self::Mixed(_) if first < 0x81 => 1,
            // Four bytes of GB18030 have a digit in the second place.
            Self::Mixed(set) if set == GB18030 && bytes.get(1).is_some_and(u8::is_ascii_digit) => 4,
            Self::Unicode if (0xD8..0xDC).contains(&first) => 4,
            Self::Two | Self::Mixed(_) | Self::Unicode => 2,
        };
        Some(bytes.split_at(length.min(bytes.len())))
    }

    /// The text of a code where the encoding itself tells it.
    pub(super) fn text(self, code: &[u8]) -> Option<String> {
        let set = match self {
            Self::One | Self::Two => return None,
            Self::Mixed(set) => set,
            Self::Unicode => UTF_16BE,
        };
        set.decode_without_bom_handling_and_without_replacement(code).map(std::borrow::Cow::into_owned)
    }
}

/// The table of a font from codes to text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ToUnicode {
    texts: BTreeMap<u32, String>,
    /// How many more codes may be named, those that were named before included.
    left: usize,
}

impl ToUnicode {
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn get(&self, code: &[u8]) -> Option<&str> {
        self.texts.get(&number(code)).map(String::as_str)
    }

    /// Reads the table, which may name so many codes; what is no mapping is passed over.
    pub(super) fn parse(bytes: &[u8], most: usize) -> Result<Self, TooMany> {
        let mut table = Self { texts: BTreeMap::new(), left: most };
        let mut operands: Vec<Token> = Vec::new();
        let mut rest = bytes;
        while let Some((token, after)) = token(rest) {
            rest = after;
            match token {
                Token::Word(b"beginbfchar" | b"beginbfrange") => operands.clear(),
                Token::Word(b"endbfchar") => {
                    for two in operands.chunks_exact(2) {
                        if let [Token::Hex(code), Token::Hex(text)] = two {
                            table.put(number(code), &units(text), 0)?;
                        }
                    }
                    operands.clear();
                }
                Token::Word(b"endbfrange") => {
                    table.ranges(&operands)?;
                    operands.clear();
                }
                token => operands.push(token),
            }
        }
        Ok(table)
    }

    /// `<first> <last> <text>` or `<first> <last> [<text> ...]`, one after the other.
    fn ranges(&mut self, operands: &[Token<'_>]) -> Result<(), TooMany> {
        let mut rest = operands;
        while let [Token::Hex(first), Token::Hex(last), after @ ..] = rest {
            let (first, last) = (number(first), number(last));
            rest = match after {
                [Token::Hex(text), after @ ..] => {
                    let text = units(text);
                    for (code, step) in (first..=last).zip(0..) {
                        self.put(code, &text, step)?;
                    }
                    after
                }
                [Token::Word(b"["), after @ ..] => {
                    let count = after.iter().take_while(|token| matches!(token, Token::Hex(_))).count();
                    let (texts, after) = after.split_at(count);
                    for (code, text) in (first..=last).zip(texts) {
                        if let Token::Hex(text) = text {
                            self.put(code, &units(text), 0)?;
                        }
                    }
                    after.get(1..).unwrap_or_default()
                }
                _ => return Ok(()),
            };
        }
        Ok(())
    }

    /// `step` is added to the last unit of the text.
    fn put(&mut self, code: u32, text: &[u16], step: u32) -> Result<(), TooMany> {
        self.left = self.left.checked_sub(1).ok_or(TooMany)?;
        let mut text = text.to_vec();
        if let Some(last) = text.last_mut() {
            *last = last.wrapping_add(u16::try_from(step).unwrap_or(0));
        }
        self.texts.insert(code, String::from_utf16_lossy(&text));
        Ok(())
    }
}

enum Token<'b> {
    Hex(Vec<u8>),
    Word(&'b [u8]),
}

fn token(bytes: &[u8]) -> Option<(Token<'_>, &[u8])> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != 0)?;
    let bytes = bytes.get(start..)?;
    match bytes.first()? {
        b'%' => token(bytes.get(bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?..)?),
        b'<' if bytes.get(1) != Some(&b'<') => {
            let end = bytes.iter().position(|byte| *byte == b'>')?;
            let digits: Vec<u8> = bytes.get(1..end)?.iter().filter_map(|byte| hex(*byte)).collect();
            let hex = digits.chunks(2).map(|two| two.iter().fold(0, |value, digit| value << 4 | digit)).collect();
            Some((Token::Hex(hex), bytes.get(end + 1..)?))
        }
        b'[' | b']' | b'<' | b'>' => Some((Token::Word(bytes.get(..1)?), bytes.get(1..)?)),
        _ => {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || b"[]<>".contains(byte) || *byte == 0;
            let end = bytes.iter().skip(1).position(ends).map_or(bytes.len(), |end| end + 1);
            Some((Token::Word(bytes.get(..end)?), bytes.get(end..)?))
        }
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |value, byte| value << 8 | u32::from(*byte))
}

fn units(text: &[u8]) -> Vec<u16> {
    text.chunks(2).map(|two| two.iter().fold(0, |value, byte| value << 8 | u16::from(*byte))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn characters_and_ranges_are_read() {
        let table = ToUnicode::parse(
            b"/CMapName /x def % <00> <00>\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0001> <4E00>\n<0002><D840DC00> endbfchar\n\
              2 beginbfrange <0010> <0012> <0030> <0020> <0021> [<4E8C> <00660069>] endbfrange",
            7,
        )
        .unwrap();
        let text = |code: u16| table.get(&code.to_be_bytes()).unwrap_or("-").to_owned();
        assert_eq!([1, 2, 3, 0x10, 0x12, 0x20, 0x21].map(text), ["一", "𠀀", "-", "0", "2", "二", "fi"]);
    }

    #[test]
    fn giant_ranges_are_refused() {
        let most = 0x1_0000;
        for (last, is_read) in [("FFFF", true), ("00010000", false), ("FFFFFFFF", false)] {
            let text = format!("beginbfrange <00000000> <{last}> <0030> endbfrange");
            assert_eq!(ToUnicode::parse(text.as_bytes(), most).is_ok(), is_read, "{last}");
        }
        // Codes that are named again take as long as others.
        let again = b"beginbfchar <01> <0030> <01> <0031> endbfchar beginbfrange <01> <01> [<0032>] endbfrange";
        assert_eq!(ToUnicode::parse(again, 2), Err(TooMany));
        assert_eq!(ToUnicode::parse(again, 3).unwrap().get(&[1]), Some("2"));
    }

    #[test]
    fn named_encodings_divide_and_tell_their_text() {
        let read = |name: &[u8], mut bytes: &[u8]| {
            let codes = Codes::of(name);
            let mut text = String::new();
            while let Some((code, rest)) = codes.next(bytes) {
                text.push_str(&codes.text(code).unwrap_or_else(|| "?".into()));
                bytes = rest;
            }
            text
        };
        assert_eq!(read(b"GBK-EUC-H", b"3\xd2\xbb"), "3一");
        assert_eq!(read(b"GBK2K-H", b"\x95\x32\x82\x36a"), "𠀀a");
        assert_eq!(read(b"UniGB-UCS2-H", b"\x4e\x00\x00\x33"), "一3");
        assert_eq!(read(b"ETen-B5-H", b"\xa4@"), "一");
        assert_eq!(read(b"Identity-H", b"\x4e\x00\x01"), "??");
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = ToUnicode::parse(&bytes, 1000);
            for codes in [Codes::One, Codes::Two, Codes::Mixed(GB18030), Codes::Unicode] {
                let mut rest = bytes.as_slice();
                while let Some((code, after)) = codes.next(rest) {
                    codes.text(code);
                    rest = after;
                }
            }
        }
    }
}
