//! Texts that run into each other on a page, as a long label does that a spreadsheet cuts off where the next cell
//! begins: the cut is none for who reads the text. Whether they are cells is not known here.

use super::geometry::Glyph;

/// How far, in sizes of the font, one character may be from the end of the one before, and how far a run must reach
/// into another one.
const BEHIND: f64 = 0.3;
const INTO: f64 = 0.5;

/// The number of the run that a character is in which is drawn after another one.
pub(super) fn run_of(before: Option<&Glyph>, (left, base): (f64, f64), size: f64) -> usize {
    let Some(before) = before else { return 0 };
    let is_behind = (left - before.right).abs() < BEHIND * size && (base - before.base).abs() < BEHIND * size;
    before.run + usize::from(!is_behind)
}

/// Whether a character is of a run that starts within the text before it.
pub(super) fn starts_within(before: &Glyph, right: f64, glyph: &Glyph) -> bool {
    before.run != glyph.run && right - glyph.left > INTO * glyph.size
}

/// Puts runs that reach into each other one behind the other; `glyphs` are those of a line from the left.
pub(super) fn untangle(glyphs: &mut [Glyph]) {
    // By run: where it starts and ends.
    let mut runs: Vec<(usize, f64, f64)> = Vec::new();
    for glyph in glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()) {
        match runs.iter_mut().rev().find(|run| run.0 == glyph.run) {
            Some(run) => run.2 = run.2.max(glyph.right),
            None => runs.push((glyph.run, glyph.left, glyph.right)),
        }
    }
    let size = glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max);
    let mut end = f64::MIN;
    let is_tangled = runs.iter().any(|run| {
        let into = end - run.1 > INTO * size;
        end = end.max(run.2);
        into
    });
    if is_tangled {
        let place = |glyph: &Glyph| runs.iter().position(|run| run.0 == glyph.run);
        let mut placed: Vec<(Option<usize>, Glyph)> =
            glyphs.iter().map(|glyph| (place(glyph), glyph.clone())).collect();
        placed.sort_by_key(|(place, _)| *place);
        for (slot, (_, glyph)) in glyphs.iter_mut().zip(placed) {
            *slot = glyph;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, left: f64, run: usize) -> Vec<Glyph> {
        let glyph = |(at, sign): (f64, char)| Glyph {
            text: sign.to_string(),
            left: left + at,
            right: left + at + 1.0,
            base: 0.0,
            size: 1.0,
            run,
        };
        (0_u32..).map(f64::from).zip(text.chars()).map(glyph).collect()
    }

    fn untangled(mut glyphs: Vec<Glyph>) -> String {
        glyphs.sort_by(|one, other| one.left.total_cmp(&other.left));
        untangle(&mut glyphs);
        glyphs.into_iter().map(|glyph| glyph.text).collect()
    }

    #[test]
    fn runs_that_reach_into_each_other_stay_whole() {
        let label = run("政府公报公开数", 0.0, 0);
        assert_eq!(untangled([label.clone(), run("条", 4.5, 1), run("20", 9.0, 2)].concat()), "政府公报公开数条20");
        assert_eq!(untangled([run("20", 9.0, 2), label, run("条", 7.0, 1)].concat()), "政府公报公开数条20");
    }

    #[test]
    fn characters_one_behind_the_other_are_a_run() {
        let [one, two] = [run("甲", 0.0, 3), run("乙", 1.1, 3)].map(|mut run| run.remove(0));
        assert_eq!(run_of(Some(&one), (two.left, 0.0), 1.0), 3);
        assert_eq!(run_of(Some(&one), (2.0, 0.0), 1.0), 4);
        assert_eq!(run_of(Some(&one), (1.0, 2.0), 1.0), 4);
        assert_eq!(run_of(None, (1.0, 2.0), 1.0), 0);
    }
}
