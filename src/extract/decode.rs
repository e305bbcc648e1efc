//! Tags → drafts of claims: the spans of words that play the roles, one draft for each claim.

use std::cmp::Ordering;

use crate::Span;
use crate::claim::Modality;
use crate::model::{AnchorKind, Candidate, Role, Tags, Thresholds};

/// Words in common, of the longer span, from which two drafts say the same.
const SAME: f64 = 0.5;

/// A claim in the making; spans are bytes in the sentence.
#[derive(Clone, Debug)]
pub struct Draft {
    predicate: Span,
    roles: Vec<(Role, Span)>,
    modality: Modality,
    negated: bool,
    confidence: f32,
    embedding: Vec<f32>,
}

impl Draft {
    /// The words that assert.
    #[must_use]
    pub fn predicate(&self) -> Span {
        self.predicate
    }

    /// How it is put forward.
    #[must_use]
    pub fn modality(&self) -> Modality {
        self.modality
    }

    /// Whether it is a denial.
    #[must_use]
    pub fn negated(&self) -> bool {
        self.negated
    }

    /// Probability, 0 to 1, that it is a claim.
    #[must_use]
    pub fn confidence(&self) -> f32 {
        self.confidence
    }

    /// What the claim means, of length 1; empty where the model does not give it.
    #[must_use]
    pub fn embedding(&self) -> &[f32] {
        &self.embedding
    }

    /// The roles that words play, the predicate among them, and where they stand.
    #[must_use]
    pub fn roles(&self) -> &[(Role, Span)] {
        &self.roles
    }

    /// The words of a role, the predicate among them.
    #[must_use]
    pub fn span(&self, role: Role) -> Option<Span> {
        self.roles.iter().find(|(other, _)| *other == role).map(|(_, span)| *span)
    }
}

/// First and last word.
type Words = (usize, usize);

/// A candidate with its decoded roles.
struct Decoded<'a> {
    candidate: &'a Candidate,
    roles: Vec<(Role, Words)>,
}

impl Decoded<'_> {
    fn words(&self, role: Role) -> Option<Words> {
        self.roles.iter().find(|(other, _)| *other == role).map(|(_, words)| *words)
    }

    /// The words by which the claim is told from others.
    fn key(&self) -> Option<(Role, Words)> {
        let role = match self.candidate.kind {
            AnchorKind::Quantity => Role::Quantity,
            AnchorKind::Predicate => Role::Predicate,
        };
        self.words(role).map(|words| (role, words))
    }
}

/// The claims that the tags of a sentence amount to, in text order. `quantities` are the spans
/// that the grammar reads in the sentence.
pub(super) fn drafts(
    sentence: &str,
    tags: &Tags,
    quantities: &[Span],
    thresholds: &Thresholds,
) -> Vec<Draft> {
    let mut ranked: Vec<Decoded<'_>> = tags
        .candidates
        .iter()
        .map(|candidate| decode(candidate, tags, quantities, thresholds))
        .collect();
    ranked.sort_by(|a, b| {
        (a.candidate.kind.cmp(&b.candidate.kind))
            .then(
                b.candidate
                    .probability
                    .partial_cmp(&a.candidate.probability)
                    .unwrap_or(Ordering::Equal),
            )
            .then(a.candidate.anchor.cmp(&b.candidate.anchor))
    });
    let mut kept: Vec<Decoded<'_>> = Vec::new();
    for one in ranked {
        let Some((role, words)) = one.key() else { continue };
        let said = kept
            .iter()
            .any(|other| other.words(role).is_some_and(|said| overlap(words, said) >= SAME));
        if !said {
            kept.push(one);
        }
    }
    kept.sort_by_key(|one| (one.candidate.anchor, one.candidate.kind));
    kept.iter().filter_map(|one| draft(sentence, one, tags)).collect()
}

