//! Rates of two counts, and cases handled beside cases received, as a line of figures states them.

use super::arithmetic::{Outcome, Sum, ratio};
use super::known::Lists;
use super::line::Line;
use super::lists::sum;
use super::statement::Statement;
use super::vocabulary::{Rate, vocabulary};
use crate::number::Decimal;

/// How far back the counts of a rate are looked for, in figures.
const FARTHEST: usize = 10;

/// Every rate of a line with its two counts, and every count of cases handled with that of cases
/// received.
pub(super) fn rates(line: &Line<'_>, lists: &Lists) -> Vec<Statement> {
    let reader = Reader { line, lists };
    let mut statements: Vec<Statement> = (0..line.items.len()).filter_map(|index| reader.rate(index)).collect();
    let known = |part: usize, whole: usize| {
        lists.has_part(part) || lists.with_whole(part).any(|list| list.parts.contains(&whole))
    };
    let within = (0..line.items.len()).filter_map(|index| reader.handled(index));
    statements.extend(within.filter(|(part, whole)| !known(*part, *whole)).map(|(part, whole)| Statement::Subset {
        part,
        whole,
        told: false,
    }));
    statements
}

struct Reader<'r, 'a> {
    line: &'r Line<'a>,
    lists: &'r Lists,
}

impl Reader<'_, '_> {
    fn rate(&self, index: usize) -> Option<Statement> {
        let words = vocabulary();
        let label = self.line.label(index);
        if !self.line.is_percent(index) || self.line.difference(index).is_some() || self.line.is_approximate(index) {
            return None;
        }
        let at = label.rfind('率')?;
        let name = label.get(..at + '率'.len_utf8())?;
        let Some(rate) = words.rate.iter().find(|rate| rate.names.ends(name).is_some()) else {
            return self.unnamed(index, name);
        };
        let (parts, complement) = self.parts(index, rate)?;
        let of_list = parts.first().and_then(|part| self.lists.with_part(*part).next());
        let listed = of_list.and_then(|list| list.wholes.first().copied()).filter(|_| !complement);
        let wholes: Vec<usize> = listed.into_iter().chain(self.wholes(index, &parts, rate)).collect();
        let holding = wholes
            .iter()
            .copied()
            .find(|whole| self.holds(index, &parts, *whole, complement).is_some_and(Outcome::holds));
        // Several counts of cases received, and none that fits: the rate may be of another one.
        let whole = match (holding, wholes.as_slice()) {
            (Some(whole), _) => whole,
            (None, [whole]) => *whole,
            _ => listed?,
        };
        let apart = self.line.sentence(whole) != self.line.sentence(index)
            && listed.is_none()
            && !(self.line.sentence(whole) + 1 == self.line.sentence(index) && self.line.label(whole).contains('共'));
        let told = holding.is_some() || (!apart && self.is_plain(index, &parts, whole, complement));
        told.then_some(Statement::Rate { rate: index, parts, wholes: vec![whole], complement })
    }

    /// A rate that no list names, such as `解读率`: it is told where the two counts before it give it.
    fn unnamed(&self, index: usize, name: &str) -> Option<Statement> {
        const STEM: usize = 2;
        let stem: String = name.chars().rev().skip(1).take(STEM).collect::<Vec<_>>().into_iter().rev().collect();
        let part = self
            .before(index)
            .find(|before| stem.chars().count() == STEM && self.line.around(*before).contains(&stem))?;
        let whole = self.before(part).find(|before| {
            self.line.compatible(*before, part)
                && self.holds(index, &[part], *before, false).is_some_and(Outcome::holds)
        })?;
        Some(Statement::Rate { rate: index, parts: vec![part], wholes: vec![whole], complement: false })
    }

    /// Whether nothing in its clause explains why a rate is another than its counts give: cases left
    /// out make it higher, cases out of time lower.
    fn is_plain(&self, index: usize, parts: &[usize], whole: usize, complement: bool) -> bool {
        let words = &vocabulary().words;
        let before = self.line.sentence_before(index).rsplit(';').next().unwrap_or_default();
        let after = self.line.sentence_after(index).split(';').next().unwrap_or_default();
        let has = |list: &super::vocabulary::List| list.within(before) || list.within(after);
        let Some(percent) = self.line.get(index).map(|item| item.figure.number.value()) else { return false };
        let computed = self.counts(parts, whole, complement).and_then(|(part, whole)| {
            part.value.mul(Decimal::HUNDRED).ok()?.quotient_for_display(whole.value, percent.exponent()).ok()
        });
        let above = computed.is_some_and(|computed| percent > computed);
        let all_that_count = above && percent == Decimal::HUNDRED && has(&words.excepted);
        let explained = has(&words.timely) || has(&words.carried) || all_that_count;
        percent > Decimal::HUNDRED || !explained
    }

