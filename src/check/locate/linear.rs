//! Linear inequalities over a few whole numbers: do they leave a choice, and within which range?
//!
//! Fourier-Motzkin elimination (Dines, "Systems of linear inequalities", Annals of Mathematics 20,
//! 1919), with bounds rounded to whole numbers on the way. Every derived inequality remembers what
//! it was derived from, so that a contradiction names its sources.

use std::collections::HashMap;

use crate::number::Overflow;

/// `sum of factor * unknown <= bound`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inequality {
    /// One factor for each unknown.
    pub(super) factors: Vec<i128>,
    /// What the sum may be at most.
    pub(super) bound: i128,
    /// What it was derived from, ascending.
    pub(super) sources: Vec<usize>,
}

/// The whole numbers that an unknown may be; an end that is not there is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) low: Option<i128>,
    pub(super) high: Option<i128>,
}

/// No choice satisfies the inequalities of these sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contradiction(pub(super) Vec<usize>);

/// The range of one unknown over all choices of the others.
///
/// The range may be wider than what whole numbers reach, never narrower.
pub(super) fn range(
    inequalities: &[Inequality],
    unknowns: usize,
    wanted: usize,
) -> Result<Result<Range, Contradiction>, Overflow> {
    let mut rows = inequalities.to_vec();
    for unknown in (0..unknowns).filter(|unknown| *unknown != wanted) {
        rows = match eliminate(rows, unknown)? {
            Ok(rows) => rows,
            Err(contradiction) => return Ok(Err(contradiction)),
        };
    }
    let mut range = Range { low: None, high: None };
    let (mut low_sources, mut high_sources) = (Vec::new(), Vec::new());
    for row in rows {
        let factor = row.factors.get(wanted).copied().unwrap_or(0);
        if factor == 0 && row.bound < 0 {
            return Ok(Err(Contradiction(row.sources)));
        }
        if factor > 0 {
            let high = row.bound.div_euclid(factor);
            if range.high.is_none_or(|known| high < known) {
                (range.high, high_sources) = (Some(high), row.sources);
            }
        } else if factor < 0 {
            let low = row.bound.div_euclid(factor.checked_neg().ok_or(Overflow)?).checked_neg().ok_or(Overflow)?;
            if range.low.is_none_or(|known| low > known) {
                (range.low, low_sources) = (Some(low), row.sources);
            }
        }
    }
    match (range.low, range.high) {
        (Some(low), Some(high)) if low > high => Ok(Err(Contradiction(union(&low_sources, &high_sources)))),
        _ => Ok(Ok(range)),
    }
}

/// Combines each upper bound on an unknown with each lower bound, so that it vanishes.
fn eliminate(rows: Vec<Inequality>, unknown: usize) -> Result<Result<Vec<Inequality>, Contradiction>, Overflow> {
    let of = |row: &Inequality| row.factors.get(unknown).copied().unwrap_or(0);
    let mut tightest: HashMap<Vec<i128>, (i128, Vec<usize>)> = HashMap::new();
    let mut keep = |row: Inequality| -> Result<(), Contradiction> {
        let row = row.tightened();
        if row.factors.iter().all(|factor| *factor == 0) {
            return if row.bound < 0 { Err(Contradiction(row.sources)) } else { Ok(()) };
        }
        let known = tightest.entry(row.factors).or_insert_with(|| (row.bound, row.sources.clone()));
        if row.bound < known.0 {
            *known = (row.bound, row.sources);
        }
        Ok(())
    };
    let (bounding, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| of(row) != 0);
    let (upper, lower): (Vec<_>, Vec<_>) = bounding.into_iter().partition(|row| of(row) > 0);
    for row in others {
        if let Err(contradiction) = keep(row) {
            return Ok(Err(contradiction));
        }
    }
    for up in &upper {
        for down in &lower {
            let row = up.times(of(down).checked_neg().ok_or(Overflow)?)?.plus(&down.times(of(up))?)?;
            if let Err(contradiction) = keep(row) {
                return Ok(Err(contradiction));
            }
        }
    }
    let mut rows: Vec<Inequality> =
        tightest.into_iter().map(|(factors, (bound, sources))| Inequality { factors, bound, sources }).collect();
    rows.sort_by(|left, right| left.factors.cmp(&right.factors));
    Ok(Ok(rows))
}

impl Inequality {
    fn times(&self, by: i128) -> Result<Self, Overflow> {
        let product = |value: &i128| value.checked_mul(by).ok_or(Overflow);
        Ok(Self {
            factors: self.factors.iter().map(product).collect::<Result<_, _>>()?,
            bound: product(&self.bound)?,
            sources: self.sources.clone(),
        })
    }

