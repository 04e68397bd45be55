//! Text of files made safe where it is shown: no escape sequence, no change of direction, and no
//! command to a workflow runner that reads the log.
//! Byte offsets stay what they were, so that spans into the text still fit.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

/// What a runner takes for a command wherever in a line it stands; `::` is one at the start of a line only.
const COMMAND: &str = "##[";

/// The text of a file, line breaks kept.
pub(super) fn source(text: &str) -> String {
    let mut characters = text.chars().peekable();
    let mut safe = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        safe.push(match character {
            // A carriage return of its own ends a line too.
            '\r' if characters.peek() != Some(&'\n') => '\n',
            '\n' | '\r' | '\t' => character,
            _ => shown(character),
        });
    }
    safe.replace(COMMAND, "#?[")
}

/// A piece of text on one line.
pub(super) fn line(text: &str) -> String {
    let flat = |character| if matches!(character, '\n' | '\r' | '\t') { ' ' } else { shown(character) };
    let line = text.chars().map(flat).collect::<String>().replace(COMMAND, "#?[");
    if line.trim_start().starts_with("::") { line.replacen("::", "?:", 1) } else { line }
}

/// A message of several lines, each of them safe to be shown.
#[must_use]
pub fn lines(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// JSON with the same things escaped, which keeps their meaning; strings are all that they can stand in.
fn json(text: &str) -> Cow<'_, str> {
    let escaped = |character: char| character != '\n' && acts(character);
    if !text.contains(COMMAND) && !text.contains(escaped) {
        return Cow::Borrowed(text);
    }
    // Every such character is in the basic plane, four digits long.
    let escape = |character| match character {
        character if escaped(character) => format!("\\u{:04x}", u32::from(character)),
        character => character.to_string(),
    };
    Cow::Owned(text.replace(COMMAND, "#\\u0023[").chars().map(escape).collect())
}

/// Writes a value as JSON over several lines, safe to be shown.
pub(super) fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(SafeJson(out), value)?;
    writeln!(out)
}

/// Writes a value as [`write_json`] does, but as a part of a larger one: lines after the first are
/// indented, and the last one is not ended.
pub(super) fn write_json_inside(value: &impl Serialize, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    serde_json::to_writer_pretty(SafeJson(&mut bytes), value)?;
    // Strings hold no bare line break.
    for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if number > 0 {
            out.write_all(b"\n")?;
            out.write_all(indent.as_bytes())?;
        }
        out.write_all(line)?;
    }
    Ok(())
}

/// Writes a value as JSON on one line, safe to be shown.
pub(super) fn write_json_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(SafeJson(out), value)?;
    writeln!(out)
}

/// Lets JSON through and escapes what a terminal or a log would act on.
struct SafeJson<'a>(&'a mut dyn Write);

impl Write for SafeJson<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.0.write_all(json(text).as_bytes())?,
            Err(_) => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Whether a terminal would act on the character instead of showing it.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}

/// The character, or one of the same length in UTF-8 where a terminal would act on it.
fn shown(character: char) -> char {
    match (acts(character), character.len_utf8()) {
        (false, _) => character,
        (true, 1) => '?',
        (true, 2) => '¿',
        (true, _) => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_disarmed_at_the_same_length() {
        let text = "a\u{1b}[31m中\u{9b}2J\u{202e}\r\nb\rc\td";
        let safe = source(text);
        assert_eq!(safe, "a?[31m中¿2J\u{fffd}\r\nb\nc\td");
        assert_eq!(safe.len(), text.len());
        assert_eq!(line("x\ny\u{7}"), "x y?");
    }

    #[test]
    fn commands_to_a_runner_are_disarmed_at_the_same_length() {
        assert_eq!(line(" ::error::x ::y"), " ?:error::x ::y");
        assert_eq!(line("a ##[error]b"), "a #?[error]b");
        assert_eq!(source("::a\n##[b]"), "::a\n#?[b]");
        assert_eq!(lines("a\n::b\u{1b}"), "a\n?:b?");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let text = "a\u{7f}\u{9b}\u{202e}中##[error]";
        let json = json(&format!("\"{text}\"")).into_owned();
        assert_eq!(json, "\"a\\u007f\\u009b\\u202e中#\\u0023[error]\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
