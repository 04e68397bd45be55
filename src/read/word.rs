//! Word documents (DOCX, ECMA-376): paragraphs, and tables with merged cells. Deleted text of tracked
//! changes is left out, what stands in text boxes is read once.

use super::archive::Archive;
use super::canvas::Canvas;
use super::limits::Limits;
use super::span::Grid;
use super::xml::{Element, Node, parse};
use crate::document::{Table, Within};
use crate::problem::ProblemKind;

const KIND: &str = "DOCX";

/// Elements whose content is not part of the text as it stands.
const LEFT_OUT: [&str; 6] = ["del", "moveFrom", "Fallback", "instrText", "delText", "rPr"];

/// Reads the body of a document.
pub(super) fn read(archive: &mut Archive<'_>, canvas: &mut Canvas<'_>, limits: &Limits) -> Result<(), ProblemKind> {
    let missing = || ProblemKind::Damaged { kind: KIND, detail: "no word/document.xml".into() };
    let text = archive.text("word/document.xml")?.ok_or_else(missing)?;
    let root = parse(&text, KIND, limits)?;
    let body = root.child("body").ok_or_else(missing)?;
    Reader { canvas, limits }.blocks(body)
}

struct Reader<'a, 'c> {
    canvas: &'a mut Canvas<'c>,
    limits: &'a Limits,
}

impl Reader<'_, '_> {
    fn blocks(&mut self, parent: &Element) -> Result<(), ProblemKind> {
        for child in parent.elements() {
            match child.name.as_str() {
                "p" => self.paragraph(child)?,
                "tbl" => self.table(child)?,
                name if LEFT_OUT.contains(&name) => {}
                _ => self.blocks(child)?,
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, paragraph: &Element) -> Result<(), ProblemKind> {
        let mut text = String::new();
        let mut boxes = Vec::new();
        inline(paragraph, &mut text, &mut boxes);
        let number = self.canvas.next_paragraph();
        self.canvas.paragraph(&text, Within::Paragraph(number))?;
        boxes.into_iter().try_for_each(|inner| self.blocks(inner))
    }

    fn table(&mut self, table: &Element) -> Result<(), ProblemKind> {
        if holds_table(table) {
            // A table that only places others on the page.
            return rows(table).flat_map(cells).try_for_each(|cell| self.blocks(cell));
        }
        let mut grid = Grid::new(self.limits);
        for row in rows(table) {
            grid.next_row()?;
            let before = row.child("trPr").and_then(|properties| number(properties, "gridBefore")).unwrap_or(0);
            for _ in 0..before.min(self.limits.columns) {
                grid.cell(String::new(), 1, 1)?;
            }
            for cell in cells(row) {
                let properties = cell.child("tcPr");
                let span = properties.and_then(|properties| number(properties, "gridSpan")).unwrap_or(1);
                // The rest of a cell merged downward has no text of its own.
                let merged = properties.and_then(|properties| properties.child("vMerge"));
                let continued = merged.is_some_and(|merge| merge.attribute("val") != Some("restart"));
                let mut text = String::new();
                let mut boxes = Vec::new();
                if !continued {
                    for paragraph in cell.elements() {
                        inline(paragraph, &mut text, &mut boxes);
                        text.push(' ');
                    }
                }
                grid.cell(text, span, 1)?;
            }
        }
        let within = Within::Table(self.canvas.tables.len() + 1);
        let mut table = Table::default();
        for (number, row) in grid.finish().iter().enumerate() {
            self.canvas.row(&mut table, row, number + 1, &within)?;
        }
        self.canvas.table(table);
        Ok(())
    }
}

/// The text of a paragraph, and the text boxes in it.
fn inline<'e>(element: &'e Element, text: &mut String, boxes: &mut Vec<&'e Element>) {
    for child in element.elements() {
        match child.name.as_str() {
            "t" => {
                for node in &child.children {
                    if let Node::Text(part) = node {
                        text.push_str(part);
                    }
                }
            }
            "tab" | "br" | "cr" => text.push(' '),
            "noBreakHyphen" => text.push('-'),
            "txbxContent" => boxes.push(child),
            name if LEFT_OUT.contains(&name) => {}
            _ => inline(child, text, boxes),
        }
    }
}

/// The rows of a table; content controls may stand around them.
fn rows(table: &Element) -> impl Iterator<Item = &Element> {
    unwrapped(table, "tr")
}

fn cells(row: &Element) -> impl Iterator<Item = &Element> {
    unwrapped(row, "tc")
}

fn unwrapped<'e>(parent: &'e Element, name: &'static str) -> impl Iterator<Item = &'e Element> {
    parent.elements().flat_map(move |child| -> Box<dyn Iterator<Item = &'e Element> + 'e> {
        match child.name.as_str() {
            own if own == name => Box::new(std::iter::once(child)),
            "sdt" | "sdtContent" | "ins" | "customXml" | "smartTag" => Box::new(unwrapped(child, name)),
            _ => Box::new(std::iter::empty()),
        }
    })
}

fn holds_table(table: &Element) -> bool {
    fn inside(element: &Element) -> bool {
        element.elements().any(|child| child.name == "tbl" || inside(child))
    }
    table.elements().any(inside)
}

fn number(properties: &Element, name: &str) -> Option<usize> {
    properties.child(name)?.attribute("val")?.parse().ok()
}
