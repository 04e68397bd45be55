//! Means with what they are of and how many share it: `2190个,日均6个`, `培训5次470人次,平均每次94人次`.

use super::arithmetic::{Outcome, Sum, mean as mean_is};
use super::concepts::concepts;
use super::line::Line;
use super::lists::sum;
use super::periods::{Period, names_month, years};
use super::roles::bare;
use super::roughly::meant;
use super::scan::Measure;
use super::statement::{Among, Statement};
use super::stretch;
use super::vocabulary::{compatible, measure, vocabulary};
use crate::number::{Decimal, Number};

/// How far back the figures of a mean are looked for, in figures.
const FARTHEST: usize = 9;

/// Every mean of a line whose two figures are told, or are a year and its months or days.
pub(super) fn means(line: &Line<'_>) -> Vec<Statement> {
    let reader = Reader { line };
    (0..line.items.len()).filter_map(|mean| reader.mean(mean)).collect()
}

struct Reader<'r, 'a> {
    line: &'r Line<'a>,
}

impl Reader<'_, '_> {
    fn mean(&self, mean: usize) -> Option<Statement> {
        if let Some(multiple) = self.multiple(mean) {
            return Some(multiple);
        }
        let bound = self.line.is_approximate(mean) && !self.line.is_rough(mean);
        if !self.line.is_size(mean) || bound || self.line.difference(mean).is_some() {
            return None;
        }
        let label = bare(self.line.label(mean));
        let totals: Vec<usize> = self.before(mean).filter(|total| self.line.same_measure(*total, mean)).collect();
        let nearest = *totals.first()?;
        let found = self.shared_by(&label, mean, nearest)?;
        let stated = |total: usize, among: &Among| Statement::Mean { mean, total, among: *among };
        let holding = || {
            let pairs = totals.iter().flat_map(|total| found.iter().map(|(among, _)| (*total, among)));
            pairs.into_iter().find(|(total, among)| self.holds(mean, *total, **among))
        };
        let sure = || match *found {
            [(among, true)] => Some(stated(nearest, &among)),
            _ => None,
        };
        holding().map(|(total, among)| stated(total, among)).or_else(sure)
    }

    /// `21件,为上年7件的3倍`: how often one figure holds the other.
    fn multiple(&self, index: usize) -> Option<Statement> {
        let times = self.line.get(index).is_some_and(|item| item.figure.measure == Measure::Of("倍"));
        let among = index.checked_sub(1).filter(|_| times && self.line.label(index) == "的")?;
        let same = |total: &usize| self.line.same_measure(*total, among);
        let total = self.before(among).find(same)?;
        let near = self.line.sentence(total) == self.line.sentence(index) && !self.line.is_approximate(index);
        near.then_some(Statement::Mean { mean: index, total, among: Among::Figure(among) })
    }

