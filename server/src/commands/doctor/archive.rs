//! Emergency access: whether there is an archive key, and whether its private half lies where it must not.

use std::{fs, io::Read as _, path::Path};

use seal::ArchiveShare;
use zeroize::Zeroizing;

use super::Finding;
use crate::config::Config;

const ARCHIVE: &str = "archive key";
/// No file with a private half is larger.
const LARGEST: u64 = 16 * 1024;

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let state = match &config.archive_key {
        None => "off: only senders and recipients open messages".to_owned(),
        Some(key) => format!("on: every new message is sealed to archive key {} too", key.id()),
    };
    let mut findings = vec![Finding::ok(ARCHIVE, state)];
    findings.extend(private_halves(&config.data_dir));
    findings
}

/// Files in the data folder that are a private half.
fn private_halves(folder: &Path) -> Vec<Finding> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let found = paths.filter_map(|path| Some((share(&path)?.key_id(), path)));
    let finding = |(id, path): (domain::KeyId, std::path::PathBuf)| {
        Finding::warn(
            ARCHIVE,
            format_args!(
                "{} is a private half of archive key {id}. It must not be on the server: move it to where its \
                 keeper has it, and erase it here.",
                path.display()
            ),
        )
    };
    found.map(finding).collect()
}

fn share(path: &Path) -> Option<ArchiveShare> {
    let data = fs::metadata(path).ok().filter(|data| data.is_file() && data.len() <= LARGEST)?;
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(data.len()).ok()? + 1));
    fs::File::open(path).ok()?.read_to_string(&mut text).ok()?;
    ArchiveShare::parse(&text).ok()
}

#[cfg(test)]
mod tests {
    use engine::Entropy;
    use seal::PrivateKey;

    use super::{super::Level, *};

    #[test]
    fn private_halves_are_found() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("master.key"), "narwhal-master-key 1 00").unwrap();
        fs::write(folder.path().join("narwhal.db"), [0xff; 64]).unwrap();
        assert_eq!(private_halves(folder.path()), []);
        let key = PrivateKey::generate(&mut Entropy::seeded(1).rng());
        let [a, _] = ArchiveShare::halves(&key, &mut Entropy::seeded(2).rng());
        fs::write(folder.path().join("a.txt"), format!("# half A\n{}", *a.to_text())).unwrap();
        let found = private_halves(folder.path());
        assert_eq!((found.len(), found[0].level), (1, Level::Warn));
        assert!(found[0].text.contains("a.txt") && found[0].text.contains(&key.id().to_string()));
        assert_eq!(private_halves(&folder.path().join("none")), []);
    }
}
