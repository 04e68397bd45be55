//! Every limit, met by a file that is built here, through the program itself: the file is refused with
//! the limit and the place in both languages, and read where the limit is raised.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::format_collect, clippy::format_push_string, reason = "files are written out as they are read")]

mod support;

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use disclose_check::limits::Limit;
use support::{Run, json, run};
use zip::write::SimpleFileOptions;

/// A packed file of some parts.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(target: &str) -> String {
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"{target}\"/></Relationships>"
    )
}

fn word(body: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>");
    packed(&[("_rels/.rels", &relations("word/document.xml")), ("word/document.xml", &document)])
}

/// A workbook of one sheet, `附表`; `shared` are its shared texts.
fn excel(rows: &str, shared: &str) -> Vec<u8> {
    let part = |kind: &str| format!("{OFFICE}/{kind}");
    packed(&[
        ("_rels/.rels", &relations("xl/workbook.xml")),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 <Relationship Id=\"r1\" Type=\"{}\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"r2\" Type=\"{}\" Target=\"sharedStrings.xml\"/></Relationships>",
                part("worksheet"),
                part("sharedStrings")
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{SHEET}\" xmlns:r=\"{OFFICE}\"><sheets>\
                 <sheet name=\"附表\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/sharedStrings.xml", &format!("<sst xmlns=\"{SHEET}\">{shared}</sst>")),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet xmlns=\"{SHEET}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ])
}

/// A document of some pages, each of which shows `content` as a stream.
fn pdf(pages: usize, content: &str, more: &str) -> Vec<u8> {
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", 10 + page)).collect();
    let mut text = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
         2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}/MediaBox[0 0 600 800]>>endobj\n\
         3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n\
         4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n{more}\n",
        content.len()
    );
    for page in 0..pages {
        let page = format!(
            "{} 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R\
             /Resources<</Font<</F 3 0 R>>/XObject<</X 5 0 R>>>>>>endobj\n",
            10 + page
        );
        text.push_str(&page);
    }
    let start = text.len();
    text.push_str(&format!("xref\n0 {}\n", 10 + pages));
    for number in 0..10 + pages {
        let at = text.find(&format!("\n{number} 0 obj")).map_or(0, |at| at + 1);
        let kind = if at == 0 { "65535 f" } else { "00000 n" };
        text.push_str(&format!("{at:010} {kind} \n"));
    }
    text.push_str(&format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", 10 + pages));
    text.into_bytes()
}

/// Lines across and lines down that make a grid.
fn ruled(level: usize, upright: usize) -> String {
    let across = (0..level).map(|at| format!("0 {} m {} {0} l S\n", 100 + 20 * at, 20 * upright));
    let down = (0..upright).map(|at| format!("{} 100 m {0} {} l S\n", 10 + 20 * at, 80 + 20 * level));
    across.chain(down).collect()
}

/// A document whose only text is in a font of several bytes, with more entries and a table from codes to text.
fn font(entries: &str, to_unicode: &str) -> Vec<u8> {
    let more = format!(
        "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</Font<</F 6 0 R>>>>/Length 38>>stream\n\
         BT /F 10 Tf 10 700 Td (\\000\\001) Tj ET   \nendstream endobj\n\
         6 0 obj<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>endobj\n\
         7 0 obj<</Type/Font/Subtype/CIDFontType2{entries}>>endobj\n\
         8 0 obj<</Length {}>>stream\n{to_unicode}\nendstream endobj",
        to_unicode.len()
    );
    pdf(1, "/X Do", &more)
}

/// A file that has more than `value` of something, with the name that it needs and the place of what
/// is too much.
struct Hostile {
    limit: Limit,
    value: usize,
    name: &'static str,
    bytes: Vec<u8>,
    place: &'static str,
}

const fn hostile(limit: Limit, value: usize, name: &'static str, bytes: Vec<u8>, place: &'static str) -> Hostile {
    Hostile { limit, value, name, bytes, place }
}

