//! What the program may never do, whatever it is given: leave half a file, write over what it reads, act on
//! what files say, or take a formula for a figure.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Cursor, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use support::{json, run};
use zip::write::SimpleFileOptions;

const PROGRAM: &str = env!("CARGO_BIN_EXE_disclose-check");
const FAULTY: &str = "fixtures/defects/matrix-5354.csv";

fn shell(script: &str, folder: &Path) -> (i32, String, String) {
    let told = Command::new("bash")
        .args(["-c", script, PROGRAM])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C")
        .env("T", folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (told.status.code().unwrap(), text(told.stdout), text(told.stderr))
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Ends a program by a signal that a parent may have told it to ignore; waits until it is over.
fn interrupt(child: &mut Child, signal: &str) -> ExitStatus {
    let kill = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    let since = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if since.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{signal} does not end the program: is it ignored where the tests were started?");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn an_interrupted_run_leaves_nothing_and_keeps_what_was_there() {
    // Who starts the tests in the background of a script ignores the signal, and programs inherit that.
    let heeding = if cfg!(target_os = "linux") { "env --default-signal=INT" } else { "" };
    for (format, signal) in [("ndjson", "INT"), ("html", "INT"), ("ndjson", "KILL")] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        fs::write(&out, "old").unwrap();
        // A pipe without an end keeps the program in the middle of its work; the first batch is written.
        assert!(Command::new("mkfifo").arg(folder.path().join("z.csv")).status().unwrap().success());
        let script = format!(
            "exec 3<>$T/z.csv; exec {heeding} $0 --format {format} --output $T/out \
             $(yes fixtures/jianning-2018.csv | head -600) $T/z.csv"
        );
        let mut child = Command::new("bash").args(["-c", &script, PROGRAM]).env("T", folder.path()).spawn().unwrap();
        std::thread::sleep(Duration::from_secs(2));
        assert!(child.try_wait().unwrap().is_none(), "{format}: the run is over before it could be interrupted");
        assert_eq!(interrupt(&mut child, signal).code(), None, "{format}");
        assert_eq!(names(folder.path()), ["out", "z.csv"], "{format}");
        assert_eq!(fs::read_to_string(&out).unwrap(), "old", "{format}");
    }
}

#[test]
fn a_full_disk_is_told_and_a_reader_that_leaves_is_not() {
    let folder = tempfile::tempdir().unwrap();
    for script in [
        format!("$0 --lang en {FAULTY} > /dev/full"),
        format!("$0 --lang en --format json --output /dev/full {FAULTY}"),
        format!("$0 --lang en --format ndjson {FAULTY} > /dev/full"),
        "$0 forms > /dev/full".to_owned(),
        format!("ulimit -f 1; trap '' XFSZ; $0 --lang en --format html --output $T/page.html {FAULTY}"),
    ] {
        let (status, out, err) = shell(&script, folder.path());
        assert_eq!((status, out.as_str()), (2, ""), "{script}");
        assert!(err.contains("No space left") || err.contains("File too large"), "{script}: {err}");
        assert_eq!(names(folder.path()), [""; 0], "{script}");
    }
    for (arguments, expected) in [
        (vec!["--format", "json", FAULTY], 1),
        (vec!["-v", FAULTY], 1),
        (vec!["--format", "json", "fixtures/jianning-2018.csv"], 0),
        (vec!["man"], 0),
    ] {
        // More than a pipe holds, so that the program meets the closed end.
        let many: Vec<&str> = if arguments.len() > 1 { vec![arguments[arguments.len() - 1]; 60] } else { Vec::new() };
        let mut child = Command::new(PROGRAM)
            .args(&arguments)
            .args(&many)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let told = child.wait_with_output().unwrap();
        assert_eq!(told.status.code(), Some(expected), "{arguments:?}");
        assert_eq!(String::from_utf8(told.stderr).unwrap(), "", "{arguments:?}");
    }
}

#[test]
fn what_is_read_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let text = fs::read(FAULTY).unwrap();
    for name in ["a.csv", "a.fixed.csv", "before.csv"] {
        fs::write(path(name), &text).unwrap();
    }
    symlink(path("a.csv"), path("link.csv")).unwrap();
    for options in [
        "--output $T/a.csv $T/a.csv",
        "--output $T/../${T##*/}/a.csv $T/a.csv",
        "--output $T/link.csv $T/a.csv",
        "--format json --output $T/a.csv $T",
        "--format ndjson --output $T/a.csv $T/a.csv",
        "--output $T/before.csv --previous $T/before.csv $T/a.csv",
        "--write-baseline $T/a.csv $T/a.csv",
        "--fix $T/a.csv $T/a.fixed.csv",
        "--format text --output $T/x --format json --output $T/./x $T/a.csv",
    ] {
        let (status, _, err) = shell(&format!("$0 --lang en {options}"), folder.path());
        assert_eq!(status, 2, "{options}: {err}");
        assert!(err.contains("cannot be written to") || err.contains("of two formats"), "{options}: {err}");
        for name in ["a.csv", "a.fixed.csv", "before.csv"] {
            assert_eq!(fs::read(path(name)).unwrap(), text, "{options}: {name}");
        }
    }
    let (status, out, _) = shell("$0 --lang zh --output $T/a.csv $T/a.csv 2>&1", folder.path());
    assert!(status == 2 && out.contains("是要读取的文件，不能写入"), "{out}");
}

