//! SPARQL over the graph of a run, which is loaded into memory.

mod answer;

use std::fmt;

use oxigraph::model::Quad;
use oxigraph::sparql::{
    PreparedSparqlQuery, QueryEvaluationError, SparqlEvaluator, SparqlSyntaxError,
};
use oxigraph::store::StorageError;

pub use answer::{ResultFormat, UnknownResultFormat};

use crate::export::{self, ExportError};
use crate::graph::vocabulary::{NODE_PREFIXES, PREFIXES};
use crate::store::Store;

/// How many triples are loaded at a time.
const BATCH: usize = 100_000;

/// Why a query cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The run cannot be read.
    #[error(transparent)]
    Run(#[from] ExportError),
    /// The query is no SPARQL.
    #[error("the query is not SPARQL: {0}")]
    Syntax(Misspelt),
    /// The query asks for something that cannot be had.
    #[error("the query cannot be answered")]
    Evaluation(#[from] QueryEvaluationError),
    /// The graph does not fit into memory.
    #[error("the graph cannot be loaded")]
    Storage(#[from] StorageError),
    /// A graph was asked for as a table.
    #[error(
        "CONSTRUCT and DESCRIBE give a graph, which has no columns: use --format table or json"
    )]
    NoColumns,
    /// The answer cannot be written.
    #[error("the answer cannot be written")]
    Io(#[from] std::io::Error),
}

/// Where a query stops being SPARQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misspelt {
    reason: String,
    /// The line and the place in it, in signs, where they are known.
    line: Option<(String, usize)>,
}

impl fmt::Display for Misspelt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.reason)?;
        if let Some((line, column)) = &self.line {
            let pointer = " ".repeat(column.saturating_sub(1));
            write!(out, "\n  {line}\n  {pointer}^")?;
        }
        Ok(())
    }
}

impl Misspelt {
    fn new(query: &str, error: &SparqlSyntaxError) -> Self {
        let said = error.to_string();
        // `error at 2:17: expected …`, the parser's only way to tell the place.
        let place = said.strip_prefix("error at ").and_then(|rest| {
            let (place, reason) = rest.split_once(": ")?;
            let (line, column) = place.split_once(':')?;
            Some((line.parse::<usize>().ok()?, column.parse::<usize>().ok()?, reason))
        });
        let Some((number, column, reason)) = place else {
            return Self { reason: said, line: None };
        };
        let line = query.lines().nth(number.saturating_sub(1)).unwrap_or_default();
        let updates =
            ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"];
        let word = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let reason = if updates.contains(&word.as_str()) {
            format!("line {number} is an update; dixit query only reads")
        } else {
            format!("line {number}, column {column}: {reason}")
        };
        Self { reason, line: Some((line.to_owned(), column)) }
    }
}

/// A query that is SPARQL.
pub struct Query {
    prepared: PreparedSparqlQuery,
}

impl Query {
    /// Reads a query. The prefixes of the vocabulary's namespaces and of the graph's nodes are
    /// declared.
    ///
    /// # Errors
    ///
    /// Where it stops being SPARQL.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut evaluator = SparqlEvaluator::new();
        for (prefix, namespace) in PREFIXES.into_iter().chain(NODE_PREFIXES) {
            evaluator = evaluator.with_prefix(prefix, namespace).unwrap_or_else(|error| {
                unreachable!("the namespaces of the vocabulary are IRIs: {error}")
            });
        }
        let prepared = evaluator
            .parse_query(text)
            .map_err(|error| QueryError::Syntax(Misspelt::new(text, &error)))?;
        Ok(Self { prepared })
    }
}

/// The graph of a run, in memory.
pub struct Graph {
    store: oxigraph::store::Store,
}

impl Graph {
    /// Loads the graph of a run.
    ///
    /// # Errors
    ///
    /// When the run cannot be read.
    pub fn load(run: &Store) -> Result<Self, QueryError> {
        let store = oxigraph::store::Store::new()?;
        let mut loader = store.bulk_loader();
        let mut batch: Vec<Quad> = Vec::with_capacity(BATCH);
        export::quads(run, |quad| {
            batch.push(quad);
            if batch.len() == BATCH {
                loader.load_quads(batch.drain(..))?;
            }
            Ok::<_, QueryError>(())
        })?;
        loader.load_quads(batch.drain(..))?;
        loader.commit()?;
        Ok(Self { store })
    }

    /// Answers `query` on `out`; lines of a table are at most `width` columns wide, if that is
    /// given.
    ///
    /// # Errors
    ///
    /// When the query asks for what cannot be had or `out` cannot be written.
    pub fn answer(
        &self,
        query: Query,
        format: ResultFormat,
        width: Option<u16>,
        out: impl std::io::Write,
    ) -> Result<(), QueryError> {
        answer::write(query.prepared.on_store(&self.store).execute()?, format, width, out)
    }
}
