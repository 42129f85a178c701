//! Plain text, and what is nearly that: flowed text (RFC 3676) and enriched text (RFC 1896, RFC 1341).

/// Text with LF as its line end, without control characters, and without the empty lines around it.
pub(crate) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                tidied.push('\n');
            }
            // A form feed, which separates pages in old texts.
            '\u{c}' => tidied.push('\n'),
            '\n' | '\t' => tidied.push(c),
            c if c.is_control() => {}
            c => tidied.push(c),
        }
    }
    tidied.truncate(tidied.trim_end().len());
    let start = tidied.len() - tidied.trim_start().len();
    // The first line keeps its indentation.
    let start = tidied[..start].rfind('\n').map_or(0, |at| at + 1);
    tidied.split_off(start)
}

/// Joins the lines of flowed text to paragraphs. `delsp` says that the space at a line's end was only there to be
/// found (RFC 3676, 4).
pub(crate) fn unflow(text: &str, delsp: bool) -> String {
    let mut unflowed = String::with_capacity(text.len());
    // The quote depth of a paragraph that goes on in the next line.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        let content = content.strip_prefix(' ').unwrap_or(content);
        if open != Some(depth) {
            if open.is_some() {
                unflowed.push('\n');
            }
            unflowed.extend(std::iter::repeat_n('>', depth));
            unflowed.push_str(if depth > 0 && !content.is_empty() { " " } else { "" });
        }
        let flows = content.ends_with(' ') && content != "-- ";
        unflowed.push_str(if flows && delsp { &content[..content.len() - 1] } else { content });
        if !flows {
            unflowed.push('\n');
        }
        open = flows.then_some(depth);
    }
    unflowed
}

/// The text of enriched text, without its commands.
pub(crate) fn unenrich(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut filled = true;
    let mut hidden = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        append(&rest[..at], filled, hidden == 0, &mut plain);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('<') {
            append("<", filled, hidden == 0, &mut plain);
            rest = after;
            continue;
        }
        let Some((command, after)) = rest.split_once('>') else {
            append("<", filled, hidden == 0, &mut plain);
            break;
        };
        rest = after;
        match command.to_ascii_lowercase().as_str() {
            "param" | "comment" => hidden += 1,
            "/param" | "/comment" => hidden = hidden.saturating_sub(1),
            "nofill" => filled = false,
            "/nofill" => filled = true,
            "nl" | "np" | "paragraph" | "/paragraph" => plain.push('\n'),
            "lt" => plain.push('<'),
            _ => {}
        }
    }
    append(rest, filled, hidden == 0, &mut plain);
    plain
}

/// In filled text one line end is a space, and each further one a line end.
fn append(text: &str, filled: bool, shown: bool, plain: &mut String) {
    if !shown {
        return;
    }
    if !filled {
        plain.push_str(text);
        return;
    }
    let mut ends = 0_usize;
    for c in text.chars().filter(|c| *c != '\r') {
        if c == '\n' {
            ends += 1;
            continue;
        }
        end_lines(ends, plain);
        ends = 0;
        plain.push(c);
    }
    end_lines(ends, plain);
}

fn end_lines(ends: usize, plain: &mut String) {
    match ends {
        0 => {}
        1 => plain.push(' '),
        more => plain.extend(std::iter::repeat_n('\n', more - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_tidied() {
        assert_eq!(tidy("\r\n \r\n  a\u{0}\u{7}\r\nb\rc\td \r\n\r\n"), "  a\nb\nc\td");
        assert_eq!(tidy(" \r\n "), "");
    }

    #[test]
    fn flowed_text_is_joined() {
        assert_eq!(unflow("One \r\ntwo.\r\nThree.\r\n", false), "One two.\nThree.\n");
        assert_eq!(unflow("long \r\nword\r\n", true), "longword\n");
        assert_eq!(unflow("> a \r\n> b\r\n>> c\r\n> \r\nd\r\n", false), "> a b\n>> c\n>\nd\n");
        assert_eq!(unflow("> a \r\nb\r\n", false), "> a \nb\n");
        assert_eq!(unflow("end\r\n-- \r\nAna\r\n", false), "end\n-- \nAna\n");
        assert_eq!(unflow(" From here\r\n  two\r\n", false), "From here\n two\n");
    }

    #[test]
    fn enriched_text_loses_its_commands() {
        assert_eq!(
            unenrich("<bold>Now</bold> is\r\nthe <<time>.\r\n\r\n<color><param>red</param>Red</color>"),
            "Now is the <time>.\nRed"
        );
        assert_eq!(unenrich("<nofill>a\r\nb</nofill>\r\nc<nl>d<lt>"), "a\r\nb c\nd<");
        assert_eq!(unenrich("2 < 3"), "2 < 3");
    }
}
