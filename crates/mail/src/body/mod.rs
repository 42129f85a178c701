//! What of a mail's parts is its text, and what is a file.

mod part;

use crate::{
    Attachment, Refusal,
    header::{Headers, shortened},
    name, plain,
};

use part::{Part, Within};

/// How deep multiparts can be within one another, forwarded mails included.
const MAX_DEPTH: usize = 20;
/// How many parts there can be.
const MAX_PARTS: usize = 1000;
/// How many mails within mails are shown. What is forwarded within the last of them stays a file.
const MAX_FORWARDS: usize = 4;

const ENCRYPTED: &str = "This mail is encrypted and attached as it came. \
    It can be read with the program and the key that it was made for.";
const OPAQUE: &str = "This mail's text is wrapped in a signature (S/MIME), and attached as it came.";

/// The content of a mail, taken apart.
#[derive(Default)]
pub(crate) struct Body {
    /// The texts, in the order in which they are shown.
    pub(crate) pieces: Vec<Piece>,
    /// The files, in theirs.
    pub(crate) files: Vec<File>,
    parts: usize,
}

/// A text that is shown.
#[derive(Default)]
pub(crate) struct Piece {
    /// As plain text. `None` when there is only HTML.
    pub(crate) text: Option<String>,
    /// As HTML; empty when there is only text.
    pub(crate) html: Vec<Html>,
}

/// A piece of HTML, as it came, or text that stands between two.
pub(crate) enum Html {
    Source {
        html: String,
        /// The number of the first file of the mail, or of the forwarded mail, that it is in.
        scope: usize,
    },
    Text(String),
}

/// A file, and how HTML refers to it.
pub(crate) struct File {
    pub(crate) attachment: Attachment,
    /// Its `Content-ID`, without angle brackets.
    pub(crate) id: Option<String>,
    /// Its `Content-Location`.
    pub(crate) location: Option<String>,
}

/// Where a part is.
#[derive(Clone, Copy)]
struct Place {
    within: Within,
    depth: usize,
    forwards: usize,
    /// Whether it is the first part, or one of the alternatives for it: a mail's text, even if it has a name.
    leads: bool,
    scope: usize,
}

impl Body {
    /// Takes a mail apart.
    ///
    /// # Errors
    /// When it has too many parts, or fragments.
    pub(crate) fn read(headers: &Headers, body: &[u8]) -> Result<Self, Refusal> {
        let mut read = Self::default();
        let place = Place { within: Within::Mail, depth: 0, forwards: 0, leads: true, scope: 0 };
        read.part(headers, body, place)?;
        Ok(read)
    }

    fn part(&mut self, headers: &Headers, body: &[u8], place: Place) -> Result<(), Refusal> {
        self.parts += 1;
        if self.parts > MAX_PARTS || place.depth > MAX_DEPTH {
            return Err(Refusal::Parts);
        }
        let part = Part::new(headers, body, place.within);
        match part.media_type.split_once('/') {
            Some(("multipart", kind)) => self.multipart(&part, kind, place),
            Some(("message", "rfc822" | "global")) => self.forward(&part, place),
            Some(("message", "partial")) => Err(Refusal::Fragment),
            _ => self.leaf(&part, place),
        }
    }

    fn multipart(&mut self, part: &Part<'_>, kind: &str, place: Place) -> Result<(), Refusal> {
        let Some(children) = part.children()? else {
            // Without a boundary it is one text, and shown rather than lost.
            self.text(&part.as_text());
            return Ok(());
        };
        let place = Place { depth: place.depth + 1, ..place };
        match kind {
            "alternative" => self.alternatives(&children, place),
            "related" => self.related(part, &children, place),
            "encrypted" => self.encrypted(&children),
            "signed" => self.mixed(without_signature(&children), Within::Mixed, place),
            "digest" => self.mixed(&children, Within::Digest, place),
            _ => self.mixed(&children, Within::Mixed, place),
        }
    }

    fn mixed(&mut self, children: &[&[u8]], within: Within, place: Place) -> Result<(), Refusal> {
        for (position, child) in children.iter().enumerate() {
            self.child(child, Place { within, leads: place.leads && position == 0, ..place })?;
        }
        Ok(())
    }

    fn child(&mut self, raw: &[u8], place: Place) -> Result<(), Refusal> {
        let (headers, body) = Headers::split(raw)?;
        self.part(&headers, body, place)
    }

    /// Of all forms of one text: the first plain one, and the last with HTML, because the richest comes last.
    fn alternatives(&mut self, children: &[&[u8]], place: Place) -> Result<(), Refusal> {
        let start = self.pieces.len();
        let (mut plain, mut rich) = (None, None);
        for child in children {
            self.child(child, Place { within: Within::Mixed, leads: true, ..place })?;
            let pieces = self.pieces.split_off(start);
            if pieces.iter().any(|piece| !piece.html.is_empty()) {
                rich = Some(pieces);
            } else if !pieces.is_empty() && plain.is_none() {
                plain = Some(pieces);
            }
        }
        self.pieces.extend(match (plain, rich) {
            (Some(plain), Some(rich)) => vec![both(plain, rich)],
            (one, other) => one.or(other).unwrap_or_default(),
        });
        Ok(())
    }

