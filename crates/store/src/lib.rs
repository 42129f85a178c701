//! Storage on SQLite and PostgreSQL: the only crate that names sqlx.
//!
//! A [`Store`] hands out a [`Conn`], for reading from a pool and for writing inside one transaction; the modules hold
//! the queries, each a function of a connection. One SQL text serves both databases. Times are whole milliseconds, ids
//! 16 bytes, and nothing in here can read what it stores: contents, phone numbers and keys come sealed.

mod conn;
mod error;
mod postgres;
mod row;
mod rows;
mod schema;
mod sqlite;
mod statement;
mod store;
mod value;
mod writer;

pub mod accounts;
pub mod app_passwords;
pub mod archive;
pub mod attachments;
pub mod audit;
pub mod backup_codes;
pub mod credentials;
pub mod deliveries;
pub mod early_receipts;
pub mod inbound_texts;
pub mod instance;
pub mod key_changes;
pub mod mail_ids;
mod mail_queue;
pub mod messages;
pub mod notices;
pub mod opt_outs;
pub mod passcodes;
pub mod passkeys;
pub mod pending_sign_ins;
pub mod recipients;
pub mod recovery_codes;
pub mod replies;
pub mod reports;
pub mod resets;
pub mod routes;
pub mod sealed_keys;
pub mod sessions;
pub mod simulator;
pub mod templates;
#[cfg(feature = "testing")]
pub mod testing;
pub mod throttles;
pub mod totps;
pub mod waiting_keys;
pub mod warnings;

pub use conn::Conn;
pub use error::StoreError;
pub use futures::future::BoxFuture;
pub use rows::{Insert, pieces};
pub use store::Store;
