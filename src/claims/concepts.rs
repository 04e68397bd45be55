//! The concepts of `concepts.toml`: which words count what, and where the forms count it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::vocabulary::List;

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    before: List,
    after: List,
    scopes: List,
    no_scopes: List,
    objects: List,
    other_times: List,
    this_year: List,
    cumulative: List,
    none: List,
    none_before: List,
    none_after: List,
    concept: Vec<Entry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    /// Takes the nouns of another concept.
    like: Option<String>,
    /// Whether a noun will do without a verb.
    #[serde(default)]
    bare: bool,
    #[serde(default)]
    cells: Vec<String>,
    #[serde(default)]
    cumulative: Vec<String>,
}

/// Something that figures count.
pub(super) struct Concept {
    #[cfg(test)]
    pub(super) id: String,
    pub(super) cells: Vec<Cells>,
    pub(super) cumulative: Vec<Cells>,
}

/// A sum of cells of one form.
pub(super) struct Cells {
    pub(super) form: String,
    /// Row and column ids, and whether the cell is taken off.
    pub(super) terms: Vec<(String, String, bool)>,
}

/// The concepts with their words.
pub(super) struct Concepts {
    file: File,
    pub(super) all: Vec<Concept>,
    /// Labels, neutral words taken off, to concepts.
    labels: HashMap<String, usize>,
    /// Nouns alone, for what there was none of.
    nouns: HashMap<String, usize>,
}

static CONCEPTS: LazyLock<Concepts> = LazyLock::new(|| {
    // A mistake in the file yields no concepts, which the tests would show.
    Concepts::of(crate::packed::read(crate::packed::packed!("claims/concepts")).unwrap_or_default())
});

pub(super) fn concepts() -> &'static Concepts {
    &CONCEPTS
}

impl Concepts {
    fn of(mut file: File) -> Self {
        let entries = std::mem::take(&mut file.concept);
        let mut this = Self { file, all: Vec::new(), labels: HashMap::new(), nouns: HashMap::new() };
        for (index, entry) in entries.iter().enumerate() {
            let like = entry.like.as_ref().and_then(|id| entries.iter().find(|other| other.id == *id));
            let nouns = like.map_or(&entry.nouns, |other| &other.nouns);
            for noun in nouns {
                for verb in &entry.verbs {
                    let label = this.core(&format!("{verb}{noun}"));
                    this.labels.entry(label).or_insert(index);
                }
                if entry.bare {
                    let label = this.core(noun);
                    this.labels.entry(label).or_insert(index);
                }
                // Received and answered have the same nouns; none of them came in, if none is told.
                if like.is_none() && (entry.bare || entry.id == "received") {
                    let noun = this.none_core(noun);
                    this.nouns.entry(noun).or_insert(index);
                }
            }
        }
        this.all = entries
            .into_iter()
            .map(|entry| Concept {
                #[cfg(test)]
                id: entry.id,
                cells: entry.cells.iter().filter_map(|text| Cells::of(text)).collect(),
                cumulative: entry.cumulative.iter().filter_map(|text| Cells::of(text)).collect(),
            })
            .collect();
        this
    }

    /// The concept that a label names.
    pub(super) fn of_label(&self, label: &str) -> Option<usize> {
        self.labels.get(&self.core(label)).copied()
    }

    /// The concept that there was none of.
    pub(super) fn of_none(&self, words: &str) -> Option<usize> {
        self.nouns.get(&self.none_core(words)).copied()
    }

    /// A label without its neutral words.
    pub(super) fn core(&self, label: &str) -> String {
        let plain: String = label.chars().filter(|sign| !matches!(sign, '“' | '”' | '"' | '《' | '》')).collect();
        let mut rest = plain.as_str();
        loop {
            let before = rest.len();
            rest = rest.trim_start_matches(|sign: char| !sign.is_alphanumeric());
            rest = without_time(rest);
            rest = self.file.before.starts(rest).and_then(|word| rest.strip_prefix(word)).unwrap_or(rest);
            if rest.len() == before {
                break;
            }
        }
        while let Some(shorter) = self.file.after.ends(rest).and_then(|word| rest.strip_suffix(word)) {
            rest = shorter;
        }
        rest.to_owned()
    }

