//! The XML of office files to trees. Names get the prefixes that the standards print, whatever a
//! file calls its namespaces. Declarations of document types, and with them entities, are refused.

use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::tree::{Node, Tree};
use crate::limits::Limits;
use crate::problem::ProblemKind;

/// Endings of the names of namespaces (of both editions of the standard) and their prefixes.
const NAMESPACES: [(&str, &str); 8] = [
    ("/dc/elements/1.1/", "dc"),
    ("/wordprocessingml/2006/main", "w"),
    ("/wordprocessingml/main", "w"),
    ("/markup-compatibility/2006", "mc"),
    (":opendocument:xmlns:office:1.0", "office"),
    (":opendocument:xmlns:table:1.0", "table"),
    (":opendocument:xmlns:text:1.0", "text"),
    (":opendocument:xmlns:style:1.0", "style"),
];

/// Reads a part; `format` is the type of the file, for messages.
///
/// # Errors
/// [`ProblemKind::Damaged`], [`ProblemKind::Doctype`] and the limits on depth and elements.
pub(super) fn parse(text: &str, format: &'static str, limits: &Limits) -> Result<Tree, ProblemKind> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut tree = Tree::new(limits);
    let mut open = vec![Tree::ROOT];
    let damaged = |error: &dyn std::fmt::Display| ProblemKind::Damaged { format, detail: error.to_string() };
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|error| damaged(&error))?;
        let parent = open.last().copied().unwrap_or(Tree::ROOT);
        match event {
            Event::Start(start) => {
                let id = tree.add(element(&namespace, &start));
                tree.attach(parent, id, None);
                open.push(id);
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => add_text(&mut tree, parent, &text.xml10_content()),
            Event::CData(text) => add_text(&mut tree, parent, &text.xml10_content()),
            Event::GeneralRef(name) => {
                let sign = name.resolve_char_ref().map_err(|error| damaged(&error))?.map(String::from);
                let known = || quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                let Some(text) = sign.or_else(known) else { return Err(damaged(&"an unknown entity")) };
                add_text(&mut tree, parent, &text);
            }
            Event::DocType(_) => return Err(ProblemKind::Doctype),
            Event::Eof if open.len() > 1 => return Err(damaged(&"ends inside an element")),
            Event::Eof => return Ok(tree),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        tree.check()?;
    }
}

fn add_text(tree: &mut Tree, parent: usize, text: &str) {
    const NOWHERE: Range<usize> = 0..0;
    let id = tree.add(Node::text(text, NOWHERE));
    tree.attach(parent, id, None);
}

fn element(namespace: &ResolveResult<'_>, start: &BytesStart<'_>) -> Node {
    let prefix = match namespace {
        ResolveResult::Bound(namespace) => {
            let known = NAMESPACES.iter().find(|(ending, _)| namespace.into_inner().ends_with(ending));
            known.map_or("other", |(_, prefix)| *prefix)
        }
        _ => "other",
    };
    let local = start.local_name();
    // An attribute that is broken, or given twice, is as good as none.
    let mut given = start.attributes();
    let attributes = given.with_checks(false).flatten().filter_map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((attribute.key.local_name().into_inner().into(), value.into()))
    });
    Node::element(&format!("{prefix}:{}", local.into_inner()), attributes.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limit;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    fn names(text: &str) -> Result<Vec<String>, ProblemKind> {
        let tree = parse(text, "DOCX", &Limits::DEFAULT)?;
        let shown = |node: &Node| if node.name.is_empty() { format!("{:?}", node.text) } else { node.name.to_string() };
        Ok(tree.descendants(Tree::ROOT).map(|id| shown(tree.get(id))).collect())
    }

    #[test]
    fn names_have_the_usual_prefixes() {
        let text =
            format!("<?xml version=\"1.0\"?><x:p xmlns:x=\"{WORD}\" x:val='1'><x:t>a&amp;&#x4e00;</x:t><y/></x:p>");
        assert_eq!(names(&text).unwrap(), ["w:p", "w:t", "\"a\"", "\"&\"", "\"一\"", "other:y"]);
        let tree = parse(&text, "DOCX", &Limits::DEFAULT).unwrap();
        assert_eq!(tree.get(1).attribute("val"), Some("1"));
    }

    #[test]
    fn document_types_and_entities_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert_eq!(names(bomb), Err(ProblemKind::Doctype));
        for broken in ["<a>&b;</a>", "<a><b></a>", "<a>", "<a", "<a>&#xFFFFFFFF;</a>"] {
            assert!(matches!(names(broken), Err(ProblemKind::Damaged { format: "DOCX", .. })), "{broken}");
        }
    }

    #[test]
    fn deep_elements_are_refused() {
        let deep = format!("{}{}", "<a>".repeat(600), "</a>".repeat(600));
        assert_eq!(names(&deep), Err(Limits::DEFAULT.exceeded(Limit::Depth).into()));
    }
}
