//! The rules of an inferred form, in the shape that those of a form file have.
//! Which of them a table suggests is not known here.

use std::sync::Arc;

use crate::finding::Severity;
use crate::forms::{Bilingual, Each, Family, Form, Line, MemberStatement, Rule, RuleBody};
use crate::number::Decimal;
use crate::rules::{At, CellRef, Relation, Scope, Side, Statement, Term};

pub(super) const TOTAL_OF_COLUMNS: &str = "total-of-columns";
pub(super) const TOTAL_OF_ROWS: &str = "total-of-rows";
pub(super) const YEAR_WITHIN_CUMULATIVE: &str = "year-within-cumulative";
pub(super) const PART_WITHIN_WHOLE: &str = "part-within-whole";
pub(super) const SHARES: &str = "shares";

/// The rule of an inferred form by its id, without the relations that only a table has, and the form without lines.
#[must_use]
pub fn explained(id: &str) -> Option<(Form, Rule)> {
    let (table, name) = id.split('[').next()?.split_once(':')?;
    let number = table.strip_prefix(Family::INFERRED)?.strip_prefix("/table-")?.parse().ok()?;
    let known = [TOTAL_OF_COLUMNS, TOTAL_OF_ROWS, YEAR_WITHIN_CUMULATIVE, PART_WITHIN_WHOLE, SHARES];
    let form = form(number, Vec::new(), Vec::new());
    let body = RuleBody::Relation { each: Each::Row(Vec::new()), statements: Vec::new() };
    let rule = known.contains(&name).then(|| rule(&form, name, body))?;
    Some((form, rule))
}

/// A form for the table that stands at this place among those of its file.
pub(super) fn form(number: usize, rows: Vec<Line>, columns: Vec<Line>) -> Form {
    Form {
        id: format!("{}/table-{number}", Family::INFERRED).into(),
        family: Arc::new(family()),
        title: both("表式未知的表格", "a table of no known form"),
        blank_is_zero: false,
        open: true,
        drop: Vec::new(),
        panel: 0,
        rows,
        columns,
        rules: Vec::new(),
    }
}

pub(super) fn column_term(column: usize) -> Term {
    term(At::Running, At::Fixed(column))
}

pub(super) fn row_term(row: usize) -> Term {
    term(At::Fixed(row), At::Running)
}

fn term(row: At, column: At) -> Term {
    Term { factor: Decimal::from(1), cell: CellRef { scope: Scope::Here, form: None, row, column } }
}

pub(super) fn side(terms: impl IntoIterator<Item = Term>) -> Side {
    Side { terms: terms.into_iter().collect(), constant: Decimal::ZERO, divisor: Decimal::from(1) }
}

pub(super) fn equal(total: Term, parts: impl Iterator<Item = Term>) -> MemberStatement {
    let statement = Statement::Compare { left: side([total]), relation: Relation::Equal, right: side(parts) };
    MemberStatement { member: None, statement }
}

pub(super) fn inferred(form: &Form, name: &str, each: Each, statements: Vec<MemberStatement>) -> Rule {
    rule(form, name, RuleBody::Relation { each, statements })
}

pub(super) fn rule(form: &Form, name: &str, body: RuleBody) -> Rule {
    Rule {
        id: format!("{}:{name}", form.id),
        check: name.to_owned(),
        title: both("按表格结构推断的关系应成立", "what the structure of the table suggests should hold"),
        why: both(
            "表中有合计、占比、其中或累计等字样，由此推断各数之间的关系",
            "words such as total, share, of which or cumulative in the table suggest how its figures relate",
        ),
        hint: both(
            "可能有一个数填错，也可能表格的结构与推断不同",
            "a figure may be wrong, or the table may be built differently from what its words suggest",
        ),
        basis: family().basis,
        severity: Severity::Note,
        body,
    }
}

fn family() -> Family {
    Family {
        id: Family::INFERRED.into(),
        since: None,
        until: None,
        title: both("推断", "inferred"),
        basis: both("表格自身的结构", "the structure of the table itself"),
        marks: Vec::new(),
    }
}

fn both(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.into(), en: en.into() }
}
