//! Claims that links connect, with who stands behind them.

use std::borrow::Cow;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::archive::Archive;
use super::copies::Copied;
use super::heading::{Heading, same_outlet};
use super::numbers::Numbers;
use super::verdicts::Link;
use crate::Lang;
use crate::claim::Value;
use crate::graph::{ClaimRecord, GroupRecord, GroupValue, Label, Relation};

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

/// Records the groups that `links`, in the order of their ids, make. `provenances` are those of the
/// articles.
pub(super) fn groups<A: Archive>(
    archive: &mut A,
    headings: &[Heading],
    numbers: &Numbers,
    links: &[Link],
    provenances: &[u32],
) -> Result<(), A::Error> {
    let mut sets = Sets::new(numbers.len());
    let mut weight = vec![0.0_f64; numbers.len()];
    for link in links {
        sets.join(link.a, link.b);
        weight[link.a as usize] += link.confidence();
        weight[link.b as usize] += link.confidence();
    }
    // By the claim that stands for the set, then by id.
    let mut members: Vec<(u32, u32, u32)> = (0..numbers.len() as u32)
        .filter(|claim| weight[*claim as usize] > 0.0)
        .map(|claim| (sets.find(claim), numbers.rank(claim), claim))
        .collect();
    members.par_sort_unstable();
    let mut contradictions: Vec<(u32, Link)> = links
        .iter()
        .filter(|link| link.relation == Relation::Contradicts)
        .map(|link| (sets.find(link.a), *link))
        .collect();
    contradictions.sort_by_key(|(set, _)| *set);
    drop(sets);
    let mut contradictions = contradictions.as_slice();
    let mut ids = Vec::new();
    for set in members.chunk_by(|a, b| a.0 == b.0) {
        let of_set = contradictions.partition_point(|(other, _)| *other <= set[0].0);
        let (of_set, rest) = contradictions.split_at(of_set);
        contradictions = rest;
        let claims: Vec<u32> = set.iter().map(|(.., claim)| *claim).collect();
        let group = Group { headings, numbers, provenances, weight: &weight, claims };
        let record = group.record(archive, of_set)?;
        archive.lay_group_aside(&record)?;
        ids.push((record.id, ids.len() as u32));
    }
    ids.sort_unstable();
    archive.write_groups(ids.into_iter().map(|(_, number)| number))
}

/// For each article the provenance that it shares: with its copies, and with what the same outlet
/// publishes.
pub(super) fn provenances(headings: &[Heading], copies: &[Copied]) -> Vec<u32> {
    let mut sets = Sets::new(headings.len());
    for copy in copies {
        sets.join(copy.a, copy.b);
    }
    for (a, b) in same_outlet(headings) {
        sets.join(a, b);
    }
    (0..headings.len() as u32).map(|number| sets.find(number)).collect()
}

/// Claims that links connect.
struct Group<'a> {
    headings: &'a [Heading],
    numbers: &'a Numbers,
    provenances: &'a [u32],
    /// By claim, how surely others are linked to it.
    weight: &'a [f64],
    /// The claims in the order of their ids.
    claims: Vec<u32>,
}

/// What a group needs to know of a claim.
struct Member {
    id: String,
    lang: Lang,
    value: Option<Value>,
}

impl Group<'_> {
    fn record<A: Archive>(
        &self,
        archive: &A,
        contradictions: &[(u32, Link)],
    ) -> Result<GroupRecord, A::Error> {
        let members = self
            .claims
            .iter()
            .map(|claim| {
                let claim = self.claim(archive, *claim)?;
                let value = claim.quantity.as_ref().and_then(|quantity| quantity.value.clone());
                Ok(Member { id: claim.id.clone(), lang: claim.lang, value })
            })
            .collect::<Result<Vec<_>, A::Error>>()?;
        let id_of = |claim: u32| {
            let rank = self.numbers.rank(claim);
            let place = self.claims.partition_point(|other| self.numbers.rank(*other) < rank);
            members[place].id.clone()
        };
        let mut sources: Vec<u32> = self
            .claims
            .iter()
            .map(|claim| self.provenances[self.numbers.article(*claim) as usize])
            .collect();
        sources.sort_unstable();
        sources.dedup();
        Ok(GroupRecord {
            id: id(&members),
            label: self.label(archive, &members)?,
            values: self.values(&members),
            sources: sources.len(),
            contradictions: contradictions
                .iter()
                .map(|(_, link)| [id_of(link.a), id_of(link.b)])
                .collect(),
            claims: members.into_iter().map(|member| member.id).collect(),
        })
    }

    fn claim<'a, A: Archive>(
        &self,
        archive: &'a A,
        claim: u32,
    ) -> Result<Cow<'a, ClaimRecord>, A::Error> {
        archive.claim(self.numbers.article(claim) as usize, self.numbers.ordinal(claim))
    }

    /// In each language the words of the claim that most agree with.
    fn label<A: Archive>(&self, archive: &A, members: &[Member]) -> Result<Label, A::Error> {
        let typical = |lang: Option<Lang>| {
            self.claims
                .iter()
                .zip(members)
                .filter(|(_, member)| lang.is_none_or(|lang| member.lang == lang))
                // The first of those that weigh the same.
                .rev()
                .max_by(|(a, _), (b, _)| {
                    let of = |claim: &u32| self.weight[*claim as usize];
                    of(a).total_cmp(&of(b))
                })
                .map(|(claim, _)| Ok(label(self.claim(archive, *claim)?.as_ref())))
                .transpose()
        };
        let either = typical(None)?.unwrap_or_default();
        Ok(Label {
            fr: typical(Some(Lang::Fr))?.unwrap_or_else(|| either.clone()),
            en: typical(Some(Lang::En))?.unwrap_or(either),
        })
    }

    /// What the claims say, and from when to when.
    fn values(&self, members: &[Member]) -> Vec<GroupValue> {
        let mut values: Vec<GroupValue> = Vec::new();
        for (claim, member) in self.claims.iter().zip(members) {
            let Some(value) = &member.value else { continue };
            let heading = &self.headings[self.numbers.article(*claim) as usize];
            let date = heading.date.as_deref().map(str::to_owned);
            if let Some(known) = values.iter_mut().find(|known| known.value == *value) {
                known.claims.push(member.id.clone());
                if date.is_some() && (known.from.is_none() || date < known.from) {
                    known.from.clone_from(&date);
                }
                known.to = known.to.take().max(date);
            } else {
                let claims = vec![member.id.clone()];
                values.push(GroupValue {
                    value: value.clone(),
                    claims,
                    from: date.clone(),
                    to: date,
                });
            }
        }
        values.sort_by(|a, b| (&a.from, &a.claims).cmp(&(&b.from, &b.claims)));
        values
    }
}

/// It hangs on the claims alone.
fn id(members: &[Member]) -> String {
    let mut hash = Sha256::new();
    for member in members {
        hash.update(member.id.as_bytes());
        hash.update([0]);
    }
    let mut id = crate::hex(&hash.finalize());
    id.truncate(ID_DIGITS);
    id
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
