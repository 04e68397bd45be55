#![allow(
    clippy::format_collect,
    clippy::format_in_format_args,
    clippy::items_after_statements,
    reason = "tests write their files out in place"
)]

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Vec<Table> {
    tables(text, &Limits::DEFAULT).unwrap()
}

/// The texts of every table, cell by cell.
fn grid(text: &str) -> Vec<Vec<Vec<String>>> {
    let cells = |row: &Row| row.cells.iter().map(|cell| cell.text.to_string()).collect();
    read(text).iter().map(|table| table.rows.iter().map(cells).collect()).collect()
}

/// Line, column and spreadsheet row of the cell with that text, and what its span holds.
fn place<'t>(text: &'t str, wanted: &str) -> (usize, usize, usize, &'t str) {
    let tables = read(text);
    let mut cells = tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let place = cells.find(|cell| &*cell.text == wanted).map(|cell| cell.place.clone()).unwrap();
    (place.line, place.column, place.row, &text[place.span])
}

fn failure(text: &str) -> (ProblemKind, Place) {
    let refusal = tables(text, &Limits::DEFAULT).unwrap_err();
    (refusal.kind, refusal.place.unwrap())
}

#[test]
fn blank_lines_and_blank_records_end_a_table() {
    let expected = vec![vec![vec!["a", "b"], vec!["1", "2"]], vec![vec!["c", "d"]]];
    for text in [
        "a,b\n1,2\n\nc,d\n",
        "a,b\r\n1,2\r\n\r\nc,d",
        "a,b\r1,2\r\rc,d\r",
        "\n\na,b\n1,2\n,\nc,d\n\n\n",
        "a,b\n1,2\n　, \nc,d\n,\n",
        "a,b\n1,2\n\"\",\n\nc,d\n",
    ] {
        assert_eq!(grid(text), expected, "{text:?}");
    }
    assert!(grid("").is_empty());
    assert!(grid("\n,,\n \n").is_empty());
}

#[test]
fn places_are_those_of_the_text() {
    let text = "项目,\"本年\r\n（件）\",累计\r\n\r\n收到,306,\"1,024\"\r\n\"他说\"\"无\"\"\",,x";
    assert_eq!(place(text, "项目"), (1, 1, 1, "项目"));
    assert_eq!(place(text, "本年\r\n（件）"), (1, 2, 1, "本年\r\n（件）"));
    assert_eq!(place(text, "累计"), (2, 3, 1, "累计"));
    assert_eq!(place(text, "306"), (4, 2, 3, "306"));
    assert_eq!(place(text, "1,024"), (4, 3, 3, "1,024"));
    assert_eq!(place(text, "他说\"无\""), (5, 1, 4, "他说\"\"无\"\""));
    assert_eq!(place(text, ""), (5, 2, 4, ""));
    assert_eq!(place(text, "x"), (5, 3, 4, "x"));
}

#[test]
fn blank_records_count_as_rows_of_the_spreadsheet() {
    assert_eq!(place("a,b\n,\n\nc,d\n", "d"), (4, 2, 4, "d"));
    assert_eq!(place("\r\n\r\na,b\r\n", "b"), (3, 2, 3, "b"));
    assert_eq!(place("\r\ra,b\r", "a"), (3, 1, 3, "a"));
}

#[test]
fn empty_last_fields_are_fields() {
    assert_eq!(grid("a,b,\n1,2,"), vec![vec![vec!["a", "b", ""], vec!["1", "2", ""]]]);
    assert_eq!(grid("a,\"\""), vec![vec![vec!["a", ""]]]);
}

#[test]
fn quotes_are_read_as_csv_core_reads_them() {
    assert_eq!(grid("a\"b,c\n"), vec![vec![vec!["a\"b", "c"]]]);
    assert_eq!(grid("\"a\"b,c\n"), vec![vec![vec!["ab", "c"]]]);
    assert_eq!(grid(" \"a\",c\n"), vec![vec![vec![" \"a\"", "c"]]]);
    let long = "长".repeat(3000);
    assert_eq!(grid(&format!("\"{long}\"\"\",b")), vec![vec![vec![format!("{long}\""), "b".into()]]]);
}

