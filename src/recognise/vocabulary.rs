//! Words that belong to no form: headings of label, key and remark columns, measure words,
//! structure words. The words are data (`vocabulary.toml`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::label::key;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    label: Vec<String>,
    ignore: Vec<String>,
    entity: Vec<String>,
    component: Vec<String>,
    whole: Vec<String>,
    period: Vec<String>,
    tidy_form: Vec<String>,
    tidy_row: Vec<String>,
    tidy_column: Vec<String>,
    tidy_value: Vec<String>,
    measures: Vec<String>,
    total: Vec<String>,
    subtotal: Vec<String>,
    share: Vec<String>,
    year: Vec<String>,
    cumulative: Vec<String>,
    negations: String,
    traditional: Vec<String>,
}

/// The vocabulary with its words as keys.
pub(super) struct Vocabulary {
    roles: HashMap<String, Vec<Role>>,
    measures: HashSet<String>,
    negations: String,
    traditional: HashMap<char, char>,
}

/// What a word of a heading says about its column or row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Label,
    Ignore,
    Entity,
    Component,
    Whole,
    Period,
    TidyForm,
    TidyRow,
    TidyColumn,
    TidyValue,
    Total,
    Subtotal,
    Share,
    Year,
    Cumulative,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(load);

/// The words of the embedded file. A mistake in it yields an empty vocabulary, which the tests
/// below would show.
fn load() -> Vocabulary {
    let mut vocabulary = Vocabulary {
        roles: HashMap::new(),
        measures: HashSet::new(),
        negations: String::new(),
        traditional: HashMap::new(),
    };
    let Ok(words) = toml::from_str::<Words>(include_str!("vocabulary.toml")) else {
        return vocabulary;
    };
    let roles = [
        (words.label, Role::Label),
        (words.ignore, Role::Ignore),
        (words.entity, Role::Entity),
        (words.component, Role::Component),
        (words.whole, Role::Whole),
        (words.period, Role::Period),
        (words.tidy_form, Role::TidyForm),
        (words.tidy_row, Role::TidyRow),
        (words.tidy_column, Role::TidyColumn),
        (words.tidy_value, Role::TidyValue),
        (words.total, Role::Total),
        (words.subtotal, Role::Subtotal),
        (words.share, Role::Share),
        (words.year, Role::Year),
        (words.cumulative, Role::Cumulative),
    ];
    for (list, role) in roles {
        for word in list {
            vocabulary.roles.entry(key(&word)).or_default().push(role);
        }
    }
    vocabulary.measures = words.measures.into_iter().collect();
    vocabulary.negations = words.negations;
    for pairs in words.traditional {
        let mut chars = pairs.chars();
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            vocabulary.traditional.insert(from, to);
        }
    }
    vocabulary
}

/// The embedded vocabulary.
pub(super) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

impl Vocabulary {
    /// Whether a word has a role; the word is given as a key.
    pub(super) fn is(&self, key: &str, role: Role) -> bool {
        self.roles.get(key).is_some_and(|roles| roles.contains(&role))
    }

    /// Whether a word has any role.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.roles.contains_key(key)
    }

    /// Whether a cell holds nothing but a measure word.
    pub(super) fn is_measure(&self, text: &str) -> bool {
        self.measures.contains(text.trim())
    }

    /// The negations in a label, in order.
    pub(super) fn negations_in<'a>(&'a self, key: &'a str) -> impl Iterator<Item = char> + 'a {
        key.chars().filter(|char| self.negations.contains(*char))
    }

    /// The key in simplified characters, `None` where it is in them already.
    pub(super) fn simplified(&self, key: &str) -> Option<String> {
        key.chars()
            .any(|char| self.traditional.contains_key(&char))
            .then(|| key.chars().map(|char| *self.traditional.get(&char).unwrap_or(&char)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_roles() {
        let words = vocabulary();
        assert!(words.is(&key("指 标 名 称"), Role::Label));
        assert!(words.is(&key("Fiscal Year"), Role::Period));
        assert!(words.is(&key("占比"), Role::Share));
        assert!(!words.knows(&key("主动公开文件数")));
        assert!(words.is_measure(" 件/条 "));
    }

    #[test]
    fn traditional_characters_become_simplified() {
        assert_eq!(vocabulary().simplified("主動公開文件數").as_deref(), Some("主动公开文件数"));
        assert_eq!(vocabulary().simplified("主动公开文件数"), None);
    }
}
