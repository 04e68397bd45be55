//! The words of a figure without those that say nothing of what it counts. What the words name is not known here.

use super::concepts::{Concepts, time};

impl Concepts {
    /// A label without neutral words at its ends.
    pub(super) fn core<'l>(&self, label: &'l str) -> &'l str {
        let mut rest = label;
        loop {
            let before = rest.len();
            rest = rest.trim_matches(|sign: char| !sign.is_alphanumeric());
            rest = rest.get(time(rest)..).unwrap_or_default();
            rest =
                rest.split_once('.').filter(|(number, _)| number.parse::<u8>().is_ok()).map_or(rest, |(_, rest)| rest);
            rest = self.ends.starts(rest).and_then(|word| rest.strip_prefix(word)).unwrap_or(rest);
            rest = self.ends.ends(rest).and_then(|word| rest.strip_suffix(word)).unwrap_or(rest);
            if rest.len() == before {
                return rest;
            }
        }
    }

    /// A label without what was done, where enough is left to tell what it was done to.
    pub(super) fn noun<'l>(&self, core: &'l str) -> &'l str {
        const SHORTEST: usize = 4;
        let rest = self.without_verbs(core);
        if rest.chars().count() >= SHORTEST { rest } else { core }
    }

    /// Words without what was done at either end.
    pub(super) fn without_verbs<'w>(&self, words: &'w str) -> &'w str {
        let mut rest = words;
        while let Some(shorter) = self.file.verbs.starts(rest).and_then(|word| rest.strip_prefix(word)) {
            rest = self.core(shorter);
        }
        while let Some(shorter) = self.file.verbs.ends(rest).and_then(|word| rest.strip_suffix(word)) {
            rest = self.core(shorter);
        }
        rest
    }

    /// The words of a figure that no concept knows, so that the same said otherwise is the same.
    pub(super) fn plain(&self, core: &str) -> String {
        let mut plain = core.to_owned();
        // `发布动态、公告等信息`: what is listed is the noun behind 等.
        if let Some((list, noun)) = core.split_once('等').filter(|(list, _)| list.contains('、')) {
            let first = list.split('、').next().unwrap_or_default();
            let verb = self.file.verbs.words().filter_map(|word| first.rfind(word).map(|at| at + word.len())).max();
            plain = format!("{}{noun}", first.get(..verb.unwrap_or(0)).unwrap_or_default());
        }
        let plain = self.file.anywhere.without(plain);
        self.noun(&plain).to_owned()
    }

    /// Words with the first of its synonyms for each, and without what was done.
    pub(super) fn likened(&self, core: &str) -> String {
        let alike = self.file.synonyms.iter().fold(core.to_owned(), |text, group| match group.split_first() {
            Some((first, rest)) => {
                let within = |word: &&String| text.contains(word.as_str()) && !first.contains(word.as_str());
                let found = rest.iter().find(|word| text == **word).or_else(|| rest.iter().find(within));
                found.map_or(text.clone(), |word| text.replace(word.as_str(), first))
            }
            None => text,
        });
        let plain = self.file.anywhere.without(self.file.done.without(self.file.verbs.without(alike)));
        self.core(&plain).to_owned()
    }

    /// The noun that the words behind a figure start with.
    pub(super) fn noun_behind<'t>(&self, tail: &'t str) -> &'t str {
        let end = self.file.predicates.words().filter_map(|word| tail.find(word)).min();
        end.and_then(|end| tail.get(..end)).unwrap_or(tail)
    }
}
