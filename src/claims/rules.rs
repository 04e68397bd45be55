//! The rules of prose, from `relations.toml`. How they are judged is not known here.

use std::sync::{Arc, LazyLock};

use crate::finding::Severity;
use crate::forms::{Bilingual, Family, Form, Rule, RuleBody};

/// The form's id that rules of prose belong to.
pub(super) const ID: &str = "claims";

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Bilingual,
    basis: Bilingual,
    rule: Vec<Entry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    check: String,
    severity: Severity,
    title: Bilingual,
    why: Bilingual,
    hint: Bilingual,
    pass: Option<String>,
    fail: Option<String>,
}

/// A rule with sentences on which it holds and fails.
struct Known {
    rule: Arc<Rule>,
    examples: Option<[String; 2]>,
}

static FORM: LazyLock<(Arc<Form>, Vec<Known>)> = LazyLock::new(|| {
    let empty = || Bilingual { zh: String::new(), en: String::new() };
    // A mistake in the file yields no rules, which every test of checking would show.
    let file = crate::packed::read(crate::packed::packed!("claims/relations")).unwrap_or_else(|_| File {
        title: empty(),
        basis: empty(),
        rule: Vec::new(),
    });
    let known: Vec<Known> = file.rule.into_iter().map(|entry| Known::of(entry, &file.basis)).collect();
    let family = Family {
        id: ID.into(),
        since: None,
        until: None,
        title: file.title.clone(),
        basis: file.basis,
        marks: Vec::new(),
    };
    let form = Form {
        id: ID.into(),
        family: Arc::new(family),
        title: file.title,
        blank_is_zero: false,
        open: false,
        drop: Vec::new(),
        panel: 0,
        rows: Vec::new(),
        columns: Vec::new(),
        rules: known.iter().map(|known| Arc::clone(&known.rule)).collect(),
    };
    (Arc::new(form), known)
});

impl Known {
    fn of(entry: Entry, basis: &Bilingual) -> Self {
        let rule = Rule {
            id: format!("{ID}:{}", entry.id),
            check: entry.check,
            title: entry.title,
            why: entry.why,
            hint: entry.hint,
            basis: basis.clone(),
            severity: entry.severity,
            body: RuleBody::Claim,
        };
        let examples = entry.pass.zip(entry.fail).map(|(pass, fail)| [pass, fail]);
        Self { rule: Arc::new(rule), examples }
    }
}

/// The rules of prose as those of a form without rows.
#[must_use]
pub fn form() -> &'static Arc<Form> {
    &FORM.0
}

/// A rule by its name: `parts`, `share` and so on.
pub(super) fn rule(name: &str) -> Option<&'static Arc<Rule>> {
    FORM.1.iter().map(|known| &known.rule).find(|rule| rule.local_id() == name)
}

/// Sentences on which a rule holds and fails.
pub(super) fn examples(id: &str) -> Option<&'static [String; 2]> {
    FORM.1.iter().find(|known| known.rule.id == id)?.examples.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_there() {
        let names: Vec<&str> = form().rules.iter().map(|rule| rule.local_id()).collect();
        let first = ["parts", "share", "shares", "change", "rate", "subset", "repeat", "prose-table", "period"];
        assert_eq!(names, first);
    }
}
