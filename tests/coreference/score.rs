//! How found mentions compare with the gold ones.

use std::collections::HashMap;

use dixit::entity::{Form, Mention};
use dixit::{Span, resolve};

use crate::gold::{Document, Gold, Speaker, named};

/// Sums from which precision and recall follow.
#[derive(Default)]
pub(crate) struct Tally {
    right: f64,
    found: f64,
    found_right: f64,
    gold: f64,
}

impl Tally {
    pub(crate) fn precision(&self) -> f64 {
        100.0 * self.found_right / self.found.max(1.0)
    }

    pub(crate) fn recall(&self) -> f64 {
        100.0 * self.right / self.gold.max(1.0)
    }

    fn add(&mut self, right: bool) {
        let right = f64::from(u8::from(right));
        self.found += 1.0;
        self.found_right += right;
        self.right += right;
    }

    fn row(&self, name: &str) -> String {
        format!(
            "{name:<14} P {:5.1} ({:4.0})  R {:5.1} ({:4.0})",
            self.precision(),
            self.found,
            self.recall(),
            self.gold
        )
    }
}

/// Names by B³, pronouns and descriptions by whether they stand for the right name.
#[derive(Default)]
pub(crate) struct Scores {
    pub(crate) names: Tally,
    pub(crate) pronouns: Tally,
    pub(crate) descriptions: Tally,
    /// Sentences whose speaker another sentence tells.
    pub(crate) speakers: Tally,
}

impl Scores {
    pub(crate) fn table(&self, title: &str) -> String {
        [
            title.to_owned(),
            self.names.row("names (B³)"),
            self.pronouns.row("pronouns"),
            self.descriptions.row("descriptions"),
        ]
        .into_iter()
        .chain((self.speakers.gold > 0.0).then(|| self.speakers.row("speakers")))
        .collect::<Vec<_>>()
        .join("\n")
    }

    pub(crate) fn add(&mut self, document: &Document, found: &[Mention], show: bool) {
        // What each name means: the chain found and the gold id.
        let given: Vec<(u32, &str)> = found
            .iter()
            .filter(|mention| mention.form == Form::Name)
            .filter_map(|mention| {
                let gold = at(document, mention.span, Form::Name)?;
                Some((mention.chain, gold.id.as_str()))
            })
            .collect();
        let mut together: HashMap<(u32, &str), f64> = HashMap::new();
        let mut of_chain: HashMap<u32, f64> = HashMap::new();
        let mut of_id: HashMap<&str, f64> = HashMap::new();
        for (chain, id) in &given {
            *together.entry((*chain, id)).or_default() += 1.0;
            *of_chain.entry(*chain).or_default() += 1.0;
            *of_id.entry(id).or_default() += 1.0;
        }
        for (chain, id) in &given {
            let both = together[&(*chain, *id)];
            self.names.found_right += both / of_chain[chain];
            self.names.right += both / of_id[id];
            if show && both < of_chain[chain] {
                let chain: Vec<&str> = (found.iter())
                    .filter(|mention| mention.form == Form::Name && mention.chain == *chain)
                    .map(|mention| mention.span.of(&document.text))
                    .collect();
                println!("{}: {id} is not all of {chain:?}", document.name);
            }
        }
        self.names.found += given.len() as f64;
        self.names.gold += given.len() as f64;

        let meant = |chain: u32| {
            let ids = together.iter().filter(|((other, _), _)| *other == chain);
            ids.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.1.cmp(a.0.1))).map(|((_, id), _)| *id)
        };
        let speakers = document.speakers.iter();
        for (speaker, gold) in speakers.flat_map(|gold| {
            let found = resolve::speakers(&document.text, &document.sentences, found, &[]);
            found.into_iter().map(move |speaker| (speaker, gold))
        }) {
            if document.sentences[speaker.sentence].span.contains(speaker.words) {
                continue;
            }
            let right = match gold.get(&speaker.sentence) {
                Some(Speaker::Entity(id)) => speaker.chain.and_then(meant) == Some(id.as_str()),
                Some(Speaker::Words(words)) => words.overlaps(speaker.words),
                None => false,
            };
            self.speakers.add(right);
            if show && !right {
                let sentence = document.sentences[speaker.sentence].span.of(&document.text);
                let words = speaker.words.of(&document.text);
                println!("{}: {words:?} does not speak in {sentence:?}", document.name);
            }
        }
        self.speakers.gold += document.speakers.as_ref().map_or(0, HashMap::len) as f64;

        let named = named(document);
        for form in [Form::Pronoun, Form::Description] {
            let tally =
                if form == Form::Pronoun { &mut self.pronouns } else { &mut self.descriptions };
            for mention in found.iter().filter(|mention| mention.form == form) {
                let gold = meaning(document, mention.span, form);
                let right = gold.is_some_and(|gold| meant(mention.chain) == Some(gold.id.as_str()));
                tally.add(right);
                if show && !right {
                    let name = found.iter().find(|name| name.chain == mention.chain);
                    println!(
                        "{}: {:?} is not {:?}: {:?}",
                        document.name,
                        mention.span.of(&document.text),
                        name.map(|name| name.span.of(&document.text)),
                        around(document, mention.span),
                    );
                }
            }
            tally.gold += document
                .mentions
                .iter()
                .filter(|gold| gold.form == form && named.contains_key(gold.id.as_str()))
                .filter(|gold| if form == Form::Pronoun { gold.third } else { gold.definite })
                .count() as f64;
        }
    }
}

/// The gold mention of a form at a place: the same words, or for descriptions the same beginning.
fn at(document: &Document, span: Span, form: Form) -> Option<&Gold> {
    document.mentions.iter().filter(|gold| gold.form == form).find(|gold| {
        gold.span == span || (form == Form::Description && gold.span.start == span.start)
    })
}

/// The gold mention that begins where a found one does, for descriptions of whatever form: GUM takes
/// `this President` for a name.
fn meaning(document: &Document, span: Span, form: Form) -> Option<&Gold> {
    match form {
        Form::Pronoun => document.mentions.iter().find(|gold| gold.span == span),
        _ => (document.mentions.iter().filter(|gold| gold.whole.start == span.start))
            .min_by_key(|gold| gold.whole.end.abs_diff(span.end)),
    }
}

fn around(document: &Document, span: Span) -> String {
    let text = &document.text;
    let mut start = span.start.saturating_sub(250);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (span.end + 60).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text[start..end].to_owned()
}
