use super::*;
use std::io::{Cursor, Write as _};

fn kind(bytes: &[u8]) -> ProblemKind {
    read_bytes("x.csv", bytes).unwrap_err().kind
}

#[test]
fn a_file_becomes_a_document() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all("\u{FEFF}项目,本年\r\n收到,306\r\n".as_bytes()).unwrap();
    let document = read_path(file.path(), "given/x.csv").unwrap();
    assert_eq!(&*document.source, "given/x.csv");
    assert_eq!(document.encoding, "UTF-8");
    assert!(document.text.starts_with("项目"));
    let cell = &document.tables[0].rows[1].cells[1];
    assert_eq!(&*cell.text, "306");
    assert_eq!(cell.place.cell_name(), "B2");
    assert_eq!(&document.text[cell.place.span.clone()], "306");
}

#[test]
fn spans_point_into_the_decoded_text() {
    let (bytes, _, _) = encoding_rs::GB18030.encode("项目,本年\n收到申请,306\n");
    let document = read_bytes("-", &*bytes).unwrap();
    let cell = &document.tables[0].rows[1].cells[1];
    assert_eq!(document.encoding, "gb18030");
    assert_eq!(&document.text[cell.place.span.clone()], "306");
}

#[test]
fn what_is_no_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let problem = read_path(folder.path(), "d").unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Directory);
    let problem = read_path(&folder.path().join("none.csv"), "none.csv").unwrap_err();
    assert_eq!(&*problem.source, "none.csv");
    assert!(matches!(problem.kind, ProblemKind::Io(words) if !words.is_empty()));
}

#[test]
fn files_without_content_are_empty() {
    for text in ["", "\u{FEFF}", " \r\n\t\n", ",,,\n;;\n", "　\n", "\"\",\"\"\n"] {
        assert_eq!(kind(text.as_bytes()), ProblemKind::Empty, "{text:?}");
    }
}

#[test]
fn problems_of_the_text_have_their_place() {
    let problem = read_bytes("x.csv", "a,b\n1,\"2\n".as_bytes()).unwrap_err();
    assert_eq!(problem.kind, ProblemKind::UnclosedQuote);
    assert_eq!(problem.place.unwrap().cell_name(), "B2");
    assert_eq!(kind(b"\xFF\xFE\0\0"), ProblemKind::UnknownEncoding);
}

#[test]
fn endless_input_is_left_early() {
    for byte in [0, b'a'] {
        let problem = read_bytes("-", io::repeat(byte)).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::LineTooLong(Limits::default().line));
        assert_eq!(problem.place.unwrap().line, 1);
    }
    // Files without lines end at the limit of files.
    let pdf = b"%PDF-1.7\r".chain(io::repeat(b'a'));
    assert_eq!(read_bytes("-", pdf).unwrap_err().kind, ProblemKind::FileTooLarge(Limits::default().file));
}

#[test]
fn the_limit_of_a_line_is_exact() {
    let line = "a".repeat(Limits::default().line);
    assert!(read_bytes("-", format!("x\n{line}\r\ny\n").as_bytes()).is_ok());
    for (text, number) in
        [(format!("{line}a"), 1), (format!("x\r\ny\r\n{line}a\nz\n"), 3), (format!("x\ry\r{line}a\r{line}"), 3)]
    {
        let problem = read_bytes("-", text.as_bytes()).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::LineTooLong(Limits::default().line));
        assert_eq!(problem.place.unwrap().line, number);
    }
}

#[test]
fn the_limit_of_a_file_is_kept() {
    let limits = Limits { line: 10, file: 100_000, ..Limits::default() };
    let (kind, place) = bytes(io::repeat(b'\n'), 0, &limits).unwrap_err();
    assert_eq!((kind, place), (ProblemKind::FileTooLarge(100_000), None));
    assert_eq!(bytes(Cursor::new(vec![b'\n'; 100_000]), 0, &limits).unwrap().len(), 100_000);
}

#[test]
fn a_reader_that_fails_is_told() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the line is cut"))
        }
    }
    assert_eq!(read_bytes("-", Broken).unwrap_err().kind, ProblemKind::Io("the line is cut".into()));
}

mod hostile {
    //! Files made to do harm: each is refused with the limit that it passes, or read as what it says.

