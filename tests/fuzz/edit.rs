//! Changes to the bytes of a file, and how they are drawn. What the bytes mean is not known here, but
//! that most formats are made of pieces between signs: fields, tags, attributes, words.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::Index;

/// Pieces that break things.
const SPLINTERS: [&[u8]; 46] = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\"",
    b",",
    b"\n",
    b"\n\n",
    b"\r",
    b"\t",
    b";",
    b"-",
    b".",
    b"%",
    b"0",
    b"-1",
    b"4294967296",
    b"9223372036854775807",
    b"9999999999999999999999999999999999999999",
    b"1e999",
    b"NaN",
    b"0.0000000000000000000000000000000000001",
    b"<table>",
    b"</td>",
    b"rowspan=\"99999999\"",
    b"<!DOCTYPE x [<!ENTITY a \"b\">]>",
    b"&#x110000;",
    b"PK\x03\x04",
    b"%PDF-1.4",
    b"|",
    "其中".as_bytes(),
    "占100%".as_bytes(),
    "万".as_bytes(),
    "亿亿亿".as_bytes(),
    "１２".as_bytes(),
    "百分之".as_bytes(),
    "分别为".as_bytes(),
    "，比上年增长".as_bytes(),
    "（一）".as_bytes(),
    "—".as_bytes(),
    "无".as_bytes(),
    "约".as_bytes(),
    "\u{301}".as_bytes(),
    "\u{202e}".as_bytes(),
    b"=SUM(A1)",
    b"\x1b[31m",
];

/// Signs between the pieces of most formats.
const BETWEEN: &[u8] = b"<>\"'=,;|\t\r\n /()[]{}:";

/// One change.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    Cut(Index),
    Flip(Index, u8),
    Remove(Index, usize),
    Repeat(Index, usize),
    Insert(Index, Index),
    Digit(Index, u8),
    ReplacePiece(Index, Index),
    CopyPiece(Index, Index),
    ExchangePieces(Index, Index),
}

/// A few changes, most of them of one piece or byte.
pub(crate) fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = any::<Index>;
    let one = prop_oneof![
        1 => at().prop_map(Edit::Cut),
        2 => (at(), 0_u8..8).prop_map(|(at, bit)| Edit::Flip(at, bit)),
        2 => (at(), 1_usize..40).prop_map(|(at, length)| Edit::Remove(at, length)),
        2 => (at(), 1_usize..400).prop_map(|(at, length)| Edit::Repeat(at, length)),
        3 => (at(), at()).prop_map(|(at, splinter)| Edit::Insert(at, splinter)),
        3 => (at(), b'0'..=b'9').prop_map(|(at, digit)| Edit::Digit(at, digit)),
        4 => (at(), at()).prop_map(|(at, splinter)| Edit::ReplacePiece(at, splinter)),
        4 => (at(), at()).prop_map(|(from, to)| Edit::CopyPiece(from, to)),
        3 => (at(), at()).prop_map(|(first, second)| Edit::ExchangePieces(first, second)),
    ];
    proptest::collection::vec(one, 1..6)
}

/// The bytes with some changes.
pub(crate) fn edited(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    edits.iter().fold(bytes.to_vec(), |mut bytes, edit| {
        if !bytes.is_empty() {
            apply(edit, &mut bytes);
        }
        bytes
    })
}

fn apply(edit: &Edit, bytes: &mut Vec<u8>) {
    let length = bytes.len();
    let range = |at: &Index, most: usize| {
        let start = at.index(length);
        start..(start + most).min(length)
    };
    match edit {
        Edit::Cut(at) => bytes.truncate(at.index(length)),
        Edit::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
        Edit::Remove(at, most) => drop(bytes.drain(range(at, *most))),
        Edit::Repeat(at, most) => {
            let range = range(at, *most);
            let copy = bytes[range.clone()].to_vec();
            bytes.splice(range.start..range.start, copy);
        }
        Edit::Insert(at, splinter) => {
            let at = at.index(length);
            bytes.splice(at..at, splinter.get(&SPLINTERS).iter().copied());
        }
        Edit::Digit(at, digit) => {
            let start = at.index(length);
            if let Some(found) = bytes[start..].iter().position(u8::is_ascii_digit) {
                bytes[start + found] = *digit;
            }
        }
        Edit::ReplacePiece(at, splinter) => {
            if let Some(piece) = piece(bytes, *at) {
                bytes.splice(piece, splinter.get(&SPLINTERS).iter().copied());
            }
        }
        Edit::CopyPiece(from, to) => {
            if let (Some(from), Some(to)) = (piece(bytes, *from), piece(bytes, *to)) {
                let copy = bytes[from].to_vec();
                bytes.splice(to, copy);
            }
        }
        Edit::ExchangePieces(first, second) => {
            if let (Some(one), Some(other)) = (piece(bytes, *first), piece(bytes, *second))
                && one.end <= other.start
            {
                let (left, right) = (bytes[one.clone()].to_vec(), bytes[other.clone()].to_vec());
                bytes.splice(other, left);
                bytes.splice(one, right);
            }
        }
    }
}

/// The piece that stands at or after a place.
fn piece(bytes: &[u8], at: Index) -> Option<Range<usize>> {
    let is_between = |byte: &u8| BETWEEN.contains(byte);
    let start = at.index(bytes.len());
    let start = start + bytes[start..].iter().position(|byte| !is_between(byte))?;
    let start = bytes[..start].iter().rposition(is_between).map_or(0, |before| before + 1);
    let length = bytes[start..].iter().position(is_between).unwrap_or(bytes.len() - start);
    Some(start..start + length)
}
