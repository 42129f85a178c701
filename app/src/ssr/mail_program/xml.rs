//! Text in XML.

use crate::ssr::render;

/// Text for the content of an XML element, without the characters that XML has no room for (XML 1.0, 2.2).
pub(super) fn text(text: &str) -> String {
    let has_room = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    render::escape(&text.chars().filter(has_room).collect::<String>())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Panics unless every element is closed in its turn and there is one root. Enough for XML without attributes that
    /// contain `>`.
    pub(in crate::ssr::mail_program) fn assert_well_formed(xml: &str) {
        let mut open = Vec::new();
        let mut roots = 0;
        for tag in xml.split('<').skip(1) {
            let (tag, after) = tag.split_once('>').expect("a tag ends");
            assert!(!after.contains('>'), "unescaped: {after}");
            for reference in after.split('&').skip(1) {
                let (name, _) = reference.split_once(';').expect("a reference ends");
                assert!(["amp", "lt", "gt", "quot"].contains(&name), "{name}");
            }
            if tag.starts_with(['?', '!']) || tag.ends_with('/') {
                continue;
            }
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None => {
                    roots += usize::from(open.is_empty());
                    open.push(tag.split(' ').next().expect("a name"));
                }
            }
        }
        assert!(open.is_empty() && roots == 1, "{open:?}");
    }

    #[test]
    fn markup_and_control_characters_are_taken_away() {
        assert_eq!(text("a<b>&\"\u{0}\u{7}\u{ffff}ü"), "a&lt;b&gt;&amp;&quot;ü");
    }
}
