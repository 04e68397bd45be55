//! Traditional characters and the simplified ones that labels are looked up by. The pairs are data (`traditional.txt`).

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "evaluated when the program is built, which either would end"
)]

/// Traditional characters with the simplified ones, from the embedded file of pairs, which is in order.
static SIMPLIFIED: [(char, char); PAIRS] = {
    let mut pairs = [('\0', '\0'); PAIRS];
    let (mut at, mut byte) = (0, 0);
    while at < PAIRS {
        if TRADITIONAL[byte] == b'\n' {
            byte += 1;
        } else {
            pairs[at] = (char_at(byte), char_at(byte + 3));
            (at, byte) = (at + 1, byte + 6);
        }
    }
    pairs
};

/// Lines of pairs of characters, each of which takes three bytes.
const TRADITIONAL: &[u8] = include_bytes!("traditional.txt");
const PAIRS: usize = {
    let (mut byte, mut kept) = (0, 0);
    while byte < TRADITIONAL.len() {
        kept += (TRADITIONAL[byte] != b'\n') as usize;
        byte += 1;
    }
    kept / 6
};

const fn char_at(byte: usize) -> char {
    let [first, second, third] = [TRADITIONAL[byte], TRADITIONAL[byte + 1], TRADITIONAL[byte + 2]];
    let bits = (first as u32 & 0xF) << 12 | (second as u32 & 0x3F) << 6 | third as u32 & 0x3F;
    match char::from_u32(bits) {
        Some(char) if first & 0xF0 == 0xE0 => char,
        _ => panic!("traditional.txt holds a sign of other than three bytes"),
    }
}

/// The key in simplified characters, `None` where it is in them already.
pub(super) fn simplified(key: &str) -> Option<String> {
    let simple = |char: char| {
        let at = SIMPLIFIED.binary_search_by_key(&char, |(traditional, _)| *traditional).ok()?;
        SIMPLIFIED.get(at).map(|(_, simplified)| *simplified)
    };
    key.chars()
        .any(|char| simple(char).is_some())
        .then(|| key.chars().map(|char| simple(char).unwrap_or(char)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_become_simplified() {
        assert!(SIMPLIFIED.is_sorted_by_key(|(traditional, _)| *traditional));
        assert_eq!(simplified("主動公開文件數").as_deref(), Some("主动公开文件数"));
        assert_eq!(simplified("主动公开文件数"), None);
    }
}
