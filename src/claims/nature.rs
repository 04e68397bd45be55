//! How complete a list of parts is, as far as its words and the kinds of its parts tell.

use super::facts::last;
use super::line::Line;
use super::lists::sum;
use super::roles::bare;
use super::statement::Nature;
use super::vocabulary::{Family, List as Words, vocabulary};
use crate::number::Decimal;

/// So few parts of a family may be the largest ones only.
const FEW: usize = 2;

impl Family {
    /// Whether every label is of a group of the family, and no two of one.
    fn tells_apart(&self, labels: &[String]) -> bool {
        let group = |label: &String| {
            // The longest word decides: 不合格 before 合格.
            let longest = |group: &Words| group.words().filter(|word| label.contains(word)).map(str::len).max();
            let found = self.groups.iter().enumerate().filter_map(|(at, group)| Some((longest(group)?, at)));
            found.max_by_key(|(length, at)| (*length, std::cmp::Reverse(*at))).map(|(_, at)| at)
        };
        let groups: Option<std::collections::BTreeSet<usize>> = labels.iter().map(group).collect();
        groups.is_some_and(|groups| groups.len() == labels.len())
    }
}

impl Line<'_> {
    /// Whether a clause before a figure says by what kinds those from it on are told: `按类型分`.
    pub(super) fn starts_kinds(&self, index: usize) -> bool {
        let lead = bare(self.lead(index));
        let words = &vocabulary().words;
        let by_kind = |clause: &str| {
            let named = words.by_kind.starts(clause).is_some() || clause.contains("来看");
            named && words.by_kind_not.starts(clause).is_none() && words.by_kind_ends.ends(clause).is_some()
                || words.results.ends(clause).is_some()
        };
        // `信件来源:市长信箱306件`.
        let (heading, _) = lead.split_once(':').unwrap_or_default();
        let heading = heading.trim_end_matches(['为', '是']);
        let clauses = lead.split([',', ':', ';']);
        words.kinds_named.ends(heading).is_some() || clauses.take(lead.matches([',', ':', ';']).count()).any(by_kind)
    }

    /// How complete a list is, as far as its words tell.
    pub(super) fn nature(&self, wholes: &[usize], parts: &[usize]) -> Nature {
        let words = &vocabulary().words;
        let Some(first) = parts.first() else { return Nature::Open };
        let lead = bare(self.lead(*first));
        // `收支总额均为…`: of one sum.
        let whole_words = wholes.iter().map(|whole| self.around(*whole)).collect::<String>().replace("均为", "为");
        let open = words.open.within(&lead) || words.open.within(&whole_words);
        let goes_on = parts.iter().any(|part| words.and_so_on.starts(self.tail(*part)).is_some())
            || self.leaves_rest_untold(parts);
        if open || goes_on || parts.len() < 2 {
            return Nature::Open;
        }
        let last = parts.last().map(|part| self.around(*part)).unwrap_or_default();
        // `其中甲、乙、丙三类分别为…`: of each of these, whether or not there are others.
        let among = ["其中", "当中"].iter().any(|word| lead.contains(word));
        let told = (words.exhaustive.within(&lead) && !among)
            || words.exhaustive.within(&whole_words)
            || self.is_said_otherwise(*first)
            || self.are_said_all(parts);
        if told || words.rest.within(&last) {
            return Nature::Exhaustive;
        }
        // `收到8件,均已办结,其中…`: outcomes of all of them.
        if words.all_handled.within(&lead) && self.is_partition(wholes, parts, false) {
            return Nature::Exhaustive;
        }
        if self.are_further_on(wholes, parts) {
            return Nature::Open;
        }
        if self.is_partition(wholes, parts, true) {
            return Nature::Exhaustive;
        }
        let labels: Vec<String> = parts.iter().map(|part| self.around(*part)).collect();
        let by_channel = labels.iter().filter(|label| words.channels.within(label)).count();
        let says_so = words.overlapping.within(&lead)
            || words.overlapping.within(&whole_words)
            || labels.iter().any(|label| words.overlapping.within(label));
        if by_channel * 2 >= labels.len() || says_so { Nature::Overlapping } else { Nature::Listed }
    }

    /// Whether the prose goes on about others behind some parts, without a figure: `其余来电为空号`.
    fn leaves_rest_untold(&self, parts: &[usize]) -> bool {
        let Some(last) = parts.last() else { return false };
        let words = &vocabulary().words;
        let others = |clause: &str| {
            let named = words.others.starts(clause).is_some();
            named && !clause.contains(|sign: char| sign.is_ascii_digit())
        };
        self.sentence_after(*last).split([',', ';']).skip(1).any(others)
    }

    /// Whether a figure starts what the whole before it is, told in parts: `3项,即新建1项、修订2项`.
    pub(super) fn is_said_otherwise(&self, index: usize) -> bool {
        let words = &vocabulary().words;
        let lead = self.lead(index);
        words.that_is.starts(lead).is_some() && words.that_is_not.starts(lead).is_none()
    }

    /// Whether the prose says right after some parts that there are no others.
    pub(super) fn are_said_all(&self, parts: &[usize]) -> bool {
        const CLAUSES: usize = 2;
        let Some(last) = parts.last().copied() else { return false };
        let span = |index: usize| self.get(index).map(|item| item.figure.span.clone());
        let start = span(last).map_or(0, |span| span.end);
        let end = span(last + 1).map_or(self.text.len(), |span| span.start);
        let between = self.text.get(start..end).unwrap_or_default();
        let mut clauses = between.split(['。', ';', '\n']).next().unwrap_or_default().split(',').take(CLAUSES);
        clauses.any(|clause| vocabulary().words.nothing_else.starts(clause).is_some())
    }

    /// Whether the prose says right before or after some parts that one thing counts in several of them.
    pub(super) fn counts_twice(&self, parts: &[usize]) -> bool {
        const LONGEST: usize = 240;
        let after = parts.last().and_then(|last| self.get(*last)).map_or(0, |item| item.figure.span.end);
        let after = self.text.get(after..).unwrap_or_default();
        let end = after.char_indices().map(|(at, _)| at).take_while(|at| *at < LONGEST).last().unwrap_or(0);
        let before = parts.first().map(|first| self.sentence_before(*first)).unwrap_or_default();
        let words = &vocabulary().words;
        let first = parts.first().and_then(|first| self.get(*first)).map_or(0, |item| item.figure.span.start);
        let question = last(self.text.get(..first).unwrap_or_default(), LONGEST);
        words.counted_twice.within(before)
            || words.counted_twice.within(after.get(..end).unwrap_or_default())
            || words.many_choices.within(question)
    }

    /// Whether all parts are of cases that have come further than those of the whole: `收到318件,其中市级办结85件、县级办结229件`.
    pub(super) fn are_further_on(&self, wholes: &[usize], parts: &[usize]) -> bool {
        let stages = &vocabulary().stages;
        let done = |index: &usize| {
            let around = self.around(*index);
            stages.closed.within(&around) && !stages.open_cases.within(&around)
        };
        let came_in = |index: &usize| stages.received.within(&self.around(*index)) && !done(index);
        wholes.iter().all(came_in) && parts.iter().all(done)
    }

    /// Whether the parts are of one family and enough of it.
    pub(super) fn is_partition(&self, wholes: &[usize], parts: &[usize], exhaustive: bool) -> bool {
        let labels: Vec<String> = parts.iter().map(|part| self.around(*part)).collect();
        let context: String = wholes.iter().map(|whole| self.around(*whole)).chain(labels.iter().cloned()).collect();
        vocabulary().family.iter().any(|family| {
            family.tells_apart(&labels)
                && (family.exhaustive || !exhaustive)
                && (!exhaustive || labels.len() > FEW || self.make_so_much(wholes, parts, family.least))
                && labels.len() >= family.enough
                && (family.context.is_empty() || family.context.within(&context))
        })
    }

    /// `办理结果:公开39件,部分公开7件、不予公开20件`: whether a figure is of one family with others, and so no whole of them.
    pub(super) fn is_one_of(&self, index: usize, others: &[usize]) -> bool {
        let all: Vec<usize> = std::iter::once(index).chain(others.iter().copied()).collect();
        self.is_partition(&[], &all, false)
    }

    /// Whether the parts are all kinds that a family has.
    pub(super) fn are_a_family(&self, parts: &[usize]) -> bool {
        let labels: Vec<String> = parts.iter().map(|part| self.around(*part)).collect();
        let mut families = vocabulary().family.iter().filter(|family| family.exhaustive);
        families.any(|family| family.groups.len() == labels.len() && family.tells_apart(&labels))
    }

    /// Whether parts make so many hundredths of their wholes, where wholes are told.
    fn make_so_much(&self, wholes: &[usize], parts: &[usize], hundredths: i128) -> bool {
        let (Some(whole), Some(part)) = (sum(self, wholes), sum(self, parts)) else { return true };
        let least = whole.value.mul(Decimal::from(hundredths)).and_then(|least| least.scaled(-2));
        wholes.is_empty() || least.is_ok_and(|least| part.value >= least)
    }

    /// Whether the labels of all parts end alike: `一级栏目`, `二级栏目`.
    pub(super) fn are_parallel(&self, parts: &[usize]) -> bool {
        const ALIKE: usize = 2;
        let end = |part: &usize| -> Vec<char> { bare(self.label(*part)).chars().rev().take(ALIKE).collect() };
        let Some(first) = parts.first().map(end).filter(|first| first.len() == ALIKE) else { return false };
        parts.iter().all(|part| end(part) == first)
    }
}
