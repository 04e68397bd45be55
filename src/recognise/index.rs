//! The labels of the candidate forms as a dictionary: what a printed label may mean, to the
//! letter, by alias, or by likeness within one form.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

// The keys are those of the forms: nobody can choose them to collide, and a hash that guards against it takes longer.
use foldhash::{HashMap, HashMapExt, HashSet};

use super::label::{key, key_without_number, key_without_parenthesis, pattern_key, pattern_keys, take_year};
use super::traditional::simplified;
use super::vocabulary::{Role, vocabulary};
use crate::forms::{Form, Line};
use crate::number::is_chinese;

/// Whether a label names a row or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    Row,
    Column,
}

/// One meaning of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    /// Index of the form in [`Index::forms`].
    pub(super) form: usize,
    pub(super) axis: Axis,
    /// Index of the row or column in the form.
    pub(super) line: usize,
}

/// The dictionary.
pub(super) struct Index {
    pub(super) forms: Vec<Arc<Form>>,
    keys: Keys,
    /// The keys that start with a Latin letter, made when one is looked up: few reports have any.
    latin: OnceLock<Keys>,
    drop: Vec<(String, usize)>,
    /// The last characters of all labels, and of the words for all bodies.
    last: OnceLock<HashSet<char>>,
}

/// Some of the keys and what each means.
#[derive(Default)]
struct Keys {
    numbers: HashMap<String, usize>,
    /// Where the meanings of each key stand, by its number.
    ranges: Vec<Range<usize>>,
    meanings: Vec<Meaning>,
}

/// What a printed label means.
#[derive(Debug, Clone, Default)]
pub(super) struct Label<'i> {
    /// The key that it was looked up by.
    pub(super) key: String,
    /// Its meanings; empty where no form knows it.
    pub(super) meanings: Cow<'i, [Meaning]>,
    /// The year that stood in it where a form has `{year}`.
    pub(super) year: Option<String>,
}

impl Index {
    pub(super) fn new(forms: Vec<Arc<Form>>) -> Self {
        let endings =
            forms.iter().enumerate().flat_map(|(number, form)| form.drop.iter().map(move |text| (text, number)));
        let mut drop: Vec<(String, usize)> = endings.map(|(text, number)| (key(text).into_owned(), number)).collect();
        drop.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
        let keys = Keys::of(&forms, &drop, false);
        Self { forms, keys, latin: OnceLock::new(), drop, last: OnceLock::new() }
    }

    /// The meanings of a key.
    fn meanings(&self, key: &str) -> Option<&[Meaning]> {
        if starts_latin(key) { self.latin().get(key) } else { self.keys.get(key) }
    }

    fn latin(&self) -> &Keys {
        self.latin.get_or_init(|| Keys::of(&self.forms, &self.drop, true))
    }

