//! Word files: prose and tables as they stand once all changes are accepted. What was deleted, is
//! hidden, or stands twice for older programs, is left out; what stands in text boxes is read.

use super::data_table::Signs;
use super::grid::Grid;
use super::inline::raised;
use super::package::Package;
use super::transcript::Transcript;
use super::tree::{Id, Tree};
use super::xml;
use super::{Content, Refusal};
use crate::document::{Paragraph, Place, Table, Within};
use crate::limits::Limits;
use crate::problem::ProblemKind;

const FORMAT: &str = "DOCX";

/// Deletions, the old place of what was moved, properties, codes of fields, and notes.
const SKIPPED: [&str; 11] = [
    "w:del",
    "w:moveFrom",
    "w:pPr",
    "w:tblPr",
    "w:tblGrid",
    "w:sdtPr",
    "w:sdtEndPr",
    "w:instrText",
    "w:delText",
    "w:rPr",
    "w:trPr",
];

/// Reads a document.
///
/// # Errors
/// Damage, encryption and the limits.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Refusal> {
    let mut package = Package::open(bytes, limits)?;
    let missing = || ProblemKind::Damaged { format: FORMAT, detail: "its main part is missing".into() };
    let main = package.main_part()?.ok_or_else(missing)?;
    let tree = xml::parse(&package.xml(&main)?.ok_or_else(missing)?, FORMAT, limits)?;
    let mut reader = Reader {
        tree: &tree,
        transcript: Transcript::new(limits),
        tables: Vec::new(),
        number: 0,
        paragraphs: Vec::new(),
    };
    reader.blocks(Tree::ROOT)?;
    let Reader { transcript, tables, paragraphs, .. } = reader;
    Ok(Content { text: transcript.finish(), encoding: FORMAT, tables, paragraphs })
}

struct Reader<'t> {
    tree: &'t Tree,
    transcript: Transcript,
    tables: Vec<Table>,
    /// Tables of data so far.
    number: usize,
    paragraphs: Vec<Paragraph>,
}

impl Reader<'_> {
    /// Takes the paragraphs and tables below a node.
    fn blocks(&mut self, id: Id) -> Result<(), Refusal> {
        for &child in self.tree.children(id) {
            match &*self.tree.get(child).name {
                "w:p" => self.paragraph(child)?,
                "w:tbl" => self.table(child)?,
                "mc:AlternateContent" => self.blocks(choice(self.tree, child))?,
                name if SKIPPED.contains(&name) => {}
                _ => self.blocks(child)?,
            }
        }
        Ok(())
    }

    /// A paragraph, each of its lines on its own, and then the text boxes that hang on it.
    fn paragraph(&mut self, id: Id) -> Result<(), Refusal> {
        let (mut text, mut boxes) = (String::new(), Vec::new());
        inline(self.tree, id, &mut text, &mut boxes);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let number = self.paragraphs.len() + 1;
            self.paragraphs.push(self.transcript.paragraph(line, number, Within::Paragraph(number))?);
        }
        boxes.into_iter().try_for_each(|id| self.blocks(id))
    }

    fn table(&mut self, id: Id) -> Result<(), Refusal> {
        let (mut grid, mut signs, mut inside) =
            (Grid::new(self.transcript.budget.limits()), Signs::default(), Vec::new());
        for (at, row) in rows(self.tree, id).into_iter().enumerate() {
            grid.skip(number(self.tree, row, &["w:trPr", "w:gridBefore"]).unwrap_or(0));
            for cell in children(self.tree, row, "w:tc") {
                let (mut text, mut nested) = (String::new(), Vec::new());
                if !is_continued(self.tree, cell) {
                    cell_text(self.tree, cell, &mut text, &mut nested);
                }
                let text = text.trim();
                signs.cell(text, nested.len());
                let framed = if text.is_empty() { framed(self.tree, &nested) } else { None };
                if framed.is_none() {
                    inside.extend(nested);
                }
                let text = framed.as_deref().unwrap_or(text);
                let columns = number(self.tree, cell, &["w:tcPr", "w:gridSpan"]).unwrap_or(1);
                grid.cell(text.to_owned(), columns, 1);
            }
            signs.end_row();
            let place = |row| Place { line: row, column: 1, row, span: 0..0, within: Within::Table(self.number + 1) };
            grid.end_row(&mut self.transcript.budget).map_err(|over| Refusal::at(over, place(at + 1)))?;
        }
        if !signs.is_data() {
            return rows(self.tree, id)
                .into_iter()
                .flat_map(|row| children(self.tree, row, "w:tc"))
                .filter(|cell| !is_continued(self.tree, *cell))
                .try_for_each(|cell| self.blocks(cell));
        }
        self.number += 1;
        let table = self.transcript.table(&grid.finish(), &Within::Table(self.number))?;
        self.tables.push(table);
        inside.into_iter().try_for_each(|id| match &*self.tree.get(id).name {
            "w:tbl" => self.table(id),
            _ => self.blocks(id),
        })
    }
}

