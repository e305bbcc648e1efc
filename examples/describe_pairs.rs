//! Prints the pairs of claims of a run in numbers, one a line, for `models/train/pairs.py`:
//! `cargo run --release --example describe_pairs -- RUN`.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dixit::graph::{ArticleRecord, ClaimRecord, EntityRecord};
use dixit::link::{self, LinkInput};
use serde::de::DeserializeOwned;

fn main() -> Result<()> {
    let run = std::env::args_os().nth(1).map(PathBuf::from).context("usage: describe_pairs RUN")?;
    let articles: Vec<ArticleRecord> = lines(&run.join("articles.jsonl"))?;
    let claims: Vec<ClaimRecord> = lines(&run.join("claims.jsonl"))?;
    let entities: Vec<EntityRecord> = lines(&run.join("entities.jsonl")).unwrap_or_default();
    let of_article: Vec<Vec<ClaimRecord>> = articles
        .iter()
        .map(|article| claims.iter().filter(|claim| claim.article == article.id).cloned().collect())
        .collect();
    let inputs: Vec<LinkInput<'_>> = articles
        .iter()
        .zip(&of_article)
        .map(|(article, claims)| LinkInput { article, claims, embeddings: &[] })
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

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    BufReader::new(file)
        .lines()
        .map(|line| serde_json::from_str(&line?).with_context(|| path.display().to_string()))
        .collect()
}
