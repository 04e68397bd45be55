//! Wholes that no word ties to their parts: totals told after them, and parts whose kind or sum tells.

use super::concepts::concepts;
use super::known::Lists;
use super::line::Separator;
use super::lists::{Chain, FARTHEST_WHOLE, List, MOST_PARTS, equal, sum};
use super::near::near_either_way;
use super::outer::starts_of;
use super::periods::Period;
use super::roles::bare;
use super::statement::Nature;
use super::vocabulary::vocabulary;
use crate::number::Number;

impl Chain<'_, '_> {
    /// Parts that are summed up after them: `89件, 69件, 共158件`.
    pub(super) fn summed_up(&self, lists: &mut Lists) {
        for (position, index) in self.items.iter().copied().enumerate() {
            if let Some(list) = self.total(position, index, lists) {
                lists.push(list);
            }
        }
    }

    /// The words of a total, without 共 or how many parts it sums up, and whether they say how many.
    fn total_words(&self, index: usize) -> Option<(String, bool)> {
        if self.line.sums_up_nouns(index) {
            return Some((String::new(), false));
        }
        let label = bare(self.line.label(index));
        let words = &vocabulary().words;
        let label = words.before_total.starts(&label).and_then(|word| label.strip_prefix(word)).unwrap_or(&label);
        let plain = without_count(label);
        let grand = || words.grand_total.words().find_map(|word| plain.split_once(word)).map(|(_, rest)| rest);
        let rest = words.total.starts(plain).and_then(|word| plain.strip_prefix(word));
        let of_year = words.whole_year.within(self.line.label(index)).then_some("");
        Some((rest.or(of_year).or_else(grand)?.to_owned(), plain.len() < label.len()))
    }

    /// `复议案件62件;75件;三年纠错案件合计19件`: whether a total starts with a noun that neither its parts nor their sentence
    /// name.
    fn is_of_other_noun(&self, index: usize, parts: &[usize]) -> bool {
        const START: usize = 2;
        let label = bare(self.line.label(index));
        let words = &vocabulary().words;
        let label = words.before_total.starts(&label).and_then(|word| label.strip_prefix(word)).unwrap_or(&label);
        let plain = without_count(label);
        let noun = words.grand_total.words().find_map(|word| plain.split_once(word)).map_or("", |(noun, _)| noun);
        let start: String = noun.chars().take(START).collect();
        let told = |part: &usize| {
            self.line.sentence_before(*part).contains(&start) || self.line.around(*part).contains(&start)
        };
        let of_years = label.strip_suffix(plain).is_some_and(|count| count.ends_with('年'));
        of_years && start.chars().count() == START && !parts.iter().any(told)
    }

