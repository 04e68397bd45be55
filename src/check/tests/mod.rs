//! Checks against slow evaluators that share nothing with them but the words of the rules, over forms and
//! reports made here.

mod breakdowns;
mod rules;

use std::fmt::Write;
use std::sync::Arc;

use num_rational::BigRational;

use super::{Context, check};
use crate::document::{Place, Within};
use crate::finding::Check;
use crate::forms::{Catalogue, Form};
use crate::number::{Decimal, Number, Reading};
use crate::report::{Content, Figure, FormTable, Report};

/// Rows of the forms: `f0` to `f4`, of which `f0` has the parts `f0.a` and `f0.b`.
const ROWS: [&str; 7] = ["f0", "f0.a", "f0.b", "f1", "f2", "f3", "f4"];

/// A printed figure: units of a power of ten, rounded or not. `None` is a blank.
#[derive(Debug, Clone, Copy)]
struct Printed {
    mantissa: i128,
    places: u32,
    rounded: bool,
}

impl Printed {
    fn value(self, moved: &BigRational) -> BigRational {
        let scale = BigRational::from_integer(10_i128.pow(self.places).into());
        (BigRational::from_integer(self.mantissa.into()) + moved) / scale
    }

    fn decimal(self) -> Decimal {
        Decimal::new(self.mantissa, -i32::try_from(self.places).unwrap())
    }
}

fn half() -> BigRational {
    BigRational::new(1.into(), 2.into())
}

fn zero() -> BigRational {
    BigRational::from_integer(0.into())
}

/// A form of one rule over these rows.
fn form(catalogue: &mut Catalogue, units: &[(&str, &str)], rule: &str) -> Arc<Form> {
    let mut text = String::from(
        "family = \"oracle\"\ntitle = { zh = \"甲\", en = \"a\" }\nbasis = { zh = \"甲\", en = \"a\" }\n\
         [[form]]\nid = \"list\"\ntitle = { zh = \"甲\", en = \"a\" }\npanel = \"count\"\ncolumns = [\n",
    );
    for (id, unit) in units {
        writeln!(text, "  {{ id = \"{id}\", label = \"{id}列\", en = \"{id}\", unit = \"{unit}\" }},").unwrap();
    }
    text.push_str("]\nrows = [\n");
    for row in ROWS {
        writeln!(text, "  {{ id = \"{row}\", label = \"{row}行\", en = \"{row}\" }},").unwrap();
    }
    writeln!(text, "]\n{rule}").unwrap();
    catalogue.add_text("oracle.toml", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    catalogue.form("oracle/list").unwrap().unwrap()
}

fn report(form: &Arc<Form>, cells: &[Vec<Option<Printed>>]) -> Report {
    let mut table = FormTable::new(Arc::clone(form));
    for (row, cells) in cells.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (content, text) = match cell {
                None => (Content::Read(Reading::Blank), String::new()),
                Some(printed) => {
                    let value = printed.decimal();
                    let number = if printed.rounded { Number::rounded(value) } else { Number::exact(value) };
                    (Content::Read(Reading::Number(number)), value.to_string())
                }
            };
            let place = Place { line: row + 1, column: column + 1, row: row + 1, span: 0..0, within: Within::File };
            table.put(row, column, Figure::new(content, &text, place)).unwrap();
        }
    }
    Report { tables: vec![table], ..Report::empty("example".into(), "".into()) }
}

fn checked(report: &Report) -> Vec<Check> {
    let (checks, problems) = check(report, &Context::default());
    assert_eq!(problems, []);
    checks
}
