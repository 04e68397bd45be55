//! Web pages: the text of their paragraphs, and their tables with merged cells. Scripts, styles and
//! what is hidden are left out; tables that only place others on the page are read through.

use scraper::{ElementRef, Html, Node};

use super::canvas::{Canvas, collapsed};
use super::limits::{Limits, Quantity};
use super::span::Grid;
use crate::document::{Table, Within};
use crate::problem::ProblemKind;

/// Elements without text that a reader sees.
const LEFT_OUT: [&str; 12] = [
    "script", "style", "noscript", "template", "head", "select", "option", "button", "svg", "iframe", "object",
    "textarea",
];
/// Elements within a line.
const INLINE: [&str; 28] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark",
    "o:p", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var",
];

/// Reads a page.
pub(super) fn read(text: &str, canvas: &mut Canvas<'_>, limits: &Limits) -> Result<(), ProblemKind> {
    let page = Html::parse_document(text);
    if page.tree.values().count() > limits.elements {
        return Err(limits.exceeded(Quantity::Elements));
    }
    let mut reader = Reader { canvas, limits, line: String::new() };
    reader.block(page.root_element(), 0)?;
    reader.flush()
}

struct Reader<'a, 'c> {
    canvas: &'a mut Canvas<'c>,
    limits: &'a Limits,
    /// The paragraph under way.
    line: String,
}

impl Reader<'_, '_> {
    fn block(&mut self, parent: ElementRef<'_>, depth: usize) -> Result<(), ProblemKind> {
        if depth > self.limits.depth {
            return Err(self.limits.exceeded(Quantity::Depth));
        }
        for child in parent.children() {
            if let Node::Text(text) = child.value() {
                self.line.push_str(text);
            }
            let Some(element) = ElementRef::wrap(child).filter(|element| !is_left_out(*element)) else { continue };
            match element.value().name() {
                "br" | "hr" => self.flush()?,
                "table" => {
                    self.flush()?;
                    self.table(element, depth + 1)?;
                }
                name if INLINE.contains(&name) => self.block(element, depth + 1)?,
                _ => {
                    self.flush()?;
                    self.block(element, depth + 1)?;
                    self.flush()?;
                }
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), ProblemKind> {
        let line = std::mem::take(&mut self.line);
        let number = self.canvas.next_paragraph();
        self.canvas.paragraph(&line, Within::Paragraph(number))
    }

    fn table(&mut self, table: ElementRef<'_>, depth: usize) -> Result<(), ProblemKind> {
        let is_table = |element: &ElementRef<'_>| element.value().name() == "table";
        if table.descendent_elements().skip(1).any(|element| is_table(&element)) {
            return self.block(table, depth);
        }
        let mut grid = Grid::new(self.limits);
        for part in table.descendent_elements().skip(1) {
            match part.value().name() {
                "tr" => grid.next_row()?,
                "td" | "th" => {
                    if grid.rows.is_empty() {
                        grid.next_row()?;
                    }
                    let span = |name| part.attr(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1);
                    let rows = part.attr("rowspan").is_some_and(|rows| rows.trim() == "0");
                    grid.cell(text_of(part), span("colspan"), if rows { usize::MAX } else { span("rowspan") })?;
                }
                "caption" => self.line.push_str(&text_of(part)),
                _ => {}
            }
        }
        self.flush()?;
        let rows = grid.finish();
        if rows.iter().all(|row| row.len() <= 1) {
            // One column is a frame around prose.
            return self.block(table, depth);
        }
        let within = Within::Table(self.canvas.tables.len() + 1);
        let mut table = Table::default();
        for (number, row) in rows.iter().enumerate() {
            self.canvas.row(&mut table, row, number + 1, &within)?;
        }
        self.canvas.table(table);
        Ok(())
    }
}

fn is_left_out(element: ElementRef<'_>) -> bool {
    let hidden = |style: &str| {
        let plain: String = style.chars().filter(|sign| !sign.is_whitespace()).collect();
        plain.to_ascii_lowercase().contains("display:none")
    };
    LEFT_OUT.contains(&element.value().name())
        || element.attr("hidden").is_some()
        || element.attr("style").is_some_and(hidden)
}

/// The text of a cell on one line.
fn text_of(cell: ElementRef<'_>) -> String {
    let mut text = String::new();
    let mut hidden_in = None;
    for node in cell.descendants() {
        if hidden_in.is_some_and(|hidden| node.ancestors().any(|above| above.id() == hidden)) {
            continue;
        }
        hidden_in = None;
        match node.value() {
            Node::Text(part) => text.push_str(part),
            Node::Element(_) => {
                let element = ElementRef::wrap(node).filter(|element| *element != cell);
                if element.is_some_and(is_left_out) {
                    hidden_in = Some(node.id());
                } else if element.is_some_and(|element| !INLINE.contains(&element.value().name())) {
                    text.push(' ');
                }
            }
            _ => {}
        }
    }
    collapsed(&text)
}
