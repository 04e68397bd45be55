//! Text of files made safe for a terminal: no escape sequence, no change of direction.
//! Byte offsets stay what they were, so that spans into the text still fit.

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
    safe
}

/// A piece of text on one line.
pub(super) fn line(text: &str) -> String {
    text.chars().map(|character| if matches!(character, '\n' | '\r' | '\t') { ' ' } else { shown(character) }).collect()
}

/// The character, or one of the same length in UTF-8 where a terminal would act on it.
fn shown(character: char) -> char {
    let acts = character.is_control()
        || matches!(
            character,
            '\u{061c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        );
    match (acts, character.len_utf8()) {
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
}