#[test]
fn an_unclosed_quote_is_found_where_it_opens() {
    for text in ["a,b\n1,\"2\n3,4\n", "a,b\n1,\"", "a,b\n1,\"2\"\"", "a,b\n1,\"2\"\"\"\"\n"] {
        let (kind, place) = failure(text);
        assert_eq!(kind, ProblemKind::UnclosedQuote, "{text:?}");
        assert_eq!((place.line, place.column, place.row), (2, 2, 2), "{text:?}");
    }
    for text in ["a,\"b\"", "a,\"b\"\n", "a,\"\"", "a,b\"", "a,\"b\"\"\"", "a,\"b\"c\""] {
        assert!(tables(text, &Limits::DEFAULT).is_ok(), "{text:?}");
    }
}

#[test]
fn too_many_fields_are_refused() {
    let most = ",".repeat(Limits::DEFAULT.size(Limit::Columns) - 1);
    assert!(tables(&format!("a{most}\n"), &Limits::DEFAULT).is_ok());
    let (kind, place) = failure(&format!("a\nb{most},\n"));
    assert_eq!(kind, Limits::DEFAULT.exceeded(Limit::Columns).into());
    assert_eq!((place.line, place.column), (2, Limits::DEFAULT.size(Limit::Columns) + 1));
}

#[test]
fn the_delimiter_is_told_by_the_records() {
    for (text, found) in [
        ("a,b\n1,2\n", b','),
        ("a;b\n1;2\n", b';'),
        ("a\tb\n1\t2\n", b'\t'),
        ("a\n1\n", b','),
        ("", b','),
        // Thousands separators and decimal commas do not outvote the delimiter.
        ("a\tb\n1,234\t5\n2\t1,234,567\n", b'\t'),
        ("a;b;c\n1,5;2,5;3\n2;3,5;4\n", b';'),
        // A title without a delimiter, prose with one.
        ("2018年\n项目,件\n收到；含上年,3\n", b','),
        ("\"a;b\",c\n\"d;e\",f\n", b','),
        // As many records have a comma as a tab, but not as evenly.
        ("a,b\tc\n1,2,3\t4\n1,2,3,4\t5\n", b'\t'),
        // Fields that are a quoted comma and nothing else: by the comma, quotes stand within the fields.
        ("a;b;\",\"\nc;0;\",\"\nd;;\",\"\n", b';'),
        ("a;b;\"c,\"\"d\"\"\"\ne;0;\",f\"\n", b';'),
    ] {
        assert_eq!(delimiter(text), found, "{text:?}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(text in "[ab,;\t\"\r\n　é]{0,60}") {
        if let Ok(tables) = tables(&text, &Limits::DEFAULT) {
            for cell in tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
                prop_assert!(text.get(cell.place.span.clone()).is_some());
            }
        }
    }

    #[test]
    fn cells_agree_with_the_csv_crate(text in "[ab,\"\r\n　]{0,60}") {
        let Ok(found) = tables(&text, &Limits::DEFAULT) else { return Ok(()) };
        let found: Vec<Vec<&str>> = found
            .iter()
            .flat_map(|table| &table.rows)
            .map(|row| row.cells.iter().map(|cell| &*cell.text).collect())
            .collect();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let expected: Vec<Vec<&str>> = records
            .iter()
            .map(|record| record.iter().collect::<Vec<_>>())
            .filter(|record| record.iter().any(|field| !field.trim().is_empty()))
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_text_reads_the_same_after_another(text in "[ab,;\"\r\n　]{0,60}", other in "[ab,;\"\r\n]{0,20}") {
        let fields = || with_reader(b',', |reader| {
            let mut fields = Fields::new(&text, reader);
            let mut found = Vec::new();
            while let Some(field) = fields.next() {
                let bytes = fields.buffer[..fields.written].to_vec();
                found.push((field.span, field.line, field.quoted, field.unclosed, field.ends_record, bytes));
            }
            found
        });
        LAST.take();
        let first = fields();
        // The other is left in the middle.
        with_reader(b',', |reader| { Fields::new(&other, reader).next(); });
        prop_assert_eq!(fields(), first);
    }

    #[test]
    fn lines_and_rows_are_those_of_a_plain_split(rows in prop::collection::vec("[abc]{0,2}", 0..20)) {
        let text = rows.join("\n");
        for row in tables(&text, &Limits::DEFAULT).unwrap().iter().flat_map(|table| &table.rows) {
            for cell in &row.cells {
                prop_assert_eq!(&*cell.text, rows[cell.place.line - 1].as_str());
                prop_assert_eq!(cell.place.row, cell.place.line);
            }
        }
    }
}
