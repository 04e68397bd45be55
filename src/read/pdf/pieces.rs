//! The pieces of all pages in order, without what stands on every page. A table that fills the end of
//! a page and the start of the next is one table: its columns are those that either part draws.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Part;

/// How far apart, in points, two edges of columns may be to be one.
const NEAR: f64 = 4.0;

/// Where a piece or a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub(super) page: usize,
    pub(super) line: usize,
}

/// A paragraph or a table.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    Prose { at: At, text: String },
    Table(Table),
}

/// A row and where it stands.
type Placed = (At, Vec<Option<String>>);

/// A table, perhaps of several pages.
#[derive(Debug, PartialEq)]
pub(super) struct Table {
    pub(super) rows: Vec<Placed>,
    /// The edges of the columns, where lines draw them.
    edges: Vec<f64>,
}

/// The pieces of all pages.
pub(super) fn of(mut pages: Vec<Vec<Part>>) -> Vec<Piece> {
    drop_running(&mut pages);
    let mut pieces = Vec::new();
    for (number, parts) in pages.into_iter().enumerate() {
        add_page(&mut pieces, number + 1, parts);
    }
    pieces.into_iter().flat_map(Piece::or_prose).collect()
}

/// Leaves out the lines that run along the top or the bottom of pages. The first at the top stays: it
/// may be the title.
fn drop_running(pages: &mut [Vec<Part>]) {
    let running = |part: Option<&Part>| match part {
        Some(Part::Prose { text, .. }) if !is_page_number(text) => Some(masked(text)),
        _ => None,
    };
    let counted = |texts: Vec<String>| {
        let mut counts = BTreeMap::new();
        for text in texts {
            *counts.entry(text).or_insert(0_usize) += 1;
        }
        counts
    };
    let heads = counted(pages.iter().filter_map(|parts| running(parts.first())).collect());
    let feet = counted(pages.iter().filter_map(|parts| running(last(parts))).collect());
    let mut met = BTreeSet::new();
    for parts in pages {
        let repeated = |part: Option<&Part>, counts: &BTreeMap<String, usize>| {
            running(part).filter(|text| counts.get(text).is_some_and(|count| *count > 1))
        };
        if repeated(last(parts), &feet).is_some()
            && let Some(at) = parts.iter().rposition(|part| !is_number(part))
        {
            parts.remove(at);
        }
        if let Some(text) = repeated(parts.first(), &heads)
            && !met.insert(text)
        {
            parts.remove(0);
        }
    }
}

/// The last part of a page but for its number.
fn last(parts: &[Part]) -> Option<&Part> {
    parts.iter().rfind(|part| !is_number(part))
}

fn is_number(part: &Part) -> bool {
    matches!(part, Part::Prose { text, .. } if is_page_number(text))
}

/// A text in which the number of the page does not matter.
fn masked(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_numeric() && !sign.is_whitespace()).collect()
}

/// Adds what stands on a page. Numbers of pages are left out.
fn add_page(pieces: &mut Vec<Piece>, page: usize, parts: Vec<Part>) {
    let mut line = 1;
    let mut is_first = true;
    for part in parts {
        let at = At { page, line };
        match part {
            Part::Prose { text, lines } => {
                line += lines;
                if !is_page_number(&text) {
                    pieces.push(Piece::Prose { at, text });
                    is_first = false;
                }
            }
            Part::Table { rows, edges } => {
                line += rows.len();
                let rows = rows.into_iter().zip(at.line..).map(|(row, line)| (At { page, line }, row));
                let rows: Vec<Placed> =
                    rows.filter(|(_, row)| row.iter().flatten().any(|text| !text.is_empty())).collect();
                if rows.is_empty() {
                    continue;
                }
                let table = Table { rows, edges };
                match pieces.last_mut() {
                    Some(Piece::Table(before)) if is_first && before.goes_on_in(&table) => before.append(table),
                    // The rows before were none of a grid, so these are not either.
                    Some(Piece::Prose { text, .. }) if is_first && table.edges.is_empty() && text.contains('\t') => {
                        let line = |row: Vec<Option<String>>| row.into_iter().flatten().collect::<Vec<_>>().join("\t");
                        pieces.extend(table.rows.into_iter().map(|(at, row)| Piece::Prose { at, text: line(row) }));
                    }
                    _ => pieces.push(Piece::Table(table)),
                }
                is_first = false;
            }
        }
    }
}

