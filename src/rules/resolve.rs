//! Names of a parsed rule to rows and columns of its form, and the tree to sums with factors.
//! How sums are added up and which figures may stand together is not here.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;
use std::sync::Arc;

use super::axis::{axis_of, bare_names};
use super::parse::{Expression, Name, Node, Operator, ParseError, parse_name};
use super::quantities::check_quantities;
use super::{At, CellRef, Relation, Scope, Side, Statement};
use crate::forms::{Each, Form, Line, MemberStatement};
use crate::message::Lang;
use crate::message::mistakes::{self, quoted};
use crate::number::Decimal;

/// What the names of a rule may mean.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    /// The rule's form.
    pub(crate) own: &'a Form,
    /// Its named lists of rows or columns.
    pub(crate) groups: &'a BTreeMap<String, Vec<String>>,
    /// Every form of the family.
    pub(crate) family: &'a [Form],
}

/// What the rule file says about the axis beside the rule's text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Axis {
    Row,
    Column,
}

/// A rule with its names looked up.
pub(crate) struct Resolved {
    pub(crate) each: Each,
    pub(crate) statements: Vec<MemberStatement>,
}

pub(super) type Outcome<T> = Result<T, ParseError>;

/// Looks up a cell such as `annex:disclosed[year]`.
pub(crate) fn resolve_cell(text: &str, names: Names<'_>) -> Outcome<CellRef> {
    let (name, span) = parse_name(text)?;
    Resolver { names, axis: None, member: None }.cell(&name, &span)
}

/// Looks up the names of a rule. `repeated` is the axis that the rule file says the rule is
/// repeated over, where the names alone leave it open.
pub(crate) fn resolve(
    (left, relation, right): &(Expression, Relation, Expression),
    names: Names<'_>,
    repeated: Option<Axis>,
) -> Outcome<Resolved> {
    let mut bare = Vec::new();
    bare_names(left, &mut bare);
    bare_names(right, &mut bare);
    let axis = axis_of(&bare, names, repeated)?;
    let resolver = Resolver { names, axis, member: None };
    let members = match (each_argument(left), each_argument(right)) {
        (None, None) => vec![None],
        (Some(found), None) => resolver.members(found, right)?.into_iter().map(Some).collect(),
        (None, Some(found)) => resolver.members(found, left)?.into_iter().map(Some).collect(),
        (Some(_), Some(second)) => return Err(mistake(second, mistakes::second_each, mistakes::at_most_one)),
    };
    let statements = members
        .into_iter()
        .map(|member| {
            let statement = Resolver { member, ..resolver }.statement(left, *relation, right)?;
            let member = member.and_then(|index| resolver.lines().get(index)).map(|line| line.id.clone());
            Ok(MemberStatement { member, statement })
        })
        .collect::<Outcome<Vec<_>>>()?;
    let each = instances(axis, &statements, names.own);
    check_quantities(&each, &statements, names, left.span.start..right.span.end)?;
    Ok(Resolved { each, statements })
}

/// The lines that a rule is repeated over: those in which every cell that it names exists.
fn instances(axis: Option<Axis>, statements: &[MemberStatement], own: &Form) -> Each {
    let exists = |running: usize| {
        statements.iter().any(|one| {
            let mut cells = one.statement.cells().filter(|cell| cell.form.is_none());
            cells.all(|cell| own.has_cell(cell.row.at(running), cell.column.at(running)))
        })
    };
    let all = |count: usize| (0..count).filter(|index| exists(*index)).collect();
    match axis {
        None => Each::Once,
        Some(Axis::Row) => Each::Column(all(own.columns.len())),
        Some(Axis::Column) => Each::Row(all(own.rows.len())),
    }
}

impl At {
    /// The index, given where the rule is at.
    #[must_use]
    pub(crate) fn at(self, running: usize) -> usize {
        match self {
            Self::Fixed(index) => index,
            Self::Running => running,
        }
    }
}

/// Means the line that `each(x)` is at, where it is named again.
pub(super) const MEMBER: &str = "member";
/// Means every line with figures, in `sum(all)` and `each(all)`.
const ALL: &str = "all";

pub(super) fn lines_of(form: &Form, axis: Axis) -> &[Line] {
    match axis {
        Axis::Row => &form.rows,
        Axis::Column => &form.columns,
    }
}

pub(super) fn position(lines: &[Line], id: &str) -> Option<usize> {
    lines.iter().position(|line| line.id == id)
}

pub(super) fn group_indices(names: Names<'_>, lines: &[Line], group: &str) -> Option<Vec<usize>> {
    if group == ALL {
        return Some(lines.iter().enumerate().filter(|(_, line)| !line.heading).map(|(index, _)| index).collect());
    }
    names.groups.get(group)?.iter().map(|id| position(lines, id)).collect()
}

/// The direct children of a line that have figures of their own.
fn children(lines: &[Line], id: &str) -> Vec<usize> {
    let direct = |line: &Line| {
        line.id.strip_prefix(id).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| !rest.contains('.'))
    };
    lines.iter().enumerate().filter(|(_, line)| !line.heading && direct(line)).map(|(index, _)| index).collect()
}

