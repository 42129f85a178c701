//! `narwhal migrate`

use anyhow::Context as _;

use super::print;
use crate::{config::Config, instance};

/// Brings the schema up to date, and says whether there was anything to do.
pub(crate) async fn run(config: Config) -> anyhow::Result<()> {
    let store = instance::open_store(&config).await?;
    let text = if store.needs_migration().await.context("cannot read the database")? {
        store.migrate().await.context("the database could not be brought up to date")?;
        "The database is up to date now.\n"
    } else {
        "The database was up to date already.\n"
    };
    store.close().await;
    Ok(print(text)?)
}
