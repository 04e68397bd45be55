//! A form file as TOML has it, or as the build script packs it. Nothing is looked up or checked here beyond the shape.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Deserializer};

use super::Bilingual;
use crate::finding::Severity;
use crate::number::Unit;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileSchema {
    pub(super) family: Placed,
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
    pub(super) id: Placed,
    pub(super) title: Bilingual,
    #[serde(default)]
    pub(super) blank: Blank,
    #[serde(default)]
    pub(super) open: bool,
    #[serde(default)]
    pub(super) drop: Vec<String>,
    pub(super) panel: Option<Placed>,
    pub(super) columns: Vec<LineSchema>,
    pub(super) rows: Vec<LineSchema>,
    #[serde(default)]
    pub(super) groups: BTreeMap<String, Vec<Placed>>,
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
    pub(super) id: Placed,
    pub(super) label: String,
    pub(super) en: String,
    pub(super) unit: Option<Unit>,
    pub(super) measure: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) cells: Option<Vec<Placed>>,
    #[serde(default)]
    pub(super) lacks: Vec<Placed>,
    #[serde(default)]
    pub(super) heading: bool,
    #[serde(default)]
    pub(super) optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSchema {
    pub(super) id: Placed,
    pub(super) check: Placed,
    pub(super) each: Option<EachSchema>,
    pub(super) rows: Option<Vec<Placed>>,
    pub(super) columns: Option<Vec<Placed>>,
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
    pub(super) id: Placed,
    pub(super) share: Placed,
    pub(super) count: Option<Placed>,
    pub(super) rows: Option<Placed>,
    #[serde(default)]
    pub(super) base: Vec<Placed>,
    #[serde(default = "error")]
    pub(super) severity: Severity,
    pub(super) title: Bilingual,
    pub(super) why: Bilingual,
    pub(super) hint: Bilingual,
    pub(super) basis: Option<Bilingual>,
}

/// A text with its bytes in the file; the packed form has no places.
pub(super) struct Placed {
    text: String,
    span: Range<usize>,
}

impl Placed {
    pub(super) fn get_ref(&self) -> &String {
        &self.text
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl<'de> Deserialize<'de> for Placed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Ok(Self { text: String::deserialize(deserializer)?, span: 0..0 });
        }
        let spanned = toml::Spanned::<String>::deserialize(deserializer)?;
        let span = spanned.span();
        Ok(Self { text: spanned.into_inner(), span })
    }
}

fn error() -> Severity {
    Severity::Error
}
