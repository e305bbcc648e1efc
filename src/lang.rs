//! The languages that dixit reads.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language that dixit reads, written as its ISO 639-1 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    En,
    /// French.
    Fr,
}

impl Lang {
    /// The ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A language tag that names neither French nor English.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("language `{0}` is neither `fr` nor `en`")]
pub struct UnknownLang(pub String);

impl FromStr for Lang {
    type Err = UnknownLang;

    /// Reads an ISO 639-1 code or a BCP 47 tag that begins with one (`fr`, `fr-CA`, `en_US`).
    fn from_str(tag: &str) -> Result<Self, UnknownLang> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
        match primary.as_str() {
            "en" | "eng" => Ok(Self::En),
            "fr" | "fra" | "fre" => Ok(Self::Fr),
            _ => Err(UnknownLang(tag.to_owned())),
        }
    }
}
