//! Rules against a second evaluator: it keeps the tree, computes with rationals of another library, and looks
//! at every corner of what the rounded figures may stand for.

use num_rational::BigRational;
use proptest::prelude::*;

use super::{Printed, ROWS, checked, form, half, report, zero};
use crate::finding::{Failure, Reason, Severity, Status};
use crate::forms::Catalogue;

/// The rows that a rule names; the parts come in through `sum` alone.
const NAMED: [usize; 4] = [3, 4, 5, 6];

/// A sum of figures as a rule writes it.
#[derive(Debug, Clone)]
enum Expression {
    Row(usize),
    /// `sum(f0)`.
    Parts,
    Constant(i32),
    Negated(Box<Expression>),
    Plus(Box<Expression>, Box<Expression>),
    Minus(Box<Expression>, Box<Expression>),
    Times(i32, Box<Expression>),
    Over(Box<Expression>, i32),
}

use Expression::{Constant, Minus, Negated, Over, Parts, Plus, Row, Times};

impl Expression {
    fn written(&self) -> String {
        match self {
            Row(row) => ROWS[*row].into(),
            Parts => "sum(f0)".into(),
            Constant(value) => value.to_string(),
            Negated(inner) => format!("-({})", inner.written()),
            Plus(left, right) => format!("{} + {}", left.written(), right.written()),
            Minus(left, right) => format!("{} - ({})", left.written(), right.written()),
            Times(factor, inner) => format!("{factor} * ({})", inner.written()),
            Over(inner, divisor) => format!("({}) / {divisor}", inner.written()),
        }
    }

    fn value(&self, rows: &[BigRational]) -> BigRational {
        let whole = |value: i32| BigRational::from_integer(value.into());
        match self {
            Row(row) => rows[*row].clone(),
            Parts => &rows[1] + &rows[2],
            Constant(value) => whole(*value),
            Negated(inner) => -inner.value(rows),
            Plus(left, right) => left.value(rows) + right.value(rows),
            Minus(left, right) => left.value(rows) - right.value(rows),
            Times(factor, inner) => whole(*factor) * inner.value(rows),
            Over(inner, divisor) => inner.value(rows) / whole(*divisor),
        }
    }

    fn rows(&self, found: &mut Vec<usize>) {
        match self {
            Row(row) => found.push(*row),
            Parts => found.extend([1, 2]),
            Constant(_) => {}
            Negated(inner) | Times(_, inner) | Over(inner, _) => inner.rows(found),
            Plus(left, right) | Minus(left, right) => {
                left.rows(found);
                right.rows(found);
            }
        }
    }
}

fn expression() -> impl Strategy<Value = Expression> {
    let leaf = prop_oneof![
        6 => proptest::sample::select(&NAMED).prop_map(Row),
        1 => Just(Parts),
        1 => (0..30).prop_map(Constant),
    ];
    leaf.prop_recursive(3, 6, 2, |inner| {
        let boxed = |inner: &BoxedStrategy<Expression>| inner.clone().prop_map(Box::new);
        prop_oneof![
            4 => (boxed(&inner), boxed(&inner)).prop_map(|(left, right)| Plus(left, right)),
            2 => (boxed(&inner), boxed(&inner)).prop_map(|(left, right)| Minus(left, right)),
            1 => boxed(&inner).prop_map(Negated),
            1 => (2..5, boxed(&inner)).prop_map(|(factor, inner)| Times(factor, inner)),
            1 => (boxed(&inner), 2..8).prop_map(|(inner, divisor)| Over(inner, divisor)),
        ]
    })
}

/// The values at each corner of what some figures may stand for.
fn corners(figures: &[Printed]) -> Vec<Vec<BigRational>> {
    figures.iter().fold(vec![Vec::new()], |corners, figure| {
        let ends = if figure.rounded { vec![-half(), half()] } else { vec![zero()] };
        let with = |corner: Vec<BigRational>| {
            ends.iter().map(move |end| [corner.clone(), vec![figure.value(end)]].concat()).collect::<Vec<_>>()
        };
        corners.into_iter().flat_map(with).collect()
    })
}

/// Whether some choice makes `gap`, which has its extremes at corners, satisfy the sign.
fn satisfied(figures: &[Printed], sign: &str, gap: impl Fn(&[BigRational]) -> BigRational) -> bool {
    let gaps: Vec<BigRational> = corners(figures).iter().map(|corner| gap(corner)).collect();
    let (below, above) = (gaps.iter().min().unwrap(), gaps.iter().max().unwrap());
    match sign {
        "=" => *below <= zero() && *above >= zero(),
        "<=" => *below <= zero(),
        "<" => *below < zero(),
        ">=" => *above >= zero(),
        _ => *above > zero(),
    }
}

