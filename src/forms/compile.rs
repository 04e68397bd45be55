//! A form file to forms: names looked up, rules resolved, every mistake told with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::error::Source;
use super::schema::{Blank, BreakdownSchema, EachSchema, FileSchema, FormSchema, LineSchema, Placed, RuleSchema};
use super::{Breakdown, Each, Family, Form, FormError, Line, Rule, RuleBody};
use crate::packed;
use crate::rules::{Axis, Names, ParseError, nearest, parse, resolve, resolve_cell};

/// Compiles the text of a form file.
pub(super) fn compile(source: Source<'_>) -> Result<Vec<Form>, FormError> {
    let file = toml::from_str(source.text)
        .map_err(|error| source.error(&error.span().unwrap_or(0..0), error.message().to_owned()))?;
    forms(source, file)
}

/// Compiles a form file that the build script has packed. Mistakes have no place.
pub(super) fn compile_packed(name: &str, bytes: &[u8]) -> Result<Vec<Form>, FormError> {
    let source = Source { name, text: "" };
    forms(source, packed::read(bytes).map_err(|mistake| source.error(&(0..0), mistake.to_string()))?)
}

fn forms(source: Source<'_>, file: FileSchema) -> Result<Vec<Form>, FormError> {
    check_id(source, &file.family)?;
    let family = Arc::new(Family {
        id: file.family.get_ref().clone(),
        since: file.since,
        until: file.until,
        title: file.title,
        basis: file.basis,
        marks: file.marks,
    });
    let mut forms = Vec::with_capacity(file.form.len());
    for schema in &file.form {
        let form = shell(source, schema, &family)?;
        if forms.iter().any(|other: &Form| other.id == form.id) {
            return Err(source.error(&schema.id.span(), format!("form `{}` is defined twice", form.id)));
        }
        forms.push(form);
    }
    let mut compiled = Vec::with_capacity(forms.len());
    for (schema, own) in file.form.iter().zip(&forms) {
        compiled.push(rules(source, schema, own, &forms)?);
    }
    for (form, rules) in forms.iter_mut().zip(compiled) {
        form.rules = rules;
    }
    Ok(forms)
}

/// A form without its rules.
fn shell(source: Source<'_>, schema: &FormSchema, family: &Arc<Family>) -> Result<Form, FormError> {
    check_id(source, &schema.id)?;
    for lines in [&schema.columns, &schema.rows] {
        distinct(source, lines)?;
    }
    let columns: Vec<Line> =
        schema.columns.iter().map(|line| plain_line(source, line, &schema.columns)).collect::<Result<_, _>>()?;
    let rows: Vec<Line> =
        schema.rows.iter().map(|line| plain_line(source, line, &schema.columns)).collect::<Result<_, _>>()?;
    if columns.is_empty() || rows.is_empty() {
        return Err(source.error(&schema.id.span(), "a form needs at least one row and one column"));
    }
    let panel = match &schema.panel {
        Some(id) => find(source, id, &columns, "column")?,
        None if columns.len() == 1 => 0,
        None => return Err(source.error(&schema.id.span(), "`panel` is missing: the column of one-line tables")),
    };
    Ok(Form {
        id: format!("{}/{}", family.id, schema.id.get_ref()).into(),
        family: Arc::clone(family),
        title: schema.title.clone(),
        blank_is_zero: schema.blank == Blank::Zero,
        open: schema.open,
        drop: schema.drop.clone(),
        panel,
        rows,
        columns,
        rules: Vec::new(),
    })
}

fn plain_line(source: Source<'_>, line: &LineSchema, columns: &[LineSchema]) -> Result<Line, FormError> {
    check_id(source, &line.id)?;
    let indexes = |ids: &[Placed]| {
        let index = |id: &Placed| {
            columns
                .iter()
                .position(|column| column.id.get_ref() == id.get_ref())
                .ok_or_else(|| source.error(&id.span(), format!("unknown column `{}`", id.get_ref())))
        };
        ids.iter().map(index).collect::<Result<Vec<_>, _>>()
    };
    Ok(Line {
        id: line.id.get_ref().clone(),
        label: line.label.clone(),
        en: line.en.clone(),
        aliases: line.aliases.clone(),
        unit: line.unit,
        measure: line.measure.clone(),
        cells: line.cells.as_deref().map(indexes).transpose()?,
        lacks: indexes(&line.lacks)?,
        heading: line.heading,
        optional: line.optional,
    })
}

fn distinct(source: Source<'_>, lines: &[LineSchema]) -> Result<(), FormError> {
    let mut seen = BTreeSet::new();
    for line in lines {
        if !seen.insert(line.id.get_ref().as_str()) {
            return Err(source.error(&line.id.span(), format!("`{}` is defined twice", line.id.get_ref())));
        }
    }
    Ok(())
}

fn check_id(source: Source<'_>, id: &Placed) -> Result<(), FormError> {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'.');
    if !id.get_ref().is_empty() && id.get_ref().bytes().all(good) {
        return Ok(());
    }
    let message = format!("found `{}`, expected a name of a-z, 0-9, `_`, `-` and `.`", id.get_ref());
    Err(source.error(&id.span(), message))
}

