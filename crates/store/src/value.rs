//! Parameters: what the domain's types look like to a database.

use domain::{
    AppPasswordId, DeliveryId, DeliveryState, Email, FailureReason, KeyId, MessageId, NoticeId, PasskeyId,
    PersonId, ReportId, ReportTopic, Role, UnixMillis, WarningId, WarningTopic,
};

/// One parameter. Both databases know these three types, and every column is one of them.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Int(Option<i64>),
    Text(Option<&'a str>),
    Blob(Option<&'a [u8]>),
}

impl Value<'_> {
    const fn null(self) -> Self {
        match self {
            Self::Int(_) => Self::Int(None),
            Self::Text(_) => Self::Text(None),
            Self::Blob(_) => Self::Blob(None),
        }
    }
}

/// What can be a parameter.
pub(crate) trait Bind {
    /// Any value of the column's type, from which a NULL takes the type.
    const TYPE: Value<'static>;
    fn value(&self) -> Value<'_>;
}

impl<T: Bind> Bind for Option<T> {
    const TYPE: Value<'static> = T::TYPE;
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(T::TYPE.null(), Bind::value)
    }
}

impl<T: Bind + ?Sized> Bind for &T {
    const TYPE: Value<'static> = T::TYPE;
    fn value(&self) -> Value<'_> {
        (*self).value()
    }
}

macro_rules! bind {
    ($kind:ident: $($type:ty => |$it:ident| $value:expr;)+) => { $(
        impl Bind for $type {
            const TYPE: Value<'static> = Value::$kind(None);
            fn value(&self) -> Value<'_> {
                let $it = self;
                Value::$kind(Some($value))
            }
        }
    )+ };
}

bind! { Int:
    i64 => |it| *it;
    u32 => |it| i64::from(*it);
    u8 => |it| i64::from(*it);
    UnixMillis => |it| it.get();
}

bind! { Text:
    str => |it| it;
    String => |it| it;
    Email => |it| it.as_str();
    Role => |it| it.code();
    DeliveryState => |it| it.code();
    ReportTopic => |it| it.code();
    WarningTopic => |it| it.code();
    FailureReason => |it| it.code();
}

bind! { Blob:
    [u8] => |it| it;
    Vec<u8> => |it| it;
    [u8; 16] => |it| it;
    [u8; 32] => |it| it;
    MessageId => |it| it.as_bytes();
    DeliveryId => |it| it.as_bytes();
    NoticeId => |it| it.as_bytes();
    PersonId => |it| it.as_bytes();
    KeyId => |it| it.as_bytes();
    AppPasswordId => |it| it.as_bytes();
    PasskeyId => |it| it.as_bytes();
    ReportId => |it| it.as_bytes();
    WarningId => |it| it.as_bytes();
}

/// The parameters of a statement, in the order of their numbers.
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($value.value()),*] };
}
pub(crate) use args;

/// The parameters of a list of [`LIST`](crate::statement::LIST): the chunk, its last value repeated.
pub(crate) fn padded<T: Bind>(chunk: &[T]) -> Vec<Value<'_>> {
    let last = chunk.last().map_or(T::TYPE.null(), Bind::value);
    let mut values: Vec<_> = chunk.iter().map(Bind::value).collect();
    values.resize(crate::statement::LIST, last);
    values
}
