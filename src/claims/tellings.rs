//! What the figures of a report tell, apart from their sentences: of what, in what measure, of which time. How
//! they belong together is read elsewhere.

use std::collections::BTreeMap;

use super::concepts::concepts;
use super::facts::own_years;
use super::levels::level;
use super::line::Line;
use super::names::without_number;
use super::periods::{Period, years};
use super::roles::{bare, is_base};
use super::scan::Measure;
use super::vocabulary::{classes, vocabulary};

/// A figure and what it tells.
#[expect(clippy::struct_excessive_bools, reason = "words may say any of these of one figure")]
pub(super) struct Telling {
    /// Its number in the report.
    pub(super) index: usize,
    /// The number of its sentence in the report.
    pub(super) sentence: usize,
    /// What it is of, without times and what was done.
    pub(super) stem: String,
    pub(super) measure: Measure,
    /// The year that its sentence names.
    pub(super) year: Option<i32>,
    /// The number of its paragraph.
    pub(super) paragraph: usize,
    /// Whether it is of the year before.
    pub(super) then: bool,
    /// Whether another figure is compared with it.
    pub(super) is_base: bool,
    /// Whether its paragraph says that none was carried over from the year before.
    pub(super) none_carried: bool,
    pub(super) period: Option<Period>,
    /// How far the cases that it counts have come.
    pub(super) stage: Option<Stage>,
    /// The level of administration whose figure it is.
    level: Option<usize>,
    /// Whether its words say that it is a sum.
    pub(super) is_total: bool,
    /// Whether its sentence says that it sums up.
    pub(super) in_total: bool,
    /// Whether it is a difference, and whether that is less.
    pub(super) difference: Option<bool>,
    /// What a difference is from.
    pub(super) base: Option<Base>,
}

/// How far cases have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Received,
    /// Something was done with them.
    Handled,
    /// All is done.
    Closed,
    /// What is left of them.
    Left,
    /// What is not done yet, be it of them or of an earlier year.
    StillOpen,
    /// What is handed on to the next year.
    HandedOn,
}

/// What a difference is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    YearBefore,
    Year(i32),
    Period(Period),
}

/// The tellings of a report, in the order of the text.
#[derive(Default)]
pub(super) struct Tellings {
    pub(super) all: Vec<Telling>,
    sentences: usize,
}

impl Tellings {
    /// Adds the figures of a line; `first` is the number in the report of the first one, and each stands in a paragraph.
    pub(super) fn read(&mut self, line: &Line<'_>, first: usize, paragraph: impl Fn(usize) -> usize) {
        let sentences = self.sentences;
        let years = years_in_order(line);
        let tellings = (0..line.items.len()).filter(|index| !line.is_approximate(*index) && !line.is_planned(*index));
        let told = tellings.filter_map(|index| telling(line, index, first, (sentences, paragraph(index))));
        self.all.extend(told.map(|telling| match years.get(&(telling.index - first)) {
            Some(year) => Telling { year: Some(*year), ..telling },
            None => telling,
        }));
        self.sentences += line.items.last().map_or(0, |item| item.sentence) + 1;
    }
}

/// The years of figures that one list of years names: `2020年至2022年分别为85件、102件、153件`.
fn years_in_order(line: &Line<'_>) -> BTreeMap<usize, i32> {
    let mut found = BTreeMap::new();
    for index in (0..line.items.len()).filter(|index| vocabulary().words.respectively.within(line.label(*index))) {
        let lead = line.lead(index);
        let count = 1 + (index + 1..line.items.len()).take_while(|next| line.label(*next).is_empty()).count();
        let named = match *years(lead).as_slice() {
            // More figures than years: those of a range.
            [from, to] if count > 2 => (from..=to).collect(),
            ref all => all.to_vec(),
        };
        if named.len() == count {
            found.extend((index..).zip(named));
        }
    }
    found
}

fn telling(line: &Line<'_>, index: usize, first: usize, (sentences, paragraph): (usize, usize)) -> Option<Telling> {
    let item = line.get(index)?;
    let words = &vocabulary().words;
    let (own, sentence) = (line.label(index), line.sentence_before(index));
    // `办结:30件`: the words before the colon.
    let own = if line.text.get(..item.figure.span.start).is_some_and(|before| before.ends_with(':')) {
        line.lead(index).trim_end_matches(':')
    } else {
        own
    };
    // `申请量(2018年为1730件)`: its time is no name.
    let timed =
        own.split_once('(').filter(|(name, time)| !name.is_empty() && !time.contains(')') && !years(time).is_empty());
    let label = bare(without_number(timed.map_or(own, |(name, _)| name)));
    let difference = line.difference(index);
    let is_base = is_base(line.label(index)) && !years(own).is_empty();
    Some(Telling {
        index: first + index,
        sentence: sentences + item.sentence,
        stem: stem(&label, line.tail(index), difference.is_some()),
        measure: item.figure.measure.clone(),
        year: if is_base { years(own) } else { own_years(sentence) }.last().copied(),
        paragraph,
        is_base,
        none_carried: words.none_carried.within(line.text),
        then: (words.earlier.within(line.lead(index)) || (label.contains("年初") && !words.compared.within(&label)))
            && difference.is_none(),
        period: line.period(index).or_else(|| Period::of(sentence)),
        stage: stage(&label, line.tail(index)),
        level: level(sentence),
        in_total: words.summing_up.within(sentence),
        is_total: words.total.within(&label),
        difference: difference.filter(|_| !words.adjusted.within(&label) && !words.respectively.within(&label)),
        base: difference.and_then(|_| base(sentence)),
    })
}

