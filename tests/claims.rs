//! What the shipped model, or the one that `DIXIT_MODEL` names, finds in whole articles, French and
//! English.

use std::path::{Path, PathBuf};

use dixit::article::{self, Article, Read};
use dixit::claim::{Change, Claim, Modality};
use dixit::entity::Mention;
use dixit::extract::{Extractor, Options};
use dixit::graph::{ArticleRecord, ClaimRecord, EntityKind, EntityRecord, MentionRecord};
use dixit::link::{self, Named};
use dixit::model::{DeviceChoice, Model};
use dixit::{CodePoints, Lang, Span};

struct Found {
    article: Article,
    claims: Vec<Claim>,
    mentions: Vec<Mention>,
}

fn extractor() -> Extractor {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/dixit-base");
    let folder = std::env::var_os("DIXIT_MODEL").map_or(shipped, PathBuf::from);
    let model = Model::load(&folder, DeviceChoice::Cpu).expect("the shipped model loads");
    Extractor::new(model, Options::default())
}

fn found_in(path: PathBuf) -> Vec<Found> {
    let extractor = extractor();
    let discovery = article::discover(&[path]).expect("the articles are there");
    discovery
        .inputs
        .iter()
        .flat_map(|input| article::read(input, &article::Options::default()))
        .map(|read| match read {
            Read::Article(article) => {
                let found = extractor.findings(&article).expect("the model runs");
                Found { article: *article, claims: found.claims, mentions: found.mentions }
            }
            Read::Skipped { path, reason } => panic!("{path} skipped: {reason}"),
            Read::Failed { path, error } => panic!("{path} failed: {error}"),
        })
        .collect()
}

impl Found {
    fn words(&self, span: Option<Span>) -> &str {
        span.map_or("", |span| span.of(&self.article.text))
    }

    /// The claims whose quantity has these ends in this unit.
    fn stating(&self, low: f64, high: f64, unit: &str) -> Vec<&Claim> {
        self.claims
            .iter()
            .filter(|claim| {
                let value = claim.quantity.as_ref().and_then(|quantity| quantity.value.as_ref());
                value.is_some_and(|value| {
                    value.unit == unit
                        && value.low.is_some_and(|number| (number.0 - low).abs() < 1e-9 * low)
                        && value.high.is_some_and(|number| (number.0 - high).abs() < 1e-9 * high)
                })
            })
            .collect()
    }

    fn change(claim: &Claim) -> Option<Change> {
        claim.quantity.as_ref()?.value.as_ref()?.change
    }
}

fn of(found: &[Found], name: &str) -> usize {
    found
        .iter()
        .position(|one| one.article.path.contains(name))
        .unwrap_or_else(|| panic!("{name} is not there"))
}

