//! A run as tables: which there are, and the rows that each record makes.

use std::borrow::Cow;

use super::ExportError;
use super::columns::{self, ClaimRow};
use crate::graph::Record;
use crate::store::Store;

/// The names of the tables.
pub const TABLES: [&str; 8] =
    ["articles", "claims", "entities", "mentions", "links", "groups", "group_claims", "copies"];

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// Unicode text.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Real,
    /// True or false.
    Flag,
    /// A day.
    Day,
}

/// A value in a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing is known.
    Empty,
    Text(Cow<'a, str>),
    Whole(i64),
    Real(f64),
    Flag(bool),
    /// Days since 1970-01-01.
    Day(i32),
}

/// A column of a table: its name, what its values are, and whether each row has one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) r#type: Type,
    pub(super) required: bool,
}

/// Writes a table row by row.
pub(super) trait RowWriter {
    /// Writes a row, a cell for each column.
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError>;

    /// Ends the table.
    fn end(self: Box<Self>) -> Result<(), ExportError>;
}

/// A kind of rows and how cells are read from one of them.
pub(super) trait Table: 'static {
    /// What a row is made from.
    type Row<'a>;
    /// The columns and what gives their cells.
    const COLUMNS: &'static [Source<Self>];
}

/// A column with what gives its cells.
pub(super) struct Source<T: Table + ?Sized> {
    pub(super) column: Column,
    pub(super) cell: for<'r, 'a> fn(&'r T::Row<'a>) -> Cell<'r>,
}

/// Writes all rows of the run; `begin` gives the writer of the table with a name, or none where it
/// is not wanted.
pub(super) fn write<'w>(
    store: &Store,
    mut begin: impl FnMut(&str, &[Column]) -> Result<Option<Box<dyn RowWriter + 'w>>, ExportError>,
) -> Result<(), ExportError> {
    let [articles, claims, entities, mentions, links, groups, group_claims, copies] = TABLES;
    let mut articles = Writer::<columns::Articles>::new(articles, &mut begin)?;
    let mut claims = Writer::<columns::Claims>::new(claims, &mut begin)?;
    let mut entities = Writer::<columns::Entities>::new(entities, &mut begin)?;
    let mut mentions = Writer::<columns::Mentions>::new(mentions, &mut begin)?;
    let mut links = Writer::<columns::Links>::new(links, &mut begin)?;
    let mut groups = Writer::<columns::Groups>::new(groups, &mut begin)?;
    let mut group_claims = Writer::<columns::GroupClaims>::new(group_claims, &mut begin)?;
    let mut copies = Writer::<columns::Copies>::new(copies, &mut begin)?;
    store.each_record(|record, _| {
        match record {
            Record::Article(article, of_article) => {
                articles.row(&(article, of_article.len()))?;
                ClaimRow::each(article, of_article, |row| claims.row(row))?;
            }
            Record::Entity(entity) => {
                entities.row(&entity)?;
                for mention in &entity.mentions {
                    mentions.row(&(&*entity.id, mention))?;
                }
            }
            Record::Link(link) => links.row(&link)?,
            Record::Group(group) => {
                groups.row(&group)?;
                for claim in &group.claims {
                    group_claims.row(&(&*group.id, &**claim))?;
                }
            }
            Record::Copy(copy) => copies.row(&copy)?,
        }
        Ok::<_, ExportError>(())
    })?;
    articles.end()?;
    claims.end()?;
    entities.end()?;
    mentions.end()?;
    links.end()?;
    groups.end()?;
    group_claims.end()?;
    copies.end()
}

/// The writer of one table, where it is wanted.
struct Writer<'w, T: Table> {
    out: Option<Box<dyn RowWriter + 'w>>,
    table: std::marker::PhantomData<T>,
}

impl<'w, T: Table> Writer<'w, T> {
    fn new(
        name: &str,
        begin: &mut impl FnMut(&str, &[Column]) -> Result<Option<Box<dyn RowWriter + 'w>>, ExportError>,
    ) -> Result<Self, ExportError> {
        let columns: Vec<_> = T::COLUMNS.iter().map(|source| source.column).collect();
        Ok(Self { out: begin(name, &columns)?, table: std::marker::PhantomData })
    }

    fn row(&mut self, row: &T::Row<'_>) -> Result<(), ExportError> {
        let Some(out) = &mut self.out else { return Ok(()) };
        let cells: Vec<_> = T::COLUMNS.iter().map(|source| (source.cell)(row)).collect();
        out.row(&cells)
    }

    fn end(self) -> Result<(), ExportError> {
        self.out.map_or(Ok(()), RowWriter::end)
    }
}