fn find(source: Source<'_>, id: &Placed, lines: &[Line], what: &str) -> Result<usize, FormError> {
    lines.iter().position(|line| line.id == *id.get_ref()).ok_or_else(|| {
        let near = nearest(id.get_ref(), lines.iter().map(|line| line.id.as_str()));
        let hint = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
        source.error(&id.span(), format!("unknown {what} `{}`{hint}", id.get_ref()))
    })
}

type Groups = BTreeMap<String, Vec<String>>;

fn rules(source: Source<'_>, schema: &FormSchema, own: &Form, family: &[Form]) -> Result<Vec<Arc<Rule>>, FormError> {
    let groups: Groups = schema
        .groups
        .iter()
        .map(|(id, members)| (id.clone(), members.iter().map(|member| member.get_ref().clone()).collect()))
        .collect();
    for member in schema.groups.values().flatten() {
        if !own.rows.iter().chain(&own.columns).any(|line| line.id == *member.get_ref()) {
            let message = format!("unknown row or column `{}`", member.get_ref());
            return Err(source.error(&member.span(), message));
        }
    }
    let names = Names { own, groups: &groups, family };
    let mut found: Vec<Arc<Rule>> = Vec::new();
    for rule in &schema.rule {
        found.push(Arc::new(relation(source, rule, names)?));
    }
    for schema in &schema.breakdown {
        found.push(Arc::new(breakdown(source, schema, names)?));
    }
    let spans = schema.rule.iter().map(|rule| rule.id.span()).chain(schema.breakdown.iter().map(|rule| rule.id.span()));
    for (index, (rule, span)) in found.iter().zip(spans).enumerate() {
        if found.iter().take(index).any(|other| other.id == rule.id) {
            return Err(source.error(&span, format!("rule `{}` is defined twice", rule.local_id())));
        }
    }
    Ok(found)
}

fn relation(source: Source<'_>, schema: &RuleSchema, names: Names<'_>) -> Result<Rule, FormError> {
    check_id(source, &schema.id)?;
    let text = schema.check.get_ref();
    let place = |error: ParseError| source.error(&inside(source, &schema.check, &error.span), error.to_string());
    let repeated = schema.each.map(|each| match each {
        EachSchema::Row => Axis::Row,
        EachSchema::Column => Axis::Column,
    });
    let mut resolved = parse(text).and_then(|tree| resolve(&tree, names, repeated)).map_err(place)?;
    for (limit, lines) in [(&schema.rows, &names.own.rows), (&schema.columns, &names.own.columns)] {
        let Some(limit) = limit else { continue };
        let allowed = limit.iter().map(|id| find(source, id, lines, "row or column")).collect::<Result<Vec<_>, _>>()?;
        match &mut resolved.each {
            Each::Row(list) if std::ptr::eq(lines, &raw const names.own.rows) => {
                list.retain(|row| allowed.contains(row));
            }
            Each::Column(list) if std::ptr::eq(lines, &raw const names.own.columns) => {
                list.retain(|column| allowed.contains(column));
            }
            _ => {
                let message = "the rule is not repeated over these; found a limit on the wrong axis";
                return Err(source.error(&schema.id.span(), message));
            }
        }
    }
    Ok(Rule {
        id: format!("{}:{}", names.own.id, schema.id.get_ref()),
        check: text.clone(),
        title: schema.title.clone(),
        why: schema.why.clone(),
        hint: schema.hint.clone(),
        basis: schema.basis.clone().unwrap_or_else(|| names.own.family.basis.clone()),
        severity: schema.severity,
        body: RuleBody::Relation { each: resolved.each, statements: resolved.statements },
    })
}

fn breakdown(source: Source<'_>, schema: &BreakdownSchema, names: Names<'_>) -> Result<Rule, FormError> {
    check_id(source, &schema.id)?;
    let column = |id: &Placed| find(source, id, &names.own.columns, "column");
    let rows = match &schema.rows {
        None => None,
        Some(group) => {
            let members = names
                .groups
                .get(group.get_ref())
                .ok_or_else(|| source.error(&group.span(), format!("unknown group `{}`", group.get_ref())))?;
            let index = |id: &String| names.own.rows.iter().position(|line| line.id == *id);
            Some(members.iter().filter_map(index).collect())
        }
    };
    let base = schema
        .base
        .iter()
        .map(|cell| {
            resolve_cell(cell.get_ref(), names)
                .map_err(|error| source.error(&inside(source, cell, &error.span), error.to_string()))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let bases: Vec<_> = schema.base.iter().map(|cell| cell.get_ref().as_str()).collect();
    let check = format!("breakdown({} of {})", schema.share.get_ref(), bases.join(" | "));
    Ok(Rule {
        id: format!("{}:{}", names.own.id, schema.id.get_ref()),
        check,
        title: schema.title.clone(),
        why: schema.why.clone(),
        hint: schema.hint.clone(),
        basis: schema.basis.clone().unwrap_or_else(|| names.own.family.basis.clone()),
        severity: schema.severity,
        body: RuleBody::Breakdown(Breakdown {
            share: column(&schema.share)?,
            count: schema.count.as_ref().map(column).transpose()?,
            rows,
            base,
        }),
    })
}

/// A place inside a quoted string of the file: the text starts after its quotes.
fn inside(source: Source<'_>, text: &Placed, span: &Range<usize>) -> Range<usize> {
    let start = text.span().start;
    let raw = source.text.get(start..).unwrap_or_default();
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    start + quotes + span.start..start + quotes + span.end
}
