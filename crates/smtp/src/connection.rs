//! One connection: does what its session asks for, and minds the time.

use std::{io, net::IpAddr, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    sync::{OwnedSemaphorePermit, watch},
    time::{Instant, sleep_until, timeout, timeout_at},
};
use zeroize::Zeroize;

use crate::{
    Action, AuthError, Backend, Credentials, Envelope, Mailbox, Phase, Protection, Reply, Session,
    door::Weather, pace::Pace, server::Shared,
};

/// What is read at once: of commands, for which most connections wait most of the time; of a mail; of a large one.
const READ: usize = 1024;
const READ_CONTENT: usize = 4 * 1024;
const READ_LARGE: usize = 32 * 1024;
/// How often a client that is no longer listened to may still send something.
const LINGER_READS: usize = 1024;

/// A client's connection, apart from its stream, which TLS replaces.
pub(crate) struct Connection<B: Backend> {
    shared: Arc<Shared<B>>,
    session: Session<B::Recipient>,
    account: Option<B::Account>,
    client: IpAddr,
    accepted: Instant,
    weather: watch::Receiver<Weather>,
    buffer: Vec<u8>,
    memory: Option<OwnedSemaphorePermit>,
    pace: Option<Pace>,
    mails: u32,
}

/// Why a conversation over a stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It goes on under TLS.
    StartTls,
    /// The session said its last words.
    Closed,
    /// The client went.
    Gone,
}

enum Event {
    Received(usize),
    Weather,
    Timeout,
}

impl<B: Backend> Connection<B> {
    pub(crate) fn new(shared: Arc<Shared<B>>, client: IpAddr, protection: Protection) -> Self {
        let weather = shared.door.weather();
        let session = Session::new(Arc::clone(&shared.settings), protection);
        let mut connection = Self {
            shared,
            session,
            account: None,
            client,
            accepted: Instant::now(),
            weather,
            buffer: Vec::new(),
            memory: None,
            pace: None,
            mails: 0,
        };
        connection.look_outside();
        connection
    }

    /// How many mails were taken over.
    pub(crate) const fn mails(&self) -> u32 {
        self.mails
    }

    /// Until when a TLS handshake must be done.
    pub(crate) fn handshake_deadline(&self) -> Instant {
        let timeouts = &self.shared.limits.timeouts;
        (Instant::now() + timeouts.handshake).min(self.accepted + timeouts.sign_in)
    }

    pub(crate) fn tls_started(&mut self) {
        self.session.tls_started();
    }

