//! Names out of the tags of words; `models/train/names.py` is the same in PyTorch.
//!
//! Every word is outside of a name, or begins it, stands inside, ends it, or is all of it. Only
//! sequences count in which a name that begins also ends, as what it began: the likeliest of these
//! is taken, and a name's probability is the share of all of them that have it.

use super::tags::Name;
use crate::Span;
use crate::entity::EntityKind;

/// The kinds of names, in the order of the model's tags.
pub(super) const KINDS: [EntityKind; 4] =
    [EntityKind::Person, EntityKind::Organization, EntityKind::Place, EntityKind::Thing];
/// Begin, inside, last, unit.
const PARTS: usize = 4;
/// Outside, then the parts of each kind.
pub(super) const TAGS: usize = 1 + KINDS.len() * PARTS;
const OUTSIDE: usize = 0;
const NEVER: f32 = f32::NEG_INFINITY;

/// What of a name a tag stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Outside,
    Begin,
    Inside,
    Last,
    Unit,
}

fn part(tag: usize) -> Part {
    if tag == OUTSIDE {
        return Part::Outside;
    }
    [Part::Begin, Part::Inside, Part::Last, Part::Unit][(tag - 1) % PARTS]
}

fn kind(tag: usize) -> usize {
    (tag - 1) / PARTS
}

/// Whether a name may stand open behind the tag.
fn opens(tag: usize) -> bool {
    matches!(part(tag), Part::Begin | Part::Inside)
}

/// Whether the tag goes on with a name that stands open before it.
fn goes_on(tag: usize) -> bool {
    matches!(part(tag), Part::Inside | Part::Last)
}

fn may_follow(left: usize, right: usize) -> bool {
    opens(left) == goes_on(right) && (!opens(left) || kind(left) == kind(right))
}

/// For each tag what the tags that may stand before it, or behind it, add up to.
fn summed(states: &[f32; TAGS], may: impl Fn(usize, usize) -> bool) -> [f32; TAGS] {
    std::array::from_fn(|tag| {
        log_sum((0..TAGS).filter(|other| may(*other, tag)).map(|other| states[other]))
    })
}

fn log_sum(terms: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = terms.clone().fold(NEVER, f32::max);
    if most == NEVER {
        return NEVER;
    }
    most + terms.map(|term| (term - most).exp()).sum::<f32>().ln()
}

