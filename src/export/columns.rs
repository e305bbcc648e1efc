//! The columns of each table.

use std::borrow::Cow;

use jiff::civil::{Date, date};
use serde::Serialize;

use super::ExportError;
use super::table::{Cell, Column, Source, Table, Type};
use crate::claim::{Number, Value};
use crate::graph::{
    ArticleRecord, ClaimRecord, CopyRecord, EntityMention, EntityRecord, GroupRecord, LinkRecord,
    Quotes, Words,
};

/// A column whose cells may be empty.
const fn some<T: Table>(
    name: &'static str,
    r#type: Type,
    cell: for<'r, 'a> fn(&'r T::Row<'a>) -> Cell<'r>,
) -> Source<T> {
    Source { column: Column { name, r#type, required: false }, cell }
}

/// A column without empty cells.
const fn all<T: Table>(
    name: &'static str,
    r#type: Type,
    cell: for<'r, 'a> fn(&'r T::Row<'a>) -> Cell<'r>,
) -> Source<T> {
    Source { column: Column { name, r#type, required: true }, cell }
}

pub(super) struct Articles;

impl Table for Articles {
    type Row<'a> = (&'a ArticleRecord, usize);
    const COLUMNS: &'static [Source<Self>] = &[
        all("id", Type::Text, |(article, _)| text(&article.id)),
        all("path", Type::Text, |(article, _)| text(&article.path)),
        all("lang", Type::Text, |(article, _)| text(article.lang.code())),
        some("title", Type::Text, |(article, _)| maybe(article.title.as_deref())),
        some("date", Type::Text, |(article, _)| maybe(article.date.as_deref())),
        some("day", Type::Day, |(article, _)| day(article)),
        some("url", Type::Text, |(article, _)| maybe(article.url.as_deref())),
        some("outlet", Type::Text, |(article, _)| maybe(article.source.as_deref())),
        all("claims", Type::Whole, |(_, claims)| whole(*claims)),
        all("text", Type::Text, |(article, _)| text(&article.text)),
    ];
}

/// A claim with what stands around it.
pub(super) struct ClaimRow<'a> {
    article: &'a ArticleRecord,
    claim: &'a ClaimRecord,
    sentence: &'a str,
}

impl<'a> ClaimRow<'a> {
    pub(super) fn each(
        article: &'a ArticleRecord,
        claims: &'a [ClaimRecord],
        mut take: impl FnMut(&Self) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let quotes = Quotes::new(&article.text);
        claims.iter().try_for_each(|claim| {
            let sentence = quotes.slice(claim.sentence.start..claim.sentence.end);
            take(&Self { article, claim, sentence })
        })
    }

    fn value(&self) -> Option<&Value> {
        self.claim.quantity.as_ref()?.value.as_ref()
    }
}

pub(super) struct Claims;

impl Table for Claims {
    type Row<'a> = ClaimRow<'a>;
    const COLUMNS: &'static [Source<Self>] = &[
        all("id", Type::Text, |row| text(&row.claim.id)),
        all("article", Type::Text, |row| text(&row.claim.article)),
        some("outlet", Type::Text, |row| maybe(row.article.source.as_deref())),
        some("date", Type::Text, |row| maybe(row.article.date.as_deref())),
        some("day", Type::Day, |row| day(row.article)),
        some("url", Type::Text, |row| maybe(row.article.url.as_deref())),
        all("lang", Type::Text, |row| text(row.claim.lang.code())),
        all("text", Type::Text, |row| text(&row.claim.text)),
        all("sentence", Type::Text, |row| text(row.sentence)),
        all("sentence_start", Type::Whole, |row| whole(row.claim.sentence.start)),
        all("sentence_end", Type::Whole, |row| whole(row.claim.sentence.end)),
        some("subject", Type::Text, |row| words(row.claim.subject.as_ref())),
        some("subject_start", Type::Whole, |row| start(row.claim.subject.as_ref())),
        some("subject_end", Type::Whole, |row| end(row.claim.subject.as_ref())),
        some("subject_entity", Type::Text, |row| entity(row.claim.subject.as_ref())),
        all("predicate", Type::Text, |row| text(&row.claim.predicate.text)),
        all("predicate_start", Type::Whole, |row| whole(row.claim.predicate.start)),
        all("predicate_end", Type::Whole, |row| whole(row.claim.predicate.end)),
        some("object", Type::Text, |row| words(row.claim.object.as_ref())),
        some("object_start", Type::Whole, |row| start(row.claim.object.as_ref())),
        some("object_end", Type::Whole, |row| end(row.claim.object.as_ref())),
        some("object_entity", Type::Text, |row| entity(row.claim.object.as_ref())),
        some("quantity", Type::Text, |row| words(quantity(row))),
        some("quantity_start", Type::Whole, |row| start(quantity(row))),
        some("quantity_end", Type::Whole, |row| end(quantity(row))),
        some("low", Type::Real, |row| real(row.value().and_then(|value| value.low))),
        some("high", Type::Real, |row| real(row.value().and_then(|value| value.high))),
        some("unit", Type::Text, |row| maybe(row.value().map(|value| value.unit.as_str()))),
        some("kind", Type::Text, |row| named(row.value().map(|value| value.kind))),
        some("per", Type::Text, |row| maybe(row.value().and_then(|value| value.per.as_deref()))),
        some("approximate", Type::Flag, |row| flag(row.value().map(|value| value.approximate))),
        some("strict", Type::Flag, |row| flag(row.value().map(|value| value.strict))),
        some("change", Type::Text, |row| named(row.value().and_then(|value| value.change))),
        some("time", Type::Text, |row| words(time(row))),
        some("time_start", Type::Whole, |row| start(time(row))),
        some("time_end", Type::Whole, |row| end(time(row))),
        some("time_value", Type::Text, |row| {
            maybe(row.claim.time.as_ref().and_then(|time| time.value.as_deref()))
        }),
        some("place", Type::Text, |row| words(row.claim.place.as_ref())),
        some("place_start", Type::Whole, |row| start(row.claim.place.as_ref())),
        some("place_end", Type::Whole, |row| end(row.claim.place.as_ref())),
        some("place_entity", Type::Text, |row| entity(row.claim.place.as_ref())),
        some("cause", Type::Text, |row| words(row.claim.cause.as_ref())),
        some("cause_start", Type::Whole, |row| start(row.claim.cause.as_ref())),
        some("cause_end", Type::Whole, |row| end(row.claim.cause.as_ref())),
        some("cause_entity", Type::Text, |row| entity(row.claim.cause.as_ref())),
        some("source", Type::Text, |row| words(row.claim.source.as_ref())),
        some("source_start", Type::Whole, |row| start(row.claim.source.as_ref())),
        some("source_end", Type::Whole, |row| end(row.claim.source.as_ref())),
        some("source_entity", Type::Text, |row| entity(row.claim.source.as_ref())),
        some("cue", Type::Text, |row| words(row.claim.cue.as_ref())),
        some("cue_start", Type::Whole, |row| start(row.claim.cue.as_ref())),
        some("cue_end", Type::Whole, |row| end(row.claim.cue.as_ref())),
        all("quoted", Type::Flag, |row| Cell::Flag(row.claim.quoted)),
        all("modality", Type::Text, |row| named(Some(row.claim.modality))),
        all("negated", Type::Flag, |row| Cell::Flag(row.claim.negated)),
        all("check_worthiness", Type::Real, |row| Cell::Real(row.claim.check_worthiness)),
        all("confidence", Type::Real, |row| Cell::Real(row.claim.confidence)),
    ];
}

