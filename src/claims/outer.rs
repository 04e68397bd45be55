//! Parts that have parts of their own: `公开40件;不公开6件,其中国家秘密4件、案卷2件;无法提供31件`.

use super::known::Lists;
use super::lists::Chain;

impl Chain<'_, '_> {
    /// Figures that may be parts of a whole, over those that are parts of one of them.
    pub(super) fn over_inner_lists(&self, whole: usize, run: &[usize], lists: &Lists) -> Vec<usize> {
        let inner = |index: &usize| lists.with_part(*index).any(|list| list.wholes.iter().all(|own| run.contains(own)));
        let fits = |index: &usize| {
            let free = !self.line.among(*index) && !lists.has_part(*index);
            self.line.compatible(*index, whole) && free
        };
        run.iter().copied().filter(|index| !inner(index)).take_while(fits).collect()
    }
}

/// Every start of a run with several figures, the longest first.
pub(super) fn starts_of(run: &[usize]) -> Vec<Vec<usize>> {
    (2..=run.len()).rev().filter_map(|length| run.get(..length).map(<[usize]>::to_vec)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_start_comes_first() {
        assert_eq!(starts_of(&[4, 5, 7]), [vec![4, 5, 7], vec![4, 5]]);
        assert!(starts_of(&[4]).is_empty());
    }
}
