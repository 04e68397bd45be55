//! How far a list of parts goes from its first figure on. What its whole is is read elsewhere.

use super::line::Separator;
use super::lists::{Chain, MOST_PARTS};
use super::periods::Period;
use super::rates::is_of_cases;
use super::roles::bare;
use super::vocabulary::vocabulary;

/// The figures of a chain that one list may be made of.
pub(super) struct Found {
    pub(super) parts: Vec<usize>,
    /// The position in the chain after the list.
    pub(super) next: usize,
}

impl Chain<'_, '_> {
    /// The parts from a position on, as far as separators and words let a list go.
    pub(super) fn collect(&self, position: usize) -> Found {
        let mut parts: Vec<usize> = Vec::new();
        let mut widest: Option<Separator> = None;
        let mut modified = false;
        let mut next = position;
        while let Some(index) = self.at(next).filter(|_| parts.len() < MOST_PARTS) {
            let Some(first) = parts.first().copied() else {
                parts.extend(std::iter::repeat_n(index, self.line.times(index)));
                next += 1;
                continue;
            };
            if self.line.sentence(index) != self.line.sentence(first) || self.is_in_next_parenthesis(next) {
                break;
            }
            if self.line.is_modifier(index) {
                modified = true;
                next += 1;
                continue;
            }
            if self.line.among(index) || self.line.refers_back(index) || self.line.named_whole(index).is_some() {
                let inner = self.collect(next);
                next = inner.next;
                continue;
            }
            let separator = self.line.separator(index);
            // `占98%;在解读材料中增设栏目,编发问答26条`: behind a clause of its own.
            let plain = !self.line.lead(index).contains(',');
            let allowed = match widest {
                Some(widest) => separator <= widest || self.ends_list(index),
                None => separator < Separator::Semicolon || (modified && plain) || self.goes_by_semicolons(next, first),
            };
            let last = parts.last().copied().unwrap_or(first);
            let definite = vocabulary().words.definite.has(&bare(self.line.label(index)));
            let breaks = definite
                || self.starts_topic(index, first)
                || is_of_cases(self.line, index, last)
                || self.starts_other_whole(next, &parts)
                || self.came_of(index, &parts);
            if !allowed || !self.line.compatible(index, first) || breaks {
                break;
            }
            widest = Some(widest.map_or(separator, |widest| widest.max(separator)));
            parts.extend(std::iter::repeat_n(index, self.line.times(index)));
            next += 1;
        }
        Found { parts, next }
    }

    /// `甲5件,其中网上2件;乙3件,其中网上1件`: behind a semicolon a figure with parts of its own is no part where those
    /// before it have none.
    fn starts_other_whole(&self, position: usize, parts: &[usize]) -> bool {
        let has_parts = |position: usize| {
            let next = self.at(position + 1).filter(|next| self.line.among(*next) && self.parent.is_none());
            next.is_some_and(|next| self.line.separator(next) < Separator::Semicolon)
        };
        let apart = self.at(position).is_some_and(|index| self.line.separator(index) == Separator::Semicolon);
        let before = || self.items.iter().position(|item| parts.first() == Some(item)).unwrap_or(position);
        let first = parts.first().and_then(|first| self.line.get(*first));
        let by_colon = || first.is_some_and(|item| item.after_colon);
        apart && has_parts(position) && !by_colon() && !(before()..position).any(has_parts)
    }

    /// `其中24件要求补正,补正后受理17件`: whether a figure is of what became of a part before it.
    fn came_of(&self, index: usize, parts: &[usize]) -> bool {
        const SHORTEST: usize = 2;
        let label = bare(self.line.label(index));
        let Some((done, _)) = label.split_once('后').filter(|(done, _)| done.chars().count() >= SHORTEST) else {
            return false;
        };
        let done = done.trim_start_matches('经');
        let said =
            |part: &usize| self.line.around(*part).split_once(done).is_some_and(|(before, _)| !before.contains('未'));
        parts.iter().any(said)
    }

    /// `公开98件、不公开26件,其他12件`: the rest of an enumeration behind a comma.
    fn ends_list(&self, index: usize) -> bool {
        let rest = &vocabulary().words.rest;
        let label = bare(self.line.label(index));
        self.line.separator(index) == Separator::Comma && rest.starts(&label).is_some()
    }

    /// Whether a figure stands in a parenthesis behind the one that the figure before it stands in.
    pub(super) fn is_in_next_parenthesis(&self, position: usize) -> bool {
        let before = position.checked_sub(1).and_then(|before| self.at(before)).filter(|_| self.parent.is_some());
        let span = |index: usize| self.line.get(index).map(|item| item.figure.span.clone());
        let between = before.and_then(span).zip(self.at(position).and_then(span));
        let between = between.and_then(|(before, own)| self.line.text.get(before.end..own.start)).unwrap_or_default();
        let mut depth = 0;
        between.chars().any(|sign| {
            depth += match sign {
                '(' | '[' => 1,
                ')' | ']' => -1,
                _ => 0,
            };
            depth < 0
        })
    }

    /// `为12581通,三、四季度分别为13046通和12390通`: each in its turn, of nothing told before.
    pub(super) fn is_in_turn(&self, first: usize, whole: usize, parts: &[usize]) -> bool {
        if !vocabulary().words.respectively.within(self.line.label(first)) || self.parent.is_some() {
            return false;
        }
        let apart = self.line.separator(first) >= Separator::Semicolon;
        let periods = self.line.period(first).filter(|period| *period != Period::Year);
        let of_period = periods.is_some() && self.line.period(whole).is_some_and(|period| period != Period::Year);
        of_period || (apart && parts.iter().any(|part| self.value(*part) > self.value(whole)))
    }

