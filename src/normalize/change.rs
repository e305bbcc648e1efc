//! Whether a quantity measures a change, from the words of its own clause.

use crate::claim::{Change, Kind};

use super::lexicon::{Lexicon, Trigger};
use super::token::Tokens;

/// How far before a quantity the word of change may stand when `by` or `de` links the two.
const REACH: usize = 8;

/// What the direction of a quantity depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// First token with bounds and approximators.
    pub(super) start: usize,
    /// The token after unit and bounds.
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) unit: &'a str,
    /// Whether it is a whole number of things left unsaid: `nine more`.
    pub(super) bare: bool,
    /// No word before this token is looked at: another quantity ends there.
    pub(super) floor: usize,
}

impl Place<'_> {
    /// Whether even earning and taking are a change of such a quantity.
    fn is_relative(&self) -> bool {
        matches!(self.kind, Kind::Percent | Kind::Ratio) || self.unit == "point"
    }

    fn fits(&self, trigger: Trigger) -> bool {
        (!trigger.measured || self.is_measured()) && (!trigger.relative || self.is_relative())
    }

    /// Whether verbs such as `gain` and `lose` speak of a change of such a quantity.
    fn is_measured(&self) -> bool {
        self.is_relative() || matches!(self.kind, Kind::Money | Kind::Measure)
    }
}

/// The direction of the quantity; `None` for a level.
pub(super) fn direction(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    place: Place<'_>,
) -> Option<Change> {
    let table = &lexicon.change;
    let arrived = table.levels.ending(tokens, place.start).is_some()
        || table.level_bounds.starting(tokens, place.start).is_some();
    if arrived {
        return None;
    }
    if let Some((change, end)) = after(lexicon, tokens, place.end) {
        let told = place.kind != Kind::Age && place.kind != Kind::Duration;
        let compared = table.earlier.starting(tokens, end).is_some();
        let counted = (place.kind == Kind::Count || place.bare) && !compared;
        if told && !place.bare && !(counted && place.unit != "point") {
            return Some(change);
        }
    }
    if place.kind == Kind::Count && table.earlier.starting(tokens, place.end).is_some() {
        // `340 fewer burglaries than a year earlier`: the word of change stands inside.
        let told = (place.start + 1..place.end).find_map(|at| table.after.starting(tokens, at));
        if let Some((change, _)) = told {
            return Some(*change);
        }
    }
    let linked = table.links.ending(tokens, place.start).is_some_and(|((), at)| at >= place.floor);
    let direct = before(lexicon, tokens, place, place.start);
    direct.or_else(|| linked.then(|| reach(lexicon, tokens, place)).flatten())
}

/// A word of change right after the quantity: `a 5% rise`, `3 points de plus`.
fn after(lexicon: &Lexicon, tokens: &Tokens<'_>, end: usize) -> Option<(Change, usize)> {
    // `7% last fall` tells a time.
    let adjective = lexicon.nouns.adjectives.contains(tokens.word(end))
        && !lexicon.change.dating.contains(tokens.word(end));
    let skip = usize::from(tokens.word(end) == "-" || adjective);
    let found = |at| {
        let (change, end) = lexicon.change.after.starting(tokens, at)?;
        // `2 m en moins de six heures`: the word bounds what follows.
        let bounded = super::number::link(tokens, end).is_some_and(|at| {
            let number = lexicon.numbers.cardinals.starting(tokens, at).is_some();
            number || tokens.numeral(at).is_some()
        });
        (!bounded).then_some((*change, end))
    };
    found(end).or_else(|| found(end + skip))
}

/// A word of change before the quantity with nothing but adverbs and links between.
fn before(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    place: Place<'_>,
    start: usize,
) -> Option<Change> {
    let table = &lexicon.change;
    let mut at = start;
    for _ in 0..4 {
        if at <= place.floor {
            return None;
        }
        if let Some(change) = trigger(lexicon, tokens, place, at, start) {
            return Some(change);
        }
        let skipped = table.links.ending(tokens, at).or_else(|| table.adverbs.ending(tokens, at));
        at = skipped?.1;
    }
    None
}

/// The trigger that ends before token `end`, where it fits the quantity.
fn trigger(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    place: Place<'_>,
    end: usize,
    start: usize,
) -> Option<Change> {
    let (trigger, _) = lexicon.change.triggers.ending(tokens, end)?;
    let Trigger { change, noun, .. } = *trigger;
    let timed = matches!(place.kind, Kind::Duration | Kind::Age);
    let adjacent = end == start;
    // A noun needs its link: `growth of 3%`; beside a number it is another word's object.
    if timed || noun && adjacent && !tokens.word_before(start).ends_with("by") && !is_verb(*trigger)
    {
        return (!timed && lexicon.lang == crate::Lang::En && adjacent).then_some(change);
    }
    place.fits(*trigger).then_some(change)
}

