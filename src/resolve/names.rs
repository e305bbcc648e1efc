//! Names of one article that mean the same: a name in two spellings, a surname after the full name,
//! an acronym and what it stands for.

use rustc_hash::FxHashMap;

use super::Named;
use crate::Lang;
use crate::Span;
use crate::entity::Union;
use crate::entity::{EntityKind, NameWords, Sex, folded, initials, is_acronym, known};

/// Share of a name's mentions that have to be somebody's for it to be taken for a part of a full
/// name.
const SOMEBODY: f32 = 0.3;

/// Letters of the longest acronym.
const LONGEST_ACRONYM: usize = 8;

/// The names that are spelled alike.
struct Spelling {
    /// Numbers of its mentions, in text order.
    mentions: Vec<usize>,
    /// Sum of the probabilities of each kind, in the order of [`EntityKind::ALL`].
    votes: [f32; EntityKind::ALL.len()],
    /// As somebody's name.
    person: NameWords,
    /// As the name of anything else.
    thing: NameWords,
    /// As it was first written.
    written: String,
    lang: Lang,
}

impl Spelling {
    fn kind(&self) -> EntityKind {
        winner(&self.votes)
    }

    fn is_person(&self) -> bool {
        self.kind() == EntityKind::Person
    }

    /// Share of the votes for a person.
    fn somebody(&self) -> f32 {
        self.votes[EntityKind::Person as usize] / self.votes.iter().sum::<f32>().max(f32::EPSILON)
    }
}

/// The kind with most votes, the first of several.
pub(super) fn winner(votes: &[f32; EntityKind::ALL.len()]) -> EntityKind {
    let mut best = EntityKind::ALL[0];
    for kind in EntityKind::ALL {
        if votes[kind as usize] > votes[best as usize] {
            best = kind;
        }
    }
    best
}

/// For each name, in text order, the number of the first that means the same.
pub(super) fn chains(text: &str, names: &[Named]) -> Vec<usize> {
    let spellings = spellings(text, names);
    let mut union = Union::new(names.len());
    join_full_names(&spellings, &mut union);
    join_parts(&spellings, names, &mut union);
    join_meant(&spellings, &mut union);
    join_acronyms(text, names, &spellings, &mut union);
    join_openings(&spellings, &mut union);
    (0..names.len()).map(|name| union.first(name)).collect()
}

fn spellings(text: &str, names: &[Named]) -> Vec<Spelling> {
    let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
    let mut spellings: Vec<Spelling> = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let written = name.span.of(text);
        let (person, thing) = (NameWords::of_person(written), NameWords::of_thing(written));
        let joined = if person.titled { person.joined() } else { thing.joined() };
        // A title tells `Mr. Paris` from the city, and `Mrs. Clinton` from `Mr. Clinton`.
        let key = match person.sex {
            Some(Sex::Female) => format!("f {joined}"),
            Some(Sex::Male) => format!("m {joined}"),
            None if person.titled => format!("t {joined}"),
            None => joined,
        };
        let place = *by_key.entry(key).or_insert_with(|| {
            spellings.push(Spelling {
                mentions: Vec::new(),
                votes: [0.0; EntityKind::ALL.len()],
                person,
                thing,
                written: written.to_owned(),
                lang: name.lang,
            });
            spellings.len() - 1
        });
        spellings[place].mentions.push(number);
        spellings[place].votes[name.kind as usize] += name.probability.max(f32::EPSILON);
    }
    for spelling in &mut spellings {
        if spelling.person.titled {
            spelling.votes[EntityKind::Person as usize] += spelling.votes.iter().sum::<f32>();
        }
    }
    spellings
}

fn join_all(union: &mut Union, mentions: &[usize]) {
    for pair in mentions.windows(2) {
        union.join(pair[0], pair[1]);
    }
}

fn full_names(spellings: &[Spelling]) -> impl Iterator<Item = &Spelling> {
    spellings.iter().filter(|one| one.is_person() && one.person.is_full())
}

/// Full names of a person that differ in middle names.
fn join_full_names(spellings: &[Spelling], union: &mut Union) {
    let mut by_last: FxHashMap<&str, Vec<&Spelling>> = FxHashMap::default();
    for one in full_names(spellings) {
        join_all(union, &one.mentions);
        let Some((_, last)) = one.person.ends() else { continue };
        let namesakes = by_last.entry(last).or_default();
        for other in namesakes.iter() {
            if one.person.same_person(&other.person) && agree(one.person.sex, other.person.sex) {
                union.join(one.mentions[0], other.mentions[0]);
            }
        }
        namesakes.push(one);
    }
}

