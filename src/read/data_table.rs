//! What tells a table of data from one that only lays out a page: the same signs for pages and for
//! Word files.

/// A cell with more characters than any label or figure has holds an article.
const LONGEST_CELL: usize = 600;

/// The signs of one table, gathered cell by cell.
#[derive(Default)]
pub(super) struct Signs {
    filled: usize,
    filled_rows: usize,
    nested: usize,
    has_article: bool,
}

impl Signs {
    /// A cell with its own text and the number of tables inside it.
    pub(super) fn cell(&mut self, text: &str, nested: usize) {
        self.filled += usize::from(!text.is_empty());
        self.nested += nested;
        self.has_article |= text.chars().nth(LONGEST_CELL).is_some();
    }

    pub(super) fn end_row(&mut self) {
        self.filled_rows += usize::from(std::mem::take(&mut self.filled) > 1);
    }

    /// At least two rows of several filled cells, no article, and not mostly other tables.
    pub(super) fn is_data(&self) -> bool {
        self.filled_rows >= 2 && self.filled_rows > self.nested && !self.has_article
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_data(rows: &[&[(&str, usize)]]) -> bool {
        let mut signs = Signs::default();
        for row in rows {
            for (text, nested) in *row {
                signs.cell(text, *nested);
            }
            signs.end_row();
        }
        signs.is_data()
    }

    #[test]
    fn layout_is_no_data() {
        assert!(is_data(&[&[("项目", 0), ("本年", 0)], &[("收到", 0), ("3", 0)]]));
        assert!(!is_data(&[&[("项目", 0), ("", 0)], &[("收到", 0), ("3", 0)]]));
        assert!(!is_data(&[&[("a", 1), ("b", 0)], &[("c", 0), ("d", 1)]]));
        let article = "文".repeat(601);
        assert!(!is_data(&[&[("a", 0), ("b", 0)], &[("c", 0), (&article, 0)]]));
    }
}
