//! Counts what a file has taken so far, and refuses more than the limits of the run.

use crate::limits::{Exceeded, Limit, Limits};

/// The limits, and the counts over the whole file.
#[derive(Debug)]
pub(super) struct Budget {
    limits: Limits,
    cells: usize,
    paragraphs: usize,
    text: usize,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { limits: *limits, cells: 0, paragraphs: 0, text: 0 }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A row with its cells.
    pub(super) fn row(&mut self, rows_before: usize, cells: usize) -> Result<(), Exceeded> {
        self.limits.within(Limit::Rows, rows_before + 1)?;
        self.limits.within(Limit::Columns, cells)?;
        self.cells += cells;
        self.limits.within(Limit::Cells, self.cells)
    }

    pub(super) fn paragraph(&mut self) -> Result<(), Exceeded> {
        self.paragraphs += 1;
        self.limits.within(Limit::Paragraphs, self.paragraphs)
    }

    pub(super) fn text(&mut self, bytes: usize) -> Result<(), Exceeded> {
        self.text = self.text.saturating_add(bytes);
        self.limits.within(Limit::Text, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Setting;

    #[test]
    fn each_limit_is_exact_and_tells_itself() {
        let limits = [("rows", "5"), ("columns", "3"), ("cells", "7"), ("text", "9"), ("paragraphs", "2")]
            .iter()
            .fold(Limits::DEFAULT, |limits, (name, value)| limits.with(Setting::new(name, value).unwrap()));
        let over = |limit| Err(limits.exceeded(limit));
        let mut budget = Budget::new(&limits);
        assert_eq!(budget.row(4, 3), Ok(()));
        assert_eq!(budget.row(5, 1), over(Limit::Rows));
        assert_eq!(budget.row(0, 4), over(Limit::Columns));
        assert_eq!((budget.row(0, 3), budget.row(0, 1), budget.row(0, 1)), (Ok(()), Ok(()), over(Limit::Cells)));
        assert_eq!((budget.text(9), budget.text(1)), (Ok(()), over(Limit::Text)));
        assert_eq!(
            (budget.paragraph(), budget.paragraph(), budget.paragraph()),
            (Ok(()), Ok(()), over(Limit::Paragraphs))
        );
    }
}
