//! The content of a page to characters and ruled lines with their places, in points from the top
//! left as a reader sees the page. Nothing is put together here.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::damaged;
use super::font::{Font, real};
use super::load::{MAX_PAGE, told};
use crate::problem::{Limit, ProblemKind};
use crate::read::limits::{MAX_ELEMENTS, MAX_TEXT, within};

/// Forms inside one another.
const MAX_FORMS: usize = 8;
/// Entries of the tables of all fonts.
const MAX_FONT_ENTRIES: usize = 4 * 1024 * 1024;
/// Saved states inside one another.
const MAX_STATES: usize = 256;
/// A filled rectangle that is thinner is a line.
const THIN: f64 = 3.0;

/// A character.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// Where it starts and ends from the left.
    pub(super) left: f64,
    pub(super) right: f64,
    /// Where it stands from the top.
    pub(super) base: f64,
    pub(super) size: f64,
}

/// A straight line that runs along an edge of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) is_level: bool,
    /// From the top where it is level, else from the left.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
}

/// What reading all pages takes.
#[derive(Default)]
pub(super) struct Work {
    fonts: BTreeMap<ObjectId, Rc<Font>>,
    font_entries: usize,
    operations: usize,
    content: usize,
}

/// Reads a page.
///
/// # Errors
/// Damage and the limits.
pub(super) fn read(file: &Document, id: ObjectId, work: &mut Work) -> Result<Page, ProblemKind> {
    let content = file.get_page_content_with_limit(id, MAX_PAGE).map_err(told)?;
    let frame = frame(file, id);
    let mut reader = Reader { file, work, page: Page::default(), depth: 0 };
    reader.run(&content, &resources(file, id), State::new(frame))?;
    Ok(reader.page)
}

/// The dictionaries in which names of a page are looked up, the nearest first.
fn resources(file: &Document, id: ObjectId) -> Vec<&Dictionary> {
    let Ok((own, others)) = file.get_page_resources(id) else { return Vec::new() };
    own.into_iter().chain(others.into_iter().filter_map(|id| file.get_dictionary(id).ok())).collect()
}

/// A value that pages inherit.
fn inherited<'f>(file: &'f Document, id: ObjectId, key: &[u8]) -> Option<&'f Object> {
    let mut page = file.get_dictionary(id).ok()?;
    for _ in 0..MAX_STATES {
        if let Ok(found) = page.get_deref(key, file) {
            return Some(found);
        }
        page = page.get_deref(b"Parent", file).and_then(Object::as_dict).ok()?;
    }
    None
}

/// From the coordinates of the page to those of a reader: turned as the page is, counted downwards.
fn frame(file: &Document, id: ObjectId) -> Matrix {
    let numbers = inherited(file, id, b"MediaBox").and_then(|media| media.as_array().ok());
    let numbers: Vec<f64> = numbers.into_iter().flatten().filter_map(|number| real(number, file)).collect();
    let [left, bottom, right, top] = numbers.try_into().unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let turn = inherited(file, id, b"Rotate").and_then(|turn| turn.as_i64().ok()).unwrap_or(0);
    match turn.rem_euclid(360) {
        90 => Matrix([0.0, 1.0, 1.0, 0.0, -bottom, -left]),
        180 => Matrix([-1.0, 0.0, 0.0, 1.0, right, -bottom]),
        270 => Matrix([0.0, -1.0, -1.0, 0.0, top, right]),
        _ => Matrix([1.0, 0.0, 0.0, -1.0, -left, top]),
    }
}

