//! Quantities in French and English text, in the normal form of the claims.
//!
//! One pass over the text, in time linear in its length: it is cut into tokens, numbers are
//! recognised among them, and each takes the bounds, units and words of change beside it. What the
//! languages know stands in the files under `data/`.

mod age;
mod amount;
mod borrow;
mod cardinal;
mod change;
mod convert;
mod elapsed;
mod exclude;
mod fraction;
mod inherit;
mod lexicon;
#[cfg(test)]
mod linear;
mod measure;
mod mention;
mod modifier;
mod money;
mod noun;
mod number;
mod numeral;
mod phrases;
mod range;
mod rate;
mod record;
pub mod time;
mod token;
mod unit;

use crate::claim::Value;
use crate::{Lang, Span};

pub(crate) use convert::in_first_unit;
pub use convert::{convert, dimension, in_unit};
pub use record::{QuantitiesRecord, QuantityRecord};

use mention::{Finder, Found};
use token::Tokens;

/// A quantity found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The number with its approximators and bounds and its unit or counted noun.
    pub span: Span,
    /// Its normal form.
    pub value: Value,
    /// The number alone, with its factor.
    pub number: Span,
}

/// All quantities of `text`, in order; none overlaps another.
///
/// ```
/// use dixit::{Lang, normalize};
/// let text = "Les ventes ont bondi de 12,5 % en mars.";
/// let found = normalize::quantities(text, Lang::Fr);
/// assert_eq!(found[0].span.of(text), "12,5 %");
/// assert_eq!(found[0].value.low, Some(12.5.into()));
/// ```
#[must_use]
pub fn quantities(text: &str, lang: Lang) -> Vec<Mention> {
    let lexicon = lexicon::of(lang);
    let tokens = Tokens::new(text, lang);
    let countries = lexicon.currencies.countries(&tokens);
    let finder = Finder::new(lexicon, &tokens, &countries, false);
    finder.all(0, tokens.len()).iter().map(|found| finder.mention(found)).collect()
}

/// The normal form of the quantity that `span` marks in `text`; `None` where no number is there.
///
/// The span may be a little too wide or too narrow. What stands around it, up to some hundred
/// bytes, gives the unit that it lacks, the currency and the direction of a change.
#[must_use]
pub fn read(text: &str, span: Span, lang: Lang) -> Option<Value> {
    let window = window(text, span);
    let (text, span) =
        (window.of(text), Span::new(span.start - window.start, span.end - window.start));
    let lexicon = lexicon::of(lang);
    let tokens = Tokens::new(text, lang);
    let countries = lexicon.currencies.countries(&tokens);
    let (first, last) = (tokens.at_byte(span.start), tokens.at_byte(span.end.saturating_sub(1)));
    let plain = Finder::new(lexicon, &tokens, &countries, false).marked(first, last + 1);
    let found = best(&plain, plain.all(0, tokens.len()), span);
    let forced = || {
        let forced = Finder::new(lexicon, &tokens, &countries, true).marked(first, last + 1);
        best(&forced, forced.all(first, last + 1), span)
    };
    found.or_else(forced)
}

/// The part of `text` around `span` that its reading may depend on.
fn window(text: &str, span: Span) -> Span {
    const REACH: usize = 600;
    let mut start = span.start.min(text.len()).saturating_sub(REACH);
    let mut end = (span.end.max(span.start) + REACH).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

/// The value of the first quantity whose number lies in the span, so that a share goes before the
/// whole it is of; where none does, of the one that the span shares most with.
fn best(finder: &Finder<'_, '_>, found: Vec<Found>, span: Span) -> Option<Value> {
    let shared = |other: Span| other.end.min(span.end).saturating_sub(other.start.max(span.start));
    let mut best: Option<(usize, Found)> = None;
    for found in found {
        let number = finder.number_span(&found);
        if !number.is_empty() && shared(number) == number.end - number.start {
            return Some(found.value);
        }
        let most = shared(finder.span(&found));
        if most > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((most, found));
        }
    }
    best.map(|(_, found)| found.value)
}
