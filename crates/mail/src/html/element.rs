//! The elements that are kept, and what they may contain.

/// What an element is, for the elements around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It begins on a line of its own, and ends a paragraph that is open.
    Block,
    /// A heading: a block that ends another heading.
    Heading,
    /// An entry of a list, which ends the entry before it.
    Item,
    /// Within a line.
    Inline,
    /// A link, which ends one that is open.
    Link,
    /// A table.
    Table,
    /// Rows.
    Rows,
    /// A row.
    Row,
    /// A cell: what is in it is for itself.
    Cell,
    /// A table's caption: the same.
    Caption,
    /// It has no content.
    Void,
}

/// An element that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

macro_rules! elements {
    ($($kind:ident: $($name:literal)+;)+) => {
        /// Every element that is kept.
        pub(super) const ELEMENTS: &[Element] = &[$($(Element { name: $name, kind: Kind::$kind },)+)+];
    };
}

elements! {
    Block: "address" "article" "aside" "blockquote" "center" "div" "dl" "figcaption" "figure" "footer" "header" "main"
        "nav" "ol" "p" "pre" "section" "ul";
    Heading: "h1" "h2" "h3" "h4" "h5" "h6";
    Item: "li" "dd" "dt";
    Inline: "abbr" "b" "bdi" "bdo" "big" "cite" "code" "del" "dfn" "em" "i" "ins" "kbd" "mark" "q" "s" "samp" "small"
        "span" "strike" "strong" "sub" "sup" "tt" "u" "var";
    Link: "a";
    Table: "table";
    Rows: "tbody" "thead" "tfoot";
    Row: "tr";
    Cell: "td" "th";
    Caption: "caption";
    Void: "br" "hr" "img" "wbr";
}

impl Element {
    pub(super) fn named(name: &str) -> Option<Self> {
        ELEMENTS.iter().copied().find(|element| element.name == name)
    }

    /// Whether nothing outside of it can be ended from inside.
    pub(super) const fn is_wall(self) -> bool {
        matches!(self.kind, Kind::Table | Kind::Cell | Kind::Caption)
    }

    /// Whether it is a part of a table.
    pub(super) const fn is_in_table(self) -> bool {
        matches!(self.kind, Kind::Rows | Kind::Row | Kind::Cell | Kind::Caption)
    }

    pub(super) fn is_list(self) -> bool {
        matches!(self.name, "ul" | "ol" | "dl")
    }

    /// Whether it ends an open paragraph.
    pub(super) const fn is_block(self) -> bool {
        matches!(self.kind, Kind::Block | Kind::Heading | Kind::Item | Kind::Table)
    }

    /// Whether an attribute may have a value.
    pub(super) fn keeps(self, attribute: &str, value: &str) -> bool {
        let number = |max: u32| value.parse::<u32>().is_ok_and(|number| number <= max);
        let one_of = |values: &[&str]| values.iter().any(|one| value.eq_ignore_ascii_case(one));
        match (self.name, attribute) {
            ("caption" | "pre", _) => false,
            (_, "dir") => one_of(&["ltr", "rtl", "auto"]),
            (_, "lang") => {
                (1..=35).contains(&value.len()) && value.chars().all(|c| c.is_alphanumeric() || c == '-')
            }
            (_, "title") | ("img", "alt") => true,
            ("a", "href") => is_link(value),
            ("img", "width" | "height") => number(10_000),
            ("td" | "th", "colspan" | "rowspan") => number(100),
            ("ol", "start") | ("li", "value") => number(1_000_000),
            ("ol", "type") => ["1", "a", "A", "i", "I"].contains(&value),
            ("table", "border") => number(10),
            (
                "td" | "th" | "tr" | "table" | "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6",
                "align",
            ) => one_of(&["left", "right", "center", "justify"]),
            ("td" | "th" | "tr", "valign") => one_of(&["top", "middle", "bottom", "baseline"]),
            _ => false,
        }
    }
}

/// Whether an address looks like one that a link may have. The real decision is made when it has been parsed.
fn is_link(value: &str) -> bool {
    let scheme = value.trim_ascii_start().split(':').next().unwrap_or_default();
    ["http", "https", "mailto", "tel"].iter().any(|one| scheme.eq_ignore_ascii_case(one))
}

/// Elements whose content is not shown: pictures and forms made of other languages and of controls.
pub(super) fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "svg" | "math" | "select" | "template" | "object" | "applet" | "audio" | "video" | "canvas"
    )
}
