//! A form file to forms: names looked up, rules resolved, every mistake told with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::mem::take;
use std::ops::Range;
use std::sync::Arc;

use super::error::Source;
use super::schema::{Blank, BreakdownSchema, EachSchema, FileSchema, FormSchema, LineSchema, Placed, RuleSchema};
use super::{Breakdown, Each, Family, Form, FormError, Line, Rule, RuleBody};
use crate::message::{self, Lang, mistakes};
use crate::packed;
use crate::rules::{Axis, Names, ParseError, check_once, nearest, parse, resolve, resolve_cell};

/// Compiles the text of a form file.
pub(super) fn compile(source: Source<'_>) -> Result<Vec<Form>, FormError> {
    let file = toml::from_str(source.text).map_err(|error| {
        source.error(&error.span().unwrap_or(0..0), |lang| mistakes::not_toml(lang, &error.message()))
    })?;
    forms(source, file)
}

/// Compiles a form file that the build script has packed. Mistakes have no place.
pub(super) fn compile_packed(name: &str, bytes: &'static [u8]) -> Result<Vec<Form>, FormError> {
    let source = Source { name, text: "" };
    forms(
        source,
        packed::read(bytes).map_err(|mistake| source.error(&(0..0), |lang| mistakes::not_toml(lang, &mistake)))?,
    )
}

fn forms(source: Source<'_>, mut file: FileSchema) -> Result<Vec<Form>, FormError> {
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
    for schema in &mut file.form {
        let form = shell(source, schema, &family)?;
        if forms.iter().any(|other: &Form| other.id == form.id) {
            return Err(source.error(&schema.id.span(), |lang| mistakes::form_twice(lang, &form.id)));
        }
        forms.push(form);
    }
    let mut compiled = Vec::with_capacity(forms.len());
    for (schema, own) in file.form.into_iter().zip(&forms) {
        compiled.push(rules(source, schema, own, &forms)?);
    }
    for (form, rules) in forms.iter_mut().zip(compiled) {
        form.rules = rules;
    }
    Ok(forms)
}

/// A form without its rules. Its texts are taken out of the schema.
fn shell(source: Source<'_>, schema: &mut FormSchema, family: &Arc<Family>) -> Result<Form, FormError> {
    check_id(source, &schema.id)?;
    for lines in [&schema.columns, &schema.rows] {
        distinct(source, lines)?;
    }
    let ids: Vec<String> = schema.columns.iter().map(|column| column.id.get_ref().clone()).collect();
    let lines = |lines: &mut [LineSchema]| -> Result<Vec<Line>, FormError> {
        lines.iter_mut().map(|line| plain_line(source, line, &ids)).collect()
    };
    let (columns, rows) = (lines(&mut schema.columns)?, lines(&mut schema.rows)?);
    if columns.is_empty() || rows.is_empty() {
        return Err(source.error(&schema.id.span(), mistakes::empty_form));
    }
    let panel = match &schema.panel {
        Some(id) => find(source, id, &columns, mistakes::unknown_column)?,
        None if columns.len() == 1 => 0,
        None => return Err(source.error(&schema.id.span(), mistakes::no_panel)),
    };
    Ok(Form {
        id: format!("{}/{}", family.id, schema.id.get_ref()).into(),
        family: Arc::clone(family),
        title: take(&mut schema.title),
        blank_is_zero: schema.blank == Blank::Zero,
        open: schema.open,
        drop: take(&mut schema.drop),
        panel,
        rows,
        columns,
        rules: Vec::new(),
    })
}

fn plain_line(source: Source<'_>, line: &mut LineSchema, columns: &[String]) -> Result<Line, FormError> {
    check_id(source, &line.id)?;
    let indexes = |ids: &[Placed]| {
        let index = |id: &Placed| {
            columns
                .iter()
                .position(|column| column == id.get_ref())
                .ok_or_else(|| source.error(&id.span(), |lang| mistakes::unknown_column(lang, id.get_ref())))
        };
        ids.iter().map(index).collect::<Result<Vec<_>, _>>()
    };
    Ok(Line {
        id: line.id.get_ref().clone(),
        label: take(&mut line.label),
        en: take(&mut line.en),
        aliases: take(&mut line.aliases),
        unit: line.unit,
        measure: line.measure.take(),
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
            return Err(source.error(&line.id.span(), |lang| mistakes::line_twice(lang, line.id.get_ref())));
        }
    }
    Ok(())
}

fn check_id(source: Source<'_>, id: &Placed) -> Result<(), FormError> {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'.');
    if !id.get_ref().is_empty() && id.get_ref().bytes().all(good) {
        return Ok(());
    }
    Err(source.error(&id.span(), |lang| mistakes::name_expected(lang, id.get_ref())))
}

/// A sentence about one name.
type Saying = fn(Lang, &dyn Display) -> String;

