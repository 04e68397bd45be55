//! Sees to it that no input hangs the tests or fills the memory unnoticed, and that the input is there
//! to look at even where the process is ended.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// No input of the tests takes anywhere near as long.
const PATIENCE: Duration = Duration::from_secs(60);
/// Nor does all of them together take as much, in KiB.
const MEMORY: u64 = 2 << 20;

/// The inputs of one target, of which one runs at a time.
pub(crate) struct Watch {
    file: PathBuf,
    started: Arc<Mutex<Option<Instant>>>,
}

impl Watch {
    /// Watches a target from now on; `name` is that of the file that holds its input.
    pub(crate) fn over(name: &str) -> Self {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let started: Arc<Mutex<Option<Instant>>> = Arc::default();
        let (watched, input) = (Arc::clone(&started), file.clone());
        std::thread::spawn(move || {
            while Arc::strong_count(&watched) > 1 {
                std::thread::sleep(Duration::from_millis(200));
                let running = watched.lock().unwrap().map(|start| start.elapsed());
                let memory = most_memory();
                if running.is_some_and(|time| time > PATIENCE || memory > MEMORY) {
                    eprintln!("{}: runs for {running:?}, {memory} KiB", input.display());
                    std::process::abort();
                }
            }
        });
        Self { file, started }
    }

    /// Runs something on an input, which stands in a file meanwhile.
    pub(crate) fn run(&self, input: &[u8], what: impl FnOnce(&Path)) {
        fs::write(&self.file, input).unwrap();
        *self.started.lock().unwrap() = Some(Instant::now());
        what(&self.file);
        *self.started.lock().unwrap() = None;
    }
}

/// The most memory that the process has held so far, in KiB; 0 where the system does not tell.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
