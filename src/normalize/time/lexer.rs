//! Cuts a text into words, numbers and signs, each with what the lexicon knows of it.

use crate::{Lang, Span};

use super::expression::{Expr, Meaning};
use super::grammar::{Grammar, Symbol};
use super::numeric;

/// A stretch of text with the categories that it may be read as.
///
/// The lexer gives one for each word, number and sign; every layer of the grammar replaces runs of
/// them by one that stands for the whole.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Where it stands, in bytes.
    pub(super) span: Span,
    /// The word itself, where a rule names it.
    pub(super) word: Option<Symbol>,
    /// The categories it has, each with its meaning.
    pub(super) readings: Vec<(Symbol, Meaning)>,
    /// No white space before it.
    pub(super) glued: bool,
    /// A paragraph begins with it: no expression goes across.
    pub(super) fresh: bool,
    /// A hyphen inside a compound, which rules may pass over.
    pub(super) soft: bool,
}

impl Item {
    /// Itself, leaving behind an item without a reading.
    pub(super) fn take(&mut self) -> Self {
        Self { readings: std::mem::take(&mut self.readings), ..*self }
    }

    /// The meaning that it has as `category`.
    pub(super) fn reading(&self, category: Symbol) -> Option<&Meaning> {
        self.readings.iter().find(|reading| reading.0 == category).map(|reading| &reading.1)
    }
}

/// What sort of characters a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Letters,
    Digits,
    Sign,
}

#[derive(Clone, Debug)]
struct Token {
    span: Span,
    sort: Sort,
    glued: bool,
    fresh: bool,
}

/// The words of a rule or a lexicon entry, folded as those of texts are; hyphens inside are left out.
pub(super) fn words(phrase: &str, lang: Lang) -> Vec<String> {
    // An elided word is one with its apostrophe only where another word follows.
    let elided = phrase.ends_with(is_apostrophe);
    let phrase = &if elided { format!("{phrase}x") } else { phrase.to_owned() };
    let mut tokens = tokens(phrase, lang);
    if elided {
        tokens.pop();
    }
    let soft = (0..tokens.len()).map(|at| is_soft(phrase, &tokens, at)).collect::<Vec<_>>();
    let kept = tokens.iter().zip(soft).filter(|(_, soft)| !soft);
    kept.map(|(token, _)| fold(token.span.of(phrase))).collect()
}

/// The items of `text`, before any rule is applied.
pub(super) fn items(text: &str, lang: Lang, grammar: &Grammar) -> Vec<Item> {
    let tokens = tokens(text, lang);
    let mut items: Vec<Item> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        let mut item = Item {
            span: token.span,
            word: None,
            readings: Vec::new(),
            glued: token.glued,
            fresh: token.fresh,
            soft: is_soft(text, &tokens, at),
        };
        match token.sort {
            Sort::Digits => {
                let code = text[..token.span.start].ends_with(char::is_alphabetic);
                let number = if code {
                    numeric::whole(text, token.span.start)
                } else {
                    numeric::read(text, token.span.start, grammar.day_first)
                };
                item.span.end = number.end;
                if stands_alone(text, item.span, grammar) && !grammar.is_never(item.span.of(text)) {
                    item.readings = grammar.number_readings(&number);
                }
            }
            Sort::Letters => {
                let word = token.span.of(text);
                let folded = fold(word);
                let starts_sentence = starts_sentence(text, token.span.start);
                item.word = grammar.word(&folded);
                item.readings = grammar.word_readings(word, &folded, starts_sentence);
                if grammar.is_abbreviation(&folded) && text[token.span.end..].starts_with('.') {
                    item.span.end += 1;
                }
            }
            Sort::Sign => {
                let folded = fold(token.span.of(text));
                item.word = grammar.word(&folded);
                item.readings = grammar.lexicon(&folded, &folded, true).to_vec();
            }
        }
        let end = item.span.end;
        items.push(item);
        while tokens.get(at).is_some_and(|token| token.span.start < end) {
            at += 1;
        }
    }
    items
}