    fn total(&self, position: usize, index: usize, lists: &Lists) -> Option<List> {
        let words = self.total_words(index);
        let of_level = concepts().is_of_area(self.line.label(index));
        if words.is_none() && !of_level && !vocabulary().words.total.within(self.line.label(index)) {
            return None;
        }
        let (rest, counted) = words.clone().unwrap_or_default();
        let of_year = Period::of(self.line.label(index)) == Some(Period::Year);
        let bare_sum = vocabulary().words.summing.has(self.line.label(index));
        let farthest = if counted || of_year || bare_sum { Separator::Semicolon } else { Separator::Comma };
        // `分别占总量120件的`: what shares are of.
        let of_shares = self.line.label(index).contains('占');
        if of_shares || self.line.is_modifier(index) || self.line.separator(index) > farthest {
            return None;
        }
        let (parts, whole_sentence) = self.back_from(position, index, false);
        let stated = |parts: &[usize], nature| Some(List { wholes: vec![index], parts: parts.to_vec(), nature });
        let holds = |parts: &[usize]| {
            let from = (0..parts.len().saturating_sub(1)).find(|from| self.adds_up(index, parts.get(*from..)));
            from.and_then(|from| parts.get(from..)).map(<[usize]>::to_vec)
        };
        let between = self.back_from(position, index, true).0;
        let (parts, whole_sentence) =
            if self.are_paired(&between) { (between.clone(), true) } else { (parts, whole_sentence) };
        let carried = self.carried_and_received(&parts);
        let of_sentence = self.of_sentence_before(position, index);
        let found = [&parts, &between, &carried, &of_sentence].into_iter().find_map(|parts| holds(parts));
        if let Some(parts) = found {
            return stated(&parts, Nature::Exhaustive);
        }
        let kinds = self.of_several_kinds(position, index);
        if let Some(parts) = kinds.as_ref().and_then(|parts| holds(parts)) {
            return stated(&parts, Nature::Exhaustive);
        }
        // An enumeration in several measures, summed up in nothing but a word.
        let listed = |parts: &Vec<usize>| {
            let several = parts.iter().any(|part| !self.line.same_measure(*part, index));
            parts.len() > 1 && several && self.are_enumerated(parts)
        };
        if let Some(parts) = kinds.filter(listed).filter(|_| vocabulary().words.bare_total.has(self.line.label(index)))
        {
            return stated(&parts, Nature::Tied);
        }
        // Words that do not start as those of a sum say so only where it holds, or nearly does.
        if words.is_none() && whole_sentence && parts.len() > 2 {
            return stated(&parts, Nature::Tied);
        }
        words?;
        if self.is_of_other_noun(index, &parts) {
            return None;
        }
        let verb = vocabulary().words.bare_total.stripped(&rest);
        let verb: String = verb.chars().take(2).collect();
        let first = parts.first().map(|part| self.line.label(*part)).unwrap_or_default();
        let heading = parts.first().map_or("", |part| self.heading(*part));
        let used = parts.iter().any(|part| lists.has_part(*part));
        let person = |part: &usize| self.line.is_summed_up(*part, index) && !self.line.compatible(*part, index);
        let measure = parts.iter().all(|part| self.line.same_measure(*part, index) || person(part));
        // `实际录取5186人;中职学校录取3904人,高中阶段合计9090人`: over a semicolon.
        let free = |part: &usize| !lists.uses(*part);
        let over = parts.len() < 2 && of_sentence.len() > 1 && of_sentence.iter().all(free);
        if over && self.are_most(index, &of_sentence) {
            return stated(&of_sentence, Nature::Exhaustive);
        }
        if used || parts.len() < 2 {
            return None;
        }
        if !measure {
            let enough = parts.len() > 2 || self.line.sums_up_nouns(index);
            return if enough { stated(&parts, Nature::Tied) } else { None };
        }
        let words = &vocabulary().words;
        let periods: Option<Vec<Period>> = parts.iter().map(|part| self.line.period(*part)).collect();
        let parts_of_year = periods.and_then(|periods| Period::made_of(&periods)) == Some(Period::Year);
        let goes_on = self.line.label(index).starts_with('等');
        let is_total = words.total.within(self.line.label(index)) || self.line.label(index).is_empty();
        let whole_period = Period::of(self.line.label(index));
        if parts_of_year && whole_period == Some(Period::Year) {
            return stated(&parts, Nature::Exhaustive);
        }
        // Some parts of the year are not all of it.
        if whole_period.is_some() && parts.iter().any(|part| self.line.period(*part).is_some()) {
            return None;
        }
        // `20条、15条等,全年共310条`: more than these.
        let leaves_out = parts.last().is_some_and(|part| words.and_so_on.starts(self.line.tail(*part)).is_some());
        if !is_total || (leaves_out && !goes_on) {
            return None;
        }
        if goes_on {
            return stated(&parts, Nature::Open);
        }
        let enumerated = self.are_enumerated(&parts);
        match () {
            () if whole_sentence && (first.contains(&verb) || heading.contains(&verb)) => {
                stated(&parts, Nature::Exhaustive)
            }
            () if enumerated && vocabulary().words.bare_total.has(self.line.label(index)) => {
                stated(&parts, Nature::Exhaustive)
            }
            () if whole_sentence && self.line.is_partition(&[index], &parts, true) => {
                stated(&parts, Nature::Exhaustive)
            }
            () if whole_sentence && self.are_most(index, &parts) => stated(&parts, Nature::Exhaustive),
            () if enumerated => stated(&parts, Nature::Tied),
            () => None,
        }
    }

