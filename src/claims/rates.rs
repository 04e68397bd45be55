//! Rates of two counts, and cases handled beside cases received, as a line of figures states them.

use super::arithmetic::{Outcome, Sum, ratio};
use super::concepts::concepts;
use super::known::Lists;
use super::line::{Line, Separator};
use super::lists::sum;
use super::roles::bare;
use super::scan::Measure;
use super::statement::Statement;
use super::vocabulary::{Pair, Rate, vocabulary};
use crate::number::Decimal;

/// How far back the counts of a rate are looked for, in figures.
const FARTHEST: usize = 10;

/// Every rate of a line with its two counts, and every count of cases handled with that of cases
/// received.
pub(super) fn rates(line: &Line<'_>, lists: &Lists) -> Vec<Statement> {
    let reader = Reader { line, lists };
    let mut statements: Vec<Statement> = (0..line.items.len()).filter_map(|index| reader.rate(index)).collect();
    let known = |part: usize, whole: usize| {
        lists.with_part(part).any(|list| list.wholes.len() == 1 || list.wholes.contains(&whole))
            || lists.with_whole(part).any(|list| list.parts.contains(&whole))
    };
    let within = (0..line.items.len()).filter_map(|index| reader.handled(index));
    statements.extend(within.filter(|(part, whole)| !known(*part, *whole)).map(|(part, whole)| Statement::Subset {
        part,
        whole,
        told: false,
    }));
    statements
}

pub(super) struct Reader<'r, 'a> {
    pub(super) line: &'r Line<'a>,
    pub(super) lists: &'r Lists,
}

impl Reader<'_, '_> {
    fn rate(&self, index: usize) -> Option<Statement> {
        let words = vocabulary();
        let label = self.line.label(index);
        if !self.line.is_percent(index) || self.line.difference(index).is_some() || self.line.is_approximate(index) {
            return None;
        }
        let ratio = || label.rfind('比').filter(|_| words.rate.iter().any(|rate| rate.names.within(label)));
        let at = label.rfind('率').or_else(ratio)?;
        let name = label.get(..at + '率'.len_utf8())?;
        // The longest name decides: 不合格率 before 合格率.
        let longest = words.rate.iter().filter_map(|rate| rate.names.ends(name)).map(str::len).max();
        let mut known =
            words.rate.iter().filter(|rate| longest.is_some() && rate.names.ends(name).map(str::len) == longest);
        known
            .find_map(|rate| self.known(index, rate, name))
            .or_else(|| self.named_alike(index, name))
            .or_else(|| self.of_two_before(index))
    }

    /// A rate whose counts are known by their words.
    fn known(&self, index: usize, rate: &Rate, name: &str) -> Option<Statement> {
        let (parts, complement) = self.parts(index, rate)?;
        let part = *parts.first()?;
        let of_list = self.lists.with_part(part).next();
        let listed = of_list.and_then(|list| list.wholes.first().copied()).filter(|whole| !complement && *whole < part);
        let paired = self.handled(part).map(|(_, whole)| whole).filter(|_| rate.part.has("same"));
        let of_words = self.wholes(index, &parts, rate).filter(|whole| Some(*whole) != paired);
        let wholes: Vec<usize> = listed.into_iter().chain(paired).chain(of_words).collect();
        let holding = wholes
            .iter()
            .copied()
            .find(|whole| self.holds(index, &parts, *whole, complement).is_some_and(Outcome::holds));
        let holding = holding
            .or_else(|| self.listed_whole(index, &parts, complement))
            .or_else(|| self.precise_whole(index, &parts, complement));
        // Several counts of cases received, and none that fits: the rate may be of another one.
        let whole = match (holding, wholes.as_slice()) {
            (Some(whole), _) => whole,
            (None, [whole]) => *whole,
            _ => listed?,
        };
        let apart = self.line.sentence(whole) != self.line.sentence(index)
            && listed.is_none()
            && !(self.line.sentence(whole) + 1 == self.line.sentence(index)
                && (self.line.label(whole).contains('共')
                    || shares_thing(&self.line.around(part), &self.line.around(whole))));
        let of_all = vocabulary().words.averages.within(name);
        // Behind a semicolon a rate is of the figures told there.
        let between = part + 1..index;
        let parted = between.clone().any(|next| self.line.separator(next) >= Separator::Semicolon)
            && between.clone().any(|next| self.line.is_size(next));
        let told =
            holding.is_some() || (!apart && !parted && !of_all && self.is_plain(index, &parts, whole, complement));
        told.then_some(Statement::Rate { rate: index, parts, wholes: vec![whole], complement })
    }

