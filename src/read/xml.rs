//! XML parts of documents as small trees, within the limits. Document types are refused, so that
//! there are no entities to expand but the five of the standard and character numbers.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::limits::{Limits, Quantity};
use crate::problem::ProblemKind;

/// An element: its local name, attributes by local name, and what is inside.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// Something inside an element.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An attribute by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The elements directly inside.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element directly inside with a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }
}

/// Reads a part; `kind` is the type of file that it is of.
pub(super) fn parse(text: &str, kind: &'static str, limits: &Limits) -> Result<Element, ProblemKind> {
    let damaged = |detail: String| ProblemKind::Damaged { kind, detail };
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    let mut count = 0;
    loop {
        match reader.read_event().map_err(|error| damaged(error.to_string()))? {
            Event::Start(tag) => {
                count += 1;
                if open.len() > limits.depth {
                    return Err(limits.exceeded(Quantity::Depth));
                }
                if count > limits.elements {
                    return Err(limits.exceeded(Quantity::Elements));
                }
                open.push(element(&tag, kind)?);
            }
            Event::Empty(tag) => {
                count += 1;
                if count > limits.elements {
                    return Err(limits.exceeded(Quantity::Elements));
                }
                add(&mut open, Node::Element(element(&tag, kind)?));
            }
            Event::End(_) => {
                if let Some(done) = open.pop().filter(|_| !open.is_empty()) {
                    add(&mut open, Node::Element(done));
                }
            }
            Event::Text(text) => add_text(&mut open, &text),
            Event::CData(text) => add_text(&mut open, &text),
            Event::GeneralRef(reference) => add_text(&mut open, &resolved(&reference)),
            Event::DocType(_) => return Err(damaged("a document type, expected none".into())),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if open.len() > 1 {
        return Err(damaged("an end before all elements are closed".into()));
    }
    let root = open.pop().unwrap_or_default();
    let first = root.children.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    first.ok_or_else(|| damaged("no element".into()))
}

fn element(tag: &quick_xml::events::BytesStart<'_>, kind: &'static str) -> Result<Element, ProblemKind> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let damaged = |detail: String| ProblemKind::Damaged { kind, detail };
        let attribute = attribute.map_err(|error| damaged(error.to_string()))?;
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| damaged(error.to_string()))?;
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element { name: tag.local_name().as_ref().to_owned(), attributes, children: Vec::new() })
}

fn add(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn add_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(known)) => known.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

/// What a reference stands for; one that the standard does not know stands for nothing.
fn resolved(name: &str) -> String {
    let number = name.strip_prefix("#x").map(|digits| u32::from_str_radix(digits, 16));
    let number = number.or_else(|| name.strip_prefix('#').map(str::parse));
    if let Some(number) = number {
        return number.ok().and_then(char::from_u32).map(String::from).unwrap_or_default();
    }
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .into()
}
