//! Tables as Apache Parquet. A group of rows is in memory at a time.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types;

use super::ExportError;
use super::table::{Cell, Column, RowWriter, Type};

/// How much text a group of rows holds at most: small enough for any machine, large enough for
/// readers that go through a column at a time.
const GROUP_BYTES: usize = 8 << 20;

/// How many rows a group has at most.
const GROUP_ROWS: usize = 50_000;

/// Begins a table: its schema.
pub(super) fn begin<'w>(
    out: impl Write + Send + 'w,
    name: &str,
    columns: &[Column],
) -> Result<Box<dyn RowWriter + 'w>, ExportError> {
    let fields = columns.iter().map(|column| field(column).map(Arc::new));
    let fields = fields.collect::<Result<_, _>>().map_err(failed)?;
    let schema =
        types::Type::group_type_builder(name).with_fields(fields).build().map_err(failed)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("dixit {}", env!("CARGO_PKG_VERSION")))
        .build();
    let file =
        SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
    let group = columns.iter().map(|column| Values::new(column.r#type)).collect();
    Ok(Box::new(Table { file, group, rows: 0, bytes: 0 }))
}

fn field(column: &Column) -> Result<types::Type, ParquetError> {
    let (physical, logical) = match column.r#type {
        Type::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Type::Whole => (Physical::INT64, None),
        Type::Real => (Physical::DOUBLE, None),
        Type::Flag => (Physical::BOOLEAN, None),
        Type::Day => (Physical::INT32, Some(LogicalType::Date)),
    };
    let repetition = if column.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    types::Type::primitive_type_builder(column.name, physical)
        .with_logical_type(logical)
        .with_repetition(repetition)
        .build()
}

struct Table<W: Write + Send> {
    file: SerializedFileWriter<W>,
    group: Vec<Values>,
    rows: usize,
    bytes: usize,
}

impl<W: Write + Send> RowWriter for Table<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        for (values, cell) in self.group.iter_mut().zip(cells) {
            values.push(cell);
            if let Cell::Text(text) = cell {
                self.bytes += text.len();
            }
        }
        self.rows += 1;
        if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn end(mut self: Box<Self>) -> Result<(), ExportError> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.file.close().map(drop).map_err(failed)
    }
}

impl<W: Write + Send> Table<W> {
    fn write_group(&mut self) -> Result<(), ExportError> {
        let mut group = self.file.next_row_group().map_err(failed)?;
        for values in &mut self.group {
            if let Some(column) = group.next_column().map_err(failed)? {
                values.write(column).map_err(failed)?;
            }
        }
        group.close().map_err(failed)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

/// The cells of a column: the values there are, and for each row whether there is one.
struct Values {
    known: Known,
    present: Vec<i16>,
}

enum Known {
    Text(Vec<ByteArray>),
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Flag(Vec<bool>),
    Day(Vec<i32>),
}

impl Values {
    fn new(of: Type) -> Self {
        let known = match of {
            Type::Text => Known::Text(Vec::new()),
            Type::Whole => Known::Whole(Vec::new()),
            Type::Real => Known::Real(Vec::new()),
            Type::Flag => Known::Flag(Vec::new()),
            Type::Day => Known::Day(Vec::new()),
        };
        Self { known, present: Vec::new() }
    }

    fn push(&mut self, cell: &Cell<'_>) {
        match (&mut self.known, cell) {
            (Known::Text(known), Cell::Text(text)) => known.push(text.as_bytes().to_vec().into()),
            (Known::Whole(known), Cell::Whole(number)) => known.push(*number),
            (Known::Real(known), Cell::Real(number)) => known.push(*number),
            (Known::Flag(known), Cell::Flag(flag)) => known.push(*flag),
            (Known::Day(known), Cell::Day(days)) => known.push(*days),
            (_, Cell::Empty) => return self.present.push(0),
            (_, cell) => unreachable!("{cell:?} in a column of another type"),
        }
        self.present.push(1);
    }

    fn write(&mut self, column: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let Self { known, present } = self;
        match known {
            Known::Text(known) => write::<ByteArrayType>(column, known, present),
            Known::Whole(known) => write::<Int64Type>(column, known, present),
            Known::Real(known) => write::<DoubleType>(column, known, present),
            Known::Flag(known) => write::<BoolType>(column, known, present),
            Known::Day(known) => write::<Int32Type>(column, known, present),
        }
    }
}

fn write<T: DataType>(
    mut column: SerializedColumnWriter<'_>,
    known: &mut Vec<T::T>,
    present: &mut Vec<i16>,
) -> Result<(), ParquetError> {
    // A column without empty cells has no levels, and the writer passes over those it is given.
    column.typed::<T>().write_batch(known, Some(present), None)?;
    known.clear();
    present.clear();
    column.close()
}

fn failed(error: ParquetError) -> ExportError {
    match error {
        ParquetError::External(source) => match source.downcast::<std::io::Error>() {
            Ok(source) => ExportError::Io(*source),
            Err(source) => ExportError::Parquet(source.to_string()),
        },
        error => ExportError::Parquet(error.to_string()),
    }
}
