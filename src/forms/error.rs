//! What is wrong with a form file, and where.

use std::ops::Range;
use std::path::PathBuf;

use crate::message::{self, Bilingual, Lang, mistakes};
use crate::problem::ProblemKind;

/// A form file that cannot be used.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FormError {
    /// The file or folder could not be read.
    #[error("{}", self.message(Lang::En))]
    Io {
        /// The path as given.
        path: PathBuf,
        /// The system's words.
        message: String,
    },
    /// The file cannot be read within the limits.
    #[error("{}", self.message(Lang::En))]
    Unread {
        /// The path as given.
        path: PathBuf,
        /// Why not.
        kind: ProblemKind,
    },
    /// The file says something that a form cannot say.
    #[error("{}", self.message(Lang::En))]
    Invalid {
        /// The file's name.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Character within the line, from 1.
        column: usize,
        /// What was found and what was expected.
        mistake: Box<Bilingual>,
    },
    /// A folder without form files.
    #[error("{}", self.message(Lang::En))]
    Empty {
        /// The path as given.
        path: PathBuf,
    },
    /// No form or rule has that name.
    #[error("{}", self.message(Lang::En))]
    Unknown {
        /// The name as given.
        id: String,
        /// The most similar name that exists.
        nearest: Option<String>,
    },
}

impl FormError {
    /// What is wrong, and where.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Io { path, message } => format!("{}: {}", path.display(), mistakes::not_read(lang, message)),
            Self::Unread { path, kind } => format!("{}: {}", path.display(), kind.message(lang)),
            Self::Empty { path } => format!("{}: {}", path.display(), mistakes::no_files(lang)),
            Self::Invalid { file, line, column, mistake } => format!("{file}:{line}:{column}: {}", mistake.get(lang)),
            Self::Unknown { id, nearest } => {
                let hint = nearest.as_ref().map(|id| message::did_you_mean(lang, id)).unwrap_or_default();
                message::unknown_form(lang, id, &hint)
            }
        }
    }
}

/// A place in a form file, for making errors.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// An error at the start of a span of bytes.
    pub(super) fn error(self, span: &Range<usize>, mistake: impl Fn(Lang) -> String) -> FormError {
        self.told(span, Bilingual::of(mistake))
    }

    /// An error that is told already.
    pub(super) fn told(self, span: &Range<usize>, mistake: Bilingual) -> FormError {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        FormError::Invalid { file: self.name.into(), line, column, mistake: Box::new(mistake) }
    }
}