impl Grammar {
    fn number_readings(&self, number: &numeric::Number) -> Vec<(Symbol, Meaning)> {
        let mut readings = Vec::new();
        let mut add = |category: &str, meaning| {
            if let Some(symbol) = self.category(category) {
                readings.push((symbol, meaning));
            }
        };
        match number.what {
            numeric::What::Date(fields, sure) => {
                add(if sure { "date" } else { "slashed" }, Meaning::Expr(Expr::Fields(fields)));
                if sure {
                    add("time", Meaning::Expr(Expr::Fields(fields)));
                }
            }
            numeric::What::Clock(clock) => add("hms", Meaning::Clock(clock)),
            numeric::What::Stamp(fields, clock) => {
                let day = Box::new(Expr::Fields(fields));
                add("time", Meaning::Expr(Expr::Clock(clock, Some(day))));
            }
            numeric::What::Decimal(value, dotted) => {
                add("decimal", Meaning::Number(value));
                if let Some(fields) = dotted {
                    add("dotted", Meaning::Expr(Expr::Fields(fields)));
                }
            }
            numeric::What::Integer(value, digits) => {
                let meaning = Meaning::Number(value);
                add("num", meaning.clone());
                for (category, fits) in [
                    ("day", digits <= 2 && (1.0..=31.0).contains(&value)),
                    ("monthnum", digits <= 2 && (1.0..=12.0).contains(&value)),
                    ("hour", digits <= 2 && value <= 24.0),
                    ("minute", digits == 2 && value < 60.0),
                    ("yy", digits == 2),
                    ("year", digits == 4 && (1000.0..=2100.0).contains(&value)),
                    ("modern", digits == 4 && (1800.0..=2060.0).contains(&value)),
                    ("tens", digits <= 2 && value % 10.0 == 0.0 && value > 0.0),
                    ("tenyears", digits == 4 && value % 10.0 == 0.0),
                ] {
                    if fits {
                        add(category, meaning.clone());
                    }
                }
            }
        }
        readings
    }

    fn word_readings(&self, word: &str, folded: &str, opens: bool) -> Vec<(Symbol, Meaning)> {
        let mut readings = self.lexicon(folded, word, opens).to_vec();
        let mut add = |category: &str, meaning| {
            if let Some(symbol) = self.category(category) {
                readings.push((symbol, meaning));
            }
        };
        if let Some(number) = roman(word) {
            add("roman", Meaning::Number(number));
        }
        if self.word(folded).is_none() {
            let capital = word.starts_with(char::is_uppercase);
            add(if capital { "name" } else { "plain" }, Meaning::Nothing);
            if !capital && self.may_be_plural(folded) {
                add("plural", Meaning::Nothing);
            }
        }
        readings
    }
}

