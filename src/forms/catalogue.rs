//! All forms that are known: the embedded ones, compiled when they are first asked for, and the
//! user's own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

use memchr::memmem::Finder;

use super::compile::{compile, compile_packed};
use super::error::Source;
use super::{Form, FormError, Rule};
use crate::limits::{Limit, Limits};
use crate::message::mistakes;
use crate::packed::{self, Mistake, packed};
use crate::read::settings;
use crate::rules::nearest;

/// An embedded form file: its family, the marks of the family, and the file as the build script packs it.
type Embedded = (&'static str, &'static [u8], &'static [u8]);

macro_rules! embedded {
    ($family:literal) => {
        ($family, packed!(concat!("forms/", $family, ".marks")), packed!(concat!("forms/", $family)))
    };
}

/// The embedded form files. A new family is one line here.
static EMBEDDED: [Embedded; 5] =
    [embedded!("cn-fujian"), embedded!("cn-2014"), embedded!("cn-2019"), embedded!("cn-2021"), embedded!("us-foia")];

type Forms = Vec<Arc<Form>>;

/// What the embedded form files say: the same for every catalogue of the process.
static COMPILED: [OnceLock<Result<Forms, FormError>>; EMBEDDED.len()] = [const { OnceLock::new() }; EMBEDDED.len()];

/// What a text is searched for to tell whether it may use a family: its name, and the marks of its file.
static MARKS: LazyLock<Vec<Result<Vec<Finder<'static>>, Mistake>>> = LazyLock::new(|| {
    let marks = |(family, marks, _): &Embedded| {
        let marks: Vec<&'static str> = packed::read(marks)?;
        Ok(std::iter::once(*family).chain(marks).map(Finder::new).collect())
    };
    EMBEDDED.iter().map(marks).collect()
});

/// A rule with the form that it is of.
type FormAndRule = (Arc<Form>, Arc<Rule>);

/// Some of the embedded families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Families(u32);

impl Families {
    /// All embedded families.
    pub const ALL: Self = Self((1 << EMBEDDED.len()) - 1);

    fn has(self, index: usize) -> bool {
        self.0 >> index & 1 == 1
    }
}

/// The known forms.
#[derive(Debug, Default)]
pub struct Catalogue {
    added: Forms,
}

impl Catalogue {
    /// The forms that come with the program.
    #[must_use]
    pub fn builtin() -> Self {
        Self::default()
    }

    /// Adds the forms of a file, or of every `.toml` file of a folder in the order of names.
    ///
    /// # Errors
    /// [`FormError`] with file, line and column of the first mistake, or for a form that exists.
    pub fn add_path(&mut self, path: &Path, limits: &Limits) -> Result<(), FormError> {
        let io = |error: std::io::Error| FormError::Io { path: path.to_owned(), message: error.to_string() };
        if !path.is_dir() {
            return self.add_file(path, limits);
        }
        let entries = std::fs::read_dir(path).map_err(io)?;
        let mut files = entries.map(|entry| Ok(entry.map_err(io)?.path())).collect::<Result<Vec<PathBuf>, _>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
        files.sort();
        if files.is_empty() {
            return Err(FormError::Empty { path: path.to_owned() });
        }
        files.iter().try_for_each(|file| self.add_file(file, limits))
    }

    fn add_file(&mut self, path: &Path, limits: &Limits) -> Result<(), FormError> {
        let text = settings(path, Limit::Settings, limits);
        let text = text.map_err(|kind| FormError::Unread { path: path.to_owned(), kind })?;
        self.add_text(&path.display().to_string(), &text)
    }

    /// Adds the forms of a form file's text; `name` stands in error messages.
    ///
    /// # Errors
    /// As [`Self::add_path`].
    pub fn add_text(&mut self, name: &str, text: &str) -> Result<(), FormError> {
        let source = Source { name, text };
        let forms = compile(source)?;
        for form in forms {
            if self.form(&form.id)?.is_some() {
                return Err(source.error(&(0..0), |lang| mistakes::exists(lang, &form.id)));
            }
            self.added.push(Arc::new(form));
        }
        Ok(())
    }

    /// Every form, the user's own first.
    ///
    /// # Errors
    /// [`FormError`] where an embedded file has a mistake, which the tests rule out.
    pub fn forms(&self) -> Result<Forms, FormError> {
        self.forms_of(Families::ALL)
    }

