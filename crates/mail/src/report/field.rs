//! Values that end up in headers, without anything that could begin another one.

use mail_builder::encoders::base64::base64_encode_mime;

/// Groups of fields, as in the machine-readable parts of reports.
#[derive(Default)]
pub(super) struct Fields(String);

impl Fields {
    pub(super) fn add(&mut self, name: &str, value: String) {
        self.0.push_str(&format!("{name}: {value}\r\n"));
    }

    pub(super) fn maybe(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.add(name, value);
        }
    }

    /// Begins the next group.
    pub(super) fn group(&mut self) {
        self.0.push_str("\r\n");
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// What is printable ASCII and no space: for ids and domains.
pub(super) fn token(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>')).take(500).collect()
}

/// One line of printable ASCII.
pub(super) fn value(text: &str, max: usize) -> String {
    let printable = text.chars().filter(|c| !c.is_control()).map(|c| if c.is_ascii() { c } else { '?' });
    printable.take(max).collect::<String>().trim().to_owned()
}

/// A name that people read: one line without what has a meaning in addresses.
pub(super) fn name(text: &str) -> String {
    let plain = crate::header::line(text).replace(['"', '\\', '<', '>'], "");
    plain.chars().take(60).collect::<String>().trim().to_owned()
}

/// A name before an address. mail-builder writes encoded words into quotation marks, where they are not allowed and
/// some mail programs do not read them (RFC 2047, 5).
pub(super) fn phrase(text: &str) -> String {
    let name = name(text);
    if name.is_ascii() {
        return format!("\"{name}\"");
    }
    let mut words = Vec::new();
    let mut rest = name.as_str();
    while !rest.is_empty() {
        // With what stands around it, a word has at most 75 characters.
        let (word, after) = rest.split_at(rest.floor_char_boundary(45));
        words.push(format!("=?utf-8?B?{}?=", base64(word)));
        rest = after;
    }
    words.join(" ")
}

fn base64(text: &str) -> String {
    let mut encoded = Vec::new();
    base64_encode_mime(text.as_bytes(), &mut encoded, true).expect("memory can be written to");
    String::from_utf8(encoded).expect("Base64 is ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_phrase() {
        assert_eq!(phrase("Dr. \"A\" <b>"), "\"Dr. A b\"");
        assert_eq!(phrase("Müller"), "=?utf-8?B?TcO8bGxlcg==?=");
        let long = phrase(&"ü".repeat(100));
        assert!(long.split(' ').count() == 3 && long.split(' ').all(|word| word.len() <= 75), "{long}");
        assert_eq!(crate::word::decode(&long), "ü".repeat(60));
    }
}
