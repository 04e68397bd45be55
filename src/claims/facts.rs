//! Facts of prose: figures whose words name a concept, or mean one thing only. Facts are compared with
//! each other and with the tables elsewhere.

use std::collections::BTreeMap;
use std::ops::Range;

use super::concepts::{Around, concepts};
use super::echoes::Words;
use super::levels::level;
use super::line::Line;
use super::names::{Names, Reference, Subject, referred, wording, wordings, words_of};
use super::narrowed::{Told, is_narrowed, of_body_before, topic};
use super::nothing::nothing;
use super::periods::years;
use super::roles::bare;
use super::scan::Measure;
use super::statement::Statement;
use super::vocabulary::vocabulary;

/// How much of a paragraph's start may name whose figures follow, in signs.
const HEADING: usize = 24;
/// How far before a figure its topic is looked for, in bytes.
pub(super) const FARTHEST_TOPIC: usize = 600;

/// How many figures before one may lend it their topic.
const MOST_EARLIER: usize = 24;

/// The part of the body whose figure a fact is.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) name: String,
    /// Whether the fact's own words name it.
    pub(super) in_label: bool,
    /// Whether only a sentence before names it, so that the fact may as well be of the report's own body.
    pub(super) is_open: bool,
}

impl Scope {
    pub(super) fn of_sentence(name: String) -> Self {
        Self { name, in_label: false, is_open: false }
    }
}

/// The time that a fact counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counted {
    /// A year.
    Year,
    /// All since a day that its sentence does not name.
    SinceSomeDay,
    /// All since long ago.
    SinceLongAgo,
    /// A part of the year, or of another time.
    PartOfYear,
}

/// What a figure is some of.
pub(super) struct Whole {
    pub(super) index: usize,
    /// Whether the figure is a part in a list, and not told beside its whole alone.
    pub(super) in_list: bool,
}

/// A fact as a line of figures tells it.
pub(super) struct Found {
    /// What it counts, by its number in the list of concepts.
    pub(super) concept: Option<usize>,
    /// What another telling of the same is found by.
    pub(super) subject: Option<Subject>,
    /// Its words without synonyms and what was done.
    pub(super) wording: Option<String>,
    /// Its words as another telling repeats them.
    pub(super) words: Words,
    /// Whether it is a part in a list.
    pub(super) is_part: bool,
    /// The words of an earlier telling that the sentence refers to.
    pub(super) refers: Reference,
    /// The part of the body whose figure it is.
    pub(super) scope: Option<Scope>,
    /// The level of administration whose figure it is.
    pub(super) level: Option<usize>,
    /// Its sentence up to it.
    pub(super) sentence: Box<str>,
    /// Whether it names the body by a word that may be another's: `县政府`.
    pub(super) names_body: bool,
    /// Whether it is of the year before.
    pub(super) then: bool,
    /// The figure; none where a word says that there was none.
    pub(super) item: Option<usize>,
    /// The figure, or the word for none.
    pub(super) span: Range<usize>,
    /// What there was none of.
    pub(super) named: Range<usize>,
    /// The year, where the sentence names one.
    pub(super) year: Option<i32>,
    pub(super) counted: Counted,
    /// Differences from the year before, and whether they say less.
    pub(super) changes: Vec<(usize, bool)>,
}

impl Found {
    /// There was none of something.
    pub(super) fn none(concept: usize, span: Range<usize>, named: Range<usize>, year: Option<i32>) -> Self {
        Self {
            concept: Some(concept),
            subject: Some(Subject::Concept(concept)),
            wording: None,
            words: Words::default(),
            is_part: false,
            refers: Reference::default(),
            scope: None,
            level: None,
            sentence: Box::default(),
            names_body: false,
            then: false,
            item: None,
            span,
            named,
            year,
            counted: Counted::Year,
            changes: Vec::new(),
        }
    }
}

