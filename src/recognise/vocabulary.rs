//! Words that belong to no form: headings of label, key and remark columns, measure words,
//! structure words. All of it is data (`vocabulary.toml`).

use std::borrow::Cow;
use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::label::key;
use crate::packed::{self, packed};

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    label: Vec<&'static str>,
    ignore: Vec<&'static str>,
    entity: Vec<&'static str>,
    component: Vec<&'static str>,
    whole: Vec<&'static str>,
    superior: Vec<&'static str>,
    everybody: Vec<&'static str>,
    period: Vec<&'static str>,
    tidy_form: Vec<&'static str>,
    tidy_row: Vec<&'static str>,
    tidy_column: Vec<&'static str>,
    tidy_value: Vec<&'static str>,
    measures: Vec<&'static str>,
    total: Vec<&'static str>,
    subtotal: Vec<&'static str>,
    share: Vec<&'static str>,
    year: Vec<&'static str>,
    cumulative: Vec<&'static str>,
    published: Vec<&'static str>,
    issuer: Vec<&'static str>,
    covered: Vec<&'static str>,
    continued: Vec<&'static str>,
    elsewhere: Vec<&'static str>,
    blank: Vec<&'static str>,
    unnamed: &'static str,
    place_endings: Vec<&'static str>,
    body_endings: Vec<&'static str>,
    covering: Vec<&'static str>,
    codes: Vec<&'static str>,
    negations: &'static str,
}

/// The vocabulary with its words as keys.
pub(super) struct Vocabulary {
    roles: HashMap<Cow<'static, str>, Roles>,
    measures: HashSet<&'static str>,
    words: Words,
}

/// What a word of a heading says about its column or row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Label,
    Ignore,
    Entity,
    Component,
    Whole,
    Superior,
    Everybody,
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
    Published,
    Issuer,
    Covered,
    Continued,
}

/// Roles of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Roles(u32);

impl Roles {
    pub(super) fn contains(self, role: Role) -> bool {
        self.0 & Self::only(role).0 != 0
    }

    pub(super) fn are_any(self) -> bool {
        self.0 != 0
    }

    /// These and some others.
    pub(super) fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    fn only(role: Role) -> Self {
        Self(1 << role as u32)
    }
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(load);

/// The words of the embedded file. A mistake in it yields an empty vocabulary, which the tests
/// below would show.
fn load() -> Vocabulary {
    let words = packed::read::<Words>(packed!("recognise/vocabulary")).unwrap_or_default();
    let roles = [
        (&words.label, Role::Label),
        (&words.ignore, Role::Ignore),
        (&words.entity, Role::Entity),
        (&words.component, Role::Component),
        (&words.whole, Role::Whole),
        (&words.superior, Role::Superior),
        (&words.everybody, Role::Everybody),
        (&words.period, Role::Period),
        (&words.tidy_form, Role::TidyForm),
        (&words.tidy_row, Role::TidyRow),
        (&words.tidy_column, Role::TidyColumn),
        (&words.tidy_value, Role::TidyValue),
        (&words.total, Role::Total),
        (&words.subtotal, Role::Subtotal),
        (&words.share, Role::Share),
        (&words.year, Role::Year),
        (&words.cumulative, Role::Cumulative),
        (&words.published, Role::Published),
        (&words.issuer, Role::Issuer),
        (&words.covered, Role::Covered),
        (&words.continued, Role::Continued),
    ];
    let mut known: HashMap<Cow<'_, str>, Roles> =
        HashMap::with_capacity(roles.iter().map(|(list, _)| list.len()).sum());
    for (list, role) in roles {
        for word in list {
            let roles = known.entry(key(word)).or_default();
            *roles = roles.and(Roles::only(role));
        }
    }
    Vocabulary { roles: known, measures: words.measures.iter().copied().collect(), words }
}

/// The embedded vocabulary.
pub(super) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

impl Vocabulary {
    /// Whether a word has a role; the word is given as a key.
    pub(super) fn is(&self, key: &str, role: Role) -> bool {
        self.roles(key).contains(role)
    }

    /// The roles of a word; the word is given as a key.
    pub(super) fn roles(&self, key: &str) -> Roles {
        self.roles.get(key).copied().unwrap_or_default()
    }

    /// The words with a role, as keys.
    pub(super) fn words(&self, role: Role) -> impl Iterator<Item = &str> {
        self.roles.iter().filter(move |(_, roles)| roles.contains(role)).map(|(word, _)| &**word)
    }

    /// Whether a word has any role.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.roles.contains_key(key)
    }

    /// Whether a cell holds nothing but a measure word.
    pub(super) fn is_measure(&self, text: &str) -> bool {
        self.measures.contains(text.trim())
    }

    /// Whether a text is what a program for data writes where there is nothing, or calls a column without a name.
    pub(super) fn means_blank(&self, text: &str) -> bool {
        let text = text.trim();
        let number = || text.strip_prefix(self.words.unnamed).map(str::parse::<usize>);
        self.words.blank.contains(&text) || matches!(number(), Some(Ok(_)))
    }

    /// Whether a text ends as the names of public bodies do.
    pub(super) fn is_body(&self, text: &str) -> bool {
        self.words.body_endings.iter().any(|ending| text.ends_with(ending))
    }

    /// Whether a text ends as the names of places do that a body may go by.
    pub(super) fn is_place(&self, text: &str) -> bool {
        self.words.place_endings.iter().any(|ending| text.ends_with(ending))
    }

    /// Whether a heading, given as a key, ends as those over numbers that name something do.
    pub(super) fn is_code(&self, key: &str) -> bool {
        self.words.codes.iter().any(|ending| key.ends_with(ending))
    }

    /// Whether a text says that figures are of the days that follow it.
    pub(super) fn covers(&self, text: &str) -> bool {
        self.words.covering.iter().any(|word| text.contains(word))
    }

    /// Whether a line leads to another article.
    pub(super) fn leads_elsewhere(&self, line: &str) -> bool {
        let line = line.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        self.words.elsewhere.iter().any(|word| line.starts_with(word))
    }

    /// The negations in a label, in order.
    pub(super) fn negations_in<'a>(&'a self, key: &'a str) -> impl Iterator<Item = char> + 'a {
        key.chars().filter(|char| self.words.negations.contains(*char))
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
}
