//! The names of the browser's code and stylesheet. They carry a hash of their content, so that browsers may keep them
//! for ever.

use std::{collections::HashMap, path::Path};

/// Paths below the site's root.
#[derive(Debug, Clone)]
pub(crate) struct Assets {
    /// Without its extension.
    pub(crate) script: String,
    pub(crate) wasm: String,
    pub(crate) style: String,
}

impl Assets {
    /// The names of this build: `hash.txt` beside the program says the hashes; without it there are none.
    pub(crate) fn find() -> Self {
        let hashes =
            std::env::current_exe().ok().and_then(|program| read(&program.with_file_name("hash.txt")));
        let hash = |kind: &str| {
            hashes
                .as_ref()
                .and_then(|hashes| hashes.get(kind))
                .map(|hash| format!(".{hash}"))
                .unwrap_or_default()
        };
        Self {
            script: format!("/pkg/narwhal{}", hash("js")),
            wasm: format!("/pkg/narwhal{}.wasm", hash("wasm")),
            style: format!("/pkg/narwhal{}.css", hash("css")),
        }
    }
}

fn read(file: &Path) -> Option<HashMap<String, String>> {
    let text = std::fs::read_to_string(file).ok()?;
    let pair = |line: &str| {
        line.split_once(':').map(|(kind, hash)| (kind.trim().to_owned(), hash.trim().to_owned()))
    };
    Some(text.lines().filter_map(pair).collect())
}
