//! What the claims of many articles have to do with each other: which agree, which cannot both be
//! true, which articles are copies.
//!
//! Pure functions of what is given: the order of the articles changes nothing. Claims that may
//! speak of one thing are [found](candidates), each pair is described in [numbers](features), and a
//! [judge] weighs them. Values are compared as [intervals](figure).

mod candidates;
mod company;
mod copies;
mod cues;
mod embedding;
mod entities;
mod features;
mod figure;
mod groups;
mod judge;
mod period;
mod profile;
pub mod training;
mod why;
mod words;

pub use embedding::Embedding;
pub use entities::{Named, entities};

use rayon::prelude::*;

use crate::graph::{ArticleRecord, ClaimRecord, CopyRecord, EntityRecord, GroupRecord, LinkRecord};

use company::Company;
use profile::Profiles;

/// An article with its claims.
#[derive(Clone, Copy, Debug)]
pub struct LinkInput<'a> {
    /// The article.
    pub article: &'a ArticleRecord,
    /// Its claims, with the entities that their words mean where known.
    pub claims: &'a [ClaimRecord],
    /// What each claim means, in the claims' order; empty where the model has no such head.
    pub embeddings: &'a [Embedding],
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

/// Compares the claims of all articles; `entities` with their mentions in these articles.
#[must_use]
pub fn links(articles: &[LinkInput<'_>], entities: &[EntityRecord]) -> Links {
    let copies = copies::copies(articles);
    let profiles = Profiles::new(articles, entities);
    let judge = judge::shipped();
    let company = Company::new(&profiles, judge);
    let mut links: Vec<LinkRecord> = company
        .pairs()
        .par_iter()
        .filter_map(|pair| {
            let (i, j) = (pair.i as usize, pair.j as usize);
            let features = features::of(&profiles, i, j);
            let context = company.context(&profiles, pair);
            let (relation, confidence) = judge.verdict(&features, &context)?;
            let (mut a, mut b) = (&profiles.claims[i], &profiles.claims[j]);
            if b.claim.id < a.claim.id {
                std::mem::swap(&mut a, &mut b);
            }
            Some(LinkRecord {
                a: a.claim.id.clone(),
                b: b.claim.id.clone(),
                relation,
                confidence: (f64::from(confidence) * 10_000.0).round() / 10_000.0,
                why: why::why(a, b, relation),
            })
        })
        .collect();
    links.par_sort_unstable_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    let groups = groups::groups(articles, &links, &copies);
    Links { links, groups, copies }
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
            .map(|(article, claims)| LinkInput { article, claims, embeddings: &[] })
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
