//! Pages to tables and prose. A table that only lays out the page is prose, navigation is nothing.
//! How source becomes a tree is in `parse`, which table holds data in `table`.

mod parse;
mod table;

use std::ops::Range;

use super::budget::Budget;
use super::inline::{Inline, Piece, raised};
use super::lines::Lines;
use super::tree::{Id, Tree};
use super::{Content, Refusal};
use crate::document::{Paragraph, Table, Within};
use crate::limits::Limits;

/// What is shown to nobody, or is no part of the article.
const SKIPPED: [&str; 20] = [
    "script", "style", "noscript", "template", "nav", "footer", "select", "button", "textarea", "iframe", "object",
    "svg", "math", "canvas", "audio", "video", "del", "s", "strike", "#comment",
];

/// Elements that start and end a line.
const BLOCKS: [&str; 39] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "title",
    "ul",
];

/// Reads a page.
///
/// # Errors
/// The limits on elements, rows, columns, cells and paragraphs.
pub(super) fn read(text: String, encoding: &'static str, limits: &Limits) -> Result<Content, Refusal> {
    let (tables, paragraphs) = part(&text, 0..text.len(), &Lines::of(&text), &mut 0, &mut Budget::new(limits))?;
    Ok(Content { text, encoding, tables, paragraphs })
}

/// Reads a piece of a text as a page; `number` counts the tables before it.
///
/// # Errors
/// As [`read`].
pub(super) fn part(
    text: &str,
    span: Range<usize>,
    lines: &Lines<'_>,
    number: &mut usize,
    budget: &mut Budget,
) -> Result<(Vec<Table>, Vec<Paragraph>), Refusal> {
    let tree = parse::parse(text, span, lines, budget.limits())?;
    let mut reader = Reader { tree: &tree, lines, budget, number, tables: Vec::new(), paragraphs: Vec::new() };
    let mut inline = Inline::default();
    reader.walk(Tree::ROOT, &mut inline, Mode::default())?;
    reader.end_paragraph(&mut inline, Mode::default())?;
    Ok((reader.tables, reader.paragraphs))
}

struct Reader<'t> {
    tree: &'t Tree,
    lines: &'t Lines<'t>,
    budget: &'t mut Budget,
    /// Tables of data so far.
    number: &'t mut usize,
    tables: Vec<Table>,
    paragraphs: Vec<Paragraph>,
}

/// What the text under way stands in.
#[derive(Clone, Copy, Default)]
struct Mode {
    link: bool,
    heading: bool,
}

