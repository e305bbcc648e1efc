//! Articles and claims made by hand, in French and English.

use std::path::Path;

use dixit::claim::{Change, Claim, Kind, Modality, Quantity, Time, Value};
use dixit::graph::{
    ArticleRecord, ClaimRecord, CopyRecord, EntityKind, EntityMention, EntityRecord, GroupRecord,
    GroupValue, Label, LinkRecord, Provenance, Relation, Words,
};
use dixit::store::{Entry, Linked, Place, Store};
use dixit::{CodePoints, Lang, Span};

pub(crate) fn maker() -> Provenance {
    Provenance {
        version: "0.1.0".to_owned(),
        model: "dixit-base".to_owned(),
        model_digest: "5f2d8c0e9b7a4613".repeat(4),
        precision: "f32".to_owned(),
        min_confidence: Some(0.25),
    }
}

const FRENCH: &str = "La mairie ferme le pont\n\n\
    Selon la préfète Élodie Marchais, le chantier du pont a coûté 1,25 million d’euros en 2024. \
    La fréquentation a reculé d’environ 16,9 % à cause des travaux.";

const ENGLISH: &str = "Ferry traffic falls\n\n\
    “More than 3,000 passengers will cross by Monday,” the harbour master said. \
    The line has never lost money.";

fn of(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
    Span::new(start, start + words.len())
}

fn claim(id: &str, article: &str, lang: Lang, sentence: Span, predicate: Span) -> Claim {
    Claim {
        id: id.to_owned(),
        article: article.to_owned(),
        lang,
        sentence,
        predicate,
        subject: None,
        object: None,
        quantity: None,
        time: None,
        place: None,
        cause: None,
        source: None,
        cue: None,
        quoted: false,
        modality: Modality::Asserted,
        negated: false,
        check_worthiness: 0.9,
        confidence: 0.876_54,
    }
}

fn value(low: Option<f64>, high: Option<f64>, unit: &str, kind: Kind) -> Value {
    Value {
        low: low.map(Into::into),
        high: high.map(Into::into),
        unit: unit.to_owned(),
        kind,
        per: None,
        approximate: false,
        strict: false,
        change: None,
    }
}

/// An article of `id` with its claims.
pub(crate) fn french(id: &str) -> (ArticleRecord, Vec<ClaimRecord>) {
    let part = |words| of(FRENCH, words);
    let first = part("Selon").cover(part("en 2024."));
    let second = part("La fréquentation").cover(part("travaux."));
    let claims = [
        Claim {
            subject: Some(part("le chantier du pont")),
            quantity: Some(Quantity {
                span: part("1,25 million d’euros"),
                value: Some(value(Some(1_250_000.0), Some(1_250_000.0), "EUR", Kind::Money)),
            }),
            time: Some(Time { span: part("2024"), value: Some("2024".to_owned()) }),
            source: Some(part("la préfète Élodie Marchais")),
            cue: Some(part("Selon")),
            ..claim(&format!("{id}-1"), id, Lang::Fr, first, part("a coûté"))
        },
        Claim {
            subject: Some(part("La fréquentation")),
            quantity: Some(Quantity {
                span: part("environ 16,9 %"),
                value: Some(Value {
                    approximate: true,
                    change: Some(Change::Decrease),
                    ..value(Some(16.9), Some(16.9), "%", Kind::Percent)
                }),
            }),
            cause: Some(part("des travaux")),
            ..claim(&format!("{id}-2"), id, Lang::Fr, second, part("a reculé"))
        },
    ];
    let article = ArticleRecord {
        id: id.to_owned(),
        path: "journal/pont.txt".to_owned(),
        lang: Lang::Fr,
        title: Some("La mairie ferme le pont".to_owned()),
        date: Some("2025-01-28".to_owned()),
        url: Some("https://example.org/a b?c=\"d\"".to_owned()),
        source: Some("Le Courrier".to_owned()),
        text: FRENCH.to_owned(),
    };
    let points = CodePoints::new(FRENCH);
    let records = claims.iter().map(|claim| ClaimRecord::new(claim, FRENCH, &points)).collect();
    (article, records)
}

/// An article of `id` with its claims.
pub(crate) fn english(id: &str) -> (ArticleRecord, Vec<ClaimRecord>) {
    let part = |words| of(ENGLISH, words);
    let first = part("“More than").cover(part("said."));
    let second = part("The line has never lost money.");
    let claims = [
        Claim {
            quantity: Some(Quantity {
                span: part("More than 3,000 passengers"),
                value: Some(Value {
                    strict: true,
                    ..value(Some(3000.0), None, "passenger", Kind::Count)
                }),
            }),
            subject: Some(part("More than 3,000 passengers")),
            time: Some(Time { span: part("by Monday"), value: None }),
            source: Some(part("the harbour master")),
            cue: Some(part("said")),
            quoted: true,
            modality: Modality::Predicted,
            ..claim(&format!("{id}-1"), id, Lang::En, first, part("will cross"))
        },
        Claim {
            subject: Some(part("The line")),
            object: Some(part("money")),
            negated: true,
            ..claim(&format!("{id}-2"), id, Lang::En, second, part("has never lost"))
        },
    ];
    let article = ArticleRecord {
        id: id.to_owned(),
        path: "paper/ferry.jsonl:7".to_owned(),
        lang: Lang::En,
        title: None,
        date: None,
        url: None,
        source: None,
        text: ENGLISH.to_owned(),
    };
    let points = CodePoints::new(ENGLISH);
    let records = claims.iter().map(|claim| ClaimRecord::new(claim, ENGLISH, &points)).collect();
    (article, records)
}

