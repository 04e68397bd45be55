//! Markdown to tables and prose. Tables written as HTML inside it are read as on a page.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::Refusal;
use super::bars;
use super::budget::Budget;
use super::html;
use super::inline::{Inline, Piece};
use super::lines::Lines;
use crate::document::{Cell, Paragraph, Place, Row, Table, Within};
use crate::limits::Limits;

/// Whether a row of dashes stands under a row of cells: the one thing that only Markdown has.
pub(super) fn has_table(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let mut before = lines.next().unwrap_or_default();
    lines.any(|line| {
        let rule = line.contains('|')
            && line.contains("--")
            && line.chars().all(|sign| matches!(sign, '|' | '-' | ':' | ' ' | '\t'));
        let found = rule && before.contains('|');
        before = line;
        found
    })
}

/// Reads a text.
///
/// # Errors
/// The limits on rows, columns, cells and paragraphs.
pub(super) fn read(text: &str, limits: &Limits) -> Result<(Vec<Table>, Vec<Paragraph>), Refusal> {
    let mut reader = Reader {
        text,
        lines: Lines::of(text),
        budget: Budget::new(limits),
        number: 0,
        tables: Vec::new(),
        paragraphs: Vec::new(),
        inline: Inline::default(),
        table: None,
        row: Vec::new(),
        struck: 0,
        html: None,
    };
    let mut at = 0;
    for table in bars::tables(text) {
        reader.part(at..table.span.start)?;
        reader.bare(table.rows)?;
        at = table.span.end;
    }
    reader.part(at..text.len())?;
    Ok((reader.tables, reader.paragraphs))
}

struct Reader<'t> {
    text: &'t str,
    lines: Lines<'t>,
    budget: Budget,
    /// Tables so far.
    number: usize,
    tables: Vec<Table>,
    paragraphs: Vec<Paragraph>,
    inline: Inline,
    table: Option<Table>,
    row: Vec<Piece>,
    /// How many deletions the text under way stands in.
    struck: usize,
    /// A run of HTML.
    html: Option<Range<usize>>,
}

