//! The statements: one text for both databases, registered so that a test can prepare them all.

/// A statement's texts. Made by [`statements!`] only, which puts it into the registry.
#[derive(Clone, Copy)]
pub(crate) struct Statement {
    pub(crate) name: &'static str,
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

/// Declares a module's statements as constants, and its list `STATEMENTS` of them.
///
/// `NAME: "text";` is one text for both; `NAME => { sqlite: "text", postgres: "text" };` a fork, which has to say why.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident $(: $text:expr)? $(=> { sqlite: $sqlite:expr, postgres: $postgres:expr })?;)+) => {
        $(
            $(#[$doc])*
            const $name: $crate::statement::Statement = $crate::statement::Statement {
                name: concat!(module_path!(), "::", stringify!($name)),
                sqlite: concat!($($text)? $($sqlite)?),
                postgres: concat!($($text)? $($postgres)?),
            };
        )+
        #[cfg(any(test, feature = "testing"))]
        pub(crate) const STATEMENTS: &[$crate::statement::Statement] = &[$($name),+];
    };
}
pub(crate) use statements;

/// Sixteen parameters for an `IN` list. Shorter lists repeat their last value.
macro_rules! sixteen {
    () => {
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    };
}
pub(crate) use sixteen;

/// The number of parameters in [`sixteen!`].
pub(crate) const LIST: usize = 16;

/// Every module's statements. A list that is missing here is reported as unused by the compiler.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn all() -> impl Iterator<Item = Statement> {
    [
        crate::accounts::STATEMENTS,
        crate::audit::STATEMENTS,
        crate::credentials::STATEMENTS,
        crate::deliveries::STATEMENTS,
        crate::deliveries::lists::STATEMENTS,
        crate::instance::STATEMENTS,
        crate::messages::STATEMENTS,
        crate::messages::sent::STATEMENTS,
        crate::notices::STATEMENTS,
        crate::notices::lease::STATEMENTS,
        crate::recipients::STATEMENTS,
        crate::schema::STATEMENTS,
        crate::sealed_keys::STATEMENTS,
        crate::sessions::STATEMENTS,
        crate::simulator::STATEMENTS,
        crate::store::STATEMENTS,
        crate::throttles::STATEMENTS,
        crate::waiting_keys::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}
