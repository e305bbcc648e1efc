//! Lengths of time that measure nothing: they place something in time (`two years ago`), name what
//! is traded (`10-year Treasury`) or a group of people (`les 18-24 ans`).

use crate::claim::Kind;

use super::mention::{Finder, Found};

impl Finder<'_, '_> {
    /// Whether the quantity only says when, or is part of a name.
    pub(super) fn is_told_of_time(&self, found: &Found) -> bool {
        matches!(found.value.kind, Kind::Duration)
            && found.value.per.is_none()
            && (self.is_elapsed(found) || self.is_maturity(found) || self.is_age_group(found))
    }

    /// `two years ago`, `il y a deux ans`.
    fn is_elapsed(&self, found: &Found) -> bool {
        let (tokens, table) = (self.tokens, &self.lexicon.exclusions);
        let ago = table.elapsed_before.ending(tokens, found.start).is_some();
        // `il y a 20 ans de prison`: what there is, not when.
        let measured = super::number::link(tokens, found.end).is_some();
        // `contre trois heures auparavant`: how long it took before.
        let compared = self.lexicon.inherits.comparisons.ending(tokens, found.start).is_some();
        table.elapsed_after.starting(tokens, found.end).is_some() && !compared || ago && !measured
    }

    /// `the 10-year Treasury yield`, `l'emprunt d'État à dix ans`.
    fn is_maturity(&self, found: &Found) -> bool {
        const REACH: usize = 5;
        let (tokens, table) = (self.tokens, &self.lexicon.exclusions);
        let Some(before) = found.start.checked_sub(1) else { return false };
        let linked = table.maturity_links.has(tokens, before);
        let behind = (before.saturating_sub(REACH)..before)
            .any(|at| table.maturities.has(tokens, at) && self.same_clause(at + 1, before));
        table.maturities.starting(tokens, found.end).is_some() && table.maturity_links.is_empty()
            || linked && behind
    }

    /// `les 18-24 ans`, `les plus de 65 ans`.
    fn is_age_group(&self, found: &Found) -> bool {
        let open = found.value.low != found.value.high;
        let named = self.lexicon.exclusions.age_groups.ending(self.tokens, found.start).is_some();
        open && named && found.value.unit == "a"
    }

    fn same_clause(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| self.tokens.is_word(at) || matches!(self.tokens.word(at), "'" | "-"))
    }
}
