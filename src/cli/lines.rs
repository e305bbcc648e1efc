//! `dixit quantities` and `dixit times`: one text a line on standard input, one JSON object a line
//! on standard output.

use std::io::{self, BufRead, Write};

use anyhow::Context;
use clap::Args;
use dixit::Lang;
use dixit::article;
use dixit::normalize::QuantitiesRecord;
use dixit::normalize::time::TextTimes;
use jiff::civil::Date;
use serde::Serialize;

use super::Ending;

/// Read the quantities of texts, one text a line on standard input.
///
/// Each line becomes {"text", "quantities": [{"text", "start", "end", "value"}]}; start and end
/// count Unicode code points. The model is not needed.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  echo 'Les ventes ont bondi de 12,5 % en mars.' | dixit quantities")]
pub(crate) struct Quantities {
    #[command(flatten)]
    language: Language,
}

/// Read the times of texts, one text a line on standard input.
///
/// Each line becomes {"text", "times": [{"text", "start", "end", "value"}]}; start and end count
/// Unicode code points, value is EDTF (ISO 8601-2), left out where the words need a date that is
/// not given. The model is not needed.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  echo 'Il est parti mardi dernier.' | dixit times --date 2025-01-28")]
pub(crate) struct Times {
    #[command(flatten)]
    language: Language,
    /// The day that `yesterday` and `mardi dernier` count from.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
}

#[derive(Debug, Args)]
struct Language {
    /// Language of the texts: fr or en [default: found for each line; English where it does not
    /// show].
    #[arg(short, long, value_name = "LANG")]
    lang: Option<Lang>,
}

impl Language {
    fn of(&self, text: &str) -> Lang {
        self.lang.or_else(|| article::language_of(text)).unwrap_or(Lang::En)
    }
}

impl Quantities {
    pub(crate) fn run(&self) -> anyhow::Result<Ending> {
        each_line(|text| write_line(&QuantitiesRecord::new(text, self.language.of(text))))
    }
}

impl Times {
    pub(crate) fn run(&self) -> anyhow::Result<Ending> {
        each_line(|text| write_line(&TextTimes::of(text, self.language.of(text), self.date)))
    }
}

/// Hands each line of standard input, without its line end, to `answer` and writes what it gives.
fn each_line(answer: impl Fn(&str) -> serde_json::Result<Vec<u8>>) -> anyhow::Result<Ending> {
    let mut input = io::stdin().lock();
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        let read = input.read_until(b'\n', &mut line);
        if read.with_context(|| format!("standard input, line {number}"))? == 0 {
            break;
        }
        let text = std::str::from_utf8(&line)
            .with_context(|| format!("standard input, line {number}: give the text in UTF-8"))?;
        output.write_all(&answer(text.trim_end_matches(['\r', '\n']))?)?;
    }
    output.flush()?;
    Ok(Ending::Complete)
}

fn write_line(record: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(record)?;
    line.push(b'\n');
    Ok(line)
}