/// `- 3 -`, `第3页 共8页`; a row of figures is none.
fn is_page_number(text: &str) -> bool {
    let sign = |sign: char| !sign.is_ascii_digit();
    let numbers = text.split(sign).filter(|number| !number.is_empty()).count();
    (1..=2).contains(&numbers)
        && !text.contains('\t')
        && text.chars().all(|sign| sign.is_ascii_digit() || sign.is_whitespace() || "-—–―/·第页共".contains(sign))
        && text.chars().count() <= 16
}

impl Piece {
    /// A grid of less than two rows with several cells is a frame around prose.
    fn or_prose(self) -> Vec<Self> {
        match self {
            Self::Table(table) if !table.is_whole() => {
                let texts = table.rows.into_iter().flat_map(|(at, row)| row.into_iter().map(move |text| (at, text)));
                let filled = texts.filter_map(|(at, text)| Some((at, text.filter(|text| !text.is_empty())?)));
                filled.map(|(at, text)| Self::Prose { at, text }).collect()
            }
            piece => vec![piece],
        }
    }
}

impl Table {
    fn is_whole(&self) -> bool {
        let filled = |row: &[Option<String>]| row.iter().flatten().filter(|text| !text.is_empty()).count() > 1;
        self.rows.iter().filter(|(_, row)| filled(row)).count() >= 2
    }

    fn goes_on_in(&self, next: &Self) -> bool {
        if self.edges.is_empty() && next.edges.is_empty() {
            let width = |table: &Self| table.rows.last().map(|(_, row)| row.len());
            return width(self) == width(next);
        }
        let near = |one: f64, other: f64| (one - other).abs() <= NEAR;
        let (Some(start), Some(end)) = (self.edges.first(), self.edges.last()) else { return false };
        let (Some(next_start), Some(next_end)) = (next.edges.first(), next.edges.last()) else { return false };
        // A merged cell that goes through a whole page has no line across, so that its column is missing.
        let within = |edges: &[f64], at: f64| edges.iter().any(|edge| near(*edge, at));
        near(*end, *next_end) && (within(&self.edges, *next_start) || within(&next.edges, *start))
    }

    /// The rows of the heading that the next page prints again.
    fn repeated(&self, next: &Self) -> usize {
        let texts = |row: &[Option<String>]| {
            row.iter().flatten().filter(|text| !text.is_empty()).cloned().collect::<Vec<String>>()
        };
        let same = |(one, other): &(&Placed, &Placed)| {
            let (one, other) = (texts(&one.1), texts(&other.1));
            one == other && !one.iter().any(|text| crate::number::looks_numeric(text))
        };
        self.rows.iter().zip(&next.rows).take_while(same).count()
    }

    fn append(&mut self, next: Self) {
        if self.edges.is_empty() {
            let repeated = self.repeated(&next);
            self.rows.extend(next.rows.into_iter().skip(repeated));
            return;
        }
        let mut edges: Vec<f64> = self.edges.iter().chain(&next.edges).copied().collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup_by(|later, earlier| (*later - *earlier).abs() <= NEAR);
        let width = edges.len().saturating_sub(1);
        let repeated = self.repeated(&next);
        let own =
            std::mem::take(&mut self.rows).into_iter().map(|(at, row)| (at, spread(row, &self.edges, &edges, width)));
        let mut others = next
            .rows
            .into_iter()
            .skip(repeated)
            .map(|(at, row)| (at, spread(row, &next.edges, &edges, width)))
            .peekable();
        self.rows = own.collect();
        if let Some((_, last)) = self.rows.last_mut()
            && let Some((_, rest)) = others.next_if(|(_, first)| is_rest(last, first))
        {
            for (cell, rest) in last.iter_mut().zip(rest) {
                let rest = rest.unwrap_or_default();
                cell.get_or_insert_default().push_str(&rest);
            }
        }
        self.rows.extend(others);
        self.edges = edges;
    }
}

