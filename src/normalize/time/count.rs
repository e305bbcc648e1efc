//! Puts number words together: `vingt-trois`, `two thousand and twenty`, `twenty-first`.

use crate::Span;

use super::expression::Meaning;
use super::grammar::{Grammar, Symbol};
use super::lexer::Item;

struct Categories {
    cardinal: Option<Symbol>,
    ordinal_word: Option<Symbol>,
    and: Option<Symbol>,
    suffix: Option<Symbol>,
    num: Option<Symbol>,
    ordinal: Option<Symbol>,
    day: Option<Symbol>,
    year: Option<Symbol>,
    spelled: Option<Symbol>,
    tens: Option<Symbol>,
}

/// A number as its words add up.
#[derive(Clone, Copy, Default)]
struct Sum {
    thousands: f64,
    rest: f64,
    words: usize,
}

impl Sum {
    /// Takes one more number word; false where it begins a number of its own (`nineteen | eighty`).
    fn take(&mut self, word: f64) -> bool {
        let tail = self.rest % 100.0;
        let fits = if self.words == 0 {
            true
        } else if (word - 1000.0).abs() < 0.5 {
            self.thousands == 0.0
        } else if (word - 100.0).abs() < 0.5 {
            // `dix-neuf cent`, `nineteen hundred`.
            self.rest >= 1.0 && self.rest < 20.0
        } else if (word - 20.0).abs() < 0.5 && (tail - 4.0).abs() < 0.5 {
            // `quatre-vingts`.
            self.rest += 76.0;
            self.words += 1;
            return true;
        } else if tail == 0.0 {
            word < 100.0
        } else if word < 10.0 {
            tail >= 20.0 && tail % 10.0 == 0.0 || (tail - 10.0).abs() < 0.5 && word >= 7.0
        } else {
            // `soixante-dix`, `quatre-vingt-douze`.
            word < 20.0 && (tail - 60.0).abs().min((tail - 80.0).abs()) < 0.5
        };
        if !fits {
            return false;
        }
        self.words += 1;
        if word >= 1000.0 {
            self.thousands = 1000.0 * self.rest.max(1.0);
            self.rest = 0.0;
        } else if word >= 100.0 {
            self.rest = 100.0 * self.rest.max(1.0);
        } else {
            self.rest += word;
        }
        true
    }

    fn value(self) -> f64 {
        self.thousands + self.rest
    }
}

/// Replaces every run of number words, and every figure with an ordinal ending, by one item.
pub(super) fn numbers(mut items: Vec<Item>, grammar: &Grammar) -> Vec<Item> {
    let names = Categories {
        cardinal: grammar.category("cardinal"),
        ordinal_word: grammar.category("ordinal_word"),
        and: grammar.category("number_and"),
        suffix: grammar.category("ordinal_suffix"),
        num: grammar.category("num"),
        ordinal: grammar.category("ordinal"),
        day: grammar.category("day"),
        year: grammar.category("year"),
        spelled: grammar.category("spelled"),
        tens: grammar.category("tens"),
    };
    let mut done = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let found = names.suffixed(&items, at).or_else(|| names.spelled(&items, at));
        let Some((end, readings)) = found else {
            done.push(items[at].take());
            at += 1;
            continue;
        };
        let span = Span::new(items[at].span.start, items[end - 1].span.end);
        let word = if end == at + 1 { items[at].word } else { None };
        let mut all = if end == at + 1 { items[at].readings.clone() } else { Vec::new() };
        all.extend(readings);
        let (glued, fresh) = (items[at].glued, items[at].fresh);
        done.push(Item { span, word, readings: all, glued, fresh, soft: false });
        at = end;
    }
    done
}

type Found = (usize, Vec<(Symbol, Meaning)>);

fn number(item: &Item, category: Option<Symbol>) -> Option<f64> {
    match item.reading(category?)? {
        Meaning::Number(number) => Some(*number),
        _ => None,
    }
}

impl Categories {
    /// `12th`, `1er`.
    fn suffixed(&self, items: &[Item], at: usize) -> Option<Found> {
        let value = number(&items[at], self.num)?;
        let suffix = items.get(at + 1).filter(|next| next.glued)?;
        suffix.reading(self.suffix?)?;
        Some((at + 2, self.ordinals(value)))
    }

    fn ordinals(&self, value: f64) -> Vec<(Symbol, Meaning)> {
        let ordinal = self.ordinal.map(|symbol| (symbol, Meaning::Number(value)));
        ordinal.into_iter().collect()
    }

    fn spelled(&self, items: &[Item], start: usize) -> Option<Found> {
        let mut sum = Sum::default();
        let mut at = start;
        let mut end = start;
        while let Some(item) = items.get(at) {
            if at > start && item.fresh {
                break;
            }
            if let Some(word) = number(item, self.cardinal) {
                if !sum.take(word) {
                    break;
                }
                at += 1;
                end = at;
            } else if let Some(word) = number(item, self.ordinal_word) {
                if !sum.take(word) {
                    break;
                }
                return Some((at + 1, self.ordinals(sum.value())));
            } else if at > start
                && at == end
                && (item.soft || self.and.is_some_and(|and| item.reading(and).is_some()))
            {
                at += 1;
            } else {
                break;
            }
        }
        if end == start {
            return None;
        }
        let value = sum.value();
        let mut readings = Vec::new();
        let mut add = |category: Option<Symbol>| {
            readings.extend(category.map(|symbol| (symbol, Meaning::Number(value))));
        };
        add(self.num);
        add(self.spelled);
        if (1.0..=31.0).contains(&value) {
            add(self.day);
        }
        if (1100.0..2100.0).contains(&value) && sum.words > 1 {
            add(self.year);
        }
        if value < 100.0 && value % 10.0 == 0.0 {
            add(self.tens);
        }
        Some((end, readings))
    }
}