#[derive(Debug, Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `self`, then `next`.
    fn then(self, next: Self) -> Self {
        let (Self([a, b, c, d, e, f]), Self([g, h, i, j, k, l])) = (self, next);
        Self([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    fn point(self, x: f64, y: f64) -> (f64, f64) {
        let Self([a, b, c, d, e, f]) = self;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

#[derive(Clone)]
struct State {
    to_page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    is_seen: bool,
}

impl State {
    fn new(to_page: Matrix) -> Self {
        Self {
            to_page,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_seen: true,
        }
    }
}

struct Reader<'f, 'w> {
    file: &'f Document,
    work: &'w mut Work,
    page: Page,
    depth: usize,
}

/// A path under way: its straight pieces, and where the pen is and began.
#[derive(Default)]
struct Pen {
    pieces: Vec<[(f64, f64); 2]>,
    boxes: Vec<[(f64, f64); 2]>,
    at: (f64, f64),
    start: (f64, f64),
}

impl Reader<'_, '_> {
    fn run(&mut self, content: &[u8], resources: &[&Dictionary], start: State) -> Result<(), ProblemKind> {
        self.work.content += content.len();
        within(Limit::Text, self.work.content, MAX_TEXT)?;
        let (mut state, mut saved) = (start, Vec::new());
        let (mut line, mut text) = (Matrix::SAME, Matrix::SAME);
        let mut pen = Pen::default();
        // Lenient decoding would leave out the rest of the page without a word.
        let content = Content::decode_strict(content).map_err(|_| damaged(&"a page breaks off"))?;
        for Operation { operator, operands } in &content.operations {
            self.work.operations += 1;
            within(Limit::Elements, self.work.operations, MAX_ELEMENTS)?;
            let number = |index: usize| operands.get(index).and_then(|one| real(one, self.file)).unwrap_or(0.0);
            let six = || Matrix([number(0), number(1), number(2), number(3), number(4), number(5)]);
            match operator.as_str() {
                "q" if saved.len() < MAX_STATES => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.to_page = six().then(state.to_page),
                "BT" => (line, text) = (Matrix::SAME, Matrix::SAME),
                "Tc" => state.char_space = number(0),
                "Tw" => state.word_space = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Ts" => state.rise = number(0),
                // What is drawn invisibly lies behind a scan; what a scan says is not certain.
                "Tr" => state.is_seen = !matches!(operands.first(), Some(Object::Integer(3 | 7))),
                "Tf" => {
                    state.size = number(1);
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    state.font = self.font(name, resources)?;
                }
                "Td" | "TD" => {
                    if operator == "TD" {
                        state.leading = -number(1);
                    }
                    line = Matrix([1.0, 0.0, 0.0, 1.0, number(0), number(1)]).then(line);
                    text = line;
                }
                "Tm" => (line, text) = (six(), six()),
                "T*" | "'" | "\"" => {
                    if operator == "\"" {
                        (state.word_space, state.char_space) = (number(0), number(1));
                    }
                    line = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading]).then(line);
                    text = line;
                    if let Some(Object::String(bytes, _)) = operands.last() {
                        self.show(bytes, &state, &mut text)?;
                    }
                }
                "Tj" => {
                    if let Some(Object::String(bytes, _)) = operands.first() {
                        self.show(bytes, &state, &mut text)?;
                    }
                }
                "TJ" => {
                    for part in operands.first().and_then(|parts| parts.as_array().ok()).into_iter().flatten() {
                        if let Object::String(bytes, _) = part {
                            self.show(bytes, &state, &mut text)?;
                        } else if let Some(back) = real(part, self.file) {
                            let step = -back / 1000.0 * state.size * state.stretch;
                            text = Matrix([1.0, 0.0, 0.0, 1.0, step, 0.0]).then(text);
                        }
                    }
                }
                "m" => pen.move_to(state.to_page.point(number(0), number(1))),
                "l" => pen.line_to(state.to_page.point(number(0), number(1))),
                "c" => pen.at = state.to_page.point(number(4), number(5)),
                "v" | "y" => pen.at = state.to_page.point(number(2), number(3)),
                "h" => pen.line_to(pen.start),
                "re" => {
                    let (x, y) = (number(0), number(1));
                    let far = state.to_page.point(x + number(2), y + number(3));
                    pen.boxes.push([state.to_page.point(x, y), far]);
                }
                "S" | "s" | "B" | "B*" | "b" | "b*" => {
                    if operator.starts_with(['s', 'b']) {
                        pen.line_to(pen.start);
                    }
                    self.page.rules.extend(pen.stroked());
                    pen = Pen::default();
                }
                "f" | "F" | "f*" => {
                    self.page.rules.extend(pen.filled());
                    pen = Pen::default();
                }
                "n" => pen = Pen::default(),
                "Do" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    self.form(name, resources, &state)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Draws a form: a piece of content under a name.
    fn form(&mut self, name: &[u8], resources: &[&Dictionary], state: &State) -> Result<(), ProblemKind> {
        let file = self.file;
        let forms = resources.iter().filter_map(|one| one.get_deref(b"XObject", file).and_then(Object::as_dict).ok());
        let mut found = forms.filter_map(|forms| forms.get_deref(name, file).and_then(Object::as_stream).ok());
        // Pictures were left out when the file was opened.
        let Some(form) = found.next() else { return Ok(()) };
        if self.depth == MAX_FORMS {
            return Err(ProblemKind::OverLimit(Limit::Depth, 8));
        }
        let numbers = form.dict.get_deref(b"Matrix", file).and_then(Object::as_array).ok();
        let numbers: Vec<f64> = numbers.into_iter().flatten().filter_map(|number| real(number, file)).collect();
        let own = numbers.try_into().map_or(Matrix::SAME, Matrix);
        let inner = State { to_page: own.then(state.to_page), ..state.clone() };
        let content = form.get_plain_content_with_limit(MAX_PAGE).map_err(told)?;
        let resource = form.dict.get_deref(b"Resources", file).and_then(Object::as_dict);
        let nearer: Vec<&Dictionary> = resource.ok().into_iter().chain(resources.iter().copied()).take(64).collect();
        self.depth += 1;
        let outcome = self.run(&content, &nearer, inner);
        self.depth -= 1;
        outcome
    }

    fn font(&mut self, name: &[u8], resources: &[&Dictionary]) -> Result<Option<Rc<Font>>, ProblemKind> {
        let file = self.file;
        let fonts = resources.iter().filter_map(|one| one.get_deref(b"Font", file).and_then(Object::as_dict).ok());
        let Some(entry) = fonts.filter_map(|fonts| fonts.get(name).ok()).next() else { return Ok(None) };
        let id = entry.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.work.fonts.get(&id)) {
            return Ok(Some(Rc::clone(known)));
        }
        let Ok((_, Object::Dictionary(found))) = file.dereference(entry) else { return Ok(None) };
        let font = Rc::new(Font::of(found, file));
        self.work.font_entries += font.size() + 256;
        within(Limit::Elements, self.work.font_entries, MAX_FONT_ENTRIES)?;
        if let Some(id) = id {
            self.work.fonts.insert(id, Rc::clone(&font));
        }
        Ok(Some(font))
    }

    /// Shows a text and moves on by its width.
    fn show(&mut self, bytes: &[u8], state: &State, text: &mut Matrix) -> Result<(), ProblemKind> {
        let Some(font) = &state.font else { return Ok(()) };
        for glyph in font.glyphs(bytes) {
            let to_page = text.then(state.to_page);
            let width = glyph.width * state.size * state.stretch;
            let (left, base) = to_page.point(0.0, state.rise);
            let (right, end) = to_page.point(width, state.rise);
            let (_, above) = to_page.point(0.0, state.rise + state.size);
            let size = (base - above).abs();
            let is_level = (end - base).abs() <= 0.1 * (right - left).abs() && right >= left;
            if let Some(shown) = glyph.text.filter(|_| state.is_seen && is_level && size > 0.1) {
                within(Limit::Elements, self.page.glyphs.len() + 1, MAX_ELEMENTS)?;
                self.page.glyphs.push(Glyph { text: shown, left, right, base, size });
            }
            let space = if glyph.is_space { state.word_space } else { 0.0 };
            let step = width + (state.char_space + space) * state.stretch;
            *text = Matrix([1.0, 0.0, 0.0, 1.0, step, 0.0]).then(*text);
        }
        Ok(())
    }
}

impl Pen {
    fn move_to(&mut self, point: (f64, f64)) {
        (self.at, self.start) = (point, point);
    }

    fn line_to(&mut self, point: (f64, f64)) {
        self.pieces.push([self.at, point]);
        self.at = point;
    }

    /// Lines that were drawn, and the edges of boxes.
    fn stroked(&self) -> Vec<Rule> {
        let edges = self.boxes.iter().flat_map(|[(left, top), (right, bottom)]| {
            let corners = [(*left, *top), (*right, *top), (*right, *bottom), (*left, *bottom)];
            let [one, two, three, four] = corners;
            [[one, two], [two, three], [three, four], [four, one]]
        });
        self.pieces.iter().copied().chain(edges).filter_map(|[from, to]| rule(from, to)).collect()
    }

    /// Areas so thin that they are lines.
    fn filled(&self) -> Vec<Rule> {
        let mut areas = self.boxes.clone();
        let points = || self.pieces.iter().flatten().copied();
        if (3..=5).contains(&self.pieces.len()) {
            let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
            for (x, y) in points() {
                low = (low.0.min(x), low.1.min(y));
                high = (high.0.max(x), high.1.max(y));
            }
            areas.push([low, high]);
        }
        areas.into_iter().filter_map(|[from, to]| thin(from, to)).collect()
    }
}

/// The middle of a thin area.
fn thin(from: (f64, f64), to: (f64, f64)) -> Option<Rule> {
    let (width, height) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
    let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    if height <= THIN && width > height {
        rule((from.0, middle.1), (to.0, middle.1))
    } else if width <= THIN {
        rule((middle.0, from.1), (middle.0, to.1))
    } else {
        None
    }
}

/// A line that is level or upright.
fn rule(from: (f64, f64), to: (f64, f64)) -> Option<Rule> {
    let (width, height) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
    if height <= 0.5 && width > 0.5 {
        Some(Rule { is_level: true, at: from.1, from: from.0.min(to.0), to: from.0.max(to.0) })
    } else if width <= 0.5 && height > 0.5 {
        Some(Rule { is_level: false, at: from.0, from: from.1.min(to.1), to: from.1.max(to.1) })
    } else {
        None
    }
}
