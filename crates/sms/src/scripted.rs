//! A gateway for tests: it answers as it is told, and remembers what it really took.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use domain::NoticeId;

use crate::{Accepted, Event, FindError, Outcome, Receipt, SendError, Text};

/// What the gateway does with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Takes it.
    Accept,
    /// Takes it, and its receipt comes before its answer, and twice.
    ReceiptFirst(Outcome),
    /// Takes it, and tells later what became of it.
    Then(Outcome),
    /// Takes it, and its answer is lost.
    TakeSilently,
    /// Does not take it, and its answer is lost.
    LoseSilently,
    /// Does not take it, and says so.
    Fail(SendError),
}

/// The gateway. Clones are the same one.
#[derive(Clone)]
pub struct Scripted {
    inner: Arc<Mutex<Script>>,
    decide: Arc<dyn Fn(&Text) -> Act + Send + Sync>,
    can_find: bool,
}

#[derive(Default)]
struct Script {
    taken: Vec<Text>,
    events: VecDeque<Event>,
    asked: u32,
}

impl Scripted {
    /// One that does with each text what `decide` says.
    #[must_use]
    pub fn new(decide: impl Fn(&Text) -> Act + Send + Sync + 'static) -> Self {
        Self { inner: Arc::default(), decide: Arc::new(decide), can_find: false }
    }

    /// The same, and it can be asked about texts.
    #[must_use]
    pub fn that_tells(self) -> Self {
        Self { can_find: true, ..self }
    }

    /// What was really taken, in order.
    #[must_use]
    pub fn taken(&self) -> Vec<Text> {
        self.lock().taken.clone()
    }

    /// How often a text was taken.
    #[must_use]
    pub fn times(&self, id: NoticeId) -> usize {
        self.lock().taken.iter().filter(|text| text.id == id).count()
    }

    /// How many texts it was given, taken or not.
    #[must_use]
    pub fn asked(&self) -> u32 {
        self.lock().asked
    }

    /// What it tells, since it was last asked.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.lock().events.drain(..).collect()
    }

    pub(crate) async fn send(&self, text: &Text) -> Result<Accepted, SendError> {
        // Others have a turn between the call and the answer.
        tokio::task::yield_now().await;
        let act = (self.decide)(text);
        let mut script = self.lock();
        script.asked += 1;
        if let Act::Fail(error) = act {
            return Err(error);
        }
        if act == Act::LoseSilently {
            return Err(SendError::Unclear);
        }
        script.taken.push(text.clone());
        let reference = reference(text, script.taken.len());
        let receipt = |outcome| {
            Event::Receipt(Receipt { references: vec![reference.clone()], id: None, outcome, price: None })
        };
        match act {
            Act::ReceiptFirst(outcome) => script.events.extend([receipt(outcome), receipt(outcome)]),
            Act::Then(outcome) => script.events.extend([receipt(Outcome::Sent), receipt(outcome)]),
            Act::TakeSilently => return Err(SendError::Unclear),
            Act::Accept | Act::LoseSilently | Act::Fail(_) => {}
        }
        Ok(Accepted { reference, delivered: false, price: None })
    }

    pub(crate) const fn can_find(&self) -> bool {
        self.can_find
    }

    pub(crate) fn find(&self, text: &Text) -> Result<Option<Accepted>, FindError> {
        if !self.can_find {
            return Err(FindError::CannotAsk);
        }
        let place = self.lock().taken.iter().position(|taken| taken.id == text.id);
        Ok(place.map(|place| Accepted {
            reference: reference(text, place + 1),
            delivered: false,
            price: None,
        }))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Script> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Another one for every copy.
fn reference(text: &Text, place: usize) -> String {
    format!("{}-{place}", text.id)
}
