//! SQLite's one writer: runs the jobs that wait together in one transaction, so that a sync pays for many.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures::{FutureExt, future::BoxFuture};
use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};
use tokio::sync::{mpsc, oneshot};

use crate::{
    Conn, StoreError,
    conn::{Failure, Link},
};

/// How many jobs can share a commit.
const BATCH: usize = 256;
/// How many jobs can wait; more than that wait to be allowed to wait.
const QUEUE: usize = 1024;
/// How long nothing has been written before the log is emptied into the database.
const IDLE: Duration = Duration::from_secs(1);

/// The way to the writer task. The task ends when every handle is gone, or when it is closed.
pub(crate) struct Writer {
    queue: mpsc::Sender<Command>,
}

enum Command {
    Run(Box<dyn Job>),
    Close(oneshot::Sender<()>),
}

/// A job with its type hidden.
trait Job: Send {
    /// Runs the job and keeps its outcome. Whether the outcome is a success.
    fn run<'c>(&'c mut self, conn: &'c mut Conn) -> BoxFuture<'c, bool>;
    /// Replaces the outcome.
    fn fail(&mut self, error: StoreError);
    /// Hands the outcome to whoever waits.
    fn answer(self: Box<Self>);
}

struct Waiting<T, E, F> {
    job: F,
    outcome: Result<T, E>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl Writer {
    /// Starts the task, which owns `conn` and makes a new one by `options` when it breaks.
    pub(crate) fn start(conn: Conn, options: SqliteConnectOptions, commits: Arc<AtomicU64>) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(Task { conn: Some(conn), options, commits, jobs, logged: true }.run());
        Self { queue }
    }

    /// Runs a job in a transaction, with others or alone, and answers when it is durable.
    pub(crate) async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T, E>> + Send + Sync + 'static,
    {
        let (answer, outcome) = oneshot::channel();
        let waiting = Waiting { job, outcome: Err(StoreError::Unavailable.into()), answer };
        let closed = |_| E::from(StoreError::Unavailable);
        self.queue.send(Command::Run(Box::new(waiting))).await.map_err(|_| StoreError::Unavailable)?;
        outcome.await.map_err(closed)?
    }

    /// Whether the task still takes jobs.
    pub(crate) fn is_open(&self) -> bool {
        !self.queue.is_closed()
    }

    /// Ends the task after the jobs that wait already.
    pub(crate) async fn close(&self) {
        let (closed, wait) = oneshot::channel();
        if self.queue.send(Command::Close(closed)).await.is_ok() {
            // An error means that the task is gone, which is what was wanted.
            wait.await.unwrap_or_default();
        }
    }
}

impl<T, E, F> Job for Waiting<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T, E>> + Send + Sync,
{
    fn run<'c>(&'c mut self, conn: &'c mut Conn) -> BoxFuture<'c, bool> {
        async move {
            let run = AssertUnwindSafe((self.job)(conn)).catch_unwind();
            // The panic's own message went to the log; the writer has to outlive it.
            self.outcome =
                run.await.unwrap_or_else(|_| Err(StoreError::Other("a job panicked".into()).into()));
            self.outcome.is_ok()
        }
        .boxed()
    }

    fn fail(&mut self, error: StoreError) {
        self.outcome = Err(error.into());
    }

    fn answer(self: Box<Self>) {
        // Nobody waits any more when a request was cancelled.
        self.answer.send(self.outcome).unwrap_or_default();
    }
}

struct Task {
    /// `None` after the connection broke, until a new one could be made.
    conn: Option<Conn>,
    options: SqliteConnectOptions,
    commits: Arc<AtomicU64>,
    jobs: mpsc::Receiver<Command>,
    /// Whether something may be in the log that is not in the database.
    logged: bool,
}

/// What to do with the transaction after a job.
#[derive(PartialEq)]
enum Verdict {
    Keep,
    RollBack,
}

impl Task {
    async fn run(mut self) {
        let mut commands = Vec::with_capacity(BATCH);
        loop {
            match tokio::time::timeout(IDLE, self.jobs.recv_many(&mut commands, BATCH)).await {
                Err(_) => self.checkpoint().await,
                Ok(0) => return self.disconnect().await,
                Ok(_) => {
                    let (jobs, closing) = sort(&mut commands);
                    self.batch(jobs).await;
                    if !closing.is_empty() {
                        self.jobs.close();
                        self.disconnect().await;
                        closing.into_iter().for_each(|closed| closed.send(()).unwrap_or_default());
                        return;
                    }
                }
            }
        }
    }

