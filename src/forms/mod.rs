//! Forms: what an official table looks like and what must hold in it, all of it data.
//! A form knows no document; matching one to a document is the work of `recognise`.

mod catalogue;
mod compile;
mod error;
mod schema;

use std::sync::Arc;

pub use catalogue::{Catalogue, Families};
pub use error::FormError;

use crate::finding::Severity;
pub use crate::message::Bilingual;
use crate::number::Unit;
use crate::rules::{Side, Statement, Term};

/// Forms that one notice prescribes together.
#[derive(Debug)]
pub struct Family {
    /// Short name, for example `cn-2021`.
    pub id: String,
    /// First year of the reports that use it.
    pub since: Option<i32>,
    /// Last year of the reports that use it.
    pub until: Option<i32>,
    /// What the family is.
    pub title: Bilingual,
    /// The notice that prescribes it.
    pub basis: Bilingual,
    /// Texts of which a report that uses the family has at least one.
    pub marks: Vec<String>,
}

impl Family {
    /// The id of the family of forms that are inferred from a table's structure.
    pub const INFERRED: &str = "inferred";

    /// Whether reports for a year use the family.
    #[must_use]
    pub fn covers(&self, year: i32) -> bool {
        self.since.is_none_or(|since| since <= year) && self.until.is_none_or(|until| year <= until)
    }
}

/// One table of a report: a grid of named rows and columns with rules.
#[derive(Debug, Clone)]
pub struct Form {
    /// Family and local name, for example `cn-2021/applications`.
    pub id: Arc<str>,
    /// The family that it belongs to.
    pub family: Arc<Family>,
    /// Its heading.
    pub title: Bilingual,
    /// Whether a blank cell means zero.
    pub blank_is_zero: bool,
    /// Whether rows with labels that the form does not name belong to the list.
    pub open: bool,
    /// Endings of labels that carry no meaning.
    pub drop: Vec<String>,
    /// The column meant by a heading that names only a row.
    pub panel: usize,
    /// Lines, in the printed order.
    pub rows: Vec<Line>,
    /// Columns, in the printed order.
    pub columns: Vec<Line>,
    /// What must hold.
    pub rules: Vec<Arc<Rule>>,
}

/// A row or a column.
#[derive(Debug, Clone)]
pub struct Line {
    /// English name within the form; dots tell what it is part of.
    pub id: String,
    /// The label as printed.
    pub label: String,
    /// English name for readers.
    pub en: String,
    /// Other printed wordings.
    pub aliases: Vec<String>,
    /// What its figures are, where the line decides.
    pub unit: Option<Unit>,
    /// The printed measure, for example `万元`.
    pub measure: Option<String>,
    /// The columns that a row has figures in; `None` means all.
    pub cells: Option<Vec<usize>>,
    /// The columns in which many reports print no figure for the row, by index.
    pub lacks: Vec<usize>,
    /// A line of text without figures.
    pub heading: bool,
    /// A line that many reports leave out; rules in it are not instantiated where it is absent.
    pub optional: bool,
}

/// Something that must hold in a form.
#[derive(Debug)]
pub struct Rule {
    /// Form and name, for example `cn-fujian/annex:received-by-channel`.
    pub id: String,
    /// The relation as written in the form file.
    pub check: String,
    /// What must hold, in one sentence.
    pub title: Bilingual,
    /// Why it must hold.
    pub why: Bilingual,
    /// What a failure usually means.
    pub hint: Bilingual,
    /// The notice.
    pub basis: Bilingual,
    /// How bad a failure is.
    pub severity: Severity,
    /// The relation itself.
    pub body: RuleBody,
}

/// A relation with what it runs over.
#[derive(Debug)]
pub enum RuleBody {
    /// One statement for every line of the other axis.
    Relation {
        /// What the statement is repeated over.
        each: Each,
        /// The statements; more than one where the rule says `each(...)`.
        statements: Vec<MemberStatement>,
    },
    /// A list of shares of one base.
    Breakdown(Breakdown),
    /// A relation that prose states.
    Claim,
}

/// A statement, and the member it speaks of where the rule says `each(...)`.
#[derive(Debug)]
pub struct MemberStatement {
    /// The row or column id of the member.
    pub member: Option<String>,
    /// The relation.
    pub statement: Statement,
}

/// What a statement is repeated over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Each {
    /// It names its cells itself.
    Once,
    /// These rows, by index.
    Row(Vec<usize>),
    /// These columns, by index.
    Column(Vec<usize>),
}

impl Each {
    /// The lines; one of no meaning for a statement that names its cells itself.
    pub(crate) fn lines(&self) -> &[usize] {
        match self {
            Self::Once => &[0],
            Self::Row(list) | Self::Column(list) => list,
        }
    }
}

/// A list of shares that together make up one base.
#[derive(Debug)]
pub struct Breakdown {
    /// The column of the shares.
    pub share: usize,
    /// The column of the counts, where the form has one.
    pub count: Option<usize>,
    /// The rows of the list; `None` means every row but those of the base.
    pub rows: Option<Vec<usize>>,
    /// Where the base may stand, the first present one is it.
    pub base: Vec<crate::rules::CellRef>,
}

