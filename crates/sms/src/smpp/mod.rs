//! SMPP 3.4, from the side of a transceiver: a protocol machine without I/O, and its tokio driver.
//!
//! [`Session`] is the machine: octets and time in, [`Action`]s out. [`Smpp`] runs one over a connection that it keeps
//! up: texts go in through [`Smpp::send`], receipts and texts of other people come out of a channel of [`Event`]s.
//!
//! The PDUs are read and written here, in `pdu`, and not by a crate: carriers send deliver_sm with times of the wrong
//! length, identifiers without their final NUL and letters beyond ASCII, and none of that may cost a receipt. A codec
//! that takes a PDU as a whole or not at all cannot do this. The tests check against one.
//!
//! Nothing here logs a number, a text, an identifier of a message or a password.

mod address;
mod client;
mod encoding;
mod general;
mod gsm;
mod message;
mod pdu;
mod reassembly;
mod receipt;
mod session;
mod settings;

pub use address::{Address, AddressError};
pub use client::{Backoff, Config, Dial, OverTls, Smpp, Stream, Tcp, Told};
pub use message::{Message, Part, TooLong};
pub use receipt::{Outcome, Receipt};
pub use session::{Action, Event, Inbound, Reason, Session, SubmitId, Ticket};
pub use settings::{Account, AccountError, Settings, Timing};