impl Reader<'_> {
    /// Reads a part of the text that ends no sooner than its last piece.
    fn part(&mut self, part: Range<usize>) -> Result<(), Refusal> {
        let text = self.text.get(part.clone()).unwrap_or_default();
        let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).into_offset_iter();
        for (event, span) in events {
            self.event(event, part.start + span.start..part.start + span.end)?;
        }
        self.end_html()?;
        self.end_paragraph()
    }

    /// Takes the rows of a table without bars around it.
    fn bare(&mut self, rows: Vec<Vec<Piece>>) -> Result<(), Refusal> {
        self.number += 1;
        self.table = Some(Table::default());
        for row in rows {
            self.row = row;
            self.end_row()?;
        }
        self.end(TagEnd::Table)
    }

    fn event(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), Refusal> {
        match event {
            Event::Html(_) => {
                let start = self.html.take().map_or(span.start, |html| html.start);
                self.html = Some(start..span.end);
            }
            Event::Text(text) | Event::Code(text) => {
                self.end_html()?;
                if self.struck == 0 {
                    self.inline.push(&text, &span, false);
                }
            }
            Event::SoftBreak => self.inline.push("\n", &span, false),
            Event::HardBreak => self.end_paragraph()?,
            Event::Start(tag) => self.start(&tag)?,
            Event::End(tag) => self.end(tag)?,
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        match tag {
            Tag::Strikethrough => self.struck += 1,
            Tag::HtmlBlock => self.end_paragraph()?,
            Tag::Table(_) => {
                self.end_html()?;
                self.end_paragraph()?;
                self.number += 1;
                self.table = Some(Table::default());
            }
            Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Link { .. }
            | Tag::Image { .. } => {}
            _ => {
                self.end_html()?;
                self.end_paragraph()?;
            }
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), Refusal> {
        match tag {
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image | TagEnd::HtmlBlock => {}
            TagEnd::TableCell => {
                let piece = self.inline.take().unwrap_or_default();
                self.row.push(piece);
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row()?,
            TagEnd::Table => self.tables.extend(self.table.take().filter(|table| !table.rows.is_empty())),
            _ => self.end_paragraph()?,
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        let pieces = std::mem::take(&mut self.row);
        let Some(table) = &mut self.table else { return Ok(()) };
        let first = pieces.iter().find(|piece| !piece.text.is_empty());
        let place = || self.lines.place(first.map_or(0..0, |first| first.span.clone()));
        self.budget.row(table.rows.len(), pieces.len()).map_err(|over| Refusal::at(over, place()))?;
        let Some(first) = first else { return Ok(()) };
        let (line, row) = (self.lines.line(first.span.start), table.rows.len() + 1);
        let mut at = first.span.start;
        let mut cells = Vec::with_capacity(pieces.len());
        for (column, piece) in pieces.into_iter().enumerate() {
            let span = if piece.text.is_empty() { at..at } else { piece.span };
            at = span.end;
            let place = Place { line, column: column + 1, row, span, within: Within::Markup(self.number) };
            cells.push(Cell { text: piece.text.into(), place });
        }
        table.rows.push(Row { cells });
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), Refusal> {
        let Some(piece) = self.inline.take() else { return Ok(()) };
        let place = self.lines.place(piece.span);
        self.budget.paragraph().map_err(|over| Refusal::at(over, place.clone()))?;
        self.paragraphs.push(Paragraph { text: piece.text.into(), place });
        Ok(())
    }

    fn end_html(&mut self) -> Result<(), Refusal> {
        let Some(span) = self.html.take() else { return Ok(()) };
        let (tables, paragraphs) = html::part(self.text, span, &self.lines, &mut self.number, &mut self.budget)?;
        self.tables.extend(tables);
        self.paragraphs.extend(paragraphs);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(table: &Table) -> Vec<Vec<&str>> {
        table.rows.iter().map(|row| row.cells.iter().map(|cell| &*cell.text).collect()).collect()
    }

    #[test]
    fn tables_and_prose_are_told_apart() {
        let text = "# 标题\n\n第一段\n接着，**共158件**。\n\n- 甲\n- 乙\n\n| 项目 | 本年 |\n|---|--:|\n| 网站\\|公报 | ~~12~~ 13 |\n| 其他 | |\n";
        let (tables, paragraphs) = read(text, &Limits::DEFAULT).unwrap();
        let prose: Vec<&str> = paragraphs.iter().map(|one| &*one.text).collect();
        assert_eq!(prose, ["标题", "第一段接着，共158件。", "甲", "乙"]);
        assert_eq!(texts(&tables[0]), [["项目", "本年"], ["网站|公报", "13"], ["其他", ""]]);
        let place = &tables[0].rows[1].cells[1].place;
        assert_eq!((place.line, place.row, place.column, &place.within), (11, 2, 2, &Within::Markup(1)));
        assert_eq!(&text[place.span.clone()], "13");
        assert_eq!((paragraphs[1].place.line, paragraphs[1].place.column), (3, 1));
    }

    #[test]
    fn a_table_in_html_is_read_as_on_a_page() {
        let text = "前言\n\n<table>\n<tr><td rowspan=2>a<td>1</tr>\n<tr><td>2</tr>\n<tr><td>b<td>3</tr></table>\n\n| x | y |\n|--|--|\n| z | 4 |\n";
        let (tables, paragraphs) = read(text, &Limits::DEFAULT).unwrap();
        assert_eq!(paragraphs.len(), 1);
        assert_eq!(texts(&tables[0]), [["a", "1"], ["", "2"], ["b", "3"]]);
        let place = &tables[0].rows[2].cells[1].place;
        assert_eq!((place.line, &text[place.span.clone()], &place.within), (6, "3", &Within::Markup(1)));
        assert_eq!(tables[1].rows[0].cells[0].place.within, Within::Markup(2));
    }

    #[test]
    fn a_row_of_dashes_tells_markdown() {
        assert!(has_table("a\n\n| x | y |\n| :-- | --: |\n"));
        for text in ["a|b\n1|2\n", "a\n---\nb\n", "|---|\n"] {
            assert!(!has_table(text), "{text:?}");
        }
    }
}
