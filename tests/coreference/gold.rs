//! Documents with the words that mean the same.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use dixit::entity::{EntityKind, Form};
use dixit::resolve::{Named, Sentence};
use dixit::{Lang, Span};
use serde::Deserialize;

/// A document with its mentions, sorted by where they begin, the longer of two first.
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) lang: Lang,
    /// Whether it was not read while the rules were written.
    pub(crate) held_out: bool,
    pub(crate) text: String,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) mentions: Vec<Gold>,
    /// By the number of a sentence whose own words do not tell it, who speaks in it; `None` where
    /// nobody has looked.
    pub(crate) speakers: Option<HashMap<usize, Speaker>>,
}

/// Who speaks.
pub(crate) enum Speaker {
    /// An entity of the document.
    Entity(String),
    /// Somebody without a name.
    Words(Span),
}

/// Words that mean something.
#[derive(Clone, Debug)]
pub(crate) struct Gold {
    /// The name, the pronoun, or all of a description.
    pub(crate) span: Span,
    /// With what stands around the name.
    pub(crate) whole: Span,
    pub(crate) form: Form,
    pub(crate) kind: EntityKind,
    /// The same for all words of the document that mean the same.
    pub(crate) id: String,
    /// Whether a definite determiner begins it.
    pub(crate) definite: bool,
    /// Whether it is a personal pronoun of the third person, no possessive.
    pub(crate) third: bool,
}

impl Document {
    /// Its names, none inside another.
    pub(crate) fn names(&self) -> Vec<Named> {
        let mut names: Vec<Named> = Vec::new();
        for gold in self.mentions.iter().filter(|gold| gold.form == Form::Name) {
            if names.last().is_none_or(|last| last.span.end <= gold.span.start) {
                let Gold { span, kind, .. } = *gold;
                names.push(Named { span, kind, probability: 1.0, lang: self.lang });
            }
        }
        names
    }
}

pub(crate) fn treebanks() -> Option<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().map(|dir| dir.join("shared/data/treebanks")).find(|dir| dir.is_dir())
}

/// A word of a treebank.
struct Word {
    span: Span,
    upos: String,
    head: usize,
    entities: String,
    third: bool,
}

/// A mention that is not closed yet, by the word that it begins with.
struct Open {
    id: String,
    kind: String,
    first: usize,
}

/// The documents of GUM.
pub(crate) fn gum() -> Option<Vec<Document>> {
    let file = treebanks()?.join("en_gum-news-and-prose.conllu");
    let content = fs::read_to_string(file).expect("the treebank can be read");
    let mut documents: Vec<Document> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // Of each document the ids of its sentences.
    let mut ids: Vec<Vec<String>> = Vec::new();
    let mut at = 0;
    for line in content.lines() {
        if let Some(name) = line.strip_prefix("# newdoc id = ") {
            open.clear();
            documents.push(Document {
                name: name.to_owned(),
                lang: Lang::En,
                held_out: documents.len() % 2 == 1,
                text: String::new(),
                sentences: Vec::new(),
                mentions: Vec::new(),
                speakers: None,
            });
            ids.push(Vec::new());
            continue;
        }
        let document = documents.last_mut().expect("a document begins before its sentences");
        if line.starts_with("# newpar")
            && !document.text.is_empty()
            && !document.text.ends_with('\n')
        {
            document.text.push('\n');
        } else if let Some(id) = line.strip_prefix("# sent_id = ") {
            ids.last_mut().expect("a document has begun").push(id.to_owned());
        } else if let Some(text) = line.strip_prefix("# text = ") {
            if !document.text.is_empty() && !document.text.ends_with('\n') {
                document.text.push(' ');
            }
            at = document.text.len();
            document.text.push_str(text);
            let span = Span::new(at, document.text.len());
            document.sentences.push(Sentence { span, lang: Lang::En });
            words.clear();
        } else if line.is_empty() {
            mark(document, &words, &mut open);
        } else if !line.starts_with('#') {
            let fields: Vec<&str> = line.split('\t').collect();
            // Ranges of words written as one give the text; their parts have no place in it.
            if !fields[0].chars().all(|digit| digit.is_ascii_digit()) {
                continue;
            }
            let start = document.text[at..].find(fields[1]).map(|found| at + found);
            let span =
                start.map_or(Span::new(at, at), |start| Span::new(start, start + fields[1].len()));
            at = span.end;
            let entities = fields[9].split('|').find_map(|part| part.strip_prefix("Entity="));
            words.push(Word {
                span,
                upos: fields[3].to_owned(),
                head: fields[6].parse().unwrap_or(0),
                entities: entities.unwrap_or("").to_owned(),
                third: fields[5].contains("Person=3")
                    && fields[5].contains("PronType=Prs")
                    && !fields[5].contains("Poss=Yes"),
            });
        }
    }
    for document in &mut documents {
        document.mentions.sort_by_key(|gold| (gold.span.start, usize::MAX - gold.span.end));
    }
    add_speakers(&mut documents, &ids);
    Some(documents)
}