/// The best span of each role that is likelier than none; the predicate's in any case, and the
/// quantity's where a quantity stands for the claim.
fn decode<'a>(
    candidate: &'a Candidate,
    tags: &Tags,
    quantities: &[Span],
    thresholds: &Thresholds,
) -> Decoded<'a> {
    let mut roles = Vec::new();
    for role in Role::ALL {
        let by_quantity = candidate.kind == AnchorKind::Quantity;
        if role == Role::Quantity && !by_quantity {
            continue;
        }
        let needed = role == Role::Predicate || role == Role::Quantity;
        let best = candidate
            .roles
            .best(role)
            .filter(|(.., score)| needed || *score > thresholds.role(role));
        let Some((first, last, score)) = best else { continue };
        let words = if role == Role::Quantity && score <= 0.0 {
            in_grammar(candidate.anchor, tags, quantities).unwrap_or((first, last))
        } else {
            (first, last)
        };
        roles.push((role, words));
    }
    Decoded { candidate, roles }
}

/// The words of the grammar's quantity around a word.
fn in_grammar(word: usize, tags: &Tags, quantities: &[Span]) -> Option<Words> {
    let quantity = quantities.iter().find(|quantity| quantity.overlaps(tags.words[word]))?;
    let mut under = (0..tags.words.len()).filter(|word| tags.words[*word].overlaps(*quantity));
    let first = under.next()?;
    Some((first, under.next_back().unwrap_or(first)))
}

fn draft(sentence: &str, decoded: &Decoded<'_>, tags: &Tags) -> Option<Draft> {
    let span =
        |(first, last): Words| bare(sentence, tags.words.get(first)?.cover(*tags.words.get(last)?));
    let candidate = decoded.candidate;
    let modalities = [Modality::Asserted, Modality::Hedged, Modality::Predicted, Modality::Opinion];
    let mut modality = 0;
    for (index, logit) in candidate.modality.iter().enumerate() {
        if *logit > candidate.modality[modality] {
            modality = index;
        }
    }
    Some(Draft {
        predicate: span(decoded.words(Role::Predicate)?)?,
        roles: decoded
            .roles
            .iter()
            .filter_map(|(role, words)| Some((*role, span(*words)?)))
            .collect(),
        modality: modalities[modality],
        negated: candidate.negation > 0.5,
        confidence: candidate.probability,
        embedding: candidate.embedding.clone(),
    })
}

/// The span without signs at its edges that belong to the sentence and not to the phrase: commas,
/// stops, and brackets or quotation marks whose other half is outside. `None` where nothing stays.
fn bare(sentence: &str, span: Span) -> Option<Span> {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('«', '»'), ('“', '”'), ('[', ']'), ('"', '"')];
    let mut span = span;
    loop {
        let text = span.of(sentence);
        let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
            return None;
        };
        let half = |sign: char| {
            PAIRS.iter().any(|(open, close)| {
                let count = |wanted: char| text.chars().filter(|c| *c == wanted).count();
                (sign == *open || sign == *close)
                    && if open == close {
                        count(*open) % 2 == 1
                    } else {
                        count(*open) != count(*close)
                    }
            })
        };
        let idle = |sign: char| {
            sign.is_whitespace() || matches!(sign, ',' | ';' | ':' | '–' | '—') || half(sign)
        };
        if idle(first) {
            span.start += first.len_utf8();
        } else if idle(last) {
            span.end -= last.len_utf8();
        } else {
            return Some(span);
        }
    }
}

/// Words in common, of the longer span.
fn overlap(a: Words, b: Words) -> f64 {
    let common = (a.1.min(b.1) + 1).saturating_sub(a.0.max(b.0));
    common as f64 / ((a.1 - a.0).max(b.1 - b.0) + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_at_the_edges_go_where_they_belong_to_the_sentence() {
        for (text, expected) in [
            ("la hausse,", "la hausse"),
            ("(environ 500 milliards", "environ 500 milliards"),
            ("l’indice (CAC 40)", "l’indice (CAC 40)"),
            ("« une erreur", "une erreur"),
            ("« une erreur »", "« une erreur »"),
            ("U.S. shares", "U.S. shares"),
            ("12-inch \"wafers\"", "12-inch \"wafers\""),
        ] {
            let span = bare(text, Span::new(0, text.len())).expect("words are left");
            assert_eq!(span.of(text), expected);
        }
        assert_eq!(bare(", ", Span::new(0, 2)), None);
    }

    #[test]
    fn overlap_is_of_the_longer() {
        assert!((overlap((0, 3), (2, 3)) - 0.5).abs() < 1e-9);
        assert!(overlap((0, 1), (2, 3)).abs() < 1e-9);
        assert!((overlap((5, 5), (5, 5)) - 1.0).abs() < 1e-9);
    }
}
