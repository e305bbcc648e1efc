//! Claims out of an article: sentences are tagged by the model, its tags decoded to spans, and
//! the spans read by the grammars in [`crate::normalize`].

mod decode;
mod restriction;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::article::Article;
use crate::claim::{Claim, Quantity, Time};
use crate::entity::Mention;
use crate::link::{Embedding, Reading, Vectors};
use crate::model::{Model, ModelError, Name, Role, Sentence};
use crate::normalize::{self, time};
use crate::resolve::{self, Named, Quotations};
use crate::{Lang, Span, sentence};
pub use decode::Draft;
use decode::drafts;

/// Sentences that the model reads at once: bounds the memory that a very long article takes.
const SENTENCES_AT_ONCE: usize = 256;

/// Bytes of the longest sentence: no writer's is as long, but a table in one line is.
const LONGEST_SENTENCE: usize = 32 * 1024;

/// Bytes of the longest word. Longer ones are pictures, keys and other data written as letters:
/// the model would take minutes for one and find nothing.
const LONGEST_WORD: usize = 1_000;

/// Hexadecimal digits of a claim's id.
const ID_DIGITS: usize = 16;

/// What a user can ask of the extraction.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Claims of a lower confidence are left out; by default the model's own thresholds hold.
    pub min_confidence: Option<f32>,
}

/// Finds the claims of articles with a model.
pub struct Extractor {
    model: Model,
    options: Options,
}

/// What is found in an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// Its claims, in text order.
    pub claims: Vec<Claim>,
    /// What each claim means, in their order.
    pub vectors: Vec<Vectors>,
    /// Where it names something or means something named, in text order.
    pub mentions: Vec<Mention>,
}

/// What is found in a sentence.
#[derive(Clone, Debug)]
pub struct Found {
    /// The sentence's words, as byte spans in it.
    pub words: Vec<Span>,
    /// Probability that the sentence says something worth checking.
    pub check_worthiness: f32,
    /// Its claims, in text order; spans are bytes in the sentence.
    pub claims: Vec<Draft>,
    /// Its names, in text order; spans are bytes in the sentence.
    pub names: Vec<Name>,
    /// What each word means in the sentence: [`crate::model::Tags::meanings`].
    pub meanings: Vec<f32>,
}

/// A sentence of an article.
struct InArticle<'a> {
    /// Where the sentence stands in the article's text.
    span: Span,
    text: &'a str,
    lang: Lang,
}

impl Extractor {
    /// An extractor that runs `model`.
    #[must_use]
    pub fn new(model: Model, options: Options) -> Self {
        Self { model, options }
    }

    /// The model that it runs.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What an article claims and names. It depends on nothing but the article.
    ///
    /// # Errors
    ///
    /// What the model cannot compute.
    pub fn findings(&self, article: &Article) -> Result<Findings, ModelError> {
        let quotations = Quotations::of(&article.text);
        let reference = article.date.as_deref().and_then(day_of);
        let sentences: Vec<(Span, Lang)> = article
            .parts
            .iter()
            .flat_map(|part| {
                sentence::split(part.span.of(&article.text), part.lang)
                    .into_iter()
                    .map(|span| span.shifted(part.span.start))
                    .flat_map(|span| bounded(&article.text, span))
                    .map(|span| (span, part.lang))
            })
            .collect();
        let mut findings = Findings::default();
        let mut names = Vec::new();
        for chunk in sentences.chunks(SENTENCES_AT_ONCE) {
            let texts: Vec<(&str, Lang)> =
                chunk.iter().map(|(span, lang)| (span.of(&article.text), *lang)).collect();
            for ((span, lang), found) in chunk.iter().zip(self.sentences(&texts)?) {
                let sentence = InArticle { span: *span, text: span.of(&article.text), lang: *lang };
                for draft in found.claims {
                    findings.claims.push(assemble(
                        article,
                        &sentence,
                        &draft,
                        found.check_worthiness,
                        &quotations,
                        reference,
                    ));
                    findings.vectors.push(Vectors {
                        embedding: Embedding::new(draft.embedding()),
                        reading: Reading::new(&found.words, &found.meanings, draft.roles()),
                    });
                }
                names.extend(found.names.iter().map(|name| Named {
                    span: name.span.shifted(span.start),
                    kind: name.kind,
                    probability: name.probability,
                    lang: *lang,
                }));
            }
        }
        let sentences: Vec<resolve::Sentence> = sentences
            .iter()
            .map(|(span, lang)| resolve::Sentence { span: *span, lang: *lang })
            .collect();
        findings.mentions = resolve::mentions(&article.text, &sentences, &names);
        attribute(&article.text, &sentences, &mut findings);
        Ok(findings)
    }

    /// What is found in single sentences, in order.
    ///
    /// # Errors
    ///
    /// What the model cannot compute.
    pub fn sentences(&self, sentences: &[(&str, Lang)]) -> Result<Vec<Found>, ModelError> {
        let quantities: Vec<Vec<Span>> = sentences
            .iter()
            .map(|(text, lang)| {
                normalize::quantities(text, *lang).into_iter().map(|mention| mention.span).collect()
            })
            .collect();
        let asked: Vec<Sentence<'_>> = sentences
            .iter()
            .zip(&quantities)
            .map(|((text, _), quantities)| Sentence { text, quantities })
            .collect();
        let least = self.options.min_confidence.unwrap_or(0.0);
        let thresholds = self.model.thresholds();
        let tags = self.model.tag(&asked)?;
        Ok(asked
            .iter()
            .zip(tags)
            .map(|(sentence, tags)| {
                let mut claims = drafts(sentence.text, &tags, sentence.quantities, thresholds);
                claims.retain(|claim| claim.confidence() >= least);
                Found {
                    check_worthiness: tags.check_worthiness,
                    words: tags.words,
                    claims,
                    names: tags.names,
                    meanings: tags.meanings,
                }
            })
            .collect())
    }
}

