//! Tables of Markdown without bars around them, of which some line starts or ends with a blank cell: there a bar
//! may be taken for one around the table, so that all cells move by one. What a cell means is not known here.

use std::ops::Range;

use super::inline::Piece;

/// Where such a table stands, and the pieces of its rows.
pub(super) struct Bare {
    pub(super) span: Range<usize>,
    pub(super) rows: Vec<Vec<Piece>>,
}

/// The tables in a text.
pub(super) fn tables(text: &str) -> Vec<Bare> {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line.trim_end_matches(['\n', '\r'])));
        at += line.len();
    }
    let mut found = Vec::new();
    let mut from = 0;
    for (number, (_, rule)) in lines.iter().enumerate().skip(1) {
        if number > from && is_rule(rule) {
            let count = lines.iter().skip(number - 1).take_while(|(_, line)| line.contains('|')).count();
            let own = lines.get(number - 1..number - 1 + count).unwrap_or_default();
            found.extend(bare(own));
            from = number - 1 + count;
        }
    }
    found
}

/// Whether a line is nothing but runs of dashes between bars, none of them around the line.
fn is_rule(line: &str) -> bool {
    let is_run = |run: &str| {
        let dashes = run.trim().trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    line.contains('|') && line.split('|').all(is_run)
}

fn bare(lines: &[(usize, &str)]) -> Option<Bare> {
    let [(start, heading), (_, rule), rest @ ..] = lines else { return None };
    let width = rule.split('|').count();
    let opens = |line: &str| line.trim().starts_with('|') || line.trim().ends_with('|');
    let rows: Vec<Vec<Piece>> =
        std::iter::once((*start, *heading)).chain(rest.iter().copied()).map(|(at, line)| cells(at, line)).collect();
    let (last, line) = lines.last()?;
    let is_one = rows.iter().all(|row| row.len() == width) && lines.iter().any(|(_, line)| opens(line));
    is_one.then(|| Bare { span: *start..last + line.len(), rows })
}

/// The cells of a line; a bar behind a backslash is part of one.
fn cells(start: usize, line: &str) -> Vec<Piece> {
    let mut cells = Vec::new();
    let mut from = 0;
    let ends = line.match_indices('|').map(|(at, _)| at).chain([line.len()]);
    for end in ends {
        let before = line.get(from..end).unwrap_or_default();
        if before.ends_with('\\') && end < line.len() {
            continue;
        }
        let text = before.trim();
        let at = start + from + (before.len() - before.trim_start().len());
        cells.push(Piece { text: text.replace("\\|", "|").replace("**", ""), span: at..at + text.len() });
        from = end + 1;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let tables = tables(text);
        tables.into_iter().flat_map(|one| one.rows).map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn blank_cells_at_the_ends_keep_their_places() {
        let text = "# 标题\n\n | 自然人 | 总计\n--- | --- | ---\n收到 | 3 | 4\n | 1 | \n\n后文\n";
        assert_eq!(rows(text), [["", "自然人", "总计"], ["收到", "3", "4"], ["", "1", ""]]);
        let found = tables(text);
        assert_eq!(&text[found[0].span.clone()], " | 自然人 | 总计\n--- | --- | ---\n收到 | 3 | 4\n | 1 | ");
        assert_eq!(&text[found[0].rows[1][1].span.clone()], "3");
        assert_eq!(rows(" | a\\|b\n---|---\n1 | 2\n"), [["", "a|b"], ["1", "2"]]);
    }

    #[test]
    fn other_tables_are_left_alone() {
        for text in
            ["| a | b |\n|---|---|\n|  | 2 |\n", "a | b\n---|---\n1 | 2\n", " | a\n---|---\n1 | 2 | 3\n", "a\n---\nb\n"]
        {
            assert_eq!(rows(text), Vec::<Vec<String>>::new(), "{text}");
        }
    }
}
