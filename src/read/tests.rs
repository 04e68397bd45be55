use super::*;
use crate::limits::Setting;
use std::io::{Cursor, Write as _};

fn over(limit: Limit) -> ProblemKind {
    Limits::DEFAULT.exceeded(limit).into()
}

fn kind(bytes: &[u8]) -> ProblemKind {
    read_bytes("x.csv", bytes, &Limits::DEFAULT).unwrap_err().kind
}

#[test]
fn a_file_becomes_a_document() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all("\u{FEFF}项目,本年\r\n收到,306\r\n".as_bytes()).unwrap();
    let document = read_path(file.path(), "given/x.csv", &Limits::DEFAULT).unwrap();
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
    let document = read_bytes("-", &*bytes, &Limits::DEFAULT).unwrap();
    let cell = &document.tables[0].rows[1].cells[1];
    assert_eq!(document.encoding, "gb18030");
    assert_eq!(&document.text[cell.place.span.clone()], "306");
}

#[test]
fn what_is_no_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let problem = read_path(folder.path(), "d", &Limits::DEFAULT).unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Directory);
    let problem = read_path(&folder.path().join("none.csv"), "none.csv", &Limits::DEFAULT).unwrap_err();
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
    let problem = read_bytes("x.csv", "a,b\n1,\"2\n".as_bytes(), &Limits::DEFAULT).unwrap_err();
    assert_eq!(problem.kind, ProblemKind::UnclosedQuote);
    assert_eq!(problem.place.unwrap().cell_name(), "B2");
    assert_eq!(kind(b"\xFF\xFE\0\0"), ProblemKind::UnknownEncoding);
}

#[test]
fn endless_input_is_left_early() {
    for byte in [0, b'a'] {
        let problem = read_bytes("-", io::repeat(byte), &Limits::DEFAULT).unwrap_err();
        assert_eq!(problem.kind, over(Limit::Line));
        assert_eq!(problem.place.unwrap().line, 1);
    }
    let pdf = b"%PDF-1.7\r".chain(io::repeat(b'a'));
    assert_eq!(read_bytes("-", pdf, &Limits::DEFAULT).unwrap_err().kind, over(Limit::Packed));
}

#[test]
fn the_limit_of_a_line_is_exact() {
    let line = "a".repeat(Limits::DEFAULT.size(Limit::Line));
    assert!(read_bytes("-", format!("x\n{line}\r\ny\n").as_bytes(), &Limits::DEFAULT).is_ok());
    for (text, number) in
        [(format!("{line}a"), 1), (format!("x\r\ny\r\n{line}a\nz\n"), 3), (format!("x\ry\r{line}a\r{line}"), 3)]
    {
        let problem = read_bytes("-", text.as_bytes(), &Limits::DEFAULT).unwrap_err();
        assert_eq!(problem.kind, over(Limit::Line));
        assert_eq!(problem.place.unwrap().line, number);
    }
}

#[test]
fn the_limit_of_a_file_is_kept() {
    let limits = [("line", "10"), ("file", "100000"), ("packed", "1000")]
        .iter()
        .fold(Limits::DEFAULT, |limits, (name, value)| limits.with(Setting::new(name, value).unwrap()));
    let over = |limit| Err(limits.exceeded(limit).into());
    assert_eq!(bytes(io::repeat(b'\n'), 0, "-", &limits), over(Limit::File));
    assert_eq!(bytes(Cursor::new(vec![b'\n'; 100_000]), 0, "-", &limits).unwrap().len(), 100_000);
    for start in ["%PDF-1.7\n", "<html>", "PK\u{3}\u{4}"] {
        let endless = Cursor::new(start).chain(io::repeat(b'a'));
        assert_eq!(bytes(endless, 0, "-", &limits), over(Limit::Packed));
    }
}

#[test]
fn a_reader_that_fails_is_told() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the line is cut"))
        }
    }
    assert_eq!(read_bytes("-", Broken, &Limits::DEFAULT).unwrap_err().kind, ProblemKind::Io("the line is cut".into()));
}