fn stage(label: &str, tail: &str) -> Option<Stage> {
    let (words, stages) = (&vocabulary().words, &vocabulary().stages);
    match () {
        // `其余2件`, `2件正在办理`.
        () if words.remaining.starts(label).is_some() => Some(Stage::Left),
        () if label.is_empty() && stages.open_cases.starts(tail).is_some() => Some(Stage::Left),
        () if words.next_year.within(label) => Some(Stage::HandedOn),
        // `尚在办理中的1件`, `另有3件尚在办理`.
        () if stages.still_open.starts(label).is_some() && label.ends_with('的') => Some(Stage::StillOpen),
        () if words.others.has(label) && stages.still_open.starts(tail).is_some() => Some(Stage::StillOpen),
        () if stages.open_cases.within(label) => None,
        () if stages.closed.within(label) => Some(Stage::Closed),
        () if stages.received.within(label) => Some(Stage::Received),
        () if stages.handled.within(label) => Some(Stage::Handled),
        () => None,
    }
}

/// Whether words say what was done with cases and nothing of what they are.
pub(super) fn is_handled(words: &str) -> bool {
    vocabulary().stages.handled.has(words)
}

/// What a difference is from, as its sentence says.
fn base(sentence: &str) -> Option<Base> {
    let words = &vocabulary().words;
    let named = years(sentence)
        .into_iter()
        .rev()
        .find(|year| words.compared.words().any(|word| sentence.contains(&format!("{word}{year}年"))));
    let before = || (words.last_year.within(sentence) || words.earlier.within(sentence)).then_some(Base::YearBefore);
    let period = || {
        const LONGEST: usize = 6;
        let at = words.compared.words().filter_map(|word| sentence.rfind(word)).max()?;
        let base: String = sentence.get(at..)?.chars().take(LONGEST).collect();
        Period::of(&base).filter(|period| *period != Period::Year).map(Base::Period)
    };
    named.map(Base::Year).or_else(period).or_else(before)
}

/// The words of a label that say what its figure is of; where it has none, those behind the figure.
fn stem(label: &str, tail: &str, is_difference: bool) -> String {
    let words = &vocabulary();
    let periods =
        [&words.periods.three_quarters].into_iter().chain(&words.periods.halves).chain(&words.periods.quarters);
    let periods = periods.chain([&words.periods.year]);
    let times = [&words.words.last_year, &words.words.earlier, &words.words.whole_year];
    let label = concepts().without_year_before(label).0;
    let mut plain = periods.chain(times).fold(label, |plain, list| list.without(plain));
    let base = words.words.compared.starts(&plain).and_then(|word| plain.strip_prefix(word));
    plain = base.map_or(plain.clone(), str::to_owned);
    if is_difference {
        let lists = [&words.words.of_both, &words.words.difference, &words.words.particles];
        plain = lists.into_iter().fold(plain, |plain, list| list.without(plain));
    }
    if let Some(rest) = words.words.total.ends(&plain).and_then(|word| plain.strip_suffix(word)) {
        let counted = words.words.kinds_summed.ends(rest).and_then(|word| rest.strip_suffix(word)).is_some();
        plain = if counted { String::new() } else { plain };
    }
    let stem = concepts().without_verbs(concepts().core(&concepts().plain(concepts().core(&plain)))).to_owned();
    let stem = if stem.is_empty() && !is_difference { concepts().noun_behind(tail).to_owned() } else { stem };
    let ends = ["年初", "年末", "年底", "期初", "期末"].into_iter().fold(stem, |stem, word| stem.replace(word, ""));
    let signs: String = ends.chars().filter(|sign| sign.is_alphabetic()).collect();
    // `受理量`, of what was received.
    let signs = concepts().without_verbs(signs.trim_end_matches(['量', '数'])).to_owned();
    // One sign names nothing.
    if signs.chars().nth(1).is_some() { signs } else { String::new() }
}

impl Telling {
    pub(super) fn is_size(&self) -> bool {
        matches!(self.measure, Measure::Of(_)) && self.difference.is_none()
    }

    /// Whether it counts things, and is no amount.
    pub(super) fn is_counted(&self) -> bool {
        matches!(self.measure, Measure::Of(word) if classes(word).iter().any(|class| class.exact))
    }

    /// Whether two figures may be of one year.
    pub(super) fn year_fits(&self, other: &Self) -> bool {
        self.then == other.then && (self.year.is_none() || other.year.is_none() || self.year == other.year)
    }

    /// Whether two figures may be of the same: one has no words, or its words are in those of the other.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        if self.level.zip(other.level).is_some_and(|(one, other)| one != other) {
            return false;
        }
        self.stem.contains(&other.stem) || other.stem.contains(&self.stem)
    }

    /// Whether a difference speaks of what a figure is of, or says nothing of what it is of.
    pub(super) fn may_change(&self, other: &Self) -> bool {
        let signs: Vec<char> = self.stem.chars().collect();
        self.stem.is_empty() || signs.windows(2).any(|pair| other.stem.contains(&pair.iter().collect::<String>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_told_in_turn_have_the_years_of_the_list_before_them() {
        let found = |text: &str| years_in_order(&Line::of(text)).into_values().collect::<Vec<_>>();
        assert_eq!(found("2020年至2022年分别为85件、102件、153件"), [2020, 2021, 2022]);
        assert_eq!(found("2020年、2022年分别为85件、153件"), [2020, 2022]);
        // So many years have their figures elsewhere; these are the first and the last.
        assert_eq!(found("2005年至2022年分别为85件、153件"), [2005, 2022]);
        assert_eq!(found("2021年、2022年分别为85件、102件、153件"), [0; 0]);
    }
}
