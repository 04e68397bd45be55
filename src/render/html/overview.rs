//! The table of all reports of a run: those with findings first, the consistent ones folded away where there are
//! many.

use maud::{Markup, html};

use super::super::name::entity;
use super::super::standing::{self, Standing};
use super::super::tally::{Total, Verdict};
use super::{both, report, shown};
use crate::Outcome;
use crate::message;

/// Every report in a line; `detailed` says which of them the page shows in full.
pub(super) fn overview(
    outcome: &Outcome,
    standings: &[Standing<'_>],
    detailed: impl Fn(&Standing<'_>) -> bool,
) -> Markup {
    let row = |one: &Standing<'_>| row(one, Verdict::of(&one.checked.report, one.tally, outcome), detailed(one));
    let is_consistent = |one: &&Standing<'_>| {
        !one.has_findings() && Verdict::of(&one.checked.report, one.tally, outcome) == Verdict::Consistent
    };
    let (good, other): (Vec<_>, Vec<_>) = standings.iter().partition(is_consistent);
    let folds = good.len() > standing::FEW;
    html! {
        section {
            h2 { (both(|lang| Total::of(outcome).sentence(lang))) }
            @if !(folds && other.is_empty()) {
                (table(other.iter().copied().chain(good.iter().copied().filter(|_| !folds)).map(row)))
            }
            @if folds {
                details {
                    summary { (both(|lang| message::reports_consistent(lang, good.len()))) }
                    (table(good.iter().copied().map(row)))
                }
            }
        }
    }
}

fn table(rows: impl Iterator<Item = Markup>) -> Markup {
    html! {
        div .wide tabindex="0" {
            table .overview {
                thead { tr {
                    @for heading in [message::entity, message::file, message::result, message::worst] {
                        th scope="col" { (both(heading)) }
                    }
                } }
                tbody { @for row in rows { (row) } }
            }
        }
    }
}

fn row(one: &Standing<'_>, verdict: Verdict, linked: bool) -> Markup {
    let name = shown(&entity(&one.checked.report));
    let name = if name.is_empty() { "-".to_owned() } else { name };
    html! {
        tr class=(report::class(verdict)) {
            td { @if linked { a href={ "#r" (one.number) } { (name) } } @else { (name) } }
            td .place { (shown(&one.checked.report.source)) }
            td {
                strong .verdict { (both(|lang| verdict.word(lang))) }
                " " (both(|lang| one.tally.parts(lang)))
            }
            td { (both(|lang| one.worst(lang).unwrap_or_default())) }
        }
    }
}
