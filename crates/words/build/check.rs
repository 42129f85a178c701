//! Whether all languages say the same things.

use std::collections::BTreeSet;

use crate::{Said, message::Message};

/// What is wrong with a file in any language; each sentence names the language and the message.
pub(crate) fn check(file: &str, languages: &[Said]) -> Vec<String> {
    let mut problems: Vec<String> = languages.iter().flat_map(|said| said.problems.clone()).collect();
    let Some((english, others)) = languages.split_first() else { return problems };
    for said in languages {
        let place = format!("locales/{}/{file}.ftl", said.tag);
        problems.extend(twice(said).map(|id| format!("{place}: {id} is there twice")));
        problems.extend(said.messages.iter().flat_map(|message| plurals(said.tag, &place, message)));
    }
    for said in others {
        let place = format!("locales/{}/{file}.ftl", said.tag);
        for message in &english.messages {
            match said.messages.iter().find(|other| other.id == message.id) {
                None => problems.push(format!("{place}: {} is missing", message.id)),
                Some(other) if names(other) != names(message) => problems.push(format!(
                    "{place}: {} has the variables {:?}, and in English {:?}",
                    message.id, other.variables, message.variables
                )),
                Some(other) if is_left(message, other) => {
                    problems.push(format!("{place}: {} is still in English", message.id));
                }
                Some(_) => {}
            }
        }
        let unknown =
            said.messages.iter().filter(|other| english.messages.iter().all(|known| known.id != other.id));
        problems.extend(unknown.map(|other| format!("{place}: {} is not in the English file", other.id)));
    }
    problems
}

fn names(message: &Message) -> BTreeSet<&String> {
    message.variables.iter().collect()
}

/// Whether a translator has not come to it yet. Two languages may share a few words, and not a sentence.
fn is_left(english: &Message, other: &Message) -> bool {
    let words = english.pattern.split(|one: char| !one.is_alphabetic()).filter(|word| word.len() > 1);
    english.pattern == other.pattern && words.count() > 3
}

fn twice(said: &Said) -> impl Iterator<Item = &str> {
    let mut seen = BTreeSet::new();
    said.messages.iter().map(|message| message.id.as_str()).filter(move |id| !seen.insert(*id))
}

/// The plural forms that a choice lacks, after CLDR's categories for cardinal numbers. Those of millions are left out.
fn plurals(tag: &str, place: &str, message: &Message) -> Vec<String> {
    let wanted: &[&str] = match tag {
        "zh" => &["other"],
        "ar" => &["zero", "one", "two", "few", "many", "other"],
        _ => &["one", "other"],
    };
    let lacks =
        |keys: &[String]| wanted.iter().filter(|key| !keys.iter().any(|there| there == **key)).count() > 0;
    let told = |variable: &str| {
        format!("{place}: {}: the choice by ${variable} needs all of {}", message.id, wanted.join(", "))
    };
    message.choices.iter().filter(|(_, keys)| lacks(keys)).map(|(variable, _)| told(variable)).collect()
}
