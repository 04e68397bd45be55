//! What the command line does, one function per command; each gives the exit status.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::CommandFactory;
use clap_complete::Shell;
use disclose_check::claims;
use disclose_check::example::Example;
use disclose_check::finding::Severity;
use disclose_check::forms::{Catalogue, FormError};
use disclose_check::limits::Limits;
use disclose_check::message::{self, Lang};
use disclose_check::policy::{Baseline, Day, Idle, Policy};
use disclose_check::read::sources;
use disclose_check::recognise;
use disclose_check::render::{self, Settings, Verbosity, printable};
use disclose_check::{Checker, Input, Outcome};
use indicatif::ProgressBar;

use super::args::{CheckArgs, Cli, Command, SharedArgs};
use super::config::Config;
use super::stream::{Closed, Stream};
use super::targets::Target;
use super::{fixes, help, output, panel, progress, settings, targets, watch};

/// Nothing was found that counts.
const CLEAN: u8 = 0;
/// Something was found.
const FOUND: u8 = 1;
/// Some input could not be checked.
pub(crate) const UNCHECKED: u8 = 2;

/// Does what the arguments ask for.
pub(crate) fn run(cli: Cli) -> anyhow::Result<u8> {
    let Some(command) = cli.command else {
        let mut args = cli.check;
        if let Some(list) = &args.files_from {
            args.paths.extend(listed(list)?);
            if args.paths.is_empty() {
                let lang = cli.shared.lang.unwrap_or_else(Lang::from_locale);
                bail!("{}: {}", list.display(), message::usage::empty_list(lang));
            }
        }
        return if args.watch { watch(&args, &cli.shared) } else { check(&args, &cli.shared) };
    };
    let settings = settings(&cli.shared, Verbosity::Normal, false);
    let catalogue = || catalogue(&cli.shared.forms, &cli.shared.limits(Limits::DEFAULT), settings.lang);
    match command {
        Command::Forms { id } => forms(id.as_deref(), &catalogue()?, &settings)?,
        Command::Explain { rule } => explain(&rule, &catalogue()?, &settings)?,
        Command::Template { form } => template(&form, &catalogue()?, settings.lang)?,
        Command::Completions { shell } => completions(shell)?,
        Command::Man => output::to(None, |mut out| {
            clap_mangen::Man::new(help::localised(Cli::command(), settings.lang)).render(&mut out)
        })?,
    }
    Ok(CLEAN)
}

/// The paths in a list of files.
fn listed(list: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let text = if list.as_os_str() == "-" { io::read_to_string(io::stdin()) } else { fs::read_to_string(list) };
    let text = text.with_context(|| list.display().to_string())?;
    Ok(text.lines().filter(|line| !line.is_empty()).map(PathBuf::from).collect())
}

/// The embedded forms and those of some files and folders.
fn catalogue<'p>(
    more: impl IntoIterator<Item = &'p PathBuf>,
    limits: &Limits,
    lang: Lang,
) -> anyhow::Result<Catalogue> {
    let mut catalogue = Catalogue::builtin();
    for path in more {
        catalogue.add_path(path, limits).map_err(|error| worded(&error, lang))?;
    }
    Ok(catalogue)
}

/// Checks again whenever a file changes.
fn watch(args: &CheckArgs, shared: &SharedArgs) -> anyhow::Result<u8> {
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        bail!(message::watch_standard_input(shared.lang.unwrap_or_else(Lang::from_locale)));
    }
    let inputs = [&args.paths, &args.previous, &args.parts].map(Vec::as_slice).concat();
    let files = || [sources(&inputs), shared.forms.clone(), args.config.iter().cloned().collect()].concat();
    watch::watch(files, || check(args, shared))
}

