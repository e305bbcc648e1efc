//! `dixit query`.

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Read, stdout};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use console::Term;
use dixit::query::{Graph, Query as Sparql, ResultFormat};
use dixit::store::Store;

use super::Ending;

/// Ask a run's graph a question in SPARQL.
///
/// The graph is loaded into memory. These prefixes are declared: schema, dixit, oa, prov, cito,
/// rdf, rdfs, xsd; and article, claim, entity, group, link for the graph's own nodes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dixit query run 'SELECT ?text { ?claim a schema:Claim ; schema:text ?text } LIMIT 10'
  dixit query run @examples/queries/disputed.rq --format csv > disputed.csv
  echo 'ASK { ?a cito:disagreesWith ?b }' | dixit query run -")]
#[allow(clippy::struct_field_names, reason = "the argument is a query")]
pub(crate) struct Query {
    /// Folder of the run.
    run: PathBuf,
    /// The question: SPARQL, @ and the file that holds it, or - for standard input.
    query: String,
    /// How to write the answer: table, json, csv or tsv.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    format: ResultFormat,
}

impl Query {
    pub(crate) fn run(&self) -> anyhow::Result<Ending> {
        let store = Store::read(&self.run)?;
        let query = Sparql::parse(&self.text()?)?;
        let graph = Graph::load(&store)?;
        let width = stdout().is_terminal().then(|| Term::stdout().size().1);
        graph.answer(query, self.format, width, BufWriter::new(stdout().lock()))?;
        Ok(Ending::Complete)
    }

    fn text(&self) -> anyhow::Result<String> {
        match self.query.strip_prefix('@') {
            Some(path) => {
                fs::read_to_string(path).with_context(|| format!("cannot read the query in {path}"))
            }
            None if self.query == "-" => {
                let mut text = String::new();
                io::stdin()
                    .read_to_string(&mut text)
                    .context("cannot read the query on standard input")?;
                Ok(text)
            }
            None => Ok(self.query.clone()),
        }
    }
}