    /// Runs the jobs in one transaction; when one spoils it, each in its own.
    async fn batch(&mut self, mut jobs: Vec<Box<dyn Job>>) {
        if jobs.len() > 1 && self.together(&mut jobs).await.is_err() {
            for job in &mut jobs {
                self.alone(job.as_mut()).await;
            }
        } else if let [job] = jobs.as_mut_slice() {
            self.alone(job.as_mut()).await;
        }
        jobs.into_iter().for_each(Job::answer);
    }

    /// Whether all jobs are done and durable; otherwise none of them left a trace.
    async fn together(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        let conn = self.begin().await?;
        for job in jobs {
            conn.reset();
            let succeeded = job.run(conn).await;
            if verdict(conn, succeeded) == Verdict::RollBack {
                self.roll_back().await;
                return Err(StoreError::Other("a job failed".into()));
            }
        }
        self.commit().await
    }

    /// Runs one job in a transaction, and leaves the outcome with it.
    async fn alone(&mut self, job: &mut dyn Job) {
        let conn = match self.begin().await {
            Ok(conn) => conn,
            Err(error) => return job.fail(error),
        };
        conn.reset();
        let succeeded = job.run(conn).await;
        let failure = conn.failure().cloned();
        match (succeeded, failure) {
            (true, None) => {
                if let Err(error) = self.commit().await {
                    job.fail(error);
                }
            }
            (true, Some(Failure { error, .. })) => {
                self.roll_back().await;
                job.fail(error);
            }
            (false, _) => self.roll_back().await,
        }
    }

    async fn begin(&mut self) -> Result<&mut Conn, StoreError> {
        if self.conn.is_none() {
            self.conn = Some(connect(&self.options).await?);
        }
        let conn = self.conn.as_mut().expect("it was made above");
        if let Err(error) = conn.control("BEGIN IMMEDIATE").await {
            self.disconnect().await;
            return Err(error.into());
        }
        Ok(self.conn.as_mut().expect("it was made above"))
    }

    async fn commit(&mut self) -> Result<(), StoreError> {
        let conn = self.conn.as_mut().expect("a transaction has begun");
        match conn.control("COMMIT").await {
            Ok(()) => {
                self.commits.fetch_add(1, Ordering::Relaxed);
                self.logged = true;
                Ok(())
            }
            Err(error) => {
                self.roll_back().await;
                Err(error.into())
            }
        }
    }

    /// Ends the transaction. A connection with which more is wrong than a failed job is not used again.
    async fn roll_back(&mut self) {
        if let Some(conn) = &mut self.conn {
            let broken = conn.failure().is_some_and(|failure| failure.error == StoreError::Unavailable);
            // On a full disk SQLite may have ended the transaction itself, which is all that ROLLBACK then says.
            let ended =
                conn.control("ROLLBACK").await.map_or_else(|error| says_no_transaction(&error), |()| true);
            if broken || !ended {
                self.disconnect().await;
            }
        }
    }

    /// Empties the log, so that what was erased is not kept there. A reader that is in the way is not waited for.
    async fn checkpoint(&mut self) {
        const TRUNCATE: &str =
            "PRAGMA busy_timeout = 20; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 5000";
        if let Some(conn) = &mut self.conn
            && self.logged
        {
            self.logged = conn.control(TRUNCATE).await.is_err();
        }
    }

    async fn disconnect(&mut self) {
        if let Some(Link::SqliteWriter(conn)) = self.conn.take().map(Conn::into_link)
            && let Err(error) = conn.close().await
        {
            tracing::warn!(%error, "the database connection did not close cleanly");
        }
    }
}

/// A new connection that writes.
pub(crate) async fn connect(options: &SqliteConnectOptions) -> Result<Conn, StoreError> {
    Ok(Conn::new(Link::SqliteWriter(options.connect().await?)))
}

/// Whether SQLite says that there is nothing to roll back: its general error, which nothing else makes of `ROLLBACK`.
fn says_no_transaction(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).as_deref() == Some("1")
}

/// A job that failed before it wrote anything harms nobody: what SQLite refuses for a constraint leaves no trace.
fn verdict(conn: &Conn, succeeded: bool) -> Verdict {
    match conn.failure() {
        None if succeeded || !conn.wrote() => Verdict::Keep,
        Some(failure) if failure.error == StoreError::Conflict && !succeeded && !conn.wrote() => {
            Verdict::Keep
        }
        _ => Verdict::RollBack,
    }
}

fn sort(commands: &mut Vec<Command>) -> (Vec<Box<dyn Job>>, Vec<oneshot::Sender<()>>) {
    let (mut jobs, mut closing) = (Vec::with_capacity(commands.len()), Vec::new());
    for command in commands.drain(..) {
        match command {
            Command::Run(job) => jobs.push(job),
            Command::Close(closed) => closing.push(closed),
        }
    }
    (jobs, closing)
}