/// Adds the mentions that end in a sentence.
fn mark(document: &mut Document, words: &[Word], open: &mut Vec<Open>) {
    let mut found = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let mut rest = word.entities.as_str();
        while !rest.is_empty() {
            if let Some(behind) = rest.strip_prefix('(') {
                let end = behind.find(['(', ')']).unwrap_or(behind.len());
                let mut fields = behind[..end].split('-');
                let id = fields.next().unwrap_or("").to_owned();
                let kind = fields.next().unwrap_or("").to_owned();
                let one = Open { id, kind, first: number };
                rest = &behind[end..];
                if let Some(behind) = rest.strip_prefix(')') {
                    rest = behind;
                    found.push((one, number));
                } else {
                    open.push(one);
                }
            } else {
                let end = rest.find(')').unwrap_or(rest.len());
                if let Some(place) = open.iter().rposition(|one| one.id == rest[..end]) {
                    found.push((open.remove(place), number));
                }
                rest = rest.get(end + 1..).unwrap_or("");
            }
        }
    }
    // What a sentence leaves open is broken off.
    open.clear();
    document.mentions.extend(found.into_iter().filter_map(|(one, last)| gold(words, &one, last)));
}

fn gold(words: &[Word], one: &Open, last: usize) -> Option<Gold> {
    let kind = match one.kind.as_str() {
        "person" => EntityKind::Person,
        "organization" => EntityKind::Organization,
        "place" => EntityKind::Place,
        "time" | "quantity" => return None,
        _ => EntityKind::Thing,
    };
    let inside = one.first..=last;
    let head = inside.clone().find(|word| {
        let head = words[*word].head;
        head == 0 || !inside.contains(&(head - 1))
    })?;
    let whole = words[one.first].span.cover(words[last].span);
    let (form, span) = match words[head].upos.as_str() {
        "PROPN" => (Form::Name, name(words, one.first, head, last)),
        "PRON" => (Form::Pronoun, whole),
        _ => (Form::Description, whole),
    };
    let definite = words[one.first].upos == "DET" && words[one.first].span.len() >= 3;
    let third = words[head].third;
    (!span.is_empty()).then(|| Gold {
        span,
        whole,
        form,
        kind,
        id: one.id.clone(),
        definite,
        third,
    })
}

/// The name around its head: proper nouns with the words that join them.
fn name(words: &[Word], first: usize, head: usize, last: usize) -> Span {
    let proper = |word: usize| words[word].upos == "PROPN";
    let joins = |word: usize| {
        matches!(words[word].upos.as_str(), "ADP" | "PUNCT" | "CCONJ" | "DET" | "PART")
    };
    let comma = |word: usize| words[word].span.is_empty();
    let mut start = head;
    let mut at = head;
    while at > first
        && (proper(at - 1)
            || (joins(at - 1)
                && !comma(at - 1)
                && words[at - 1].upos != "CCONJ"
                && words[at - 1].upos != "PUNCT"))
    {
        at -= 1;
        if proper(at) {
            start = at;
        }
    }
    let mut end = head;
    let mut at = head;
    while at < last
        && (proper(at + 1)
            || (joins(at + 1) && words[at + 1].upos != "PUNCT" && words[at + 1].upos != "PART"))
    {
        at += 1;
        if proper(at) {
            end = at;
        }
    }
    words[start].span.cover(words[end].span)
}

/// By its id, whether something is named.
pub(crate) fn named(document: &Document) -> HashMap<&str, usize> {
    let mut named: HashMap<&str, usize> = HashMap::new();
    for gold in document.mentions.iter().filter(|gold| gold.form == Form::Name) {
        *named.entry(gold.id.as_str()).or_default() += 1;
    }
    named
}

#[derive(Deserialize)]
struct Record {
    document: String,
    split: String,
    files: Vec<String>,
    sentences: Vec<String>,
    entities: HashMap<String, EntityKind>,
    mentions: Vec<Standoff>,
}

#[derive(Deserialize)]
struct Attribution {
    document: String,
    sentence: String,
    speaker: Speaks,
}

/// Who speaks: an entity, or words.
#[derive(Deserialize)]
#[serde(untagged)]
enum Speaks {
    Entity(String),
    Words { sentence: String, start: usize, end: usize },
}

#[derive(Deserialize)]
struct Standoff {
    sentence: String,
    start: usize,
    end: usize,
    entity: Option<String>,
    kind: Form,
}

