//! HTML as a row of tags and texts.

/// One of the pieces that HTML is made of. Comments, declarations, and the content of scripts, styles and titles are
/// left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'x> {
    /// Text, with its character references.
    Text(&'x str),
    /// A start tag.
    Open {
        /// In lower case.
        name: String,
        /// What stands between the name and `>`.
        attributes: &'x str,
    },
    /// An end tag, its name in lower case.
    Close(String),
}

/// Reads HTML from its beginning to its end, once, and never fails.
///
/// It agrees with the tokenizer of the HTML standard on all that mail programs write. Where it does not, nothing is
/// at risk: what comes of it is sanitised by a real parser.
pub(super) struct Tokens<'x> {
    rest: &'x str,
    /// The element whose content is not made of tags, until its end tag.
    raw: Option<String>,
}

/// Elements whose content is text only, and of no use to a reader.
const UNREAD: &[&str] = &["script", "style", "title", "iframe", "noembed", "noframes"];
/// Elements whose content is text only, and may be read.
const READ: &[&str] = &["textarea", "xmp"];

impl<'x> Tokens<'x> {
    pub(super) const fn new(html: &'x str) -> Self {
        Self { rest: html, raw: None }
    }

    /// The content of an element that has no tags in it, up to its end tag.
    fn raw_text(&mut self, name: &str) -> &'x str {
        let mut from = 0;
        while let Some(at) = self.rest[from..].find("</").map(|at| from + at) {
            let after = &self.rest.as_bytes()[at + 2..];
            let ends = after.len() >= name.len()
                && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && after.get(name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
            if ends {
                return self.take(at);
            }
            from = at + 2;
        }
        self.take(self.rest.len())
    }

    fn take(&mut self, length: usize) -> &'x str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Skips what begins with `<!` or `<?`, and end tags without a name.
    fn skip_declaration(&mut self) {
        let (end, length) = match self.rest.strip_prefix("<!--") {
            // These are empty.
            Some(after) if after.starts_with('>') => (Some(4), 1),
            Some(after) if after.starts_with("->") => (Some(4), 2),
            Some(after) => (after.find("-->").map(|at| at + 4), 3),
            None => (self.rest.find('>'), 1),
        };
        self.take(end.map_or(self.rest.len(), |end| end + length));
    }

    /// The tag at the start. `None` when it never ends: then it is text.
    fn tag(&mut self) -> Option<Token<'x>> {
        let closes = self.rest.starts_with("</");
        let name_at = 1 + usize::from(closes);
        let after = &self.rest[name_at..];
        let length =
            after.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(after.len());
        let name = after[..length].to_ascii_lowercase();
        let start = name_at + length;
        let end = start + tag_end(&self.rest.as_bytes()[start..])?;
        let tag = self.take(end + 1);
        if closes {
            return Some(Token::Close(name));
        }
        if UNREAD.contains(&name.as_str()) || READ.contains(&name.as_str()) {
            self.raw = Some(name.clone());
        }
        Some(Token::Open { name, attributes: &tag[start..end] })
    }
}

impl<'x> Iterator for Tokens<'x> {
    type Item = Token<'x>;

    fn next(&mut self) -> Option<Token<'x>> {
        if let Some(name) = self.raw.take() {
            let content = self.raw_text(&name);
            if READ.contains(&name.as_str()) && !content.is_empty() {
                return Some(Token::Text(content));
            }
        }
        while !self.rest.is_empty() {
            match tag_start(self.rest) {
                Some((0, Kind::Tag)) => {
                    return self.tag().or_else(|| Some(Token::Text(self.take(self.rest.len()))));
                }
                Some((0, Kind::Declaration)) => self.skip_declaration(),
                next => {
                    let length = next.map_or(self.rest.len(), |(at, _)| at);
                    return Some(Token::Text(self.take(length)));
                }
            }
        }
        None
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Tag,
    Declaration,
}

