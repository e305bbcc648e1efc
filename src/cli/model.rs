//! Where the model is.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::bail;

/// The folder of the model that the repository ships.
const SHIPPED: &str = "models/dixit-base";

/// Names a model for all calls.
const VARIABLE: &str = "DIXIT_MODEL";

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
