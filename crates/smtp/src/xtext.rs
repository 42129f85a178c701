//! xtext (RFC 3461, section 4): printable ASCII in which `+` and two hexadecimal digits stand for any octet.

/// Decodes `text` when what comes out is printable and has between 1 and `limit` octets. Whatever is kept may be
/// written into a report's header later, so no control characters.
pub(crate) fn decode(text: &str, limit: usize) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'+' {
            bytes.push(*byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        bytes.push(hex(digits[0])? << 4 | hex(digits[1])?);
        rest = after;
    }
    let decoded = String::from_utf8(bytes).ok()?;
    let fits = (1..=limit).contains(&decoded.len());
    (fits && !decoded.chars().any(char::is_control)).then_some(decoded)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_come_back() {
        assert_eq!(decode("a+2Bb+3dc", 10), Some("a+b=c".into()));
        assert_eq!(decode("plain", 5), Some("plain".into()));
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["", "+", "+2", "+zz", "+0A", "+FF", "toolong", "a\u{7f}"] {
            assert_eq!(decode(text, 6), None, "{text}");
        }
    }
}
