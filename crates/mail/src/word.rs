//! Encoded words: text beyond ASCII in a header (RFC 2047).
//!
//! mail-parser decodes each word by itself, but many mail programs split a character between two, and a word inside of
//! a parameter's quotation marks, which is wrong, is common.

use crate::{charset, transfer};

/// How far a word can reach: more than a hundred times as far as allowed, and not far enough to make reading slow.
const REACH: usize = 8192;

/// Decodes every encoded word of an unfolded header. What only looks like one is kept.
pub(crate) fn decode(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut run: Option<Word> = None;
    let mut rest = value;
    while let Some(start) = rest.find("=?") {
        let Some((word, after)) = Word::parse(&rest[start..]) else {
            flush(run.take(), &mut text);
            text.push_str(&rest[..start + 2]);
            rest = &rest[start + 2..];
            continue;
        };
        // White space between two encoded words only separates them (RFC 2047, 6.2).
        let between = &rest[..start];
        match &mut run {
            Some(run) if between.trim().is_empty() && run.charset == word.charset => {
                run.bytes.extend(word.bytes)
            }
            _ => {
                let separates = run.is_some() && between.trim().is_empty();
                flush(run.take(), &mut text);
                text.push_str(if separates { "" } else { between });
                run = Some(word);
            }
        }
        rest = after;
    }
    flush(run, &mut text);
    text.push_str(rest);
    text
}

struct Word {
    charset: String,
    bytes: Vec<u8>,
}

impl Word {
    /// A word at the start of `text`, and what follows it.
    fn parse(text: &str) -> Option<(Self, &str)> {
        let reach = &text[..text.floor_char_boundary(REACH)];
        let (charset, rest) = reach.strip_prefix("=?")?.split_once('?')?;
        let (encoding, rest) = rest.split_once('?')?;
        let (content, rest) = rest.split_once("?=")?;
        let after = &text[reach.len() - rest.len()..];
        if charset.is_empty() || charset.len() > 60 || charset.contains(char::is_whitespace) {
            return None;
        }
        let bytes = match encoding {
            "b" | "B" => transfer::base64(content.as_bytes()),
            "q" | "Q" => q(content),
            _ => return None,
        };
        // A language may follow the charset (RFC 2231, 5).
        let charset = charset.split('*').next().unwrap_or_default().to_ascii_lowercase();
        Some((Self { charset, bytes }, after))
    }
}

fn q(content: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len());
    transfer::unquote(content.replace('_', " ").as_bytes(), &mut bytes);
    bytes
}

fn flush(run: Option<Word>, text: &mut String) {
    if let Some(word) = run {
        text.push_str(&charset::decode(&word.bytes, Some(&word.charset)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for (value, text) in [
            ("plain", "plain"),
            ("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= Ulm", "Grüße aus Ulm"),
            ("a =?iso-8859-1?q?=e4?= b =?utf-8?b?w7Y=?= c", "a ä b ö c"),
            // The character is split.
            ("=?utf-8?B?R3LD?= =?UTF-8?B?vMOfZQ==?=", "Grüße"),
            ("=?utf-8?Q?=C3?==?utf-8?Q?=BC?=", "ü"),
            // Two charsets side by side.
            ("=?iso-8859-1?Q?=E4?=  =?koi8-r?Q?=F0?=", "äП"),
            ("=?utf-8*de?Q?=C3=A4?=", "ä"),
            ("=?utf-8?Q?what=3F?=", "what?"),
            ("=?utf-8?Q?what??=", "what?"),
            // These are none.
            ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
            ("=? what ?= =?", "=? what ?= =?"),
            ("=?utf-8?Q?open", "=?utf-8?Q?open"),
            ("1=?2", "1=?2"),
        ] {
            assert_eq!(decode(value), text, "{value}");
        }
    }
}
