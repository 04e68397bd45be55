//! Facts of prose: figures whose words name a concept, and what there was none of. Facts are compared
//! with each other and with the tables elsewhere.

use std::collections::BTreeSet;
use std::ops::Range;

use super::changes::years;
use super::concepts::concepts;
use super::line::Line;
use super::roles::bare;
use super::scan::Measure;
use super::vocabulary::compatible;

/// What there was none of is told within so many bytes.
const LONGEST_NONE: usize = 240;
/// How much of a paragraph's start may name whose figures follow, in signs.
const HEADING: usize = 24;
/// Labels with fewer signs may be anything's.
const SHORTEST_LABEL: usize = 6;

/// A fact as a line of figures tells it.
pub(super) struct Found {
    pub(super) subject: Subject,
    /// The figure; none where a word says that there was none.
    pub(super) item: Option<usize>,
    /// The figure, or the word for none.
    pub(super) span: Range<usize>,
    /// What there was none of.
    pub(super) named: Range<usize>,
    /// The year, where the sentence names one.
    pub(super) year: Option<i32>,
    pub(super) cumulative: bool,
}

/// What a fact is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A concept, by its number in the list.
    Concept(usize),
    /// The words themselves, with the measure word.
    Label(String),
}

/// Every fact of a line.
pub(super) fn facts(line: &Line<'_>, parts: &BTreeSet<usize>) -> Vec<Found> {
    let mut found: Vec<Found> =
        (0..line.items.len()).filter_map(|index| of_figure(line, index, parts.contains(&index))).collect();
    found.extend(of_none(line));
    found
}

fn of_figure(line: &Line<'_>, index: usize, is_part: bool) -> Option<Found> {
    let item = line.get(index)?;
    let Measure::Of(measure) = item.figure.measure else { return None };
    if item.figure.approximate || line.difference(index).is_some() || line.to(index).is_some() || line.is_planned(index)
    {
        return None;
    }
    let known = concepts();
    let label = bare(line.label(index));
    let concept = known.of_label(&label).or_else(|| {
        let around = format!("{label}{}", line.tail(index));
        known.of_label(&around)
    });
    let carried = label.contains("结转");
    let lead = line.lead(index);
    let sentence = line.sentence_before(index);
    let time = if carried { lead.replace("上年", "").replace("上一年", "") } else { lead.to_owned() };
    let cumulative = known.is_cumulative(lead);
    let of_whole_year = sentence.contains("全年")
        || sentence.contains("年内")
        || sentence.contains("今年")
        || sentence.contains("本年");
    let since_when = lead.contains("累计") && !of_whole_year && years(sentence).is_empty();
    if known.is_of_other_time(&time)
        || (since_when && !cumulative)
        || is_of_part(sentence)
        || known.has_scope(heading(line.text))
    {
        return None;
    }
    if partial_month(sentence) {
        return None;
    }
    let subject = match concept {
        Some(_) if !counts_cases(measure) => return None,
        Some(concept) => Subject::Concept(concept),
        // The same words name other parts in another list.
        None if is_part => return None,
        None => label_subject(line, index, &label, measure)?,
    };
    let year = if cumulative { None } else { years(sentence).last().copied() };
    Some(Found { subject, item: Some(index), span: item.figure.span.clone(), named: 0..0, year, cumulative })
}

/// The words of a figure that no concept knows, where they are long enough to mean one thing only.
fn label_subject(line: &Line<'_>, index: usize, label: &str, measure: &str) -> Option<Subject> {
    let core = concepts().core(label);
    let alone = !line.among(index) && line.get(index)?.parent.is_none() && !core.contains(['、', '中']);
    let long = core.chars().count() >= SHORTEST_LABEL;
    let name_like = !core.chars().any(|sign| sign.is_ascii_digit());
    (alone && long && name_like).then(|| Subject::Label(format!("{core} {measure}")))
}

fn counts_cases(measure: &str) -> bool {
    compatible(measure, "件") || compatible(measure, "次")
}

/// Whether the subject of one of a sentence's clauses is a part of the body.
fn is_of_part(sentence: &str) -> bool {
    const SUBJECT: usize = 14;
    let known = concepts();
    sentence.split([',', ':', ';', '。']).any(|clause| {
        let clause = clause.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        let end = clause.char_indices().nth(SUBJECT).map_or(clause.len(), |(at, _)| at);
        !known.is_object(clause) && known.has_scope(clause.get(..end).unwrap_or_default())
    })
}

/// The start of a paragraph, where it may name another body.
fn heading(text: &str) -> &str {
    let end = text.char_indices().nth(HEADING).map_or(text.len(), |(at, _)| at);
    let start = text.get(..end).unwrap_or_default();
    let start = start.find([',', '。', ':', ';', '1', '2']).and_then(|at| start.get(..at)).unwrap_or(start);
    if concepts().is_object(start) { "" } else { start }
}

/// Whether a sentence speaks of a part of the year: a month that is not its last.
fn partial_month(sentence: &str) -> bool {
    sentence.match_indices('月').any(|(at, _)| {
        let before = sentence.get(..at).unwrap_or_default();
        let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
        let last = sentence.contains("12月");
        !digits.is_empty() && !last
    })
}

/// What a word says that there was none of, up to the end of its clause.
fn of_none(line: &Line<'_>) -> Vec<Found> {
    let known = concepts();
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(start) =
        line.text.get(at..).and_then(|rest| rest.find(['未', '没', '无', '尚'])).map(|offset| at + offset)
    {
        let rest = line.text.get(start..).unwrap_or_default();
        let Some(word) = known.none().starts(rest) else {
            at = start + rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        at = start + word.len();
        let after = line.text.get(at..).unwrap_or_default();
        let end = after
            .char_indices()
            .take_while(|(offset, _)| *offset < LONGEST_NONE)
            .find(|(_, sign)| matches!(sign, ',' | '。' | ';' | ':' | '\n' | '!' | '?'))
            .map_or(after.len().min(LONGEST_NONE), |(offset, _)| offset);
        let clause = after.get(..end).unwrap_or_default();
        let before = line.text.get(..start).unwrap_or_default();
        let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default();
        let sentence =
            sentence.char_indices().rev().nth(120).map_or(sentence, |(at, _)| sentence.get(at..).unwrap_or_default());
        if known.is_of_other_time(sentence)
            || is_of_part(sentence)
            || partial_month(sentence)
            || known.is_cumulative(sentence)
        {
            continue;
        }
        let pieces: Vec<&str> =
            clause.split(['、', '和', '及', '与', '或', '者']).filter(|piece| !piece.is_empty()).collect();
        let named: Vec<Option<usize>> =
            pieces.iter().map(|piece| known.of_none(piece.trim_start_matches('以'))).collect();
        if named.iter().any(Option::is_none) {
            continue;
        }
        found.extend(named.into_iter().flatten().map(|concept| Found {
            subject: Subject::Concept(concept),
            item: None,
            span: start..start + word.len(),
            named: at..at + end,
            year: years(sentence).last().copied(),
            cumulative: false,
        }));
    }
    found
}
