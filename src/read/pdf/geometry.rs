//! Places on a page: points from the top left as a reader sees it, and the lines that a path draws.

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
    /// The number of the run that it is in: of characters drawn one behind the other.
    pub(super) run: usize,
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
    /// Bytes of their texts: a font may give one code a long one.
    pub(super) bytes: usize,
    pub(super) rules: Vec<Rule>,
    /// How many characters were left out because they run in another direction.
    pub(super) turned: Vec<(Direction, usize)>,
}

/// Where a text runs that is not level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
    Backwards,
}

impl Direction {
    /// The direction of a step, `None` where it is level or runs along no edge of the page.
    pub(super) fn of((x, y): (f64, f64)) -> Option<Self> {
        let along = |one: f64, other: f64| other.abs() <= 0.1 * one.abs();
        if along(y, x) {
            return Some(if y < 0.0 { Self::Up } else { Self::Down });
        }
        (along(x, y) && x < 0.0).then_some(Self::Backwards)
    }

    /// Turns the page so that the text is level.
    pub(super) fn to_level(self) -> Matrix {
        match self {
            Self::Up => Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
            Self::Down => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
            Self::Backwards => Matrix([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
        }
    }
}

impl Page {
    /// Counts a character that runs in another direction.
    pub(super) fn leave_out(&mut self, direction: Direction) {
        match self.turned.iter_mut().find(|(known, _)| *known == direction) {
            Some((_, count)) => *count += 1,
            None => self.turned.push((direction, 1)),
        }
    }

    /// The direction of most characters, where that is not level.
    pub(super) fn direction(&self) -> Option<Direction> {
        let most = self.turned.iter().max_by_key(|(_, count)| *count)?;
        (most.1 > self.glyphs.len()).then_some(most.0)
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix(pub(super) [f64; 6]);

#[expect(clippy::many_single_char_names, reason = "the numbers of a matrix have no other names")]
impl Matrix {
    pub(super) const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        let (Self([a, b, c, d, e, f]), Self([g, h, i, j, k, l])) = (self, next);
        Self([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    pub(super) fn point(self, x: f64, y: f64) -> (f64, f64) {
        let Self([a, b, c, d, e, f]) = self;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

impl Matrix {
    /// A step in the coordinates that the matrix is of.
    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }
}

/// A path under way: its straight pieces, and where the pen is and began.
#[derive(Default)]
pub(super) struct Pen {
    pieces: Vec<[(f64, f64); 2]>,
    boxes: Vec<[(f64, f64); 2]>,
    pub(super) at: (f64, f64),
    start: (f64, f64),
}

impl Pen {
    /// Back to where the path began.
    pub(super) fn close(&mut self) {
        self.line_to(self.start);
    }

    /// A box by two of its corners.
    pub(super) fn rectangle(&mut self, one: (f64, f64), other: (f64, f64)) {
        self.boxes.push([one, other]);
    }

    pub(super) fn move_to(&mut self, point: (f64, f64)) {
        (self.at, self.start) = (point, point);
    }

    pub(super) fn line_to(&mut self, point: (f64, f64)) {
        self.pieces.push([self.at, point]);
        self.at = point;
    }

    /// Lines that were drawn, and the edges of boxes.
    pub(super) fn stroked(&self) -> Vec<Rule> {
        let edges = self.boxes.iter().flat_map(|[(left, top), (right, bottom)]| {
            let corners = [(*left, *top), (*right, *top), (*right, *bottom), (*left, *bottom)];
            let [one, two, three, four] = corners;
            [[one, two], [two, three], [three, four], [four, one]]
        });
        self.pieces.iter().copied().chain(edges).filter_map(|[from, to]| rule(from, to)).collect()
    }

    /// Areas so thin that they are lines.
    pub(super) fn filled(&self) -> Vec<Rule> {
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
    let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn level(at: f64, from: f64, to: f64) -> Rule {
        Rule { is_level: true, at, from, to }
    }

    #[test]
    fn lines_and_thin_areas_are_rules() {
        let mut pen = Pen::default();
        pen.move_to((10.0, 5.0));
        pen.line_to((0.0, 5.2));
        pen.line_to((3.0, 9.0));
        assert_eq!(pen.stroked(), [level(5.0, 0.0, 10.0)]);
        let mut pen = Pen::default();
        pen.rectangle((0.0, 0.0), (50.0, 1.0));
        pen.rectangle((0.0, 0.0), (50.0, 20.0));
        assert_eq!(pen.filled(), [level(0.5, 0.0, 50.0)]);
        assert_eq!(pen.stroked().len(), 8);
    }

    #[test]
    fn what_most_characters_say_is_the_direction() {
        let mut page = Page::default();
        assert_eq!(page.direction(), None);
        for step in [(0.0, -5.0), (0.1, -5.0), (0.0, 5.0), (-5.0, 0.0)] {
            page.leave_out(Direction::of(step).unwrap());
        }
        assert_eq!(page.turned, [(Direction::Up, 2), (Direction::Down, 1), (Direction::Backwards, 1)]);
        assert_eq!(page.direction(), Some(Direction::Up));
        assert_eq!([Direction::of((5.0, 0.0)), Direction::of((5.0, 5.0))], [None, None]);
        for (direction, step) in
            [(Direction::Up, (0.0, -5.0)), (Direction::Down, (0.0, 5.0)), (Direction::Backwards, (-5.0, 0.0))]
        {
            assert_eq!(direction.to_level().point(step.0, step.1), (5.0, 0.0), "{direction:?}");
        }
    }

    #[test]
    fn a_step_is_taken_in_its_own_coordinates() {
        let turned = Matrix([0.0, 2.0, -2.0, 0.0, 10.0, 10.0]);
        assert_eq!(turned.moved(3.0, 0.0).point(0.0, 0.0), (10.0, 16.0));
    }
}
