//! A recipient's messages, part by part, as several pages list them.

use domain::MessageId;
use engine::{EngineError, INBOX_LENGTH, InboxItem, Session};
use serde::Deserialize;

use super::Site;

/// Which part of the list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Part {
    before: Option<String>,
}

impl Part {
    /// The message that it comes after. An address that somebody has mangled leads to the newest ones.
    pub(super) fn before(&self) -> Option<MessageId> {
        self.before.as_ref().and_then(|text| text.parse().ok())
    }
}

/// The messages of a part, the newest first; and the address of the next part, where there is one, below `path`.
pub(super) async fn part(
    site: &Site,
    session: &Session,
    before: Option<MessageId>,
    path: &str,
) -> Result<(Vec<InboxItem>, Option<String>), EngineError> {
    // One more than is shown tells whether there are older ones.
    let mut items = site.engine.inbox(session, INBOX_LENGTH + 1, before).await?;
    let has_older = items.len() > usize::try_from(INBOX_LENGTH).unwrap_or(usize::MAX);
    if has_older {
        items.pop();
    }
    let older = items.last().filter(|_| has_older).map(|last| format!("{path}?before={}", last.message));
    Ok((items, older))
}
