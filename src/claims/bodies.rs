//! The bodies that words name: the one whose report it is, a part of it, a level of administration.

use super::concepts::{Concepts, time};
use super::names::without_number;

impl Concepts {
    /// Whether a report that says this speaks of more than one body.
    pub(super) fn has_larger_body(&self, text: &str) -> bool {
        self.file.larger_bodies.within(text)
    }

    /// The level of administration that a clause starts with; all that is of one kind there is a level of its own.
    pub(super) fn level(&self, clause: &str) -> Option<usize> {
        let (level, word) =
            self.file.levels.iter().enumerate().find_map(|(at, list)| Some((at, list.starts(clause)?)))?;
        let of_one_kind = self.file.systems.within(clause.get(word.len()..)?);
        Some(if of_one_kind { self.file.levels.len() } else { level })
    }

    /// Whether a clause starts with all of an area, and not with one body.
    pub(super) fn is_of_area(&self, clause: &str) -> bool {
        let areas = self.file.levels.len().saturating_sub(1);
        self.level(self.without_time(clause)).is_some_and(|level| level < areas)
    }

    /// A clause without the signs, numbers of paragraphs and times at its start.
    pub(super) fn without_time<'c>(&self, clause: &'c str) -> &'c str {
        let mut rest = clause;
        loop {
            let before = rest.len();
            rest = without_number(rest.trim_start_matches(|sign: char| !sign.is_alphanumeric()));
            rest = rest.get(time(rest)..).unwrap_or_default();
            rest = self.file.times.starts(rest).and_then(|word| rest.strip_prefix(word)).unwrap_or(rest);
            if rest.len() == before {
                return rest;
            }
        }
    }

    /// Whether a line is the title of a report.
    pub(super) fn is_title(&self, line: &str) -> bool {
        self.file.titles.ends(line.trim_end()).is_some()
    }

    /// Whether a report that says this is of another body than `县政府` and the like.
    pub(super) fn has_own_body(&self, text: &str) -> bool {
        self.file.own_bodies.within(text)
    }

    /// Whether a text names the body itself by its kind, as one of several parts may be named.
    pub(super) fn names_body(&self, text: &str) -> bool {
        let plain = self.file.larger_bodies.without(self.file.disclosure.without(text));
        self.file.bodies.within(&plain)
    }

    /// Whether a label starts with the body's kind, right before what it did: `市政府收到`.
    pub(super) fn starts_with_body(&self, label: &str) -> bool {
        let label = self.without_time(label);
        let rest = self.file.bodies.starts(label).and_then(|word| label.strip_prefix(word));
        rest.is_some_and(|rest| self.file.acts.starts(rest).is_some())
    }

    /// The part of the body that a text speaks of, up to the word that makes it one.
    pub(super) fn scope(&self, text: &str) -> Option<String> {
        if !self.file.scopes.within(text) {
            return None;
        }
        let mut plain = text.to_owned();
        for word in self.file.no_scopes.words() {
            if plain.contains(word) {
                plain = plain.replace(word, "");
            }
        }
        let end = self.file.scopes.words().filter_map(|word| plain.find(word).map(|at| at + word.len())).min()?;
        // `12个村` is no body but a count of some.
        let whole = plain.get(..end)?;
        let core = self.core(whole);
        // `省本级` is more than `省`.
        let scope = if core.chars().count() < 2 { whole } else { core };
        (!scope.contains(|sign: char| sign.is_ascii_digit())).then(|| scope.to_owned())
    }

    /// The body that a label starts with, right before what it did: `县医院收到`.
    pub(super) fn body(&self, label: &str) -> Option<String> {
        const LONGEST: usize = 14;
        let end = self.file.acts.words().filter_map(|word| label.find(word)).min()?;
        let body = self.core(label.get(..end)?);
        let is_name = self.file.body_ends.ends(body).is_some() && body.chars().count() <= LONGEST;
        let is_own = self.file.levels.iter().any(|list| list.has(body));
        (is_name && !is_own && !self.file.no_scopes.within(body) && !body.contains(['的', '、', '对', '向', '由']))
            .then(|| body.to_owned())
    }

    /// Whether a clause starts with a word whose object a part of the body may be.
    pub(super) fn is_object(&self, clause: &str) -> bool {
        self.file.objects.starts(clause).is_some()
    }
}
