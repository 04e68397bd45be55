//! What a project decides about findings, and corrected copies.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;

use support::{Run, json, run};
use tempfile::TempDir;

const MAIL: &str = include_str!("../fixtures/defects/mail-32.csv");
const ANSWERED: &str = include_str!("../fixtures/defects/answered-360.csv");

fn folder(config: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("disclose-check.toml"), config).unwrap();
    fs::create_dir(folder.path().join("reports")).unwrap();
    fs::write(folder.path().join("reports/mail.csv"), MAIL).unwrap();
    folder
}

fn check(folder: &TempDir, options: &[&str]) -> Run {
    let report = folder.path().join("reports/mail.csv");
    run(&[&["--lang", "en", report.to_str().unwrap()], options].concat())
}

#[test]
fn a_waiver_with_a_reason_lets_a_finding_pass_and_is_told() {
    let folder = folder(
        "[[waiver]]\nrule = \"cn-fujian/annex:received-by-channel\"\nsource = \"reports/*.csv\"\n\
         figure = \"received.mail[cumulative]\"\nreason = \"corrected in the next report\"\nuntil = 2999-12-31\n",
    );
    let told = check(&folder, &["-v"]);
    assert_eq!((told.status, told.err.as_str()), (0, ""), "{}", told.out);
    assert!(told.out.contains("waived: corrected in the") && !told.out.contains("suggested repairs"), "{}", told.out);
}

#[test]
fn idle_and_expired_waivers_are_told_and_do_nothing() {
    let folder = folder(
        "[[waiver]]\nrule = \"cn-fujian/annex:received-by-channel\"\nreason = \"once\"\nuntil = 2020-01-01\n\
         [[waiver]]\nrule = \"cn-fujian/annex:answered-by-outcome\"\nreason = \"nothing\"\n\
         [[waiver]]\nrule = \"cn-fujian/annex:received-by-channel\"\nsource = \"other/*.csv\"\nreason = \"elsewhere\"\n",
    );
    let told = check(&folder, &[]);
    assert_eq!(told.status, 1);
    assert_eq!(
        told.err,
        "warning: the waiver for `cn-fujian/annex:received-by-channel` ended on 2020-01-01\n\
         warning: the waiver for `cn-fujian/annex:answered-by-outcome` matches nothing\n"
    );
}

#[test]
fn settings_are_defaults_that_options_override() {
    let config =
        "lang = \"zh\"\nfail-on = \"error\"\n[severity]\n\"cn-fujian/annex:received-by-channel\" = \"warning\"\n";
    let folder = folder(config);
    let report = folder.path().join("reports/mail.csv");
    let told = run(&[report.to_str().unwrap()]);
    assert_eq!(told.status, 0);
    assert!(told.out.contains("警告 1"), "{}", told.out);
    assert_eq!(check(&folder, &["--fail-on", "warning"]).status, 1);
}

#[test]
fn mistakes_in_settings_are_told_with_their_place() {
    for (config, expected) in [
        ("wavier = 1", "unknown field `wavier`"),
        ("[[waiver]]\nrule = \"a/b:c\"\n", "missing field `reason`"),
        ("[[waiver]]\nrule = \"a/b:c\"\nreason = \" \"\n", "an empty `reason`"),
        ("[[waiver]]\nrule = \"a/b:c\"\nreason = \"x\"\nuntil = 12:00:00\n", "has no day"),
        ("[[waiver]]\nrule = \"a/b:c\"\nreason = \"x\"\nsource = \"[\"\n", "waiver for `a/b:c`: `source`"),
        ("[[waiver]]\nrule = \"a/b:c\"\nreason = \"x\"\n", "unknown rule `a/b:c`"),
        (
            "[severity]\n\"cn-fujian/annex:received-by-chanel[year]\" = \"note\"\n",
            "unknown rule `cn-fujian/annex:received-by-chanel[year]`; did you mean `cn-fujian/annex:received-by-channel`",
        ),
        ("fail-on = \"sometimes\"", "unknown variant `sometimes`"),
        ("baseline = \"missing.json\"", "missing.json"),
        ("forms = [\"missing.toml\"]", "missing.toml"),
    ] {
        let told = check(&folder(config), &[]);
        assert_eq!(told.status, 2, "{config}");
        assert!(told.err.contains(expected), "{config}: {}", told.err);
    }
}

