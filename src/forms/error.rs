//! What is wrong with a form file, and where.

use std::ops::Range;
use std::path::PathBuf;

use crate::message::Lang;
use crate::problem::ProblemKind;

/// A form file that cannot be used.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FormError {
    /// The file or folder could not be read.
    #[error("{}: cannot be read: {message}", path.display())]
    Io {
        /// The path as given.
        path: PathBuf,
        /// The system's words.
        message: String,
    },
    /// The file cannot be read within the limits.
    #[error("{}: {}", path.display(), kind.message(Lang::En))]
    Unread {
        /// The path as given.
        path: PathBuf,
        /// Why not.
        kind: ProblemKind,
    },
    /// The file says something that a form cannot say.
    #[error("{file}:{line}:{column}: {message}")]
    Invalid {
        /// The file's name.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Character within the line, from 1.
        column: usize,
        /// What was found and what was expected.
        message: String,
    },
    /// No form or rule has that name.
    #[error("unknown form `{id}`{}", nearest.as_ref().map(|id| format!("; did you mean `{id}`?")).unwrap_or_default())]
    Unknown {
        /// The name as given.
        id: String,
        /// The most similar name that exists.
        nearest: Option<String>,
    },
}

/// A place in a form file, for making errors.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// An error at the start of a span of bytes.
    pub(super) fn error(self, span: &Range<usize>, message: impl Into<String>) -> FormError {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        FormError::Invalid { file: self.name.into(), line, column, message: message.into() }
    }
}