    /// What a printed label means.
    pub(super) fn look_up(&self, text: &str) -> Label<'_> {
        let full = key(text);
        if let Some(meanings) = self.by_key(&full, text) {
            return Label { key: full.into_owned(), meanings, year: None };
        }
        if let Some(simplified) = simplified(&full)
            && let Some(meanings) = self.by_key(&simplified, text)
        {
            return Label { key: simplified, meanings, year: None };
        }
        if let Some(meanings) = self.without_number(&full, text) {
            return Label { key: full.into_owned(), meanings, year: None };
        }
        let of_year = |key: &str| {
            let (pattern, year) = take_year(key)?;
            Some((self.meanings(&pattern)?.into(), Some(year.to_owned())))
        };
        let year = of_year(&full).or_else(|| of_year(&key_without_parenthesis(text)?));
        let (meanings, year) = year.unwrap_or_default();
        Label { key: full.into_owned(), meanings, year }
    }

    /// What a label means that starts with a number which no sign ends.
    fn without_number(&self, full: &str, text: &str) -> Option<Cow<'_, [Meaning]>> {
        let shorter = key_without_number(full)?;
        let known = self.by_key(shorter, shorter);
        known.or_else(|| {
            let shorter = key_without_parenthesis(text)?;
            self.by_key(key_without_number(&shorter)?, "")
        })
    }

    /// Whether a text may be a label or a word for all bodies: told by its last character, far quicker than
    /// [`Self::look_up`], and never `false` for what that knows.
    pub(super) fn may_know(&self, text: &str) -> bool {
        let is_kept = |char: &char| is_chinese(*char) || char.is_ascii_digit();
        let Some(last) = text.chars().next_back().filter(is_kept) else {
            return true;
        };
        // The digits may be those of a year.
        if last.is_ascii_digit() && text.bytes().filter(u8::is_ascii_digit).count() >= 4 {
            return true;
        }
        let known = self.last.get_or_init(|| {
            let keys = [&self.keys, self.latin()].into_iter().flat_map(|keys| keys.numbers.keys());
            let endings = self.drop.iter().map(|(ending, _)| ending);
            let texts = keys.chain(endings).map(String::as_str).chain(vocabulary().words(Role::Everybody));
            texts.filter_map(|text| text.chars().next_back()).collect()
        });
        known.contains(&last) || simplified(last.encode_utf8(&mut [0; 4])).is_some()
    }

    /// The meanings of a key, or of what is left of it without an ending or a parenthesis.
    fn by_key(&self, full: &str, text: &str) -> Option<Cow<'_, [Meaning]>> {
        let of = |key: &str| self.meanings(key).map(Cow::Borrowed);
        if let Some(meanings) = of(full) {
            return Some(meanings);
        }
        for (ending, form) in &self.drop {
            let Some(meanings) = full.strip_suffix(ending.as_str()).and_then(of) else { continue };
            let own: Vec<Meaning> = meanings.iter().filter(|meaning| meaning.form == *form).copied().collect();
            if !own.is_empty() {
                return Some(own.into());
            }
        }
        let shorter = key_without_parenthesis(text);
        // `received.online` and `received[cumulative]` are written with their signs.
        shorter.as_deref().and_then(of).or_else(|| of(text.trim()))
    }

    /// The one line of a form that a label resembles: at most one character in six differs, or the
    /// label is the beginning of the form's. Never across a negation, and never where two lines
    /// are as near.
    pub(super) fn resembling(&self, key: &str, form: usize, axis: Axis, taken: &[usize]) -> Option<usize> {
        let form = self.forms.get(form)?;
        let lines = match axis {
            Axis::Row => &form.rows,
            Axis::Column => &form.columns,
        };
        let length = key.chars().count();
        let limit = length / 6;
        let words = vocabulary();
        let distance = |line: &Line| {
            line.aliases
                .iter()
                .chain([&line.label])
                .filter_map(|text| {
                    let known = pattern_key(text);
                    let same_negations = words.negations_in(&known).eq(words.negations_in(key));
                    let clipped = length >= 4 && known.starts_with(key);
                    // Texts are as far apart as they differ in length, at least.
                    if !clipped && known.chars().count().abs_diff(length) > limit {
                        return None;
                    }
                    let distance = if clipped { 1 } else { strsim::damerau_levenshtein(&known, key) };
                    (same_negations && (clipped || distance <= limit)).then_some(distance)
                })
                .min()
        };
        let mut near: Vec<(usize, usize)> = lines
            .iter()
            .enumerate()
            .filter(|(index, line)| !taken.contains(index) && !line.heading)
            .filter_map(|(index, line)| Some((distance(line)?, index)))
            .collect();
        near.sort_unstable();
        match near.as_slice() {
            [(_, index)] => Some(*index),
            [(first, index), (second, _), ..] if first < second => Some(*index),
            _ => None,
        }
    }
}