    /// What stands before a colon and a figure: `清理情况:有效35件、废止17件,共清理52件`.
    fn heading(&self, index: usize) -> &str {
        self.line.lead(index).split_once(':').map_or("", |(heading, _)| heading)
    }

    /// `公务用车15.6万元,公务接待2.4万元,合计17.9万元`: whether a figure says that it sums up, and some figures nearly make it.
    fn are_most(&self, whole: usize, parts: &[usize]) -> bool {
        let (Some(sum), Some(whole_sum)) = (sum(self.line, parts), sum(self.line, &[whole])) else { return false };
        let (one, two) = (sum.value, whole_sum.value);
        let near = |one: crate::number::Decimal, two: crate::number::Decimal| {
            one.scaled(1).is_ok_and(|one| two.mul(crate::number::Decimal::from(8)).is_ok_and(|two| one >= two))
        };
        vocabulary().words.summing.within(self.line.label(whole)) && near(one, two) && near(two, one)
    }

    /// The figures of the sentence before a total, over semicolons, in its measure.
    fn of_sentence_before(&self, position: usize, index: usize) -> Vec<usize> {
        let before = self.items.get(position.saturating_sub(FARTHEST_WHOLE)..position).unwrap_or_default();
        let fits = |one: &usize| {
            let same = self.line.sentence(*one) == self.line.sentence(index) && self.line.same_measure(*one, index);
            same && !self.line.is_modifier(*one) && !self.line.is_planned(*one)
        };
        before.iter().copied().filter(fits).collect()
    }

    /// `来访42批次、来电118个、来信26封,合计186件次`: what is summed up in a measure of any cases.
    fn of_several_kinds(&self, position: usize, index: usize) -> Option<Vec<usize>> {
        let counted =
            |one: &usize| !self.line.is_modifier(*one) && self.line.sentence(*one) == self.line.sentence(index);
        let run = self.items.get(..position)?.iter().rev().copied().take(MOST_PARTS).take_while(counted);
        let mut run: Vec<usize> = run.collect();
        run.reverse();
        self.counts_any(index).then_some(run)
    }

    fn are_enumerated(&self, parts: &[usize]) -> bool {
        parts.iter().skip(1).all(|part| self.line.separator(*part) == Separator::Enumeration)
    }

    /// Whether a second figure stands right behind each: `12件186人次,243件251人次,共255件437人次`.
    fn are_paired(&self, parts: &[usize]) -> bool {
        parts.len() > 1 && parts.iter().all(|part| self.line.label(part + 1).is_empty())
    }

    fn adds_up(&self, whole: usize, parts: Option<&[usize]>) -> bool {
        parts.is_some_and(|parts| equal(self.line, &[whole], parts))
    }

    /// `收到186件。上年结转6件,共需办理192件`: what came in, told in the sentence before, and what was carried over.
    fn carried_and_received(&self, parts: &[usize]) -> Vec<usize> {
        let words = &vocabulary().words;
        let [part] = *parts else { return Vec::new() };
        let sentence = self.line.sentence(part);
        let received = (0..part).rev().take(FARTHEST_WHOLE).find(|before| {
            self.line.sentence(*before) + 1 == sentence
                && self.line.same_measure(*before, part)
                && vocabulary().stages.received.within(&self.line.around(*before))
        });
        let carried = words.carried_over.within(self.line.label(part));
        received.filter(|_| carried).map(|received| vec![received, part]).unwrap_or_default()
    }

