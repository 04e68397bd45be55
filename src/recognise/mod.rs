//! Documents to reports: which tables are which form, what each figure is, whose they are.
//! Nothing here judges whether the figures agree.

mod alone;
mod announced;
mod blocks;
mod builder;
mod cells;
mod dates;
mod flat;
mod frame;
mod grid;
mod header;
mod headless;
mod index;
mod infer;
mod label;
mod line;
mod matching;
mod panel;
mod part;
mod several;
mod side;
mod tidy;
mod title;
mod traditional;
mod turned;
mod vocabulary;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::{Document, Place, Table};
use crate::forms::{Family, Form};
use crate::problem::{Problem, ProblemKind};
use crate::report::Report;
use blocks::{Block, blocks};
use builder::Builder;
use cells::{Kinds, kinds};
pub use infer::explained;
use matching::{Heading, Layout, Match, candidates};
pub use panel::{Panel, Under};
pub(crate) use title::year_alone;

/// The forms that documents are matched to, with their labels indexed.
pub struct Recogniser {
    index: index::Index,
    /// Whether a table that none of the forms explains is read by its structure.
    infers: bool,
}

/// What a document says.
#[derive(Debug, Default)]
pub struct Recognised {
    /// The reports; one for most files, one a line for panels.
    pub reports: Vec<Report>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl Recognised {
    fn extend(&mut self, other: Self) {
        self.reports.extend(other.reports);
        self.problems.extend(other.problems);
    }

    /// Whether every table was one of a known form, and every label in it to the letter.
    #[must_use]
    pub fn explains_all(&self) -> bool {
        let known = |report: &Report| {
            let named = report.tables.iter().all(|table| &*table.form().family.id != Family::INFERRED);
            named && report.unrecognised.is_empty() && report.read_as.is_empty()
        };
        !self.reports.is_empty() && self.reports.iter().all(known)
    }
}

impl Recogniser {
    /// Indexes the labels of some forms.
    #[must_use]
    pub fn new(forms: Vec<Arc<Form>>) -> Self {
        Self { index: index::Index::new(forms), infers: true }
    }

    /// Looks for some forms and nothing else: a table of another form is not understood.
    #[must_use]
    pub fn only(forms: Vec<Arc<Form>>) -> Self {
        Self { infers: false, ..Self::new(forms) }
    }

    /// Recognises the tables of a document, which may be of several reports.
    #[must_use]
    pub fn recognise(&self, document: &Document) -> Recognised {
        let (whole, starts) = self.recognise_one(document);
        let apart = if several::has_rows_twice(&whole) { several::apart(self, document) } else { None };
        apart.or_else(|| several::at(self, document, &starts)).unwrap_or(whole)
    }

    /// Recognises the tables of a document that has no title between them but such as are in tables, and tells where
    /// those are.
    fn recognise_one(&self, document: &Document) -> (Recognised, Vec<Place>) {
        let (about, title) = header::read(document);
        let year = title.period.as_ref().and_then(|period| period.parse().ok());
        let flat = flat::rebuild(document, &self.index, year);
        let prose = flat.prose(document);
        let printed: Vec<Cow<'_, Table>> = document.tables.iter().map(frame::unframed).collect();
        let printed = printed.iter().map(|table| turned::upright(table, &self.index));
        let rebuilt = flat.tables.iter().map(|table| (Cow::Borrowed(table), kinds(table, &self.index)));
        let (tables, kinds): (Vec<Cow<'_, Table>>, Vec<Kinds<'_>>) = printed.chain(rebuilt).unzip();
        let blocks = blocks(tables.iter().map(Cow::as_ref).zip(kinds), &self.index);
        let headings: Vec<Heading<'_>> = blocks.iter().map(Heading::of).collect();
        let headed = || blocks.iter().zip(&headings);
        let matches: Vec<Vec<Match>> =
            headed().map(|(block, heading)| candidates(block, heading, &self.index)).collect();
        let families = self.family_scores(&matches);
        let mut builder = Builder::new(document, &self.index);
        builder.about(about, title);
        for (place, kind) in flat.problems {
            builder.problem(Some(place), kind);
        }
        for (number, ((block, heading), candidates)) in headed().zip(&matches).enumerate() {
            builder.titles(block);
            if let Some(first) = repeated_heading(block) {
                let place = block.headers.last().and_then(|header| header.row.place()).cloned();
                builder.problem(place, ProblemKind::TwoHeaders { first });
            }
            if block.data.is_empty() {
                continue;
            }
            if tidy::fill(&mut builder, block) {
                continue;
            }
            let year = builder.period().and_then(|period| period.parse().ok());
            let lists_units = |found: &&Match| builder.is_named() && matching::lists_units(heading, found);
            match self.best(candidates, &families, year).filter(|found| !lists_units(found)) {
                Some(found) => fill(&mut builder, block, heading, found),
                None => self.unknown(&mut builder, block, number),
            }
        }
        for cell in &flat.unread {
            builder.unrecognised(&cell.text, &cell.place);
        }
        let labels = || if builder.has_figures() { None } else { alone::labels(&prose, &self.index) };
        if let Some((place, kind)) = alone::tags(&prose).or_else(labels) {
            builder.problem(Some(place), kind);
        }
        builder.finish(&prose)
    }

