//! A page: where its content and its fonts are, and how its coordinates become those of a reader.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::content;
use super::font::{FONT_ENTRIES, Font, real};
use super::geometry::{Matrix, Page};
use super::load::told;
use crate::limits::{Exceeded, Limit, Limits};
use crate::problem::ProblemKind;

/// What reading all pages takes.
pub(super) struct Work {
    pub(super) limits: Limits,
    fonts: BTreeMap<ObjectId, Rc<Font>>,
    font_entries: usize,
    operations: usize,
    content: usize,
}

impl Work {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { limits: *limits, fonts: BTreeMap::new(), font_entries: 0, operations: 0, content: 0 }
    }

    /// Content that is about to be drawn.
    pub(super) fn content(&mut self, bytes: usize) -> Result<(), Exceeded> {
        self.content += bytes;
        self.limits.within(Limit::Text, self.content)
    }

    /// An operation that is about to be done.
    pub(super) fn operation(&mut self) -> Result<(), Exceeded> {
        self.operations += 1;
        self.limits.within(Limit::Elements, self.operations)
    }

    /// The font of an entry, read once where the entry points to it.
    pub(super) fn font(&mut self, entry: &Object, file: &Document) -> Result<Option<Rc<Font>>, Exceeded> {
        let id = entry.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Ok(Some(Rc::clone(known)));
        }
        let Ok((_, Object::Dictionary(found))) = file.dereference(entry) else { return Ok(None) };
        let font = Rc::new(Font::of(found, file, &self.limits)?);
        self.font_entries += font.size() + 256;
        self.limits.within(Limit::Elements, self.font_entries / FONT_ENTRIES)?;
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Ok(Some(font))
    }
}

/// Reads a page.
///
/// # Errors
/// Damage and the limits.
pub(super) fn read(file: &Document, id: ObjectId, work: &mut Work) -> Result<Page, ProblemKind> {
    let content = file.get_page_content_with_limit(id, work.limits.size(Limit::Page));
    let content = content.map_err(|error| told(error, work.limits.exceeded(Limit::Page)))?;
    let frame = frame(file, id, &work.limits)?;
    let resources = resources(file, id);
    let page = content::draw(file, work, &content, &resources, frame)?;
    // A wide table may stand on its side.
    match page.direction() {
        Some(direction) => content::draw(file, work, &content, &resources, frame.then(direction.to_level())),
        None => Ok(page),
    }
}

/// The dictionaries in which names of a page are looked up, the nearest first.
fn resources(file: &Document, id: ObjectId) -> Vec<&Dictionary> {
    let Ok((own, others)) = file.get_page_resources(id) else { return Vec::new() };
    own.into_iter().chain(others.into_iter().filter_map(|id| file.get_dictionary(id).ok())).collect()
}

/// A value that pages inherit.
fn inherited<'f>(
    file: &'f Document,
    id: ObjectId,
    key: &[u8],
    limits: &Limits,
) -> Result<Option<&'f Object>, Exceeded> {
    let mut page = file.get_dictionary(id);
    for _ in 0..limits.size(Limit::Depth) {
        let Ok(here) = page else { return Ok(None) };
        if let Ok(found) = here.get_deref(key, file) {
            return Ok(Some(found));
        }
        page = here.get_deref(b"Parent", file).and_then(Object::as_dict);
    }
    Err(limits.exceeded(Limit::Depth))
}

/// From the coordinates of the page to those of a reader: turned as the page is, counted downwards.
fn frame(file: &Document, id: ObjectId, limits: &Limits) -> Result<Matrix, Exceeded> {
    let numbers = inherited(file, id, b"MediaBox", limits)?.and_then(|media| media.as_array().ok());
    let numbers: Vec<f64> = numbers.into_iter().flatten().filter_map(|number| real(number, file)).collect();
    let [left, bottom, right, top] = numbers.try_into().unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let turn = inherited(file, id, b"Rotate", limits)?.and_then(|turn| turn.as_i64().ok()).unwrap_or(0);
    Ok(match turn.rem_euclid(360) {
        90 => Matrix([0.0, 1.0, 1.0, 0.0, -bottom, -left]),
        180 => Matrix([-1.0, 0.0, 0.0, 1.0, right, -bottom]),
        270 => Matrix([0.0, -1.0, -1.0, 0.0, top, right]),
        _ => Matrix([1.0, 0.0, 0.0, -1.0, -left, top]),
    })
}