    /// The figures before a total that it may sum up, and whether they are all of the sentence.
    /// Where figures of other measures stand between them, `over` passes over those.
    fn back_from(&self, position: usize, index: usize, over: bool) -> (Vec<usize>, bool) {
        let mut parts: Vec<usize> = Vec::new();
        let mut at = position;
        let mut whole_sentence = true;
        while let Some(before) = at.checked_sub(1).and_then(|before| self.at(before)) {
            if self.line.sentence(before) != self.line.sentence(index) || parts.len() >= MOST_PARTS {
                break;
            }
            at -= 1;
            if self.line.is_modifier(before) || (over && !self.line.same_measure(before, index)) {
                continue;
            }
            if !self.line.is_summed_up(before, index) {
                whole_sentence = false;
                break;
            }
            let after_among = parts.first().is_some_and(|part| self.line.among(*part));
            if after_among {
                whole_sentence = false;
            }
            parts.insert(0, before);
            let widest = self.line.separator(index).max(Separator::Comma);
            if self.line.separator(before) > widest {
                break;
            }
        }
        (parts, whole_sentence)
    }

    /// Parts that nothing but their sum, or their kind, ties to a whole.
    pub(super) fn unmarked(&self, lists: &mut Lists) {
        for (position, whole) in self.items.iter().copied().enumerate() {
            if self.line.is_modifier(whole) || lists.has_part(whole) {
                continue;
            }
            while self.told_by_others(position, whole, lists) {}
        }
    }

    /// Adds a list that nothing marks; a whole that has its parts may be told by other parts, if they make it.
    fn told_by_others(&self, position: usize, whole: usize, lists: &mut Lists) -> bool {
        let total = lists.with_whole(whole).any(|list| list.parts.iter().all(|part| *part < whole));
        let again = lists.with_whole(whole).next().is_some() && !total;
        let makes_it = |list: &List| equal(self.line, &list.wholes, &list.parts);
        let found = self.tied(position, whole, total, lists).filter(|list| !again || makes_it(list));
        let is_new = found.is_some();
        lists.extend(found);
        is_new
    }

    fn tied(&self, position: usize, whole: usize, total: bool, lists: &Lists) -> Option<List> {
        let (rest, sure) = self.following(position, whole, total);
        let set_off =
            |at: &usize| rest.get(*at).is_some_and(|index| self.line.separator(*index) >= Separator::Semicolon);
        // What is enumerated with a figure is no part of it.
        let beside = rest.first().is_some_and(|next| self.line.separator(*next) == Separator::Enumeration);
        let starts = (1..rest.len()).filter(set_off).chain((!beside).then_some(0));
        for start in starts {
            let run: Vec<usize> = rest
                .get(start..)?
                .iter()
                .copied()
                .take_while(|index| self.line.compatible(*index, whole) && !lists.uses(*index))
                .flat_map(|index| std::iter::repeat_n(index, self.line.times(index)))
                .collect();
            let adjacent = start == 0;
            let outer = self.over_inner_lists(whole, rest.get(start..)?, lists);
            // Parts that make the whole come before longer lists that ought to.
            let all = starts_of(&run).into_iter().chain(starts_of(&outer));
            let holding = all.filter(|parts| equal(self.line, &[whole], parts));
            for parts in holding.chain(starts_of(&run).into_iter().filter(|_| sure)) {
                if let Some(nature) = self.ties(whole, &parts, total, adjacent) {
                    return Some(List { wholes: vec![whole], parts, nature });
                }
            }
        }
        None
    }

    /// The figures after a whole in its sentence; where a total ends it, or what came in and nothing else of its kind, those
    /// of the next one. Whether they are told of it rather than of what the words between name.
    fn following(&self, position: usize, whole: usize, total: bool) -> (Vec<usize>, bool) {
        let end = self.items.len().min(position + FARTHEST_WHOLE);
        let after = self.items.get(position + 1..end).unwrap_or_default();
        let of = |sentence: usize| -> Vec<usize> {
            let of_sentence = after.iter().copied().filter(|index| self.line.sentence(*index) == sentence);
            of_sentence.filter(|index| !self.line.is_modifier(*index)).collect()
        };
        let same = of(self.line.sentence(whole));
        let is_total = total || vocabulary().words.total.within(self.line.label(whole));
        let came_in = || vocabulary().stages.received.within(self.line.label(whole));
        let alone = !same.iter().any(|index| self.line.compatible(*index, whole));
        let next = || (of(self.line.sentence(whole) + 1), is_total && same.is_empty());
        if alone && (is_total || came_in()) { next() } else { (same, true) }
    }

