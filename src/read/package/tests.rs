#![allow(
    clippy::format_collect,
    clippy::format_in_format_args,
    clippy::items_after_statements,
    reason = "tests write their files out in place"
)]

use super::*;
use std::io::Write as _;
use zip::write::SimpleFileOptions;

fn packed(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn over(limit: Limit) -> ProblemKind {
    Limits::DEFAULT.exceeded(limit).into()
}

fn refusal(bytes: &[u8]) -> ProblemKind {
    Package::open(bytes, &Limits::DEFAULT).err().unwrap().kind
}

#[test]
fn parts_are_read_by_name() {
    let bytes = packed(&[("a.xml", b"<a/>".to_vec()), ("../../evil", b"x".to_vec())]);
    let mut package = Package::open(&bytes, &Limits::DEFAULT).unwrap();
    assert_eq!(package.xml("a.xml").unwrap().as_deref(), Some("<a/>"));
    assert_eq!(package.part("b.xml").unwrap(), None);
    assert_eq!(kind(&bytes, &Limits::DEFAULT), Err(ProblemKind::WrongType(FileType::Zip).into()));
}

#[test]
fn bombs_are_refused() {
    let ratio = packed(&[("a", vec![0; 9 * 1024 * 1024])]);
    assert_eq!(refusal(&ratio), over(Limit::Ratio));
    // Parts that are small enough each: the sum is what is too much.
    let part = vec![0; 7 * 1024 * 1024];
    let names: Vec<String> = (0..19).map(|number| format!("{number}.xml")).collect();
    let many: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), part.clone())).collect();
    assert_eq!(refusal(&packed(&many)), over(Limit::Unpacked));
    let names: Vec<String> = (0..10_001).map(|number| number.to_string()).collect();
    let many: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), Vec::new())).collect();
    assert_eq!(refusal(&packed(&many)), over(Limit::Parts));
}

#[test]
fn parts_in_one_place_or_of_one_name_are_refused() {
    let bytes = packed(&[("aa", b"first part".to_vec()), ("bb", b"other part".to_vec())]);
    let at = |wanted: &[u8], from: usize| {
        from + bytes[from..].windows(wanted.len()).position(|found| found == wanted).unwrap()
    };
    let directory = at(b"PK\x01\x02", 0);
    let second = at(b"PK\x01\x02", directory + 4);
    let mut same_name = bytes.clone();
    same_name[second + 46..second + 48].copy_from_slice(b"aa");
    let mut same_place = bytes.clone();
    let first_offset: Vec<u8> = bytes[directory + 42..directory + 46].to_vec();
    same_place[second + 42..second + 46].copy_from_slice(&first_offset);
    for broken in [same_name, same_place] {
        assert!(matches!(refusal(&broken), ProblemKind::Damaged { .. }));
    }
}

#[test]
fn declared_types_and_broken_ends_are_refused() {
    let bomb = b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>".to_vec();
    assert_eq!(refusal(&packed(&[("xl/workbook.xml", bomb)])), ProblemKind::Doctype);
    let whole = packed(&[("a", b"some content".to_vec())]);
    for cut in [4, 30, whole.len() - 10] {
        assert!(matches!(refusal(&whole[..cut]), ProblemKind::Damaged { .. }), "{cut}");
    }
    let mut wrong = whole;
    wrong[40] ^= 0xFF;
    assert!(matches!(refusal(&wrong), ProblemKind::Damaged { .. }));
}
