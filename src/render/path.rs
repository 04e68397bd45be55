//! Paths as other tools want them: relative to the folder that the program runs in where they are
//! below it, with `/` between the parts. Nothing here looks at files.

use std::env;
use std::path::{Component, Path};

/// The path with `/` between its parts.
pub(super) fn relative(source: &str) -> String {
    joined(source, str::to_owned, "")
}

/// The path as a URI reference, percent-encoded.
pub(super) fn uri(source: &str) -> String {
    joined(source, encoded, "file://")
}

/// The parts, each turned by `part`; `root` stands before an absolute path.
fn joined(source: &str, part: impl Fn(&str) -> String, root: &str) -> String {
    let path = Path::new(source);
    let here = env::current_dir().ok();
    let path = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::ParentDir => parts.push("..".to_owned()),
            Component::RootDir if parts.is_empty() => parts.push(root.to_owned()),
            Component::CurDir | Component::RootDir => {}
            Component::Prefix(prefix) => {
                parts.extend([root.to_owned(), prefix.as_os_str().to_string_lossy().into_owned()]);
            }
            Component::Normal(name) => parts.push(part(&name.to_string_lossy())),
        }
    }
    parts.join("/")
}

/// A part of a path with everything encoded but what no URI gives a meaning to.
fn encoded(part: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encode = |byte: u8| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    part.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_relative_and_encoded() {
        assert_eq!(uri("./a b/建.csv"), "a%20b/%E5%BB%BA.csv");
        assert_eq!(uri("../a:b#c?d%20"), "../a%3Ab%23c%3Fd%2520");
        let below = env::current_dir().unwrap().join("x/y.csv");
        assert_eq!(uri(below.to_str().unwrap()), "x/y.csv");
        assert_eq!(relative(below.to_str().unwrap()), "x/y.csv");
    }

    #[cfg(unix)]
    #[test]
    fn paths_elsewhere_stay_absolute() {
        assert_eq!(uri("/no where/a.csv"), "file:///no%20where/a.csv");
        assert_eq!(relative("/no where/a.csv"), "/no where/a.csv");
    }
}
