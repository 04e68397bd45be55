//! Figures in prose: read from paragraphs, related as the sentences relate them, and checked.
//!
//! ```text
//! paragraph -> figures -> figures with their words -> statements -> checks
//!        fold, scan     line, roles    lists, shares, changes, rates    judge
//! ```
//!
//! The words are data (`vocabulary.toml`, `concepts.toml`), and so are the texts of the rules
//! (`relations.toml`). Precision comes before recall: a list that need not be complete is no error, and two
//! figures are compared only where nothing distinguishes what they count.

mod across;
mod any_rate;
mod arithmetic;
mod balance;
mod bare;
mod bodies;
mod cells;
mod changes;
mod compare;
mod concepts;
mod counted;
mod earlier;
mod echoes;
mod elided;
mod example;
mod excepted;
mod extents;
mod facts;
mod fold;
mod growth;
mod hundreds;
mod in_turn;
mod jointly;
mod judge;
mod known;
mod levels;
mod likely_wholes;
mod line;
mod lists;
mod means;
mod named_bases;
mod names;
mod narrowed;
mod nature;
mod near;
mod nothing;
mod otherwise;
mod outer;
mod paired;
mod passages;
mod period;
mod periods;
mod plain;
mod printed;
mod proportion;
mod rates;
mod received;
mod referred;
mod roles;
mod roughly;
mod rules;
mod scan;
mod shares;
mod shares_apart;
mod slip;
mod statement;
mod stretch;
mod sums;
mod targets;
mod tellings;
mod told_wholes;
mod topics;
mod vocabulary;
mod whole;

use std::collections::BTreeSet;

pub use example::explained;
pub use rules::form;
pub use statement::{Among, Nature, Statement};

use crate::document::{Paragraph, Place};
use crate::finding::Check;
use crate::number::{Decimal, Number};
use crate::report::Report;
use line::Line;
use lists::List;
use passages::Passage;
use printed::Printed;
use scan::Measure;
use tellings::Tellings;

/// More figures than this in one paragraph are a table without its cells, and are not related.
pub const MOST_FIGURES: usize = 1000;

/// The figures of a report's prose and what it says of them.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// Every figure, in the order of the text.
    pub quantities: Vec<Quantity>,
    /// Every relation, in the order of the text.
    pub told: Vec<Told>,
    /// Every figure that may be told elsewhere as well.
    pub facts: Vec<Fact>,
}

impl Prose {
    /// Whether no relation is told and no figure that may be told elsewhere.
    pub(crate) fn says_nothing(&self) -> bool {
        self.told.is_empty() && self.facts.is_empty()
    }
}

/// A figure of prose.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// The number of the paragraph, from 1.
    pub paragraph: usize,
    /// The number.
    pub number: Number,
    /// The power of ten of 万 or 亿 in it.
    pub scale: i32,
    /// Whether the prose calls it approximate.
    pub approximate: bool,
    /// The measure word; `%` for percentages, `百分点` for their differences.
    pub measure: Box<str>,
    /// The words that it belongs to.
    pub label: Box<str>,
    /// The figure as printed.
    pub text: Box<str>,
    /// Where it stands.
    pub place: Place,
}

/// A relation with its name within the report.
#[derive(Debug, Clone)]
pub struct Told {
    /// The relation.
    pub statement: Statement,
    /// Paragraph and ordinal, for example `p12.1`.
    pub instance: String,
}

/// A figure of the body as a whole, with what it counts.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it counts, by its number in the list of concepts.
    concept: Option<usize>,
    /// What another telling of the same is found by.
    subject: Option<names::Subject>,
    /// Its words without synonyms and what was done.
    wording: Option<String>,
    /// Its words as another telling repeats them.
    words: echoes::Words,
    /// Whether it is a part in a list.
    is_part: bool,
    /// The words of an earlier telling that the sentence refers to.
    refers: names::Reference,
    /// The part of the body whose figure it is.
    scope: Option<facts::Scope>,
    /// The level of administration whose figure it is.
    level: Option<usize>,
    /// Its sentence up to it.
    sentence: Box<str>,
    /// Whether it names the body by a word that may be another's.
    names_body: bool,
    /// Whether it is of the year before.
    then: bool,
    /// How many.
    pub number: Number,
    /// The year, where the sentence names one.
    pub year: Option<i32>,
    /// The time that it counts.
    counted: facts::Counted,
    /// The number of the paragraph, from 1.
    pub paragraph: usize,
    /// The words that it belongs to.
    pub label: Box<str>,
    /// The figure, or the word for none, as printed.
    pub text: Box<str>,
    /// Where it stands.
    pub place: Place,
    /// Paragraph and ordinal, for example `p12.f1`.
    pub instance: String,
    /// The figures, by number in the report, that tell how far it is from the year before, and whether
    /// they say less.
    pub changes: Vec<(usize, bool)>,
}

