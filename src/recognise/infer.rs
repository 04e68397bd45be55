//! Tables that no form knows: a form is inferred from their structure words (合计, 占比, 其中,
//! 本年 and 累计), so that the same checks apply, at the severity of a note.

mod rule;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::blocks::{Block, Labelled};
use super::builder::Builder;
use super::cells::CellKind;
use super::grid::extra_line;
use super::matching::Heading;
use super::vocabulary::{Role, vocabulary};
use crate::document::Cell;
use crate::forms::{Breakdown, Each, Form, Line, MemberStatement, Rule, RuleBody};
use crate::number::{Reading, Unit, read};
use crate::rules::{At, CellRef, Relation, Scope, Statement};
use rule::{
    PART_WITHIN_WHOLE, SHARES, TOTAL_OF_COLUMNS, TOTAL_OF_ROWS, YEAR_WITHIN_CUMULATIVE, column_term, equal, form,
    inferred, row_term, rule, side,
};

pub use rule::explained;

/// The largest table that is taken for one that people have drawn: what its words suggest is nothing to guess
/// for a table of thousands of rows or hundreds of columns.
const MOST_ROWS: usize = 2_000;
const MOST_COLUMNS: usize = 100;

/// Reads a block by its structure, or lists its figures as not understood.
pub(super) fn fill(builder: &mut Builder<'_>, block: &Block<'_>, number: usize) {
    let width = block.headers.iter().chain(&block.data).map(|row| row.row.cells.len()).max();
    if block.data.len() > MOST_ROWS || width > Some(MOST_COLUMNS) {
        builder.unrecognised_block(block);
        return;
    }
    let structure = Structure::of(block, number);
    if structure.form.rules.is_empty() {
        builder.unrecognised_block(block);
        return;
    }
    let form = Arc::new(structure.form);
    for (row, labelled) in block.data.iter().enumerate() {
        for (column, place) in structure.columns.iter().enumerate() {
            if let Some(cell) = labelled.row.cells.get(*place) {
                builder.put(&form, row, column, cell);
            }
        }
    }
}

struct Structure {
    form: Form,
    /// For each column of the form its column in the block.
    columns: Vec<usize>,
}

impl Structure {
    fn of(block: &Block<'_>, number: usize) -> Self {
        let heading = Heading::of(block);
        let columns = figure_columns(block, &heading);
        let first = columns.first().map_or(0, |(place, _)| *place);
        let rows: Vec<Line> = block.data.iter().map(|labelled| extra_line(&row_label(labelled, first))).collect();
        let lines = columns.iter().map(|(place, unit)| {
            let mut line = extra_line(&heading_text(block, *place));
            line.unit = Some(*unit);
            line
        });
        let mut form = form(number, distinct(rows), distinct(lines.collect()));
        let view = View { block, heading: &heading, columns: &columns };
        form.rules = view.rules(&form).into_iter().map(Arc::new).collect();
        Self { form, columns: columns.into_iter().map(|(place, _)| place).collect() }
    }
}

/// Ids must differ; a label that stands twice gets its position added.
fn distinct(mut lines: Vec<Line>) -> Vec<Line> {
    let mut known = BTreeSet::new();
    for (index, line) in lines.iter_mut().enumerate() {
        if known.contains(&line.id) {
            line.id = format!("{}#{}", line.id, index + 1);
        }
        known.insert(line.id.clone());
    }
    lines
}

