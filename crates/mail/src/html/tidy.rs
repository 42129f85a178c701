//! HTML with nothing but the elements and attributes that are kept, well-formed and not too deep.
//!
//! This is not what makes HTML safe; ammonia does, afterwards. It is what makes that cheap: a parser that follows the
//! standard repeats every formatting element that was left open in every later paragraph and walks through all open
//! elements for every tag, so that a small mail can cost gigabytes and minutes. Of well-formed HTML it makes what it
//! says. And images are dealt with here, because their alternative text becomes text.

use super::{
    element::{Element, Kind, is_hidden},
    token::{Token, Tokens, attributes},
};

/// How many elements can be within one another. What is deeper loses its element, not its text.
const MAX_DEPTH: usize = 96;

/// Tidies HTML. `image` says what an image's source becomes, by the source as it stands; an image for which there is
/// nothing becomes its alternative text.
pub(super) fn tidy(html: &str, image: &dyn Fn(&str) -> Option<String>) -> String {
    let out = String::with_capacity(html.len());
    let mut builder = Builder { out, open: Vec::new(), deep: 0, hidden: None, image };
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => builder.text(text),
            Token::Open { name, attributes } => builder.start(&name, attributes),
            Token::Close(name) => builder.end(&name),
        }
    }
    builder.close_to(0);
    builder.out
}

struct Builder<'x> {
    out: String,
    /// The elements that are open, the outermost first.
    open: Vec<Element>,
    /// How many elements are open beyond [`MAX_DEPTH`], and left out.
    deep: usize,
    /// The element whose content is left out, and how often it is open.
    hidden: Option<(String, usize)>,
    image: &'x dyn Fn(&str) -> Option<String>,
}

impl Builder<'_> {
    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        let at_table =
            self.current().is_some_and(|kind| matches!(kind, Kind::Table | Kind::Rows | Kind::Row));
        if at_table {
            if text.trim_ascii().is_empty() {
                return;
            }
            self.enter_cell();
        }
        self.escape(text);
    }

    fn start(&mut self, name: &str, attributes_text: &str) {
        let element = Element::named(name);
        if self.is_hidden_at(name, element) {
            return;
        }
        let Some(element) = element else { return };
        if element.kind == Kind::Void {
            return self.void(element, attributes_text);
        }
        if self.deep == 0 {
            self.make_room(element);
            if !self.fits(element) {
                return;
            }
        }
        // A table that is kept is kept whole.
        if self.deep > 0 || (self.open.len() >= MAX_DEPTH && !element.is_in_table()) {
            self.deep += 1;
            return;
        }
        self.push(element, attributes_text);
    }

    fn end(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        let Some(element) = Element::named(name) else { return };
        match element.kind {
            Kind::Void if name == "br" => self.void(element, ""),
            Kind::Void => {}
            _ if self.deep > 0 => self.deep -= 1,
            _ => self.close(element),
        }
    }

    /// Whether a start tag is within, or begins, what is not shown. A block ends it: then it was never closed.
    fn is_hidden_at(&mut self, name: &str, element: Option<Element>) -> bool {
        if let Some((hidden, depth)) = &mut self.hidden {
            if element.is_some_and(Element::is_block) {
                self.hidden = None;
                return false;
            }
            *depth += usize::from(hidden == name);
            return true;
        }
        if is_hidden(name) {
            self.hidden = Some((name.to_owned(), 1));
        }
        self.hidden.is_some()
    }

    /// Closes what an element ends by beginning, as the standard's parser would, and opens what it needs around it.
    fn make_room(&mut self, element: Element) {
        match element.kind {
            Kind::Rows | Kind::Caption => self.close_within(|open| open.kind == Kind::Table),
            Kind::Row => {
                self.close_within(|open| matches!(open.kind, Kind::Table | Kind::Rows));
                self.imply(Kind::Table, "tbody");
            }
            Kind::Cell => {
                self.close_within(|open| matches!(open.kind, Kind::Table | Kind::Rows | Kind::Row));
                self.imply(Kind::Table, "tbody");
                self.imply(Kind::Rows, "tr");
            }
            _ => {
                self.enter_cell();
                self.close_siblings(element);
            }
        }
    }

    fn close_siblings(&mut self, element: Element) {
        if element.is_block() {
            self.close_open(|open| open.name == "p", Element::is_wall);
        }
        match element.kind {
            Kind::Item => {
                let same =
                    |open: Element| open.kind == Kind::Item && (open.name == "li") == (element.name == "li");
                self.close_open(same, |open| open.is_wall() || open.is_list());
            }
            Kind::Heading => self.close_open(|open| open.kind == Kind::Heading, Element::is_wall),
            Kind::Link => self.close_open(|open| open.kind == Kind::Link, Element::is_wall),
            _ => {}
        }
    }

    /// Content directly in a table gets a cell.
    fn enter_cell(&mut self) {
        if self.deep > 0 {
            return;
        }
        self.imply(Kind::Table, "tbody");
        self.imply(Kind::Rows, "tr");
        self.imply(Kind::Row, "td");
    }

    fn imply(&mut self, within: Kind, name: &str) {
        if self.deep == 0 && self.current() == Some(within) {
            self.open.extend(Element::named(name));
            self.out.push_str(&format!("<{name}>"));
        }
    }

    /// Rows and cells are in tables, or nothing.
    fn fits(&self, element: Element) -> bool {
        match element.kind {
            Kind::Rows | Kind::Caption => self.current() == Some(Kind::Table),
            Kind::Row => self.current() == Some(Kind::Rows),
            Kind::Cell => self.current() == Some(Kind::Row),
            _ => true,
        }
    }

    fn push(&mut self, element: Element, attributes_text: &str) {
        self.out.push('<');
        self.out.push_str(element.name);
        for (name, value) in attributes(attributes_text) {
            if element.keeps(&name, value) {
                self.attribute(&name, value);
            }
        }
        self.out.push('>');
        self.open.push(element);
    }

    fn void(&mut self, element: Element, attributes_text: &str) {
        if element.name == "hr" {
            self.close_open(|open| open.name == "p", Element::is_wall);
        }
        self.enter_cell();
        match element.name {
            "img" => self.img(element, attributes_text),
            name => self.out.push_str(&format!("<{name}>")),
        }
    }

    fn img(&mut self, element: Element, attributes_text: &str) {
        let attributes = attributes(attributes_text);
        let find = |wanted| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
        let Some(source) = find("src").and_then(|source| (self.image)(&decoded(source))) else {
            self.escape(find("alt").unwrap_or_default());
            return;
        };
        self.out.push_str("<img");
        self.attribute("src", &source);
        for (name, value) in &attributes {
            if name != "src" && element.keeps(name, value) {
                self.attribute(name, value);
            }
        }
        self.out.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push_str(&format!(" {name}=\""));
        self.out.push_str(&value.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;"));
        self.out.push('"');
    }

    fn escape(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '\0' => {}
                c => self.out.push(c),
            }
        }
    }

    fn current(&self) -> Option<Kind> {
        self.open.last().map(|element| element.kind)
    }

    /// Closes an element that its end tag names, and what is open in it.
    fn close(&mut self, element: Element) {
        match element.kind {
            // These end what is in them, however many cells that is, but not the table around them.
            kind if kind == Kind::Table || element.is_in_table() => {
                let wall = |open: Element| open.kind == Kind::Table && element.kind != Kind::Table;
                self.close_open(|open| open.name == element.name, wall);
            }
            Kind::Heading => self.close_open(|open| open.kind == Kind::Heading, Element::is_wall),
            _ => self.close_open(|open| open.name == element.name, Element::is_wall),
        }
    }

    /// Closes the innermost element that is wanted, if no wall is in between.
    fn close_open(&mut self, wanted: impl Fn(Element) -> bool, wall: impl Fn(Element) -> bool) {
        let found = self.open.iter().rposition(|open| wanted(*open) || wall(*open));
        if let Some(at) = found.filter(|at| wanted(self.open[*at])) {
            self.close_to(at);
        }
    }

    /// Closes everything within the innermost element that is wanted.
    fn close_within(&mut self, wanted: impl Fn(Element) -> bool) {
        if let Some(at) = self.open.iter().rposition(|open| wanted(*open)) {
            self.close_to(at + 1);
        }
    }

    fn close_to(&mut self, length: usize) {
        while self.open.len() > length {
            let element = self.open.pop().expect("it is longer than something");
            self.out.push_str(&format!("</{}>", element.name));
            self.deep = 0;
        }
    }
}

