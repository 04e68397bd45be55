//! What the contract says of a place in a file.

use serde::Serialize;

use crate::document::{Place, Within};

/// Where something stands.
#[derive(Serialize)]
pub(super) struct Location<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    cell: String,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<usize>,
}

impl<'a> Location<'a> {
    pub(super) fn of(file: &'a str, place: &'a Place, text: &'a str) -> Self {
        let table = if let Within::Table(at) | Within::Markup(at) = place.within { Some(at) } else { None };
        Self {
            file,
            line: place.line,
            column: place.column,
            cell: if table.is_some() { place.cell() } else { place.cell_name() },
            text,
            sheet: if let Within::Sheet(name) = &place.within { Some(name) } else { None },
            table,
            page: if let Within::Page(at) = place.within { Some(at) } else { None },
            paragraph: if let Within::Paragraph(at) = place.within { Some(at) } else { None },
        }
    }
}
