//! Where the master key comes from: a file that is made at the first start, the environment, or a command.

use std::{
    fs::{self, DirBuilder, File},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
};

use rand_core::CryptoRng;
use seal::{MasterKeyError, MasterKeyRing};
use zeroize::Zeroizing;

use crate::config::MasterKeySource;

const FIRST_LINES: &str = "# Narwhal's master key. Keep a copy in a safe place, apart from the database's backups:\n\
                           # without it, nothing in the database can be opened.\n";

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeySourceError {
    #[error("the master key's file {} can be read by others (mode {mode:03o}). Run: chmod 600 {}", path.display(), path.display())]
    Exposed { path: PathBuf, mode: u32 },
    #[error("the database holds data, but its master key's file {} is gone. Put it back from where you keep its copy, \
             or set NARWHAL_MASTER_KEY_FILE to where it is. A new key would not open the data.", path.display())]
    Gone { path: PathBuf },
    #[error("cannot use the master key's file {}: {error}", path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("{source_name}: {error}")]
    Content { source_name: String, error: MasterKeyError },
    #[error("NARWHAL_MASTER_KEY_COMMAND could not be run: {0}")]
    Start(io::Error),
    #[error("NARWHAL_MASTER_KEY_COMMAND failed ({0}). What it wrote to stderr is above.")]
    Failed(ExitStatus),
    #[error("what NARWHAL_MASTER_KEY_COMMAND prints is no text")]
    NoText,
}

/// The master key. Its file is made when it is missing, unless the database already holds what another key sealed.
pub(crate) fn load(
    source: &MasterKeySource,
    database_holds_data: bool,
    rng: &mut impl CryptoRng,
) -> Result<MasterKeyRing, KeySourceError> {
    match source {
        MasterKeySource::File(path) if !database_holds_data && read(path)?.is_none() => {
            parse(&make(path, rng)?, source)
        }
        _ => read_existing(source),
    }
}

/// The master key that is there already; nothing is made.
pub(crate) fn read_existing(source: &MasterKeySource) -> Result<MasterKeyRing, KeySourceError> {
    let text = match source {
        MasterKeySource::Text(text) => text.clone(),
        MasterKeySource::Command(command) => printed_by(command)?,
        MasterKeySource::File(path) => {
            read(path)?.ok_or_else(|| KeySourceError::Gone { path: path.clone() })?
        }
    };
    parse(&text, source)
}

fn parse(text: &str, source: &MasterKeySource) -> Result<MasterKeyRing, KeySourceError> {
    let content = |error| KeySourceError::Content { source_name: source.to_string(), error };
    MasterKeyRing::parse(text).map_err(content)
}

/// Makes a folder, and those above it, for its owner only. One that is there stays as it is.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// The file's text; `None` when there is no file.
fn read(path: &Path) -> Result<Option<Zeroizing<String>>, KeySourceError> {
    let failed = |error| KeySourceError::File { path: path.to_owned(), error };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeySourceError::Exposed { path: path.to_owned(), mode });
    }
    io::read_to_string(file).map(|text| Some(text.into())).map_err(failed)
}

/// Writes a new key. The file appears with its whole content or not at all, and never takes the place of another.
fn make(path: &Path, rng: &mut impl CryptoRng) -> Result<Zeroizing<String>, KeySourceError> {
    let text = MasterKeyRing::generate(rng).to_text();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match write(path, folder, &text) {
        Ok(()) => {
            tracing::info!(path = %path.display(), "made a new master key; keep a copy of it in a safe place");
            Ok(text)
        }
        // Another process was faster: its key is the one.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            read(path)?.ok_or_else(|| KeySourceError::File { path: path.to_owned(), error })
        }
        Err(error) => Err(KeySourceError::File { path: path.to_owned(), error }),
    }
}

fn write(path: &Path, folder: &Path, text: &str) -> io::Result<()> {
    make_private_folder(folder)?;
    // Such a file is for its owner only.
    let mut file = tempfile::Builder::new().prefix(".master-key-").tempfile_in(folder)?;
    file.write_all(FIRST_LINES.as_bytes())?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o600))?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|failed| failed.error)?;
    File::open(folder)?.sync_all()
}

fn printed_by(command: &str) -> Result<Zeroizing<String>, KeySourceError> {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = shell.output().map_err(KeySourceError::Start)?;
    let printed = Zeroizing::new(output.stdout);
    if !output.status.success() {
        return Err(KeySourceError::Failed(output.status));
    }
    let text = std::str::from_utf8(&printed).map_err(|_| KeySourceError::NoText)?;
    Ok(text.to_owned().into())
}

#[cfg(test)]
mod tests {
    use engine::Entropy;

    use super::*;

    const KEY: &str = "narwhal-master-key 1 0101010101010101010101010101010101010101010101010101010101010101";

    fn load_file(path: &Path, holds_data: bool) -> Result<String, String> {
        load(&MasterKeySource::File(path.to_owned()), holds_data, &mut Entropy::seeded(1).rng())
            .map(|ring| ring.to_text().to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_is_made_once_and_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/master.key");
        let first = load_file(&path, false).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(load_file(&path, true).unwrap(), first);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn no_new_key_for_old_data() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let error = load_file(&path, true).unwrap_err();
        assert!(error.contains("is gone") && !path.exists(), "{error}");
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        load_file(&path, false).unwrap();
        for mode in [0o640, 0o604, 0o620] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert!(
                load_file(&path, true).unwrap_err().ends_with(&format!("Run: chmod 600 {}", path.display()))
            );
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        load_file(&path, true).unwrap();
    }

    #[test]
    fn other_sources() {
        let from = |source| {
            let mut rng = Entropy::seeded(1).rng();
            load(&source, true, &mut rng).map(|ring| ring.newest_version()).map_err(|error| error.to_string())
        };
        assert_eq!(from(MasterKeySource::Text(KEY.to_owned().into())), Ok(1));
        assert_eq!(from(MasterKeySource::Command(format!("echo {KEY}"))), Ok(1));
        assert!(from(MasterKeySource::Command("exit 3".into())).unwrap_err().contains("exit status: 3"));
        assert!(
            from(MasterKeySource::Text("x".to_owned().into()))
                .unwrap_err()
                .starts_with("the environment: line 1")
        );
    }
}
