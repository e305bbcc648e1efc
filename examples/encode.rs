//! The encoder alone, for measuring it: `encode PRECISION MODEL SENTENCES --threads N`.
//!
//! Prints `ready`, then for each line on standard input encodes the sentences of the file, one a
//! line, once, and prints a JSON object: pieces and seconds. `benches/compare` runs it.

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, bail};
use dixit::model::{DeviceChoice, Model, Options};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (arguments, layers) = match arguments.as_slice() {
        [before @ .., option, layers] if option == "--layers" => (before, Some(layers.parse()?)),
        all => (all, None),
    };
    let [precision, model, sentences, _, threads] = arguments else {
        bail!("usage: encode PRECISION MODEL SENTENCES --threads N [--layers N]");
    };
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.parse()?)
        .use_current_thread()
        .build_global()?;
    let precision = precision.parse().map_err(anyhow::Error::msg)?;
    let options = Options { device: DeviceChoice::Cpu, precision, layers };
    let model = Model::load_as(Path::new(model), options)?;
    let text = std::fs::read_to_string(sentences).with_context(|| sentences.clone())?;
    let sentences: Vec<&str> = text.lines().collect();
    let pieces = model.pieces(&sentences)?;
    println!("ready");
    for line in io::stdin().lock().lines() {
        line?;
        let (wall, processor) = (Instant::now(), processor_seconds()?);
        let states = model.encode(&pieces)?;
        let (wall, processor) = (wall.elapsed().as_secs_f64(), processor_seconds()? - processor);
        let mut count = 0;
        for states in states {
            count += states.dim(0)?;
        }
        println!("{{\"pieces\": {count}, \"wall\": {wall}, \"processor\": {processor}}}");
        io::stdout().flush()?;
    }
    Ok(())
}

/// Seconds that processors have worked for this process, as Linux counts them: in hundredths.
fn processor_seconds() -> anyhow::Result<f64> {
    let path = "/proc/self/stat";
    let stat = std::fs::read_to_string(path).context(path)?;
    let (_, behind_name) = stat.rsplit_once(')').context(path)?;
    let field = |number: usize| -> anyhow::Result<f64> {
        Ok(behind_name.split_whitespace().nth(number).context(path)?.parse()?)
    };
    Ok((field(11)? + field(12)?) / 100.0)
}
