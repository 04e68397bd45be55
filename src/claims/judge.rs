//! Whether the relations that prose states hold, and the checks that come of it.

use std::sync::Arc;

use super::arithmetic::{Outcome, Sum, make_hundred, mean, negative, ratio};
use super::near::{near_either_way, near_hundred, near_whole, one_slip};
use super::roughly::{is_far, meant};
use super::rules::rule;
use super::statement::{Among, Nature, Statement};
use super::{Prose, Quantity};
use crate::check::Verdict;
use crate::finding::{Check, CheckedFigure, Failure, Kind, Severity, Sides, Status};
use crate::number::{Decimal, Number, Overflow};

/// The checks of a statement: several where it says of each part that it is some of a whole, none where nothing can be
/// said of it.
pub(super) fn judge(prose: &Prose, statement: &Statement, instance: &str, source: &Arc<str>) -> Vec<Check> {
    let mut scales: Vec<i32> = statement
        .figures()
        .into_iter()
        .filter_map(|index| prose.quantities.get(index))
        .filter(|quantity| quantity.is_size())
        .map(|quantity| quantity.scale)
        .collect();
    scales.dedup();
    let judge = Judge { scale: if let [one] = *scales { one } else { 0 }, ..Judge::of(prose) };
    let single = match statement {
        Statement::Parts { wholes, parts, nature } => {
            let judged = judge.parts(wholes, parts, *nature).unwrap_or_default();
            let several = judged.len() > 1;
            let numbered = judged.into_iter().enumerate().filter_map(|(at, judged)| {
                let instance = if several { format!("{instance}.{}", at + 1) } else { instance.to_owned() };
                judged.check(prose, statement, instance, source)
            });
            return numbered.collect();
        }
        Statement::Share { share, parts, wholes } => judge.share(*share, parts, wholes),
        Statement::Shares { shares, nature, whole } => judge.shares(shares, *nature, *whole),
        Statement::Rate { rate, parts, wholes, complement } => judge.rate(*rate, parts, wholes, *complement),
        Statement::Mean { mean, total, among } => judge.mean(*mean, *total, *among),
        Statement::Change { by, from, to, down } => judge.change(*by, *from, *to, *down),
        Statement::Growth { by, difference, to, down } => judge.growth(*by, *difference, *to, *down),
        Statement::Subset { part, whole, told } => judge.subset(&[*part], &[*whole], *told),
    };
    let check = |judged: Judged| judged.check(prose, statement, instance.to_owned(), source);
    single.ok().flatten().and_then(check).into_iter().collect()
}

pub(super) struct Judged {
    pub(super) name: &'static str,
    pub(super) status: Status,
    pub(super) rounded: bool,
    pub(super) sides: Sides,
    pub(super) severity: Severity,
    /// Its figures, where they are not those of the statement in their order.
    pub(super) figures: Option<Vec<usize>>,
    /// Only of shares that were judged together with their whole: the counts behind them, where these are known.
    pub(super) counts: Option<Vec<(usize, i128)>>,
}

impl Judged {
    pub(super) fn of(name: &'static str, outcome: Outcome, sides: Sides) -> Self {
        let status = match outcome {
            Outcome::Exact | Outcome::Rounded => Status::Pass,
            Outcome::Slip => Status::Fail(Failure::RoundingSlip),
            Outcome::Fails => Status::Fail(Failure::Disagree),
        };
        Self {
            name,
            status,
            rounded: outcome == Outcome::Rounded,
            sides,
            severity: Severity::Error,
            figures: None,
            counts: None,
        }
    }

    fn check(self, prose: &Prose, statement: &Statement, instance: String, source: &Arc<str>) -> Option<Check> {
        let Self { name, status, rounded, sides, severity, figures, counts } = self;
        let kind = if counts.is_some() { Kind::Breakdown } else { Kind::Claim };
        let figures = figures.unwrap_or_else(|| statement.figures());
        let figures = figures.into_iter().filter_map(|index| prose.quantities.get(index));
        let figures = figures.map(|quantity| quantity.checked(source)).collect();
        let verdict = Verdict { status, rounded, sides: Some(sides), figures };
        let mut check = verdict.into_check(rule(name)?, instance, kind);
        check.severity = check.severity.min(severity);
        check.recovered = prose.named(&counts.unwrap_or_default());
        Some(check)
    }
}

pub(super) type Result<T> = std::result::Result<T, Overflow>;

pub(super) struct Judge<'p> {
    prose: &'p Prose,
    /// The power of ten that all sizes are told in: 276.29 of 亿元 rather than 27629000000 of 元.
    scale: i32,
}