#[test]
fn corrected_files_keep_their_links_and_permissions() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mode = |name: &str| fs::metadata(path(name)).unwrap().permissions().mode() & 0o777;
    let text = fs::read(FAULTY).unwrap();
    fs::write(path("a.csv"), &text).unwrap();
    fs::set_permissions(path("a.csv"), fs::Permissions::from_mode(0o600)).unwrap();
    symlink("a.csv", path("link.csv")).unwrap();
    let given = |name: &str| path(name).to_str().unwrap().to_owned();
    run(&["--fix", &given("a.csv")]);
    assert_eq!((mode("a.csv"), mode("a.fixed.csv")), (0o600, 0o600));
    assert_eq!(fs::read(path("a.csv")).unwrap(), text);
    run(&["--fix", "--in-place", &given("link.csv")]);
    assert!(fs::symlink_metadata(path("link.csv")).unwrap().is_symlink());
    assert_eq!(mode("a.csv"), 0o600);
    assert_eq!(fs::read(path("a.csv")).unwrap(), fs::read(path("a.fixed.csv")).unwrap());
    fs::write(path("out.json"), "old").unwrap();
    fs::set_permissions(path("out.json"), fs::Permissions::from_mode(0o640)).unwrap();
    run(&["--format", "json", "--output", &given("out.json"), FAULTY]);
    assert_eq!((mode("out.json"), fs::read(path("out.json")).unwrap() == b"old"), (0o640, false));
}

/// The rows on applications of Fujian's annex with one cell in place of a figure, in some format's own terms.
fn annex(
    cell: &str,
    text: impl Fn(&str) -> String,
    figure: impl Fn(u32) -> String,
    row: impl Fn(String) -> String,
) -> String {
    let heading = ["指标名称", "计量单位", "2018年", "历年累计"].map(&text).concat();
    let rows = [
        ("受理政府信息公开申请总数", cell.to_owned(), 306),
        ("其中:1.当面申请数", figure(41), 204),
        ("2.网上申请数", figure(0), 69),
        ("3.信函、传真申请数", figure(0), 33),
    ];
    let rows = rows.map(|(name, cell, total)| row([text(name), text("件"), cell, figure(total)].concat()));
    row(heading) + &rows.concat()
}

/// A workbook of these rows.
fn workbook(cell: &str) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let figure = |value: u32| format!("<c><v>{value}</v></c>");
    let rows = annex(cell, text, figure, |cells| format!("<row>{cells}</row>"));
    let sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{sheet}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{sheet}\"><sheetData>{rows}</sheetData></worksheet>")),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same rows in the open format.
