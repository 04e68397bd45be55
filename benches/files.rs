//! What a run over many small files costs beside reading the same files on the same number of threads:
//! `cargo bench --bench files`. `FILES=1000` makes fewer of them.

#![allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    dead_code,
    reason = "a bench prints, stops where its set-up fails, and uses what it needs of the module it shares"
)]

#[path = "timed.rs"]
mod timed;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use disclose_check::read::sources;
use rayon::prelude::*;

use timed::Program;

/// How often each of the two is done; the best counts.
const ROUNDS: usize = 3;

fn main() {
    let files: usize = std::env::var("FILES").ok().and_then(|number| number.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), files);
    // As many threads as the program makes: most of the time of each is spent on waiting for the disk.
    let threads = std::thread::available_parallelism().unwrap().get() * 4;
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().unwrap();
    println!(
        "{files} files, each a report of 49 figures, on {} threads; best of {ROUNDS}",
        rayon::current_num_threads()
    );
    println!("\nthe files in memory");
    measure(folder.path(), files, || ());
    println!("\nthe files on the disk alone");
    if forget_files() {
        measure(folder.path(), files, || assert!(forget_files()));
    } else {
        println!("not measured: only the superuser of a Linux system can have it forget the files that it read");
    }
}

/// Times both, each after `before`.
fn measure(folder: &Path, files: usize, before: impl Fn()) {
    let (mut reading, mut peak) = (Duration::MAX, 0);
    let arguments = ["--fail-on", "never", folder.to_str().unwrap()];
    let mut check = Program::new("check", Path::new(env!("CARGO_BIN_EXE_disclose-check")), &arguments);
    for _ in 0..ROUNDS {
        before();
        let start = Instant::now();
        let bytes: usize = sources(&[folder.to_owned()]).par_iter().map(|path| fs::read(path).unwrap().len()).sum();
        assert!(bytes > files);
        reading = reading.min(start.elapsed());
        before();
        peak = peak.max(check.run_watched());
    }
    let seconds = check.best();
    println!("listing and reading them    {:>8.2} s", reading.as_secs_f64());
    println!("checking them               {seconds:>8.2} s, {:.0} reports a second", files as f64 / seconds);
    println!("ratio                       {:>8.2}", seconds / reading.as_secs_f64());
    println!("peak memory of the check    {:>8} MiB", peak / 1024);
}

/// Writes out and drops what the system keeps of files in memory, where it lets us.
fn forget_files() -> bool {
    let written = std::process::Command::new("sync").status().is_ok_and(|status| status.success());
    written && fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

/// Files of many bodies, a few with a wrong figure, a thousand to a folder.
fn make(root: &Path, files: usize) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/jianning-2018.csv")).unwrap();
    for number in 0..files {
        let folder = root.join(format!("{:03}", number / 1000));
        if number % 1000 == 0 {
            fs::create_dir(&folder).unwrap();
        }
        let report = text.replace("建宁县", &format!("第{number}县"));
        let report = if number % 97 == 0 { report.replace("件,0,33", "件,0,32") } else { report };
        fs::write(folder.join(format!("{number:06}.csv")), report).unwrap();
    }
}