/// What each figure is some of by the statements of its line.
pub(super) fn wholes(statements: &[Statement]) -> BTreeMap<usize, Whole> {
    let mut wholes: BTreeMap<usize, Whole> = BTreeMap::new();
    for statement in statements {
        for (part, index) in statement.pairs() {
            let in_list = statement.parts().contains(&part);
            let known = wholes.entry(part).or_insert(Whole { index, in_list });
            known.in_list |= in_list;
        }
    }
    wholes
}

/// Every fact of a line; `wholes` are those of figures that are some of others.
pub(super) fn facts(line: &Line<'_>, wholes: &BTreeMap<usize, Whole>) -> Vec<Found> {
    let of_heading = concepts().scope(heading(line.text)).map(Scope::of_sentence);
    let names = Names::of(line);
    let (mut found, mut earlier) = (Vec::new(), Vec::new());
    let mut counted = Told::new();
    for index in 0..line.items.len() {
        for name in names.of_figure(line, index) {
            let fact = of_figure(line, index, (wholes, &counted), &name, &earlier);
            let concept = fact.as_ref().and_then(|fact| fact.concept);
            counted.extend(concept.map(|concept| (index, concept)));
            earlier.extend(concept);
            if line.is_planned(index) {
                // What was planned says what is told of it behind.
                let label = vocabulary().words.planned.without(name.as_str());
                let around = Around { earlier: &earlier, ..Around::default() };
                earlier.extend(concepts().of_label(&label, &around));
            }
            found.extend(fact);
        }
    }
    if of_heading.is_none() {
        found.extend(nothing(line.text));
    }
    inherit(&mut found, of_heading);
    found
}

/// Gives facts whose sentence names no body the one named before it. Behind a second body it is open of which of them,
/// or whether of both, such a sentence tells.
fn inherit(found: &mut [Found], mut known: Option<Scope>) {
    let mut in_order: Vec<&mut Found> = found.iter_mut().collect();
    in_order.sort_by_key(|fact| fact.span.start);
    let mut told = false;
    for fact in in_order {
        let own_body = || fact.level.is_some() || concepts().has_larger_body(&fact.sentence);
        match (&fact.scope, &mut known) {
            (Some(own), known) => {
                let known = known.get_or_insert_with(|| own.clone());
                if !known.name.contains(&own.name) {
                    known.name.push_str(&own.name);
                }
                told = true;
            }
            (None, Some(known)) if !own_body() => {
                fact.scope = Some(Scope { is_open: told, in_label: false, name: known.name.clone() });
            }
            _ => {}
        }
    }
}