fn check(args: &CheckArgs, shared: &SharedArgs) -> anyhow::Result<u8> {
    let config = Config::load(args.config.as_deref(), &args.paths, shared)?;
    let lang = shared.lang.or(config.lang).unwrap_or_else(Lang::from_locale);
    if args.fix && args.paths.iter().any(|path| path.as_os_str() == "-") {
        bail!(message::fix_standard_input(lang));
    }
    let paths = sources(&args.paths);
    let run = Run {
        args,
        lang,
        targets: targets::pair(&args.asked, lang)?,
        threshold: args.fail_on.or(config.fail_on).unwrap_or_default().threshold(),
        policy: config.policy(args.baseline.as_deref(), lang)?,
        paths: if args.fix { fixes::originals(paths, &args.paths) } else { paths },
    };
    let settings = |to_file| Settings { lang, top: args.top, ..settings(shared, args.verbosity(), to_file) };
    let catalogue = catalogue(shared.forms.iter().chain(&config.forms), &config.limits, lang)?;
    for rule in run.policy.rules() {
        if !is_rule(rule, &catalogue)? {
            bail!("{}: {}", config.path.display(), unknown_rule(rule, &catalogue, lang)?);
        }
    }
    let [previous, parts] = [&args.previous, &args.parts].map(|paths| sources(paths));
    let written = run.targets.iter().filter_map(|target| target.file.as_ref()).chain(&args.write_baseline);
    refuse_inputs(written, &[&run.paths, &previous, &parts], lang)?;
    let mut checker = Checker::new(catalogue)
        .form(args.form.clone())
        .map_err(|error| worded(&error, lang))?
        .coverage(args.coverage)
        .limits(config.limits)
        .previous(&run.inputs(&previous))
        .parts(&run.inputs(&parts));
    let progress = progress::bar(run.paths.len(), args.quiet);
    if let Some(bar) = progress.clone() {
        checker = checker.progress(Box::new(move || bar.inc(1)));
    }
    if let ([target], [path], false) = (run.targets.as_slice(), run.paths.as_slice(), args.needs_all()) {
        let told = (target, settings(target.file.is_some()));
        if let Some(panel) = panel::Run::open(&checker, path, told, &run.policy, run.jobs()) {
            return panel.write(run.threshold);
        }
    }
    let status = match if args.needs_all() { None } else { Stream::open(&run.targets, settings)? } {
        Some(stream) => {
            checker = checker.passes(stream.tells_passes());
            run.streamed(&checker, stream, progress)
        }
        None => run.whole(&checker, settings, progress),
    };
    if !args.watch {
        // The process ends: taking the index of all labels apart would take as long as checking a report.
        std::mem::forget(checker);
    }
    status
}

/// A file that is read must not be written over.
fn refuse_inputs<'p>(
    written: impl Iterator<Item = &'p PathBuf>,
    read: &[&[PathBuf]],
    lang: Lang,
) -> anyhow::Result<()> {
    let read: Vec<&PathBuf> = read.iter().copied().flatten().filter(|path| path.as_os_str() != "-").collect();
    for path in written {
        if read.iter().any(|input| output::is_same(path, input)) {
            bail!(message::output_is_input(lang, &path.display()));
        }
    }
    Ok(())
}

/// A check with all that was asked for.
struct Run<'a> {
    args: &'a CheckArgs,
    lang: Lang,
    targets: Vec<Target>,
    threshold: Option<Severity>,
    policy: Policy,
    paths: Vec<PathBuf>,
}

impl Run<'_> {
    fn inputs(&self, paths: &[PathBuf]) -> Vec<Input> {
        let standard = || Input::Stdin { name: self.args.stdin_name.clone() };
        paths.iter().map(|path| if path.as_os_str() == "-" { standard() } else { Input::path(path) }).collect()
    }

    /// Writes findings as they come.
    fn streamed(&self, checker: &Checker, mut to: Stream<'_>, progress: Option<ProgressBar>) -> anyhow::Result<u8> {
        let mut policy = self.policy.applied(today());
        let mut worst = CLEAN;
        let done = checker.check_in_batches(&self.inputs(&self.paths), self.jobs(), |outcome| {
            let written = progress::aside(progress.as_ref(), || to.write(outcome, &mut policy));
            worst = worst.max(status(outcome, self.threshold));
            written
        });
        progress::done(progress);
        match done {
            Err(error) if error.is::<Closed>() => return Ok(worst),
            done => done?,
        }
        to.finish()?;
        render::idle(&policy.idle(), self.lang, &mut io::stderr().lock())?;
        Ok(worst)
    }

    /// Writes findings when all of them are there.
    fn whole(
        &self,
        checker: &Checker,
        settings: impl Fn(bool) -> Settings,
        progress: Option<ProgressBar>,
    ) -> anyhow::Result<u8> {
        let mut outcome = checker.check(&self.inputs(&self.paths), self.jobs());
        progress::done(progress);
        let mut idle = self.policy.apply(&mut outcome, today());
        if let Some(path) = &self.args.write_baseline {
            idle = adopt(&mut outcome, path, self.lang)?;
        }
        for target in &self.targets {
            let settings = settings(target.file.is_some());
            output::to(target.file.as_deref(), |out| render::render(target.format, &outcome, &settings, out))?;
        }
        let mut err = io::stderr().lock();
        render::problems(&outcome, &settings(false), &mut err)?;
        render::idle(&idle, self.lang, &mut err)?;
        drop(err);
        if self.args.fix {
            fixes::write(&outcome, &self.paths, self.args.in_place, self.lang)?;
        }
        Ok(status(&outcome, self.threshold))
    }

    fn jobs(&self) -> Option<usize> {
        self.args.jobs.map(Into::into)
    }
}

