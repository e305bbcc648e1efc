//! The numbers that the encoder computes with.

use std::fmt;
use std::str::FromStr;

use candle_core::{DType, Device};

/// The precision that a user asks for, or that a model runs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// What loses nothing that matters on the device at hand: [`Precision::F32`] on a processor,
    /// [`Precision::F16`] on a GPU.
    #[default]
    Auto,
    /// 32-bit floating point.
    F32,
    /// Products of 8-bit integers, all else in 32-bit floating point; processors only.
    Int8,
    /// 16-bit floating point: fast on GPUs, slow elsewhere.
    F16,
    /// 16-bit floating point with the range of 32 bits: the same.
    Bf16,
}

impl Precision {
    /// The precision's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::F32 => "f32",
            Self::Int8 => "int8",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
        }
    }

    /// What `auto` is on `device`; any other precision is itself.
    #[must_use]
    pub fn on(self, device: &Device) -> Self {
        match (self, device.is_cpu()) {
            (Self::Auto, true) => Self::F32,
            (Self::Auto, false) => Self::F16,
            (precision, _) => precision,
        }
    }

    /// The type of the encoder's states between its layers.
    pub(super) fn states(self) -> DType {
        match self {
            Self::Auto | Self::F32 | Self::Int8 => DType::F32,
            Self::F16 => DType::F16,
            Self::Bf16 => DType::BF16,
        }
    }
}

impl FromStr for Precision {
    type Err = String;

    /// Reads `auto`, `f32`, `int8`, `f16` or `bf16`.
    fn from_str(name: &str) -> Result<Self, String> {
        [Self::Auto, Self::F32, Self::Int8, Self::F16, Self::Bf16]
            .into_iter()
            .find(|precision| precision.name() == name)
            .ok_or_else(|| format!("`{name}` is none of auto, f32, int8, f16, bf16"))
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_precisions_are_read_back_as_written() {
        for name in ["auto", "f32", "int8", "f16", "bf16"] {
            assert_eq!(name.parse::<Precision>().map(Precision::name), Ok(name));
        }
        assert!("f64".parse::<Precision>().is_err());
        assert_eq!(Precision::F32.on(&Device::Cpu), Precision::F32);
        assert_ne!(Precision::Auto.on(&Device::Cpu), Precision::Auto);
    }
}
