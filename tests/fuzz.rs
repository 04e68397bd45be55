//! Damaged and made-up files through the whole pipeline: whatever comes in, the program ends with
//! findings or a problem. Seeds are the fixtures; the mutations are the same on every run.
//!
//! `FUZZ_RUNS=100000 cargo test --release --test fuzz` goes on for longer, and
//! `FUZZ_SEED=7` elsewhere.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use disclose_check::forms::Catalogue;
use disclose_check::message::Lang;
use disclose_check::render::{Format, Settings, Verbosity, render};
use disclose_check::{Checker, Input};

/// Executions for each target unless the environment asks for others.
const RUNS: u64 = 150;
/// No file of a fixture's size takes anywhere near as long.
const PATIENCE: Duration = Duration::from_secs(20);

/// Pieces that break things.
const SPLINTERS: [&[u8]; 30] = [
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\"",
    b",",
    b"\n",
    b"\r",
    b"\t",
    b";",
    b"-",
    b".",
    b"%",
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
    b"\xe5\x85\xb6\xe4\xb8\xad",
    b"\xe5\x8d\xa0100%",
    b"\xe4\xb8\x87",
    b"\xef\xbc\x91\xef\xbc\x92",
    b"=SUM(A1)",
    b"\x1b[31m",
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    /// The bytes with a few of them changed.
    fn mutated(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len());
            let end = (at + 1 + self.below(40)).min(bytes.len());
            match self.below(7) {
                0 => bytes.truncate(at),
                1 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
                2 => drop(bytes.drain(at..end)),
                3 => {
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
                4 | 5 => drop(bytes.splice(at..at, SPLINTERS[self.below(SPLINTERS.len())].iter().copied())),
                _ => {
                    let digit = bytes.iter().skip(at).position(u8::is_ascii_digit).map(|found| found + at);
                    if let Some(digit) = digit {
                        bytes[digit] = b'0' + u8::try_from(self.below(10)).unwrap();
                    }
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        bytes
    }
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

fn seeds(extension: &str) -> Vec<PathBuf> {
    fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                collect(&path, extension, found);
            } else if path.extension().is_some_and(|end| end == extension) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), extension, &mut found);
    found
}

/// Runs damaged files of one type through everything but the command line.
fn fuzz(extension: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("report.{extension}"));
    let seeds: Vec<Vec<u8>> = seeds(extension).iter().map(|seed| fs::read(seed).unwrap()).collect();
    assert!(!seeds.is_empty(), "{extension}");
    let checker = Checker::new(Catalogue::builtin()).coverage(true);
    let settings = Settings { lang: Lang::Zh, color: false, verbosity: Verbosity::Verbose, width: None, top: None };
    let mut random = Random(0x2545_F491_4F6C_DD1D ^ (setting("FUZZ_SEED", 0) << 1));
    for run in 0..setting("FUZZ_RUNS", RUNS) {
        let seed = random.below(seeds.len());
        let bytes = random.mutated(&seeds[seed]);
        fs::write(&path, &bytes).unwrap();
        let started = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(|| {
            let outcome = checker.check(&[Input::path(&path)], Some(1));
            assert!(!outcome.reports.is_empty() || !outcome.problems.is_empty(), "neither findings nor a problem");
            for format in [Format::Text, Format::Json, Format::Html, Format::Sarif, Format::Csv] {
                render(format, &outcome, &settings, &mut std::io::sink()).unwrap();
            }
        }));
        let slow = started.elapsed() > PATIENCE;
        if done.is_err() || slow {
            let kept = std::env::temp_dir().join(format!("disclose-check-crash.{extension}"));
            fs::write(&kept, &bytes).unwrap();
            panic!("run {run} {}: {}", if slow { "takes too long" } else { "panics" }, kept.display());
        }
    }
}

#[test]
fn csv() {
    fuzz("csv");
}

#[test]
fn html() {
    fuzz("html");
}

#[test]
fn markdown() {
    fuzz("md");
}

#[test]
fn text() {
    fuzz("txt");
}

#[test]
fn word() {
    fuzz("docx");
}

#[test]
fn excel() {
    fuzz("xlsx");
}

#[test]
fn old_excel() {
    fuzz("xls");
}

#[test]
fn open_document() {
    fuzz("ods");
}

#[test]
fn pdf() {
    fuzz("pdf");
}

#[test]
fn form_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/forms");
    let seeds: Vec<Vec<u8>> = ["cn-fujian", "cn-2014", "us-foia"]
        .iter()
        .map(|name| fs::read(folder.join(format!("{name}.toml"))).unwrap())
        .collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ (setting("FUZZ_SEED", 0) << 1));
    for _ in 0..setting("FUZZ_RUNS", RUNS) {
        let seed = random.below(seeds.len());
        let bytes = random.mutated(&seeds[seed]);
        let Ok(text) = String::from_utf8(bytes) else { continue };
        // A form file is taken or refused; either is fine.
        let _ = Catalogue::builtin().add_text("own.toml", &text.replace("family = \"", "family = \"x"));
    }
}
