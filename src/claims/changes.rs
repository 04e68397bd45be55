//! Changes as a line of figures states them: what a figure was, what it became, by how much.

use super::arithmetic::{Outcome, Sum, negative, ratio};
use super::concepts::concepts;
use super::facts::own_years;
use super::in_turn::in_turn;
use super::line::{Line, Separator};
use super::lists::sum;
use super::periods::{Period, names_month, years};
use super::roles::{bare, is_base};
use super::statement::Statement;
use super::vocabulary::vocabulary;
use crate::number::{Decimal, Number};

/// How far back the figures of a change are looked for, in figures.
pub(super) const FARTHEST: usize = 8;

/// Every change of a line that gives both of its ends.
pub(super) fn changes(line: &Line<'_>) -> Vec<Statement> {
    let reader = Reader { line };
    let mut found: Vec<Statement> = Vec::new();
    for by in 0..line.items.len() {
        let last = found.last().and_then(|last| reader.again(last, by));
        found.extend(reader.change(by).or(last));
    }
    let told: Vec<usize> = found.iter().filter_map(Statement::change).collect();
    found.extend(in_turn(line).into_iter().filter(|one| one.change().is_none_or(|by| !told.contains(&by))));
    found
}

pub(super) struct Reader<'r, 'a> {
    pub(super) line: &'r Line<'a>,
}

impl Reader<'_, '_> {
    fn change(&self, by: usize) -> Option<Statement> {
        let down = self.line.difference(by)?;
        // `2021年98件,2023年71件,年均减少13.5件`: by which year after year, and not in all.
        let yearly = vocabulary().words.yearly.within(self.line.label(by));
        if self.line.is_approximate(by) || self.line.label(by).contains("分别") || self.is_adjusted(by) || yearly {
            return None;
        }
        let known = |(from, to): &(usize, usize)| {
            !self.line.is_approximate(*from) && !self.line.is_approximate(*to) && self.fits(by, *from)
        };
        let of_target = || self.line.is_off_target(by).and_then(|_| self.line.done_of_target(by));
        let told = self
            .of_proportions(by)
            .or_else(|| of_target().map(|(done, target)| (target, done)))
            .or_else(|| self.of_named_years(by))
            .or_else(|| self.of_named_periods(by))
            .or_else(|| self.based_in_parenthesis(by))
            .or_else(|| self.reached(by))
            .or_else(|| self.compared(by))
            .or_else(|| self.of_named_base(by))
            .or_else(|| self.ends(by))
            .or_else(|| self.then_and_now(by))
            .or_else(|| self.in_parenthesis(by))
            .or_else(|| self.ends_behind(by))
            .or_else(|| self.net(by));
        // Of those that went, others may have gone otherwise.
        let went = vocabulary().words.removed.has(&bare(self.line.label(by)));
        let told = told.filter(known).filter(|ends| !went || self.holds(by, *ends, down));
        let held = || self.across(by).into_iter().chain(self.of_rates(by)).find(|ends| self.holds(by, *ends, down));
        let (from, to) = told.or_else(held)?;
        Some(Statement::Change { by, from, to, down })
    }

    /// `同比减少7件(上年45件),下降15.6%`: a further difference of the two figures that the last one is of.
    fn again(&self, last: &Statement, by: usize) -> Option<Statement> {
        let Statement::Change { by: before, from, to, .. } = *last else { return None };
        let between =
            (before + 1..by).all(|index| index == from || index == to || self.line.difference(index).is_some());
        let near = (before + 1..=by).all(|index| self.line.separator(index) <= Separator::Comma);
        let same = self.line.sentence(before) == self.line.sentence(by)
            && self.line.is_percent(before) != self.line.is_percent(by);
        let down = self.line.difference(by)?;
        let plain = !self.line.is_approximate(by) && !self.is_adjusted(by) && !self.line.label(by).contains("分别");
        let fits = self.fits(by, from) && self.is_of_both(by, from.min(to));
        (between && near && same && plain && fits).then_some(Statement::Change { by, from, to, down })
    }

    /// Whether a difference leaves out what the two figures count, or is one of many.
    fn is_adjusted(&self, by: usize) -> bool {
        vocabulary().words.adjusted.within(self.line.label(by))
    }

