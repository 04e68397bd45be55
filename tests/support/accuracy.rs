//! Slips of the hand in consistent fixtures, one figure or two at a time with a fixed seed, and what the program
//! says of them, counted.
//!
//! A slip is *decidable* where it breaks a relation and no change of another single figure would
//! repair everything. That is found by trying changes, without the program's own locating: whatever
//! repairs must be in every broken relation and close its gap.

use std::ops::Range;

use disclose_check::finding::{Check, Suggestion};
use disclose_check::{Checker, Input, Outcome};

pub(crate) const FIXTURES: [&str; 8] = [
    "jianning-2018.csv",
    "hangzhou-2025.csv",
    "county-2019.csv",
    "county-2020.csv",
    "statistics-2017.csv",
    "panel-2021.csv",
    "years/donghe-2022.csv",
    "rollup/counties-2023.csv",
];
pub(crate) const SLIPS: [&str; 11] = [
    "one digit",
    "swapped",
    "dropped",
    "doubled",
    "times ten",
    "over ten",
    "6/9 1/7",
    "sign",
    "next cell",
    "exchanged",
    "last share digit",
];
/// A figure of a fixture.
pub(crate) struct Place {
    span: Range<usize>,
    text: String,
    share: bool,
    /// Its neighbour to the right or below.
    next: Option<usize>,
}

/// How often what was true.
#[derive(Debug, Default)]
pub(crate) struct Score {
    pub(crate) tried: usize,
    pub(crate) detected: usize,
    pub(crate) decidable: usize,
    pub(crate) first: usize,
    pub(crate) listed: usize,
    pub(crate) exact: usize,
    /// Slips of which a certain suggestion was told, right ones and wrong ones.
    pub(crate) certain: usize,
    pub(crate) wrongly_certain: usize,
}

pub(crate) fn run(checker: &Checker, text: &str) -> Outcome {
    checker.check(&[Input::text("report.csv", text)], Some(1))
}

pub(crate) fn places(clean: &Outcome) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for one in &clean.reports {
        for table in &one.report.tables {
            for (_, column, figure) in table.figures() {
                let text = figure.text().trim().to_owned();
                if figure.number().is_none() || text.is_empty() {
                    continue;
                }
                let id = &table.form().columns[column].id;
                let share = text.contains('%') || id == "share";
                places.push(Place { span: figure.place().span.clone(), text, share, next: None });
            }
        }
    }
    for at in 1..places.len() {
        places[at - 1].next = Some(at);
    }
    places
}

/// The texts that a slip leaves: places and what stands there.
pub(crate) type Change = Vec<(usize, String)>;

pub(crate) fn slipped(slip: &str, places: &[Place], at: usize, random: &mut Random) -> Vec<Change> {
    let place = &places[at];
    let text = &place.text;
    let digits: Vec<usize> = text.char_indices().filter(|(_, sign)| sign.is_ascii_digit()).map(|(at, _)| at).collect();
    if digits.is_empty() || !text.is_ascii() {
        return Vec::new();
    }
    let pick = digits[random.below(digits.len())];
    let with = |at: usize, new: &str| format!("{}{new}{}", &text[..at], &text[at + 1..]);
    let digit = |at: usize| text.as_bytes()[at] - b'0';
    let one = |new: String| if new == *text { Vec::new() } else { vec![vec![(at, new)]] };
    match slip {
        "one digit" => {
            let new = (digit(pick) + 1 + u8::try_from(random.below(9)).unwrap()) % 10;
            one(with(pick, &new.to_string()))
        }
        "swapped" => match digits.windows(2).find(|pair| pair[1] == pair[0] + 1 && digit(pair[0]) != digit(pair[1])) {
            Some(pair) => one(with(pair[0], &digit(pair[1]).to_string()))
                .into_iter()
                .map(|change| {
                    let mut text = change[0].1.clone();
                    text.replace_range(pair[1]..=pair[1], &digit(pair[0]).to_string());
                    vec![(at, text)]
                })
                .collect(),
            None => Vec::new(),
        },
        "dropped" if digits.len() > 1 && !place.share => one(with(pick, "")),
        "doubled" if !place.share => one(with(pick, &digit(pick).to_string().repeat(2))),
        "times ten" if !place.share && text != "0" => one(format!("{text}0")),
        "over ten" if !place.share && text.len() > 1 && text.ends_with('0') => one(text[..text.len() - 1].to_owned()),
        "6/9 1/7" => {
            let twin = |digit: u8| match digit {
                6 => Some(9),
                9 => Some(6),
                1 => Some(7),
                7 => Some(1),
                _ => None,
            };
            digits
                .iter()
                .find_map(|at| Some((*at, twin(digit(*at))?)))
                .map_or(Vec::new(), |(at, new)| one(with(at, &new.to_string())))
        }
        "sign" if text.starts_with('-') => one(text[1..].to_owned()),
        "next cell" => place.next.map_or(Vec::new(), |next| {
            if places[next].share == place.share { one(places[next].text.clone()) } else { Vec::new() }
        }),
        "exchanged" => place.next.map_or(Vec::new(), |next| {
            let other = &places[next];
            if other.share != place.share || other.text == *text {
                return Vec::new();
            }
            vec![vec![(at, other.text.clone()), (next, text.clone())]]
        }),
        "last share digit" if place.share => {
            let last = *digits.last().unwrap();
            one(with(last, &((digit(last) + 1) % 10).to_string()))
        }
        _ => Vec::new(),
    }
}

