//! Patterns of paths. Which paths there are is not known here.

use globset::{Error, GlobBuilder, GlobSet};

/// A pattern, as a set of one: a set tells that a pattern is too large, a pattern alone would panic. A `*` of an
/// `exact` one stands for no more than a part of a path.
pub(crate) fn pattern(text: &str, exact: bool) -> Result<GlobSet, Error> {
    GlobSet::new([GlobBuilder::new(text).literal_separator(exact).build()?])
}
