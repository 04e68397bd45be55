//! Spreadsheets in the open format: each cell with the text that the file says it shows. Hidden sheets
//! are left out, hidden rows and columns are read, as in Excel files.

use std::collections::BTreeSet;

use super::package::Package;
use super::sheet::Sheet;
use super::transcript::Transcript;
use super::tree::{Id, Node, Tree};
use super::xml;
use super::{Content, Refusal};
use crate::limits::{Limit, Limits};
use crate::problem::ProblemKind;

const FORMAT: &str = "ODS";

/// Reads a spreadsheet.
///
/// # Errors
/// Damage, encryption and the limits.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Refusal> {
    let mut package = Package::open(bytes, limits)?;
    let manifest = package.xml("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(ProblemKind::Encrypted.into());
    }
    let missing = || ProblemKind::Damaged { format: FORMAT, detail: "content.xml is missing".into() };
    let tree = xml::parse(&package.xml("content.xml")?.ok_or_else(missing)?, FORMAT, limits)?;
    let (mut transcript, mut tables) = (Transcript::new(limits), Vec::new());
    let hidden = hidden_styles(&tree);
    // Tables elsewhere in the tree are deleted ones, kept to undo a deletion.
    let books = tree.descendants(Tree::ROOT).filter(|id| &*tree.get(*id).name == "office:spreadsheet");
    for table in books.flat_map(|book| tree.children_named(book, "table:table")) {
        if !tree.get(table).attribute("style-name").is_some_and(|style| hidden.contains(style)) {
            let name = tree.get(table).attribute("name").unwrap_or_default();
            let mut sheet = Sheet::new(name, limits);
            fill(&mut sheet, &tree, table, limits)?;
            tables.extend(sheet.tables(&mut transcript)?);
        }
    }
    Ok(Content { text: transcript.finish(), encoding: FORMAT, tables, paragraphs: Vec::new() })
}

/// The styles that keep a sheet from being shown.
fn hidden_styles(tree: &Tree) -> BTreeSet<&str> {
    let is_hidden = |style: &Id| {
        let mut properties = tree.children_named(*style, "style:table-properties");
        properties.any(|id| tree.get(id).attribute("display") == Some("false"))
    };
    let styles = tree.descendants(Tree::ROOT).filter(|id| &*tree.get(*id).name == "style:style");
    styles.filter(is_hidden).filter_map(|style| tree.get(style).attribute("name")).collect()
}

fn fill(sheet: &mut Sheet, tree: &Tree, table: Id, limits: &Limits) -> Result<(), Refusal> {
    // One more than there may be tells that there are more.
    let [most_rows, most_columns] = [Limit::Rows, Limit::Columns].map(|limit| limits.size(limit).saturating_add(1));
    let mut next = 0_usize;
    for row in tree.descendants(table).filter(|id| &*tree.get(*id).name == "table:table-row") {
        let repeated = repeated(tree.get(row), "number-rows-repeated");
        let cells = cells(tree, row, most_columns);
        if !cells.is_empty() {
            for number in next..next.saturating_add(repeated).min(most_rows) {
                for (column, text) in &cells {
                    sheet.put(number, *column, text)?;
                }
            }
        }
        next = next.saturating_add(repeated).min(most_rows);
    }
    Ok(())
}

/// The cells of a row that show anything, with their columns.
fn cells(tree: &Tree, row: Id, most: usize) -> Vec<(usize, String)> {
    let (mut cells, mut column) = (Vec::new(), 0_usize);
    for &cell in tree.children(row) {
        let node = tree.get(cell);
        let repeated = repeated(node, "number-columns-repeated");
        let text = if &*node.name == "table:table-cell" { text(tree, cell) } else { String::new() };
        if !text.trim().is_empty() {
            cells.extend((column..column.saturating_add(repeated).min(most)).map(|at| (at, text.clone())));
        }
        column = column.saturating_add(repeated);
    }
    cells
}

fn repeated(node: &Node, attribute: &str) -> usize {
    node.attribute(attribute).and_then(|value| value.parse().ok()).unwrap_or(1)
}

/// The paragraphs of a cell, or its value where a program wrote no text. Notes are left out.
fn text(tree: &Tree, cell: Id) -> String {
    let paragraphs: Vec<String> = tree
        .children_named(cell, "text:p")
        .map(|paragraph| {
            let mut text = String::new();
            inline(tree, paragraph, &mut text);
            text
        })
        .collect();
    if paragraphs.is_empty() {
        // A formula that no value was saved with shows as itself: it is no blank.
        let shown = ["value", "string-value", "formula"].iter().find_map(|name| tree.get(cell).attribute(name));
        return shown.unwrap_or_default().to_owned();
    }
    paragraphs.join("\n")
}

fn inline(tree: &Tree, id: Id, text: &mut String) {
    for &child in tree.children(id) {
        let node = tree.get(child);
        match &*node.name {
            "" => text.push_str(&node.text),
            "text:s" | "text:tab" => text.push(' '),
            "text:line-break" => text.push('\n'),
            "office:annotation" => {}
            _ => inline(tree, child, text),
        }
    }
}
