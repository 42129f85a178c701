//! `narwhal archive new`: needs no settings, no database and no service.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use anyhow::{Context as _, bail};
use engine::Entropy;
use rand_core::CryptoRng;
use seal::{ArchivePart, ArchiveShare, PrivateKey, archive_public_text};

use super::print;

/// Makes an archive key, and prints what to do with it. The files: half A, half B, or the whole key.
pub(crate) fn run(files: [Option<&Path>; 3]) -> anyhow::Result<()> {
    Ok(print(&make(files, &mut Entropy::system().rng())?)?)
}

fn make(files: [Option<&Path>; 3], rng: &mut impl CryptoRng) -> anyhow::Result<String> {
    let key = PrivateKey::generate(rng);
    let shares: Vec<_> = match files {
        [Some(a), Some(b), None] => [a, b].into_iter().zip(ArchiveShare::halves(&key, rng)).collect(),
        [None, None, Some(file)] => vec![(file, ArchiveShare::whole(&key))],
        _ => bail!("give --out-a and --out-b, or --offline"),
    };
    write_all(&shares)?;
    Ok(said(&key, &shares))
}

/// Writes all files or none: half a key is of no use to anybody.
fn write_all(shares: &[(&Path, ArchiveShare)]) -> anyhow::Result<()> {
    for (at, (path, share)) in shares.iter().enumerate() {
        if let Err(error) = write(path, share) {
            for (written, _) in &shares[..at] {
                // What cannot be removed is a half that fits to nothing.
                let _ = fs::remove_file(written);
            }
            if error.kind() == io::ErrorKind::AlreadyExists {
                bail!("{} is there already. Nothing is overwritten: choose another name.", path.display());
            }
            return Err(error).with_context(|| format!("cannot write {}", path.display()));
        }
    }
    Ok(())
}

fn write(path: &Path, share: &ArchiveShare) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(head(share).as_bytes())?;
    file.write_all(share.to_text().as_bytes())?;
    file.sync_all()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// What somebody reads who finds the file in ten years.
fn head(share: &ArchiveShare) -> String {
    let id = share.key_id();
    let what = match share.part() {
        ArchivePart::Whole => "the whole private key. Whoever has this file opens all messages sealed to it.",
        ArchivePart::HalfA => "half A of two. It opens nothing without half B.",
        ArchivePart::HalfB => "half B of two. It opens nothing without half A.",
    };
    format!(
        "# Narwhal archive key {id}: {what}\n\
         # Keep it offline, never on the server, and halves apart from each other. Printed on paper, the line below\n\
         # is as good as this file. To open a message: narwhal archive open --help\n"
    )
}

fn said(key: &PrivateKey, shares: &[(&Path, ArchiveShare)]) -> String {
    let line = |(path, share): &(&Path, ArchiveShare)| {
        let name = match share.part() {
            ArchivePart::Whole => "The whole private key",
            ArchivePart::HalfA => "Half A",
            ArchivePart::HalfB => "Half B",
        };
        format!("{name}: {}\n", path.display())
    };
    let files: String = shares.iter().map(line).collect();
    let keep = match shares {
        [_] => "Keep it offline: whoever has it and the database opens every message that is sealed to it.",
        _ => {
            "Give each half to another person, and keep neither of them on the server. One alone opens nothing."
        }
    };
    let id = key.id();
    let public = archive_public_text(&key.public_key());
    format!(
        "# Archive key {id}\n# {}# {keep}\n\
         # For narwhal.toml of every instance (or NARWHAL_ARCHIVE_KEY), from the next start on:\n\
         archive_key = \"{public}\"\n",
        files.trim_end().replace('\n', "\n# ") + "\n"
    )
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn files_are_for_their_owner_and_all_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let run = |files| make(files, &mut Entropy::seeded(1).rng());
        let [a, b, whole] = ["a", "b", "whole"].map(|name| folder.path().join(name));
        run([Some(&a), Some(&b), None]).unwrap();
        for path in [&a, &b] {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let text = fs::read_to_string(&a).unwrap();
        assert!(text.starts_with("# Narwhal archive key ") && text.contains("half A of two"), "{text}");
        assert_eq!(ArchiveShare::parse(&text).unwrap().part(), ArchivePart::HalfA);
        // The second is there, so the first is not left behind; what was there stays as it is.
        let first = folder.path().join("first");
        let error = run([Some(&first), Some(&b), None]).unwrap_err().to_string();
        assert!(error.contains("is there already"), "{error}");
        assert!(!first.exists());
        assert!(run([Some(&first), Some(&first), None]).is_err() && !first.exists());
        run([None, None, Some(&whole)]).unwrap();
        assert!(run([None, None, Some(&whole)]).is_err());
        assert!(run([None, None, None]).is_err());
    }

    #[test]
    fn what_is_printed_is_a_configuration() {
        let key = PrivateKey::generate(&mut Entropy::seeded(1).rng());
        let [a, b] = ArchiveShare::halves(&key, &mut Entropy::seeded(2).rng());
        for shares in [
            vec![(Path::new("a"), a), (Path::new("b"), b)],
            vec![(Path::new("x"), ArchiveShare::whole(&key))],
        ] {
            let table: toml::Table = said(&key, &shares).parse().unwrap();
            let public = table["archive_key"].as_str().unwrap();
            assert!(seal::parse_archive_public(public).unwrap() == key.public_key());
            assert_eq!(table.len(), 1);
        }
    }
}
