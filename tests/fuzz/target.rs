//! What is tried on an input, and what must hold whatever the input is. How inputs are made is not
//! known here; the seeded tests and the coverage-guided program share this file.

use std::path::Path;
use std::sync::LazyLock;

use disclose_check::forms::Catalogue;
use disclose_check::limits::Limits;
use disclose_check::message::Lang;
use disclose_check::number::{Reading, Unit};
use disclose_check::render::{Format, Settings, Verbosity};
use disclose_check::{Checker, Input, Outcome, claims, number, read, render, rules};

const UNITS: [Unit; 5] = [Unit::Count, Unit::Change, Unit::Share, Unit::Rate, Unit::Amount];
const MEASURES: [Option<&str>; 4] = [None, Some("件"), Some("万元"), Some("亿亿元")];
const FORMATS: [Format; 10] = [
    Format::Text,
    Format::Json,
    Format::Ndjson,
    Format::Sarif,
    Format::Junit,
    Format::Github,
    Format::Gitlab,
    Format::Markdown,
    Format::Html,
    Format::Csv,
];

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Catalogue::builtin()).coverage(true));

/// Reads a file; `name` tells its type. A document has its places within itself.
pub(crate) fn reader(name: &str, bytes: &[u8]) {
    let Ok(document) = read::read_bytes(name, bytes, &Limits::DEFAULT) else { return };
    assert!(!document.tables.is_empty() || !document.paragraphs.is_empty(), "a document of nothing");
    let cells = document.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let places = cells.map(|cell| &cell.place).chain(document.paragraphs.iter().map(|one| &one.place));
    for place in places {
        assert!(place.line > 0 && place.column > 0 && place.row > 0, "numbers of places start at 1: {place:?}");
        assert!(document.text.get(place.span.clone()).is_some(), "a place outside of the text: {place:?}");
    }
}

/// Reads, checks and tells a file in every format.
pub(crate) fn pipeline(path: &Path) {
    let outcome = CHECKER.check(&[Input::path(path)], Some(1));
    assert!(!outcome.reports.is_empty() || !outcome.problems.is_empty(), "neither findings nor a problem");
    tell(&outcome);
}

fn tell(outcome: &Outcome) {
    for lang in [Lang::Zh, Lang::En] {
        let settings = Settings { lang, color: false, verbosity: Verbosity::Verbose, width: None, top: None };
        let told = |format| {
            let mut out = Vec::new();
            render::render(format, outcome, &settings, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        for format in FORMATS {
            let out = told(format);
            assert!(!out.contains('\x1b'), "an escape sequence in {format:?}");
            if matches!(format, Format::Json | Format::Sarif | Format::Gitlab) {
                serde_json::from_str::<serde_json::Value>(&out).unwrap();
            }
        }
        render::problems(outcome, &settings, &mut std::io::sink()).unwrap();
    }
}

/// Reads a figure as each unit. What is read is what the unit allows, and reads the same again.
pub(crate) fn figure(text: &str) {
    let sign = number::means_zero_or_nothing(text);
    assert!(!(sign && number::looks_numeric(text)), "a sign for nothing is no figure");
    for unit in UNITS {
        for measure in MEASURES {
            let Ok(Reading::Number(number)) = number::read(text, unit, measure) else { continue };
            let value = number.value();
            let signed = matches!(unit, Unit::Change | Unit::Rate);
            assert!(signed || !value.is_negative(), "{value} is no {unit:?}");
            assert!(unit != Unit::Share || value <= number::Decimal::HUNDRED, "{value} is no share");
            let whole = matches!(unit, Unit::Count | Unit::Change);
            assert!(!whole || value.to_integer().is_some(), "{value} is no whole number");
            if value.exponent() <= 0 {
                let again = number::read(&value.to_string(), unit, None);
                assert_eq!(again, Ok(Reading::Number(number)), "{value}");
            }
        }
    }
}

/// Parses a rule, on its own and as a rule of a form. A mistake has its place in the text.
pub(crate) fn rule(text: &str) {
    if let Err(error) = rules::parse(text) {
        assert!(error.span.start <= error.span.end && error.span.end <= text.len(), "{error:?}");
    }
    let toml = toml::Value::String(text.to_owned()).to_string();
    form(&format!("{OWN_FORM}check = {toml}\n"));
}

/// Compiles a form file.
pub(crate) fn form(text: &str) {
    let mut catalogue = Catalogue::builtin();
    if catalogue.add_text("own.toml", text).is_ok() {
        catalogue.forms_of(disclose_check::forms::Families::ALL).unwrap();
    }
}

/// Reads and relates the figures of prose. Every figure has its place in the text.
pub(crate) fn prose(text: &str) {
    let Ok(document) = read::read_bytes("report.txt", text.as_bytes(), &Limits::DEFAULT) else { return };
    let prose = claims::read(&document.text, &document.paragraphs);
    for quantity in &prose.quantities {
        assert_eq!(document.text.get(quantity.place.span.clone()), Some(&*quantity.text), "{quantity:?}");
    }
    tell(&CHECKER.check(&[Input::text("report.txt", text)], Some(1)));
}

/// A form whose last rule lacks its expression.
const OWN_FORM: &str = "\
family = \"own\"
title = { zh = \"甲\", en = \"own\" }
basis = { zh = \"甲\", en = \"own\" }
[[form]]
id = \"list\"
title = { zh = \"甲\", en = \"own\" }
columns = [
  { id = \"count\", label = \"数\", en = \"count\", unit = \"count\" },
  { id = \"share\", label = \"占比\", en = \"share\", unit = \"share\" },
]
rows = [
  { id = \"all\", label = \"全部\", en = \"all\" },
  { id = \"total\", label = \"总数\", en = \"total\" },
  { id = \"total.a\", label = \"子项\", en = \"a\" },
  { id = \"total.b\", label = \"丑项\", en = \"b\" },
]
[[form.rule]]
id = \"own\"
title = { zh = \"甲\", en = \"own\" }
why = { zh = \"甲\", en = \"own\" }
hint = { zh = \"甲\", en = \"own\" }
";
