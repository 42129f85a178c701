//! What of a mail's body is shown, and what is attached. Nothing is lost: what is too long to be shown is attached.

use std::cell::RefCell;

use crate::{
    Attachment, Refusal,
    body::{Body, File, Html, Piece},
    html, plain,
    transfer::unpercent,
};

/// How much HTML is made fit to be shown; more is a file.
const MAX_HTML: usize = 1024 * 1024;

const CUT: &str =
    "\n\n(The text is too long to be shown here. All of it is in the attached file message.txt.)";

/// A body, as it is shown.
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) html: Option<String>,
    pub(crate) attachments: Vec<Attachment>,
}

impl Shown {
    /// Puts a body's pieces together.
    ///
    /// # Errors
    /// When there is more than a message can have.
    pub(crate) fn of(body: Body) -> Result<Self, Refusal> {
        let Body { pieces, mut files, .. } = body;
        let html = rendered(&pieces, &mut files);
        let texts: Vec<_> = pieces.iter().map(as_text).filter(|text| !text.is_empty()).collect();
        let mut attachments: Vec<_> = files.into_iter().map(|file| file.attachment).collect();
        if html.is_none() && sources(&pieces).next().is_some() {
            attachments.push(whole_html(&pieces));
        }
        let text = cut(texts.join("\n\n"), &mut attachments);
        check(&attachments)?;
        Ok(Self { text, html: html.filter(|html| !html.is_empty()), attachments })
    }
}

/// The HTML of a body that has some. `None` when it has none, or more than can be shown. The images that it shows are
/// marked.
fn rendered(pieces: &[Piece], files: &mut [File]) -> Option<String> {
    let size: usize = sources(pieces).map(str::len).sum();
    if size == 0 || size > MAX_HTML {
        return None;
    }
    let images = RefCell::new(Vec::new());
    let html = render(pieces, files, &images);
    if html.len() > domain::MAX_BODY_BYTES {
        return None;
    }
    for image in images.into_inner() {
        files[image].attachment.inline = true;
    }
    Some(html)
}

/// All HTML as it came, and the text that stands between.
fn sources(pieces: &[Piece]) -> impl Iterator<Item = &str> {
    pieces.iter().flat_map(|piece| &piece.html).map(|html| match html {
        Html::Source { html, .. } => html.as_str(),
        Html::Text(text) => text,
    })
}

/// The pieces as one HTML, and the numbers of the images that it shows.
fn render(pieces: &[Piece], files: &[File], images: &RefCell<Vec<usize>>) -> String {
    let mut rendered = String::new();
    for piece in pieces {
        if let (Some(text), true) = (&piece.text, piece.html.is_empty()) {
            rendered.push_str(&html::of_text(text));
        }
        for part in &piece.html {
            rendered.push_str(&match part {
                Html::Text(text) => html::of_text(text),
                Html::Source { html, scope } => html::sanitise(html, |source| {
                    let image = image(source, *scope, files)?;
                    images.borrow_mut().push(image);
                    Some(image)
                }),
            });
        }
    }
    rendered.trim().to_owned()
}

/// The file that an image's source means (RFC 2392, RFC 2557): one that came with the same mail, rather than with one
/// that it forwards.
fn image(source: &str, scope: usize, files: &[File]) -> Option<usize> {
    let id = source.split_at_checked(4).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("cid:"));
    let id = id.map(|(_, id)| String::from_utf8_lossy(&unpercent(id.as_bytes())).into_owned());
    let meant = |file: &File| match &id {
        Some(id) => file.id.as_deref() == Some(id.trim_matches(['<', '>'])),
        None => !source.is_empty() && file.location.as_deref() == Some(source),
    };
    let is_image = |file: &File| {
        let media_type = file.attachment.media_type.as_str();
        // SVG is left out: it is a document of its own.
        matches!(
            media_type,
            "image/png"
                | "image/jpeg"
                | "image/jpg"
                | "image/pjpeg"
                | "image/gif"
                | "image/webp"
                | "image/bmp"
                | "image/avif"
        )
    };
    let found = |from: usize| (from..files.len()).find(|at| meant(&files[*at]) && is_image(&files[*at]));
    found(scope).or_else(|| found(0))
}

fn as_text(piece: &Piece) -> String {
    if let Some(text) = &piece.text {
        return text.clone();
    }
    let texts = piece.html.iter().map(|part| match part {
        Html::Text(text) => text.clone(),
        Html::Source { html, .. } => {
            let start = &html[..html.floor_char_boundary(MAX_HTML)];
            plain::tidy(&html::text(&html::sanitise(start, |_| None)))
        }
    });
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn whole_html(pieces: &[Piece]) -> Attachment {
    let sources: Vec<&str> = sources(pieces).collect();
    Attachment {
        name: "message.html".to_owned(),
        media_type: "text/html".to_owned(),
        content: sources.join("\n").into_bytes(),
        inline: false,
    }
}

/// A text that fits. One that does not is attached, and cut.
fn cut(text: String, attachments: &mut Vec<Attachment>) -> String {
    let text = text.trim_end();
    if text.len() <= domain::MAX_BODY_BYTES {
        return text.to_owned();
    }
    attachments.push(Attachment {
        name: "message.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        content: text.as_bytes().to_vec(),
        inline: false,
    });
    let end = text.floor_char_boundary(domain::MAX_BODY_BYTES - CUT.len());
    format!("{}{CUT}", &text[..end])
}

fn check(attachments: &[Attachment]) -> Result<(), Refusal> {
    if attachments.len() > domain::MAX_ATTACHMENTS {
        return Err(Refusal::Attachments { max: domain::MAX_ATTACHMENTS });
    }
    let bytes = attachments.iter().map(|it| it.content.len()).sum::<usize>();
    match u64::try_from(bytes) {
        Ok(bytes) if bytes <= domain::MAX_ATTACHMENT_BYTES => Ok(()),
        _ => Err(Refusal::Size),
    }
}