/// The next `<` that begins something. Others are text, as in `1 < 2`.
fn tag_start(html: &str) -> Option<(usize, Kind)> {
    html.bytes().zip(html.bytes().skip(1).map(Some).chain([None])).enumerate().find_map(
        |(at, (byte, next))| {
            let next = next.filter(|_| byte == b'<')?;
            match next {
                b'!' | b'?' => Some((at, Kind::Declaration)),
                b'/' if html.as_bytes().get(at + 2)?.is_ascii_alphabetic() => Some((at, Kind::Tag)),
                b'/' => Some((at, Kind::Declaration)),
                next if next.is_ascii_alphabetic() => Some((at, Kind::Tag)),
                _ => None,
            }
        },
    )
}

/// Where the `>` is that ends a tag, past those in quoted values.
fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in tag.iter().enumerate() {
        match (quote, byte) {
            (Some(mark), byte) if mark == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if after_equals => quote = Some(*byte),
            (None, b'>') => return Some(at),
            (None, _) => {}
        }
        if !byte.is_ascii_whitespace() {
            after_equals = *byte == b'=' && quote.is_none();
        }
    }
    None
}

/// The attributes of a tag: names in lower case, values with their character references. Of two with one name the
/// first counts.
pub(super) fn attributes(mut text: &str) -> Vec<(String, &str)> {
    let mut found: Vec<(String, &str)> = Vec::new();
    loop {
        text = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        // More than any tag has that people write.
        if text.is_empty() || found.len() > 50 {
            return found;
        }
        // Whatever comes first belongs to the name.
        let first = text.chars().next().map_or(0, char::len_utf8);
        let length = text[first..]
            .find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '=')
            .map_or(text.len(), |at| first + at);
        let (name, rest) = text.split_at(length);
        let (value, rest) = match rest.trim_ascii_start().strip_prefix('=') {
            Some(rest) => value(rest.trim_ascii_start()),
            None => ("", rest),
        };
        let name = name.to_ascii_lowercase();
        if found.iter().all(|(other, _)| *other != name) {
            found.push((name, value));
        }
        text = rest;
    }
}

/// The value at the start, and what follows it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(html: &str) -> Vec<String> {
        Tokens::new(html)
            .map(|token| match token {
                Token::Text(text) => text.to_owned(),
                Token::Open { name, attributes } => format!("+{name}{attributes}"),
                Token::Close(name) => format!("-{name}"),
            })
            .collect()
    }

    #[test]
    fn html_is_taken_apart() {
        assert_eq!(tokens("a<B Class=x>b</B >c<br/>"), ["a", "+b Class=x", "b", "-b", "c", "+br/"]);
        assert_eq!(tokens("1 < 2 <3 & a<"), ["1 < 2 <3 & a<"]);
        assert_eq!(tokens("<a title=\"x>y\" b='>'>z"), ["+a title=\"x>y\" b='>'", "z"]);
        assert_eq!(tokens("<a don't>z"), ["+a don't", "z"]);
        assert_eq!(tokens("x <a href=\"never"), ["x ", "<a href=\"never"]);
    }

    #[test]
    fn what_nobody_reads_is_left_out() {
        assert_eq!(tokens("a<!-- <b> -->b<!doctype html>c<?xml?>d</>e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(tokens("<!--[if mso]>no<![endif]-->a<!--[if !mso]><!-->b<!--<![endif]-->"), ["a", "b"]);
        assert_eq!(tokens("<![if !vml]>a<![endif]><!-->b<!--->c<!-- d"), ["a", "b", "c"]);
        assert_eq!(tokens("<style>a<b></Style>c"), ["+style", "-style", "c"]);
        assert_eq!(tokens("<script>'</scripts>' <"), ["+script"]);
        assert_eq!(tokens("<textarea><b></textarea>"), ["+textarea", "<b>", "-textarea"]);
    }

    #[test]
    fn attributes_are_read() {
        let found = attributes(" A=1 b = \"2 3\" c='4' d /e=5 a=6 ü=7 f=");
        let found: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(
            found,
            [("a", "1"), ("b", "2 3"), ("c", "4"), ("d", ""), ("e", "5"), ("ü", "7"), ("f", "")]
        );
    }
}
