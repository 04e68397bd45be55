//! What checking yields: for each relation whether it holds, on which figures, and by how much.
//! The one currency between checking and rendering; it holds data, no sentences.

use std::sync::Arc;

use crate::document::Place;
use crate::forms::Rule;
use crate::number::{Decimal, Overflow};

/// How bad a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably a slip.
    Warning,
    /// The figures contradict each other.
    Error,
}

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// The relation holds.
    Pass,
    /// It does not.
    Fail(Failure),
    /// It could not be decided.
    Skip(Reason),
}

/// How a relation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The two sides disagree.
    Disagree,
    /// They would agree if one rounded figure's last digit moved by one.
    RoundingSlip,
    /// A blank total stands beside filled parts.
    BlankTotal,
    /// No whole number of the base rounds to the share.
    NoSuchShare,
    /// A list that need not be complete misses its whole by a slip of the hand.
    NearMiss(Slip),
    /// No figures in the cells that have none make it and other relations hold.
    NoValue,
}

/// Why a relation was not decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A figure does not stand in the file.
    Missing(String),
    /// A cell is blank.
    Blank(String),
    /// A cell says that it does not apply.
    NotApplicable(String),
    /// A figure is approximate (`约`, `余`).
    Approximate(String),
    /// A cell could not be read.
    Unreadable(String),
    /// Every cell is blank.
    AllBlank,
    /// These cells hold no figure, and it holds for some figures in them.
    Open(Vec<String>),
    /// This row of the table is not understood, and it holds for some part of what that counts.
    UnreadRow(String),
    /// The table lacks the rows of these cells, and with them a side of the relation.
    NoRow(Vec<String>),
    /// The table lacks the column of this cell.
    NoColumn(String),
    /// Shares of a base of zero do not exist.
    ZeroBase,
    /// One of the shares fails on its own.
    ShareFails(String),
    /// No other report of the body was given for the earlier period, or it lacks the form.
    NoPrevious,
    /// The report of the year between is missing.
    Gap(crate::check::Gap),
    /// The panel has more bodies, or more lines of this one, than figures of earlier years are kept for.
    NotKept,
    /// Earlier reports were given, and none of them is this body's of the year before with this form.
    UnfitPrevious,
    /// The body has two reports of the year before, and they differ.
    Rivals(crate::check::Rivals),
    /// The report of this part lacks the form.
    NoPart(String),
    /// This was given as a part and cannot be added up with the others.
    UnfitPart(crate::check::Unfit),
    /// It fails, and a waiver accepts it for this reason.
    Waived(String),
    /// It fails as it did when the baseline was written.
    Known,
    /// There are no parts to sum over.
    NoParts,
}

impl Reason {
    /// Whether the relation should have been decided with what stands in the table or was given for it.
    #[must_use]
    pub fn leaves_open(&self) -> bool {
        matches!(self, Self::Open(_) | Self::UnreadRow(_) | Self::NoRow(_) | Self::NoColumn(_)) || self.is_of_others()
    }

    /// Whether other reports that were given do not fit.
    #[must_use]
    pub fn is_of_others(&self) -> bool {
        matches!(self, Self::UnfitPrevious | Self::Rivals(_) | Self::NoPart(_) | Self::UnfitPart(_))
    }
}

/// What kind of relation was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A relation of a form.
    Rule,
    /// Shares of one base.
    Breakdown,
    /// A relation between two periods.
    CrossPeriod,
    /// A whole and the bodies that roll up into it.
    RollUp,
    /// A relation that prose states.
    Claim,
    /// A fact that prose tells twice.
    Repeat,
    /// A fact that prose and a table tell.
    ProseTable,
}

/// One relation, checked.
#[derive(Debug, Clone)]
pub struct Check {
    /// The rule.
    pub rule: Arc<Rule>,
    /// Which instance of it, for example `cumulative`; empty where there is only one.
    pub instance: String,
    /// What kind of relation.
    pub kind: Kind,
    /// What came of it.
    pub status: Status,
    /// How bad a failure is.
    pub severity: Severity,
    /// Whether it holds only thanks to rounding.
    pub rounded: bool,
    /// The two sides, where they could be computed. A rule that passes has none where the run does not want them.
    pub sides: Option<Sides>,
    /// Every figure involved; none of a rule that passes where the run does not want them.
    pub figures: Vec<CheckedFigure>,
    /// The counts behind the shares, by row id, where the shares pin them all.
    pub recovered: Vec<(String, i128)>,
    /// What explains a difference.
    pub remarks: Vec<Remark>,
}

