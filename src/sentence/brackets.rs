//! Asides in brackets.

use crate::Span;

/// A longer stretch in brackets is no aside: a bracket was forgotten, or sentences stand in it.
const LONGEST_ASIDE: usize = 400;

/// The bracketed stretches of `block`, brackets included: outermost ones only, in order.
pub(super) fn asides(text: &str, block: Span) -> Vec<Span> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (at, c) in block.of(text).char_indices() {
        match c {
            '(' | '[' => open.push(block.start + at),
            ')' | ']' => {
                if let Some(start) = open.pop() {
                    let pair = Span::new(start, block.start + at + 1);
                    if pair.len() <= LONGEST_ASIDE {
                        pairs.push(pair);
                    }
                }
            }
            _ => {}
        }
    }
    pairs.sort_unstable();
    let mut asides: Vec<Span> = Vec::new();
    for pair in pairs {
        if asides.last().is_none_or(|last| last.end <= pair.start) {
            asides.push(pair);
        }
    }
    asides
}
