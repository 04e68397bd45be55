//! Lists of shares judged together with the whole number that they are of: whether whole counts can be behind them.
//! Which figure is the whole is read elsewhere.

use super::Prose;
use super::judge::{Judge, Judged};
use super::vocabulary::vocabulary;
use crate::check::counts::slips;
use crate::check::counts::{attainable, attainable_cut_off, feasible, feasible_cut_off, nearest_attainable, recover};
use crate::finding::{Failure, Severity, Sides, Status};
use crate::number::{Decimal, Number, Overflow};

impl Judge<'_> {
    /// `None` where several shares fit no count of the whole: they are of something else.
    pub(super) fn jointly(&self, shares: &[usize], whole: usize, sum: Judged) -> Result<Option<Judged>, Overflow> {
        let numbers = self.numbers(shares);
        let base = self.numbers(&[whole]).first().and_then(|number| number.value().to_integer());
        let Some(base) = base.filter(|base| *base > 0) else { return Ok(None) };
        let figures: Vec<usize> = shares.iter().copied().chain([whole]).collect();
        let told = |status, counts| Judged {
            severity: if status == Status::Pass { Severity::Error } else { Severity::Warning },
            status,
            rounded: sum.sides.left != Decimal::HUNDRED,
            figures: Some(figures.clone()),
            counts: Some(counts),
            ..sum
        };
        if feasible(&numbers, Some(base))? {
            let counts = recover(&numbers, base)?.unwrap_or_default();
            return Ok(Some(told(Status::Pass, shares.iter().copied().zip(counts).collect())));
        }
        if feasible_cut_off(&numbers, base)? {
            return Ok(Some(told(Status::Pass, Vec::new())));
        }
        let mut impossible = Vec::new();
        for (share, number) in shares.iter().zip(&numbers) {
            if !attainable(*number, base)? && !attainable_cut_off(*number, base)? {
                impossible.push((*share, *number));
            }
        }
        let slips = slips(&numbers, Some(base))?;
        match *impossible {
            [] => {
                Ok(Some(told(Status::Fail(if slips { Failure::RoundingSlip } else { Failure::Disagree }), Vec::new())))
            }
            [(share, number)] => {
                let failure = if slips { Failure::RoundingSlip } else { Failure::NoSuchShare };
                let others = shares.iter().copied().filter(|other| *other != share);
                // The one that fails on its own first, the whole behind it.
                let figures = Some([share, whole].into_iter().chain(others).collect());
                let judged = told(Status::Fail(failure), Vec::new());
                Ok(Some(Judged { sides: lone(number, base)?, figures, rounded: false, ..judged }))
            }
            _ => Ok(None),
        }
    }
}

/// The sides of one share: as printed, and as the nearest whole count would give it.
fn lone(share: Number, base: i128) -> Result<Sides, Overflow> {
    let (left, right) = (share.value(), nearest_attainable(share, base)?);
    Sides::equal(left, left.to_string(), right, right.to_string())
}

impl Prose {
    /// Counts by the words that their shares belong to; words that stand with another already get a number.
    pub(super) fn named(&self, counts: &[(usize, i128)]) -> Vec<(String, i128)> {
        let words = &vocabulary().words;
        let mut named: Vec<(String, i128)> = Vec::new();
        for (share, count) in counts {
            let Some(label) = self.quantities.get(*share).map(|quantity| &*quantity.label) else { continue };
            let name = words.share_named.ends(label).or_else(|| words.share.ends(label));
            let name = name.and_then(|word| label.strip_suffix(word)).unwrap_or(label);
            let name = words.among.starts(name).and_then(|word| name.strip_prefix(word)).unwrap_or(name);
            let known = |name: &str| named.iter().any(|(known, _)| known == name);
            let numbered = (2..).map(|number| format!("{name} ({number})"));
            let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !known(name));
            named.extend(free.map(|name| (name, *count)));
        }
        named
    }
}
