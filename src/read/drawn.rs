//! Tables that plain text draws with signs: `┌─┬─┐` and `│`, or `+--+` and `|`. Lines between the rows
//! tell which lines of text are one row; where there are none, each line is a row.

use std::ops::Range;

use super::inline;
use super::text::Line;
use crate::document::{Cell, Row, Table};
use crate::number::looks_numeric;

/// Columns of the text that an edge may be off.
const SLACK: usize = 1;
/// Signs of a line across; less of them may be what a cell says.
const LONG_RUN: usize = 3;
/// Runs of lines between lines across that rows may be; of less one may hold all rows.
const FEWEST_ROWS: usize = 3;
/// Where a line that no edge ends counts as ending.
const OPEN_END: usize = usize::MAX / 2;

/// A part of a line between two edges: which columns of the table it covers, and its bytes.
struct Part {
    columns: Range<usize>,
    bytes: Range<usize>,
}

/// What a line of a drawn table is.
enum Drawn {
    /// Nothing but a line across.
    Rule,
    /// Cells; parts of it may be lines across that cells beside them interrupt.
    Cells,
}

/// How many lines from the first one on are drawn, and the table that they are.
pub(super) fn table(lines: &[Line<'_>]) -> (usize, Option<Table>) {
    let kinds: Vec<Drawn> = lines.iter().map_while(|line| drawn(line.text)).collect();
    let lines = lines.get(..kinds.len()).unwrap_or_default();
    (kinds.len(), if is_table(lines, &kinds) { made(lines, &kinds) } else { None })
}

/// Whether a text draws a table as Markdown does not: with joints, or with lines across between its rows.
pub(super) fn has_table(text: &str) -> bool {
    let mut rules = 0;
    text.lines().any(|line| {
        let kind = drawn(line);
        let is_rule = matches!(kind, Some(Drawn::Rule)) && line.contains(is_edge);
        rules = if kind.is_none() { 0 } else { rules + usize::from(is_rule) };
        rules > 1 || is_rule && line.trim().starts_with(is_joint)
    })
}

/// Whether a line is nothing but one across.
pub(super) fn is_rule(text: &str) -> bool {
    matches!(drawn(text), Some(Drawn::Rule))
}

/// Whether a line may be one of a drawn table.
pub(super) fn is_drawn(text: &str) -> bool {
    drawn(text).is_some()
}

/// A line of links or a signature has such signs as well.
fn is_table(lines: &[Line<'_>], kinds: &[Drawn]) -> bool {
    let cells = || lines.iter().zip(kinds).filter(|(_, kind)| matches!(kind, Drawn::Cells)).map(|(line, _)| line.text);
    let has_rule = kinds.iter().any(|kind| matches!(kind, Drawn::Rule));
    let framed = cells().all(|text| text.trim().starts_with(is_edge));
    let width = cells().next().map_or(0, |text| edges(text, 1).len());
    let even = cells().all(|text| edges(text, 1).len() == width);
    let has_figures = || {
        let parts = |text: &str| text.split(is_upright).any(|part| looks_numeric(part.trim()));
        cells().filter(|text| parts(text)).count() > 1
    };
    cells().count() > 1 && if framed { has_rule || even } else { even && (has_rule || width > 3) && has_figures() }
}

fn made(lines: &[Line<'_>], kinds: &[Drawn]) -> Option<Table> {
    let wide = [1, 2].into_iter().max_by_key(|wide| (aligned(lines, *wide), std::cmp::Reverse(*wide)))?;
    let mut maker = Maker { columns: columns(lines, wide), wide, rows: Vec::new(), owners: Vec::new() };
    let groups = groups(kinds);
    let few = groups.len() < FEWEST_ROWS;
    for group in groups {
        let own = lines.get(group)?;
        let is_row = few || is_row_by_row(own, &maker);
        maker.owners.clear();
        for line in own {
            maker.line(*line, is_row);
        }
    }
    let rows: Vec<Row> = maker.rows.into_iter().filter(|row| row.filled().next().is_some()).collect();
    (rows.len() > 1).then_some(Table { rows })
}

/// What a line of a table is; `None` where it is none.
fn drawn(text: &str) -> Option<Drawn> {
    let text = text.trim();
    let all_drawn = text.chars().all(|sign| is_level(sign) || is_edge(sign) || sign == ' ');
    if !text.is_empty() && all_drawn {
        let longest = text.split(|sign| !is_level(sign)).map(|run| run.chars().count()).max().unwrap_or(0);
        let is_rule = longest >= LONG_RUN || text.contains(is_boxed) && longest > 0;
        return if is_rule { Some(Drawn::Rule) } else { text.contains(is_upright).then_some(Drawn::Cells) };
    }
    text.contains(is_upright).then_some(Drawn::Cells)
}

fn is_level(sign: char) -> bool {
    matches!(sign, '─' | '━' | '┄' | '┅' | '┈' | '┉' | '═' | '╌' | '╍' | '-' | '=' | '－' | '—' | '―' | '_')
}

fn is_upright(sign: char) -> bool {
    matches!(sign, '│' | '┃' | '┆' | '┇' | '┊' | '┋' | '║' | '╎' | '╏' | '|' | '｜')
}

/// Where lines across and down meet.
fn is_joint(sign: char) -> bool {
    matches!(sign, '┌'..='╋' | '╒'..='╬' | '╭'..='╰' | '+' | '＋')
}

/// Signs that nothing but a table has.
fn is_boxed(sign: char) -> bool {
    matches!(sign, '\u{2500}'..='\u{257f}')
}

fn is_edge(sign: char) -> bool {
    is_upright(sign) || is_joint(sign)
}

/// Columns that a sign takes; those of box drawing are `wide`.
fn width(sign: char, wide: usize) -> usize {
    if is_boxed(sign) { wide } else { inline::width(sign) }
}

/// The edges in a line: the column and the bytes of each. The ends of a line without a frame count.
fn edges(text: &str, wide: usize) -> Vec<(usize, Range<usize>)> {
    let mut at = 0;
    let mut found = Vec::new();
    for (start, sign) in text.char_indices() {
        let end = start + sign.len_utf8();
        let beside = [
            text.get(..start).and_then(|rest| rest.chars().next_back()),
            text.get(end..).and_then(|rest| rest.chars().next()),
        ];
        // `+` is an edge beside a line only.
        let joins = || !matches!(sign, '+' | '＋') || beside.into_iter().flatten().any(is_level);
        if is_upright(sign) || is_joint(sign) && joins() {
            found.push((at, start..end));
        }
        at += width(sign, wide);
    }
    if !text.trim().starts_with(is_edge) {
        found.insert(0, (0, 0..0));
    }
    if !text.trim().ends_with(is_edge) {
        found.push((OPEN_END, text.len()..text.len()));
    }
    found
}

/// How many lines end where most do.
fn aligned(lines: &[Line<'_>], wide: usize) -> usize {
    let mut ends: Vec<usize> = lines.iter().filter_map(|line| Some(edges(line.text, wide).last()?.0)).collect();
    ends.sort_unstable();
    ends.chunk_by(|one, next| one == next).map(<[usize]>::len).max().unwrap_or(0)
}

/// The columns of the text at which edges stand, those within the slack as one. Where every line has as
/// many, their order counts and not their place.
fn columns(lines: &[Line<'_>], wide: usize) -> Vec<usize> {
    let all: Vec<Vec<usize>> =
        lines.iter().map(|line| edges(line.text, wide).into_iter().map(|(at, _)| at).collect()).collect();
    let mut places = all.concat();
    match all.first() {
        Some(first) if all.iter().all(|edges| edges.len() == first.len()) => first.clone(),
        _ => {
            places.sort_unstable();
            places.dedup_by(|later, earlier| *later - *earlier <= SLACK);
            places
        }
    }
}

/// The runs of lines between two lines across.
fn groups(kinds: &[Drawn]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, kind) in kinds.iter().enumerate() {
        if matches!(kind, Drawn::Rule) {
            found.push(start..at);
            start = at + 1;
        }
    }
    found.push(start..kinds.len());
    found.retain(|group| !group.is_empty());
    found
}

/// Whether each line of a group is a row: one column has figures in two of them.
fn is_row_by_row(lines: &[Line<'_>], maker: &Maker) -> bool {
    let mut seen = vec![false; maker.columns.len()];
    lines.iter().any(|Line { text, .. }| {
        maker.parts(text).iter().any(|part| {
            let is_figure = text.get(part.bytes.clone()).is_some_and(|cell| looks_numeric(cell.trim()));
            let slot = seen.get_mut(part.columns.start).filter(|_| is_figure);
            slot.is_some_and(|slot| std::mem::replace(slot, true))
        })
    })
}

struct Maker {
    /// The edges.
    columns: Vec<usize>,
    wide: usize,
    rows: Vec<Row>,
    /// For each column the row that text goes into.
    owners: Vec<usize>,
}

impl Maker {
    /// The parts of a line between its edges. A line with an edge for every column is divided by their
    /// order, any other by where they stand.
    fn parts(&self, text: &str) -> Vec<Part> {
        let edges = edges(text, self.wide);
        let in_order = edges.len() == self.columns.len();
        let column = |number: usize, at: usize| {
            let near = self.columns.iter().position(|column| column.abs_diff(at) <= SLACK);
            near.filter(|_| !in_order).unwrap_or(number)
        };
        let part = |(number, two): (usize, &[(usize, Range<usize>)])| match two {
            [(left, before), (right, after)] => {
                let (from, to) = (column(number, *left), column(number + 1, *right));
                Some(Part { columns: from..to.max(from + 1), bytes: before.end..after.start })
            }
            _ => None,
        };
        edges.windows(2).enumerate().filter_map(part).collect()
    }

    /// Adds a line: to the rows under way, or as rows of its own.
    fn line(&mut self, line: Line<'_>, is_row: bool) {
        let parts = self.parts(line.text);
        let is_rule = |part: &Part| {
            let inside = line.text.get(part.bytes.clone()).unwrap_or_default();
            let long = inside.contains(is_boxed) || inside.chars().count() >= LONG_RUN;
            long && inside.chars().all(|sign| is_level(sign) || is_joint(sign))
        };
        let across: Vec<bool> = parts.iter().map(is_rule).collect();
        if self.owners.is_empty() || is_row || across.contains(&true) {
            let place = line.place(0..0);
            let blank = || Cell { text: "".into(), place: place.clone() };
            let width = self.columns.len().saturating_sub(1);
            self.rows.push(Row { cells: (0..width).map(|_| blank()).collect() });
            let row = self.rows.len() - 1;
            let all = self.owners.is_empty() || is_row;
            self.owners.resize(width, row);
            for part in parts.iter().zip(&across).filter(|(_, across)| all || **across).map(|(part, _)| part) {
                self.owners.get_mut(part.columns.clone()).unwrap_or_default().fill(row);
            }
        }
        for (part, _) in parts.iter().zip(&across).filter(|(_, across)| !**across) {
            self.text(part, line);
        }
    }

    /// Adds the text of a part to its cell.
    fn text(&mut self, part: &Part, line: Line<'_>) {
        let inside = line.text.get(part.bytes.clone()).unwrap_or_default();
        let trimmed = inside.trim();
        if trimmed.is_empty() {
            return;
        }
        let from = part.bytes.start + (inside.len() - inside.trim_start().len());
        let owner = self.owners.get(part.columns.start).copied();
        let row = owner.and_then(|owner| self.rows.get_mut(owner));
        let Some(cell) = row.and_then(|row| row.cells.get_mut(part.columns.start)) else { return };
        if cell.is_blank() {
            *cell = Cell { text: trimmed.into(), place: line.place(from..from + trimmed.len()) };
        } else {
            cell.text = format!("{}{trimmed}", cell.text).into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (usize, Option<Vec<String>>) {
        let mut start = 0;
        let mut lines = Vec::new();
        for (at, line) in text.split_inclusive('\n').enumerate() {
            lines.push(Line { number: at + 1, start, text: line.trim_end_matches('\n') });
            start += line.len();
        }
        let (count, table) = table(&lines);
        let row = |row: &Row| {
            let cells = row.cells.iter().filter(|cell| !cell.is_blank());
            cells
                .clone()
                .for_each(|cell| assert!(cell.text.starts_with(&text[cell.place.span.clone()]), "{}", cell.text));
            row.cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join(",")
        };
        (count, table.map(|table| table.rows.iter().map(row).collect()))
    }

    #[test]
    fn lines_between_lines_across_are_one_row() {
        let text = "\
┌──┬───────┬─┐
│　　│法人或其他组织│总│
│指标├───┬───┤计│
│　　│商业　│科研　│　│
│　　│企业  │机构  │  │
├──┼───┼───┼─┤
│收到│12    │      │12│
├──┼───┼───┼─┤
│办理│ 3    │—　　│ 3│
└──┴───┴───┴─┘
合计";
        let rows = ["指标,法人或其他组织,,总计", ",商业企业,科研机构,", "收到,12,,12", "办理,3,—,3"];
        let (count, found) = read(text);
        assert_eq!((count, found.unwrap().join("\n")), (10, rows.join("\n")));
    }

    #[test]
    fn without_lines_across_each_line_is_a_row() {
        let rows = Some(vec!["项目,本年".to_owned(), "收到,1".to_owned(), "办理,2".to_owned()]);
        for text in [
            "|项目|本年|\n|收到|1|\n|办理|2|\n",
            "+----+----+\n|项目|本年|\n+----+----+\n|收到|  1 |\n|办理|  2 |\n+----+----+\n",
            " 项目 | 本年\n------+-----\n 收到 | 1\n 办理 | 2\n",
            "┏━━┳━━┓\n┃项目┃本年┃\n┃收到┃1┃\n┃办理┃2┃\n┗━━┻━━┛\n",
        ] {
            assert_eq!(read(text).1, rows, "{text}");
        }
    }

    #[test]
    fn other_lines_with_such_signs_are_no_table() {
        for text in [
            "发布时间：2019-01-10 | 来源：县政府 | 浏览：125\n",
            "首页 | 新闻 | 公开\n服务 | 互动 | 数据\n",
            "----\n----\n",
            "3 | 5 是比例\n",
            "",
        ] {
            assert_eq!(read(text).1, None, "{text}");
        }
        assert!(has_table("|a|1|\n|---|---|\n|b|2|\n|---|---|\n") && has_table("+--+---+\n|a|1|\n"));
        assert!(!has_table("|a|1|\n|---|---|\n|b|2|\n\n|a|1|\n|---|---|\n"));
    }
}
