//! Elements and text as they stand inside one another: what pages and the XML of office files
//! become before they are read. Nothing here knows what an element means.

use std::ops::Range;

use crate::limits::{Exceeded, Limit, Limits};

/// A node by its position in the tree. Only a tree makes them, and it never loses a node.
pub(super) type Id = usize;

/// All nodes; the first one is the document.
pub(super) struct Tree {
    nodes: Vec<Node>,
    deepest: usize,
    limits: Limits,
}

/// An element, or a piece of text where the name is empty.
#[derive(Default)]
pub(super) struct Node {
    pub(super) name: Box<str>,
    pub(super) attributes: Vec<(Box<str>, Box<str>)>,
    pub(super) text: String,
    /// Where the text or the tag stands in the source, if that is known.
    pub(super) span: Range<usize>,
    parent: Option<Id>,
    children: Vec<Id>,
    depth: usize,
}

impl Node {
    pub(super) fn element(name: &str, attributes: Vec<(Box<str>, Box<str>)>) -> Self {
        Self { name: name.into(), attributes, ..Self::default() }
    }

    pub(super) fn text(text: &str, span: Range<usize>) -> Self {
        Self { text: text.into(), span, ..Self::default() }
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| &**value)
    }
}

#[expect(clippy::indexing_slicing, reason = "ids are positions of nodes, and nodes are never removed")]
impl Tree {
    /// The document.
    pub(super) const ROOT: Id = 0;

    pub(super) fn new(limits: &Limits) -> Self {
        Self { nodes: vec![Node::element("#document", Vec::new())], deepest: 0, limits: *limits }
    }

    /// Adds a node without a parent.
    pub(super) fn add(&mut self, node: Node) -> Id {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    pub(super) fn get(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    pub(super) fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// Children that are elements of some name.
    pub(super) fn children_named<'t>(&'t self, id: Id, name: &'t str) -> impl Iterator<Item = Id> + 't {
        self.children(id).iter().copied().filter(move |child| &*self.get(*child).name == name)
    }

    /// Every node below another, in the order of the document.
    pub(super) fn descendants(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut open: Vec<Id> = self.children(id).iter().rev().copied().collect();
        std::iter::from_fn(move || {
            let next = open.pop()?;
            open.extend(self.children(next).iter().rev());
            Some(next)
        })
    }

    /// Makes a node without a parent the last child of another, or the one before `before`.
    pub(super) fn attach(&mut self, parent: Id, child: Id, before: Option<Id>) {
        // The sibling is nearly always the last child: searching from the end keeps a long page quick.
        let at = before.and_then(|before| self.nodes[parent].children.iter().rposition(|other| *other == before));
        match at {
            Some(at) => self.nodes[parent].children.insert(at, child),
            None => self.nodes[parent].children.push(child),
        }
        self.nodes[child].parent = Some(parent);
        self.nodes[child].depth = self.nodes[parent].depth + 1;
        self.deepest = self.deepest.max(self.nodes[child].depth);
    }

    /// Takes a node from its parent.
    pub(super) fn detach(&mut self, child: Id) {
        if let Some(parent) = self.nodes[child].parent.take() {
            let children = &mut self.nodes[parent].children;
            if let Some(at) = children.iter().rposition(|other| *other == child) {
                children.remove(at);
            }
        }
    }

    /// Gives all children of a node to another one.
    pub(super) fn move_children(&mut self, from: Id, to: Id) {
        for child in std::mem::take(&mut self.nodes[from].children) {
            self.nodes[child].parent = None;
            self.attach(to, child, None);
        }
    }

    /// Refuses a tree that has grown too large. To be asked after every node or so.
    pub(super) fn check(&self) -> Result<(), Exceeded> {
        self.limits.within(Limit::Depth, self.deepest)?;
        self.limits.within(Limit::Elements, self.nodes.len())
    }

    /// Refuses a finished tree that is too deep to walk: nodes that were moved with what is in them
    /// may stand deeper than they were counted.
    pub(super) fn check_depth(&self) -> Result<(), Exceeded> {
        let mut open = vec![(Self::ROOT, 0)];
        while let Some((id, depth)) = open.pop() {
            self.limits.within(Limit::Depth, depth)?;
            open.extend(self.children(id).iter().map(|child| (*child, depth + 1)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> (Tree, Id, Id) {
        let mut tree = Tree::new(&Limits::DEFAULT);
        let body = tree.add(Node::element("body", Vec::new()));
        let text = tree.add(Node::text("一", 0..3));
        tree.attach(Tree::ROOT, body, None);
        tree.attach(body, text, None);
        (tree, body, text)
    }

    #[test]
    fn nodes_move_with_their_children() {
        let (mut tree, body, text) = tree();
        let first = tree.add(Node::element("p", Vec::new()));
        tree.attach(body, first, Some(text));
        assert_eq!(tree.children(body), [first, text]);
        tree.move_children(body, Tree::ROOT);
        assert_eq!(tree.children(Tree::ROOT), [body, first, text]);
        tree.detach(first);
        assert_eq!((tree.parent(first), tree.parent(text)), (None, Some(Tree::ROOT)));
        assert_eq!(tree.descendants(Tree::ROOT).collect::<Vec<_>>(), [body, text]);
    }

    #[test]
    fn depth_and_number_are_limited() {
        let (mut tree, mut open, _) = tree();
        while tree.check().is_ok() {
            let next = tree.add(Node::element("div", Vec::new()));
            tree.attach(open, next, None);
            open = next;
        }
        let deep = Err(Limits::DEFAULT.exceeded(Limit::Depth));
        assert_eq!((tree.check(), tree.check_depth()), (deep, deep));
    }
}