    /// Whether a figure starts something else than a list, whose parts may all start with the same word.
    fn starts_topic(&self, index: usize, first: usize) -> bool {
        let start = |index: usize| -> Vec<char> {
            bare(self.line.label(index)).trim_start_matches("其中").chars().take(2).collect()
        };
        self.line.is_topic(index) && !self.line.is_topic(first) && start(index) != start(first)
    }

    /// Whether a list with one semicolon goes on with another one.
    fn goes_by_semicolons(&self, position: usize, first: usize) -> bool {
        let lead_has_colon = self.line.lead(first).contains(':');
        let more = self.items.get(position + 1..).unwrap_or_default().iter().any(|index| {
            self.line.sentence(*index) == self.line.sentence(first)
                && self.line.separator(*index) == Separator::Semicolon
                && self.line.compatible(*index, first)
        });
        lead_has_colon || more
    }

    /// The list, and the same list going on to later figures of its sentence.
    pub(super) fn extents(&self, position: usize, found: &Found) -> Vec<Vec<usize>> {
        let mut extents = vec![found.parts.clone()];
        let Some(first) = self.at(position) else { return extents };
        let mut longer = found.parts.clone();
        for (offset, index) in self.items.get(found.next..).unwrap_or_default().iter().copied().enumerate() {
            let at = found.next + offset;
            if self.line.sentence(index) != self.line.sentence(first) || longer.len() >= MOST_PARTS {
                break;
            }
            let other = || self.starts_topic(index, first) || self.starts_other_whole(at, &found.parts);
            if (self.line.separator(index) >= Separator::Semicolon && other()) || self.is_in_next_parenthesis(at) {
                break;
            }
            if self.line.is_modifier(index) || !self.line.compatible(index, first) {
                continue;
            }
            longer.push(index);
            extents.push(longer.clone());
        }
        // What a semicolon sets off may be another thing, and what a comma sets off from an enumeration, or what is left over
        // behind parts that make the whole: `已办结99件,其中公开40件、不公开59件,结转下年8件`.
        let carried_in = self.wholes(position, first).into_iter().any(|whole| self.is_carried(whole));
        // `维持3件,纠正1件,尚未审结1件`: one of the kinds.
        let of_kind = |cut: usize| {
            let parts = found.parts.get(..=cut).unwrap_or_default();
            let carried = &vocabulary().words.carried_over;
            !parts.iter().any(|part| carried.within(self.line.label(*part)))
                && self.line.is_partition(&[], parts, false)
        };
        let enumerated = |cut: usize| {
            let before = found.parts.get(1..cut).unwrap_or_default();
            before.iter().all(|part| self.line.separator(*part) == Separator::Enumeration)
        };
        let apart = |cut: &usize| {
            found.parts.get(*cut).is_some_and(|part| match self.line.separator(*part) {
                Separator::Semicolon => true,
                Separator::Comma => enumerated(*cut) || (!carried_in && self.is_left_over(*part) && !of_kind(*cut)),
                _ => false,
            })
        };
        let shorter = (2..found.parts.len()).rev().filter(apart).filter_map(|cut| found.parts.get(..cut));
        extents.extend(shorter.map(<[usize]>::to_vec));
        // `受理350件,其中4件为重复申请,按期答复348件,延期答复2件`: one that leaves out what it counts, and those that are all.
        let alone = self.line.among(first) && self.is_elided(first) && found.parts.len() > 2;
        extents.extend(found.parts.get(1..).filter(|_| alone).map(<[usize]>::to_vec));
        extents.extend(self.of_any_measure(position));
        extents
    }

    /// An enumeration of cases, whatever they are counted in: `网上98件、来信21封、来访37批次`.
    fn of_any_measure(&self, position: usize) -> Option<Vec<usize>> {
        let (first, rest) = self.items.get(position..)?.split_first()?;
        let goes_on =
            |index: &usize| self.line.separator(*index) == Separator::Enumeration && !self.line.is_modifier(*index);
        let more: Vec<usize> = rest.iter().copied().take_while(goes_on).collect();
        let several = more.iter().any(|index| !self.line.compatible(*index, *first));
        several.then(|| std::iter::once(*first).chain(more).collect())
    }

    /// Where a semicolon sets off a further list, at least one of the two having several parts: `男26人、女66人;高级教师12人`.
    pub(super) fn parted(&self, parts: &[usize]) -> Option<usize> {
        let apart = |part: &usize| self.line.separator(*part) >= Separator::Semicolon;
        let enumerated = parts.iter().skip(1).any(|part| !apart(part));
        parts.iter().skip(1).position(apart).map(|at| at + 1).filter(|_| enumerated)
    }

    /// Whether figures that might be parts follow in the same sentence.
    pub(super) fn may_go_on(&self, parts: &[usize], next: usize) -> bool {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
        let rest = self.items.get(next..).unwrap_or_default();
        // What a semicolon sets off is another thing.
        let near = |index: &&usize| {
            let same = self.line.sentence(**index) == self.line.sentence(*last);
            same && self.line.separator(**index) < Separator::Semicolon
        };
        rest.iter().take_while(near).any(|index| {
            let alike = self.line.same_measure(*index, *first) && !self.line.is_topic(*index);
            !self.line.is_modifier(*index) && alike
        })
    }
}
