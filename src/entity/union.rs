//! Union-find.

/// Things, numbered from 0, that are joined to sets. The sets do not depend on the order in which
/// things are joined.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    parents: Vec<usize>,
}

impl Union {
    /// `count` things, each alone.
    pub(crate) fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    /// The least number in the set of `one`.
    pub(crate) fn first(&mut self, one: usize) -> usize {
        let mut root = one;
        while self.parents[root] != root {
            root = self.parents[root];
        }
        let mut at = one;
        while self.parents[at] != root {
            at = std::mem::replace(&mut self.parents[at], root);
        }
        root
    }

    /// Makes the sets of both one.
    pub(crate) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.parents[one.max(other)] = one.min(other);
    }
}
