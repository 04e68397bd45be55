//! What is wrong with the command line, told in the reader's language.

use std::io::{self, Write};
use std::process;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use disclose_check::message::{self, Lang, usage};
use disclose_check::render::printable;

use super::UNCHECKED;

/// Ends the run, with the help where that was asked for.
pub(super) fn exit(error: &Error, lang: Lang) -> ! {
    match told(error, lang) {
        None => error.exit(),
        Some(text) => {
            // Nothing is left to tell it to where standard error is closed.
            let _ = io::stderr().write_all(text.as_bytes());
            process::exit(UNCHECKED.into())
        }
    }
}

/// The whole of what there is to say; `None` where it is no error, but the help that was asked for.
fn told(error: &Error, lang: Lang) -> Option<String> {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return None;
    }
    let mut lines = vec![message::labelled(lang, &message::error(lang), &what(error, lang))];
    if let Some(values) = names(error, ContextKind::ValidValue) {
        lines.push(format!("  {}", usage::possible_values(lang, &values)));
    }
    let similar = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(similar) = similar.into_iter().find_map(|kind| names(error, kind)) {
        lines.push(format!("  {}", usage::similar(lang, &similar)));
    }
    if let Some(ContextValue::StyledStr(line)) = error.get(ContextKind::Usage) {
        let line = line.to_string();
        let line = line.strip_prefix("Usage:").unwrap_or(&line);
        lines.extend([String::new(), usage::usage(lang, &line.trim())]);
    }
    lines.extend([String::new(), usage::more_help(lang)]);
    Some(format!("{}\n", printable(&lines.join("\n"))))
}

fn what(error: &Error, lang: Lang) -> String {
    let argument = names(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = names(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::NoEquals if value.is_empty() => usage::value_missing(lang, &argument),
        ErrorKind::InvalidValue => usage::no_such_value(lang, &argument, &value),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            usage::value_because(lang, &argument, &value, &why)
        }
        ErrorKind::UnknownArgument => usage::unexpected(lang, &argument),
        ErrorKind::InvalidSubcommand | ErrorKind::MissingSubcommand => {
            usage::no_such_command(lang, &names(error, ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::ArgumentConflict => match names(error, ContextKind::PriorArg) {
            Some(others) if others != argument => usage::conflict(lang, &argument, &others),
            _ => usage::given_twice(lang, &argument),
        },
        ErrorKind::MissingRequiredArgument => usage::missing(lang, &argument),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            usage::wrong_values(lang, &argument)
        }
        ErrorKind::InvalidUtf8 => usage::not_text(lang),
        _ => usage::wrong_usage(lang),
    }
}

/// The names that an error gives for something.
fn names(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(name) => Some(name.clone()),
        ContextValue::Strings(names) if !names.is_empty() => Some(names.join(", ")),
        _ => None,
    }
}