impl<'p> Judge<'p> {
    /// A judge of figures as they are printed, whatever they are told in.
    pub(super) fn of(prose: &'p Prose) -> Self {
        Self { prose, scale: 0 }
    }

    pub(super) fn numbers(&self, indices: &[usize]) -> Vec<Number> {
        let scaled = |quantity: &Quantity| {
            let number = quantity.number;
            match number.value().scaled(-self.scale) {
                Ok(value) if quantity.is_size() && number.is_rounded() => Number::rounded(value),
                Ok(value) if quantity.is_size() => Number::exact(value),
                _ => number,
            }
        };
        indices.iter().filter_map(|index| self.prose.quantities.get(*index)).map(scaled).collect()
    }

    pub(super) fn sum(&self, indices: &[usize]) -> Result<Sum> {
        Sum::of(&self.numbers(indices))
    }

    fn approximate(&self, indices: &[usize]) -> bool {
        indices.iter().any(|index| self.prose.quantities.get(*index).is_some_and(|quantity| quantity.approximate))
    }

    pub(super) fn terms(&self, indices: &[usize]) -> String {
        let shown = |number: &Number| {
            let value = number.value();
            if value.is_negative() { format!("({value})") } else { value.to_string() }
        };
        self.numbers(indices).iter().map(shown).collect::<Vec<_>>().join(" + ")
    }

    fn sides(&self, wholes: &[usize], relation: &'static str, parts: &[usize]) -> Result<Sides> {
        let (left, right) = (self.sum(wholes)?.value, self.sum(parts)?.value);
        Ok(Sides {
            left,
            left_terms: self.terms(wholes),
            relation,
            right,
            right_terms: self.terms(parts),
            difference: left.sub(right)?,
        })
    }

    fn parts(&self, wholes: &[usize], parts: &[usize], nature: Nature) -> Result<Vec<Judged>> {
        // Two of several channels may leave a few to others: `65个,其中微信29个、微博32个`.
        const TWO: usize = 2;
        const FEW: i128 = 10;
        if self.approximate(wholes) || self.approximate(parts) {
            return Ok(Vec::new());
        }
        let (whole, sum) = (self.sum(wholes)?, Sum::of_parts(&self.numbers(parts))?);
        let outcome = whole.equals(&sum)?;
        let sides = self.sides(wholes, "=", parts)?;
        let as_told = Judged::of("parts", outcome, sides);
        if outcome.holds() || nature == Nature::Exhaustive {
            return Ok(vec![as_told]);
        }
        let (whole_numbers, part_numbers) = (self.numbers(wholes), self.numbers(parts));
        if nature == Nature::Confirmed {
            return self.each_within(parts, wholes);
        }
        if nature == Nature::Tied {
            let near = near_either_way(&whole_numbers, &part_numbers);
            let told = near.map(|slip| Judged { status: Status::Fail(Failure::NearMiss(slip)), ..as_told });
            return Ok(told.into_iter().collect());
        }
        if sum.is_above(&whole) {
            let larger = |part: &Number| Sum::of(&[*part]).is_ok_and(|part| part.is_above(&whole));
            let channels = nature == Nature::Overlapping
                && !part_numbers.iter().any(larger)
                && !one_slip(&whole_numbers, &part_numbers);
            return if channels { self.each_within(parts, wholes) } else { Ok(vec![as_told]) };
        }
        let few = whole.value.sub(sum.value)? < Decimal::from(FEW);
        match near_whole(&whole_numbers, &part_numbers) {
            Some(slip) if nature != Nature::Open && !(nature == Nature::Overlapping && parts.len() == TWO && few) => {
                Ok(vec![Judged { status: Status::Fail(Failure::NearMiss(slip)), ..as_told }])
            }
            _ => self.each_within(parts, wholes),
        }
    }

    /// Of a list that leaves some out: that each part is some of the whole.
    fn each_within(&self, parts: &[usize], wholes: &[usize]) -> Result<Vec<Judged>> {
        let mut all = Vec::new();
        for part in parts {
            let figures = std::iter::once(part).chain(wholes).copied().collect();
            all.extend(self.subset(&[*part], wholes, true)?.map(|judged| Judged { figures: Some(figures), ..judged }));
        }
        Ok(all)
    }

    fn subset(&self, parts: &[usize], wholes: &[usize], told: bool) -> Result<Option<Judged>> {
        if self.approximate(wholes) || self.approximate(parts) {
            return Ok(None);
        }
        let above = self.sum(parts)?.is_above(&self.sum(wholes)?);
        let sides = self.sides(parts, "<=", wholes)?;
        let outcome = if above { Outcome::Fails } else { Outcome::Exact };
        let severity = if told { Severity::Error } else { Severity::Warning };
        Ok(Some(Judged { severity, ..Judged::of("subset", outcome, sides) }))
    }

