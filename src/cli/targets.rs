//! Which findings go where: each `--format` with its `--output`, as they stand on the command line.

use std::path::PathBuf;

use anyhow::bail;
use clap::ArgMatches;
use disclose_check::message::{self, Lang};
use disclose_check::render::Format;

use super::output;

/// One of the two options, in the order of the command line.
#[derive(Debug, Clone)]
pub(crate) enum Asked {
    /// `--format`
    Format(Format),
    /// `--output`
    Output(PathBuf),
}

/// A format and the file that it goes to, or standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
}

/// The options in the order of the command line.
pub(super) fn asked(matches: &ArgMatches) -> Vec<Asked> {
    let indices = |id: &str| matches.indices_of(id).into_iter().flatten();
    let formats = matches.get_many::<Format>("format").into_iter().flatten().map(|format| Asked::Format(*format));
    let outputs = matches.get_many::<PathBuf>("output").into_iter().flatten().cloned().map(Asked::Output);
    let mut asked: Vec<(usize, Asked)> = indices("format").zip(formats).chain(indices("output").zip(outputs)).collect();
    asked.sort_by_key(|(index, _)| *index);
    asked.into_iter().map(|(_, asked)| asked).collect()
}

/// Gives each file to the format just before it that has none, or else to the next one.
pub(super) fn pair(asked: &[Asked], lang: Lang) -> anyhow::Result<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    let mut early: Option<&PathBuf> = None;
    for one in asked {
        match one {
            Asked::Format(format) => targets.push(Target { format: *format, file: early.take().cloned() }),
            Asked::Output(path) => match targets.last_mut().filter(|target| target.file.is_none()) {
                Some(target) => target.file = Some(path.clone()),
                None => {
                    if let Some(first) = early.replace(path) {
                        bail!(message::output_without_format(lang, &first.display()));
                    }
                }
            },
        }
    }
    match early {
        Some(path) if !targets.is_empty() => bail!(message::output_without_format(lang, &path.display())),
        early if targets.is_empty() => targets.push(Target { format: Format::Text, file: early.cloned() }),
        _ => {}
    }
    for (index, target) in targets.iter().enumerate() {
        let is_one = |file: &Option<PathBuf>| match (file, &target.file) {
            (Some(file), Some(own)) => file == own || output::is_same(file, own),
            (file, own) => file == own,
        };
        let same = targets.iter().take(index).any(|other| is_one(&other.file));
        match &target.file {
            Some(path) if same => bail!(message::output_twice(lang, &path.display())),
            None if same => bail!(message::two_to_standard_output(lang)),
            _ => {}
        }
    }
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, ValueEnum};

    use super::super::Cli;
    use super::*;

    /// The pairs that a command line gives, as `format>file`.
    fn pairs(line: &str) -> Result<String, String> {
        let words = ["disclose-check", "a.csv"].into_iter().chain(line.split_whitespace());
        let matches = Cli::command().try_get_matches_from(words).unwrap();
        let targets = pair(&asked(&matches), Lang::En).map_err(|error| error.to_string())?;
        let name = |target: &Target| {
            let file = target.file.as_ref().map_or("-".to_owned(), |file| file.display().to_string());
            format!("{}>{file}", target.format.to_possible_value().unwrap().get_name())
        };
        Ok(targets.iter().map(name).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn files_belong_to_the_format_before_them() {
        for (line, expected) in [
            ("", "text>-"),
            ("--output a", "text>a"),
            ("--format json", "json>-"),
            ("--output a --format json", "json>a"),
            ("--format html --output a --format sarif --output b", "html>a sarif>b"),
            ("--output a --format html --output b --format sarif", "html>a sarif>b"),
            ("--format text --format html --output a", "text>- html>a"),
            ("--format html --output a --format text", "html>a text>-"),
        ] {
            assert_eq!(pairs(line).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn what_cannot_be_paired_is_refused() {
        for line in [
            "--format json --format text",
            "--output a --output b",
            "--format json --output a --output b",
            "--format json --output a --format text --output a",
        ] {
            assert!(pairs(line).is_err(), "{line}");
        }
    }
}