/// What the articles `pont`, `pont-bis` (the same text under another outlet's name) and `ferry` hold
/// and have to do with each other.
pub(crate) fn linked() -> (Vec<(ArticleRecord, Vec<ClaimRecord>)>, Linked) {
    let (mut copy, mut copied) = french("pont-bis");
    "journal/pont-bis.txt".clone_into(&mut copy.path);
    copy.source = Some("L’Écho, \"édition du soir\"".to_owned());
    copy.date = Some("2025-01".to_owned());
    copy.url = None;
    let (ferry, mut ferries) = english("ferry");
    let (pont, mut bridges) = french("pont");
    for claims in [&mut bridges, &mut copied] {
        if let Some(source) = &mut claims[0].source {
            source.entity = Some("marchais".to_owned());
        }
    }
    for (claim, place) in ferries.iter_mut().zip(["in Calais, France", ""]) {
        if let Some(subject) = &mut claim.subject {
            subject.entity = Some("line".to_owned());
        }
        claim.place = (!place.is_empty()).then(|| Words {
            text: place.to_owned(),
            start: 0,
            end: 5,
            entity: Some("calais".to_owned()),
        });
    }
    let mention = |article: &ArticleRecord, words: &str| {
        let span = CodePoints::new(&article.text).span(of(&article.text, words));
        EntityMention {
            article: article.id.clone(),
            start: span.start,
            end: span.end,
            text: words.to_owned(),
        }
    };
    let entity = |id: &str, name: &str, kind, mentions| EntityRecord {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        mentions,
    };
    let marchais = vec![mention(&pont, "Élodie Marchais"), mention(&copy, "Élodie Marchais")];
    let link = |a: &str, b: &str, relation, confidence, why: &str| LinkRecord {
        a: a.to_owned(),
        b: b.to_owned(),
        relation,
        confidence,
        why: why.to_owned(),
    };
    let linked = Linked {
        entities: vec![
            entity("calais", "Calais", EntityKind::Place, vec![mention(&ferry, "Ferry")]),
            entity(
                "line",
                "The line <A & B>",
                EntityKind::Thing,
                vec![mention(&ferry, "The line")],
            ),
            entity("marchais", "Élodie Marchais", EntityKind::Person, marchais),
        ],
        links: vec![
            link(
                "ferry-1",
                "pont-2",
                Relation::Contradicts,
                0.75,
                "more than 3,000 and about 16.9 % \"differ\"",
            ),
            link("pont-1", "pont-bis-1", Relation::Agrees, 0.9876, "both say 1.25 million euros"),
        ],
        groups: vec![GroupRecord {
            id: "bridge".to_owned(),
            label: Label {
                fr: "le chantier du pont".to_owned(),
                en: "the bridge works".to_owned(),
            },
            claims: vec!["pont-1".to_owned(), "pont-bis-1".to_owned()],
            values: vec![GroupValue {
                value: value(Some(1_250_000.0), Some(1_250_000.0), "EUR", Kind::Money),
                claims: vec!["pont-1".to_owned(), "pont-bis-1".to_owned()],
                from: Some("2025-01".to_owned()),
                to: Some("2025-01-28".to_owned()),
            }],
            sources: 1,
            contradictions: Vec::new(),
        }],
        copies: vec![CopyRecord { a: "pont".to_owned(), b: "pont-bis".to_owned(), shared: 1.0 }],
    };
    (vec![(pont, bridges), (copy, copied), (ferry, ferries)], linked)
}

/// Makes a run of [`linked()`] in `folder`.
pub(crate) fn write_linked(folder: &Path) {
    let (articles, linked) = linked();
    let mut store = Store::open(folder, &maker(), false).unwrap();
    let inputs: Vec<_> = articles
        .iter()
        .map(|(article, _)| store.see(&article.path, &article.path).unwrap())
        .collect();
    store.all_seen().unwrap();
    for ((article, claims), input) in articles.iter().zip(inputs) {
        let place = Place { input, record: 0 };
        store.admit(place, &article.id, &article.id).unwrap();
        let entry = Entry { article, claims, vectors: &[], mentions: &[] };
        store.write(place, &article.id, &article.id, &entry).unwrap();
        store.finish(input, true, Some(&article.id)).unwrap();
    }
    let recorded = store.recorded().unwrap();
    store.link(&recorded, &linked).unwrap();
    store.write_files().unwrap();
    store.close().unwrap();
}
