//! Telling everybody whom a change of somebody's keys concerns, and ending what opened for the old ones.

use domain::{PersonId, ReportTopic};
use store::{Conn, StoreError, deliveries, passkeys, recovery_codes, reports, sessions};

use crate::Engine;

/// Among how many of a recipient's newest deliveries the senders are looked for.
const NEWEST: u32 = 500;

impl Engine {
    /// Ends every way to somebody's old keys: their sessions, their passkeys and their recovery code.
    pub(crate) async fn end_access(&self, conn: &mut Conn, person: PersonId) -> Result<(), StoreError> {
        sessions::delete_of_person(conn, person, None).await?;
        recovery_codes::remove(conn, person).await?;
        passkeys::remove_all(conn, person).await?;
        Ok(())
    }

    /// Tells by mail everybody who has written to a person, apart from whoever did it or was told already. Each gets the
    /// page of the newest message that is not erased.
    pub(crate) async fn tell_others(
        &self,
        conn: &mut Conn,
        person: PersonId,
        except: Option<PersonId>,
        topic: ReportTopic,
    ) -> Result<(), StoreError> {
        let now = self.inner.clock.now();
        let senders = deliveries::senders_of(conn, person, NEWEST).await?;
        let others = senders.into_iter().filter(|(account, _)| Some(*account) != except);
        let reports: Vec<_> = others.map(|(_, delivery)| self.new_report(delivery, topic, now)).collect();
        reports::insert_many(conn, &reports).await
    }
}