/// Columns in which every filled cell reads as a figure.
fn figure_columns(block: &Block<'_>, heading: &Heading<'_>) -> Vec<(usize, Unit)> {
    let words = vocabulary();
    let excluded = [Role::Ignore, Role::Entity, Role::Period, Role::Label];
    (0..heading.paths().len())
        .filter(|place| {
            !heading.lowest(*place).is_some_and(|label| excluded.iter().any(|role| words.is(&label.key, *role)))
        })
        .filter(|place| !names_things(block, heading, *place))
        .filter_map(|place| {
            let is_share = heading.lowest(place).is_some_and(|label| words.is(&label.key, Role::Share));
            let units: &[Unit] = if is_share { &[Unit::Share] } else { &[Unit::Count, Unit::Amount] };
            let cells = || block.data.iter().filter_map(move |row| row.row.cells.get(place));
            let numbers = |unit: Unit| {
                cells().filter(|cell| matches!(read(&cell.text, unit, None), Ok(Reading::Number(_)))).count()
            };
            let reads = |unit: &&Unit| cells().all(|cell| read(&cell.text, **unit, None).is_ok());
            let unit = units.iter().find(reads)?;
            (numbers(*unit) * 2 >= block.data.len()).then_some((place, *unit))
        })
        .collect()
}

/// Whether the long numbers of a column are names, as those of telephones are.
fn names_things(block: &Block<'_>, heading: &Heading<'_>, place: usize) -> bool {
    const FEWEST_DIGITS: usize = 5;
    let words = vocabulary();
    let is_total = |row: &Labelled<'_>| row.texts().any(|(_, label)| words.is(&label.key, Role::Total));
    let cells = block.data.iter().filter(|row| !is_total(row)).filter_map(|row| row.row.cells.get(place));
    let digits = |cell: &Cell| cell.text.chars().filter(char::is_ascii_digit).count();
    heading.lowest(place).is_some_and(|label| words.is_code(&label.key))
        && cells.filter(|cell| !cell.is_blank()).all(|cell| digits(cell) >= FEWEST_DIGITS)
}

fn row_label(labelled: &Labelled<'_>, first: usize) -> String {
    let texts = labelled.row.cells.iter().zip(&labelled.kinds).take(first);
    let last = texts.rev().find(|(_, kind)| matches!(kind, CellKind::Text(_)));
    last.map(|(cell, _)| cell.text.trim().to_owned()).unwrap_or_default()
}

fn heading_text(block: &Block<'_>, place: usize) -> String {
    let cells = block.headers.iter().rev().filter_map(|header| header.row.cells.get(place));
    let text = cells.filter(|cell| !cell.is_blank()).map(|cell| cell.text.trim().to_owned()).next();
    text.unwrap_or_else(|| format!("#{}", place + 1))
}

struct View<'a> {
    block: &'a Block<'a>,
    heading: &'a Heading<'a>,
    columns: &'a [(usize, Unit)],
}

