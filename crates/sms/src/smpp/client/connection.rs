//! One connection: does what its session asks for.

use std::{collections::HashMap, io, sync::Arc, time::Duration};

use futures::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::oneshot,
    time::{Instant, sleep_until, timeout},
};
use tracing::info;

use super::{
    Request, State, Stream, Told,
    keeper::{Keeper, stopped},
};
use crate::{
    Accepted, SendError,
    smpp::{Action, Event, Reason, Session, SubmitId, Ticket},
};

/// What is read at once.
const READ: usize = 4 * 1024;
/// When there is nothing to wait for; the session always waits for something.
const IDLE: Duration = Duration::from_secs(3600);

pub(super) struct Connection<'a> {
    keeper: &'a mut Keeper,
    stream: Box<dyn Stream>,
    session: Session,
    replies: HashMap<SubmitId, oneshot::Sender<Result<Accepted, SendError>>>,
    next_id: u64,
    bound_at: Option<Instant>,
    /// What was handed on, and is to be acknowledged when it is kept. The channel and whoever reads it bound these.
    told: FuturesUnordered<BoxFuture<'static, (Ticket, bool)>>,
    stopping: bool,
}

enum Happened {
    Stop,
    Read(io::Result<usize>),
    Time,
    Request(Option<Request>),
    Kept(Ticket, bool),
}

impl<'a> Connection<'a> {
    pub(super) fn new(keeper: &'a mut Keeper, stream: Box<dyn Stream>) -> Self {
        let settings = Arc::new(keeper.config.settings.clone());
        let session = Session::new(settings, keeper.began.elapsed());
        Self {
            keeper,
            stream,
            session,
            replies: HashMap::new(),
            next_id: 0,
            bound_at: None,
            told: FuturesUnordered::new(),
            stopping: false,
        }
    }

    /// Talks until the session ends. Returns why it did, and since when it was bound.
    pub(super) async fn converse(mut self) -> (Reason, Option<Instant>) {
        let mut buffer = vec![0; READ];
        loop {
            match self.session.poll(self.keeper.began.elapsed()) {
                Action::Read { until } => self.wait(&mut buffer, until).await,
                Action::Write(octets) => self.write(&octets).await,
                Action::Bound => self.bound(),
                Action::Submitted { id, outcome } => self.answer(id, outcome),
                Action::Event { event, ticket } => self.hand_on(event, ticket).await,
                Action::Close(reason) => {
                    // The peer may be gone.
                    let _ = timeout(self.keeper.config.patience, self.stream.shutdown()).await;
                    return (reason, self.bound_at);
                }
            }
        }
    }

    async fn wait(&mut self, buffer: &mut [u8], until: Option<Duration>) {
        let until = self.keeper.began + until.unwrap_or_else(|| self.keeper.began.elapsed() + IDLE);
        let has_room = self.session.has_room() && !self.stopping;
        let happened = tokio::select! {
            biased;
            () = stopped(&mut self.keeper.stop), if !self.stopping => Happened::Stop,
            // The window bounds these, and nothing bounds what a carrier sends.
            request = self.keeper.requests.recv(), if has_room => Happened::Request(request),
            Some((ticket, kept)) = self.told.next() => Happened::Kept(ticket, kept),
            count = self.stream.read(buffer) => Happened::Read(count),
            () = sleep_until(until) => Happened::Time,
        };
        match happened {
            Happened::Read(Ok(count @ 1..)) => self.session.receive(&buffer[..count]),
            Happened::Read(_) => self.session.lost(),
            Happened::Request(Some(request)) => self.submit(request),
            Happened::Stop | Happened::Request(None) => {
                self.stopping = true;
                self.session.stop(self.keeper.began.elapsed());
            }
            Happened::Kept(ticket, kept) => self.session.kept(ticket, kept),
            Happened::Time => {}
        }
    }

    async fn write(&mut self, octets: &[u8]) {
        let all = async {
            self.stream.write_all(octets).await?;
            self.stream.flush().await
        };
        if !matches!(timeout(self.keeper.config.patience, all).await, Ok(Ok(()))) {
            self.session.lost();
        }
    }

    fn bound(&mut self) {
        info!("the SMPP carrier takes texts");
        self.bound_at = Some(Instant::now());
        self.keeper.state.send_replace(State::Bound);
    }

    fn submit(&mut self, Request { message, reply }: Request) {
        // Whoever does not wait any more does not want it sent.
        if reply.is_closed() {
            return;
        }
        self.next_id += 1;
        let id = SubmitId(self.next_id);
        self.replies.insert(id, reply);
        self.session.submit(id, message);
    }

    fn answer(&mut self, id: SubmitId, outcome: Result<Accepted, SendError>) {
        if let Some(reply) = self.replies.remove(&id) {
            // Nobody may be waiting any more.
            let _ = reply.send(outcome);
        }
    }

    /// Hands on what the carrier has sent. It is acknowledged when it was kept; what nobody takes comes again.
    async fn hand_on(&mut self, event: Event, ticket: Option<Ticket>) {
        let (kept, is_kept) = oneshot::channel();
        let told = Told { event, kept };
        match (timeout(self.keeper.config.patience, self.keeper.events.send(told)).await, ticket) {
            (Ok(Ok(())), Some(ticket)) => {
                self.told.push(async move { (ticket, is_kept.await.is_ok()) }.boxed());
            }
            // The channel's other end was dropped. Another connection of the account's may keep it.
            (Ok(Err(_)), Some(ticket)) => self.session.kept(ticket, false),
            (Ok(_), None) => {}
            (Err(_), _) => self.session.lost(),
        }
    }
}