pub(crate) fn corrupted(text: &str, places: &[Place], change: &Change) -> String {
    let mut text = text.to_owned();
    let mut change = change.clone();
    change.sort_by_key(|(at, _)| std::cmp::Reverse(places[*at].span.start));
    for (at, new) in change {
        text.replace_range(places[at].span.clone(), &new);
    }
    text
}

pub(crate) fn single(checker: &Checker, text: &str, places: &[Place], change: &Change, score: &mut Score) {
    let wrong = corrupted(text, places, change);
    let outcome = run(checker, &wrong);
    if !outcome.problems.is_empty() {
        return;
    }
    score.tried += 1;
    let failed: Vec<&Check> = outcome.failed().collect();
    if failed.is_empty() {
        return;
    }
    score.detected += 1;
    let starts: Vec<usize> = change.iter().map(|(at, _)| moved(places, change, *at)).collect();
    // One of two exchanged figures may be guarded by no relation: then the other alone repairs.
    let own: &[usize] = if starts.len() == 1 { &starts } else { &[] };
    if has_other_repair(checker, &wrong, &failed, own) {
        return;
    }
    score.decidable += 1;
    judge(&outcome, places, change, &starts, score);
}

fn judge(outcome: &Outcome, places: &[Place], change: &Change, starts: &[usize], score: &mut Score) {
    let suggestions: Vec<&Suggestion> = outcome.reports.iter().flat_map(|one| &one.suggestions).collect();
    let is_culprit = |one: &Suggestion| {
        let mut found: Vec<usize> = one.changes.iter().map(|change| change.figure.place.span.start).collect();
        let mut starts = starts.to_vec();
        found.sort_unstable();
        starts.sort_unstable();
        found == starts
    };
    // Independent slips are told one by one.
    let together = |limit: usize| {
        let mut found: Vec<usize> = suggestions
            .iter()
            .take(limit)
            .flat_map(|one| &one.changes)
            .map(|change| change.figure.place.span.start)
            .collect();
        found.sort_unstable();
        let mut starts = starts.to_vec();
        starts.sort_unstable();
        found == starts
    };
    let right = |one: &Suggestion| {
        one.changes.iter().all(|repair| {
            let at = starts.iter().position(|start| *start == repair.figure.place.span.start);
            at.is_some_and(|at| same_value(&repair.to.to_string(), &places[change[at].0].text))
        })
    };
    let first = suggestions.first().is_some_and(|one| is_culprit(one)) || together(starts.len());
    score.first += usize::from(first);
    score.listed += usize::from(first || suggestions.iter().any(|one| is_culprit(one)));
    score.exact += usize::from(
        first
            && suggestions
                .iter()
                .take(starts.len())
                .filter(|one| one.changes.iter().all(|change| starts.contains(&change.figure.place.span.start)))
                .all(|one| right(one)),
    );
    score.certain += usize::from(suggestions.iter().any(|one| one.unique));
    score.wrongly_certain += usize::from(suggestions.iter().any(|one| one.unique && !right(one)));
}

/// Where a figure starts once the others have changed.
fn moved(places: &[Place], change: &Change, at: usize) -> usize {
    let start = places[at].span.start;
    let before = change.iter().filter(|(other, _)| places[*other].span.start < start);
    before.fold(start, |start, (other, new)| start + new.len() - places[*other].span.len())
}

fn same_value(left: &str, right: &str) -> bool {
    let plain = |text: &str| {
        let text = text.trim_end_matches('%').replace(',', "");
        if text.contains('.') { text } else { text.trim_start_matches('+').to_owned() }
    };
    plain(left) == plain(right)
}

/// Whether changing one figure other than the wrong ones makes every check pass.
fn has_other_repair(checker: &Checker, wrong: &str, failed: &[&Check], starts: &[usize]) -> bool {
    let Some(first) = failed.first() else { return false };
    let in_all = first
        .figures
        .iter()
        .filter(|figure| failed.iter().all(|check| check.figures.iter().any(|other| other.place == figure.place)));
    for figure in in_all.filter(|figure| !starts.contains(&figure.place.span.start)) {
        let Some(value) = figure.value else { continue };
        for check in failed {
            let Some(gap) = check.sides.as_ref().map(|sides| sides.difference) else { continue };
            for new in [value.add(gap).unwrap(), value.sub(gap).unwrap()] {
                if new.is_negative() {
                    continue;
                }
                let mut text = wrong.to_owned();
                text.replace_range(figure.place.span.clone(), &new.to_string());
                let outcome = run(checker, &text);
                if outcome.problems.is_empty() && outcome.failed().next().is_none() {
                    return true;
                }
            }
        }
    }
    false
}

pub(crate) fn double(checker: &Checker, text: &str, places: &[Place], random: &mut Random, score: &mut Score) {
    let mut both = Change::new();
    for _ in 0..2 {
        let at = random.below(places.len());
        let slip = SLIPS[random.below(7)];
        let Some(change) = slipped(slip, places, at, random).pop() else { return };
        let mut alone = Score::default();
        single(checker, text, places, &change, &mut alone);
        if alone.decidable == 0 || both.iter().any(|(other, _)| *other == at) {
            return;
        }
        both.extend(change);
    }
    let outcome = run(checker, &corrupted(text, places, &both));
    if !outcome.problems.is_empty() {
        return;
    }
    score.tried += 1;
    score.detected += usize::from(outcome.failed().next().is_some());
    score.decidable += 1;
    let starts: Vec<usize> = both.iter().map(|(at, _)| moved(places, &both, *at)).collect();
    judge(&outcome, places, &both, &starts, score);
}

/// Xorshift (Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003).
pub(crate) struct Random(u64);

impl Random {
    /// The same numbers for everyone.
    pub(crate) const fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }
}
