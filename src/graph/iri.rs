//! IRIs of nodes, made from ids.

/// The IRI of a node of `class` with `id`, which may hold any characters.
pub(super) fn iri(class: &str, id: &str) -> String {
    format!("urn:dixit:{class}:{}", escaped(id))
}

/// The IRI of a node of `class` that stands for two others. No escaped id holds a `+`.
pub(super) fn pair(class: &str, a: &str, b: &str) -> String {
    format!("urn:dixit:{class}:{}+{}", escaped(a), escaped(b))
}

/// `id` as a part of an IRI.
pub(super) fn escaped(id: &str) -> String {
    let mut escaped = String::with_capacity(id.len());
    for byte in id.bytes() {
        // RFC 3986: unreserved characters, and of the others those that a URN may hold and that
        // ids are likely to have.
        if byte.is_ascii_alphanumeric() || b"-._~:@/".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push('%');
            escaped.push_str(&crate::hex(&[byte]).to_ascii_uppercase());
        }
    }
    escaped
}
