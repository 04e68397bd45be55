//! Collects figures into reports, and problems and unread text beside them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::Recognised;
use super::blocks::Block;
use super::header::is_label;
use super::index::Index;
use super::title::{Title, read_key_value, read_title};
use crate::claims;
use crate::document::{Cell, Document, Paragraph, Place, Row};
use crate::forms::Form;
use crate::number::{NumberError, Reading, read};
use crate::problem::{Problem, ProblemKind};
use crate::report::{Content, Figure, FormTable, Header, Part, Rank, ReadAs, Report, Unrecognised};

/// Reports in the making.
pub(super) struct Builder<'a> {
    pub(super) document: &'a Document,
    pub(super) index: &'a Index,
    reports: Vec<Report>,
    current: Report,
    problems: Vec<Problem>,
    /// What is said above such a table.
    about: Option<Report>,
    /// The number of the first report of a table with several: prose beside it is of none of them.
    of_many: Option<usize>,
    /// Where a title started another report.
    starts: Vec<Place>,
    /// What tells the lines of panels apart, with the number of the first line with it.
    keys: HashMap<String, usize>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(document: &'a Document, index: &'a Index) -> Self {
        Self {
            document,
            index,
            reports: Vec::new(),
            current: empty(document),
            problems: Vec::new(),
            about: None,
            of_many: None,
            starts: Vec::new(),
            keys: HashMap::new(),
        }
    }

    pub(super) fn problem(&mut self, place: Option<Place>, kind: ProblemKind) {
        self.problems.push(Problem { source: Arc::clone(&self.document.source), place, kind });
    }

    /// Takes the body and the year from the lines above a table. A title of another body or year
    /// starts another report.
    pub(super) fn titles(&mut self, block: &Block<'_>) {
        let lines = block.titles.iter().filter_map(|row| row.filled().next());
        for (title, place) in lines.filter_map(|(_, cell)| Some((read_title(&cell.text)?, &cell.place))) {
            self.title(title, Some(place));
        }
        let rows = block.headers.iter().chain(&block.data).map(|labelled| labelled.row);
        let mut named = rows.filter_map(|row| Some((read_key_value(row)?, row.place())));
        if let Some((first, place)) = named.next() {
            // The lines that name body and year name the same report, whichever comes first.
            self.title(named.fold(first, |title, (other, _)| title.or(other)), place);
        }
        for (_, cell) in block.titles.iter().filter_map(|row| row.filled().next()) {
            let is_known = read_title(&cell.text).is_some() || is_label(&cell.text);
            if cell.text.chars().any(char::is_numeric) && !is_known {
                self.unrecognised(&cell.text, &cell.place);
            }
        }
    }

    /// Takes what the report says of itself outside its tables.
    pub(super) fn about(&mut self, header: Header, title: Title) {
        self.current.header = header;
        self.title(title, None);
    }

    fn title(&mut self, title: Title, place: Option<&Place>) {
        let differs = |old: &Option<String>, new: &Option<String>| old.is_some() && new.is_some() && old != new;
        let another = differs(&self.current.entity, &title.entity) || differs(&self.current.period, &title.period);
        if another && !self.current.tables.is_empty() {
            self.next_report();
            self.starts.extend(place.cloned());
        }
        let named = Title { entity: self.current.entity.take(), period: self.current.period.take() }.or(title);
        (self.current.entity, self.current.period) = (named.entity, named.period);
    }

    /// Whether any table was read.
    pub(super) fn has_figures(&self) -> bool {
        self.reports.iter().chain([&self.current]).any(|report| !report.tables.is_empty())
    }

    /// The year of the report under way.
    pub(super) fn period(&self) -> Option<&str> {
        self.current.period.as_deref()
    }

    /// Whether it is known whose the report under way is.
    pub(super) fn is_named(&self) -> bool {
        self.current.entity.is_some()
    }

    /// Names the year where no title did.
    pub(super) fn period_from_heading(&mut self, year: Option<&str>) {
        if self.current.period.is_none() {
            self.current.period = year.map(str::to_owned);
        }
    }

    /// Goes on with the report of another year of the same body.
    pub(super) fn year_beside(&mut self, year: &str) {
        if self.period() == Some(year) {
            return;
        }
        let entity = self.current.entity.clone();
        if !self.current.tables.is_empty() {
            self.next_report();
        }
        self.current.entity = entity;
        self.current.period = Some(year.to_owned());
    }

    /// The reports that follow are of one table: nothing tells which of them prose is of.
    pub(super) fn of_many(&mut self) {
        if self.of_many.is_none() {
            self.of_many = Some(self.reports.len() + usize::from(holds(&self.current)));
            self.about = Some(Report { tables: Vec::new(), unrecognised: Vec::new(), ..self.current.clone() });
        }
    }

    /// Ends the report under way and starts another.
    pub(super) fn next_report(&mut self) {
        let done = std::mem::replace(&mut self.current, empty(self.document));
        if holds(&done) {
            self.reports.push(done);
        }
    }

    /// Starts a report of a named body and year.
    pub(super) fn start_report(&mut self, entity: Option<String>, rank: Rank, period: Option<String>) {
        self.of_many();
        self.next_report();
        self.current.entity = entity;
        self.current.rank = rank;
        self.current.period = period;
    }

    /// The report under way is a line of a panel.
    pub(super) fn part(&mut self, part: Option<Part>) {
        self.current.part = part;
    }

    /// Lists a line of a panel with the same key as one before it.
    pub(super) fn key(&mut self, key: String, place: &Place) {
        match self.keys.entry(key) {
            Entry::Vacant(slot) => _ = slot.insert(place.line),
            Entry::Occupied(known) => {
                let kind = ProblemKind::DuplicateRow { label: known.key().clone(), first: *known.get() };
                self.problem(Some(place.clone()), kind);
            }
        }
    }

    /// The table of a form in the report under way.
    pub(super) fn table(&mut self, form: &Arc<Form>) -> &mut FormTable {
        let tables = &mut self.current.tables;
        let at = tables.iter().position(|table| table.form().id == form.id).unwrap_or_else(|| {
            tables.push(FormTable::new(Arc::clone(form)));
            tables.len() - 1
        });
        // The position was found or made just now.
        #[expect(clippy::indexing_slicing, reason = "the index is of the element found or pushed above")]
        &mut tables[at]
    }

    /// Replaces the form of a table by one with more rows; figures stay where they are.
    pub(super) fn widen(&mut self, form: &Arc<Form>) {
        let tables = &mut self.current.tables;
        let Some(table) = tables.iter_mut().find(|table| table.form().id == form.id) else { return };
        let mut wider = FormTable::new(Arc::clone(form));
        for (row, column, figure) in table.figures() {
            let _ = wider.put(row, column, figure.clone());
        }
        *table = wider;
    }

    /// Reads a cell as the figure of a row and column.
    pub(super) fn put(&mut self, form: &Arc<Form>, row: usize, column: usize, cell: &Cell) {
        if !form.has_cell(row, column) {
            let nothing =
                matches!(read(&cell.text, form.unit(row, column), None), Ok(Reading::Blank | Reading::NotApplicable));
            if !nothing {
                self.unrecognised(&cell.text, &cell.place);
            }
            return;
        }
        let content = match read(&cell.text, form.unit(row, column), form.measure(row, column)) {
            Ok(reading) => Content::Read(reading),
            Err(error) => {
                self.bad_number(form, row, column, cell, error);
                Content::Unreadable
            }
        };
        let figure = Figure::new(content, &cell.text, cell.place.clone());
        let table = self.table(form);
        if let Err(earlier) = table.put(row, column, figure) {
            table.spoil(row, column);
            let label = form.rows.get(row).map(|line| line.label.clone()).unwrap_or_default();
            let first = earlier.place().line;
            // The problems of a line stand together: to look at all would take ever longer.
            let of_line = |problem: &&Problem| problem.place.as_ref().map(|place| place.line) == Some(cell.place.line);
            let told = self.problems.iter().rev().take_while(of_line).any(
                |problem| matches!(&problem.kind, ProblemKind::DuplicateRow { label: other, .. } if *other == label),
            );
            if !told {
                self.problem(Some(cell.place.clone()), ProblemKind::DuplicateRow { label, first });
            }
        }
    }

    fn bad_number(&mut self, form: &Arc<Form>, row: usize, column: usize, cell: &Cell, error: NumberError) {
        let label = |lines: &[crate::forms::Line], index: usize| {
            lines.get(index).map(|line| line.label.clone()).unwrap_or_default()
        };
        let kind = ProblemKind::BadNumber {
            text: cell.text.clone(),
            row: label(&form.rows, row),
            column: label(&form.columns, column),
            error,
        };
        self.problem(Some(cell.place.clone()), kind);
    }

    pub(super) fn unrecognised(&mut self, text: &str, place: &Place) {
        self.current.unrecognised.push(Unrecognised { text: text.trim().into(), place: place.clone() });
    }

    /// Lists a whole row whose label no form explains.
    pub(super) fn unrecognised_row(&mut self, row: &Row) {
        let text: Vec<&str> = row.filled().map(|(_, cell)| cell.text.trim()).collect();
        let place = row.filled().next().map(|(_, cell)| cell.place.clone());
        if let Some(place) = place {
            self.unrecognised(&text.join(" "), &place);
        }
    }

    /// Lists every row with figures of a table that no form explains, but those that name body and year, and not the
    /// lines of a list that have nothing but numbers: `1 公告 办公室`.
    pub(super) fn unrecognised_block(&mut self, block: &Block<'_>) {
        let told = || block.data.iter().filter(|row| row.has_figures() && read_key_value(row.row).is_none());
        if (1..).zip(told()).all(|(number, row)| row.is_numbered(number)) {
            return;
        }
        for labelled in told() {
            self.unrecognised_row(labelled.row);
        }
    }

    pub(super) fn read_as(&mut self, entry: ReadAs) {
        self.current.read_as.push(entry);
    }

    /// The prose goes to the first report, or, where there is none and where the first is one of several in a
    /// table, into one that has nothing else.
    fn prose(&mut self, paragraphs: &[Paragraph], bare: Option<Report>) {
        let prose = claims::read(&self.document.text, paragraphs);
        let dated = bare.as_ref().is_some_and(|bare| bare.header.dated());
        let belongs = bare.is_none() && !self.reports.is_empty();
        if prose.says_nothing() && !dated && !belongs {
            return;
        }
        self.reports.splice(0..0, bare);
        if let Some(first) = self.reports.first_mut() {
            first.prose = prose;
        }
    }

    /// Names the body and the year of the only report where the file itself does not.
    fn name_by_properties(&mut self) {
        let title = self.document.properties.as_ref().and_then(|title| read_title(&title.text));
        if let (Some(title), [report]) = (title, self.reports.as_mut_slice())
            && report.entity.is_none()
            && report.period.as_ref().is_none_or(|period| title.period.as_ref() == Some(period))
        {
            report.entity = title.entity;
            report.period = report.period.take().or(title.period);
        }
    }

    /// The reports of lines whose heading stands elsewhere.
    pub(super) fn lines(mut self) -> Recognised {
        self.next_report();
        Recognised { reports: self.reports, problems: self.problems }
    }

    /// The reports, with the prose that is in no table, and where titles started another one.
    pub(super) fn finish(mut self, prose: &[Paragraph]) -> (Recognised, Vec<Place>) {
        let only_prose = self.reports.is_empty() && !holds(&self.current);
        let mut bare = only_prose.then(|| std::mem::replace(&mut self.current, empty(self.document)));
        self.next_report();
        if self.of_many == Some(0) && self.reports.len() > 1 {
            bare = self.about.take();
        }
        if !prose.is_empty() {
            self.prose(prose, bare);
        }
        self.name_by_properties();
        // Tables that nobody understands are not made up for by a sentence.
        let tells =
            |report: &Report| (!report.prose.says_nothing() || report.header.dated()) && report.unrecognised.is_empty();
        if !self.reports.iter().any(tells)
            && self.reports.iter().all(|report| report.tables.is_empty())
            && self.problems.is_empty()
        {
            self.problem(None, ProblemKind::NoKnownTable);
        }
        (Recognised { reports: self.reports, problems: self.problems }, self.starts)
    }
}

/// Whether a report has anything of tables.
fn holds(report: &Report) -> bool {
    !report.tables.is_empty() || !report.unrecognised.is_empty()
}

fn empty(document: &Document) -> Report {
    Report::empty(Arc::clone(&document.source), Arc::clone(&document.text))
}
