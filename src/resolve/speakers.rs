//! Who says what a sentence reports, where its own words do not name them: a quotation that goes
//! on, `he added`, a quotation introduced by the sentence before.

use super::Sentence;
use super::knowledge;
use super::quotation::Quotations;
use super::token::Tokens;
use crate::Span;
use crate::entity::{EntityKind, Form, Mention};

/// Words from which a quotation is speech and no single expression.
const SPEECH: usize = 4;

/// The one who says what a sentence reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Number of the sentence.
    pub sentence: usize,
    /// The words that tell who speaks: the nearest name where a name is known.
    pub words: Span,
    /// The chain of these words' mention, where they are one.
    pub chain: Option<u32>,
}

/// The speakers of an article's sentences, in their order, each sentence at most once. `mentions`
/// are those of [`super::mentions`]; `sources` are words known to tell who speaks in their sentence,
/// in text order.
#[must_use]
pub fn speakers(
    text: &str,
    sentences: &[Sentence],
    mentions: &[Mention],
    sources: &[Span],
) -> Vec<Speaker> {
    let tokens = Tokens::of(text, sentences);
    let quotations = Quotations::of(text);
    let scene = Scene {
        text,
        sentences,
        tokens: &tokens,
        quotations: quotations.spans(),
        mentions,
        sources,
    };
    let speeches = scene.speeches();
    let mut speakers: Vec<Option<Voice>> =
        speeches.iter().map(|speech| scene.voice_of(speech)).collect();
    for number in 1..speeches.len() {
        if speakers[number].is_none() && scene.goes_on(&speeches[number - 1], &speeches[number]) {
            speakers[number] = speakers[number - 1];
        }
    }
    for number in (1..speeches.len()).rev() {
        if speakers[number - 1].is_none() && scene.goes_on(&speeches[number - 1], &speeches[number])
        {
            speakers[number - 1] = speakers[number];
        }
    }
    let mut by_sentence: Vec<Option<Voice>> =
        (0..sentences.len()).map(|sentence| scene.voice(sentence)).collect();
    for (speech, speaker) in speeches.iter().zip(speakers) {
        for voice in &mut by_sentence[speech.first..=speech.last] {
            *voice = voice.or(speaker);
        }
    }
    by_sentence
        .into_iter()
        .enumerate()
        .filter_map(|(sentence, voice)| {
            let voice = voice?;
            Some(Speaker { sentence, words: scene.named(voice), chain: voice.chain })
        })
        .collect()
}

/// A quotation of some length.
struct Speech {
    span: Span,
    /// Its first and last sentence.
    first: usize,
    last: usize,
    /// Whether nothing but it stands in its sentences.
    alone: bool,
}

/// The words that tell who speaks.
#[derive(Clone, Copy)]
struct Voice {
    words: Span,
    chain: Option<u32>,
}

struct Scene<'a> {
    text: &'a str,
    sentences: &'a [Sentence],
    tokens: &'a Tokens,
    quotations: &'a [Span],
    mentions: &'a [Mention],
    sources: &'a [Span],
}

