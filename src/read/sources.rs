//! Which files are meant: files as they are, the reports in folders, and patterns.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::pattern;

/// The extensions of files that are looked for in folders.
pub const EXTENSIONS: [&str; 14] =
    ["csv", "tsv", "txt", "md", "markdown", "html", "htm", "xhtml", "docx", "xlsx", "xls", "xlsm", "ods", "pdf"];

/// The extensions of files that reports are written in too and that are read only where their content is of another
/// kind, as that of many a `.doc` is: they are looked for so that no report is passed over in silence.
const OTHERS: [&str; 12] = ["doc", "dot", "docm", "wps", "wpt", "et", "xlsb", "odt", "rtf", "mht", "mhtml", "ofd"];

/// How the names of files start that an office program leaves while one is open.
const LOCK: &str = "~$";

/// The files that some paths mean, in the order of the paths and by name within a folder. What
/// `.gitignore` and `.ignore` leave out, and hidden files, are not looked for; files of a kind that reports are
/// written in and that is not read are, so that it is told. A folder or pattern
/// without any such file stays as it is, so that reading it tells what is missing.
#[must_use]
pub fn sources(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        let inside = if path.is_dir() {
            files(path).filter(|file| is_report(file)).collect()
        } else if !path.exists() {
            matching(path)
        } else {
            Vec::new()
        };
        if inside.is_empty() {
            found.push(path.clone());
        }
        found.extend(inside);
    }
    found
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let walk = WalkBuilder::new(folder).require_git(false).sort_by_file_path(Path::cmp).build();
    let files = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    files.map(ignore::DirEntry::into_path)
}

fn is_report(file: &Path) -> bool {
    let extension = file.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase);
    let is_lock = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(LOCK));
    extension.is_some_and(|extension| !is_lock && EXTENSIONS.iter().chain(&OTHERS).any(|known| *known == extension))
}

/// The files that a pattern such as `reports/**/*.csv` means, for shells that leave it as it is.
fn matching(pattern: &Path) -> Vec<PathBuf> {
    let text = pattern.to_string_lossy();
    let Some(first) = text.find(['*', '?', '[', '{']) else { return Vec::new() };
    let Ok(matcher) = pattern::pattern(&text, true) else { return Vec::new() };
    let folder = text.get(..first).and_then(|start| start.rfind(['/', '\\'])).and_then(|end| text.get(..=end));
    let walked = files(Path::new(folder.unwrap_or(".")));
    let plain = |file: PathBuf| file.strip_prefix("./").map(Path::to_path_buf).unwrap_or(file);
    walked.map(|file| if folder.is_none() { plain(file) } else { file }).filter(|file| matcher.is_match(file)).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn folders_and_patterns_mean_the_reports_in_them() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::create_dir(root.join("empty")).unwrap();
        for name in [
            "z.csv",
            "a/2.html",
            "a/1.XLSX",
            "a/b/3.csv",
            "a/b/old.csv",
            "a/photo.png",
            "a/all.zip",
            "a/0.doc",
            "a/~$1.docx",
            ".hidden.csv",
        ] {
            fs::write(root.join(name), "x").unwrap();
        }
        fs::write(root.join(".gitignore"), "old.csv\n").unwrap();
        let names = |paths: &[PathBuf]| -> Vec<String> {
            let found = sources(paths);
            found.iter().map(|path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/")).collect()
        };
        assert_eq!(names(&[root.to_path_buf()]), ["a/0.doc", "a/1.XLSX", "a/2.html", "a/b/3.csv", "z.csv"]);
        assert_eq!(names(&[root.join("**/*.csv")]), ["a/b/3.csv", "z.csv"]);
        assert_eq!(names(&[root.join("*.csv")]), ["z.csv"]);
        assert_eq!(
            names(&[root.join("a/photo.png"), root.join("empty"), root.join("none*.csv")]),
            ["a/photo.png", "empty", "none*.csv"]
        );
    }
}