impl Keys {
    /// The keys of some forms that start with a Latin letter, or all others.
    fn of(forms: &[Arc<Form>], drop: &[(String, usize)], latin: bool) -> Self {
        // Some eight wordings a line; growing the table step by step would hash every key several times. Memory
        // that is never used is not asked for: the first use of each page takes as long as hundreds of steps.
        let lines: usize = forms.iter().map(|form| form.rows.len() + form.columns.len()).sum();
        let mut keys = Self { numbers: HashMap::with_capacity(lines * 8), ..Self::default() };
        let mut found: Vec<(usize, Meaning)> = Vec::with_capacity(lines * 8);
        for (form, axis, lines) in forms
            .iter()
            .enumerate()
            .flat_map(|(number, form)| [(number, Axis::Row, &form.rows), (number, Axis::Column, &form.columns)])
        {
            for (line, names) in lines.iter().enumerate() {
                let meaning = Meaning { form, axis, line };
                let mut add = |key: String| {
                    if starts_latin(&key) == latin {
                        let next = keys.numbers.len();
                        found.push((*keys.numbers.entry(key).or_insert(next), meaning));
                    }
                };
                // All keys of a text start with its letter, where it starts with one.
                for text in wordings(names).filter(|text| latin || !starts_latin(text)) {
                    add_wording(text, drop.iter().filter(|(_, of)| *of == form), &mut add);
                }
                // An id is compared with its dots as well, so that `received.online` is not `receivedonline`.
                if latin || !starts_latin(&names.id) {
                    add(names.id.clone());
                }
            }
        }
        // The order of the lines stays.
        found.sort_by_key(|(number, _)| *number);
        found.dedup();
        keys.meanings.reserve_exact(found.len());
        keys.ranges.reserve_exact(keys.numbers.len());
        for of_key in found.chunk_by(|(left, _), (right, _)| left == right) {
            let start = keys.meanings.len();
            keys.meanings.extend(of_key.iter().map(|(_, meaning)| *meaning));
            keys.ranges.push(start..keys.meanings.len());
        }
        keys
    }

    fn get(&self, key: &str) -> Option<&[Meaning]> {
        self.meanings.get(self.ranges.get(*self.numbers.get(key)?)?.clone())
    }
}

/// All that a line may be called.
fn wordings(names: &Line) -> impl Iterator<Item = &str> {
    names.aliases.iter().map(String::as_str).chain([names.label.as_str(), &names.en, &names.id])
}

/// The keys of a wording: whole, without its parenthesis, and without the endings that its form drops.
fn add_wording<'d>(text: &str, endings: impl Iterator<Item = &'d (String, usize)>, add: &mut impl FnMut(String)) {
    let (full, shorter) = pattern_keys(text);
    if let Some(shorter) = shorter {
        add(shorter);
    }
    let rests = endings.filter_map(|(ending, _)| full.strip_suffix(ending.as_str()));
    for rest in rests.filter(|rest| !rest.is_empty()) {
        add(rest.to_owned());
    }
    add(full);
}

fn starts_latin(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
}

impl Label<'_> {
    /// The lines of one form on one axis that the label may mean.
    pub(super) fn lines(&self, form: usize, axis: Axis) -> impl Iterator<Item = usize> + '_ {
        self.meanings
            .iter()
            .filter(move |meaning| meaning.form == form && meaning.axis == axis)
            .map(|meaning| meaning.line)
    }

    /// Whether any form knows the label on an axis.
    pub(super) fn is_known(&self, axis: Axis) -> bool {
        self.meanings.iter().any(|meaning| meaning.axis == axis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Catalogue;

    #[test]
    fn what_is_known_may_be_known() {
        let index = Index::new(Catalogue::builtin().forms().unwrap());
        let known: Vec<String> = index
            .keys
            .numbers
            .keys()
            .chain(index.latin().numbers.keys())
            .cloned()
            .chain(["2018".into(), "2018年".into()])
            .collect();
        for text in known {
            assert!(index.may_know(&text), "{text}");
        }
        let figures: Vec<String> = (0..3000).map(|figure: u32| figure.to_string()).collect();
        let unknown: Vec<&String> = figures.iter().filter(|figure| !index.may_know(figure)).collect();
        assert!(!unknown.is_empty());
        for figure in unknown {
            assert!(index.look_up(figure).meanings.is_empty(), "{figure}");
        }
    }
}
