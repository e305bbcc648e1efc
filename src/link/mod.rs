//! What the claims of many articles have to do with each other: which agree, which cannot both be
//! true, which articles are copies.
//!
//! Pure functions of what is given: the order of the articles changes nothing. Claims that may
//! speak of one thing are [found](candidates), each pair is described in [numbers](features), and a
//! [judge] weighs them. Values are compared as [intervals](figure). Articles are read from an
//! [archive], some at a time, so that a run may be larger than memory.

mod archive;
mod blocks;
mod candidates;
mod company;
mod compare;
mod copies;
mod cues;
mod embedding;
mod entities;
mod features;
mod figure;
mod groups;
mod heading;
mod judge;
mod keys;
mod lists;
mod loaded;
mod numbers;
mod period;
mod profile;
mod reader;
mod reading;
mod relatives;
mod rows;
mod texts;
mod told;
pub mod training;
mod vectors;
mod verdicts;
mod why;
mod words;

pub(crate) use archive::{Archive, Meant};
pub use embedding::Embedding;
pub use entities::{Named, entities};
pub use reading::Reading;
pub use vectors::Vectors;

use crate::graph::{
    ArticleRecord, ClaimRecord, CopyRecord, EntityRecord, GroupRecord, LinkRecord, MentionRecord,
};

use company::Company;
use compare::{AT_ONCE, Comparison};
use entities::Entities;
use heading::Heading;
use loaded::Loaded;

/// An article with its claims.
#[derive(Clone, Copy, Debug)]
pub struct LinkInput<'a> {
    /// The article.
    pub article: &'a ArticleRecord,
    /// Its claims, with the entities that their words mean where known.
    pub claims: &'a [ClaimRecord],
    /// What each claim means, in the claims' order; may be fewer.
    pub vectors: &'a [Vectors],
}

/// What [`links`] finds, each list in the order of its ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// Pairs of claims that agree or contradict each other.
    pub links: Vec<LinkRecord>,
    /// Claims that links connect.
    pub groups: Vec<GroupRecord>,
    /// Pairs of articles that share their text.
    pub copies: Vec<CopyRecord>,
}

/// Finds entities, links, groups and copies among the articles of `archive`, and writes them there.
/// Memory holds a bounded number of claims, and of each article some numbers.
pub(crate) fn all<A: Archive>(archive: &mut A) -> Result<(), A::Error> {
    let headings = heading::headings(archive)?;
    let entities = Entities::find(archive, &headings)?;
    compare_all(archive, &headings, &entities, AT_ONCE)
}

