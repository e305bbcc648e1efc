//! Units that stand further on than the number they belong to.

use crate::claim::Kind;

use super::amount::Amount;
use super::lexicon::Bound;
use super::mention::{Amounted, Finder, Found};
use super::modifier::Modifiers;
use super::number::{self, Number, Shape};
use super::unit::Measured;

impl Finder<'_, '_> {
    /// `one or more donations`: the bound stands between the number and what it counts.
    pub(super) fn bound_inside(&self, first: &mut Amounted) -> Option<Bound> {
        if first.unit.is_some() || first.number.shape != Shape::Plain {
            return None;
        }
        let (bound, after) = self.lexicon.bounds.after.starting(self.tokens, first.number.end)?;
        let later = Number { end: after, numeral: None, ..first.number };
        let unit = self.reader.read(&later, None)?;
        first.unit = Some(unit);
        Some(*bound)
    }

    /// The unit of a number that stands without one, where the words go on to name it: `two of the
    /// deputies`, `280 million of the 1.5 billion shekels`, `24, 23 et 14 ans`.
    pub(super) fn borrowed(
        &self,
        first: &Amounted,
        modifiers: &Modifiers,
        earlier: &[Found],
    ) -> Option<Measured> {
        if first.number.shape != Shape::Plain || first.number.one {
            return None;
        }
        if let Some(unit) = self.inherited(first, modifiers, earlier) {
            return Some(Measured { end: first.number.end, plus: None, ..unit });
        }
        let unit = self.of_them(first).or_else(|| self.listed(first))?;
        Some(Measured { end: first.number.end, times: Amount::ONE, plus: None, ..unit })
    }

    pub(super) fn of_them(&self, first: &Amounted) -> Option<Measured> {
        let tokens = self.tokens;
        let mut at = number::link(tokens, first.number.end)
            .or_else(|| (tokens.word(first.number.end) == "des").then_some(first.number.end + 1))?;
        // A determiner, a possessor with its `'s`.
        let determiner = self.lexicon.nouns.stops.contains(tokens.word(at));
        at += usize::from(determiner);
        let possessor = tokens.word(at + 1) == "'" && tokens.word(at + 2) == "s";
        at += if possessor { 3 } else { 0 };
        // `seven of her last ten bouts`.
        at += usize::from(determiner && self.lexicon.nouns.adjectives.contains(tokens.word(at)));
        if !determiner && !possessor && tokens.word(first.number.end) != "des" {
            return None;
        }
        if let Some(whole) = self.amounted_from(at, true) {
            return whole.unit.filter(|unit| unit.per.is_none());
        }
        let counted = super::noun::counted(self.lexicon, tokens, at, false)?;
        Some(Measured { unit: counted.unit, kind: Kind::Count, ..Measured::ratio(counted.end) })
    }

    /// The unit at the end of a list of numbers: of time, money, per cent, never a counted noun.
    pub(super) fn listed(&self, first: &Amounted) -> Option<Measured> {
        const LONGEST: usize = 4;
        let mut end = first.number.end;
        // `two- and three-bedroom flats`: the hyphen waits for its noun.
        let hyphens = self.tokens.word(end) == "-" && self.tokens.glued(end);
        for _ in 0..LONGEST {
            end += usize::from(hyphens && self.tokens.word(end) == "-");
            let last = self.lexicon.numbers.and.has(self.tokens, end);
            if !last && self.tokens.word(end) != "," || self.tokens.line(end) {
                return None;
            }
            // `two, three and four` may have both signs of a list.
            let both = !last && self.lexicon.numbers.and.has(self.tokens, end + 1);
            let last = last || both;
            let next = self.amounted_from(end + 1 + usize::from(both), true)?;
            if next.number.shape != Shape::Plain || next.money.is_some() {
                return None;
            }
            match next.unit {
                Some(unit)
                    if last && (hyphens || unit.kind != Kind::Count) && unit.plus.is_none() =>
                {
                    let aged = self.lexicon.units.ages.unit_after.starting(self.tokens, unit.end);
                    let kind = if aged.is_some() { Kind::Age } else { unit.kind };
                    return Some(Measured { kind, ..unit });
                }
                Some(_) => return None,
                None => end = next.number.end,
            }
        }
        None
    }
}
