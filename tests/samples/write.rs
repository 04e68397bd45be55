//! A report's tables as files of every type that is read and that can be written in a few lines. What stands
//! in the cells is not known here.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8};

/// Rows of cells, the first of them the heading.
pub(crate) type Table = Vec<Vec<String>>;

/// The encodings of text files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bytes {
    Utf8,
    Utf8WithMark,
    Utf16Le,
    Utf16Be,
    Gb18030,
    Big5,
}

/// The types of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Separated(char, Bytes),
    Markdown,
    Text,
    Html,
    Word,
    Excel,
    OpenDocument,
}

/// A file's ending and its bytes; `None` where the encoding lacks a sign.
pub(crate) fn file(title: &str, tables: &[Table], kind: Kind) -> Option<(&'static str, Vec<u8>)> {
    Some(match kind {
        Kind::Separated(delimiter, bytes) => {
            let ending = if delimiter == '\t' { "tsv" } else { "csv" };
            (ending, encoded(&separated(title, tables, delimiter), bytes)?)
        }
        Kind::Markdown => ("md", markdown(title, tables).into_bytes()),
        Kind::Text => ("txt", separated(title, tables, '\t').into_bytes()),
        Kind::Html => ("html", html(title, tables).into_bytes()),
        Kind::Word => ("docx", word(title, tables)),
        Kind::Excel => ("xlsx", excel(title, tables)),
        Kind::OpenDocument => ("ods", open_document(title, tables)),
    })
}

fn encoded(text: &str, bytes: Bytes) -> Option<Vec<u8>> {
    let by = |encoding: &'static Encoding| {
        let (encoded, _, lacking) = encoding.encode(text);
        (!lacking).then(|| encoded.into_owned())
    };
    match bytes {
        Bytes::Utf8 => by(UTF_8),
        Bytes::Utf8WithMark => Some(format!("\u{feff}{text}").into_bytes()),
        Bytes::Utf16Le => Some(format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Bytes::Utf16Be => Some(format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect()),
        Bytes::Gb18030 => by(GB18030),
        Bytes::Big5 => by(BIG5),
    }
}

fn separated(title: &str, tables: &[Table], delimiter: char) -> String {
    let mut text = format!("{title}\n");
    for table in tables {
        let delimiter = u8::try_from(delimiter).unwrap();
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        for row in table {
            writer.write_record(row).unwrap();
        }
        text.push('\n');
        text.push_str(&String::from_utf8(writer.into_inner().unwrap()).unwrap());
    }
    text
}

fn markdown(title: &str, tables: &[Table]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let table = |table: &Table| {
        let rule = "| --- ".repeat(table[0].len()) + "|\n";
        let rows: String = table[1..].iter().map(|row| line(row)).collect();
        format!("\n{}{rule}{rows}", line(&table[0]))
    };
    format!("# {title}\n") + &tables.iter().map(table).collect::<String>()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The rows of a table, each row and cell between what a format puts around them.
fn marked(table: &Table, row: [&str; 2], cell: [&str; 2]) -> String {
    let cells = |cells: &Vec<String>| -> String {
        cells.iter().flat_map(|text| [cell[0].to_owned(), escaped(text), cell[1].to_owned()]).collect()
    };
    table.iter().flat_map(|cells_of_row| [row[0].to_owned(), cells(cells_of_row), row[1].to_owned()]).collect()
}

fn html(title: &str, tables: &[Table]) -> String {
    let table =
        |table: &Table| format!("<table>{}</table>\n", marked(table, ["<tr>", "</tr>\n"], ["<td><p>", "</p></td>"]));
    let tables: String = tables.iter().map(table).collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body><h1>{title}</h1>\n\
         {tables}</body></html>"
    )
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(kind: &str, target: &str) -> String {
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
         Id=\"r1\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/></Relationships>"
    )
}

fn word(title: &str, tables: &[Table]) -> Vec<u8> {
    let table = |table: &Table| {
        let cell = ["<w:tc><w:p><w:r><w:t>", "</w:t></w:r></w:p></w:tc>"];
        format!("<w:tbl>{}</w:tbl><w:p/>", marked(table, ["<w:tr>", "</w:tr>"], cell))
    };
    let tables: String = tables.iter().map(table).collect();
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
         <w:p><w:r><w:t>{title}</w:t></w:r></w:p>{tables}</w:body></w:document>"
    );
    packed(&[("_rels/.rels", &relations("officeDocument", "word/document.xml")), ("word/document.xml", &document)])
}

/// The title and the tables as the rows of one sheet, a blank row before each table.
fn sheet(title: &str, tables: &[Table]) -> Table {
    let mut rows = vec![vec![title.to_owned()]];
    for table in tables {
        rows.push(vec![String::new()]);
        rows.extend(table.iter().cloned());
    }
    rows
}

fn excel(title: &str, tables: &[Table]) -> Vec<u8> {
    let rows = sheet(title, tables);
    let mut data = String::new();
    for (number, row) in rows.iter().enumerate() {
        let cells = row.iter().enumerate().map(|(column, text)| {
            let letter = char::from(b'A' + u8::try_from(column).unwrap());
            format!("<c r=\"{letter}{}\" t=\"inlineStr\"><is><t>{}</t></is></c>", number + 1, escaped(text))
        });
        let cells: String = cells.collect();
        write!(data, "<row r=\"{}\">{cells}</row>", number + 1).unwrap();
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"r1\"/>\
         </sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>");
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    packed(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", &relations("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", &relations("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

fn open_document(title: &str, tables: &[Table]) -> Vec<u8> {
    let row = ["<table:table-row>", "</table:table-row>"];
    let cell = ["<table:table-cell office:value-type=\"string\"><text:p>", "</text:p></table:table-cell>"];
    let rows = marked(&sheet(title, tables), row, cell);
    let space = |name: &str| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"");
    let content = format!(
        "<office:document-content {} {} {}><office:body><office:spreadsheet><table:table table:name=\"1\">{rows}\
         </table:table></office:spreadsheet></office:body></office:document-content>",
        space("office"),
        space("table"),
        space("text"),
    );
    packed(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}
