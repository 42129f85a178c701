//! What holds for every mail, whoever wrote it: for the property tests, and for the fuzzer.

use domain::{MAX_ATTACHMENT_NAME, MAX_ATTACHMENTS, MAX_BODY_BYTES, MAX_SUBJECT_BYTES};
use mail::{Mail, read, show};

/// Reads what the fuzzer came up with: as a mail, and as HTML.
pub(crate) fn run(data: &[u8]) {
    if let Ok(mail) = read(data) {
        keeps_its_word(&mail);
    }
    let html = shown(&String::from_utf8_lossy(data));
    is_harmless(&html);
    assert_eq!(shown(&html), html);
}

/// Panics when what was read of a mail breaks a promise.
pub(crate) fn keeps_its_word(mail: &Mail) {
    assert!(!mail.from.is_empty());
    assert!(mail.subject.len() <= MAX_SUBJECT_BYTES && !mail.subject.contains(char::is_control));
    assert!(mail.text.len() <= MAX_BODY_BYTES);
    assert!(!mail.text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
    assert!(mail.attachments.len() <= MAX_ATTACHMENTS);
    for attachment in &mail.attachments {
        assert!(!attachment.name.is_empty() && attachment.name.len() <= MAX_ATTACHMENT_NAME);
        let strange = |c: char| c.is_control() || matches!(c, '/' | '\\' | '\u{202e}');
        assert!(!attachment.name.contains(strange), "{}", attachment.name);
        assert_eq!(attachment.media_type.matches('/').count(), 1);
        assert!(!attachment.inline || attachment.media_type.starts_with("image/"));
    }
    let id = mail.message_id.as_deref().unwrap_or("x");
    assert!(!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_graphic()));
    let Some(html) = &mail.html else { return };
    assert!(html.len() <= MAX_BODY_BYTES);
    is_harmless(html);
    assert_eq!(&shown(html), html);
}

/// Shown with the addresses that images have already.
pub(crate) fn shown(html: &str) -> String {
    show(html, |number| Some(format!("attachment:{number}")))
}

/// Looks at each tag as a browser would find it: what is not a tag has no `<` in it.
pub(crate) fn is_harmless(html: &str) {
    const NAMES: &str = " a abbr address article aside b bdi bdo big blockquote br caption center cite code dd del dfn div \
        dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp \
        section small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var wbr ";
    const ATTRIBUTES: &str = " align alt border colspan dir height href lang rel rowspan src start target title type valign value width ";
    for tag in html.split('<').skip(1) {
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let length = tag.find([' ', '>']).unwrap_or(tag.len());
        assert!(NAMES.contains(&format!(" {} ", &tag[..length])), "{tag}");
        let mut rest = tag[length..].trim_start();
        while !rest.starts_with('>') {
            let (name, after) = rest.split_once("=\"").unwrap_or((rest, ""));
            assert!(ATTRIBUTES.contains(&format!(" {name} ")), "{tag}");
            let (value, after) = after.split_once('"').unwrap_or((after, ">"));
            let scheme = value.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
            match name {
                "src" => assert!(value.starts_with("attachment:"), "{value}"),
                "href" => {
                    assert!(["http", "https", "mailto", "tel"].contains(&scheme.as_str()), "{value}")
                }
                _ => {}
            }
            rest = after.trim_start();
        }
    }
}