pub(super) struct Entities;

impl Table for Entities {
    type Row<'a> = &'a EntityRecord;
    const COLUMNS: &'static [Source<Self>] = &[
        all("id", Type::Text, |entity| text(&entity.id)),
        all("name", Type::Text, |entity| text(&entity.name)),
        all("type", Type::Text, |entity| named(Some(entity.kind))),
        all("mentions", Type::Whole, |entity| whole(entity.mentions.len())),
        all("articles", Type::Whole, |entity| {
            let mut articles: Vec<_> =
                entity.mentions.iter().map(|mention| &mention.article).collect();
            articles.sort_unstable();
            articles.dedup();
            whole(articles.len())
        }),
    ];
}

pub(super) struct Mentions;

impl Table for Mentions {
    type Row<'a> = (&'a str, &'a EntityMention);
    const COLUMNS: &'static [Source<Self>] = &[
        all("entity", Type::Text, |(entity, _)| text(entity)),
        all("article", Type::Text, |(_, mention)| text(&mention.article)),
        all("start", Type::Whole, |(_, mention)| whole(mention.start)),
        all("end", Type::Whole, |(_, mention)| whole(mention.end)),
        all("text", Type::Text, |(_, mention)| text(&mention.text)),
    ];
}

pub(super) struct Links;