#[test]
fn the_demo_gives_its_figures_in_both_languages() {
    let found = found_in(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/demo"));
    assert!(found.len() >= 6);
    for lang in [Lang::Fr, Lang::En] {
        let articles: Vec<&Found> = found.iter().filter(|one| one.article.lang == lang).collect();
        assert!(articles.len() >= 3, "{lang}");
        for one in &articles {
            assert!(one.claims.len() >= 5, "{}: {} claims", one.article.path, one.claims.len());
        }
        let sourced = articles
            .iter()
            .flat_map(|one| &one.claims)
            .filter(|claim| claim.source.is_some())
            .count();
        assert!(sourced >= 10, "{lang}: {sourced} claims with a source");
        let foretold = articles
            .iter()
            .flat_map(|one| &one.claims)
            .filter(|claim| matches!(claim.modality, Modality::Predicted | Modality::Hedged))
            .count();
        assert!(foretold >= 3, "{lang}: {foretold} claims hedged or predicted");
    }

    let french = &found[of(&found, "01-carnet")];
    let fall = french.stating(17.0, 17.0, "%");
    assert!(fall.iter().any(|claim| french.words(claim.subject).contains("Nvidia")
        && Found::change(claim) == Some(Change::Decrease)));
    let cost = french.stating(5.6e6, 5.6e6, "USD");
    assert!(cost.iter().any(|claim| !french.words(claim.source).is_empty()
        && french.words(claim.cue).contains("affirme")));

    let english = &found[of(&found, "02-harrow")];
    let fall = english.stating(16.9, 16.9, "%");
    assert!(fall.iter().any(|claim| english.words(claim.subject).contains("Nvidia")
        && Found::change(claim) == Some(Change::Decrease)));
    assert!(!english.stating(5.89e11, 5.89e11, "USD").is_empty());
    let cost = english.stating(5.576e6, 5.576e6, "USD");
    assert!(cost.iter().any(|claim| english.words(claim.source) == "DeepSeek"));

    let page = &found[of(&found, "04-matin")];
    assert!(!page.stating(2e10, 9.9e10, "USD").is_empty(), "tens of billions are a range");
    let fall = page.stating(16.9, 16.9, "%");
    let day = |claim: &&&Claim| claim.time.as_ref().and_then(|time| time.value.clone());
    assert_eq!(fall.iter().find_map(|claim| day(&claim)).as_deref(), Some("2025-01-27"));

    let flood = &found[of(&found, "wire.jsonl:4")];
    assert!(!flood.stating(210.0, 210.0, "maison").is_empty());
    let flood = &found[of(&found, "wire.jsonl:5")];
    assert!(!flood.stating(120.0, 120.0, "home").is_empty());
}

#[test]
fn claims_point_at_their_words() {
    for one in found_in(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/demo")) {
        for claim in &one.claims {
            let spans = [claim.subject, claim.object, claim.place, claim.cause, claim.cue];
            let figures =
                [claim.quantity.as_ref().map(|it| it.span), claim.time.as_ref().map(|it| it.span)];
            for span in spans.into_iter().chain(figures).flatten().chain([claim.predicate]) {
                let words = span.of(&one.article.text);
                assert!(claim.sentence.contains(span), "{words:?} lies outside its sentence");
                assert_eq!(words.trim(), words);
                assert!(!words.is_empty());
            }
            // Who goes on speaking is told by another sentence.
            let elsewhere = claim.source.filter(|source| !claim.sentence.contains(*source));
            assert!(elsewhere.is_none() || (claim.quoted && claim.cue.is_none()));
            let source = one.words(claim.source);
            assert!(source.trim() == source && (claim.source.is_none() || !source.is_empty()));
            assert!((0.0..=1.0).contains(&claim.confidence));
            assert!((0.0..=1.0).contains(&claim.check_worthiness));
        }
    }
}

/// The two articles that the project began with; other people's texts, so that they lie outside
/// the repository.
#[test]
fn the_first_two_articles_give_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !folder.exists() {
        println!("skipped: {} is missing", folder.display());
        return;
    }
    let found = found_in(folder);
    let first = &found[of(&found, "000_")];
    let fall = first.stating(17.0, 17.0, "%");
    assert!(fall.iter().any(|claim| first.words(claim.subject).contains("NVIDIA")
        && Found::change(claim) == Some(Change::Decrease)
        && claim.source.is_none()));
    assert!(!first.stating(5e11, 5e11, "USD").is_empty());
    let cost = first.stating(5.5e6, 5.5e6, "USD");
    assert!(cost.iter().any(|claim| first.words(claim.source).contains("DeepSeek")));

    let second = &found[of(&found, "002_")];
    let fall = second.stating(16.9, 16.9, "%");
    let time = |claim: &Claim| second.words(claim.time.as_ref().map(|time| time.span)).to_owned();
    assert!(fall.iter().any(|claim| time(claim).contains("une seule journée")));
    let huang =
        second.claims.iter().filter(|claim| second.words(claim.source).contains("Huang")).count();
    assert!(huang >= 4, "{huang} claims are attributed to Jensen Huang");
}

