//! Source of a page to its tree, as a browser would build it: html5gum finds the tags and where
//! they stand, html5ever decides what is inside what. Nothing is read from the tree here.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token as Sent, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, ns};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{State, Token, Tokenizer};

use super::super::Refusal;
use super::super::lines::Lines;
use super::super::tree::{Id, Node, Tree};
use crate::limits::Limits;

/// Attributes that matter to reading; no others are kept.
const KEPT: [&str; 7] = ["colspan", "rowspan", "hidden", "style", "type", "name", "content"];

/// Builds the tree of the page that stands at `part` of a text. Spans are bytes in the whole text.
///
/// # Errors
/// A limit on depth or number of elements.
pub(super) fn parse(source: &str, part: Range<usize>, lines: &Lines<'_>, limits: &Limits) -> Result<Tree, Refusal> {
    let base = part.start;
    let page = source.get(part).unwrap_or_default();
    let sink = Sink { tree: RefCell::new(Tree::new(limits)), source, at: Cell::new((0, 0)) };
    let builder = TreeBuilder::new(sink, TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() });
    let mut tokenizer = Tokenizer::new_with_emitter(page, DefaultEmitter::<usize>::new_with_span());
    while let Some(Ok(token)) = tokenizer.next() {
        let Some((token, span)) = sent(token) else { continue };
        builder.sink.at.set((base + span.start, base + span.end));
        if let Some(state) = state_after(&builder.process_token(token, 1)) {
            tokenizer.set_state(state);
        }
        let at = || lines.place(base + span.start..base + span.end);
        builder.sink.tree.borrow().check().map_err(|over| Refusal::at(over, at()))?;
    }
    let _ = builder.process_token(Sent::EOFToken, 1);
    builder.end();
    let tree = builder.sink.tree.into_inner();
    tree.check_depth()?;
    Ok(tree)
}

/// A token of html5gum as html5ever takes it, with its place.
fn sent(token: Token<usize>) -> Option<(Sent, Range<usize>)> {
    match token {
        Token::StartTag(tag) => {
            let kept =
                tag.attributes.iter().filter(|(name, _)| KEPT.iter().any(|kept| kept.as_bytes() == name.as_slice()));
            let attrs = kept.map(|(name, value)| Attribute {
                name: QualName::new(None, ns!(), LocalName::from(lossy(name))),
                value: StrTendril::from_slice(&lossy(value)),
            });
            let made = made_tag(TagKind::StartTag, &tag.name, tag.self_closing, attrs.collect());
            Some((made, tag.span.start..tag.span.end))
        }
        Token::EndTag(tag) => {
            Some((made_tag(TagKind::EndTag, &tag.name, false, Vec::new()), tag.span.start..tag.span.end))
        }
        Token::String(text) => {
            let made = Sent::CharacterTokens(StrTendril::from_slice(&lossy(&text)));
            Some((made, text.span.start..text.span.end))
        }
        Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => None,
    }
}

fn made_tag(kind: TagKind, name: &[u8], self_closing: bool, attrs: Vec<Attribute>) -> Sent {
    let name = LocalName::from(lossy(name));
    Sent::TagToken(Tag { kind, name, self_closing, attrs, had_duplicate_attributes: false })
}

fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// How the text after a tag is to be read, where it is no markup.
fn state_after<H>(result: &TokenSinkResult<H>) -> Option<State> {
    match result {
        TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
        TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
        TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => Some(State::ScriptData),
        TokenSinkResult::Plaintext => Some(State::PlainText),
        _ => None,
    }
}

/// Takes what html5ever builds.
struct Sink<'s> {
    tree: RefCell<Tree>,
    source: &'s str,
    /// The start and end of the token under way; the start moves on as its text is taken.
    at: Cell<(usize, usize)>,
}

#[derive(Clone)]
struct Handle {
    id: Id,
    name: Rc<QualName>,
}

impl Sink<'_> {
    fn element(&self, name: QualName, attrs: Vec<Attribute>) -> Handle {
        let attributes =
            attrs.into_iter().map(|attr| (Box::from(&*attr.name.local), Box::from(&*attr.value))).collect();
        let (start, end) = self.at.get();
        let mut node = Node::element(&name.local, attributes);
        node.span = start..end;
        let id = self.tree.borrow_mut().add(node);
        Handle { id, name: Rc::new(name) }
    }

    fn node(&self, child: NodeOrText<Handle>) -> Id {
        match child {
            NodeOrText::AppendNode(handle) => {
                self.tree.borrow_mut().detach(handle.id);
                handle.id
            }
            NodeOrText::AppendText(text) => {
                let span = self.span(&text);
                self.tree.borrow_mut().add(Node::text(&text, span))
            }
        }
    }

    /// Where a piece of the text under way stands: exactly, where it stands there to the letter.
    fn span(&self, text: &str) -> Range<usize> {
        let (start, end) = self.at.get();
        if self.source.get(start..end).is_some_and(|rest| rest.starts_with(text)) {
            self.at.set((start + text.len(), end));
            return start..start + text.len();
        }
        let rest = self.source.get(start..end).unwrap_or_default();
        let left = end - rest.trim_start().len();
        left..left + rest.trim().len()
    }
}

impl TreeSink for Sink<'_> {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a>
        = &'a QualName
    where
        Self: 'a;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: Tree::ROOT, name: Rc::new(QualName::new(None, ns!(), LocalName::from("#document"))) }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.name
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        self.element(name, attrs)
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.element(QualName::new(None, ns!(), LocalName::from("#comment")), Vec::new())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.create_comment(StrTendril::new())
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let child = self.node(child);
        self.tree.borrow_mut().attach(parent.id, child, None);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.tree.borrow().parent(element.id).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What a template holds is shown nowhere; it stays inside, where no reader looks.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let child = self.node(child);
        let parent = self.tree.borrow().parent(sibling.id).unwrap_or(Tree::ROOT);
        self.tree.borrow_mut().attach(parent, child, Some(sibling.id));
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.tree.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.tree.borrow_mut().move_children(node.id, new_parent.id);
    }
}
