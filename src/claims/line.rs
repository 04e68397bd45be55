//! A paragraph as a line of figures, each with the words before and after it, its sentence, and the
//! parenthesis that it stands in. What the words say of the figures is read elsewhere.

use std::ops::Range;

use super::roles::Role;
use super::scan::{Measure, Scanned, scan};
use super::vocabulary::{compatible, sums_up, vocabulary};

/// Words farther from their figure than this, in bytes, say nothing about it.
const LONGEST_LEAD: usize = 360;
const LONGEST_LABEL: usize = 150;
const LONGEST_TAIL: usize = 60;
/// More names than these do not share one figure.
const MOST_NAMES: usize = 12;
/// Words between things that are counted.
const JOINING: [&str; 4] = ["以及", "和", "与", "及"];
/// A parenthesis belongs to the figure right before it, with a noun between at most.
const LONGEST_NOUN: usize = 24;

/// What stands between two figures, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Separator {
    None,
    Enumeration,
    Comma,
    Colon,
    Semicolon,
    End,
}

/// A figure with its words.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) figure: Scanned,
    /// The number of the sentence within the paragraph.
    pub(super) sentence: usize,
    /// The figure whose parenthesis this one stands in.
    pub(super) parent: Option<usize>,
    /// The strongest separator since the figure before.
    pub(super) separator: Separator,
    /// Whether a colon stands right after the figure before.
    pub(super) after_colon: bool,
    lead: Range<usize>,
    label: Range<usize>,
    tail: Range<usize>,
}

/// The figures of a paragraph in order.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) items: Vec<Item>,
    pub(super) roles: Vec<Role>,
}

impl<'a> Line<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut reader = Reader::default();
        let mut items: Vec<Item> = Vec::new();
        let mut from = 0;
        for (index, figure) in scan(text).into_iter().enumerate() {
            let start = figure.span.start;
            let mut gap = reader.gap(text, from..start, index);
            let told_first = items.last().is_some_and(|before| before.label.is_empty());
            if let Some(word) = joined(text.get(from..start).unwrap_or_default()).filter(|_| told_first) {
                gap.separate(Separator::Enumeration, start - word.len(), start);
            }
            if let Some(before) = items.last_mut() {
                before.tail = cut_end(text, from..gap.tail_end, LONGEST_TAIL);
            }
            from = figure.span.end;
            items.push(Item {
                figure,
                sentence: reader.sentence,
                parent: reader.parent(),
                separator: gap.separator,
                after_colon: gap.after_colon,
                lead: cut_start(text, gap.lead_from..start, LONGEST_LEAD),
                label: cut_start(text, gap.label_from..start, LONGEST_LABEL),
                tail: from..from,
            });
        }
        let gap = Reader::default().gap(text, from..text.len(), 1);
        if let Some(last) = items.last_mut() {
            last.tail = cut_end(text, from..gap.tail_end, LONGEST_TAIL);
        }
        let mut line = Self { text, items, roles: Vec::new() };
        line.roles = (0..line.items.len()).map(|index| line.role(index)).collect();
        line
    }

    pub(super) fn get(&self, index: usize) -> Option<&Item> {
        self.items.get(index)
    }

    /// The words since the figure before, within the sentence.
    pub(super) fn lead(&self, index: usize) -> &'a str {
        self.words(index, |item| &item.lead)
    }

    /// The words since the last separator.
    pub(super) fn label(&self, index: usize) -> &'a str {
        self.words(index, |item| &item.label)
    }

    /// The words after a figure, up to the next separator.
    pub(super) fn tail(&self, index: usize) -> &'a str {
        self.words(index, |item| &item.tail)
    }

    fn words(&self, index: usize, range: impl Fn(&Item) -> &Range<usize>) -> &'a str {
        self.items.get(index).and_then(|item| self.text.get(range(item).clone())).unwrap_or_default()
    }

    /// Whether a figure sums up what is told figure first, so that the words before it are of the figure
    /// before: `3件建议、45件提案共48件`.
    pub(super) fn sums_up_nouns(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return false };
        let label = self.label(index);
        let noun = vocabulary().words.total.ends(label).is_some_and(|word| word.len() < label.len());
        noun && self.separator(index) == Separator::None
            && self.compatible(before, index)
            && self.label(before).is_empty()
    }

    /// How many names a figure is of: `判决维持、撤诉、尚未审结各3件` counts three times.
    pub(super) fn times(&self, index: usize) -> usize {
        let Some(list) = self.lead(index).strip_suffix('各') else { return 1 };
        let list = list.rsplit([',', ';', ':', '。']).next().unwrap_or_default();
        // Names in quotation marks need no sign between them.
        let list = list.replace("”“", "、");
        let names = list.split(['、', '和', '及', '与']).filter(|name| !name.is_empty() && *name != "的");
        names.count().clamp(1, MOST_NAMES)
    }

    /// Whether two figures may count the same thing.
    pub(super) fn compatible(&self, one: usize, other: usize) -> bool {
        match (self.measure(one), self.measure(other)) {
            (Some(Measure::Of(one)), Some(Measure::Of(other))) => compatible(one, other),
            (one, other) => one == other,
        }
    }

    /// Whether one figure may be some of what another one sums up.
    pub(super) fn is_summed_up(&self, part: usize, whole: usize) -> bool {
        match (self.measure(part), self.measure(whole)) {
            (Some(Measure::Of(part)), Some(Measure::Of(whole))) => sums_up(part, whole),
            (one, other) => one == other,
        }
    }

    /// Whether two figures have the same measure word.
    pub(super) fn same_measure(&self, one: usize, other: usize) -> bool {
        self.measure(one) == self.measure(other)
    }

    fn measure(&self, index: usize) -> Option<&Measure> {
        self.get(index).map(|item| &item.figure.measure)
    }

    pub(super) fn is_size(&self, index: usize) -> bool {
        matches!(self.measure(index), Some(Measure::Of(_)))
    }

    pub(super) fn is_percent(&self, index: usize) -> bool {
        self.measure(index) == Some(&Measure::Percent)
    }

    pub(super) fn is_points(&self, index: usize) -> bool {
        self.measure(index) == Some(&Measure::Points)
    }

    pub(super) fn sentence(&self, index: usize) -> usize {
        self.get(index).map_or(0, |item| item.sentence)
    }

    pub(super) fn separator(&self, index: usize) -> Separator {
        self.get(index).map_or(Separator::End, |item| item.separator)
    }

    /// The sentence of a figure from its start to the figure.
    pub(super) fn sentence_before(&self, index: usize) -> &'a str {
        let end = self.get(index).map_or(0, |item| item.figure.span.start);
        let before = self.text.get(cut_start(self.text, 0..end, LONGEST_LEAD * 2)).unwrap_or_default();
        before.rfind(ends_sentence).and_then(|at| before.get(at..)).unwrap_or(before)
    }

    /// The sentence of a figure from the figure to its end.
    pub(super) fn sentence_after(&self, index: usize) -> &'a str {
        let start = self.get(index).map_or(0, |item| item.figure.span.end);
        let after = self.text.get(cut_end(self.text, start..self.text.len(), LONGEST_LEAD * 2)).unwrap_or_default();
        after.find(ends_sentence).and_then(|at| after.get(..at)).unwrap_or(after)
    }
}

