//! Texts in an XLS file: one byte a character where that is enough, two where not, and the table of
//! shared texts that goes on over several records, even within a text.

use super::u16_at;

/// A text after its length in two bytes.
pub(super) fn text_with_length(bytes: &[u8]) -> Option<String> {
    Some(text(bytes.get(2..)?, usize::from(u16_at(bytes, 0)?)))
}

/// A text of some characters after its byte of flags.
pub(super) fn text(bytes: &[u8], length: usize) -> String {
    let Some((flags, characters)) = bytes.split_first() else { return String::new() };
    let mut units = Vec::new();
    append(&mut units, characters, flags & 1 == 1, length);
    String::from_utf16_lossy(&units)
}

/// Takes up to some characters from the start of `bytes`; how many bytes they took.
fn append(units: &mut Vec<u16>, bytes: &[u8], wide: bool, count: usize) -> usize {
    if wide {
        let taken = bytes.chunks_exact(2).take(count);
        units.extend(taken.clone().filter_map(|two| u16_at(two, 0)));
        taken.count() * 2
    } else {
        units.extend(bytes.iter().take(count).map(|byte| u16::from(*byte)));
        bytes.len().min(count)
    }
}

/// The table of shared texts: the contents of its records.
#[derive(Default)]
pub(super) struct Shared<'s> {
    parts: Vec<&'s [u8]>,
}

impl<'s> Shared<'s> {
    pub(super) fn start(&mut self, content: &'s [u8]) {
        // Before the texts stand two numbers of four bytes each.
        self.parts = vec![content.get(8..).unwrap_or_default()];
    }

    pub(super) fn go_on(&mut self, content: &'s [u8]) {
        self.parts.push(content);
    }

    /// All texts, up to where the table breaks off.
    pub(super) fn read(self) -> Vec<String> {
        let mut cursor = Cursor { parts: self.parts, part: 0, at: 0 };
        std::iter::from_fn(|| cursor.text()).collect()
    }
}

struct Cursor<'s> {
    parts: Vec<&'s [u8]>,
    part: usize,
    at: usize,
}

impl<'s> Cursor<'s> {
    /// What is left of the record under way, of the next one where nothing is.
    fn rest(&mut self) -> Option<&'s [u8]> {
        loop {
            let rest = self.parts.get(self.part)?.get(self.at..)?;
            if !rest.is_empty() {
                return Some(rest);
            }
            self.part += 1;
            self.at = 0;
        }
    }

    /// The next bytes, of which none stand in another record.
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = self.rest()?.get(..N)?.try_into().ok()?;
        self.at += N;
        Some(bytes)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            let step = self.rest()?.len().min(count);
            self.at += step;
            count -= step;
        }
        Some(())
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::from(u16::from_le_bytes(self.take()?));
        let [flags] = self.take()?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(u16::from_le_bytes(self.take()?)) };
        let extra = if flags & 4 == 0 { 0 } else { usize::try_from(u32::from_le_bytes(self.take()?)).ok()? };
        let mut wide = flags & 1 == 1;
        let mut units = Vec::new();
        while units.len() < length {
            let (part, rest) = (self.part, self.rest()?);
            if self.part != part {
                // A record in the middle of a text starts with flags of its own.
                let [flags] = self.take()?;
                wide = flags & 1 == 1;
                continue;
            }
            let left = length - units.len();
            let taken = append(&mut units, rest, wide, left);
            // Half a character at the end of a record is no character.
            self.at += if taken == 0 { rest.len() } else { taken };
        }
        self.skip(runs * 4 + extra)?;
        Some(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(parts: &[&[u8]]) -> Vec<String> {
        let mut shared = Shared::default();
        let mut parts = parts.iter();
        let first: Vec<u8> = [0; 8].iter().chain(parts.next().unwrap().iter()).copied().collect();
        shared.start(&first);
        for part in parts {
            shared.go_on(part);
        }
        shared.read()
    }

    #[test]
    fn texts_go_on_in_the_next_record() {
        assert_eq!(shared(&[b"\x02\0\x00ab\x01\0\x01\x00\x4e"]), ["ab", "一"]);
        assert_eq!(shared(&[b"\x04\0\x00ab", b"\x01\x00\x4e\x8c\x4e", b"\x01\0\x00z"]), ["ab一二", "z"]);
        assert_eq!(shared(&[b"\x01\0\x00a", b"\x01\0\x00b"]), ["a", "b"]);
        let rich = b"\x01\0\x0C\x01\0\x02\0\0\0a\xFF\xFF\xFF\xFF\xEE\xEE\x01\0\x00b";
        assert_eq!(shared(&[rich]), ["a", "b"]);
    }

    #[test]
    fn a_table_that_breaks_off_gives_what_it_has() {
        for broken in [&b"\x02\0\x00ab\x09\0\x00c"[..], b"\x02\0\x00ab\x09", b"\x02\0\x00ab\x09\0\x04\xFF\xFF"] {
            assert_eq!(shared(&[broken]), ["ab"]);
        }
        assert_eq!(shared(&[b"\x05\0\x01\x00\x4e\x00"]), [""; 0]);
    }

    #[test]
    fn short_texts_are_read() {
        assert_eq!(text_with_length(b"\x02\0\x00ab"), Some("ab".into()));
        assert_eq!(text_with_length(b"\x02\0\x01\x00\x4ec\0"), Some("一c".into()));
        assert_eq!(text_with_length(b"\x02"), None);
    }
}
