//! What each command does.

pub(crate) mod app_password;
pub(crate) mod archive;
pub(crate) mod doctor;
pub(crate) mod migrate;
pub(crate) mod serve;
pub(crate) mod sms;
pub(crate) mod user;

use std::io::{self, Write as _};

/// Writes to stdout. A reader that has gone away, as in `narwhal user list | head -1`, is no error.
fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}
