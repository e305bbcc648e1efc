//! Whether the words around a time speak of the past or of what is to come.

use serde::Deserialize;

use crate::{Lang, Span};

use super::lexer;

/// Verb forms that tell the time of a clause.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tenses {
    future: Vec<String>,
    future_endings: Vec<String>,
    past: Vec<String>,
    past_endings: Vec<String>,
    /// Forms of `be` after which a participle tells no time: `will be voted`.
    carriers: Vec<String>,
    /// Words that end like a verb form and are none.
    neither: Vec<String>,
}

/// Where a clause lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
}

/// The tenses of a text: every telling verb form and every sentence end, in order.
#[derive(Debug)]
pub(super) struct Directions(Vec<(usize, Option<Direction>)>);

impl Tenses {
    pub(super) fn folded(self, lang: Lang) -> Self {
        let fold = |list: Vec<String>| {
            let mut list =
                list.iter().map(|word| lexer::words(word, lang).concat()).collect::<Vec<_>>();
            list.sort();
            list
        };
        Self {
            future: fold(self.future),
            past: fold(self.past),
            neither: fold(self.neither),
            carriers: fold(self.carriers),
            future_endings: self.future_endings,
            past_endings: self.past_endings,
        }
    }

    fn direction(&self, word: &str) -> Option<Direction> {
        let listed =
            |list: &[String]| list.binary_search_by(|entry| entry.as_str().cmp(word)).is_ok();
        let ends = |list: &[String]| {
            word.len() > 4 && list.iter().any(|ending| word.ends_with(ending.as_str()))
        };
        if listed(&self.neither) {
            None
        } else if listed(&self.future) {
            Some(Direction::Future)
        } else if listed(&self.past) {
            Some(Direction::Past)
        } else if ends(&self.future_endings) {
            Some(Direction::Future)
        } else {
            ends(&self.past_endings).then_some(Direction::Past)
        }
    }

    /// Finds the telling words of `text`.
    pub(super) fn directions(&self, text: &str) -> Directions {
        let mut events = Vec::new();
        let mut start = None;
        let mut carried = false;
        for (at, sign) in text.char_indices().chain([(text.len(), '\n')]) {
            if sign.is_alphabetic() {
                start = start.or(Some(at));
                continue;
            }
            if let Some(start) = start.take()
                && at - start < 32
            {
                let word = lexer::fold(&text[start..at]);
                let direction = self.direction(&word);
                let direction = direction.filter(|it| !carried || *it == Direction::Future);
                carried = self.carriers.binary_search(&word).is_ok();
                events.extend(direction.map(|direction| (start, Some(direction))));
            }
            let rest = &text[at + sign.len_utf8().min(text.len() - at)..];
            let ends = matches!(sign, '.' | '!' | '?') && rest.starts_with(char::is_whitespace);
            if ends || matches!(sign, '\n' | ';' | '…') {
                events.push((at, None));
            }
        }
        Directions(events)
    }
}

impl Directions {
    /// Whether no sentence ends between two spans.
    pub(super) fn one_sentence(&self, first: Span, second: Span) -> bool {
        let [from, to] =
            [first.end, second.start].map(|at| self.0.partition_point(|event| event.0 < at));
        self.0[from..to.max(from)].iter().all(|event| event.1.is_some())
    }

    /// The tense of the clause around `span`: of the verb form before it in the sentence, otherwise
    /// of the one after it.
    pub(super) fn at(&self, span: Span) -> Option<Direction> {
        let next = self.0.partition_point(|event| event.0 < span.start);
        let before = next.checked_sub(1).and_then(|last| self.0[last].1);
        before.or_else(|| {
            let after = self.0[next..].iter().find(|event| event.0 >= span.end)?;
            after.1
        })
    }
}
