//! What a whole run costs, process start included, beside a program that only reads the same file
//! and one that does nothing: `cargo build --release --examples && cargo bench --bench process`.

#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a bench prints, stops where its set-up fails, and uses what it needs of the module it shares"
)]

#[path = "timed.rs"]
mod timed;

use std::path::{Path, PathBuf};

use timed::Program;

const RUNS: usize = 300;

fn main() {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_disclose-check"));
    let reader = binary.with_file_name("examples").join("csv-only");
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/jianning-2018.csv");
    let report = report.to_str().unwrap_or_default();
    let mut programs = vec![
        Program::new("a program that does nothing", Path::new("true"), &[]),
        Program::new("disclose-check report.csv", &binary, &[report]),
        Program::new("disclose-check --format json", &binary, &["--format", "json", report]),
        Program::new("disclose-check --version", &binary, &["--version"]),
    ];
    if reader.exists() {
        programs.push(Program::new("csv-only report.csv", &reader, &[report]));
    } else {
        println!("{} is missing: cargo build --release --examples", reader.display());
    }
    // Interleaved, so that whatever else the machine does falls on all of them alike.
    for _ in 0..RUNS {
        programs.iter_mut().for_each(Program::run);
    }
    println!("{RUNS} runs each, process start included; in brackets, times a program that does nothing");
    let nothing = &programs[0];
    for program in &programs {
        let (best, median) = (program.best(), program.median());
        println!(
            "{:30} best {:>7.3} ms ({:.2}), median {:>7.3} ms ({:.2})",
            program.name,
            best * 1e3,
            best / nothing.best(),
            median * 1e3,
            median / nothing.median()
        );
    }
}