    /// What a mean may be of, and whether its words leave nothing else.
    fn shared_by(&self, label: &str, mean: usize, total: usize) -> Option<Vec<(Among, bool)>> {
        let words = &vocabulary().words;
        let told = |measures: &[&str]| -> Vec<usize> {
            let fits = |index: &usize| match self.line.get(*index).map(|item| &item.figure.measure) {
                Some(Measure::Of(word)) => measures.contains(word),
                _ => false,
            };
            self.before(mean).filter(|index| *index != total && fits(index)).collect()
        };
        let only = |figures: Vec<usize>| -> Vec<(Among, bool)> {
            let sure = figures.len() == 1;
            figures.into_iter().map(|index| (Among::Figure(index), sure)).collect()
        };
        let sentence = self.line.sentence_before(mean);
        let whole_year = Period::of(sentence).is_none_or(|period| period == Period::Year);
        let label = without_noun(label);
        if words.monthly.ends(label).is_some() {
            let months = told(&["个月"]);
            let dated = !years(sentence).is_empty() && days_of_month(sentence).is_none();
            if let Some(count) = stretch::months(sentence).filter(|_| months.is_empty()) {
                return Some(vec![(Among::Of(count), true)]);
            }
            // Months that a text names are not all of the year.
            let year = whole_year && (words.whole_year.within(sentence) || dated && !names_month(sentence));
            return Some(if months.is_empty() { vec![(Among::Of(12), year)] } else { only(months) });
        }
        if words.daily.ends(label).is_some() {
            let days = self.days(mean);
            let told = format!("{}{sentence}", self.line.sentence_before(total));
            // Working days are fewer.
            let year = || vec![(Among::Of(365), false), (Among::Of(366), false)];
            let week = || words.weeks.within(&told).then(|| vec![(Among::Of(7), false), (Among::Of(5), false)]);
            let counted = stretch::days(sentence)
                .or_else(|| stretch::days(self.line.sentence_before(total)))
                .or_else(|| days_of_month(&told))
                .map(|days| vec![(Among::Of(days), true)]);
            let unsaid = || counted.or_else(week).unwrap_or_else(year);
            return Some(if days.is_empty() { unsaid() } else { only(days) });
        }
        if words.yearly.ends(label).is_some() {
            let sentence = format!("{}{sentence}", self.line.sentence_before(total));
            return Some(vec![(Among::Of(years_long(&sentence)?), true)]);
        }
        let of_each = vocabulary().mean.iter().find(|kind| kind.names.ends(label).is_some());
        if let Some(kind) = of_each {
            let measures: Vec<&str> = kind.of.words().collect();
            return Some(only(told(&measures)));
        }
        if let Some(each) = label.strip_suffix('均').and_then(|label| label.chars().next_back()) {
            let named = |index: &usize| self.is_named(*index, each);
            return Some(only(self.before(mean).filter(|index| *index != total && named(index)).collect()));
        }
        let each = label.split_once("平均每").map(|(_, each)| each)?;
        let fits = |index: &usize| match self.line.get(*index).map(|item| &item.figure.measure) {
            Some(Measure::Of(word)) => {
                // `58人`, `平均每名申请人提出`; `检查12次`, `平均每次检查`.
                let own = each.strip_prefix(*word);
                let alike = || measure(each).filter(|own| compatible(own, word)).and_then(|own| each.strip_prefix(own));
                let named = own.or_else(alike).is_some_and(|rest| {
                    let starts: String = rest.chars().take(2).collect();
                    rest.is_empty()
                        || self.line.tail(*index).starts_with(rest)
                        || (starts.chars().count() == 2 && self.line.around(*index).contains(&starts))
                });
                named
                    || (each.chars().count() == 1 && compatible(each, word))
                    || self.line.tail(*index).starts_with(each)
            }
            _ => false,
        };
        Some(only(self.before(mean).filter(|index| *index != total && fits(index)).collect()))
    }

    /// Whether a figure counts what a sign stands for: `32所学校`, `公众号推送1300条`, `12个村` for 校, 条 and 村.
    fn is_named(&self, index: usize, each: char) -> bool {
        const LONGEST_NOUN: usize = 6;
        let measure = matches!(self.line.get(index).map(|item| &item.figure.measure), Some(Measure::Of(word)) if word.contains(each));
        let noun = concepts().noun_behind(self.line.tail(index));
        measure
            || (noun.chars().count() <= LONGEST_NOUN && noun.contains(each))
            || self.line.label(index).ends_with(each)
    }

    /// The numbers of days told before a figure, in parentheses too: `6月份(30天)`.
    fn days(&self, mean: usize) -> Vec<usize> {
        let of_days =
            |index: &usize| self.line.get(*index).is_some_and(|item| item.figure.measure == Measure::Of("天"));
        let near = |index: &usize| self.line.sentence(*index) + 1 >= self.line.sentence(mean);
        (mean.saturating_sub(FARTHEST)..mean).rev().take_while(near).filter(of_days).collect()
    }

    /// The sizes before a figure in its sentence and the one before that, in its parenthesis or none.
    fn before(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let sentence = self.line.sentence(index);
        (index.saturating_sub(FARTHEST)..index)
            .rev()
            .take_while(move |before| self.line.sentence(*before) + 1 >= sentence)
            .filter(|before| self.line.is_size(*before) && self.line.difference(*before).is_none())
            .filter(|before| !self.line.is_approximate(*before))
            .filter(|before| self.line.get(*before).is_some_and(|item| item.parent.is_none()))
    }