/// One file for each limit, and more where several readers count the same.
fn files() -> Vec<Hostile> {
    let bytes = |text: &str| text.as_bytes().to_vec();
    let row = "<row><c t=\"inlineStr\"><is><t>项目</t></is></c><c><v>1</v></c><c><v>2</v></c></row>";
    let shared = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>";
    let table =
        "<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>";
    let line = "BT /F 10 Tf 10 700 Td (a line of text) Tj ET";
    let form = "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 5>>stream\n/X Do\nendstream endobj";
    let objects = "5 0 obj<</Type/ObjStm/N 1/First 4/Length 22>>stream\n6 0 (twelve bytes or so)\nendstream endobj";
    vec![
        hostile(Limit::File, 10, "a.csv", bytes("a,b\n1,2\n3,4\n5,6\n"), ""),
        hostile(Limit::Packed, 100, "a.html", bytes(&format!("<p>{}", "文".repeat(50))), ""),
        hostile(Limit::Line, 10, "a.csv", bytes("a,b\n0123456789,b\n"), ":2:1"),
        hostile(Limit::Rows, 2, "a.csv", bytes("a,b\n1,2\n3,4\n"), ":3:1"),
        hostile(Limit::Rows, 2, "a.xlsx", excel(&row.repeat(3), ""), " 附表!A3"),
        hostile(Limit::Rows, 2, "a.docx", word(&format!("<w:tbl>{}</w:tbl>", table.repeat(3))), " t1!A3"),
        hostile(Limit::Columns, 2, "a.csv", bytes("a,b\n1,2,3\n"), ":2:3"),
        hostile(Limit::Columns, 2, "a.xlsx", excel(row, ""), " 附表!C1"),
        hostile(Limit::Columns, 2, "a.md", bytes("|a|b|c|\n|--|--|--|\n|1|2|3|\n"), ":1:2"),
        hostile(Limit::Cells, 5, "a.csv", bytes("a,b\n1,2\n3,4\n"), ":3:1"),
        hostile(
            Limit::Cells,
            5,
            "a.html",
            bytes("<table>\n<tr><td>a<td>b\n<tr><td>c<td>d\n<tr><td rowspan=9 colspan=9>e</table>"),
            ":4:1",
        ),
        hostile(Limit::Cells, 11, "a.txt", bytes("甲  1  2  3\n乙  1     3\n丙  1  2  3\n"), ":1:1"),
        hostile(Limit::Cell, 10, "a.csv", bytes("a,b\n1,\"01234\n56789\"\n"), ":2:2"),
        hostile(Limit::Cell, 10, "a.xlsx", excel(shared, "<si><t>01234567890</t></si>"), " 附表!A1"),
        hostile(Limit::Paragraphs, 2, "a.txt", bytes("一。\n二。\n三。\n"), ":3:1"),
        hostile(Limit::Paragraphs, 2, "a.docx", word(&"<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(3)), " ¶3"),
        hostile(Limit::Prose, 8, "a.txt", bytes("一。\n二。\n三。\n"), ":2:1"),
        hostile(Limit::Text, 30, "a.xlsx", excel(&shared.repeat(3), "<si><t>0123456789</t></si>"), " 附表!B2"),
        hostile(Limit::Text, 3, "a.pdf", font("", "beginbfchar <0001> <4e004e00> endbfchar"), " p1!A1"),
        hostile(Limit::Depth, 5, "a.html", bytes("<p>\n<i><i><i><i><i>a"), ":2:7"),
        hostile(Limit::Depth, 5, "a.docx", word("<w:sdt><w:sdt><w:sdt><w:sdt/></w:sdt></w:sdt></w:sdt>"), ""),
        hostile(Limit::Elements, 6, "a.html", bytes("<p>a<p>b<p>c<p>d"), ":1:5"),
        hostile(Limit::Parts, 1, "a.docx", word("<w:p><w:r><w:t>a</w:t></w:r></w:p>"), ""),
        hostile(Limit::Unpacked, 100, "a.docx", word("<w:p><w:r><w:t>a</w:t></w:r></w:p>"), " _rels/.rels"),
        hostile(Limit::Depth, 5, "a.pdf", pdf(1, &"q ".repeat(6), ""), " p1!A1"),
        hostile(Limit::Page, 60, "a.pdf", font("", &format!("{}beginbfchar endbfchar", " ".repeat(60))), " p1!A1"),
        hostile(Limit::Elements, 40, "a.pdf", font("", "beginbfrange <0000> <00ff> <4e00> endbfrange"), " p1!A1"),
        hostile(Limit::Elements, 40, "a.pdf", font("/W[1 300 500]", ""), " p1!A1"),
        hostile(Limit::Drawn, 4, "a.pdf", pdf(1, &ruled(3, 2), ""), " p1!A1"),
        hostile(Limit::Rows, 2, "a.pdf", pdf(1, &ruled(4, 3), ""), " p1!A1"),
        hostile(Limit::Columns, 2, "a.pdf", pdf(1, &ruled(3, 4), ""), " p1!A1"),
        hostile(Limit::Cells, 5, "a.pdf", pdf(1, &ruled(3, 4), ""), " p1!A1"),
        hostile(Limit::Pages, 1, "a.pdf", pdf(2, line, ""), ""),
        hostile(Limit::Page, 10, "a.pdf", pdf(1, line, ""), " p1!A1"),
        hostile(Limit::Objects, 10, "a.pdf", pdf(1, line, objects), ""),
        hostile(Limit::Nested, 3, "a.pdf", pdf(1, "/X Do", form), " p1!A1"),
    ]
}

/// Runs the program on a file with a limit.
fn check(lang: &str, path: &Path, limit: Limit, value: usize) -> Run {
    let limit = format!("{}={value}", limit.name());
    run(&["--lang", lang, "--limit", &limit, path.to_str().unwrap()])
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn every_limit_tells_itself_and_its_place_and_can_be_raised() {
    let folder = tempfile::tempdir().unwrap();
    let files = files();
    let elsewhere = [Limit::Ratio, Limit::Settings, Limit::Baseline];
    let is_met = |limit: &Limit| elsewhere.contains(limit) || files.iter().any(|file| file.limit == *limit);
    assert!(Limit::ALL.iter().all(is_met));
    for file in files {
        let path = written(folder.path(), file.name, &file.bytes);
        let name = file.limit.name();
        for (lang, word) in [("en", "the limit"), ("zh", "的上限")] {
            let told = check(lang, &path, file.limit, file.value);
            let place = format!("{}{}", path.display(), file.place);
            let hint = format!("--limit {name}=N");
            assert_eq!(told.status, 2, "{name} {}: {}", file.name, told.err);
            assert_eq!(told.out.matches("--limit").count(), 0, "{}", told.out);
            assert!(told.err.contains(&place), "{name}: {} is not in {}", place, told.err);
            for part in [word, &hint, &file.value.to_string()] {
                assert!(told.err.contains(part), "{name}: {part} is not in {}", told.err);
            }
        }
        let enough = file.limit.most().min(1_000_000);
        let told = check("en", &path, file.limit, usize::try_from(enough).unwrap());
        // The content that is inside itself is too deep for every limit.
        assert!(!told.err.contains("--limit") || file.limit == Limit::Nested, "{name}: {}", told.err);
    }
}

#[test]
fn the_highest_depth_is_read_on_every_thread() {
    let folder = tempfile::tempdir().unwrap();
    let depth = usize::try_from(Limit::Depth.most()).unwrap();
    let page = format!("<p>收到<table><tr><td>a<td>b<tr><td>{}12", "<i>".repeat(depth - 10));
    let document = word(&format!("{}<w:p/>{}", "<w:sdt>".repeat(depth - 5), "</w:sdt>".repeat(depth - 5)));
    let form = "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 5>>stream\n/X Do\nendstream endobj";
    let paths = [
        written(folder.path(), "a.html", page.as_bytes()),
        written(folder.path(), "b.docx", &document),
        written(folder.path(), "c.pdf", &pdf(1, "/X Do", form)),
    ];
    let paths: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
    let limits = ["--jobs", "3", "--limit", "depth=1024", "--limit", "nested=64"];
    for paths in [&paths[..1], &paths[1..2], &paths[2..], &paths] {
        let told = run(&[&limits, paths].concat());
        assert_eq!((told.status, told.err.contains("depth")), (2, false), "{}", told.err);
    }
    assert_eq!(run(&["--limit", "depth=1025", "fixtures/jianning-2018.csv"]).status, 2);
}

#[test]
fn forms_settings_and_baselines_keep_to_limits() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| written(folder.path(), name, text.as_bytes()).to_str().unwrap().to_owned();
    let (form, settings, baseline) =
        (path("f.toml", "family = \"x\""), path("s.toml", "lang = \"en\""), path("b.json", "{}"));
    let cases =
        [("--forms", "settings", form), ("--config", "settings", settings), ("--baseline", "baseline", baseline)];
    for (option, limit, file) in cases {
        for (lang, word) in [("en", "is larger than 1 bytes"), ("zh", "文件超过 1 字节")] {
            let given = format!("{limit}=1");
            let told = run(&["--lang", lang, "--limit", &given, option, &file, "fixtures/jianning-2018.csv"]);
            assert_eq!((told.status, told.out.as_str()), (2, ""), "{option}");
            assert!(told.err.contains(&format!("--limit {limit}=N")), "{}", told.err);
            assert!(told.err.contains(&file) && told.err.contains(word), "{}", told.err);
        }
    }
}

#[test]
fn limits_come_from_settings_and_the_command_line_goes_before_them() {
    let folder = tempfile::tempdir().unwrap();
    let report = written(folder.path(), "a.csv", &fs::read("fixtures/jianning-2018.csv").unwrap());
    let report = report.to_str().unwrap();
    let settings = |text: &str| written(folder.path(), "disclose-check.toml", text.as_bytes());
    settings("[limits]\nrows = 2\ncell = \"1K\"\n");
    let told = run(&["--lang", "en", report]);
    assert!(told.status == 2 && told.err.contains("more than 2 rows"), "{}", told.err);
    assert_eq!(run(&["--limit", "rows=1M", report]).status, 0);
    let (status, json) = json(&["--limit", "rows=3", report]);
    let told = json["errors"][0]["message"].as_str().unwrap();
    assert!(status == 2 && told.contains("more than 3 rows"), "{told}");
    for (text, lang, word) in [
        ("[limits]\nrow = 2\n", "en", "unknown limit `row`, expected one of file, packed, line, rows"),
        ("[limits]\nrow = 2\n", "zh", "没有名为“row”的上限"),
        ("[limits]\nrows = \"2 M\"\n", "en", "`2 M` is no limit, expected a number such as 500 or 64M"),
        ("[limits]\nrows = \"0\"\n", "zh", "上限的值“0”不对"),
        ("[limits]\nrows = -2\n", "en", "a number such as 500"),
    ] {
        settings(text);
        let told = run(&["--lang", lang, report]);
        assert!(told.status == 2 && told.err.contains(word), "{}", told.err);
    }
    for wrong in ["rows", "rows=", "rows=x", "lines=3"] {
        assert_eq!(run(&["--limit", wrong, "fixtures/jianning-2018.csv"]).status, 2, "{wrong}");
    }
}

#[test]
fn figures_without_end_are_refused_at_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let report = fs::read_to_string("fixtures/jianning-2018.csv").unwrap();
    let long = |digit: &str| digit.repeat(10_000);
    for figure in [&long("9"), &long("９"), &long("九"), &format!("0.{}", long("3")), "1E999999999", "NaN", "Infinity"]
    {
        let text = report.replace("总数,件,41,306\n其", &format!("总数,件,{figure},306\n其"));
        assert_ne!(text, report);
        let path = written(folder.path(), "a.csv", text.as_bytes());
        let told = run(&["--lang", "en", path.to_str().unwrap()]);
        let place = format!("{}:6:3: ", path.display());
        assert!(told.status == 2 && told.err.contains(&place), "{figure:.20}: {:.300}", told.err);
    }
}

#[test]
fn the_help_lists_every_limit() {
    let help = run(&["--help"]).out;
    for limit in Limit::ALL {
        let is_told =
            |line: &str| line.trim_start().starts_with(&format!("{} ", limit.name())) && line.ends_with(limit.about());
        assert!(help.lines().any(is_told), "{}", limit.name());
    }
}

/// A part of zeros packs a thousand times; the program must not need what it says it unpacks to.
#[test]
fn bombs_are_refused_before_they_go_off() {
    let folder = tempfile::tempdir().unwrap();
    let zeros = "0".repeat(20 << 20);
    let ratio = packed(&[("_rels/.rels", &relations("word/document.xml")), ("word/document.xml", &zeros)]);
    // Each part stays below the size at which its ratio counts.
    let names: Vec<String> = (0..20).map(|number| format!("{number}.xml")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), &zeros[..7 << 20])).collect();
    let entities = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><a>&c;</a>";
    let text = "文".repeat(10_000);
    let cells = "<row>".to_owned() + &"<c t=\"s\"><v>0</v></c>".repeat(4000) + "</row>";
    for (name, bytes, said) in [
        ("ratio.docx", ratio, "unpacks to more than 250 times its size"),
        ("sum.xlsx", packed(&parts), "unpacks to more than 134217728 bytes"),
        ("entities.docx", packed(&[("_rels/.rels", &relations("a")), ("a", entities)]), "declares a document type"),
        ("shared.xlsx", excel(&cells, &format!("<si><t>{text}</t></si>")), "more than 67108864 bytes of text"),
        (
            "wide.html",
            format!("<table>{}</table>", "<tr><td colspan=1000000000 rowspan=1000000000>a".repeat(9)).into_bytes(),
            "more than 4096 cells",
        ),
    ] {
        let path = written(folder.path(), name, &bytes);
        let told = bounded(&["--lang", "en", path.to_str().unwrap()], "");
        assert_eq!(told.status, 2, "{name}: {}", told.err);
        assert!(told.err.contains(said), "{name}: {}", told.err);
    }
}