    /// Whether a difference can be one of two such figures.
    pub(super) fn fits(&self, by: usize, end: usize) -> bool {
        if self.line.is_percent(by) {
            return self.line.is_size(end);
        }
        if self.line.is_points(by) {
            return self.line.is_percent(end);
        }
        self.line.is_size(end) && (self.line.same_measure(by, end) || self.is_times(by))
    }

    fn is_times(&self, by: usize) -> bool {
        self.line.get(by).is_some_and(|item| item.figure.measure == super::scan::Measure::Of("倍"))
    }

    pub(super) fn before(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let sentence = self.line.sentence(index);
        let parent = |index: usize| self.line.get(index).and_then(|item| item.parent);
        let own = parent(index);
        (index.saturating_sub(FARTHEST)..index)
            .rev()
            .take_while(move |before| self.line.sentence(*before) == sentence)
            .filter(move |before| parent(*before).is_none() || parent(*before) == own)
    }

    /// `120件,较上年的100件增长20%,较2019年的80件增长50%`: the one right before, and the one that all are
    /// compared with.
    fn compared(&self, by: usize) -> Option<(usize, usize)> {
        let from = self.before(by).find(|before| self.line.difference(*before).is_none())?;
        let near = (from + 1..=by).all(|next| self.line.separator(next) <= Separator::Comma);
        let label = self.line.label(from);
        let attached = self.line.difference(from + 1).is_some()
            && self.line.separator(from + 1) == Separator::None
            && label.starts_with(['较', '比'])
            && !vocabulary().words.difference.within(label);
        let base = (is_base(label) || attached) && near && self.fits(by, from);
        let is_now = |index: &usize| {
            let compared = is_base(self.line.label(*index));
            let differs = self.line.difference(*index).is_some() && !self.line.is_percent(from);
            let of_share = self.is_whole_of_share(*index);
            self.line.same_measure(*index, from) && !compared && !differs && !of_share && !self.line.is_earlier(*index)
        };
        // The nearest, unless the change is that of another one: `84561条,其中微信30455条;较上年的72318条增长16.9%`.
        let down = self.line.difference(by)?;
        let mut now = self.before(from).filter(is_now);
        let nearest = now.next()?;
        let holding = std::iter::once(nearest).chain(now).find(|to| self.holds(by, (from, *to), down));
        base.then_some((from, holding.unwrap_or(nearest)))
    }

    /// `较2017年(160件)增长42.5%,达228件;2019年又较2018年增长25%,达285件;2020年回落至247件,下降13.3%`: what it reached
    /// stands behind the difference or, with its verb, before it.
    fn reached(&self, by: usize) -> Option<(usize, usize)> {
        let words = &vocabulary().words;
        let size = |index: usize| self.line.is_size(index) && self.line.difference(index).is_none();
        let behind = by + 1;
        let is_behind = size(behind)
            && words.reaches.has(self.line.label(behind))
            && self.line.separator(behind) <= Separator::Comma
            && self.line.sentence(behind) == self.line.sentence(by);
        let before = by.checked_sub(1).filter(|to| size(*to) && self.line.to(*to).is_some());
        let to = if is_behind { Some(behind) } else { before }?;
        let from = (by.min(to).saturating_sub(FARTHEST)..by.min(to)).rev().find(|index| size(*index))?;
        let near = self.line.sentence(from) == self.line.sentence(by) && self.line.same_measure(from, to);
        let compared = words.compared.within(self.line.lead(by)) || words.compared.within(self.line.lead(from));
        let own_from = by.min(to).checked_sub(1).is_some_and(|from| self.line.from(from));
        (near && compared && !own_from && self.fits(by, from)).then_some((from, to))
    }

    /// `由14.6:39.1:46.3调整为14.1:39.6:46.3,二产比重提高0.5个百分点`.
    fn of_proportions(&self, by: usize) -> Option<(usize, usize)> {
        let words = &vocabulary().words;
        let industries = [&words.first_industry, &words.second_industry, &words.third_industry];
        let place = industries.iter().position(|names| names.within(self.line.label(by)))?;
        let proportion = |index: &usize| self.line.get(*index).is_some_and(|item| item.figure.proportion == 3);
        let start = by.saturating_sub(FARTHEST + 3);
        let mut starts = (start..by).rev().filter(|index| self.line.sentence(*index) == self.line.sentence(by));
        let to = starts.by_ref().find(proportion)?;
        let from = starts.find(proportion)?;
        self.line.is_points(by).then_some((from + place, to + place))
    }

