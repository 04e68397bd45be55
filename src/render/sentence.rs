//! What a check found, in one sentence with its numbers.
//! Every output format shows the same sentence; where it stands is theirs to decide.

use super::name::label;
use crate::check::{Coverage, Unfit};
use crate::document::Within;
use crate::finding::{Check, Failure, Kind, Reason, Remark, Severity, Sides, Slip, Status, Suggestion};
use crate::forms::Rule;
use crate::message::{self, Lang};
use crate::number::Decimal;
use crate::problem::Problem;

/// How many cells without a figure are named.
const FEW_CELLS: usize = 3;

/// The sentence of a check: what it is about, and what was found.
#[must_use]
pub fn sentence(check: &Check, lang: Lang) -> String {
    message::labelled(lang, &subject(check, lang), &statement(check, lang))
}

/// What a rule says, as a heading: without the full stop.
pub(super) fn title(rule: &Rule, lang: Lang) -> &str {
    rule.title.get(lang).trim_end_matches(['.', '。'])
}

/// What is wrong with a file and in which cell; the file and the line are left to the format.
pub(super) fn problem(problem: &Problem, lang: Lang) -> String {
    let said = problem.message(lang);
    match &problem.place {
        Some(place)
            if matches!(place.within, Within::File | Within::Sheet(_) | Within::Table(_) | Within::Markup(_)) =>
        {
            message::problem_cell(lang, &said, &place.cell_name())
        }
        Some(place) => message::problem_at(lang, &said, &place.cell_name()),
        None => said,
    }
}

/// How many figures the rules guard, and how many slips would be noticed.
pub(super) fn coverage_of(coverage: &Coverage, lang: Lang) -> String {
    let (changes, noticed) = coverage.changes();
    let percent = (noticed * 1000).checked_div(changes).unwrap_or(0);
    let percent = format!("{}.{}", percent / 10, percent % 10);
    message::coverage(lang, &coverage.figures.len(), &coverage.covered(), &percent, &noticed, &changes)
}

/// The figure that a check is about, or the relation where no single figure is.
fn subject(check: &Check, lang: Lang) -> &str {
    let title = title(&check.rule, lang);
    let own_figure = match (&check.status, &check.sides) {
        (Status::Fail(Failure::BlankTotal), _) => check.figures.first(),
        (_, Some(sides)) if !is_sum(sides.left, &sides.left_terms) => {
            check.figures.iter().find(|figure| figure.value == Some(sides.left)).or(check.figures.first())
        }
        _ => None,
    };
    own_figure.map_or(title, |figure| label(figure, lang))
}

/// What was found, without saying where.
pub(super) fn statement(check: &Check, lang: Lang) -> String {
    match &check.status {
        Status::Pass => pass(check, lang),
        Status::Fail(failure) => fail(check, *failure, lang),
        Status::Skip(Reason::Open(cells)) => {
            message::not_checked(lang, &message::open(lang, &names(cells, lang), &disagreement(check, lang)))
        }
        Status::Skip(Reason::UnreadRow(label)) => {
            message::not_checked(lang, &message::unread_row(lang, label, &disagreement(check, lang)))
        }
        Status::Skip(why) => message::not_checked(lang, &reason(why, lang)),
    }
}

/// Why a check was not decided.
pub(super) fn reason(reason: &Reason, lang: Lang) -> String {
    match reason {
        Reason::Missing(figure) => message::missing(lang, figure),
        Reason::Blank(figure) => message::blank(lang, figure),
        Reason::NotApplicable(figure) => message::not_applicable(lang, figure),
        Reason::Approximate(figure) => message::approximate(lang, figure),
        Reason::Unreadable(figure) => message::unreadable(lang, figure),
        Reason::AllBlank => message::all_blank(lang),
        Reason::Open(cells) => message::open_cells(lang, &names(cells, lang)),
        Reason::UnreadRow(label) => message::unread_row_alone(lang, label),
        Reason::NoRow(cells) => message::no_row(lang, &names(cells, lang)),
        Reason::NoColumn(cell) => message::no_column(lang, cell),
        Reason::ZeroBase => message::zero_base(lang),
        Reason::ShareFails(share) => message::share_fails(lang, share),
        Reason::NoPrevious => message::no_previous(lang),
        Reason::NotKept => message::not_kept(lang),
        Reason::Gap(gap) => message::gap(lang, &gap.needed, &gap.last),
        Reason::UnfitPrevious => message::unfit_previous(lang),
        Reason::Rivals(rivals) => message::rivals(lang, &rivals.first, &rivals.second),
        Reason::NoPart(body) => message::no_part(lang, body),
        Reason::UnfitPart(Unfit::Unread(source)) => message::unread_part(lang, source),
        Reason::UnfitPart(Unfit::OtherYear(body)) => message::part_of_another_year(lang, body),
        Reason::UnfitPart(Unfit::Rivals(rivals)) => message::rival_parts(lang, &rivals.first, &rivals.second),
        Reason::Waived(reason) => message::waived(lang, reason),
        Reason::Known => message::known(lang),
        Reason::NoParts => message::no_parts(lang),
    }
}

