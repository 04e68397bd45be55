//! The project's settings: `disclose-check.toml`, found upward from the first input or named with
//! `--config`. Options on the command line go before it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use disclose_check::finding::Severity;
use disclose_check::limits::{BadSetting, Limit, Limits, Setting};
use disclose_check::message::{Lang, mistakes, usage};
use disclose_check::policy::{Baseline, Pattern, Policy, Waiver};
use disclose_check::problem::ProblemKind;
use disclose_check::read::settings;
use serde::Deserialize;

use super::args::{FailOn, SharedArgs};

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
    /// Limits by name.
    #[serde(default, rename = "limits")]
    own_limits: BTreeMap<String, LimitValue>,
    /// The limits of the run: those of the file but for what the command line gives.
    #[serde(skip)]
    pub(super) limits: Limits,
    /// The file itself.
    #[serde(skip)]
    pub(super) path: PathBuf,
    /// Severities by rule.
    #[serde(default)]
    severity: BTreeMap<String, Severity>,
    /// Findings that are accepted.
    #[serde(default)]
    waiver: Vec<WaiverTable>,
}

/// A number, or a text of one with its unit.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a number such as 500, or a text such as \"64M\"")]
enum LimitValue {
    Number(u64),
    Text(String),
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
    pub(super) fn load(named: Option<&Path>, inputs: &[PathBuf], shared: &SharedArgs) -> anyhow::Result<Self> {
        let found = match named {
            Some(path) => Some(path.to_owned()),
            None => nearest(inputs),
        };
        let limits = shared.limits(Limits::DEFAULT);
        let Some(path) = found else { return Ok(Self { limits, ..Self::default() }) };
        let lang = shared.lang.unwrap_or_else(Lang::from_locale);
        let text = text(&path, Limit::Settings, &limits, lang)?;
        let mut config: Self = toml::from_str(&text)
            .map_err(|error| anyhow!("{}: {}", path.display(), usage::not_settings(lang, &error)))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for own in config.forms.iter_mut().chain(&mut config.baseline) {
            *own = folder.join(&own);
        }
        for waiver in &config.waiver {
            if waiver.reason.trim().is_empty() {
                let said = usage::waiver(lang, &waiver.rule, &usage::no_reason(lang));
                bail!("{}: {said}", path.display());
            }
        }
        for (name, value) in &config.own_limits {
            let value = match value {
                LimitValue::Number(number) => number.to_string(),
                LimitValue::Text(text) => text.clone(),
            };
            let setting = Setting::new(name, &value);
            let told = |bad: BadSetting| anyhow!("{}: {}", path.display(), bad.message(lang));
            config.limits = config.limits.with(setting.map_err(told)?);
        }
        config.limits = shared.limits(config.limits);
        config.path = path;
        Ok(config)
    }

    /// The decisions about findings.
    pub(super) fn policy(&self, baseline: Option<&Path>, lang: Lang) -> anyhow::Result<Policy> {
        let waivers = self.waiver.iter().map(|waiver| waiver.waiver(lang)).collect::<anyhow::Result<_>>()?;
        let baseline =
            baseline.or(self.baseline.as_deref()).map(|path| read_baseline(path, &self.limits, lang)).transpose()?;
        Ok(Policy { severity: self.severity.clone(), waivers, baseline })
    }
}

fn nearest(inputs: &[PathBuf]) -> Option<PathBuf> {
    let first = inputs.iter().find(|path| path.as_os_str() != "-").cloned().unwrap_or_default();
    let start = std::path::absolute(if first.as_os_str().is_empty() { Path::new(".") } else { &first }).ok()?;
    start.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

/// The text of a file within a limit.
fn text(path: &Path, limit: Limit, limits: &Limits, lang: Lang) -> anyhow::Result<String> {
    let told = |kind: ProblemKind| anyhow!("{}: {}", path.display(), kind.message(lang));
    settings(path, limit, limits).map_err(told)
}

fn read_baseline(path: &Path, limits: &Limits, lang: Lang) -> anyhow::Result<Baseline> {
    let text = text(path, Limit::Baseline, limits, lang)?;
    let baseline: Baseline = serde_json::from_str(&text)
        .map_err(|error| anyhow!("{}: {}", path.display(), usage::not_a_baseline(lang, &error)))?;
    if baseline.schema != Baseline::SCHEMA {
        bail!("{}: {}", path.display(), usage::wrong_schema(lang, &baseline.schema, &Baseline::SCHEMA));
    }
    Ok(baseline)
}

impl WaiverTable {
    fn waiver(&self, lang: Lang) -> anyhow::Result<Waiver> {
        let until = match &self.until {
            None => None,
            Some(until) => match until.date {
                Some(date) => Some((i32::from(date.year), date.month, date.day)),
                None => bail!(usage::waiver(lang, &self.rule, &usage::no_day(lang, until))),
            },
        };
        let source = self.source.as_deref().map(Pattern::new).transpose();
        Ok(Waiver {
            rule: self.rule.clone(),
            source: source.with_context(|| usage::waiver(lang, &self.rule, &mistakes::quoted(lang, &"source")))?,
            figure: self.figure.clone(),
            reason: self.reason.clone(),
            until,
        })
    }
}
