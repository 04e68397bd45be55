//! The known forms: the list of them, the page of one, and the empty file to fill in.

use std::io::{self, Write};
use std::sync::Arc;

use comfy_table::Table;

use super::sentence::severity;
use super::{Settings, printable, table, until_closed};
use crate::forms::{Family, Form, Line};
use crate::message::{self, Lang};
use crate::number::Unit;

/// Writes the list of forms.
///
/// # Errors
/// What `out` gives; a pipe whose reader has gone counts as written.
pub fn forms(forms: &[Arc<Form>], settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let heading = [
        message::id(lang),
        message::title(lang),
        message::rows(lang),
        message::columns(lang),
        message::rules(lang),
        message::years(lang),
    ];
    let mut list = table::new(heading, settings);
    for form in forms {
        let cells = [
            form.id.to_string(),
            form.title.get(lang).to_owned(),
            form.rows.len().to_string(),
            form.columns.len().to_string(),
            form.rules.len().to_string(),
            years(&form.family),
        ];
        table::add(&mut list, cells);
    }
    table::align_right(&mut list, &[2, 3, 4]);
    table::keep_whole(&mut list, 1);
    until_closed(writeln!(out, "{}", table::drawn(&list)))
}

/// Writes the page of one form.
///
/// # Errors
/// What `out` gives; a pipe whose reader has gone counts as written.
pub fn form(form: &Form, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    until_closed(page(form, settings, out))
}

fn page(form: &Form, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let field = |name: String, value: &str| printable::line(&message::labelled(lang, &name, &value));
    writeln!(out, "{}", printable::line(&message::labelled(lang, &form.id, &form.title.get(lang))))?;
    writeln!(out, "{}", field(message::basis(lang), form.family.basis.get(lang)))?;
    writeln!(out, "{}\n", field(message::years(lang), &years(&form.family)))?;
    section(&message::columns(lang), &lines(&form.columns, settings), lang, out)?;
    section(&message::rows(lang), &lines(&form.rows, settings), lang, out)?;
    let heading = [message::id(lang), message::expression(lang), message::title(lang), message::severity(lang)];
    let mut rules = table::new(heading, settings);
    for rule in &form.rules {
        let cells = [
            rule.local_id().to_owned(),
            rule.check.clone(),
            rule.title.get(lang).to_owned(),
            severity(rule.severity, lang),
        ];
        table::add(&mut rules, cells);
    }
    section(&message::rules(lang), &rules, lang, out)
}

fn section(heading: &str, content: &Table, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if content.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}\n{}\n", message::listing(lang, &heading), table::drawn(content))
}

/// Rows or columns; each dot in an id is a step in.
fn lines(lines: &[Line], settings: &Settings) -> Table {
    let lang = settings.lang;
    let heading = [message::id(lang), message::label(lang), message::english(lang), message::unit(lang)];
    let mut list = table::new(heading, settings);
    for line in lines {
        let id = format!("{}{}", "  ".repeat(line.id.matches('.').count()), line.id);
        let unit = line.measure.clone().or(line.unit.map(|unit| unit_name(unit).to_owned())).unwrap_or_default();
        table::add(&mut list, [id, line.label.clone(), line.en.clone(), unit]);
    }
    list
}

/// Writes the form as an empty CSV file. Its labels are the printed ones in either language,
/// because they are what a filled-in file is recognised by.
///
/// # Errors
/// What `out` gives; a pipe whose reader has gone counts as written.
pub fn template(form: &Form, out: &mut dyn Write) -> io::Result<()> {
    let mut file = csv::Writer::from_writer(out);
    let heading = std::iter::once("指标名称").chain(form.columns.iter().map(|column| column.label.as_str()));
    let mut written = file.write_record(heading).map_err(io::Error::from);
    for row in form.rows.iter().filter(|row| !row.heading) {
        let cells = std::iter::once(row.label.as_str()).chain(form.columns.iter().map(|_| ""));
        written = written.and_then(|()| file.write_record(cells).map_err(io::Error::from));
    }
    until_closed(written.and_then(|()| file.flush()))
}

fn years(family: &Family) -> String {
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    match (family.since, family.until) {
        (None, None) => String::new(),
        (since, until) => format!("{}-{}", year(since), year(until)),
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Change => "change",
        Unit::Share => "share",
        Unit::Rate => "rate",
        Unit::Amount => "amount",
        Unit::Quantity => "quantity",
    }
}
