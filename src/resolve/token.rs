//! The words and marks of an article, as resolving looks at them.

use super::Sentence;
use crate::{Lang, Span};

/// A word, or a single mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// In the article's text.
    pub(super) span: Span,
    /// In small letters, with straight apostrophes.
    pub(super) lower: String,
    /// Number of its sentence.
    pub(super) sentence: usize,
    pub(super) is_word: bool,
}

/// The tokens of an article, by sentence.
#[derive(Debug)]
pub(super) struct Tokens {
    pub(super) all: Vec<Token>,
    /// The first token of each sentence, and one past the last.
    starts: Vec<usize>,
    langs: Vec<Lang>,
}

impl Tokens {
    pub(super) fn of(text: &str, sentences: &[Sentence]) -> Self {
        let mut all = Vec::new();
        let mut starts = vec![0];
        for (number, sentence) in sentences.iter().enumerate() {
            cut(text, sentence.span, number, &mut all);
            starts.push(all.len());
        }
        Self { all, starts, langs: sentences.iter().map(|sentence| sentence.lang).collect() }
    }

    /// The numbers of the tokens of a sentence.
    pub(super) fn of_sentence(&self, sentence: usize) -> std::ops::Range<usize> {
        self.starts[sentence]..self.starts[sentence + 1]
    }

    pub(super) fn sentences(&self) -> usize {
        self.langs.len()
    }

    pub(super) fn lang(&self, sentence: usize) -> Lang {
        self.langs[sentence]
    }

    /// The first token that ends behind `byte`.
    pub(super) fn at(&self, byte: usize) -> usize {
        self.all.partition_point(|token| token.span.end <= byte)
    }

    /// The words from `from` on to the next mark or the end of the sentence, at most `most`.
    pub(super) fn words_from(&self, from: usize, most: usize) -> Vec<&str> {
        let Some(first) = self.all.get(from) else { return Vec::new() };
        self.all[from..]
            .iter()
            .take_while(|token| token.is_word && token.sentence == first.sentence)
            .take(most)
            .map(|token| token.lower.as_str())
            .collect()
    }
}

fn cut(text: &str, span: Span, sentence: usize, tokens: &mut Vec<Token>) {
    let mut open: Option<usize> = None;
    let words = span.of(text);
    let mut close = |open: &mut Option<usize>, end: usize, tokens: &mut Vec<Token>| {
        if let Some(start) = open.take() {
            let span = Span::new(start, end);
            let lower = span.of(text).to_lowercase();
            tokens.push(Token { span, lower, sentence, is_word: true });
        }
    };
    let mut signs = words.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let at = span.start + at;
        let inside = |next: Option<&(usize, char)>| next.is_some_and(|(_, c)| c.is_alphanumeric());
        let joins = matches!(sign, '-' | '.') && open.is_some() && inside(signs.peek());
        if sign.is_alphanumeric() || joins {
            open.get_or_insert(at);
            continue;
        }
        close(&mut open, at, tokens);
        if !sign.is_whitespace() && !matches!(sign, '\'' | '’') {
            let span = Span::new(at, at + sign.len_utf8());
            tokens.push(Token { span, lower: sign.to_string(), sentence, is_word: false });
        }
    }
    close(&mut open, span.end, tokens);
}
