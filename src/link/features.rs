//! What two claims have in common, in numbers that the judge weighs.

use super::figure::{Dimension, Fit};
use super::period::{Lie, Period, days};
use super::profile::{Profile, Profiles};
use super::words::Word;
use crate::claim::Modality;

macro_rules! features {
    ($($name:ident),* $(,)?) => {
        /// Features of a pair of claims, by name.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub(super) struct Features {
            $(pub(super) $name: f32,)*
        }

        impl Features {
            /// Their names, in the order of [`values`](Self::values).
            pub(super) const NAMES: &[&str] = &[$(stringify!($name)),*];

            /// Their values.
            pub(super) fn values(&self) -> Vec<f32> {
                vec![$(self.$name),*]
            }

            /// The features that have these values.
            #[cfg(test)]
            pub(super) fn of_values(values: &[f32]) -> Self {
                let mut values = values.iter().copied();
                Self { $($name: values.next().unwrap_or_default()),* }
            }
        }
    };
}

features! {
    both_figures, one_figure, equal, rounded, about, bound, open, apart, digits, gap,
    money, share, counts, physical, same_dimension, per_differs,
    change_same, change_opposite, change_one, noun, noun_known,
    subject, subject_known, predicate, object, object_known, cross, words, sentence, least,
    shared_entities, entities_known, entity_only_here, subject_entity_same, subject_entity_differs,
    sentence_entities, cosine, cosine_known,
    articles_opening, articles_entities, same_article, same_lang,
    time_same, time_within, time_apart, time_one, dates_near, dates_far,
    predicted_both, predicted_one, hedged, opinion,
    negated_one, negated_both, marked_one, denies_one, denies_both, opposed, concur,
    source_same, source_differs, source_one, part_one, quoted, confidence, place_in_article,
}

impl Features {
    /// Whether values or words leave room for a contradiction: not where two figures of one
    /// measure fit each other and nobody denies anything.
    pub(super) fn may_contradict(&self) -> bool {
        let denied = self.negated_one > 0.0 || self.denies_one > 0.0;
        denied || self.equal + self.rounded + self.about == 0.0
    }
}

/// Members of both of two sorted lists.
fn shared(a: &[Word], b: &[Word]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count
}

fn share_of(a: &[Word], b: &[Word]) -> f32 {
    let least = a.len().min(b.len());
    if least == 0 { 0.0 } else { shared(a, b) as f32 / least as f32 }
}

fn flag(condition: bool) -> f32 {
    f32::from(u8::from(condition))
}

/// When a claim holds: as it says, or about when its article was written.
fn period(profile: &Profile<'_>) -> Option<Period> {
    profile.time.or_else(|| profile.written.map(Period::before))
}

/// The features of claims `i` and `j`; those of `j` and `i` are the same.
#[allow(clippy::many_single_char_names, reason = "pairs of claims and of figures")]
pub(super) fn of(profiles: &Profiles<'_>, i: usize, j: usize) -> Features {
    let (a, b) = (&profiles.claims[i], &profiles.claims[j]);
    let words = &profiles.words;
    let mut f = Features::default();
    figures(a, b, &mut f);

    let align = |x: &[Word], y: &[Word]| words.alignment(x, y);
    let noun = align(&a.noun, &b.noun);
    f.noun = noun.unwrap_or(0.0);
    f.noun_known = flag(noun.is_some());
    let subject = align(&a.subject, &b.subject);
    f.subject = subject.unwrap_or(0.0);
    f.subject_known = flag(subject.is_some());
    f.predicate = align(&a.predicate, &b.predicate).unwrap_or(0.0);
    let object = align(&a.object, &b.object);
    f.object = object.unwrap_or(0.0);
    f.object_known = flag(object.is_some());
    // One language's subject is the other's object: `Nvidia a perdu …`, `wiped … off Nvidia`.
    let cross = [align(&a.subject, &b.object), align(&a.object, &b.subject)];
    f.cross = cross.into_iter().flatten().fold(0.0, f32::max);
    f.words = align(&a.words, &b.words).unwrap_or(0.0);
    f.sentence = align(&a.sentence, &b.sentence).unwrap_or(0.0);
    f.least = a.words.len().min(b.words.len()).min(8) as f32 / 8.0;

    let common = shared(&a.entities, &b.entities);
    f.shared_entities = common.min(3) as f32;
    f.entities_known = flag(!a.entities.is_empty() && !b.entities.is_empty());
    // Somebody whom one claim names and the other's whole sentence does not know.
    let strange = |mine: &Profile<'_>, other: &Profile<'_>| {
        mine.entities.iter().any(|entity| other.sentence_entities.binary_search(entity).is_err())
    };
    f.entity_only_here = flag(strange(a, b)) + flag(strange(b, a));
    let named = |list: &[Word]| list.iter().copied().find(|word| words.is_entity(*word));
    if let (Some(mine), Some(theirs)) = (named(&a.subject), named(&b.subject)) {
        f.subject_entity_same = flag(mine == theirs);
        f.subject_entity_differs = flag(mine != theirs);
    }
    f.sentence_entities = share_of(&a.sentence_entities, &b.sentence_entities);
    if let (Some(mine), Some(theirs)) = (a.embedding(), b.embedding()) {
        f.cosine = mine.cosine(theirs);
        f.cosine_known = 1.0;
    }
    if a.article == b.article {
        f.same_article = 1.0;
        f.articles_opening = 1.0;
        f.articles_entities = 1.0;
    } else {
        let (mine, theirs) =
            (&profiles.articles[a.article as usize], &profiles.articles[b.article as usize]);
        f.articles_opening = share_of(&mine.opening, &theirs.opening);
        f.articles_entities = share_of(&mine.entities, &theirs.entities);
    }
    f.same_lang = flag(a.lang() == b.lang());
    times(a, b, &mut f);
    manner(a, b, &mut f);
    f
}

