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

/// [`LIST`] parameters for an `IN` list. Shorter lists repeat their last value.
macro_rules! list {
    () => {
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
          $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, \
          $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, \
          $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64)"
    };
}
pub(crate) use list;

/// The number of parameters in [`list!`].
pub(crate) const LIST: usize = 64;

/// Every module's statements. A list that is missing here is reported as unused by the compiler.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn all() -> impl Iterator<Item = Statement> {
    [
        crate::accounts::STATEMENTS,
        crate::app_passwords::STATEMENTS,
        crate::archive::STATEMENTS,
        crate::attachments::STATEMENTS,
        crate::audit::STATEMENTS,
        crate::backup_codes::STATEMENTS,
        crate::credentials::STATEMENTS,
        crate::deliveries::STATEMENTS,
        crate::deliveries::lists::STATEMENTS,
        crate::early_receipts::STATEMENTS,
        crate::inbound_texts::STATEMENTS,
        crate::instance::STATEMENTS,
        crate::key_changes::STATEMENTS,
        crate::mail_ids::STATEMENTS,
        crate::messages::STATEMENTS,
        crate::messages::sent::STATEMENTS,
        crate::notices::STATEMENTS,
        crate::notices::find::STATEMENTS,
        crate::notices::lease::STATEMENTS,
        crate::notices::settle::STATEMENTS,
        crate::opt_outs::STATEMENTS,
        crate::passcodes::STATEMENTS,
        crate::pending_sign_ins::STATEMENTS,
        crate::passkeys::STATEMENTS,
        crate::passkeys::challenges::STATEMENTS,
        crate::recipients::STATEMENTS,
        crate::recovery_codes::STATEMENTS,
        crate::replies::STATEMENTS,
        crate::reports::STATEMENTS,
        crate::resets::STATEMENTS,
        crate::routes::STATEMENTS,
        crate::schema::STATEMENTS,
        crate::sealed_keys::STATEMENTS,
        crate::sessions::STATEMENTS,
        crate::simulator::STATEMENTS,
        crate::store::STATEMENTS,
        crate::templates::STATEMENTS,
        crate::throttles::STATEMENTS,
        crate::totps::STATEMENTS,
        crate::waiting_keys::STATEMENTS,
        crate::warnings::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}
