//! What a document says once recognised: one body, one period and its figures by form.
//! Nothing here judges the figures.

use std::ops::Range;
use std::sync::Arc;

use crate::claims::Prose;
use crate::document::Place;
use crate::forms::Form;
use crate::number::{Decimal, Interval, Number, Overflow, Reading};

/// The figures of one body for one period.
#[derive(Debug, Clone)]
pub struct Report {
    /// The path as given.
    pub source: Arc<str>,
    /// The text of the file; places of figures point into it.
    pub text: Arc<str>,
    /// The public body, where the report names it.
    pub entity: Option<String>,
    /// The year, where the report names it.
    pub period: Option<String>,
    /// Where the body stands among others.
    pub rank: Rank,
    /// The line that it is, where the text is a panel of many reports.
    pub part: Option<Part>,
    /// The recognised tables, in the order of the file, each form once.
    pub tables: Vec<FormTable>,
    /// Labels that were read although they do not stand in the form to the letter.
    pub read_as: Vec<ReadAs>,
    /// Text with figures that no form explains.
    pub unrecognised: Vec<Unrecognised>,
    /// The figures of the prose and what it says of them.
    pub prose: Prose,
    /// What the report says of itself.
    pub header: Header,
}

impl Report {
    /// A report in which nothing has been recognised yet.
    pub(crate) fn empty(source: Arc<str>, text: Arc<str>) -> Self {
        Self {
            source,
            text,
            entity: None,
            period: None,
            rank: Rank::Own,
            part: None,
            tables: Vec::new(),
            read_as: Vec::new(),
            unrecognised: Vec::new(),
            prose: Prose::default(),
            header: Header::default(),
        }
    }
}

/// A line of a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its number, from 1.
    pub line: usize,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

/// What a report says of itself around its chapters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The title that names the body and the year.
    pub title: Option<Stated>,
    /// The day of publication, as `2019-01-10`.
    pub published: Option<Stated>,
    /// The body that published it.
    pub issuer: Option<Stated>,
    /// The days that its figures cover, as `2018-01-01/2018-12-31`.
    pub covers: Option<Stated>,
    /// The year that it is said to be of beside those days, else in the title.
    pub year: Option<Stated>,
}

impl Header {
    /// Whether it says both of which year the report is and which days its figures cover.
    pub(crate) fn dated(&self) -> bool {
        self.year.is_some() && self.covers.is_some()
    }
}

/// Something that a report says, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// What it says.
    pub value: String,
    /// The text as printed.
    pub text: Box<str>,
    /// Where it stands.
    pub place: Place,
}

/// Where a body stands among the others of its table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Rank {
    /// On its own; it may be the whole of others that name it.
    #[default]
    Own,
    /// Part of the body with this name.
    PartOf(String),
    /// All bodies of the table that are part of no other.
    All,
}

/// A form filled with figures.
#[derive(Debug, Clone)]
pub struct FormTable {
    form: Arc<Form>,
    cells: Vec<Option<Figure>>,
    row_labels: Vec<Option<Box<str>>>,
    unread: Vec<UnreadRow>,
}

/// A row of a table that its form does not have: what it counts is not known, nor what it is part of.
#[derive(Debug, Clone)]
pub struct UnreadRow {
    /// The label as printed.
    pub label: Box<str>,
    /// The row of the form that it stands under.
    pub after: Option<usize>,
    /// The columns in which it counts anything.
    pub columns: Vec<usize>,
}

/// A printed figure with its place. There is no way to have one without the other.
#[derive(Debug, Clone)]
pub struct Figure {
    content: Content,
    text: Box<str>,
    place: Place,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// It could be read.
    Read(Reading),
    /// It could not; the problem is told elsewhere.
    Unreadable,
}

/// A label that was matched by likeness.
#[derive(Debug, Clone)]
pub struct ReadAs {
    /// The label as printed.
    pub text: Box<str>,
    /// The form's label.
    pub label: String,
    /// The form.
    pub form: Arc<str>,
    /// The row or column.
    pub id: String,
    /// Where the label stands.
    pub place: Place,
}

/// Text that was read but not understood.
#[derive(Debug, Clone)]
pub struct Unrecognised {
    /// The text as printed.
    pub text: Box<str>,
    /// Where it stands.
    pub place: Place,
}

impl Report {
    /// The table of a form, by full id.
    #[must_use]
    pub fn table(&self, form: &str) -> Option<&FormTable> {
        self.tables.iter().find(|table| &*table.form.id == form)
    }

    /// Whether each form that both reports have holds the same numbers in both.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        let numbers = |table: &FormTable| -> Vec<_> {
            let numbers = table.figures().filter_map(|(row, column, figure)| Some((row, column, figure.number()?)));
            numbers.collect()
        };
        let mut both = self.tables.iter().filter_map(|table| Some((table, other.table(&table.form().id)?)));
        both.all(|(own, other)| numbers(own) == numbers(other))
    }

    /// How many figures were read.
    #[must_use]
    pub fn figure_count(&self) -> usize {
        self.tables.iter().map(|table| table.figures().filter(|(.., figure)| figure.number().is_some()).count()).sum()
    }
}

