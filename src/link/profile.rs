//! What comparison needs to know of a claim, read once.

use std::sync::OnceLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::cues::{self, Sides};
use super::figure::Figure;
use super::heading::written;
use super::period::Period;
use super::reader::{self, Prepared};
use super::told::Told;
use super::words::{Vocabulary, Word, content_words};
use super::{Embedding, Entities, Vectors};
use crate::claim::Modality;
use crate::graph::{ArticleRecord, ClaimRecord, Words};
use crate::{CodePointSpan, Lang};

/// A claim, prepared for comparison.
#[allow(clippy::struct_excessive_bools, reason = "each says one thing of the claim")]
pub(super) struct Profile<'a> {
    pub(super) claim: &'a ClaimRecord,
    /// The article's number among the profiles.
    pub(super) article: u32,
    vectors: Option<&'a Vectors>,
    prepared: OnceLock<Option<Prepared>>,
    /// Words that mean something, names as the entities that they mean.
    pub(super) subject: Vec<Word>,
    pub(super) predicate: Vec<Word>,
    /// Object and counted noun.
    pub(super) object: Vec<Word>,
    /// All of these, with place and cause.
    pub(super) words: Vec<Word>,
    /// The words of the sentence.
    pub(super) sentence: Vec<Word>,
    /// Entities that the claim's words mean, sorted.
    pub(super) entities: Vec<Word>,
    /// Entities in the sentence, sorted.
    pub(super) sentence_entities: Vec<Word>,
    pub(super) source: Option<Word>,
    pub(super) figure: Option<Figure>,
    pub(super) noun: Vec<Word>,
    pub(super) time: Option<Period>,
    /// When the article was published.
    pub(super) written: Option<Date>,
    /// Words that turn the claim into its opposite: the model's word for it, or the words'.
    pub(super) negated: bool,
    /// A negation in the model's eyes.
    pub(super) marked_negated: bool,
    /// The predicate or the cue denies.
    pub(super) denies: bool,
    pub(super) sides: Sides,
    pub(super) names_a_part: bool,
}

impl Profile<'_> {
    /// What the claim means, where that is known.
    pub(super) fn embedding(&self) -> Option<&Embedding> {
        self.vectors.map(|vectors| &vectors.embedding).filter(|embedding| !embedding.is_empty())
    }

    /// Its words for reading beside another claim's, where they are known.
    pub(super) fn prepared(&self) -> Option<&Prepared> {
        let prepare = || reader::shipped().prepared(&self.vectors?.reading);
        self.prepared.get_or_init(prepare).as_ref()
    }
}

/// An article, prepared for comparison.
pub(super) struct ArticleProfile {
    /// The words of its title and first lines, names as entities.
    pub(super) opening: Vec<Word>,
    /// Its entities, sorted.
    pub(super) entities: Vec<Word>,
}

/// Mentions of entities in one article, in text order.
struct Mentions(Vec<(usize, usize, Word)>);

impl Mentions {
    /// Those that lie within code points `start..end`, the longest where they overlap.
    fn within(&self, start: usize, end: usize) -> impl Iterator<Item = &(usize, usize, Word)> {
        let from = self.0.partition_point(|mention| mention.0 < start);
        let mut reached = start;
        self.0[from..].iter().take_while(move |mention| mention.0 < end).filter(move |mention| {
            let holds = mention.0 >= reached && mention.1 <= end;
            if holds {
                reached = mention.1;
            }
            holds
        })
    }
}

/// The text of an article by code points.
struct Text<'a> {
    text: &'a str,
    /// Byte of every code point, and the end.
    bytes: Vec<u32>,
}

impl<'a> Text<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]);
        Self { text, bytes: bytes.collect() }
    }

    /// Words with a capital letter inside a sentence: where they stand in bytes, and folded.
    fn capitals(&self) -> impl Iterator<Item = (usize, usize, String)> {
        let mut inside = false;
        self.text.split_inclusive(|c: char| !c.is_alphabetic()).filter_map(move |piece| {
            let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
            let behind = inside;
            inside = match piece.chars().next_back() {
                Some(' ' | '\'' | '’' | '-') => !word.is_empty() || inside,
                _ => false,
            };
            let name = word.starts_with(char::is_uppercase) && word.chars().nth(2).is_some();
            (behind && name).then(|| {
                let start = word.as_ptr() as usize - self.text.as_ptr() as usize;
                (start, start + word.len(), super::words::folded(word))
            })
        })
    }

    /// The code point that a byte belongs to.
    fn point(&self, byte: usize) -> usize {
        self.bytes.partition_point(|b| (*b as usize) < byte)
    }

    fn of(&self, start: usize, end: usize) -> &'a str {
        let at = |point: usize| {
            self.bytes.get(point).or(self.bytes.last()).map_or(0, |byte| *byte as usize)
        };
        self.text.get(at(start)..at(end.max(start))).unwrap_or("")
    }
}