impl Quantity {
    fn is_percent(&self) -> bool {
        &*self.measure == "%"
    }

    fn is_size(&self) -> bool {
        !matches!(&*self.measure, "%" | "百分点")
    }

    fn is_multiple(&self) -> bool {
        &*self.measure == "倍"
    }
}

/// Reads the figures of paragraphs and the relations between them; `text` is that of their file.
#[must_use]
pub fn read(text: &str, paragraphs: &[Paragraph]) -> Prose {
    let mut prose = Prose::default();
    let mut tellings = Tellings::default();
    let mut at = 0;
    while let Some(passage) = paragraphs.get(at..).and_then(Passage::of) {
        let own = paragraphs.get(at..at + passage.len()).unwrap_or_default();
        let printed = own.iter().map(|paragraph| Printed::of(paragraph, text)).collect();
        let first = prose.quantities.len();
        Source { passage: &passage, printed, paragraphs: own, number: at + 1, first }.read(&mut prose, &mut tellings);
        at += passage.len();
    }
    let within = shares_apart::resolve(&mut prose);
    let across = across::across(&tellings, &prose, within);
    prose.told.extend(across);
    prose
}

/// Where a line of figures comes from.
struct Source<'s> {
    passage: &'s Passage,
    paragraphs: &'s [Paragraph],
    printed: Vec<Printed<'s>>,
    /// The number in the report of the first paragraph, from 1.
    number: usize,
    /// The number in the report of the first figure.
    first: usize,
}

impl Source<'_> {
    fn read(&self, prose: &mut Prose, tellings: &mut Tellings) {
        let line = Line::of(&self.passage.text);
        prose.quantities.extend((0..line.items.len()).filter_map(|index| self.quantity(&line, index)));
        if line.items.len() > MOST_FIGURES {
            return;
        }
        let statements = statements(&line);
        tellings.read(&line, self.first, |index| line.get(index).map_or(0, |item| self.paragraph(&item.figure.span)));
        let wholes = facts::wholes(&statements);
        for (ordinal, statement) in statements.into_iter().enumerate() {
            let instance = format!("p{}.{}", self.number, ordinal + 1);
            prose.told.push(Told { statement: statement.moved(self.first), instance });
        }
        let facts = facts::facts(&line, &wholes).into_iter().enumerate();
        prose.facts.extend(facts.filter_map(|(ordinal, found)| self.fact(&line, found, ordinal + 1)));
    }

    /// The number in the report of the paragraph that a span stands in.
    fn paragraph(&self, span: &std::ops::Range<usize>) -> usize {
        self.number + self.passage.paragraph(span.start)
    }

    /// A piece of the passage as printed, and where it stands.
    fn printed(&self, span: &std::ops::Range<usize>) -> Option<(Box<str>, Place)> {
        let own = self.passage.paragraph(span.start);
        let text = &self.paragraphs.get(own)?.text;
        let span = self.passage.printed(span, own, text);
        Some((text.get(span.clone())?.into(), self.printed.get(own)?.place(&span)?))
    }

    fn quantity(&self, line: &Line<'_>, index: usize) -> Option<Quantity> {
        let item = line.get(index)?;
        let (text, place) = self.printed(&item.figure.span)?;
        let measure = match item.figure.measure {
            Measure::Of(word) => word,
            Measure::Percent => "%",
            Measure::Points => "百分点",
        };
        Some(Quantity {
            paragraph: self.paragraph(&item.figure.span),
            number: item.figure.number,
            scale: item.figure.scale,
            approximate: item.figure.approximate,
            measure: measure.into(),
            label: names::label(line, index).into(),
            text,
            place,
        })
    }

    fn fact(&self, line: &Line<'_>, found: facts::Found, ordinal: usize) -> Option<Fact> {
        let (text, place) = self.printed(&found.span)?;
        let (number, label) = match found.item {
            Some(index) => (line.get(index)?.figure.number, names::label(line, index)),
            None => (Number::exact(Decimal::ZERO), line.text.get(found.named.clone())?.to_owned()),
        };
        Some(Fact {
            concept: found.concept,
            subject: found.subject,
            wording: found.wording,
            words: found.words,
            is_part: found.is_part,
            refers: found.refers,
            scope: found.scope,
            level: found.level,
            sentence: found.sentence,
            names_body: found.names_body,
            then: found.then,
            number,
            year: found.year,
            counted: found.counted,
            paragraph: self.paragraph(&found.span),
            label: label.into(),
            text,
            place,
            instance: format!("p{}.f{ordinal}", self.number),
            changes: found.changes.into_iter().map(|(index, down)| (self.first + index, down)).collect(),
        })
    }
}

