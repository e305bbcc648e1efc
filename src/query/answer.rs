//! Answers: as a table to read, or in the formats that SPARQL has for programs.

use std::io::Write;
use std::str::FromStr;

use comfy_table::{CellAlignment, ContentArrangement, presets};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolutionIter, QueryTripleIter};

use super::QueryError;
use crate::graph::vocabulary::{NODE_PREFIXES, PREFIXES};

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResultFormat {
    /// A table in Markdown; a graph as Turtle.
    #[default]
    Table,
    /// SPARQL 1.1 Query Results JSON; a graph as JSON-LD.
    Json,
    /// SPARQL 1.1 Query Results CSV.
    Csv,
    /// SPARQL 1.1 Query Results TSV.
    Tsv,
}

/// No format of answers has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("formats are table, json, csv, tsv")]
pub struct UnknownResultFormat;

impl FromStr for ResultFormat {
    type Err = UnknownResultFormat;

    fn from_str(text: &str) -> Result<Self, UnknownResultFormat> {
        match text.to_ascii_lowercase().as_str() {
            "table" => Ok(Self::Table),
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            "tsv" => Ok(Self::Tsv),
            _ => Err(UnknownResultFormat),
        }
    }
}

pub(super) fn write(
    results: QueryResults<'_>,
    format: ResultFormat,
    width: Option<u16>,
    mut out: impl Write,
) -> Result<(), QueryError> {
    let results_format = match format {
        ResultFormat::Table => None,
        ResultFormat::Json => Some(QueryResultsFormat::Json),
        ResultFormat::Csv => Some(QueryResultsFormat::Csv),
        ResultFormat::Tsv => Some(QueryResultsFormat::Tsv),
    };
    match (results, results_format) {
        (QueryResults::Solutions(solutions), None) => table(solutions, width, &mut out)?,
        (QueryResults::Solutions(solutions), Some(format)) => {
            let serializer = QueryResultsSerializer::from_format(format);
            let variables = solutions.variables().to_vec();
            let mut serializer = serializer.serialize_solutions_to_writer(&mut out, variables)?;
            for solution in solutions {
                serializer.serialize(&solution?)?;
            }
            serializer.finish()?;
            if format == QueryResultsFormat::Json {
                writeln!(out)?;
            }
        }
        (QueryResults::Boolean(yes), None) => writeln!(out, "{yes}")?,
        (QueryResults::Boolean(yes), Some(format)) => {
            QueryResultsSerializer::from_format(format)
                .serialize_boolean_to_writer(&mut out, yes)?;
            writeln!(out)?;
        }
        (QueryResults::Graph(triples), None) => graph(triples, RdfFormat::Turtle, &mut out)?,
        (QueryResults::Graph(triples), Some(QueryResultsFormat::Json)) => {
            let format = RdfFormat::JsonLd { profile: JsonLdProfileSet::default() };
            graph(triples, format, &mut out)?;
            writeln!(out)?;
        }
        (QueryResults::Graph(_), Some(_)) => return Err(QueryError::NoColumns),
    }
    Ok(out.flush()?)
}

fn graph(
    triples: QueryTripleIter<'_>,
    format: RdfFormat,
    out: &mut impl Write,
) -> Result<(), QueryError> {
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in PREFIXES {
        serializer = serializer.with_prefix(prefix, namespace).map_err(std::io::Error::other)?;
    }
    let mut serializer = serializer.for_writer(out);
    for triple in triples {
        serializer.serialize_triple(&triple?)?;
    }
    serializer.finish()?;
    Ok(())
}

fn table(
    solutions: QuerySolutionIter<'_>,
    width: Option<u16>,
    out: &mut impl Write,
) -> Result<(), QueryError> {
    let mut table = comfy_table::Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    let variables = solutions.variables().to_vec();
    table.set_header(variables.iter().map(|variable| variable.as_str().to_owned()));
    let mut numeric = vec![true; variables.len()];
    for solution in solutions {
        let solution = solution?;
        let cells = variables.iter().zip(&mut numeric).map(|(variable, numeric)| {
            let term = solution.get(variable);
            *numeric &= term.is_none_or(is_number);
            term.map_or_else(String::new, shown)
        });
        table.add_row(cells.collect::<Vec<_>>());
    }
    for (column, numeric) in table.column_iter_mut().zip(numeric) {
        if numeric {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    Ok(writeln!(out, "{table}")?)
}

fn is_number(term: &Term) -> bool {
    match term {
        Term::Literal(literal) => {
            let datatype = literal.datatype();
            [xsd::DECIMAL, xsd::INTEGER, xsd::DOUBLE, xsd::NON_NEGATIVE_INTEGER].contains(&datatype)
        }
        _ => false,
    }
}

/// A term as people read it: IRIs with their prefix, literals without language and type.
fn shown(term: &Term) -> String {
    match term {
        Term::NamedNode(iri) => {
            let iri = iri.as_str();
            let mut prefixes = NODE_PREFIXES.into_iter().chain(PREFIXES);
            prefixes
                .find_map(|(prefix, namespace)| {
                    iri.strip_prefix(namespace).map(|local| format!("{prefix}:{local}"))
                })
                .unwrap_or_else(|| iri.to_owned())
        }
        Term::Literal(literal) => literal.value().to_owned(),
        other @ Term::BlankNode(_) => other.to_string(),
    }
}