/// What no folder of files can hold: endless devices and lines, with little memory.
#[cfg(unix)]
#[test]
fn endless_input_ends() {
    let line = "the line is longer than 1048576 bytes";
    for (script, said) in [
        ("$0 --lang en /dev/zero", line),
        ("head -c 1000000000 /dev/zero | tr '\\0' a | $0 --lang en -", line),
        ("yes 收到,12 | $0 --lang en --limit file=20M -", "is larger than 20971520 bytes"),
        ("$0 --lang en --limit file=20M /dev/urandom", "is larger than 20971520 bytes"),
        ("yes '<p>a' | $0 --lang en --stdin-name a.html -", "is larger than 67108864 bytes"),
        ("$0 --lang en --forms /dev/zero fixtures/jianning-2018.csv", "is larger than 4194304 bytes"),
        ("$0 --lang en --config /dev/zero fixtures/jianning-2018.csv", "is larger than 4194304 bytes"),
        ("yes | $0 --lang en --baseline /dev/stdin fixtures/jianning-2018.csv", "is larger than 67108864 bytes"),
    ] {
        let told = bounded(&[], script);
        assert_eq!((told.status, told.out.as_str()), (2, ""), "{script}: {}", told.err);
        assert!(told.err.contains(said), "{script}: {}", told.err);
    }
}

