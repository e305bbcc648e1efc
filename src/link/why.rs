//! The reason for a link, in words.

use super::figure::{Dimension, Figure, Fit};
use super::profile::Profile;
use crate::claim::Change;
use crate::graph::Relation;

/// Why two claims stand to each other as they do, in English, for a journalist.
pub(super) fn why(a: &Profile<'_>, b: &Profile<'_>, relation: Relation) -> String {
    let words = |profile: &Profile<'_>| {
        let said = match &profile.claim.quantity {
            Some(quantity) => &quantity.words.text,
            None => &profile.claim.text,
        };
        let said: Vec<&str> = said.split_whitespace().collect();
        format!("“{}”", said.join(" "))
    };
    let (mine, theirs) = (words(a), words(b));
    let mut reason = match (&a.figure, &b.figure) {
        (Some(x), Some(y)) if x.dimension == y.dimension => figures(&mine, x, &theirs, y, relation),
        _ => statements(a, &mine, b, &theirs, relation),
    };
    if relation == Relation::Contradicts {
        reason.push_str(&sides(a, b));
    }
    reason
}

fn figures(mine: &str, x: &Figure, theirs: &str, y: &Figure, relation: Relation) -> String {
    let opposite = |change: Option<Change>, other: Option<Change>| {
        change.is_some() && other.is_some() && change != other
    };
    match (relation, x.fit(y)) {
        (Relation::Contradicts, _) if opposite(x.change, y.change) => {
            format!("{mine} and {theirs} cannot both be right: one is a rise, the other a fall")
        }
        (Relation::Contradicts, _) => {
            let times = (x.middle().abs().max(y.middle().abs()))
                / x.middle().abs().min(y.middle().abs()).max(f64::MIN_POSITIVE);
            let by = match (times, &x.dimension) {
                (2.0..1_000_000.0, _) => format!(", {} times as much", short(times)),
                (_, Dimension::Share) => String::from(", too far apart for rounding"),
                _ => String::from(", further apart than rounding explains"),
            };
            format!("{mine} and {theirs} cannot both be right about the same figure{by}")
        }
        (Relation::Agrees, Fit::Equal) => format!("{mine} and {theirs} give the same figure"),
        (Relation::Agrees, Fit::Rounded) => format!("{mine} and {theirs} agree within rounding"),
        (Relation::Agrees, Fit::About) => {
            format!("{mine} and {theirs} agree: one is given as approximate")
        }
        (Relation::Agrees, Fit::Bound) => {
            let (bound, exact) = if x.is_point() { (theirs, mine) } else { (mine, theirs) };
            format!("{exact} lies within {bound}")
        }
        (Relation::Agrees, _) => format!("{mine} and {theirs} are near each other"),
    }
}

/// Two digits are enough to say how much more one is.
fn short(times: f64) -> String {
    if times < 10.0 { format!("{times:.1}") } else { format!("{times:.0}") }
}

fn statements(
    a: &Profile<'_>,
    mine: &str,
    b: &Profile<'_>,
    theirs: &str,
    relation: Relation,
) -> String {
    match relation {
        Relation::Agrees => format!("{mine} and {theirs} say the same"),
        Relation::Contradicts if a.denies != b.denies || a.negated != b.negated => {
            let (denial, said) =
                if b.denies || b.negated { (theirs, mine) } else { (mine, theirs) };
            format!("{denial} denies {said}")
        }
        Relation::Contradicts if a.sides.oppose(b.sides) => {
            format!("{mine} and {theirs} exclude each other")
        }
        Relation::Contradicts => format!("{mine} and {theirs} cannot both be true"),
    }
}

/// Who says which, where the texts tell.
fn sides(a: &Profile<'_>, b: &Profile<'_>) -> String {
    let source = |profile: &Profile<'_>| profile.claim.source.as_ref().map(|s| s.text.clone());
    match (source(a), source(b)) {
        (Some(mine), Some(theirs)) if mine != theirs => {
            format!("; the first is said by {mine}, the second by {theirs}")
        }
        (Some(mine), None) => format!("; the first is said by {mine}"),
        (None, Some(theirs)) => format!("; the second is said by {theirs}"),
        _ => String::new(),
    }
}
