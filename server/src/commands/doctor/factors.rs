//! The second factor: whether administrators have one.

use domain::Role;
use store::{Conn, Store, StoreError, accounts, totps};

use super::Finding;

const FACTOR: &str = "second factor";

/// Nothing to say where there is no administrator.
pub(super) async fn examine(store: &Store) -> Option<Finding> {
    match store.read(|conn: &mut Conn| Box::pin(administrators(conn))).await {
        Err(error) => Some(Finding::fail(FACTOR, error)),
        Ok((0, _)) => None,
        Ok((all, without)) => Some(finding(all, without)),
    }
}

/// How many administrators can sign in, and how many of them with a password alone.
async fn administrators(conn: &mut Conn) -> Result<(usize, usize), StoreError> {
    let (accounts, confirmed) = (accounts::list(conn).await?, totps::confirmed(conn).await?);
    let is_one = |account: &&accounts::Account| account.role == Role::Admin && account.disabled_at.is_none();
    let admins: Vec<_> = accounts.iter().filter(is_one).collect();
    let without = admins.iter().filter(|account| !confirmed.contains(&account.id)).count();
    Ok((admins.len(), without))
}

fn finding(all: usize, without: usize) -> Finding {
    match without {
        0 => Finding::ok(FACTOR, "every administrator has one"),
        without => Finding::warn(
            FACTOR,
            format_args!(
                "{without} of {all} administrators sign in with a password alone. They set an authenticator app up \
                 under Settings; NARWHAL_SECOND_FACTOR=admins makes sure of it."
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    #[test]
    fn an_administrator_without_one_is_a_warning() {
        assert_eq!(finding(2, 0).level, Level::Ok);
        let warned = finding(2, 1);
        assert_eq!(warned.level, Level::Warn);
        assert!(warned.text.contains("1 of 2"), "{}", warned.text);
    }
}