fn ends_sentence(sign: char) -> bool {
    matches!(sign, '。' | '!' | '?' | '\n')
}

/// The last bytes of a range, from a whole sign on.
fn cut_start(text: &str, range: Range<usize>, longest: usize) -> Range<usize> {
    let mut start = range.start.max(range.end.saturating_sub(longest));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start..range.end
}

/// The first bytes of a range, up to a whole sign.
fn cut_end(text: &str, range: Range<usize>, longest: usize) -> Range<usize> {
    let mut end = range.end.min(range.start + longest);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    range.start..end
}

/// The word that joins a figure to the noun of the one before it: `46件建议和73件提案`.
fn joined(between: &str) -> Option<&'static str> {
    let word = JOINING.iter().find(|word| between.len() > word.len() && between.ends_with(**word))?;
    let noun = between.strip_suffix(word)?;
    noun.chars().all(char::is_alphabetic).then_some(word)
}

/// What stands between one figure and the next.
#[derive(Debug, Clone)]
struct Gap {
    separator: Separator,
    after_colon: bool,
    tail_end: usize,
    lead_from: usize,
    label_from: usize,
    separated: bool,
    /// Whether a parenthesis of the figure before has started, so that no words are of that figure any more.
    inside: bool,
}

/// A parenthesis that is open.
struct Open {
    /// The figure right before it.
    parent: Option<usize>,
    /// The gap that it was opened in.
    gap: usize,
    outside: Gap,
}

#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    sentence: usize,
}