impl FormTable {
    /// An empty table of a form.
    #[must_use]
    pub fn new(form: Arc<Form>) -> Self {
        let cells = vec![None; form.rows.len() * form.columns.len()];
        let row_labels = vec![None; form.rows.len()];
        Self { form, cells, row_labels, unread: Vec::new() }
    }

    /// The form.
    #[must_use]
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    fn index(&self, row: usize, column: usize) -> Option<usize> {
        (column < self.form.columns.len()).then(|| row * self.form.columns.len() + column)
    }

    /// The figure in a cell, `None` where the file has no such cell.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> Option<&Figure> {
        self.cells.get(self.index(row, column)?)?.as_ref()
    }

    /// Puts a figure into a cell.
    ///
    /// # Errors
    /// Gives the figure that already stands there.
    pub fn put(&mut self, row: usize, column: usize, figure: Figure) -> Result<(), Figure> {
        let slot = self.index(row, column).and_then(|index| self.cells.get_mut(index));
        match slot {
            Some(slot @ None) => *slot = Some(figure),
            Some(Some(earlier)) => return Err(earlier.clone()),
            None => {}
        }
        Ok(())
    }

    /// Marks the figure in a cell as one that cannot be relied on.
    pub fn spoil(&mut self, row: usize, column: usize) {
        let index = self.index(row, column);
        if let Some(Some(figure)) = index.and_then(|index| self.cells.get_mut(index)) {
            figure.content = Content::Unreadable;
        }
    }

    /// Whether the file has any cell in this column.
    #[must_use]
    pub fn has_column(&self, column: usize) -> bool {
        (0..self.form.rows.len()).any(|row| self.get(row, column).is_some())
    }

    /// Whether the file has any cell in this row.
    #[must_use]
    pub fn has_row(&self, row: usize) -> bool {
        (0..self.form.columns.len()).any(|column| self.get(row, column).is_some())
    }

    /// Whether a cell is in a row or column, of at least two cells, that holds nothing but signs for what does
    /// not apply, zeros and blanks: as a whole it says that there was none.
    #[must_use]
    pub fn is_nothing(&self, row: usize, column: usize) -> bool {
        let none = |cells: &mut dyn Iterator<Item = &Figure>| {
            let (mut count, mut all) = (0, true);
            for figure in cells {
                count += usize::from(figure.content != Content::Read(Reading::Blank));
                all &= figure.says_none();
            }
            count > 1 && all
        };
        none(&mut (0..self.form.columns.len()).filter_map(|at| self.get(row, at)))
            || none(&mut (0..self.form.rows.len()).filter_map(|at| self.get(at, column)))
    }

    /// Remembers the label that the file prints for a row.
    pub fn set_row_label(&mut self, row: usize, label: &str) {
        if let Some(slot) = self.row_labels.get_mut(row) {
            *slot = Some(label.into());
        }
    }

    /// The label that the file prints for a row.
    #[must_use]
    pub fn row_label(&self, row: usize) -> Option<&str> {
        self.row_labels.get(row)?.as_deref()
    }

    /// Remembers a row that the form does not have.
    pub fn add_unread(&mut self, row: UnreadRow) {
        self.unread.push(row);
    }

    /// The rows that the form does not have.
    #[must_use]
    pub fn unread(&self) -> &[UnreadRow] {
        &self.unread
    }

    /// Every cell that stands in the file: row, column, figure.
    pub fn figures(&self) -> impl Iterator<Item = (usize, usize, &Figure)> {
        let width = self.form.columns.len().max(1);
        self.cells
            .iter()
            .enumerate()
            .filter_map(move |(index, cell)| cell.as_ref().map(|figure| (index / width, index % width, figure)))
    }
}

impl Figure {
    /// A figure as printed, at its place.
    #[must_use]
    pub fn new(content: Content, text: &str, place: Place) -> Self {
        Self { content, text: text.into(), place }
    }

    /// What stands in the cell.
    #[must_use]
    pub fn content(&self) -> Content {
        self.content
    }

    /// The text as printed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The number, where the cell holds one; zero by word is zero.
    #[must_use]
    pub fn number(&self) -> Option<Number> {
        match self.content {
            Content::Read(Reading::Number(number)) => Some(number),
            Content::Read(Reading::ZeroByWord) => Some(Number::exact(Decimal::ZERO)),
            _ => None,
        }
    }

    /// Whether it holds nothing that counts: a blank, a sign for what does not apply, or zero.
    fn says_none(&self) -> bool {
        match self.content {
            Content::Read(Reading::Blank | Reading::NotApplicable | Reading::ZeroByWord) => true,
            Content::Read(Reading::Number(number)) => number.value().is_zero(),
            Content::Read(Reading::Approximate(_)) | Content::Unreadable => false,
        }
    }

    /// What the figure may stand for.
    ///
    /// # Errors
    /// [`Overflow`] where an end needs more than 38 digits.
    pub fn interval(&self) -> Result<Option<Interval>, Overflow> {
        self.number().map(Number::interval).transpose()
    }
}
