//! Ages, which look like durations or bare numbers.

use crate::claim::Kind;

use super::mention::{Amounted, Finder, Found};
use super::number::{self, Shape};
use super::unit::Measured;

impl Finder<'_, '_> {
    /// Whether the quantity goes on a list of ages: `24, 31 et 45 ans`.
    pub(super) fn continues(&self, last: &Found, start: usize) -> bool {
        let joined = self.tokens.word(last.end) == ","
            || self.lexicon.numbers.and.has(self.tokens, last.end);
        last.value.kind == Kind::Age && last.number.1 == last.end && joined && last.end + 1 == start
    }

    /// Makes an age of a duration or of a bare number where the words say so; the token after them.
    pub(super) fn age(
        &self,
        first: &Amounted,
        unit: &mut Measured,
        start: usize,
        end: usize,
    ) -> Option<usize> {
        let ages = &self.lexicon.units.ages;
        let tokens = self.tokens;
        if matches!(unit.kind, Kind::Duration | Kind::Age) && unit.per.is_none() {
            if let Some(((), after)) = ages.unit_after.starting(tokens, end) {
                unit.kind = Kind::Age;
                return Some(after);
            }
            if ages.before.ending(tokens, start).is_some() {
                unit.kind = Kind::Age;
                return None;
            }
            let before = ages.before_unit.ending(tokens, start).is_some_and(|((), at)| {
                // `avait 44 ans`, but `pendant`, `a 20 ans de prison` are read by what follows.
                let ago = ages.ago.ending(tokens, start).is_some();
                at < start && !ago && unit.unit == "a" && number::link(tokens, end).is_none()
            });
            let person = tokens.word_before(start) == "de"
                && start > 1
                && unit.unit == "a"
                && (ages.persons.contains(tokens.word(start - 2)) || self.is_people(start - 2));
            let opening = tokens.word_before(start) == "à"
                && tokens.begins_sentence(start - 1)
                && tokens.word(end) == ",";
            let life = unit.unit == "a" && self.is_at_age(start, end);
            if before
                || person
                || opening
                || life
                || self.in_apposition(start, end) && unit.unit == "a"
            {
                unit.kind = Kind::Age;
            }
            return None;
        }
        let bare = unit.unit == "1" && first.number.shape == Shape::Plain;
        let years = first.number.low.as_integer().is_some_and(|years| (0..=120).contains(&years));
        if !bare || !years || first.number.signed.is_some() {
            return None;
        }
        // `At 68, the minister is seeking a fourth term`.
        let opening = self.lexicon.lang == crate::Lang::En
            && tokens.word_before(start) == "at"
            && tokens.begins_sentence(start - 1)
            && tokens.word(end) == ","
            && first.number.low.to_f64() >= 10.0;
        let named = opening
            || ages.before.ending(tokens, start).is_some()
            || self.lexicon.lang == crate::Lang::En && self.in_apposition(start, end);
        if named {
            (unit.unit, unit.kind) = ("a".to_owned(), Kind::Age);
        }
        None
    }

    /// `mort à 79 ans`, `diagnostiqués jusqu'à 3 ans`: the join before the number, its bound or in it.
    fn is_at_age(&self, start: usize, end: usize) -> bool {
        const REACH: usize = 3;
        let (tokens, ages) = (self.tokens, &self.lexicon.units.ages);
        let inside = ages.at.starting(tokens, start).map(|_| start);
        let Some(joint) = ages.at.ending(tokens, start).map(|((), at)| at).or(inside) else {
            return false;
        };
        let near = (joint.saturating_sub(REACH)..joint).rev().take_while(|at| tokens.is_word(*at));
        number::link(tokens, end).is_none()
            && near.into_iter().any(|at| ages.lives.contains(tokens.word(at)))
    }

    /// `ce Belfortain de 27 ans`: a name of a people after a determiner.
    pub(super) fn is_people(&self, at: usize) -> bool {
        let determiner = matches!(
            self.tokens.word_before(at),
            "ce" | "cet" | "cette" | "un" | "une" | "le" | "la"
        );
        determiner && self.tokens.is_capitalised(at)
    }

    /// `Jane Doe, 42, said`; `Léa Martin (27 ans)`.
    pub(super) fn in_apposition(&self, start: usize, end: usize) -> bool {
        let tokens = self.tokens;
        let opened = tokens.word_before(start);
        let name =
            start >= 2 && tokens.is_capitalised(start - 2) && !tokens.begins_sentence(start - 2);
        // `the senator, 57, said`: between commas, what no list goes on with.
        let between = (opened, tokens.word(end)) == (",", ",")
            && self.lexicon.lang == crate::Lang::En
            && start >= 2
            && tokens.is_word(start - 2)
            && tokens.numeral(start).is_some_and(|n| n.digits == 2 && !n.decimal)
            && tokens.numeral(end + 1).is_none()
            && !self.lexicon.numbers.and.has(tokens, end + 1);
        let closed = matches!(
            (opened, tokens.word(end)),
            (",", "," | "." | ";" | ":" | ")") | ("(", ")" | ",")
        );
        (name && closed || between)
            && !self.lexicon.exclusions.months.contains(tokens.word(start - 2))
    }
}
