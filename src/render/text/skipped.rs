//! What was skipped and a reader should know of: relations that were left open, and failures that were let pass.

use std::io::{self, Write};
use std::sync::Arc;

use super::super::sentence::{reason, sentence};
use super::super::{Settings, at};
use super::lines::Lines;
use super::{FEW_LINES, is_verbose};
use crate::CheckedReport;
use crate::finding::{Reason, Status};
use crate::forms::Rule;
use crate::message;

/// The relations that cells without a figure leave open.
pub(super) fn undecided(checked: &CheckedReport, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let mut told = Lines::new(if is_verbose(settings) { usize::MAX } else { FEW_LINES });
    // What lacks a row lacks it in every column, and the other way round.
    let mut without: Option<&Arc<Rule>> = None;
    let mut of_others: Vec<&Reason> = Vec::new();
    for check in &checked.checks {
        match &check.status {
            Status::Skip(Reason::Open(_) | Reason::UnreadRow(_)) => {}
            Status::Skip(Reason::NoRow(_) | Reason::NoColumn(_))
                if !without.is_some_and(|rule| Arc::ptr_eq(rule, &check.rule)) =>
            {
                without = Some(&check.rule);
            }
            Status::Skip(unfit) if unfit.is_of_others() => {
                if !of_others.contains(&unfit) {
                    of_others.push(unfit);
                    told.add(|| reason(unfit, lang));
                }
                continue;
            }
            _ => continue,
        }
        let place = check.figures.first().map_or_else(String::new, |one| at(&one.source, &one.place));
        told.add(|| message::labelled(lang, &place, &sentence(check, lang)));
    }
    told.write(&message::open_heading(lang), lang, out)
}

/// What fails and was let pass: by a waiver with its reason, by the baseline with the number alone.
pub(super) fn accepted(checked: &CheckedReport, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let mut waived = Lines::new(if is_verbose(settings) { usize::MAX } else { FEW_LINES });
    for check in checked.checks.iter().filter(|check| matches!(check.status, Status::Skip(Reason::Waived(_)))) {
        waived.add(|| message::labelled(lang, &check.id(), &sentence(check, lang)));
    }
    waived.write(&message::accepted_heading(lang), lang, out)?;
    let known = checked.checks.iter().filter(|check| check.status == Status::Skip(Reason::Known)).count();
    if known > 0 { writeln!(out, "{}", message::in_baseline(lang, &known)) } else { Ok(()) }
}
