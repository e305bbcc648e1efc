//! Cardinal numbers: digits, words, and both mixed (`2,5 millions`, `three hundred and twenty`).

use super::amount::Amount;
use super::lexicon::{Cardinal, Lexicon};
use super::numeral::Numeral;
use super::token::Tokens;

/// A cardinal number in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) amount: Amount,
    /// The token after it.
    pub(super) end: usize,
    /// The last power of ten, where the number ends with the word for one.
    pub(super) scale: Option<i32>,
    /// The digits, where the number is nothing else.
    pub(super) numeral: Option<Numeral>,
    /// The value and first token of the tens that the number ends with, for `thirty-fifths`.
    pub(super) tens: Option<(Amount, usize)>,
    /// Whether it is a single word that is an article or pronoun too.
    pub(super) one: bool,
}

/// Where in a group of three digits the next word may stand.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    Empty,
    Hundred,
    Ten,
    LongTen,
    Full,
}

struct Parser<'a, 't> {
    lexicon: &'a Lexicon,
    tokens: &'a Tokens<'t>,
    total: Amount,
    group: Amount,
    level: Level,
    /// The smallest power of ten so far.
    smallest: Option<i32>,
    scale: Option<i32>,
    tens: Option<(Amount, usize)>,
    counted: bool,
    /// Whether the number begins with digits.
    digits: bool,
}

/// Reads the cardinal number that starts with token `at`. With `joined` false, `and` ends the
/// number, as between the two numbers of a range.
pub(super) fn read(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    at: usize,
    joined: bool,
) -> Option<Reading> {
    let zero = Amount::integer(0);
    let mut parser = Parser {
        lexicon,
        tokens,
        total: zero,
        group: zero,
        level: Level::Empty,
        smallest: None,
        scale: None,
        tens: None,
        counted: false,
        digits: tokens.numeral(at).is_some(),
    };
    let mut end = at;
    let mut words = 0;
    while let Some(next) = parser.next(end, joined) {
        end = next;
        words += 1;
    }
    if words == 0 || !parser.counted {
        return None;
    }
    Some(Reading {
        amount: parser.total.plus(parser.group)?,
        end,
        scale: parser.scale,
        numeral: if words == 1 { tokens.numeral(at) } else { None },
        tens: parser.tens,
        one: words == 1 && lexicon.numbers.one.has(tokens, at),
    })
}

impl Parser<'_, '_> {
    /// Takes the next word of the number after token `at`; `None` where the number has ended.
    fn next(&mut self, at: usize, joined: bool) -> Option<usize> {
        let first = !self.counted && self.level == Level::Empty;
        if !first && self.tokens.line(at) {
            return None;
        }
        let mut start = at;
        let hyphen = !first && self.tokens.word(at) == "-";
        if hyphen {
            start += 1;
        }
        // `vingt et un` is one number even between the two of a range.
        let tens = self.lexicon.lang == crate::Lang::Fr
            && matches!(self.level, Level::Ten | Level::LongTen);
        let and =
            !first && !hyphen && (joined || tens) && self.lexicon.numbers.and.has(self.tokens, at);
        if and {
            start += 1;
        }
        if let Some(numeral) = self.tokens.numeral(start) {
            let glued = self.tokens.glued(start) && !first;
            let unit = !first && self.tokens.glued(start + 1) && self.tokens.is_word(start + 1)
                || !first && self.tokens.word(start + 1) == "-" && self.tokens.glued(start + 1);
            let hundreds = matches!(
                self.lexicon.numbers.cardinals.starting(self.tokens, start + 1),
                Some((Cardinal::Hundred(_) | Cardinal::Scale(..), _))
            );
            let fits = !hyphen && !glued && !unit && self.numeral(numeral, first, and, hundreds);
            return fits.then_some(start + 1);
        }
        let cardinals = &self.lexicon.numbers.cardinals;
        let Some((word, end)) = cardinals.starting(self.tokens, start) else {
            // `a hundred`, `a million`: the article counts one.
            let multiplied = first && self.lexicon.numbers.articles.has(self.tokens, start);
            let next = cardinals.starting(self.tokens, start + 1).map(|(word, _)| *word);
            let one = matches!(next, Some(Cardinal::Hundred(_) | Cardinal::Scale(..)));
            return (multiplied && one && self.word(Cardinal::Unit(1), start, false)?)
                .then_some(start + 1);
        };
        // `three hundred and two hundred` are two numbers.
        let hundreds =
            |at| matches!(cardinals.starting(self.tokens, at), Some((Cardinal::Hundred(_), _)));
        if and && self.level == Level::Hundred && hundreds(end) {
            return None;
        }
        self.word(*word, start, and)?.then_some(end)
    }