/// The names of a sentence: a row of [`TAGS`] logits and a span for each word.
pub(super) fn names(logits: &[Vec<f32>], words: &[Span]) -> Vec<Name> {
    let count = logits.len().min(words.len());
    if count == 0 {
        return Vec::new();
    }
    let row = |word: usize| -> [f32; TAGS] {
        std::array::from_fn(|tag| logits[word].get(tag).copied().unwrap_or(NEVER))
    };
    let first: [f32; TAGS] =
        std::array::from_fn(|tag| if goes_on(tag) { NEVER } else { row(0)[tag] });
    let last: [f32; TAGS] = std::array::from_fn(|tag| if opens(tag) { NEVER } else { 0.0 });

    // The best way to each word's tag, and what all ways to it and on from it add up to.
    let (mut best, mut back) = (first, Vec::with_capacity(count));
    let mut to = vec![first];
    let mut from = vec![last];
    for word in 1..count {
        let here = row(word);
        let mut where_from = [0; TAGS];
        let mut next = [NEVER; TAGS];
        for tag in 0..TAGS {
            for other in (0..TAGS).filter(|other| may_follow(*other, tag)) {
                if best[other] > next[tag] {
                    (next[tag], where_from[tag]) = (best[other], other);
                }
            }
            next[tag] += here[tag];
        }
        best = next;
        back.push(where_from);
        let ways = summed(&to[word - 1], may_follow);
        to.push(std::array::from_fn(|tag| ways[tag] + here[tag]));
        let behind = row(count - word);
        let ahead: [f32; TAGS] = std::array::from_fn(|tag| behind[tag] + from[word - 1][tag]);
        from.push(summed(&ahead, |right, left| may_follow(left, right)));
    }
    from.reverse();
    let total = log_sum((0..TAGS).map(|tag| to[count - 1][tag] + last[tag]));

    let mut tag = 0;
    for other in 0..TAGS {
        if best[other] + last[other] > best[tag] + last[tag] {
            tag = other;
        }
    }
    let mut tags = vec![tag; count];
    for (word, where_from) in back.iter().enumerate().rev() {
        tags[word] = where_from[tags[word + 1]];
    }

    let mut found = Vec::new();
    let mut begin = 0;
    for (word, tag) in tags.iter().enumerate() {
        if matches!(part(*tag), Part::Begin | Part::Unit) {
            begin = word;
        }
        if matches!(part(*tag), Part::Last | Part::Unit) {
            let inner: f32 = (begin + 1..=word).map(|other| row(other)[tags[other]]).sum();
            let share = to[begin][tags[begin]] + inner + from[word][*tag] - total;
            found.push(Name {
                span: words[begin].cover(words[word]),
                kind: KINDS[kind(*tag)],
                probability: share.exp().min(1.0),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tag of a kind's part: 0 begin, 1 inside, 2 last, 3 unit.
    fn tag(kind: usize, part: usize) -> usize {
        1 + kind * PARTS + part
    }

    fn words(count: usize) -> Vec<Span> {
        (0..count).map(|word| Span::new(word * 4, word * 4 + 3)).collect()
    }

    fn logits(rows: &[&[(usize, f32)]]) -> Vec<Vec<f32>> {
        rows.iter()
            .map(|row| {
                let mut logits = vec![0.0; TAGS];
                for (tag, logit) in *row {
                    logits[*tag] = *logit;
                }
                logits
            })
            .collect()
    }

    #[test]
    fn a_name_that_begins_as_one_kind_ends_as_it() {
        // Word by word the second would be the end of a place.
        let logits = logits(&[
            &[(tag(0, 0), 9.0)],
            &[(tag(2, 2), 6.0), (tag(0, 2), 5.0)],
            &[(OUTSIDE, 7.0)],
        ]);
        let found = names(&logits, &words(3));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].span, found[0].kind), (Span::new(0, 7), EntityKind::Person));
        assert!(found[0].probability > 0.9, "{}", found[0].probability);
    }

    #[test]
    fn a_probability_is_the_share_of_all_sequences() {
        let rows: Vec<Vec<f32>> = (0..3)
            .map(|word| (0..TAGS).map(|tag| ((word * 7 + tag * 5) % 11) as f32 / 3.0).collect())
            .collect();
        let found = names(&rows, &words(3));
        assert!(!found.is_empty());
        let legal = |tags: &[usize; 3]| {
            !goes_on(tags[0])
                && !opens(tags[2])
                && may_follow(tags[0], tags[1])
                && may_follow(tags[1], tags[2])
        };
        let all: Vec<[usize; 3]> = (0..TAGS.pow(3))
            .map(|n| [n % TAGS, n / TAGS % TAGS, n / TAGS / TAGS])
            .filter(legal)
            .collect();
        let weight =
            |tags: &[usize; 3]| (0..3).map(|word| rows[word][tags[word]]).sum::<f32>().exp();
        let total: f32 = all.iter().map(weight).sum();
        for name in &found {
            let (first, last) = (name.span.start / 4, name.span.end / 4);
            let number = KINDS.iter().position(|kind| *kind == name.kind).expect("a kind");
            let has = |tags: &[usize; 3]| {
                if first == last {
                    return tags[first] == tag(number, 3);
                }
                tags[first] == tag(number, 0)
                    && tags[last] == tag(number, 2)
                    && (first + 1..last).all(|word| tags[word] == tag(number, 1))
            };
            let share: f32 = all.iter().filter(|tags| has(tags)).map(weight).sum::<f32>() / total;
            assert!((share - name.probability).abs() < 1e-4, "{share} {}", name.probability);
        }
    }

    #[test]
    fn no_words_no_names() {
        assert!(names(&[], &[]).is_empty());
        assert!(names(&logits(&[&[(OUTSIDE, 3.0)]]), &words(1)).is_empty());
    }
}
