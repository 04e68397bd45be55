//! What a whole run costs, process start included, beside a program that only reads the same file
//! and one that does nothing: `cargo build --release --examples && cargo bench --bench process`.

#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench prints, and stops where its set-up fails"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 300;

fn main() {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_disclose-check"));
    let reader = binary.with_file_name("examples").join("csv-only");
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/jianning-2018.csv");
    let report = report.to_str().unwrap_or_default();
    let mut programs: Vec<(&str, Command, Vec<Duration>)> = vec![
        ("disclose-check report.csv", command(&binary, &[report]), Vec::new()),
        ("disclose-check --format json", command(&binary, &["--format", "json", report]), Vec::new()),
        ("disclose-check --version", command(&binary, &["--version"]), Vec::new()),
        ("true", command(Path::new("true"), &[]), Vec::new()),
    ];
    if reader.exists() {
        programs.push(("csv-only report.csv", command(&reader, &[report]), Vec::new()));
    } else {
        println!("{} is missing: cargo build --release --examples", reader.display());
    }
    // Interleaved, so that whatever else the machine does falls on all of them alike.
    for _ in 0..RUNS {
        for (_, command, times) in &mut programs {
            let start = Instant::now();
            let done = command.status().is_ok();
            times.push(if done { start.elapsed() } else { Duration::MAX });
        }
    }
    println!("median of {RUNS} runs, process start included");
    for (_, _, times) in &mut programs {
        times.sort_unstable();
    }
    let nothing = programs.iter().find(|(name, ..)| *name == "true").map_or(1.0, |(_, _, times)| median(times));
    for (name, _, times) in &programs {
        let time = median(times);
        println!("{name:32} {:>8.3} ms, {:>5.2} times a program that does nothing", time * 1e3, time / nothing);
    }
}

/// In seconds; the times are in order.
fn median(times: &[Duration]) -> f64 {
    times[RUNS / 2].as_secs_f64()
}

fn command(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