/// The profiles of some articles and of all of their claims, and their words.
pub(super) struct Profiles<'a> {
    pub(super) claims: Vec<Profile<'a>>,
    pub(super) articles: Vec<ArticleProfile>,
    pub(super) words: Vocabulary,
}

/// Bytes of an article that say what it is about.
const OPENING: usize = 600;

impl<'a> Profiles<'a> {
    /// Reads the claims of `articles`, in their order.
    pub(super) fn new(articles: &'a [Told<'_>], entities: &Entities) -> Self {
        let mut words = Vocabulary::default();
        let mut named: Vec<u32> = articles.iter().flat_map(|told| told.named(entities)).collect();
        named.sort_unstable();
        named.dedup();
        // In the order of their ids, as their numbers are.
        let named: FxHashMap<u32, Word> = named
            .into_iter()
            .map(|entity| (entity, words.named(entities.id(entity), entities.name(entity))))
            .collect();
        let mut claims = Vec::new();
        let mut openings = Vec::new();
        for (number, told) in (0_u32..).zip(articles) {
            let text = Text::new(&told.article.text);
            let mut mentions: Vec<(usize, usize, Word)> = if entities.is_empty() {
                // A model without names: words with a capital letter stand in for them.
                text.capitals()
                    .map(|(start, end, word)| {
                        (text.point(start), text.point(end), words.entity(&word))
                    })
                    .collect()
            } else {
                told.mentions(entities)
                    .filter_map(|(span, entity)| Some((span.start, span.end, *named.get(&entity)?)))
                    .collect()
            };
            mentions.sort_unstable_by_key(|(start, end, word)| (*start, usize::MAX - end, *word));
            let reader = Reader {
                text,
                mentions: Mentions(mentions),
                article: number,
                written: written(&told.article),
            };
            openings.push(reader.article(&told.article, &mut words));
            for (index, claim) in told.claims.iter().enumerate() {
                claims.push(reader.claim(claim, told.vectors.get(index), &mut words));
            }
        }
        Self { claims, articles: openings, words }
    }
}

struct Reader<'t> {
    text: Text<'t>,
    mentions: Mentions,
    article: u32,
    written: Option<Date>,
}

