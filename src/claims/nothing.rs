//! What prose says that there was none of, by a word or by a bare zero.

use std::ops::Range;

use super::concepts::{Around, concepts};
use super::facts::{FARTHEST_TOPIC, Found, Scope, is_of_other_time, last, own_years, scope};
use super::names::pieces;
use super::vocabulary::vocabulary;

/// What there was none of is told within so many bytes.
const LONGEST: usize = 240;

/// Every fact of a text that there was none of something.
pub(super) fn nothing(text: &str) -> Vec<Found> {
    let mut found = by_word(text);
    found.extend(by_zero(text));
    found
}

fn clause_end(text: &str) -> usize {
    text.char_indices()
        .take_while(|(offset, _)| *offset < LONGEST)
        .find(|(_, sign)| ends_clause(*sign))
        .map_or(text.len().min(LONGEST), |(offset, _)| offset)
}

fn ends_clause(sign: char) -> bool {
    matches!(sign, ',' | '。' | ';' | ':' | '\n' | '!' | '?')
}

/// `未收到行政复议申请`.
fn by_word(text: &str) -> Vec<Found> {
    let known = concepts();
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(start) =
        text.get(at..).and_then(|rest| rest.find(['未', '没', '无', '尚'])).map(|offset| at + offset)
    {
        let rest = text.get(start..).unwrap_or_default();
        let Some(word) = known.none().starts(rest) else {
            at = start + rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        at = start + word.len();
        let after = text.get(at..).unwrap_or_default();
        let end = clause_end(after);
        let before = last(text.get(..start).unwrap_or_default(), FARTHEST_TOPIC);
        let clause = after.get(..end).unwrap_or_default();
        let concepts = none_of(clause, word, before);
        found.extend(facts(concepts.unwrap_or_default(), before, start..start + word.len(), at..at + end));
    }
    found
}

/// `行政复议、行政诉讼均为0`.
fn by_zero(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices(['为', '是']) {
        let rest = text.get(start..).unwrap_or_default();
        let Some(word) = vocabulary().numbers.zeros.starts(rest) else {
            continue;
        };
        let end = start + word.len();
        let ends = text.get(end..).and_then(|rest| rest.chars().next()).is_none_or(ends_clause);
        let before = last(text.get(..start).unwrap_or_default(), FARTHEST_TOPIC);
        let clause = before.rsplit(ends_clause).next().unwrap_or_default();
        let named = start - clause.len()..start;
        let around = Around { before, ..Around::default() };
        let listed = match clause.strip_suffix('均') {
            Some(list) => pieces(list),
            None => vec![clause.to_owned()],
        };
        let concepts: Option<Vec<usize>> = listed.iter().map(|name| concepts().of_label(name, &around)).collect();
        if ends {
            found.extend(facts(concepts.unwrap_or_default(), before, start..end, named));
        }
    }
    found
}

fn facts(mut of: Vec<usize>, before: &str, span: Range<usize>, named: Range<usize>) -> Vec<Found> {
    let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default();
    if of.is_empty() || is_of_other_time(sentence) || concepts().is_cumulative(sentence) {
        return Vec::new();
    }
    of.dedup();
    let year = own_years(sentence).last().copied();
    let none = |concept| Found {
        scope: scope(sentence).map(Scope::of_sentence),
        ..Found::none(concept, span.clone(), named.clone(), year)
    };
    of.into_iter().map(none).collect()
}

/// The concepts that a clause says there was none of; `None` where it names anything else.
fn none_of(clause: &str, word: &str, before: &str) -> Option<Vec<usize>> {
    let known = concepts();
    let around = Around { before, ..Around::default() };
    // What did not happen names what happened: `未收到申请` those received.
    let verb = word.trim_start_matches(['未', '没', '有', '无', '尚']);
    let subject = before.rsplit(ends_clause).next().unwrap_or_default();
    let mut pieces = clause.split(['、', '和', '及', '与', '或', '者']).filter(|piece| !piece.is_empty());
    let concept = |piece: &str| {
        let verb = if verb == "收到" { verb } else { "" };
        let named = known.of_label(&format!("{verb}{piece}"), &around);
        named.or_else(|| known.of_label(&format!("{subject}{verb}{piece}"), &around))
    };
    let concepts =
        pieces.by_ref().map(|piece| concept(piece.trim_start_matches('以'))).collect::<Option<Vec<usize>>>()?;
    (!concepts.is_empty()).then_some(concepts)
}