fn of_figure(
    line: &Line<'_>,
    index: usize,
    (wholes, counted): (&BTreeMap<usize, Whole>, &Told),
    label: &str,
    earlier: &[usize],
) -> Option<Found> {
    let whole = wholes.get(&index);
    let is_part = whole.is_some_and(|whole| whole.in_list);
    let item = line.get(index)?;
    let Measure::Of(measure) = item.figure.measure else { return None };
    let refers = referred(line, index, label);
    let planned = line.is_planned(index) && refers.words.is_empty();
    // `答复申请数由80件增至98件`: in the words of what it was.
    let became = line.to(index).is_some() && index.checked_sub(1).is_some_and(|from| line.from(from));
    let from = if became { index.checked_sub(1) } else { None }.map(|from| bare(line.label(from)).into_owned());
    let from =
        from.as_deref().and_then(|label| vocabulary().words.from.words().find_map(|word| label.split_once(word)));
    let label = from.map_or(label, |(name, _)| name.trim_end_matches('数'));
    // `受理的申请中有5件`: some of what the words name.
    let some_of = label.ends_with("中有");
    if item.figure.approximate
        || some_of
        || line.difference(index).is_some()
        || (line.to(index).is_some() && label.is_empty())
        || planned
        || line.sums_up_nouns(index)
    {
        return None;
    }
    let (known, words) = (concepts(), &vocabulary().words);
    let (lead, sentence) = (line.lead(index), line.sentence_before(index));
    let cumulative = known.is_cumulative(lead);
    let of_whole_year = words.whole_year.within(sentence);
    let dated = !years(sentence).is_empty() && !words.until.within(sentence);
    let since_when = words.since_then.within(lead) && !of_whole_year && !dated;
    let (time, then) = known.without_year_before(&without_carried(lead));
    let changes = changes(line, index);
    let goes_on = changes.is_empty() && is_of_year_before(sentence);
    let then = then || goes_on || (line.from(index) && line.to(index + 1).is_some());
    let of_part = known.is_of_other_time(&time) || partial_month(sentence);
    if of_part && (then || line.is_earlier(index)) {
        return None;
    }
    let before = line.text.get(..item.figure.span.start)?;
    let earlier = earlier.get(earlier.len().saturating_sub(MOST_EARLIER)..).unwrap_or_default();
    let after = line.sentence_after(index);
    let topic = topic(line, index, whole, sentence);
    let around = Around { before: last(before, FARTHEST_TOPIC), after, earlier, measure: Some(measure), topic };
    let label = super::names::without_number(label);
    let own = scope(label).or_else(|| known.body(label)).filter(|_| !is_part);
    let plain = own.as_deref().map_or(label, |scope| without_subject(label, scope));
    let in_label = plain.len() < label.len();
    let own = own.map(|name| Scope { name, in_label, is_open: false });
    let (label, scope) = (plain, own.or_else(|| scope(sentence).map(Scope::of_sentence)));
    let (name, _) = known.without_year_before(&without_carried(label));
    let name = if then { name } else { label.to_owned() };
    let of_outcomes = earlier.last().is_some_and(|last| known.is_outcome(*last));
    // `予以公开12件,…,共计57件`: all that came of the applications.
    let summed_up = of_outcomes && words.bare_total.has(name.trim_start_matches(',')) && words.total.within(&name);
    let name = if summed_up { "办理结果总计".to_owned() } else { name };
    let concept = wordings(line, index, &name).iter().find_map(|wording| known.of_label(wording, &around));
    let names_body = known.names_body(label);
    let concept = concept.filter(|_| !is_part || !names_body);
    // `制发公文230件,其中主动公开151件`: of the documents, and not all that was disclosed.
    let of_whole = |concept: &usize| known.all.get(*concept).is_some_and(|concept| concept.of_whole);
    let of_known =
        |whole: &Whole| known.of_label(&format!("{}{name}", bare(line.label(whole.index))), &around).is_some();
    let concept = concept.filter(|concept| !of_whole(concept) || whole.is_none_or(of_known));
    let is_whole = |concept: &usize| known.all.get(*concept).is_some_and(|concept| !concept.is_part);
    let subject = match concept.filter(is_whole) {
        Some(concept) => Some(Subject::Concept(concept)),
        None => words_of(line, index, &name, measure),
    };
    let narrowed = concept.is_some_and(|concept| is_narrowed(line, index, concept, (wholes, counted)));
    let (concept, subject) = if of_part || narrowed { (None, None) } else { (concept, subject) };
    let counted = match (cumulative, since_when) {
        _ if of_part => Counted::PartOfYear,
        (true, _) => Counted::SinceLongAgo,
        (false, true) => Counted::SinceSomeDay,
        _ => Counted::Year,
    };
    Some(Found {
        concept,
        subject,
        wording: wording(line, index, &name, measure).filter(|_| !of_part),
        words: Words::of(line, index, measure),
        is_part,
        refers,
        scope,
        level: level(sentence),
        sentence: sentence.into(),
        names_body: (names_body || of_body_before(line, index)) && concept.is_some(),
        then,
        item: Some(index),
        span: item.figure.span.clone(),
        named: 0..0,
        year: if cumulative { None } else { own_years(sentence).last().copied() },
        counted,
        changes: if of_part { Vec::new() } else { changes },
    })
}

/// A label without the part of the body that is its subject: `县公安局作出行政处罚决定`.
fn without_subject<'l>(label: &'l str, scope: &str) -> &'l str {
    label.split_once(scope).filter(|(before, _)| concepts().core(before).is_empty()).map_or(label, |(_, rest)| rest)
}

