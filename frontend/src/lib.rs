//! The browser's entry point: makes the islands live, nothing else.

use leptos::lazy;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's loader once the module has been loaded, before the islands, on pages that have any: senders' pages.
#[wasm_bindgen]
pub async fn hydrate() {
    // Naming the crate keeps its islands in the module.
    app::register();
    prepare().await;
}

/// The framework's own part, which recipients never download.
#[lazy]
fn prepare() {
    leptos::mount::hydrate_islands();
}

/// Room for the splitter. It may not make the data segment longer, yet aligns each module's part of it; without spare
/// bytes it gives up, and puts every page's data into what a phone downloads. Nothing refers to these, so no module
/// carries them.
#[used]
static ROOM: [u8; 4096] = [1; 4096];