/// Whether the first row of a page is the rest of the row that the page before broke: it has no figure
/// and starts no label, but goes on some.
fn is_rest(last: &[Option<String>], first: &[Option<String>]) -> bool {
    let filled = |cell: &Option<String>| cell.as_deref().is_some_and(|text| !text.is_empty());
    let label = |text: &str| {
        let numbered = text.trim_start_matches(['(', '（', '第']);
        numbered.starts_with(|sign: char| sign.is_ascii_digit() || "一二三四五六七八九十".contains(sign))
    };
    let new = |text: &String| crate::number::looks_numeric(text) || label(text) || text.starts_with("其中");
    // What goes on stands under something; a second row of a heading does not.
    let goes_on = last.iter().zip(first).all(|(last, first)| filled(last) || !filled(first));
    !first.iter().flatten().any(new) && first.iter().any(filled) && goes_on
}

/// A row in the columns of a grid that has more of them.
fn spread(row: Vec<Option<String>>, own: &[f64], edges: &[f64], width: usize) -> Vec<Option<String>> {
    let mut wider = vec![None; width];
    for (cell, left) in row.into_iter().zip(own) {
        let column = edges.iter().position(|edge| (edge - left).abs() <= NEAR);
        if let Some(slot) = column.and_then(|column| wider.get_mut(column)) {
            *slot = cell;
        }
    }
    wider
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(row: &[&str], edges: &[f64]) -> Part {
        let row = row.iter().map(|text| (!text.is_empty()).then(|| (*text).to_owned())).collect();
        Part::Table { rows: vec![row], edges: edges.to_vec() }
    }

    fn prose(text: &str) -> Part {
        Part::Prose { text: text.into(), lines: 1 }
    }

    fn rows(pieces: &[Piece]) -> Vec<Vec<&str>> {
        let mut found = Vec::new();
        for piece in pieces {
            if let Piece::Table(table) = piece {
                found.extend(
                    table.rows.iter().map(|(_, row)| row.iter().map(|cell| cell.as_deref().unwrap_or("")).collect()),
                );
            }
        }
        found
    }

    #[test]
    fn a_table_goes_on_on_the_next_page() {
        let mut pieces = Vec::new();
        add_page(
            &mut pieces,
            1,
            vec![prose("三、申请情况"), part(&["项目", "本年"], &[0.0, 60.0, 90.0]), prose("- 1 -")],
        );
        add_page(&mut pieces, 2, vec![part(&["办理", "公开", "3"], &[1.0, 30.0, 61.0, 90.0]), prose("第 2 页")]);
        assert_eq!(pieces.len(), 2);
        assert_eq!(rows(&pieces), [["项目", "", "本年"], ["办理", "公开", "3"]]);
        let Piece::Table(table) = &pieces[1] else { panic!("no table") };
        assert_eq!(table.rows.iter().map(|(at, _)| (at.page, at.line)).collect::<Vec<_>>(), [(1, 2), (2, 1)]);
    }

    #[test]
    fn what_runs_along_the_pages_does_not_part_a_table() {
        let edges = [0.0, 60.0, 90.0];
        let heading = || part(&["项目", "本年"], &edges);
        let again = |row: &[&str]| match (heading(), part(row, &edges)) {
            (Part::Table { mut rows, edges }, Part::Table { rows: next, .. }) => {
                rows.extend(next);
                Part::Table { rows, edges }
            }
            (part, _) => part,
        };
        let pieces = of(vec![
            vec![prose("甲县2020年报告"), heading(), prose("甲县政府 第1页"), prose("- 1 -")],
            vec![prose("甲县2020年报告"), again(&["收到", "3"]), prose("甲县政府 第2页")],
            vec![prose("甲县2020年报告"), part(&["办理", "3"], &edges)],
        ]);
        assert_eq!(rows(&pieces), [["项目", "本年"], ["收到", "3"], ["办理", "3"]]);
        assert_eq!(pieces.len(), 2, "{pieces:?}");
    }

    #[test]
    fn a_page_may_lack_the_column_of_a_merged_cell() {
        let whole = [0.0, 30.0, 60.0, 90.0];
        let pieces = of(vec![
            vec![part(&["办理", "公开", "3"], &whole), part(&["", "", ""], &whole)],
            vec![part(&["不公开", "4"], &[30.0, 60.0, 90.0])],
            vec![part(&["", "其他", "5"], &whole)],
        ]);
        assert_eq!(rows(&pieces), [["办理", "公开", "3"], ["", "不公开", "4"], ["", "其他", "5"]]);
    }

    #[test]
    fn columns_without_lines_go_on_on_the_next_page() {
        let pieces =
            of(vec![vec![part(&["项目", "本年"], &[])], vec![part(&["收到", "3"], &[]), part(&["办理", "3"], &[])]]);
        assert_eq!(rows(&pieces), [["项目", "本年"], ["收到", "3"]]);
        let pieces = of(vec![vec![prose("项目\t本年"), prose("- 1 -")], vec![part(&["收到", "3"], &[])]]);
        assert_eq!(pieces.len(), 2);
        assert!(matches!(&pieces[1], Piece::Prose { text, .. } if text == "收到\t3"));
    }

    #[test]
    fn a_row_may_be_broken_between_pages() {
        let edges = [0.0, 60.0, 90.0];
        let pieces = of(vec![
            vec![part(&["1.属于国", "13"], &edges), prose("- 1 -")],
            vec![part(&["家秘密", ""], &edges)],
            vec![part(&["2.其他", "4"], &edges)],
        ]);
        assert_eq!(rows(&pieces), [["1.属于国家秘密", "13"], ["2.其他", "4"]]);
    }

    #[test]
    fn a_second_row_of_a_heading_is_no_rest_of_the_first() {
        let pieces = of(vec![
            vec![part(&["行政复议", "行政诉讼"], &[0.0, 60.0, 90.0]), prose("- 1 -")],
            vec![part(&["结果维持", "结果纠正", "其他结果"], &[0.0, 30.0, 60.0, 90.0])],
        ]);
        assert_eq!(rows(&pieces), [["行政复议", "", "行政诉讼"], ["结果维持", "结果纠正", "其他结果"]]);
    }

    #[test]
    fn a_row_of_figures_is_no_number_of_a_page() {
        for text in ["3", "- 3 -", "第3页 共8页", "3/8", "— 12 —"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["0\t0\t0", "0 0 0 0", "3\t4", "-", "共8件"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn other_tables_stay_apart() {
        let mut pieces = Vec::new();
        add_page(&mut pieces, 1, vec![part(&["a", "1"], &[0.0, 60.0, 90.0])]);
        add_page(&mut pieces, 2, vec![prose("四、诉讼情况"), part(&["b", "2"], &[0.0, 60.0, 90.0])]);
        add_page(&mut pieces, 3, vec![part(&["c", "3"], &[0.0, 60.0, 120.0])]);
        add_page(&mut pieces, 4, vec![part(&["d", "4"], &[]), part(&["e", "5"], &[])]);
        add_page(&mut pieces, 5, vec![part(&["f", "6", "7"], &[])]);
        assert_eq!(pieces.len(), 7);
    }
}
