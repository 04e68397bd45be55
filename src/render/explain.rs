//! The page of a rule: what it checks, why, an example, and what a failure usually means.

use std::io::{self, Write};

use super::sentence::{severity, statement};
use super::{Settings, printable, until_closed};
use crate::finding::Check;
use crate::forms::{Form, Rule};
use crate::message;

/// Writes the page of a rule; the example is the rule once on figures that satisfy it and once on
/// figures that do not.
///
/// # Errors
/// What `out` gives; a pipe whose reader has gone counts as written.
pub fn explain(
    form: &Form,
    rule: &Rule,
    example: Option<(&Check, &Check)>,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lang = settings.lang;
    let field = |name: String, value: &str| message::labelled(lang, &name, &value);
    let basis = field(message::basis(lang), rule.basis.get(lang));
    let example = example.map(|(pass, fail)| [pass, fail].map(|check| statement(check, lang)));
    let example = example.map(|[pass, fail]| [field(message::pass(lang), &pass), field(message::fail(lang), &fail)]);
    let sections = [
        (message::what_is_checked(lang), vec![rule.title.get(lang), &rule.check]),
        (message::why(lang), vec![rule.why.get(lang), &basis]),
        (message::example(lang), example.iter().flatten().map(String::as_str).collect()),
        (message::usual_cause(lang), vec![rule.hint.get(lang)]),
    ];
    let mut page = vec![
        rule.id.clone(),
        field(message::form(lang), &format!("{} {}", form.id, form.title.get(lang))),
        field(message::severity(lang), &severity(rule.severity, lang)),
    ];
    for (heading, lines) in sections.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        page.extend([String::new(), heading]);
        page.extend(lines.into_iter().filter(|line| !line.is_empty()).map(|line| format!("  {line}")));
    }
    until_closed(page.iter().try_for_each(|line| writeln!(out, "{}", printable::line(line))))
}
