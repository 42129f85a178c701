use std::fmt;

/// The link in a notice. Whoever has it can ask for the message, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Link(String);

/// Why a text is no link that a notice can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It is no web address.
    #[error("A link starts with https:// and goes on with a host name.")]
    Scheme,
    /// RFC 3986 has no such character in addresses; host names in other scripts have an `xn--` form.
    #[error("A link has only the plain letters, digits and signs of web addresses.")]
    Character,
}

impl Link {
    /// Reads a link: `http` or `https`, then characters that RFC 3986, section 2, allows. The phones' alphabet has all
    /// of these.
    ///
    /// # Errors
    /// When it has another scheme, or another character.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        if rest.is_none_or(str::is_empty) {
            return Err(LinkError::Scheme);
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
        if text.chars().all(allowed) { Ok(Self(text.to_owned())) } else { Err(LinkError::Character) }
    }

    /// The whole link.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Encoding;

    #[test]
    fn links() {
        for text in ["https://secure.example.org/m/AA_-", "http://[::1]:3000/m/~a?b=c#d"] {
            let link = Link::parse(text).unwrap();
            assert_eq!(link.as_str(), text);
            assert_eq!(Encoding::of(text), Encoding::Gsm7);
            assert_eq!(format!("{link:?}"), "Link(..)");
        }
    }

    #[test]
    fn other_texts() {
        for text in ["", "https://", "secure.example.org", "ftp://a", "javascript:alert(1)"] {
            assert_eq!(Link::parse(text), Err(LinkError::Scheme), "{text}");
        }
        for text in
            ["https://müller.example", "https://a b", "https://a\nb", "https://a`", "https://a\u{200b}"]
        {
            assert_eq!(Link::parse(text), Err(LinkError::Character), "{text}");
        }
    }
}
