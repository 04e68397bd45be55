//! What the properties of an office file call it. Programs copy them from file to file, so that they
//! only serve where the file itself has no title.

use super::kind::Kind;
use super::package::Package;
use super::tree::Tree;
use super::xml;
use crate::document::{Paragraph, Place, Within};
use crate::limits::Limits;

/// The title in the properties of a file, if it has any that can be read.
pub(super) fn title(bytes: &[u8], kind: Kind, limits: &Limits) -> Option<Paragraph> {
    let part = match kind {
        Kind::Word | Kind::Xlsx => "docProps/core.xml",
        Kind::Ods => "meta.xml",
        _ => return None,
    };
    let text = Package::open(bytes, limits).ok()?.xml(part).ok()??;
    let tree = xml::parse(&text, "XML", limits).ok()?;
    let title = tree.descendants(Tree::ROOT).find(|id| &*tree.get(*id).name == "dc:title")?;
    let text: String = tree.children(title).iter().map(|id| tree.get(*id).text.as_str()).collect();
    let place = Place { line: 1, column: 1, row: 1, span: 0..0, within: Within::Part(part.into()) };
    (!text.trim().is_empty()).then(|| Paragraph { text: text.trim().into(), place })
}