/// Whether a number is no part of a code, a price or a measure (`A380`, `$2000`, `2012 %`, `5G`).
fn stands_alone(text: &str, span: Span, grammar: &Grammar) -> bool {
    let before = text[..span.start].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    let after = text[span.end..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let money = |sign: char| "$€£¥%‰°#№".contains(sign);
    if before.ends_with(money) || after.starts_with(money) {
        return false;
    }
    if numeric::is_dialled(text, span) {
        return false;
    }
    let letters = |part: &str| fold(part);
    let tail = before.len() == span.start;
    let start = before.trim_end_matches(char::is_alphabetic).len();
    if tail && start < span.start && span.start - start < 40 {
        let word = letters(&text[start..span.start]);
        if grammar.word(&word).is_none() && !text[..start].ends_with(char::is_numeric) {
            return false;
        }
    }
    let glued = after.len() == text.len() - span.end;
    let letters_after = after.chars().take(24).take_while(|sign| sign.is_alphabetic());
    let word_after = letters_after.collect::<String>();
    !(glued && !word_after.is_empty() && grammar.word(&letters(&word_after)).is_none())
}

fn tokens(text: &str, lang: Lang) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut glued = false;
    let mut breaks = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() {
            glued = false;
            breaks += usize::from(first == '\n');
            continue;
        }
        let sort = sort(first);
        let mut end = start + first.len_utf8();
        let elision = is_apostrophe(first)
            && lang == Lang::En
            && glued
            && chars.peek().is_some_and(|next| next.1.is_alphabetic());
        let sort = if elision { Sort::Letters } else { sort };
        if sort != Sort::Sign {
            while let Some(&(at, next)) = chars.peek() {
                if self::sort(next) != sort {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        if sort == Sort::Letters && lang == Lang::Fr {
            let mut rest = text[end..].chars();
            if let (Some(mark), Some(next)) = (rest.next(), rest.next())
                && is_apostrophe(mark)
                && next.is_alphanumeric()
            {
                end += mark.len_utf8();
                chars.next();
            }
        }
        tokens.push(Token { span: Span::new(start, end), sort, glued, fresh: breaks > 1 });
        glued = true;
        breaks = 0;
    }
    tokens
}

fn sort(first: char) -> Sort {
    if first.is_ascii_digit() {
        Sort::Digits
    } else if first.is_alphabetic() || matches!(first, '\u{300}'..='\u{36f}') {
        Sort::Letters
    } else {
        Sort::Sign
    }
}

fn is_apostrophe(sign: char) -> bool {
    matches!(sign, '\'' | '’' | 'ʼ')
}

/// A hyphen with a letter on both sides, or between a letter and a number.
fn is_soft(text: &str, tokens: &[Token], at: usize) -> bool {
    let [Some(left), Some(next)] =
        [at.checked_sub(1).and_then(|at| tokens.get(at)), tokens.get(at + 1)]
    else {
        return false;
    };
    tokens[at].glued
        && next.glued
        && matches!(tokens[at].span.of(text), "-" | "‐" | "\u{2011}")
        && (left.sort == Sort::Letters || next.sort == Sort::Letters)
}

/// Whether a capital at `start` tells nothing, because a sentence begins there.
fn starts_sentence(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', '\u{a0}', '"', '“', '«', '(', '—', '–']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '…', '-', '•'])
}

/// A word in small letters without accents, apostrophes and dashes in their plain form; `à` and `a`,
/// `dès` and `des` stay apart.
pub(super) fn fold(word: &str) -> String {
    // Only the accent tells these from other words.
    for kept in ["dès", "là", "où"] {
        if word.chars().flat_map(char::to_lowercase).eq(kept.chars()) {
            return kept.to_owned();
        }
    }
    let mut folded = String::with_capacity(word.len());
    let single = word.chars().nth(1).is_none();
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' if single => folded.push('à'),
            'à' | 'â' | 'ä' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ᵉ' => folded.push('e'),
            'î' | 'ï' => folded.push('i'),
            'ô' | 'ö' => folded.push('o'),
            'ù' | 'û' | 'ü' => folded.push('u'),
            'ç' => folded.push('c'),
            'ÿ' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'ʳ' => folded.push('r'),
            '’' | 'ʼ' => folded.push('\''),
            '–' | '—' | '‐' | '\u{2011}' | '−' => folded.push('-'),
            '\u{300}'..='\u{36f}' => {}
            other => folded.push(other),
        }
    }
    folded
}

/// The number that capital roman figures write (`XIX`, and `XIXe` as French writes its centuries).
fn roman(word: &str) -> Option<f64> {
    let figures = word.trim_end_matches(['e', 'è', 'm', 'ᵉ', 'r', 't', 'h']);
    if figures.is_empty() || figures.len() > 6 {
        return None;
    }
    let mut total = 0_i32;
    let mut last = 0;
    for figure in figures.chars().rev() {
        let value = match figure {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            _ => return None,
        };
        total += if value < last { -value } else { value };
        last = last.max(value);
    }
    (total > 0).then_some(f64::from(total))
}
