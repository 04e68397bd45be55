//! Whether the names of a rule without brackets are rows or columns of its form.

use std::ops::Range;

use super::parse::{Expression, Name, Node, ParseError};
use super::resolve::{Axis, MEMBER, Names, Outcome, group_indices, lines_of, position, scope_of, unknown};
use crate::message::mistakes;

/// Names without brackets, with whether they stand inside `sum` or `each`.
pub(super) fn bare_names<'a>(expression: &'a Expression, found: &mut Vec<(&'a str, &'a Range<usize>, bool)>) {
    match &expression.node {
        Node::Constant(_) => {}
        Node::Name(name) => {
            if name.column.is_none() && name.form.is_none() && scope_of(&name.id).1 != MEMBER {
                found.push((scope_of(&name.id).1, &expression.span, false));
            }
        }
        Node::Call(call, arguments) if call == "sum" || call == "each" => {
            for argument in arguments {
                if let Node::Name(Name { id, column: None, form: None }) = &argument.node
                    && scope_of(id).1 != "children"
                {
                    found.push((scope_of(id).1, &argument.span, true));
                }
            }
        }
        Node::Call(_, arguments) => arguments.iter().for_each(|argument| bare_names(argument, found)),
        Node::Negated(inner) => bare_names(inner, found),
        Node::Binary(_, left, right) => {
            bare_names(left, found);
            bare_names(right, found);
        }
    }
}

/// The axis on which every bare name lies; `None` where the rule has no bare name.
pub(super) fn axis_of(
    bare: &[(&str, &Range<usize>, bool)],
    names: Names<'_>,
    repeated: Option<Axis>,
) -> Outcome<Option<Axis>> {
    if bare.is_empty() {
        return Ok(None);
    }
    let lies_on = |axis: Axis, (name, _, group): &(&str, &Range<usize>, bool)| {
        let lines = lines_of(names.own, axis);
        position(lines, name).is_some() || (*group && group_indices(names, lines, name).is_some())
    };
    let fits = |axis| bare.iter().all(|name| lies_on(axis, name));
    match (repeated, fits(Axis::Row), fits(Axis::Column)) {
        (None, true, false) | (Some(Axis::Column), true, _) => Ok(Some(Axis::Row)),
        (None, false, true) | (Some(Axis::Row), _, true) => Ok(Some(Axis::Column)),
        (None, true, true) => {
            let span = bare.first().map_or(0..0, |(_, span, _)| (*span).clone());
            Err(ParseError::new(span, mistakes::rows_and_columns, mistakes::which_axis))
        }
        _ => {
            let rows = bare.iter().filter(|name| lies_on(Axis::Row, name)).count();
            let columns = bare.iter().filter(|name| lies_on(Axis::Column, name)).count();
            let axis = if rows >= columns { Axis::Row } else { Axis::Column };
            let stranger = bare.iter().find(|name| !lies_on(axis, name));
            let (name, span, _) = stranger.copied().unwrap_or(("", &(0..0), false));
            Err(unknown(name, span.clone(), axis, names))
        }
    }
}