/// The mentions of each spelling; where it is a surname, or a first name, that several full names of
/// the text have, each mention with the full name nearest before it.
fn join_parts(spellings: &[Spelling], names: &[Named], union: &mut Union) {
    let mut by_end: FxHashMap<&str, Vec<&Spelling>> = FxHashMap::default();
    for one in full_names(spellings) {
        let Some((first, last)) = one.person.ends() else { continue };
        by_end.entry(last).or_default().push(one);
        if first != last {
            by_end.entry(first).or_default().push(one);
        }
    }
    for part in spellings {
        let is_part = |whole: &&&Spelling| {
            part.somebody() >= SOMEBODY
                && part.person.part_of_person(&whole.person)
                && agree(part.person.sex, sex_of(&whole.person))
        };
        let last = part.person.words.last().map_or("", String::as_str);
        let bearing = by_end.get(last).map_or(&[][..], Vec::as_slice);
        let wholes: Vec<&&Spelling> = bearing.iter().filter(is_part).collect();
        let firsts: Vec<usize> =
            wholes.iter().map(|whole| union.first(whole.mentions[0])).collect();
        if firsts.windows(2).all(|pair| pair[0] == pair[1]) {
            join_all(union, &part.mentions);
            if let Some(whole) = firsts.first() {
                union.join(*whole, part.mentions[0]);
            }
            continue;
        }
        for &mention in &part.mentions {
            let before = |other: usize| names[other].span.start < names[mention].span.start;
            let bearers = || wholes.iter().flat_map(|whole| &whole.mentions).copied();
            let whole = bearers().filter(|other| before(*other)).max().or_else(|| bearers().min());
            if let Some(whole) = whole {
                union.join(whole, mention);
            }
        }
    }
}

/// What the title says, else the first name.
pub(super) fn sex_of(person: &NameWords) -> Option<Sex> {
    let first = person.words.first().filter(|_| person.is_full());
    person.sex.or_else(|| first.and_then(|first| super::knowledge::sex_of_first_name(first)))
}

