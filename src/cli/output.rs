//! Where output goes: standard output, or a file that is there whole or not at all.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Seek, StdoutLock, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use disclose_check::message::usage;

use super::args;

/// Where output goes.
pub(super) enum Output {
    /// Standard output.
    Standard(BufWriter<StdoutLock<'static>>),
    /// Moved into its place at the end. Until all is written it has no name, so that nothing is left of a
    /// run that is interrupted.
    Unnamed { file: BufWriter<File>, target: PathBuf, like: Option<Metadata> },
    /// A device or a pipe, which cannot be replaced.
    Device(File),
}

impl Output {
    /// The file, or standard output where there is none.
    pub(super) fn open(path: Option<&Path>) -> io::Result<Self> {
        path.map_or_else(|| Ok(Self::Standard(BufWriter::new(io::stdout().lock()))), |path| Self::file(path, None))
    }

    /// A file, with the permissions of the one that was there or else of the original.
    fn file(path: &Path, original: Option<&Path>) -> io::Result<Self> {
        // A link keeps pointing where it does: its target is what is replaced.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let before = fs::metadata(&target).ok();
        if before.as_ref().is_some_and(|found| !found.is_dir()) {
            // A file that may not be written may not be replaced either.
            let file = File::options().write(true).open(&target)?;
            if before.as_ref().is_some_and(|found| !found.is_file()) {
                return Ok(Self::Device(file));
            }
        }
        let file = BufWriter::new(tempfile::tempfile_in(folder(&target))?);
        let like = before.or_else(|| original.and_then(|original| fs::metadata(original).ok()));
        Ok(Self::Unnamed { file, target, like })
    }

    /// Everything is written; a file takes its place only now.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        match self {
            Self::Standard(_) | Self::Device(_) => Ok(()),
            Self::Unnamed { file, target, like } => {
                let mut unnamed = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                let mut named = beside(folder(&target))?;
                unnamed.rewind()?;
                io::copy(&mut unnamed, &mut named)?;
                if let Some(like) = like {
                    named.as_file().set_permissions(like.permissions())?;
                }
                named.persist(&target)?;
                Ok(())
            }
        }
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Standard(out) => out,
            Self::Unnamed { file, .. } => file,
            Self::Device(file) => file,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }
}

/// Lets `write` write to the file, or to standard output where there is none.
pub(super) fn to(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let written = Output::open(path).and_then(|mut out| {
        write(&mut out)?;
        out.finish()
    });
    if is_closed(path, &written) { Ok(()) } else { written.with_context(|| name(path)) }
}

/// Writes a changed copy of a file: who may not read the file may not read the copy.
pub(super) fn copy(path: &Path, original: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written = Output::file(path, Some(original)).and_then(|mut out| {
        out.write_all(bytes)?;
        out.finish()
    });
    written.with_context(|| name(Some(path)))
}

/// Whether the reader of standard output has seen enough.
pub(super) fn is_closed(path: Option<&Path>, written: &io::Result<()>) -> bool {
    path.is_none() && written.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// What an error calls it.
pub(super) fn name(path: Option<&Path>) -> String {
    path.map_or_else(|| usage::standard_output(args::language()), |path| path.display().to_string())
}

/// Whether two paths are of one file, also where it is yet to be written.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| match (fs::canonicalize(path), path.parent(), path.file_name()) {
        (Ok(real), ..) => Some(real),
        (Err(_), Some(folder), Some(name)) => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            fs::canonicalize(folder).ok().map(|folder| folder.join(name))
        }
        _ => None,
    };
    // Devices may be read and written at once.
    let is_device = |path: &Path| fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    !is_device(one) && real(one).is_some_and(|one| real(other) == Some(one))
}

fn folder(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file under a name of its own, as a program would make one: temporary files are private by default.
fn beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        to(Some(&path), |out| out.write_all(b"old")).unwrap();
        let failed = to(Some(&path), |out| {
            out.write_all(b"new")?;
            Err(io::Error::other("stop"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