/// Names of cells, of many the first.
fn names(cells: &[String], lang: Lang) -> String {
    let shown: Vec<&str> = cells.iter().take(FEW_CELLS).map(String::as_str).collect();
    let listed = shown.join(&message::comma(lang));
    if cells.len() > FEW_CELLS { message::and_other_cells(lang, &listed, &cells.len()) } else { listed }
}

/// What a suggestion says: each figure with its new value, and why that one.
#[must_use]
pub fn suggestion(suggestion: &Suggestion, lang: Lang) -> String {
    let changes: Vec<String> = suggestion
        .changes
        .iter()
        .map(|change| {
            let figure = &change.figure;
            let name = &label(figure, lang);
            let place = format!("{} {}", figure.source, figure.place.cell_name());
            match figure.text.trim() {
                "" => message::change_blank(lang, name, &change.to, &place),
                from => message::change(lang, name, &from, &change.to, &place),
            }
        })
        .collect();
    message::suggestion(lang, &changes.join(&message::comma(lang)), &why(suggestion, lang))
}

/// Why these figures and these values.
pub(super) fn why(suggestion: &Suggestion, lang: Lang) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for change in &suggestion.changes {
        let reason = slip(change.slip, lang);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.push(if suggestion.unique { message::the_only_repair(lang) } else { message::one_of_several(lang) });
    reasons.join(&message::comma(lang))
}

fn slip(slip: Slip, lang: Lang) -> String {
    match slip {
        Slip::Blank => message::slip_blank(lang),
        Slip::Rounding => message::slip_rounding(lang),
        Slip::SwappedDigits => message::slip_swapped(lang),
        Slip::Exchanged => message::slip_exchanged(lang),
        Slip::Sign => message::slip_sign(lang),
        Slip::DoubledDigit => message::slip_doubled(lang),
        Slip::MissingDigit => message::slip_missing(lang),
        Slip::ExtraDigit => message::slip_extra(lang),
        Slip::PowerOfTen => message::slip_power(lang),
        Slip::LookAlike => message::slip_look_alike(lang),
        Slip::OneDigit => message::slip_digit(lang),
        Slip::OtherCell => message::slip_other_cell(lang),
        Slip::TwoDigits => message::slip_two_digits(lang),
        Slip::Other => message::slip_other(lang),
    }
}

fn pass(check: &Check, lang: Lang) -> String {
    if let Some(lone) = LoneShare::of(check) {
        return message::possible_share(lang, &lone.base, &lone.share);
    }
    let statement = match (&check.sides, check.rounded) {
        (Some(sides), false) => arithmetic(sides, sides.relation),
        (Some(sides), true) => {
            let sign = if sides.relation == "=" { "≈" } else { sides.relation };
            message::within_rounding(lang, &arithmetic(sides, sign))
        }
        (None, false) => message::holds(lang),
        (None, true) => message::holds_rounded(lang),
    };
    if check.recovered.is_empty() {
        return statement;
    }
    let counts: Vec<String> = check.recovered.iter().map(|(_, count)| count.to_string()).collect();
    let total: i128 = check.recovered.iter().map(|(_, count)| count).sum();
    message::recovered(lang, &statement, &counts.join(" "), &total)
}