/// Whether both can be of one person.
pub(super) fn agree(one: Option<Sex>, other: Option<Sex>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Names that the data files know to mean the same.
fn join_meant(spellings: &[Spelling], union: &mut Union) {
    let mut by_meaning: FxHashMap<&str, usize> = FxHashMap::default();
    for spelling in spellings.iter().filter(|one| !one.is_person()) {
        if let Some(meant) = known(spelling.lang, &spelling.thing) {
            let first = *by_meaning.entry(meant).or_insert(spelling.mentions[0]);
            union.join(first, spelling.mentions[0]);
        }
    }
}

/// An acronym and the one name in the text that has its initials, or the name that it stands behind
/// in brackets.
fn join_acronyms(text: &str, names: &[Named], spellings: &[Spelling], union: &mut Union) {
    let mut of_name = vec![0; names.len()];
    let mut by_initials: FxHashMap<String, Vec<&Spelling>> = FxHashMap::default();
    for (number, spelling) in spellings.iter().enumerate() {
        for mention in &spelling.mentions {
            of_name[*mention] = number;
        }
        if spelling.thing.words.len() > 1 && !spelling.is_person() {
            for initials in initials(&folded(&spelling.written)) {
                by_initials.entry(initials).or_default().push(spelling);
            }
        }
    }
    let mut explained: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (number, pair) in names.windows(2).enumerate() {
        if !in_brackets(text, pair[0].span, pair[1].span) {
            continue;
        }
        let both = [of_name[number], of_name[number + 1]];
        for [short, long] in [both, [both[1], both[0]]] {
            let (letters, whole) = (&spellings[short].thing, &spellings[long].thing);
            if letters.words.len() == 1
                && whole.words.len() > 1
                && letters.joined().len() <= LONGEST_ACRONYM
                && in_order(&letters.joined(), &whole.joined())
            {
                explained.entry(short).or_default().push(spellings[long].mentions[0]);
            }
        }
    }
    for (number, short) in spellings.iter().enumerate() {
        let mut meant: Vec<usize> = Vec::new();
        if short.thing.words.len() == 1 && is_acronym(&short.written) {
            let same = by_initials.get(&short.thing.joined()).map_or(&[][..], Vec::as_slice);
            meant.extend(same.iter().map(|long| long.mentions[0]));
        }
        if meant.is_empty() {
            meant.extend(explained.get(&number).into_iter().flatten());
        }
        meant.sort_unstable();
        meant.dedup();
        if let [one] = meant.as_slice() {
            union.join(*one, short.mentions[0]);
        }
    }
}

/// Whether the second of two names stands in brackets behind the first.
fn in_brackets(text: &str, first: Span, second: Span) -> bool {
    first.end < second.start
        && text.get(first.end..second.start).is_some_and(|between| {
            between.trim_start().strip_prefix('(').is_some_and(|rest| {
                // A determiner may follow, but no other words.
                rest.len() <= 5 && !rest.contains(')')
            })
        })
}

/// Whether the letters of `short` stand in `long` in that order, the first at its beginning.
fn in_order(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short.chars().next() == long.chars().next()
        && short.chars().all(|letter| letters.any(|other| other == letter))
}

/// A firm called by the first words of its name once the whole has been said.
fn join_openings(spellings: &[Spelling], union: &mut Union) {
    let mut by_first: FxHashMap<&str, Vec<&Spelling>> = FxHashMap::default();
    for firm in spellings.iter().filter(|one| one.kind() == EntityKind::Organization) {
        if let Some(first) = firm.thing.words.first() {
            by_first.entry(first).or_default().push(firm);
        }
    }
    for firms in by_first.values() {
        for short in firms {
            if known(short.lang, &short.thing).is_some() || is_acronym(&short.written) {
                continue;
            }
            let longer = |long: &&&Spelling| {
                long.thing.words.len() > short.thing.words.len()
                    && long.thing.words.starts_with(&short.thing.words)
            };
            let mut longer = firms.iter().filter(longer);
            if let (Some(long), None) = (longer.next(), longer.next())
                && long.mentions[0] < short.mentions[0]
            {
                union.join(long.mentions[0], short.mentions[0]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names between brackets, each with the letter of its kind: `[P:Jensen Huang]`.
    fn parsed(marked: &str) -> (String, Vec<Named>) {
        let (mut text, mut names) = (String::new(), Vec::new());
        let mut rest = marked;
        while let Some((before, behind)) = rest.split_once('[') {
            text.push_str(before);
            let (name, behind) = behind.split_once(']').expect("brackets are closed");
            let (kind, name) = name.split_once(':').expect("a kind stands before a name");
            let kind = match kind {
                "P" => EntityKind::Person,
                "O" => EntityKind::Organization,
                "L" => EntityKind::Place,
                _ => EntityKind::Thing,
            };
            let span = Span::new(text.len(), text.len() + name.len());
            names.push(Named { span, kind, probability: 0.9, lang: Lang::Fr });
            text.push_str(name);
            rest = behind;
        }
        text.push_str(rest);
        (text, names)
    }

    #[test]
    fn names_of_one_article_that_mean_the_same() {
        for (marked, expected) in [
            // A surname goes to the nearest full name before it.
            ("[P:Jensen Huang] dit. [P:Huang] ajoute. [O:NVIDIA] et [O:Nvidia].", "0022"),
            ("[P:Anne Roy], [P:Roy], puis [P:Luc Roy] et [P:Roy].", "0022"),
            ("[P:Mme Roy] et [P:Luc Roy] : [P:Mme Roy].", "010"),
            ("[P:Paul Denis] à [L:Saint-Denis]", "01"),
            // Acronyms.
            ("la [O:Cour des comptes locale] ([O:CCL]), la [O:CCL]", "000"),
            ("[O:Banque centrale européenne], [O:BCE], [L:États-Unis], [L:USA]", "0022"),
            ("[O:Office viticole du Midi] ([O:Ovimi]) et [O:Ovimi]", "000"),
            // Opening words of a firm's name, only once it was said in full.
            ("[O:Meridian Chantiers navals] ferme. [O:Meridian] se tait.", "00"),
            ("[O:Meridian] se tait. [O:Meridian Chantiers navals] ferme.", "01"),
            ("[O:Groupe Lactis] et [O:Lactis SA] et [O:Lactis Export]", "002"),
        ] {
            let (text, names) = parsed(marked);
            let found: String = chains(&text, &names).iter().map(ToString::to_string).collect();
            assert_eq!(found, expected, "{marked}");
        }
    }
}
