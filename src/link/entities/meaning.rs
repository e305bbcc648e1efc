//! Which entity the words of a claim mean.

use crate::CodePointSpan;
use crate::Lang;
use crate::entity::{EntityKind, adorns_name};
use crate::graph::{ClaimRecord, MentionRecord, Words};
use crate::resolve::is_preposition;

/// Fills in the entities of the words of `claims`; `mentions` stand in text order.
pub(super) fn fill(
    claims: &mut [ClaimRecord],
    mentions: &[MentionRecord],
    entity: &dyn Fn(u32) -> Option<String>,
) {
    for claim in claims {
        let lang = claim.lang;
        for (words, loose) in [
            (&mut claim.subject, Loose::Any),
            (&mut claim.object, Loose::Never),
            (&mut claim.place, Loose::Place),
            (&mut claim.source, Loose::Never),
        ] {
            if let Some(words) = words {
                words.entity = meant(words, mentions, lang, loose).and_then(entity);
            }
        }
    }
}

/// Whether words mean what they only speak of: `l'action de Nvidia` Nvidia.
#[derive(Clone, Copy, PartialEq)]
enum Loose {
    Never,
    /// Where that is a place.
    Place,
    Any,
}

fn meant(words: &Words, mentions: &[MentionRecord], lang: Lang, loose: Loose) -> Option<u32> {
    let span = CodePointSpan { start: words.start, end: words.end };
    let near = mentions.partition_point(|mention| mention.span.end <= span.start);
    let overlapping =
        || mentions[near..].iter().take_while(|mention| mention.span.start < span.end);
    if let Some(around) = overlapping()
        .find(|mention| mention.span.start <= span.start && span.end <= mention.span.end)
    {
        return Some(around.chain);
    }
    let mut inside = overlapping()
        .filter(|mention| span.start <= mention.span.start && mention.span.end <= span.end);
    if let Some(head) = inside.clone().find(|mention| is_head(words, mention, lang)) {
        return Some(head.chain);
    }
    let only = inside.next()?;
    let fits = match loose {
        Loose::Never => false,
        Loose::Place => only.kind == EntityKind::Place,
        Loose::Any => true,
    };
    (fits && inside.all(|other| other.chain == only.chain)).then_some(only.chain)
}

/// Whether a mention is what its words mean: behind nothing but determiners and titles, or in
/// apposition to what stands before it, and with nothing but a parenthesis behind.
fn is_head(words: &Words, mention: &MentionRecord, lang: Lang) -> bool {
    let points: Vec<char> = words.text.chars().collect();
    let (start, end) = (mention.span.start - words.start, mention.span.end - words.start);
    let (Some(before), Some(behind)) = (points.get(..start), points.get(end..)) else {
        return false;
    };
    let before: String = before.iter().collect();
    let closed = behind.iter().find(|sign| !sign.is_whitespace()).is_none_or(|sign| {
        matches!(sign, ',' | '(' | ')' | ';' | ':' | '–' | '—' | '»' | '”' | '"')
    });
    if !closed {
        return false;
    }
    let cut = |sign: char| sign.is_whitespace() || matches!(sign, '\'' | '’');
    let words: Vec<&str> = before.split(cut).filter(|word| !word.is_empty()).collect();
    let Some(last) = words.iter().rfind(|word| !adorns_name(word)) else { return true };
    if last.ends_with(',') {
        // `le patron de Nvidia, Jensen Huang`: the phrase before is the same person.
        let described = before.chars().next().is_some_and(char::is_lowercase);
        return mention.kind == EntityKind::Person && described && before.matches(',').count() == 1;
    }
    !last.ends_with(['(', ';', ':']) && !is_preposition(lang, &last.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Form;

    fn words(text: &str) -> Words {
        let end = text.chars().count();
        Words { text: text.to_owned(), start: 0, end, entity: None }
    }

    fn mention(text: &str, name: &str, kind: EntityKind, chain: u32) -> MentionRecord {
        let byte = text.find(name).expect("the name stands in the text");
        let start = text[..byte].chars().count();
        MentionRecord {
            span: CodePointSpan { start, end: start + name.chars().count() },
            form: Form::Name,
            kind,
            probability: 0.9,
            chain,
        }
    }

    #[test]
    fn words_mean_their_head() {
        let (firm, person) = (EntityKind::Organization, EntityKind::Person);
        for (text, names, loose, expected) in [
            ("Nvidia", vec![("Nvidia", firm)], Loose::Never, Some(0)),
            ("the U.S. firm Nvidia", vec![("U.S.", firm), ("Nvidia", firm)], Loose::Never, Some(1)),
            ("le PDG de Nvidia", vec![("Nvidia", firm)], Loose::Never, None),
            ("Nvidia shares", vec![("Nvidia", firm)], Loose::Never, None),
            ("Nvidia shares", vec![("Nvidia", firm)], Loose::Any, Some(0)),
            ("L’action de NVIDIA", vec![("NVIDIA", firm)], Loose::Any, Some(0)),
            ("Nvidia and Intel shares", vec![("Nvidia", firm), ("Intel", firm)], Loose::Any, None),
            (
                "le PDG de Nvidia Jensen Huang",
                vec![("Nvidia", firm), ("Jensen Huang", person)],
                Loose::Never,
                Some(1),
            ),
            (
                "le PDG de Nvidia, Jensen Huang",
                vec![("Nvidia", firm), ("Jensen Huang", person)],
                Loose::Never,
                Some(1),
            ),
            (
                "M. Roy (Les Verts)",
                vec![("Roy", person), ("Les Verts", firm)],
                Loose::Never,
                Some(0),
            ),
            ("une étude de l’Insee", vec![("Insee", firm)], Loose::Never, None),
        ] {
            let mentions: Vec<MentionRecord> = (0_u32..)
                .zip(&names)
                .map(|(chain, (name, kind))| mention(text, name, *kind, chain))
                .collect();
            assert_eq!(meant(&words(text), &mentions, Lang::Fr, loose), expected, "{text}");
        }
    }
}
