//! `--watch`: the program checks again when a file changes, and lives until it is stopped.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a check may take on a busy machine.
const DEADLINE: Duration = Duration::from_secs(30);

#[test]
fn a_saved_file_is_checked_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.csv");
    let text = fs::read_to_string("fixtures/defects/mail-32.csv").unwrap();
    fs::write(&path, &text).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_disclose-check"))
        .args(["--watch", "--quiet", "--lang", "en"])
        .arg(&path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let (told, heard) = mpsc::channel();
    thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| told.send(line)));
    let first = heard.recv_timeout(DEADLINE);
    fs::write(&path, text.replace("0,32", "0,33")).unwrap();
    let second = heard.recv_timeout(DEADLINE);
    let alive = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(first.as_ref().is_ok_and(|line| line.contains(": inconsistent;")), "{first:?}");
    assert!(second.as_ref().is_ok_and(|line| line.contains(": consistent;")), "{second:?}");
    assert!(alive);
}
