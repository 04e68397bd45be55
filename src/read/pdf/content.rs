//! The content of a page: what its operations show, with the place of each character and line.
//! Nothing is put together here.

use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object};

use super::damaged;
use super::font::{Font, real};
use super::geometry::{Direction, Glyph, Matrix, Page, Pen};
use super::load::told;
use super::page::Work;
use super::runs;
use crate::limits::{Exceeded, Limit};
use crate::problem::ProblemKind;

/// Draws content; names are looked up in the resources, the nearest first.
///
/// # Errors
/// Damage and the limits.
pub(super) fn draw(
    file: &Document,
    work: &mut Work,
    content: &[u8],
    resources: &[&Dictionary],
    frame: Matrix,
) -> Result<Page, ProblemKind> {
    let mut canvas = Canvas { file, work, page: Page::default(), depth: 0 };
    canvas.run(content, resources, State::new(frame))?;
    Ok(canvas.page)
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
    /// Where the line under way starts, and where the next character goes.
    line: Matrix,
    text: Matrix,
}

impl State {
    /// Goes to the start of another line.
    fn next_line(&mut self, x: f64, y: f64) {
        self.line = self.line.moved(x, y);
        self.text = self.line;
    }

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
            line: Matrix::SAME,
            text: Matrix::SAME,
        }
    }
}

struct Canvas<'f, 'w> {
    file: &'f Document,
    work: &'w mut Work,
    page: Page,
    depth: usize,
}

/// The operands of an operation.
struct Operands<'f, 'o> {
    file: &'f Document,
    list: &'o [Object],
}

impl<'o> Operands<'_, 'o> {
    fn number(&self, index: usize) -> f64 {
        self.list.get(index).and_then(|one| real(one, self.file)).unwrap_or(0.0)
    }

    fn matrix(&self) -> Matrix {
        Matrix([0, 1, 2, 3, 4, 5].map(|index| self.number(index)))
    }

    fn name(&self) -> &'o [u8] {
        self.list.first().and_then(|name| name.as_name().ok()).unwrap_or_default()
    }
}

impl Canvas<'_, '_> {
    fn run(&mut self, content: &[u8], resources: &[&Dictionary], start: State) -> Result<(), ProblemKind> {
        self.work.content(content.len())?;
        let (mut state, mut saved, mut pen) = (start, Vec::new(), Pen::default());
        // Lenient decoding would leave out the rest of the page without a word.
        let content = Content::decode_strict(content).map_err(|_| damaged(&"a page breaks off"))?;
        for Operation { operator, operands } in &content.operations {
            self.work.operation()?;
            let operands = Operands { file: self.file, list: operands };
            match operator.as_str() {
                "q" => {
                    self.work.limits.within(Limit::Depth, saved.len() + 1)?;
                    saved.push(state.clone());
                }
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.to_page = operands.matrix().then(state.to_page),
                "Do" => self.form(operands.name(), resources, &state)?,
                "Tf" => {
                    state.size = operands.number(1);
                    state.font = self.font(operands.name(), resources)?;
                }
                operator if self.path(operator, &operands, &state, &mut pen) => {}
                operator => self.text(operator, &operands, &mut state)?,
            }
        }
        Ok(())
    }

