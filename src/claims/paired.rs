//! Lists of the second figures that stand beside those of a list: `6批次412户,其中甲4批次305户、乙2批次107户`.

use super::known::Lists;
use super::line::{Line, Separator};
use super::lists::List;
use super::statement::Nature;

/// More pairs than these are no list.
const MOST_PAIRS: usize = 24;

/// The noun between two figures of one thing has no more signs: `11个班506人`.
const SHORTEST_NOUN: usize = 1;

/// The words of the figures right behind all parts of a list, where they are the same: `大型3座,蓄水5.16亿立方米;中型11座,蓄水1.48亿立方米`.
fn named_alike<'l>(line: &'l Line<'_>, lists: &Lists, figure: usize) -> Option<&'l str> {
    let list = lists.with_part(figure).next().or_else(|| lists.with_whole(figure).next())?;
    let mut labels = list.parts.iter().map(|part| line.label(part + 1));
    let first = labels.next().filter(|label| !label.is_empty() && list.parts.len() > 1)?;
    labels.all(|label| label == first).then_some(first)
}

/// Lists of the second figures beside those of a list: `6批次412户,其中甲4批次305户、乙2批次107户`.
pub(super) fn beside(line: &Line<'_>, lists: &Lists) -> Vec<List> {
    let second = |index: &usize| {
        let next = index + 1;
        let label = line.label(next).chars().count();
        let adjacent = match line.separator(next) {
            Separator::None => label <= SHORTEST_NOUN,
            Separator::Enumeration => label == 0,
            _ => false,
        };
        let named = || named_alike(line, lists, *index).is_some_and(|name| line.label(next).contains(name));
        let adjacent = adjacent || (line.separator(next) <= Separator::Comma && named());
        let parents = line.get(next)?.parent == line.get(*index)?.parent;
        (adjacent && parents && !line.same_measure(*index, next) && !lists.uses(next)).then_some(next)
    };
    let all = |figures: &[usize]| figures.iter().map(second).collect::<Option<Vec<usize>>>();
    let of = |list: &List| {
        let (wholes, parts) = (all(&list.wholes)?, all(&list.parts)?);
        let whole = *wholes.first()?;
        let alike = parts.iter().all(|part| line.same_measure(*part, whole) && !line.is_modifier(*part));
        let nature = match list.nature {
            Nature::Exhaustive => Nature::Exhaustive,
            _ => line.nature(&wholes, &parts),
        };
        alike.then_some(List { wholes, parts, nature })
    };
    lists.all().filter_map(of).collect()
}

/// Parts that each stand behind a figure of something else, of which no whole is told: `2450人次,其中市级3期620人次,县区41期1830人次`.
pub(super) fn second(line: &Line<'_>, lists: &Lists) -> Vec<List> {
    let paired = |first: usize, whole: usize| {
        let next = first + 1;
        let beside = line.separator(next) == Separator::None && line.label(next).is_empty();
        let free = !lists.uses(next) && !line.is_modifier(next);
        beside && free && line.same_measure(next, whole) && !line.same_measure(first, whole)
    };
    let of = |whole: usize| {
        let start = whole + 1;
        let goes_on = |first: &usize| {
            let near = line.sentence(*first) == line.sentence(whole) && line.separator(*first) < Separator::Semicolon;
            near && paired(*first, whole)
        };
        let marked =
            line.among(start) && !line.is_modifier(whole) && !lists.with_whole(whole).any(|list| list.parts.len() > 1);
        let firsts: Vec<usize> = (start..).step_by(2).take(MOST_PAIRS).take_while(goes_on).collect();
        let parts: Vec<usize> = firsts.iter().map(|first| first + 1).collect();
        let nature = line.nature(&[whole], &firsts);
        (marked && parts.len() > 1).then_some(List { wholes: vec![whole], parts, nature })
    };
    (0..line.items.len()).filter_map(of).collect()
}
