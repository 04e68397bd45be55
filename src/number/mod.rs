//! Figures as numbers: exact decimals, the intervals that rounded ones stand for, and the reading
//! of printed text. Nothing here knows of tables or forms.

mod decimal;
mod interval;
mod reading;

pub use decimal::{Decimal, Overflow};
pub use interval::Interval;
pub use reading::{Number, NumberError, Reading, Seeming, Unit, looks_numeric, means_zero_or_nothing, read, seeming};
pub(crate) use reading::{is_blank, is_chinese, is_invisible, without_marks};
