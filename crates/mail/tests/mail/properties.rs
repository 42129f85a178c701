//! Mails that nobody would write.

use std::{fs, path::Path, sync::LazyLock};

use mail::read;
use mail_builder::{
    MessageBuilder,
    mime::{BodyPart, MimePart},
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::fuzzed::{is_harmless, keeps_its_word, run, shown};

/// Every fixture, to be mutated.
static MAILS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mails");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mails = paths.iter().filter(|path| path.extension().is_some_and(|it| it == "eml"));
    mails.map(|path| fs::read(path).unwrap()).collect()
});

/// What makes a difference to a reader of mails.
const TOKENS: &[&str] = &[
    "\r\n",
    "\r\n\r\n",
    "--",
    "--b",
    "--m--",
    ": ",
    ";",
    "=",
    "=?utf-8?B?",
    "?=",
    "\"",
    "\\",
    "(",
    ")",
    "<",
    ">",
    "@",
    "\u{0}",
    "=\r\n",
    "Content-Type: ",
    "multipart/mixed; boundary=",
    "multipart/alternative",
    "message/rfc822",
    "Content-Transfer-Encoding: base64\r\n",
    "Content-Disposition: attachment; filename*0*=",
    "charset=utf-7",
    "[expires ",
    "]",
    "%C3",
    "<table>",
    "<svg>",
    "</td>",
    "<!--",
    "<a href=\"javascript:x\">",
    "<img src=cid:",
    "ä",
];

/// A change of a mail: where, how much is removed, and what comes in its place.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let token = select(TOKENS).prop_map(|token| token.as_bytes().to_vec());
    (any::<prop::sample::Index>(), 0_usize..40, prop_oneof![token, vec(any::<u8>(), 0..4)])
}

fn html() -> impl Strategy<Value = String> {
    let name = select(
        &[
            "a",
            "b",
            "i",
            "p",
            "div",
            "span",
            "table",
            "tr",
            "td",
            "tbody",
            "caption",
            "ul",
            "li",
            "dl",
            "dt",
            "pre",
            "h1",
            "h2",
            "img",
            "br",
            "hr",
            "svg",
            "math",
            "select",
            "option",
            "script",
            "style",
            "textarea",
            "title",
            "template",
            "noscript",
            "form",
            "font",
            "blockquote",
            "o:p",
            "annotation-xml",
            "foreignObject",
            "mtext",
            "plaintext",
        ][..],
    );
    let attribute = select(
        &[
            "",
            " href=https://x.org/",
            " href='javascript:x'",
            " href=\"https:&#47;/[x\"",
            " src=cid:1",
            " src=attachment:2",
            " onclick=x",
            " style='x:y'",
            " dir=rtl",
            " title='\"<>&amp;&lt;'",
            " colspan=2",
            " align=left",
            " lang=de",
            " alt='<b>'",
            " =",
            " \"",
            " '",
            "/",
            " title=\"",
            " target=x rel=y",
            " encoding=text/html",
        ][..],
    );
    let open = (name.clone(), attribute.clone(), attribute)
        .prop_map(|(name, one, two)| format!("<{name}{one}{two}>"));
    let close = name.prop_map(|name| format!("</{name}>"));
    let text = select(
        &[
            "x",
            " ",
            "\n",
            "\r\n",
            "&lt;",
            "&amp;lt;",
            "&#10;",
            "&#13;",
            "&nbsp;",
            "<",
            ">",
            "&",
            "<!--",
            "-->",
            "<![if x]>",
            "<![CDATA[",
            "]]>",
            "\0",
            "ä",
            "&#0;",
            "&#x80;",
            "javascript:",
            "<3",
        ][..],
    );
    vec(prop_oneof![4 => open, 2 => close, 2 => text.prop_map(str::to_owned)], 0..30)
        .prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(body in vec(any::<u8>(), 0..2000)) {
        run(&body);
        let mail = read(&[&b"From: a@x.org\r\nContent-Type: text/html\r\n\r\n"[..], &body].concat()).unwrap();
        keeps_its_word(&mail);
    }

    #[test]
    fn any_tokens_are_read(tokens in vec(select(TOKENS), 0..60)) {
        let raw = format!("From: a@x.org\r\nContent-Type: {}", tokens.concat());
        if let Ok(mail) = read(raw.as_bytes()) {
            keeps_its_word(&mail);
        }
    }

    #[test]
    fn any_changed_mail_is_read(which in any::<prop::sample::Index>(), changes in vec(change(), 1..8)) {
        let mut raw = which.get(&MAILS).clone();
        for (at, removed, token) in changes {
            let start = at.index(raw.len() + 1);
            let end = (start + removed).min(raw.len());
            raw.splice(start..end, token);
        }
        if let Ok(mail) = read(&raw) {
            keeps_its_word(&mail);
        }
    }

    #[test]
    fn any_html_is_shown(html in html()) {
        let once = shown(&html);
        is_harmless(&once);
        prop_assert_eq!(shown(&once), once);
    }

    #[test]
    fn any_file_arrives_as_it_was_attached(
        content in vec(any::<u8>(), 0..3000),
        text in "[ -~äöü\u{4e2d}]{0,300}",
        name in "[a-zA-Z0-9äöü\u{4e2d}_-][a-zA-Z0-9 äöü\u{4e2d}_-]{0,40}[a-z]\\.[a-z]{1,4}",
        media_type in select(&["application/x-data", "text/plain", "text/html", "image/png", "message/x-y"][..]),
    ) {
        let binary = MimePart::new(media_type, BodyPart::Binary(content.clone().into())).attachment(name.as_str());
        let binary = match media_type {
            // The builder writes text with the line ends of mail.
            _ if media_type.starts_with("text/") => {
                let encoded = encode(&content);
                MimePart::new(media_type, BodyPart::Text(encoded.into()))
                    .attachment(name.as_str())
                    .transfer_encoding("base64")
            }
            _ => binary,
        };
        let composed = MessageBuilder::new()
            .from(("Ana", "ana@example.org"))
            .subject(text.as_str())
            .date(0_i64)
            .message_id("1@x")
            .body(MimePart::new("multipart/mixed", vec![MimePart::new("text/plain", "Here."), binary]))
            .write_to_vec()
            .unwrap();
        let mail = read(&composed).unwrap();
        prop_assert_eq!(mail.text, "Here.");
        prop_assert_eq!(mail.attachments.len(), 1);
        prop_assert_eq!(&mail.attachments[0].name, &name.split(' ').filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" "));
        prop_assert_eq!(&mail.attachments[0].media_type, media_type);
        prop_assert!(mail.attachments[0].content == content);
    }
}

fn encode(content: &[u8]) -> String {
    let mut encoded = Vec::new();
    mail_builder::encoders::base64::base64_encode_mime(content, &mut encoded, false).unwrap();
    String::from_utf8(encoded).unwrap()
}
