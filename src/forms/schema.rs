//! A form file as TOML has it. Nothing is looked up or checked here beyond the shape.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::Bilingual;
use crate::finding::Severity;
use crate::number::Unit;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileSchema {
    pub(super) family: Spanned<String>,
    pub(super) since: Option<i32>,
    pub(super) until: Option<i32>,
    pub(super) title: Bilingual,
    pub(super) basis: Bilingual,
    #[serde(default)]
    pub(super) marks: Vec<String>,
    #[serde(default)]
    pub(super) form: Vec<FormSchema>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormSchema {
    pub(super) id: Spanned<String>,
    pub(super) title: Bilingual,
    #[serde(default)]
    pub(super) blank: Blank,
    #[serde(default)]
    pub(super) open: bool,
    #[serde(default)]
    pub(super) drop: Vec<String>,
    pub(super) panel: Option<Spanned<String>>,
    pub(super) columns: Vec<LineSchema>,
    pub(super) rows: Vec<LineSchema>,
    #[serde(default)]
    pub(super) groups: BTreeMap<String, Vec<Spanned<String>>>,
    #[serde(default)]
    pub(super) rule: Vec<RuleSchema>,
    #[serde(default)]
    pub(super) breakdown: Vec<BreakdownSchema>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Blank {
    #[default]
    Missing,
    Zero,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineSchema {
    pub(super) id: Spanned<String>,
    pub(super) label: String,
    pub(super) en: String,
    pub(super) unit: Option<Unit>,
    pub(super) measure: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) cells: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub(super) lacks: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) heading: bool,
    #[serde(default)]
    pub(super) optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSchema {
    pub(super) id: Spanned<String>,
    pub(super) check: Spanned<String>,
    pub(super) each: Option<EachSchema>,
    pub(super) rows: Option<Vec<Spanned<String>>>,
    pub(super) columns: Option<Vec<Spanned<String>>>,
    #[serde(default = "error")]
    pub(super) severity: Severity,
    pub(super) title: Bilingual,
    pub(super) why: Bilingual,
    pub(super) hint: Bilingual,
    pub(super) basis: Option<Bilingual>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum EachSchema {
    Row,
    Column,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BreakdownSchema {
    pub(super) id: Spanned<String>,
    pub(super) share: Spanned<String>,
    pub(super) count: Option<Spanned<String>>,
    pub(super) rows: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) base: Vec<Spanned<String>>,
    #[serde(default = "error")]
    pub(super) severity: Severity,
    pub(super) title: Bilingual,
    pub(super) why: Bilingual,
    pub(super) hint: Bilingual,
    pub(super) basis: Option<Bilingual>,
}

fn error() -> Severity {
    Severity::Error
}