/// Compares the claims of all articles; `entities` with their mentions in these articles.
#[must_use]
pub fn links(articles: &[LinkInput<'_>], entities: &[EntityRecord]) -> Links {
    links_at_once(articles, entities, AT_ONCE)
}

fn links_at_once(articles: &[LinkInput<'_>], entities: &[EntityRecord], at_once: u32) -> Links {
    with_loaded(articles, entities, |mut loaded, headings, entities| {
        let Ok(()) = compare_all(&mut loaded, headings, entities, at_once);
        loaded.found().1.links
    })
}

/// Compares what `archive` has; about `at_once` claims are in memory at a time.
fn compare_all<A: Archive>(
    archive: &mut A,
    headings: &[Heading],
    entities: &Entities,
    at_once: u32,
) -> Result<(), A::Error> {
    let copies = copies::copies(archive)?;
    for copy in &copies {
        archive.write_copy(&copy.record(headings))?;
    }
    let provenances = groups::provenances(headings, &copies);
    drop(copies);
    let judge = judge::shipped();
    let comparison = Comparison::new(archive, headings, entities, at_once)?;
    let company = Company::new(archive, &comparison, judge)?;
    let links = verdicts::links(archive, &comparison, &company, judge)?;
    drop(company);
    groups::groups(archive, headings, &comparison.numbers, &links, &provenances)
}

/// What `take` makes of articles that are in memory, with what stands above them and with
/// `entities`.
fn with_loaded<T>(
    articles: &[LinkInput<'_>],
    entities: &[EntityRecord],
    take: impl FnOnce(Loaded<'_>, &[Heading], &Entities) -> T,
) -> T {
    let mut records: Vec<&EntityRecord> = entities.iter().collect();
    records.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    let mentions: Vec<Vec<MentionRecord>> = loaded::mentions_of(articles, &records);
    let loaded = Loaded::told(articles, &mentions);
    let Ok(headings) = heading::headings(&loaded);
    take(loaded, &headings, &Entities::of_records(&records, &mentions))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::graph::{QuantityRecord, Relation, Words};
    use crate::{CodePointSpan, Lang, normalize};

    /// A sentence of a subject, a predicate and a figure, as a claim.
    fn claim(article: &str, text: &str, lang: Lang, parts: [&str; 3]) -> ClaimRecord {
        let words = |part: &str| {
            let byte = text.find(part).unwrap_or_else(|| panic!("{part} in {text}"));
            let start = text[..byte].chars().count();
            Words { text: part.into(), start, end: start + part.chars().count(), entity: None }
        };
        let [subject, predicate, figure] = parts;
        let value = normalize::quantities(figure, lang).first().map(|found| found.value.clone());
        let empty = serde_json::json!({
            "id": format!("{article}-{figure}"), "article": article, "lang": lang,
            "sentence": CodePointSpan { start: 0, end: text.chars().count() },
            "text": text, "predicate": words(predicate), "subject": words(subject),
            "quoted": false, "modality": "asserted", "negated": false,
            "check_worthiness": 0.9, "confidence": 0.95
        });
        let mut claim: ClaimRecord = serde_json::from_value(empty).expect("a claim");
        claim.quantity = Some(QuantityRecord { words: words(figure), value });
        claim
    }

    fn story() -> Vec<(ArticleRecord, Vec<ClaimRecord>)> {
        use Lang::{En, Fr};
        let told = [
            (
                "a",
                Fr,
                "Hier, la crue de la Vervolle a inondé 214 maisons à Montcarel.",
                ["la crue de la Vervolle", "a inondé", "214 maisons"],
            ),
            (
                "b",
                En,
                "On Monday the flood of the Vervolle damaged 214 homes in Montcarel.",
                ["the flood of the Vervolle", "damaged", "214 homes"],
            ),
            (
                "c",
                Fr,
                "À Montcarel, la crue de la Vervolle a inondé 90 maisons.",
                ["la crue de la Vervolle", "a inondé", "90 maisons"],
            ),
            (
                "d",
                En,
                "In the north, shares of Kordell lost 17 percent.",
                ["shares of Kordell", "lost", "17 percent"],
            ),
            (
                "e",
                Fr,
                "Dans le nord, le titre Kordell a perdu 16,9 %.",
                ["le titre Kordell", "a perdu", "16,9 %"],
            ),
        ];
        told.into_iter()
            .map(|(id, lang, text, parts)| {
                let article = ArticleRecord {
                    id: id.into(),
                    path: format!("{id}.txt"),
                    lang,
                    title: None,
                    date: Some("2025-03-04".into()),
                    url: None,
                    source: Some(format!("Outlet {id}")),
                    text: text.into(),
                };
                (article, vec![claim(id, text, lang, parts)])
            })
            .collect()
    }

    fn linked(story: &[(ArticleRecord, Vec<ClaimRecord>)]) -> Links {
        let inputs: Vec<LinkInput<'_>> = story
            .iter()
            .map(|(article, claims)| LinkInput { article, claims, vectors: &[] })
            .collect();
        links(&inputs, &[])
    }

    fn relation(links: &Links, a: &str, b: &str) -> Option<Relation> {
        let found = links.links.iter().find(|link| link.a.starts_with(a) && link.b.starts_with(b));
        found.map(|link| link.relation)
    }

    #[test]
    fn the_same_in_two_languages_agrees() {
        let links = linked(&story());
        assert_eq!(relation(&links, "a", "b"), Some(Relation::Agrees), "{links:?}");
        assert_eq!(relation(&links, "d", "e"), Some(Relation::Agrees), "{links:?}");
        assert_eq!(relation(&links, "a", "d"), None, "{links:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn order_changes_nothing(order in Just((0..5).collect::<Vec<usize>>()).prop_shuffle()) {
            let story = story();
            let shuffled: Vec<_> = order.iter().map(|place| story[*place].clone()).collect();
            prop_assert_eq!(linked(&shuffled), linked(&story));
        }
    }

    /// Many stories, each told with other figures.
    fn stories() -> Vec<(ArticleRecord, Vec<ClaimRecord>)> {
        let told = |time: usize| {
            story().into_iter().map(move |(mut article, mut claims)| {
                article.id = format!("{}{time}", article.id);
                article.date = Some(format!("2025-03-{:02}", 1 + time % 28));
                for claim in &mut claims {
                    claim.id = format!("{}{time}", claim.id);
                    claim.article.clone_from(&article.id);
                }
                (article, claims)
            })
        };
        (0..12).flat_map(told).collect()
    }

    #[test]
    fn how_much_is_in_memory_changes_nothing() {
        let stories = stories();
        let inputs: Vec<LinkInput<'_>> = stories
            .iter()
            .map(|(article, claims)| LinkInput { article, claims, vectors: &[] })
            .collect();
        let links = links(&inputs, &[]);
        assert!(links.links.len() > 100, "{}", links.links.len());
        for at_once in [2, 5, 16, 1_000] {
            assert_eq!(links_at_once(&inputs, &[], at_once), links);
        }
    }

    #[test]
    fn articles_of_something_else_change_nothing() {
        let story = story();
        let floods = linked(&story[..3]);
        let all = linked(&story);
        for link in &floods.links {
            assert!(all.links.contains(link), "{link:?} not in {all:?}");
        }
    }
}