fn fail(check: &Check, failure: Failure, lang: Lang) -> String {
    if let Some(lone) = LoneShare::of(check) {
        let statement = message::no_such_share(lang, &lone.base, &lone.share);
        return message::nearest_share(lang, &statement, &lone.nearest);
    }
    match failure {
        Failure::Disagree | Failure::NoSuchShare => explained(check, lang),
        Failure::RoundingSlip => message::rounding_slip(lang, &disagreement(check, lang)),
        Failure::BlankTotal => blank_total(check, lang),
        Failure::NoValue => message::no_value(lang, &disagreement(check, lang)),
        Failure::NearMiss(how) => message::near_miss(lang, &disagreement(check, lang), &slip(how, lang)),
    }
}

/// The disagreement, and what explains it.
fn explained(check: &Check, lang: Lang) -> String {
    let remarks = check.remarks.iter().map(|remark| match remark {
        Remark::LeavesOut(body) => message::leaves_out(lang, body),
        Remark::CountsTwice(body) => message::counts_twice(lang, body),
        Remark::SignsCountNothing(cells) => message::signs_count_nothing(lang, &names(cells, lang)),
        Remark::FractionsOfOne => message::fractions_of_one(lang),
        Remark::PartsMissing(bodies) => message::parts_missing(lang, &bodies.join(&message::comma(lang))),
    });
    let said: Vec<String> = std::iter::once(disagreement(check, lang)).chain(remarks).collect();
    said.join(&message::semicolon(lang))
}

fn disagreement(check: &Check, lang: Lang) -> String {
    let Some(sides) = &check.sides else { return message::does_not_hold(lang) };
    let base = base_of_list(check, sides);
    if let (Some(base), true) = (base, sides.difference.is_zero()) {
        return message::no_such_counts(lang, &message::shares_sum_to(lang, &sides.left), &base);
    }
    let relation = arithmetic(sides, negated(sides.relation));
    // Equal sides fail under `<` and `>`; they differ by nothing worth saying.
    let relation = if sides.difference.is_zero() {
        relation
    } else {
        message::difference(lang, &relation, &magnitude(sides.difference))
    };
    match base {
        Some(base) => message::no_such_counts(lang, &relation, &base),
        None => relation,
    }
}

fn blank_total(check: &Check, lang: Lang) -> String {
    let Some(sides) = &check.sides else { return message::blank_total_unknown(lang) };
    let left_is_sum = is_sum(sides.left, &sides.left_terms) && !is_sum(sides.right, &sides.right_terms);
    let sum = if left_is_sum { side(sides.left, &sides.left_terms) } else { side(sides.right, &sides.right_terms) };
    message::blank_total(lang, &sum)
}

/// A share that is checked against its base alone: its figures are the share and the base, and in prose the other
/// shares of its list.
struct LoneShare {
    share: Decimal,
    base: Decimal,
    nearest: Decimal,
}

impl LoneShare {
    fn of(check: &Check) -> Option<Self> {
        let sides = check.sides.as_ref().filter(|sides| !is_sum(sides.right, &sides.right_terms))?;
        let [_, base, ..] = check.figures.as_slice() else { return None };
        let lone = check.kind == Kind::Breakdown && !is_list(sides);
        lone.then_some(Self { share: sides.left, base: base.value?, nearest: sides.right })
    }
}

/// The base of a whole list of shares, where the list has one: it stands behind the shares.
fn base_of_list(check: &Check, sides: &Sides) -> Option<Decimal> {
    let shares = sides.left_terms.split(" + ").count();
    check.figures.get(shares).filter(|_| check.kind == Kind::Breakdown && is_list(sides))?.value
}

/// Whether several shares stand on the left side.
fn is_list(sides: &Sides) -> bool {
    sides.left_terms.contains(" + ")
}

/// Both sides with their sums; equal sums are told once.
fn arithmetic(sides: &Sides, sign: &str) -> String {
    let sign = match sign {
        "<=" => "≤",
        ">=" => "≥",
        sign => sign,
    };
    if matches!(sign, "=" | "≈") && sides.left == sides.right {
        return format!("{} {sign} {}", sides.left_terms, sides.right_terms);
    }
    format!("{} {sign} {}", side(sides.left, &sides.left_terms), side(sides.right, &sides.right_terms))
}