#[allow(clippy::many_single_char_names, reason = "pairs of claims and of figures")]
fn figures(a: &Profile<'_>, b: &Profile<'_>, f: &mut Features) {
    let (Some(x), Some(y)) = (&a.figure, &b.figure) else {
        f.one_figure = flag(a.figure.is_some() != b.figure.is_some());
        return;
    };
    f.both_figures = 1.0;
    f.same_dimension = flag(x.dimension == y.dimension);
    match &x.dimension {
        Dimension::Money(_) => f.money = 1.0,
        Dimension::Share | Dimension::Points => f.share = 1.0,
        Dimension::Count => f.counts = 1.0,
        Dimension::Physical(_) | Dimension::Age => f.physical = 1.0,
    }
    f.per_differs = flag(x.per.is_some() != y.per.is_some());
    f.change_same = flag(x.change.is_some() && x.change == y.change);
    f.change_opposite = flag(x.change.is_some() && y.change.is_some() && x.change != y.change);
    f.change_one = flag(x.change.is_some() != y.change.is_some());
    if x.dimension != y.dimension {
        return;
    }
    match x.fit(y) {
        Fit::Equal => f.equal = 1.0,
        Fit::Rounded => f.rounded = 1.0,
        Fit::About => f.about = 1.0,
        Fit::Bound => f.bound = 1.0,
        Fit::Open => f.open = 1.0,
        Fit::Apart => f.apart = 1.0,
    }
    // A long number that stands in both is hardly chance.
    f.digits = x.digits().min(y.digits()).min(4.0) / 4.0;
    let (mine, theirs) = (x.middle().abs(), y.middle().abs());
    let ratio = mine.max(theirs) / mine.min(theirs).max(f64::MIN_POSITIVE);
    f.gap = (ratio.ln().min(4.0) / 4.0) as f32;
}

fn times(a: &Profile<'_>, b: &Profile<'_>, f: &mut Features) {
    f.time_one = flag(a.time.is_some() != b.time.is_some());
    if let (Some(mine), Some(theirs)) = (period(a), period(b)) {
        let told = a.time.is_some() && b.time.is_some();
        match mine.lie(theirs) {
            Lie::Same => f.time_same = flag(told),
            Lie::Within | Lie::Overlap => f.time_within = flag(told),
            Lie::Apart => f.time_apart = 1.0,
        }
    }
    if let (Some(mine), Some(theirs)) = (a.written, b.written) {
        let apart = days(mine, theirs).abs();
        f.dates_near = flag(apart <= 3);
        f.dates_far = flag(apart > 30);
    }
}

fn manner(a: &Profile<'_>, b: &Profile<'_>, f: &mut Features) {
    f.predicted_both = flag(a.predicted() && b.predicted());
    f.predicted_one = flag(a.predicted() != b.predicted());
    let is = |profile: &Profile<'_>, modality| profile.claim.modality == modality;
    f.hedged = flag(is(a, Modality::Hedged) || is(b, Modality::Hedged));
    f.opinion = flag(is(a, Modality::Opinion) || is(b, Modality::Opinion));
    f.negated_one = flag(a.negated != b.negated);
    f.negated_both = flag(a.negated && b.negated);
    f.marked_one = flag(a.marked_negated != b.marked_negated);
    f.denies_one = flag(a.denies != b.denies);
    f.denies_both = flag(a.denies && b.denies);
    f.opposed = flag(a.sides.oppose(b.sides));
    f.concur = flag(a.sides.concur(b.sides));
    match (a.source, b.source) {
        (Some(mine), Some(theirs)) => {
            f.source_same = flag(mine == theirs);
            f.source_differs = flag(mine != theirs);
        }
        (None, None) => {}
        _ => f.source_one = 1.0,
    }
    f.part_one = flag(a.names_a_part != b.names_a_part);
    f.quoted = flag(a.claim.quoted) + flag(b.claim.quoted);
    f.confidence = a.claim.confidence.min(b.claim.confidence) as f32;
    let place = |profile: &Profile<'_>| (profile.claim.sentence.start as f32 / 1_500.0).min(1.0);
    f.place_in_article = (place(a) - place(b)).abs();
}
