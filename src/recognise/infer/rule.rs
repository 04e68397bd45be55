//! The rules of an inferred form, in the shape that those of a form file have.
//! Which of them a table suggests is not known here.

use crate::finding::Severity;
use crate::forms::{Bilingual, Each, Family, Form, MemberStatement, Rule, RuleBody};
use crate::number::Decimal;
use crate::rules::{At, CellRef, Relation, Scope, Side, Statement, Term};

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

pub(super) fn family() -> Family {
    Family {
        id: Family::INFERRED.into(),
        since: None,
        until: None,
        title: both("推断", "inferred"),
        basis: both("表格自身的结构", "the structure of the table itself"),
        marks: Vec::new(),
    }
}

pub(super) fn both(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.into(), en: en.into() }
}