    /// `来信62封,其中有效58封。已答复56封,答复率96.6%`: a part of a list told before that the rate fits.
    fn listed_whole(&self, index: usize, parts: &[usize], complement: bool) -> Option<usize> {
        let part = *parts.first()?;
        self.farther(index)
            .filter(|before| *before < part && self.lists.has_part(*before) && self.line.compatible(*before, part))
            .filter(|before| self.is_within(part, *before))
            .find(|whole| self.holds(index, parts, *whole, complement).is_some_and(Outcome::holds))
    }

    /// Whether one figure is no more than another.
    fn is_within(&self, part: usize, whole: usize) -> bool {
        let value = |index: usize| self.line.get(index).map(|item| item.figure.number.value());
        value(part) <= value(whole)
    }

    /// `测评350份,回收343份;回收的测评表中满意336份,满意率97.96%`: a figure with other words that a rate with decimals fits.
    fn precise_whole(&self, index: usize, parts: &[usize], complement: bool) -> Option<usize> {
        let part = *parts.first()?;
        let decimals = self.line.get(index)?.figure.number.value().exponent() < 0;
        let mut before = self.farther(index).filter(|before| *before < part && self.line.same_measure(*before, part));
        before.find(|whole| decimals && self.holds(index, parts, *whole, complement).is_some_and(Outcome::holds))
    }

    /// A rate with the name of what it counts: `采纳97条,采纳率30.5%`, of the figure right before that.
    fn named_alike(&self, index: usize, name: &str) -> Option<Statement> {
        const STEM: usize = 2;
        let name = name.trim_end_matches('率');
        let signs: Vec<char> = name.chars().collect();
        let stem: String = signs.get(signs.len().checked_sub(STEM)?..)?.iter().collect();
        let part = self.before(index).find(|before| self.line.around(*before).contains(&stem))?;
        let listed = self.lists.with_part(part).next().and_then(|list| list.wholes.first().copied());
        let apart = self.line.separator(part) != Separator::Enumeration;
        let before = self.before(part).filter(|before| apart && self.line.compatible(*before, part));
        let wholes: Vec<usize> = listed.filter(|whole| *whole < part).into_iter().chain(before).collect();
        let holds = |whole: &usize| self.holds(index, &[part], *whole, false).is_some_and(Outcome::holds);
        let holding = wholes.iter().copied().find(holds);
        // The very words of the part, right behind it: the rate is of the figure before, or of none.
        let near = (part + 1..=index).all(|next| !self.line.is_size(next));
        let around = self.line.around(part);
        let start: String = signs.iter().take(STEM).collect();
        let named = around.contains(&start) && around.contains(&stem);
        let alike = named && near && !vocabulary().words.averages.within(name);
        let whole = holding.or_else(|| {
            wholes.first().copied().filter(|whole| alike && *whole + 1 == part && self.line.same_measure(*whole, part))
        })?;
        let rate = Statement::Rate { rate: index, parts: vec![part], wholes: vec![whole], complement: false };
        (holding.is_some() || self.is_all(index, part, whole, name)).then_some(rate)
    }

    /// Whether no figure explains another rate than that of two counts: none are left out of the whole.
    fn is_all(&self, index: usize, part: usize, whole: usize, name: &str) -> bool {
        let words = &vocabulary().words;
        // 应诉 says nothing of what should have been.
        let lead = |index: usize| self.line.lead(index).replace(name, "");
        let within = |list: &super::vocabulary::List| list.within(&lead(part)) || list.within(&lead(index));
        let same_sentence = self.line.sentence(whole) == self.line.sentence(index);
        same_sentence && !within(&words.excepted) && !words.carried.within(self.line.sentence_before(index))
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
        // What was done in time is told: the rate is of that.
        let of_timely = parts.iter().all(|part| words.timely.within(self.line.label(*part)));
        let explained = (has(&words.timely) && !of_timely) || has(&words.carried) || all_that_count;
        percent > Decimal::HUNDRED || !explained
    }

