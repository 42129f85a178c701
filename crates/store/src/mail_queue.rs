//! Mails that wait for the relay, in a table of their own: leased, settled and put back as notices are. The tables differ in
//! what a mail says and whom it is for; what becomes of it is the same.

/// Declares a module's statements over such a table, and the functions that work it. `details` finishes with an `IN` whose
/// list follows.
macro_rules! mail_queue {
    (
        table: $table:literal,
        id: $id:ty,
        leased: $leased:ty,
        details: $details:literal;
        $($statements:tt)*
    ) => {
        $crate::statement::statements! {
            // As for notices: SQLite has one writer at a time, and no row locks.
            LEASE => {
                sqlite: $crate::mail_queue::lease!($table, ""),
                postgres: $crate::mail_queue::lease!($table, " FOR UPDATE SKIP LOCKED")
            };
            DETAILS: concat!($details, $crate::statement::list!());
            SETTLE: concat!(
                "UPDATE ", $table, " SET state = $3, attempts = attempts + 1, settled_at = $4, last_error = $5,
                    lease_owner = NULL WHERE id = $1 AND lease_owner = $2 AND state = 'queued'"
            );
            RETRY_AT: concat!(
                "UPDATE ", $table, " SET attempts = attempts + 1, ready_at = $3, last_error = $4, lease_owner = NULL
                 WHERE id = $1 AND lease_owner = $2 AND state = 'queued'"
            );
            RELEASE: concat!(
                "UPDATE ", $table, " SET ready_at = happened_at, lease_owner = NULL
                 WHERE lease_owner = $1 AND state = 'queued'"
            );
            RELEASE_ALL: concat!(
                "UPDATE ", $table, " SET ready_at = happened_at, lease_owner = NULL
                 WHERE lease_owner IS NOT NULL AND state = 'queued'"
            );
            NEXT_DUE: concat!(
                "SELECT ready_at FROM ", $table, " WHERE state = 'queued' ORDER BY ready_at LIMIT 1"
            );
            $($statements)*
        }

        /// Takes up to `limit` that are ready at `now`, for `owner` until `until`.
        ///
        /// # Errors
        /// The database's.
        pub async fn lease(
            conn: &mut Conn,
            owner: &[u8; 16],
            now: UnixMillis,
            until: UnixMillis,
            limit: u32,
        ) -> Result<Vec<$leased>, StoreError> {
            let ids: Vec<One<$id>> = conn.writes().all(LEASE, args![owner, now, until, limit]).await?;
            let ids: Vec<_> = ids.into_iter().map(|One(id)| id).collect();
            let mut leased: Vec<$leased> = Vec::with_capacity(ids.len());
            for chunk in ids.chunks($crate::statement::LIST) {
                leased.append(&mut conn.all(DETAILS, &$crate::value::padded(chunk)).await?);
            }
            Ok(leased)
        }

        /// Notes what became of one, `sent`, `unwanted` or `failed`; whether `owner` still had the lease.
        ///
        /// # Errors
        /// The database's.
        pub async fn settle(
            conn: &mut Conn,
            id: $id,
            owner: &[u8; 16],
            state: &str,
            at: UnixMillis,
            error: Option<&str>,
        ) -> Result<bool, StoreError> {
            conn.changes(SETTLE, args![id, owner, state, at, error]).await
        }

        /// Puts one back for another try; whether `owner` still had the lease.
        ///
        /// # Errors
        /// The database's.
        pub async fn retry_at(
            conn: &mut Conn,
            id: $id,
            owner: &[u8; 16],
            at: UnixMillis,
            error: &str,
        ) -> Result<bool, StoreError> {
            conn.changes(RETRY_AT, args![id, owner, at, error]).await
        }

        /// Gives back what `owner` has leased and not settled; how many.
        ///
        /// # Errors
        /// The database's.
        pub async fn release(conn: &mut Conn, owner: &[u8; 16]) -> Result<u64, StoreError> {
            conn.execute(RELEASE, args![owner]).await
        }

        /// Gives back what anybody has leased: for the start of a sole instance; how many.
        ///
        /// # Errors
        /// The database's.
        pub async fn release_all(conn: &mut Conn) -> Result<u64, StoreError> {
            conn.execute(RELEASE_ALL, args![]).await
        }

        /// When the next one is ready; `None` when none waits.
        ///
        /// # Errors
        /// The database's.
        pub async fn next_due(conn: &mut Conn) -> Result<Option<UnixMillis>, StoreError> {
            Ok(conn.optional(NEXT_DUE, args![]).await?.map(|One(at)| at))
        }
    };
}
pub(crate) use mail_queue;

macro_rules! lease {
    ($table:literal, $lock:literal) => {
        concat!(
            "UPDATE ",
            $table,
            " SET lease_owner = $1, ready_at = $3 WHERE id IN (SELECT id FROM ",
            $table,
            " WHERE state = 'queued' AND ready_at <= $2 ORDER BY ready_at LIMIT $4",
            $lock,
            ") RETURNING id"
        )
    };
}
pub(crate) use lease;
