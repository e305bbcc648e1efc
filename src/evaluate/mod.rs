//! How good a model is: precision, recall and F1 against annotated sentences.
//!
//! A found claim matches a gold one of its kind (with or without a quantity) when the words of
//! their quantities, or predicates, overlap by at least half of the longer. Roles, attribution,
//! modality and negation count on matched claims, roles by the same overlap.
//! `models/train/evaluate.py` does the same for the model in PyTorch.

mod confidence;
mod gold;
mod table;

use std::collections::BTreeMap;

use serde::Serialize;

pub use confidence::{Confidence, Least};
pub use gold::{GoldClaim, GoldError, GoldSentence, read};
pub use table::{compared, confidence_table, table};

use crate::claim::Modality;
use crate::entity::EntityKind;
use crate::extract::{Extractor, Found};
use crate::model::{ModelError, Role};
use crate::{Lang, Span};

/// Sentences that the model reads at once.
const AT_ONCE: usize = 256;
/// Probability from which a sentence counts as worth checking.
const CHECK_WORTHY: f32 = 0.5;
/// Words in common, of the longer span, from which two spans are the same.
const SAME: f64 = 0.5;

/// Precision, recall and F1 of one measure, and what they were counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// Of what was found, how much is right; 0 where nothing was found.
    pub precision: f64,
    /// Of what is right, how much was found; 0 where there is nothing to find.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Found and right.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// In the gold annotations.
    pub gold: usize,
}

/// Scores of every measure, in the order to show them.
pub type Scores = Vec<(&'static str, Score)>;

/// How good a model is in one language.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Scores of every measure.
    pub scores: Scores,
    /// What the claims' confidence is worth.
    pub confidence: Confidence,
}

/// Runs the extractor on gold sentences and scores it for each language.
///
/// # Errors
///
/// What the model cannot compute.
pub fn evaluate(
    extractor: &Extractor,
    gold: &[GoldSentence],
) -> Result<BTreeMap<Lang, Measured>, ModelError> {
    let mut tallies: BTreeMap<Lang, Tally> = BTreeMap::new();
    for chunk in gold.chunks(AT_ONCE) {
        let sentences: Vec<(&str, Lang)> =
            chunk.iter().map(|one| (one.text.as_str(), one.lang)).collect();
        for (one, found) in chunk.iter().zip(extractor.sentences(&sentences)?) {
            tallies.entry(one.lang).or_default().add(one, &found);
        }
    }
    Ok(tallies.into_iter().map(|(lang, tally)| (lang, tally.measured())).collect())
}

/// Measures of names: all, and those of a kind.
const NAMES: [(&str, Option<EntityKind>); 5] = [
    ("names", None),
    ("names of persons", Some(EntityKind::Person)),
    ("names of organizations", Some(EntityKind::Organization)),
    ("names of places", Some(EntityKind::Place)),
    ("names of things", Some(EntityKind::Thing)),
];

#[derive(Default)]
struct Count {
    right: usize,
    found: usize,
    gold: usize,
}

impl Count {
    /// Counts something that either side has or has not.
    fn tell(&mut self, gold: bool, found: bool) {
        self.gold += usize::from(gold);
        self.found += usize::from(found);
        self.right += usize::from(gold && found);
    }

    fn score(&self) -> Score {
        let share = |of: usize| if of == 0 { 0.0 } else { self.right as f64 / of as f64 };
        let (precision, recall) = (share(self.found), share(self.gold));
        let sum = precision + recall;
        let f1 = if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum };
        Score { precision, recall, f1, right: self.right, found: self.found, gold: self.gold }
    }
}

#[derive(Default)]
struct Tally {
    quantity_claims: Count,
    other_claims: Count,
    check_worthy: Count,
    roles: [Count; Role::ALL.len()],
    attributed: Count,
    modality: Count,
    negated: Count,
    /// Of all names, then of each kind; `None` until a sentence says which names it has.
    names: Option<[Count; NAMES.len()]>,
    /// Confidence of each found claim, and whether it is right.
    told: Vec<(f32, bool)>,
}

