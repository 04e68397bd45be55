//! Programs run as a whole, process start included, and how long each run took.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A program with its arguments, and its runs.
pub struct Program {
    pub name: &'static str,
    command: Command,
    times: Vec<Duration>,
}

impl Program {
    pub fn new(name: &'static str, program: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self { name, command, times: Vec::new() }
    }

    /// Runs it once more.
    pub fn run(&mut self) {
        let start = Instant::now();
        self.command.status().unwrap();
        self.times.push(start.elapsed());
    }

    /// Runs it once more; gives its peak memory in KiB where the system tells it.
    pub fn run_watched(&mut self) -> usize {
        let start = Instant::now();
        let peak = watched(self.command.spawn().unwrap());
        self.times.push(start.elapsed());
        peak
    }

    /// The middle of its times in seconds.
    pub fn median(&self) -> f64 {
        let mut times = self.times.clone();
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64()
    }

    /// The least of its times in seconds.
    pub fn best(&self) -> f64 {
        self.times.iter().min().unwrap().as_secs_f64()
    }
}

/// Waits for the end of a process.
fn watched(mut child: Child) -> usize {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = peak.max(now.unwrap_or(0));
        thread::sleep(Duration::from_millis(5));
    }
    peak
}