    /// Reads the block of some number that no form explains by its structure, or lists its figures.
    fn unknown(&self, builder: &mut Builder<'_>, block: &Block<'_>, number: usize) {
        match headless::form_of(block, &self.index) {
            Some(form) => {
                let place = block.data.first().and_then(|row| row.row.place()).cloned();
                builder.problem(place, ProblemKind::NoHeading { form: form.title.clone() });
                builder.unrecognised_block(block);
            }
            None if self.infers => infer::fill(builder, block, number + 1),
            None => builder.unrecognised_block(block),
        }
    }

    /// How well each family fits the document as a whole.
    fn family_scores(&self, matches: &[Vec<Match>]) -> BTreeMap<String, usize> {
        let mut scores = BTreeMap::new();
        for candidates in matches {
            let mut best: BTreeMap<&str, usize> = BTreeMap::new();
            for found in candidates {
                let Some(form) = self.index.forms.get(found.form) else { continue };
                let score = best.entry(form.family.id.as_str()).or_default();
                *score = found.score.max(*score);
            }
            for (family, score) in best {
                *scores.entry(family.to_owned()).or_default() += score;
            }
        }
        scores
    }

    /// The best match of a block: by its own labels, then by the year of the report, then by the
    /// family that the rest of the document is of, then the later notice.
    fn best<'m>(
        &self,
        candidates: &'m [Match],
        families: &BTreeMap<String, usize>,
        year: Option<i32>,
    ) -> Option<&'m Match> {
        candidates.iter().max_by_key(|found| {
            let form = self.index.forms.get(found.form);
            let family = form.map(|form| &form.family);
            let whole = family.and_then(|family| families.get(&family.id)).copied().unwrap_or(0);
            let since = family.and_then(|family| family.since).unwrap_or(0);
            let until = family.and_then(|family| family.until).unwrap_or(i32::MAX);
            let of_its_time = year.is_some_and(|year| (since..=until).contains(&year));
            (found.score, of_its_time, whole, since, std::cmp::Reverse(found.form))
        })
    }
}

fn fill(builder: &mut Builder<'_>, block: &Block<'_>, heading: &Heading<'_>, found: &Match) {
    match &found.layout {
        Layout::Grid(columns) => match side::years(heading, columns) {
            Some(years) => beside(builder, block, (heading, found.form, columns), years),
            None => grid::fill(builder, block, heading, found.form, (columns, columns)),
        },
        Layout::Line(_) => line::fill(builder, block, heading, found.form),
    }
}

/// Fills a report for each of the years that a table has side by side, that of the title first: the prose is of it.
fn beside(
    builder: &mut Builder<'_>,
    block: &Block<'_>,
    (heading, form, columns): (&Heading<'_>, usize, &[Option<usize>]),
    mut years: Vec<side::OfYear>,
) {
    years.sort_by_key(|group| builder.period() != Some(&group.year));
    if years.first().is_some_and(|first| builder.period() != Some(&first.year)) {
        builder.of_many();
    }
    for group in years {
        builder.year_beside(&group.year);
        grid::fill(builder, block, heading, form, (&group.columns, columns));
    }
}

/// The line of a heading that stands again right under itself. One that stands again between rows goes on, as on
/// the next page.
fn repeated_heading(block: &Block<'_>) -> Option<usize> {
    let text = |header: &blocks::Labelled<'_>| {
        header.row.filled().map(|(_, cell)| cell.text.trim().to_owned()).collect::<Vec<_>>()
    };
    let mut pairs = block.headers.iter().zip(block.headers.iter().skip(1));
    let (first, _) = pairs.find(|(first, second)| text(first) == text(second))?;
    first.row.place().map(|place| place.line)
}
