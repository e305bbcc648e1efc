//! The shipped model computes what PyTorch computes, whatever the batch and the sentence's length.

use std::path::{Path, PathBuf};

use dixit::Span;
use dixit::entity::EntityKind;
use dixit::model::{
    DeviceChoice, MEANING, Model, ModelError, Options, Precision, Role, Sentence, Tags,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Allowed difference to the reference, on logits, states and probabilities.
const TOLERANCE: f32 = 1e-3;

#[derive(Deserialize)]
struct Reference {
    text: String,
    pieces: Vec<u32>,
    words: usize,
    state_mean: Vec<f32>,
    check_worthiness: f32,
    anchor: usize,
    anchor_probabilities: [f32; 2],
    roles: std::collections::BTreeMap<String, [Vec<f32>; 3]>,
    modality: [f32; 4],
    negation: f32,
    /// First word, last word, kind, probability.
    #[serde(default)]
    names: Vec<(usize, usize, EntityKind, f32)>,
    #[serde(default)]
    embedding: Vec<f32>,
    /// What the word of the anchor means.
    meaning: Vec<f32>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/dixit-base")
}

fn model() -> Model {
    model_in(Precision::F32)
}

fn model_in(precision: Precision) -> Model {
    load(precision, None).expect("the shipped model loads")
}

fn load(precision: Precision, layers: Option<usize>) -> Result<Model, ModelError> {
    Model::load_as(&folder(), Options { device: DeviceChoice::Cpu, precision, layers })
}

/// The layers behind which the shipped model can end early.
const EARLY: usize = 6;

/// Written by `models/train/embed.py` with the PyTorch model: what the whole model says, and what it
/// says where it ends early.
fn references() -> [(Model, Vec<Reference>); 2] {
    let early = load(Precision::F32, Some(EARLY)).expect("the shipped model ends early");
    [
        (model(), include_str!("model/reference.json")),
        (early, include_str!("model/reference-6.json")),
    ]
    .map(|(model, file)| (model, serde_json::from_str(file).expect("the reference is JSON")))
}

fn close(what: &str, text: &str, ours: &[f32], theirs: &[f32]) {
    assert_eq!(ours.len(), theirs.len(), "{what} of {text:?}");
    for (place, (a, b)) in ours.iter().zip(theirs).enumerate() {
        // Places that PyTorch masks hold a large negative number there.
        let bound = TOLERANCE * b.abs().max(1.0);
        assert!((a - b).abs() <= bound, "{what} {place} of {text:?}: {a} here, {b} in PyTorch");
    }
}

#[test]
fn states_equal_those_of_pytorch() {
    for (model, references) in references() {
        assert_eq!(references.len(), 10);
        let texts: Vec<&str> = references.iter().map(|reference| reference.text.as_str()).collect();
        let states = model.states(&texts).expect("sentences are encoded");
        for (reference, states) in references.iter().zip(states) {
            assert_eq!(states.len(), reference.pieces.len(), "pieces of {:?}", reference.text);
            let count = states.len() as f32;
            let mean: Vec<f32> = (0..reference.state_mean.len())
                .map(|column| states.iter().map(|row| row[column]).sum::<f32>() / count)
                .collect();
            close("state", &reference.text, &mean, &reference.state_mean);
        }
    }
}

#[test]
fn heads_equal_those_of_pytorch() {
    for (model, references) in references() {
        heads_equal(&model, &references);
    }
}

fn heads_equal(model: &Model, references: &[Reference]) {
    let sentences: Vec<Sentence<'_>> = references
        .iter()
        .map(|reference| Sentence { text: &reference.text, quantities: &[] })
        .collect();
    let tags = model.tag(&sentences).expect("sentences are tagged");
    let mut compared = 0;
    for (reference, tags) in references.iter().zip(&tags) {
        let text = &reference.text;
        assert_eq!(tags.words.len(), reference.words, "words of {text:?}");
        close("check-worthiness", text, &[tags.check_worthiness], &[reference.check_worthiness]);
        let names: Vec<_> = tags.names.iter().map(|name| (name.span, name.kind)).collect();
        let theirs: Vec<_> = (reference.names.iter())
            .map(|(first, last, kind, _)| (tags.words[*first].cover(tags.words[*last]), *kind))
            .collect();
        assert_eq!(names, theirs, "names of {text:?}");
        for (name, (.., probability)) in tags.names.iter().zip(&reference.names) {
            close("name", text, &[name.probability], &[*probability]);
        }
        let likelier =
            usize::from(reference.anchor_probabilities[1] > reference.anchor_probabilities[0]);
        let Some(candidate) = tags
            .candidates
            .iter()
            .find(|one| one.anchor == reference.anchor && one.kind as usize == likelier)
        else {
            let least = model.thresholds().quantity.min(model.thresholds().predicate);
            assert!(
                reference.anchor_probabilities.iter().all(|p| *p < least + TOLERANCE),
                "{text:?}"
            );
            continue;
        };
        compared += 1;
        let kind = candidate.kind as usize;
        close("anchor", text, &[candidate.probability], &[reference.anchor_probabilities[kind]]);
        for (number, role) in Role::ALL.into_iter().enumerate() {
            let name = format!("{role:?}").to_lowercase();
            for (ours, theirs) in candidate.roles.of(role).into_iter().zip(&reference.roles[&name])
            {
                close(&format!("{name} (role {number})"), text, ours, theirs);
            }
        }
        close("modality", text, &candidate.modality, &reference.modality);
        close("embedding", text, &candidate.embedding, &reference.embedding);
        let meaning = &tags.meanings[reference.anchor * MEANING..][..MEANING];
        close("meaning", text, meaning, &reference.meaning);
        close("negation", text, &[candidate.negation], &[reference.negation]);
    }
    assert!(compared >= 6, "only {compared} sentences have a claim to compare");
}

/// Anchor, probability to three digits, first and last word of the subject.
type Summary = (usize, String, Option<(usize, usize)>);

fn summary(tags: &Tags) -> Vec<Summary> {
    tags.candidates
        .iter()
        .map(|one| {
            let subject = one.roles.best(Role::Subject).map(|(first, last, _)| (first, last));
            (one.anchor, format!("{:.3}", one.probability), subject)
        })
        .collect()
}

#[test]
fn a_sentence_says_the_same_alone_and_among_others() {
    let model = model();
    let [(_, references), _] = references();
    let ask = |text| Sentence { text, quantities: &[] };
    let sentences: Vec<Sentence<'_>> =
        references.iter().map(|reference| ask(&reference.text)).collect();
    let together = model.tag(&sentences).expect("sentences are tagged");
    for (sentence, tags) in sentences.iter().zip(&together) {
        let alone = model.tag(std::slice::from_ref(sentence)).expect("the sentence is tagged");
        assert_eq!(summary(&alone[0]), summary(tags), "{:?}", sentence.text);
    }
}

#[test]
fn states_depend_on_nothing_but_the_sentence() {
    let [(_, references), _] = references();
    let texts: Vec<&str> = references.iter().map(|reference| reference.text.as_str()).collect();
    for precision in [Precision::F32, Precision::Int8] {
        let model = model_in(precision);
        let many: Vec<&str> = texts.iter().copied().cycle().take(40).collect();
        let together = model.states(&many).expect("sentences are encoded");
        for (text, states) in many.iter().zip(&together) {
            let alone = model.states(&[text]).expect("the sentence is encoded");
            assert!(alone[0] == *states, "{text:?} in {precision} alone and among others");
        }
    }
}

/// Cosines between the states of each piece in two precisions.
fn likeness(precision: Precision) -> Vec<f32> {
    let [(_, references), _] = references();
    let texts: Vec<&str> = references.iter().map(|reference| reference.text.as_str()).collect();
    let exact = model().states(&texts).expect("sentences are encoded");
    let other = model_in(precision).states(&texts).expect("sentences are encoded");
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    exact
        .iter()
        .flatten()
        .zip(other.iter().flatten())
        .map(|(a, b)| dot(a, b) / (dot(a, a) * dot(b, b)).sqrt())
        .collect()
}

#[test]
fn bytes_lose_little() {
    let likeness = likeness(Precision::Int8);
    let mean = likeness.iter().sum::<f32>() / likeness.len() as f32;
    let least = likeness.iter().copied().fold(1.0, f32::min);
    assert!(mean > 0.995 && least > 0.95, "cosines {mean} on average, {least} at worst");
    assert!(mean < 0.999_999, "the products were not made in bytes");
}

/// What GPUs run, on the processor.
#[test]
fn sixteen_bits_lose_next_to_nothing() {
    let least = likeness(Precision::F16).into_iter().fold(1.0, f32::min);
    assert!(least > 0.9995, "cosine {least}");
}

#[test]
fn a_sentence_longer_than_the_model_is_read_to_its_end() {
    let model = model();
    let filler = "la ville a ouvert une école, ".repeat(200);
    let text = format!("{filler}et le chômage a reculé de 17 % en mars.");
    let start = text.find("17").expect("the figure is there");
    let tags = model
        .tag(&[Sentence { text: &text, quantities: &[Span::new(start, start + 4)] }])
        .expect("the sentence is tagged");
    let anchors: Vec<&str> =
        tags[0].candidates.iter().map(|one| tags[0].words[one.anchor].of(&text)).collect();
    assert!(anchors.contains(&"17"), "the figure behind 1,200 words is found: {anchors:?}");
    for one in &tags[0].candidates {
        for role in Role::ALL {
            if let Some((first, last, _)) = one.roles.best(role) {
                assert!(first <= last && last < tags[0].words.len());
            }
        }
    }
}

#[test]
fn words_are_told_apart_in_both_languages() {
    let text = "L’indice S&P-500 gagne 1,5\u{a0}% ; don't ask (again).";
    let tags = model().tag(&[Sentence { text, quantities: &[] }]).expect("the sentence is tagged");
    let words: Vec<&str> = tags[0].words.iter().map(|word| word.of(text)).collect();
    let expected = [
        "L", "’", "indice", "S", "&", "P", "-", "500", "gagne", "1", ",", "5", "%", ";", "don",
        "'", "t", "ask", "(", "again", ")", ".",
    ];
    assert_eq!(words, expected);
}

/// A copy of the model folder, its files changed by `change`.
fn changed(change: impl FnOnce(&Path)) -> Result<Model, ModelError> {
    let copy = tempfile::tempdir().expect("a temporary folder");
    for name in ["config.json", "model.safetensors", "tokenizer.json"] {
        std::fs::copy(folder().join(name), copy.path().join(name)).expect("the file is copied");
    }
    change(copy.path());
    Model::load(copy.path(), DeviceChoice::Cpu)
}

/// Puts `text` for `from` in the model's configuration.
fn configure(folder: &Path, from: &str, text: &str) {
    let path = folder.join("config.json");
    let config = std::fs::read_to_string(&path).expect("read");
    assert!(config.contains(from), "{from}");
    std::fs::write(&path, config.replacen(from, text, 1)).expect("written");
}

/// `RoBERTa` and its kin count positions from behind the padding's: the same encoder, written as they do.
#[test]
fn an_encoder_of_robertas_kind_is_read() {
    let shifted = changed(|folder| {
        let path = folder.join("model.safetensors");
        let mut weights =
            candle_core::safetensors::load(&path, &candle_core::Device::Cpu).expect("read");
        let name = "embeddings.position_embeddings.weight";
        let positions = &weights[name];
        let unused = positions.narrow(0, 0, 2).expect("two rows");
        let positions = candle_core::Tensor::cat(&[&unused, positions], 0).expect("joined");
        weights.insert(name.to_owned(), positions);
        candle_core::safetensors::save(&weights, &path).expect("written");
        let digest = Sha256::digest(std::fs::read(&path).expect("read"));
        let digest = digest.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        configure(folder, model().digest(), &digest);
        configure(folder, "\"model_type\": \"bert\"", "\"model_type\": \"xlm-roberta\"");
        configure(folder, "\"max_position_embeddings\": 512", "\"max_position_embeddings\": 514");
    })
    .expect("it loads");
    let text = "Le chômage a reculé de 0,3 point.";
    let states = |model: &Model| model.states(&[text]).expect("the sentence is encoded");
    assert_eq!(states(&shifted), states(&model()));
}

fn complaint(change: impl FnOnce(&Path)) -> String {
    changed(change).err().map(|error| error.to_string()).expect("the damage is noticed")
}

#[test]
fn a_damaged_model_is_named_with_what_to_do() {
    let missing =
        complaint(|folder| std::fs::remove_file(folder.join("tokenizer.json")).expect("removed"));
    assert!(
        missing.contains("tokenizer.json") && missing.contains("a model folder holds"),
        "{missing}"
    );

    let cut = complaint(|folder| {
        let path = folder.join("model.safetensors");
        let weights = std::fs::read(&path).expect("read");
        std::fs::write(&path, &weights[..weights.len() / 2]).expect("written");
    });
    assert!(cut.contains("model.safetensors") && cut.contains("incomplete"), "{cut}");

    let edit =
        |from: &'static str, to: &'static str| move |folder: &Path| configure(folder, from, to);
    let shapes = complaint(edit("\"intermediate_size\": 1536", "\"intermediate_size\": 1024"));
    assert!(shapes.contains("does not fit config.json") && shapes.contains("1024"), "{shapes}");
    let roles = complaint(edit("\"subject\"", "\"cue\""));
    assert!(roles.contains("this version cannot run the model"), "{roles}");
    let broken = complaint(edit("{", "["));
    assert!(
        broken.contains("config.json") && broken.contains("not a model's configuration"),
        "{broken}"
    );
}

#[test]
fn layers_behind_which_the_model_cannot_end_are_refused() {
    let error = load(Precision::F32, Some(5)).err().map(|error| error.to_string());
    let expected = "the model cannot end behind 5 layers; take --layers 6 or 12";
    assert_eq!(error.as_deref(), Some(expected));
    let [whole, early] =
        [Some(12), Some(EARLY)].map(|layers| load(Precision::F32, layers).expect("it loads"));
    assert_eq!(whole.digest(), model().digest());
    assert_ne!(early.digest(), whole.digest(), "a run tells them apart");
}

#[test]
fn a_device_that_is_not_there_is_refused() {
    for device in [DeviceChoice::Cuda(7), DeviceChoice::Metal] {
        let error = Model::load(&folder(), device).err().map(|error| error.to_string());
        let error = error.expect("there is no such device here");
        assert!(error.contains(&device.to_string()) && error.contains("--device cpu"), "{error}");
    }
}
