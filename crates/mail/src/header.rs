//! Where headers end and the body begins, and what the headers say.

use domain::Email;
use mail_parser::{HeaderValue, parsers::MessageStream};

use crate::{Refusal, charset, param::Typed, word};

/// How many bytes the headers of a mail, or of a part, can have together. Mail programs write a few thousand.
const MAX_BYTES: usize = 128 * 1024;
/// How many headers there can be.
const MAX_FIELDS: usize = 1000;

/// The headers of a mail or of a part, in their order.
pub(crate) struct Headers {
    fields: Vec<Field>,
}

struct Field {
    /// In lower case.
    name: String,
    /// Unfolded, and Unicode even if the mail was not.
    value: String,
}

impl Headers {
    /// Splits a mail or a part into its headers and its body. A line that is no header begins the body, so that it is
    /// shown when the empty line is missing.
    ///
    /// # Errors
    /// [`Refusal::Headers`] when there are too many.
    pub(crate) fn split(raw: &[u8]) -> Result<(Self, &[u8]), Refusal> {
        let mut raws: Vec<(&[u8], Vec<u8>)> = Vec::new();
        let mut at = 0;
        for line in raw.split_inclusive(|byte| *byte == b'\n') {
            let content = line.trim_ascii_end();
            let is_empty = line.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            match raws.last_mut() {
                _ if is_empty => {
                    at += line.len();
                    break;
                }
                Some((_, value)) if line.starts_with(b" ") || line.starts_with(b"\t") => {
                    value.push(b' ');
                    value.extend_from_slice(content.trim_ascii_start());
                }
                _ => match field(content) {
                    Some((name, value)) => raws.push((name, value.to_vec())),
                    // The line that a mailbox file has before a mail.
                    None if at == 0 && line.starts_with(b"From ") => {}
                    None => break,
                },
            }
            at += line.len();
            if at > MAX_BYTES || raws.len() > MAX_FIELDS {
                return Err(Refusal::Headers);
            }
        }
        let fields = raws.into_iter().map(|(name, value)| Field::new(name, &value)).collect();
        Ok((Self { fields }, &raw[at..]))
    }

    /// The values of every header of this name, which is in lower case.
    pub(crate) fn all<'x>(&'x self, name: &'x str) -> impl Iterator<Item = &'x str> {
        self.fields.iter().filter(move |field| field.name == name).map(|field| field.value.as_str())
    }

    /// The value of the first one.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.name == name).map(|field| field.value.as_str())
    }

    /// Every header, with its name in lower case.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|field| (field.name.as_str(), field.value.as_str()))
    }

    /// The value of the first one as one line of text, its encoded words decoded.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.first(name).map(|value| line(&word::decode(value)))
    }

    /// The value of the first one, with its parameters.
    pub(crate) fn typed(&self, name: &str) -> Option<Typed> {
        self.first(name).map(Typed::parse)
    }

    /// What stands between the angle brackets of the first one, or all of it.
    pub(crate) fn id(&self, name: &str) -> Option<&str> {
        let value = self.first(name)?.trim();
        let inner = value.split_once('<').map_or(value, |(_, rest)| rest);
        let id = inner.split_once('>').map_or(inner, |(id, _)| id).trim();
        (!id.is_empty()).then_some(id)
    }

    /// Every address of every header of this name, in lower case.
    pub(crate) fn addresses(&self, name: &str) -> Vec<String> {
        self.all(name).flat_map(addresses).collect()
    }
}

impl Field {
    fn new(name: &[u8], value: &[u8]) -> Self {
        Self {
            name: String::from_utf8_lossy(name).to_ascii_lowercase(),
            value: charset::decode(value.trim_ascii(), None),
        }
    }
}

/// The name and the value of a header line (RFC 5322, 2.2).
fn field(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    is_name.then_some((name, &line[colon + 1..]))
}

fn addresses(value: &str) -> Vec<String> {
    // The parser wants to see the end of the line.
    let ended = format!("{value}\n");
    let HeaderValue::Address(parsed) = MessageStream::new(ended.as_bytes()).parse_address() else {
        return Vec::new();
    };
    parsed
        .iter()
        .filter_map(|entry| entry.address())
        .map(|address| Email::lower_case(address.trim()))
        .collect()
}

/// Text as one line: every white space one space, nothing that controls or deceives.
pub(crate) fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut separate = false;
    for c in text.chars().filter(|c| !deceives(*c)) {
        if c.is_whitespace() || c.is_control() {
            separate = !line.is_empty();
            continue;
        }
        if separate {
            line.push(' ');
            separate = false;
        }
        line.push(c);
    }
    line
}

/// Whether a character is not seen and makes text look like another, or like a wish that is none: it changes the
/// direction of what follows, or has no width.
pub(crate) const fn deceives(c: char) -> bool {
    let turns =
        matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    turns || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// At most `max` bytes of a text, with an ellipsis for what is left out.
pub(crate) fn shortened(text: &str, max: usize) -> String {
    if text.len() <= max {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(max.saturating_sub('…'.len_utf8()));
    format!("{}…", text[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(raw: &str) -> (Headers, String) {
        let (headers, body) = Headers::split(raw.as_bytes()).ok().unwrap();
        (headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn headers_end_at_the_empty_line() {
        let (headers, body) = split("Subject: a\r\n folded\r\n\tline\r\nX:\r\n\r\nbody: b\r\n");
        assert_eq!(headers.first("subject"), Some("a folded line"));
        assert_eq!(headers.first("x"), Some(""));
        assert_eq!(body, "body: b\r\n");
    }

    #[test]
    fn or_where_there_is_no_header_any_more() {
        assert_eq!(split("Subject: a\r\nHello Ana,\r\n").1, "Hello Ana,\r\n");
        assert_eq!(split("\r\nbody").1, "body");
        assert_eq!(split("From ana Mon Jan 1\r\nSubject: a\r\n\r\nb").0.first("subject"), Some("a"));
        assert_eq!(split("").1, "");
    }

    #[test]
    fn bytes_beyond_ascii() {
        for raw in [&b"S: Gr\xfc\xdfe\r\n\r\n"[..], "S: Grüße\r\n\r\n".as_bytes()] {
            assert_eq!(Headers::split(raw).ok().unwrap().0.first("s"), Some("Grüße"));
        }
    }

    #[test]
    fn addresses_and_ids() {
        let (headers, _) =
            split("From: \"B, A\" <A@x.org>, team: b@x.org;, (c) c@x.org\r\nMessage-ID: <1@x> (x)\r\n\r\n");
        assert_eq!(headers.addresses("from"), ["a@x.org", "b@x.org", "c@x.org"]);
        assert_eq!(headers.id("message-id"), Some("1@x"));
        assert_eq!(split("From: nobody\r\n\r\n").0.addresses("from"), [""; 0]);
    }

    #[test]
    fn too_many_are_refused() {
        assert!(Headers::split("X: y\r\n".repeat(2000).as_bytes()).is_err());
        assert!(Headers::split(format!("X: {}\r\n\r\n", "y".repeat(200_000)).as_bytes()).is_err());
    }

    #[test]
    fn lines_and_lengths() {
        assert_eq!(line(" a\r\n\tb\u{0}c \u{202e}d "), "a b c d");
        assert_eq!(shortened("äöü", 6), "äöü");
        assert_eq!(shortened("äöüß", 7), "äö…");
    }
}
