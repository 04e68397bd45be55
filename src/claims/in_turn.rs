//! Differences told in one go, each of a pair of figures in its turn: `14起、死亡11人,上年为16起、13人,分别下降12.5%和15.4%`.

use super::line::Line;
use super::statement::Statement;
use super::vocabulary::vocabulary;

/// How far back the pairs are looked for, in figures.
const FARTHEST: usize = 12;

/// Every difference of a line that is told in one go with others.
pub(super) fn in_turn(line: &Line<'_>) -> Vec<Statement> {
    let words = &vocabulary().words;
    let starts = |index: &usize| {
        // `分别较上年的250件、180件下降`: said once, before what they are compared with.
        let base = || (0..*index).rev().find(|before| !line.label(*before).is_empty()).map(|base| line.label(base));
        let of_base = || base().is_some_and(|base| words.respectively.within(base) && words.compared.within(base));
        line.difference(*index).is_some() && (words.respectively.within(line.label(*index)) || of_base())
    };
    (0..line.items.len()).filter(starts).flat_map(|start| run(line, start)).collect()
}

fn run(line: &Line<'_>, start: usize) -> Vec<Statement> {
    let Some(down) = line.difference(start) else { return Vec::new() };
    let goes_on = |next: &usize| line.label(*next).is_empty() && line.sentence(*next) == line.sentence(start);
    let all: Vec<usize> = std::iter::once(start).chain((start + 1..line.items.len()).take_while(goes_on)).collect();
    let fits = |by: usize, end: usize| {
        (line.is_percent(by) && line.is_size(end))
            || (line.is_points(by) && line.is_percent(end))
            || (line.is_size(by) && line.same_measure(by, end))
    };
    let known = !all.iter().any(|by| line.is_approximate(*by));
    let Some(pairs) = pairs(line, start, all.len()).filter(|_| all.len() > 1 && known) else { return Vec::new() };
    // `分别减少9件和3件,下降33.3%、21.4%`: further differences of the same pairs.
    let next = start + all.len();
    let again = next..next + all.len();
    let goes_on = |by: usize| {
        let same = line.sentence(by) == line.sentence(start) && !line.is_approximate(by);
        same && (if by == next { line.difference(by) == Some(down) } else { line.label(by).is_empty() })
    };
    let further = again.clone().filter(|_| again.clone().all(goes_on));
    let told = all.iter().copied().zip(pairs.clone()).chain(further.zip(pairs)).filter(|(by, (from, to))| {
        let exact = !line.is_approximate(*from) && !line.is_approximate(*to);
        exact && fits(*by, *from)
    });
    told.map(|(by, (from, to))| Statement::Change { by, from, to, down }).collect()
}

/// So many pairs of an earlier and a later figure right before differences.
fn pairs(line: &Line<'_>, start: usize, count: usize) -> Option<Vec<(usize, usize)>> {
    let before = (start.saturating_sub(FARTHEST)..start)
        .filter(|index| line.sentence(*index) == line.sentence(start) && line.difference(*index).is_none());
    let measured = line.is_points(start);
    let all: Vec<usize> = before.filter(|index| line.is_size(*index) != measured).collect();
    let last = all.len().checked_sub(count * 2).and_then(|from| all.get(from..));
    let of_groups = last.and_then(|last| {
        let (one, two) = last.split_at_checked(count)?;
        let (first, second) = (*one.first()?, *two.first()?);
        let alike = one.iter().zip(two).all(|(one, two)| line.same_measure(*one, *two));
        let pair = |then: &[usize], now: &[usize]| then.iter().copied().zip(now.iter().copied()).collect::<Vec<_>>();
        let became = line.from(first) && line.to(second).is_some();
        match () {
            () if !alike => None,
            () if became || (line.is_earlier(first) && !line.is_earlier(second)) => Some(pair(one, two)),
            () if line.is_earlier(second) && !line.is_earlier(first) => Some(pair(two, one)),
            () => None,
        }
    });
    let of_each = || {
        let pairs = last?.chunks(2).map(|pair| match *pair {
            [from, to] if line.from(from) && line.to(to).is_some() => Some((from, to)),
            _ => None,
        });
        pairs.collect::<Option<Vec<_>>>()
    };
    of_groups.or_else(of_each).or_else(|| series(line, start, count, &all)).or_else(|| {
        let bases = Some(&all).filter(|all| all.len() == count)?;
        bases.iter().map(|base| Some((*base, named_now(line, *base, *bases.first()?)?))).collect()
    })
}

