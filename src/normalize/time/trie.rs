//! All forms of a layer as one tree, walked along a text.

use super::form::{Form, Look};
use super::grammar::Symbol;
use super::lexer::Item;

/// The forms of a layer; a form is a path from the root.
#[derive(Debug)]
pub(super) struct Trie {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// Sorted by symbol.
    next: Vec<(Symbol, usize)>,
    ends: Vec<Ending>,
}

#[derive(Debug)]
struct Ending {
    rule: usize,
    before: Option<Look>,
    after: Option<Look>,
}

/// A form found in a text.
#[derive(Debug)]
pub(super) struct Match {
    pub(super) rule: usize,
    /// One past its last item.
    pub(super) end: usize,
    /// Places of the items that matched by category, and the category.
    pub(super) captures: Vec<(usize, Symbol)>,
}

/// A walk's way so far.
struct Walk<'a> {
    items: &'a [Item],
    previous: Option<&'a Item>,
    captures: Vec<(usize, Symbol)>,
    found: Vec<Match>,
    start: usize,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl Trie {
    pub(super) fn insert(&mut self, form: &Form, rule: usize) {
        let mut node = 0;
        for &symbol in &form.body {
            node = match self.nodes[node].next.binary_search_by_key(&symbol, |next| next.0) {
                Ok(place) => self.nodes[node].next[place].1,
                Err(place) => {
                    let new = self.nodes.len();
                    self.nodes[node].next.insert(place, (symbol, new));
                    self.nodes.push(Node::default());
                    new
                }
            };
        }
        let ending = Ending { rule, before: form.before.clone(), after: form.after.clone() };
        self.nodes[node].ends.push(ending);
    }

    /// The forms that begin with the item at `start`: the longest first, then in the file's order.
    /// `previous` is what stands before it.
    pub(super) fn matches(
        &self,
        items: &[Item],
        start: usize,
        previous: Option<&Item>,
    ) -> Vec<Match> {
        let mut walk = Walk { items, previous, captures: Vec::new(), found: Vec::new(), start };
        self.walk(0, start, &mut walk);
        walk.found.sort_by_key(|found| (usize::MAX - found.end, found.rule));
        walk.found
    }

    fn walk(&self, node: usize, at: usize, walk: &mut Walk<'_>) {
        for ending in &self.nodes[node].ends {
            let fresh = walk.items.get(walk.start).is_some_and(|item| item.fresh);
            let previous = walk.previous.filter(|_| !fresh);
            let next = walk.items.get(at).filter(|next| !next.fresh);
            if ending.before.as_ref().is_none_or(|look| look.allows(previous))
                && ending.after.as_ref().is_none_or(|look| look.allows(next))
            {
                let captures = walk.captures.clone();
                walk.found.push(Match { rule: ending.rule, end: at, captures });
            }
        }
        let Some(item) = walk.items.get(at) else { return };
        if item.fresh && at > walk.start || self.nodes[node].next.is_empty() {
            return;
        }
        if let Some(next) = item.word.and_then(|word| self.next(node, word)) {
            self.walk(next, at + 1, walk);
        }
        for (category, _) in &item.readings {
            if let Some(next) = self.next(node, *category) {
                walk.captures.push((at, *category));
                self.walk(next, at + 1, walk);
                walk.captures.pop();
            }
        }
        if item.soft && at > walk.start {
            self.walk_past(node, at + 1, walk);
        }
    }

    /// Goes on behind a hyphen that no form names; no form ends with it.
    fn walk_past(&self, node: usize, at: usize, walk: &mut Walk<'_>) {
        let found = walk.found.len();
        self.walk(node, at, walk);
        let mut place = 0;
        walk.found.retain(|new| {
            place += 1;
            place <= found || new.end > at
        });
    }

    fn next(&self, node: usize, symbol: Symbol) -> Option<usize> {
        let next = &self.nodes[node].next;
        let place = next.binary_search_by_key(&symbol, |next| next.0).ok()?;
        Some(next[place].1)
    }
}

impl Look {
    fn allows(&self, item: Option<&Item>) -> bool {
        let stands = match item {
            None => self.edge,
            Some(item) => self
                .symbols
                .iter()
                .any(|symbol| item.word == Some(*symbol) || item.reading(*symbol).is_some()),
        };
        stands != self.not
    }
}
