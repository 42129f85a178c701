//! HTML as plain text.

use html2text::{config, render::TextDecorator};

use super::token::{Token, Tokens};

/// Lines are as long as they are: the screen wraps them.
const WIDTH: usize = 100_000;

/// The text of HTML that was sanitised, with the addresses of its links.
pub(crate) fn text(html: &str) -> String {
    // html2text shows neither rules nor captions.
    let ruled = html.replace("<hr>", "<p>---</p>");
    let ruled = ruled.replace("<caption>", "<tbody><tr><td>").replace("</caption>", "</td></tr></tbody>");
    let config = config::with_decorator(Decorator::default()).no_table_borders().raw_mode(is_layout(html));
    let rendered = config
        .unicode_strikeout(false)
        .allow_width_overflow()
        .string_from_read(ruled.as_bytes(), WIDTH)
        // It fails for widths that are too small, and nothing is too small for this.
        .unwrap_or_default();
    let lines: Vec<&str> = rendered.lines().map(str::trim_end).collect();
    without_repetition(&lines.join("\n"))
}

/// Whether tables are for layout: they have tables, paragraphs or blocks in them. Then cells are best read one after
/// the other.
fn is_layout(html: &str) -> bool {
    let mut depth = 0_usize;
    Tokens::new(html).any(|token| match token {
        Token::Open { name, .. } if name == "table" => {
            depth += 1;
            depth > 1
        }
        Token::Open { name, .. } => {
            depth > 0 && matches!(name.as_str(), "p" | "div" | "ul" | "ol" | "h1" | "h2")
        }
        Token::Close(name) => {
            depth -= usize::from(name == "table" && depth > 0);
            false
        }
        Token::Text(_) => false,
    })
}

/// Leaves out a link's address where its text is the address already.
fn without_repetition(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(LINK) {
        out.push_str(&rest[..at]);
        rest = &rest[at + LINK.len_utf8()..];
        let (url, after) = rest.split_once(LINK).unwrap_or((rest, ""));
        let bare = url.trim_start_matches("mailto:").trim_start_matches("tel:");
        let plain = bare.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        if !out.ends_with(bare) && !out.trim_end_matches('/').ends_with(plain) {
            out.push_str(&format!(" <{bare}>"));
        }
        rest = after;
    }
    out.push_str(rest);
    out.replace(LINK, "")
}

/// Stands around an address until [`without_repetition`] has seen it. No Unicode text has this character.
const LINK: char = '\u{fdd0}';

/// Writes text as people write it in mails.
#[derive(Debug, Clone, Default)]
struct Decorator {
    links: Vec<String>,
}

impl TextDecorator for Decorator {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> (String, ()) {
        self.links.push(url.to_owned());
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        self.links
            .pop()
            .filter(|url| !url.is_empty())
            .map_or_else(String::new, |url| format!("{LINK}{url}{LINK}"))
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _source: &str, title: &str) -> (String, ()) {
        (title.to_owned(), ())
    }

    fn header_prefix(&self, _level: usize) -> String {
        String::new()
    }

    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }

    fn unordered_item_prefix(&self) -> String {
        "- ".to_owned()
    }

    fn ordered_item_prefix(&self, number: i64) -> String {
        format!("{number}. ")
    }

    fn make_subblock_decorator(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_reads_like_a_mail() {
        for (html, expected) in [
            (
                "<p>Dear <b>Ana</b>,<br>see <a href=\"https://x.org/a?b&amp;c\">the plan</a>.</p>",
                "Dear Ana,\nsee the plan <https://x.org/a?b&c>.",
            ),
            ("<a href=\"https://x.org/\">x.org</a> <a href=\"mailto:a@x.org\">a@x.org</a>", "x.org a@x.org"),
            ("<ul><li>one</li><li>two</li></ul><ol start=\"3\"><li>x</li></ol>", "- one\n- two\n3. x"),
            ("<h1>Plan</h1><blockquote>said</blockquote><hr>x", "Plan\n\n> said\n\n---\n\nx"),
            (
                "<table><tbody><tr><th>Day</th><th>Time</th></tr><tr><td>Monday</td><td>10:00</td></tr></tbody></table>",
                "Day    Time\nMonday 10:00",
            ),
            ("<table><tbody><tr><td><p>Left</p></td><td>Right</td></tr></tbody></table>", "Left\nRight"),
            ("<img src=\"attachment:1\" alt=\"Logo\"> &lt;x&gt;", "Logo <x>"),
            ("", ""),
        ] {
            assert_eq!(text(html).trim(), expected, "{html}");
        }
    }
}
