//! A run whose findings are written as they come: memory does not grow with the number of reports.

use std::io;

use anyhow::{Context, bail};
use disclose_check::Outcome;
use disclose_check::policy::Applied;
use disclose_check::render::{self, Settings, Streamed};

use super::output::{self, Output};
use super::targets::Target;

/// The reader of standard output has seen enough, and nothing else is written.
#[derive(Debug, thiserror::Error)]
#[error("standard output is closed")]
pub(super) struct Closed;

/// A format on its way to its target.
struct Open<'a> {
    target: &'a Target,
    format: Streamed,
    out: Output,
    /// Standard output may be closed while other targets go on.
    closed: bool,
}

/// All targets of a run.
pub(super) struct Stream<'a> {
    open: Vec<Open<'a>>,
    settings: Settings,
}

impl<'a> Stream<'a> {
    /// Opens the targets; `None` where a format needs all findings at once.
    pub(super) fn open(targets: &'a [Target], settings: impl Fn(bool) -> Settings) -> anyhow::Result<Option<Self>> {
        let mut open = Vec::with_capacity(targets.len());
        for target in targets {
            let Some(format) = Streamed::new(target.format, settings(target.file.is_some())) else { return Ok(None) };
            let path = target.file.as_deref();
            let out = Output::open(path).with_context(|| output::name(path))?;
            open.push(Open { target, format, out, closed: false });
        }
        Ok(Some(Self { open, settings: settings(false) }))
    }

    /// Whether any target tells the figures and sides of rules that pass.
    pub(super) fn tells_passes(&self) -> bool {
        self.open.iter().any(|one| one.format.tells_passes())
    }

    /// Writes some findings, and tells what could not be checked.
    pub(super) fn write(&mut self, outcome: &mut Outcome, policy: &mut Applied<'_>) -> anyhow::Result<()> {
        policy.apply(outcome);
        for one in self.open.iter_mut().filter(|one| !one.closed) {
            let path = one.target.file.as_deref();
            let written = one.format.batch(outcome, &mut one.out);
            one.closed = output::is_closed(path, &written);
            if !one.closed {
                written.with_context(|| output::name(path))?;
            }
        }
        render::problems(outcome, &self.settings, &mut io::stderr().lock())?;
        if self.open.iter().all(|one| one.closed) {
            bail!(Closed);
        }
        Ok(())
    }

    /// Writes what comes last, and lets files take their places.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        for Open { target, format, mut out, closed } in self.open {
            let path = target.file.as_deref();
            let written = if closed { Ok(()) } else { format.end(&mut out).and_then(|()| out.finish()) };
            if !output::is_closed(path, &written) {
                written.with_context(|| output::name(path))?;
            }
        }
        Ok(())
    }
}
