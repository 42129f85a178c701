//! What a file is called, and what it is.

use crate::header::line;

/// The media types whose file endings are known, the one to use for a file without a name first.
const TYPES: &[(&str, &str)] = &[
    ("application/pdf", "pdf"),
    ("application/zip", "zip"),
    ("application/rtf", "rtf"),
    ("application/json", "json"),
    ("application/msword", "doc"),
    ("application/vnd.ms-excel", "xls"),
    ("application/vnd.ms-powerpoint", "ppt"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    ("application/pkcs7-mime", "p7m"),
    ("application/x-pkcs7-mime", "p7m"),
    ("application/pkcs7-signature", "p7s"),
    ("application/ics", "ics"),
    ("image/jpeg", "jpg"),
    ("image/jpeg", "jpeg"),
    ("image/png", "png"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("image/avif", "avif"),
    ("image/bmp", "bmp"),
    ("image/heic", "heic"),
    ("image/tiff", "tif"),
    ("image/svg+xml", "svg"),
    ("audio/mpeg", "mp3"),
    ("audio/mp4", "m4a"),
    ("audio/ogg", "ogg"),
    ("audio/wav", "wav"),
    ("audio/amr", "amr"),
    ("video/mp4", "mp4"),
    ("video/quicktime", "mov"),
    ("video/3gpp", "3gp"),
    ("text/plain", "txt"),
    ("text/html", "html"),
    ("text/csv", "csv"),
    ("text/calendar", "ics"),
    ("text/vcard", "vcf"),
    ("text/x-vcard", "vcf"),
    ("text/rfc822-headers", "txt"),
    ("message/rfc822", "eml"),
    ("message/global", "eml"),
    ("message/delivery-status", "txt"),
    ("message/disposition-notification", "txt"),
];

/// What is not known any better.
pub(crate) const UNKNOWN: &str = "application/octet-stream";

/// A file's name without a path, without what controls text or deceives, and with nothing that a file system forbids.
/// `None` when nothing is left.
pub(crate) fn clean(name: &str) -> Option<String> {
    let base = name.trim().rsplit(['/', '\\']).next().unwrap_or_default();
    let name = line(base).replace(['<', '>', ':', '"', '|', '?', '*'], "_");
    let name = name.trim_matches(['.', ' ']);
    (!name.is_empty()).then(|| shortened(name))
}

/// A name for a file without one. `number` counts from one.
pub(crate) fn default(media_type: &str, number: usize) -> String {
    let ending = TYPES.iter().find(|(of, _)| *of == media_type).map_or("bin", |(_, ending)| ending);
    format!("attachment-{number}.{ending}")
}

/// The media type that a header names, or that a name's ending tells when the header says nothing.
pub(crate) fn media_type(header: &str, name: &str) -> String {
    let known = if is_media_type(header) { header } else { UNKNOWN };
    if known != UNKNOWN {
        return known.to_owned();
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    TYPES.iter().find(|(_, of)| *of == ending).map_or(UNKNOWN, |(media_type, _)| media_type).to_owned()
}

/// Two tokens (RFC 2045, 5.1) in lower case.
fn is_media_type(text: &str) -> bool {
    let is_token = |text: &str| {
        let token = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "!#$&^_.+-".contains(c);
        (1..=100).contains(&text.len()) && text.chars().all(token)
    };
    text.split_once('/').is_some_and(|(main, sub)| is_token(main) && is_token(sub))
}

/// A name that is not too long, and still ends as it did.
fn shortened(name: &str) -> String {
    if name.len() <= domain::MAX_ATTACHMENT_NAME {
        return name.to_owned();
    }
    let ending =
        name.rfind('.').map(|dot| &name[dot..]).filter(|ending| ending.len() <= 20).unwrap_or_default();
    let end = name.floor_char_boundary(domain::MAX_ATTACHMENT_NAME - ending.len());
    format!("{}{ending}", name[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned() {
        for (name, cleaned) in [
            ("plan.pdf", Some("plan.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\Users\\ana\\Pläne 1.pdf", Some("Pläne 1.pdf")),
            ("invoice\u{202e}fdp.exe", Some("invoicefdp.exe")),
            ("a\r\nb\u{0}\tc.txt", Some("a b c.txt")),
            ("what?.txt", Some("what_.txt")),
            (".htaccess", Some("htaccess")),
            ("..", None),
            ("dir/", None),
            (" \u{200f}", None),
        ] {
            assert_eq!(clean(name).as_deref(), cleaned, "{name:?}");
        }
    }

    #[test]
    fn long_names_keep_their_ending() {
        let name = clean(&format!("{}.pdf", "ä".repeat(300))).unwrap();
        assert!(name.len() <= 200 && name.len() > 195 && name.ends_with("ä.pdf"));
        assert_eq!(clean(&"x".repeat(300)).unwrap().len(), 200);
        assert_eq!(clean(&format!("a.{}", "x".repeat(300))).unwrap().len(), 200);
    }

    #[test]
    fn types() {
        assert_eq!(media_type("image/png", "a.pdf"), "image/png");
        assert_eq!(media_type("application/octet-stream", "a.PDF"), "application/pdf");
        assert_eq!(media_type("not a type", "a"), UNKNOWN);
        assert_eq!(media_type("", ""), UNKNOWN);
        assert_eq!(default("application/pdf", 2), "attachment-2.pdf");
        assert_eq!(default("x/y", 3), "attachment-3.bin");
    }
}
