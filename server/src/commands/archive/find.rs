//! `narwhal archive find`: opens nothing.

use std::time::{Duration, UNIX_EPOCH};

use domain::UnixMillis;
use engine::{ArchiveFound, ArchiveSearch, Engine, EngineError};

pub(super) async fn run(engine: &Engine, whose: &ArchiveSearch, since: UnixMillis) -> anyhow::Result<String> {
    let found = match engine.find_archived(whose, since).await {
        Err(EngineError::NotFound) => Vec::new(),
        found => found.map_err(|error| anyhow::Error::new(error).context("nothing could be looked up"))?,
    };
    if found.is_empty() {
        return Ok("There is no such message.\n".to_owned());
    }
    Ok(found.iter().map(line).collect())
}

fn line(found: &ArchiveFound) -> String {
    let state = match (found.is_erased, found.key_id) {
        (true, _) => "erased".to_owned(),
        (false, Some(key)) => format!("archive key {key}"),
        (false, None) => "not in the archive".to_owned(),
    };
    format!("{}  sent {}  {state}\n", found.id, date(found.sent_at))
}

/// "2026-11-28T08:15:00Z"
pub(super) fn date(at: UnixMillis) -> String {
    let since = Duration::from_millis(u64::try_from(at.get()).unwrap_or(0));
    humantime::format_rfc3339_seconds(UNIX_EPOCH + since).to_string()
}

#[cfg(test)]
mod tests {
    use domain::{KeyId, MessageId};

    use super::*;

    #[test]
    fn each_line_says_what_opens_it() {
        let found = ArchiveFound {
            id: MessageId::from_bytes([1; 16]),
            sent_at: UnixMillis::new(1_795_853_700_000),
            is_erased: false,
            key_id: Some(KeyId::from_bytes([2; 16])),
        };
        let id = "01".repeat(16);
        let sent = "sent 2026-11-28T08:15:00Z";
        assert_eq!(line(&found), format!("{id}  {sent}  archive key {}\n", "02".repeat(16)));
        assert_eq!(
            line(&ArchiveFound { key_id: None, ..found }),
            format!("{id}  {sent}  not in the archive\n")
        );
        assert_eq!(line(&ArchiveFound { is_erased: true, ..found }), format!("{id}  {sent}  erased\n"));
    }
}