fn sheet(cell: &str) -> Vec<u8> {
    let oasis = "urn:oasis:names:tc:opendocument:xmlns";
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let figure = |value: u32| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{value}</text:p></table:table-cell>"
        )
    };
    let rows = annex(cell, text, figure, |cells| format!("<table:table-row>{cells}</table:table-row>"));
    let content = format!(
        "<office:document-content xmlns:office=\"{oasis}:office:1.0\" xmlns:table=\"{oasis}:table:1.0\" xmlns:text=\"{oasis}:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"S\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_formula_of_the_open_format_counts_as_its_saved_value_too() {
    let folder = tempfile::tempdir().unwrap();
    let check = |more: &str| -> (i32, serde_json::Value) {
        let path = folder.path().join("a.ods");
        fs::write(&path, sheet(&format!("<table:table-cell table:formula=\"of:=SUM([.C3:.C5])\" {more}/>"))).unwrap();
        json(&[path.to_str().unwrap()])
    };
    assert_eq!(check("office:value-type=\"float\" office:value=\"41\"").0, 0);
    assert_eq!(check("office:value-type=\"float\" office:value=\"42\"").0, 1);
    for unsaved in ["", "office:value-type=\"float\""] {
        let (status, json) = check(unsaved);
        let told = json["errors"][0]["message"].as_str().unwrap();
        assert!(status == 2 && told.contains("is a formula without a saved value"), "{unsaved}: {told}");
        assert!(told.contains("C2"), "{told}");
    }
}

#[test]
fn a_formula_counts_as_the_value_saved_with_it_and_is_never_computed() {
    let folder = tempfile::tempdir().unwrap();
    let check = |cell: &str| -> (i32, serde_json::Value) {
        let path = folder.path().join("a.xlsx");
        fs::write(&path, workbook(cell)).unwrap();
        json(&[path.to_str().unwrap()])
    };
    assert_eq!(check("<c><f>SUM(C3:C5)</f><v>41</v></c>").0, 0);
    assert_eq!(check("<c><f>SUM(C3:C5)</f><v>42</v></c>").0, 1);
    for unsaved in
        ["<c><f>SUM(C3:C5)</f></c>", "<c><f t=\"shared\" si=\"99999999999999\"/></c>", "<c><f>[1]Other!A1</f></c>"]
    {
        let (status, json) = check(unsaved);
        let told = json["errors"][0]["message"].as_str().unwrap();
        assert!(status == 2 && told.contains("is a formula without a saved value"), "{unsaved}: {told}");
        assert!(told.contains("C2"), "{told}");
    }
    // A formula whose text is empty shows nothing.
    assert!(check("<c t=\"str\"><f>IF(A9=1,1,\"\")</f><v></v></c>").1["errors"].as_array().unwrap().is_empty());
}

#[test]
fn nothing_outside_the_file_is_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/x", listener.local_addr().unwrap());
    let page = format!(
        "<html><head><base href=\"{url}\"><link rel=stylesheet href=\"{url}\"><script src=\"{url}\"></script></head><body>\
         <img src=\"{url}\"><iframe src=\"{url}\"></iframe><object data=\"{url}\"></object><p>收到申请158件，其中当面89件、网上69件。</p>"
    );
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r2\" Type=\"{office}/image\" Target=\"{url}\" TargetMode=\"External\"/><Relationship Id=\"r3\" Type=\"{office}/attachedTemplate\" Target=\"{url}\" TargetMode=\"External\"/></Relationships>"
            ),
        ),
        (
            "word/document.xml",
            format!(
                "<w:document xmlns:w=\"{word}\" xmlns:r=\"{office}\"><w:body><w:p><w:r><w:t>收到申请158件，其中当面89件、网上69件。</w:t></w:r><w:r><w:drawing><a:blip xmlns:a=\"urn:a\" r:link=\"r2\"/></w:drawing></w:r></w:p></w:body></w:document>"
            ),
        ),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let files: [(&str, Vec<u8>); 2] = [("a.html", page.into_bytes()), ("a.docx", zip.finish().unwrap().into_inner())];
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let told = run(&["--format", "html", path.to_str().unwrap()]);
        assert_eq!(told.status, 0, "{name}: {}", told.err);
        assert!(!told.out.contains("http://127"), "{name}");
    }
    assert!(listener.accept().is_err());
}

