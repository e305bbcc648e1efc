//! Claims that links connect, with who stands behind them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::LinkInput;
use crate::Lang;
use crate::graph::{
    ArticleRecord, ClaimRecord, CopyRecord, GroupRecord, GroupValue, Label, LinkRecord, Relation,
};

/// Hexadecimal digits of a group's id.
const ID_DIGITS: usize = 16;

/// Sets that grow together; the least member stands for its set.
struct Sets(Vec<u32>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count as u32).collect())
    }

    fn find(&mut self, mut member: u32) -> u32 {
        while self.0[member as usize] != member {
            let above = self.0[self.0[member as usize] as usize];
            self.0[member as usize] = above;
            member = above;
        }
        member
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        let (least, most) = (a.min(b), a.max(b));
        self.0[most as usize] = least;
    }
}

/// A claim with its article.
#[derive(Clone, Copy)]
struct Member<'a> {
    claim: &'a ClaimRecord,
    article: &'a ArticleRecord,
    /// The provenance that the article shares with its copies.
    provenance: u32,
}

/// The groups that `links` make, in the order of their ids.
pub(super) fn groups(
    articles: &[LinkInput<'_>],
    links: &[LinkRecord],
    copies: &[CopyRecord],
) -> Vec<GroupRecord> {
    let provenances = provenances(articles, copies);
    let members: Vec<Member<'_>> = articles
        .iter()
        .zip(&provenances)
        .flat_map(|(input, provenance)| {
            input.claims.iter().map(|claim| Member {
                claim,
                article: input.article,
                provenance: *provenance,
            })
        })
        .collect();
    let numbers: FxHashMap<&str, u32> = (0_u32..)
        .zip(&members)
        .map(|(number, member)| (member.claim.id.as_str(), number))
        .collect();
    let mut sets = Sets::new(members.len());
    let mut weight = vec![0.0_f64; members.len()];
    let mut ends = Vec::with_capacity(links.len());
    for link in links {
        let (Some(a), Some(b)) = (numbers.get(link.a.as_str()), numbers.get(link.b.as_str()))
        else {
            continue;
        };
        sets.join(*a, *b);
        weight[*a as usize] += link.confidence;
        weight[*b as usize] += link.confidence;
        ends.push((*a, link));
    }
    let mut grouped: BTreeMap<u32, (Vec<u32>, Vec<[String; 2]>)> = BTreeMap::new();
    for number in 0..members.len() as u32 {
        if weight[number as usize] > 0.0 {
            grouped.entry(sets.find(number)).or_default().0.push(number);
        }
    }
    for (a, link) in ends {
        if link.relation == Relation::Contradicts
            && let Some((_, contradictions)) = grouped.get_mut(&sets.find(a))
        {
            contradictions.push([link.a.clone(), link.b.clone()]);
        }
    }
    let mut groups: Vec<GroupRecord> = grouped
        .into_values()
        .map(|(mut numbers, mut contradictions)| {
            contradictions.sort_unstable();
            numbers.sort_unstable_by_key(|number| &members[*number as usize].claim.id);
            group(&numbers, &members, &weight, contradictions)
        })
        .collect();
    groups.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    groups
}

/// For each article the provenance that it shares: with its copies, and with what the same outlet
/// publishes.
fn provenances(articles: &[LinkInput<'_>], copies: &[CopyRecord]) -> Vec<u32> {
    let mut sets = Sets::new(articles.len());
    let numbers: FxHashMap<&str, u32> = (0_u32..)
        .zip(articles)
        .map(|(number, input)| (input.article.id.as_str(), number))
        .collect();
    for copy in copies {
        if let (Some(a), Some(b)) = (numbers.get(copy.a.as_str()), numbers.get(copy.b.as_str())) {
            sets.join(*a, *b);
        }
    }
    let mut outlets: FxHashMap<String, u32> = FxHashMap::default();
    for (number, input) in (0_u32..).zip(articles) {
        if let Some(source) = &input.article.source {
            let first = *outlets.entry(source.to_lowercase()).or_insert(number);
            sets.join(first, number);
        }
    }
    (0..articles.len() as u32).map(|number| sets.find(number)).collect()
}

fn group(
    numbers: &[u32],
    members: &[Member<'_>],
    weight: &[f64],
    contradictions: Vec<[String; 2]>,
) -> GroupRecord {
    let mut hash = Sha256::new();
    for number in numbers {
        hash.update(members[*number as usize].claim.id.as_bytes());
        hash.update([0]);
    }
    let mut id = crate::hex(&hash.finalize());
    id.truncate(ID_DIGITS);
    let mut sources: Vec<u32> =
        numbers.iter().map(|number| members[*number as usize].provenance).collect();
    sources.sort_unstable();
    sources.dedup();
    // The claim that most agree with speaks for the group.
    let typical = |lang: Option<Lang>| {
        numbers
            .iter()
            .filter(|number| lang.is_none_or(|lang| members[**number as usize].claim.lang == lang))
            .max_by(|a, b| {
                let of = |number: &u32| weight[*number as usize];
                let id = |number: &u32| &members[*number as usize].claim.id;
                of(a).total_cmp(&of(b)).then_with(|| id(b).cmp(id(a)))
            })
            .map(|number| label(members[*number as usize].claim))
    };
    let either = typical(None).unwrap_or_default();
    let label = Label {
        fr: typical(Some(Lang::Fr)).unwrap_or_else(|| either.clone()),
        en: typical(Some(Lang::En)).unwrap_or(either),
    };
    let mut values: Vec<GroupValue> = Vec::new();
    for number in numbers {
        let Member { claim, article, .. } = members[*number as usize];
        let Some(value) = claim.quantity.as_ref().and_then(|quantity| quantity.value.as_ref())
        else {
            continue;
        };
        let date = article.date.clone();
        if let Some(known) = values.iter_mut().find(|known| known.value == *value) {
            known.claims.push(claim.id.clone());
            if date.is_some() && (known.from.is_none() || date < known.from) {
                known.from.clone_from(&date);
            }
            known.to = known.to.take().max(date);
        } else {
            let claims = vec![claim.id.clone()];
            values.push(GroupValue { value: value.clone(), claims, from: date.clone(), to: date });
        }
    }
    values.sort_by(|a, b| (&a.from, &a.claims).cmp(&(&b.from, &b.claims)));
    GroupRecord {
        id,
        label,
        claims: numbers.iter().map(|number| members[*number as usize].claim.id.clone()).collect(),
        values,
        sources: sources.len(),
        contradictions,
    }
}

/// The words of a claim, on one line.
fn label(claim: &ClaimRecord) -> String {
    /// Characters of the longest label.
    const LONGEST: usize = 120;
    let words: Vec<&str> = claim.text.split_whitespace().collect();
    let mut label = words.join(" ");
    if let Some((at, _)) = label.char_indices().nth(LONGEST) {
        let end = label[..at].rfind(' ').unwrap_or(at);
        label.truncate(end);
        label.push('…');
    }
    label
}