    fn numeral(&mut self, numeral: Numeral, first: bool, and: bool, hundreds: bool) -> bool {
        let fits = if first {
            true
        } else if numeral.decimal || numeral.padded {
            false
        } else if and {
            matches!(self.level, Level::Hundred) && numeral.digits <= 2
        } else {
            self.level == Level::Empty
                && self.scale.is_some_and(|scale| {
                    (numeral.digits >= 3 || hundreds)
                        && i32::try_from(numeral.digits).is_ok_and(|digits| digits <= scale)
                })
        };
        if !fits {
            return false;
        }
        let Some(group) = self.group.plus(numeral.amount) else { return false };
        self.group = group;
        self.level = Level::Full;
        self.scale = None;
        self.counted = true;
        true
    }

    fn word(&mut self, word: Cardinal, start: usize, and: bool) -> Option<bool> {
        let add = |value: i128| self.group.plus(Amount::integer(value));
        // `2 milliards un an plus tôt`: digits go on in digits.
        let small = matches!(word, Cardinal::Unit(_) | Cardinal::Ten(_) | Cardinal::LongTen(_));
        if small && self.digits && self.level == Level::Empty && !and {
            return Some(false);
        }
        let (group, level) = match (word, self.level) {
            (Cardinal::Unit(n), Level::Empty | Level::Hundred) => (add(n)?, Level::Full),
            (Cardinal::Unit(n @ 1..=9), Level::Ten) if !and || n == 1 => (add(n)?, Level::Full),
            (Cardinal::Unit(n @ 1..=19), Level::LongTen) if !and || n == 1 || n == 11 => {
                (add(n)?, Level::Full)
            }
            (Cardinal::Ten(n), Level::Empty | Level::Hundred) => (add(n)?, Level::Ten),
            (Cardinal::LongTen(n), Level::Empty | Level::Hundred) => (add(n)?, Level::LongTen),
            (Cardinal::Hundred(true), Level::Empty) if !and => {
                (Amount::integer(100), Level::Hundred)
            }
            (Cardinal::Hundred(_), Level::Ten | Level::LongTen | Level::Full) if !and => {
                // In French `2 cents` are cents, `deux cents` hundreds, and `un cent` is neither.
                let digits = start.checked_sub(1).and_then(|before| self.tokens.numeral(before));
                let count = self.group.as_integer().unwrap_or(0);
                let other = digits.is_some() || !matches!(count, 2..=9 | 11..=16);
                if other && self.lexicon.lang == crate::Lang::Fr {
                    return Some(false);
                }
                (self.group.times(Amount::integer(100))?, Level::Hundred)
            }
            (Cardinal::Scale(exponent, bare), level) if !and => {
                return Some(self.scale(exponent, bare, level));
            }
            _ => return Some(false),
        };
        let tens = matches!(word, Cardinal::Ten(_) | Cardinal::LongTen(_));
        self.tens = match word {
            Cardinal::Ten(n) | Cardinal::LongTen(n) if tens => Some((Amount::integer(n), start)),
            _ => None,
        };
        (self.group, self.level, self.scale, self.counted) = (group, level, None, true);
        Some(true)
    }

    fn scale(&mut self, exponent: i32, bare: bool, level: Level) -> bool {
        let power = Amount::power_of_ten(exponent);
        let larger = self.smallest.is_some_and(|smallest| exponent > smallest);
        let total = if larger {
            // `deux mille milliards`: the whole number so far is multiplied.
            self.total.plus(self.group).and_then(|sum| sum.times(power))
        } else if self.smallest == Some(exponent) || level == Level::Empty && !bare {
            None
        } else {
            let count = if level == Level::Empty { Amount::ONE } else { self.group };
            count.times(power).and_then(|product| self.total.plus(product))
        };
        let Some(total) = total else { return false };
        self.total = total;
        self.group = Amount::integer(0);
        self.level = Level::Empty;
        self.smallest = Some(self.smallest.map_or(exponent, |smallest| smallest.min(exponent)));
        if larger {
            self.smallest = Some(exponent);
        }
        self.scale = Some(exponent);
        self.tens = None;
        self.counted = true;
        true
    }
}