pub(super) fn scope_of(id: &str) -> (Scope, &str) {
    if let Some(rest) = id.strip_prefix("prev.") {
        (Scope::Previous, rest)
    } else if let Some(rest) = id.strip_prefix("parts.") {
        (Scope::Parts, rest)
    } else {
        (Scope::Here, id)
    }
}

pub(super) fn unknown(name: &str, span: Range<usize>, axis: Axis, names: Names<'_>) -> ParseError {
    let (found, expected) = match axis {
        Axis::Row => (mistakes::unknown_row as Saying, mistakes::a_row_of as Saying),
        Axis::Column => (mistakes::unknown_column as Saying, mistakes::a_column_of as Saying),
    };
    let known = lines_of(names.own, axis).iter().map(|line| line.id.as_str());
    let known = known.chain(names.groups.keys().map(String::as_str));
    // A group has its name right, and stands where a row or column should.
    let nearest = nearest(name, known.filter(|id| *id != name));
    ParseError::new(span, |lang| found(lang, &name), |lang| perhaps(lang, expected(lang, &names.own.id), nearest))
}

/// A sentence about one name.
type Saying = fn(Lang, &dyn Display) -> String;

/// What was expected, with the name that was perhaps meant.
fn perhaps(lang: Lang, expected: String, nearest: Option<&str>) -> String {
    match nearest {
        Some(id) => mistakes::is_it(lang, &expected, &id),
        None => expected,
    }
}

/// The most similar of some names, where one is similar at all.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = name.chars().count() / 3 + 1;
    known
        .map(|id| (strsim::damerau_levenshtein(name, id), id))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, id)| id)
}

/// The call of `each` in an expression, if it has one.
fn each_argument(expression: &Expression) -> Option<&Expression> {
    match &expression.node {
        Node::Call(name, arguments) if name == "each" => arguments.first(),
        Node::Call(_, arguments) => arguments.iter().find_map(each_argument),
        Node::Negated(inner) => each_argument(inner),
        Node::Binary(_, left, right) => each_argument(left).or_else(|| each_argument(right)),
        Node::Constant(_) | Node::Name(_) => None,
    }
}

fn mistake(at: &Expression, found: impl Fn(Lang) -> String, expected: impl Fn(Lang) -> String) -> ParseError {
    ParseError::new(at.span.clone(), found, expected)
}

#[derive(Clone, Copy)]
struct Resolver<'a> {
    names: Names<'a>,
    /// The axis of bare names.
    axis: Option<Axis>,
    /// The member that `each` is at.
    member: Option<usize>,
}

