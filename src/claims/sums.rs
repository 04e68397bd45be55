//! Wholes that no word ties to their parts: totals told after them, and parts whose kind or sum tells.

use super::known::Lists;
use super::line::Separator;
use super::lists::{Chain, FARTHEST_WHOLE, List, MOST_PARTS, equal, sum};
use super::near::near_either_way;
use super::roles::bare;
use super::statement::Nature;
use super::vocabulary::{List as Words, vocabulary};
use crate::number::Number;

impl Chain<'_, '_> {
    /// Parts that are summed up after them: `89件, 69件, 共158件`.
    pub(super) fn summed_up(&self, lists: &mut Lists) {
        for (position, index) in self.items.iter().copied().enumerate() {
            let label = bare(self.line.label(index));
            let counted = without_count(&label).len() < label.len();
            let label = without_count(&label);
            let Some(rest) = vocabulary().words.total.starts(label).and_then(|word| label.strip_prefix(word)) else {
                continue;
            };
            if self.line.is_modifier(index)
                || self.line.separator(index) > if counted { Separator::Semicolon } else { Separator::Comma }
            {
                continue;
            }
            let (parts, whole_sentence) = self.back_from(position, index);
            let verb = strip_all(rest, &vocabulary().words.bare_total);
            let verb: String = verb.chars().take(2).collect();
            let first = parts.first().map(|part| self.line.label(*part)).unwrap_or_default();
            let certain = whole_sentence && first.contains(&verb);
            let used = parts.iter().any(|part| lists.has_part(*part));
            let holds = (0..parts.len().saturating_sub(1))
                .filter_map(|from| parts.get(from..))
                .find(|parts| equal(self.line, &[index], parts));
            match holds {
                Some(parts) => {
                    lists.push(List { wholes: vec![index], parts: parts.to_vec(), nature: Nature::Exhaustive });
                }
                None if certain && !used && parts.len() > 1 => {
                    let measure = parts.iter().all(|part| self.line.same_measure(*part, index));
                    let known = parts.iter().all(|part| !self.line.is_approximate(*part));
                    if measure && known {
                        lists.push(List { wholes: vec![index], parts, nature: Nature::Exhaustive });
                    }
                }
                _ => {}
            }
        }
    }

    /// The figures before a total that it may sum up, and whether they are all of the sentence.
    fn back_from(&self, position: usize, index: usize) -> (Vec<usize>, bool) {
        let mut parts: Vec<usize> = Vec::new();
        let mut at = position;
        let mut whole_sentence = true;
        while let Some(before) = at.checked_sub(1).and_then(|before| self.at(before)) {
            if self.line.sentence(before) != self.line.sentence(index) || parts.len() >= MOST_PARTS {
                break;
            }
            at -= 1;
            if self.line.is_modifier(before) {
                continue;
            }
            if !self.line.compatible(before, index) {
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
            if self.line.is_modifier(whole) || self.line.is_approximate(whole) || lists.uses(whole) {
                continue;
            }
            if let Some(list) = self.tied(position, whole, lists) {
                lists.push(list);
            }
        }
    }

    fn tied(&self, position: usize, whole: usize, lists: &Lists) -> Option<List> {
        let end = self.items.len().min(position + FARTHEST_WHOLE);
        let rest: Vec<usize> = self
            .items
            .get(position + 1..end)?
            .iter()
            .copied()
            .take_while(|index| self.line.sentence(*index) == self.line.sentence(whole))
            .filter(|index| !self.line.is_modifier(*index))
            .collect();
        let set_off =
            |at: &usize| rest.get(*at).is_some_and(|index| self.line.separator(*index) >= Separator::Semicolon);
        let starts = (1..rest.len()).filter(set_off).chain([0]);
        for start in starts {
            let run: Vec<usize> = rest
                .get(start..)?
                .iter()
                .copied()
                .take_while(|index| {
                    self.line.compatible(*index, whole) && !self.line.among(*index) && !lists.uses(*index)
                })
                .collect();
            for length in (2..=run.len()).rev() {
                let parts = run.get(..length)?;
                if let Some(nature) = self.ties(whole, parts) {
                    return Some(List { wholes: vec![whole], parts: parts.to_vec(), nature });
                }
            }
        }
        None
    }

    /// Whether parts that no word marks are those of a whole.
    fn ties(&self, whole: usize, parts: &[usize]) -> Option<Nature> {
        const SMALLEST_WHOLE: i128 = 20;
        let same = parts.iter().all(|part| self.line.same_measure(*part, whole));
        let (sum_of_whole, sum_of_parts) = (sum(self.line, &[whole])?, sum(self.line, parts)?);
        let value = sum_of_whole.value.to_integer()?;
        let several = parts.iter().filter(|part| self.value(**part).is_some_and(|value| !value.is_zero())).count() > 1;
        if sum_of_whole.equals(&sum_of_parts).ok()?.holds() {
            let tied = (same && several && value >= SMALLEST_WHOLE) || self.line.is_partition(&[whole], parts, false);
            return tied.then_some(Nature::Listed);
        }
        let numbers = |indices: &[usize]| -> Vec<Number> {
            indices.iter().filter_map(|index| self.line.get(*index)).map(|item| item.figure.number).collect()
        };
        let last = parts.last().map(|part| self.line.label(*part)).unwrap_or_default();
        let remaining = vocabulary().words.remaining.starts(last).is_some();
        let near = near_either_way(&numbers(&[whole]), &numbers(parts)).is_some();
        let told = same && (remaining || near) && self.line.is_partition(&[whole], parts, true);
        if told && remaining {
            return Some(Nature::Exhaustive);
        }
        if !told || !near {
            return None;
        }
        let carried = vocabulary().words.carried.within(self.line.sentence_before(whole))
            || vocabulary().words.carried.within(self.line.sentence_after(whole));
        (!carried).then_some(Nature::Tied)
    }
}

/// The text without how many are summed up: `三批共`.
fn without_count(text: &str) -> &str {
    let rest = text.trim_start_matches(['两', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    if rest.len() == text.len() {
        return text;
    }
    let shorter = ["批", "项", "类", "者", "年", "部分", "级", "个渠道", "个平台"]
        .iter()
        .find_map(|word| rest.strip_prefix(word));
    shorter.unwrap_or(rest)
}

/// The text without the words of a list at its start, as often as they stand there.
fn strip_all<'t>(text: &'t str, words: &Words) -> &'t str {
    let mut rest = text;
    while let Some(shorter) = words.starts(rest).and_then(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    rest
}
