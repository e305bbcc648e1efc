//! Where the tensors live.

use std::fmt;
use std::str::FromStr;

use candle_core::Device;

use super::ModelError;

/// The device that a user asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceChoice {
    /// A GPU where this build and machine have one, else the CPU.
    #[default]
    Auto,
    /// The CPU.
    Cpu,
    /// The CUDA device of this number.
    Cuda(usize),
    /// Apple's GPU.
    Metal,
}

impl FromStr for DeviceChoice {
    type Err = String;

    /// Reads `auto`, `cpu`, `cuda`, `cuda:N` or `metal`.
    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "auto" => Ok(Self::Auto),
            "cpu" => Ok(Self::Cpu),
            "cuda" => Ok(Self::Cuda(0)),
            "metal" => Ok(Self::Metal),
            _ => name
                .strip_prefix("cuda:")
                .and_then(|number| number.parse().ok())
                .map(Self::Cuda)
                .ok_or_else(|| format!("`{name}` is none of auto, cpu, cuda, cuda:N, metal")),
        }
    }
}

impl fmt::Display for DeviceChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Cpu => f.write_str("cpu"),
            Self::Cuda(number) => write!(f, "cuda:{number}"),
            Self::Metal => f.write_str("metal"),
        }
    }
}

impl DeviceChoice {
    /// Opens the device.
    ///
    /// # Errors
    ///
    /// [`ModelError::Device`] where this build or this machine lacks it; `auto` never fails.
    pub fn open(self) -> Result<Device, ModelError> {
        let lacking = |reason: String| ModelError::Device { device: self.to_string(), reason };
        match self {
            Self::Cuda(_) if !cfg!(feature = "cuda") => Err(lacking(
                "this build has no CUDA; build with `cargo build --release --features cuda`, \
                 or run with `--device cpu`"
                    .to_owned(),
            )),
            Self::Metal if !cfg!(feature = "metal") => Err(lacking(
                "this build has no Metal; build on a Mac with `cargo build --release --features \
                 metal`, or run with `--device cpu`"
                    .to_owned(),
            )),
            Self::Cuda(number) => Device::new_cuda(number)
                .map_err(|error| lacking(format!("{error}; run with `--device cpu`"))),
            Self::Metal => Device::new_metal(0)
                .map_err(|error| lacking(format!("{error}; run with `--device cpu`"))),
            Self::Auto if cfg!(feature = "cuda") => {
                Ok(Device::cuda_if_available(0).unwrap_or(Device::Cpu))
            }
            Self::Auto if cfg!(feature = "metal") => {
                Ok(Device::metal_if_available(0).unwrap_or(Device::Cpu))
            }
            Self::Auto | Self::Cpu => Ok(Device::Cpu),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_devices_are_read_back_as_written() {
        for name in ["auto", "cpu", "cuda:0", "cuda:3", "metal"] {
            assert_eq!(
                name.parse::<DeviceChoice>().map(|device| device.to_string()),
                Ok(name.to_owned())
            );
        }
        assert_eq!("cuda".parse(), Ok(DeviceChoice::Cuda(0)));
        for name in ["gpu", "cuda:", "cuda:x", ""] {
            assert!(name.parse::<DeviceChoice>().is_err(), "{name} is no device");
        }
    }
}
