//! Prints the pairs of claims of a run in numbers, one a line, for `models/train/pairs.py`:
//! `cargo run --release --example describe_pairs -- RUN VECTORS`. VECTORS, of `models/train/embed.py`, says what each claim
//! means (`{"id": …, "vector": […]}` a line), instead of the embeddings that the run has.

use std::collections::HashMap;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use dixit::graph::ClaimRecord;
use dixit::link::{self, Embedding, LinkInput, Named, Vectors};
use dixit::store::{Recorded, Store};

/// What a claim means.
#[derive(serde::Deserialize)]
struct Meant {
    id: String,
    vector: Vec<f32>,
}

fn main() -> Result<()> {
    let [run, vectors] = std::env::args_os()
        .skip(1)
        .map(PathBuf::from)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| anyhow!("usage: describe_pairs RUN VECTORS"))?;
    let vectors: HashMap<String, Embedding> = fs::read_to_string(&vectors)
        .with_context(|| vectors.display().to_string())?
        .lines()
        .map(|line| {
            let Meant { id, vector } = serde_json::from_str(line)?;
            Ok((id, Embedding::new(&vector)))
        })
        .collect::<Result<_>>()?;
    let mut recorded = Store::read(&run)?.recorded()?;
    let mut named: Vec<Named<'_>> = recorded.iter_mut().map(Recorded::named).collect();
    let entities = link::entities(&mut named);
    let vectors: Vec<Vec<Vectors>> = recorded
        .iter()
        .map(|article| {
            let of = |claim: &ClaimRecord| Vectors {
                embedding: vectors.get(&claim.id).cloned().unwrap_or_default(),
                ..Vectors::default()
            };
            article.input().claims.iter().map(of).collect()
        })
        .collect();
    let inputs: Vec<LinkInput<'_>> = recorded
        .iter()
        .zip(&vectors)
        .map(|(article, vectors)| LinkInput { vectors, ..article.input() })
        .collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut out, &link::training::names())?;
    writeln!(out)?;
    for pair in link::training::describe(&inputs, &entities) {
        serde_json::to_writer(&mut out, &pair)?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}
