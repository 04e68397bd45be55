//! Corrected copies of the files that were checked.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use disclose_check::Outcome;
use disclose_check::finding::Change;
use disclose_check::fix::corrected;
use disclose_check::message::{self, Lang};
use disclose_check::render::printable;

use super::output;

/// Writes the unique suggestions into a copy beside each file, or into the file itself.
pub(super) fn write(outcome: &Outcome, paths: &[PathBuf], in_place: bool, lang: Lang) -> anyhow::Result<()> {
    let suggestions = outcome.reports.iter().flat_map(|one| &one.suggestions);
    // The value of a blank cell that nothing is wrong with is told, but filling it in corrects nothing.
    let unique = suggestions.filter(|one| one.unique && !one.resolves.is_empty());
    let changes: Vec<&Change> = unique.flat_map(|one| &one.changes).collect();
    let mut said = io::stderr().lock();
    for path in paths {
        let name = path.display().to_string();
        let own: Vec<&Change> = changes.iter().filter(|change| *change.figure.source == *name).copied().collect();
        if own.is_empty() {
            writeln!(said, "{}", printable(&message::nothing_to_fix(lang, &name)))?;
            continue;
        }
        let bytes = fs::read(path).with_context(|| name.clone())?;
        let fixed = corrected(&Arc::from(name.as_str()), &bytes, &own)?;
        let target = if in_place { path.clone() } else { beside(path) };
        if let Some(other) = paths.iter().find(|other| *other != path && output::is_same(&target, other)) {
            bail!(message::output_is_input(lang, &other.display()));
        }
        output::copy(&target, path, &fixed)?;
        writeln!(said, "{}", printable(&message::fixed(lang, &target.display(), &own.len())))?;
    }
    Ok(())
}

/// Some paths without the corrected copies of others among them that an earlier run has left in a folder: those
/// that nobody named.
pub(super) fn originals(paths: Vec<PathBuf>, named: &[PathBuf]) -> Vec<PathBuf> {
    let copies: BTreeSet<PathBuf> = paths.iter().map(|path| beside(path)).collect();
    paths.into_iter().filter(|path| named.contains(path) || !copies.contains(path)).collect()
}

/// `report.csv` becomes `report.fixed.csv`.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(".fixed");
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}
