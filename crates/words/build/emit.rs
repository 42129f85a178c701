//! The Rust source: a table for each language, and a method for each message.

use std::fmt::Write as _;

use crate::{Said, message::Message};

/// Tables of all languages on the server; in a browser, where pages are not rendered, of the first alone.
pub(crate) fn pages(languages: &[Said; 7]) -> String {
    let mut out = table(languages);
    out.push_str("impl Words {\n");
    for (index, message) in languages[0].messages.iter().enumerate() {
        method(&mut out, message, &format!("self.pattern({index})"), "self", "&'static str");
    }
    out.push_str("}\n");
    out
}

/// The same for what a browser gets in a pack.
pub(crate) fn forms(languages: &[Said; 7]) -> String {
    let mut out = table(languages);
    out.push_str("impl FormWords {\n");
    for (index, message) in languages[0].messages.iter().enumerate() {
        method(&mut out, message, &format!("self.pattern({index})"), "&self", "&str");
    }
    out.push_str("}\n");
    out
}

fn table(languages: &[Said; 7]) -> String {
    let count = languages[0].messages.len();
    let mut out = format!(
        "#[cfg(not(target_arch = \"wasm32\"))]\ntype Table = [[&'static str; {count}]; 7];\n\
         #[cfg(target_arch = \"wasm32\")]\ntype Table = [[&'static str; {count}]; 1];\n\
         static TABLE: Table = [\n"
    );
    for (place, said) in languages.iter().enumerate() {
        if place > 0 {
            out.push_str("#[cfg(not(target_arch = \"wasm32\"))]\n");
        }
        out.push('[');
        for english in &languages[0].messages {
            let message = said.messages.iter().find(|message| message.id == english.id);
            let pattern = message.map(|message| renumbered(message, english)).unwrap_or_default();
            let _ = write!(out, "{pattern:?}, ");
        }
        out.push_str("],\n");
    }
    out.push_str("];\n");
    out
}

/// The pattern with its variables numbered as in English.
fn renumbered(message: &Message, english: &Message) -> String {
    let mut text = message.pattern.clone();
    for (number, name) in message.variables.iter().enumerate() {
        let place = english.variables.iter().position(|known| known == name).unwrap_or(number);
        // Through a letter, so that no number is taken for another's new one.
        let letter = char::from(b'a' + u8::try_from(place).unwrap_or_default());
        text = text.replace(&format!("{{{number}}}"), &format!("{{{letter}}}"));
        text = text.replace(&format!("{{{number}|"), &format!("{{{letter}|"));
    }
    for place in 0..english.variables.len() {
        let letter = char::from(b'a' + u8::try_from(place).unwrap_or_default());
        text = text.replace(&format!("{{{letter}}}"), &format!("{{{place}}}"));
        text = text.replace(&format!("{{{letter}|"), &format!("{{{place}|"));
    }
    text
}

fn method(out: &mut String, message: &Message, pattern: &str, this: &str, plain: &str) {
    let name = message.id.replace('-', "_");
    let shown = message.pattern.replace('`', "'");
    let is_number = |variable: &String| message.choices.iter().any(|(chosen, _)| chosen == variable);
    let (mut parameters, mut arguments) = (String::new(), String::new());
    for variable in &message.variables {
        let (kind, argument) = if is_number(variable) { ("u64", "Number") } else { ("&str", "Text") };
        let variable = variable.replace('-', "_");
        let _ = write!(parameters, ", {variable}: {kind}");
        let _ = write!(arguments, "Argument::{argument}({variable}), ");
    }
    let (returns, body) = if message.variables.is_empty() {
        (plain, pattern.to_owned())
    } else {
        ("String", format!("fill(self.language(), {pattern}, &[{arguments}])"))
    };
    let _ = write!(
        out,
        "/// `{shown}`\n#[must_use]\npub fn {name}({this}{parameters}) -> {returns} {{ {body} }}\n"
    );
}
