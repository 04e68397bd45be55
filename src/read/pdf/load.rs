//! Opens a PDF within limits. The library limits what one part unpacks to; what all of them do, and
//! what is told to stand in one place many times over, is counted here while it reads.

use std::cell::Cell;
use std::collections::BTreeSet;

use lopdf::{DecompressError, Document, Error, LoadOptions, Object, ObjectId, Stream, decode_text_string};

use super::damaged;
use crate::limits::{Exceeded, Limit, Limits};
use crate::problem::ProblemKind;

thread_local! {
    static SPENT: Cell<Spent> = const { Cell::new(Spent { limits: Limits::DEFAULT, objects: 0, raw: 0, unpacked: 0 }) };
}

/// What the file that this thread reads has taken.
#[derive(Clone, Copy)]
struct Spent {
    limits: Limits,
    objects: usize,
    /// Bytes of streams.
    raw: usize,
    /// Bytes that streams of objects unpack to; an object takes many times its text.
    unpacked: usize,
}

/// Opens a file; pictures are left out.
///
/// # Errors
/// Damage, a password, and the limits.
pub(super) fn load(bytes: &[u8], limits: &Limits) -> Result<Document, ProblemKind> {
    SPENT.set(Spent { limits: *limits, objects: 0, raw: 0, unpacked: 0 });
    let most = limits.size(Limit::Objects);
    let options = LoadOptions { filter: Some(keep), max_decompressed_size: Some(most), ..LoadOptions::default() };
    let start = bytes.windows(5).take(1024).position(|five| five == b"%PDF-").unwrap_or(0);
    let file = Document::load_mem_with_options(bytes.get(start..).unwrap_or(bytes), options)
        .map_err(|error| told(error, limits.exceeded(Limit::Objects)))?;
    if file.is_encrypted() { Err(ProblemKind::Encrypted) } else { Ok(file) }
}

/// The title in the properties. Programs that know nothing of Unicode write it in the encoding of their system.
pub(super) fn title(file: &Document) -> Option<String> {
    let info = file.trailer.get_deref(b"Info", file).and_then(Object::as_dict).ok()?;
    let title = info.get_deref(b"Title", file).ok()?;
    let bytes = title.as_str().ok()?;
    let text = if bytes.starts_with(&[0xFE, 0xFF]) {
        decode_text_string(title).ok()?
    } else {
        crate::read::decode(bytes.to_vec()).ok()?.0
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What an error of the library is to the user; `over` is what it is where more was unpacked than allowed.
pub(super) fn told(error: Error, over: Exceeded) -> ProblemKind {
    match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => ProblemKind::Encrypted,
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => over.into(),
        error => damaged(&error),
    }
}

/// Called for every object as it is read; pictures are left out. The library would go on reading whatever is answered, so
/// that a limit leaves it by unwinding, up to the shield around this reader.
fn keep(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let mut spent = SPENT.get();
    let counted = spent.count(object);
    SPENT.set(spent);
    match counted {
        Err(kind) => std::panic::resume_unwind(Box::new(kind)),
        Ok(()) => match object {
            Object::Stream(stream) if is_picture(stream) => None,
            // Of an object that stands by itself, as all streams do, the library keeps what it has and
            // only asks whether to; of one inside a stream it takes the answer.
            Object::Stream(_) => Some((id, Object::Null)),
            object => Some((id, object.clone())),
        },
    }
}

impl Spent {
    fn count(&mut self, object: &Object) -> Result<(), ProblemKind> {
        self.objects += 1;
        self.limits.within(Limit::Elements, self.objects)?;
        let Object::Stream(stream) = object else { return Ok(()) };
        // More than the file holds: many objects point to one place.
        self.raw += stream.content.len();
        self.limits.within(Limit::Packed, self.raw)?;
        if stream.dict.has_type(b"ObjStm") {
            let left = self.limits.size(Limit::Objects).saturating_sub(self.unpacked);
            self.unpacked += measured(stream, left, self.limits.exceeded(Limit::Objects))?;
        }
        Ok(())
    }
}

fn is_picture(stream: &Stream) -> bool {
    let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name);
    matches!(subtype, Ok(b"Image" | b"XML"))
}

/// The size of a stream of objects, of which no two may start in one place.
fn measured(stream: &Stream, left: usize, over: Exceeded) -> Result<usize, ProblemKind> {
    let content = match stream.get_plain_content_with_limit(left) {
        Ok(content) => content,
        Err(error @ Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => return Err(told(error, over)),
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