impl Each {
    /// The lines to repeat at; a statement that names its cells itself is stated once.
    #[must_use]
    pub fn places(&self) -> &[usize] {
        match self {
            Self::Once => &[0],
            Self::Row(list) | Self::Column(list) => list,
        }
    }
}

impl Form {
    /// What the figures of a cell are: the row decides before the column.
    #[must_use]
    pub fn unit(&self, row: usize, column: usize) -> Unit {
        let of = |lines: &[Line], index: usize| lines.get(index).and_then(|line| line.unit);
        of(&self.rows, row).or_else(|| of(&self.columns, column)).unwrap_or(Unit::Count)
    }

    /// The printed measure of a cell: the row decides before the column.
    #[must_use]
    pub fn measure(&self, row: usize, column: usize) -> Option<&str> {
        self.rows
            .get(row)
            .and_then(|line| line.measure.as_deref())
            .or_else(|| self.columns.get(column).and_then(|line| line.measure.as_deref()))
    }

    /// Whether the form has a figure in this cell.
    #[must_use]
    pub fn has_cell(&self, row: usize, column: usize) -> bool {
        self.columns.get(column).is_some()
            && self
                .rows
                .get(row)
                .is_some_and(|line| !line.heading && line.cells.as_ref().is_none_or(|cells| cells.contains(&column)))
    }

    /// The row that a row is part of.
    #[must_use]
    pub fn parent(&self, row: usize) -> Option<usize> {
        let (parent, _) = self.rows.get(row)?.id.rsplit_once('.')?;
        self.rows.iter().position(|line| line.id == parent)
    }

    /// A row and everything that it is part of.
    #[must_use]
    pub fn with_ancestors(&self, row: usize) -> Vec<usize> {
        let mut found = vec![row];
        while let Some(parent) = found.last().and_then(|row| self.parent(*row)) {
            found.push(parent);
        }
        found
    }

    /// The form with rows that only one file has. A rule that sums over the whole list, that is over
    /// at least two rows and every one that is not optional, sums over the new rows as well.
    #[must_use]
    pub(crate) fn with_rows(&self, rows: impl Iterator<Item = Line>) -> Self {
        let mut wider = self.clone();
        let known = self.rows.len();
        wider.rows.extend(rows);
        let listed = |row: &usize| self.rows.get(*row).is_some_and(|line| !line.optional && !line.heading);
        let list: Vec<usize> = (0..known).filter(listed).collect();
        let added = known..wider.rows.len();
        wider.rules = self.rules.iter().map(|rule| rule.over_more_rows(&list, added.clone())).collect();
        wider
    }

    /// The form's name within its family.
    #[must_use]
    pub fn local_id(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }
}

impl Line {
    /// The label in the reader's language.
    #[must_use]
    pub fn name(&self, lang: crate::message::Lang) -> &str {
        match lang {
            crate::message::Lang::Zh => &self.label,
            crate::message::Lang::En => &self.en,
        }
    }
}

impl Rule {
    /// The rule with further rows in every sum over a whole list.
    fn over_more_rows(self: &Arc<Self>, list: &[usize], added: std::ops::Range<usize>) -> Arc<Self> {
        let RuleBody::Relation { each, statements } = &self.body else { return Arc::clone(self) };
        let widen = |side: &Side| {
            let rows: Vec<usize> = side.terms.iter().filter_map(Term::own_row).collect();
            let whole = list.len() >= 2 && list.iter().all(|row| rows.contains(row));
            let mut side = side.clone();
            if let (true, Some(last)) = (whole, side.terms.last().cloned()) {
                side.terms.extend(added.clone().map(|row| last.in_row(row)));
            }
            side
        };
        let statements = statements
            .iter()
            .map(|one| MemberStatement {
                member: one.member.clone(),
                statement: match &one.statement {
                    Statement::Compare { left, relation, right } => {
                        Statement::Compare { left: widen(left), relation: *relation, right: widen(right) }
                    }
                    other => other.clone(),
                },
            })
            .collect();
        let body = RuleBody::Relation { each: each.clone(), statements };
        Arc::new(Self {
            id: self.id.clone(),
            check: self.check.clone(),
            title: self.title.clone(),
            why: self.why.clone(),
            hint: self.hint.clone(),
            basis: self.basis.clone(),
            severity: self.severity,
            body,
        })
    }

    /// Whether the rule was inferred from the structure of one table.
    #[must_use]
    pub fn is_inferred(&self) -> bool {
        self.id.split('/').next() == Some(Family::INFERRED)
    }

    /// The id of one of its instances.
    #[must_use]
    pub fn id_of(&self, instance: &str) -> String {
        if instance.is_empty() { self.id.clone() } else { format!("{}[{instance}]", self.id) }
    }

    /// The rule's name within its form.
    #[must_use]
    pub fn local_id(&self) -> &str {
        self.id.rsplit(':').next().unwrap_or(&self.id)
    }
}
