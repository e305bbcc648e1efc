//! Bounds and approximators beside a quantity.

use crate::claim::{self, Kind};

use super::lexicon::{Bound, Set};
use super::mention::{Amounted, Finder};

/// Bounds and approximators of a quantity, and how far they reach.
#[derive(Debug)]
pub(super) struct Modifiers {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) approximate: bool,
    bound: Option<Bound>,
}

impl Modifiers {
    pub(super) fn add(&mut self, bound: Bound) {
        match bound {
            Bound::Approximate => self.approximate = true,
            other => self.bound = self.bound.or(Some(other)),
        }
    }

    pub(super) fn any(&self) -> bool {
        self.approximate || self.bound.is_some()
    }

    /// Opens the end that the bound leaves open.
    pub(super) fn bound(&self, value: &mut claim::Value) {
        match self.bound {
            Some(Bound::Above { strict }) => (value.high, value.strict) = (None, strict),
            Some(Bound::Below { strict }) => {
                value.high = value.high.or(value.low);
                (value.low, value.strict) = (None, strict);
            }
            Some(Bound::Approximate) | None => {}
        }
    }
}

impl Finder<'_, '_> {
    /// Bounds and approximators before and after the quantity.
    pub(super) fn modifiers(
        &self,
        start: usize,
        end: usize,
        floor: usize,
        first: &Amounted,
    ) -> Modifiers {
        let bounds = &self.lexicon.bounds;
        let kind = first.unit.as_ref().map(|unit| unit.kind);
        let timed = kind == Some(Kind::Duration);
        let mut modifiers = Modifiers { start, end, approximate: false, bound: None };
        for _ in 0..3 {
            // `about a 20 minute walk`.
            let article = self.lexicon.lang == crate::Lang::En
                && modifiers.start > 0
                && self.lexicon.numbers.articles.has(self.tokens, modifiers.start - 1);
            let found = bounds.before.ending(self.tokens, modifiers.start).or_else(|| {
                let start = modifiers.start.checked_sub(1).filter(|_| article)?;
                bounds.before.ending(self.tokens, start)
            });
            let Some((bound, at)) = found else { break };
            let denied = bounds.negations.ending(self.tokens, at).is_some();
            if at < floor || self.tokens.line(modifiers.start) || denied {
                break;
            }
            let is = |set: &Set| {
                set.starting(self.tokens, at).is_some_and(|((), end)| end <= modifiers.start)
            };
            let spans = timed
                && is(&bounds.spans_time)
                && bounds.before_bounded_time.ending(self.tokens, at).is_none();
            if is(&bounds.only_time) && !timed || spans || self.is_restricted(at, modifiers.start) {
                break;
            }
            modifiers.add(*bound);
            modifiers.start = at;
        }
        for _ in 0..2 {
            let Some((bound, after)) = bounds.after.starting(self.tokens, modifiers.end) else {
                break;
            };
            let taken = self.tokens.line(modifiers.end)
                || self.tokens.numeral(after).is_some()
                || bounds.not_after.starting(self.tokens, after).is_some()
                || self.lexicon.numbers.cardinals.starting(self.tokens, after).is_some();
            if taken {
                break;
            }
            modifiers.add(*bound);
            modifiers.end = after;
        }
        modifiers
    }

    /// `ils ne sont plus que 850`: the phrase from token `at` to `end` means `only`.
    fn is_restricted(&self, at: usize, end: usize) -> bool {
        const REACH: usize = 6;
        let bounds = &self.lexicon.bounds;
        bounds.only.starting(self.tokens, at).is_some_and(|((), phrase)| phrase == end)
            && (at.saturating_sub(REACH)..at).any(|at| bounds.restrictors.has(self.tokens, at))
    }
}