/// Writes a baseline of everything found, and lets it pass.
fn adopt(outcome: &mut Outcome, path: &Path, lang: Lang) -> anyhow::Result<Vec<Idle>> {
    let baseline = Baseline::of(outcome);
    output::to(Some(path), |out| {
        serde_json::to_writer_pretty(&mut *out, &baseline)?;
        writeln!(out)
    })?;
    let said = message::baseline_written(lang, &path.display(), &baseline.findings.len());
    writeln!(io::stderr(), "{}", printable(&said))?;
    Ok(Policy { baseline: Some(baseline), ..Policy::default() }.apply(outcome, today()))
}

/// The day in universal time.
pub(super) fn today() -> Day {
    let date = time::OffsetDateTime::now_utc().date();
    (date.year(), date.month().into(), date.day())
}

fn status(outcome: &Outcome, threshold: Option<Severity>) -> u8 {
    status_of(outcome.problems.len(), outcome.worst(), threshold)
}

/// The exit status of a run, by its problems and the worst of its findings.
pub(super) fn status_of(problems: usize, worst: Option<Severity>, threshold: Option<Severity>) -> u8 {
    if problems > 0 {
        return UNCHECKED;
    }
    match (worst, threshold) {
        (Some(worst), Some(threshold)) if worst >= threshold => FOUND,
        _ => CLEAN,
    }
}

/// Lists the forms, those of a family, or shows the one that is named.
fn forms(id: Option<&str>, catalogue: &Catalogue, settings: &Settings) -> anyhow::Result<()> {
    let found = match id {
        Some(id) => catalogue.select(id).map_err(|error| worded(&error, settings.lang))?,
        None => catalogue.forms()?,
    };
    match found.as_slice() {
        [form] if id == Some(&*form.id) => output::to(None, |out| render::form(form, settings, out)),
        forms => output::to(None, |out| render::forms(forms, settings, out)),
    }
}

fn explain(id: &str, catalogue: &Catalogue, settings: &Settings) -> anyhow::Result<()> {
    if let Some((rule, example)) = claims::explained(id) {
        let example = example.as_ref().map(|[pass, fail]| (pass, fail));
        return output::to(None, |out| render::explain(claims::form(), rule, example, settings, out));
    }
    if let Some((form, rule)) = recognise::explained(id) {
        return output::to(None, |out| render::explain(&form, &rule, None, settings, out));
    }
    let Some((form, rule)) = catalogue.rule(id)? else {
        bail!(unknown_rule(id, catalogue, settings.lang)?);
    };
    let example = Example::of(catalogue, &form, &rule)?;
    let example = example.as_ref().map(|example| (&example.pass.check, &example.fail.check));
    output::to(None, |out| render::explain(&form, &rule, example, settings, out))
}

fn template(id: &str, catalogue: &Catalogue, lang: Lang) -> anyhow::Result<()> {
    let unknown = || FormError::Unknown { id: id.to_owned(), nearest: catalogue.nearest(id) };
    let form = catalogue.form(id)?.ok_or_else(unknown).map_err(|error| worded(&error, lang))?;
    output::to(None, |out| render::template(&form, out))
}

fn completions(shell: Shell) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "disclose-check", &mut script);
    output::to(None, |out| out.write_all(&script))
}

/// The error in the reader's language.
fn worded(error: &FormError, lang: Lang) -> anyhow::Error {
    anyhow!(error.message(lang))
}

/// Whether a rule has this name, with or without an instance.
fn is_rule(id: &str, catalogue: &Catalogue) -> anyhow::Result<bool> {
    let name = id.split('[').next().unwrap_or_default();
    let of_prose = || claims::form().rules.iter().any(|rule| rule.id == name);
    Ok(of_prose() || recognise::explained(name).is_some() || catalogue.rule(name)?.is_some())
}

/// Says that no rule has this name, and which has one like it.
fn unknown_rule(id: &str, catalogue: &Catalogue, lang: Lang) -> anyhow::Result<String> {
    Ok(message::unknown_rule(lang, &id, &hint(nearest_rule(id, catalogue)?, lang)))
}

/// The rule whose name is most like a mistyped one, unless it is quite another.
fn nearest_rule(id: &str, catalogue: &Catalogue) -> anyhow::Result<Option<String>> {
    let id = id.split('[').next().unwrap_or_default();
    let forms = catalogue.forms()?;
    let rules = forms.iter().chain([claims::form()]).flat_map(|form| &form.rules);
    let nearest = rules.map(|rule| (strsim::damerau_levenshtein(id, &rule.id), &rule.id)).min();
    Ok(nearest.filter(|(distance, _)| *distance <= id.chars().count() / 3).map(|(_, id)| id.clone()))
}

fn hint(nearest: Option<String>, lang: Lang) -> String {
    nearest.map(|id| message::did_you_mean(lang, &id)).unwrap_or_default()
}
