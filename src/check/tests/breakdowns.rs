//! Lists of shares against brute force: every whole count of every share is tried.

use proptest::prelude::*;

use super::{Printed, ROWS, checked, form, report};
use crate::finding::{Check, Failure, Kind, Reason, Severity, Status};
use crate::forms::Catalogue;

/// The rows with a share, and the row of the base.
const SHARES: [usize; 4] = [3, 4, 5, 6];
const BASE: usize = 0;

const RULE: &str = "
[[form.breakdown]]
id = \"list\"
share = \"share\"
count = \"count\"
rows = \"list\"
base = [\"f0[count]\"]
title = { zh = \"甲\", en = \"a\" }
why = { zh = \"甲\", en = \"a\" }
hint = { zh = \"甲\", en = \"a\" }
";

/// The whole counts that round to a share, ties both ways.
fn counts(share: Printed, base: i128) -> Vec<i128> {
    let scale = 10_i128.pow(share.places);
    // |100 n / base - share / scale| <= 1 / (2 scale), over a common denominator.
    (0..=base).filter(|n| (2 * (100 * n * scale - share.mantissa * base)).abs() <= base).collect()
}

/// Every choice of counts that sums to the base.
fn choices(shares: &[Printed], base: i128) -> Vec<Vec<i128>> {
    let all = shares.iter().fold(vec![Vec::new()], |choices, share| {
        let counts = counts(*share, base);
        let with =
            |choice: &Vec<i128>| counts.iter().map(|count| [choice.as_slice(), &[*count]].concat()).collect::<Vec<_>>();
        choices.iter().flat_map(with).collect()
    });
    all.into_iter().filter(|choice| choice.iter().sum::<i128>() == base).collect()
}

fn moved(shares: &[Printed]) -> impl Iterator<Item = Vec<Printed>> {
    (0..shares.len()).flat_map(move |at| {
        [-1, 1].map(|step| {
            let mut moved = shares.to_vec();
            moved[at].mantissa += step;
            moved
        })
    })
}

/// The lists in which the last digit of every share that no count rounds to is moved by one.
fn mended(shares: &[Printed], base: i128) -> Vec<Vec<Printed>> {
    shares.iter().fold(vec![Vec::new()], |lists, share| {
        let steps: &[i128] = if counts(*share, base).is_empty() { &[-1, 1] } else { &[0] };
        let of = |step: &i128| Printed { mantissa: share.mantissa + step, ..*share };
        let with =
            |list: &Vec<Printed>| steps.iter().map(|step| [list.as_slice(), &[of(step)]].concat()).collect::<Vec<_>>();
        lists.iter().flat_map(with).collect()
    })
}

/// The checks of a list: `base` as printed, counts beside some shares.
fn list(shares: &[Option<Printed>], base: Option<i128>, beside: &[Option<i128>]) -> Vec<Check> {
    let whole = |count: &Option<i128>| count.map(|mantissa| Printed { mantissa, places: 0, rounded: false });
    let mut cells = vec![vec![None, None]; ROWS.len()];
    cells[BASE][0] = whole(&base);
    for (at, row) in SHARES.iter().enumerate() {
        cells[*row] = vec![beside.get(at).and_then(whole), shares[at]];
    }
    let groups = "[form.groups]\nlist = [\"f1\", \"f2\", \"f3\", \"f4\"]\n";
    let units = [("count", "count"), ("share", "share")];
    let form = form(&mut Catalogue::builtin(), &units, &format!("{groups}{RULE}"));
    checked(&report(&form, &cells))
}

/// Shares of real counts, some of them off by a few units.
fn shares() -> impl Strategy<Value = (i128, Vec<Printed>)> {
    let parts = proptest::collection::vec(0_i128..40, SHARES.len());
    let off = proptest::collection::vec(prop_oneof![8 => Just(0_i128), 1 => -2_i128..=2], SHARES.len());
    (parts, off, 0_u32..3).prop_filter_map("a base of zero", |(parts, off, places)| {
        let base: i128 = parts.iter().sum();
        let scale = 10_i128.pow(places);
        let share = |(part, off): (&i128, &i128)| Printed {
            mantissa: ((200 * part * scale + base) / (2 * base) + off).max(0),
            places,
            rounded: true,
        };
        (base > 0).then(|| (base, parts.iter().zip(&off).map(share).collect()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lists_with_a_base_agree_with_brute_force((base, shares) in shares()) {
        let printed: Vec<Option<Printed>> = shares.iter().copied().map(Some).collect();
        let checks = list(&printed, Some(base), &[]);
        prop_assert_eq!(checks.len(), shares.len() + 1);
        let exists = |share: Printed| !counts(share, base).is_empty();
        let mended = mended(&shares, base).iter().any(|shares| !choices(shares, base).is_empty());
        let mut convicted = None;
        for (at, (check, share)) in checks.iter().zip(&shares).enumerate() {
            prop_assert_eq!((check.instance.as_str(), check.kind), (ROWS[SHARES[at]], Kind::Breakdown));
            // What is told as right is as near as any share that there is.
            let right = check.sides.as_ref().unwrap().right.mantissa();
            let scale = 10_i128.pow(share.places);
            let nearest = (0..=base).map(|n| ((200 * n * scale + base) / (2 * base) - share.mantissa).abs()).min();
            prop_assert_eq!(Some((right - share.mantissa).abs()), nearest.filter(|_| check.kind == Kind::Breakdown));
            if exists(*share) {
                prop_assert_eq!(&check.status, &Status::Pass);
                continue;
            }
            convicted.get_or_insert(format!("{}[share]", ROWS[SHARES[at]]));
            let slips = moved(&[*share]).any(|moved| exists(moved[0]));
            let failure = if slips && mended { Failure::RoundingSlip } else { Failure::NoSuchShare };
            prop_assert_eq!(&check.status, &Status::Fail(failure), "{:?} of {}", share, base);
        }
        let together = checks.last().unwrap();
        let found = choices(&shares, base);
        let status = if let Some(share) = convicted {
            Status::Skip(Reason::ShareFails(share))
        } else if !found.is_empty() {
            Status::Pass
        } else if moved(&shares).any(|moved| !choices(&moved, base).is_empty()) {
            Status::Fail(Failure::RoundingSlip)
        } else {
            Status::Fail(Failure::Disagree)
        };
        prop_assert_eq!(&together.status, &status);
        let sum: i128 = shares.iter().map(|share| share.mantissa).sum();
        let exact = sum == 100 * 10_i128.pow(shares[0].places);
        prop_assert_eq!(together.rounded, status == Status::Pass && !exact);
        let recovered: Vec<i128> = together.recovered.iter().map(|(_, count)| *count).collect();
        prop_assert_eq!(recovered, if let [only] = found.as_slice() { only.clone() } else { Vec::new() });
    }

    #[test]
    fn lists_without_a_base_are_judged_by_their_sum(
        mut mantissas in proptest::collection::vec(0_i128..500, SHARES.len()),
        off in -6_i128..=6,
    ) {
        mantissas[0] = 1000 - mantissas[1..].iter().sum::<i128>() + off;
        prop_assume!(mantissas[0] >= 0);
        let shares: Vec<Option<Printed>> =
            mantissas.iter().map(|mantissa| Some(Printed { mantissa: *mantissa, places: 1, rounded: true })).collect();
        let checks = list(&shares, None, &[]);
        prop_assert_eq!(checks.len(), 1);
        // Four shares may be off by half a unit each.
        let status = match off.abs() {
            0..=2 => Status::Pass,
            3 => Status::Fail(Failure::RoundingSlip),
            _ => Status::Fail(Failure::Disagree),
        };
        prop_assert_eq!((&checks[0].status, checks[0].rounded), (&status, matches!(off.abs(), 1 | 2)));
        let severity = if off.abs() == 3 { Severity::Warning } else { Severity::Error };
        prop_assert_eq!(checks[0].severity, severity);
    }
}

fn share(mantissa: i128) -> Printed {
    Printed { mantissa, places: 0, rounded: true }
}

/// The checks by their names, with what came of them.
fn told(checks: &[Check]) -> Vec<(&str, &Status)> {
    checks.iter().map(|check| (check.instance.as_str(), &check.status)).collect()
}

#[test]
fn a_count_beside_a_share_decides_about_it() {
    // 25 % of 40 could be 10; the report prints 9.
    let shares = [25, 25, 50, 0].map(|part| Some(share(part)));
    let checks = list(&shares, Some(40), &[Some(9), Some(10), None, None]);
    let fails = Status::Fail(Failure::Disagree);
    let convicted = Status::Skip(Reason::ShareFails("f1[share]".into()));
    let pass = Status::Pass;
    assert_eq!(told(&checks), [("f1", &fails), ("f2", &pass), ("f3", &pass), ("f4", &pass), ("", &convicted)]);
}

#[test]
fn a_list_that_lacks_a_share_or_a_base_is_not_judged() {
    let [lacking, zero, none, one] = [
        list(&[Some(share(25)), None, Some(share(50)), Some(share(0))], Some(40), &[]),
        list(&[25, 25, 50, 0].map(|part| Some(share(part))), Some(0), &[]),
        list(&[Some(share(0)); 4], None, &[]),
        list(&[Some(share(25)), None, None, None], Some(40), &[]),
    ];
    let blank = Status::Skip(Reason::Blank("f2[share]".into()));
    let zero_base = Status::Skip(Reason::ZeroBase);
    assert_eq!(told(&lacking), [("f1", &Status::Pass), ("f3", &Status::Pass), ("f4", &Status::Pass), ("", &blank)]);
    assert_eq!(told(&zero), [("", &zero_base)]);
    assert_eq!(told(&none), [("", &zero_base)]);
    assert!(one.is_empty());
}

#[test]
fn no_shares_of_what_there_is_are_no_list() {
    let checks = list(&[Some(share(0)); 4], Some(40), &[]);
    assert_eq!(checks.last().map(|check| &check.status), Some(&Status::Fail(Failure::Disagree)));
}

#[test]
fn a_share_that_is_far_too_large_is_no_slip_of_rounding() {
    // 12.5 of 40 is meant; 72.4 is one unit from 72.5, which is 29 of 40, and far from any list.
    let tenths = |mantissa| Some(Printed { mantissa, places: 1, rounded: true });
    let checks = list(&[tenths(724), tenths(375), tenths(250), tenths(250)], Some(40), &[]);
    assert_eq!((&checks[0].status, checks[0].severity), (&Status::Fail(Failure::NoSuchShare), Severity::Error));
    // A count beside the share tells the slip, and the list tells the rest.
    let checks = list(&[tenths(126), tenths(375), tenths(250), tenths(900)], Some(40), &[Some(5)]);
    let (slip, far_off) = (Status::Fail(Failure::RoundingSlip), Status::Fail(Failure::Disagree));
    assert_eq!((told(&checks)[0], told(&checks)[4]), (("f1", &slip), ("", &far_off)));
}

#[test]
fn a_tie_may_be_rounded_either_way_also_for_a_slip() {
    // 23 of 80 are 28.75 %, printed as 28.7 or 28.8: 28.6 is one unit off.
    let tenths = |mantissa| Some(Printed { mantissa, places: 1, rounded: true });
    let checks = list(&[tenths(286), tenths(713), tenths(0), tenths(0)], Some(80), &[]);
    assert_eq!(checks[0].status, Status::Fail(Failure::RoundingSlip));
    let checks = list(&[tenths(285), tenths(713), tenths(0), tenths(0)], Some(80), &[]);
    assert_eq!(checks[0].status, Status::Fail(Failure::NoSuchShare));
}

#[test]
fn without_named_rows_the_list_is_every_row_that_prints_a_share_but_the_base() {
    let rule = RULE.replace("rows = \"list\"\n", "");
    let form = form(&mut Catalogue::builtin(), &[("count", "count"), ("share", "share")], &rule);
    let mut cells = vec![vec![None]; ROWS.len()];
    cells[BASE] = vec![Some(Printed { rounded: false, ..share(40) }), Some(share(100))];
    for (row, part) in SHARES.into_iter().zip([25, 25, 50]) {
        cells[row] = vec![None, Some(share(part))];
    }
    let pass = Status::Pass;
    let checks = checked(&report(&form, &cells));
    assert_eq!(told(&checks), [("f1", &pass), ("f2", &pass), ("f3", &pass), ("", &pass)]);
}
