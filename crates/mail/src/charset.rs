//! From bytes to text, whatever the label says.

use std::borrow::Cow;

use mail_parser::decoders::charsets::{DecoderFnc, map::charset_decoder};

/// Decodes text in the charset that its label names.
///
/// Labels lie. One that is missing, unknown or plainly wrong makes the text UTF-8 if it can be, and Windows-1252
/// otherwise, which has a character for every byte. What says to be ASCII or Latin-1 is Windows-1252, as for browsers
/// (WHATWG Encoding, 4.2).
pub(crate) fn decode(bytes: &[u8], label: Option<&str>) -> String {
    let label = label.map(canonical).unwrap_or_default();
    match label.as_ref() {
        "utf-7" | "unicode-1-1-utf-7" | "csutf7" => utf7(bytes),
        label => match decoder(label) {
            Some(decode) => without_mark(decode(bytes)),
            None => guess(bytes),
        },
    }
}

/// The first word of a label, in lower case and without what labels have around them by mistake.
fn canonical(label: &str) -> Cow<'static, str> {
    let word = label.trim_matches(|c: char| c.is_whitespace() || "\"';,".contains(c));
    let word = word.split_ascii_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let known = match word.as_str() {
        "cp932" | "windows-31j" | "x-sjis" | "ms932" | "sjis" | "shift-jis" | "csshiftjis" => "shift_jis",
        "cp949" | "uhc" | "windows-949" | "korean" | "ksc5601" | "ks_c_5601" | "ksc_5601" => "euc-kr",
        "cp936" | "x-gbk" | "chinese" | "gb_2312-80" | "csgb2312" | "euc-cn" | "x-euc-cn" => "gbk",
        "cp950" | "big5-hkscs" | "big5hkscs" | "x-x-big5" | "cn-big5" | "big-5" => "big5",
        "x-euc-jp" | "eucjp" => "euc-jp",
        "iso-2022-jp-1" | "iso-2022-jp-2" | "iso-2022-jp-3" | "iso-2022-jp-ms" | "cp50220" | "cp50221" => {
            "iso-2022-jp"
        }
        "cp1250" | "x-cp1250" => "windows-1250",
        "cp1251" | "x-cp1251" | "win1251" => "windows-1251",
        "cp1253" => "windows-1253",
        "cp1254" => "windows-1254",
        "cp1255" => "windows-1255",
        "cp1256" => "windows-1256",
        "cp1257" => "windows-1257",
        "cp1258" => "windows-1258",
        "koi8" | "koi" | "koi8r" | "koi8_r" => "koi8-r",
        "iso-8859-8-i" | "iso-8859-8-e" | "logical" | "visual" => "iso-8859-8",
        "iso8859-2" | "iso88592" => "iso-8859-2",
        "iso8859-15" | "iso885915" | "latin9" | "latin-9" => "iso-8859-15",
        "x-mac-roman" => "macintosh",
        _ => return Cow::Owned(word),
    };
    Cow::Borrowed(known)
}

/// `None` for the labels that say least and are wrong most: ASCII, Latin-1, UTF-8 and unknown ones.
fn decoder(label: &str) -> Option<DecoderFnc> {
    let guessed = matches!(
        label,
        "" | "us-ascii" | "ascii" | "utf-8" | "utf8" | "iso-8859-1" | "iso8859-1" | "latin1" | "windows-1252"
    );
    // mail-parser looks at the first 45 bytes, and would find a charset in a longer label that begins with it.
    if guessed || label.len() > 44 { None } else { charset_decoder(label.as_bytes()) }
}

fn guess(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => without_mark(text.to_owned()),
        Err(_) if is_mostly_utf8(bytes) => without_mark(String::from_utf8_lossy(bytes).into_owned()),
        Err(_) => windows_1252(bytes),
    }
}

/// Whether more characters are well-formed sequences of several bytes than bytes are not: UTF-8 that was cut, and not
/// text in another charset.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad
}

pub(crate) fn windows_1252(bytes: &[u8]) -> String {
    charset_decoder(b"windows-1252").map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |f| f(bytes))
}

fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// UTF-7 (RFC 2152). mail-parser's loses the character after a shifted sequence, and a sequence at the end.
fn utf7(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(plus) = rest.iter().position(|byte| *byte == b'+') {
        text.push_str(&guess(&rest[..plus]));
        rest = &rest[plus + 1..];
        let end = rest.iter().position(|byte| !is_base64(*byte)).unwrap_or(rest.len());
        let absorbs = rest.get(end) == Some(&b'-');
        if end == 0 {
            text.push('+');
        } else {
            text.push_str(&shifted(&rest[..end]));
        }
        rest = &rest[end + usize::from(absorbs)..];
    }
    text.push_str(&guess(rest));
    text
}

const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}

/// UTF-16BE in Base64 without padding.
fn shifted(base64: &[u8]) -> String {
    let bytes = crate::transfer::base64(base64);
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_followed() {
        for (label, bytes, text) in [
            ("UTF-8", "Grüße".as_bytes(), "Grüße"),
            ("iso-8859-1", b"Gr\xfc\xdfe \x96 5 \x80", "Grüße – 5 €"),
            ("iso-8859-2", b"\xbe\xed\xbe", "žíž"),
            ("koi8-r", b"\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"),
            ("Shift_JIS", b"\x83n\x83\x8d\x81[", "ハロー"),
            ("cp932", b"\x83n\x83\x8d\x81[", "ハロー"),
            ("iso-2022-jp", b"\x1b$B%O%m!<\x1b(B", "ハロー"),
            ("ks_c_5601-1987", b"\xbe\xc8\xb3\xe7", "안녕"),
            ("gb2312", b"\xc4\xe3\xba\xc3", "你好"),
            ("big5", b"\xa7A\xa6n", "你好"),
            ("\"utf-16le\"", b"\xe9\x00\xe8\x00", "éè"),
            ("utf-16", b"\xfe\xff\x00\xe9", "é"),
            ("utf-7", b"Hi +AOk +- 1+AKM-2 +ZeVnLIqe", "Hi é + 1£2 日本語"),
        ] {
            assert_eq!(decode(bytes, Some(label)), text, "{label}");
        }
    }

    #[test]
    fn every_short_text_is_whole() {
        for label in ["shift_jis", "gb18030", "iso-2022-jp", "big5", "euc-kr", "ibm866", "windows-874"] {
            for text in ["", "a", "ab", "a b c"] {
                assert_eq!(decode(text.as_bytes(), Some(label)), text, "{label}");
            }
            // One byte that is none of any charset's, at the end and alone.
            for bytes in [&b"\xff"[..], b"a\xff", b"\xff\xff\xff\xff", b"ab\x1b$", b"\x1b"] {
                assert!(!decode(bytes, Some(label)).is_empty(), "{label} {bytes:?}");
            }
        }
    }

    #[test]
    fn wrong_labels_degrade() {
        assert_eq!(decode("Grüße".as_bytes(), Some("x-unknown")), "Grüße");
        assert_eq!(decode(b"Gr\xfc\xdfe", Some("x-unknown")), "Grüße");
        assert_eq!(decode(b"Gr\xfc\xdfe", Some("utf-8")), "Grüße");
        assert_eq!(decode("Grüße".as_bytes(), Some("us-ascii")), "Grüße");
        assert_eq!(decode("Grüße".as_bytes(), None), "Grüße");
        assert_eq!(decode("\u{feff}x".as_bytes(), None), "x");
        assert_eq!(decode(b"\xc3\xa9\xc3\xa9\xc3", Some("utf-8")), "éé\u{fffd}");
    }
}
