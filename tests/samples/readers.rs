//! Readers against each other and against the csv crate: what one writes, all read alike.

use disclose_check::limits::Limits;
use disclose_check::read::read_bytes;
use proptest::prelude::*;

use super::write::{Bytes, Kind, Table, file};

/// Signs that every encoding has.
const TITLE: &str = "某某市2021年年度表";

/// The cells of the tables of a file.
fn grids(ending: &str, bytes: &[u8]) -> Vec<Table> {
    let document = read_bytes(&format!("report.{ending}"), bytes, &Limits::DEFAULT).unwrap();
    let cells = |row: &disclose_check::document::Row| row.cells.iter().map(|cell| cell.text.to_string()).collect();
    document.tables.iter().map(|table| table.rows.iter().map(cells).collect()).collect()
}

/// Without the blank cells at the ends of rows, which some formats do not keep, and the title.
fn trimmed(tables: Vec<Table>) -> Vec<Table> {
    let row = |mut row: Vec<String>| {
        while row.last().is_some_and(|cell| cell.trim().is_empty()) {
            row.pop();
        }
        row.into_iter().map(|cell| cell.trim().to_owned()).collect()
    };
    let tables = tables.into_iter().map(|table| table.into_iter().map(row).collect::<Table>());
    tables.filter(|table| *table != [[TITLE]]).collect()
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[0-9]{1,5}",
        1 => "[0-9]{1,3},[0-9]{3}",
        1 => "[0-9]{1,2}\\.[0-9]{2}%",
        1 => Just(String::new()),
        1 => "[一二三四五六七八九十]{1,4}",
        1 => "[—－/０-９]{1,3}",
    ]
}

/// Tables with a label in every row and heading, and a figure: without one, a page's table is a layout.
fn table(cell: BoxedStrategy<String>) -> impl Strategy<Value = Table> {
    let label = "[甲乙丙丁收到申請數件市公告]{2,6}";
    (2_usize..5).prop_flat_map(move |width| {
        let heading = proptest::collection::vec(label, width);
        let rows = proptest::collection::vec((label, proptest::collection::vec(cell.clone(), width - 1)), 2..6);
        (heading, rows, "[0-9]{1,5}").prop_map(|(heading, mut rows, figure)| {
            if let Some(cell) = rows.first_mut().and_then(|(_, cells)| cells.first_mut()) {
                *cell = figure;
            }
            let rows = rows.into_iter().map(|(label, cells)| [vec![label], cells].concat());
            std::iter::once(heading).chain(rows).collect()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_type_of_file_reads_the_same_cells(tables in proptest::collection::vec(table(cell().boxed()), 1..3)) {
        let expected = trimmed(tables.clone());
        let packed = [Kind::Markdown, Kind::Text, Kind::Html, Kind::Word, Kind::Excel, Kind::OpenDocument];
        for kind in packed.into_iter().chain([Kind::Separated(',', Bytes::Utf8)]) {
            let (ending, bytes) = file(TITLE, &tables, kind).unwrap();
            prop_assert_eq!(&trimmed(grids(ending, &bytes)), &expected, "{:?}", kind);
        }
    }

    /// Quotes, delimiters and line breaks in the fields, in every encoding and with every delimiter.
    #[test]
    fn separated_fields_agree_with_the_csv_crate(
        mut table in table("[0-9]{0,5}".boxed()),
        notes in proptest::collection::vec("[甲乙0-9 ]{0,4}[,;\t\"]?[甲乙0-9]{0,3}\n?[甲乙\"]{0,2}", 6),
    ) {
        table.iter_mut().zip(notes).for_each(|(row, note)| row.push(note));
        for delimiter in [',', ';', '\t'] {
            let text = file(TITLE, std::slice::from_ref(&table), Kind::Separated(delimiter, Bytes::Utf8)).unwrap().1;
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(u8::try_from(delimiter).unwrap())
                .from_reader(text.as_slice());
            let records = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect());
            let expected: Table = records.skip(1).collect();
            for bytes in
                [Bytes::Utf8, Bytes::Utf8WithMark, Bytes::Utf16Le, Bytes::Utf16Be, Bytes::Gb18030, Bytes::Big5]
            {
                let kind = Kind::Separated(delimiter, bytes);
                let (ending, bytes) = file(TITLE, std::slice::from_ref(&table), kind).unwrap();
                let found = grids(ending, &bytes);
                prop_assert_eq!(found.get(1), Some(&expected), "{:?}", kind);
            }
        }
    }
}
