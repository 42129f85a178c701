//! Mails as mail programs write them, and what has to be shown of each.
//!
//! `tests/mails/NAME.eml` is a mail, `NAME.json` what is expected of it. What a JSON file leaves out has the value that
//! it has in most mails.

use std::{fs, path::Path, time::Duration};

use mail::{Attachment, Mail, Wishes};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expected {
    /// The refusal's enhanced status code and what it has to say. Then nothing else is expected.
    refusal: Option<(String, String)>,
    from: Vec<String>,
    message_id: Option<String>,
    subject: String,
    text: String,
    html: Option<String>,
    attachments: Vec<File>,
    /// In seconds.
    expires: Option<u64>,
    remind: Option<u64>,
    wants_receipt: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    media_type: String,
    #[serde(flatten)]
    content: Content,
    #[serde(default)]
    inline: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Content {
    Text(String),
    Base64(String),
}

impl Default for Expected {
    fn default() -> Self {
        Self {
            refusal: None,
            from: vec!["ana@example.org".into()],
            message_id: None,
            subject: String::new(),
            text: String::new(),
            html: None,
            attachments: Vec::new(),
            expires: None,
            remind: None,
            wants_receipt: false,
        }
    }
}

impl Content {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Base64(text) => mail_parser::decoders::base64::base64_decode(text.as_bytes()).unwrap(),
        }
    }
}

fn check(name: &str, mail: &Mail, expected: &Expected) {
    assert_eq!(mail.from, expected.from, "{name}: from");
    assert_eq!(mail.message_id, expected.message_id, "{name}: message id");
    assert_eq!(mail.subject, expected.subject, "{name}: subject");
    assert_eq!(mail.text, expected.text, "{name}: text");
    assert_eq!(mail.html, expected.html, "{name}: html");
    let wishes = Wishes {
        expires: expected.expires.map(Duration::from_secs),
        remind: expected.remind.map(Duration::from_secs),
        ..Wishes::default()
    };
    assert_eq!(mail.wishes, wishes, "{name}: wishes");
    assert_eq!(mail.wants_receipt, expected.wants_receipt, "{name}: receipt");
    let names = |attachments: &[Attachment]| attachments.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    let expected_names: Vec<_> = expected.attachments.iter().map(|it| it.name.clone()).collect();
    assert_eq!(names(&mail.attachments), expected_names, "{name}: attachments");
    for (attachment, file) in mail.attachments.iter().zip(&expected.attachments) {
        let of = format!("{name}: {}", file.name);
        assert_eq!(attachment.media_type, file.media_type, "{of}");
        assert_eq!(attachment.inline, file.inline, "{of}");
        assert!(
            attachment.content == file.content.bytes(),
            "{of}: {:?}",
            attachment.content.escape_ascii().to_string()
        );
    }
}

fn compare(path: &Path) {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let json = fs::read(path.with_extension("json")).unwrap_or_else(|_| panic!("{name}.json is missing"));
    let expected: Expected = serde_json::from_slice(&json).unwrap_or_else(|e| panic!("{name}: {e}"));
    match (mail::read(&fs::read(path).unwrap()), &expected.refusal) {
        (Ok(mail), None) => check(&name, &mail, &expected),
        (Err(refusal), Some((code, says))) => {
            assert_eq!(refusal.enhanced(), code, "{name}: {refusal}");
            assert!(refusal.to_string().contains(says), "{name}: {refusal}");
        }
        (Ok(_), Some((_, says))) => panic!("{name} should be refused: {says}"),
        (Err(refusal), None) => panic!("{name} should be taken: {refusal}"),
    }
}

#[test]
fn every_mail_is_shown_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mails");
    let (mut count, mut failures) = (0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "eml") {
            continue;
        }
        if let Err(panic) = std::panic::catch_unwind(|| compare(&path)) {
            let said = panic.downcast_ref::<String>().cloned();
            failures.push(said.unwrap_or_else(|| panic.downcast_ref::<&str>().unwrap_or(&"?").to_string()));
        }
        count += 1;
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count >= 64, "only {count} mails");
}
