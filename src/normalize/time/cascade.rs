//! Applies a language's layers, one after the other, to the items of a text.

use crate::Span;

use super::construct;
use super::count;
use super::grammar::{Grammar, Layer};
use super::lexer::Item;

/// The items of a text with every time expression in one of them.
pub(super) fn run(mut items: Vec<Item>, grammar: &Grammar) -> Vec<Item> {
    for layer in &grammar.layers {
        if layer.counts {
            items = count::numbers(items, grammar);
        }
        for _ in 0..layer.passes {
            items = apply(items, layer, grammar);
        }
    }
    items
}

fn apply(mut items: Vec<Item>, layer: &Layer, grammar: &Grammar) -> Vec<Item> {
    let mut done: Vec<Item> = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let built = layer.trie.matches(&items, at, done.last()).into_iter().find_map(|found| {
            let rule = &layer.rules[found.rule];
            let captured = found.captures.iter().filter_map(|(place, category)| {
                items[*place].reading(*category).map(|meaning| (*category, meaning))
            });
            let captured = captured.collect::<Vec<_>>();
            let readings = construct::build(rule, &captured, grammar)?;
            Some((found.end, readings))
        });
        if let Some((end, readings)) = built {
            let span = Span::new(items[at].span.start, items[end - 1].span.end);
            let (glued, fresh) = (items[at].glued, items[at].fresh);
            done.push(Item { span, word: None, readings, glued, fresh, soft: false });
            at = end;
        } else {
            done.push(items[at].take());
            at += 1;
        }
    }
    done
}