    /// Operations that set and show text.
    fn text(&mut self, operator: &str, operands: &Operands<'_, '_>, state: &mut State) -> Result<(), ProblemKind> {
        let number = |index| operands.number(index);
        match operator {
            "BT" => (state.line, state.text) = (Matrix::SAME, Matrix::SAME),
            "Tc" => state.char_space = number(0),
            "Tw" => state.word_space = number(0),
            "Tz" => state.stretch = number(0) / 100.0,
            "TL" => state.leading = number(0),
            "Ts" => state.rise = number(0),
            // What is drawn invisibly lies behind a scan; what a scan says is not certain.
            "Tr" => state.is_seen = !matches!(operands.list.first(), Some(Object::Integer(3 | 7))),
            "Td" => state.next_line(number(0), number(1)),
            "TD" => {
                state.leading = -number(1);
                state.next_line(number(0), number(1));
            }
            "Tm" => (state.line, state.text) = (operands.matrix(), operands.matrix()),
            "T*" => state.next_line(0.0, -state.leading),
            "'" | "\"" => {
                if operator == "\"" {
                    (state.word_space, state.char_space) = (number(0), number(1));
                }
                state.next_line(0.0, -state.leading);
                self.show(operands.list.last(), state)?;
            }
            "Tj" => self.show(operands.list.first(), state)?,
            "TJ" => {
                for part in operands.list.first().and_then(|parts| parts.as_array().ok()).into_iter().flatten() {
                    self.show(Some(part), state)?;
                    let back = real(part, self.file).unwrap_or(0.0);
                    state.text = state.text.moved(-back / 1000.0 * state.size * state.stretch, 0.0);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Operations that draw paths; `false` where it is none.
    fn path(&mut self, operator: &str, operands: &Operands<'_, '_>, state: &State, pen: &mut Pen) -> bool {
        let point = |index| state.to_page.point(operands.number(index), operands.number(index + 1));
        match operator {
            "m" => pen.move_to(point(0)),
            "l" => pen.line_to(point(0)),
            "c" => pen.at = point(4),
            "v" | "y" => pen.at = point(2),
            "h" => pen.close(),
            "re" => {
                let (x, y) = (operands.number(0), operands.number(1));
                let other = state.to_page.point(x + operands.number(2), y + operands.number(3));
                pen.rectangle(point(0), other);
            }
            "S" | "s" | "B" | "B*" | "b" | "b*" => {
                if operator.starts_with(['s', 'b']) {
                    pen.close();
                }
                self.page.rules.extend(std::mem::take(pen).stroked());
            }
            "f" | "F" | "f*" => self.page.rules.extend(std::mem::take(pen).filled()),
            "n" => *pen = Pen::default(),
            _ => return false,
        }
        true
    }

    /// Draws a form: a piece of content under a name.
    fn form(&mut self, name: &[u8], resources: &[&Dictionary], state: &State) -> Result<(), ProblemKind> {
        let file = self.file;
        let forms = resources.iter().filter_map(|one| one.get_deref(b"XObject", file).and_then(Object::as_dict).ok());
        let mut found = forms.filter_map(|forms| forms.get_deref(name, file).and_then(Object::as_stream).ok());
        // Pictures were left out when the file was opened.
        let Some(form) = found.next() else { return Ok(()) };
        let limits = self.work.limits;
        limits.within(Limit::Nested, self.depth + 1)?;
        let numbers = form.dict.get_deref(b"Matrix", file).and_then(Object::as_array).ok();
        let numbers: Vec<f64> = numbers.into_iter().flatten().filter_map(|number| real(number, file)).collect();
        let own = numbers.try_into().map_or(Matrix::SAME, Matrix);
        let inner = State { to_page: own.then(state.to_page), ..state.clone() };
        let content = form.get_plain_content_with_limit(limits.size(Limit::Page));
        let content = content.map_err(|error| told(error, limits.exceeded(Limit::Page)))?;
        let resource = form.dict.get_deref(b"Resources", file).and_then(Object::as_dict);
        let nearer: Vec<&Dictionary> = resource.ok().into_iter().chain(resources.iter().copied()).collect();
        self.depth += 1;
        let outcome = self.run(&content, &nearer, inner);
        self.depth -= 1;
        outcome
    }

    fn font(&mut self, name: &[u8], resources: &[&Dictionary]) -> Result<Option<Rc<Font>>, Exceeded> {
        let file = self.file;
        let mut fonts = resources.iter().filter_map(|one| one.get_deref(b"Font", file).and_then(Object::as_dict).ok());
        match fonts.find_map(|fonts| fonts.get(name).ok()) {
            Some(entry) => self.work.font(entry, file),
            None => Ok(None),
        }
    }

    /// Shows a text and moves on by its width.
    fn show(&mut self, text: Option<&Object>, state: &mut State) -> Result<(), Exceeded> {
        let Some(Object::String(bytes, _)) = text else { return Ok(()) };
        let Some(font) = state.font.clone() else { return Ok(()) };
        for glyph in font.glyphs(bytes) {
            let to_page = state.text.then(state.to_page);
            let width = glyph.width * state.size * state.stretch;
            let (left, base) = to_page.point(0.0, state.rise);
            let (right, end) = to_page.point(width, state.rise);
            let (_, above) = to_page.point(0.0, state.rise + state.size);
            let size = (base - above).abs();
            let is_level = (end - base).abs() <= 0.1 * (right - left).abs() && right >= left;
            let shown = glyph.text.filter(|_| state.is_seen);
            if let Some(direction) = Direction::of((right - left, end - base)).filter(|_| shown.is_some()) {
                self.page.leave_out(direction);
            }
            if let Some(shown) = shown.filter(|_| is_level && size > 0.1) {
                self.work.limits.within(Limit::Elements, self.page.glyphs.len() + 1)?;
                self.page.bytes += shown.len();
                self.work.limits.within(Limit::Text, self.page.bytes)?;
                let run = runs::run_of(self.page.glyphs.last(), (left, base), size);
                self.page.glyphs.push(Glyph { text: shown, left, right, base, size, run });
            }
            let space = if glyph.is_space { state.word_space } else { 0.0 };
            let step = width + (state.char_space + space) * state.stretch;
            state.text = state.text.moved(step, 0.0);
        }
        Ok(())
    }
}
