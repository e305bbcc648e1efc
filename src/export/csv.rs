//! Tables as comma-separated values (RFC 4180): a header, `\n` at line ends, empty cells for what is
//! not known.

use std::fmt::Write as _;
use std::io::Write;

use csv_core::WriteResult;
use jiff::civil::date;

use super::ExportError;
use super::table::{Cell, Column, RowWriter};

/// Begins a table: its header.
pub(super) fn begin<'w>(
    out: impl Write + 'w,
    columns: &[Column],
) -> Result<Box<dyn RowWriter + 'w>, ExportError> {
    let mut lines = Lines::new(out);
    lines.line(columns.iter().map(|column| column.name))?;
    Ok(Box::new(Table { lines, cell: String::new() }))
}

struct Table<W> {
    lines: Lines<W>,
    cell: String,
}

impl<W: Write> RowWriter for Table<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.lines.delimiter()?;
            }
            self.cell.clear();
            // Writing to a string cannot fail.
            let _ = match cell {
                Cell::Empty => Ok(()),
                Cell::Text(text) => {
                    self.lines.field(text)?;
                    continue;
                }
                Cell::Whole(number) => write!(self.cell, "{number}"),
                Cell::Real(number) => write!(self.cell, "{number}"),
                Cell::Flag(flag) => write!(self.cell, "{flag}"),
                Cell::Day(days) => {
                    let day = date(1970, 1, 1) + jiff::Span::new().days(*days);
                    write!(self.cell, "{day}")
                }
            };
            self.lines.field(&self.cell)?;
        }
        self.lines.terminator()
    }

    fn end(mut self: Box<Self>) -> Result<(), ExportError> {
        Ok(self.lines.out.flush()?)
    }
}

/// Writes fields, quoted where they have to be.
struct Lines<W> {
    out: W,
    csv: csv_core::Writer,
    buffer: [u8; 1024],
}

impl<W: Write> Lines<W> {
    fn new(out: W) -> Self {
        Self { out, csv: csv_core::Writer::new(), buffer: [0; 1024] }
    }

    fn line<'a>(&mut self, fields: impl Iterator<Item = &'a str>) -> Result<(), ExportError> {
        for (index, field) in fields.enumerate() {
            if index > 0 {
                self.delimiter()?;
            }
            self.field(field)?;
        }
        self.terminator()
    }

    fn field(&mut self, field: &str) -> Result<(), ExportError> {
        let mut rest = field.as_bytes();
        loop {
            let (result, read, written) = self.csv.field(rest, &mut self.buffer);
            self.out.write_all(&self.buffer[..written])?;
            rest = &rest[read..];
            if let WriteResult::InputEmpty = result {
                return Ok(());
            }
        }
    }

    fn delimiter(&mut self) -> Result<(), ExportError> {
        self.drain(csv_core::Writer::delimiter)
    }

    fn terminator(&mut self) -> Result<(), ExportError> {
        self.drain(csv_core::Writer::terminator)
    }

    fn drain(
        &mut self,
        write: impl Fn(&mut csv_core::Writer, &mut [u8]) -> (WriteResult, usize),
    ) -> Result<(), ExportError> {
        loop {
            let (result, written) = write(&mut self.csv, &mut self.buffer);
            self.out.write_all(&self.buffer[..written])?;
            if let WriteResult::InputEmpty = result {
                return Ok(());
            }
        }
    }
}
