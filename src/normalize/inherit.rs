//! Units left unsaid because the sentence has named them: `460 véhicules …, contre 63`.

use crate::claim::Kind;

use super::amount::Amount;
use super::mention::{Amounted, Finder, Found};
use super::modifier::Modifiers;
use super::noun;
use super::unit::Measured;

/// How many tokens back a unit may stand.
const REACH: usize = 40;

/// How many tokens back the words may stand that say what a number counts.
const NEAR: usize = 14;

impl Finder<'_, '_> {
    /// The unit that a bare number takes from the words before it.
    pub(super) fn inherited(
        &self,
        first: &Amounted,
        modifiers: &Modifiers,
        earlier: &[Found],
    ) -> Option<Measured> {
        let start = modifiers.start;
        let last = earlier.last().filter(|last| self.same_sentence(last, start));
        let named = last.filter(|last| last.value.unit != "1").map(|last| (last, &last.unit));
        self.named(first, modifiers)
            .or_else(|| {
                named
                    .filter(|(last, _)| self.refers_back(last, first, modifiers))
                    .map(|(_, unit)| unit.clone())
            })
            .or_else(|| self.index_level(first, start, earlier))
            .or_else(|| self.of_whole(first, start, earlier))
            .or_else(|| self.tallied(start))
    }

    /// `magnitude 6,2`, `6.2 on the Richter scale`.
    fn named(&self, first: &Amounted, modifiers: &Modifiers) -> Option<Measured> {
        let table = &self.lexicon.inherits;
        let before = table.named_before.ending(self.tokens, modifiers.start).map(|(unit, _)| unit);
        let after = table.named_after.starting(self.tokens, first.number.end).map(|(unit, _)| unit);
        let (unit, kind) = before.or(after)?;
        Some(Measured::of(unit, *kind, Amount::ONE, first.number.end))
    }

    /// Whether the words between the last quantity and a number, or those behind it, say that the
    /// number is one of the same things.
    fn refers_back(&self, last: &Found, first: &Amounted, modifiers: &Modifiers) -> bool {
        let tokens = self.tokens;
        let table = &self.lexicon.inherits;
        let (start, end) = (modifiers.start, modifiers.end.max(first.number.end));
        let counts = matches!(last.value.kind, Kind::Count | Kind::Duration);
        if table.comparisons.ending(tokens, start).is_some_and(|((), at)| at >= last.end) {
            return true;
        }
        let opens = self.lexicon.bounds.levels.ending(tokens, last.start).is_some();
        let arrives = table.arrivals.ending(tokens, start).is_some_and(|((), at)| at >= last.end);
        if opens && arrives && last.value.change.is_none() {
            return true;
        }
        // `three of them`, `dont 12`.
        let part = table.parts_before.ending(tokens, start).is_some_and(|((), at)| at >= last.end)
            || table.parts_after.starting(tokens, end).is_some();
        if part && (counts || first.number.scale.is_some()) {
            return true;
        }
        // `3,5 milliards de dollars, contre un bénéfice de 800 millions`.
        let compared = |at| table.comparisons.starting(tokens, at).is_some();
        let large = first.number.scale.is_some_and(|scale| scale >= 6);
        if large
            && last.value.kind == Kind::Money
            && start - last.end <= NEAR
            && (last.end..start).any(compared)
        {
            return true;
        }
        // `15 000 manifestants selon la police, 60 000 selon la CGT`.
        let sourced = |at: usize| table.sources.starting(tokens, at).is_some();
        if last.value.kind == Kind::Count && sourced(end) && sourced(last.end) {
            return true;
        }
        // `10 °C à Lille et -2 à Nice`.
        let signed = first.number.signed == Some('-');
        if signed && super::convert::dimension(&last.value.unit) == Some("temperature") {
            return true;
        }
        // `rose by 2 percent, but the other fell by 1`.
        let by = table.amounts.ending(tokens, start).is_some();
        by && last.value.kind == Kind::Percent
            && last.value.change.is_some()
            && self
                .is_change(&Amounted { unit: Some(last.unit.clone()), ..first.clone() }, last.end)
    }

    /// `gained 35.2 points, or 0.5%, to 7,425.81`: where an index arrived.
    fn index_level(&self, first: &Amounted, start: usize, earlier: &[Found]) -> Option<Measured> {
        let table = &self.lexicon.inherits;
        let arrives = table.arrivals.ending(self.tokens, start).is_some();
        let numeral = first.number.numeral?;
        if !arrives || numeral.digits < 3 || !(numeral.decimal || numeral.grouped) {
            return None;
        }
        let moved = |found: &&Found| {
            found.value.change.is_some()
                && table.index_units.contains(&found.value.unit)
                && self.same_sentence(found, start)
        };
        earlier.iter().rev().take(2).find(moved).map(|found| found.unit.clone())
    }

    /// `Sur les 577 députés, 312 ont voté pour et 201 contre`.
    fn of_whole(&self, first: &Amounted, start: usize, earlier: &[Found]) -> Option<Measured> {
        const MOST: usize = 5;
        let table = &self.lexicon.inherits;
        let near = earlier.iter().rev().take(MOST).take_while(|f| self.same_sentence(f, start));
        let whole = near.last().filter(|whole| whole.value.kind == Kind::Count)?;
        let opened = table.wholes.ending(self.tokens, whole.start);
        let opens = opened.is_some_and(|((), at)| self.tokens.begins_sentence(at));
        let less = whole.value.low.is_some_and(|all| first.number.low.to_f64() <= all.0);
        let integer = first.number.low.as_integer().is_some();
        (opens && less && integer).then(|| whole.unit.clone())
    }

    /// `le nombre de chômeurs a augmenté de 12 000`.
    fn tallied(&self, start: usize) -> Option<Measured> {
        let table = &self.lexicon.inherits;
        let floor = start.saturating_sub(NEAR);
        for at in (floor..start).rev() {
            if self.ends_sentence(at) || self.tokens.line(at + 1) {
                return None;
            }
            if let Some(((unit, kind), end)) = table.told_before.starting(self.tokens, at) {
                let near = end <= start;
                return near.then(|| Measured::of(unit, *kind, Amount::ONE, start));
            }
            let Some(((), noun)) = table.tallies.starting(self.tokens, at) else { continue };
            let counted = noun::counted(self.lexicon, self.tokens, noun, false)?;
            let near = counted.end <= start;
            return near.then(|| Measured::of(&counted.unit, Kind::Count, Amount::ONE, start));
        }
        None
    }

    fn same_sentence(&self, found: &Found, start: usize) -> bool {
        found.end <= start
            && start - found.end <= REACH
            && !(found.end..start).any(|at| self.ends_sentence(at) || self.tokens.line(at + 1))
    }

    fn ends_sentence(&self, at: usize) -> bool {
        matches!(self.tokens.word(at), "." | "!" | "?" | ";")
    }
}