impl Table for Links {
    type Row<'a> = &'a LinkRecord;
    const COLUMNS: &'static [Source<Self>] = &[
        all("a", Type::Text, |link| text(&link.a)),
        all("b", Type::Text, |link| text(&link.b)),
        all("relation", Type::Text, |link| named(Some(link.relation))),
        all("confidence", Type::Real, |link| Cell::Real(link.confidence)),
        all("why", Type::Text, |link| text(&link.why)),
    ];
}

pub(super) struct Groups;

impl Table for Groups {
    type Row<'a> = &'a GroupRecord;
    const COLUMNS: &'static [Source<Self>] = &[
        all("id", Type::Text, |group| text(&group.id)),
        all("label_fr", Type::Text, |group| text(&group.label.fr)),
        all("label_en", Type::Text, |group| text(&group.label.en)),
        all("claims", Type::Whole, |group| whole(group.claims.len())),
        all("sources", Type::Whole, |group| whole(group.sources)),
        all("contradictions", Type::Whole, |group| whole(group.contradictions.len())),
    ];
}

pub(super) struct GroupClaims;

impl Table for GroupClaims {
    /// A group and a claim in it.
    type Row<'a> = (&'a str, &'a str);
    const COLUMNS: &'static [Source<Self>] = &[
        all("group", Type::Text, |(group, _)| text(group)),
        all("claim", Type::Text, |(_, claim)| text(claim)),
    ];
}

pub(super) struct Copies;

impl Table for Copies {
    type Row<'a> = &'a CopyRecord;
    const COLUMNS: &'static [Source<Self>] = &[
        all("a", Type::Text, |copy| text(&copy.a)),
        all("b", Type::Text, |copy| text(&copy.b)),
        all("shared", Type::Real, |copy| Cell::Real(copy.shared)),
    ];
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(text))
}

fn maybe(words: Option<&str>) -> Cell<'_> {
    words.map_or(Cell::Empty, text)
}

fn whole(number: usize) -> Cell<'static> {
    Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

fn real(number: Option<Number>) -> Cell<'static> {
    number.map_or(Cell::Empty, |Number(number)| Cell::Real(number))
}

fn flag(flag: Option<bool>) -> Cell<'static> {
    flag.map_or(Cell::Empty, Cell::Flag)
}

fn words(words: Option<&Words>) -> Cell<'_> {
    words.map_or(Cell::Empty, |words| text(&words.text))
}

fn start(words: Option<&Words>) -> Cell<'static> {
    words.map_or(Cell::Empty, |words| whole(words.start))
}

fn end(words: Option<&Words>) -> Cell<'static> {
    words.map_or(Cell::Empty, |words| whole(words.end))
}

fn entity(words: Option<&Words>) -> Cell<'_> {
    maybe(words.and_then(|words| words.entity.as_deref()))
}

fn quantity<'r>(row: &'r ClaimRow<'_>) -> Option<&'r Words> {
    row.claim.quantity.as_ref().map(|quantity| &quantity.words)
}

fn time<'r>(row: &'r ClaimRow<'_>) -> Option<&'r Words> {
    row.claim.time.as_ref().map(|time| &time.words)
}

/// The day on which an article was published, where it is known as exactly as that.
pub(super) fn published(article: &ArticleRecord) -> Option<Date> {
    let date = article.date.as_deref()?;
    date.get(..10)?
        .parse()
        .ok()
        .filter(|_| matches!(date.as_bytes().get(10), None | Some(b'T' | b' ')))
}

fn day(article: &ArticleRecord) -> Cell<'static> {
    const EPOCH: Date = date(1970, 1, 1);
    published(article).map_or(Cell::Empty, |day| Cell::Day((day - EPOCH).get_days()))
}

/// The name of a unit variant, as it stands in the run's files.
pub(super) fn name(variant: impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(name)) => name,
        other => unreachable!("a variant without fields is a string, not {other:?}"),
    }
}

fn named(variant: Option<impl Serialize>) -> Cell<'static> {
    variant.map_or(Cell::Empty, |variant| Cell::Text(Cow::Owned(name(variant))))
}
