//! `dixit evaluate`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use dixit::evaluate::{self, Scores};
use dixit::extract::{Extractor, Options};
use dixit::model::{DeviceChoice, Model, Precision};

use super::{Ending, model};

/// Measure a model against annotated sentences: precision, recall and F1.
///
/// GOLD holds a record a line as corpus/claims/GUIDELINES.md describes them, with their texts
/// (`models/train/standoff.py join` puts the texts to standoff records). Prints a table for each
/// model, the languages side by side.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  dixit evaluate gold.jsonl --model models/dixit-base --model my-model")]
pub(crate) struct Evaluate {
    /// Files of annotated sentences.
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Folder of a model; several are compared [default: as for extract].
    #[arg(short, long, value_name = "DIR")]
    model: Vec<PathBuf>,
    /// What computes: auto, cpu, cuda, cuda:N or metal.
    #[arg(short, long, value_name = "DEVICE", default_value = "auto")]
    device: DeviceChoice,
    /// Numbers to compute with, as for extract.
    #[arg(long, value_name = "PRECISION", default_value = "auto")]
    precision: Precision,
    /// Only records whose `split` is this.
    #[arg(long, value_name = "NAME")]
    split: Option<String>,
    /// Leave out claims of less confidence, 0 to 1.
    #[arg(long, value_name = "P")]
    min_confidence: Option<f32>,
    /// Print JSON: model, language, measure, and its figures.
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
        let mut measured: BTreeMap<String, BTreeMap<String, Scores>> = BTreeMap::new();
        for folder in folders {
            let model = Model::load_in(&folder, self.device, self.precision)?;
            let extractor = Extractor::new(model, Options { min_confidence: self.min_confidence });
            let scores = evaluate::evaluate(&extractor, &gold)?;
            let by_lang =
                scores.into_iter().map(|(lang, scores)| (lang.to_string(), scores)).collect();
            measured.insert(folder.display().to_string(), by_lang);
        }
        let mut output = io::stdout().lock();
        if self.json {
            let shown: BTreeMap<_, BTreeMap<_, BTreeMap<_, _>>> = measured
                .iter()
                .map(|(model, langs)| {
                    let langs = langs.iter();
                    (
                        model,
                        langs
                            .map(|(lang, scores)| (lang, scores.iter().copied().collect()))
                            .collect(),
                    )
                })
                .collect();
            serde_json::to_writer_pretty(&mut output, &shown)?;
            writeln!(output)?;
        } else {
            let named = measured.len() > 1;
            for (model, langs) in &measured {
                let columns: Vec<(String, &Scores)> =
                    langs.iter().map(|(lang, scores)| (lang.clone(), scores)).collect();
                if named {
                    writeln!(output, "{model}")?;
                }
                writeln!(output, "{}", evaluate::table(&columns))?;
            }
        }
        Ok(Ending::Complete)
    }
}