/// The text of a cell, and the tables and text boxes inside it.
fn cell_text(tree: &Tree, id: Id, text: &mut String, inside: &mut Vec<Id>) {
    for &child in tree.children(id) {
        match &*tree.get(child).name {
            "w:p" => {
                inline(tree, child, text, inside);
                text.push('\n');
            }
            "w:tbl" => inside.push(child),
            "mc:AlternateContent" => cell_text(tree, choice(tree, child), text, inside),
            name if SKIPPED.contains(&name) => {}
            _ => cell_text(tree, child, text, inside),
        }
    }
}

/// The text of the only filled cell or box among some tables and text boxes.
fn framed(tree: &Tree, nested: &[Id]) -> Option<String> {
    let cells = |id: Id| match &*tree.get(id).name {
        "w:tbl" => rows(tree, id).into_iter().flat_map(|row| children(tree, row, "w:tc")).collect(),
        _ => vec![id],
    };
    let mut texts = nested.iter().flat_map(|id| cells(*id)).filter_map(|cell| {
        let (mut text, mut inside) = (String::new(), Vec::new());
        cell_text(tree, cell, &mut text, &mut inside);
        let text = text.trim();
        if text.is_empty() { framed(tree, &inside) } else { Some(text.to_owned()) }
    });
    let only = texts.next()?;
    texts.next().is_none().then_some(only)
}

/// The text of a paragraph, and the text boxes inside it.
fn inline(tree: &Tree, id: Id, text: &mut String, boxes: &mut Vec<Id>) {
    for &child in tree.children(id) {
        let node = tree.get(child);
        match &*node.name {
            "w:t" => tree.children(child).iter().for_each(|piece| text.push_str(&tree.get(*piece).text)),
            "w:tab" | "w:ptab" => text.push('\t'),
            "w:br" | "w:cr" => text.push('\n'),
            "w:noBreakHyphen" => text.push('-'),
            "w:txbxContent" => boxes.push(child),
            "mc:AlternateContent" => inline(tree, choice(tree, child), text, boxes),
            "w:r" if is_unseen(tree, child) => {}
            "w:r" if is_raised(tree, child) => {
                let mut mark = String::new();
                inline(tree, child, &mut mark, boxes);
                text.push_str(&raised(&mark));
            }
            name if SKIPPED.contains(&name) => {}
            _ => inline(tree, child, text, boxes),
        }
    }
}

/// The one reading of content that is given in several: the first that is not for older programs.
fn choice(tree: &Tree, id: Id) -> Id {
    let one = |name| tree.children_named(id, name).next();
    one("mc:Choice").or_else(|| one("mc:Fallback")).unwrap_or(id)
}

/// Whether a run is formatted as hidden or struck out.
fn is_unseen(tree: &Tree, run: Id) -> bool {
    ["w:vanish", "w:strike", "w:dstrike"].iter().any(|name| is_on(tree, run, &["w:rPr", name]))
}

/// Whether a run is raised above the line.
fn is_raised(tree: &Tree, run: Id) -> bool {
    let align = property(tree, run, &["w:rPr", "w:vertAlign"]);
    align.is_some_and(|id| tree.get(id).attribute("val") == Some("superscript"))
}

/// The rows of a table that were not deleted.
fn rows(tree: &Tree, id: Id) -> Vec<Id> {
    children(tree, id, "w:tr").into_iter().filter(|row| !is_on(tree, *row, &["w:trPr", "w:del"])).collect()
}

/// Children of a name, also those that a control or a mark of change wraps.
fn children(tree: &Tree, id: Id, name: &str) -> Vec<Id> {
    let mut found = Vec::new();
    for &child in tree.children(id) {
        match &*tree.get(child).name {
            child_name if child_name == name => found.push(child),
            "w:sdt" | "w:sdtContent" | "w:customXml" | "w:ins" => found.extend(children(tree, child, name)),
            _ => {}
        }
    }
    found
}

/// Whether a cell goes on from the one above or before, or was deleted.
fn is_continued(tree: &Tree, cell: Id) -> bool {
    let goes_on = |name| {
        property(tree, cell, &["w:tcPr", name])
            .is_some_and(|id| tree.get(id).attribute("val").is_none_or(|value| value == "continue"))
    };
    goes_on("w:vMerge") || goes_on("w:hMerge") || property(tree, cell, &["w:tcPr", "w:cellDel"]).is_some()
}

fn property(tree: &Tree, id: Id, path: &[&str]) -> Option<Id> {
    path.iter().try_fold(id, |id, name| tree.children_named(id, name).next())
}

/// A property that is there and not switched off.
fn is_on(tree: &Tree, id: Id, path: &[&str]) -> bool {
    property(tree, id, path)
        .is_some_and(|id| !matches!(tree.get(id).attribute("val"), Some("0" | "false" | "off" | "none")))
}

fn number(tree: &Tree, id: Id, path: &[&str]) -> Option<usize> {
    property(tree, id, path).and_then(|id| tree.get(id).attribute("val")).and_then(|value| value.parse().ok())
}

#[cfg(test)]
mod tests;
