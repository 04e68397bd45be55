//! The project's settings: `disclose-check.toml`, found upward from the first input or named with
//! `--config`. Options on the command line go before it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use disclose_check::finding::Severity;
use disclose_check::message::Lang;
use disclose_check::policy::{Baseline, Pattern, Policy, Waiver};
use serde::Deserialize;

use super::args::FailOn;

/// The name that is looked for.
const NAME: &str = "disclose-check.toml";

/// What the file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Config {
    /// More forms, from the folder of the file.
    #[serde(default)]
    pub(super) forms: Vec<PathBuf>,
    /// The language of messages.
    #[serde(default)]
    pub(super) lang: Option<Lang>,
    /// The least severity that makes the exit status 1.
    #[serde(default)]
    pub(super) fail_on: Option<FailOn>,
    /// A baseline, from the folder of the file.
    #[serde(default)]
    pub(super) baseline: Option<PathBuf>,
    /// Severities by rule.
    #[serde(default)]
    severity: BTreeMap<String, Severity>,
    /// Findings that are accepted.
    #[serde(default)]
    waiver: Vec<WaiverTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverTable {
    rule: String,
    source: Option<String>,
    figure: Option<String>,
    reason: String,
    until: Option<toml::value::Datetime>,
}

impl Config {
    /// The settings of the named file, or of the nearest one above the first input.
    pub(super) fn load(named: Option<&Path>, inputs: &[PathBuf]) -> anyhow::Result<Self> {
        let found = match named {
            Some(path) => Some(path.to_owned()),
            None => nearest(inputs),
        };
        let Some(path) = found else { return Ok(Self::default()) };
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let mut config: Self = toml::from_str(&text).with_context(|| path.display().to_string())?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for own in config.forms.iter_mut().chain(&mut config.baseline) {
            *own = folder.join(&own);
        }
        for waiver in &config.waiver {
            if waiver.reason.trim().is_empty() {
                bail!(
                    "{}: waiver for `{}` has an empty `reason`, expected why it is accepted",
                    path.display(),
                    waiver.rule
                );
            }
        }
        Ok(config)
    }

    /// The decisions about findings.
    pub(super) fn policy(&self, baseline: Option<&Path>) -> anyhow::Result<Policy> {
        let waivers = self.waiver.iter().map(WaiverTable::waiver).collect::<anyhow::Result<_>>()?;
        let baseline = baseline.or(self.baseline.as_deref()).map(read_baseline).transpose()?;
        Ok(Policy { severity: self.severity.clone(), waivers, baseline })
    }
}

fn nearest(inputs: &[PathBuf]) -> Option<PathBuf> {
    let first = inputs.iter().find(|path| path.as_os_str() != "-").cloned().unwrap_or_default();
    let start = std::path::absolute(if first.as_os_str().is_empty() { Path::new(".") } else { &first }).ok()?;
    start.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

fn read_baseline(path: &Path) -> anyhow::Result<Baseline> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let baseline: Baseline = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    if baseline.schema != Baseline::SCHEMA {
        bail!("{}: found schema `{}`, expected `{}`", path.display(), baseline.schema, Baseline::SCHEMA);
    }
    Ok(baseline)
}

impl WaiverTable {
    fn waiver(&self) -> anyhow::Result<Waiver> {
        let until = match &self.until {
            None => None,
            Some(until) => match until.date {
                Some(date) => Some((i32::from(date.year), date.month, date.day)),
                None => {
                    bail!("waiver for `{}`: `until = {until}` has no day, expected one such as 2026-12-31", self.rule)
                }
            },
        };
        let source = self.source.as_deref().map(Pattern::new).transpose();
        Ok(Waiver {
            rule: self.rule.clone(),
            source: source.with_context(|| format!("waiver for `{}`: `source`", self.rule))?,
            figure: self.figure.clone(),
            reason: self.reason.clone(),
            until,
        })
    }
}