    fn none_core(&self, words: &str) -> String {
        let core = self.core(words);
        let mut rest = core.as_str();
        while let Some(shorter) = self.file.none_before.starts(rest).and_then(|word| rest.strip_prefix(word)) {
            rest = shorter;
        }
        while let Some(shorter) = self.file.none_after.ends(rest).and_then(|word| rest.strip_suffix(word)) {
            rest = shorter;
        }
        rest.to_owned()
    }

    /// Whether a text speaks of a part of the body.
    pub(super) fn has_scope(&self, text: &str) -> bool {
        if !self.file.scopes.within(text) {
            return false;
        }
        let mut plain = text.to_owned();
        for word in self.file.no_scopes.words() {
            if plain.contains(word) {
                plain = plain.replace(word, "");
            }
        }
        self.file.scopes.within(&plain)
    }

    /// Whether a clause starts with a word whose object a part of the body may be.
    pub(super) fn is_object(&self, clause: &str) -> bool {
        self.file.objects.starts(clause).is_some()
    }

    pub(super) fn is_of_other_time(&self, text: &str) -> bool {
        self.file.other_times.within(text)
    }

    pub(super) fn is_cumulative(&self, text: &str) -> bool {
        let plain = self.file.this_year.words().fold(text.to_owned(), |text, word| text.replace(word, ""));
        self.file.cumulative.within(&plain)
    }

    /// The words for none.
    pub(super) fn none(&self) -> &List {
        &self.file.none
    }
}

/// Takes a year, a month or a day off the start of a text.
fn without_time(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (Some(number), Some(rest)) = (text.get(..digits), text.get(digits..)) else { return text };
    let words: &[&str] = match number.len() {
        4 => &["年度", "年末", "年底", "年"],
        1 | 2 => &["月底", "月末", "月", "日"],
        _ => &[],
    };
    words.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(text)
}

impl Cells {
    /// Reads `form: row[column] + row[column] - row[column]`.
    fn of(text: &str) -> Option<Self> {
        let (form, sum) = text.split_once(": ")?;
        let mut terms = Vec::new();
        let mut negative = false;
        for word in sum.split(' ') {
            match word {
                "+" => negative = false,
                "-" => negative = true,
                cell => {
                    let (row, column) = cell.strip_suffix(']')?.split_once('[')?;
                    terms.push((row.to_owned(), column.to_owned(), negative));
                }
            }
        }
        Some(Self { form: form.to_owned(), terms })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Catalogue;

    fn named(label: &str) -> Option<&'static str> {
        concepts().of_label(label).and_then(|index| concepts().all.get(index)).map(|concept| concept.id.as_str())
    }

    #[test]
    fn labels_have_concepts_only_as_a_whole() {
        assert_eq!(named("2018年,全县各级各部门共收到政府信息公开申请"), Some("received"));
        assert_eq!(named("其中主动公开"), Some("disclosed"));
        assert_eq!(named("接受在线访谈"), Some("interviews"));
        assert_eq!(named("2018年举办政府门户网站在线访谈"), Some("interviews"));
        assert_eq!(named("各级政府收到申请"), None);
        assert_eq!(named("其中主要负责同志参加政府网站在线访谈次数"), None);
        assert_eq!(named("在区政府门户网站主动公开政府信息"), None);
    }

    #[test]
    fn every_cell_stands_in_its_form() {
        let catalogue = Catalogue::builtin();
        assert!(!concepts().all.is_empty());
        for concept in &concepts().all {
            for cells in concept.cells.iter().chain(&concept.cumulative) {
                let form = catalogue.form(&cells.form).unwrap().unwrap();
                assert!(!cells.terms.is_empty());
                for (row, column, _) in &cells.terms {
                    assert!(form.rows.iter().any(|line| line.id == *row), "{row}");
                    assert!(form.columns.iter().any(|line| line.id == *column), "{column}");
                }
            }
        }
    }
}