/// The span in pieces that the model can read: without words too long for any language, and none
/// too long itself, cut at white space.
fn bounded(text: &str, span: Span) -> Vec<Span> {
    let mut pieces: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    let mut from = span.start;
    for word in span.of(text).split_inclusive(char::is_whitespace) {
        let bare = Span::new(from, from + word.trim_end().len());
        from += word.len();
        if bare.is_empty() {
            continue;
        }
        if bare.len() > LONGEST_WORD {
            pieces.extend(open.take());
            continue;
        }
        open = Some(match open {
            Some(piece) if bare.end - piece.start <= LONGEST_SENTENCE => piece.cover(bare),
            full => {
                pieces.extend(full);
                bare
            }
        });
    }
    pieces.extend(open);
    pieces
}

/// A claim from the spans of a draft: values read, positions turned to those of the article.
fn assemble(
    article: &Article,
    sentence: &InArticle<'_>,
    draft: &Draft,
    check_worthiness: f32,
    quotations: &Quotations,
    reference: Option<Date>,
) -> Claim {
    let place = |role| draft.span(role).map(|span| span.shifted(sentence.span.start));
    let predicate = draft.predicate().shifted(sentence.span.start);
    let quantity = draft.span(Role::Quantity).map(|span| Quantity {
        span: span.shifted(sentence.span.start),
        value: normalize::read(sentence.text, span, sentence.lang),
    });
    let time = draft.span(Role::Time).map(|span| Time {
        span: span.shifted(sentence.span.start),
        value: time::read(sentence.text, span, sentence.lang, reference),
    });
    Claim {
        id: id_of(&article.id, predicate, quantity.as_ref().map(|quantity| quantity.span)),
        article: article.id.clone(),
        lang: sentence.lang,
        sentence: sentence.span,
        predicate,
        subject: place(Role::Subject),
        object: place(Role::Object),
        quantity,
        time,
        place: place(Role::Place),
        cause: place(Role::Cause),
        source: place(Role::Source),
        cue: place(Role::Cue),
        quoted: quotations.hold(predicate),
        modality: draft.modality(),
        negated: draft.negated()
            && !restriction::restricts(sentence.text, draft.predicate(), sentence.lang),
        check_worthiness,
        confidence: draft.confidence(),
    }
}

/// Gives claims inside quotation marks whose sentence does not say who speaks the speaker that the
/// sentences around tell of.
fn attribute(text: &str, sentences: &[resolve::Sentence], findings: &mut Findings) {
    let mut sources: Vec<Span> = findings.claims.iter().filter_map(|claim| claim.source).collect();
    sources.sort_unstable_by_key(|source| (source.start, source.end));
    let speakers = resolve::speakers(text, sentences, &findings.mentions, &sources);
    for claim in &mut findings.claims {
        if !claim.quoted || claim.source.is_some() {
            continue;
        }
        let said = sentences.partition_point(|sentence| sentence.span.end <= claim.sentence.start);
        let speaker = speakers.binary_search_by_key(&said, |speaker| speaker.sentence);
        claim.source = speaker.ok().map(|speaker| speakers[speaker].words);
    }
}

/// A claim is known by its article and the words that a claim has once: predicate and quantity.
fn id_of(article: &str, predicate: Span, quantity: Option<Span>) -> String {
    let mut hash = Sha256::new();
    hash.update(article.as_bytes());
    for span in [Some(predicate), quantity].into_iter().flatten() {
        hash.update([0]);
        hash.update((span.start as u64).to_le_bytes());
        hash.update((span.end as u64).to_le_bytes());
    }
    let mut id = crate::hex(&hash.finalize());
    id.truncate(ID_DIGITS);
    id
}

/// The day that relative times count from: the article's date, where it names one.
fn day_of(date: &str) -> Option<Date> {
    date.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_without_end_is_cut_between_words() {
        let text = "trois écoles ont fermé ".repeat(5_000);
        let pieces = bounded(&text, Span::new(0, text.trim_end().len()));
        assert!(pieces.len() > 2);
        for piece in &pieces {
            let words = piece.of(&text);
            assert!(!words.is_empty() && words.len() <= LONGEST_SENTENCE);
            assert_eq!(words.trim(), words);
            assert!(words.split(' ').all(|word| "trois écoles ont fermé".contains(word)));
        }
        let total: usize = pieces.iter().map(|piece| piece.of(&text).split(' ').count()).sum();
        assert_eq!(total, 20_000);
    }

    #[test]
    fn words_that_are_no_words_are_passed_over() {
        let data = "iVBORw0KGgo".repeat(10_000);
        let text = format!("La photo {data} montre le pont.");
        let pieces = bounded(&text, Span::new(0, text.len()));
        let words: Vec<&str> = pieces.iter().map(|piece| piece.of(&text)).collect();
        assert_eq!(words, ["La photo", "montre le pont."]);
        assert_eq!(bounded("Un mot", Span::new(0, 6)), [Span::new(0, 6)]);
    }
}
