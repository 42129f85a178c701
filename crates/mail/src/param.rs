//! `Content-Type` and `Content-Disposition`: a value and parameters (RFC 2045, 5.1; RFC 2231).
//!
//! mail-parser's reading of them drops the backslashes of Windows paths, decodes each continuation by itself, so that
//! split characters are lost, and takes an apostrophe in a name for the end of its language.

use crate::{charset, transfer, word};

/// A value with its parameters: `text/plain; charset=utf-8`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Typed {
    /// What stands before the first `;`, in lower case.
    pub(crate) value: String,
    parameters: Vec<Parameter>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parameter {
    /// In lower case, without the `*` of RFC 2231.
    name: String,
    /// The number of a continuation.
    section: Option<u32>,
    /// Whether it is percent-encoded, and begins with charset and language.
    extended: bool,
    value: String,
}

impl Typed {
    /// Reads an unfolded header.
    pub(crate) fn parse(header: &str) -> Self {
        let (value, mut rest) = header.split_once(';').unwrap_or((header, ""));
        // A space is where a semicolon was forgotten.
        let word = value.split(['(', ' ', '\t']).find(|word| !word.is_empty()).unwrap_or_default();
        let value = word.to_ascii_lowercase();
        let mut parameters = Vec::new();
        while !rest.is_empty() {
            let (parameter, after) = Parameter::parse(rest);
            parameters.extend(parameter);
            rest = after;
        }
        Self { value, parameters }
    }

    /// A parameter's value as it stands: a boundary, a charset.
    pub(crate) fn plain(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|p| p.name == name && !p.extended).map(|p| p.value.as_str())
    }

    /// A parameter's value as text: with its charset and continuations if it has them, and with encoded words, which
    /// do not belong there and are common. The extended form is the better one when there are both (RFC 6266, 4.3).
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let of_name = || self.parameters.iter().filter(|p| p.name == name);
        let mut parts: Vec<_> = of_name().filter(|p| p.extended && p.section.is_none()).take(1).collect();
        if parts.is_empty() {
            parts = of_name().filter(|p| p.section.is_some()).collect();
            parts.sort_by_key(|p| p.section);
        }
        if parts.iter().any(|p| p.extended) {
            return Some(extended(&parts));
        }
        if parts.is_empty() {
            parts = of_name().take(1).collect();
        }
        let joined: String = parts.iter().map(|p| p.value.as_str()).collect();
        (!parts.is_empty()).then(|| word::decode(&joined))
    }
}

/// Joins continuations before it decodes them: a character may be split between two.
fn extended(parts: &[&Parameter]) -> String {
    let mut charset = None;
    let mut bytes = Vec::new();
    for (position, part) in parts.iter().enumerate() {
        let mut value = part.value.as_str();
        if position == 0
            && part.extended
            && let [label, _language, rest] = value.splitn(3, '\'').collect::<Vec<_>>()[..]
        {
            (charset, value) = (Some(label), rest);
        }
        if part.extended {
            bytes.extend(transfer::unpercent(value.as_bytes()));
        } else {
            bytes.extend_from_slice(value.as_bytes());
        }
    }
    charset::decode(&bytes, charset)
}

impl Parameter {
    /// The parameter at the start of `text`, if there is one, and what follows it.
    fn parse(text: &str) -> (Option<Self>, &str) {
        let text = text.trim_start_matches(|c: char| c == ';' || c.is_whitespace());
        let end = text.find(['=', ';']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let Some(rest) = rest.strip_prefix('=').map(str::trim_start) else { return (None, rest) };
        let (value, rest) = match rest.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let end = rest.find(';').unwrap_or(rest.len());
                (rest[..end].trim().to_owned(), &rest[end..])
            }
        };
        (Self::named(name.trim(), value), rest)
    }

    fn named(name: &str, value: String) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let mut pieces = name.split('*');
        let base = pieces.next().filter(|base| !base.is_empty())?.to_owned();
        let section = pieces.clone().next().and_then(|number| number.parse().ok());
        Some(Self { name: base, section, extended: name.ends_with('*'), value })
    }
}

/// What stands in quotation marks, and what follows the parameter. Only what must be escaped is unescaped, because
/// some programs write the paths of Windows as they are.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                let rest = &text[at + 1..];
                return (value, &rest[rest.find(';').unwrap_or(rest.len())..]);
            }
            '\\' if text[at + 1..].starts_with(['"', '\\']) => {
                value.extend(chars.next().map(|(_, escaped)| escaped));
            }
            c => value.push(c),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_parameters() {
        let typed = Typed::parse("Text/HTML (hypertext) ; Charset=utf-8 ;; format=\"flowed\" (so it is); x");
        assert_eq!(typed.value, "text/html");
        assert_eq!(typed.plain("charset"), Some("utf-8"));
        assert_eq!(typed.plain("format"), Some("flowed"));
        assert_eq!(typed.plain("x"), None);
        assert_eq!(Typed::parse(""), Typed::default());
        assert_eq!(Typed::parse(" text/html charset=utf-8").value, "text/html");
    }

    #[test]
    fn names() {
        for (header, name) in [
            ("a; name=plan.pdf", "plan.pdf"),
            ("a; name=my plan.pdf; x=1", "my plan.pdf"),
            ("a; name=\"a \\\"b\\\"; c.pdf\"", "a \"b\"; c.pdf"),
            ("a; name=\"C:\\docs\\plan.pdf\"", "C:\\docs\\plan.pdf"),
            ("a; name=\"=?utf-8?Q?Pl=C3=A4ne?= =?utf-8?Q?.pdf?=\"", "Pläne.pdf"),
            ("a; name==?utf-8?B?UGzDpG5l?=", "Pläne"),
            ("a; name*=utf-8''Pl%C3%A4ne.pdf", "Pläne.pdf"),
            ("a; name*=iso-8859-1'de'Pl%E4ne's.pdf", "Pläne's.pdf"),
            ("a; name*=Pl%C3%A4ne.pdf", "Pläne.pdf"),
            ("a; name=Plaene.pdf; name*=utf-8''Pl%C3%A4ne.pdf", "Pläne.pdf"),
            ("a; name*1=\"ne.pdf\"; name*0=\"Pla\"", "Plane.pdf"),
            // The character is split.
            ("a; name*0*=utf-8''Pl%C3; name*1*=%A4ne; name*2=\".pdf\"", "Pläne.pdf"),
            ("a; name*0*=koi8-r''%F0%D2; name*1*=%C9%D7%C5%D4", "Привет"),
            ("a; name=\"never closed", "never closed"),
        ] {
            assert_eq!(Typed::parse(header).text("name").as_deref(), Some(name), "{header}");
        }
        assert_eq!(Typed::parse("a; b=c").text("name"), None);
    }
}