/// A source without the character references that addresses have.
fn decoded(source: &str) -> String {
    source.trim().replace("&amp;", "&").replace("&#64;", "@").replace("&#x40;", "@")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(html: &str) -> String {
        tidy(html, &|source| source.strip_prefix("cid:").map(|id| format!("attachment:{id}")))
    }

    #[test]
    fn what_is_kept_is_well_formed() {
        for (html, expected) in [
            ("<P Class=x align=CENTER>a<p>b", "<p align=\"CENTER\">a</p><p>b</p>"),
            ("<b><i>a</b>b</i>c", "<b><i>a</i></b>bc"),
            ("<p><b>a<div>b</div>", "<p><b>a</b></p><div>b</div>"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
            ("<a href=tel:1>a<a href=tel:2>b", "<a href=\"tel:1\">a</a><a href=\"tel:2\">b</a>"),
            ("a</div></b><br/></br>", "a<br><br>"),
            ("<font color=red>a</font><o:p>b</o:p>", "ab"),
            ("<h1>a<h2>b</h1>", "<h1>a</h1><h2>b</h2>"),
            ("1 < 2 <a", "1 &lt; 2 &lt;a"),
        ] {
            assert_eq!(tidied(html), expected, "{html}");
        }
    }

    #[test]
    fn tables_are_whole() {
        for (html, expected) in [
            (
                "<table><td>a<td>b<tr><th>c</table>",
                "<table><tbody><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></tbody></table>",
            ),
            ("<table>a<tr><td>b", "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"),
            ("<tr><td>a</td></tr>", "a"),
            (
                "<b><table><tr><td></b>a<table><td>b</table></td></table>c",
                "<b><table><tbody><tr><td>a<table><tbody><tr><td>b</td></tr></tbody></table></td></tr></tbody></table>c</b>",
            ),
        ] {
            assert_eq!(tidied(html), expected, "{html}");
        }
    }

    #[test]
    fn images_are_given_a_source_or_become_text() {
        assert_eq!(
            tidied("<img src=\"cid:1\" alt='a \"b\"' width=5 height=50% srcset=x onerror=y>"),
            "<img src=\"attachment:1\" alt=\"a &quot;b&quot;\" width=\"5\">"
        );
        assert_eq!(tidied("<img src=https://x.org/ alt='a < b'><img src=x>"), "a &lt; b");
    }

    #[test]
    fn hidden_content_ends() {
        assert_eq!(tidied("a<svg><g><svg></svg>x</g></svg>b<select><option>c<p>d"), "ab<p>d</p>");
    }

    #[test]
    fn depth_is_limited_and_text_is_not() {
        let html = format!("{}x{}y", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let tidied = tidied(&html);
        assert_eq!(tidied.matches("<div>").count(), MAX_DEPTH);
        assert!(tidied.contains('x') && tidied.ends_with("</div>y"));
    }
}