    fn plus(&self, other: &Self) -> Result<Self, Overflow> {
        let sum = |(left, right): (&i128, &i128)| left.checked_add(*right).ok_or(Overflow);
        Ok(Self {
            factors: self.factors.iter().zip(&other.factors).map(sum).collect::<Result<_, _>>()?,
            bound: sum((&self.bound, &other.bound))?,
            sources: union(&self.sources, &other.sources),
        })
    }

    /// Divided by what its factors share; a sum of whole numbers cannot be between two of them.
    fn tightened(self) -> Self {
        let shared = self.factors.iter().fold(0, |shared, factor| gcd(shared, factor.unsigned_abs()));
        match i128::try_from(shared) {
            Ok(shared) if shared > 1 => Self {
                factors: self.factors.iter().map(|factor| factor / shared).collect(),
                bound: self.bound.div_euclid(shared),
                sources: self.sources,
            },
            _ => self,
        }
    }
}

fn gcd(left: u128, right: u128) -> u128 {
    if right == 0 { left } else { gcd(right, left % right) }
}

/// Two ascending lists as one, without repetition.
pub(super) fn union(left: &[usize], right: &[usize]) -> Vec<usize> {
    let mut all: Vec<usize> = left.iter().chain(right).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inequality(factors: &[i128], bound: i128, source: usize) -> Inequality {
        Inequality { factors: factors.to_vec(), bound, sources: vec![source] }
    }

    #[test]
    fn an_equation_and_a_bound_leave_a_range() {
        // x + y = 10, 2 <= x, y >= 3
        let rows = [
            inequality(&[1, 1], 10, 0),
            inequality(&[-1, -1], -10, 0),
            inequality(&[-1, 0], -2, 1),
            inequality(&[0, -1], -3, 2),
        ];
        assert_eq!(range(&rows, 2, 0).unwrap(), Ok(Range { low: Some(2), high: Some(7) }));
        assert_eq!(range(&rows, 2, 1).unwrap(), Ok(Range { low: Some(3), high: Some(8) }));
    }

    #[test]
    fn a_contradiction_names_its_sources() {
        let rows = [inequality(&[1, 1], 4, 7), inequality(&[-1, 0], -3, 8), inequality(&[0, -1], -3, 9)];
        assert_eq!(range(&rows, 2, 0).unwrap(), Err(Contradiction(vec![7, 8, 9])));
    }

    #[test]
    fn whole_numbers_lie_between_no_two_neighbours() {
        // 1 <= 2x <= 1
        let rows = [inequality(&[2], 1, 0), inequality(&[-2], -1, 1)];
        assert_eq!(range(&rows, 1, 0).unwrap(), Err(Contradiction(vec![0, 1])));
    }

    #[test]
    fn what_a_sum_shares_with_no_whole_number_is_a_contradiction() {
        // x is 0, so 2y + 2z would be 1.
        let rows = [
            inequality(&[1, 2, 2], 1, 0),
            inequality(&[-1, -2, -2], -1, 1),
            inequality(&[1, 0, 0], 0, 2),
            inequality(&[-1, 0, 0], 0, 3),
        ];
        assert_eq!(range(&rows, 3, 1).unwrap(), Err(Contradiction(vec![0, 1, 2, 3])));
    }

    proptest! {
        /// Every choice that brute force finds lies within the range, and a contradiction means
        /// that it finds none, even from the named sources alone.
        #[test]
        fn agrees_with_brute_force(
            rows in proptest::collection::vec((proptest::collection::vec(-2_i128..=2, 3), -9_i128..=9), 1..7),
            unknowns in 1_usize..=3,
        ) {
            let rows: Vec<Inequality> =
                rows.into_iter().enumerate().map(|(at, (factors, bound))| inequality(&factors[..unknowns], bound, at)).collect();
            let fits = |choice: [i128; 3], from: &[usize]| {
                rows.iter().filter(|row| from.contains(&row.sources[0])).all(|row| {
                    row.factors.iter().zip(choice).map(|(factor, value)| factor * value).sum::<i128>() <= row.bound
                })
            };
            let choices = || (-6..=6).flat_map(|x| (-6..=6).flat_map(move |y| (-6..=6).map(move |z| [x, y, z])));
            let all: Vec<usize> = (0..rows.len()).collect();
            match range(&rows, unknowns, 0).unwrap() {
                Ok(range) => {
                    for choice in choices().filter(|choice| fits(*choice, &all)) {
                        prop_assert!(range.low.is_none_or(|low| low <= choice[0]));
                        prop_assert!(range.high.is_none_or(|high| high >= choice[0]));
                    }
                }
                Err(Contradiction(sources)) => prop_assert!(!choices().any(|choice| fits(choice, &sources))),
            }
        }
    }
}
