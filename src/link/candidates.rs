//! Which claims are worth comparing, without comparing all with all.
//!
//! Between two [related](super::relatives) articles each claim meets those of the other that mean most
//! nearly the same, and those with the same figure; within an article it meets its like.
//! So the number of pairs grows with the number of claims, not with its square, and it hangs neither
//! on the articles' order nor on chance, which is why this is own code and no library of nearest
//! neighbours, whose graphs depend on the order of insertion or on a seed.

use std::ops::Range;

use super::profile::{Profile, Profiles};

/// Claims of another article, or of the same, that a claim meets on its own account.
const NEAREST: usize = 5;
/// Claims of a passage, what an ordinary article has at most.
const PASSAGE: u32 = 256;
/// Passages of very long articles by whose number two may differ that are compared.
const APART: usize = 2;
/// Part of itself by which a figure differs from one that is much the same.
const NEAR: f64 = 0.06;

/// The pairs of claims `(i, j)` of two articles that are worth comparing, or of one; `mine` and
/// `theirs` are the articles' claims.
pub(super) fn of_articles(
    profiles: &Profiles<'_>,
    mine: &Range<u32>,
    theirs: &Range<u32>,
) -> impl Iterator<Item = (u32, u32)> {
    passages(mine, theirs).into_iter().flat_map(|(mine, theirs)| between(profiles, mine, theirs))
}

/// The passages of two articles, or of one, that are compared: all of them, or those that stand about as
/// far from the beginning where both articles are very long.
fn passages(mine: &Range<u32>, theirs: &Range<u32>) -> Vec<(Range<u32>, Range<u32>)> {
    let cut = |claims: &Range<u32>| -> Vec<Range<u32>> {
        let starts = claims.clone().step_by(PASSAGE as usize);
        starts.map(|start| start..claims.end.min(start + PASSAGE)).collect()
    };
    let alone = mine == theirs;
    let (mine, theirs) = (cut(mine), cut(theirs));
    let short = mine.len() == 1 || theirs.len() == 1;
    let mut pairs = Vec::new();
    for (p, a) in mine.iter().enumerate() {
        for (q, b) in theirs.iter().enumerate() {
            if (short || p.abs_diff(q) <= APART) && (!alone || p <= q) {
                pairs.push((a.clone(), b.clone()));
            }
        }
    }
    pairs
}

/// Pairs worth comparing of two passages' claims, or of one's.
fn between(profiles: &Profiles<'_>, mine: Range<u32>, theirs: Range<u32>) -> Vec<(u32, u32)> {
    let profile = |claim: u32| &profiles.claims[claim as usize];
    let alone = mine == theirs;
    let width = theirs.len();
    let mut likeness = vec![f32::NEG_INFINITY; mine.len() * width];
    let mut pairs = Vec::new();
    for i in mine.clone() {
        for j in theirs.clone().filter(|j| !alone || i < *j) {
            let (a, b) = (profile(i), profile(j));
            if a.article == b.article && (holds(a, b) || holds(b, a)) {
                continue;
            }
            let (row, column) = ((i - mine.start) as usize, (j - theirs.start) as usize);
            let like = nearness(profiles, a, b);
            likeness[row * width + column] = like;
            if alone {
                likeness[column * width + row] = like;
            }
            if same_figure(a, b) {
                pairs.push((i.min(j), i.max(j)));
            }
        }
    }
    let id = |claim: u32| profile(claim).claim.id.as_str();
    let mut nearest = |of: u32, others: &Range<u32>, like: &dyn Fn(u32) -> f32| {
        let mut others: Vec<u32> =
            others.clone().filter(|other| *other != of && like(*other).is_finite()).collect();
        others.sort_unstable_by(|x, y| {
            like(*y).total_cmp(&like(*x)).then_with(|| id(*x).cmp(id(*y)))
        });
        pairs.extend(others.iter().take(NEAREST).map(|other| (of.min(*other), of.max(*other))));
    };
    let at =
        |i: u32, j: u32| likeness[(i - mine.start) as usize * width + (j - theirs.start) as usize];
    for i in mine.clone() {
        nearest(i, &theirs, &|j| at(i, j));
    }
    for j in theirs.clone().filter(|_| !alone) {
        nearest(j, &mine, &|i| at(i, j));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// How nearly two claims mean the same: by their embeddings, or by their words where there are none.
fn nearness(profiles: &Profiles<'_>, a: &Profile<'_>, b: &Profile<'_>) -> f32 {
    match (a.embedding(), b.embedding()) {
        (Some(mine), Some(theirs)) => mine.cosine(theirs),
        _ => profiles.words.alignment(&a.words, &b.words).unwrap_or(0.0),
    }
}

/// Whether a claim of the same article is a part of what another says: `orders will fall` of `she
/// does not expect that orders will fall`.
fn holds(claim: &Profile<'_>, part: &Profile<'_>) -> bool {
    let predicate = &part.claim.predicate;
    [&claim.claim.subject, &claim.claim.object]
        .into_iter()
        .flatten()
        .any(|words| words.start <= predicate.start && predicate.end <= words.end)
}

fn same_figure(a: &Profile<'_>, b: &Profile<'_>) -> bool {
    let (Some(x), Some(y)) = (&a.figure, &b.figure) else { return false };
    let (x, y) = (x.middle(), y.middle());
    (x - y).abs() <= NEAR * x.abs().min(y.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn very_long_articles_are_compared_passage_by_passage() {
        let article = 0..40 * PASSAGE;
        let pairs = passages(&article, &article);
        // Each with itself and the two behind it.
        assert_eq!(pairs.len(), 40 + 39 + 38);
        let compared: usize = pairs.iter().map(|(a, b)| a.len() * b.len()).sum();
        assert!(compared < article.len() * 3 * PASSAGE as usize);
        let short = 20_000..20_010;
        let claims: usize = passages(&article, &short).iter().map(|(mine, _)| mine.len()).sum();
        assert_eq!(claims, article.len(), "a short article meets all of a long one");
        assert_eq!(passages(&short, &short), [(short.clone(), short)]);
    }
}
