//! What the command line does, one function per command; each gives the exit status.

use std::io;
use std::path::PathBuf;

use anyhow::{anyhow, bail};
use clap::CommandFactory;
use clap_complete::Shell;
use disclose_check::claims;
use disclose_check::example::Example;
use disclose_check::finding::Severity;
use disclose_check::forms::{Catalogue, FormError};
use disclose_check::message::{self, Lang};
use disclose_check::render::{self, Settings, Verbosity};
use disclose_check::{Checker, Input, Outcome};

use super::args::{CheckArgs, Cli, Command, SharedArgs};
use super::{output, settings};

/// Nothing was found that counts.
const CLEAN: u8 = 0;
/// Something was found.
const FOUND: u8 = 1;
/// Some input could not be checked.
pub(crate) const UNCHECKED: u8 = 2;

/// Does what the arguments ask for.
pub(crate) fn run(cli: Cli) -> anyhow::Result<u8> {
    let Some(command) = cli.command else {
        return check(cli.check, &cli.shared);
    };
    let settings = settings(&cli.shared, Verbosity::Normal, false);
    match command {
        Command::Forms { id } => forms(id.as_deref(), &catalogue(&cli.shared)?, &settings)?,
        Command::Explain { rule } => explain(&rule, &catalogue(&cli.shared)?, &settings)?,
        Command::Template { form } => template(&form, &catalogue(&cli.shared)?, settings.lang)?,
        Command::Completions { shell } => completions(shell)?,
        Command::Man => output::to(None, |mut out| clap_mangen::Man::new(Cli::command()).render(&mut out))?,
    }
    Ok(CLEAN)
}

/// The embedded forms and those of `--forms`.
fn catalogue(shared: &SharedArgs) -> anyhow::Result<Catalogue> {
    let mut catalogue = Catalogue::builtin();
    for path in &shared.forms {
        catalogue.add_path(path)?;
    }
    Ok(catalogue)
}

fn check(args: CheckArgs, shared: &SharedArgs) -> anyhow::Result<u8> {
    let settings = settings(shared, args.verbosity(), args.output.is_some());
    let threshold = args.fail_on.threshold();
    let inputs = |paths: Vec<PathBuf>| -> Vec<Input> {
        let input = |path: PathBuf| {
            if path.as_os_str() == "-" { Input::Stdin { name: args.stdin_name.clone() } } else { Input::path(path) }
        };
        paths.into_iter().map(input).collect()
    };
    let checker = Checker::new(catalogue(shared)?)
        .form(args.form)
        .map_err(|error| worded(error, settings.lang))?
        .previous(&inputs(args.previous))
        .parts(&inputs(args.parts));
    let outcome = checker.check(&inputs(args.paths), args.jobs.map(Into::into));
    output::to(args.output.as_deref(), |out| render::render(args.format, &outcome, &settings, out))?;
    render::problems(&outcome, &settings, &mut io::stderr().lock())?;
    Ok(status(&outcome, threshold))
}

/// The exit status of a run.
fn status(outcome: &Outcome, threshold: Option<Severity>) -> u8 {
    if !outcome.problems.is_empty() {
        return UNCHECKED;
    }
    match (outcome.worst(), threshold) {
        (Some(worst), Some(threshold)) if worst >= threshold => FOUND,
        _ => CLEAN,
    }
}

/// Lists the forms, those of a family, or shows the one that is named.
fn forms(id: Option<&str>, catalogue: &Catalogue, settings: &Settings) -> anyhow::Result<()> {
    let found = match id {
        Some(id) => catalogue.select(id).map_err(|error| worded(error, settings.lang))?,
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
    let Some((form, rule)) = catalogue.rule(id)? else {
        bail!(message::unknown_rule(settings.lang, &id, &hint(nearest_rule(id, catalogue)?, settings.lang)));
    };
    let example = Example::of(catalogue, &form, &rule)?;
    let example = example.as_ref().map(|example| (&example.pass.check, &example.fail.check));
    output::to(None, |out| render::explain(&form, &rule, example, settings, out))
}

fn template(id: &str, catalogue: &Catalogue, lang: Lang) -> anyhow::Result<()> {
    let unknown = || FormError::Unknown { id: id.to_owned(), nearest: catalogue.nearest(id) };
    let form = catalogue.form(id)?.ok_or_else(unknown).map_err(|error| worded(error, lang))?;
    output::to(None, |out| render::template(&form, out))
}

fn completions(shell: Shell) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "disclose-check", &mut script);
    output::to(None, |out| out.write_all(&script))
}

/// The error in the reader's language where it is about a mistyped name.
fn worded(error: FormError, lang: Lang) -> anyhow::Error {
    match error {
        FormError::Unknown { id, nearest } => anyhow!(message::unknown_form(lang, &id, &hint(nearest, lang))),
        other => other.into(),
    }
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