/// Every relation of a line of figures.
fn statements(line: &Line<'_>) -> Vec<Statement> {
    let mut lists = lists::lists(line);
    let mut shares = shares::shares(line, &lists);
    let counted = counted::counted(line, &shares);
    shares.retain(|statement| !counted.iter().any(|counted| counted.is(statement)));
    lists.extend(counted.iter().filter_map(|counted| counted.list(line, &lists)).collect::<Vec<_>>());
    lists.extend(counted::with_rests(line, &shares, &lists));
    let changes = changes::changes(line);
    let rates = rates::rates(line, &lists);
    let completed = line.completed();
    let (confirmed, complete) = (shares::confirmed(line, &shares), shares::complete(line, &shares));
    let untold = counted::some_untold(line, &shares, &lists);
    let lists = lists.into_all();
    let listed: BTreeSet<usize> =
        lists.iter().filter(|list| list.parts.len() > 1).flat_map(|list| &list.parts).copied().collect();
    let is_known = |list: &List| list.parts.len() == 1 && list.parts.iter().all(|part| listed.contains(part));
    let mut all: Vec<Statement> = lists
        .into_iter()
        .filter(|list| !list.is_of_means(line) && !is_known(list))
        .map(|list| {
            let open = list.nature == Nature::Exhaustive && untold.contains(&list.parts);
            if open { List { nature: Nature::Listed, ..list } } else { list }
        })
        .map(|list| list.statement(&confirmed, &complete))
        .collect();
    all.extend(
        shares.into_iter().chain(changes).chain(rates).chain(completed.iter().cloned()).chain(means::means(line)),
    );
    // What a ratio compares, `收结案比`, need not be some of each other.
    let is_ratio =
        |statement: &&Statement| matches!(statement, Statement::Rate { rate, .. } if !line.label(*rate).contains('率'));
    let compared = completed.iter().chain(all.iter().filter(is_ratio));
    let targets: BTreeSet<usize> = compared.flat_map(Statement::rated).copied().collect();
    let of_plan = |statement: &Statement| match statement {
        Statement::Subset { whole, .. } => {
            targets.contains(whole)
                || line.is_target(*whole)
                || line.is_new(*whole)
                || line.label(*whole).starts_with('为')
        }
        _ => false,
    };
    let within = statement::within_their_wholes(&all).into_iter().filter(|statement| !of_plan(statement));
    all.extend(within.collect::<Vec<_>>());
    all.sort_by_key(|statement| statement.figures().into_iter().min());
    all
}

/// Checks every relation that the prose states, and its facts against each other, the tables, and the
/// report of the year before.
#[must_use]
pub fn check(report: &Report, previous: Option<&Report>) -> Vec<Check> {
    let prose = &report.prose;
    let period = period::check(report);
    // Most tables come without prose: what figures count need not be read for them.
    if prose.says_nothing() {
        return period.into_iter().collect();
    }
    let judged = |told: &Told| judge::judge(prose, &told.statement, &told.instance, &report.source);
    let mut checks: Vec<Check> = period.into_iter().chain(prose.told.iter().flat_map(judged)).collect();
    checks.extend(compare::compare(prose, report));
    checks.extend(earlier::told_apart(prose, report));
    checks.extend(previous.into_iter().flat_map(|previous| earlier::changes(prose, report, previous)));
    checks
}

/// The figures of the prose that none of the checks uses.
#[must_use]
pub fn unused<'p>(prose: &'p Prose, checks: &[Check]) -> Vec<&'p Quantity> {
    let used: BTreeSet<(usize, usize)> = checks
        .iter()
        .flat_map(|check| &check.figures)
        .map(|figure| (figure.place.span.start, figure.place.line))
        .collect();
    let is_used = |quantity: &Quantity| used.contains(&(quantity.place.span.start, quantity.place.line));
    prose.quantities.iter().filter(|quantity| !is_used(quantity)).collect()
}
