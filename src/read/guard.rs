//! Readers of other crates that panic on files which they cannot make sense of: such a file is
//! damaged for us, and nothing of the panic is shown.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use crate::problem::ProblemKind;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

static QUIET: Once = Once::new();

/// Runs a reader; a panic in it becomes a problem of the file.
pub(super) fn guarded<T>(kind: &'static str, read: impl FnOnce() -> Result<T, ProblemKind>) -> Result<T, ProblemKind> {
    QUIET.call_once(|| {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                hook(info);
            }
        }));
    });
    GUARDED.set(true);
    // What the reader leaves behind half done is not looked at again.
    let done = panic::catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(false);
    done.unwrap_or_else(|_| Err(ProblemKind::Damaged { kind, detail: "its structure makes no sense".into() }))
}
