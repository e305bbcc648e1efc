//! Bytes to text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::error::ReadError;

/// The text that `bytes` hold, without a byte order mark.
///
/// What tells the encoding, in this order: a byte order mark, valid UTF-8, UTF-16's zero bytes,
/// `declared` (the label in an HTML page), and chardetng's guess.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<String, ReadError> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned());
    }
    if let Some(kind) = signature(bytes) {
        return Err(ReadError::Binary(kind));
    }
    if let Some(encoding) = wide(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if is_binary(bytes) {
        return Err(ReadError::Binary("binary data"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = match declared {
        Some(encoding) if encoding != UTF_8 => encoding,
        _ if is_broken_utf8(bytes) => UTF_8,
        _ => guess(bytes),
    };
    tracing::debug!(encoding = encoding.name(), "decoded");
    Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // French and English come in the Western encodings; the hint only settles close calls.
    detector.guess(Some(b"fr"), Utf8Detection::Deny)
}

/// Whether the bytes are UTF-8 with few errors, as in a text cut and pasted by a careless program.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut errors, mut letters) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        errors += usize::from(!chunk.invalid().is_empty());
    }
    letters >= 4 * errors
}

/// UTF-16 without a byte order mark: every other byte of Western text is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = sample.len() / 2;
    if pairs < 2 || 10 * even.max(odd) < 8 * pairs || 10 * even.min(odd) > pairs {
        return None;
    }
    Some(if even > odd { UTF_16BE } else { UTF_16LE })
}

/// Whether zeros or unprintable bytes show that this is no text.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    let unprintable = sample.iter().filter(|b| matches!(b, 1..=8 | 14..=26 | 28..=31)).count();
    bytes.contains(&0) || 50 * unprintable > sample.len()
}

/// The kind of file that the first bytes show, where it is not text.
fn signature(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 13] = [
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"{\\rtf", "an RTF document"),
        (b"\x1f\x8b", "gzip data"),
        (b"\x28\xb5\x2f\xfd", "zstd data"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"OggS", "a sound file"),
    ];
    SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str = "Le déficit s’élève à 3 %, « un œuf » coûte 40 € à Évry, dès l’été.";

    #[test]
    fn encodings_are_told_apart() {
        let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            FRENCH.encode_utf16().flat_map(bytes).collect()
        };
        let mut marked = vec![0xff, 0xfe];
        marked.extend(utf16(u16::to_le_bytes));
        let windows = encoding_rs::WINDOWS_1252.encode(FRENCH).0.into_owned();
        for bytes in [
            FRENCH.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", FRENCH.as_bytes()].concat(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            marked,
            windows,
        ] {
            assert_eq!(decode(&bytes, None).expect("it is text"), FRENCH);
        }
    }

    #[test]
    fn one_bad_byte_does_not_turn_utf8_into_something_else() {
        let mut bytes = FRENCH.as_bytes().to_vec();
        bytes.push(0xe9);
        assert_eq!(decode(&bytes, None).expect("it is text"), format!("{FRENCH}\u{fffd}"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "a PNG image"),
            (b"%PDF-1.7 and so on", "a PDF document"),
            (b"abc\0\x01\x02 def", "binary data"),
        ] {
            assert!(matches!(decode(bytes, None), Err(ReadError::Binary(found)) if found == kind));
        }
    }
}
