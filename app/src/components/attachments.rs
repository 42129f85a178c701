//! The files that came with a message. Nothing is loaded before somebody asks for it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use words::Words;

use super::{Icon, Shape};

/// A file in the list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AttachmentRow {
    /// Its name.
    pub(crate) name: String,
    /// Its media type.
    pub(crate) media_type: String,
    /// Its length in bytes.
    pub(crate) size: u64,
    /// Where its bytes are.
    pub(crate) href: String,
    /// How it can be looked at without saving it.
    pub(crate) preview: Preview,
}

/// How a file can be looked at without saving it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Preview {
    /// Within the page.
    Image,
    /// As a page of its own.
    Page,
    /// Not at all.
    None,
}

impl Preview {
    pub(crate) fn of(media_type: &str, is_shown: bool) -> Self {
        match (is_shown, media_type.starts_with("image/")) {
            (false, _) => Self::None,
            (true, true) => Self::Image,
            (true, false) => Self::Page,
        }
    }
}

/// The list; nothing when there is none.
#[component]
pub(crate) fn Attachments(
    /// The files.
    rows: Vec<AttachmentRow>,
    /// The language's words.
    #[prop(default = Words::ENGLISH)]
    words: Words,
) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let title = words.attachments_title(u64::try_from(rows.len()).unwrap_or(u64::MAX));
        let rows: Vec<_> = rows.into_iter().map(|row| view! { <Attachment words row=row /> }).collect();
        view! {
            <section class="attachments" aria-labelledby="attachments">
                <h2 id="attachments">{title}</h2>
                <ul>{rows}</ul>
            </section>
        }
    })
}

#[component]
fn Attachment(words: Words, row: AttachmentRow) -> impl IntoView {
    let AttachmentRow { name, media_type, size, href, preview } = row;
    let view = format!("{href}?view");
    let look = match preview {
        Preview::Image => view! {
            <details>
                <summary>{words.attachment_show()}</summary>
                <img src=view alt=name.clone() loading="lazy" />
            </details>
        }
        .into_any(),
        Preview::Page => view! { <a class="look" href=view>{words.attachment_show()}</a> }.into_any(),
        Preview::None => ().into_any(),
    };
    view! {
        <li>
            <p class="file">
                <Icon shape=Shape::Paperclip />
                <span>
                    <strong dir="auto">{name}</strong>
                    <br />
                    <span class="soft">{kind(words, &media_type)} ", " {in_words(words, size)}</span>
                </span>
            </p>
            {look}
            <details>
                <summary>{words.attachment_save()}</summary>
                <p>{words.attachment_save_warning()}</p>
                <a class="button" href=href download="">
                    {words.attachment_save_anyway()}
                </a>
            </details>
        </li>
    }
}

/// What people call a type.
pub(crate) fn kind(words: Words, media_type: &str) -> String {
    let known = match media_type {
        "application/pdf" => "PDF",
        "application/zip" | "application/x-zip-compressed" => words.kind_zip(),
        "text/plain" => words.kind_text(),
        "text/html" => words.kind_web_page(),
        "text/csv" => words.kind_csv(),
        "text/calendar" => words.kind_calendar(),
        "message/rfc822" => words.kind_mail(),
        "application/octet-stream" | "" => words.kind_file(),
        other => return family(words, other).map_or_else(|| other.to_owned(), str::to_owned),
    };
    known.to_owned()
}

fn family(words: Words, media_type: &str) -> Option<&'static str> {
    let of = |part: &str| media_type.contains(part);
    match media_type.split('/').next() {
        Some("image") => Some(words.kind_image()),
        Some("audio") => Some(words.kind_sound()),
        Some("video") => Some(words.kind_video()),
        _ if of("wordprocessing") || of("msword") || of("opendocument.text") => Some(words.kind_document()),
        _ if of("spreadsheet") || of("ms-excel") => Some(words.kind_table()),
        _ if of("presentation") || of("powerpoint") => Some(words.kind_slides()),
        _ => None,
    }
}

/// "1.4 MB"
pub(crate) fn in_words(words: Words, bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = bytes.saturating_mul(10).div_ceil(unit);
        if tenths >= 100 {
            format!("{}", tenths.div_ceil(10))
        } else {
            format!("{}{}{}", tenths / 10, words.decimal_sign(), tenths % 10)
        }
    };
    match bytes {
        0..1000 => words.size_bytes(bytes),
        1000..1_000_000 => words.size_kilobytes(&tenths(1000)),
        _ => words.size_megabytes(&tenths(1_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_words() {
        assert_eq!(
            [0, 1, 999, 1000, 1449, 12_345, 2_500_000].map(|bytes| in_words(Words::ENGLISH, bytes)),
            ["0 bytes", "1 byte", "999 bytes", "1.0 kB", "1.5 kB", "13 kB", "2.5 MB",]
        );
    }

    #[test]
    fn types_are_told_in_words() {
        assert_eq!(kind(Words::ENGLISH, "application/pdf"), "PDF");
        assert_eq!(
            kind(Words::ENGLISH, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            "Text document"
        );
        assert_eq!(kind(Words::ENGLISH, "application/x-odd"), "application/x-odd");
    }
}
