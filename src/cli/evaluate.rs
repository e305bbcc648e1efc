//! `dixit evaluate`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use dixit::Lang;
use dixit::evaluate::{self, GoldSentence, Measured, Scores};
use dixit::extract::{Extractor, Options};
use dixit::model::Model;
use serde_json::{Map, Value, json};

use super::model::Running;
use super::{Ending, model};

type ByLang = BTreeMap<Lang, Measured>;

/// Measure a model against annotated sentences: precision, recall and F1.
///
/// GOLD holds a record a line as corpus/claims/GUIDELINES.md describes them, with their texts
/// (`models/train/standoff.py join` puts the texts to standoff records). Prints a table for each
/// model, the languages side by side, then what the claims' confidence is worth; with `--against`,
/// how the model differs from another.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  dixit evaluate gold.jsonl --split dev
  dixit evaluate gold.jsonl --model my-model --against models/dixit-base")]
pub(crate) struct Evaluate {
    /// Files of annotated sentences.
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Folder of a model; several are measured one after the other [default: as for extract].
    #[arg(short, long, value_name = "DIR")]
    model: Vec<PathBuf>,
    /// Folder of another model: print how each model's F1 differs from its.
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    #[command(flatten)]
    running: Running,
    /// Only records whose `split` is this.
    #[arg(long, value_name = "NAME")]
    split: Option<String>,
    /// Leave out claims of less confidence, 0 to 1.
    #[arg(long, value_name = "P")]
    min_confidence: Option<f32>,
    /// Print JSON: for each model and language its measures and its confidence.
    #[arg(long)]
    json: bool,
}

impl Evaluate {
    pub(crate) fn run(&self) -> anyhow::Result<Ending> {
        let mut gold = Vec::new();
        for path in &self.gold {
            gold.extend(evaluate::read(path, self.split.as_deref())?);
        }
        if gold.is_empty() {
            bail!("no annotated sentences in the files given");
        }
        let folders =
            if self.model.is_empty() { vec![model::locate(None)?] } else { self.model.clone() };
        let mut measured: Vec<(String, ByLang)> = Vec::new();
        for folder in folders.iter().chain(&self.against) {
            let name = folder.display().to_string();
            if !measured.iter().any(|(other, _)| *other == name) {
                measured.push((name, self.measure(folder, &gold)?));
            }
        }
        let mut output = io::stdout().lock();
        if self.json {
            serde_json::to_writer_pretty(&mut output, &shown(&measured))?;
            writeln!(output)?;
            return Ok(Ending::Complete);
        }
        let against = self.against.as_ref().map(|folder| folder.display().to_string());
        let other = measured.iter().find(|(name, _)| Some(name) == against.as_ref());
        for (name, langs) in &measured {
            if measured.len() > 1 {
                writeln!(output, "{name}\n")?;
            }
            let columns: Vec<_> =
                langs.iter().map(|(lang, one)| (lang.to_string(), &one.scores)).collect();
            writeln!(output, "{}", evaluate::table(&columns))?;
            let columns: Vec<_> =
                langs.iter().map(|(lang, one)| (lang.to_string(), &one.confidence)).collect();
            writeln!(output, "{}", evaluate::confidence_table(&columns))?;
            if let Some((other, others)) = other.filter(|(other, _)| other != name) {
                writeln!(output, "{name} against {other}\n")?;
                let columns: Vec<(String, &Scores, &Scores)> = langs
                    .iter()
                    .filter_map(|(lang, one)| {
                        Some((lang.to_string(), &one.scores, &others.get(lang)?.scores))
                    })
                    .collect();
                writeln!(output, "{}", evaluate::compared(&columns))?;
            }
        }
        Ok(Ending::Complete)
    }

    fn measure(&self, folder: &Path, gold: &[GoldSentence]) -> anyhow::Result<ByLang> {
        let model = Model::load_as(folder, self.running.options())?;
        let extractor = Extractor::new(model, Options { min_confidence: self.min_confidence });
        Ok(evaluate::evaluate(&extractor, gold)?)
    }
}

/// The figures as the JSON output has them.
#[allow(clippy::similar_names, reason = "what is measured and its measures")]
fn shown(measured: &[(String, ByLang)]) -> Value {
    let lang = |one: &Measured| {
        let measures: BTreeMap<_, _> = one.scores.iter().copied().collect();
        json!({"measures": measures, "confidence": one.confidence})
    };
    let langs = |langs: &ByLang| -> Map<String, Value> {
        langs.iter().map(|(name, one)| (name.to_string(), lang(one))).collect()
    };
    measured.iter().map(|(name, one)| (name.clone(), Value::from(langs(one)))).collect()
}