impl Reader<'_> {
    /// Takes the prose and the tables below a node.
    fn walk(&mut self, id: Id, inline: &mut Inline, mode: Mode) -> Result<(), Refusal> {
        for &child in self.tree.children(id) {
            let node = self.tree.get(child);
            match &*node.name {
                "" => inline.push(&node.text, &node.span, mode.link),
                "head" => self.head(child)?,
                "table" if !hidden(self.tree, child) => {
                    self.end_paragraph(inline, mode)?;
                    self.table(child, inline, mode)?;
                }
                "sup" if !hidden(self.tree, child) => raise(self.tree, child, inline, mode.link),
                "br" if mode.heading => inline.line_break(),
                "br" => self.end_paragraph(inline, mode)?,
                name if SKIPPED.contains(&name) || hidden(self.tree, child) => {}
                name => {
                    let heading = matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
                    let inner = Mode { link: mode.link || name == "a", heading: mode.heading || heading };
                    let block = BLOCKS.contains(&name) || name == "tr";
                    if block {
                        self.end_paragraph(inline, mode)?;
                    }
                    self.walk(child, inline, inner)?;
                    if block {
                        self.end_paragraph(inline, inner)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The title of the page is all that its head shows; what public bodies must say of an article
    /// there may stand nowhere else.
    fn head(&mut self, id: Id) -> Result<(), Refusal> {
        let mode = Mode { link: false, heading: true };
        for meta in self.tree.children_named(id, "meta") {
            let node = self.tree.get(meta);
            let (Some(name), Some(content)) = (node.attribute("name"), node.attribute("content")) else { continue };
            let text = match name.to_ascii_lowercase().as_str() {
                "articletitle" => content.to_owned(),
                "pubdate" | "contentsource" => format!("{name}: {content}"),
                _ => continue,
            };
            let mut inline = Inline::default();
            inline.push(&text, &node.span, false);
            self.end_paragraph(&mut inline, mode)?;
        }
        for title in self.tree.children_named(id, "title") {
            let mut inline = Inline::default();
            self.walk(title, &mut inline, mode)?;
            self.end_paragraph(&mut inline, mode)?;
        }
        Ok(())
    }

    fn end_paragraph(&mut self, inline: &mut Inline, mode: Mode) -> Result<(), Refusal> {
        let piece = if mode.heading { inline.take() } else { inline.take_prose() };
        let Some(piece) = piece else { return Ok(()) };
        let place = self.lines.place(piece.span);
        self.budget.paragraph().map_err(|over| Refusal::at(over, place.clone()))?;
        self.paragraphs.push(Paragraph { text: piece.text.replace('\n', " ").into(), place });
        Ok(())
    }

    /// A table of data becomes a table; any other is walked like the rest of the page.
    fn table(&mut self, id: Id, inline: &mut Inline, mode: Mode) -> Result<(), Refusal> {
        let Some(rows) = table::data(self.tree, id, self.lines, self.budget)? else {
            return self.walk(id, inline, mode);
        };
        for caption in self.tree.children_named(id, "caption").collect::<Vec<_>>() {
            self.walk(caption, inline, mode)?;
            self.end_paragraph(inline, mode)?;
        }
        *self.number += 1;
        let within = Within::Markup(*self.number);
        let placed = table::placed(rows, self.lines, &within);
        if !placed.rows.is_empty() {
            self.tables.push(placed);
        }
        for cell in table::cells(self.tree, id) {
            if framed(self.tree, cell).is_some() {
                continue;
            }
            for nested in nested_tables(self.tree, cell) {
                self.table(nested, inline, mode)?;
            }
        }
        Ok(())
    }
}

/// Tables inside a node that are in no other table inside it.
fn nested_tables(tree: &Tree, id: Id) -> Vec<Id> {
    let mut found = Vec::new();
    let mut open: Vec<Id> = tree.children(id).iter().rev().copied().collect();
    while let Some(next) = open.pop() {
        match &*tree.get(next).name {
            "table" => found.push(next),
            name if SKIPPED.contains(&name) => {}
            _ => open.extend(tree.children(next).iter().rev()),
        }
    }
    found
}

/// Whether the page does not show an element.
fn hidden(tree: &Tree, id: Id) -> bool {
    let node = tree.get(id);
    let unseen = |style: &str| {
        let style: String = style.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    node.attribute("hidden").is_some() || node.attribute("style").is_some_and(unseen)
}

/// The text of a cell: its blocks are on lines of their own, nested tables are not in it.
fn cell_text(tree: &Tree, id: Id, inline: &mut Inline) {
    for &child in tree.children(id) {
        let node = tree.get(child);
        match &*node.name {
            "" => inline.push(&node.text, &node.span, false),
            "br" => inline.line_break(),
            "sup" if !hidden(tree, child) => raise(tree, child, inline, false),
            "table" => {}
            name if SKIPPED.contains(&name) || hidden(tree, child) => {}
            name => {
                let block = BLOCKS.contains(&name);
                if block {
                    inline.line_break();
                }
                cell_text(tree, child, inline);
                if block {
                    inline.line_break();
                }
            }
        }
    }
}

/// A raised text: the mark of a footnote, or an exponent.
fn raise(tree: &Tree, id: Id, inline: &mut Inline, linked: bool) {
    for &child in tree.children(id) {
        let node = tree.get(child);
        if node.name.is_empty() {
            inline.push(&raised(&node.text), &node.span, linked);
        } else {
            raise(tree, child, inline, linked || &*node.name == "a");
        }
    }
}

/// The text of a cell, unless it is blank.
fn piece_of(tree: &Tree, id: Id) -> Option<Piece> {
    let mut inline = Inline::default();
    cell_text(tree, id, &mut inline);
    inline.take()
}

/// The text of a cell that holds nothing but tables, and these one filled cell.
fn framed(tree: &Tree, cell: Id) -> Option<Piece> {
    if piece_of(tree, cell).is_some() {
        return None;
    }
    let nested = nested_tables(tree, cell).into_iter().flat_map(|table| table::cells(tree, table));
    let mut pieces = nested.filter_map(|cell| piece_of(tree, cell).or_else(|| framed(tree, cell)));
    let only = pieces.next()?;
    pieces.next().is_none().then_some(only)
}

#[cfg(test)]
mod tests;
