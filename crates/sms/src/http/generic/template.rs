use std::fmt;

use domain::{NoticeId, PhoneNumber};
use zeroize::Zeroizing;

use super::super::{Sender, SettingsError};
use crate::Text;

/// A text with placeholders. What stands around them may hold a gateway's password.
#[derive(Clone)]
pub(super) struct Template(Vec<Part>);

#[derive(Clone)]
enum Part {
    Literal(Zeroizing<String>),
    Placeholder(Placeholder),
}

/// What can be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placeholder {
    To,
    Digits,
    From,
    Text,
    Id,
}

/// Where a template stands, and with it how values are written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a URL or a form: everything but unreserved characters (RFC 3986) in percent encoding.
    Percent,
    /// Inside a JSON string.
    Json,
    /// In a header; only values without line breaks come here.
    Header,
}

impl Placeholder {
    const ALL: [Self; 5] = [Self::To, Self::Digits, Self::From, Self::Text, Self::Id];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::To => "to",
            Self::Digits => "digits",
            Self::From => "from",
            Self::Text => "text",
            Self::Id => "id",
        }
    }

    fn value<'a>(self, text: &'a Text, from: Option<&'a Sender>, id: &'a str) -> &'a str {
        match self {
            Self::To => text.to.as_str(),
            Self::Digits => &text.to.as_str()[1..],
            Self::From => from.map_or("", Sender::as_str),
            Self::Text => &text.body,
            Self::Id => id,
        }
    }
}

impl Template {
    /// A template as somebody wrote it. `{` begins a placeholder when letters and `}` follow it.
    pub(super) fn parse(setting: &'static str, mut text: &str) -> Result<Self, SettingsError> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        while let Some(start) = text.find('{') {
            literal.push_str(&text[..start]);
            text = &text[start + 1..];
            let Some(name) = name_at_start(text) else {
                literal.push('{');
                continue;
            };
            let known = Placeholder::ALL.into_iter().find(|placeholder| placeholder.name() == name);
            let placeholder =
                known.ok_or_else(|| SettingsError::Placeholder { setting, name: name.to_owned() })?;
            parts.push(Part::Literal(Zeroizing::new(std::mem::take(&mut literal))));
            parts.push(Part::Placeholder(placeholder));
            text = &text[name.len() + 1..];
        }
        literal.push_str(text);
        parts.push(Part::Literal(Zeroizing::new(literal)));
        Ok(Self(parts))
    }

    pub(super) fn has(&self, placeholder: Placeholder) -> bool {
        self.placeholders().any(|found| found == placeholder)
    }

    pub(super) fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        self.0.iter().filter_map(|part| match part {
            Part::Placeholder(placeholder) => Some(*placeholder),
            Part::Literal(_) => None,
        })
    }

    /// What stands before the first placeholder of this kind, with the others left out.
    pub(super) fn before(&self, stop: Option<Placeholder>) -> String {
        let literals = self.0.iter().map_while(|part| match part {
            Part::Literal(literal) => Some(literal.as_str()),
            Part::Placeholder(found) => stop.is_some_and(|stop| stop != *found).then_some(""),
        });
        literals.collect()
    }

    pub(super) fn fill(&self, place: Place, text: &Text, from: Option<&Sender>) -> String {
        let id = text.id.to_string();
        let mut filled = String::new();
        for part in &self.0 {
            match part {
                Part::Literal(literal) => filled.push_str(literal),
                Part::Placeholder(placeholder) => {
                    write_escaped(placeholder.value(text, from, &id), place, &mut filled);
                }
            }
        }
        filled
    }

    /// Filled with values that would break out of where they stand, were it not for their escapes.
    pub(super) fn sample(&self, place: Place, from: Option<&Sender>) -> String {
        let to = "+12114367789".parse::<PhoneNumber>().expect("it is a number");
        self.fill(
            place,
            &Text { id: NoticeId::from_bytes([0xab; 16]), to, body: "\"}\\ &\n€".to_owned() },
            from,
        )
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Template(..)")
    }
}

/// The letters before `}`.
fn name_at_start(text: &str) -> Option<&str> {
    let (name, _) = text.split_once('}')?;
    let letters = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    (!name.is_empty() && name.bytes().all(letters)).then_some(name)
}

fn write_escaped(value: &str, place: Place, out: &mut String) {
    match place {
        Place::Percent => {
            for byte in value.bytes() {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                        out.push(char::from(byte));
                    }
                    _ => out.push_str(&format!("%{byte:02X}")),
                }
            }
        }
        Place::Json => {
            let quoted = serde_json::Value::from(value).to_string();
            out.push_str(&quoted[1..quoted.len() - 1]);
        }
        Place::Header => out.push_str(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_braces() {
        let template = Template::parse("body", r#"{"a":{"to":"{to}"},"b":"{text}{id}"}"#).unwrap();
        let filled = template.sample(Place::Json, None);
        let value: serde_json::Value = serde_json::from_str(&filled).unwrap();
        assert_eq!(value["a"]["to"], "+12114367789");
        assert_eq!(value["b"], format!("\"}}\\ &\n€{}", "ab".repeat(16)));
        assert_eq!(template.placeholders().count(), 3);
        let wrong = Template::parse("body", "{to}{tex}").err();
        assert_eq!(wrong, Some(SettingsError::Placeholder { setting: "body", name: "tex".into() }));
    }

    #[test]
    fn values_stay_where_they_stand() {
        let template = Template::parse("url", "to={to}&text={text}&id={id}").unwrap();
        assert_eq!(
            template.sample(Place::Percent, None),
            format!("to=%2B12114367789&text=%22%7D%5C%20%26%0A%E2%82%AC&id={}", "ab".repeat(16))
        );
    }
}
