//! The fields of a line of plain whole numbers, without a copy. A line that holds anything else is only
//! told to be one.

use std::ops::Range;

use crate::check::panel::MAX_DIGITS;
use crate::recognise::Panel;

/// What stands in each field of a line.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    delimiter: u8,
    fields: Vec<Field>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Entity,
    Period,
    Figure,
    Other,
}

/// What a line of plain figures holds, used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) figures: Vec<i64>,
    /// The bytes of the names.
    pub(super) entity: Range<usize>,
    pub(super) period: Range<usize>,
    /// The bytes of other fields that hold more than digits.
    pub(super) others: Vec<Range<usize>>,
    /// The last name that was hashed: lines of one body often follow each other.
    pub(super) hashed: (String, u64),
}

impl Shape {
    /// `None` where one field is two things, or two fields give the same figure.
    pub(super) fn of(panel: &Panel, delimiter: u8) -> Option<Self> {
        let mut fields = vec![Field::Other; panel.width()];
        let keys = [(panel.entity(), Field::Entity), (panel.period(), Field::Period)];
        let keys = keys.into_iter().filter_map(|(column, field)| Some((column?, field)));
        for (column, field) in keys.chain(panel.figures().map(|(column, ..)| (column, Field::Figure))) {
            let slot = fields.get_mut(column)?;
            if *slot != Field::Other {
                return None;
            }
            *slot = field;
        }
        let cells: Vec<_> = panel.figures().map(|(_, form, cell)| (&form.id, cell)).collect();
        let twice = cells.iter().enumerate().any(|(at, cell)| cells.iter().take(at).any(|other| other == cell));
        (!twice).then_some(Self { delimiter, fields })
    }

    /// Reads a line without its line break; `false` where it has another number of fields, a quote, or a
    /// figure that is not a few plain digits.
    pub(super) fn read(&self, line: &[u8], found: &mut Fields) -> bool {
        found.figures.clear();
        found.others.clear();
        self.fields(line, found).is_some()
    }

    /// Reads only the names of a line, which are its first fields most often; `None` where a quote stands
    /// before their end or one is missing.
    pub(super) fn names(&self, line: &[u8], found: &mut Fields) -> Option<()> {
        let last = self.fields.iter().rposition(|field| matches!(field, Field::Entity | Field::Period))?;
        let mut rest = line;
        for field in self.fields.get(..=last)? {
            let end = rest.iter().position(|byte| *byte == self.delimiter).unwrap_or(rest.len());
            let (text, after) = rest.split_at_checked(end)?;
            let start = line.len() - rest.len();
            match field {
                Field::Entity => found.entity = start..start + text.len(),
                Field::Period => found.period = start..start + text.len(),
                _ => {}
            }
            if text.contains(&b'"') {
                return None;
            }
            rest = after.get(1..).unwrap_or_default();
        }
        Some(())
    }

    fn fields(&self, line: &[u8], found: &mut Fields) -> Option<()> {
        let mut rest = line;
        let (last, fields) = self.fields.split_last()?;
        for field in fields {
            rest = self.field(*field, line, rest, found)?;
            rest = rest.split_first().filter(|(byte, _)| **byte == self.delimiter)?.1;
        }
        self.field(*last, line, rest, found)?.is_empty().then_some(())
    }

    /// Reads the field that the rest of a line starts with, up to its delimiter.
    fn field<'l>(&self, field: Field, line: &[u8], rest: &'l [u8], found: &mut Fields) -> Option<&'l [u8]> {
        if field == Field::Figure {
            let (value, rest) = digits(rest)?;
            found.figures.push(value);
            return Some(rest);
        }
        let end = rest.iter().position(|byte| *byte == self.delimiter).unwrap_or(rest.len());
        let (text, after) = rest.split_at_checked(end)?;
        let start = line.len() - rest.len();
        let range = start..start + text.len();
        match field {
            Field::Entity => found.entity = range,
            Field::Period => found.period = range,
            _ if text.iter().all(u8::is_ascii_digit) => {}
            _ => found.others.push(range),
        }
        (!text.contains(&b'"')).then_some(after)
    }
}

/// The value of the digits at the start, and what follows them.
fn digits(text: &[u8]) -> Option<(i64, &[u8])> {
    let mut value = 0_i64;
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 || text.len() - rest.len() >= MAX_DIGITS {
            break;
        }
        value = value * 10 + i64::from(digit);
        rest = after;
    }
    (rest.len() < text.len()).then_some((value, rest))
}
