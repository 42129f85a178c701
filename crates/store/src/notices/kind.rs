//! Kinds of notices.

use crate::{
    row::Column,
    value::{Bind, Value},
};

/// Why a notice is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// There is a message.
    First,
    /// It is still there.
    Reminder,
}

impl NoticeKind {
    /// The code that the database uses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Reminder => "reminder",
        }
    }
}

impl Bind for NoticeKind {
    const TYPE: Value<'static> = Value::Text(None);
    fn value(&self) -> Value<'_> {
        Value::Text(Some(self.code()))
    }
}

impl Column for NoticeKind {
    type Raw = String;
    fn decode(raw: String) -> Option<Self> {
        [Self::First, Self::Reminder].into_iter().find(|kind| kind.code() == raw)
    }
}
