//! Ranges, and the two levels of a change, which look like them.

use crate::claim::Kind;

use super::amount::Amount;
use super::change::{self, Place};
use super::mention::{Amounted, Finder};
use super::number::Shape;
use super::unit::Measured;

impl Finder<'_, '_> {
    /// `between 40 and 50`, `de 3 à 4 millions`.
    pub(super) fn pair(&self, at: usize) -> Option<(Amounted, Option<Amounted>, bool)> {
        let (between, open) = self.lexicon.bounds.pairs.starting(self.tokens, at)?;
        let first = self.amounted_from(open, false)?;
        let ((), next) = between.starting(self.tokens, first.end())?;
        let second = self.amounted_from(next, true)?;
        let levels = self.lexicon.bounds.levels.starting(self.tokens, at);
        if levels.is_some_and(|((), end)| end == open) && self.moves(first.start) {
            return None;
        }
        let (first, second) = Self::shared(first, second)?;
        let opened = levels.is_none_or(|((), end)| end != open);
        // `tomber de 250 à 75` goes from one level to another.
        if !opened && first.number.low.to_f64() >= second.number.low.to_f64() {
            return None;
        }
        Some((first, Some(second), opened))
    }

    /// The amount with the second end of a range behind it, or with the unit of the level that a
    /// change goes on to.
    pub(super) fn extended(
        &self,
        first: Amounted,
        floor: usize,
    ) -> (Amounted, Option<Amounted>, bool) {
        let Some(((), next)) = self.lexicon.bounds.between.starting(self.tokens, first.end())
        else {
            return (first, None, false);
        };
        let word = self.tokens.word(first.end());
        let dash = matches!(word, "-" | "–" | "—" | "~");
        let even = self.tokens.gap(first.end()) == self.tokens.gap(next);
        let plain = first.number.shape == Shape::Plain && first.number.is_point();
        if !plain || self.tokens.line(next) || dash && !even {
            return (first, None, false);
        }
        let Some(second) = self.amounted_from(next, true) else { return (first, None, false) };
        let alternative =
            self.lexicon.bounds.alternatives.starting(self.tokens, first.end()).is_some();
        let own = first.unit.is_some() && (alternative || dash && first.money.is_none());
        let bare = second.unit.is_none() && first.unit.is_none();
        let code = dash && (bare && !self.forced || self.glued_before(&first));
        if own
            || code
            || alternative && bare && !self.forced
            || dash && second.number.signed.is_some()
        {
            return (first, None, false);
        }
        // `rose 0.7% to 6,328`, `by $44bn to $419bn`: how far, and where to.
        let arrives = !dash && !alternative && first.unit.is_some();
        if arrives && (second.unit.is_none() || self.is_change(&first, floor)) {
            return (first, None, false);
        }
        let moves = floor <= first.start && !dash && self.moves(first.start);
        match Self::shared(first.clone(), second) {
            Some((first, second)) if moves => {
                let unit =
                    second.unit.map(|unit| Measured { end: first.end(), plus: None, ..unit });
                (Amounted { unit: first.unit.clone().or(unit), ..first }, None, false)
            }
            Some((low, high)) if low.number.low.to_f64() < high.number.low.to_f64() => {
                (low, Some(high), false)
            }
            _ => (first, None, false),
        }
    }

    pub(super) fn is_change(&self, first: &Amounted, floor: usize) -> bool {
        let Some(unit) = first.unit.as_ref() else { return false };
        let (start, end) = (first.start, first.end());
        let bare = false;
        let place = Place { start, end, kind: unit.kind, unit: &unit.unit, bare, floor };
        change::direction(self.lexicon, self.tokens, place).is_some()
    }

    pub(super) fn glued_before(&self, first: &Amounted) -> bool {
        self.tokens.glued(first.start)
            && !matches!(
                self.tokens.word_before(first.start),
                "(" | "~" | "≈" | "'" | "\"" | "«" | "“"
            )
    }

    pub(super) fn moves(&self, start: usize) -> bool {
        change::moves(self.lexicon, self.tokens, start, 0)
    }

    /// Two ends of a range with the unit and the factor that stand with one of them alone.
    pub(super) fn shared(
        mut first: Amounted,
        mut second: Amounted,
    ) -> Option<(Amounted, Amounted)> {
        let plain = |shape| matches!(shape, Shape::Plain | Shape::Fraction);
        if !plain(first.number.shape)
            || !plain(second.number.shape)
            || !first.number.is_point()
            || !second.number.is_point()
        {
            return None;
        }
        if let (None, Some(scale)) = (first.number.scale, second.number.scale) {
            let unit = second.number.low.over(Amount::power_of_ten(scale))?;
            if first.unit.as_ref().is_none_or(|unit| unit.kind == Kind::Money)
                && first.number.low.to_f64()
                    <= unit.to_f64().max(999.0).min(unit.to_f64().max(1.0) * 1000.0)
                && first.number.low.to_f64() < unit.to_f64()
            {
                first.number = first.number.times(Amount::power_of_ten(scale))?;
            }
        }
        match (&first.unit, &second.unit) {
            (Some(one), Some(other)) => {
                let same = one.unit == other.unit && one.per == other.per
                    || one.kind == Kind::Money && first.money.is_some() && one.unit == other.unit;
                if !same {
                    return None;
                }
            }
            (Some(unit), None) => {
                second.unit = Some(Measured { end: second.number.end, ..unit.clone() });
            }
            _ => {}
        }
        // A rate said of the second end is said of both.
        if let (Some(one), Some(other)) = (first.unit.as_mut(), second.unit.as_ref()) {
            one.per.clone_from(&other.per);
        }
        Some((first, second))
    }
}