    /// `由10740个压缩至3798个,压缩了64.6%`: the two right before the difference.
    fn ends(&self, by: usize) -> Option<(usize, usize)> {
        let to = self.before(by).find(|index| self.line.to(*index).is_some())?;
        let from = self.before(to).next().filter(|from| self.line.from(*from) && self.line.same_measure(*from, to))?;
        // Another figure between them and the difference may be the one that changed.
        let between = (to + 1..by).all(|index| self.line.difference(index).is_some());
        (between && self.is_of_both(by, from)).then_some((from, to))
    }

    /// `出生3120人,死亡2987人,自然增加133人`: what came less what went; `预算245万元,成交231万元,节约14万元`.
    fn net(&self, by: usize) -> Option<(usize, usize)> {
        let flow = vocabulary().flow.iter().find(|flow| flow.net.has(self.line.label(by)))?;
        let (went, came) = (by.checked_sub(1)?, by.checked_sub(2)?);
        let same = self.line.sentence(came) == self.line.sentence(by);
        let told = flow.went.within(self.line.label(went)) && flow.came.within(self.line.label(came));
        let ends = if self.line.difference(by) == Some(true) { (came, went) } else { (went, came) };
        (same && told).then_some(ends)
    }

    /// `增加366条,由3845条增至4211条`: the two right behind the difference.
    fn ends_behind(&self, by: usize) -> Option<(usize, usize)> {
        let (from, to) = (by + 1, by + 2);
        let same = self.line.sentence(to) == self.line.sentence(by) && self.line.separator(from) <= Separator::Comma;
        let ends = self.line.from(from) && self.line.to(to).is_some() && self.line.same_measure(from, to);
        (same && ends).then_some((from, to))
    }

    /// Whether a difference has no subject of its own, or that of the figures before it.
    fn is_of_both(&self, by: usize, from: usize) -> bool {
        let words = &vocabulary().words;
        let label = bare(self.line.label(by));
        let own = [&words.difference, &words.particles, &words.of_both, &words.removed]
            .into_iter()
            .fold(label.replace("其中", ""), |label, list| list.without(label));
        let signs: Vec<char> = own.chars().filter(|sign| sign.is_alphabetic()).collect();
        let before = format!("{}{}", self.line.sentence_before(from), self.line.tail(from));
        let shares = |pair: &[char]| before.contains(&pair.iter().collect::<String>());
        signs.len() < 2 || signs.windows(2).any(shares)
    }