/// What explains a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The difference is the figure of this part: the whole leaves it out.
    LeavesOut(String),
    /// The difference is the figure of this part: the whole counts it twice.
    CountsTwice(String),
    /// These bodies were parts a period earlier and have no report now.
    PartsMissing(Vec<String>),
    /// These cells hold a sign for none and count nothing.
    SignsCountNothing(Vec<String>),
    /// The shares of the list make 1, as fractions do, and not 100.
    FractionsOfOne,
}

/// Both sides of a relation, computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// The left side.
    pub left: Decimal,
    /// How the left side is made up, with its numbers: `204 + 69 + 33`.
    pub left_terms: String,
    /// The sign between them: `=`, `<=` and so on.
    pub relation: &'static str,
    /// The right side.
    pub right: Decimal,
    /// How the right side is made up.
    pub right_terms: String,
    /// Left less right.
    pub difference: Decimal,
}

impl Sides {
    /// The sides of `left = right`.
    pub(crate) fn equal(
        left: Decimal,
        left_terms: String,
        right: Decimal,
        right_terms: String,
    ) -> Result<Self, Overflow> {
        Ok(Self { left, left_terms, relation: "=", right, right_terms, difference: left.sub(right)? })
    }
}

/// A figure as a check saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedFigure {
    /// The form's id.
    pub form: Arc<str>,
    /// The row's id.
    pub row: String,
    /// The column's id.
    pub column: String,
    /// The row's label, as printed in the form.
    pub label: String,
    /// The row's English name.
    pub label_en: String,
    /// The value, `None` where the cell is blank or unreadable.
    pub value: Option<Decimal>,
    /// The text as printed.
    pub text: Box<str>,
    /// The file that it stands in.
    pub source: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

impl Check {
    /// The rule's id with the instance in brackets, stable over runs and releases.
    #[must_use]
    pub fn id(&self) -> String {
        self.rule.id_of(&self.instance)
    }

    /// Whether figures may be wrong, or a blank one may be known from the others.
    #[must_use]
    pub fn is_unsettled(&self) -> bool {
        matches!(self.status, Status::Fail(_) | Status::Skip(Reason::Blank(_) | Reason::Open(_)))
    }

    /// The severity of the failure, `None` where the check did not fail.
    #[must_use]
    pub fn failed(&self) -> Option<Severity> {
        matches!(self.status, Status::Fail(_)).then_some(self.severity)
    }
}

/// A change of figures that would make failed relations hold and break none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The figures to change; never empty.
    pub changes: Vec<Change>,
    /// The ids of the failed checks that would pass.
    pub resolves: Vec<String>,
    /// Whether no other set of as few figures, and no other values for these, would do.
    pub unique: bool,
}

/// One figure with the value that it should probably have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The figure as printed.
    pub figure: CheckedFigure,
    /// The value that it should have, at the printed precision.
    pub to: Decimal,
    /// How a hand could have slipped from the one to the other.
    pub slip: Slip,
}

/// How a hand slips, from the most telling to the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// The cell is blank, and the relations leave only one value.
    Blank,
    /// A share or rate whose last digit is off by one.
    Rounding,
    /// Two neighbouring digits stand in each other's place.
    SwappedDigits,
    /// The figures of two cells stand in each other's place.
    Exchanged,
    /// The sign is wrong or missing.
    Sign,
    /// A digit was typed twice.
    DoubledDigit,
    /// A digit was left out.
    MissingDigit,
    /// A digit too many.
    ExtraDigit,
    /// Off by a power of ten: a zero or the point.
    PowerOfTen,
    /// One digit that looks like the right one.
    LookAlike,
    /// One digit is wrong.
    OneDigit,
    /// The figure of another cell was typed.
    OtherCell,
    /// Two digits are wrong.
    TwoDigits,
    /// None of these.
    Other,
}
