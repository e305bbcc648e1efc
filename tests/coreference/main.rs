//! How well words of an article that mean the same are brought together, its names given.
//!
//! `cargo test --release --test coreference -- --nocapture` prints the table: English on documents
//! of GUM, of which every other one was not read while the rules were written, French on
//! `corpus/coreference`, of which the `test` documents were not. With `SHOW_MENTIONS=1` it prints the
//! wrong mentions of the others, too.

mod gold;
mod score;

use dixit::Lang;
use dixit::resolve;

use gold::Document;
use score::Scores;

fn measure(lang: Lang, documents: &[Document]) -> [Scores; 2] {
    [false, true].map(|held_out| {
        let mut scores = Scores::default();
        for document in documents.iter().filter(|document| document.held_out == held_out) {
            let found = resolve::mentions(&document.text, &document.sentences, &document.names());
            let show = !held_out && std::env::var_os("SHOW_MENTIONS").is_some();
            scores.add(document, &found, show);
        }
        let half = if held_out { "held out" } else { "tuned on" };
        println!("{}", scores.table(&format!("{lang}, documents {half}")));
        scores
    })
}

#[test]
fn english_documents() {
    let Some(documents) = gold::gum() else {
        println!("skipped: ../shared/data/treebanks is missing");
        return;
    };
    assert!(documents.len() > 100);
    let [_, held_out] = measure(Lang::En, &documents);
    assert!(held_out.pronouns.precision() >= 85.0 && held_out.pronouns.recall() >= 40.0);
    assert!(held_out.names.precision() >= 93.0 && held_out.names.recall() >= 88.0);
}

#[test]
fn french_documents() {
    let Some(documents) = gold::french() else {
        println!("skipped: ../shared/data/treebanks is missing");
        return;
    };
    assert!(documents.len() > 30);
    let [_, held_out] = measure(Lang::Fr, &documents);
    assert!(held_out.pronouns.precision() >= 80.0 && held_out.pronouns.recall() >= 45.0);
    assert!(held_out.names.precision() >= 97.0 && held_out.names.recall() >= 95.0);
}
