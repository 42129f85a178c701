use std::net::IpAddr;

use crate::{AuthError, Envelope, Mailbox, Reply};

/// Whoever decides about accounts, recipients and mails. One exists for all connections, and is asked by many at
/// once.
pub trait Backend: Clone + Send + Sync + 'static {
    /// Who has signed in.
    type Account: Send + Sync + 'static;
    /// What a recipient's text was understood as.
    type Recipient: Send + Sync + 'static;

    /// Signs somebody in.
    ///
    /// # Errors
    /// When the credentials are wrong, or nobody can tell now. The client is told which.
    fn authenticate(
        &self,
        user: &str,
        password: &str,
        client: IpAddr,
    ) -> impl Future<Output = Result<Self::Account, AuthError>> + Send;

    /// Whether the account may send as `from`.
    ///
    /// # Errors
    /// The reply that refuses it, such as [`Reply::NOT_YOUR_ADDRESS`].
    fn sender(&self, account: &Self::Account, from: &Mailbox) -> Result<(), Reply>;

    /// Understands a recipient.
    ///
    /// # Errors
    /// The reply that refuses it, such as a `550 5.1.1` that says why.
    fn recipient(
        &self,
        account: &Self::Account,
        to: &Mailbox,
    ) -> impl Future<Output = Result<Self::Recipient, Reply>> + Send;

    /// Takes a mail over: `Ok` promises that it is on the disk, and has the words that follow `250 2.0.0`. The
    /// future runs to its end even when the client has gone, so a repeated mail is possible (RFC 5321, section 6.1)
    /// and a half-taken one is not.
    ///
    /// # Errors
    /// The reply, `4yz` when the client is to try again.
    fn deliver(
        &self,
        account: &Self::Account,
        envelope: Envelope<Self::Recipient>,
        content: Vec<u8>,
    ) -> impl Future<Output = Result<String, Reply>> + Send;
}
