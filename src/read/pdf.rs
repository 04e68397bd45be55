//! PDF.
use super::Content;
use crate::problem::ProblemKind;
pub(super) fn read(_: &[u8]) -> Result<Content, ProblemKind> { Err(ProblemKind::Scanned) }