impl Reader<'_> {
    fn article(&self, article: &ArticleRecord, words: &mut Vocabulary) -> ArticleProfile {
        let mut opening: Vec<Word> = Vec::new();
        if let Some(title) = &article.title {
            opening.extend(content_words(title, article.lang).map(|(_, word)| words.word(&word)));
        }
        let end = self.text.bytes.partition_point(|byte| (*byte as usize) < OPENING);
        opening.extend(self.words(0, end, article.lang, words));
        opening.sort_unstable();
        opening.dedup();
        let mut entities: Vec<Word> = self.mentions.0.iter().map(|mention| mention.2).collect();
        entities.sort_unstable();
        entities.dedup();
        ArticleProfile { opening, entities }
    }

    fn claim<'a>(
        &self,
        claim: &'a ClaimRecord,
        vectors: Option<&'a Vectors>,
        words: &mut Vocabulary,
    ) -> Profile<'a> {
        let lang = claim.lang;
        let mut part =
            |part: Option<&Words>| part.map_or_else(Vec::new, |part| self.part(part, lang, words));
        let subject = part(claim.subject.as_ref());
        let predicate = part(Some(&claim.predicate));
        let mut object = part(claim.object.as_ref());
        let figure = claim
            .quantity
            .as_ref()
            .and_then(|quantity| Figure::new(&quantity.words.text, quantity.value.as_ref()?));
        let noun = figure.as_ref().and_then(|figure| figure.noun.as_deref()).unwrap_or_default();
        let noun: Vec<Word> =
            content_words(noun, lang).map(|(_, word)| words.word(&word)).collect();
        object.extend(&noun);
        let mut all: Vec<Word> =
            [&subject, &predicate, &object].into_iter().flatten().copied().collect();
        for part in [claim.place.as_ref(), claim.cause.as_ref()].into_iter().flatten() {
            all.extend(self.part(part, lang, words));
        }
        let sorted = |mut list: Vec<Word>| {
            list.sort_unstable();
            list.dedup();
            list
        };
        let all = sorted(all);
        let CodePointSpan { start, end } = claim.sentence;
        let sentence = sorted(self.words(start, end, lang, words));
        let entities = all.iter().copied().filter(|word| words.is_entity(*word)).collect();
        let sentence_entities =
            sentence.iter().copied().filter(|word| words.is_entity(*word)).collect();
        let source = claim.source.as_ref().and_then(|source| self.meant(source, words));

        let cues = cues::of(lang);
        // Not the quantity's words: `no more than` is a bound.
        let stated: Vec<&str> =
            [claim.subject.as_ref(), Some(&claim.predicate), claim.object.as_ref()]
                .into_iter()
                .flatten()
                .map(|part| part.text.as_str())
                .collect();
        let stated = stated.join(" ").to_lowercase();
        let predicate_text = claim.predicate.text.to_lowercase();
        let cue = claim.cue.as_ref().map(|cue| cue.text.to_lowercase()).unwrap_or_default();
        let said = format!(
            "{predicate_text} {}",
            claim.object.as_ref().map(|object| object.text.to_lowercase()).unwrap_or_default()
        );
        Profile {
            claim,
            article: self.article,
            vectors,
            prepared: OnceLock::new(),
            subject,
            predicate,
            object,
            words: all,
            sentence,
            entities,
            sentence_entities,
            source,
            figure,
            noun,
            time: claim.time.as_ref().and_then(|time| Period::read(time.value.as_deref()?)),
            written: self.written,
            negated: claim.negated || cues.negations(&stated) > 0,
            marked_negated: claim.negated,
            denies: cues.denies(&predicate_text) || cues.denies(&cue),
            sides: Sides::of(&said),
            names_a_part: cues.names_a_part(&self.before(claim).to_lowercase()),
        }
    }

    /// The words of a part of a claim: the entity that it means as a whole, or its words.
    fn part(&self, part: &Words, lang: Lang, words: &mut Vocabulary) -> Vec<Word> {
        let mut found = self.words(part.start, part.end, lang, words);
        if let Some(entity) = &part.entity {
            let entity = words.entity(entity);
            if !found.contains(&entity) {
                found.push(entity);
            }
        }
        found
    }

    /// The entity that a part means, or the first that it names.
    fn meant(&self, part: &Words, words: &mut Vocabulary) -> Option<Word> {
        let named = || self.mentions.within(part.start, part.end).next().map(|mention| mention.2);
        part.entity.as_ref().map(|entity| words.entity(entity)).or_else(named)
    }

    /// The content words between code points `start` and `end`, names as entities.
    fn words(&self, start: usize, end: usize, lang: Lang, words: &mut Vocabulary) -> Vec<Word> {
        let mut found = Vec::new();
        let mut from = start;
        let mentions: Vec<_> = self.mentions.within(start, end).copied().collect();
        for (mention_start, mention_end, entity) in mentions {
            let between = self.text.of(from, mention_start);
            found.extend(content_words(between, lang).map(|(_, word)| words.word(&word)));
            found.push(entity);
            from = mention_end;
        }
        let rest = self.text.of(from, end);
        found.extend(content_words(rest, lang).map(|(_, word)| words.word(&word)));
        found
    }

    /// The words around the figure that may say that it is a part.
    fn before(&self, claim: &ClaimRecord) -> &str {
        const BEFORE: usize = 25;
        const AFTER: usize = 12;
        claim.quantity.as_ref().map_or("", |quantity| {
            let start = quantity.words.start.saturating_sub(BEFORE).max(claim.sentence.start);
            let end = (quantity.words.end + AFTER).min(claim.sentence.end);
            self.text.of(start, end)
        })
    }
}

impl Profile<'_> {
    pub(super) fn lang(&self) -> Lang {
        self.claim.lang
    }

    /// Whether the claim speaks of what is to come.
    pub(super) fn predicted(&self) -> bool {
        self.claim.modality == Modality::Predicted
    }
}
