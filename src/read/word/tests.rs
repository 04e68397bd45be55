#![allow(
    clippy::format_collect,
    clippy::format_in_format_args,
    clippy::items_after_statements,
    reason = "tests write their files out in place"
)]

use super::*;
use std::io::Write as _;

/// A file with some content in its body.
fn file(body: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
        Target=\"/word/document2.xml\"/></Relationships>";
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
        xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:v=\"urn:schemas-microsoft-com:vml\">\
        <w:body>{body}</w:body></w:document>"
    );
    for (name, text) in [("_rels/.rels", relations), ("word/document2.xml", &document)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn word(body: &str) -> Content {
    read(&file(body), &Limits::DEFAULT).unwrap()
}

fn prose(body: &str) -> Vec<String> {
    word(body).paragraphs.iter().map(|paragraph| paragraph.text.to_string()).collect()
}

fn grids(body: &str) -> Vec<Vec<String>> {
    let row = |row: &crate::document::Row| row.cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join(",");
    word(body).tables.iter().map(|table| table.rows.iter().map(row).collect()).collect()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

#[test]
fn raised_digits_are_no_part_of_a_figure() {
    let run = |align: &str, text: &str| {
        format!("<w:r><w:rPr><w:vertAlign w:val=\"{align}\"/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    let body = format!("<w:p>{}{}{}</w:p>", run("baseline", "158"), run("superscript", "1"), run("subscript", "2"));
    assert_eq!(prose(&body), ["158¹2"]);
}

#[test]
fn changes_are_taken_as_accepted() {
    let body = "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>41</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>42</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom>\
        <w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo><w:r><w:rPr><w:vanish/></w:rPr><w:t>8</w:t></w:r>\
        <w:r><w:rPr><w:strike/></w:rPr><w:t>7</w:t></w:r><w:r><w:rPr><w:strike w:val=\"0\"/></w:rPr><w:t>。</w:t></w:r>\
        <w:r><w:instrText>PAGE 6</w:instrText></w:r></w:p>";
    assert_eq!(prose(body), ["共42件。"]);
}

#[test]
fn what_stands_twice_is_read_once_and_boxes_are_read() {
    let text_box = |text: &str| format!("<v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>", p(text));
    let body = format!(
        "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires=\"wps\">{}</mc:Choice><mc:Fallback>{}\
        </mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>",
        text_box("框 1"),
        text_box("框 1")
    );
    assert_eq!(prose(&body), ["前后", "框 1"]);
    let table =
        format!("<w:tbl>{}{}</w:tbl>", tr(&[tc("", "项目"), tc("", "本年")]), tr(&[tc("", "收到"), tc("", "3")]));
    let body = format!("<w:p><w:r><v:textbox><w:txbxContent>{table}</w:txbxContent></v:textbox></w:r></w:p>");
    assert_eq!(grids(&body), [["项目,本年", "收到,3"]]);
}

#[test]
fn merged_cells_stand_at_the_top_left() {
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        tr(&[tc("<w:vMerge w:val=\"restart\"/>", "项目"), tc("<w:gridSpan w:val=\"2\"/>", "本年")]),
        tr(&[tc("<w:vMerge/>", "旧"), tc("", "甲"), tc("", "乙")]),
        format!("<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}{}</w:tr>", tc("", "1"), tc("", "2")),
    );
    assert_eq!(grids(&body), [["项目,本年,", ",甲,乙", ",1,2"]]);
    let place = &word(&body).tables[0].rows[1].cells[2].place;
    assert_eq!((place.row, place.column, &place.within), (2, 3, &Within::Table(1)));
}

#[test]
fn deleted_rows_and_nested_tables_are_told_apart() {
    let inner = format!("<w:tbl>{}{}</w:tbl>", tr(&[tc("", "x"), tc("", "1")]), tr(&[tc("", "y"), tc("", "2")]));
    let body = format!(
        "<w:tbl>{}<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>{}</w:tbl>",
        tr(&[tc("", "a"), tc("", "1")]),
        tc("", "删"),
        tr(&[tc("", "b"), tc("", "2")]),
        format!("<w:tr><w:tc>{}</w:tc><w:tc>{}{inner}</w:tc></w:tr>", p("c"), p("3")),
    );
    assert_eq!(grids(&body), [vec!["a,1", "b,2", "c,3"], vec!["x,1", "y,2"]]);
}

#[test]
fn a_table_or_box_around_the_text_of_a_cell_is_that_cell() {
    let frame = |text: &str| format!("<w:tbl>{}</w:tbl>", tr(&[tc("", text)]));
    let text_box = |inner: &str| {
        let text_box = format!("<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox>");
        format!("<w:p><w:r><w:pict>{text_box}</w:pict></w:r></w:p>")
    };
    for three in [frame("3"), text_box(&p("3")), text_box(&frame("3")), format!("{}{}", frame(""), text_box(&p("3")))] {
        let body = format!(
            "<w:tbl>{}{}{}<w:tr>{}<w:tc>{three}</w:tc></w:tr></w:tbl>",
            tr(&[tc("", "a"), tc("", "1")]),
            tr(&[tc("", "d"), tc("", "4")]),
            tr(&[tc("", "b"), tc("", "2")]),
            tc("", "c")
        );
        assert_eq!(grids(&body), [["a,1", "d,4", "b,2", "c,3"]], "{three}");
        assert_eq!(prose(&body), [""; 0], "{three}");
    }
}

#[test]
fn a_table_for_layout_is_prose() {
    let body = format!("<w:tbl>{}{}</w:tbl>{}", tr(&[tc("", "标题")]), tr(&[tc("", "共 3 件")]), p("后"));
    assert_eq!(prose(&body), ["标题", "共 3 件", "后"]);
    let places: Vec<_> = word(&body).paragraphs.iter().map(|one| one.place.within.clone()).collect();
    assert_eq!(places, [Within::Paragraph(1), Within::Paragraph(2), Within::Paragraph(3)]);
}

#[test]
fn lines_of_a_paragraph_stand_on_their_own() {
    assert_eq!(prose("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>"), ["一", "二\t三"]);
}

#[test]
fn broken_files_are_refused() {
    assert!(matches!(read(&file("<w:p>"), &Limits::DEFAULT), Err(Refusal { kind: ProblemKind::Damaged { .. }, .. })));
    assert_eq!(read(&file(&"<w:sdt>".repeat(600)), &Limits::DEFAULT).err().map(|_| ()), Some(()));
    let deep = format!("{}{}", "<w:sdt>".repeat(600), "</w:sdt>".repeat(600));
    assert_eq!(
        read(&file(&deep), &Limits::DEFAULT).err(),
        Some(Limits::DEFAULT.exceeded(crate::limits::Limit::Depth).into())
    );
    let whole = file(&p("文"));
    for cut in [whole.len() / 2, whole.len() - 1, 40] {
        assert!(
            matches!(read(&whole[..cut], &Limits::DEFAULT), Err(Refusal { kind: ProblemKind::Damaged { .. }, .. })),
            "{cut}"
        );
    }
}