impl Reader {
    /// The innermost figure whose parenthesis is open.
    fn parent(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|open| open.parent)
    }

    /// Reads the text between two figures; `index` is the figure after it.
    fn gap(&mut self, text: &str, range: Range<usize>, index: usize) -> Gap {
        let mut gap = Gap {
            separator: Separator::None,
            after_colon: false,
            tail_end: range.end,
            lead_from: range.start,
            label_from: range.start,
            separated: index == 0,
            inside: false,
        };
        let inside = text.get(range.clone()).unwrap_or_default();
        // A second parenthesis belongs to the figure of the first one: `215件(含结转6件)(其中…)`.
        let mut outside = index.checked_sub(1);
        if index > 0
            && let Some(word) = JOINING.iter().find(|word| inside.starts_with(**word))
        {
            gap.separate(Separator::Enumeration, range.start, range.start + word.len());
        }
        // Where a parenthesis around the figure alone ends: `乙局(81件)和丙局(71件)`.
        let mut ended = None;
        for (offset, sign) in inside.char_indices() {
            let (at, after) = (range.start + offset, range.start + offset + sign.len_utf8());
            match sign {
                '(' | '[' => {
                    let beside = ended.is_none_or(|ended| ended == at);
                    let adjacent = index > 0 && !gap.separated && offset <= LONGEST_NOUN && beside;
                    let parent = if adjacent { outside } else { None };
                    self.open.push(Open { parent, gap: index, outside: gap.clone() });
                    if parent.is_some() {
                        gap.tail_end = gap.tail_end.min(at);
                        (gap.lead_from, gap.label_from, gap.inside) = (after, after, true);
                    }
                }
                ')' | ']' => match self.open.pop() {
                    Some(open) if open.gap == index => gap = open.outside,
                    Some(open) if open.parent.is_some() => {
                        outside = open.parent;
                        gap.tail_end = gap.tail_end.min(at);
                        (gap.lead_from, gap.label_from) = (after, after);
                        (gap.separator, gap.separated, gap.inside) = (Separator::None, false, false);
                    }
                    _ => {
                        ended = Some(after);
                        let rest = text.get(after..range.end).unwrap_or_default();
                        if let Some(word) = JOINING.iter().find(|word| rest.starts_with(**word) && !gap.separated) {
                            gap.separate(Separator::Enumeration, after, after + word.len());
                        }
                    }
                },
                '、' if !gap.separated => gap.separate(Separator::Enumeration, at, after),
                ',' => gap.separate(Separator::Comma, at, after),
                ':' | '】' => gap.separate(Separator::Colon, at, after),
                ';' => gap.separate(Separator::Semicolon, at, after),
                _ if ends_sentence(sign) => {
                    gap.separate(Separator::End, at, after);
                    gap.lead_from = after;
                    self.sentence += 1;
                    self.open.clear();
                }
                _ => {}
            }
        }
        gap
    }
}

impl Gap {
    fn separate(&mut self, separator: Separator, at: usize, after: usize) {
        if !self.separated {
            self.separated = true;
            self.tail_end = self.tail_end.min(at);
            self.lead_from = if self.inside { self.lead_from } else { after };
            self.after_colon = separator == Separator::Colon;
        }
        self.separator = self.separator.max(separator);
        self.label_from = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(text: &str) -> Vec<(String, Option<usize>)> {
        let line = Line::of(text);
        (0..line.items.len()).map(|index| (line.label(index).to_owned(), line.items[index].parent)).collect()
    }

    #[test]
    fn each_figure_has_its_words() {
        let line = Line::of("收到申请41件,其中,书面信函、传真申请20件,网上申请21件。占5%");
        assert_eq!(line.lead(1), "其中,书面信函、传真申请");
        assert_eq!(line.label(1), "书面信函、传真申请");
        assert_eq!(line.label(2), "网上申请");
        assert_eq!((line.sentence(2), line.sentence(3)), (0, 1));
    }

    #[test]
    fn parentheses_with_figures_belong_to_the_figure_before() {
        let found = labels("微博67个(市直28个,县(市)区39个);APP 3个(含新开1个)。区(县)网站5个");
        let expected = [
            ("微博", None),
            ("市直", Some(0)),
            ("县(市)区", Some(0)),
            ("APP ", None),
            ("含新开", Some(3)),
            ("区(县)网站", None),
        ];
        assert_eq!(found, expected.map(|(label, parent)| (label.to_owned(), parent)));
    }

    #[test]
    fn a_parenthesis_around_one_figure_is_no_list() {
        let expected = [("予以公开(".to_owned(), None), ("部分公开(".to_owned(), None)];
        assert_eq!(labels("予以公开(10件)、部分公开(2件)"), expected);
        assert_eq!(labels("予以公开(10件)和部分公开(2件)"), expected);
        assert_eq!(labels("收到(10件)(其中网上2件)")[1], ("其中网上".to_owned(), Some(0)));
    }

    proptest! {
        #[test]
        fn any_text_ends_well(text in "[0-9件条,;:。、()其中占%共]{0,80}") {
            let line = Line::of(&text);
            for index in 0..line.items.len() {
                let _ = (line.lead(index), line.label(index), line.tail(index), line.sentence_before(index), line.sentence_after(index));
            }
        }
    }
}
