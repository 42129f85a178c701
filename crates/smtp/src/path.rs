//! Mailboxes as MAIL and RCPT name them (RFC 5321, section 4.1.2; RFC 6531 for what is not ASCII).

use std::fmt;

/// RFC 5321, section 4.5.3.1.
const MAX_LOCAL: usize = 64;
const MAX_DOMAIN: usize = 255;

/// A mailbox. `Debug` shows nothing of it: addresses do not belong into logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Mailbox {
    given: String,
    local: String,
    domain: Option<String>,
}

/// Why a text is no path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a mail path")]
pub(crate) struct PathError;

impl Mailbox {
    /// The mailbox as the client wrote it, without angle brackets and source route: `"(211) 436-7789"@secure.text`.
    #[must_use]
    pub fn as_given(&self) -> &str {
        &self.given
    }

    /// What stands before the `@`, without quotes: `(211) 436-7789`.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// What stands behind the `@`; there may be none, as in `<postmaster>`.
    #[must_use]
    pub fn domain(&self) -> Option<&str> {
        self.domain.as_deref()
    }

    /// Whether it can only be named in a transaction with SMTPUTF8.
    #[must_use]
    pub fn is_international(&self) -> bool {
        !self.given.is_ascii()
    }
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailbox(..)")
    }
}

/// Reads `FROM:<…>` or `TO:<…>`: the mailbox, `None` for the null path `<>`, and the parameters behind it. Space
/// behind the colon and missing brackets are forgiven, as programs write both.
pub(crate) fn parse<'a>(text: &'a str, keyword: &str) -> Result<(Option<Mailbox>, &'a str), PathError> {
    let (head, rest) = text.split_at_checked(keyword.len()).ok_or(PathError)?;
    if !head.eq_ignore_ascii_case(keyword) {
        return Err(PathError);
    }
    let rest = rest.trim_start_matches(' ').strip_prefix(':').ok_or(PathError)?.trim_start_matches(' ');
    let (path, params) = match rest.strip_prefix('<') {
        Some(inside) => bracketed(inside)?,
        None => rest.split_once(' ').unwrap_or((rest, "")),
    };
    if path.is_empty() {
        return if rest.starts_with('<') { Ok((None, params)) } else { Err(PathError) };
    }
    Ok((Some(mailbox(without_route(path)?)?), params))
}

/// What stands before the `>` that is not within quotes, and what follows it.
fn bracketed(inside: &str) -> Result<(&str, &str), PathError> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '>' if !quoted => return split_params(&inside[..at], &inside[at + 1..]),
            _ => {}
        }
    }
    Err(PathError)
}

fn split_params<'a>(path: &'a str, rest: &'a str) -> Result<(&'a str, &'a str), PathError> {
    if rest.is_empty() || rest.starts_with(' ') { Ok((path, rest)) } else { Err(PathError) }
}

/// A source route, `@one,@two:mailbox`, means nothing any more (RFC 5321, appendix C).
fn without_route(path: &str) -> Result<&str, PathError> {
    if !path.starts_with('@') {
        return Ok(path);
    }
    path.split_once(':').map(|(_, mailbox)| mailbox).ok_or(PathError)
}

fn mailbox(given: &str) -> Result<Mailbox, PathError> {
    let (local, domain) = match given.strip_prefix('"') {
        Some(quoted) => quoted_local(quoted)?,
        None => plain_local(given)?,
    };
    if local.is_empty() || local.len() > MAX_LOCAL || domain.is_some_and(|domain| !is_domain(domain)) {
        return Err(PathError);
    }
    Ok(Mailbox { given: given.to_owned(), local, domain: domain.map(str::to_owned) })
}

/// A quoted local part behind its first quote, and the domain.
fn quoted_local(text: &str) -> Result<(String, Option<&str>), PathError> {
    let mut local = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((local, domain_behind(&text[at + 1..])?)),
            '\\' => local.push(chars.next().map(|(_, c)| c).filter(|c| !c.is_control()).ok_or(PathError)?),
            c if c.is_control() => return Err(PathError),
            c => local.push(c),
        }
    }
    Err(PathError)
}

fn domain_behind(rest: &str) -> Result<Option<&str>, PathError> {
    if rest.is_empty() {
        return Ok(None);
    }
    rest.strip_prefix('@').map(Some).ok_or(PathError)
}

