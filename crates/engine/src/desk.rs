//! Work that is handed in by many at once and done together.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Semaphore, oneshot};

/// How many batches are worked on at once: while one waits for the disk, the next is written.
const AT_ONCE: usize = 2;

/// What waits to be done. Nothing waits on purpose: whoever comes first begins at once, and takes along what comes
/// while the earlier ones are worked on.
pub(crate) struct Desk<T: Work> {
    waiting: Mutex<VecDeque<Waiting<T>>>,
    workers: Semaphore,
}

/// One piece of work.
pub(crate) trait Work: Sized + Send + 'static {
    /// What comes of it.
    type Outcome: Send + 'static;
    /// Who does it.
    type Worker: Send + Sync + 'static;
    /// Whether it can be done in the batch, after those that are in it.
    fn joins(&self, batch: &[Self]) -> bool;
    /// Does all of a batch: an outcome for each, in their order.
    fn work(worker: &Self::Worker, batch: Vec<Self>) -> impl Future<Output = Vec<Self::Outcome>> + Send;
}

struct Waiting<T: Work> {
    work: T,
    answer: oneshot::Sender<T::Outcome>,
}

impl<T: Work> Desk<T> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { waiting: Mutex::default(), workers: Semaphore::new(AT_ONCE) })
    }

    /// Has `work` done, with others or alone; it is done even when the caller stops waiting. `None` when the worker
    /// panicked.
    pub(crate) async fn hand_in(self: &Arc<Self>, work: T, worker: T::Worker) -> Option<T::Outcome> {
        let (answer, outcome) = oneshot::channel();
        self.lock().push_back(Waiting { work, answer });
        let desk = Arc::clone(self);
        tokio::spawn(async move { desk.work_once(&worker).await });
        outcome.await.ok()
    }

    /// Does one batch. It has whatever has waited longest, so with one call for each piece handed in, none is left.
    async fn work_once(&self, worker: &T::Worker) {
        let Ok(_turn) = self.workers.acquire().await else { return };
        let (batch, answers) = self.take();
        if batch.is_empty() {
            return;
        }
        for (answer, outcome) in answers.into_iter().zip(T::work(worker, batch).await) {
            // Nobody waits any more when a request was cancelled.
            answer.send(outcome).unwrap_or_default();
        }
    }

    fn take(&self) -> (Vec<T>, Vec<oneshot::Sender<T::Outcome>>) {
        let mut waiting = self.lock();
        let (mut batch, mut answers) = (Vec::new(), Vec::new());
        while let Some(next) = waiting.pop_front_if(|next| next.work.joins(&batch)) {
            batch.push(next.work);
            answers.push(next.answer);
        }
        (batch, answers)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Waiting<T>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    struct Number(u32);

    impl Work for Number {
        type Outcome = (u32, usize);
        type Worker = ();

        fn joins(&self, batch: &[Self]) -> bool {
            batch.len() < 8 && batch.iter().all(|other| other.0 != self.0)
        }

        async fn work((): &(), batch: Vec<Self>) -> Vec<(u32, usize)> {
            let size = batch.len();
            tokio::task::yield_now().await;
            batch.into_iter().map(|number| (number.0, size)).collect()
        }
    }

    #[tokio::test]
    async fn all_is_done_and_much_of_it_together() {
        let desk = Desk::new();
        let outcomes = join_all((0..100).map(|number| desk.hand_in(Number(number), ()))).await;
        let mut sizes = Vec::new();
        for (number, outcome) in (0..).zip(outcomes) {
            let (of, size) = outcome.unwrap();
            assert_eq!(of, number);
            sizes.push(size);
        }
        assert!(sizes.iter().all(|size| *size <= 8) && sizes.contains(&8), "{sizes:?}");
    }

    #[tokio::test]
    async fn what_cannot_join_is_done_by_itself() {
        let desk = Desk::new();
        let outcomes = join_all((0..20).map(|_| desk.hand_in(Number(7), ()))).await;
        assert!(outcomes.into_iter().all(|outcome| outcome == Some((7, 1))));
    }

    #[tokio::test]
    async fn a_caller_who_leaves_leaves_the_work() {
        let desk = Desk::new();
        let (done, mut finished) = tokio::sync::mpsc::unbounded_channel();
        struct Told(tokio::sync::mpsc::UnboundedSender<()>);
        impl Work for Told {
            type Outcome = ();
            type Worker = ();
            fn joins(&self, _: &[Self]) -> bool {
                true
            }
            async fn work((): &(), batch: Vec<Self>) -> Vec<()> {
                batch.iter().map(|told| told.0.send(()).unwrap()).collect()
            }
        }
        {
            let mut waiting = Box::pin(desk.hand_in(Told(done), ()));
            assert!(futures::poll!(&mut waiting).is_pending());
        }
        assert_eq!(finished.recv().await, Some(()));
    }
}