/// Adds who speaks in the English documents that `corpus/coreference` has read for it.
fn add_speakers(documents: &mut [Document], ids: &[Vec<String>]) {
    for line in read_corpus("attribution.en.jsonl").lines() {
        let Speeches { document, speakers } =
            serde_json::from_str(line).expect("a line is a document");
        let place = (documents.iter().position(|one| one.name == document))
            .unwrap_or_else(|| panic!("{document} is not in the treebank"));
        let (document, ids) = (&mut documents[place], &ids[place]);
        let number = |id: &str| ids.iter().position(|one| one == id).expect("a sentence's id");
        let of_line = |speech: &Speech| {
            let (said, told) = (number(&speech.sentence), number(&speech.speaker.sentence));
            let told = document.sentences[told].span;
            let byte = |point: usize| {
                let rest = told.of(&document.text).char_indices().nth(point);
                rest.map_or(told.end, |(at, _)| told.start + at)
            };
            let words = Span::new(byte(speech.speaker.start), byte(speech.speaker.end));
            let under = |gold: &&Gold| gold.form == Form::Name && gold.span.overlaps(words);
            let name = document.mentions.iter().filter(under).min_by_key(|gold| gold.span.len());
            (said, name.map_or(Speaker::Words(words), |gold| Speaker::Entity(gold.id.clone())))
        };
        document.speakers = Some(speakers.iter().map(of_line).collect());
    }
}

fn read_corpus(file: &str) -> String {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/coreference");
    fs::read_to_string(corpus.join(file)).expect("the corpus can be read")
}

/// A line of `attribution.en.jsonl`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Speeches {
    document: String,
    speakers: Vec<Speech>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Speech {
    sentence: String,
    speaker: Place,
}

/// Words of a sentence, in code points.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    sentence: String,
    start: usize,
    end: usize,
}

/// The French articles of `corpus/coreference`, with the texts of the treebank.
pub(crate) fn french() -> Option<Vec<Document>> {
    let treebanks = treebanks()?;
    let mut speakers: HashMap<(String, String), Speaks> = HashMap::new();
    for line in read_corpus("attribution.jsonl").lines() {
        let Attribution { document, sentence, speaker } =
            serde_json::from_str(line).expect("a line is a sentence");
        speakers.insert((document, sentence), speaker);
    }
    let records = ["fr.jsonl", "fr.wiki.jsonl"].map(read_corpus).concat();
    let mut texts: HashMap<String, String> = HashMap::new();
    let mut read: HashSet<String> = HashSet::new();
    let mut documents = Vec::new();
    for line in records.lines() {
        let record: Record = serde_json::from_str(line).expect("a line is a document");
        for file in &record.files {
            if read.insert(file.clone()) {
                let content =
                    fs::read_to_string(treebanks.join(file)).expect("the treebank can be read");
                texts.extend(sentences(&content));
            }
        }
        documents.push(record.document(&texts, &speakers));
    }
    Some(documents)
}

/// The sentences of a treebank by their ids.
fn sentences(content: &str) -> HashMap<String, String> {
    let mut sentences = HashMap::new();
    let mut id = "";
    for line in content.lines() {
        if let Some(named) = line.strip_prefix("# sent_id = ") {
            id = named;
        } else if let Some(text) = line.strip_prefix("# text = ") {
            sentences.insert(id.to_owned(), text.to_owned());
        }
    }
    sentences
}

impl Record {
    fn document(
        &self,
        texts: &HashMap<String, String>,
        speakers: &HashMap<(String, String), Speaks>,
    ) -> Document {
        let (mut text, mut spans) = (String::new(), Vec::new());
        let mut starts: HashMap<&str, usize> = HashMap::new();
        for id in &self.sentences {
            if !text.is_empty() {
                text.push(' ');
            }
            starts.insert(id, text.len());
            let start = text.len();
            text.push_str(&texts[id]);
            spans.push(Sentence { span: Span::new(start, text.len()), lang: Lang::Fr });
        }
        let span = |sentence: &str, start: usize, end: usize| {
            let from = starts[sentence];
            let byte = |point: usize| {
                let rest = text[from..].char_indices().nth(point);
                rest.map_or(text.len(), |(at, _)| from + at)
            };
            Span::new(byte(start), byte(end))
        };
        let speakers = self.sentences.iter().enumerate().filter_map(|(number, id)| {
            let speaker = match speakers.get(&(self.document.clone(), id.clone()))? {
                Speaks::Entity(id) => Speaker::Entity(id.clone()),
                Speaks::Words { sentence, start, end } => {
                    Speaker::Words(span(sentence, *start, *end))
                }
            };
            Some((number, speaker))
        });
        let speakers = Some(speakers.collect());
        let mut mentions: Vec<Gold> = (self.mentions.iter())
            .filter_map(|mention| {
                let entity = mention.entity.as_ref()?;
                Some(Gold {
                    span: span(&mention.sentence, mention.start, mention.end),
                    whole: span(&mention.sentence, mention.start, mention.end),
                    form: mention.kind,
                    kind: self.entities[entity],
                    id: entity.clone(),
                    definite: true,
                    third: true,
                })
            })
            .collect();
        mentions.sort_by_key(|gold| (gold.span.start, usize::MAX - gold.span.end));
        Document {
            name: self.document.clone(),
            lang: Lang::Fr,
            held_out: self.split == "test",
            text,
            sentences: spans,
            mentions,
            speakers,
        }
    }
}
