//! The pieces of all pages in order. A table that fills the end of a page and the start of the next
//! is one table: its columns are those that either part draws.

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

/// A table, perhaps of several pages.
#[derive(Debug, PartialEq)]
pub(super) struct Table {
    pub(super) rows: Vec<(At, Vec<Option<String>>)>,
    /// The edges of the columns, where lines draw them.
    edges: Vec<f64>,
}

/// Adds what stands on a page. Numbers of pages are left out.
pub(super) fn add_page(pieces: &mut Vec<Piece>, page: usize, parts: Vec<Part>) {
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
                let rows = rows.into_iter().zip(at.line..).map(|(row, line)| (At { page, line }, row)).collect();
                let table = Table { rows, edges };
                match pieces.last_mut() {
                    Some(Piece::Table(before)) if is_first && before.goes_on_in(&table) => before.append(table),
                    _ => pieces.push(Piece::Table(table)),
                }
                is_first = false;
            }
        }
    }
}

/// `- 3 -`, `第3页 共8页`.
fn is_page_number(text: &str) -> bool {
    text.chars().any(|sign| sign.is_ascii_digit())
        && text.chars().all(|sign| sign.is_ascii_digit() || sign.is_whitespace() || "-—–―/·第页共".contains(sign))
        && text.chars().count() <= 16
}

impl Table {
    fn goes_on_in(&self, next: &Self) -> bool {
        let near = |one: Option<&f64>, other: Option<&f64>| match (one, other) {
            (Some(one), Some(other)) => (one - other).abs() <= NEAR,
            _ => false,
        };
        near(self.edges.first(), next.edges.first()) && near(self.edges.last(), next.edges.last())
    }

    fn append(&mut self, next: Self) {
        let mut edges: Vec<f64> = self.edges.iter().chain(&next.edges).copied().collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup_by(|later, earlier| (*later - *earlier).abs() <= NEAR);
        let width = edges.len().saturating_sub(1);
        let own =
            std::mem::take(&mut self.rows).into_iter().map(|(at, row)| (at, spread(row, &self.edges, &edges, width)));
        let others = next.rows.into_iter().map(|(at, row)| (at, spread(row, &next.edges, &edges, width)));
        self.rows = own.chain(others).collect();
        self.edges = edges;
    }
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
    fn other_tables_stay_apart() {
        let mut pieces = Vec::new();
        add_page(&mut pieces, 1, vec![part(&["a", "1"], &[0.0, 60.0, 90.0])]);
        add_page(&mut pieces, 2, vec![prose("四、诉讼情况"), part(&["b", "2"], &[0.0, 60.0, 90.0])]);
        add_page(&mut pieces, 3, vec![part(&["c", "3"], &[0.0, 60.0, 120.0])]);
        add_page(&mut pieces, 4, vec![part(&["d", "4"], &[]), part(&["e", "5"], &[])]);
        assert_eq!(pieces.len(), 6);
    }
}
