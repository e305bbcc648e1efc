//! Sentence boundaries measured against the gold sentences of the treebanks in `../shared`.
//!
//! `cargo test --release --test sentence_treebanks -- --nocapture` prints the table; with
//! `SHOW_BOUNDARIES=1` each wrong boundary, too.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dixit::{Lang, sentence};
use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

/// One sentence of a treebank.
struct Gold {
    text: String,
    /// Whether a paragraph begins with it.
    paragraph: bool,
}

type Document = Vec<Gold>;

/// How the sentences of a document are set.
#[derive(Clone, Copy)]
enum Layout {
    /// All in one line, a space between any two.
    Joined,
    /// One paragraph a line.
    Lines,
    /// Paragraphs in a column so many characters wide, a blank line between any two.
    Column(usize),
}

#[derive(Default)]
struct Tally {
    right: usize,
    found: usize,
    gold: usize,
}

impl Tally {
    fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.gold) as f64
    }

    fn row(&self) -> String {
        let precision = 100.0 * self.right as f64 / self.found as f64;
        let recall = 100.0 * self.right as f64 / self.gold as f64;
        format!("{precision:6.2} {recall:6.2} {:6.2}", self.f1())
    }
}

fn treebanks() -> Option<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().map(|dir| dir.join("shared/data/treebanks")).find(|dir| dir.is_dir())
}

fn documents(file: &Path) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let (mut source, mut paragraph, mut headline) = (String::new(), true, false);
    let treebank = fs::read_to_string(file).expect("the treebank can be read");
    // Where paragraphs are not marked, what has no final mark is taken for a headline.
    let has_paragraphs = treebank.contains("\n# newpar");
    for line in treebank.lines() {
        if line.starts_with("# newpar") {
            paragraph = true;
        } else if let Some(id) = line.strip_prefix("# sent_id = ") {
            let end = id.rfind(['-', '_']).unwrap_or(id.len());
            if documents.is_empty() || source != id[..end] {
                id[..end].clone_into(&mut source);
                documents.push(Vec::new());
            }
        } else if let Some(text) = line.strip_prefix("# text = ") {
            let text = text.trim().to_owned();
            paragraph |= headline;
            headline = !has_paragraphs && text.ends_with(char::is_alphanumeric);
            documents.last_mut().expect("an id comes first").push(Gold { text, paragraph });
            paragraph = false;
        }
    }
    documents
}

/// The document's text and where its sentences end, the last one left out.
fn set(document: &Document, layout: Layout) -> (String, BTreeSet<usize>) {
    let (mut text, mut ends, mut column) = (String::new(), BTreeSet::new(), 0);
    for gold in document {
        if !text.is_empty() {
            ends.insert(text.len());
            text.push_str(match layout {
                Layout::Lines if gold.paragraph => "\n",
                Layout::Column(_) if gold.paragraph => "\n\n",
                _ => " ",
            });
            column = if gold.paragraph { 0 } else { column + 1 };
        }
        let Layout::Column(width) = layout else {
            text.push_str(&gold.text);
            continue;
        };
        for (count, word) in gold.text.split(' ').enumerate() {
            let letters = word.chars().count();
            if count > 0 {
                text.push(' ');
                column += 1;
            }
            if column + letters > width && text.ends_with(' ') {
                text.pop();
                text.push('\n');
                column = 0;
            }
            text.push_str(word);
            column += letters;
        }
    }
    (text, ends)
}

fn ours(text: &str, lang: Lang) -> BTreeSet<usize> {
    sentence::split(text, lang).iter().map(|sentence| sentence.end).collect()
}

fn icu(text: &str) -> BTreeSet<usize> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    segmenter.segment_str(text).map(|end| text[..end].trim_end().len()).collect()
}

fn count(tally: &mut Tally, text: &str, gold: &BTreeSet<usize>, mut found: BTreeSet<usize>) {
    found.remove(&text.len());
    found.remove(&0);
    tally.right += gold.intersection(&found).count();
    tally.found += found.len();
    tally.gold += gold.len();
    if std::env::var_os("SHOW_BOUNDARIES").is_some() {
        for at in gold.symmetric_difference(&found) {
            let before = text[..*at].char_indices().rev().nth(50).map_or(0, |(i, _)| i);
            let after = text[*at..].char_indices().nth(40).map_or(text.len(), |(i, _)| at + i);
            let kind = if gold.contains(at) { "missed" } else { "wrong " };
            println!("{kind} {:?} ⟂ {:?}", &text[before..*at], &text[*at..after]);
        }
    }
}

fn measure(lang: Lang, files: &[&str], layout: Layout) -> Option<(Tally, Tally)> {
    let Some(folder) = treebanks() else {
        println!("skipped: no treebanks in ../shared/data/treebanks");
        return None;
    };
    let (mut own, mut base) = (Tally::default(), Tally::default());
    for document in files.iter().flat_map(|file| documents(&folder.join(file))) {
        let (text, gold) = set(&document, layout);
        count(&mut own, &text, &gold, ours(&text, lang));
        if std::env::var_os("SHOW_BOUNDARIES").is_none() {
            count(&mut base, &text, &gold, icu(&text));
        }
    }
    Some((own, base))
}

const EN: &[&str] = &["en_gum-news-and-prose.conllu"];
const FR_GSD: &[&str] = &["fr_gsd-ud-dev.conllu", "fr_gsd-ud-test.conllu"];
const FR_SEQUOIA: &[&str] =
    &["fr_sequoia-ud-train.conllu", "fr_sequoia-ud-dev.conllu", "fr_sequoia-ud-test.conllu"];

#[test]
fn boundaries_keep_their_recorded_quality() {
    let cases: [(&str, Lang, &[&str], Layout, f64); 7] = [
        ("en GUM, joined", Lang::En, EN, Layout::Joined, 92.8),
        ("en GUM, a paragraph a line", Lang::En, EN, Layout::Lines, 98.4),
        ("en GUM, column of 72", Lang::En, EN, Layout::Column(72), 98.3),
        ("fr Sequoia, joined", Lang::Fr, FR_SEQUOIA, Layout::Joined, 87.4),
        ("fr Sequoia, headlines on lines", Lang::Fr, FR_SEQUOIA, Layout::Lines, 97.0),
        ("fr Sequoia, column of 72", Lang::Fr, FR_SEQUOIA, Layout::Column(72), 97.0),
        ("fr GSD, joined", Lang::Fr, FR_GSD, Layout::Joined, 97.9),
    ];
    println!("{:32} {:^20}   {:^20}", "", "dixit", "icu_segmenter");
    println!("{3:32} {0:>6} {1:>6} {2:>6}   {0:>6} {1:>6} {2:>6}", "P", "R", "F1", "");
    for (name, lang, files, layout, floor) in cases {
        let Some((own, base)) = measure(lang, files, layout) else { return };
        println!("{name:32} {}   {}", own.row(), base.row());
        assert!(own.f1() >= floor, "{name}: F1 {:.2} is below {floor}", own.f1());
        assert!(own.f1() > base.f1() || base.gold == 0, "{name}: icu_segmenter does better");
    }
}
