//! Years that stand side by side in one table: the columns of each are a report of their own. What the columns mean
//! is known already.

use super::matching::Heading;

/// The columns of one year, each in its place; those of the others are none.
pub(super) struct OfYear {
    pub(super) year: String,
    pub(super) columns: Vec<Option<usize>>,
}

/// The years over the columns of a table, where every column that a form has once stands under each of several.
pub(super) fn years(heading: &Heading<'_>, columns: &[Option<usize>]) -> Option<Vec<OfYear>> {
    let is_twice = |one: &Option<usize>| one.is_some() && columns.iter().filter(|other| *other == one).count() > 1;
    if !columns.iter().any(is_twice) {
        return None;
    }
    let mut groups: Vec<OfYear> = Vec::new();
    let mut year = None;
    for (place, column) in columns.iter().enumerate().filter(|(_, column)| column.is_some()) {
        // A heading such as 累计 goes with the year at its left.
        year = heading.year_over(place).or(year);
        let year = year?;
        if groups.iter().all(|group| group.year != year) {
            groups.push(OfYear { year: year.to_owned(), columns: vec![None; columns.len()] });
        }
        let group = groups.iter_mut().find(|group| group.year == year)?;
        if group.columns.contains(column) {
            return None;
        }
        *group.columns.get_mut(place)? = *column;
    }
    (groups.len() > 1).then_some(groups)
}
