//! HTML that a stranger wrote, made fit to be shown.
//!
//! Nothing in it runs, nothing in it reaches out, and nothing in it looks like Narwhal's own: no scripts, forms,
//! styles, classes or ids, no images but those that came along. Links go where they say they go, to the web, to mail or to a
//! phone.

mod element;
mod text;
mod tidy;
mod token;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, Url, UrlRelative};

pub(crate) use text::text;

/// How an image of an attachment is written until it is shown: this and the attachment's number.
const IMAGE: &str = "attachment:";

/// Makes HTML from a [`Mail`](crate::Mail) fit to be shown: sanitised again, and with the addresses of its images.
///
/// `url` gives the address of an attachment by its number; an image for which there is none becomes its alternative
/// text.
#[must_use]
pub fn show(html: &str, url: impl Fn(u32) -> Option<String>) -> String {
    let tidied = tidy::tidy(html, &|source| number(source).and_then(&url).map(|_| source.to_owned()));
    let urls: HashMap<u32, String> = images(&tidied).filter_map(|at| Some((at, url(at)?))).collect();
    let sanitiser = sanitiser(move |value| urls.get(&number(value)?).cloned());
    settle(&sanitiser.clean(&tidied).to_string())
}

/// Sanitises a mail's HTML. `image` gives the number of the attachment that an image's source means.
pub(crate) fn sanitise(html: &str, image: impl Fn(&str) -> Option<usize>) -> String {
    static SANITISER: LazyLock<Builder<'static>> =
        LazyLock::new(|| sanitiser(|value| number(value).map(|_| value.to_owned())));
    let tidied = tidy::tidy(html, &|source| image(source).map(|number| format!("{IMAGE}{number}")));
    settle(&SANITISER.clean(&tidied).to_string())
}

/// Takes out what a parser would take for something else the next time: carriage returns, and line ends at the start of
/// `<pre>`. Both can only come from character references, and nobody sees them.
fn settle(html: &str) -> String {
    let ended = html.replace("\r\n", "\n").replace('\r', "\n");
    let mut parts = ended.split("<pre>");
    let first = parts.next().unwrap_or_default();
    parts.fold(first.to_owned(), |settled, part| settled + "<pre>" + part.trim_start_matches('\n'))
}

/// Plain text as HTML.
pub(crate) fn of_text(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let spaced = escaped.replace('\u{a0}', "&nbsp;").replace("  ", "&nbsp; ").replace('\t', "&nbsp; &nbsp; ");
    format!("<div>{}</div>", spaced.replace('\n', "<br>"))
}

/// The number of the attachment that a source means.
fn number(source: &str) -> Option<u32> {
    let digits = source.strip_prefix(IMAGE)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The numbers of all attachments that HTML may show.
fn images(html: &str) -> impl Iterator<Item = u32> {
    html.split(IMAGE).skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().ok()
    })
}

/// What lets only through what [`element`] lists. `image` gives the source that an image gets.
fn sanitiser(image: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(element::ELEMENTS.iter().map(|element| element.name).collect())
        .clean_content_tags(HashSet::from(["script", "style", "title"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt", "width", "height"])),
            ("ol", HashSet::from(["start", "type"])),
            ("li", HashSet::from(["value"])),
            ("table", HashSet::from(["border"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan"])),
        ]))
        .generic_attributes(HashSet::from(["align", "dir", "lang", "title", "valign"]))
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("noopener noreferrer nofollow"))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "attachment"]))
        // The filter below lets no relative address through, but the caller's may be relative.
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(move |element, attribute, value| filter(element, attribute, value, &image));
    builder
}