impl Scene<'_> {
    fn speeches(&self) -> Vec<Speech> {
        let speech = |span: &Span| {
            let inside = self.tokens.at(span.start)..self.tokens.at(span.end);
            let words = self.tokens.all[inside.clone()].iter().filter(|token| token.is_word);
            if words.count() < SPEECH {
                return None;
            }
            let first = self.tokens.all.get(inside.start)?.sentence;
            let last = self.tokens.all.get(inside.end.checked_sub(1)?)?.sentence;
            let mut outside = (first..=last).flat_map(|sentence| self.outside(sentence));
            Some(Speech { span: *span, first, last, alone: outside.next().is_none() })
        };
        self.quotations.iter().filter_map(speech).collect()
    }

    /// The words of a sentence outside quotation marks.
    fn outside(&self, sentence: usize) -> impl Iterator<Item = usize> {
        self.tokens.of_sentence(sentence).filter(|at| {
            let token = &self.tokens.all[*at];
            let before = self.quotations.partition_point(|span| span.start <= token.span.start);
            let quoted = before > 0 && self.quotations[before - 1].contains(token.span);
            token.is_word && !quoted
        })
    }

    /// Whether two speeches are one that a speaker's clause or nothing interrupts.
    fn goes_on(&self, one: &Speech, next: &Speech) -> bool {
        if next.first < one.last || next.first - one.last > 1 {
            return false;
        }
        if next.first == one.last {
            return true;
        }
        let between = self.text.get(one.span.end..next.span.start).unwrap_or("");
        let same_paragraph = !between.contains('\n');
        // A quotation that its paragraph does not close goes on in the next one.
        let open = between.trim_start_matches(['»', '”', '"']).len() == between.len();
        (same_paragraph && (next.alone || one.alone)) || (open && next.alone)
    }

    /// Who speaks by the sentences that a speech stands in, or the one before it where
    /// that introduces it, or nobody is told to speak in its own.
    fn voice_of(&self, speech: &Speech) -> Option<Voice> {
        self.voice(speech.last).or_else(|| self.voice(speech.first)).or_else(|| {
            let before = speech.first.checked_sub(1)?;
            let introduces = self.sentences[before].span.of(self.text).trim_end().ends_with(':');
            (introduces || speech.alone).then(|| self.voice(before)).flatten()
        })
    }

    /// Who is known to speak in a sentence, else the subject of a verb of saying outside quotation
    /// marks.
    fn voice(&self, sentence: usize) -> Option<Voice> {
        let span = self.sentences[sentence].span;
        let near = self.sources.partition_point(|source| source.end <= span.start);
        if let Some(source) = self.sources.get(near).filter(|source| span.contains(**source)) {
            let mention = self.mention_in(*source).filter(|voice| voice.words == *source);
            return Some(mention.unwrap_or(Voice { words: *source, chain: None }));
        }
        let known = knowledge::of(self.tokens.lang(sentence));
        let words: Vec<usize> = self.outside(sentence).collect();
        for (place, &at) in words.iter().enumerate() {
            let lower = self.tokens.all[at].lower.as_str();
            // `se souvient-il`: the pronoun hangs on the verb.
            let verb = lower.split('-').next().unwrap_or(lower);
            if !known.saying.contains(verb) {
                continue;
            }
            let own = (verb != lower).then(|| self.mention_in(self.tokens.all[at].span)).flatten();
            let behind = || words.get(place + 1).and_then(|next| self.subject_at(*next));
            let before = || {
                let rest = words[..place].iter().rev();
                let mut rest =
                    rest.skip_while(|word| known.between.contains(&self.tokens.all[**word].lower));
                rest.next().and_then(|word| self.mention_in(self.tokens.all[*word].span))
            };
            if let Some(voice) = own.or_else(behind).or_else(before) {
                return Some(voice);
            }
        }
        None
    }

    /// The mention that a word belongs to.
    fn mention_in(&self, word: Span) -> Option<Voice> {
        let near = self.mentions.partition_point(|mention| mention.span.end <= word.start);
        let mention = self.mentions.get(near).filter(|mention| mention.span.overlaps(word))?;
        (mention.kind != EntityKind::Place || mention.form != Form::Name)
            .then_some(Voice { words: mention.span, chain: Some(mention.chain) })
    }

    /// The subject that begins at a word: a mention, or a determiner with a noun for a person, or a
    /// title with a name.
    fn subject_at(&self, at: usize) -> Option<Voice> {
        let token = &self.tokens.all[at];
        if let Some(voice) = self.mention_in(token.span) {
            return Some(voice);
        }
        let known = knowledge::of(self.tokens.lang(token.sentence));
        let determined =
            known.definite.contains(&token.lower) || known.indefinite.contains(&token.lower);
        let noun_at = at + usize::from(determined);
        let noun = known.noun(&self.tokens.words_from(noun_at, 4))?;
        // `le maire Martial Bourquin` is Martial Bourquin.
        let behind = self.tokens.all.get(noun_at + noun.words)?;
        if behind.is_word
            && let Some(voice) = self.mention_in(behind.span)
        {
            return Some(voice);
        }
        let last = self.tokens.all.get(noun_at + noun.words - 1)?;
        (determined && noun.kind == EntityKind::Person)
            .then_some(Voice { words: token.span.cover(last.span), chain: None })
    }

    /// The nearest name before words that stand for one.
    fn named(&self, voice: Voice) -> Span {
        let Some(chain) = voice.chain else { return voice.words };
        let names = || {
            let of_chain =
                |mention: &&Mention| mention.chain == chain && mention.form == Form::Name;
            self.mentions.iter().filter(of_chain)
        };
        let before = names().rfind(|mention| mention.span.start <= voice.words.start);
        before.or_else(|| names().next()).map_or(voice.words, |mention| mention.span)
    }
}
