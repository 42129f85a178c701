//! Narwhal's pages, the islands in them that run in the browser, and the server functions that they call.
//!
//! A page is rendered by the server from data that a handler has fetched (`ssr`), and is complete without a script
//! wherever that is possible. What has to run in the browser, because a password or a plaintext must not leave it, is an
//! island.

#![recursion_limit = "512"]
#![expect(unreachable_pub, reason = "the component macro makes its props public")]
#![cfg_attr(
    not(feature = "ssr"),
    expect(
        dead_code,
        unused_imports,
        reason = "the server renders the pages; only their islands are the browser's"
    )
)]

pub mod api;
mod browser;
mod components;
mod error;
mod file_name;
mod pages;
#[cfg(feature = "ssr")]
pub mod ssr;

pub use error::UiError;

/// Does nothing; referring to it keeps the islands from being left out as unused.
pub const fn register() {}
