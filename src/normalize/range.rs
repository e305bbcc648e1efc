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
        let opened = levels.is_none_or(|((), end)| end != open);
        let marked = self.is_marked(&first, &second);
        let (first, second) = Self::shared(first, second)?;
        if !opened && !marked && self.moves(&first, &second) {
            return None;
        }
        // `tomber de 250 à 75` goes from one level to another.
        if !opened && !marked && !rises(&first, &second) {
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
        let between = &self.lexicon.bounds.between;
        let and = &self.lexicon.numbers.and;
        let joint = between.starting(self.tokens, first.end());
        let listed = joint.is_none();
        let Some(((), next)) = joint.or_else(|| and.starting(self.tokens, first.end())) else {
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
        let marked = self.is_marked(&first, &second);
        // `20 and 25%` is a range only where the two are known to be one quantity, and
        // `12 men and 14 women` not even there.
        let counted = first.unit.as_ref().is_some_and(|unit| unit.kind == Kind::Count);
        if listed && (!marked || counted) {
            return (first, None, false);
        }
        let alternative =
            self.lexicon.bounds.alternatives.starting(self.tokens, first.end()).is_some();
        let own = first.unit.is_some() && (alternative || dash && first.money.is_none() && !marked);
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
        match Self::shared(first.clone(), second) {
            // A score of 2-1 is no range, whatever it is taken for.
            Some((one, other)) if marked && !(dash && bare) => (one, Some(other), false),
            Some((one, other)) if floor <= one.start && !dash && self.moves(&one, &other) => {
                let unit = other.unit.map(|unit| Measured { end: one.end(), plus: None, ..unit });
                (Amounted { unit: one.unit.clone().or(unit), ..one }, None, false)
            }
            Some((low, high)) if rises(&low, &high) => (low, Some(high), false),
            Some((high, low)) if arrives && self.descends(&first, &high, &low) => {
                (high, Some(low), false)
            }
            _ => (first, None, false),
        }
    }

    /// `a density of 1.3 A/cm2 to 0.03 A/cm2`: a range told from its upper end, where no level is
    /// left and the unit stands with both.
    fn descends(&self, first: &Amounted, high: &Amounted, low: &Amounted) -> bool {
        let left = self.lexicon.bounds.levels.ending(self.tokens, first.start).is_some();
        let both = first.unit.is_some() && low.end() > low.number.end && first.money.is_none();
        both && !left && !rises(high, low)
    }

    /// Whether both amounts are known to be of one quantity.
    fn is_marked(&self, first: &Amounted, second: &Amounted) -> bool {
        self.whole.is_some_and(|(from, to)| from <= first.number.start && second.number.end <= to)
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

    /// Whether the two amounts are the levels that a change goes between.
    pub(super) fn moves(&self, first: &Amounted, second: &Amounted) -> bool {
        change::moves(self.lexicon, self.tokens, first.start, rises(first, second))
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
        if first.unit.is_none() && in_thousands(&first, &second) {
            first.number = first.number.times(Amount::power_of_ten(3))?;
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
        if let (Some(one), Some(other)) = (first.unit.as_mut(), second.unit.as_mut()) {
            one.per = other.per.take().or(one.per.take());
            other.per.clone_from(&one.per);
        }
        Some((first, second))
    }
}

/// `entre 15 et 20 000`, `15 to 20,000`: thousands, said once.
fn in_thousands(first: &Amounted, second: &Amounted) -> bool {
    let (Some(small), Some(large)) = (first.number.numeral, second.number.numeral) else {
        return false;
    };
    let (low, high) = (first.number.low.to_f64(), second.number.low.to_f64());
    let round = large.grouped && large.amount.as_integer().is_some_and(|n| n % 1000 == 0);
    let plain = small.digits <= 3 && !small.decimal && low >= 2.0;
    plain && round && low * 1000.0 < high && high <= low * 10_000.0
}

fn rises(first: &Amounted, second: &Amounted) -> bool {
    first.number.low.to_f64() < second.number.low.to_f64()
}
