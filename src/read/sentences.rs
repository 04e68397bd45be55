//! Sentences in the cells of a sheet: rows that hold no table but a paragraph of the report, often in
//! one merged cell. What they say is not read here.

use std::ops::Range;

use super::Refusal;
use crate::document::{Cell, Paragraph, Place, Row, Table};
use crate::limits::{Limit, Limits};
use crate::number::looks_numeric;

/// Filled cells that a row of prose may have: a heading and what stands under it.
const MOST_CELLS: usize = 2;
/// Characters of the shortest paragraph.
const SHORTEST: usize = 12;

/// Takes the rows of prose out of some tables. A table goes on as another one after them.
///
/// # Errors
/// The limit on paragraphs.
pub(super) fn take(tables: Vec<Table>, limits: &Limits) -> Result<(Vec<Table>, Vec<Paragraph>), Refusal> {
    let (mut rest, mut paragraphs) = (Vec::with_capacity(tables.len()), Vec::new());
    for table in tables {
        if !table.rows.iter().any(is_prose) {
            rest.push(table);
            continue;
        }
        let mut own = Table::default();
        for row in table.rows {
            if !is_prose(&row) {
                own.rows.push(row);
                continue;
            }
            for (_, cell) in row.filled() {
                paragraphs.extend(lines(cell));
                let over = |over| Refusal::at(over, cell.place.clone());
                limits.within(Limit::Paragraphs, paragraphs.len()).map_err(over)?;
            }
            rest.push(std::mem::take(&mut own));
        }
        rest.push(own);
    }
    rest.retain(|table| !table.rows.is_empty());
    Ok((rest, paragraphs))
}

fn is_prose(row: &Row) -> bool {
    let is_sentence = |cell: &Cell| cell.text.contains('。') && cell.text.chars().nth(SHORTEST).is_some();
    row.filled().nth(MOST_CELLS).is_none()
        && row.filled().any(|(_, cell)| is_sentence(cell))
        && !row.filled().any(|(_, cell)| looks_numeric(&cell.text))
}

/// The lines of a cell, each a paragraph.
fn lines(cell: &Cell) -> impl Iterator<Item = Paragraph> + '_ {
    let whole = cell.place.span.len() == cell.text.len();
    let mut start = 0;
    cell.text.split('\n').filter_map(move |line| {
        let from = start + (line.len() - line.trim_start().len());
        start += line.len() + 1;
        let text = line.trim();
        let span = |bytes: Range<usize>| {
            let at = cell.place.span.start;
            if whole { at + bytes.start..at + bytes.end } else { cell.place.span.clone() }
        };
        let place = Place { span: span(from..from + text.len()), ..cell.place.clone() };
        (!text.is_empty()).then(|| Paragraph { text: text.into(), place })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Within;
    use crate::read::transcript::Transcript;

    #[test]
    fn rows_of_prose_become_paragraphs() {
        let rows: Vec<Vec<Option<String>>> = [
            &["甲县2020年报告", ""][..],
            &["一、概述", "全年收到申请3件。\n　全部办结，均为网上申请。"],
            &["项目", "本年"],
            &["收到（同一内容计1件。）", "3"],
            &["以上各数均已核对，没有差错。", ""],
            &["办理", "3"],
        ]
        .iter()
        .map(|row| row.iter().map(|cell| Some((*cell).to_owned())).collect())
        .collect();
        let mut transcript = Transcript::new(&Limits::DEFAULT);
        let table = transcript.table(&rows, &Within::Sheet("年报".into())).unwrap();
        let (tables, paragraphs) = take(vec![table], &Limits::DEFAULT).unwrap();
        let text = transcript.finish();
        assert_eq!(tables.iter().map(|table| table.rows.len()).collect::<Vec<_>>(), [1, 2, 1]);
        let told: Vec<(String, &str)> = paragraphs.iter().map(|one| (one.place.cell_name(), &*one.text)).collect();
        let expected = [
            ("年报!A2", "一、概述"),
            ("年报!B2", "全年收到申请3件。"),
            ("年报!B2", "全部办结，均为网上申请。"),
            ("年报!A5", "以上各数均已核对，没有差错。"),
        ];
        assert_eq!(told, expected.map(|(cell, text)| (cell.to_owned(), text)));
        assert!(paragraphs.iter().all(|one| text[one.place.span.clone()] == *one.text));
    }
}
