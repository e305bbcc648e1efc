//! `dixit export`.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use dixit::export::{self, Format, TABLES};
use dixit::store::Store;

use super::screen::Screen;
use super::{Ending, Output};

/// Write a run in another format.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Export {
    /// Folder of the run.
    run: PathBuf,
    /// Format to write: jsonld, nquads, turtle, trig, csv, parquet, graphml, averitec or
    /// claimreview.
    #[arg(short, long, value_name = "FORMAT")]
    format: Format,
    /// File to write; for csv and parquet the folder of their tables. `-` is standard output
    /// [default: standard output].
    #[arg(short, long, value_name = "FILE|DIR")]
    out: Option<PathBuf>,
    /// Of csv and parquet, write this table alone.
    #[arg(short, long, value_name = "TABLE", value_parser = TABLES)]
    table: Option<String>,
}

const AFTER: &str = "\
Formats:
  jsonld       the claim graph as in graph.jsonld, JSON-LD 1.1
  nquads, turtle, trig
               the same graph in other serialisations of RDF
  csv, parquet tables: articles, claims, entities, mentions, links, groups, group_claims, copies
  graphml      articles, claims, entities and groups as nodes, for Gephi, networkx, igraph
  averitec     claims in the form of the AVeriTeC data set
  claimreview  drafts of schema.org ClaimReview, to be filled in by fact-checkers

Examples:
  dixit export run --format nquads | gzip > graph.nq.gz
  dixit export run --format parquet --out tables
  dixit export run --format csv --table claims --out claims.csv";

impl Export {
    pub(crate) fn run(&self, output: &Output, screen: &Screen) -> anyhow::Result<Ending> {
        if let (false, Some(table)) = (self.format.is_tabular(), &self.table) {
            bail!("--table {table} is for csv and parquet; this format has no tables");
        }
        let store = Store::read(&self.run)?;
        let path = self.out.as_deref().filter(|path| *path != Path::new("-"));
        let table = self.table.as_deref().unwrap_or_default();
        match path {
            None if self.format.is_tabular() && self.table.is_none() => bail!(
                "the run has several tables: name a folder for them with --out, \
                 or one of them with --table: {}",
                TABLES.join(", ")
            ),
            None => {
                let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
                export::write(&store, self.format, table, &mut out)?;
                out.flush()?;
            }
            Some(path) if self.format.is_tabular() && self.table.is_none() => {
                let written = export::to_folder(&store, self.format, path)?;
                let written: Vec<_> =
                    written.iter().map(|path| path.display().to_string()).collect();
                say(output, screen, &written.join(", "));
            }
            Some(path) => {
                export::to_file(&store, self.format, table, path)?;
                say(output, screen, &path.display().to_string());
            }
        }
        Ok(Ending::Complete)
    }
}

fn say(output: &Output, screen: &Screen, written: &str) {
    if !output.quiet {
        screen.line(&format!("Written: {written}"));
    }
}