    pub(super) fn before(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
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
        let counted = |label: &str| {
            if rate.part.has("same") {
                stages.handled.within(label) && !stages.open_cases.within(label) && !is_left(label)
            } else {
                is_affirmed(&rate.part, label) && !rate.complement.within(label)
            }
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
        let own = self.line.around(part);
        let of_stage = rate.whole.has("received");
        let received =
            move |label: &str| if of_stage { stages.received.within(label) } else { rate.whole.within(label) };
        self.farther(index).filter(move |before| {
            *before < part
                && (!self.lists.has_part(*before) || !of_stage || shares_thing(&own, &self.line.around(*before)))
                && may_be_one(&own, &self.line.around(*before))
                && self.line.compatible(*before, part)
                && received(&self.line.around(*before))
        })
    }

    pub(super) fn holds(&self, index: usize, parts: &[usize], whole: usize, complement: bool) -> Option<Outcome> {
        let percent = self.line.get(index)?.figure.number;
        let (part, whole) = self.counts(parts, whole, complement)?;
        ratio(percent, &part, &whole, Decimal::ZERO).ok()
    }

    /// What is counted, and of how many.
    pub(super) fn counts(&self, parts: &[usize], whole: usize, complement: bool) -> Option<(Sum, Sum)> {
        let (part, whole) = (sum(self.line, parts)?, sum(self.line, &[whole])?);
        let part = if complement { whole.less(&part).ok()? } else { part };
        Some((part, whole))
    }

    /// Cases handled, with the cases received that they are some of.
    fn handled(&self, index: usize) -> Option<(usize, usize)> {
        let words = vocabulary();
        let label = bare(self.line.label(index));
        // One of several outcomes is some of what was handled.
        if self.line.is_partition(&[], &[index, index + 1], false) {
            return None;
        }
        let Measure::Of(measure) = self.line.get(index)?.figure.measure else { return None };
        let counts = |pair: &&Pair| pair.measures.is_empty() || pair.measures.has(measure);
        let known = words.stages.pair.iter().filter(counts);
        let pairs: Vec<(&Pair, String)> = known.filter_map(|pair| Some((pair, noun_of(&label, &pair.part)?))).collect();
        if pairs.is_empty() {
            return None;
        }
        let value = |index: usize| self.line.get(index).map(|item| item.figure.number.value());
        let parent = self.line.get(index)?.parent;
        let own = self.line.around(index);
        let own_words = trimmed(&label);
        let named = |before: &usize| {
            let around = self.line.around(*before);
            // The same words twice tell of two things: `受理41件,累计受理306件`.
            trimmed(&bare(self.line.label(*before))) != own_words
                // More may be done than was planned.
                && (value(*before) >= value(index) || !(self.line.is_target(*before) || self.line.is_planned(*before)))
                && may_be_one(&own, &around)
                && pairs.iter().any(|(pair, noun)| pair.whole.within(&around) && around.contains(noun.as_str()))
        };
        let wholes: Vec<usize> = self
            .before(index)
            .filter(|before| named(before) && self.line.same_measure(*before, index))
            .filter(|before| self.line.get(*before).is_some_and(|item| item.parent == parent))
            .collect();
        // `发布会4场、访谈6期。主要负责同志出席3场`: of either.
        if self.before(index).any(|before| named(&before) && self.is_rival(before, index)) {
            return None;
        }
        let large_enough = wholes.iter().copied().find(|whole| value(*whole) >= value(index));
        if let Some(whole) = large_enough {
            return Some((index, whole));
        }
        // More than came in may be those of a total told between.
        let of_total = self.before(index).any(|before| {
            self.line.same_measure(before, index) && value(before) >= value(index) && !self.lists.has_part(before)
        });
        if of_total {
            return None;
        }
        // More were handled than came in, unless some came in the year before.
        let carried = words.words.carried.within(&words.words.none_carried.without(self.line.text));
        match *wholes {
            [only] if !carried && !self.line.is_new(only) => Some((index, only)),
            [] if !carried => {
                let whole = self.of_sentence_before(index, named)?;
                (value(whole) >= value(index) || !self.line.is_new(whole)).then_some((index, whole))
            }
            _ => None,
        }
    }

    /// Whether a figure that is counted otherwise may be what came in as well.
    fn is_rival(&self, before: usize, index: usize) -> bool {
        !self.line.same_measure(before, index) && self.line.compatible(before, index)
    }

    /// The only figure of the sentence before that counts what came in; this one starts its sentence.
    fn of_sentence_before(&self, index: usize, named: impl Fn(&usize) -> bool) -> Option<usize> {
        let sentence = self.line.sentence(index);
        let starts = self.before(index).next().is_none();
        let mut found = (index.saturating_sub(FARTHEST)..index)
            .rev()
            .filter(|before| self.line.sentence(*before) + 1 == sentence && !self.line.is_modifier(*before))
            .filter(|before| self.line.same_measure(*before, index))
            .filter(|before| self.line.get(*before).is_some_and(|item| item.parent.is_none()))
            .filter(|before| named(before));
        let value = |index: usize| self.line.get(index).map(|item| item.figure.number.value());
        let rivals = (index.saturating_sub(FARTHEST)..index)
            .any(|before| self.line.sentence(before) + 1 == sentence && named(&before) && self.is_rival(before, index));
        // `受理41件。历年累计答复306件`: of a longer time.
        let longer = concepts().is_cumulative(self.line.sentence_before(index));
        let whole = found.next().filter(|_| starts && !rivals && !longer)?;
        (value(whole) >= value(index) || found.next().is_none()).then_some(whole)
    }
}

/// Whether a text has one of some words and does not deny it: `采纳12条`, not `未采纳59条`.
fn is_affirmed(words: &super::vocabulary::List, text: &str) -> bool {
    let denied = |at: usize| text.get(..at).is_some_and(|before| before.ends_with(['未', '不']));
    words.words().any(|word| text.match_indices(word).any(|(at, _)| !denied(at)))
}

/// Whether no two names of cases say that two figures count different ones: `受理信访投诉18件,答复来信31件`.
pub(super) fn may_be_one(one: &str, other: &str) -> bool {
    let things = &vocabulary().words.things;
    !things.within(one) || !things.within(other) || shares_thing(one, other)
}

/// Whether two figures name the same kind of cases.
fn shares_thing(one: &str, other: &str) -> bool {
    vocabulary().words.things.words().any(|word| one.contains(word) && other.contains(word))
}

impl Line<'_> {
    /// Whether a figure counts only what came in this year, beside which others may have been left from the year before.
    pub(super) fn is_new(&self, index: usize) -> bool {
        let known = vocabulary();
        known.stages.new.within(self.label(index)) && !known.words.none_carried.within(self.text)
    }
}

