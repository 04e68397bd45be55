//! What the figures of a report tell, apart from their sentences: of what, in what measure, of which time. How
//! they belong together is read elsewhere.

use super::changes::years;
use super::concepts::concepts;
use super::facts::own_years;
use super::line::Line;
use super::periods::Period;
use super::roles::bare;
use super::scan::Measure;
use super::vocabulary::vocabulary;

/// A figure and what it tells.
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
    /// Whether it is of the year before.
    pub(super) then: bool,
    pub(super) period: Option<Period>,
    /// Whether its words say that it is a sum.
    pub(super) is_total: bool,
    /// Whether it is a difference, and whether that is less.
    pub(super) difference: Option<bool>,
    /// What a difference is from.
    pub(super) base: Option<Base>,
}

/// What a difference is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    YearBefore,
    Year(i32),
}

/// The tellings of a report, in the order of the text.
#[derive(Default)]
pub(super) struct Tellings {
    pub(super) all: Vec<Telling>,
    sentences: usize,
}

impl Tellings {
    /// Adds the figures of a paragraph; `first` is the number in the report of the first one.
    pub(super) fn read(&mut self, line: &Line<'_>, first: usize) {
        let sentences = self.sentences;
        let tellings = (0..line.items.len()).filter(|index| !line.is_approximate(*index) && !line.is_planned(*index));
        self.all.extend(tellings.filter_map(|index| telling(line, index, first, sentences)));
        self.sentences += line.items.last().map_or(0, |item| item.sentence) + 1;
    }
}

fn telling(line: &Line<'_>, index: usize, first: usize, sentences: usize) -> Option<Telling> {
    let item = line.get(index)?;
    let words = &vocabulary().words;
    let (label, sentence) = (bare(line.label(index)), line.sentence_before(index));
    let difference = line.difference(index);
    Some(Telling {
        index: first + index,
        sentence: sentences + item.sentence,
        stem: stem(&label, line.tail(index), difference.is_some()),
        measure: item.figure.measure.clone(),
        year: own_years(sentence).last().copied(),
        then: words.earlier.within(line.lead(index)) && difference.is_none(),
        period: Period::of(sentence),
        is_total: words.total.within(&label),
        difference: difference.filter(|_| !words.adjusted.within(&label) && !words.respectively.within(&label)),
        base: difference.and_then(|_| base(sentence)),
    })
}

/// What a difference is from, as its sentence says.
fn base(sentence: &str) -> Option<Base> {
    let words = &vocabulary().words;
    let named = years(sentence)
        .into_iter()
        .rev()
        .find(|year| words.compared.words().any(|word| sentence.contains(&format!("{word}{year}年"))));
    let before = || (words.last_year.within(sentence) || words.earlier.within(sentence)).then_some(Base::YearBefore);
    named.map(Base::Year).or_else(before)
}

/// The words of a label that say what its figure is of; where it has none, those behind the figure.
fn stem(label: &str, tail: &str, is_difference: bool) -> String {
    let words = &vocabulary();
    let periods =
        [&words.periods.three_quarters].into_iter().chain(&words.periods.halves).chain(&words.periods.quarters);
    let periods = periods.chain([&words.periods.year]);
    let times = [&words.words.last_year, &words.words.earlier, &words.words.whole_year];
    let mut plain = periods.chain(times).flat_map(super::vocabulary::List::words).fold(
        concepts().without_year_before(label).0,
        |plain, word| {
            if plain.contains(word) { plain.replace(word, "") } else { plain }
        },
    );
    if is_difference {
        let lists = [&words.words.of_both, &words.words.difference, &words.words.particles];
        plain = lists
            .into_iter()
            .flat_map(super::vocabulary::List::words)
            .fold(plain, |plain, word| plain.replace(word, ""));
    }
    let stem = concepts().plain(concepts().core(&plain));
    let stem = if concepts().is_verb(&stem) { String::new() } else { stem };
    let stem = if stem.is_empty() && !is_difference { concepts().noun_behind(tail).to_owned() } else { stem };
    stem.chars().filter(|sign| sign.is_alphabetic()).collect()
}

impl Telling {
    pub(super) fn is_size(&self) -> bool {
        matches!(self.measure, Measure::Of(_)) && self.difference.is_none()
    }

    /// Whether two figures may be of the same: one has no words, or its words are in those of the other.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.stem.contains(&other.stem) || other.stem.contains(&self.stem)
    }

    /// Whether a difference speaks of what a figure is of, or says nothing of what it is of.
    pub(super) fn may_change(&self, other: &Self) -> bool {
        let signs: Vec<char> = self.stem.chars().collect();
        signs.len() < 2 || signs.windows(2).any(|pair| other.stem.contains(&pair.iter().collect::<String>()))
    }
}
