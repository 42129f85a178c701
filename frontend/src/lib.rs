//! The browser's entry point: makes the islands live, nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's loader once the module has been loaded, before the islands.
#[wasm_bindgen]
pub fn hydrate() {
    // Naming the crate keeps its islands in the module.
    app::register();
    leptos::mount::hydrate_islands();
}