    use std::fmt::Write as _;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn docx(body: &str) -> Vec<u8> {
        zipped(&[("word/document.xml", &format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"))])
    }

    fn ods(rows: &str) -> Vec<u8> {
        let sheet =
            format!("<body><spreadsheet><table table:name=\"S\" xmlns:table=\"t\">{rows}</table></spreadsheet></body>");
        zipped(&[("content.xml", &format!("<document-content>{sheet}</document-content>"))])
    }

    fn too_much(bytes: &[u8]) -> Quantity {
        match kind(bytes) {
            ProblemKind::TooMuch { what, .. } => what,
            other => panic!("{other:?}"),
        }
    }

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let document = read_bytes("x", bytes).unwrap();
        let rows = document.tables.iter().flat_map(|table| &table.rows);
        rows.map(|row| row.cells.iter().map(|cell| cell.text.to_string()).collect()).collect()
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_refused() {
        let bomb = zipped(&[("word/document.xml", &"a".repeat(64 << 20))]);
        assert!(bomb.len() < 1 << 20);
        assert_eq!(too_much(&bomb), Quantity::Unpacked);
        let names: Vec<String> = (0..5000).map(|at| format!("../{at}")).collect();
        let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
        assert_eq!(too_much(&zipped(&parts)), Quantity::Entries);
    }

    #[test]
    fn names_of_entries_lead_nowhere() {
        let bytes =
            zipped(&[("../../escaped.txt", "x"), ("word/document.xml", "<d><body><p><r><t>文</t></r></p></body></d>")]);
        assert_eq!(read_bytes("x", &*bytes).unwrap().paragraphs.len(), 1);
        assert!(!Path::new("../../escaped.txt").exists());
    }

    #[test]
    fn entities_and_broken_xml_are_refused() {
        let entities = "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><d><body>&b;</body></d>";
        for text in [entities, "<d><body>", "<d></e>", "", "<d><body/></d><"] {
            let found = kind(&zipped(&[("word/document.xml", text)]));
            assert!(matches!(found, ProblemKind::Damaged { .. } | ProblemKind::Empty), "{text}: {found:?}");
        }
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(too_much(&docx(&deep)), Quantity::Depth);
    }

    #[test]
    fn spans_reach_no_further_than_the_table() {
        let page = "<table><tr><td rowspan=1000000000>a</td><td>1</td></tr><tr><td>2</td></tr></table>";
        assert_eq!(cells(page.as_bytes()), [["a", "1"], ["", "2"]]);
        let wide = "<table><tr><td colspan=1000000000>a</td><td>1</td></tr></table>";
        assert_eq!(cells(wide.as_bytes())[0].len(), 1001);
        let many = format!("<table><tr>{}</tr></table>", "<td colspan=1000>a</td>".repeat(10));
        assert_eq!(too_much(many.as_bytes()), Quantity::Columns);
        let merged = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"999999999999\"/></w:tcPr></w:tc></w:tr></w:tbl>";
        assert!(read_bytes("x", &*docx(merged)).is_err());
    }

    #[test]
    fn repeated_rows_and_columns_count() {
        let rows = "<table-row table:number-rows-repeated=\"2000000000\"><table-cell><p>1</p></table-cell></table-row>";
        assert_eq!(too_much(&ods(rows)), Quantity::Rows);
        let columns =
            "<table-row><table-cell table:number-columns-repeated=\"2000000000\"><p>1</p></table-cell></table-row>";
        assert_eq!(too_much(&ods(columns)), Quantity::Columns);
        let blank = "<table-row><table-cell><p>a</p></table-cell><table-cell table:number-columns-repeated=\"16383\"/></table-row>\
                     <table-row table:number-rows-repeated=\"1048575\"><table-cell/></table-row>";
        assert_eq!(cells(&ods(blank)), [["a"]]);
    }

    #[test]
    fn deep_pages_are_refused_and_broken_ones_read() {
        let deep = format!("{}x", "<div>".repeat(5_000));
        assert_eq!(too_much(deep.as_bytes()), Quantity::Depth);
        let mut nested = String::new();
        for _ in 0..2_000 {
            nested.push_str("<table><tr><td>");
        }
        write!(nested, "x").unwrap();
        assert_eq!(too_much(nested.as_bytes()), Quantity::Depth);
        assert_eq!(cells(b"<table><tr><td>a<td>1<tr><td>b<td>2"), [["a", "1"], ["b", "2"]]);
    }

    #[test]
    fn truncated_files_are_told_as_damaged() {
        for name in ["docx", "xlsx", "ods", "pdf"] {
            let whole = fs::read(format!("fixtures/formats/jianning-2018.{name}")).unwrap();
            for end in [5, 100, whole.len() / 2, whole.len() - 30] {
                let problem = read_bytes(&format!("x.{name}"), whole.get(..end).unwrap());
                assert!(problem.is_err() || name == "pdf", "{name} {end}");
            }
        }
    }

    #[test]
    fn tracked_changes_and_text_boxes_are_read_once() {
        let body = "<w:p><w:r><w:t>受理</w:t></w:r><w:del><w:r><w:delText>32</w:delText></w:r></w:del>\
                    <w:ins><w:r><w:t>33</w:t></w:r></w:ins>\
                    <AlternateContent><Choice><txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></txbxContent></Choice>\
                    <Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></Fallback></AlternateContent></w:p>";
        let document = read_bytes("x", &*docx(body)).unwrap();
        let texts: Vec<&str> = document.paragraphs.iter().map(|one| &*one.text).collect();
        assert_eq!(texts, ["受理33", "框"]);
    }

    #[test]
    fn a_page_may_declare_its_encoding() {
        let page = "<html><head><meta charset=\"gb2312\"></head><body><p>信息公开</p></body></html>";
        let bytes = encoding_rs::GBK.encode(page).0;
        let document = read_bytes("x", &*bytes).unwrap();
        assert_eq!((&*document.paragraphs[0].text, document.encoding), ("信息公开", "gb18030"));
        let wrong = page.replace("gb2312", "utf-8");
        assert_eq!(&*read_bytes("x", &*encoding_rs::GBK.encode(&wrong).0).unwrap().paragraphs[0].text, "信息公开");
    }
}