#[test]
fn a_baseline_lets_old_findings_pass_and_no_new_ones() {
    let folder = folder("");
    let baseline = folder.path().join("baseline.json");
    let baseline = baseline.to_str().unwrap();
    assert_eq!(check(&folder, &["--write-baseline", baseline]).status, 0);
    assert_eq!(check(&folder, &["--baseline", baseline]).status, 0);
    let otherwise = format!("{}/./reports/mail.csv", folder.path().display());
    assert_eq!(run(&["--baseline", baseline, &otherwise]).status, 0, "the same file by another path");
    let report = folder.path().join("reports/mail.csv");
    fs::write(&report, MAIL.replace("信函、传真申请数,件,0,32", "信函、传真申请数,件,0,31")).unwrap();
    let told = check(&folder, &["--baseline", baseline]);
    assert_eq!(told.status, 1);
    assert!(told.err.contains("1 findings of the baseline are gone"), "{}", told.err);
    fs::write(baseline, "{\"schema\":\"other/9\",\"findings\":[]}").unwrap();
    assert_eq!(check(&folder, &["--baseline", baseline]).status, 2);
}

/// The bytes at which two files differ.
fn differences(left: &Path, right: &Path) -> Vec<(u8, u8)> {
    let (left, right) = (fs::read(left).unwrap(), fs::read(right).unwrap());
    assert_eq!(left.len(), right.len());
    left.into_iter().zip(right).filter(|(left, right)| left != right).collect()
}

#[test]
fn a_corrected_copy_changes_the_figure_and_no_other_byte() {
    let folder = tempfile::tempdir().unwrap();
    let utf16: Vec<u8> = format!("\u{feff}{ANSWERED}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gbk = encoding_rs::GBK.encode(ANSWERED).0.into_owned();
    let mark = format!("\u{feff}{ANSWERED}").into_bytes();
    for (name, bytes) in [("utf8", ANSWERED.as_bytes().to_vec()), ("gbk", gbk), ("utf16", utf16), ("mark", mark)] {
        let path = folder.path().join(format!("{name}.csv"));
        let fixed = folder.path().join(format!("{name}.fixed.csv"));
        fs::write(&path, &bytes).unwrap();
        let told = run(&["--fix", "--lang", "en", path.to_str().unwrap()]);
        assert_eq!(told.status, 1, "the run tells what was found");
        assert!(told.err.contains("1 corrected"), "{}", told.err);
        assert_eq!(fs::read(&path).unwrap(), bytes, "the file itself stays");
        assert_eq!(differences(&path, &fixed), [(b'6', b'0'), (b'0', b'6')], "{name}");
        assert_eq!(run(&[fixed.to_str().unwrap()]).status, 0, "{name}");
    }
}

#[test]
fn waivers_are_about_the_same_files_from_every_folder() {
    let folder = folder(
        "[[waiver]]\nrule = \"cn-fujian/annex:received-by-channel\"\nsource = \"reports/m*.csv\"\nreason = \"known\"\n",
    );
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_disclose-check"));
    let told = command.current_dir(folder.path().join("reports")).args(["--lang", "en", "mail.csv"]).output().unwrap();
    let out = String::from_utf8(told.stdout).unwrap();
    assert_eq!(told.status.code(), Some(0), "{out}");
    assert!(out.contains("failing, and waived") && out.contains("it fails, and is waived: known"), "{out}");
}

#[test]
fn a_folder_can_be_corrected_twice() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.csv"), ANSWERED).unwrap();
    for _ in 0..2 {
        let told = run(&["--fix", "--lang", "en", folder.path().to_str().unwrap()]);
        assert_eq!(told.status, 1, "{}", told.err);
        assert!(told.err.contains("a.fixed.csv: 1 corrected"), "{}", told.err);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn what_is_right_and_what_was_not_read_from_a_file_is_not_corrected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blank.csv");
    let blank = ANSWERED.replace("360", "306").replacen(",306", ",", 1);
    fs::write(&path, &blank).unwrap();
    let told = run(&["--fix", "--lang", "en", path.to_str().unwrap()]);
    assert!(told.err.contains("nothing that can be corrected for certain"), "{}{}", told.out, told.err);
    let told = support::run_with_input(&["--fix", "--lang", "en", "-"], ANSWERED.as_bytes());
    assert_eq!((told.status, told.err.as_str()), (2, "error: --fix cannot correct standard input\n"));
}

#[test]
fn only_certain_corrections_are_written_and_originals_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail.csv");
    fs::write(&path, MAIL).unwrap();
    let told = run(&["--fix", "--lang", "en", path.to_str().unwrap()]);
    assert!(told.err.contains("nothing that can be corrected for certain"), "{}", told.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    fs::write(&path, ANSWERED).unwrap();
    assert_eq!(run(&["--in-place", path.to_str().unwrap()]).status, 2, "needs --fix");
    run(&["--fix", "--in-place", path.to_str().unwrap()]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let (status, json) = json(&[path.to_str().unwrap()]);
    assert_eq!((status, &json["reports"][0]["suggestions"]), (0, &serde_json::Value::Array(Vec::new())));
}
