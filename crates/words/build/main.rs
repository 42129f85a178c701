//! Makes methods and tables of the files in `locales/`, and fails where a language lacks a message, a variable or a
//! plural form.

mod check;
mod emit;
mod message;

use std::{env, error::Error, fs, path::Path};

use check::check;
use message::Message;

/// The languages, in the order of `domain::Language::ALL`; the others are measured against the first.
const TAGS: [&str; 7] = ["en", "es", "fr", "pt", "de", "zh", "ar"];

/// How a file becomes source.
type Emit = fn(&[Said; 7]) -> String;

#[expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build");
    let out = env::var("OUT_DIR")?;
    let files: [(&str, Emit); 2] = [("pages", emit::pages), ("forms", emit::forms)];
    for (file, emit) in files {
        let languages = TAGS.map(|tag| read(tag, file));
        let problems = check(file, &languages);
        if !problems.is_empty() {
            return Err(format!("{} problem(s) in locales/:\n{}", problems.len(), problems.join("\n")).into());
        }
        fs::write(Path::new(&out).join(format!("{file}.rs")), emit(&languages))?;
    }
    Ok(())
}

/// What one language says in one file: its messages in their order, or what is wrong with it.
struct Said {
    tag: &'static str,
    messages: Vec<Message>,
    problems: Vec<String>,
}

fn read(tag: &'static str, file: &str) -> Said {
    let path = format!("locales/{tag}/{file}.ftl");
    match fs::read_to_string(&path) {
        Ok(source) => {
            let (messages, problems) = message::parse(&path, &source);
            Said { tag, messages, problems }
        }
        Err(error) => Said { tag, messages: Vec::new(), problems: vec![format!("{path}: {error}")] },
    }
}