    /// The forms of some families, and the user's own first.
    ///
    /// # Errors
    /// As [`Self::forms`].
    pub fn forms_of(&self, families: Families) -> Result<Forms, FormError> {
        let mut all = self.added.clone();
        for index in (0..EMBEDDED.len()).filter(|index| families.has(*index)) {
            all.extend(embedded(index)?.iter().cloned());
        }
        Ok(all)
    }

    /// The families of which a text bears a mark; all of them where it bears none.
    ///
    /// Compiling a family costs more than checking a report, so that only those are compiled that
    /// a report may use. Marks may miss; whoever finds a table unexplained asks for all.
    ///
    /// # Errors
    /// As [`Self::forms`].
    pub fn families_marked_in(&self, text: &str) -> Result<Families, FormError> {
        let mut found = Families(0);
        for (index, ((family, ..), marks)) in EMBEDDED.iter().zip(&*MARKS).enumerate() {
            let marks = marks.as_ref().map_err(|error| {
                Source { name: family, text: "" }.error(&(0..0), |lang| mistakes::not_toml(lang, error))
            })?;
            if marks.iter().any(|mark| mark.find(text.as_bytes()).is_some()) {
                found.0 |= 1 << index;
            }
        }
        Ok(if found.0 == 0 { Families::ALL } else { found })
    }

    /// The form of a full id such as `cn-2021/applications`.
    ///
    /// # Errors
    /// As [`Self::forms`].
    pub fn form(&self, id: &str) -> Result<Option<Arc<Form>>, FormError> {
        if let Some(form) = self.added.iter().find(|form| &*form.id == id) {
            return Ok(Some(Arc::clone(form)));
        }
        let family = id.split('/').next().unwrap_or_default();
        for (index, (name, ..)) in EMBEDDED.iter().enumerate() {
            if *name == family {
                return Ok(embedded(index)?.iter().find(|form| &*form.id == id).cloned());
            }
        }
        Ok(None)
    }

    /// The forms of a full id or of a whole family.
    ///
    /// # Errors
    /// [`FormError::Unknown`] where there is none, with the most similar name.
    pub fn select(&self, id: &str) -> Result<Forms, FormError> {
        if let Some(form) = self.form(id)? {
            return Ok(vec![form]);
        }
        let families = match EMBEDDED.iter().position(|(family, ..)| *family == id) {
            Some(index) => Families(1 << index),
            None => Families::ALL,
        };
        let mut all = self.forms_of(families)?;
        let near = nearest(id, all.iter().map(|form| &*form.id)).map(str::to_owned);
        all.retain(|form| &*form.id == id || form.family.id == id);
        if all.is_empty() { Err(FormError::Unknown { id: id.into(), nearest: near }) } else { Ok(all) }
    }

    /// The id most similar to a mistyped one.
    #[must_use]
    pub fn nearest(&self, id: &str) -> Option<String> {
        let all = self.forms().ok()?;
        nearest(id, all.iter().map(|form| &*form.id)).map(str::to_owned)
    }

    /// A rule by its id, with or without an instance in brackets.
    ///
    /// # Errors
    /// As [`Self::forms`].
    pub fn rule(&self, id: &str) -> Result<Option<FormAndRule>, FormError> {
        let id = id.split('[').next().unwrap_or_default();
        let Some((form, _)) = id.split_once(':') else { return Ok(None) };
        let Some(form) = self.form(form)? else { return Ok(None) };
        let rule = form.rules.iter().find(|rule| rule.id == id).cloned();
        Ok(rule.map(|rule| (form, rule)))
    }
}

fn embedded(index: usize) -> Result<&'static [Arc<Form>], FormError> {
    let (Some(slot), Some((family, _, bytes))) = (COMPILED.get(index), EMBEDDED.get(index)) else {
        return Ok(&[]);
    };
    let forms =
        slot.get_or_init(|| compile_packed(family, bytes).map(|forms| forms.into_iter().map(Arc::new).collect()));
    forms.as_deref().map_err(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_what_the_files_say() {
        for (family, marks, bytes) in EMBEDDED {
            let path = Path::new("src/forms").join(family).with_extension("toml");
            let text = std::fs::read_to_string(path).unwrap();
            let source = compile(Source { name: family, text: &text }).unwrap();
            let packed_forms = compile_packed(family, bytes).unwrap();
            assert_eq!(format!("{packed_forms:?}"), format!("{source:?}"));
            let marks: Vec<&str> = packed::read(marks).unwrap();
            assert_eq!(marks, source[0].family.marks);
        }
    }
}