fn is_verb(trigger: Trigger) -> bool {
    !trigger.noun
}

/// A word of change further back in the clause, which `by` or `de` links: `raised its forecast by
/// 5%`, `une hausse des prix de 3 %`.
fn reach(lexicon: &Lexicon, tokens: &Tokens<'_>, place: Place<'_>) -> Option<Change> {
    let table = &lexicon.change;
    let by = tokens.word_before(place.start);
    // In French `de` links whatever it likes; only what is measured in itself is taken from afar.
    let far =
        by == "by" || matches!(place.kind, Kind::Percent) || by == "de" || place.unit == "point";
    let floor = place.floor.max(place.start.saturating_sub(REACH));
    let mut at = place.start.checked_sub(1)?;
    // `fell sharply, by 30%`.
    at -= usize::from(at > floor && tokens.word(at - 1) == ",");
    while far && at > floor {
        let word = tokens.word(at - 1);
        let ends = !tokens.is_word(at - 1) && !matches!(word, "'" | "-")
            || table.clauses.has(tokens, at - 1);
        if ends || tokens.numeral(at - 1).is_some() {
            return None;
        }
        if let Some((trigger, _)) = table.triggers.ending(tokens, at) {
            let fits = place.fits(*trigger);
            let timed = matches!(place.kind, Kind::Duration | Kind::Age | Kind::Count);
            return (fits && (!timed || by == "by" || place.unit == "point"))
                .then_some(trigger.change);
        }
        at -= 1;
    }
    None
}

/// Whether the quantity that starts with token `start` goes on what is told of the one that ends at
/// `last`: `en baisse de 27 % sur un an et de 24 % sur un mois`.
pub(super) fn goes_on(lexicon: &Lexicon, tokens: &Tokens<'_>, last: usize, start: usize) -> bool {
    let table = &lexicon.change;
    let link = table.gap_links.ending(tokens, start).map(|((), link)| link);
    let joint = link.and_then(|link| table.gap_joiners.ending(tokens, link));
    let Some(((), joint)) = joint.filter(|((), joint)| *joint >= last && start - last <= REACH)
    else {
        return false;
    };
    (last..joint).all(|at| {
        let verb = table.gap_stops.has(tokens, at) || table.movers.has(tokens, at);
        let other = table.triggers.starting(tokens, at).is_some() || table.clauses.has(tokens, at);
        (tokens.is_word(at) || tokens.word(at) == "'") && !verb && !other
    })
}

/// Whether the clause before token `start` leaves out the verb of the one that ends at `last`: `fell
/// 2%, the brewer by 3% and Opal by 4%`.
pub(super) fn leaves_verb_out(
    lexicon: &Lexicon,
    tokens: &Tokens<'_>,
    last: usize,
    start: usize,
) -> bool {
    let table = &lexicon.change;
    if start - last > REACH {
        return false;
    }
    let Some(((), link)) = table.gap_links.ending(tokens, start) else { return false };
    let mut at = last;
    while let Some(((), end)) = table.gap_joiners.starting(tokens, at) {
        at = end;
    }
    let named = tokens.raw(at).starts_with(char::is_uppercase);
    let opens = at > last && (named || table.gap_subjects.has(tokens, at));
    opens
        && at < link
        && (at..link).all(|at| {
            let ends = !tokens.is_word(at) && !matches!(tokens.word(at), "'" | "-" | "&");
            let verb = table.gap_stops.has(tokens, at) || table.movers.has(tokens, at);
            let other = table.triggers.starting(tokens, at).is_some();
            let clause = at > last && table.clauses.has(tokens, at);
            !(ends || verb || other || clause || tokens.numeral(at).is_some())
        })
}

/// Whether the two levels of a change stand after the word before token `start`: `rose from 5 to
/// 7%`, `est passé de 5 à 7 %`; but a noun tells how much: `une hausse de 5 à 7 %`. `rises` where
/// the second is above the first.
pub(super) fn moves(lexicon: &Lexicon, tokens: &Tokens<'_>, start: usize, rises: bool) -> bool {
    let table = &lexicon.change;
    let Some(((), mut at)) = lexicon.bounds.levels.ending(tokens, start) else { return false };
    let amount = rises && table.links.ending(tokens, start).is_some();
    let floor = start.saturating_sub(REACH);
    while at > floor {
        let word = tokens.word(at - 1);
        if !tokens.is_word(at - 1) && !matches!(word, "'" | "-") {
            return false;
        }
        if table.movers.has(tokens, at - 1) {
            return true;
        }
        if let Some((trigger, begin)) = table.triggers.ending(tokens, at) {
            let adjacent = at + 1 >= start;
            let noun = table.verbs.ending(tokens, at).is_none()
                || table.before_nouns.ending(tokens, begin).is_some();
            return !trigger.noun || adjacent && !(amount && noun);
        }
        at -= 1;
    }
    false
}