    fn share(&self, share: usize, parts: &[usize], wholes: &[usize]) -> Result<Option<Judged>> {
        let Some(percent) = self.worked_out(share) else { return Ok(None) };
        if self.approximate(parts) || self.approximate(wholes) {
            return Ok(None);
        }
        let part = self.sum(parts)?;
        if !wholes.is_empty() {
            let whole = self.sum(wholes)?;
            let outcome = ratio(percent, &part, &whole, Decimal::ZERO)?;
            let sides = self.quotient(percent, (parts, &part), (self.bracketed(wholes), &whole))?;
            return sides.map_or(Ok(None), |sides| self.told(share, "share", outcome, sides));
        }
        if self.approximate(&[share]) {
            return Ok(None);
        }
        // All of what is not told says nothing.
        if percent.value() == Decimal::HUNDRED {
            return Ok(None);
        }
        let fitting = whole_number_for(percent, &part);
        let Some(whole) = fitting.or_else(|| nearest_whole(percent, &part)) else { return Ok(None) };
        let whole_sum = Sum::of(&[Number::exact(whole)])?;
        let sides = self.quotient(percent, (parts, &part), (whole.to_string(), &whole_sum))?;
        Ok(sides.map(|sides| {
            let judged = Judged::of("share", Outcome::Rounded, sides);
            match fitting {
                Some(_) => judged,
                None => Judged {
                    status: Status::Fail(Failure::NoSuchShare),
                    rounded: false,
                    severity: Severity::Warning,
                    ..judged
                },
            }
        }))
    }

    fn bracketed(&self, indices: &[usize]) -> String {
        let terms = self.terms(indices);
        if indices.len() > 1 { format!("({terms})") } else { terms }
    }

    /// The sides of `percent = 100 * part / whole`.
    pub(super) fn quotient(
        &self,
        percent: Number,
        (parts, part): (&[usize], &Sum),
        (whole_terms, whole): (String, &Sum),
    ) -> Result<Option<Sides>> {
        if whole.value.is_zero() {
            return Ok(None);
        }
        let left = percent.value();
        let right = part.value.mul(Decimal::HUNDRED)?.quotient_for_display(whole.value, left.exponent())?;
        let right_terms = format!("100 × {} / {whole_terms}", self.bracketed(parts));
        Sides::equal(left, left.to_string(), right, right_terms).map(Some)
    }

    fn shares(&self, shares: &[usize], nature: Nature, whole: Option<usize>) -> Result<Option<Judged>> {
        let numbers = self.numbers(shares);
        let outcome = make_hundred(&numbers)?;
        let sum = Sum::of(&numbers)?.value;
        let sides = Sides::equal(sum, self.terms(shares), Decimal::HUNDRED, "100".into())?;
        let judged = || Judged::of("shares", outcome, sides.clone());
        if let Some(whole) = whole
            && let Some(judged) = self.jointly(shares, whole, judged())?
        {
            return Ok(Some(judged));
        }
        let judged = judged();
        if outcome == Outcome::Fails && nature == Nature::Listed && sum < Decimal::HUNDRED {
            let near = near_hundred(&numbers);
            return Ok(near.map(|slip| Judged { status: Status::Fail(Failure::NearMiss(slip)), ..judged }));
        }
        Ok(Some(judged))
    }

    fn rate(&self, rate: usize, parts: &[usize], wholes: &[usize], complement: bool) -> Result<Option<Judged>> {
        let [percent] = *self.numbers(&[rate]) else { return Ok(None) };
        let (part, whole) = (self.sum(parts)?, self.sum(wholes)?);
        if whole.value.is_zero() {
            return Ok(None);
        }
        let part = if complement { whole.less(&part)? } else { part };
        let outcome = ratio(percent, &part, &whole, Decimal::ZERO)?;
        let sides = self.quotient(percent, (parts, &part), (self.bracketed(wholes), &whole))?;
        let left_out = |sides: Sides| {
            let right_terms = format!("100 × ({} - {}) / {0}", self.bracketed(wholes), self.terms(parts));
            Sides { right_terms, ..sides }
        };
        let sides = if complement { sides.map(left_out) } else { sides };
        Ok(sides.map(|sides| Judged::of("rate", outcome, sides)))
    }