    /// Talks until the stream is no longer needed.
    pub(crate) async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: &mut S,
    ) -> io::Result<Ended> {
        loop {
            match self.session.poll() {
                Action::Read => {
                    if !self.read(stream).await? {
                        return Ok(Ended::Gone);
                    }
                }
                Action::Write(octets) => self.write(stream, &octets).await?,
                Action::StartTls => return Ok(Ended::StartTls),
                Action::Authenticate(credentials) => self.authenticate(&credentials).await,
                Action::CheckSender(from) => self.check_sender(&from),
                Action::CheckRecipient(to) => self.check_recipient(&to).await,
                Action::Reserve(bytes) => self.reserve(bytes).await,
                Action::Deliver(envelope, content) => self.deliver(envelope, content).await,
                Action::Close => {
                    self.linger(stream).await;
                    return Ok(Ended::Closed);
                }
            }
            if !self.session.holds_memory() {
                self.memory = None;
            }
            if self.weather.has_changed().unwrap_or(false) {
                self.look_outside();
            }
        }
    }

    /// Reads what has come, or notices what else has happened. `false` when nothing will come any more.
    async fn read<S: AsyncRead + Unpin>(&mut self, stream: &mut S) -> io::Result<bool> {
        let began = Instant::now();
        self.prepare_reading(began);
        loop {
            let deadline = self.deadline(began);
            // What has come is looked at first; nothing else is set up when there is something.
            let event = tokio::select! {
                biased;
                count = stream.read(&mut self.buffer) => Event::Received(count?),
                _ = self.weather.changed() => Event::Weather,
                () = sleep_until(deadline) => Event::Timeout,
            };
            match event {
                Event::Received(0) => return Ok(false),
                Event::Received(count) => self.received(count),
                Event::Timeout => self.session.timed_out(),
                // Pressure shortens the wait; the server's stop is the session's business.
                Event::Weather if !self.look_outside() => continue,
                Event::Weather => {}
            }
            return Ok(true);
        }
    }

    /// Chooses the buffer's size, and begins or ends the count of a mail's octets.
    fn prepare_reading(&mut self, now: Instant) {
        let size = if self.session.phase() == Phase::Content {
            self.pace.get_or_insert_with(|| Pace::new(now));
            self.buffer.len().max(READ_CONTENT)
        } else {
            self.pace = None;
            READ
        };
        if self.buffer.len() != size {
            self.buffer = vec![0; size];
        }
    }

    fn received(&mut self, count: usize) {
        let octets = &mut self.buffer[..count];
        self.session.receive(octets);
        if !self.session.is_authenticated() {
            octets.zeroize();
        }
        if let Some(pace) = &mut self.pace {
            pace.count(count);
            if count == self.buffer.len() {
                self.buffer.resize(READ_LARGE, 0);
            }
        }
    }

    /// Until when something must have come.
    fn deadline(&self, began: Instant) -> Instant {
        let timeouts = &self.shared.limits.timeouts;
        let deadline = match (self.session.phase(), &self.pace) {
            (Phase::Content, Some(pace)) => pace.deadline(began, timeouts),
            (Phase::Content, None) => began + timeouts.content,
            (Phase::Auth, _) => began + timeouts.auth,
            (Phase::Command, _) if self.weather.borrow().pressure => {
                began + timeouts.command_under_pressure.min(timeouts.command)
            }
            (Phase::Command, _) => began + timeouts.command,
        };
        if self.session.is_authenticated() {
            deadline
        } else {
            deadline.min(self.accepted + timeouts.sign_in)
        }
    }

    /// Whether the server stops; the session knows from then on.
    fn look_outside(&mut self) -> bool {
        let stops = self.weather.borrow_and_update().stop.is_some();
        if stops {
            self.session.stop();
        }
        stops
    }

    async fn write<S: AsyncWrite + Unpin>(&self, stream: &mut S, octets: &[u8]) -> io::Result<()> {
        let all = async {
            stream.write_all(octets).await?;
            stream.flush().await
        };
        timeout(self.shared.limits.timeouts.write, all).await?
    }

    async fn authenticate(&mut self, credentials: &Credentials) {
        let (user, password) = (credentials.user(), credentials.password());
        let answer: Result<_, AuthError> =
            self.shared.backend.authenticate(user, password, self.client).await;
        let answer = answer.map(|account| self.account = Some(account));
        self.session.signed_in(answer);
    }

    fn check_sender(&mut self, from: &Mailbox) {
        let answer = match &self.account {
            Some(account) => self.shared.backend.sender(account, from),
            None => Err(Reply::TRY_LATER),
        };
        self.session.sender_checked(answer);
    }

    async fn check_recipient(&mut self, to: &Mailbox) {
        let answer = match &self.account {
            Some(account) => self.shared.backend.recipient(account, to).await,
            None => Err(Reply::TRY_LATER),
        };
        self.session.recipient_checked(answer);
    }

    /// Waits in line for memory.
    async fn reserve(&mut self, bytes: usize) {
        let patience = self.shared.limits.timeouts.memory;
        self.memory = timeout(patience, self.shared.memory(bytes)).await.ok().flatten();
        self.session.reserved(self.memory.is_some());
    }

    /// Hands a mail over. Nothing is read meanwhile, so a client that goes away stops nothing.
    async fn deliver(&mut self, envelope: Envelope<B::Recipient>, content: Vec<u8>) {
        let answer = match &self.account {
            Some(account) => self.shared.backend.deliver(account, envelope, content).await,
            None => Err(Reply::TRY_LATER),
        };
        self.mails += u32::from(answer.is_ok());
        self.session.delivered(answer);
    }

    /// Closes, and lets what the client still sends come to nothing: a connection closed with octets unread is
    /// reset, and the client would never see the last reply.
    async fn linger<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut S) {
        let until = Instant::now() + self.shared.limits.timeouts.linger;
        if !matches!(timeout_at(until, stream.shutdown()).await, Ok(Ok(()))) {
            return;
        }
        self.buffer.resize(READ_CONTENT, 0);
        for _ in 0..LINGER_READS {
            match timeout_at(until, stream.read(&mut self.buffer)).await {
                Ok(Ok(1..)) => {}
                _ => return,
            }
        }
    }
}
