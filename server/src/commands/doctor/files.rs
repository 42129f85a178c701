//! The data folder, its disk, and the master key's file.

use std::{fs, os::unix::fs::MetadataExt as _, path::Path};

use seal::MasterKeyRing;

use super::Finding;
use crate::{
    config::{Config, MasterKeySource},
    master_key,
};

const FOLDER: &str = "data folder";
const SPACE: &str = "disk space";
const KEY: &str = "master key";
const MEBIBYTE: u64 = 1024 * 1024;

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    vec![folder(&config.data_dir), space(&config.data_dir), key(&config.master_key)]
}

fn folder(path: &Path) -> Finding {
    let shown = path.display();
    let Ok(data) = fs::metadata(path) else {
        return Finding::warn(FOLDER, format_args!("{shown} is not there yet; narwhal serve makes it"));
    };
    if !data.is_dir() {
        return Finding::fail(FOLDER, format_args!("{shown} is no folder. Set NARWHAL_DATA_DIR to one."));
    }
    if rustix::fs::access(path, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK).is_err() {
        return Finding::fail(
            FOLDER,
            format_args!("{shown} cannot be written. Run as its owner, or chown it."),
        );
    }
    if data.mode() & 0o077 != 0 {
        return Finding::warn(FOLDER, format_args!("{shown} is open to others. Run: chmod 700 {shown}"));
    }
    Finding::ok(FOLDER, shown)
}

fn space(data_dir: &Path) -> Finding {
    let there =
        data_dir.ancestors().map(|path| if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let Some(disk) = there.filter_map(|path| rustix::fs::statvfs(path).ok()).next() else {
        return Finding::warn(SPACE, "unknown: this disk does not tell");
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize) / MEBIBYTE;
    let text = format!("{free} MiB free");
    match free {
        0..100 => Finding::fail(SPACE, text + ". Submissions are refused when it is full: make room."),
        100..1024 => Finding::warn(SPACE, text + ". Make room soon."),
        _ => Finding::ok(SPACE, text),
    }
}

/// Reads the key; a missing file is the database check's matter.
fn key(source: &MasterKeySource) -> Finding {
    if let MasterKeySource::File(path) = source
        && !path.exists()
    {
        return Finding::warn(
            KEY,
            format_args!("{} is not there yet; narwhal serve makes it", path.display()),
        );
    }
    // As for a database that holds data: nothing is made.
    match master_key::read_existing(source) {
        Err(error) => Finding::fail(KEY, error),
        Ok(ring) => key_file(source, &ring),
    }
}

fn key_file(source: &MasterKeySource, ring: &MasterKeyRing) -> Finding {
    let text = format!("{source}, version {}", ring.newest_version());
    let MasterKeySource::File(path) = source else { return Finding::ok(KEY, text) };
    let (owner, we) = (fs::metadata(path).map(|data| data.uid()), rustix::process::geteuid().as_raw());
    match owner {
        Ok(owner) if owner != we => Finding::warn(
            KEY,
            format_args!(
                "{text}: the file belongs to user {owner}, but this runs as {we}. Run: chown {we} {}",
                path.display()
            ),
        ),
        _ => Finding::ok(KEY, text),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::{super::Level, *};

    #[test]
    fn folders() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("data");
        assert_eq!(folder(&path).level, Level::Warn);
        master_key::make_private_folder(&path).unwrap();
        assert_eq!(folder(&path).level, Level::Ok);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(folder(&path).text.contains("chmod 700"));
        let file = parent.path().join("file");
        fs::write(&file, "").unwrap();
        assert_eq!(folder(&file).level, Level::Fail);
    }

    #[test]
    fn space_is_that_of_the_folder_to_come() {
        assert!(
            space(Path::new("/nowhere/at/all")).text.ends_with("MiB free") || cfg!(not(target_os = "linux"))
        );
    }

    #[test]
    fn keys() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let source = MasterKeySource::File(path.clone());
        assert_eq!(key(&source).level, Level::Warn);
        fs::write(&path, "narwhal-master-key 1 00").unwrap();
        assert!(key(&source).text.contains("chmod 600"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(key(&source).text.contains("64 hexadecimal digits"));
        fs::write(&path, format!("narwhal-master-key 2 {}", "01".repeat(32))).unwrap();
        assert!(key(&source).text.ends_with("version 2"));
    }
}