/// `204 + 69 + 32 = 305`, or the number alone where it is no sum.
fn side(value: Decimal, terms: &str) -> String {
    if is_sum(value, terms) { format!("{terms} = {value}") } else { value.to_string() }
}

fn is_sum(value: Decimal, terms: &str) -> bool {
    !terms.is_empty() && terms != value.to_string()
}

fn negated(relation: &str) -> &str {
    match relation {
        "=" => "≠",
        "<=" => ">",
        "<" => "≥",
        ">=" => "<",
        ">" => "≤",
        other => other,
    }
}

fn magnitude(value: Decimal) -> Decimal {
    value.mantissa().checked_abs().map_or(value, |mantissa| Decimal::new(mantissa, value.exponent()))
}

/// The word for what came of a check.
pub(super) fn result(check: &Check, lang: Lang) -> String {
    match &check.status {
        Status::Pass => message::pass(lang),
        Status::Skip(_) => message::skip(lang),
        Status::Fail(_) => severity(check.severity, lang),
    }
}

/// The word for a severity.
pub(super) fn severity(severity: Severity, lang: Lang) -> String {
    match severity {
        Severity::Error => message::error(lang),
        Severity::Warning => message::warning(lang),
        Severity::Note => message::note(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::number::Decimal;

    #[test]
    fn a_failing_sum_shows_its_arithmetic() {
        let check = sample::failing();
        assert_eq!(sentence(&check, Lang::Zh), "受理政府信息公开申请总数：306 ≠ 204 + 69 + 32 = 305，相差 1");
        assert_eq!(sentence(&check, Lang::En), "requests received: 306 ≠ 204 + 69 + 32 = 305, difference 1");
    }

    #[test]
    fn passes_tell_the_sum_once_and_say_when_rounding_helped() {
        let mut check = sample::failing();
        check.status = Status::Pass;
        check.sides =
            check.sides.map(|sides| Sides { right: sides.left, right_terms: "204 + 69 + 33".into(), ..sides });
        assert_eq!(statement(&check, Lang::En), "306 = 204 + 69 + 33");
        check.rounded = true;
        assert_eq!(statement(&check, Lang::Zh), "306 ≈ 204 + 69 + 33，在四舍五入范围内");
    }

    #[test]
    fn a_bound_that_is_broken_shows_which_side_is_larger() {
        let mut check = sample::failing();
        check.sides = check.sides.map(|sides| Sides { relation: "<=", ..sides });
        assert_eq!(statement(&check, Lang::En), "306 > 204 + 69 + 32 = 305, difference 1");
    }

    #[test]
    fn a_list_that_sums_to_its_whole_may_still_be_impossible() {
        let mut check = sample::failing();
        check.kind = Kind::Breakdown;
        check.instance.clear();
        check.figures.truncate(3);
        for (figure, value) in check.figures.iter_mut().zip([50, 50, 3]) {
            figure.value = Some(Decimal::new(value, 0));
        }
        check.sides = check.sides.map(|sides| Sides {
            left: Decimal::HUNDRED,
            left_terms: "50 + 50".into(),
            right: Decimal::HUNDRED,
            right_terms: "100".into(),
            difference: Decimal::ZERO,
            ..sides
        });
        let expected = "the shares sum to 100; no whole numbers that sum to 3 round to these shares";
        assert_eq!(statement(&check, Lang::En), expected);
    }

    #[test]
    fn an_impossible_share_names_the_nearest_possible_one() {
        let mut check = sample::failing();
        check.status = Status::Fail(Failure::NoSuchShare);
        check.kind = Kind::Breakdown;
        check.figures.truncate(2);
        for (figure, value) in check.figures.iter_mut().zip([Decimal::new(1109, -2), Decimal::new(2238, 0)]) {
            figure.value = Some(value);
        }
        check.sides = check.sides.map(|sides| Sides {
            left: Decimal::new(1109, -2),
            right: Decimal::new(1108, -2),
            right_terms: "11.08".into(),
            ..sides
        });
        assert_eq!(statement(&check, Lang::Zh), "2238 中没有哪个整数四舍五入后是 11.09%；最接近 11.08%");
    }
}
