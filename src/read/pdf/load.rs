//! Opens a PDF within limits. The library limits what one part unpacks to; what all of them do, and
//! what is told to stand in one place many times over, is counted here while it reads.

use std::cell::Cell;
use std::collections::BTreeSet;

use lopdf::{DecompressError, Document, Error, LoadOptions, Object, ObjectId, Stream};

use super::damaged;
use crate::problem::{Limit, ProblemKind};
use crate::read::limits::{MAX_ELEMENTS, MAX_PACKED};

/// Bytes that the streams of objects may unpack to; an object takes many times its text.
const MAX_OBJECT_STREAMS: usize = 32 * 1024 * 1024;
/// Bytes that a page may unpack to.
pub(super) const MAX_PAGE: usize = 8 * 1024 * 1024;

thread_local! {
    /// Objects, bytes of streams and bytes of object streams of the file that this thread reads.
    static SPENT: Cell<(usize, usize, usize)> = const { Cell::new((0, 0, 0)) };
}

/// Opens a file; pictures are left out.
///
/// # Errors
/// Damage, a password, and the limits.
pub(super) fn load(bytes: &[u8]) -> Result<Document, ProblemKind> {
    SPENT.set((0, 0, 0));
    let options =
        LoadOptions { filter: Some(keep), max_decompressed_size: Some(MAX_OBJECT_STREAMS), ..LoadOptions::default() };
    let start = bytes.windows(5).take(1024).position(|five| five == b"%PDF-").unwrap_or(0);
    let file = Document::load_mem_with_options(bytes.get(start..).unwrap_or(bytes), options).map_err(told)?;
    if file.is_encrypted() { Err(ProblemKind::Encrypted) } else { Ok(file) }
}

/// What an error of the library is to the user.
pub(super) fn told(error: Error) -> ProblemKind {
    match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => ProblemKind::Encrypted,
        Error::Decompress(DecompressError::MemoryLimitExceeded { limit }) => {
            ProblemKind::OverLimit(Limit::Unpacked, u64::try_from(limit).unwrap_or(u64::MAX))
        }
        error => damaged(&error),
    }
}

/// Called for every object as it is read. The library would go on reading whatever is answered, so
/// that a limit leaves it by unwinding, up to the shield around this reader.
fn keep(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let (mut objects, mut raw, mut unpacked) = SPENT.get();
    objects += 1;
    let mut outcome = if objects > MAX_ELEMENTS { over(Limit::Elements, MAX_ELEMENTS) } else { Ok(()) };
    if let Object::Stream(stream) = object {
        raw += stream.content.len();
        // More than the file holds: many objects point to one place.
        let limit = usize::try_from(MAX_PACKED).unwrap_or(usize::MAX);
        if raw > limit {
            outcome = over(Limit::Unpacked, limit);
        }
        if is_picture(stream) {
            SPENT.set((objects, raw, unpacked));
            return outcome.map_or_else(|kind| unwind(kind), |()| None);
        }
        if stream.dict.has_type(b"ObjStm") && outcome.is_ok() {
            outcome = measured(stream, MAX_OBJECT_STREAMS - unpacked).map(|size| unpacked += size);
        }
    }
    SPENT.set((objects, raw, unpacked));
    match outcome {
        // Of an object that stands by itself, as all streams do, the library keeps what it has and
        // only asks whether to; of one inside a stream it takes the answer.
        Ok(()) => Some((id, if matches!(object, Object::Stream(_)) { Object::Null } else { object.clone() })),
        Err(kind) => unwind(kind),
    }
}

fn unwind(kind: ProblemKind) -> ! {
    std::panic::resume_unwind(Box::new(kind))
}

fn over(what: Limit, limit: usize) -> Result<(), ProblemKind> {
    Err(ProblemKind::OverLimit(what, u64::try_from(limit).unwrap_or(u64::MAX)))
}

fn is_picture(stream: &Stream) -> bool {
    let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name);
    matches!(subtype, Ok(b"Image" | b"XML"))
}

/// The size of a stream of objects, of which no two may start in one place.
fn measured(stream: &Stream, left: usize) -> Result<usize, ProblemKind> {
    let content = match stream.get_plain_content_with_limit(left) {
        Ok(content) => content,
        Err(error @ Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => return Err(told(error)),
        // What cannot be unpacked is no danger; the library leaves it out.
        Err(_) => return Ok(0),
    };
    let first = stream.dict.get(b"First").and_then(Object::as_i64).ok().and_then(|first| usize::try_from(first).ok());
    let index = first.and_then(|first| content.get(..first)).unwrap_or_default();
    let numbers = String::from_utf8_lossy(index);
    let mut seen = BTreeSet::new();
    for offset in numbers.split_ascii_whitespace().skip(1).step_by(2) {
        if !seen.insert(offset.trim_start_matches('0').to_owned()) {
            return Err(damaged(&"several objects stand in one place"));
        }
    }
    Ok(content.len())
}
