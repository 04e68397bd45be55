//! Files that hold packed parts: a change is made to a part, and the file packed again around it, so
//! that it gets past the unpacking. What the parts hold is not known here.

use std::io::{Cursor, Read, Write};

use proptest::sample::Index;

/// The file with one of its parts changed, `None` where it has no parts.
pub(crate) fn with_part(bytes: &[u8], part: Index, change: impl Fn(&[u8]) -> Vec<u8>) -> Option<Vec<u8>> {
    if bytes.starts_with(b"PK") {
        zip(bytes, part, change)
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        compound(bytes, part, change)
    } else if bytes.starts_with(b"%PDF") {
        pdf(bytes, part, change)
    } else {
        None
    }
}

fn zip(bytes: &[u8], part: Index, change: impl Fn(&[u8]) -> Vec<u8>) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut parts = Vec::new();
    for number in 0..archive.len() {
        let mut entry = archive.by_index(number).ok()?;
        let mut content = Vec::new();
        entry.read_to_end(&mut content).ok()?;
        parts.push((entry.name().ok()?.into_owned(), content));
    }
    // Most parts are never read; those that hold the text are the largest.
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|number| std::cmp::Reverse(parts[*number].1.len()));
    order.truncate(6);
    let chosen = *order.get(part.index(order.len().max(1)))?;
    for (number, (name, content)) in parts.iter().enumerate() {
        packed.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).ok()?;
        let content = if number == chosen { change(content) } else { content.clone() };
        packed.write_all(&content).ok()?;
    }
    Some(packed.finish().ok()?.into_inner())
}

fn compound(bytes: &[u8], part: Index, change: impl Fn(&[u8]) -> Vec<u8>) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes.to_vec())).ok()?;
    let streams: Vec<_> = file.walk().filter(cfb::Entry::is_stream).map(|entry| entry.path().to_owned()).collect();
    let workbook = streams.iter().find(|path| path.ends_with("Workbook"));
    let path = workbook.or_else(|| streams.get(part.index(streams.len().max(1))))?;
    let mut content = Vec::new();
    file.open_stream(path).ok()?.read_to_end(&mut content).ok()?;
    file.create_stream(path).ok()?.write_all(&change(&content)).ok()?;
    file.flush().ok()?;
    Some(file.into_inner().into_inner())
}

fn pdf(bytes: &[u8], part: Index, change: impl Fn(&[u8]) -> Vec<u8>) -> Option<Vec<u8>> {
    let mut document = lopdf::Document::load_mem(bytes).ok()?;
    document.decompress();
    let streams: Vec<_> =
        document.objects.iter().filter(|(_, object)| object.as_stream().is_ok()).map(|(id, _)| *id).collect();
    let stream = document
        .get_object_mut(*streams.get(part.index(streams.len().max(1)))?)
        .and_then(lopdf::Object::as_stream_mut)
        .ok()?;
    let content = change(&stream.content);
    stream.set_content(content);
    let mut packed = Vec::new();
    document.save_to(&mut packed).ok()?;
    Some(packed)
}