/// A local part without quotes. Beyond the RFC's atoms it may have spaces and parentheses, because that is how people
/// write numbers; nothing else is decided by it, so there is nothing to confuse.
fn plain_local(text: &str) -> Result<(String, Option<&str>), PathError> {
    let (local, domain) = text.rsplit_once('@').map_or((text, None), |(local, domain)| (local, Some(domain)));
    let allowed = |c: char| !c.is_control() && !"<>@\",:;\\[]".contains(c);
    if local.chars().all(allowed) { Ok((local.to_owned(), domain)) } else { Err(PathError) }
}

/// Letters, digits and hyphens in labels; or an address literal in brackets.
fn is_domain(domain: &str) -> bool {
    if let Some(literal) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return literal.len() < MAX_DOMAIN
            && literal.chars().all(|c| c.is_ascii_alphanumeric() || ":.-".contains(c));
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_' || !c.is_ascii())
    };
    domain.len() <= MAX_DOMAIN && domain.strip_suffix('.').unwrap_or(domain).split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn to(text: &str) -> Option<(String, Option<String>)> {
        let (mailbox, _) = parse(text, "TO").ok()?;
        mailbox.map(|mailbox| (mailbox.local, mailbox.domain))
    }

    #[test]
    fn numbers_in_every_form() {
        for (text, local) in [
            ("TO:<2114367789@secure.text>", "2114367789"),
            ("to:<+12114367789@secure.text>", "+12114367789"),
            ("TO: <211.436.7789@secure.text>", "211.436.7789"),
            ("TO:<\"(211) 436-7789\"@secure.text>", "(211) 436-7789"),
            ("TO:<\"\\(211\\) 436-7789\"@secure.text>", "(211) 436-7789"),
            ("TO:<(211) 436-7789@secure.text>", "(211) 436-7789"),
            ("TO:<@relay.example,@other.example:211-436-7789@secure.text>", "211-436-7789"),
            ("TO:2114367789@secure.text", "2114367789"),
        ] {
            assert_eq!(to(text), Some((local.into(), Some("secure.text".into()))), "{text}");
        }
    }

    #[test]
    fn what_stands_behind_the_path_is_kept() {
        let (mailbox, params) = parse("FROM:<\"a>b\"@example.org> SIZE=1", "FROM").unwrap();
        assert_eq!(mailbox.unwrap().local(), "a>b");
        assert_eq!(params, " SIZE=1");
        assert_eq!(parse("FROM:<> SIZE=1", "FROM"), Ok((None, " SIZE=1")));
    }

    #[test]
    fn domains() {
        for text in ["TO:<a@[127.0.0.1]>", "TO:<a@[IPv6:::1]>", "TO:<a@müller.example>", "TO:<a@b.example.>"]
        {
            assert!(to(text).is_some(), "{text}");
        }
        assert_eq!(to("TO:<Postmaster>"), Some(("Postmaster".into(), None)));
    }

    #[test]
    fn other_text_is_refused() {
        for text in [
            "",
            "TO",
            "TO:",
            "FROM:<a@b>",
            "TO:<a@b",
            "TO:a@b>",
            "TO:<@b>",
            "TO:<a@>",
            "TO:<a@b..c>",
            "TO:<a@b>x",
            "TO:<a@b c>",
            "TO:<\"a@b>",
            "TO:<\"a\"b@c>",
            "TO:<a\"b@c>",
            "TO:<@a@b>",
            "TO:<a@b@c>",
            "TO:<a\u{1}@b>",
            "TO:<\"a\\\u{1}\"@b>",
            "TO:<a@[b]c>",
            "\u{e9}\u{e9}:<a@b>",
            "TO:<<a@b>>",
            "TO:<a,b@c>",
        ] {
            assert!(parse(text, "TO").is_err(), "{text}");
        }
        assert!(parse(&format!("TO:<{}@b>", "a".repeat(65)), "TO").is_err());
        assert!(parse(&format!("TO:<a@{}>", "b".repeat(256)), "TO").is_err());
    }

    #[test]
    fn mailboxes_do_not_print() {
        let (mailbox, _) = parse("TO:<2114367789@secure.text>", "TO").unwrap();
        assert_eq!(format!("{:?}", mailbox.unwrap()), "Mailbox(..)");
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "(TO:)?[<>@\"\\\\:, a.é]{0,24}") {
            let _ = parse(&text, "TO");
        }

        #[test]
        fn a_quoted_part_comes_back(local in "[ -~é]{1,30}") {
            let escaped = local.replace('\\', "\\\\").replace('"', "\\\"");
            prop_assert_eq!(to(&format!("TO:<\"{escaped}\"@b.c>")), Some((local, Some("b.c".into()))));
        }
    }
}
