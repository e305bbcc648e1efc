//! Which model runs, and how.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use dixit::model::{DeviceChoice, Options, Precision};

/// The folder of the model that the repository ships.
const SHIPPED: &str = "models/dixit-base";

/// Names a model for all calls.
const VARIABLE: &str = "DIXIT_MODEL";

/// How the model runs.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Running {
    /// What computes: auto, cpu, cuda, cuda:N or metal.
    #[arg(short, long, value_name = "DEVICE", default_value = "auto")]
    device: DeviceChoice,
    /// Numbers to compute with: auto, f32, int8 (processors), f16 or bf16 (GPUs). auto is f32 on a
    /// processor and f16 on a GPU.
    #[arg(long, value_name = "PRECISION", default_value = "auto")]
    precision: Precision,
    /// Layers of the model to go through: all [default], or of the shipped model 6 of its 12, which
    /// is nearly twice as fast and finds a little less.
    #[arg(long, value_name = "N")]
    layers: Option<usize>,
}

impl Running {
    pub(crate) fn options(self) -> Options {
        let Self { device, precision, layers } = self;
        Options { device, precision, layers }
    }
}

/// The model's folder: the one `given`, else that in `DIXIT_MODEL`, else the shipped one below the
/// current folder, beside the program or in a folder above it (so that `cargo run` finds it).
///
/// # Errors
///
/// When there is none; the message names the places looked at.
pub(crate) fn locate(given: Option<&Path>) -> anyhow::Result<PathBuf> {
    let named = given.map(|folder| ("--model", folder.to_owned())).or_else(|| {
        let folder = env::var_os(VARIABLE).filter(|folder| !folder.is_empty())?;
        Some((VARIABLE, folder.into()))
    });
    if let Some((by, folder)) = named {
        if !folder.is_dir() {
            bail!("{}, the model that {by} names, is no folder", folder.display());
        }
        return Ok(folder);
    }
    let mut looked_at = vec![PathBuf::from(SHIPPED)];
    if let Ok(program) = env::current_exe() {
        looked_at.extend(program.ancestors().skip(1).map(|folder| folder.join(SHIPPED)));
    }
    if let Some(found) = looked_at.iter().find(|folder| folder.is_dir()) {
        return Ok(found.clone());
    }
    let places: Vec<_> = looked_at.iter().map(|place| format!("\n  {}", place.display())).collect();
    bail!(
        "no model found; name its folder with --model or in {VARIABLE}. Looked at:{}",
        places.concat()
    )
}