impl Tally {
    fn add(&mut self, gold: &GoldSentence, found: &Found) {
        if let Some(worthy) = gold.check_worthy {
            self.check_worthy.tell(worthy, found.check_worthiness >= CHECK_WORTHY);
        }
        if let Some(names) = &gold.names {
            self.add_names(names, found);
        }
        for by_quantity in [true, false] {
            let count =
                if by_quantity { &mut self.quantity_claims } else { &mut self.other_claims };
            let role = if by_quantity { Role::Quantity } else { Role::Predicate };
            let ours: Vec<_> = found
                .claims
                .iter()
                .filter(|one| one.span(Role::Quantity).is_some() == by_quantity)
                .collect();
            let theirs: Vec<_> = gold
                .claims
                .iter()
                .filter(|one| one.role(Role::Quantity).is_some() == by_quantity)
                .collect();
            count.found += ours.len();
            count.gold += theirs.len();

            let mut pairs = Vec::new();
            for (g, claim) in theirs.iter().enumerate() {
                for (f, other) in ours.iter().enumerate() {
                    if let (Some(a), Some(b)) = (claim.role(role), other.span(role)) {
                        pairs.push((overlap(&found.words, a, b), g, f));
                    }
                }
            }
            pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
            let (mut used_gold, mut used_found) =
                (vec![false; theirs.len()], vec![false; ours.len()]);
            let told = self.told.len();
            self.told.extend(ours.iter().map(|one| (one.confidence(), false)));
            for (same, g, f) in pairs {
                if same < SAME || used_gold[g] || used_found[f] {
                    continue;
                }
                (used_gold[g], used_found[f]) = (true, true);
                count.right += 1;
                self.told[told + f].1 = true;
                let (claim, other) = (theirs[g], ours[f]);
                for (role, count) in Role::ALL.into_iter().zip(&mut self.roles) {
                    let (has, gives) = (claim.role(role), other.span(role));
                    count.gold += usize::from(has.is_some());
                    count.found += usize::from(gives.is_some());
                    if let (Some(a), Some(b)) = (has, gives) {
                        count.right += usize::from(overlap(&found.words, a, b) >= SAME);
                    }
                }
                self.attributed
                    .tell(claim.role(Role::Source).is_some(), other.span(Role::Source).is_some());
                self.modality.gold += usize::from(claim.modality != Modality::Asserted);
                self.modality.found += usize::from(other.modality() != Modality::Asserted);
                self.modality.right += usize::from(
                    claim.modality == other.modality() && claim.modality != Modality::Asserted,
                );
                self.negated.tell(claim.negated, other.negated());
            }
        }
    }

    /// A name counts as found when its very words are, as the same kind.
    fn add_names(&mut self, gold: &[(Span, EntityKind)], found: &Found) {
        let counts = self.names.get_or_insert_default();
        for ((_, kind), count) in NAMES.iter().zip(counts) {
            let counted = |other: EntityKind| kind.is_none_or(|kind| kind == other);
            let extent = |span: Span| {
                let mut under =
                    found.words.iter().enumerate().filter(|(_, word)| word.overlaps(span));
                let first = under.next().map(|(number, _)| number);
                (first, under.next_back().map(|(number, _)| number).or(first))
            };
            let theirs: Vec<_> = (gold.iter().filter(|(_, kind)| counted(*kind)))
                .map(|(span, kind)| (extent(*span), *kind))
                .collect();
            count.gold += theirs.len();
            for name in found.names.iter().filter(|name| counted(name.kind)) {
                count.found += 1;
                count.right += usize::from(theirs.contains(&(extent(name.span), name.kind)));
            }
        }
    }

    fn measured(&self) -> Measured {
        let gold = self.quantity_claims.gold + self.other_claims.gold;
        Measured { scores: self.scores(), confidence: Confidence::of(&self.told, gold) }
    }

    fn scores(&self) -> Scores {
        let mut scores = vec![
            ("quantity claims", self.quantity_claims.score()),
            ("other claims", self.other_claims.score()),
            ("check-worthy", self.check_worthy.score()),
        ];
        scores.extend(
            Role::ALL
                .into_iter()
                .zip(&self.roles)
                .map(|(role, count)| (role.name(), count.score())),
        );
        scores.extend([
            ("attributed", self.attributed.score()),
            ("modality", self.modality.score()),
            ("negated", self.negated.score()),
        ]);
        if let Some(names) = &self.names {
            scores.extend(NAMES.iter().zip(names).map(|((name, _), count)| (*name, count.score())));
        }
        scores
    }
}

/// Words that two spans share, of those of the longer.
fn overlap(words: &[Span], a: Span, b: Span) -> f64 {
    let (mut both, mut in_a, mut in_b) = (0, 0, 0);
    for word in words {
        let (under_a, under_b) = (word.overlaps(a), word.overlaps(b));
        in_a += usize::from(under_a);
        in_b += usize::from(under_b);
        both += usize::from(under_a && under_b);
    }
    both as f64 / in_a.max(in_b).max(1) as f64
}
