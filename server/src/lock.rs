//! One serving process per SQLite database: the outbox takes back all leases at the start, which is right only when
//! nobody else holds any.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

/// Held while the process serves; the operating system lets go of it however the process ends.
#[derive(Debug)]
pub(crate) struct ServeLock {
    _file: File,
}

/// Why this process may not serve.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LockError {
    #[error("another narwhal{} serves this database already ({} is locked). Stop it first, or give this one a \
             NARWHAL_DATA_DIR of its own.", process(holder), path.display())]
    Taken { path: PathBuf, holder: String },
    #[error("cannot lock {}: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
}

impl ServeLock {
    /// Locks `DATABASE.lock`, beside the database's file.
    pub(crate) fn take(database: &Path) -> Result<Self, LockError> {
        let mut name = database.as_os_str().to_owned();
        name.push(".lock");
        let path = PathBuf::from(name);
        let io = |error| LockError::Io { path: path.clone(), error };
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(LockError::Taken { holder: holder(&mut file), path });
            }
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())).map_err(io)?;
        Ok(Self { _file: file })
    }
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    file.read_to_string(&mut text).map(|_| text.trim().to_owned()).unwrap_or_default()
}

fn process(holder: &str) -> String {
    if holder.is_empty() { String::new() } else { format!(" (process {holder})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_serves() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("narwhal.db");
        let held = ServeLock::take(&database).unwrap();
        let error = ServeLock::take(&database).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("another narwhal (process {}) serves", std::process::id())),
            "{error}"
        );
        drop(held);
        ServeLock::take(&database).unwrap();
    }
}