/// `复议35件;诉讼19件。与上年的复议41件、诉讼21件相比`: what a figure that others are compared with became, by its name.
fn named_now(line: &Line<'_>, base: usize, first: usize) -> Option<usize> {
    const SHORTEST: usize = 2;
    const SENTENCES: usize = 4;
    let words = &vocabulary().words;
    let compared = words.compared.starts(line.label(first)).is_some();
    let label = line.label(base);
    let name = label.rsplit_once('的').map_or(label, |(_, name)| name);
    let fits = |now: &usize| {
        let near = line.sentence(*now) < line.sentence(base) && line.sentence(*now) + SENTENCES >= line.sentence(base);
        near && line.same_measure(*now, base) && !line.is_modifier(*now) && line.label(*now).contains(name)
    };
    let named = compared && name.chars().count() >= SHORTEST;
    (base.saturating_sub(FARTHEST * 2)..base).find(|now| named && fits(now))
}

/// `三年分别为125件、160件和184件,后两年同比分别增长28%和15%`: each of the last figures of a run with the one before it.
fn series(line: &Line<'_>, start: usize, count: usize, before: &[usize]) -> Option<Vec<(usize, usize)>> {
    let run = before.get(before.len().checked_sub(count + 1)?..)?;
    let first = *run.first()?;
    let told = vocabulary().words.respectively.within(line.label(first));
    let plain = run.iter().skip(1).all(|index| line.label(*index).is_empty() && line.same_measure(*index, first));
    let in_order = vocabulary().words.compared.within(line.label(start));
    (told && plain && in_order).then(|| run.iter().copied().zip(run.iter().skip(1).copied()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_difference_has_its_pair() {
        let found = |text: &str| -> Vec<(usize, usize)> {
            let ends = |statement: &Statement| match statement {
                Statement::Change { from, to, .. } => Some((*from, *to)),
                _ => None,
            };
            in_turn(&Line::of(text)).iter().filter_map(ends).collect()
        };
        assert_eq!(found("事故14起、死亡11人,上年为16起、13人,分别下降12.5%和15.4%"), [(2, 0), (3, 1)]);
        assert_eq!(found("事故由16起、13人降至14起、11人,分别下降12.5%和15.4%"), [(0, 2), (1, 3)]);
        assert_eq!(found("来信由16封增至20封,来访由8批增至12批,分别增长25%、50%"), [(0, 1), (2, 3)]);
        assert_eq!(found("来信20封、来访12批,同比分别增长25%、50%"), []);
    }

    #[test]
    fn each_of_the_last_figures_of_a_run_is_compared_with_the_one_before_it() {
        let found = |text: &str| in_turn(&Line::of(text)).len();
        assert_eq!(found("三年分别为125件、160件和184件,后两年同比分别增长28%和15%"), 2);
        // Nothing says that they are in order, or of one thing, or what they are compared with.
        assert_eq!(found("三个镇有125件、160件和184件,后两年同比分别增长28%和15%"), 0);
        assert_eq!(found("三年分别为125件、办结160件和184件,后两年同比分别增长28%和15%"), 0);
        assert_eq!(found("三年分别为125件、160人和184件,后两年同比分别增长28%和15%"), 0);
        assert_eq!(found("三年分别为125件、160件和184件,分别增长28%和15%"), 0);
    }
}