impl<'a> Resolver<'a> {
    fn lines(&self) -> &'a [Line] {
        self.axis.map_or(&[], |axis| lines_of(self.names.own, axis))
    }

    fn statement(&self, left: &Expression, relation: Relation, right: &Expression) -> Outcome<Statement> {
        for (shown, formula) in [(left, right), (right, left)] {
            if let Node::Call(name, arguments) = &formula.node
                && (name == "share" || name == "rate")
            {
                return self.ratio(name, arguments, formula, relation, shown);
            }
        }
        Ok(Statement::Compare { left: self.side(left, right)?, relation, right: self.side(right, left)? })
    }

    fn ratio(
        &self,
        name: &str,
        arguments: &[Expression],
        formula: &Expression,
        relation: Relation,
        shown: &Expression,
    ) -> Outcome<Statement> {
        let [first, second] = arguments else {
            return Err(mistake(formula, |lang| mistakes::arguments(lang, &arguments.len()), mistakes::two_arguments));
        };
        if relation != Relation::Equal {
            return Err(mistake(formula, |lang| quoted(lang, &relation.sign()), mistakes::equality_of_ratio));
        }
        let Node::Name(cell) = &shown.node else {
            return Err(mistake(shown, mistakes::an_expression, mistakes::printed_ratio));
        };
        let shown = self.cell(cell, &shown.span)?;
        let (first, second) = (self.side(first, second)?, self.side(second, first)?);
        Ok(if name == "share" {
            Statement::Share { share: shown, part: first, whole: second }
        } else {
            Statement::Rate { rate: shown, new: first, old: second }
        })
    }

    /// A sum with factors. `other` is the other side, which `sum(children)` looks at.
    fn side(&self, expression: &Expression, other: &Expression) -> Outcome<Side> {
        let overflow = |_| mistake(expression, mistakes::large_constant, mistakes::fewer_digits);
        match &expression.node {
            Node::Constant(value) => Ok(Side::constant(*value)),
            Node::Name(name) => Ok(Side::of([self.cell(name, &expression.span)?])),
            Node::Call(name, arguments) => self.call(name, arguments, expression, other),
            Node::Negated(inner) => self.side(inner, other)?.times(Decimal::from(-1)).map_err(overflow),
            Node::Binary(sign, left, right) => {
                let (a, b) = (self.side(left, other)?, self.side(right, other)?);
                match sign {
                    Operator::Plus => a.plus(b).map_err(overflow),
                    Operator::Minus => b.times(Decimal::from(-1)).and_then(|b| a.plus(b)).map_err(overflow),
                    Operator::Times | Operator::Over => multiply(*sign, a, b, left, right),
                }
            }
        }
    }

    fn call(&self, name: &str, arguments: &[Expression], at: &Expression, other: &Expression) -> Outcome<Side> {
        match (name, arguments) {
            ("sum", [argument]) => {
                let scope = match &argument.node {
                    Node::Name(name) => scope_of(&name.id).0,
                    _ => Scope::Here,
                };
                Ok(Side::of(self.members(argument, other)?.into_iter().map(|index| self.bare(scope, index))))
            }
            ("each", [_]) => Ok(Side::of(self.member.map(|index| self.bare(Scope::Here, index)))),
            ("share" | "rate", _) => Err(mistake(at, |lang| mistakes::inside_sum(lang, &name), mistakes::ratio_alone)),
            ("sum" | "each", _) => Err(mistake(at, mistakes::several_arguments, mistakes::one_argument)),
            _ => Err(mistake(at, |lang| quoted(lang, &format!("{name}(")), mistakes::a_function)),
        }
    }

    /// The lines that `sum(x)` or `each(x)` means.
    fn members(&self, argument: &Expression, other: &Expression) -> Outcome<Vec<usize>> {
        let Node::Name(Name { form: None, id, column: None }) = &argument.node else {
            return Err(mistake(argument, mistakes::an_expression, mistakes::members));
        };
        let id = scope_of(id).1;
        let (lines, parent) = if id == "children" {
            let Node::Name(Name { id: parent, .. }) = &other.node else {
                return Err(mistake(other, mistakes::an_expression, mistakes::beside_children));
            };
            (self.lines(), scope_of(parent).1)
        } else {
            if let Some(members) = group_indices(self.names, self.lines(), id) {
                return Ok(members);
            }
            (self.lines(), id)
        };
        let found = children(lines, parent);
        if found.is_empty() {
            return Err(mistake(argument, |lang| mistakes::without_parts(lang, &parent), mistakes::with_parts));
        }
        Ok(found)
    }

    fn bare(&self, scope: Scope, index: usize) -> CellRef {
        let (row, column) = match self.axis {
            Some(Axis::Column) => (At::Running, At::Fixed(index)),
            _ => (At::Fixed(index), At::Running),
        };
        CellRef { scope, form: None, row, column }
    }

    fn cell(&self, name: &Name, span: &Range<usize>) -> Outcome<CellRef> {
        let (scope, id) = scope_of(&name.id);
        if let (MEMBER, Some(member)) = (id, self.member) {
            return Ok(self.bare(scope, member));
        }
        if name.column.is_none() && name.form.is_none() {
            let axis = self.axis.unwrap_or(Axis::Row);
            let index = position(lines_of(self.names.own, axis), id)
                .ok_or_else(|| unknown(id, span.clone(), axis, self.names))?;
            return Ok(self.bare(scope, index));
        }
        let own = match &name.form {
            None => self.names.own,
            Some(local) => self.names.family.iter().find(|form| form.local_id() == local).ok_or_else(|| {
                let known = nearest(local, self.names.family.iter().map(Form::local_id));
                let family = &self.names.own.family.id;
                let expected = |lang| perhaps(lang, mistakes::a_form_of(lang, family), known);
                ParseError::new(span.clone(), |lang| mistakes::unknown_form(lang, local), expected)
            })?,
        };
        let names = Names { own, ..self.names };
        let row = position(&own.rows, id).ok_or_else(|| unknown(id, span.clone(), Axis::Row, names))?;
        let column = match &name.column {
            Some((column, at)) => At::Fixed(
                position(&own.columns, column).ok_or_else(|| unknown(column, at.clone(), Axis::Column, names))?,
            ),
            None => At::Running,
        };
        let form = name.form.as_ref().map(|_| Arc::clone(&own.id));
        if column == At::Running && form.is_some() {
            return Err(ParseError::new(span.clone(), mistakes::without_column, mistakes::cell_elsewhere));
        }
        Ok(CellRef { scope, form, row: At::Fixed(row), column })
    }
}

fn multiply(sign: Operator, a: Side, b: Side, left: &Expression, right: &Expression) -> Outcome<Side> {
    let overflow = |_| mistake(right, mistakes::large_constant, mistakes::fewer_digits);
    match sign {
        Operator::Over if !b.is_constant() => Err(mistake(right, mistakes::a_figure, mistakes::divisor)),
        Operator::Over if b.constant <= Decimal::ZERO => {
            Err(mistake(right, mistakes::zero_or_less, mistakes::above_zero))
        }
        Operator::Over => a.over(b.constant).map_err(overflow),
        _ if b.is_constant() => a.times(b.constant).map_err(overflow),
        _ if a.is_constant() => b.times(a.constant).map_err(overflow),
        _ => Err(mistake(left, mistakes::product_of_figures, mistakes::figure_times_constant)),
    }
}
