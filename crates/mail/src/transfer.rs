//! Content transfer encodings (RFC 2045, 6), read forgivingly: what is broken is kept, not lost.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;

/// The bytes that a part stands for. An encoding that is unknown is none.
pub(crate) fn decode<'x>(body: &'x [u8], encoding: Option<&str>) -> Cow<'x, [u8]> {
    let encoding = encoding.unwrap_or_default().trim().trim_end_matches(';').to_ascii_lowercase();
    match encoding.as_str() {
        "base64" if is_base64(body) => Cow::Owned(base64(body)),
        "quoted-printable" => Cow::Owned(quoted_printable(body)),
        _ => Cow::Borrowed(body),
    }
}

/// Whether what calls itself Base64 is: one character in eight may be broken. Text behind a wrong label, which has that
/// many spaces alone, stays as it is.
fn is_base64(body: &[u8]) -> bool {
    let shown = body.trim_ascii().iter().filter(|byte| !matches!(byte, b'\r' | b'\n'));
    let (all, strange) = shown
        .fold((0_usize, 0_usize), |(all, strange), byte| (all + 1, strange + usize::from(!is_digit(*byte))));
    strange <= all / 8
}

const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Base64 without regard to what is not in its alphabet (RFC 2045, 6.8), and with the padding that it should have.
pub(crate) fn base64(body: &[u8]) -> Vec<u8> {
    let mut digits: Vec<u8> = body.iter().copied().filter(|byte| is_digit(*byte)).collect();
    let group =
        digits.iter().rposition(|byte| *byte == b'=').map_or(digits.len(), |at| digits.len() - at - 1);
    match group % 4 {
        // One digit is six bits: no byte.
        1 => drop(digits.pop()),
        2 | 3 => digits.push(b'='),
        _ => {}
    }
    base64_decode(&digits).expect("it has nothing but digits and padding")
}

/// Quoted-printable. mail-parser's refuses the whole text for one wrong `=`; here it stays what it is.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        let content = content.strip_suffix(b"\r").unwrap_or(content);
        let ending = &line[content.len()..];
        // White space at a line's end was added on the way (RFC 2045, 6.7, rule 3).
        let content = content.trim_ascii_end();
        match content.strip_suffix(b"=") {
            Some(joined) => unquote(joined, &mut decoded),
            None => {
                unquote(content, &mut decoded);
                decoded.extend_from_slice(ending);
            }
        }
    }
    decoded
}

/// Replaces every `=3D`; an `=` before something else is kept.
pub(crate) fn unquote(mut text: &[u8], decoded: &mut Vec<u8>) {
    while let Some(at) = text.iter().position(|byte| *byte == b'=') {
        decoded.extend_from_slice(&text[..at]);
        match hex(text.get(at + 1..at + 3)) {
            Some(byte) => {
                decoded.push(byte);
                text = &text[at + 3..];
            }
            None => {
                decoded.push(b'=');
                text = &text[at + 1..];
            }
        }
    }
    decoded.extend_from_slice(text);
}

/// Replaces every `%20`; a `%` before something else is kept.
pub(crate) fn unpercent(mut text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(at) = text.iter().position(|byte| *byte == b'%') {
        decoded.extend_from_slice(&text[..at]);
        let byte = hex(text.get(at + 1..at + 3));
        decoded.push(byte.unwrap_or(b'%'));
        text = &text[at + if byte.is_some() { 3 } else { 1 }..];
    }
    decoded.extend_from_slice(text);
    decoded
}

fn hex(digits: Option<&[u8]>) -> Option<u8> {
    let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(body: &str, encoding: &str) -> String {
        String::from_utf8(decode(body.as_bytes(), Some(encoding)).into_owned()).unwrap()
    }

    #[test]
    fn base64_is_forgiving() {
        for body in
            ["QUJDRA==", "QUJD\r\nRA==\r\n", "QUJDRA", "QUJD!RA==\r\n", "QUI=Q0Q=", "QUJDRAx==", " QUJDRA= "]
        {
            let expected = if body.contains('x') { "ABCD\u{c}" } else { "ABCD" };
            assert_eq!(decoded(body, "BASE64 "), expected, "{body}");
        }
        assert_eq!(decoded("", "base64"), "");
        assert_eq!(decoded("QUJDR", "base64"), "ABC");
        let text = "This was never encoded, whatever the label says. - You know?";
        assert_eq!(decoded(text, "base64"), text);
    }

    #[test]
    fn quoted_printable_is_forgiving() {
        assert_eq!(decoded("a=3Db =\r\nc  \r\nd=\r\n", "Quoted-Printable"), "a=b c\r\nd");
        assert_eq!(decoded("50 = 50, 1=2, =ZZ =4", "quoted-printable"), "50 = 50, 1=2, =ZZ =4");
        assert_eq!(decoded("=c3=bc=C3=BC=20\r\n", "quoted-printable"), "üü \r\n");
    }

    #[test]
    fn other_encodings_are_none() {
        for encoding in ["7bit", "8bit", "binary", "x-unknown", ""] {
            assert_eq!(decoded("a=3D", encoding), "a=3D");
        }
        assert_eq!(decode(b"x", None), Cow::Borrowed(b"x"));
    }

    #[test]
    fn percents() {
        assert_eq!(unpercent(b"a%20b%2%zz%"), b"a b%2%zz%");
    }
}