/// The verdict on figures of which `movable` may be a rounding slip: status and whether only rounding
/// makes it hold.
fn expected(
    figures: &[Printed],
    movable: &[usize],
    sign: &str,
    gap: impl Fn(&[BigRational]) -> BigRational,
) -> (Status, bool) {
    if satisfied(figures, sign, &gap) {
        let exact: Vec<Printed> = figures.iter().map(|one| Printed { rounded: false, ..*one }).collect();
        return (Status::Pass, !satisfied(&exact, sign, &gap));
    }
    let slips = movable.iter().filter(|at| figures[**at].rounded).any(|at| {
        [-1, 1].into_iter().any(|step| {
            let mut moved = figures.to_vec();
            moved[*at].mantissa += step;
            satisfied(&moved, sign, &gap)
        })
    });
    (Status::Fail(if slips { Failure::RoundingSlip } else { Failure::Disagree }), false)
}

/// A rule as a form file has it.
fn rule(check: &str) -> String {
    format!(
        "[[form.rule]]\nid = \"rule\"\ncheck = \"{check}\"\ntitle = {{ zh = \"甲\", en = \"a\" }}\n\
         why = {{ zh = \"甲\", en = \"a\" }}\nhint = {{ zh = \"甲\", en = \"a\" }}\n"
    )
}

