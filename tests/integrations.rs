//! What others run the program by: the action and the hook say what they do, and the program does it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// The script of the last step of the action.
fn script() -> String {
    let action = fs::read_to_string("action.yml").unwrap();
    let (_, script) = action.rsplit_once("run: |\n").unwrap();
    script.lines().map(|line| line.trim_start_matches("        ").to_owned() + "\n").collect()
}

/// Runs the script as a runner does, in some folder.
fn act(folder: &Path, paths: &str, sarif: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_disclose-check")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    Command::new("bash")
        .args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", &script()])
        .current_dir(folder)
        .env("PATH", path)
        .env("RUNNER_TEMP", folder)
        .envs([("PATHS", paths), ("FAIL_ON", "error"), ("REPORT_LANG", "en"), ("SARIF", sarif)])
        .output()
        .unwrap()
}

#[test]
fn the_action_annotates_and_writes_sarif() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["mail-32.csv", "total-2306.csv"] {
        fs::copy(format!("fixtures/defects/{name}"), folder.path().join(format!("a report {name}"))).unwrap();
    }
    fs::copy("fixtures/jianning-2018.csv", folder.path().join("clean.csv")).unwrap();
    let told = act(folder.path(), "a report *.csv\nclean.csv", "out.sarif");
    let out = String::from_utf8(told.stdout).unwrap();
    assert_eq!(told.status.code(), Some(1), "{out}{}", String::from_utf8_lossy(&told.stderr));
    assert!(out.lines().all(|line| line.starts_with("::error file=a report ")), "{out}");
    assert!(out.contains("mail-32.csv") && out.contains("total-2306.csv"));
    assert!(fs::read_to_string(folder.path().join("out.sarif")).unwrap().contains("a%20report%20mail-32.csv"));
    let clean = act(folder.path(), "clean.csv", "");
    assert_eq!((clean.status.code(), clean.stdout.as_slice()), (Some(0), b"".as_slice()));
}

#[test]
fn the_hook_names_the_program_and_every_type_of_file() {
    let hooks = fs::read_to_string(".pre-commit-hooks.yaml").unwrap();
    assert!(hooks.contains(&format!("entry: {}\n", env!("CARGO_PKG_NAME"))));
    let (_, files) = hooks.split_once(r"files: (?i)\.(").unwrap();
    let (extensions, _) = files.split_once(")$").unwrap();
    let hooked: Vec<&str> = extensions.split('|').collect();
    assert_eq!(hooked, disclose_check::read::EXTENSIONS);
}
