use crate::{
    Mail, Refusal,
    body::Body,
    header::{Headers, line, shortened},
    shown::Shown,
    wishes::Collector,
    word,
};

/// The longest `Message-ID` that a report can refer to.
const MAX_ID: usize = 500;

/// Reads a mail as a mail program wrote it (RFC 5322, MIME).
///
/// # Errors
/// When it cannot be taken; the refusal tells the sender why.
pub fn read(raw: &[u8]) -> Result<Mail, Refusal> {
    let (headers, body) = Headers::split(raw)?;
    let from = authors(&headers)?;
    let mut wishes = Collector::default();
    wishes.headers(&headers)?;
    let subject = subject(&headers, &mut wishes)?;
    let wishes = wishes.finish()?;
    let Shown { text, html, attachments } = Shown::of(Body::read(&headers, body)?)?;
    let wants_receipt = headers.first("disposition-notification-to").is_some_and(|to| !to.is_empty());
    Ok(Mail {
        from,
        message_id: message_id(&headers),
        subject,
        text,
        html,
        attachments,
        wishes,
        wants_receipt,
    })
}

/// Everybody whom the mail names as its author or sender.
fn authors(headers: &Headers) -> Result<Vec<String>, Refusal> {
    if ["from", "sender"].iter().any(|name| headers.all(name).nth(1).is_some()) {
        return Err(Refusal::TwoFroms);
    }
    let mut from = headers.addresses("from");
    if from.is_empty() {
        return Err(Refusal::NoFrom);
    }
    for name in ["sender", "resent-from", "resent-sender"] {
        from.extend(headers.addresses(name));
    }
    from.sort_unstable();
    from.dedup();
    Ok(from)
}

/// The first subject. Wishes are taken from all of them, because one that is not shown is wished for nevertheless.
fn subject(headers: &Headers, wishes: &mut Collector) -> Result<String, Refusal> {
    let mut subjects = Vec::new();
    for value in headers.all("subject") {
        subjects.push(wishes.subject(&line(&word::decode(value)))?);
    }
    let first = subjects.into_iter().next().unwrap_or_default();
    Ok(shortened(&first, domain::MAX_SUBJECT_BYTES))
}

fn message_id(headers: &Headers) -> Option<String> {
    let id = headers.id("message-id")?;
    let is_plain = id.len() <= MAX_ID && id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'<');
    is_plain.then(|| id.to_owned())
}