/// The mantissa that stands for a value, rounded down.
fn mantissa(value: &BigRational, places: u32) -> i128 {
    let scaled = value * BigRational::from_integer(10_i128.pow(places).into());
    i128::try_from(scaled.floor().to_integer()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// `f0 SIGN expression`, in a column of counts and one of amounts.
    #[test]
    fn comparisons_agree_with_a_slow_evaluator(
        right in expression(),
        sign in proptest::sample::select(vec!["=", "<=", "<", ">=", ">"]),
        values in proptest::collection::vec((0_i128..600, 0_u32..3), ROWS.len()),
        off in [-4_i128..=4, -4_i128..=4],
        mirrored in any::<bool>(),
    ) {
        let mut named = Vec::new();
        right.rows(&mut named);
        named.sort_unstable();
        named.dedup();
        // A figure that cancels out is no part of the rule.
        let alone = |row: usize| {
            let mut rows = vec![zero(); ROWS.len()];
            rows[row] = half();
            right.value(&rows)
        };
        named.retain(|row| alone(*row) != right.value(&vec![zero(); ROWS.len()]));
        let (text, flipped) = (right.written(), match sign { "<=" => ">=", "<" => ">", ">=" => "<=", ">" => "<", _ => "=" });
        let rule = if mirrored { format!("{text} {flipped} f0") } else { format!("f0 {sign} {text}") };
        let units = [("count", "count"), ("amount", "amount")];
        let columns: Vec<Vec<Printed>> = (0..2).map(|column| {
            let mut figures: Vec<Printed> = values.iter().map(|(mantissa, places)| {
                let places = if column == 0 { 0 } else { *places };
                Printed { mantissa: *mantissa, places, rounded: column == 1 }
            }).collect();
            let exact: Vec<BigRational> = figures.iter().map(|figure| figure.value(&zero())).collect();
            figures[0].mantissa = mantissa(&right.value(&exact), figures[0].places) + off[column];
            figures
        }).collect();
        let cells: Vec<Vec<Option<Printed>>> =
            (0..ROWS.len()).map(|row| columns.iter().map(|figures| Some(figures[row])).collect()).collect();
        let form = form(&mut Catalogue::builtin(), &units, &self::rule(&rule));
        let checks = checked(&report(&form, &cells));
        prop_assert_eq!(checks.len(), 2);
        named.push(0);
        for (check, figures) in checks.iter().zip(&columns) {
            let used: Vec<Printed> = named.iter().map(|row| figures[*row]).collect();
            let gap = |corner: &[BigRational]| {
                let mut rows = vec![zero(); ROWS.len()];
                named.iter().zip(corner).for_each(|(row, value)| rows[*row].clone_from(value));
                &rows[0] - right.value(&rows)
            };
            let movable: Vec<usize> = (0..used.len()).collect();
            let (status, rounded) = expected(&used, &movable, sign, gap);
            prop_assert_eq!((&check.status, check.rounded), (&status, rounded), "{} {:?}", rule, figures);
            prop_assert_eq!(check.figures.len(), used.len());
            let severity = if status == Status::Fail(Failure::RoundingSlip) { Severity::Warning } else { Severity::Error };
            prop_assert_eq!(check.severity, severity);
        }
    }

    /// `share = share(part, whole)` and `rate = rate(part, whole)` over counts with parts.
    #[test]
    fn shares_and_rates_agree_with_a_slow_evaluator(
        counts in proptest::collection::vec(0_i128..400, ROWS.len()),
        places in 0_u32..3,
        off in -3_i128..=3,
        growth in any::<bool>(),
        summed in any::<bool>(),
        divisor in 1_i128..4,
    ) {
        let whole = if summed { "f0.a[count] + f0.b[count]" } else { "f1[count]" };
        let (name, unit) = if growth { ("rate", "rate") } else { ("share", "share") };
        let rule = format!("f2[shown] = {name}(f3[count], ({whole}) / {divisor})");
        let form = form(&mut Catalogue::builtin(), &[("count", "count"), ("shown", unit)], &self::rule(&rule));
        let base = if summed { counts[1] + counts[2] } else { counts[3] };
        let exact = |value: i128| BigRational::from_integer(value.into());
        let of = |part: i128| {
            let ratio = exact(100 * part * divisor) / exact(base);
            if growth { ratio - exact(100) } else { ratio }
        };
        let shown = if base == 0 { off } else { mantissa(&of(counts[5]), places) + off };
        let shown = Printed { mantissa: shown, places, rounded: true };
        let mut cells: Vec<Vec<Option<Printed>>> =
            counts.iter().map(|count| vec![Some(Printed { mantissa: *count, places: 0, rounded: false }), None]).collect();
        cells[4][1] = Some(shown);
        let checks = checked(&report(&form, &cells));
        let [check] = checks.as_slice() else { panic!("one check") };
        if base == 0 {
            prop_assert_eq!(&check.status, &Status::Skip(Reason::ZeroBase));
        } else {
            let (status, rounded) = expected(&[shown], &[0], "=", |corner| &corner[0] - of(counts[5]));
            prop_assert_eq!((&check.status, check.rounded), (&status, rounded), "{}", rule);
            // What is told as right is the nearest at the printed places.
            let told = Printed { mantissa: check.sides.as_ref().unwrap().right.mantissa(), ..shown };
            let off = (told.value(&zero()) - of(counts[5])) * exact(10_i128.pow(places));
            prop_assert!(off >= -half() && off <= half());
        }
    }
}

fn whole(mantissa: i128) -> Printed {
    Printed { mantissa, places: 0, rounded: false }
}

#[test]
fn a_share_is_written_out_with_its_sums_in_brackets() {
    let units = [("count", "count"), ("shown", "share")];
    for (check, written) in [
        ("f2[shown] = share(f3[count], f1[count])", "100 × 5 / 8"),
        ("f2[shown] = share(f3[count] + f4[count], f1[count] - f2[count])", "100 × (5 + 1) / (8 - 2)"),
    ] {
        let form = form(&mut Catalogue::builtin(), &units, &rule(check));
        let mut cells: Vec<Vec<Option<Printed>>> =
            [0, 0, 0, 8, 2, 5, 1].into_iter().map(|count| vec![Some(whole(count)), None]).collect();
        cells[4][1] = Some(whole(50));
        let checks = checked(&report(&form, &cells));
        assert_eq!(checks[0].sides.as_ref().unwrap().right_terms, written);
    }
}

#[test]
fn a_blank_total_beside_its_parts_is_told_and_blanks_alone_are_not() {
    let form = form(
        &mut Catalogue::builtin(),
        &[("count", "count")],
        &format!("blank = \"zero\"\n{}", rule("f0 = sum(children)")),
    );
    let status = |total: Option<i128>, first: Option<i128>, second: Option<i128>| {
        let mut cells = vec![vec![None]; ROWS.len()];
        for (row, count) in cells.iter_mut().zip([total, first, second]) {
            row[0] = count.map(whole);
        }
        checked(&report(&form, &cells))[0].status.clone()
    };
    assert_eq!(status(None, None, None), Status::Skip(Reason::AllBlank));
    assert_eq!(status(None, Some(2), Some(3)), Status::Fail(Failure::BlankTotal));
    assert_eq!(status(None, Some(2), None), Status::Fail(Failure::BlankTotal));
    assert_eq!(status(Some(5), None, None), Status::Fail(Failure::Disagree));
    assert_eq!(status(Some(5), Some(5), None), Status::Pass);
    assert_eq!(status(None, Some(0), None), Status::Pass);
}
