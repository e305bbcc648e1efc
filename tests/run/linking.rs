//! Linking from the record, article by article.

use std::num::NonZeroUsize;

use dixit::graph::{EntityKind, MentionRecord, Record};
use dixit::link::{self, Embedding, LinkInput, Named, Vectors};
use dixit::store::{Entry, Linked, Place, Recorded, Store, StoreError};
use dixit::{CodePointSpan, entity, run};
use tempfile::tempdir;

use crate::by_hand;

/// What all articles end with.
const WIRE: &str = "\n\nLes habitants attendent depuis deux hivers la réouverture de la route qui longe \
    la rivière, fermée après l’effondrement d’un mur de soutènement; la commune voisine a proposé de \
    prêter ses bus scolaires, mais le transporteur refuse de détourner la ligne sans une garantie \
    écrite du département, qui tarde à répondre aux courriers des élus et des associations.";

/// A run of some articles in both languages, not yet linked.
fn store(folder: &std::path::Path) -> Store {
    let mut store = Store::open(folder, &by_hand::maker(), false).unwrap();
    let input = store.see("news.jsonl", "news.jsonl").unwrap();
    store.all_seen().unwrap();
    for record in 0..9 {
        let id = format!("n{}", (record * 5) % 9);
        let (mut article, claims) =
            if record % 3 == 2 { by_hand::english(&id) } else { by_hand::french(&id) };
        article.text.push_str(WIRE);
        article.source = Some(format!("Outlet {}", record % 4));
        let vectors = [[0.6, -0.8], [1.0, 0.1]]
            .map(|vector| Vectors { embedding: Embedding::new(&vector), ..Vectors::default() });
        let named = article.text.find("Élodie Marchais").map(|byte| {
            let start = article.text[..byte].chars().count();
            MentionRecord {
                span: CodePointSpan { start, end: start + "Élodie Marchais".chars().count() },
                form: entity::Form::Name,
                kind: EntityKind::Person,
                probability: 0.9,
                chain: record,
            }
        });
        let mentions: Vec<_> = named.into_iter().collect();
        let entry =
            Entry { article: &article, claims: &claims, vectors: &vectors, mentions: &mentions };
        let place = Place { input, record };
        store.admit(place, &id, &id).unwrap();
        store.write(place, &id, &id, &entry).unwrap();
    }
    store
}

fn found(store: &Store) -> Linked {
    let mut found = Linked::default();
    store
        .each_record(|record, _| {
            match record {
                Record::Article(..) => {}
                Record::Entity(entity) => found.entities.push(entity.clone()),
                Record::Link(link) => found.links.push(link.clone()),
                Record::Group(group) => found.groups.push(group.clone()),
                Record::Copy(copy) => found.copies.push(copy.clone()),
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    found
}

#[test]
fn the_record_gives_what_articles_in_memory_give() {
    let folder = tempdir().unwrap();
    let mut store = store(folder.path());
    let mut recorded = store.recorded().unwrap();
    let mut named: Vec<Named<'_>> = recorded.iter_mut().map(Recorded::named).collect();
    let entities = link::entities(&mut named);
    let inputs: Vec<LinkInput<'_>> = recorded.iter().map(Recorded::input).collect();
    let links = link::links(&inputs, &entities);
    assert!(!entities.is_empty() && !links.links.is_empty() && !links.groups.is_empty());
    assert!(!links.copies.is_empty());
    // What an earlier linking found goes.
    for jobs in [1, 3, 2] {
        run::link(&mut store, NonZeroUsize::new(jobs).unwrap()).unwrap();
        let found = found(&store);
        assert_eq!(found.entities, entities);
        assert_eq!(found.links, links.links);
        assert_eq!(found.groups, links.groups);
        assert_eq!(found.copies, links.copies);
        let again = store.recorded().unwrap();
        assert!(again.iter().zip(&recorded).all(|(one, other)| one.claims == other.claims));
        let meant = again.iter().flat_map(|one| &one.claims).any(|claim| {
            claim.source.as_ref().is_some_and(|source| source.entity.as_ref().is_some())
        });
        assert!(meant);
    }
}
