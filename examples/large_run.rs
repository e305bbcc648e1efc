//! Makes a run of many claims out of a small one, to see how exports and queries bear size: the
//! small one's articles, claims and links come again and again under other ids, its entities are
//! meant by all of them.
//!
//! `cargo run --release --example large_run -- SMALL LARGE CLAIMS`

use std::env;
use std::error::Error;
use std::path::Path;

use dixit::graph::{CopyRecord, GroupRecord, LinkRecord, Record};
use dixit::store::{Entry, Linked, Place, Recorded, Store, StoreError};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [small, large, claims] = arguments.as_slice() else {
        return Err("usage: large_run SMALL LARGE CLAIMS".into());
    };
    let small = Store::read(Path::new(small))?;
    let (recorded, linked) = (small.recorded()?, linked(&small)?);
    let in_small: usize = recorded.iter().map(|one| one.claims.len()).sum();
    if in_small == 0 {
        return Err("the small run has no claims".into());
    }
    let times = claims.parse::<usize>()?.div_ceil(in_small);
    let mut store = Store::open(Path::new(large), &small.maker()?, false)?;
    let names: Vec<_> = (0..times)
        .flat_map(|time| recorded.iter().map(move |one| again(&one.article.path, time)))
        .collect();
    let inputs = names.iter().map(|name| store.see(name, name)).collect::<Result<Vec<_>, _>>()?;
    store.all_seen()?;
    let all = (0..times).flat_map(|time| recorded.iter().map(move |one| again_all(one, time)));
    for (one, input) in all.zip(inputs) {
        let Recorded { article, claims, vectors, mentions } = &one;
        let place = Place { input, record: 0 };
        store.admit(place, &article.id, &article.id)?;
        store.write(
            place,
            &article.id,
            &article.id,
            &Entry { article, claims, vectors, mentions },
        )?;
        store.finish(input, true, Some(&article.id))?;
    }
    let recorded = store.recorded()?;
    store.link(&recorded, &many(&linked, times))?;
    store.write_files()?;
    Ok(store.close()?)
}

fn linked(store: &Store) -> Result<Linked, StoreError> {
    let mut linked = Linked::default();
    store.each_record(|record, _| {
        match record {
            Record::Article(..) => {}
            Record::Entity(entity) => linked.entities.push(entity.clone()),
            Record::Link(link) => linked.links.push(link.clone()),
            Record::Group(group) => linked.groups.push(group.clone()),
            Record::Copy(copy) => linked.copies.push(copy.clone()),
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(linked)
}

/// The id or path that comes for the `time`-th time.
fn again(id: &str, time: usize) -> String {
    format!("{id}.{time}")
}

fn again_all(one: &Recorded, time: usize) -> Recorded {
    let mut one = one.clone();
    one.article.id = again(&one.article.id, time);
    one.article.path = again(&one.article.path, time);
    for claim in &mut one.claims {
        claim.id = again(&claim.id, time);
        claim.article.clone_from(&one.article.id);
    }
    one
}

fn many(linked: &Linked, times: usize) -> Linked {
    let mut entities = linked.entities.clone();
    for entity in &mut entities {
        let of_small = std::mem::take(&mut entity.mentions);
        entity.mentions = (0..times)
            .flat_map(|time| {
                of_small.iter().cloned().map(move |mut mention| {
                    mention.article = again(&mention.article, time);
                    mention
                })
            })
            .collect();
    }
    let each = |time: usize| {
        let all = move |claims: &[String]| -> Vec<String> {
            claims.iter().map(|claim| again(claim, time)).collect()
        };
        let links = linked.links.iter().map(move |link| LinkRecord {
            a: again(&link.a, time),
            b: again(&link.b, time),
            ..link.clone()
        });
        let groups = linked.groups.iter().map(move |group| {
            let mut group = GroupRecord {
                id: again(&group.id, time),
                claims: all(&group.claims),
                ..group.clone()
            };
            for value in &mut group.values {
                value.claims = all(&value.claims);
            }
            for pair in &mut group.contradictions {
                *pair = [again(&pair[0], time), again(&pair[1], time)];
            }
            group
        });
        let copies = linked.copies.iter().map(move |copy| CopyRecord {
            a: again(&copy.a, time),
            b: again(&copy.b, time),
            ..copy.clone()
        });
        (links, groups, copies)
    };
    let mut many = Linked { entities, ..Linked::default() };
    for (links, groups, copies) in (0..times).map(each) {
        many.links.extend(links);
        many.groups.extend(groups);
        many.copies.extend(copies);
    }
    many
}
