//! A bar on a terminal while many files are checked.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

/// Fewer files than this are done before a bar can be read.
const MANY: usize = 200;

/// A bar for some number of files, where somebody can see it.
pub(super) fn bar(files: usize, quiet: bool) -> Option<ProgressBar> {
    if files < MANY || quiet || !io::stderr().is_terminal() {
        return None;
    }
    let bar = ProgressBar::new(u64::try_from(files).unwrap_or(u64::MAX));
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    Some(bar)
}

/// Lets something be written without the bar standing in it.
pub(super) fn aside<T>(bar: Option<&ProgressBar>, write: impl FnOnce() -> T) -> T {
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// Takes the bar away.
pub(super) fn done(bar: Option<ProgressBar>) {
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}