#[test]
fn names_and_arguments_do_not_act_on_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("a\u{1b}[31m\n::error::pwned\n\u{202e}\u{2066}b");
    fs::create_dir(&odd).unwrap();
    let path = |name: &str| odd.join(name).to_str().unwrap().to_owned();
    fs::write(odd.join("r.csv"), fs::read(FAULTY).unwrap()).unwrap();
    fs::write(odd.join("bad.toml"), "x = [\n").unwrap();
    let (report, bad, none) = (path("r.csv"), path("bad.toml"), path("none"));
    for arguments in [
        vec!["--fix", &report],
        vec!["--config", &bad, &report],
        vec!["--forms", &bad, &report],
        vec!["--forms", &none, &report],
        vec!["--baseline", &none, &report],
        vec!["--write-baseline", &none, &report],
        vec!["--output", &report, &report],
        vec!["--output", "/none/\u{1b}[2J/x", &report],
        vec!["--form", "x\u{1b}[2J\n::error::pwned", &report],
        vec!["explain", "x\u{1b}[2J\n::error::pwned"],
        vec![&none],
    ] {
        let told = run(&arguments);
        let acts = |sign: char| {
            (sign.is_control() && sign != '\n')
                || ('\u{2028}'..='\u{202e}').contains(&sign)
                || ('\u{2066}'..='\u{2069}').contains(&sign)
        };
        let shown = format!("{}{}", told.out, told.err);
        assert!(!shown.is_empty() && !shown.contains(acts), "{arguments:?}: {shown:?}");
        assert!(!shown.lines().any(|line| line.trim_start().starts_with("::")), "{arguments:?}: {shown:?}");
    }
}

#[test]
fn patterns_that_are_too_large_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let pattern = format!("{}{}", "{a,".repeat(2_000), "}".repeat(2_000));
    let settings = folder.path().join("s.toml");
    let waiver = format!("[[waiver]]\nrule = \"a/b:c\"\nsource = \"{pattern}\"\nreason = \"x\"\n");
    fs::write(&settings, waiver).unwrap();
    let told = run(&["--lang", "en", "--config", settings.to_str().unwrap(), FAULTY]);
    assert!(told.status == 2 && told.err.contains("waiver for `a/b:c`: `source`"), "{:.300}", told.err);
    let told = run(&["--lang", "en", &pattern]);
    assert!(told.status == 2 && told.err.starts_with("error: "), "{:.300}", told.err);
}

/// Every file of the fixtures that is a report.
fn reports(folder: &str, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    found.extend(entries.into_iter().filter(|path| path.is_file()));
}

#[test]
fn every_type_of_file_gives_the_same_bytes_for_every_number_of_jobs() {
    let mut paths = Vec::new();
    for folder in ["fixtures/formats", "fixtures/broken"] {
        reports(folder, &mut paths);
    }
    let paths: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
    for format in ["text", "json", "ndjson", "sarif", "junit", "github", "gitlab", "markdown", "html", "csv"] {
        let of = |jobs: &str| {
            let told = run(&[&["-v", "--jobs", jobs, "--format", format], paths.as_slice()].concat());
            (told.status, told.out, told.err)
        };
        let one = of("1");
        assert!(one.0 == 2 && !one.1.is_empty(), "{format}: {}", one.2);
        assert!(one == of("5"), "{format}");
    }
}

#[test]
fn folders_with_loops_and_files_that_may_not_be_read_end() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    symlink("..", folder.path().join("a/up")).unwrap();
    symlink("self.csv", folder.path().join("self.csv")).unwrap();
    // What a link in a folder names is found where it is, and not again through the link.
    symlink("r.csv", folder.path().join("a/link.csv")).unwrap();
    fs::copy("fixtures/jianning-2018.csv", folder.path().join("a/r.csv")).unwrap();
    fs::copy("fixtures/jianning-2018.csv", folder.path().join("secret.csv")).unwrap();
    fs::set_permissions(folder.path().join("secret.csv"), fs::Permissions::from_mode(0o000)).unwrap();
    let (status, json) = json(&[folder.path().to_str().unwrap(), folder.path().join("self.csv").to_str().unwrap()]);
    let errors: Vec<&str> =
        json["errors"].as_array().unwrap().iter().map(|error| error["message"].as_str().unwrap()).collect();
    assert_eq!(status, 2);
    assert!(errors.iter().any(|error| error.contains("symbolic links")), "{errors:?}");
    // Whoever may read every file, as the owner of the system does, reads this one too.
    let reports = json["reports"].as_array().unwrap().len();
    assert_eq!(reports + errors.len(), 3, "{errors:?}");
}