fn filter<'x>(
    element: &str,
    attribute: &str,
    value: &'x str,
    image: &dyn Fn(&str) -> Option<String>,
) -> Option<Cow<'x, str>> {
    match (element, attribute) {
        ("img", "src") => image(value).map(Cow::Owned),
        ("a", "href") => {
            let url = Url::parse(value).ok()?;
            matches!(url.scheme(), "http" | "https" | "mailto" | "tel").then_some(Cow::Borrowed(value))
        }
        ("a", "target" | "rel") => Some(Cow::Borrowed(value)),
        _ => element::Element::named(element)?.keeps(attribute, value).then_some(Cow::Borrowed(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(html: &str) -> String {
        sanitise(html, |source| (source == "cid:logo").then_some(3))
    }

    #[test]
    fn what_runs_or_reaches_out_is_removed() {
        for html in [
            "<script>alert(1)</script>",
            "<style>p { background: url(https://x.org/) }</style>",
            "<img src=https://x.org/pixel.png srcset='https://x.org/2.png 2x'>",
            "<img src='data:image/png;base64,AAAA'>",
            "<iframe src=https://x.org></iframe><object data=x></object><embed src=x>",
            "<base href=https://x.org/><meta http-equiv=refresh content='0; url=https://x.org'><link href=x>",
            "<svg onload=alert(1)><image href=https://x.org/></svg><math><mtext>x</mtext></math>",
            "<form action=https://x.org><input name=password></form>",
            "<video src=x poster=y></video><audio src=x></audio>",
        ] {
            assert_eq!(clean(html), "", "{html}");
        }
        for html in [
            "<p style='color:red' class=x id=y onclick=z background=https://x.org/>a</p>",
            "<p/onmouseover=alert(1)>a</p>",
            "<p data-x=y contenteditable>a</p><noscript></noscript>",
        ] {
            assert_eq!(clean(html), "<p>a</p>", "{html}");
        }
    }

    #[test]
    fn links_go_to_few_places() {
        let rest = "target=\"_blank\" rel=\"noopener noreferrer nofollow\"";
        for href in ["https://x.org/?a=1&amp;b", "http://x.org", "mailto:a@x.org", "tel:+12114367789"] {
            let link = format!("<a href=\"{href}\" {rest}>a</a>");
            assert_eq!(clean(&format!("<a href='{href}' target=_top rel=opener>a</a>")), link);
        }
        for href in [
            "javascript:alert(1)",
            " jAvascript:alert(1)",
            "java&#10;script:alert(1)",
            "&#106;avascript:alert(1)",
            "data:text/html,x",
            "attachment:1",
            "file:///etc/passwd",
            "//x.org",
            "/m/1",
            "#top",
            "vbscript:x",
        ] {
            assert_eq!(clean(&format!("<a href=\"{href}\">a</a>")), format!("<a {rest}>a</a>"), "{href}");
        }
    }

    #[test]
    fn images_come_from_attachments() {
        let html = clean("<img src='cid:logo' alt=Logo width=20 onload=x><img src=attachment:5 alt=No>");
        assert_eq!(html, "<img src=\"attachment:3\" alt=\"Logo\" width=\"20\">No");
        let shown = show(&html, |number| Some(format!("/files/{number}?a&b")));
        assert_eq!(shown, "<img src=\"/files/3?a&amp;b\" alt=\"Logo\" width=\"20\">No");
        assert_eq!(show(&html, |_| None), "LogoNo");
        assert_eq!(show("<img src=https://x.org alt=x><p onclick=y>z", |_| Some("u".into())), "x<p>z</p>");
        assert_eq!(show("attachment:3", |_| Some("u".into())), "attachment:3");
    }

    #[test]
    fn text_becomes_html() {
        assert_eq!(of_text("a < b\n  c & d"), "<div>a &lt; b<br>&nbsp; c &amp; d</div>");
    }

    #[test]
    fn bombs_are_harmless() {
        let formats: String = (0..2_000).map(|n| format!("<b id={n}>")).collect();
        for html in [
            "<div>".repeat(20_000),
            format!("{formats}{}", "<p>x".repeat(5_000)),
            format!("<p>{formats}{}", "<div>x</div>".repeat(5_000)),
            format!("{}{}", "<table><td>".repeat(5_000), "x<table>".repeat(5_000)),
            "<a><b>".repeat(5_000),
            "<".repeat(50_000),
            "<a ".repeat(50_000),
            "<!--".repeat(50_000),
            "<table>x".repeat(10_000),
            "<svg>".repeat(50_000),
        ] {
            let sanitised = sanitise(&html, |_| None);
            assert!(sanitised.len() < 20 * html.len());
            text(&sanitised);
        }
    }
}