impl View<'_> {
    fn rules(&self, form: &Form) -> Vec<Rule> {
        let mut rules = Vec::new();
        rules.extend(self.total_column(form));
        rules.extend(self.total_row(form));
        rules.extend(parts(form));
        rules.extend(self.within_cumulative(form));
        rules.extend(self.shares(form));
        rules
    }

    fn column_has(&self, column: usize, role: Role) -> bool {
        let place = self.columns.get(column).map(|(place, _)| *place);
        place.and_then(|place| self.heading.lowest(place)).is_some_and(|label| vocabulary().is(&label.key, role))
    }

    fn columns_with(&self, role: Role) -> Vec<usize> {
        (0..self.columns.len()).filter(|column| self.column_has(*column, role)).collect()
    }

    fn row_has(&self, row: usize, role: Role) -> bool {
        let label = self.block.data.get(row).and_then(|row| row.texts().map(|(_, label)| label).next_back());
        label.is_some_and(|label| vocabulary().is(&label.key, role))
    }

    fn rows_with(&self, role: Role) -> Vec<usize> {
        (0..self.block.data.len()).filter(|row| self.row_has(*row, role)).collect()
    }

    /// 合计 at the head of a column: the sum of the other columns of its kind.
    fn total_column(&self, form: &Form) -> Option<Rule> {
        let [total] = self.columns_with(Role::Total).try_into().ok()?;
        let unit = self.columns.get(total)?.1;
        let special = |column: usize| {
            [Role::Subtotal, Role::Year, Role::Cumulative, Role::Share]
                .iter()
                .any(|role| self.column_has(column, *role))
        };
        let parts: Vec<usize> = (0..self.columns.len()).filter(|column| *column != total).collect();
        let alike = parts
            .iter()
            .all(|column| !special(*column) && self.columns.get(*column).is_some_and(|found| found.1 == unit));
        let statement = equal(column_term(total), parts.iter().map(|column| column_term(*column)));
        let each = Each::Row((0..form.rows.len()).collect());
        (parts.len() >= 2 && alike).then(|| inferred(form, TOTAL_OF_COLUMNS, each, vec![statement]))
    }

    /// 合计 at the head of a row: the sum of the other rows.
    fn total_row(&self, form: &Form) -> Option<Rule> {
        let [total] = self.rows_with(Role::Total).try_into().ok()?;
        let parts: Vec<usize> = (0..form.rows.len()).filter(|row| *row != total).collect();
        let nested = self.is_nested(form, &parts);
        let at_an_end = total == 0 || total + 1 == form.rows.len();
        let statement = equal(row_term(total), parts.iter().map(|row| row_term(*row)));
        let countable = |column: &usize| self.columns.get(*column).is_some_and(|found| found.1 != Unit::Share);
        let each = Each::Column((0..form.columns.len()).filter(countable).collect());
        (parts.len() >= 2 && !nested && at_an_end && self.one_measure())
            .then(|| inferred(form, TOTAL_OF_ROWS, each, vec![statement]))
    }

    /// Whether some rows are parts of others: by their words, their codes (201, 20103) or their numbering.
    fn is_nested(&self, form: &Form, rows: &[usize]) -> bool {
        let code = |row: &usize| {
            let cells = &self.block.data.get(*row)?.row.cells;
            let text = cells.iter().find(|cell| !cell.is_blank())?.text.trim();
            (text.len() >= 3 && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
        };
        let codes: Vec<&str> = rows.iter().filter_map(code).collect();
        let extends = |code: &&str| codes.iter().any(|other| other.len() < code.len() && code.starts_with(other));
        let mut numberings: Vec<Numbering> =
            rows.iter().filter_map(|row| numbering(&form.rows.get(*row)?.label)).collect();
        numberings.dedup();
        numberings.len() > 1
            || codes.iter().any(extends)
            || rows.iter().any(|row| self.row_has(*row, Role::Subtotal) || is_part(form, *row))
    }

    /// The row at an end that has all of a share which others have in part.
    fn whole_share(&self, place: usize) -> Option<usize> {
        let text = |row: usize| {
            let cell = self.block.data.get(row)?.row.cells.get(place)?;
            Some(cell.text.trim().trim_end_matches(['%', '％']).trim_end().to_owned())
        };
        let is = |row: usize, number: &str| {
            text(row).is_some_and(|text| text.split_once('.').map_or(text.as_str(), |(whole, _)| whole) == number)
        };
        let last = self.block.data.len().checked_sub(1)?;
        let whole = [0, last].into_iter().find(|row| is(*row, "100"))?;
        let parts = (0..=last).filter(|row| *row != whole && !is(*row, "0") && text(*row).is_some()).count();
        (parts >= 2).then_some(whole)
    }

    /// Rows of different measures (件, 次) have no sum.
    fn one_measure(&self) -> bool {
        let mut measures: Vec<&str> = self
            .block
            .data
            .iter()
            .flat_map(|row| row.row.cells.iter().zip(&row.kinds))
            .filter(|(_, kind)| matches!(kind, CellKind::Measure))
            .map(|(cell, _)| cell.text.trim())
            .collect();
        measures.dedup();
        measures.len() <= 1
    }

    /// 本年 beside 累计.
    fn within_cumulative(&self, form: &Form) -> Option<Rule> {
        let [cumulative] = self.columns_with(Role::Cumulative).try_into().ok()?;
        let named = self.columns_with(Role::Year);
        let dated = (0..self.columns.len()).filter(|column| {
            let place = self.columns.get(*column).map(|(place, _)| *place);
            place.and_then(|place| self.heading.lowest(place)).is_some_and(|label| is_year_label(&label.key))
        });
        let [year] = named.into_iter().chain(dated).collect::<Vec<_>>().try_into().ok()?;
        let statement = Statement::Compare {
            left: side([column_term(year)]),
            relation: Relation::AtMost,
            right: side([column_term(cumulative)]),
        };
        let each = Each::Row((0..form.rows.len()).collect());
        Some(inferred(form, YEAR_WITHIN_CUMULATIVE, each, vec![MemberStatement { member: None, statement }]))
    }

    /// 占比: the shares of one whole.
    fn shares(&self, form: &Form) -> Option<Rule> {
        let [share] = self.columns_with(Role::Share).try_into().ok()?;
        let totals = self.rows_with(Role::Total);
        let whole = self.columns.get(share).and_then(|(place, _)| self.whole_share(*place));
        let rows: Vec<usize> = (0..form.rows.len())
            .filter(|row| !totals.contains(row) && whole != Some(*row) && !self.row_has(*row, Role::Subtotal))
            .collect();
        let counts: Vec<usize> = (0..self.columns.len())
            .filter(|column| self.columns.get(*column).is_some_and(|found| found.1 == Unit::Count))
            .collect();
        let base = match (totals.as_slice(), counts.as_slice()) {
            ([total], [count]) => {
                vec![CellRef { scope: Scope::Here, form: None, row: At::Fixed(*total), column: At::Fixed(*count) }]
            }
            _ => Vec::new(),
        };
        let count = counts.first().copied().filter(|_| counts.len() == 1 && !base.is_empty());
        let nested = self.is_nested(form, &rows);
        let body = RuleBody::Breakdown(Breakdown { share, count, rows: Some(rows.clone()), base });
        (rows.len() >= 2 && !nested).then(|| rule(form, SHARES, body))
    }
}

