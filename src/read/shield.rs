//! Keeps a panic inside a library that reads files from ending the program. Files are checked
//! against the limits first; this is for the mistakes that remain.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use super::Refusal;
use crate::problem::ProblemKind;

thread_local! {
    static SHIELDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader; a panic in it makes the file a damaged one. A limit that is met where the library
/// cannot be told to stop may leave it by unwinding with a [`ProblemKind`]. What the reader had built
/// is dropped, so that nothing half made is seen.
pub(super) fn shielded<T>(format: &'static str, read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    silence();
    let before = SHIELDED.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(read));
    SHIELDED.set(before);
    outcome.unwrap_or_else(|payload| {
        let damaged = || ProblemKind::Damaged { format, detail: "its content makes no sense".into() };
        Err(payload.downcast::<ProblemKind>().map_or_else(|_| damaged(), |kind| *kind).into())
    })
}

/// Panics that are caught here are told as problems and not on the terminal as well; all others go
/// where they went before.
fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !SHIELDED.get() {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_problem() {
        let outcome: Result<(), _> = shielded("XLS", || panic!("index out of bounds"));
        assert!(matches!(outcome.unwrap_err().kind, ProblemKind::Damaged { format: "XLS", .. }));
        let unwound: Result<(), _> = shielded("PDF", || panic::resume_unwind(Box::new(ProblemKind::Encrypted)));
        assert_eq!(unwound, Err(ProblemKind::Encrypted.into()));
        assert_eq!(shielded("XLS", || Ok(1)), Ok(1));
        assert!(!SHIELDED.get());
    }
}