    /// Whether parts that no word marks are those of a whole.
    fn ties(&self, whole: usize, parts: &[usize], total: bool, adjacent: bool) -> Option<Nature> {
        const SMALLEST_WHOLE: i128 = 20;
        const SMALLEST_LISTED: i128 = 5;
        const SEVERAL: usize = 3;
        let words = &vocabulary().words;
        let same = parts.iter().all(|part| self.line.same_measure(*part, whole));
        let (sum_of_whole, sum_of_parts) = (sum(self.line, &[whole])?, sum(self.line, parts)?);
        let value = sum_of_whole.value.to_integer()?;
        let several = parts.iter().filter(|part| self.value(**part).is_some_and(|value| !value.is_zero())).count() > 1;
        if sum_of_whole.equals(&sum_of_parts).ok()?.holds() {
            let listed = parts.len() >= SEVERAL && self.are_enumerated(parts) && value >= SMALLEST_LISTED;
            let tied = same && several && (value >= SMALLEST_WHOLE || listed);
            // `涉及招生和基建各1件`, `其余1件`.
            let each = parts.iter().all(|part| Some(part) == parts.first());
            let ends = parts.last().is_some_and(|last| words.remaining.starts(self.line.label(*last)).is_some());
            let told = || each || ends || self.line.are_said_all(parts) || self.line.make_the_year(whole, parts);
            return (tied || self.line.is_partition(&[whole], parts, false) || told()).then_some(Nature::Listed);
        }
        let carried = !total
            && (words.carried.within(self.line.sentence_before(whole))
                || words.carried.within(self.line.sentence_after(whole)));
        // `居前三位的是甲局125件、乙局92件、丙局92件`.
        let open = parts.first().is_some_and(|part| words.open.within(self.line.lead(*part)));
        if !same || carried || open || self.line.is_one_of(whole, parts) {
            return None;
        }
        if adjacent && (self.line.are_said_all(parts) || self.line.make_the_year(whole, parts)) {
            return Some(Nature::Exhaustive);
        }
        let partition = self.line.is_partition(&[whole], parts, true);
        if partition && adjacent && sum_of_parts.is_above(&sum_of_whole) {
            let within = parts.iter().all(|part| self.value(*part) <= self.value(whole));
            return within.then_some(Nature::Listed);
        }
        if self.line.are_further_on(&[whole], parts) {
            return None;
        }
        let numbers = |indices: &[usize]| -> Vec<Number> {
            indices.iter().filter_map(|index| self.line.get(*index)).map(|item| item.figure.number).collect()
        };
        let last = parts.last().copied()?;
        let remaining = words.remaining.starts(self.line.label(last)).is_some();
        if remaining && partition {
            return Some(Nature::Exhaustive);
        }
        // Outcomes up to those still open, told right behind the whole, are all.
        let to_the_rest = words.rest.within(&self.line.around(last)) && self.line.is_partition(&[whole], parts, false);
        if to_the_rest && adjacent && parts.len() >= SEVERAL {
            return Some(Nature::Exhaustive);
        }
        let near = near_either_way(&numbers(&[whole]), &numbers(parts)).is_some();
        // All of one kind, or all that a total tells right behind it.
        let kinds = parts.len() > SEVERAL && self.line.is_partition(&[whole], parts, false);
        let of_total = adjacent && words.total.within(self.line.label(whole));
        (near && (partition || kinds || of_total)).then_some(Nature::Tied)
    }
}

/// The text without how many are summed up: `三批共`.
fn without_count(text: &str) -> &str {
    let rest = text.trim_start_matches(['两', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    if rest.len() == text.len() {
        return text;
    }
    let shorter = vocabulary().words.kinds_summed.starts(rest).and_then(|word| rest.strip_prefix(word));
    shorter.unwrap_or(rest)
}