fn find(source: Source<'_>, id: &Placed, lines: &[Line], unknown: Saying) -> Result<usize, FormError> {
    lines.iter().position(|line| line.id == *id.get_ref()).ok_or_else(|| {
        let near = nearest(id.get_ref(), lines.iter().map(|line| line.id.as_str()));
        let hint = |lang| near.map(|near| message::did_you_mean(lang, &near)).unwrap_or_default();
        source.error(&id.span(), |lang| unknown(lang, id.get_ref()) + &hint(lang))
    })
}

type Groups = BTreeMap<String, Vec<String>>;

fn rules(source: Source<'_>, schema: FormSchema, own: &Form, family: &[Form]) -> Result<Vec<Arc<Rule>>, FormError> {
    let groups: Groups = schema
        .groups
        .iter()
        .map(|(id, members)| (id.clone(), members.iter().map(|member| member.get_ref().clone()).collect()))
        .collect();
    for member in schema.groups.values().flatten() {
        if !own.rows.iter().chain(&own.columns).any(|line| line.id == *member.get_ref()) {
            return Err(source.error(&member.span(), |lang| mistakes::unknown_line(lang, member.get_ref())));
        }
    }
    let names = Names { own, groups: &groups, family };
    let mut found: Vec<Arc<Rule>> = Vec::new();
    let spans = schema.rule.iter().map(|rule| rule.id.span()).chain(schema.breakdown.iter().map(|rule| rule.id.span()));
    let spans: Vec<Range<usize>> = spans.collect();
    for rule in schema.rule {
        found.push(Arc::new(relation(source, rule, names)?));
    }
    for schema in schema.breakdown {
        found.push(Arc::new(breakdown(source, schema, names)?));
    }
    for (index, (rule, span)) in found.iter().zip(spans).enumerate() {
        if found.iter().take(index).any(|other| other.id == rule.id) {
            return Err(source.error(&span, |lang| mistakes::rule_twice(lang, &rule.local_id())));
        }
    }
    Ok(found)
}

fn relation(source: Source<'_>, schema: RuleSchema, names: Names<'_>) -> Result<Rule, FormError> {
    check_id(source, &schema.id)?;
    let text = schema.check.get_ref();
    let place = |error: ParseError| source.told(&inside(source, &schema.check, &error.span), error.message());
    let repeated = schema.each.map(|each| match each {
        EachSchema::Row => Axis::Row,
        EachSchema::Column => Axis::Column,
    });
    let mut resolved = parse(text).and_then(|tree| resolve(&tree, names, repeated)).map_err(&place)?;
    for (limit, lines) in [(&schema.rows, &names.own.rows), (&schema.columns, &names.own.columns)] {
        let Some(limit) = limit else { continue };
        let allowed =
            limit.iter().map(|id| find(source, id, lines, mistakes::unknown_line)).collect::<Result<Vec<_>, _>>()?;
        match &mut resolved.each {
            Each::Row(list) if std::ptr::eq(lines, &raw const names.own.rows) => {
                list.retain(|row| allowed.contains(row));
            }
            Each::Column(list) if std::ptr::eq(lines, &raw const names.own.columns) => {
                list.retain(|column| allowed.contains(column));
            }
            _ => {
                return Err(source.error(&schema.id.span(), mistakes::wrong_axis));
            }
        }
    }
    check_once(&resolved.each, &resolved.statements, names, text.len()).map_err(place)?;
    Ok(Rule {
        id: format!("{}:{}", names.own.id, schema.id.get_ref()),
        check: text.clone(),
        title: schema.title,
        why: schema.why,
        hint: schema.hint,
        basis: schema.basis.unwrap_or_else(|| names.own.family.basis.clone()),
        severity: schema.severity,
        body: RuleBody::Relation { each: resolved.each, statements: resolved.statements },
    })
}

fn breakdown(source: Source<'_>, schema: BreakdownSchema, names: Names<'_>) -> Result<Rule, FormError> {
    check_id(source, &schema.id)?;
    let column = |id: &Placed| find(source, id, &names.own.columns, mistakes::unknown_column);
    let rows = match &schema.rows {
        None => None,
        Some(group) => {
            let members = names
                .groups
                .get(group.get_ref())
                .ok_or_else(|| source.error(&group.span(), |lang| mistakes::unknown_group(lang, group.get_ref())))?;
            let index = |id: &String| names.own.rows.iter().position(|line| line.id == *id);
            Some(members.iter().filter_map(index).collect())
        }
    };
    let base = schema
        .base
        .iter()
        .map(|cell| {
            resolve_cell(cell.get_ref(), names)
                .map_err(|error| source.told(&inside(source, cell, &error.span), error.message()))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let bases: Vec<_> = schema.base.iter().map(|cell| cell.get_ref().as_str()).collect();
    let check = format!("breakdown({} of {})", schema.share.get_ref(), bases.join(" | "));
    Ok(Rule {
        id: format!("{}:{}", names.own.id, schema.id.get_ref()),
        check,
        title: schema.title,
        why: schema.why,
        hint: schema.hint,
        basis: schema.basis.unwrap_or_else(|| names.own.family.basis.clone()),
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
