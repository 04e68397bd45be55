//! Paragraphs that go on with the one before, which are read as one text: `收到申请320件。` and `其中,自然人256件。`, or a list
//! with a line for each part. What they say is not known here.

use std::ops::Range;

use super::fold::Folded;
use super::periods::years;
use super::vocabulary::vocabulary;
use crate::document::Paragraph;

/// More paragraphs than these are not read as one.
const MOST_PARAGRAPHS: usize = 40;
/// A figure takes three bytes: so long a passage has no more figures than are related.
const LONGEST: usize = 3 * super::MOST_FIGURES;
/// A first sentence of more signs is no heading.
const LONGEST_HEADING: usize = 14;

/// Some paragraphs in a row, in half-width signs.
pub(super) struct Passage {
    pub(super) text: String,
    paragraphs: Vec<Folded>,
    /// Where in the text each paragraph starts.
    starts: Vec<usize>,
}

impl Passage {
    /// The first of some paragraphs, with those that go on with it.
    pub(super) fn of(paragraphs: &[Paragraph]) -> Option<Self> {
        let (first, rest) = paragraphs.split_first()?;
        let first = Folded::of(&first.text);
        let mut passage = Self { text: first.text.clone(), paragraphs: vec![first], starts: vec![0] };
        let mut heading = None;
        for next in rest.iter().take(MOST_PARAGRAPHS) {
            let next = Folded::of(&next.text);
            if passage.text.len() + next.text.len() > LONGEST {
                break;
            }
            match joint(&passage.text, &next.text) {
                Some(joint) => {
                    let behind = heading.take().map(|heading| passage.push(joint, heading));
                    passage.push(if behind.is_some() { "\n" } else { joint }, next);
                }
                // What goes on may do so behind a heading.
                None if heading.is_none() && is_heading(&next.text) => heading = Some(next),
                None => break,
            }
        }
        Some(passage)
    }

    fn push(&mut self, joint: &str, paragraph: Folded) {
        self.text.push_str(joint);
        self.starts.push(self.text.len());
        self.text.push_str(&paragraph.text);
        self.paragraphs.push(paragraph);
    }

    /// How many paragraphs there are.
    pub(super) fn len(&self) -> usize {
        self.paragraphs.len()
    }

    /// Which of the paragraphs, from 0, a byte of the text stands in.
    pub(super) fn paragraph(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// The bytes of a paragraph's printed text that a range of the passage's stands for.
    pub(super) fn printed(&self, span: &Range<usize>, paragraph: usize, text: &str) -> Range<usize> {
        let start = self.starts.get(paragraph).copied().unwrap_or_default();
        let span = span.start.saturating_sub(start)..span.end.saturating_sub(start);
        self.paragraphs.get(paragraph).map_or(0..0, |folded| folded.printed(&span, text))
    }
}

/// Whether a paragraph is a line without a figure or the end of a sentence.
fn is_heading(text: &str) -> bool {
    let ends = |sign: char| matches!(sign, '。' | ',' | ';' | ':') || sign.is_ascii_digit();
    text.chars().count() <= LONGEST_HEADING && !text.contains(ends)
}

/// What stands between a text and the paragraph behind it, where that goes on with it.
fn joint(text: &str, next: &str) -> Option<&'static str> {
    if text.ends_with([':', ';', ',', '、']) {
        return Some("");
    }
    let joint = if text.ends_with(['。', '!', '?', '\n']) { "" } else { "\n" };
    let words = &vocabulary().words;
    // `(二)答复情况。全部申请中,…`.
    let heading = next.split_once('。').filter(|(heading, _)| is_heading(heading));
    let own = heading.map_or(next, |(_, rest)| rest);
    let clause = own.split([',', ':', ';', '。']).next().unwrap_or_default();
    let plain = !without_years(clause).contains(|sign: char| sign.is_ascii_digit());
    let by_kind = plain && words.by_kind.starts(clause).is_some() && words.by_kind_ends.ends(clause).is_some();
    let refers = (plain && clause.ends_with(['中', '里'])) || clause.ends_with("相比");
    let compares = || words.last_year.within(clause) || compared_years(clause);
    (words.goes_on.starts(own).is_some() || by_kind || refers || compares()).then_some(joint)
}

/// A clause without the years that it names.
fn without_years(clause: &str) -> String {
    years(clause).iter().fold(clause.to_owned(), |clause, year| clause.replace(&format!("{year}年"), ""))
}

/// Whether a clause compares with a year: `2018年比2017年多受理151件`.
fn compared_years(clause: &str) -> bool {
    let named = |at: usize| clause.get(..at).is_some_and(|before| before.ends_with(['比', '较', '与']));
    clause.match_indices('年').any(|(at, _)| at.checked_sub(4).is_some_and(named))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Place, Within};

    fn passages(lines: &[&str]) -> Vec<String> {
        let place = Place { line: 1, column: 1, row: 1, span: 0..0, within: Within::Text };
        let all: Vec<Paragraph> =
            lines.iter().map(|line| Paragraph { text: (*line).into(), place: place.clone() }).collect();
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(passage) = all.get(at..).and_then(Passage::of) {
            at += passage.len();
            found.push(passage.text);
        }
        found
    }

    #[test]
    fn a_paragraph_goes_on_with_the_one_before() {
        let apart = ["收到申请320件。", "办结316件。", "二、主动公开", "发布信息45条。"];
        assert_eq!(passages(&apart), apart);
        assert_eq!(passages(&["收到申请320件。", "其中，自然人256件。"]), ["收到申请320件。其中,自然人256件。"]);
        assert_eq!(passages(&["收到9件。", "（二）形式", "其中，甲2件。"]), ["收到9件。(二)形式\n其中,甲2件。"]);
        assert_eq!(passages(&["收到320件", "从方式看，网上9件"]), ["收到320件\n从方式看,网上9件"]);
        assert_eq!(
            passages(&["共45条：", "1.网站30条；", "2.微信15条。", "另有"]),
            ["共45条:1.网站30条;2.微信15条。", "另有"]
        );
    }

    #[test]
    fn each_byte_is_of_its_paragraph() {
        let place = Place { line: 1, column: 1, row: 1, span: 0..0, within: Within::Text };
        let all = ["共４５条：", "其中 网站３０条"].map(|text| Paragraph { text: text.into(), place: place.clone() });
        let passage = Passage::of(&all).unwrap();
        let at = passage.text.find("30").unwrap();
        assert_eq!((passage.paragraph(0), passage.paragraph(at)), (0, 1));
        let printed = passage.printed(&(at..at + 2), 1, &all[1].text);
        assert_eq!(&all[1].text[printed], "３０");
    }
}