/// Files within all limits whose reading must not take ever longer the longer they are. The bound is far above what
/// they need and far below what a search through everything before would.
#[cfg(unix)]
#[test]
fn floods_end() {
    let folder = tempfile::tempdir().unwrap();
    let head = "指标名称,计量单位,2018年,历年累计\n";
    let row = "受理政府信息公开申请总数,件,41,306\n";
    let nested = "项目,数量\n".to_owned() + &"合计,100\n其中:a,3\nb,4\n".repeat(15_000);
    let wide = |cell: &str| vec![cell; 1000].join(",");
    let unknown = format!("项目,合计,{}\n", wide("类")) + &format!("单位,9,{}\n", wide("1")).repeat(100);
    let stairs: String =
        (0..9_000).map(|step| format!("{} {0} m {1} {0} l {1} {1} l S\n", 20 * step, 20 * (step + 1))).collect();
    let figures = format!("类别   {}\n", "1   ".repeat(3900));
    let between = format!("{figures}{figures}{}{figures}{figures}", "标签行\n".repeat(20_000));
    let page = |line: &dyn Fn(usize) -> String| {
        let lines: String = (0..8_000).map(line).collect();
        pdf(1, &format!("BT /F 1 Tf\n{lines}ET"), "")
    };
    let figures = |at: usize| {
        let y = 2 * (8_000 - at);
        (0..4).map(|column| format!("1 0 0 1 {} {y} Tm ({column}) Tj\n", 10 + 20 * column)).collect::<String>()
    };
    let words = |at: usize| format!("1 0 0 1 {} {} Tm (ab) Tj\n", at % 97, 2 * (8_000 - at));
    let mut sheets = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let oasis = "urn:oasis:names:tc:opendocument:xmlns";
    let styles = "<style:style style:name=\"a\"/>".repeat(60_000);
    let tables = "<table:table table:name=\"t\" table:style-name=\"ta\"/>".repeat(60_000);
    let content = format!(
        "<office:document-content xmlns:office=\"{oasis}:office:1.0\" xmlns:table=\"{oasis}:table:1.0\" xmlns:style=\"{oasis}:style:1.0\">\
         <office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)] {
        sheets.start_file(name, SimpleFileOptions::default()).unwrap();
        sheets.write_all(text.as_bytes()).unwrap();
    }
    for (name, bytes) in [
        ("same.csv", (head.to_owned() + &row.repeat(50_000)).into_bytes()),
        ("nested.csv", nested.into_bytes()),
        ("unknown.csv", unknown.into_bytes()),
        ("flat.txt", "受理政府信息公开申请总数\n件\n41\n306\n".repeat(30_000).into_bytes()),
        (
            "facts.txt",
            (0..20_000)
                .map(|number| format!("全年共受理政府信息公开申请{number}件。\n"))
                .collect::<String>()
                .into_bytes(),
        ),
        ("line.html", format!("<div>{}</div>", "收到12件，".repeat(150_000)).into_bytes()),
        ("numerals.txt", format!("收到{}件。", "一亿".repeat(100_000)).into_bytes()),
        ("listed.txt", "专区十五个,县级一个、乡镇级十二个,".repeat(15_000).into_bytes()),
        ("columns.txt", format!("{}\n", "1   ".repeat(8_000)).repeat(12).into_bytes()),
        ("rows.txt", "类别   1   2   3\n".repeat(60_000).into_bytes()),
        ("between.txt", between.into_bytes()),
        ("figures.pdf", page(&figures)),
        ("words.pdf", page(&words)),
        ("sheets.ods", sheets.finish().unwrap().into_inner()),
        ("stairs.pdf", pdf(1, &stairs, "")),
        ("squares.pdf", pdf(1, &ruled(1400, 1400), "")),
    ] {
        let path = written(folder.path(), name, &bytes);
        let told = bounded(&[], &format!("ulimit -t 40; exec $0 --lang en {}", path.display()));
        assert!(told.status < 3 && told.out.len() < 1 << 20, "{name}: {}", told.err);
    }
}

/// Runs the program, or a script with it as `$0`, with an address space of 768 MiB.
#[cfg(unix)]
fn bounded(arguments: &[&str], script: &str) -> Run {
    let script = if script.is_empty() { "exec $0 \"$@\"" } else { script };
    let told = std::process::Command::new("sh")
        .args(["-c", &format!("ulimit -v 786432; {script}"), env!("CARGO_BIN_EXE_disclose-check")])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    // The shell tells of a program that was killed.
    Run { status: told.status.code().unwrap_or(128), out: text(told.stdout), err: text(told.stderr) }
}

#[cfg(not(unix))]
fn bounded(arguments: &[&str], _: &str) -> Run {
    run(arguments)
}