    /// `受理151件,上年同期66件,同比增长128.8%`: one now, one then.
    fn then_and_now(&self, by: usize) -> Option<(usize, usize)> {
        let words = &vocabulary().words;
        let compared = words.compared.within(self.line.lead(by)) || words.earlier.within(self.line.lead(by));
        let year = |index: usize| own_years(self.line.lead(index)).last().copied();
        let sizes: Vec<usize> = self
            .before(by)
            .filter(|index| self.line.difference(*index).is_none() && self.line.to(*index).is_none())
            .take_while(|index| self.fits(by, *index) || self.line.is_earlier(*index) || self.line.is_percent(*index))
            .filter(|index| self.fits(by, *index) && !self.is_whole_of_share(*index))
            .collect();
        let [second, first] = *sizes.get(..2)? else { return None };
        if !self.line.same_measure(first, second) || !self.are_alike(first, second) {
            return None;
        }
        // `去年受理628件,2016年为553件`: which is the later one depends on when that is told.
        let relative = |one: usize, other: usize| {
            self.line.is_earlier(one) && year(one).is_none() && own_years(self.line.label(other)).len() == 1
        };
        let down = self.line.difference(by)?;
        let (then, now) = if relative(first, second) || relative(second, first) {
            let ends = [(first, second), (second, first)];
            *ends.iter().find(|ends| self.holds(by, **ends, down))?
        } else if self.line.is_earlier(first) && !self.line.is_earlier(second) {
            (first, second)
        } else if self.line.is_earlier(second) && !self.line.is_earlier(first) {
            (second, first)
        } else {
            match (year(first), year(second)) {
                (Some(earlier), Some(later)) if earlier + 1 == later => (first, second),
                (Some(later), Some(earlier)) if earlier + 1 == later => (second, first),
                // `收到36件,2022年为48件`.
                (None, Some(_)) if self.is_time_alone(second) => (second, first),
                _ => return None,
            }
        };
        if year(by).is_some_and(|own| year(now).is_some_and(|year| year != own)) {
            return None;
        }
        // The nearest, unless the change is that of another one: `12458条,其中微信2586条,与上年的11326条相比,增加1132条`.
        let others = sizes.iter().copied().filter(|other| *other < now && self.line.same_measure(*other, then));
        let down = self.line.difference(by)?;
        let now = std::iter::once(now).chain(others).find(|now| self.holds(by, (then, *now), down)).unwrap_or(now);
        // Without a word of comparison the difference may be anything's.
        let adjacent = (first.max(second) + 1..by).all(|between| self.line.difference(between).is_some());
        (compared || adjacent).then_some((then, now))
    }

    /// `为预算480件的105%`: what the percentage right behind is of.
    fn is_whole_of_share(&self, index: usize) -> bool {
        self.line.is_percent(index + 1) && self.line.label(index + 1).starts_with('的')
    }

    /// Whether the words of a figure tell its time and nothing else.
    fn is_time_alone(&self, index: usize) -> bool {
        const LONGEST: usize = 1;
        let label = concepts().without_year_before(self.line.label(index)).0;
        concepts().core(&vocabulary().words.earlier.without(label)).chars().count() <= LONGEST
    }

    /// `81件(2023年为55件),数量增长47.3%`: what it was stands in its parenthesis.
    fn based_in_parenthesis(&self, by: usize) -> Option<(usize, usize)> {
        let then = by.checked_sub(1)?;
        let now = self.line.get(then)?.parent?;
        let alone = now + 1 == then
            && self.line.difference(now).is_none()
            && self.is_time_alone(then)
            && self.line.is_earlier(then);
        let beside = self.line.get(by)?.parent.is_none() && self.line.separator(by) <= Separator::Comma;
        let same = self.line.same_measure(now, then) && self.line.sentence(then) == self.line.sentence(by);
        (alone && beside && same && self.fits(by, then) && self.is_of_both(by, now)).then_some((then, now))
    }

    /// `1117起,同比下降13.4%(上年为1290起)`: the figure of the year before stands behind the difference.
    fn in_parenthesis(&self, by: usize) -> Option<(usize, usize)> {
        const FARTHEST_BEHIND: usize = 3;
        let sentence = self.line.sentence(by);
        let behind = (by + 1..=by + FARTHEST_BEHIND).take_while(|next| self.line.sentence(*next) == sentence);
        let mut behind = behind.skip_while(|next| self.line.difference(*next).is_some());
        let then = behind.next()?;
        let parent = self.line.get(then)?.parent;
        let of_past = self.line.is_earlier(then) || is_dated(self.line.label(then));
        let of_difference = match parent {
            Some(parent) => self.line.difference(parent).is_some() && parent >= by,
            // `同比减少16.67%,上一年度为42宗`: nothing but the time before it.
            None => {
                (by + 1..=then).all(|next| self.line.separator(next) <= Separator::Comma) && self.is_time_alone(then)
            }
        };
        let now = self.before(by).find(|now| {
            let another = parent.is_none() && is_dated(self.line.label(*now)) && self.is_time_alone(*now);
            let told = !self.line.is_modifier(*now) || self.is_rate(*now);
            self.line.same_measure(*now, then) && told && !another
        })?;
        (of_difference && of_past && self.fits(by, then)).then_some((then, now))
    }

    /// Whether a percentage is told for itself, and is no difference or share of another figure.
    fn is_rate(&self, index: usize) -> bool {
        let plain = self.line.difference(index).is_none() && !self.line.is_earlier(index);
        self.line.is_percent(index) && plain && self.line.label(index).contains(['率', '度', '比'])
    }

