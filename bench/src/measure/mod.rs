//! What is measured.

pub(crate) mod enumeration;
pub(crate) mod first_response;
mod instance;
pub(crate) mod load;
pub(crate) mod machine;
pub(crate) mod mail;
pub(crate) mod memory;
pub(crate) mod process;
mod sinks;
pub(crate) mod texts;
mod timing;
pub(crate) mod weights;

pub(crate) use instance::Database;

/// A message of 2 kB.
const BODY_BYTES: usize = 2_000;

fn body() -> String {
    "Your results are in, and all of them are as they should be. ".chars().cycle().take(BODY_BYTES).collect()
}

/// Progress, for whoever waits.
fn say(what: &str) {
    use std::io::Write as _;
    // Nobody waits when it is closed.
    let _ = writeln!(std::io::stderr(), "bench: {what}");
}
