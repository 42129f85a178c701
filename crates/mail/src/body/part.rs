//! One part of a mail: its headers, understood, and what its bytes stand for.

use std::borrow::Cow;

use super::MAX_PARTS;
use crate::{Refusal, charset, header::Headers, multipart, name, param::Typed, plain, transfer};

/// What a part is in, for what it says about it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Mail,
    Mixed,
    /// Not the first part of a multipart/related: something that the first part refers to.
    Related,
    Digest,
}

/// A part with its headers understood.
pub(super) struct Part<'x> {
    pub(super) headers: &'x Headers,
    body: &'x [u8],
    pub(super) typed: Typed,
    /// The media type, or what goes for it when the header is missing or broken.
    pub(super) media_type: String,
    /// The file name, as it stands.
    pub(super) name: Option<String>,
    is_attachment: bool,
}

impl<'x> Part<'x> {
    pub(super) fn new(headers: &'x Headers, body: &'x [u8], within: Within) -> Self {
        let typed = headers.typed("content-type").unwrap_or_default();
        let disposition = headers.typed("content-disposition").unwrap_or_default();
        let name =
            disposition.text("filename").or_else(|| typed.text("name")).filter(|name| !name.is_empty());
        let media_type = match typed.value.as_str() {
            known if known.contains('/') => known.to_owned(),
            "" | "text" if within == Within::Digest => "message/rfc822".to_owned(),
            _ if name.is_some() => name::UNKNOWN.to_owned(),
            _ => "text/plain".to_owned(),
        };
        let is_attachment = disposition.value == "attachment";
        Self { headers, body, typed, media_type, name, is_attachment }
    }

    /// The bytes that it stands for.
    pub(super) fn content(&self) -> Cow<'x, [u8]> {
        transfer::decode(self.body, self.headers.first("content-transfer-encoding"))
    }

    /// The parts of a multipart. `None` when it has no boundary, or nothing between.
    pub(super) fn children(&self) -> Result<Option<Vec<&'x [u8]>>, Refusal> {
        let named = self.typed.plain("boundary").map(|boundary| boundary.trim_end().to_owned());
        let boundary =
            named.filter(|boundary| !boundary.is_empty()).or_else(|| multipart::boundary_of(self.body));
        match boundary {
            Some(boundary) => multipart::parts(self.body, &boundary, MAX_PARTS),
            None => Ok(None),
        }
    }

    /// Whether it is shown, and not kept as a file. What leads a mail is shown even if it has a name.
    pub(super) fn is_shown(&self, within: Within, leads: bool) -> bool {
        let is_text = matches!(
            self.media_type.as_str(),
            "text/plain" | "text/html" | "text/enriched" | "text/richtext" | "text/markdown"
        );
        match self.media_type.as_str() {
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => within == Within::Mail,
            _ => {
                is_text && !self.is_attachment && within != Within::Related && (self.name.is_none() || leads)
            }
        }
    }

    /// Its content as plain text.
    pub(super) fn as_text(&self) -> String {
        let text = charset::decode(&self.content(), self.typed.plain("charset"));
        let says =
            |name, value: &str| self.typed.plain(name).is_some_and(|it| it.eq_ignore_ascii_case(value));
        match self.media_type.as_str() {
            "text/enriched" | "text/richtext" => plain::unenrich(&text),
            _ if says("format", "flowed") => plain::unflow(&text, says("delsp", "yes")),
            _ => text,
        }
    }

    /// Its content as HTML, the way it came.
    pub(super) fn as_html(&self) -> String {
        let content = self.content();
        let label = self.typed.plain("charset").map(str::to_owned).or_else(|| html_charset(&content));
        charset::decode(&content, label.as_deref())
    }
}

/// The charset that HTML names itself, near its beginning.
fn html_charset(html: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&html[..html.len().min(1024)]).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(label.len());
    // It can be read as ASCII, so it is none of these (HTML standard, 13.2.3.2).
    Some(label[..end].to_owned()).filter(|label| !label.starts_with("utf-16"))
}