    /// Whether two figures may count the same: no word of the one is missing in the other, or most are shared.
    fn are_alike(&self, one: usize, other: usize) -> bool {
        const MOST: usize = 2;
        let core = |index: usize| {
            let label = concepts().without_year_before(self.line.label(index)).0;
            let words = &vocabulary().words;
            let label = words.earlier.without(words.compared.without(label));
            concepts().core(&label).chars().filter(|sign| sign.is_alphabetic()).collect::<Vec<char>>()
        };
        let (one, other) = (core(one), core(other));
        let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        let long: String = long.into_iter().collect();
        let pairs: Vec<String> = short.windows(2).map(|pair| pair.iter().collect()).collect();
        pairs.iter().filter(|pair| long.contains(*pair)).count() * MOST >= pairs.len()
    }

    /// A figure of the year before alone in its sentence: the sentence before may tell what it became.
    fn across(&self, by: usize) -> Vec<(usize, usize)> {
        let from = self.before(by).find(|index| self.line.is_earlier(*index) && self.fits(by, *index));
        let Some(from) = from.filter(|from| self.before(*from).next().is_none()) else { return Vec::new() };
        let before = (from.saturating_sub(FARTHEST)..from).rev();
        let of_sentence_before = before.filter(|to| self.line.sentence(*to) + 1 == self.line.sentence(by));
        let fitting = of_sentence_before.filter(|to| self.line.same_measure(*to, from) && !self.line.is_modifier(*to));
        fitting.map(|to| (from, to)).collect()
    }

    /// How much a percentage grew as a percentage of itself.
    fn of_rates(&self, by: usize) -> Option<(usize, usize)> {
        let to = self.before(by).find(|index| self.line.to(*index).is_some())?;
        let from = self.before(to).next().filter(|from| self.line.from(*from))?;
        (self.line.is_percent(by) && self.line.is_percent(from)).then_some((from, to))
    }

    fn holds(&self, by: usize, (from, to): (usize, usize), down: bool) -> bool {
        let Some(number) = self.line.get(by).map(|item| item.figure.number) else { return false };
        let (Some(before), Some(after)) = (sum(self.line, &[from]), sum(self.line, &[to])) else { return false };
        let signed = if down { negative(number.value()) } else { Ok(number.value()) };
        let outcome = signed.and_then(|signed| {
            if self.line.is_percent(by) {
                return ratio(Number::rounded(signed), &after, &before, negative(Decimal::HUNDRED)?);
            }
            after.less(&before)?.equals(&Sum::of(&[Number::exact(signed)])?)
        });
        outcome.is_ok_and(Outcome::holds)
    }
}

/// Whether words name a year, a month or a quarter.
fn is_dated(label: &str) -> bool {
    !years(label).is_empty() || names_month(label) || Period::of(label).is_some_and(|period| period != Period::Year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_change_are_found() {
        let found = |text: &str| -> Vec<(usize, usize)> {
            let ends = |statement: &Statement| match statement {
                Statement::Change { from, to, .. } => Some((*from, *to)),
                _ => None,
            };
            changes(&Line::of(text)).iter().filter_map(ends).collect()
        };
        assert_eq!(found("受理120件,较上年的100件增长20%,较2019年的80件增长50%"), [(1, 0), (3, 0)]);
        assert_eq!(found("增长8.8%,增速较上年的6.5%提高2.3个百分点"), [(1, 0)]);
        assert_eq!(found("办理208件,比2022年办理的195件多13件"), [(1, 0)]);
        assert_eq!(found("收到45件。上年收到40件,同比增长12.5%"), [(1, 0)]);
        assert_eq!(found("收到45件。上年收到41件,同比增长12.5%"), []);
        assert_eq!(found("满意率由80%提高到92%,增幅15%"), [(0, 1)]);
        assert_eq!(found("由5个压缩至1个,压缩80%;全部事项提速91%"), [(0, 1)]);
        assert_eq!(found("由42.6亿元增加到44.1亿元,按可比价格计算增长4.2%"), []);
    }
}