/// 其中 before a label: at most the row that it is part of.
fn parts(form: &Form) -> Option<Rule> {
    let mut whole = None;
    let mut statements = Vec::new();
    for row in 0..form.rows.len() {
        if !is_part(form, row) {
            whole = Some(row);
            continue;
        }
        let Some(whole) = whole else { continue };
        let statement = Statement::Compare {
            left: side([row_term(row)]),
            relation: Relation::AtMost,
            right: side([row_term(whole)]),
        };
        let member = form.rows.get(row).map(|line| line.id.clone());
        statements.push(MemberStatement { member, statement });
    }
    let each = Each::Column((0..form.columns.len()).collect());
    (!statements.is_empty()).then(|| inferred(form, PART_WITHIN_WHOLE, each, statements))
}

fn is_part(form: &Form, row: usize) -> bool {
    form.rows.get(row).is_some_and(|line| line.label.starts_with("其中"))
}

/// How a label is numbered: 一、 or （一） or 1.
#[derive(PartialEq, Eq)]
enum Numbering {
    Chinese,
    Parenthesis,
    Digits,
}

fn numbering(label: &str) -> Option<Numbering> {
    let numeral = |char: char| "一二三四五六七八九十".contains(char);
    let rest = label.trim_start_matches(numeral);
    if label.starts_with(['(', '（']) {
        return Some(Numbering::Parenthesis);
    }
    if rest.len() < label.len() {
        return rest.starts_with('、').then_some(Numbering::Chinese);
    }
    let rest = label.trim_start_matches(|char: char| char.is_ascii_digit());
    (rest.len() < label.len() && rest.starts_with(['.', '．', '、'])).then_some(Numbering::Digits)
}

fn is_year_label(key: &str) -> bool {
    let year = key.trim_end_matches("年度").trim_end_matches('年');
    year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
}