/// Whether words are of what is not done yet.
fn is_left(label: &str) -> bool {
    let words = &vocabulary().words;
    words.remaining.starts(label).is_some() || ["正在", "尚", "未"].iter().any(|word| label.contains(word))
}

/// Whether a figure tells what became of the cases that the one before it counts.
pub(super) fn is_of_cases(line: &Line<'_>, index: usize, before: usize) -> bool {
    let (label, cases) = (bare(line.label(index)), line.around(before));
    let nothing_else = |pair: &Pair| noun_of(&label, &pair.part).is_some_and(|noun| noun.is_empty());
    vocabulary().stages.pair.iter().any(|pair| nothing_else(pair) && pair.whole.within(&cases))
}

/// What a label names beside one of some words at its start, neutral ones left out.
fn noun_of(label: &str, list: &super::vocabulary::List) -> Option<String> {
    let rest = trimmed(label);
    let mut noun = list.starts(&rest).and_then(|word| rest.strip_prefix(word)).map(trimmed)?;
    // `办理答复`: two words for what was done.
    while let Some(shorter) = list.starts(&noun).and_then(|word| noun.strip_prefix(word)) {
        noun = trimmed(shorter);
    }
    Some(noun)
}

/// Words without neutral ones at either end.
fn trimmed(text: &str) -> String {
    let plain = &vocabulary().stages.plain;
    let mut rest = text;
    while let Some(shorter) = plain.starts(rest).and_then(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    while let Some(shorter) = plain.ends(rest).and_then(|word| rest.strip_suffix(word)) {
        rest = shorter;
    }
    rest.to_owned()
}
