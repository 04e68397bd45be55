//! Checking again whenever a file changes, until the program is stopped.
//! Files are looked at now and then: that works on every file system, network ones included.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(300);

/// What tells that a file has changed; `None` where it is not there.
type Stamp = Option<(SystemTime, u64)>;

/// Runs `check` now and after every change of one of the files, or of which files there are. What it
/// fails with is told, and the watch goes on.
pub(super) fn watch(files: impl Fn() -> Vec<PathBuf>, mut check: impl FnMut() -> anyhow::Result<u8>) -> ! {
    let look = || files().into_iter().map(|path| (stamp(&path), path)).collect::<Vec<(Stamp, PathBuf)>>();
    loop {
        let seen = look();
        if let Err(error) = check() {
            super::tell(&error);
        }
        while look() == seen {
            thread::sleep(PAUSE);
        }
    }
}

fn stamp(path: &Path) -> Stamp {
    let found = fs::metadata(path).ok()?;
    Some((found.modified().ok()?, found.len()))
}