/// What all articles name, with their claims' words joined to it.
fn linked(found: &[Found]) -> (Vec<EntityRecord>, Vec<Vec<ClaimRecord>>) {
    let points: Vec<CodePoints> =
        found.iter().map(|one| CodePoints::new(&one.article.text)).collect();
    let articles: Vec<ArticleRecord> = found
        .iter()
        .map(|Found { article, .. }| ArticleRecord {
            id: article.id.clone(),
            path: article.path.clone(),
            lang: article.lang,
            title: None,
            date: None,
            url: None,
            source: None,
            text: article.text.clone(),
        })
        .collect();
    let of_each = |one: &Found, points: &CodePoints| {
        let mentions = one.mentions.iter().map(|mention| MentionRecord::new(mention, points));
        let text = &one.article.text;
        let claims = one.claims.iter().map(|claim| ClaimRecord::new(claim, text, points));
        (mentions.collect::<Vec<_>>(), claims.collect::<Vec<_>>())
    };
    let (mentions, mut claims): (Vec<_>, Vec<_>) =
        found.iter().zip(&points).map(|(one, points)| of_each(one, points)).unzip();
    let mut named: Vec<Named<'_>> = articles
        .iter()
        .zip(&mentions)
        .zip(&mut claims)
        .map(|((article, mentions), claims)| Named { article, mentions, claims })
        .collect();
    (link::entities(&mut named), claims)
}

/// The one entity that is called so.
fn one<'a>(entities: &'a [EntityRecord], name: &str, kind: EntityKind) -> &'a EntityRecord {
    let mut bearing = entities.iter().filter(|entity| {
        entity.mentions.iter().any(|mention| mention.text.eq_ignore_ascii_case(name))
    });
    let entity = bearing.next().unwrap_or_else(|| panic!("nothing is called {name}"));
    assert!(bearing.next().is_none(), "{name} is more than one");
    assert_eq!(entity.kind, kind, "{name}");
    entity
}

/// The first two articles, as far as they name the same.
#[test]
fn the_first_two_articles_name_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !folder.exists() {
        println!("skipped: {} is missing", folder.display());
        return;
    }
    let found = found_in(folder);
    let (entities, claims) = linked(&found);
    let nvidia = one(&entities, "Nvidia", EntityKind::Organization);
    let named = |text: &str| nvidia.mentions.iter().filter(|mention| mention.text == text).count();
    assert!(named("NVIDIA") >= 2 && named("Nvidia") >= 5, "{:?}", nvidia.mentions);
    let articles: Vec<&str> =
        nvidia.mentions.iter().map(|mention| mention.article.as_str()).collect();
    assert!(found.iter().all(|one| articles.contains(&one.article.id.as_str())));

    let huang = one(&entities, "Jensen Huang", EntityKind::Person);
    assert_eq!(one(&entities, "Huang", EntityKind::Person).id, huang.id);
    assert!(huang.mentions.iter().any(|mention| mention.text == "Il"), "{:?}", huang.mentions);

    let deepseek = one(&entities, "DeepSeek", EntityKind::Organization);
    let claims: Vec<&ClaimRecord> = claims.iter().flatten().collect();
    let of = |claim: &ClaimRecord| claim.source.as_ref().and_then(|source| source.entity.clone());
    let cost = claims.iter().filter(|claim| {
        claim.quantity.as_ref().is_some_and(|quantity| quantity.words.text.contains("5,5 millions"))
    });
    assert!(cost.clone().any(|claim| of(claim).as_ref() == Some(&deepseek.id)));
    let said = claims.iter().filter(|claim| of(claim).as_ref() == Some(&huang.id)).count();
    assert!(said >= 4, "{said} claims are Jensen Huang's");
}

/// The demo names the same in both languages.
#[test]
fn the_demo_names_the_same_in_both_languages() {
    let found = found_in(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/demo"));
    let (entities, _) = linked(&found);
    let nvidia = one(&entities, "Nvidia", EntityKind::Organization);
    for lang in [Lang::Fr, Lang::En] {
        let named = found
            .iter()
            .filter(|one| one.article.lang == lang)
            .any(|one| nvidia.mentions.iter().any(|mention| mention.article == one.article.id));
        assert!(named, "{lang}");
    }
}
