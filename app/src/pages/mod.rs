//! The pages. Each is a component over plain data that a handler has fetched; what must run in the browser is an island.

pub(crate) mod admin;
pub(crate) mod mail;
pub(crate) mod recipient;
pub(crate) mod simulator;