/// A text without what is carried over from the year before: it is this year's.
fn without_carried(text: &str) -> String {
    vocabulary().words.carried_in.without(text)
}

/// `上年新收160件,予以公开52件`: whether the last clause of a sentence that starts with a time starts with the year before.
fn is_of_year_before(sentence: &str) -> bool {
    let (known, words) = (concepts(), &vocabulary().words);
    let sentence = without_carried(sentence);
    let told = sentence.rsplit([',', ';']).find_map(|clause| {
        let clause = clause.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        // `上年为1352条,增加124条;收到38件`: what this year's figure is compared with.
        let base = known.without_year_before(clause).0;
        let is_base = base.starts_with(['为', '是', '的']) || base.starts_with(|sign: char| sign.is_ascii_digit());
        let own = words.this_year.starts(clause).is_some() || !years(clause).is_empty();
        let before = known.starts_year_before(clause);
        let own = own || (before && is_base);
        (own || before).then_some(before && !own)
    });
    told.unwrap_or(false)
}

/// The years that a text names, but for those that it compares with.
pub(super) fn own_years(text: &str) -> Vec<i32> {
    let compared = |at: usize| text.get(..at).is_some_and(|before| before.ends_with(['较', '比']));
    let mut own = String::new();
    let mut from = 0;
    for (at, _) in text.match_indices('年').filter(|(at, _)| at.checked_sub(4).is_some_and(compared)) {
        own.push_str(text.get(from..at - 4).unwrap_or_default());
        from = at;
    }
    own.push_str(text.get(from..).unwrap_or_default());
    years(&own)
}

/// Whether a sentence speaks of another time than the report's year.
pub(super) fn is_of_other_time(sentence: &str) -> bool {
    concepts().is_of_other_time(&without_carried(sentence)) || partial_month(sentence)
}

/// The end of a text, of so many bytes or fewer.
pub(super) fn last(text: &str, most: usize) -> &str {
    let from = text.len().saturating_sub(most);
    (from..text.len()).find_map(|from| text.get(from..)).unwrap_or_default()
}

/// The differences from the year before that stand right after a figure.
fn changes(line: &Line<'_>, index: usize) -> Vec<(usize, bool)> {
    const MOST: usize = 2;
    let words = &vocabulary().words;
    let after = (index + 1..=index + MOST).map_while(|next| {
        let same = line.sentence(next) == line.sentence(index);
        let down = line.difference(next).filter(|_| same && !line.is_approximate(next))?;
        Some((next, down))
    });
    let changes: Vec<(usize, bool)> = after.collect();
    let of_last_year = changes.first().is_some_and(|(first, _)| {
        let lead = line.lead(*first);
        let year = years(line.sentence_before(index)).last().copied();
        let by_name =
            year.is_some_and(|year| ["比", "较"].iter().any(|word| lead.contains(&format!("{word}{}年", year - 1))));
        by_name || words.last_year.within(lead)
    });
    if of_last_year { changes } else { Vec::new() }
}

/// The part of the body that is the subject of one of a sentence's clauses.
pub(super) fn scope(sentence: &str) -> Option<String> {
    const SUBJECT: usize = 14;
    let known = concepts();
    let mut clauses: Vec<&str> = sentence.split([',', ':', ';', '。']).collect();
    // `市本级收到43件;全市收到`: what is told of a level is of no part named before it.
    let of_level = clauses.iter().rposition(|clause| known.level(known.without_time(clause)).is_some());
    clauses.drain(..of_level.unwrap_or_default());
    clauses.into_iter().find_map(|clause| {
        let clause = clause.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        let end = clause.char_indices().nth(SUBJECT).map_or(clause.len(), |(at, _)| at);
        if known.is_object(clause) { None } else { known.scope(clause.get(..end).unwrap_or_default()) }
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
        let last = vocabulary().words.last_month.within(sentence);
        !digits.is_empty() && !last
    })
}
