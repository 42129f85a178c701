//! `narwhal archive open`: into a folder of its own, for its owner only.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

use anyhow::{Context as _, bail};
use domain::{MessageId, PhoneNumber};
use engine::{ArchiveOpened, ArchiveReason, Engine, OpenAttachment};
use seal::PrivateKey;

use super::find::date;

/// The longest name that an attachment keeps.
const NAME_MOST: usize = 80;

pub(super) async fn run(
    engine: &Engine,
    key: &PrivateKey,
    reason: &ArchiveReason,
    id: MessageId,
    out: &Path,
) -> anyhow::Result<String> {
    // Before anything is recorded: an opening that nobody could read would be told all the same.
    if let Err(error) = DirBuilder::new().mode(0o700).create(out) {
        if error.kind() == io::ErrorKind::AlreadyExists {
            bail!("{} is there already. Choose a folder that is not there yet.", out.display());
        }
        return Err(error).with_context(|| format!("cannot make the folder {}", out.display()));
    }
    let opened = match engine.open_archived(key, reason, id).await {
        Ok(opened) => opened,
        Err(error) => {
            // It is empty, and was made here.
            let _ = std::fs::remove_dir(out);
            return Err(error).context("the message was not opened");
        }
    };
    let written = write(engine, &opened, out).await;
    written.with_context(|| format!("opening it is recorded, but {} could not be written", out.display()))?;
    Ok(format!(
        "Opened into {}. It is recorded with your reason, and told to {} and on the recipients' page.\n\
         Erase the folder when it is not needed any more.\n",
        out.display(),
        opened.sender
    ))
}

async fn write(engine: &Engine, opened: &ArchiveOpened, out: &Path) -> anyhow::Result<()> {
    file(&out.join("message.txt"))?.write_all(text(opened).as_bytes())?;
    if let Some(html) = &opened.html {
        file(&out.join("message.html"))?.write_all(html.as_bytes())?;
    }
    for (number, attachment) in (1..).zip(&opened.attachments) {
        let name = format!("{number:02}-{}", plain(&attachment.info.name));
        write_attachment(engine, attachment, &out.join(name)).await?;
    }
    Ok(File::open(out)?.sync_all()?)
}

async fn write_attachment(engine: &Engine, attachment: &OpenAttachment, path: &Path) -> anyhow::Result<()> {
    let mut file = file(path)?;
    for number in 0..u32::try_from(attachment.chunks()).context("too large")? {
        file.write_all(&engine.read_chunk(attachment, number).await?)?;
    }
    Ok(file.sync_all()?)
}

fn file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

fn text(opened: &ArchiveOpened) -> String {
    let to: Vec<_> = opened.recipients.iter().map(PhoneNumber::as_str).collect();
    format!(
        "From: {}\nTo: {}\nSent: {}\nSubject: {}\n\n{}\n",
        opened.sender,
        to.join(", "),
        date(opened.sent_at),
        opened.subject,
        opened.body
    )
}

/// A file's name that leads nowhere else and is harmless in a terminal. A sender chose it.
fn plain(name: &str) -> String {
    let harmless = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let mut plain: String = name.chars().map(harmless).collect();
    while plain.len() > NAME_MOST {
        plain.pop();
    }
    if plain.is_empty() { "attachment".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere() {
        assert_eq!(plain("Befund März.pdf"), "Befund_März.pdf");
        assert_eq!(plain("../../etc/passwd"), ".._.._etc_passwd");
        assert_eq!(plain("a\u{202e}\n\u{1b}[31m"), "a____31m");
        assert_eq!(plain(""), "attachment");
        assert!(plain(&"é".repeat(300)).len() <= NAME_MOST);
    }
}