    /// The root, which is the first part unless the header names another (RFC 2387), and what it refers to.
    fn related(&mut self, part: &Part<'_>, children: &[&[u8]], place: Place) -> Result<(), Refusal> {
        let mut read = Vec::with_capacity(children.len());
        for child in children {
            read.push(Headers::split(child)?);
        }
        let start = part.typed.plain("start").map(|start| start.trim_matches(['<', '>']));
        let is_start = |headers: &Headers| start.is_some() && headers.id("content-id") == start;
        let root = read.iter().position(|(headers, _)| is_start(headers)).unwrap_or(0);
        for (position, (headers, body)) in read.iter().enumerate() {
            let within = if position == root { Within::Mixed } else { Within::Related };
            self.part(headers, body, Place { within, leads: place.leads && position == root, ..place })?;
        }
        Ok(())
    }

    fn encrypted(&mut self, children: &[&[u8]]) -> Result<(), Refusal> {
        self.text(ENCRYPTED);
        for child in children {
            let (headers, body) = Headers::split(child)?;
            let part = Part::new(&headers, body, Within::Mixed);
            // This says only which version of the format the other part has (RFC 3156, 4).
            if part.media_type != "application/pgp-encrypted" {
                self.file(&part)?;
            }
        }
        Ok(())
    }

    /// A mail within the mail: shown below, its files with the others.
    fn forward(&mut self, part: &Part<'_>, place: Place) -> Result<(), Refusal> {
        if place.forwards >= MAX_FORWARDS {
            return self.file(part);
        }
        let raw = part.content();
        let (headers, body) = Headers::split(&raw)?;
        self.text(&forwarded(&headers));
        let place = Place {
            within: Within::Mail,
            depth: place.depth + 1,
            forwards: place.forwards + 1,
            leads: true,
            scope: self.files.len(),
        };
        self.part(&headers, body, place)
    }

    fn leaf(&mut self, part: &Part<'_>, place: Place) -> Result<(), Refusal> {
        match part.media_type.as_str() {
            _ if !part.is_shown(place.within, place.leads) => self.file(part),
            "text/html" => {
                let html = part.as_html();
                if !html.trim().is_empty() {
                    let html = vec![Html::Source { html, scope: place.scope }];
                    self.pieces.push(Piece { text: None, html });
                }
                Ok(())
            }
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
                let signed = part.typed.plain("smime-type").is_some_and(|kind| kind.starts_with("signed"));
                self.text(if signed { OPAQUE } else { ENCRYPTED });
                self.file(part)
            }
            _ => {
                self.text(&part.as_text());
                Ok(())
            }
        }
    }

    fn text(&mut self, text: &str) {
        let text = plain::tidy(text);
        if !text.is_empty() {
            self.pieces.push(Piece { text: Some(text), html: Vec::new() });
        }
    }

    fn file(&mut self, part: &Part<'_>) -> Result<(), Refusal> {
        if self.files.len() >= domain::MAX_ATTACHMENTS {
            return Err(Refusal::Attachments { max: domain::MAX_ATTACHMENTS });
        }
        let name = part.name.as_deref().and_then(name::clean);
        let media_type = name::media_type(&part.media_type, name.as_deref().unwrap_or_default());
        let name = name.unwrap_or_else(|| name::default(&media_type, self.files.len() + 1));
        let attachment = Attachment { name, media_type, content: part.content().into_owned(), inline: false };
        self.files.push(File {
            attachment,
            id: part.headers.id("content-id").map(str::to_owned),
            location: part.headers.text("content-location"),
        });
        Ok(())
    }
}

/// A plain and a rich form of one text.
fn both(plain: Vec<Piece>, rich: Vec<Piece>) -> Piece {
    let texts: Vec<String> = plain.into_iter().filter_map(|piece| piece.text).collect();
    let html = rich.into_iter().flat_map(|piece| match piece.text {
        Some(text) if piece.html.is_empty() => vec![Html::Text(text)],
        _ => piece.html,
    });
    Piece { text: Some(texts.join("\n\n")), html: html.collect() }
}

/// What is signed. The signature cannot be checked on what is shown, and would be a file that nobody can use.
fn without_signature<'x, 'y>(children: &'y [&'x [u8]]) -> &'y [&'x [u8]] {
    let signs = |raw: &[u8]| {
        let media_type = Headers::split(raw).ok().and_then(|(headers, _)| headers.typed("content-type"));
        media_type.is_some_and(|typed| typed.value.ends_with("-signature"))
    };
    match children {
        [signed @ .., signature] if !signed.is_empty() && signs(signature) => signed,
        all => all,
    }
}

/// What stands above a forwarded mail.
fn forwarded(headers: &Headers) -> String {
    let mut block = "---------- Forwarded message ----------".to_owned();
    for (title, name) in [("From", "from"), ("Date", "date"), ("Subject", "subject")] {
        if let Some(value) = headers.text(name).filter(|value| !value.is_empty()) {
            block.push_str(&format!("\n{title}: {}", shortened(&value, 300)));
        }
    }
    block
}
