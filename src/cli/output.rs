//! Where output goes: standard output, or a file that is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use anyhow::Context;

/// Lets `write` write to the file, or to standard output where there is none.
pub(super) fn to(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    match path {
        Some(path) => to_file(path, None, write).with_context(|| path.display().to_string()),
        None => to_stdout(write),
    }
}

/// Writes a changed copy of a file: who may not read the file may not read the copy.
pub(super) fn copy(path: &Path, original: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    to_file(path, Some(original), |out| out.write_all(bytes)).with_context(|| path.display().to_string())
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

fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        // The reader has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output"),
    }
}

/// Writes beside the file and moves the result into its place. Until all is written it has no name, so that
/// nothing is left of a run that is interrupted.
fn to_file(
    path: &Path,
    original: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    // A link keeps pointing where it does: its target is what is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let before = fs::metadata(&target).ok();
    if before.as_ref().is_some_and(|found| !found.is_dir()) {
        // A file that may not be written may not be replaced either.
        let mut file = File::options().write(true).open(&target)?;
        if before.as_ref().is_some_and(|found| !found.is_file()) {
            // A device or a pipe cannot be replaced.
            return Ok(write(&mut file)?);
        }
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut unnamed = BufWriter::new(tempfile::tempfile_in(folder)?);
    write(&mut unnamed)?;
    let mut unnamed = unnamed.into_inner().map_err(io::IntoInnerError::into_error)?;
    let mut file = beside(folder)?;
    unnamed.rewind()?;
    io::copy(&mut unnamed, &mut file)?;
    let like = before.or_else(|| original.and_then(|original| fs::metadata(original).ok()));
    if let Some(like) = like {
        file.as_file().set_permissions(like.permissions())?;
    }
    file.persist(&target)?;
    Ok(())
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