    fn mean(&self, figure: usize, total: usize, among: Among) -> Result<Option<Judged>> {
        let Some(number) = self.worked_out(figure) else { return Ok(None) };
        let (all, of, terms) = match among {
            Among::Figure(index) => (self.sum(&[total])?, self.sum(&[index])?, self.terms(&[index])),
            Among::Of(count) => {
                (self.sum(&[total])?, Sum::of(&[Number::exact(Decimal::from(count))])?, count.to_string())
            }
        };
        if of.value.is_zero() {
            return Ok(None);
        }
        let left = number.value();
        let right = all.value.quotient_for_display(of.value, left.exponent())?;
        let sides = Sides::equal(left, left.to_string(), right, format!("{} / {terms}", self.terms(&[total])))?;
        self.told(figure, "rate", mean(number, &all, &of)?, sides)
    }

    /// A figure that is worked out of others, as what it may be rounded from.
    fn worked_out(&self, index: usize) -> Option<Number> {
        let [number] = *self.numbers(&[index]) else { return None };
        Some(meant(number, self.approximate(&[index])))
    }

    /// How a figure that is worked out of others came out; one that says it is approximate is wrong only where it is far off.
    fn told(&self, index: usize, name: &'static str, outcome: Outcome, sides: Sides) -> Result<Option<Judged>> {
        // A round number may be rounded to anything: `约占百分之六十`.
        let round = self.worked_out(index).is_some_and(|number| number.value().exponent() > 0);
        let near = round || !is_far(sides.left, sides.right)?;
        let vague = self.approximate(&[index]) && !outcome.holds() && near;
        Ok((!vague).then(|| Judged::of(name, outcome, sides)))
    }

    fn change(&self, by: usize, from: usize, to: usize, down: bool) -> Result<Option<Judged>> {
        let Some(change) = self.prose.quantities.get(by) else { return Ok(None) };
        let (before, after) = (self.sum(&[from])?, self.sum(&[to])?);
        let Some(value) = self.numbers(&[by]).first().map(|number| number.value()) else { return Ok(None) };
        let signed = if down { negative(value)? } else { value };
        let number = if change.number.is_rounded() { Number::rounded(signed) } else { Number::exact(signed) };
        // Less by something is told as something, not as minus something.
        let difference = if down { before.less(&after)? } else { after.less(&before)? };
        let (from_terms, to_terms) = (self.terms(&[from]), self.terms(&[to]));
        let terms = if down { format!("{from_terms} - {to_terms}") } else { format!("{to_terms} - {from_terms}") };
        let sides = |left: Decimal, right: Decimal, right_terms: String| {
            Sides::equal(left, left.to_string(), right, right_terms)
        };
        if change.is_percent() || change.is_multiple() {
            let percent = if change.is_percent() { number } else { Number::rounded(signed.scaled(2)?) };
            let outcome = ratio(percent, &after, &before, negative(Decimal::HUNDRED)?)?;
            if before.value.is_zero() {
                return Ok(None);
            }
            let left = if down { negative(percent.value())? } else { percent.value() };
            let right = difference.value.mul(Decimal::HUNDRED)?.quotient_for_display(before.value, left.exponent())?;
            let sides = sides(left, right, format!("100 × ({terms}) / {from_terms}"))?;
            return Ok(Some(Judged::of("change", outcome, sides)));
        }
        let change = if down { Number::exact(negative(signed)?) } else { Number::exact(signed) };
        let change = if number.is_rounded() { Number::rounded(change.value()) } else { change };
        let outcome = Sum::of(&[change])?.equals(&difference)?;
        let sides = sides(change.value(), difference.value, terms)?;
        Ok(Some(Judged::of("change", outcome, sides)))
    }
}

/// A whole number that the part is this share of.
pub(super) fn whole_number_for(percent: Number, part: &Sum) -> Option<Decimal> {
    let nearest = nearest_whole(percent, part)?;
    let near = [Some(nearest), nearest.sub(Decimal::from(1)).ok(), nearest.add(Decimal::from(1)).ok()];
    near.into_iter().flatten().find(|whole| {
        let whole = Sum::of(&[Number::exact(*whole)]);
        whole.is_ok_and(|whole| ratio(percent, part, &whole, Decimal::ZERO).is_ok_and(Outcome::holds))
    })
}

/// The whole number that the part comes nearest to being this share of.
fn nearest_whole(percent: Number, part: &Sum) -> Option<Decimal> {
    part.value.mul(Decimal::HUNDRED).ok()?.quotient_for_display(percent.value(), 0).ok()
}

impl Quantity {
    /// The figure as checks show it.
    pub(super) fn checked(&self, source: &Arc<str>) -> CheckedFigure {
        CheckedFigure {
            form: "prose".into(),
            row: format!("p{}", self.paragraph),
            column: String::new(),
            label: self.label.to_string(),
            label_en: self.label.to_string(),
            value: Some(self.number.value()),
            text: self.text.clone(),
            source: Arc::clone(source),
            place: self.place.clone(),
        }
    }
}
