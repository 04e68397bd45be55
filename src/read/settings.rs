//! Files that are no reports: forms, settings, baselines. Their text within a limit, and nothing else.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::limits::{Limit, Limits};
use crate::problem::ProblemKind;

/// The text of a file of the program's own; `limit` is the one that it keeps to.
///
/// # Errors
/// What the system says, and more bytes than the limit.
pub fn settings(path: &Path, limit: Limit, limits: &Limits) -> Result<String, ProblemKind> {
    let io = |error: std::io::Error| super::io_problem(&error);
    if fs::metadata(path).map_err(io)?.is_dir() {
        return Err(ProblemKind::Directory);
    }
    let mut text = String::new();
    let file = fs::File::open(path).map_err(io)?;
    // One byte more than there may be tells that there is more, of devices as well.
    file.take(limits.of(limit).saturating_add(1)).read_to_string(&mut text).map_err(io)?;
    limits.within(limit, text.len())?;
    Ok(text)
}