    fn holds(&self, mean: usize, total: usize, among: Among) -> bool {
        let number = self.line.get(mean).map(|item| &item.figure);
        let of = match among {
            Among::Figure(index) => sum(self.line, &[index]),
            Among::Of(count) => Sum::of(&[Number::exact(Decimal::from(count))]).ok(),
        };
        let (Some(figure), Some(total), Some(of)) = (number, sum(self.line, &[total]), of) else { return false };
        mean_is(meant(figure.number, figure.approximate), &total, &of).is_ok_and(Outcome::holds)
    }
}

/// The words of a mean without the noun behind them: `条均阅读`, `日均受理`, `年均申请量`.
fn without_noun(label: &str) -> &str {
    const LONGEST: usize = 4;
    let end = label.rfind('均').map_or(label.len(), |at| at + '均'.len_utf8());
    let (mean, noun) = label.split_at_checked(end).unwrap_or((label, ""));
    let named = !noun.starts_with(['每', '为']) && noun.chars().count() <= LONGEST;
    if named { mean } else { label }
}

/// How many days the only month has that a text names.
fn days_of_month(text: &str) -> Option<i128> {
    let number = |at: usize| -> Option<usize> {
        let before = text.get(..at)?;
        let digits = before.len() - before.trim_end_matches(|sign: char| sign.is_ascii_digit()).len();
        before.get(at - digits..)?.parse().ok().filter(|month| (1..=12).contains(month))
    };
    let mut months: Vec<usize> = text.match_indices('月').filter_map(|(at, _)| number(at)).collect();
    months.dedup();
    let [month] = *months else { return None };
    let range =
        ["至", "-", "到", "前", "1月"].iter().any(|word| text.contains(&format!("{word}{month}月")) && *word != "1月");
    match month {
        _ if range => None,
        4 | 6 | 9 | 11 => Some(30),
        2 => None,
        _ => Some(31),
    }
}

/// How many years a text speaks of: `近三年`, `四年累计`, `2009年至2012年`, `(2020-2022年)`.
fn years_long(text: &str) -> Option<i128> {
    const LONGEST: i32 = 20;
    let words = &vocabulary().words;
    let named = text.match_indices('年').find_map(|(at, _)| {
        let (before, after) = text.split_at_checked(at)?;
        let count =
            before.chars().next_back().and_then(|sign| "一二三四五六七八九十".chars().position(|one| one == sign))?;
        let before = before.strip_suffix(|_: char| true)?;
        let told = words.years_long.ends(before).is_some() || words.summed_years.starts(after).is_some();
        (told && count > 0).then(|| i128::try_from(count + 1).ok())?
    });
    let range = || {
        let plain = text.replace("年", "");
        let signs: Vec<char> = plain.chars().collect();
        let year = |from: usize| -> Option<i32> {
            let digits: String = signs.get(from..from + 4)?.iter().collect();
            digits.parse().ok().filter(|year| (1990..2100).contains(year))
        };
        (4..signs.len()).find_map(|at| {
            let joins = signs.get(at).is_some_and(|sign| "-至到~".contains(*sign));
            let (from, to) = (year(at - 4)?, year(at + 1).unwrap_or(0));
            (joins && from < to && to - from < LONGEST).then(|| i128::from(to - from + 1))
        })
    };
    named.or_else(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_a_mean_are_found() {
        let found = |text: &str| means(&Line::of(text));
        let among = |text: &str| match found(text).as_slice() {
            [Statement::Mean { among, .. }] => Some(*among),
            _ => None,
        };
        assert_eq!(among("全年编发简报96期,月均8期"), Some(Among::Of(12)));
        assert_eq!(among("全年编发简报96期,月均9期"), Some(Among::Of(12)));
        assert_eq!(among("上半年编发简报96期,月均9期"), None);
        assert_eq!(among("365天共接听2190个,日均8个"), Some(Among::Figure(0)));
        assert_eq!(among("全年接听3650个,日均14个"), None);
        assert_eq!(among("培训5次,受训470人次,平均每次94人次"), Some(Among::Figure(0)));
        assert_eq!(among("共11个村,张贴公示742张,平均每个村67.5张"), Some(Among::Figure(0)));
        assert_eq!(among("42名信息员报送1302条,人均31条"), Some(Among::Figure(0)));
        assert_eq!(among("受理案件1302件,法官人均结案31件"), None);
    }
}