    fn before(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let sentence = self.line.sentence(index);
        (index.saturating_sub(FARTHEST)..index)
            .rev()
            .take_while(move |before| self.line.sentence(*before) == sentence)
            .filter(|before| !self.line.is_modifier(*before) && !self.line.is_approximate(*before))
    }

    /// The sizes before a figure in its sentence and the two before that.
    fn farther(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        const SENTENCES: usize = 2;
        let sentence = self.line.sentence(index);
        (index.saturating_sub(FARTHEST * 3)..index)
            .rev()
            .take_while(move |before| self.line.sentence(*before) + SENTENCES >= sentence)
            .filter(|before| !self.line.is_modifier(*before) && !self.line.is_approximate(*before))
    }

    /// What the rate counts, and whether that is what it leaves out.
    fn parts(&self, index: usize, rate: &Rate) -> Option<(Vec<usize>, bool)> {
        let stages = &vocabulary().stages;
        let counted = |label: &str| match rate.part.as_str() {
            "same" => stages.handled.within(label) && !stages.open_cases.within(label),
            word => label.contains(word) && !rate.complement.within(label),
        };
        let part = self.before(index).find(|before| counted(&self.line.around(*before)));
        if let Some(part) = part {
            return Some((vec![part], false));
        }
        let left_out = self.before(index).find(|before| rate.complement.within(&self.line.around(*before)))?;
        (!rate.complement.is_empty()).then_some((vec![left_out], true))
    }

    /// The cases received, before the ones counted.
    fn wholes(&self, index: usize, parts: &[usize], rate: &Rate) -> impl Iterator<Item = usize> {
        let stages = &vocabulary().stages;
        let part = parts.first().copied().unwrap_or(0);
        let received = move |label: &str| match rate.whole.as_str() {
            "received" => stages.received.within(label),
            word => label.contains(word),
        };
        self.farther(index).filter(move |before| {
            *before < part
                && !self.lists.has_part(*before)
                && self.line.compatible(*before, part)
                && received(&self.line.around(*before))
        })
    }

    fn holds(&self, index: usize, parts: &[usize], whole: usize, complement: bool) -> Option<Outcome> {
        let percent = self.line.get(index)?.figure.number;
        let (part, whole) = self.counts(parts, whole, complement)?;
        ratio(percent, &part, &whole, Decimal::ZERO).ok()
    }

    /// What is counted, and of how many.
    fn counts(&self, parts: &[usize], whole: usize, complement: bool) -> Option<(Sum, Sum)> {
        let (part, whole) = (sum(self.line, parts)?, sum(self.line, &[whole])?);
        let part = if complement { whole.less(&part).ok()? } else { part };
        Some((part, whole))
    }

    /// Cases handled, with the cases received that they are some of.
    fn handled(&self, index: usize) -> Option<(usize, usize)> {
        let words = vocabulary();
        let label = self.line.label(index);
        if self.line.is_modifier(index) || self.line.is_approximate(index) || !is_only_handled(label) {
            return None;
        }
        let value = |index: usize| self.line.get(index).map(|item| item.figure.number.value());
        let parent = self.line.get(index)?.parent;
        let wholes: Vec<usize> = self
            .before(index)
            .filter(|before| words.stages.received.within(&self.line.around(*before)))
            .filter(|before| self.line.same_measure(*before, index))
            .filter(|before| self.line.get(*before).is_some_and(|item| item.parent == parent))
            .collect();
        let large_enough = wholes.iter().copied().find(|whole| value(*whole) >= value(index));
        if let Some(whole) = large_enough {
            return Some((index, whole));
        }
        // More were handled than came in, unless some came in the year before.
        let [only] = *wholes else { return None };
        (!words.words.carried.within(self.line.text)).then_some((index, only))
    }
}

/// Whether a label says no more than that cases were handled.
fn is_only_handled(label: &str) -> bool {
    let words = vocabulary();
    let mut rest = label;
    let plain = [
        "已", "全部", "均", "共", "按时", "按期", "并", "累计", "现已", "当年", "年内", "及时", "其中", "依法", "予以",
        "了", "的", "数", "为", "的有",
    ];
    while let Some(shorter) = plain.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    let stages = &words.stages;
    let word = stages.handled.starts(rest).or_else(|| stages.accepted.starts(rest));
    let Some(rest) = word.and_then(|word| rest.strip_prefix(word)) else { return false };
    let mut rest = rest;
    while let Some(shorter) = plain.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    rest.is_empty()
}
