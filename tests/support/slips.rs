//! Figures of consistent sentences mistyped as a hand slips, and whether that is told.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use disclose_check::claims::{Nature, Statement};
use disclose_check::finding::Status;
use disclose_check::forms::Catalogue;

use crate::labelled::{Labelled, report};

/// How a hand slips at a digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slip {
    Changed,
    Swapped,
    Dropped,
    Doubled,
}

pub(crate) const SLIPS: [Slip; 4] = [Slip::Changed, Slip::Swapped, Slip::Dropped, Slip::Doubled];

/// In the names of relations between sentences: where their words are not the same, they are read only while they hold.
const ACROSS: &str = ".x";

/// One figure of a text mistyped.
pub(crate) struct Trial {
    pub(crate) slip: Slip,
    /// The relations that hold with the figure as it was, by name; `sum` is that of parts which are all there is, in one sentence.
    pub(crate) relations: BTreeSet<String>,
    pub(crate) text: String,
    pub(crate) told: bool,
}

/// Every figure that takes part in a relation of a text without a contradiction, mistyped once in each way.
pub(crate) fn trials(set: &[Labelled], catalogue: &Catalogue) -> Vec<Trial> {
    let mut all = Vec::new();
    for (turn, one) in set.iter().enumerate() {
        let relations = relations(one, catalogue);
        for (figure, relations) in relations.into_iter().flatten() {
            for slip in SLIPS {
                let Some(text) = mistyped(&one.text, &(figure.0..figure.1), slip, turn) else { continue };
                let told = fails(&Labelled { text: text.clone(), ..one.clone() }, catalogue);
                all.push(Trial { slip, relations: relations.clone(), text, told });
            }
        }
    }
    all
}

fn fails(one: &Labelled, catalogue: &Catalogue) -> bool {
    one.checks(catalogue).iter().any(|check| check.failed().is_some())
}

/// The figures of a text, each with the relations that hold for it; `None` where one does not hold.
fn relations(one: &Labelled, catalogue: &Catalogue) -> Option<BTreeMap<(usize, usize), BTreeSet<String>>> {
    let checks = one.checks(catalogue);
    if one.expect.iter().any(|label| label.starts_with('-')) || checks.iter().any(|check| check.failed().is_some()) {
        return None;
    }
    let prose = report(&one.text).prose;
    let sums: BTreeSet<&str> = prose
        .told
        .iter()
        .filter(|told| matches!(told.statement, Statement::Parts { nature: Nature::Exhaustive, .. }))
        .map(|told| told.instance.as_str())
        .filter(|instance| !instance.contains(ACROSS))
        .collect();
    let mut relations: BTreeMap<(usize, usize), BTreeSet<String>> = BTreeMap::new();
    for check in checks.iter().filter(|check| check.status == Status::Pass) {
        let name = check.rule.local_id();
        let name = if name == "parts" && sums.contains(check.instance.as_str()) { "sum" } else { name };
        for figure in check.figures.iter().filter(|figure| &*figure.form == "prose") {
            let span = &figure.place.span;
            relations.entry((span.start, span.end)).or_default().insert(name.to_owned());
        }
    }
    Some(relations)
}

/// A text with the number at a range mistyped, at the digit that `turn` picks; `None` where there is no such slip.
fn mistyped(text: &str, figure: &Range<usize>, slip: Slip, turn: usize) -> Option<String> {
    let printed = text.get(figure.clone())?;
    let length = printed.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let number = &printed[..length];
    if number.is_empty() || printed[length..].starts_with([',', '，']) {
        return None;
    }
    let typed = (0..length).find_map(|offset| slipped(number, slip, (turn + offset) % length))?;
    Some(format!("{}{typed}{}", &text[..figure.start], &text[figure.start + length..]))
}

/// The number as the hand leaves it; `None` where that is no other number.
fn slipped(number: &str, slip: Slip, at: usize) -> Option<String> {
    let mut bytes = number.as_bytes().to_vec();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    if !is_digit(at) || (slip == Slip::Swapped && !is_digit(at + 1)) {
        return None;
    }
    match slip {
        Slip::Changed => bytes[at] = if bytes[at] == b'9' { b'1' } else { bytes[at] + 1 },
        Slip::Swapped => bytes.swap(at, at + 1),
        Slip::Dropped => drop(bytes.remove(at)),
        Slip::Doubled => bytes.insert(at, bytes[at]),
    }
    let typed = String::from_utf8(bytes).unwrap();
    let whole =
        typed.split('.').all(|digits| !digits.is_empty()) && (!typed.starts_with('0') || typed.starts_with("0."));
    let value = |text: &str| text.parse::<f64>().ok();
    (whole && value(&typed) != value(number)).then_some(typed)
}
